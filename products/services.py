"""Acts that give, end or prolong a certification.

Nobody else assigns the stars, the period or the end of one. Each act is one transaction, holds the
product so that two officers never act on it at once, may be repeated without harm, and leaves its
trace in the audit trail. Days are passed in; nothing here reads the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pghistory
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from products.enums import EndReason, Standing
from products.models import Certification, Product, ProductGroup
from products.rules import EXTENSION_DAYS, TERM_MONTHS, latest_extension, term_end


class CertificationError(Exception):
    """An act that cannot be; the message says why, in Vietnamese, for the officer."""


def award_certification(
    *,
    product: Product,
    stars: int,
    decision_number: str,
    decision_on: dt.date,
    issuing_body: str = "",
    level: str = "",
    score: Decimal | None = None,
    group: ProductGroup | None = None,
    months: int = TERM_MONTHS,
    source_url: str = "",
    source_note: str = "",
    by: User | None = None,
) -> Certification:
    """Grant ``stars`` for ``months`` months from ``decision_on`` (Article 4.3, 26/2026/QĐ-TTg).

    What was in force on that day is superseded; where a later award is on record already, the new
    one ends on the day that one began. The same decision for the same product again gives the
    certification there is. Raises `CertificationError` when that decision is on record with other
    stars or another score, or another decision began on the same day.
    """
    with _holding(product, by):
        known = _same_decision(product, decision_number, decision_on)
        if known is not None:
            return _unchanged(known, stars, score)
        end = term_end(decision_on, months)
        award = Certification(
            product=product,
            stars=stars,
            score=score,
            decision_number=decision_number,
            decision_on=decision_on,
            issuing_body=issuing_body,
            level=level,
            group=group,
            valid_during=DateRange(decision_on, end),
            expires_on=end,
            source_url=source_url,
            source_note=source_note,
        )
        _take_place(award, decision_on, end)
        product.standing = Standing.RECOGNISED
        Product.objects.filter(pk=product.pk).update(standing=product.standing)
        return award


def withdraw_certification(
    *,
    certification: Certification,
    on: dt.date,
    act: str,
    reason: str,
    by: User | None = None,
) -> Certification:
    """End ``certification`` from the day ``on`` by the decision ``act``.

    Article 8 of 26/2026/QĐ-TTg. Repeating the same withdrawal changes nothing. Raises
    `CertificationError` without act or reason, or when the certification had ended by ``on`` or
    had not begun.
    """
    if not act.strip() or not reason.strip():
        raise CertificationError("Ghi số văn bản và lý do thu hồi.")
    with _holding(certification.product, by):
        certification.refresh_from_db()
        if certification.end_reason == EndReason.WITHDRAWN:
            if (certification.ended_on, certification.end_act) == (on, act):
                return certification
            raise CertificationError(
                f"Chứng nhận đã bị thu hồi theo {certification.end_act} "
                f"từ ngày {certification.ended_on:%d/%m/%Y}."
            )
        _refuse_outside(certification, on)
        _end(certification, EndReason.WITHDRAWN, on)
        certification.end_act, certification.end_note = act, reason
        certification.save()
        return certification


def extend_certification(
    *, certification: Certification, until: dt.date, act: str, by: User | None = None
) -> Certification:
    """Keep ``certification`` in force until, not including, ``until``: re-evaluation is pending.

    At most 180 days past its printed end (Article 12, 26/2026/QĐ-TTg). Repeating changes nothing.
    Raises `CertificationError` when it ended early, its term is not known, ``until`` is no later
    than its end or too late, or another certification begins before.
    """
    if not act.strip():
        raise CertificationError("Ghi số văn bản kéo dài.")
    with _holding(certification.product, by):
        certification.refresh_from_db()
        if (certification.extended_to, certification.extension_act) == (until, act):
            return certification
        _refuse_extension(certification, until)
        certification.valid_during = DateRange(certification.starts_on, until)
        certification.extended_to, certification.extension_act = until, act
        certification.save()
        return certification


@contextmanager
def _holding(product: Product, by: User | None) -> Iterator[None]:
    """One transaction in which nobody else acts on ``product``; written down as ``by``'s."""
    with transaction.atomic():
        Product.objects.select_for_update().get(pk=product.pk)
        if by is None:
            yield
        else:
            with pghistory.context(user=by.pk):
                yield


