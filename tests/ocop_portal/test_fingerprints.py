"""What is remembered by fingerprints answers as a dictionary would."""

from hypothesis import given
from hypothesis import strategies as st

from ocop_portal.shared.fingerprints import PackedLists, PackedStrings, Pointers, Prints

TEXTS = st.text(max_size=4)
NUMBERS = st.integers(0, 2**32 - 1)


@given(st.dictionaries(TEXTS, st.lists(NUMBERS, max_size=5)), st.lists(TEXTS))
def test_packed_lists_and_their_keys(lists, others):
    packed = PackedLists(lists)
    for text in {*lists, *others}:
        assert list(packed.get(text)) == lists.get(text, [])
    assert Prints(map(hash, lists)).among(others) == lists.keys() & set(others)


@given(st.lists(st.tuples(TEXTS, NUMBERS)), TEXTS)
def test_pointers_leave_nothing_out(entries, other):
    pointers = Pointers(entries)
    for text in {other, *(text for text, _ in entries)}:
        there = {number for known, number in entries if known == text}
        assert there <= set(pointers.candidates(text))


@given(st.lists(TEXTS), st.slices(6))
def test_packed_strings_are_a_sequence(texts, part):
    packed = PackedStrings(texts)
    assert list(packed) == texts
    assert packed[part] == texts[part]
