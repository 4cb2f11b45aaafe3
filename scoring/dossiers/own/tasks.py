"""The task list of a dossier: which page is whole, which lacks something, which is next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.dossiers.completeness import Lack, lacks_of
from scoring.dossiers.registration import sections_for
from scoring.models import Dossier

SUBJECT, SELF_ASSESSMENT, EVIDENCE = "san-pham", "tu-cham", "minh-chung"


@dataclass(frozen=True, slots=True)
class Task:
    """One page to fill: its address, and how many things it still lacks."""

    key: str
    title: str | Promise
    url: str
    lacks: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing on this page."""
        return not self.lacks


def address_of(dossier: Dossier, page: str) -> str:
    """Where a page of the dossier is; pages are those `Lack` names."""
    if page in (SUBJECT, SELF_ASSESSMENT, EVIDENCE):
        names = {
            SUBJECT: "scoring:dossier_subject",
            SELF_ASSESSMENT: "scoring:dossier_answers",
            EVIDENCE: "scoring:dossier_evidence",
        }
        return reverse(names[page], args=[dossier.pk])
    return reverse("scoring:dossier_section", args=[dossier.pk, page])


def tasks_of(dossier: Dossier, on: dt.date) -> tuple[list[Task], list[Lack]]:
    """Every page of the dossier in the order of the paper, and everything it lacks."""
    lacks = lacks_of(dossier, on)
    missing = Counter(lack.page for lack in lacks)
    pages: list[tuple[str, str | Promise]] = [
        (SUBJECT, _("Sản phẩm và phân nhóm")),
        *((section.key, section.title) for section in sections_for(dossier.kind)),
        (SELF_ASSESSMENT, _("Tự đánh giá theo tiêu chí")),
        (EVIDENCE, _("Minh chứng")),
    ]
    tasks = [Task(key, title, address_of(dossier, key), missing[key]) for key, title in pages]
    return tasks, lacks
