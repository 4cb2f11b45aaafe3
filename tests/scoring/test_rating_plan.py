"""A verdict for every row before anything is written."""

import datetime as dt
from decimal import Decimal

import pytest

from communes.enums import NameKind
from communes.models import CommuneName
from producers.models import ProducerName
from products.models import Certification, Product
from scoring.enums import Verdict
from scoring.rating_import.parsing import parse
from scoring.rating_import.plan import make_plan
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product, withdraw
from tests.scoring.conftest import TODAY
from tests.scoring.rating_files import csv_file

HEADER = ("Tên sản phẩm", "Chủ thể", "Xã", "Huyện", "Điểm", "Hạng sao", "Quyết định", "Ngày",
          "Hình thức", "Thời hạn", "Nhóm", "Mã sản phẩm", "MST")  # fmt: skip
NAMES = ("product", "producer", "xa", "huyen", "score", "stars", "number", "on", "form", "term",
         "group", "code", "tax")  # fmt: skip
USUAL = {
    "product": "Miến dong Tài Hoan",
    "producer": "HTX Tài Hoan",
    "xa": "Xã Côn Minh",
    "huyen": "Huyện Na Rì",
    "score": "75",
    "stars": "4",
    "number": "2616/QĐ-UBND",
    "on": "29/12/2021",
}
DAY = dt.date(2021, 12, 29)


def row(**cells):
    told = USUAL | cells
    return [told.get(name, "") for name in NAMES]


def plan(*rows, answers=None, today=TODAY):
    document = parse(csv_file([HEADER, *rows]), "kq.csv")
    return make_plan(document, today=today, answers=answers)


def verdicts(*rows, **more):
    return [planned.verdict for planned in plan(*rows, **more).rows]


def only(*args, **more):
    (planned,) = plan(row(*args, **more)).rows
    return planned


def said(planned):
    return " ".join(str(finding) for finding in planned.row.findings)


def asked(planned):
    return {
        question.topic.value: [option.value for option in question.options]
        for question in planned.questions
    }


@pytest.fixture
def known(territory):
    """A product the register has, not yet certified."""
    producer = make_producer("HTX Tài Hoan", commune=territory["con_minh"])
    return make_product(
        "Miến dong Tài Hoan",
        producer=producer,
        commune=territory["con_minh"],
        standing="recognised",
    )


# --- verdicts


def test_a_row_of_an_unknown_product_is_new(territory):
    planned = only()
    assert planned.verdict == Verdict.NEW
    assert planned.product.commune_id == territory["con_minh"].pk
    assert planned.act.award.end == dt.date(2024, 12, 29)
    assert [change["file"] for change in planned.changes] == [
        "Miến dong Tài Hoan – HTX Tài Hoan",
        "4 sao, 2616/QĐ-UBND ngày 29/12/2021, có hiệu lực từ 29/12/2021 đến trước 29/12/2024",
    ]


def test_planning_writes_nothing(territory):
    plan(row(), row(product="Khác"))
    assert not Product.objects.exists()
    assert not Certification.objects.exists()


def test_the_first_award_of_a_known_product(known):
    assert only().verdict == Verdict.NEW_CERTIFICATE


@pytest.mark.parametrize(
    ("product", "producer"),
    [
        ("MIẾN DONG TÀI HOAN", "Hợp tác xã Tài Hoan"),
        ("Miến  dong Tài Hoàn", "HTX TÀI HOAN"),
        ("mien dong tai hoan", "htx tai hoan"),
        ("Mie\u0302\u0301n dong Tài Hoan", "HTX. Tài Hoan"),
    ],
)
def test_a_known_product_is_known_however_it_is_written(known, product, producer):
    planned = only(product=product, producer=producer)
    assert (planned.verdict, planned.product.pk) == (Verdict.NEW_CERTIFICATE, known.pk)


def test_a_known_product_is_known_by_another_name_of_its_producer(known):
    ProducerName.objects.create(producer=known.producer, name="Công ty Miến Tài Hoan")
    assert only(producer="Công ty miến Tài Hoan").product.pk == known.pk


def test_a_known_product_is_known_by_its_code(known):
    Product.objects.filter(pk=known.pk).update(register_code="BK-024")
    assert only(product="Tên mới", producer="Chủ khác", code="BK-024").product.pk == known.pk


