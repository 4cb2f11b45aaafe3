"""Whatever the writing, a unit is found by its name; whatever the text, nothing breaks."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communes.enums import KIND_WORDS, CommuneKind
from communes.resolution import Why
from communes.resolution.names import distance
from ocop_portal.shared import text

THEN = dt.date(2021, 12, 31)
NOW = dt.date(2026, 11, 22)
DAYS = st.sampled_from([dt.date(2019, 6, 1), THEN, dt.date(2024, 5, 1), dt.date(2025, 7, 1), NOW])
SHORT = {"xa": "x", "phuong": "p", "thi_tran": "tt"}
QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def plain(value: str) -> str:
    return text.fold(value)


def newer_tones(value: str) -> str:
    pairs = {"òa": "oà", "óa": "oá", "ủy": "uỷ", "úy": "uý", "ỏe": "oẻ"}
    for old, new in pairs.items():
        value = value.replace(old, new)
    return value


WRITINGS = st.sampled_from(
    [str, str.upper, str.lower, str.title, plain, text.nfd, text.canonical_tone, newer_tones]
)
KINDS = st.sampled_from(["{word} ", "{word}  ", "{short}. ", "{short}.", "{short} ", ""])
DISTRICTS = st.sampled_from(
    ["", ", {full}", " - {full}", ", {bare}", " ({bare})", " {full}", "/{full}"]
)
VILLAGES = st.sampled_from(["", "Thôn Nà Pài, ", "Tổ 5, ", "12 đường Hùng Vương, ", "thôn 3 "])


@st.composite
def written(draw, unit):
    """The unit as an officer may write it."""
    word = KIND_WORDS[CommuneKind(unit.kind)]
    kind = draw(KINDS).format(word=word.capitalize(), short=SHORT[unit.kind].upper())
    village = draw(VILLAGES)
    if village.endswith("3 ") and not kind:
        village = ""  # "thôn 3 Côn Minh" may be a village of that name
    full = unit.district.name if unit.district else "tỉnh Thái Nguyên"
    district = draw(DISTRICTS).format(full=full, bare=full.partition(" ")[2].removeprefix("phố "))
    return draw(WRITINGS)(f"{village}{kind}{unit.name}{district}")


@pytest.mark.parametrize("on", [THEN, NOW])
@QUICK
@given(data=st.data())
def test_every_unit_is_found_however_it_is_written(gazetteer, on, data):
    unit = data.draw(st.sampled_from([u for u in gazetteer.communes.values() if u.is_in_force(on)]))
    line = data.draw(written(unit))
    found = gazetteer.resolve(line, on)
    if found.commune != unit:  # without accents Văn Lang and Văn Lăng are the same
        assert text.fold(unit.name) == "van lang"
        assert unit in [candidate.commune for candidate in found.candidates]


ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@st.composite
def slipped(draw, name):
    """The name with one letter changed, dropped, added or swapped; never the first."""
    place = draw(st.integers(min_value=1, max_value=len(name) - 1))
    letter = draw(st.sampled_from(ALPHABET))
    return draw(
        st.sampled_from(
            [
                name[:place] + letter + name[place + 1 :],
                name[:place] + name[place + 1 :],
                name[:place] + letter + name[place:],
                name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
            ]
        )
    )


@QUICK
@given(data=st.data())
def test_one_slip_finds_the_unit_or_another_at_least_as_near(gazetteer, data):
    units = [u for u in gazetteer.communes.values() if u.is_in_force(THEN)]
    unit = data.draw(st.sampled_from(units))
    name = data.draw(slipped(unit.name))
    word = KIND_WORDS[CommuneKind(unit.kind)]
    found = gazetteer.resolve(f"{word} {name}, {unit.district.name}", THEN)
    if found.commune not in (unit, None):
        assert distance(text.fold(name), text.fold(found.commune.name)) <= 1 or found.candidates[
            0
        ].has(Why.FORMER_NAME)
    assert found.commune is None or found.commune.district == unit.district


@QUICK
@given(line=st.text(max_size=80), on=DAYS)
def test_any_text_gets_a_sound_answer(gazetteer, line, on):
    check(gazetteer.resolve(line, on), on)


WORDS = (
    "xã phường thị trấn TT. P. h. huyện TP tỉnh thôn bản tổ 5 , - ( ) . ; Bắc Kạn Ba Bể Chợ Mới"
    " Đồn Côn Minh Na Rì Bạch Thông Vân Tùng Văn Lang Lăng Phủ Trần Phú 02185 01978 Tân Lập cũ"
)
PIECES = st.sampled_from(WORDS.split())


@QUICK
@given(pieces=st.lists(PIECES, max_size=12), on=DAYS)
def test_any_jumble_of_real_words_gets_a_sound_answer(gazetteer, pieces, on):
    check(gazetteer.resolve(" ".join(pieces), on), on)


def check(found, on):
    units = [candidate.commune for candidate in found.candidates]
    assert len(units) == len(set(units)) <= 8
    if found.commune is None:
        assert found.reasons or found.candidates
        assert all(candidate.reasons for candidate in found.candidates) or found.reasons
    else:
        assert units == [found.commune]
        assert found.commune.is_in_force(on)
    for candidate in found.candidates:
        assert all(unit.is_in_force(on) for unit in candidate.on_that_day)
    assert found.explain()
