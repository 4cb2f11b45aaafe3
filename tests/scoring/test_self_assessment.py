"""``/tu-danh-gia/``: a kind of product, answers in the address, the star, what to take along."""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

import pypdfium2
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from scoring.criteria.storage import load_criteria
from scoring.models import CriteriaSet, CriteriaVersion
from scoring.questions import QuestionMaker, tokens_of
from scoring.regulation import DEFAULT_REGULATION
from scoring.rules import assess
from scoring.self_assessment.address import read_answers, read_link, write_link
from scoring.self_assessment.choosing import kinds_in_force
from scoring.self_assessment.result import SelfAssessment
from tests.factories.products import make_group
from tests.scoring.criteria_sets import (
    COMPLETE,
    highest,
    raw_criteria,
    raw_document,
    raw_set,
    set_of,
    small_set,
)

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
LARGEST_PAGE = 60 * 1024  # bytes of HTML, uncompressed


def typed(**answers):
    query = QueryDict(mutable=True)
    query.update({code: str(points) for code, points in answers.items()})
    return query


def read(decision, number, answers):
    return read_answers(set_of(decision, number), typed(**answers))


def assessed(answers, decision="26/2026", number=6, gates=()):
    query = typed(**answers)
    query.setlist("loai", gates)
    criteria = set_of(decision, number)
    return SelfAssessment(criteria, read_answers(criteria, query), DEFAULT_REGULATION, {})


class TestAddress:
    @pytest.mark.parametrize(("decision", "number"), COMPLETE)
    def test_every_option_of_every_set_has_one_word_and_comes_back(self, decision, number):
        criteria = set_of(decision, number)
        for code, criterion in criteria.answerable.items():
            words = tokens_of(criterion)
            assert list(words.values()) == list(criterion.options)
            for word, option in words.items():
                found = read(decision, number, {code: word})
                assert found.sheet.answers[code].points == option.points
                assert found.sheet.answers[code].case == option.case
                assert QueryDict(found.query)[code] == word

    def test_options_of_equal_points_keep_their_own_words(self):
        words = tokens_of(set_of("26/2026", 7).answerable["3.1"])
        assert list(words) == ["1", "1-2", "3"]

    def test_cases_are_declared_with_the_answer(self):
        found = read("26/2026", 26, {"8": "b:1"})
        assert found.sheet.answers["8"].case == "b"
        assert found.query == "8=b:1"

    def test_what_is_no_option_or_no_criterion_is_told_and_left_out(self):
        query = QueryDict("1.1=4&1.2=1&9.99=3&loai=2.1&loai=x&utm_source=zalo&co-chu=lon")
        found = read_answers(set_of("26/2026", 6), query)
        assert dict(found.chosen) == {"1.2": "1"}
        assert found.sheet.gates == {"2.1"}
        assert found.problems == (
            "Tiêu chí 1.1: “4” không phải là phương án. Chọn lại tiêu chí này.",
            "Bỏ qua 9.99, x: không có trong bộ tiêu chí này.",
        )
        assert found.query == "1.2=1&loai=2.1"

    @pytest.mark.parametrize("word", ["", " ", "1e3", "-1", "01", "<b>", "2-2", "a:2", "٢"])
    def test_words_that_are_none_are_no_answer(self, word):
        assert read("26/2026", 6, {"1.1": word}).chosen == {}

    def test_link_for_a_dossier_is_read_back(self):
        found = read("26/2026", 6, {"1.1": 3, "2.1": 0})
        version, number, query = read_link(write_link("26-2026", 6, found))
        assert (version, number) == ("26-2026", 6)
        assert read_answers(set_of("26/2026", 6), query) == found

    @pytest.mark.parametrize("text", ["", "26-2026/6", "../6?1.1=2", "26-2026/999?x", "a/1\n?b"])
    def test_link_that_is_none(self, text):
        assert read_link(text) is None