def test_a_known_producer_is_known_by_its_tax_code(known):
    known.producer.tax_code = "4700123456"
    known.producer.save()
    planned = only(product="Bún khô", producer="HTX Đổi Tên", tax="4700123456")
    assert planned.verdict == Verdict.NEW
    assert planned.product.producer.pk == known.producer.pk


def test_a_higher_star_is_an_upgrade_and_ends_the_lower_one(known):
    award = certify(known, 3, dt.date(2020, 6, 1))
    planned = only()
    assert planned.verdict == Verdict.UPGRADE
    (ending,) = planned.act.endings
    assert (ending.award.pk, ending.on, ending.until) == (award.pk, DAY, dt.date(2023, 6, 1))


def test_a_higher_star_after_the_term_is_an_upgrade_that_ends_nothing(known):
    certify(known, 3, dt.date(2018, 6, 1))
    planned = only()
    assert (planned.verdict, planned.act.endings) == (Verdict.UPGRADE, [])


def test_the_same_star_after_the_term_is_a_renewal(known):
    certify(known, 4, dt.date(2018, 6, 1))
    planned = only()
    assert (planned.verdict, planned.act.endings) == (Verdict.RENEWAL, [])


def test_the_same_star_shortly_before_the_end_is_a_renewal_that_cuts_the_old_term(known):
    certify(known, 4, dt.date(2019, 3, 1))
    planned = only()
    assert planned.verdict == Verdict.RENEWAL
    assert planned.act.endings[0].on == DAY


def test_a_lower_star_after_the_term_is_a_new_certificate_with_a_warning(known):
    certify(known, 5, dt.date(2018, 6, 1))
    planned = only()
    assert planned.verdict == Verdict.NEW_CERTIFICATE
    assert "thấp hơn lần công nhận trước" in said(planned)


def test_the_same_award_is_unchanged(known):
    certify(known, 4, DAY, score=Decimal("75.00"))
    planned = only()
    assert (planned.verdict, planned.act, planned.changes) == (Verdict.UNCHANGED, None, [])


def test_the_same_number_of_another_year_is_another_decision(known):
    certify(known, 4, dt.date(2018, 6, 1))
    assert only().verdict == Verdict.RENEWAL


@pytest.mark.parametrize("number", ["2616/QĐ-UBND", "", "02616/qđ-ubnd"])
def test_what_the_register_lacks_is_filled_in(known, number):
    certify(known, 4, decision_number=number, recognised_year=2021)
    planned = only()
    assert planned.verdict == Verdict.COMPLETION
    assert planned.act.award_updates["decision_on"] == DAY
    assert planned.act.award_updates["end"] == dt.date(2024, 12, 29)


def test_a_day_without_a_number_is_the_same_award(known):
    certify(known, 4, DAY, decision_number="")
    planned = only()
    assert planned.verdict == Verdict.COMPLETION
    assert planned.act.award_updates["decision_number"] == "2616/QĐ-UBND"


def test_a_decision_without_a_day_gives_no_term(known):
    planned = only(on="2021")
    assert planned.verdict == Verdict.NEW_CERTIFICATE
    assert (planned.act.award.start, planned.act.award.year) == (None, 2021)
    assert "chưa rõ hạn" in said(planned)


def test_two_awards_of_one_new_product_in_one_file(territory):
    later = row(stars="5", score="92", number="9/QĐ-BNN", on="01/03/2023")
    assert verdicts(later, row()) == [Verdict.UPGRADE, Verdict.NEW]


# --- missing stars


def test_a_reissue_without_stars_takes_those_it_renews(known):
    certify(known, 4, dt.date(2018, 6, 1))
    planned = only(stars="", score="", form="Cấp lại")
    assert (planned.verdict, planned.act.award.stars) == (Verdict.RENEWAL, 4)
    assert "lấy 4 sao theo chứng nhận" in said(planned)


def test_no_stars_for_a_product_never_certified_are_asked_for(known):
    planned = only(stars="")
    assert planned.verdict == Verdict.REJECTED
    assert asked(planned) == {"stars": ["3", "4", "5", "skip"]}
    (planned,) = plan(row(stars=""), answers={0: {"stars": "4"}}).rows
    assert (planned.verdict, planned.act.award.stars) == (Verdict.NEW_CERTIFICATE, 4)


def test_an_upgrade_without_stars_is_asked_for(known):
    certify(known, 3, dt.date(2018, 6, 1))
    assert only(stars="", score="", form="Nâng hạng").verdict == Verdict.REJECTED