def _take_place(award: Certification, on: dt.date, end: dt.date) -> None:
    """Save ``award``, ended by the one after it and ending the one in force on its first day."""
    product = award.product
    if later := _next_after(product, on, end):
        _end(award, EndReason.SUPERSEDED, later.valid_during.lower)
        award.superseded_by = later
    previous = product.certifications.filter(valid_during__contains=on).first()
    if previous is None:
        award.save()
        return
    _refuse_same_day(previous, on)
    _end(previous, EndReason.SUPERSEDED, on)
    previous.save()
    award.save()
    previous.superseded_by = award
    previous.save(update_fields=["superseded_by", "updated_at"])


def _same_decision(product: Product, number: str, on: dt.date) -> Certification | None:
    return product.certifications.filter(decision_number=number, decision_on=on).first()


def _unchanged(known: Certification, stars: int, score: Decimal | None) -> Certification:
    if (known.stars, known.score) == (stars, score):
        return known
    raise CertificationError(
        f"Quyết định {known.decision_number} ngày {known.decision_on:%d/%m/%Y} đã ghi cho sản phẩm "
        f"này với {known.stars} sao, điểm {_points(known.score)}."
    )


def _points(score: Decimal | None) -> str:
    return "chưa rõ" if score is None else f"{score:.2f}".replace(".", ",")


def _next_after(product: Product, on: dt.date, end: dt.date) -> Certification | None:
    """The first award that begins after ``on`` and before ``end``."""
    later = product.certifications.filter(
        valid_during__startswith__gt=on, valid_during__startswith__lt=end
    )
    return later.order_by("valid_during").first()


def _refuse_same_day(previous: Certification, on: dt.date) -> None:
    if previous.starts_on == on:
        raise CertificationError(
            f"Sản phẩm đã có quyết định {previous.decision_number or 'khác'} từ cùng ngày "
            f"{on:%d/%m/%Y}."
        )


def _refuse_outside(certification: Certification, on: dt.date) -> None:
    if certification.end_reason == EndReason.SUPERSEDED:
        raise CertificationError("Chứng nhận này đã được thay thế; chỉ thu hồi được bản đang dùng.")
    if certification.starts_on and on <= certification.starts_on:
        raise CertificationError(
            f"Ngày thu hồi phải sau ngày công nhận {certification.starts_on:%d/%m/%Y}."
        )
    end = certification.ends_on or certification.expires_on
    if end and end <= on:
        raise CertificationError(f"Chứng nhận đã hết hạn từ {end:%d/%m/%Y}, không còn để thu hồi.")


def _refuse_extension(certification: Certification, until: dt.date) -> None:
    expires_on = certification.expires_on
    if certification.end_reason:
        raise CertificationError("Chứng nhận đã được thay thế hoặc thu hồi, không kéo dài được.")
    if certification.valid_during is None or expires_on is None:
        raise CertificationError("Chưa rõ thời hạn của chứng nhận nên không kéo dài được.")
    if until <= expires_on:
        raise CertificationError(f"Ngày kéo dài phải sau hạn {expires_on:%d/%m/%Y}.")
    if until > latest_extension(expires_on):
        raise CertificationError(
            f"Chỉ kéo dài được {EXTENSION_DAYS} ngày, tức là đến "
            f"{latest_extension(expires_on):%d/%m/%Y}."
        )
    begun = certification.valid_during.lower
    if later := _next_after(certification.product, begun, until):
        raise CertificationError(
            f"Đã có chứng nhận mới từ ngày {later.starts_on:%d/%m/%Y}; kéo dài sẽ trùng thời gian."
        )


def _end(certification: Certification, reason: EndReason, on: dt.date) -> None:
    """Cut the period at ``on``, exclusive, and say why."""
    if certification.valid_during is not None:
        certification.valid_during = DateRange(certification.starts_on, on)
    certification.end_reason, certification.ended_on = reason, on
