"""Processes and holidays."""

import datetime as dt
from itertools import count

from scoring.models import (
    AssessmentProcess,
    CriteriaVersion,
    ProcessRound,
    ProcessStep,
    PublicHoliday,
)

_numbers = count(1)


def make_version(decision: str | None = None) -> CriteriaVersion:
    """A decision of the Prime Minister without any set."""
    decision = decision or f"{next(_numbers)}/TEST"
    return CriteriaVersion.objects.create(
        decision=f"{decision}/QĐ-TTg",
        slug=decision.replace("/", "-").lower(),
        title="Bộ tiêu chí",
        issued_on=dt.date(2019, 8, 21),
        effective_from=dt.date(2019, 8, 21),
        part_points={},
        bands=[],
    )


def make_process() -> AssessmentProcess:
    """An unpublished process of two levels with a round."""
    number = next(_numbers)
    process = AssessmentProcess.objects.create(
        slug=f"quy-trinh-{number}",
        name=f"Quy trình {number}",
        citation=f"{number}/QĐ-TTg, Điều 7",
        criteria_version=make_version(),
        filed_from=dt.date(2040, 1, 1),
        certificate_months=36,
    )
    for position, (level, awards) in enumerate((("commune", []), ("province", [3, 4, 5])), start=1):
        ProcessStep.objects.create(
            process=process,
            position=position,
            level=level,
            receives="UBND",
            awards=awards,
            term_days=15,
            term_is_working=True,
        )
    ProcessRound.objects.create(
        process=process,
        level="province",
        number=1,
        proposed_month=4,
        proposed_day=30,
        assessed_month=6,
        assessed_day=30,
    )
    return process


def make_holiday() -> PublicHoliday:
    """A day off that no other test uses."""
    number = next(_numbers)
    day = dt.date(2050, 1, 1) + dt.timedelta(days=number)
    return PublicHoliday.objects.create(day=day, name=f"Ngày lễ {number}", source="Văn bản")