# --- conflicts


@pytest.mark.parametrize(
    ("cells", "label", "register", "file"),
    [
        ({"stars": "3", "score": "60"}, "hạng sao", "4", "3"),
        ({"score": "80,5"}, "điểm", "75,00", "80,50"),
        ({"on": "28/12/2021"}, "ngày quyết định", "29/12/2021", "28/12/2021"),
        ({"term": "12"}, "hạn", "29/12/2024", "29/12/2022"),
    ],
)
def test_what_differs_from_the_register_is_told(known, cells, label, register, file):
    certify(known, 4, DAY, score=Decimal("75.00"))
    planned = only(**cells)
    assert planned.verdict == Verdict.CONFLICT
    (question,) = planned.questions
    told = [(it.label, it.register, it.file) for it in question.differences]
    assert (label, register, file) in told


def test_a_conflict_is_settled_either_way(known):
    certify(known, 4, DAY, score=Decimal("75.00"))
    cells = row(score="80,5")
    (kept,) = plan(cells, answers={0: {"record": "register"}}).rows
    (taken,) = plan(cells, answers={0: {"record": "file"}}).rows
    (left,) = plan(cells, answers={0: {"record": "skip"}}).rows
    assert (kept.verdict, kept.act) == (Verdict.UNCHANGED, None)
    assert (taken.verdict, taken.act.award_updates) == (
        Verdict.COMPLETION,
        {"score": Decimal("80.50")},
    )
    assert (left.verdict, left.act) == (Verdict.SKIPPED, None)


def test_another_commune_than_the_registers_is_a_conflict(known, territory):
    certify(known, 4, DAY, score=Decimal("75.00"))
    planned = only(xa="Xã Quang Phong")
    assert planned.verdict == Verdict.CONFLICT
    assert asked(planned) == {"place": ["register", "file", "skip"]}
    (question,) = planned.questions
    assert [(it.register, it.file) for it in question.differences] == [
        ("Xã Côn Minh, Huyện Na Rì", "Xã Quang Phong, Huyện Na Rì")
    ]
    (taken,) = plan(row(xa="Xã Quang Phong"), answers={0: {"place": "file"}}).rows
    assert taken.act.product_updates["commune_id"] == territory["quang_phong"].pk


def test_the_unit_a_commune_went_into_is_the_same_place(known):
    certify(known, 4, dt.date(2023, 1, 1))
    planned = only(xa="Xã Côn Minh", huyen="", on="01/12/2025", number="7/QĐ-UBND")
    assert planned.verdict == Verdict.RENEWAL


def test_a_term_that_overlaps_is_asked_about(known):
    award = certify(known, 4, dt.date(2021, 6, 1), decision_number="5/QĐ-UBND")
    planned = only()
    assert planned.verdict == Verdict.CONFLICT
    assert asked(planned) == {"period": ["replace", "skip"]}
    assert "chồng lên" in planned.questions[0].text
    (answered,) = plan(row(), answers={0: {"period": "replace"}}).rows
    assert answered.verdict == Verdict.RENEWAL
    assert answered.act.endings[0].award.pk == award.pk


def test_an_earlier_award_than_the_registers_is_asked_about(known):
    certify(known, 5, dt.date(2023, 6, 1), decision_number="5/QĐ-BNN")
    planned = only()
    assert asked(planned) == {"period": ["earlier", "skip"]}
    (answered,) = plan(row(), answers={0: {"period": "earlier"}}).rows
    award = answered.act.award
    assert (award.end, award.end_reason, award.ended_on) == (
        dt.date(2023, 6, 1),
        "superseded",
        dt.date(2023, 6, 1),
    )


def test_two_awards_of_one_day_leave_no_choice_but_to_skip(known):
    certify(known, 4, DAY, decision_number="5/QĐ-UBND")
    assert asked(only()) == {"period": ["skip"]}


def test_a_withdrawn_award_is_not_cut_by_an_import(known):
    withdraw(certify(known, 3, dt.date(2021, 6, 1), decision_number="5/QĐ-UBND"), DAY)
    assert only().verdict == Verdict.UPGRADE
    withdrawn_later = only(on="01/12/2021")
    assert asked(withdrawn_later) == {"period": ["skip"]}


