"""The worked dossier of scoring/README.md, read from its own tables and computed again."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.regulation import DEFAULT_REGULATION
from scoring.rules import Answer, Sheet, assess, rounded, shown
from scoring.templatetags.criteria import sentence_case
from tests.project_files import ROOT
from tests.scoring.criteria_sets import set_of

DECISION, SET = "26/2026", 6
STARS = (3, 4, 5)
Row = dict[str, str]


def worked_section() -> str:
    text = (ROOT / "scoring/README.md").read_text(encoding="utf-8")
    return text.partition("## One worked dossier\n")[2].partition("\n## ")[0]


def tables() -> list[list[Row]]:
    """The section's tables, each a list of rows by heading."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", worked_section(), re.M):
        cells = [[c.strip() for c in line.strip("|").split("|")] for line in block.splitlines()]
        found.append([dict(zip(cells[0], row, strict=True)) for row in cells[2:]])
    return found


def written(value: Fraction | Decimal) -> str:
    """Two decimals at most, with a comma."""
    return f"{rounded(Fraction(value), 2):.2f}".rstrip("0").rstrip(".").replace(".", ",")


CRITERIA = set_of(DECISION, SET)
POINTS, PARTS, MINIMUMS = tables()
MEMBERS = [heading for heading in POINTS[0] if heading.startswith("ủy viên")]
SHEETS = [
    Sheet(answers={row["mã"]: Answer(Decimal(row[member])) for row in POINTS}) for member in MEMBERS
]
FOUND = assess(CRITERIA, SHEETS, DEFAULT_REGULATION)


def test_every_criterion_of_the_set_has_its_title_mean_and_minimums():
    assert len(MEMBERS) == 3
    assert [row["mã"] for row in POINTS] == list(CRITERIA.answerable)
    for row in POINTS:
        criterion = CRITERIA.answerable[row["mã"]]
        given = [Fraction(row[member]) for member in MEMBERS]
        least = [criterion.minimums.get(star) for star in STARS]
        assert row["tiêu chí"] == sentence_case(criterion.title)
        assert row["trung bình"] == written(sum(given) / len(given))
        assert [row[f"{star} sao"] for star in STARS] == [str(x) if x else "" for x in least]


def test_parts_add_up_for_each_member_and_in_the_mean():
    *parts, total = PARTS
    assert [row["phần"] for row in parts] == [part.code for part in CRITERIA.parts]
    for row, part, mean in zip(parts, CRITERIA.parts, FOUND.parts, strict=True):
        codes = [e.code for s in part.sections for c in s.criteria for e in c.answerable]
        sums = [sum(sheet.answers[code].points for code in codes) for sheet in SHEETS]
        assert [row[member] for member in MEMBERS] == [str(each) for each in sums]
        assert row["trung bình"] == written(mean.points)
    assert [total[member] for member in MEMBERS] == [str(each) for each in FOUND.totals]
    assert total["trung bình"] == written(shown(CRITERIA.bands, FOUND.total))


@pytest.mark.parametrize("star", STARS)
def test_minimums_missed_and_points_missing(star):
    [row] = [row for row in MINIMUMS if row["hạng sao"] == f"{star} sao"]
    missed = [each.criterion.code for each in FOUND.missed(star)]
    missing = {each.star: each.points_missing for each in FOUND.shortfalls}
    assert row["tối thiểu chưa đạt"] == ", ".join(missed)
    assert row["còn thiếu điểm"] == written(missing.get(star, Fraction(0)))


def test_prose_says_the_band_the_star_and_what_is_missing():
    prose = worked_section()
    words = {3: "three", 4: "four", 5: "five"}
    assert f"The mean is {FOUND.total}, shown as" in prose
    assert f"the band of **{words[FOUND.band]}** stars" in prose
    assert f"worth **{FOUND.stars} stars**" in prose
    assert f"The totals lie {FOUND.spread} points apart" in prose
    assert not FOUND.spread_exceeded
    assert not FOUND.gates
    four, five = FOUND.shortfalls
    [story] = four.minimums
    assert f"{story.criterion.code}: {written(story.points_missing)} points more" in prose
    assert f"its option of {story.needed} points from every member" in prose
    missing = [f"{each.criterion.code} by {written(each.points_missing)}" for each in five.minimums]
    assert ", ".join(missing) in " ".join(prose.split())
