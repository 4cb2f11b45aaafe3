"""Answers of an invented assessor that come near to a wanted total."""

from __future__ import annotations

from decimal import Decimal

from scoring.criteria.definitions import CriterionDefinition, SetDefinition
from scoring.rules import Answer


def answers_near(
    criteria: SetDefinition, total: int, *, stars: int = 0, turn: int = 0
) -> dict[str, Answer]:
    """One option for every criterion, together as near above ``total`` as single steps lead.

    Begins with the best option of each and goes down one option at a time, never below what
    ``stars`` asks at least. ``turn`` begins at another criterion, so that assessors of the same
    total differ.
    """
    ladders = {code: _ladder(each, stars) for code, each in criteria.answerable.items()}
    codes = list(ladders)
    order = codes[turn % len(codes) :] + codes[: turn % len(codes)]
    chosen = dict.fromkeys(codes, 0)
    left = sum((ladder[0].points for ladder in ladders.values()), Decimal(0)) - total
    is_moving = True
    while left > 0 and is_moving:
        is_moving = False
        for code in order:
            step = _step(ladders[code], chosen[code])
            if step is not None and step <= left:
                chosen[code] += 1
                left -= step
                is_moving = True
    return {code: ladders[code][place] for code, place in chosen.items()}


def _step(ladder: list[Answer], place: int) -> Decimal | None:
    """How many points the next lower option loses; none at the foot."""
    if place + 1 >= len(ladder):
        return None
    return ladder[place].points - ladder[place + 1].points


def _ladder(criterion: CriterionDefinition, stars: int) -> list[Answer]:
    """The options of the first case, the best first, down to the minimum of ``stars``."""
    case = next(iter(criterion.cases), "")
    least = criterion.minimums.get(stars, Decimal(0))
    points = {option.points for option in criterion.options_of(case) if option.points >= least}
    return [Answer(each, case) for each in sorted(points, reverse=True)]