def test_an_award_of_which_nothing_is_known_is_asked_about(known):
    certify(known, 4)
    planned = only()
    assert asked(planned) == {"undated": ["same", "another", "skip"]}
    (same,) = plan(row(), answers={0: {"undated": "same"}}).rows
    (another,) = plan(row(), answers={0: {"undated": "another"}}).rows
    assert (same.verdict, same.act.award) == (Verdict.COMPLETION, None)
    assert (another.verdict, another.act.award.stars) == (Verdict.RENEWAL, 4)


def test_all_questions_of_a_row_are_asked_at_once(known):
    certify(known, 4, dt.date(2021, 6, 1), decision_number="5/QĐ-UBND")
    planned = only(xa="Xã Quang Phong", score="92", on="01/12/2021")
    assert set(asked(planned)) == {"place", "band", "period"}


# --- score and star


@pytest.mark.parametrize(
    ("score", "stars", "on"),
    [("69,99", "4", "29/12/2021"), ("89,999", "5", "01/06/2023"), ("49,99", "3", "01/06/2026")],
)
def test_more_stars_than_points_are_rejected(territory, score, stars, on):
    huyen = "Huyện Na Rì" if on < "29/12/2025" and not on.endswith("2026") else ""
    planned = only(score=score, stars=stars, on=on, huyen=huyen)
    assert planned.verdict == Verdict.REJECTED
    assert f"tệp ghi {stars} sao" in said(planned)


@pytest.mark.parametrize(
    ("on", "law"),
    [("29/12/2021", "1048/QĐ-TTg"), ("01/06/2023", "148/QĐ-TTg")],
)
def test_the_law_of_the_day_is_named(territory, on, law):
    assert law in said(only(score="60", on=on))


@pytest.mark.parametrize(
    ("score", "stars"), [("70", "4"), ("89,99", "4"), ("90", "5"), ("100", "5"), ("50", "3")]
)
def test_scores_at_the_edges_of_a_band_fit(territory, score, stars):
    assert only(score=score, stars=stars).verdict == Verdict.NEW


def test_fewer_stars_than_points_are_rejected_where_the_law_has_no_minimums(territory):
    assert only(score="75", stars="3").verdict == Verdict.REJECTED


@pytest.mark.parametrize(
    ("score", "stars", "on"), [("75", "3", "01/06/2023"), ("91", "4", "29/12/2021")]
)
def test_fewer_stars_than_points_are_asked_about_where_they_can_be(territory, score, stars, on):
    planned = only(score=score, stars=stars, on=on)
    assert planned.verdict == Verdict.CONFLICT
    cells = row(score=score, stars=stars, on=on)
    assert verdicts(cells, answers={0: {"band": "accept"}}) == [Verdict.NEW]


def test_two_stars_are_no_longer_recognised(territory):
    planned = only(score="", stars="2", on="01/06/2026", huyen="")
    assert planned.verdict == Verdict.REJECTED
    assert "26/2026/QĐ-TTg" in said(planned)


def test_rounding_never_lifts_a_score_into_the_next_band(territory):
    assert only(score="89,999", stars="4").act.award.score == Decimal("89.99")
    assert only(score="75,555", stars="4").act.award.score == Decimal("75.56")


# --- places and dates


def test_a_commune_that_no_longer_exists_on_that_day_is_rejected(territory):
    planned = only(xa="Thị trấn Bằng Lũng", huyen="", on="01/12/2025")
    assert planned.verdict == Verdict.REJECTED
    assert "01/07/2025" in said(planned)
    assert "Xã Chợ Đồn" in said(planned)


def test_a_commune_that_does_not_exist_yet_is_rejected(territory):
    planned = only(xa="Xã Chợ Đồn", huyen="")
    assert planned.verdict == Verdict.REJECTED


def test_an_unknown_commune_is_rejected(territory):
    planned = only(xa="Xã Hoàn Toàn Lạ", huyen="")
    assert planned.verdict == Verdict.REJECTED
    assert "29/12/2021" in said(planned)


@pytest.mark.parametrize("on", ["", "2025"])
def test_without_a_day_a_unit_that_is_no_more_is_that_of_its_last_day(territory, on):
    planned = only(xa="Thị trấn Bằng Lũng", huyen="Chợ Đồn", on=on)
    assert planned.verdict == Verdict.NEW
    assert planned.product.commune_id == territory["bang_lung"].pk
    assert "chưa rõ ngày quyết định nên lấy đơn vị có đến hết 30/06/2025" in said(planned).lower()


