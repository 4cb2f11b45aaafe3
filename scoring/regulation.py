"""What the decisions leave to the council's own regulation (quy chế hoạt động)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import models


class Averaging(models.TextChoices):
    """How many members' points become one total."""

    TOTALS = "totals", "trung bình tổng điểm các phiếu"
    CRITERIA = "criteria", "cộng điểm trung bình đã làm tròn của từng tiêu chí"


class MinimumJudged(models.TextChoices):
    """When a criterion's minimum for a star is met by several members."""

    MEAN = "mean", "theo điểm trung bình của tiêu chí"
    MAJORITY = "majority", "quá nửa số thành viên chấm đạt"
    EVERYONE = "everyone", "mọi thành viên chấm đạt"


class GateJudged(models.TextChoices):
    """When a stop or reject rule holds for several members."""

    ANYONE = "anyone", "chỉ cần một thành viên phát hiện"
    MAJORITY = "majority", "quá nửa số thành viên phát hiện"


class AwardWhenMissed(models.TextChoices):
    """What is awarded when the total reaches a star but one of its minimums fails."""

    HIGHEST_HELD = "highest_held", "hạng cao nhất đủ cả điểm và mức tối thiểu"
    NOTHING = "nothing", "không công nhận cho đến khi đủ"


@dataclass(frozen=True)
class CouncilRegulation:
    """The parameters of one council; the values written here are defaults and say so.

    No decision of the Prime Minister fixes them. The mean of totals, the spread of ten points and
    three quarters present with the chair are as in Tây Ninh's regulation; two days ahead as in
    Bến Tre; the others are the plainest reading of Điều 3 of 26/2026/QĐ-TTg.
    """

    name: str = "Quy chế mặc định của phần mềm"
    citation: str = ""
    is_default: bool = True
    averaging: Averaging = Averaging.TOTALS
    minimum_judged: MinimumJudged = MinimumJudged.MEAN
    gate_judged: GateJudged = GateJudged.ANYONE
    award_when_missed: AwardWhenMissed = AwardWhenMissed.HIGHEST_HELD
    spread_limit: Decimal = Decimal(10)
    quorum: Fraction = Fraction(3, 4)
    chair_must_be_present: bool = True
    decimals: int = 2
    dossier_days_ahead: int = 2


DEFAULT_REGULATION = CouncilRegulation()
