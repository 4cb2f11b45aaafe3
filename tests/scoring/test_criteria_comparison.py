"""What changed between two sets, their earlier editions, and each set as a table."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest

from products.models import GroupCrosswalk
from scoring.criteria.comparing import Change, Comparison, pair_up
from scoring.criteria.documents import version_from
from scoring.criteria.predecessors import predecessors
from scoring.criteria.storage import load_criteria
from scoring.criteria.table import HEADERS, as_csv
from scoring.models import CriteriaSet
from tests.factories.products import make_group
from tests.scoring.criteria_sets import (
    COMPLETE,
    DIRECTORY,
    raw_criteria,
    set_of,
    small_set,
    version_of,
)

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def small(change=None):
    document = json.loads(json.dumps(small_set()))
    if change:
        change(
            [c for p in document["sets"][0]["parts"] for s in p["sections"] for c in s["criteria"]]
        )
    return version_from(document).sets[0]


def changed(change):
    """Every change of a small set by the code concerned, those left alone apart."""
    pairs = [pair for part in Comparison(small(), small(change)).parts for pair in part.pairs]
    return {
        (pair.newer or pair.older).code: pair.changes
        for pair in pairs
        if pair.changes != (Change.SAME,)
    }


class TestComparing:
    def test_a_set_against_itself_is_the_same(self):
        for decision, number in COMPLETE:
            same = set_of(decision, number)
            comparison = Comparison(same, same)
            assert comparison.counts == [(Change.SAME, len(same.answerable))]

    def test_points_minimums_options_and_titles(self):
        def change(criteria):
            criteria[0].update(max=9, options=criteria[0]["options"][:-1])
            criteria[1]["min_points_by_star"] = {"3": 2}
            criteria[2]["options"][4]["text"] = "khác"
            criteria[3]["title"] = "Tiêu chí bốn"

        assert changed(change) == {
            "1.1": (Change.POINTS, Change.OPTIONS),
            "1.2": (Change.MINIMUMS,),
            "1.3": (Change.OPTIONS,),
            "1.4": (Change.TITLE,),
        }

    def test_wording_that_differs_in_accents_and_blanks_alone_is_the_same(self):
        def change(criteria):
            criteria[0]["title"] = "TIÊU  CHÍ 1"
            criteria[0]["options"][0]["text"] = "0 ĐIỂM"

        assert changed(change) == {}

    def test_added_and_removed(self):
        def change(criteria):
            criteria[5].update(title="Kế toán minh bạch")

        pairs = Comparison(small(), small(change)).parts[1].pairs
        assert [(p.older and p.older.code, p.newer and p.newer.code) for p in pairs] == [
            ("1.5", "1.5"),
            (None, "1.6"),
            ("1.6", None),
        ]

    def test_each_criterion_follows_one_and_is_followed_by_one(self):
        for number in range(1, 27):
            follows = pair_up(set_of("148", number), set_of("26/2026", number))
            assert len(set(follows.values())) == len(follows)

    def test_set_six_of_148_and_26_2026(self):
        comparison = Comparison(set_of("148", 6), set_of("26/2026", 6))
        new = [p.newer.code for part in comparison.parts for p in part.pairs if p.older is None]
        gone = [p.older.code for part in comparison.parts for p in part.pairs if p.newer is None]
        assert (new, gone) == (["1.2", "2.4"], ["3.đ", "8.b"])
        [source] = [p for p in comparison.parts[0].pairs if p.newer and p.newer.code == "1.1"]
        assert source.older.code == "1.a"
        assert source.changes == (Change.POINTS, Change.MINIMUMS, Change.OPTIONS)

    def test_set_without_criteria_in_its_source(self):
        comparison = Comparison(set_of("1048", 10), set_of("26/2026", 6))
        assert comparison.counts == [(Change.ADDED, len(set_of("26/2026", 6).answerable))]
        assert comparison.parts[0].older_points is None


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def loaded(self):
        load_criteria(DIRECTORY, at=AT)

    @pytest.fixture
    def groups(self):
        """Sub-groups of three decisions: 148's set 5 and 1048's 2 and 3 became set 6."""
        parent = make_group()
        present = make_group("Nay", parent, set_number=6)
        for decision, number in (("148", 5), ("1048", 2), ("1048", 3)):
            older = make_group(
                "Trước", parent, decision=f"{decision}/QĐ-TTg", set_number=number, is_current=False
            )
            GroupCrosswalk.objects.create(older=older, current=present)

    @pytest.mark.usefixtures("loaded", "groups")
    def test_predecessors_through_the_groups(self, django_assert_max_num_queries):
        def before(slug, number):
            row = CriteriaSet.objects.select_related("version").get(
                version__slug=slug, number=number
            )
            with django_assert_max_num_queries(4):
                return [(each.version.slug, each.number) for each in predecessors(row)]

        assert before("26-2026", 6) == [("148", 5), ("1048", 2), ("1048", 3)]
        assert before("148", 5) == [("1048", 2), ("1048", 3)]
        assert before("1048", 2) == []
        assert before("26-2026", 7) == []

    @pytest.mark.usefixtures("loaded", "groups")
    def test_set_leads_to_its_comparisons_and_they_say_what_changed(self, client):
        page = client.get("/bo-tieu-chi/26-2026/6/").content.decode()
        assert page.count("/so-voi/") == 3
        address = "/bo-tieu-chi/26-2026/6/so-voi/148/6/"
        page = " ".join(client.get(address).content.decode().split())
        assert '<span class="change change--added">thêm mới</span> <strong class="num">2' in page
        assert "/bo-tieu-chi/148/6/#tc-3-dd" in page
        assert "5 điểm (1, 3, 5); tối thiểu 3 sao: 1, 4 sao: 1, 5 sao: 1" in page
        assert "points changed" in client.get(f"/en{address}").content.decode()

    @pytest.mark.usefixtures("loaded")
    @pytest.mark.parametrize(
        "address",
        [
            "148/6/so-voi/26-2026/6/",
            "148/6/so-voi/148/7/",
            "148/6/so-voi/x/1/",
            "148/99/so-voi/1048/1/",
        ],
    )
    def test_what_cannot_be_compared_is_not_found(self, client, address):
        assert client.get(f"/bo-tieu-chi/{address}").status_code == 404

    def test_an_earlier_edition_stays_readable_and_says_it_is_old(self, client, tmp_path):
        (tmp_path / "9-9999.json").write_text(json.dumps(small_set()), encoding="utf-8")
        load_criteria(tmp_path, at=AT)
        first = CriteriaSet.objects.get()
        address = "/bo-tieu-chi/9-9999/1/"
        assert "/ban-" not in client.get(address).content.decode().replace("/ban-do", "")
        assert "Đây là bản cũ" not in client.get(address).content.decode()
        CriteriaSet.objects.create(
            version=first.version, number=1, edition=2, corrects=first, name="Bản nháp"
        )
        assert "Bản nháp" not in client.get(address).content.decode()
        assert client.get(f"{address}ban-2/").status_code == 404
        assert client.get(f"{address}ban-1/").status_code == 200


class TestTable:
    @pytest.mark.parametrize(("decision", "number"), [("26/2026", 26), ("148", 6), ("1048", 14)])
    def test_one_row_an_option_and_everything_said(self, decision, number):
        content = as_csv(set_of(decision, number), {"so-huu-tri-tue": "Sở hữu trí tuệ"})
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        raw = raw_criteria(decision, number)
        assert list(rows[0]) == list(HEADERS)
        assert [(r["mã tiêu chí"], r["phương án"]) for r in rows] == [
            (code, o["text"]) for code, row in raw.items() for o in row["options"]
        ]
        best = {}
        for row in rows:
            points = Decimal(row["điểm"].replace(",", "."))
            best[row["mã tiêu chí"]] = max(best.get(row["mã tiêu chí"], points), points)
        assert sum(best.values()) == 100

    def test_no_cell_is_a_formula(self):
        criteria = small(lambda each: each[0]["options"][0].update(text='=HYPERLINK("http://x")'))
        [_, first, *_] = csv.reader(io.StringIO(as_csv(criteria, {}).decode("utf-8-sig")))
        assert first[HEADERS.index("phương án")] == '\'=HYPERLINK("http://x")'

    @pytest.mark.django_db
    def test_download(self, client):
        load_criteria(DIRECTORY, at=AT)
        answer = client.get("/bo-tieu-chi/148/7/bo-tieu-chi.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert 'filename="bo-tieu-chi-148-bo-7.csv"' in answer["Content-Disposition"]
        assert version_of("148").evidence[0].name in answer.content.decode("utf-8-sig")
        assert client.get("/bo-tieu-chi/148/99/bo-tieu-chi.csv").status_code == 404
