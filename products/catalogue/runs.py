"""Words written without the spaces between them: ``miendongtaihoan``. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from products.catalogue.meaning import SHORTEST_RUN
from products.catalogue.textindex import TextIndex
from products.catalogue.words import Word, edits, typed_raw

LONGEST_PIECE = 12
SHORTEST_PIECE = 2


def separated(index: TextIndex, asked: Sequence[Word]) -> list[Word]:
    """The words of the question, runs that nothing else explains cut into known words."""
    apart: list[Word] = []
    for word in asked:
        pieces = [] if _is_explained(index, word.folded) else _cut(index, word.folded)
        apart += [Word(piece, piece) for piece in pieces] if pieces else [word]
    return apart


def _is_explained(index: TextIndex, run: str) -> bool:
    if len(run) < SHORTEST_RUN or run in index.known or run in index.pairs:
        return True
    if index.beginning_with(run) or typed_raw(run) in index.known:
        return True
    near = set(edits(run))
    return bool(index.known.among(near) or index.pairs.among(near))


def _cut(index: TextIndex, run: str) -> list[str]:
    """The likeliest known words that make up the run: few, and known side by side; or none."""
    best: list[dict[str, tuple[int, list[str]]]] = [{} for _ in range(len(run) + 1)]
    best[0][""] = (0, [])
    for end in range(SHORTEST_PIECE, len(run) + 1):
        for start in range(max(0, end - LONGEST_PIECE), end - SHORTEST_PIECE + 1):
            piece = run[start:end]
            if piece not in index.known:
                continue
            for last, (cost, pieces) in best[start].items():
                strange = bool(last) and last + piece not in index.pairs
                total = cost + 1 + 2 * strange
                if piece not in best[end] or total < best[end][piece][0]:
                    best[end][piece] = (total, [*pieces, piece])
    return min(best[-1].values(), default=(0, []))[1]
