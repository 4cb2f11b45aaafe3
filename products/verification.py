"""What the public code on a label is answered with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.models import Commune
from communes.today import units_of_the_day
from products.models import Certification, Product
from products.public_codes import Slip, in_groups, is_well_formed, normalise, slip_in

MOST_FORMER_NAMES = 3


class Answer(TextChoices):
    """What a code says; the first six are what a certification is on the day.

    The last is said of a demonstration's certificate, whatever it would be on the day.
    """

    VALID = "valid", _("Còn hạn")
    EXPIRED = "expired", _("Hết hạn")
    WITHDRAWN = "withdrawn", _("Bị thu hồi")
    SUPERSEDED = "superseded", _("Đã thay thế")
    UNDATED = "undated", _("Chưa rõ hạn")
    NOT_YET = "not_yet", _("Chưa có hiệu lực")
    UNKNOWN = "unknown", _("Không tìm thấy mã")
    MISTYPED = "mistyped", _("Mã chưa đúng")
    DEMO = "demo", _("Minh họa")


OF_REAL_LABELS = tuple(answer for answer in Answer if answer != Answer.DEMO)
"""Answers a shopper may meet; a demonstration's certificate is on no label."""

SAID = {
    Answer.VALID: _("Ngôi sao này có thật và đang có hiệu lực."),
    Answer.EXPIRED: _("Sản phẩm từng được công nhận. Ngôi sao không còn hiệu lực."),
    Answer.WITHDRAWN: _("Ngôi sao này không còn giá trị. Đừng dựa vào nó khi mua."),
    Answer.SUPERSEDED: _("Chứng nhận này có thật nhưng đã có chứng nhận mới hơn."),
    Answer.UNDATED: _("Chứng nhận này có trong sổ, nhưng sổ chưa có ngày để nói còn hạn hay hết."),
    Answer.NOT_YET: _("Chứng nhận này có thật nhưng chưa đến ngày có hiệu lực."),
    Answer.UNKNOWN: _("Chưa có chứng nhận nào mang mã này trong sổ."),
    Answer.MISTYPED: _("Mã gõ vào thiếu, thừa hoặc sai ký tự. Chưa kết luận gì về ngôi sao."),
    Answer.DEMO: _("Chứng nhận viết ra để trình diễn, không có thật. Sao này không có giá trị."),
}

OTHERWISE_CALLED = {"unknown": Answer.UNDATED}
"""Statuses of a certification that are not called as their answer is."""


@dataclass(frozen=True)
class Verification:
    """The answer about one code on one day, with what its page shows.

    ``former_names`` are those the product had before; a label may still bear one. ``place`` is
    the commune of today, ``recorded`` the one in the register where that is called otherwise.
    ``cancelled_on`` is the day a certification that had an unknown code was taken out again.
    ``acted`` is what a demonstration's code would be answered were it real.
    """

    code: str
    answer: Answer
    on: dt.date
    award: Certification | None = None
    slip: Slip | None = None
    cancelled_on: dt.date | None = None
    former_names: tuple[str, ...] = ()
    place: Commune | None = None
    recorded: Commune | None = None
    acted: Answer | None = None

    @property
    def printed(self) -> str:
        """The code as on a label; as it was typed when it is none."""
        return self.code if self.slip else in_groups(self.code)

    @property
    def said(self) -> str:
        """The answer in one sentence."""
        return str(SAID[self.answer])

    @property
    def end(self) -> dt.date | None:
        """First day no longer in force."""
        return (self.award.ends_on or self.award.expires_on) if self.award else None

    @property
    def is_prolonged(self) -> bool:
        """Whether the printed term is over and a paper keeps the certificate in force."""
        award = self.award
        return bool(
            award and award.extended_to and award.expires_on and award.expires_on <= self.on
        )

    @cached_property
    def months_left(self) -> int:
        """Whole months until the end; 0 when less than one is left or no end is known."""
        return _months_between(self.on, self.end) if self.end else 0

    @property
    def days_left(self) -> int:
        """Days until the end; 0 when no end is known."""
        return (self.end - self.on).days if self.end else 0


def verify(typed: str, on: dt.date) -> Verification:
    """Answer about the code somebody typed or scanned, as of the day ``on``.

    Whatever was typed has an answer. The row counts, published or not: a label in somebody's hand
    must be told the truth about.
    """
    code = normalise(typed)
    if slip := slip_in(code):
        return Verification(code, Answer.MISTYPED, on, slip=slip)
    award = (
        Certification.objects.select_related(
            "superseded_by",
            "product__commune__province",
            "product__producer__commune__province",
        )
        .filter(public_code=code)
        .first()
    )
    if award is None:
        return Verification(code, Answer.UNKNOWN, on, cancelled_on=_cancelled_on(code))
    status = award.status(on)
    told = OTHERWISE_CALLED.get(status) or Answer(status.value)
    is_demo = award.product.producer.is_demo
    recorded = award.product.commune or award.product.producer.commune
    place = units_of_the_day([recorded], on).get(recorded.pk) if recorded else None
    return Verification(
        code,
        Answer.DEMO if is_demo else told,
        on,
        award=award,
        acted=told if is_demo else None,
        former_names=_former_names(award.product),
        place=place or recorded,
        recorded=recorded if recorded and place and _differ(recorded, place) else None,
    )


def code_meant(typed: str) -> str | None:
    """Return the code somebody typed, in groups; none when it cannot be one."""
    code = normalise(typed)
    return in_groups(code) if is_well_formed(code) else None


def _differ(recorded: Commune, today: Commune) -> bool:
    """Whether a unit is called otherwise today; a merged one may have kept its name."""
    return recorded.full_name != today.full_name


def _former_names(product: Product) -> tuple[str, ...]:
    """Other names the product had, by the audit trail, the latest first."""
    events = Product.pgh_event_model.objects.filter(pgh_obj_id=product.pk)  # type: ignore[attr-defined]
    told = events.exclude(name=product.name).order_by("-pgh_id").values_list("name", flat=True)
    return tuple(dict.fromkeys(told[: MOST_FORMER_NAMES * 10]))[:MOST_FORMER_NAMES]


def _cancelled_on(code: str) -> dt.date | None:
    """The day the certification of this code was taken out of the register as a mistake."""
    told = Certification.pgh_event_model.objects.filter(public_code=code)  # type: ignore[attr-defined]
    last = told.order_by("-pgh_id").values_list("pgh_created_at", flat=True).first()
    return timezone.localdate(last) if last else None


def _months_between(start: dt.date, end: dt.date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)
