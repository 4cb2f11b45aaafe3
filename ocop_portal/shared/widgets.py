"""Fields of the back office that draw more than a box."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget


class LatitudeInput(AdminTextInputWidget):
    """A latitude; with script, a map on which to point at it and the longitude beside it.

    ``outlines`` is the address of the shapes drawn on the map.
    """

    class Media:
        css = {"all": ["leaflet/leaflet.css"]}
        js = ["leaflet/leaflet.js", "js/point-picker.js"]

    def __init__(self, outlines: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "class": "vNumberField",
                "inputmode": "decimal",
                "data-point": "latitude",
                "data-outlines": outlines,
                "data-open": "Chọn trên bản đồ",
                "data-hint": "Bấm vào nơi cần ghi, hoặc kéo dấu tròn. Ranh giới chỉ để tham khảo.",
                **(attrs or {}),
            }
        )
