"""Groups of each criteria decision and which present sub-group an older one became."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from ocop_portal.shared.tally import Tally, keep
from products.models import GroupCrosswalk, ProductGroup

FIELDS = (
    "name",
    "short_name",
    "short_name_en",
    "branch",
    "slug",
    "set_number",
    "managing_agency",
    "illustration",
)


@transaction.atomic
def load_groups(directory: Path) -> list[Tally]:
    """Load every ``*.json`` of groups and ``crosswalk.csv`` from ``directory``.

    These rows are the law's: what differs from the files is put right. Loading twice changes
    nothing. Raises ``KeyError`` when a file names a parent or a sub-group that is not there.
    """
    groups, crosswalks = Tally("nhóm sản phẩm"), Tally("đối chiếu phân nhóm")
    for path in sorted(directory.glob("*.json")):
        _load_decision(json.loads(path.read_text(encoding="utf-8")), groups)
    _load_crosswalk(directory / "crosswalk.csv", crosswalks)
    return [groups, crosswalks]


def _load_decision(document: dict[str, Any], tally: Tally) -> None:
    decision = document["decision"]
    by_code: dict[str, ProductGroup | None] = {"": None}
    for position, entry in enumerate(document["groups"], start=1):
        values = {name: entry[name] for name in FIELDS}
        values |= {
            "parent_id": (parent := by_code[entry["parent"]]) and parent.pk,
            "is_current": document["is_current"],
            "position": position,
        }
        by_code[entry["code"]] = keep(
            ProductGroup.objects.all(), {"decision": decision, "code": entry["code"]}, values, tally
        )


def _load_crosswalk(path: Path, tally: Tally) -> None:
    by_code = {(group.decision, group.code): group for group in ProductGroup.objects.all()}
    current = {group.code: group for group in by_code.values() if group.is_current}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = {
                "older": by_code[row["older_decision"], row["older_code"]],
                "current": current[row["current_code"]],
            }
            keep(GroupCrosswalk.objects.all(), key, {"note": row["note"]}, tally)
