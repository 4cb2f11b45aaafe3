"""``/tiep-can/``: for whom the portal works, how that was tested, and what does not work yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.views.generic import TemplateView

LOOKED_AT_ON = dt.date(2026, 11, 26)
"""When the statement was last held against the pages; change it with the words."""


class AccessView(TemplateView):
    """The statement; the controls it explains are links, as at the head of every page."""

    template_name = "access.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the day it speaks of."""
        return super().get_context_data(looked_at_on=LOOKED_AT_ON, **kwargs)
