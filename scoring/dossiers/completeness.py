"""What still keeps a dossier from being handed in: shown beside the form, and asked at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.criteria.definitions import SetDefinition
from scoring.criteria.storage import definition_of, sets_in_full
from scoring.dossiers.registration import missing_fields
from scoring.dossiers.snapshots import content_of, sheet_of
from scoring.models import Dossier, EvidenceFile
from scoring.rules import problems_of
from scoring.templatetags.criteria import sentence_case

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to put right: the page it is on, the field or criterion there, what to do."""

    page: str
    code: str
    words: Words


def lacks_of(dossier: Dossier, on: dt.date) -> list[Lack]:
    """Everything that keeps ``dossier`` from being handed in on the day ``on``."""
    return [*_subject_lacks(dossier), *_registration_lacks(dossier), *_content_lacks(dossier, on)]


def _subject_lacks(dossier: Dossier) -> Iterator[Lack]:
    if not dossier.product_name.strip():
        yield Lack("san-pham", "product_name", _("Ghi tên sản phẩm."))
    if dossier.group is None:
        yield Lack("san-pham", "group", _("Chọn phân nhóm sản phẩm."))
    elif dossier.criteria_set is None:
        yield Lack("san-pham", "group", _("Phân nhóm này chưa có bộ tiêu chí dùng để chấm."))


def _registration_lacks(dossier: Dossier) -> Iterator[Lack]:
    for section, field in missing_fields(dossier.kind, dossier.registration):
        yield Lack(section.key, field.key, _("%(field)s: chưa điền.") % {"field": field.label})


def _content_lacks(dossier: Dossier, on: dt.date) -> Iterator[Lack]:
    if dossier.criteria_set is None:
        return
    criteria = definition_of(sets_in_full().get(pk=dossier.criteria_set.pk))
    yield from answer_lacks(dossier, criteria)
    yield from _evidence_lacks(dossier, on)


def _evidence_lacks(dossier: Dossier, on: dt.date) -> Iterator[Lack]:
    """A proof is somewhere: a file, or where the paper is kept; and it is still good."""
    kept = dossier.evidence.filter(removed_at__isnull=True)
    files = EvidenceFile.objects.filter(evidence=OuterRef("pk"), removed_at__isnull=True)
    for each in kept.filter(~Exists(files), reference=""):
        words = _("%(title)s: tải tệp lên hoặc ghi nơi tra cứu.")
        yield Lack("minh-chung", str(each.pk), words % {"title": each.title})
    for each in kept.filter(valid_to__lt=on):
        words = _("%(title)s đã hết giá trị từ %(day)s; thay giấy còn giá trị.")
        said = {"title": each.title, "day": f"{each.valid_to:%d/%m/%Y}"}
        yield Lack("minh-chung", str(each.pk), words % said)


def answer_lacks(dossier: Dossier, criteria: SetDefinition) -> Iterator[Lack]:
    """Criteria not answered, and answers that do not fit the set."""
    sheet = sheet_of(content_of(dossier))
    for code, criterion in criteria.answerable.items():
        if code not in sheet.answers:
            words = _("Tiêu chí %(code)s (%(title)s): chưa tự chấm.")
            said = {"code": code, "title": sentence_case(criterion.title)}
            yield Lack("tu-cham", code, words % said)
    for problem in problems_of(criteria, [sheet], partial=True):
        yield Lack("tu-cham", "", problem)
