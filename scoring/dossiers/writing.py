"""What a producer, or the officer who enters for one, does while the dossier is with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import acts_for
from communes.models import Commune
from producers.models import Producer
from products.models import Product, ProductGroup
from scoring.criteria.enums import CriterionKind
from scoring.criteria.storage import newest_set
from scoring.dossiers.enums import WITH_THE_PRODUCER, DossierAct
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.moving import holding
from scoring.dossiers.registration import fields_for
from scoring.models import (
    AssessmentProcess,
    CriteriaSet,
    Criterion,
    Dossier,
    DossierAnswer,
    DossierMove,
)
from scoring.permissions import may_write
from scoring.process.enums import AssessmentKind, ProcessLevel
from scoring.process.storage import definition_of, governing, processes_in_full
from scoring.rules import Sheet


@transaction.atomic
def open_dossier(
    *,
    kind: AssessmentKind,
    producer: Producer,
    commune: Commune,
    product_name: str,
    by: User,
    on: dt.date,
    group: ProductGroup | None = None,
    product: Product | None = None,
    previous: Dossier | None = None,
    consent_note: str = "",
    consent_on: dt.date | None = None,
    is_demo: bool = False,
) -> Dossier:
    """Begin a dossier as a draft under the process of the day ``on``.

    ``consent_note`` and ``consent_on`` make it one that an officer enters for a producer. One of a
    demonstration's producer is a demonstration, whoever begins it. Raises
    ``ActRefused`` when the product has a dossier that has not ended, or a renewal names no product.
    """
    if kind != AssessmentKind.FIRST and product is None:
        raise ActRefused("Chọn sản phẩm đã được công nhận để nâng hạng hoặc đánh giá lại.")
    process = governing(on, kind).row
    dossier = Dossier(
        kind=kind,
        producer=producer,
        commune=commune,
        product=product,
        product_name=product_name.strip(),
        group=group,
        criteria_set=set_for(process, group),
        process=process,
        level=first_level(process),
        registration=registration_of(producer),
        previous=previous,
        created_by=by,
        is_entered_by_office=bool(consent_note),
        consent_note=consent_note,
        consent_on=consent_on,
        is_demo=is_demo or producer.is_demo,
    )
    _begin(dossier, by, on)
    return dossier


@transaction.atomic
def open_from_previous(
    *,
    previous: Dossier,
    kind: AssessmentKind,
    by: User,
    on: dt.date,
    commune: Commune | None = None,
    consent_note: str = "",
    consent_on: dt.date | None = None,
) -> Dossier:
    """Begin a renewal, an upgrade, or a dossier under a later law, from an earlier dossier.

    What was written, the answers of criteria that are still there and the proofs are taken over;
    the product must have been recognised for anything but a first assessment. Whoever is not of
    the producer needs its consent anew: raises ``ActRefused`` without.
    """
    if not consent_note and not acts_for(by, previous.producer_id):
        raise ActRefused(
            "Nhập thay cần ghi sự đồng ý cho từng hồ sơ: lập ở khu quản trị, mục Hồ sơ."
        )
    dossier = open_dossier(
        kind=kind,
        producer=previous.producer,
        commune=commune or previous.commune,
        product_name=previous.product_name,
        group=previous.group,
        product=previous.product,
        previous=previous,
        consent_note=consent_note,
        consent_on=consent_on,
        by=by,
        on=on,
        is_demo=previous.is_demo,
    )
    known = {field.key for _section, field in fields_for(kind)}
    kept = {key: value for key, value in previous.registration.items() if key in known}
    dossier.registration = {**dossier.registration, **kept}
    dossier.save(update_fields=["registration", "updated_at"])
    _copy_answers(previous, dossier)
    return dossier


def _copy_answers(source: Dossier, target: Dossier) -> None:
    """Points only within the same set; of another set the notes alone, by the criterion's code."""
    if target.criteria_set is None:
        return
    by_code = {each.code: each for each in target.criteria_set.criteria.all()}
    is_same = source.criteria_set_id == target.criteria_set_id
    rows = source.answers.select_related("criterion")
    DossierAnswer.objects.bulk_create(
        DossierAnswer(
            dossier=target,
            criterion=by_code[row.criterion.code],
            points=row.points if is_same else None,
            case=row.case if is_same else "",
            note=row.note,
        )
        for row in rows
        if row.criterion.code in by_code
    )
    if is_same:
        target.cases, target.gates = source.cases, source.gates
        target.save(update_fields=["cases", "gates"])


def _begin(dossier: Dossier, by: User, on: dt.date) -> None:
    try:
        with transaction.atomic(), pghistory.context(user=by.pk):
            dossier.save()
    except IntegrityError as error:
        if "dossier_one_open_per_product" in str(error):
            raise ActRefused("Sản phẩm này đang có một hồ sơ chưa kết thúc.") from error
        raise
    DossierMove.objects.create(
        dossier=dossier,
        act=DossierAct.OPEN,
        to_status=dossier.status,
        to_level=dossier.level,
        by=by,
        on=on,
    )


def set_for(process: AssessmentProcess, group: ProductGroup | None) -> CriteriaSet | None:
    """The usable set of the process's criteria for a sub-group; none where there is none yet."""
    if group is None or group.set_number is None:
        return None
    return newest_set(process.criteria_version, group.set_number)


