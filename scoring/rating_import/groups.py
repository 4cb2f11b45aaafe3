"""The group a row names, as the decision of its day has it and as it is called today."""

from __future__ import annotations

import re
from collections import defaultdict

from ocop_portal.shared.text import fold
from products.models import GroupCrosswalk, ProductGroup
from scoring.rating_import.acts import Act
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.law_check import law_of

NOT_WORD = re.compile(r"[^a-z0-9]+")
LEAD = re.compile(r"^(?:(?:phan )?nhom|nganh(?: hang)?|san pham|bo san pham)\s+")


class Groups:
    """Groups of all decisions by their names and codes; loaded when a row first names one."""

    def __init__(self) -> None:
        self._by_name: dict[str, dict[str, int]] | None = None
        self._current: dict[int, int | None] = {}

    def place(self, row: ParsedRow, act: Act) -> None:
        """Note the group of the award, and that of a new product; an unknown name says nothing."""
        if not row.group:
            return
        name = group_key(row.group)
        law = law_of(row)
        known = self._load()
        then = known[law.decision].get(name) if law else None
        today = known["now"].get(name)
        if today is None and then is not None:
            today = self._current.get(then)
        if act.award is not None:
            act.group_id = then
        if act.product.pk is None and act.product.group_id is None:
            act.product.group_id = today
        if then is None and today is None:
            row.warn(f"chưa có nhóm “{row.group}” trong danh mục; nhóm để trống.")

    def _load(self) -> dict[str, dict[str, int]]:
        if self._by_name is None:
            self._by_name = defaultdict(dict)
            for group in ProductGroup.objects.order_by("parent_id", "position", "pk"):
                for name in (group.name, group.short_name, group.code):
                    self._by_name[group.decision].setdefault(group_key(name), group.pk)
                    if group.is_current:
                        self._by_name["now"].setdefault(group_key(name), group.pk)
            self._load_crosswalk()
        return self._by_name

    def _load_crosswalk(self) -> None:
        """An older sub-group has a present one only where it leads to a single one."""
        for older, current in GroupCrosswalk.objects.values_list("older_id", "current_id"):
            self._current[older] = current if older not in self._current else None


def group_key(name: str) -> str:
    """A name without accents and the words that announce it."""
    return LEAD.sub("", NOT_WORD.sub(" ", fold(name)).strip())