def test_a_year_keeps_out_the_units_before_it(territory):
    planned = only(xa="Thị trấn Bằng Lũng", huyen="Chợ Đồn", on="2026")
    assert planned.verdict == Verdict.REJECTED


@pytest.mark.parametrize("on", ["31/02/2021", "29/12/2121"])
def test_a_wrong_day_is_not_blamed_on_the_place(territory, on):
    planned = only(xa="Thị trấn Bằng Lũng", huyen="Chợ Đồn", on=on)
    assert planned.verdict == Verdict.REJECTED
    assert "cần một xã, phường" not in said(planned)


def test_a_former_name_is_understood_and_remarked(territory):
    CommuneName.objects.create(commune=territory["ngoc_phai"], name="Rã Bản", kind=NameKind.FORMER)
    planned = only(xa="Xã Rã Bản", huyen="Huyện Chợ Đồn")
    assert planned.verdict == Verdict.NEW
    assert planned.product.commune_id == territory["ngoc_phai"].pk
    assert "Xã Ngọc Phái" in said(planned)


def test_only_a_district_is_kept_as_a_district(territory):
    planned = only(xa="", huyen="Huyện Na Rì")
    assert planned.verdict == Verdict.NEW
    assert (planned.product.commune_id, planned.product.district_id) == (
        None,
        territory["na_ri"].pk,
    )


def test_no_place_at_all_is_remarked_for_a_new_product(territory):
    planned = only(xa="", huyen="")
    assert planned.verdict == Verdict.NEW
    assert "chưa ghi xã" in said(planned)


def test_the_commune_the_register_lacks_is_filled_in(territory):
    producer = make_producer("HTX Tài Hoan", district=territory["na_ri"])
    known = make_product(producer=producer, district=territory["na_ri"], standing="recognised")
    certify(known, 4, DAY, score=Decimal("75.00"))
    planned = only()
    assert planned.verdict == Verdict.COMPLETION
    assert planned.act.product_updates == {
        "commune_id": territory["con_minh"].pk,
        "district_id": None,
    }


@pytest.mark.parametrize("on", ["02/11/2026", "01/01/2030"])
def test_a_decision_of_a_day_to_come_is_rejected(territory, on):
    planned = only(on=on, huyen="")
    assert planned.verdict == Verdict.REJECTED
    assert "sau hôm nay" in said(planned)


def test_a_decision_of_today_is_no_slip(territory):
    planned = only(on=f"{TODAY:%d/%m/%Y}", huyen="", stars="4")
    assert planned.verdict == Verdict.NEW


def test_one_decision_with_two_days_is_told_by_the_minority(territory):
    rows = [row(product=f"Bún {number}") for number in range(3)]
    rows.append(row(product="Bún lẻ", on="28/12/2021"))
    assert verdicts(*rows) == [Verdict.NEW] * 3 + [Verdict.REJECTED]


def test_rows_of_one_product_and_one_decision(territory):
    assert verdicts(row(), row()) == [Verdict.NEW, Verdict.REJECTED]
    planned = plan(row(), row(score="80")).rows
    assert [it.verdict for it in planned] == [Verdict.REJECTED, Verdict.REJECTED]
    assert "ghi khác nhau" in said(planned[0])


def test_a_printed_end_before_the_decision_is_rejected(territory):
    assert only(term="đến 01/01/2020").verdict == Verdict.REJECTED


# --- possible duplicates


def test_a_name_nearly_the_same_is_a_possible_duplicate(known):
    planned = only(product="Miến rong Tài Hoan")
    assert planned.verdict == Verdict.POSSIBLE_DUPLICATE
    assert asked(planned) == {"product": [f"product:{known.pk}", "new", "skip"]}


def test_a_possible_duplicate_is_settled_by_choice(known):
    cells = row(product="Miến rong Tài Hoan")
    same = plan(cells, answers={0: {"product": f"product:{known.pk}"}}).rows[0]
    new = plan(cells, answers={0: {"product": "new"}}).rows[0]
    left = plan(cells, answers={0: {"product": "skip"}}).rows[0]
    assert (same.verdict, same.product.pk) == (Verdict.NEW_CERTIFICATE, known.pk)
    assert (new.verdict, new.product.pk, new.product.producer.pk) == (
        Verdict.NEW,
        None,
        known.producer.pk,
    )
    assert left.verdict == Verdict.SKIPPED


