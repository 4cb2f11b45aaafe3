"""Rows that are the outcome of a dossier: found in the plan, differences asked about first.

A dossier the council concluded waits for a decision. When the decision comes as a list instead of
being issued here, the row that means the dossier gives it its number, and the dossier ends.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from scoring.decisions.drafting import Ground, grounds_of
from scoring.decisions.enums import Outcome, ReferralStatus
from scoring.decisions.issuing import public_scoring
from scoring.dossiers.enums import DossierStatus
from scoring.enums import Answer, Topic
from scoring.models import Conclusion, Dossier, MinistryReferral
from scoring.process.enums import ProcessLevel
from scoring.rating_import.acts import Closing
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.judgement import Judgement
from scoring.rating_import.likeness import product_key
from scoring.rating_import.places import FoundPlace, PlaceBook
from scoring.rating_import.questions import Difference, ask
from scoring.rating_import.register import KnownProduct
from scoring.rules import rounded


@dataclass(frozen=True, slots=True)
class WaitingDossier:
    """A concluded dossier and what its conclusion would give it."""

    row: Dossier
    ground: Ground
    concluded_on: dt.date

    @property
    def receipt(self) -> str:
        """How an officer names it."""
        return self.row.receipt_number or f"số {self.row.pk}"

    @property
    def outcome(self) -> str:
        """What its conclusion gives, in words."""
        if self.ground.outcome == Outcome.RECOGNISE:
            return f"{self.ground.stars} sao"
        return str(self.ground.outcome.label)

    @property
    def concluded(self) -> str:
        """The same, with who said so last."""
        by = "theo kết quả của Bộ" if self.ground.result else "hội đồng đã kết luận"
        return f"{by}: {self.outcome}"


@dataclass(slots=True)
class WaitingDossiers:
    """All dossiers that wait for a decision; a constant number of queries, one when there are none.

    ``is_closing`` says whether somebody imports in whose name a dossier can be ended; otherwise
    rows only say which dossier they match.
    """

    is_closing: bool = True
    by_product: dict[int, list[WaitingDossier]] = field(default_factory=lambda: defaultdict(list))
    by_producer: dict[int, list[WaitingDossier]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)

    def load(self) -> None:
        """Read them."""
        rows = list(_waiting())
        for level in {row.level for row in rows}:
            same = [row for row in rows if row.level == level]
            grounds = grounds_of(same, ProcessLevel(level))
            for row in same:
                ground = grounds[row.pk]
                self._keep(WaitingDossier(row, ground, _concluded_on(row, ground)))

    def _keep(self, found: WaitingDossier) -> None:
        if found.row.product_id:
            self.by_product[found.row.product_id].append(found)
        else:
            self.by_producer[found.row.producer_id].append(found)

    def reconcile(
        self, row: ParsedRow, place: FoundPlace, product: KnownProduct, said: Judgement,
        places: PlaceBook,
    ) -> None:  # fmt: skip
        """Let the row close the dossier it means; where the two differ, ask first."""
        found = self._meant(row, place, product, places)
        if found is None:
            return
        if not self.is_closing:
            row.warn(
                f"khớp hồ sơ {found.receipt} đang chờ quyết định; nhập ở trang quản trị để hồ sơ "
                "được ghi theo."
            )
            return
        differences = tuple(_differences(row, found))
        if differences and self._ask(found, differences, said) != Answer.DECISION:
            return
        scoring = {} if differences else public_scoring(found.row, found.ground.conclusion)
        said.act.closing = Closing(
            dossier=found.row.pk,
            receipt=found.receipt,
            outcome=found.concluded,
            number=row.decision.number,
            on=row.decided_on or found.concluded_on,
            stars=row.stars or found.ground.stars,
            group_id=found.row.group_id,
            scoring=dict(scoring),
        )

    def take(self, closing: Closing) -> None:
        """No other row means a dossier one has closed."""
        self.taken.add(closing.dossier)

    def _meant(
        self, row: ParsedRow, place: FoundPlace, product: KnownProduct, places: PlaceBook
    ) -> WaitingDossier | None:
        """The dossier of the very product, or of its name, producer and commune.

        A decision earlier than the conclusion is another one; so is one without number or day.
        """
        if not row.decision.number or row.decided_on is None:
            return None
        candidates = [
            *self.by_product.get(product.pk or 0, ()),
            *(
                each
                for each in self.by_producer.get(product.producer.pk or 0, ())
                if product_key(each.row.product_name) == product.key
                and places.may_be_near(place, each.row.commune_id, None)
            ),
        ]
        found = [
            each
            for each in candidates
            if each.row.pk not in self.taken and each.concluded_on <= row.decided_on
        ]
        return found[0] if len(found) == 1 else None

    def _ask(
        self, found: WaitingDossier, differences: tuple[Difference, ...], said: Judgement
    ) -> str | None:
        text = f"Khớp hồ sơ {found.receipt}, nhưng hội đồng kết luận khác tệp."
        return said.ask(
            ask(Topic.DOSSIER, text, Answer.DECISION, Answer.APART, differences=differences)
        )


def _waiting() -> Iterable[Dossier]:
    """Dossiers of the real register on which something was concluded, here or at the ministry."""
    concluded = Conclusion.objects.filter(item__dossier=OuterRef("pk"))
    returned = MinistryReferral.objects.filter(dossier=OuterRef("pk"), status=ReferralStatus.BELOW)
    rows = Dossier.objects.filter(status=DossierStatus.CONCLUDED, is_demo=False)
    rows = rows.filter(Q(Exists(concluded)) | Q(Exists(returned)))
    return rows.select_related("process__criteria_version", "criteria_set__version").order_by("pk")


def _concluded_on(row: Dossier, ground: Ground) -> dt.date:
    """The day from which a decision may be about the dossier."""
    if ground.result and ground.result.result_on:
        return ground.result.result_on
    return timezone.localdate(
        ground.conclusion.concluded_at if ground.conclusion else row.updated_at
    )


def _differences(row: ParsedRow, found: WaitingDossier) -> Iterable[Difference]:
    stars = found.ground.stars
    if row.stars is not None and row.stars != stars:
        yield Difference("hạng sao", found.outcome, f"{row.stars} sao")
    mean = _points_of(found.ground)
    if row.score is not None and mean is not None and not is_same_score(row.score, mean):
        written = rounded(mean, 2, up=False)
        yield Difference("điểm", _in_words(written), _in_words(row.score))


def _points_of(ground: Ground) -> Fraction | None:
    """The exact points a decision would rest on: the council's mean or the ministry's."""
    if ground.result is not None:
        return None if ground.result.score is None else Fraction(ground.result.score)
    return Fraction(ground.conclusion.total) if ground.conclusion else None


def is_same_score(written: Decimal, mean: Fraction) -> bool:
    """Whether ``written`` is ``mean`` with so many decimals, rounded either way."""
    exponent = written.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    exact = Decimal(mean.numerator) / Decimal(mean.denominator)
    unit = Decimal(1).scaleb(-places)
    ways = {exact.quantize(unit, way) for way in (ROUND_FLOOR, ROUND_HALF_UP)}
    return written in ways or written == rounded(mean, 1)


def _in_words(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")
