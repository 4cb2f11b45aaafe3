"""Acts that give, end or prolong a certification.

Nobody else assigns the stars, the period or the end of one. Each act is one transaction, holds the
product so that two officers never act on it at once, may be repeated without harm, and leaves its
trace in the audit trail. Days are passed in; nothing here reads the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pghistory
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import User
from products.enums import CertificationStatus, EndReason, Standing
from products.models import Certification, Product, ProductGroup
from products.rules import EXTENSION_DAYS, TERM_MONTHS, latest_extension, term_end

VALID = CertificationStatus.VALID


class CertificationError(Exception):
    """An act that cannot be; the message says why, in Vietnamese, for the officer."""


@dataclass(frozen=True, slots=True)
class NewAward:
    """Stars a decision gives a product for ``months`` months from ``decision_on``."""

    product: Product
    stars: int
    decision_number: str
    decision_on: dt.date
    issuing_body: str = ""
    level: str = ""
    score: Decimal | None = None
    group: ProductGroup | None = None
    months: int = TERM_MONTHS
    scoring: Mapping[str, Any] = field(default_factory=dict)
    source_url: str = ""
    source_note: str = ""

    def certification(self) -> Certification:
        """The certification of the whole term, not yet saved."""
        end = term_end(self.decision_on, self.months)
        return Certification(
            product=self.product,
            stars=self.stars,
            score=self.score,
            decision_number=self.decision_number,
            decision_on=self.decision_on,
            issuing_body=self.issuing_body,
            level=self.level,
            group=self.group,
            valid_during=DateRange(self.decision_on, end),
            expires_on=end,
            scoring=dict(self.scoring),
            source_url=self.source_url,
            source_note=self.source_note,
        )


def award_certification(*, by: User | None = None, **award: Any) -> Certification:
    """Grant one product its stars; see `award_certifications`, and `NewAward` for the keywords."""
    return award_certifications(awards=[NewAward(**award)], by=by)[0]


def award_certifications(
    *, awards: Sequence[NewAward], by: User | None = None
) -> list[Certification]:
    """Grant stars to products, at most once each (Article 4.3, 26/2026/QĐ-TTg).

    What was in force on the day of the decision is superseded; where a later award is on record
    already, the new one ends on the day that one began. The same decision for the same product
    again gives the certification there is. A constant number of queries however many. Raises
    `CertificationError` when that decision is on record with other stars or another score, or
    another decision began on the same day; then nothing is written.
    """
    products = [award.product for award in awards]
    with _holding(products, by):
        plan = _AwardPlan(products)
        for award in awards:
            plan.add(award)
        plan.write()
        for product in products:
            product.standing = Standing.RECOGNISED
        Product.objects.filter(pk__in=[product.pk for product in products]).update(
            standing=Standing.RECOGNISED
        )
        return plan.given


class _AwardPlan:
    """Awards to be saved, and those that give way to them."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.known: dict[int, list[Certification]] = {product.pk: [] for product in products}
        for each in Certification.objects.filter(product__in=products).order_by("pk"):
            self.known[each.product_id].append(each)
        self.given: list[Certification] = []
        self.made: list[Certification] = []
        self.replaced: list[tuple[Certification, Certification]] = []

    def add(self, new: NewAward) -> None:
        known = self.known[new.product.pk]
        same = next((each for each in known if _is_same_decision(each, new)), None)
        if same is not None:
            self.given.append(_unchanged(same, new.stars, new.score))
            return
        award, on = new.certification(), new.decision_on
        if later := _first_after(known, on, award.ends_on):
            _end(award, EndReason.SUPERSEDED, later.valid_during.lower)
            award.superseded_by = later
        previous = next((each for each in known if each.status(on) == VALID), None)
        if previous is not None:
            _refuse_same_day(previous, on)
            _end(previous, EndReason.SUPERSEDED, on)
            self.replaced.append((previous, award))
        known.append(award)
        self.given.append(award)
        self.made.append(award)

    def write(self) -> None:
        """First those that give way, so that no two periods of a product overlap."""
        now = timezone.now()
        ended = [previous for previous, _award in self.replaced]
        for previous in ended:
            previous.updated_at = now
        Certification.objects.bulk_update(
            ended, ["valid_during", "end_reason", "ended_on", "updated_at"]
        )
        Certification.objects.bulk_create(self.made)
        for previous, award in self.replaced:
            previous.superseded_by = award
        Certification.objects.bulk_update(ended, ["superseded_by"])


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
    with _holding([certification.product], by):
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
    with _holding([certification.product], by):
        certification.refresh_from_db()
        if (certification.extended_to, certification.extension_act) == (until, act):
            return certification
        _refuse_extension(certification, until)
        certification.valid_during = DateRange(certification.starts_on, until)
        certification.extended_to, certification.extension_act = until, act
        certification.save()
        return certification


@contextmanager
def _holding(products: Iterable[Product], by: User | None) -> Iterator[None]:
    """One transaction in which nobody else acts on these products; written down as ``by``'s.

    They are locked in one order, so that two such acts never wait for each other.
    """
    keys = [product.pk for product in products]
    with transaction.atomic():
        list(Product.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
        if by is None:
            yield
        else:
            with pghistory.context(user=by.pk):
                yield


def _is_same_decision(known: Certification, new: NewAward) -> bool:
    return (known.decision_number, known.decision_on) == (new.decision_number, new.decision_on)


def _first_after(
    known: Iterable[Certification], on: dt.date, end: dt.date | None
) -> Certification | None:
    """The first award that begins after ``on`` and before ``end``."""
    later = [each for each in known if each.starts_on and end and on < each.starts_on < end]
    return min(later, key=lambda each: each.valid_during.lower, default=None)


def _unchanged(known: Certification, stars: int, score: Decimal | None) -> Certification:
    if (known.stars, known.score) == (stars, score):
        return known
    raise CertificationError(
        f"Quyết định {known.decision_number} ngày {known.decision_on:%d/%m/%Y} đã ghi cho sản phẩm "
        f"này với {known.stars} sao, điểm {_points(known.score)}."
    )


def _points(score: Decimal | None) -> str:
    return "chưa rõ" if score is None else f"{score:.2f}".replace(".", ",")


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
    if later := _first_after(certification.product.certifications.all(), begun, until):
        raise CertificationError(
            f"Đã có chứng nhận mới từ ngày {later.starts_on:%d/%m/%Y}; kéo dài sẽ trùng thời gian."
        )


def _end(certification: Certification, reason: EndReason, on: dt.date) -> None:
    """Cut the period at ``on``, exclusive, and say why."""
    if certification.valid_during is not None:
        certification.valid_during = DateRange(certification.starts_on, on)
    certification.end_reason, certification.ended_on = reason, on
