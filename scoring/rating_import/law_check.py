"""Score against star, by the decision that governs the day of the award."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from scoring.enums import Answer, Topic
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.judgement import Judgement
from scoring.rating_import.layout.columns import Column
from scoring.rating_import.questions import ask
from scoring.star_bands import StarLaw, star_law

CENT = Decimal("0.01")
PERHAPS = "có thể do thiếu điểm tối thiểu hoặc còn chờ trung ương đánh giá"


def law_of(row: ParsedRow) -> StarLaw | None:
    """The decision that governs the row's award; none when its day is not known."""
    return star_law(row.decided_on) if row.decided_on else None


def fits_law(row: ParsedRow, stars: int, said: Judgement) -> bool:
    """Whether the stars can have been awarded; why not becomes a finding, a doubt a question."""
    law = law_of(row)
    if law is None:
        return True
    if stars < law.lowest_awarded:
        row.error(f"{law.decision} ({law.article}) không công nhận hạng {stars} sao.", Column.STARS)
        return False
    if row.score is None:
        return True
    reached = law.star_of(row.score)
    return reached == stars or _explain(row, row.score, stars, reached, law, said)


def _explain(
    row: ParsedRow, score: Decimal, stars: int, reached: int, law: StarLaw, said: Judgement
) -> bool:
    """More stars than points cannot be; fewer can, where minimums or the ministry decide."""
    points = f"{score:f}".replace(".", ",")
    text = (
        f"{points} điểm thuộc hạng {reached} sao ({law.band_in_words(reached)}, theo "
        f"{law.decision}, {law.article}); tệp ghi {stars} sao"
    )
    may_be_lower = law.has_minimums or (reached, stars) == (5, 4)
    if stars > reached or not may_be_lower:
        row.error(f"{text}. Cần sửa điểm hoặc hạng sao cho khớp.", Column.SCORE)
        return False
    said.ask(ask(Topic.BAND, f"{text}; {PERHAPS}.", Answer.ACCEPT))
    return True


def stored_score(row: ParsedRow) -> Decimal | None:
    """The score with two decimals; rounding never lifts it into the band above."""
    if row.score is None:
        return None
    rounded = row.score.quantize(CENT, ROUND_HALF_UP)
    if rounded == row.score:
        return rounded
    law = law_of(row)
    if law is not None and law.star_of(rounded) != law.star_of(row.score):
        return row.score.quantize(CENT, ROUND_FLOOR)
    return rounded