class TestResult:
    @pytest.mark.parametrize(("decision", "number"), COMPLETE)
    def test_whole_answers_give_what_the_rules_give(self, decision, number):
        answers = {
            code: next(w for w, o in tokens_of(c).items() if o.points == c.max_points)
            for code, c in set_of(decision, number).answerable.items()
        }
        found = assessed(answers, decision, number)
        expected = assess(set_of(decision, number), [found.answers.sheet])
        assert found.answers.problems == ()
        assert (found.stars, found.is_whole) == (expected.stars, True)
        assert found.total == expected.total
        assert [part.points for part in found.parts] == [part.points for part in expected.parts]

    def test_half_answered_says_what_is_open_and_what_is_missed(self):
        found = assessed({"1.1": 1, "1.5": 3, "2.2": 2})
        assert (found.total, found.stars, found.answered) == (6, 0, 3)
        three = found.minimums[0]
        assert (three.star, three.met, three.missed_codes) == (3, 1, ["1.1"])
        assert set(three.open_codes) == {
            code
            for code, row in raw_criteria("26/2026", 6).items()
            if any(o.get("min_star") == 3 for o in row["options"])
        } - {"1.1", "2.2"}
        assert (three.state, three.total) == ("missed", 8)
        assert found.next_star.points_missing == 44
        assert found.next_minimums is three or found.next_minimums == three

    def test_gate_leaves_no_star_and_says_so(self):
        answers = {code: str(n) for code, n in highest("26/2026", 6).items()}
        assert assessed(answers).stars == 5
        found = assessed(answers, gates=["2.1"])
        assert found.stars == 0
        assert [gate.code for gate in found.next_star.gates] == ["2.1"]

    def test_room_names_where_most_can_be_gained(self):
        answers = highest("26/2026", 6) | {"4.1": 1, "1.1": 2, "4.3": 0}
        room = [(each.criterion.code, each.points) for each in assessed(answers).room]
        assert room == [("4.3", Decimal(5)), ("4.1", Decimal(4)), ("1.1", Decimal(1))]

    def test_unusable_set_is_not_assessed(self):
        found = assessed({}, "148", 7)
        assert (found.assessment, found.stars, found.minimums, found.next_star) == (
            None,
            0,
            [],
            None,
        )

    def test_stars_that_stand_alike_are_said_together(self):
        asked = {
            q.criterion.code: q
            for p in assessed({"1.5": 2, "1.1": 1}).parts
            for s in p.sections
            for q in s.leaves
        }
        assert [(m.stars, m.points_missing, m.state) for m in asked["1.5"].marks] == [
            ("4", Fraction(0), "met"),
            ("5", Fraction(1), "missed"),
        ]
        assert [(m.stars, m.state) for m in asked["1.1"].marks] == [("3, 4, 5", "missed")]
        assert asked["2.2"].marks == []
        assert asked["2.2"].has_minimums

    def test_gates_stand_once_where_they_are_printed(self):
        for decision, number in COMPLETE:
            criteria = set_of(decision, number)
            maker = QuestionMaker(criteria, assessed({}).answers.sheet, {}, None, {})
            shown = [box.gate.code for box in maker.gates_of("ho-so")]
            for section in (s for p in maker.parts() for s in p.sections):
                shown += [box.gate.code for box in section.gates]
                for question in section.questions:
                    shown += [
                        box.gate.code for q in (question, *question.children) for box in q.gates
                    ]
            assert sorted(shown) == sorted(criteria.gates)


@pytest.fixture
def keep(db, tmp_path):
    """Load a document of some sets of a decision, under its own number."""

    def load(decision, *numbers):
        document = raw_document(decision) | {"sets": [raw_set(decision, n) for n in numbers]}
        path = tmp_path / f"{decision.replace('/', '-')}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        load_criteria(tmp_path, at=AT)

    return load


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


