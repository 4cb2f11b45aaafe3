"""``/bo-tieu-chi/``: the sets of every decision, and one set."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from products.models import ProductGroup
from scoring.criteria.pages import decisions
from scoring.criteria.storage import load_criteria
from scoring.models import CriteriaSet, CriteriaVersion
from scoring.templatetags.criteria import in_points, sentence_case
from tests.scoring.criteria_sets import raw_criteria, raw_document, raw_set, small_set

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(tmp_path):
    """Load a document of some sets of a decision, under its own number."""

    def load(decision, *numbers):
        document = raw_document(decision) | {"sets": [raw_set(decision, n) for n in numbers]}
        path = tmp_path / f"{decision.replace('/', '-')}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        load_criteria(tmp_path, at=AT)

    return load


def make_group(decision, code, name, parent=None, set_number=None):
    return ProductGroup.objects.create(
        decision=f"{decision}/QĐ-TTg",
        code=code,
        name=name,
        short_name=name,
        slug=f"{decision}-{code}".replace("/", "-").replace(".", "-").lower(),
        parent=parent,
        set_number=set_number,
        position=ProductGroup.objects.count(),
    )


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


class TestList:
    def test_decisions_newest_first_and_in_force_on_the_day(self, keep):
        keep("148", 1)
        keep("26/2026", 1)
        both = decisions(dt.date(2026, 6, 1))
        assert [(d.version.slug, d.is_in_force) for d in both] == [("26-2026", True), ("148", True)]
        after = decisions(dt.date(2026, 7, 22))
        assert [(d.version.slug, d.is_in_force) for d in after] == [
            ("26-2026", True),
            ("148", False),
        ]
        assert [d.is_in_force for d in decisions(dt.date(2023, 2, 23))] == [False, False]

    def test_sets_stand_under_the_groups_of_their_decision(self, keep):
        keep("26/2026", 1, 2, 14, 26)
        drinks = make_group("26/2026", "II", "Đồ uống")
        make_group("26/2026", "II.1", "Rượu", drinks, 14)
        food = make_group("26/2026", "I", "Thực phẩm")
        make_group("26/2026", "I.2", "Thịt", food, 2)
        make_group("26/2026", "I.1", "Rau", food, 1)
        make_group("148", "I", "Nhóm của 148", None, 1)
        (page,) = decisions(dt.date(2026, 6, 1))
        assert [(g.name, [s.number for s in g.sets]) for g in page.groups] == [
            ("Đồ uống", [14]),
            ("Thực phẩm", [2, 1]),
            ("", [26]),
        ]

    def test_page_says_which_sets_are_in_doubt_or_unusable(self, client, keep):
        keep("26/2026", 6, 7)
        keep("148", 7)
        page = text_of(client, "/bo-tieu-chi/")
        assert page.count("chưa dùng để chấm điểm") == 1
        assert page.count("cần đối chiếu bản gốc") == 1
        assert page.count('href="/bo-tieu-chi/26-2026/') == 2

    def test_nothing_kept_and_nothing_published(self, client, tmp_path):
        assert "Chưa có bộ tiêu chí nào" in text_of(client, "/bo-tieu-chi/")
        CriteriaVersion.objects.create(
            decision="1/QĐ-TTg",
            slug="1",
            title="Dự thảo",
            issued_on=AT.date(),
            effective_from=AT.date(),
            part_points={},
            bands=[],
        )
        assert "Dự thảo" not in text_of(client, "/bo-tieu-chi/")

    def test_three_queries_however_many_sets(self, keep, django_assert_num_queries):
        keep("148", 1)
        with django_assert_num_queries(3):
            decisions(AT.date())
        keep("26/2026", 1, 2, 3)
        with django_assert_num_queries(3):
            decisions(AT.date())


class TestSet:
    def test_criteria_points_marks_minimums_and_proofs(self, client, keep):
        keep("26/2026", 6)
        page = text_of(client, "/bo-tieu-chi/26-2026/6/")
        printed = raw_criteria("26/2026", 6)
        assert page.count('class="crit"') == len(printed)
        assert "Sử dụng nguyên liệu có nguồn gốc trong tỉnh từ 50% đến dưới 75%" in page
        assert "Nguồn gốc nguyên liệu, vùng nguyên liệu, liên kết chuỗi" in page
        assert "Bị loại nếu phát hiện giống hệt sản phẩm" in page
        marks = sum("min_star" in o for row in printed.values() for o in row["options"])
        assert page.count('aria-label="tối thiểu của') == marks

    def test_group_shows_its_children_and_cases_their_labels(self, client, keep):
        keep("26/2026", 11, 26)
        assert 'id="tc-6-1-1"' in text_of(client, "/bo-tieu-chi/26-2026/11/")
        assert "Trường hợp 1: " in text_of(client, "/bo-tieu-chi/26-2026/26/")

    def test_reason_of_an_unusable_set_is_shown(self, client, keep):
        keep("1048", 10, 21)
        assert "Nguồn không có tiêu chí cho bộ này" in text_of(client, "/bo-tieu-chi/1048/10/")
        assert "khai 40, tổng các mục 38" in text_of(client, "/bo-tieu-chi/1048/21/")

    @pytest.mark.parametrize("path", ["26-2026/27/", "khong-co/1/"])
    def test_unknown_set_is_not_found(self, client, keep, path):
        keep("26/2026", 6)
        assert client.get(f"/bo-tieu-chi/{path}").status_code == 404

    def test_queries_do_not_grow_with_criteria(self, client, keep, tmp_path):
        keep("26/2026", 6)
        (tmp_path / "9-9999.json").write_text(json.dumps(small_set()), encoding="utf-8")
        load_criteria(tmp_path, at=AT)
        counts = []
        for row in CriteriaSet.objects.select_related("version"):
            client.get(reverse("home"))
            with CaptureQueriesContext(connection) as captured:
                text_of(client, row.get_absolute_url())
            counts.append(len(captured))
        assert counts == [counts[0]] * 2

    def test_english_frame_around_vietnamese_criteria(self, client, keep):
        keep("26/2026", 6)
        page = text_of(client, "/en/bo-tieu-chi/26-2026/6/")
        assert "Minimums" in page
        assert '<span lang="vi">Chế biến từ gạo, ngũ cốc</span>' in page


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("TỔ CHỨC SẢN XUẤT", "Tổ chức sản xuất"),
        ("KIỂM TRA ĐỊNH KỲ CÁC CHỈ TIÊU ATTP", "Kiểm tra định kỳ các chỉ tiêu ATTP"),
        ("tiện nghi và VietGAP", "Tiện nghi và VietGAP"),
    ],
)
def test_titles_are_not_shouted(printed, written):
    assert sentence_case(printed) == written


def test_points_carry_their_word_in_either_language():
    with translation.override("en"):
        assert [in_points(Decimal(n)) for n in ("0", "1", "2.5")] == [
            "0 points",
            "1 point",
            "2.5 points",
        ]
    assert in_points(Decimal("2.5")) == "2,5 điểm"
