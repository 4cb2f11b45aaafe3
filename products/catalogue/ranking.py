"""How good a find is: which words, in which field, side by side, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from products.catalogue.meaning import Meaning, in_field
from products.catalogue.scores import Scores
from products.catalogue.textindex import END, START, TextIndex

# Points by field: name, producer, place, group. Of two words side by side as in the question,
NEIGHBOURS = (16, 12, 12, 4)
NEAR_NEIGHBOURS = (8, 6, 6, 2)
# of its first and last word where a text begins and ends,
OPENING = (6, 0, 0, 0)
CLOSING = (2, 0, 0, 0)
# and of the whole question in one field: its words, all side by side, and no other word there.
TOGETHER = (16, 16, 8, 0)
PHRASE = (16, 32, 24, 4)
NOTHING_ELSE = (24, 24, 8, 0)


def rank(
    index: TextIndex,
    scores: Scores,
    among: int,
    meanings: Sequence[Meaning],
    neighbours: Sequence[int] = NEIGHBOURS,
) -> None:
    """Give every position of ``among`` its points."""
    for meaning in meanings:
        _score_word(scores, among, meaning)
    same_length = index.holding_so_many(len(meanings))
    for number, length in enumerate(same_length):
        together = among & in_field(meanings, number)
        scores.add(together, TOGETHER[number])
        scores.add(together & length, NOTHING_ELSE[number])
    _score_neighbours(index, scores, among, [m.spellings for m in meanings], neighbours)


def _score_word(scores: Scores, among: int, meaning: Meaning) -> None:
    """The points of the best find of one word."""
    found = [pair for way in meaning.ways for pair in zip(*way, strict=True)]
    for points, bits in sorted(found, key=itemgetter(0), reverse=True):
        scores.add(among & bits, points)
        among &= ~bits


def _score_neighbours(
    index: TextIndex,
    scores: Scores,
    among: int,
    spellings: Sequence[set[str]],
    points: Sequence[int],
) -> None:
    """Points for words side by side, and for standing at an end."""
    phrase = [among] * len(index.fields)
    for left, right in pairwise([{START}, *spellings, {END}]):
        found = _side_by_side(index, left, right)
        inside = START not in left and END not in right
        worth = points if inside else OPENING if START in left else CLOSING
        for number, bits in enumerate(found):
            scores.add(among & bits, worth[number])
            if inside:
                phrase[number] &= bits
    if len(spellings) > 1:
        for number, bits in enumerate(phrase):
            scores.add(bits, PHRASE[number])


def _side_by_side(index: TextIndex, left: set[str], right: set[str]) -> list[int]:
    return index.holding_pairs(index.pairs.intersection(a + b for a in left for b in right))