def first_level(process: AssessmentProcess) -> ProcessLevel:
    """The office a dossier is handed in to."""
    whole = definition_of(processes_in_full().get(pk=process.pk))
    return whole.steps[0].level


def registration_of(producer: Producer) -> dict[str, Any]:
    """What the register knows already of the fields of Mẫu số 01 and 02."""
    known = {
        "unit_name": producer.name,
        "representative": producer.representative,
        "position": producer.representative_title,
        "address": producer.address,
        "phone": producer.phone,
        "email": producer.email,
        "organisation": producer.get_kind_display(),
        "registration_number": producer.registration_number,
        "registered_on": producer.registered_on.isoformat() if producer.registered_on else "",
    }
    return {key: str(value) for key, value in known.items() if value}


def choose_subject(
    *, dossier: Dossier, product_name: str, group: ProductGroup | None, by: User
) -> None:
    """Name the product and its sub-group; another set of criteria drops answers that do not fit.

    Notes and proof stay: only the points of criteria the new set does not have go.
    """
    with writing(dossier, by):
        dossier.product_name, dossier.group = product_name.strip(), group
        chosen = set_for(dossier.process, group)
        if chosen != dossier.criteria_set:
            dossier.criteria_set = chosen
            dossier.cases, dossier.gates = {}, []
            dossier.answers.exclude(criterion__criteria_set=chosen).delete()
        dossier.save()


def save_registration(*, dossier: Dossier, values: Mapping[str, Any], by: User) -> None:
    """Keep what was typed, as far as it goes; unknown fields are refused by ``ValueError``."""
    known = {field.key for _section, field in fields_for(dossier.kind)}
    if unknown := values.keys() - known:
        raise ValueError(f"Không có ô {', '.join(sorted(unknown))}.")
    with writing(dossier, by):
        dossier.registration = {**dossier.registration, **values}
        dossier.save(update_fields=["registration", "updated_at"])


def save_answer(
    *,
    dossier: Dossier,
    criterion: Criterion,
    points: Decimal | None,
    by: User,
    case: str = "",
    note: str = "",
) -> DossierAnswer:
    """Keep the producer's own points for one criterion; ``None`` takes them back.

    Raises ``ActRefused`` for a criterion of another set, or points that are no option of it.
    """
    if criterion.criteria_set_id != dossier.criteria_set_id:
        raise ActRefused("Tiêu chí này không thuộc bộ tiêu chí của hồ sơ.")
    if points is not None and not _is_option(criterion, points, case):
        raise ActRefused(f"Tiêu chí {criterion.code}: {points} điểm không phải là phương án.")
    with writing(dossier, by):
        answer, _made = DossierAnswer.objects.update_or_create(
            dossier=dossier,
            criterion=criterion,
            defaults={"points": points, "case": case, "note": note.strip()},
        )
        Dossier.objects.filter(pk=dossier.pk).update(updated_at=timezone.now())
        return answer


def save_answers(
    *,
    dossier: Dossier,
    sheet: Sheet,
    notes: Mapping[str, str],
    by: User,
) -> None:
    """Keep a whole self-assessment as it stands: points, cases, gates and notes by criterion.

    What ``sheet`` does not answer is taken back; notes of criteria not named stay. Raises
    ``ActRefused`` for a criterion of another set or points that are no option of it.
    """
    with writing(dossier, by):
        criteria = _answerable(dossier)
        problems = [code for code in sheet.answers if code not in criteria]
        if problems:
            raise ActRefused(f"Tiêu chí {', '.join(problems)} không thuộc bộ tiêu chí của hồ sơ.")
        kept = {row.criterion.code: row for row in dossier.answers.select_related("criterion")}
        rows = []
        for code, criterion in criteria.items():
            answer = sheet.answers.get(code)
            before = kept.get(code)
            note = notes.get(code, before.note if before else "").strip()
            if answer is None and not note and before is None:
                continue
            row = before or DossierAnswer(dossier=dossier, criterion=criterion)
            row.points = answer.points if answer else None
            row.case = answer.case if answer else ""
            row.note = note
            rows.append(row)
        DossierAnswer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["dossier", "criterion"],
            update_fields=["points", "case", "note"],
        )
        dossier.gates = sorted(sheet.gates)
        dossier.save(update_fields=["gates", "updated_at"])


def _answerable(dossier: Dossier) -> dict[str, Criterion]:
    """The criteria of the dossier's set that take an answer, by code."""
    if dossier.criteria_set is None:
        return {}
    rows = dossier.criteria_set.criteria.exclude(kind=CriterionKind.GROUP)
    return {row.code: row for row in rows}


def _is_option(criterion: Criterion, points: Decimal, case: str) -> bool:
    options = criterion.options.filter(points=points)
    return (options.filter(case=case) if case else options).exists()


@contextmanager
def writing(dossier: Dossier, by: User) -> Iterator[Dossier]:
    """Hold the dossier for its writer; refuse once it was handed in."""
    with holding(dossier, by) as held:
        if held.status not in WITH_THE_PRODUCER:
            raise ActRefused("Hồ sơ đã nộp, không sửa được. Đợi cơ quan yêu cầu bổ sung.")
        if not may_write(by, held):
            raise NotYours("Bạn không được sửa hồ sơ này.")
        yield held
