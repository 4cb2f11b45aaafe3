"""What a word is, and what a slip of the finger makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.catalogue.words import (
    LONGEST_WORD,
    edits,
    one_slip_apart,
    phrases,
    typed_raw,
    variants,
    words,
)

ANY = st.text(max_size=40)
LATIN = st.text(alphabet="abcdeghinotuy", max_size=6)


def slips_between(one: str, other: str) -> int:
    """Edit distance with swaps of neighbours (optimal string alignment), the slow way."""
    table = {(i, -1): i + 1 for i in range(-1, len(one))}
    table |= {(-1, j): j + 1 for j in range(-1, len(other))}
    for i in range(len(one)):
        for j in range(len(other)):
            cost = one[i] != other[j]
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + cost)
            if i and j and one[i] == other[j - 1] and one[i - 1] == other[j]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one) - 1, len(other) - 1]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Miến dong (500ml)", ["mien", "dong", "500", "ml"]),
        ("Bí xanh – thơm, Ba Bể", ["bi", "xanh", "thom", "ba", "be"]),
        ("0,5 lít/chai", ["0", "5", "lit", "chai"]),
        ("HOÀ HÒA", ["hoa", "hoa"]),
        ("", []),
        ("*** —", []),
    ],
)
def test_words(text, folded):
    assert [word.folded for word in words(text)] == folded


def test_tones_placed_by_either_rule_are_the_same_word():
    assert words("Hoà Thuỷ") == words("hòa thủy")


@given(ANY)
def test_words_are_short_folded_and_never_empty(text):
    for word in words(text):
        assert 0 < len(word.folded) <= LONGEST_WORD * 4
        assert (
            words(word.folded) == [word._replace(accented=word.folded)] or not word.folded.isascii()
        )


@pytest.mark.parametrize(
    ("text", "long_form"),
    [("HTX Tài Hoan", "hop tac xa"), ("Cty TNHH A", "cong ty"), ("TT. Bằng Lũng", "thi tran")],
)
def test_abbreviations_are_followed_by_what_they_stand_for(text, long_form):
    first, *others = phrases(text)
    assert first == words(text)
    assert long_form in [" ".join(word.folded for word in phrase) for phrase in others]


@given(LATIN, LATIN)
def test_edits_are_the_words_one_slip_away(one, other):
    assert (other in set(edits(one))) == (slips_between(one, other) <= 1 and other != one) or (
        one == other
    )


@given(LATIN, LATIN)
def test_one_slip_apart_counts_as_the_slow_way_does(one, other):
    assert one_slip_apart(one, other) == (slips_between(one, other) <= 1)


@pytest.mark.parametrize(
    ("typed", "meant", "near"),
    [
        ("miến", "miên", True),
        ("mến", "miến", True),
        ("ging", "giồng", True),
        ("teả", "thả", True),
        ("miến", "men", False),
        ("dong", "hồng", False),
    ],
)
def test_accents_count_in_slips(typed, meant, near):
    assert one_slip_apart(typed, meant) is near


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("sy", {"sy", "si"}),
        ("quy", {"quy", "qui"}),
        ("binh", {"binh"}),
        ("tay", {"tay"}),
        ("y", {"y"}),
    ],
)
def test_variants(word, spellings):
    assert variants(word) == spellings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mieens", "mien"),
        ("ddoong", "dong"),
        ("ruowuj", "ruou"),
        ("ddaamj", "dam"),
        ("hoaf", "hoa"),
        ("nghieepj", "nghiep"),
        ("dduwowngf", "duong"),
        ("dong", "dong"),
    ],
)
def test_raw_telex(typed, meant):
    assert typed_raw(typed) == meant
