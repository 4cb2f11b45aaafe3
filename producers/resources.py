"""Producers as a table, and the cell that names a producer in the tables of others."""

from __future__ import annotations

from typing import Any

from communes.resources import CommuneWidget, district_column
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.table_resource import TableResource, column, demo_column
from ocop_portal.shared.table_widgets import NativeWidget, typed
from producers.models import Producer


class ProducerWidget(NativeWidget):
    """A producer by tax code, by address on the portal, or by a name only one bears."""

    def render(self, value: Producer | None, obj: Any = None, **_kwargs: Any) -> str | None:
        """Write the tax code where there is one, else the address."""
        return None if value is None else value.tax_code or value.slug

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Producer | None:
        """Return the producer; ValueError when none or several are meant."""
        text = typed(value)
        if not text:
            return None
        for name in ("tax_code", "slug", "name"):
            found = list(Producer.objects.filter(**{name: text})[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise ValueError(f"Có hơn một chủ thể tên “{text}”. Ghi mã số thuế.")
        raise ValueError(f"Không có chủ thể nào mang mã số thuế, đường dẫn hay tên “{text}”.")


class ProducerTable(TableResource):
    """Chủ thể. A row is found by its address on the portal or its tax code."""

    keys = ("slug", "tax_code")
    given_keys = ("slug",)
    loads = ("commune__district",)

    commune = column("commune", "Xã, phường", CommuneWidget())
    district = district_column()
    demo = demo_column("is_demo")

    class Meta(TableResource.Meta):
        model = Producer
        fields = (
            "slug",
            "name",
            "kind",
            "tax_code",
            "registration_number",
            "registered_on",
            "representative",
            "representative_title",
            "commune",
            "district",
            "address",
            "phone",
            "email",
            "website",
            "has_contact_consent",
            "contact_consent_on",
            "introduction",
            "name_en",
            "introduction_en",
            "is_published",
            "source_url",
            "demo",
        )

    def complete(self, instance: Producer) -> None:
        """Give a new producer its address."""
        if not instance.slug:
            place = instance.commune.name if instance.commune else ""
            instance.slug = free_slug(Producer.objects.all(), instance.name, place)
