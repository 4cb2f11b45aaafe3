"""What keeps a sheet from being handed in, told by the largest place that is wholly empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scoring.councils.errors import SheetLack
from scoring.criteria.definitions import PartDefinition, SectionDefinition, SetDefinition
from scoring.templatetags.criteria import anchor, sentence_case


class Place(NamedTuple):
    """Where on the page something is to be put right (a fragment, or nothing), and what."""

    place: str
    words: str


def refusal_words(lacks: Sequence[SheetLack]) -> str:
    """The heading of the refusal."""
    missing = sum(bool(lack.code) for lack in lacks)
    return f"Chưa nộp được phiếu: còn {missing} tiêu chí" if missing else "Chưa lưu được phiếu"


def places_of(criteria: SetDefinition, lacks: Sequence[SheetLack]) -> list[Place]:
    """One line for a part nobody began, one for a section, else one for each criterion."""
    open_codes = {lack.code: lack for lack in lacks if lack.code}
    found = [Place("", lack.words) for lack in lacks if not lack.code]
    for part in criteria.parts:
        codes = [code for section in part.sections for code in _codes(section)]
        if len(codes) > 1 and all(code in open_codes for code in codes):
            found.append(Place(f"phan-{part.code}", f"Phần {part.code}: chưa bắt đầu"))
        else:
            found += _in_part(part, open_codes)
    return found


def _in_part(part: PartDefinition, open_codes: dict[str, SheetLack]) -> Iterator[Place]:
    for section in part.sections:
        codes = _codes(section)
        title = f"{section.number}. {sentence_case(section.title)}"
        if len(codes) > 1 and all(code in open_codes for code in codes):
            yield Place(anchor(codes[0]), f"{title}: chấm {len(codes)} tiêu chí")
        else:
            yield from (
                Place(anchor(code), open_codes[code].words) for code in codes if code in open_codes
            )


def _codes(section: SectionDefinition) -> list[str]:
    return [leaf.code for each in section.criteria for leaf in each.answerable]
