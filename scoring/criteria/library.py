"""Where a set is found by the number of its decision and its own."""

from __future__ import annotations

from pathlib import Path

from scoring.criteria.definitions import SetDefinition
from scoring.criteria.documents import read_version

SUFFIX = "/QĐ-TTg"


class CriteriaUnknown(LookupError):
    """No such decision, or no such set in it; the message says which there are."""


def documents_in(directory: Path) -> list[Path]:
    """Return the documents of decisions; they are named by the decision's number."""
    return sorted(directory.glob("[0-9]*.json"))


def find_set(directory: Path, decision: str, number: int) -> SetDefinition:
    """Return a set of ``decision`` (``26/2026``, ``148``, ``1048``) from the documents.

    Raises ``CriteriaUnknown``.
    """
    documents = {path.stem.replace("-", "/"): path for path in documents_in(directory)}
    path = documents.get(decision.strip().removesuffix(SUFFIX))
    if path is None:
        raise CriteriaUnknown(
            f"Không có quyết định “{decision}”; chọn {', '.join(sorted(documents))}."
        )
    sets = {each.number: each for each in read_version(path).sets}
    if number not in sets:
        raise CriteriaUnknown(
            f"Quyết định {decision} không có bộ {number}; chọn từ {min(sets)} đến {max(sets)}."
        )
    return sets[number]
