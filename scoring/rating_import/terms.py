"""The term of an award, and room for it among the product's other awards."""

from __future__ import annotations

import datetime as dt

from products.enums import EndReason
from products.rules import TERM_MONTHS, term_end
from scoring.enums import Answer, Topic
from scoring.rating_import.acts import Ending
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.history import Award, History, InForce
from scoring.rating_import.judgement import Judgement
from scoring.rating_import.questions import ask
from scoring.rating_import.values.awards import AwardForm
from scoring.rating_import.values.dates import show

RENEWAL_DAYS = 366
"""A further award this near the end of a term is a renewal (26/2026, Article 7.6 opens its window
180 days before the end; earlier decisions set no window, so a year is allowed for)."""


def end_of_term(row: ParsedRow, day: dt.date) -> dt.date:
    """First day no longer in force of an award of the day ``day``, as the row prints it."""
    if row.term and row.term.until:
        return row.term.until
    return term_end(day, row.term.months if row.term and row.term.months else TERM_MONTHS)


def make_room(
    row: ParsedRow,
    award: Award,
    day: dt.date,
    history: History,
    said: Judgement,
    but: Award | None = None,
) -> None:
    """Give ``award`` its term from ``day`` on, ending earlier awards or asking.

    ``but`` is an award of the register that is being completed and stands in nobody's way.
    """
    end = end_of_term(row, day)
    award.start, award.end, award.expires_on = day, end, end
    overlapping = history.overlapping(day, end, but=but)
    later = [other for other in overlapping if other.start > day]
    if later and _ask(said, later[0], day, end, Answer.EARLIER):
        award.end = award.ended_on = later[0].start
        award.end_reason = EndReason.SUPERSEDED
        award.superseded_by = later[0].award
    for other in overlapping:
        if other.start > day:
            continue
        if _gives_way(row, award, other, day) or _ask(said, other, day, end, Answer.REPLACE):
            said.act.endings.append(Ending(other.award, day, but or award, other.end))


def _gives_way(row: ParsedRow, award: Award, other: InForce, day: dt.date) -> bool:
    """An upgrade ends the lower star, a renewal the term that runs out: no need to ask."""
    if other.start == day or other.award.is_withdrawn:
        return False
    if award.stars > other.award.stars:
        return True
    runs_out = day >= other.end - dt.timedelta(days=RENEWAL_DAYS)
    return award.stars == other.award.stars and (row.form == AwardForm.REISSUE or runs_out)


def _ask(said: Judgement, other: InForce, day: dt.date, end: dt.date, answer: Answer) -> bool:
    """Two awards of one day, or one withdrawn, leave only one way: not to take the row."""
    possible = () if other.start == day or other.award.is_withdrawn else (answer,)
    text = (
        f"Thời hạn từ {show(day)} đến trước {show(end)} chồng lên chứng nhận "
        f"{other.award.in_words()}, có hiệu lực từ {show(other.start)} đến trước "
        f"{show(other.end)}."
    )
    return said.ask(ask(Topic.PERIOD, text, *possible)) == answer