class TestPages:
    PAGE = "/tu-danh-gia/26-2026/6/"

    def test_kinds_stand_under_their_groups_and_branches(self, keep):
        keep("26/2026", 6, 7)
        food = make_group("Thực phẩm", decision="26/2026/QĐ-TTg", position=1)
        for position, number in enumerate((6, 7), start=2):
            make_group(
                f"Phân nhóm {number}",
                food,
                decision="26/2026/QĐ-TTg",
                set_number=number,
                branch="Chế biến",
                position=position,
            )
        make_group("Chưa có bộ", food, decision="26/2026/QĐ-TTg", set_number=8, position=9)
        version, groups = kinds_in_force(dt.date(2026, 11, 1))
        assert version.slug == "26-2026"
        [group] = groups
        [branch] = group.branches
        assert (group.group, branch.name) == (food, "Chế biến")
        assert [kind.row.number for kind in branch.kinds] == [6, 7]

    def test_nothing_in_force(self, client, db):
        assert "Chưa có bộ tiêu chí nào đang áp dụng" in text_of(client, "/tu-danh-gia/")

    def test_answers_are_checked_and_the_star_is_told(self, client, keep):
        keep("26/2026", 6)
        answers = "&".join(f"{code}={n}" for code, n in highest("26/2026", 6).items())
        page = text_of(client, f"{self.PAGE}?{answers}")
        assert page.count(" checked>") == 32
        assert "100<small" in page
        assert '<span class="stars stars--lg">' in page
        assert "Để đạt" not in page
        page = text_of(client, f"{self.PAGE}?{answers.replace('1.5=3', '1.5=2')}")
        assert "Để đạt 5 sao" in page
        assert "cần 3, đang 2" in page

    def test_what_cannot_be_read_is_told_and_the_rest_kept(self, client, keep):
        keep("26/2026", 6)
        page = text_of(client, f"{self.PAGE}?1.1=2&1.2=<script>")
        assert "Tiêu chí 1.2: “&lt;script&gt;” không phải là phương án." in page
        assert 'name="1.1" value="2" checked>' in page

    def test_pieces_are_parts_of_the_page(self, client, keep):
        keep("26/2026", 6)
        query = f"{self.PAGE}?1.1=3&1.5=2&2.1=0"
        whole, pieces = text_of(client, query), client.get(f"{query}&manh=1").content.decode()
        ids = [part.partition('"')[0] for part in pieces.split('<div id="')[1:]]
        assert {"loi", "ba-phan", "tong", "mang-ve", "thanh-tong", "giay-to", "tc-1-5-m"} <= set(
            ids
        )
        assert len(ids) == len(set(ids))
        for name in ids:
            assert f'id="{name}"' in whole
        assert "manh=1" not in pieces

    def test_answers_are_kept_by_nobody(self, client, keep):
        keep("26/2026", 6)
        plain, answered = client.get(self.PAGE), client.get(f"{self.PAGE}?1.1=2")
        assert "private" not in plain["Cache-Control"]
        assert answered["Cache-Control"] == "private, no-cache"
        assert answered["X-Robots-Tag"] == "noindex"
        assert not answered.cookies

    def test_unusable_set_says_why_and_asks_nothing(self, client, keep):
        keep("148", 7)
        CriteriaVersion.objects.update(effective_to=dt.date(2099, 1, 1))
        page = text_of(client, "/tu-danh-gia/148/7/")
        assert "Bộ tiêu chí này chưa dùng để chấm điểm" in page
        assert "khai 4, phương án cao nhất 3" in page
        assert 'type="radio"' not in page

    def test_set_no_longer_in_force_and_one_in_doubt_say_so(self, client, keep):
        keep("148", 6)
        assert "không áp dụng hôm nay" in text_of(client, "/tu-danh-gia/148/6/")
        keep("26/2026", 7)
        page = text_of(client, "/tu-danh-gia/26-2026/7/")
        assert "Cần đối chiếu bản gốc" in page
        assert "không áp dụng hôm nay" not in page

    @pytest.mark.parametrize("path", ["26-2026/99/", "khong-co/1/", "26-2026/99/bai-cham.pdf"])
    def test_unknown_set_is_not_found(self, client, keep, path):
        keep("26/2026", 6)
        assert client.get(f"/tu-danh-gia/{path}").status_code == 404

    def test_new_edition_is_asked_as_soon_as_it_is_published(self, client, keep):
        keep("26/2026", 6)
        text_of(client, self.PAGE)
        CriteriaSet.objects.create(
            version=CriteriaVersion.objects.get(),
            number=6,
            edition=2,
            corrects=CriteriaSet.objects.get(),
            name="Bản nháp chưa công bố",
        )
        assert "Bản nháp" not in text_of(client, f"{self.PAGE}?1.1=2")

    def test_a_further_answer_costs_two_queries(self, client, keep):
        keep("26/2026", 6)
        client.get(f"{self.PAGE}?1.1=2")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{self.PAGE}?1.1=3&manh=1")
        assert len(captured) == 2  # content version, council's regulation

    @pytest.mark.parametrize("number", [4, 7, 13])
    def test_page_stays_light_with_the_lowest_answers(self, client, keep, number):
        keep("26/2026", number)
        answers = "&".join(
            f"{code}={min(o['points'] for o in row['options'])}"
            for code, row in raw_criteria("26/2026", number).items()
        )
        page = client.get(f"/tu-danh-gia/26-2026/{number}/?{answers}")
        assert len(page.content) <= LARGEST_PAGE

    def test_english_frame_around_vietnamese_criteria(self, client, keep):
        keep("26/2026", 6)
        page = text_of(client, f"/en{self.PAGE}?1.1=1")
        assert "To reach 3 stars" in page
        assert '<span lang="vi">Nguồn nguyên liệu</span><i>3 points</i>' in page