def test_an_answer_that_was_not_offered_counts_for_nothing(known):
    cells = row(product="Miến rong Tài Hoan")
    for answer in ("product:999999", "replace", "product:x"):
        assert verdicts(cells, answers={0: {"product": answer}}) == [Verdict.POSSIBLE_DUPLICATE]


def test_a_product_another_row_names_exactly_is_no_candidate(known):
    assert verdicts(row(), row(product="Miến dong Tài Hoan túi")) == [
        Verdict.NEW_CERTIFICATE,
        Verdict.NEW,
    ]


def test_different_figures_tell_products_apart(known):
    Product.objects.filter(pk=known.pk).update(name="Rượu men lá 500 ml")
    assert only(product="Rượu men lá 330 ml").verdict == Verdict.NEW


def test_a_producer_nearly_the_same_in_its_commune_is_asked_about(known):
    planned = only(product="Bún khô", producer="HTX sản xuất miến Tài Hoan")
    assert planned.verdict == Verdict.POSSIBLE_DUPLICATE
    assert asked(planned) == {"product": [f"producer:{known.producer.pk}", "new", "skip"]}
    cells = row(product="Bún khô", producer="HTX sản xuất miến Tài Hoan")
    answers = {0: {"product": f"producer:{known.producer.pk}"}}
    (answered,) = plan(cells, answers=answers).rows
    assert answered.product.producer.pk == known.producer.pk


def test_namesakes_in_different_districts_are_different_producers(known, territory):
    planned = only(product="Bún khô", xa="Thị trấn Bằng Lũng", huyen="Huyện Chợ Đồn")
    assert planned.verdict == Verdict.NEW
    assert planned.product.producer.pk is None


def test_the_same_product_of_a_namesake_elsewhere_is_asked_about(known):
    planned = only(xa="Thị trấn Bằng Lũng", huyen="Huyện Chợ Đồn")
    assert asked(planned) == {"product": [f"product:{known.pk}", "new", "skip"]}
    [question] = planned.questions
    assert "Côn Minh, Huyện Na Rì" in question.options[0].label


def test_rows_of_one_new_producer_share_it(territory):
    planned = plan(row(), row(product="Bún khô"), row(product="Phở", xa="", huyen="")).rows
    assert len({id(it.product.producer) for it in planned}) == 1


def test_namesakes_of_one_file_in_different_districts_are_two_producers(territory):
    far = {"xa": "Thị trấn Bằng Lũng", "huyen": "Huyện Chợ Đồn"}
    here, there, nowhere = plan(
        row(), row(product="Bún khô", **far), row(product="Phở", xa="", huyen="")
    ).rows
    assert here.product.producer is not there.product.producer
    assert there.product.producer.commune_id == territory["bang_lung"].pk
    assert nowhere.verdict == Verdict.REJECTED
    assert "chủ thể tên này ở nhiều nơi" in said(nowhere)


def test_a_product_only_registered_so_far_is_recognised_by_its_first_award(territory):
    producer = make_producer("HTX Tài Hoan", commune=territory["con_minh"])
    make_product("Miến dong Tài Hoan", producer=producer, commune=territory["con_minh"])
    assert only().act.product_updates == {"standing": "recognised"}


# --- the whole


def test_every_row_has_a_verdict_and_counts_add_up(known):
    certify(known, 4, DAY, score=Decimal("75.00"))
    make_product("Phở khô", producer=known.producer)
    made = plan(row(), row(product="Bún"), row(product="", on="x"), row(product="Phở kho gà"))
    assert made.counts == {"new": 1, "unchanged": 1, "possible_duplicate": 1, "rejected": 1}


def test_groups_are_found_by_name(territory):
    group = make_group("Thực phẩm")
    then = make_group("Thực phẩm", decision="1048/QĐ-TTg", is_current=False)
    planned = only(group="Nhóm thực phẩm")
    assert (planned.product.group_id, planned.act.group_id) == (group.pk, then.pk)
    assert "chưa có nhóm" in said(only(group="Nhóm lạ"))


@pytest.mark.parametrize("rows", [1, 30])
def test_planning_costs_the_same_queries_however_many_rows(known, django_assert_num_queries, rows):
    certify(known, 4, DAY)
    document = parse(csv_file([HEADER, *(row(product=f"Bún {n}") for n in range(rows))]), "k.csv")
    plan(row())
    with django_assert_num_queries(QUERIES):
        make_plan(document, today=TODAY)


QUERIES = 10
