"""Answers in an address: ``?1.1=2&8=a:2&loai=2.1``, read with care and written the same way.

A criterion goes by its code, an option by its word (``scoring.questions.tokens_of``), a gate
found tripped by ``loai``. Nothing else is read, so that an address with a tracker's words behind
it still opens; what looks like an answer and is none is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from scoring.criteria.definitions import SetDefinition
from scoring.questions import tokens_of
from scoring.rules import Answer, Sheet

GATES = "loai"
FROM_SELF_ASSESSMENT = "tu-danh-gia"
"""The parameter with which a dossier is begun from the answers of an address."""
LOOKS_LIKE_A_CODE = re.compile(r"\d{1,2}(\.\w{1,2}){0,2}")
LONGEST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TypedAnswers:
    """What an address says: the words chosen, the gates declared, what could not be read."""

    chosen: Mapping[str, str]
    sheet: Sheet
    problems: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.chosen and not self.sheet.gates

    @property
    def query(self) -> str:
        """The same answers as an address writes them, in the order printed."""
        pairs = [*self.chosen.items(), *((GATES, code) for code in sorted(self.sheet.gates))]
        return urlencode(pairs, safe=":")


def read_answers(criteria: SetDefinition, typed: QueryDict) -> TypedAnswers:
    """Read what fits ``criteria``; the rest is left out and told in words."""
    problems: list[str] = []
    chosen: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    for code, criterion in criteria.answerable.items():
        word = typed.get(code, "")
        option = tokens_of(criterion).get(word)
        if option is not None:
            chosen[code] = word
            answers[code] = Answer(option.points, option.case)
        elif word:
            problems.append(
                _("Tiêu chí %(code)s: “%(word)s” không phải là phương án. Chọn lại tiêu chí này.")
                % {"code": code, "word": word[:LONGEST_SHOWN]}
            )
    gates = frozenset(typed.getlist(GATES))
    problems += _strangers(criteria, typed, gates)
    return TypedAnswers(chosen, Sheet(answers, gates & criteria.gates.keys()), tuple(problems))


def _strangers(criteria: SetDefinition, typed: QueryDict, gates: frozenset[str]) -> Iterator[str]:
    codes = [name for name in typed if LOOKS_LIKE_A_CODE.fullmatch(name)]
    unknown = [code for code in codes if code not in criteria.answerable]
    unknown += sorted(gates - criteria.gates.keys())
    if unknown:
        yield _("Bỏ qua %(codes)s: không có trong bộ tiêu chí này.") % {
            "codes": ", ".join(code[:LONGEST_SHOWN] for code in unknown[:5])
        }


def read_link(text: str) -> tuple[str, int, QueryDict] | None:
    """Take apart ``26-2026/6?1.1=2``, the self-assessment a dossier begins from; none if it is not.

    The parts are the decision, the number of the set and the answers still to be read.
    """
    found = re.fullmatch(r"([\w-]{1,30})/(\d{1,2})\?(.{0,2000})", text)
    return (found[1], int(found[2]), QueryDict(found[3])) if found else None


def write_link(version: str, number: int, answers: TypedAnswers) -> str:
    """Return what ``read_link`` reads."""
    return f"{version}/{number}?{answers.query}"
