"""The parts of a sheet's page that follow from its answers, drawn once for each state of them.

What a member opens is as a rule what the last small request worked out already. The note, the
producer's own points and the proofs of each criterion stand in the kept text as marks: they are
put in for each page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.parts import escaped
from scoring.councils.sheet_beside import Beside
from scoring.councils.sheet_page import ENDS, OPENS, SheetPage
from scoring.templatetags.criteria import anchor

_kept: Fragments[Drawn] = Fragments(most=60)  # about 150 KB each


@dataclass(frozen=True, slots=True)
class Drawn:
    """The criteria cut at their marks, and all that is told of the answers as a whole."""

    nav: SafeString
    criteria: list[str]
    rejections: SafeString
    tally: SafeString
    bar: SafeString

    def filled(self, notes: Mapping[str, str], beside: Beside) -> SafeString:
        """The criteria with what was said of each by this member and by the producer."""
        said = {"note": notes, "own": beside.own, "proofs": beside.proofs}
        pieces = list(self.criteria)
        for place in range(1, len(pieces), 2):  # text and marks take turns
            name, _, code = pieces[place].partition(" ")
            pieces[place] = escaped(said[name].get(code, ""))
        return mark_safe("".join(pieces))


def drawn(page: SheetPage) -> Drawn:
    """The parts of this page, kept under its set, its answers and the session's regulation."""
    key = (
        page.item.dossier.criteria_set_id,
        page.item.session.regulation.rules(),
        tuple(page.answers.answers.items()),
        page.answers.gates,
    )
    return _kept.get("published", key, lambda: _draw(page))  # a published set never changes


def _draw(page: SheetPage) -> Drawn:
    parts = "\n".join(
        _template("admin/scoring/session/_sheet_part.html", part=part) for part in page.parts
    )
    return Drawn(
        _template("admin/scoring/session/_sheet_parts.html", parts=page.parts),
        re.split(f"{OPENS}(.*?){ENDS}", parts),
        _template("admin/scoring/session/_sheet_rejections.html", gates=page.rejections),
        _template("admin/scoring/session/_sheet_tally.html", page=page),
        _template("admin/scoring/session/_sheet_bar.html", page=page),
    )


def pieces_of(page: SheetPage) -> list[tuple[str, SafeString]]:
    """What changes on the page with an answer, each under the id it has there."""
    found = drawn(page)
    pieces = [("ba-phan", found.nav), ("tong", found.tally), ("thanh-tong", found.bar)]
    for part in page.parts:
        for place, shown in enumerate(part.sections, start=1):
            words = _template("admin/scoring/session/_sheet_section_count.html", shown=shown)
            pieces.append((f"muc-{part.code}-{place}", words))
    for question in page.leaves():
        if question.has_minimums:
            words = mark_safe(render_to_string("scoring/_marks.html", {"marks": question.marks}))
            pieces.append((f"{anchor(question.criterion.code)}-m", words))
    return pieces


def _template(name: str, **context: object) -> SafeString:
    return mark_safe(render_to_string(name, context))
