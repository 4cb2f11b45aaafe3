"""What the office's pages of a decision show: its lines, and what issuing it will do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from products.models import Certification
from scoring.decisions.drafting import last_words, reaches_next_level
from scoring.decisions.enums import DecisionStatus, Outcome
from scoring.decisions.issuing import score_of, shown_score
from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.letters import addresses_of
from scoring.models import Conclusion, Decision, DecisionItem, Dossier, MinistryReferral
from scoring.process.definitions import StepDefinition
from scoring.process.enums import ProcessLevel
from scoring.process.rules import step_at
from scoring.process.storage import definitions_of


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier in a decision."""

    item: DecisionItem
    may_go_up: bool
    """Whether the office may choose to send it up although its stars are this level's."""
    problem: str
    """Why a draft with this dossier in it cannot be issued now; empty when it can."""

    @property
    def dossier(self) -> Dossier:
        """The dossier."""
        return self.item.dossier

    @property
    def conclusion(self) -> Conclusion | None:
        """The council's conclusion; none where the ministry's result decides."""
        return self.item.conclusion

    @property
    def score(self) -> Decimal | None:
        """Points with two decimals, as they will stand in the register."""
        return score_of(self.item)

    @property
    def is_chosen(self) -> bool:
        """Whether it goes up although its stars are this level's: it was chosen so."""
        return self.may_go_up and self.item.outcome == Outcome.SEND_UP

    @property
    def address(self) -> str:
        """Where anybody may check the certification; empty before there is one."""
        award = self.item.certification
        return reverse("products:verified", args=[award.public_code]) if award else ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What issuing a draft will do."""

    stars: list[tuple[int, int]]
    """Stars and how many certifications of them, the most stars first."""
    new_products: int
    known_products: int
    replaced: list[Certification]
    """Certifications whose term runs on; they end the day the new one begins."""
    sent_up: int
    not_recognised: int
    letters: int
    silent: list[str]
    """Producers nobody of whom has an account with an address."""
    months: list[int]

    @property
    def certifications(self) -> int:
        """How many certifications will be given."""
        return sum(many for _stars, many in self.stars)


def lines_of(decision: Decision) -> list[Line]:
    """The dossiers of a decision in its order; a constant number of queries."""
    items = decision.items.select_related(
        "dossier__producer",
        "dossier__commune",
        "dossier__group",
        "dossier__process",
        "dossier__product",
        "conclusion__item__session",
        "result",
        "certification",
    )
    rows = list(items)
    definitions = definitions_of({item.dossier.process_id for item in rows})
    level = ProcessLevel(decision.level)
    is_draft = decision.status == DecisionStatus.DRAFT
    return [
        Line(
            item,
            _may_choose(item, step_at(definitions[item.dossier.process_id].steps, level)),
            _problem(item.dossier) if is_draft else "",
        )
        for item in rows
    ]


def _may_choose(item: DecisionItem, step: StepDefinition) -> bool:
    """Enough points to go up, and stars that this level could award itself."""
    if item.conclusion is None or not reaches_next_level(item.conclusion, step):
        return False
    return item.conclusion.stars <= max(step.awards, default=0)


def _problem(dossier: Dossier) -> str:
    if dossier.status == DossierStatus.CONCLUDED:
        return ""
    return f"Hồ sơ {dossier.get_status_display()}; đưa ra khỏi dự thảo trước khi ban hành."


def foresee(lines: list[Line]) -> Foreseen:
    """What issuing these lines will do; three queries however many."""
    recognised = [line for line in lines if line.item.outcome == Outcome.RECOGNISE]
    outcomes = Counter(line.item.outcome for line in lines)
    products = [line.dossier.product_id for line in recognised if line.dossier.product_id]
    addresses = addresses_of({line.dossier.producer_id for line in lines})
    return Foreseen(
        stars=sorted(Counter(line.item.stars for line in recognised).items(), reverse=True),
        new_products=len(recognised) - len(products),
        known_products=len(products),
        replaced=list(_running(products)),
        sent_up=outcomes[Outcome.SEND_UP],
        not_recognised=outcomes[Outcome.NOT_RECOGNISE],
        letters=sum(len(addresses.get(line.dossier.producer_id, ())) for line in lines),
        silent=sorted(
            {
                line.dossier.producer.name
                for line in lines
                if not addresses.get(line.dossier.producer_id)
            }
        ),
        months=sorted({line.dossier.process.certificate_months for line in recognised}),
    )


def _running(products: list[int]) -> QuerySet[Certification]:
    rows = Certification.objects.filter(product__in=products, end_reason="")
    return rows.filter(valid_during__isnull=False).select_related("product").order_by("pk")


def free_dossiers(level: str, **conditions: Any) -> QuerySet[Dossier]:
    """Concluded dossiers of a level that stand in no draft, the real ones first."""
    rows = Dossier.objects.filter(status=DossierStatus.CONCLUDED, level=level, **conditions)
    rows = rows.exclude(decision_items__decision__status=DecisionStatus.DRAFT)
    return rows.select_related("producer", "commune").order_by("is_demo", "product_name", "pk")


class Candidate(NamedTuple):
    """A dossier that may be put into a draft, with what was concluded last."""

    dossier: Dossier
    conclusion: Conclusion | None
    result: MinistryReferral | None
    """The ministry's result where it came after the council's conclusion."""
    score: Decimal | None


def candidates(dossiers: list[Dossier]) -> list[Candidate]:
    """These dossiers with what was concluded last on each; two queries."""
    last = last_words(dossiers)
    return [
        Candidate(each, conclusion, result, result.score if result else shown_score(conclusion))
        for each in dossiers
        for conclusion, result in (last[each.pk],)
    ]
