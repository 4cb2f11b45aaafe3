"""``explain_star``: its file of answers, its words and its JSON."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.scoring.criteria_sets import (
    COMPLETE,
    DECISIONS,
    INCOMPLETE,
    highest,
    raw_set,
    set_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def explain(tmp_path):
    """Run the command over a document (or raw text) and return what it printed."""

    def run(document, decision="26/2026", number=6, as_json=True):
        path = tmp_path / "answers.json"
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
        out = StringIO()
        call_command(
            "explain_star",
            decision=decision,
            set=number,
            answers=str(path),
            json=as_json,
            stdout=out,
        )
        return json.loads(out.getvalue()) if as_json else out.getvalue()

    return run


def full(decision="26/2026", number=6, **changes):
    return {"answers": highest(decision, number) | changes}


class TestJson:
    def test_everything_at_its_highest(self, explain):
        found = explain(full())
        asked = ("parts", "total", "band", "stars", "missed_minimums", "gates", "next_star")
        assert {key: found[key] for key in asked} == {
            "parts": {"A": 40, "B": 25, "C": 35},
            "total": 100,
            "band": 5,
            "stars": 5,
            "missed_minimums": {"3": [], "4": [], "5": []},
            "gates": [],
            "next_star": None,
        }

    @pytest.mark.parametrize(("decision", "number"), [("26/2026", 26), ("148", 26), ("1048", 8)])
    def test_each_decision(self, explain, decision, number):
        assert explain(full(decision, number), decision, number)["stars"] == 5

    def test_several_assessors_in_either_shape(self, explain):
        one, other = highest("26/2026", 6), highest("26/2026", 6) | {"1.2": 0}
        found = explain({"assessors": [one, {"answers": other}]})
        assert (found["total"], found["totals"], found["spread"]) == (99, [100, 98], 2)
        third = explain({"assessors": [one, one, other]})
        assert third["total"] == pytest.approx(298 / 3)
        assert third["total_shown"] == "99.33"

    def test_what_is_missing_for_the_next_star(self, explain):
        found = explain({"answers": highest("26/2026", 6) | {"2.1": 2}})
        assert found["missed_minimums"] == {"3": [], "4": ["2.1"], "5": ["2.1"]}
        step = found["next_star"]
        assert (step["star"], step["points_missing"], step["gates"]) == (4, 0, [])
        (minimum,) = step["minimums"]
        assert minimum.pop("option").startswith("Sản phẩm là đặc sản, truyền thống")
        assert minimum == {
            "criterion": "2.1",
            "title": "Nguồn gốc ý tưởng sản phẩm",
            "needed": 3,
            "points": 2,
            "points_missing": 1,
        }

    def test_gates_of_the_dossier_and_of_an_assessor(self, explain):
        answers = highest("26/2026", 6)
        found = explain({"assessors": [{"answers": answers, "gates": ["2.1"]}], "gates": ["ho-so"]})
        assert ([gate["code"] for gate in found["gates"]], found["stars"]) == (["ho-so", "2.1"], 0)

    def test_flag_takes_yes_and_no(self, explain):
        answers = highest("26/2026", 6)
        assert explain({"answers": answers | {"2.4": True}})["total"] == 100
        assert explain({"answers": answers | {"2.4": False}})["total"] == 99

    @pytest.mark.parametrize(
        "declared",
        [
            {"cases": {"3.2": "a"}},
            {"cases": "a"},
        ],
    )
    def test_case_declared_for_the_dossier(self, explain, declared):
        found = explain(full("1048", 2) | declared, "1048", 2)
        assert [warning for warning in found["warnings"] if "trường hợp" in warning] == []

    def test_case_declared_with_the_answer(self, explain):
        answers = highest("1048", 4) | {"3.2": {"case": "b", "points": 1}}
        found = explain({"answers": answers}, "1048", 4)
        assert (found["total"], found["warnings"]) == (99, [])

    def test_undeclared_case_is_said(self, explain):
        warnings = explain(full("26/2026", 26), "26/2026", 26)["warnings"]
        assert warnings == ["chưa khai trường hợp ở tiêu chí 8, 9, 15"]

    @pytest.mark.parametrize("number", [7, 23])
    def test_doubt_about_the_source_is_said(self, explain, number):
        (warning,) = explain(full(number=number), number=number)["warnings"]
        assert warning.startswith("cần đối chiếu bản gốc: ")


class TestWords:
    def test_recognised_with_what_is_missing(self, explain):
        written = explain(full(**{"2.1": 2}), as_json=False)
        assert written.splitlines()[:7] == [
            "Bộ 6: Chế biến từ gạo, ngũ cốc (26/2026/QĐ-TTg)",
            "Phần A: 39/40 điểm",
            "Phần B: 25/25 điểm",
            "Phần C: 35/35 điểm",
            "Tổng điểm trung bình 1 phiếu: 99/100",
            "Khoảng điểm: hạng 5 sao",
            "Kết quả: 3 sao",
        ]
        assert "cần ít nhất 3 điểm, đang có 2: Sản phẩm là đặc sản" in written

    def test_below_three_stars_with_a_gate(self, explain):
        lowest = {
            code: min(option.points for option in criterion.options)
            for code, criterion in set_of("26/2026", 7).answerable.items()
        }
        document = {"answers": {code: int(n) for code, n in lowest.items()}, "gates": ["ho-so"]}
        lines = explain(document, number=7, as_json=False).splitlines()
        assert "Kết quả: không được công nhận (dưới 3 sao)" in lines
        assert "  - khắc phục điều kiện loại ho-so" in lines
        assert any(line.startswith("Bị dừng hoặc loại (ho-so): Giả mạo") for line in lines)
        assert any(line.startswith("Lưu ý: cần đối chiếu bản gốc: A/3.1") for line in lines)
        assert any(line.startswith("  - thêm ") for line in lines)

    def test_means_have_a_comma_and_two_decimals(self, explain):
        one = highest("26/2026", 6)
        written = explain({"assessors": [one, one, one | {"1.2": 0}]}, as_json=False)
        assert "Tổng điểm trung bình 3 phiếu: 99,33/100" in written
        assert "Phần A: 39,33/40 điểm" in written


class TestRefused:
    @pytest.mark.parametrize(
        ("decision", "number"), [(d, n) for d in DECISIONS for n in sorted(INCOMPLETE[d])]
    )
    def test_incomplete_set_says_why(self, explain, decision, number):
        with pytest.raises(CommandError) as caught:
            explain({"answers": {}}, decision, number)
        assert str(caught.value) == "Bộ tiêu chí chưa dùng để chấm điểm được: " + "; ".join(
            raw_set(decision, number)["issues"]
        )

    @pytest.mark.parametrize(
        ("document", "message"),
        [
            ("{", "không phải JSON đúng: dòng 1, cột 2"),
            ("[1]", "Tệp điểm phải là một đối tượng JSON"),
            ("{}", "cần đúng một khóa"),
            ('{"answers": {}, "assessors": []}', "cần đúng một khóa"),
            ('{"answers": {}, "điểm": 1}', "khóa lạ: điểm"),
            ('{"answers": [1]}', "“answers” phải là một đối tượng"),
            ('{"assessors": {}}', "“assessors” phải là danh sách"),
            ('{"assessors": [1]}', "Phiếu 1 phải là một đối tượng"),
            ('{"assessors": []}', "Không có phiếu chấm nào"),
            ('{"answers": {"1.1": 1, "1.1": 2}}', "Khóa “1.1” ghi hai lần"),
            ('{"answers": {"1.1": NaN}}', "có giá trị NaN"),
            ('{"answers": {"1.1": "ba"}}', 'Tiêu chí 1.1: cần một số điểm, tệp ghi "ba"'),
            ('{"answers": {"1.1": true}}', "Tiêu chí 1.1: cần một số điểm, tệp ghi true"),
            ('{"answers": {"1.1": {"points": [2]}}}', "Tiêu chí 1.1: cần một số điểm"),
            ('{"answers": {}, "gates": "2.1"}', "“gates” phải là danh sách"),
            ('{"answers": {}, "cases": 1}', "“cases” phải là một đối tượng"),
            ('{"answers": {"9.99": 1}}', "Tiêu chí 9.99 không có trong bộ 6"),
            ('{"answers": {}}', "Thiếu điểm của tiêu chí 1.1"),
            ("[" * 100000, "lồng quá sâu"),
        ],
    )
    def test_file_that_cannot_be_used_says_why(self, explain, document, message):
        with pytest.raises(CommandError, match=re.escape(message)):
            explain(document)

    @pytest.mark.parametrize("points", [4, 1.5, -1, 1e300])
    def test_points_that_are_no_option(self, explain, points):
        with pytest.raises(
            CommandError, match=r"Tiêu chí 1\.1 .*không phải là phương án; chọn 1, 2, 3"
        ):
            explain(full(**{"1.1": points}))

    def test_missing_file_and_bytes(self, tmp_path):
        with pytest.raises(
            CommandError, match=r"Không đọc được tệp điểm .*khong-co\.json: không có"
        ):
            call_command(
                "explain_star", decision="148", set=1, answers=str(tmp_path / "khong-co.json")
            )
        (tmp_path / "anh.json").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(CommandError, match="không phải văn bản UTF-8"):
            call_command("explain_star", decision="148", set=1, answers=str(tmp_path / "anh.json"))

    def test_unknown_decision_and_set(self, explain):
        with pytest.raises(
            CommandError, match="Không có quyết định “149”; chọn 1048, 148, 26/2026"
        ):
            explain(full(), "149", 6)
        with pytest.raises(CommandError, match="không có bộ 27; chọn từ 1 đến 26"):
            explain(full(), "26/2026", 27)

    def test_decision_may_be_written_in_full(self, explain):
        assert explain(full(), "26/2026/QĐ-TTg", 6)["stars"] == 5


def test_documents_serve_where_no_database_answers(explain):
    transaction.set_rollback(True)  # from here on every query of this test is refused
    try:
        assert explain(full())["stars"] == 5
    finally:
        transaction.set_rollback(False)


def test_seventy_sets_are_complete():
    assert len(COMPLETE) == 70