class TestPaper:
    def read(self, client, query, path="/tu-danh-gia/26-2026/6/bai-cham.pdf"):
        answer = client.get(f"{path}?{query}")
        assert answer["Content-Type"] == "application/pdf"
        with pypdfium2.PdfDocument(answer.content) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        return " ".join(" ".join(pages).split())

    def test_says_what_the_page_says(self, client, keep):
        keep("26/2026", 6)
        text = self.read(client, "1.1=3&1.5=2&loai=2.1")
        assert "Bài tự đánh giá: Chế biến từ gạo, ngũ cốc" in text
        assert "Đây là bài chấm thử" in text
        assert "Tổng điểm 5 / 100" in text
        assert "Bị dừng hoặc loại" in text
        assert "Sử dụng nguyên liệu có nguồn gốc trong tỉnh từ 75% đến 100%" in text
        assert "Mở lại bài chấm này trên cổng" in text
        assert "Nguồn gốc nguyên liệu, vùng nguyên liệu, liên kết chuỗi" in text

    def test_leads_back_to_the_same_answers(self, client, keep):
        keep("26/2026", 6)
        content = client.get("/tu-danh-gia/26-2026/6/bai-cham.pdf?1.1=3&loai=2.1&x=y").content
        assert b"http://testserver/tu-danh-gia/26-2026/6/?1.1=3&loai=2.1" in content
        assert b"x=y" not in content

    def test_blank_and_english(self, client, keep):
        keep("26/2026", 26)
        text = self.read(client, "", "/en/tu-danh-gia/26-2026/26/bai-cham.pdf")
        assert "Self-assessment:" in text
        assert "Open this scoring again" not in text
        assert translation.get_language() == "vi"

    def test_of_a_set_that_cannot_be_used(self, client, keep):
        keep("148", 7)
        assert "chưa dùng để chấm điểm" in self.read(client, "", "/tu-danh-gia/148/7/bai-cham.pdf")


def test_small_set_without_minimums_or_proofs(client, db, tmp_path):
    (tmp_path / "9-9999.json").write_text(json.dumps(small_set()), encoding="utf-8")
    load_criteria(tmp_path, at=AT)
    page = text_of(client, "/tu-danh-gia/9-9999/1/?1.1=10")
    assert "10<small" in page
    assert "Mức tối thiểu</h3>" not in page
    assert "Giấy tờ cần chuẩn bị" not in page
