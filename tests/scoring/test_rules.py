"""The arithmetic of a star."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.criteria.documents import version_from
from scoring.regulation import (
    DEFAULT_REGULATION,
    Averaging,
    AwardWhenMissed,
    GateJudged,
    MinimumJudged,
)
from scoring.rules import AnswersRefused, SetNotUsable, assess, band_of, rounded, shown
from tests.scoring.criteria_sets import (
    COMPLETE,
    DECISIONS,
    INCOMPLETE,
    highest,
    raw_criteria,
    raw_set,
    set_of,
    sheet,
    small_set,
)
from tests.scoring.second_scorer import second_opinion

SMALL = version_from(small_set()).sets[0]
FULL = {f"1.{n}": 10 for n in range(1, 11)}


def worth(total: int) -> dict[str, int]:
    """Answers of the small set that come to ``total``."""
    filled = {f"1.{n}": min(10, max(0, total - 10 * (n - 1))) for n in range(1, 11)}
    assert sum(filled.values()) == total
    return filled


def small_with(minimums: dict[str, dict[str, int]], gates: dict[str, dict] | None = None):
    document = small_set()
    for part in document["sets"][0]["parts"]:
        for criterion in part["sections"][0]["criteria"]:
            code = criterion["code"]
            if code in minimums:
                criterion["min_points_by_star"] = minimums[code]
            if code in (gates or {}):
                criterion["notes"] = [{"kind": "gate", "text": "Bị loại"} | gates[code]]
    return version_from(document).sets[0]


class TestCompleteSets:
    @pytest.mark.parametrize(("decision", "number"), COMPLETE)
    def test_highest_answers_give_five_stars_and_the_maxima(self, decision, number):
        criteria = set_of(decision, number)
        found = assess(criteria, [sheet(highest(decision, number))])
        assert (found.total, found.band, found.stars) == (100, 5, 5)
        assert {p.code: p.points for p in found.parts} == {
            p["code"]: p["max"] for p in raw_set(decision, number)["parts"]
        }
        assert [(s.points, s.max_points) for p in found.parts for s in p.sections] == [
            (s["max"], s["max"]) for p in raw_set(decision, number)["parts"] for s in p["sections"]
        ]
        assert found.next_star is None
        assert found.unanswered == ()

    @pytest.mark.parametrize(("decision", "number"), COMPLETE)
    def test_lowest_answers_are_not_recognised(self, decision, number):
        lowest = {
            code: min(option["points"] for option in criterion["options"])
            for code, criterion in raw_criteria(decision, number).items()
        }
        found = assess(set_of(decision, number), [sheet(lowest)])
        assert (found.stars, [each.star for each in found.shortfalls]) == (0, [3, 4, 5])

    @pytest.mark.parametrize(
        ("decision", "number"), [(d, n) for d in DECISIONS for n in sorted(INCOMPLETE[d])]
    )
    def test_set_that_does_not_add_up_is_refused_with_its_reason(self, decision, number):
        with pytest.raises(SetNotUsable) as caught:
            assess(set_of(decision, number), [sheet({})])
        assert str(caught.value) == "; ".join(raw_set(decision, number)["issues"])

    def test_draft_without_a_reason_says_that_it_is_not_published(self):
        with pytest.raises(SetNotUsable, match="chưa được công bố"):
            assess(replace(SMALL, is_complete=False), [sheet(FULL)])


class TestBands:
    @pytest.mark.parametrize(
        ("totals", "band", "stars"),
        [
            ([100], 5, 5),
            ([90], 5, 5),
            ([89] + [90] * 99, 4, 4),  # 89.99
            ([70], 4, 4),
            ([69] + [70] * 99, 3, 3),  # 69.99
            ([50], 3, 3),
            ([49] + [50] * 99, 2, 0),  # 49.99
            ([30], 2, 0),
            ([29] + [30] * 99, 1, 0),  # 29.99
            ([0], 1, 0),
            ([90, 90, 89], 4, 4),
            ([91, 90, 89], 5, 5),
            ([69, 70], 3, 3),  # 69.5 is in no whole-number band of 1048
        ],
    )
    def test_edge_and_just_under(self, totals, band, stars):
        found = assess(SMALL, [sheet(worth(total)) for total in totals])
        assert found.total == Fraction(sum(totals), len(totals))
        assert (found.band, found.stars) == (band, stars)

    def test_a_hair_under_is_under_and_shown_so(self):
        total = Fraction(90) - Fraction(1, 10**30)
        assert band_of(SMALL.bands, total) == 4
        assert shown(SMALL.bands, total) == Decimal("89.99")

    @pytest.mark.parametrize(
        ("total", "written"),
        [
            (Fraction(260, 3), "86.67"),
            (Fraction(85125, 1000), "85.13"),
            (Fraction(90), "90.00"),
            (Fraction(100), "100.00"),
            (Fraction(89994, 1000), "89.99"),
        ],
    )
    def test_shown_with_two_decimals(self, total, written):
        assert str(shown(SMALL.bands, total)) == written

    @pytest.mark.parametrize("total", [Fraction(-1, 100), Fraction(10001, 100)])
    def test_total_outside_the_hundred_has_no_band(self, total):
        with pytest.raises(ValueError, match="nằm ngoài mọi khoảng"):
            band_of(SMALL.bands, total)


class TestMinimums:
    def test_92_points_that_miss_one_four_star_minimum_give_three_stars(self):
        # Linkage (1.5) at 1 of 3 misses 4 stars (2) and 5 stars (3); the other six points go
        # where no star is printed.
        points = highest("26/2026", 6) | {"1.5": 1}
        free = [
            c for c, row in raw_criteria("26/2026", 6).items() if "min_points_by_star" not in row
        ]
        for code in free:
            for option in raw_criteria("26/2026", 6)[code]["options"]:
                lower = option["points"]
                if sum(points.values()) - (points[code] - lower) >= 92 and lower < points[code]:
                    points[code] = lower
        assert sum(points.values()) == 92
        found = assess(set_of("26/2026", 6), [sheet(points)])
        assert (found.total, found.band, found.stars) == (92, 5, 3)
        assert [m.criterion.code for m in found.missed(4)] == ["1.5"]
        assert [m.criterion.code for m in found.missed(5)] == ["1.5"]
        assert found.missed(3) == ()
        four, five = found.shortfalls
        assert found.next_star == four
        assert (four.star, four.points_missing, four.minimums[0].points_missing) == (4, 0, 1)
        assert four.minimums[0].option.text == "Có hợp đồng liên kết trên 75% sản lượng tiêu thụ"
        assert (five.star, five.minimums[0].needed, five.minimums[0].option.min_star) == (5, 3, 5)

    def test_a_missed_three_star_minimum_leaves_nothing(self):
        criteria = small_with({"1.1": {"3": 5, "4": 5, "5": 5}})
        found = assess(criteria, [sheet(FULL | {"1.1": 4})])
        assert (found.band, found.stars, found.next_star.points_missing) == (5, 0, 0)

    @pytest.mark.parametrize(
        ("judged", "given_points", "stars"),
        [
            (MinimumJudged.MEAN, [10, 0], 5),
            (MinimumJudged.MEAN, [9, 0], 3),
            (MinimumJudged.MAJORITY, [5, 5, 0], 5),
            (MinimumJudged.MAJORITY, [10, 4], 3),
            (MinimumJudged.EVERYONE, [5, 5], 5),
            (MinimumJudged.EVERYONE, [10, 10, 4], 3),
        ],
    )
    def test_regulation_says_how_a_minimum_is_judged(self, judged, given_points, stars):
        criteria = small_with({"1.1": {"4": 5, "5": 5}})
        sheets = [sheet(FULL | {"1.1": points}) for points in given_points]
        regulation = replace(DEFAULT_REGULATION, minimum_judged=judged)
        assert assess(criteria, sheets, regulation).stars == stars

    def test_regulation_may_award_nothing_when_a_minimum_fails(self):
        criteria = small_with({"1.1": {"5": 10}})
        regulation = replace(DEFAULT_REGULATION, award_when_missed=AwardWhenMissed.NOTHING)
        assert assess(criteria, [sheet(FULL | {"1.1": 9})], regulation).stars == 0
        assert assess(criteria, [sheet(FULL)], regulation).stars == 5
        assert assess(criteria, [sheet(worth(40))], regulation).stars == 0

    def test_minimum_without_such_an_option_names_none(self):
        document = small_with({"1.1": {"3": 11}})
        (missed,) = assess(document, [sheet(FULL)]).missed(3)
        assert (missed.option, missed.points_missing) == (None, 1)


class TestGates:
    def test_declared_gate_stops_whatever_the_points(self):
        found = assess(set_of("26/2026", 6), [sheet(highest("26/2026", 6), gates=("2.1",))])
        assert (found.band, found.stars) == (5, 0)
        assert [gate.code for gate in found.gates] == ["2.1"]
        assert found.gates[0].text.startswith("Bị loại nếu phát hiện giống hệt")
        assert [each.gates for each in found.shortfalls] == [found.gates] * 3

    def test_dossier_section_and_option_gates_have_codes(self):
        assert "ho-so" in set_of("26/2026", 6).gates
        assert "10" in set_of("148", 1).gates
        assert set_of("26/2026", 21).gates["6.2"].text == (
            "Nếu sản phẩm vi phạm sở hữu trí tuệ, sẽ bị loại bỏ"
        )

    def test_two_gates_at_one_place_are_told_apart(self):
        criteria = version_from(small_set(rejection=["Giả mạo", "Không đủ hồ sơ"])).sets[0]
        assert {code: gate.text for code, gate in criteria.gates.items()} == {
            "ho-so": "Giả mạo",
            "ho-so#2": "Không đủ hồ sơ",
        }

    @pytest.mark.parametrize(
        ("decision", "number", "code", "gate"),
        [
            ("26/2026", 16, "6.1", "6.4"),
            ("26/2026", 16, "6.4", "6.4"),
            ("1048", 14, "6.2", "6.4"),
            ("1048", 3, "6.1", "6.1"),
        ],
    )
    def test_no_points_where_the_text_says_so_trips_the_gate(self, decision, number, code, gate):
        found = assess(set_of(decision, number), [sheet(highest(decision, number) | {code: 0})])
        assert ([each.code for each in found.gates], found.stars) == ([gate], 0)

    def test_no_points_elsewhere_trips_nothing(self):
        found = assess(set_of("1048", 3), [sheet(highest("1048", 3) | {"6.2": 0})])
        assert (found.gates, found.stars) == ((), 5)

    def test_unanswered_is_not_zero(self):
        points = highest("26/2026", 16)
        del points["6.1"]
        assert assess(set_of("26/2026", 16), [sheet(points)], partial=True).gates == ()

    @pytest.mark.parametrize(("finders", "stars"), [(0, 5), (1, 5), (2, 0), (3, 0)])
    def test_regulation_may_ask_for_a_majority(self, finders, stars):
        criteria = small_with({}, {"1.1": {}})
        sheets = [sheet(FULL, gates=("1.1",) if n < finders else ()) for n in range(3)]
        majority = replace(DEFAULT_REGULATION, gate_judged=GateJudged.MAJORITY)
        assert assess(criteria, sheets, majority).stars == stars
        assert assess(criteria, sheets).stars == (0 if finders else 5)


class TestSeveralAssessors:
    def test_spread_over_ten_points_is_said(self):
        exact = assess(SMALL, [sheet(worth(80)), sheet(worth(70))])
        over = assess(SMALL, [sheet(worth(81)), sheet(worth(70))])
        assert (exact.spread, exact.spread_exceeded) == (10, False)
        assert (over.spread, over.spread_exceeded) == (11, True)

    def test_rounded_means_per_criterion_may_differ_from_the_mean_of_totals(self):
        sheets = [sheet(FULL | {f"1.{n}": 9 for n in range(1, 4)}), sheet(FULL), sheet(FULL)]
        by_criterion = replace(DEFAULT_REGULATION, averaging=Averaging.CRITERIA)
        assert assess(SMALL, sheets).total == 99
        assert assess(SMALL, sheets, by_criterion).total == Fraction("99.01")

    def test_thirds_add_up_exactly(self):
        sheets = [sheet(worth(90) | {"1.10": 0}), sheet(worth(90)), sheet(worth(90))]
        assert assess(SMALL, sheets).band == 5
        assert rounded(Fraction(2, 3), 2) == Decimal("0.67")


class TestRefused:
    @pytest.mark.parametrize(
        ("points", "problem"),
        [
            ({"9.9": 1}, "Tiêu chí 9.9 không có trong bộ 1."),
            (
                {"1.1": 11},
                "Tiêu chí 1.1 (Tiêu chí 1): 11 điểm không phải là phương án;"
                " chọn 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10.",
            ),
        ],
    )
    def test_problem_names_the_criterion(self, points, problem):
        with pytest.raises(AnswersRefused) as caught:
            assess(SMALL, [sheet(FULL | points)])
        assert caught.value.problems == (problem,)

    def test_missing_answer_is_named_unless_partial(self):
        points = {code: n for code, n in FULL.items() if code != "1.7"}
        with pytest.raises(AnswersRefused) as caught:
            assess(SMALL, [sheet(FULL), sheet(points)])
        assert caught.value.problems == ("Phiếu 2: Thiếu điểm của tiêu chí 1.7 (Tiêu chí 7).",)
        found = assess(SMALL, [sheet(points)], partial=True)
        assert (found.total, found.unanswered) == (90, ("1.7",))

    def test_no_sheet(self):
        with pytest.raises(AnswersRefused, match="Không có phiếu chấm nào"):
            assess(SMALL, [])

    def test_unknown_gate(self):
        with pytest.raises(AnswersRefused, match=r"Điều kiện loại 1\.2 không có trong bộ 1\."):
            assess(SMALL, [sheet(FULL, gates=("1.2",))])

    def test_group_is_answered_by_its_children(self):
        points = highest("26/2026", 11) | {"6.1": 4}
        with pytest.raises(AnswersRefused) as caught:
            assess(set_of("26/2026", 11), [sheet(points)])
        assert caught.value.problems == (
            "Tiêu chí 6.1 gồm các tiêu chí con; chấm điểm cho 6.1.1, 6.1.2.",
        )

    def test_case_decides_which_options_are_open(self):
        criteria = set_of("1048", 2)  # 3.2: case a gives 1 or 2, case b 0 or 1
        points = highest("1048", 2)
        answer = next(iter(sheet({"3.2": 2}, case="b").answers.values()))
        answers = sheet(points).answers
        with pytest.raises(AnswersRefused, match=r"3\.2 .*: 2 điểm .* trường hợp “b”; chọn 0, 1"):
            assess(criteria, [replace(sheet({}), answers={**answers, "3.2": answer})])
        with pytest.raises(AnswersRefused, match="không có trường hợp “z”"):
            assess(
                criteria,
                [replace(sheet({}), answers={**answers, "3.2": replace(answer, case="z")})],
            )
        accepted = {**answers, "3.2": replace(answer, case="a")}
        assert assess(criteria, [replace(sheet({}), answers=accepted)]).total == 100


@st.composite
def scored(draw):
    decision, number = draw(st.sampled_from(COMPLETE))
    criteria = raw_criteria(decision, number)
    high = draw(st.booleans())
    choices = {
        code: sorted({option["points"] for option in row["options"]})[-2 if high else 0 :]
        for code, row in criteria.items()
    }
    sheets = draw(
        st.lists(
            st.fixed_dictionaries({code: st.sampled_from(p) for code, p in choices.items()}),
            min_size=1,
            max_size=4,
        )
    )
    return decision, number, sheets


@settings(max_examples=150, deadline=None)
@given(scored())
def test_random_answers_agree_with_a_second_implementation(case):
    decision, number, sheets = case
    expected = second_opinion(raw_set(decision, number), sheets)
    found = assess(set_of(decision, number), [sheet(points) for points in sheets])
    assert found.total * len(sheets) == expected["total"]
    assert {p.code: p.points * len(sheets) for p in found.parts} == expected["parts"]
    assert (found.band, found.stars) == (expected["band"], expected["stars"])
    for star in (3, 4, 5):
        assert {m.criterion.code for m in found.missed(star)} == expected["missed"][star]
