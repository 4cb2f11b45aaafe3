"""How good a find is: which words, in which field, side by side, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import itemgetter, or_

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
) -> int:
    """Give every position of ``among`` its points; return those that hold the question in a row."""
    for meaning in meanings:
        _score_word(scores, among, meaning)
    same_length = index.holding_so_many(len(meanings))
    for number, length in enumerate(same_length):
        together = among & in_field(meanings, number)
        scores.add(together, TOGETHER[number])
        scores.add(together & length, NOTHING_ELSE[number])
    phrases = _score_neighbours(index, scores, among, [m.spellings for m in meanings], neighbours)
    if len(meanings) == 1:
        return 0
    for number, bits in enumerate(phrases):
        scores.add(bits, PHRASE[number])
    return reduce(or_, phrases)


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
) -> list[int]:
    """Points for words side by side, and at an end; by field, where all stand in a row."""
    phrases = [among] * len(index.fields)
    for left, right in pairwise([{START}, *spellings, {END}]):
        found = _side_by_side(index, left, right)
        inside = START not in left and END not in right
        worth = points if inside else OPENING if START in left else CLOSING
        for number, bits in enumerate(found):
            scores.add(among & bits, worth[number])
            if inside:
                phrases[number] &= bits
    return phrases


def _side_by_side(index: TextIndex, left: set[str], right: set[str]) -> list[int]:
    return index.holding_pairs(index.pairs.among(a + b for a in left for b in right))
