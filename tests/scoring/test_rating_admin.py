"""The officer's way: upload, preview, choices, confirmation, files, undoing."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from products.models import Certification, Product
from scoring.enums import ImportStatus
from scoring.models import RatingImport
from scoring.rating_import.parsing import parse
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.products import certify, make_product
from tests.scoring.rating_files import annex, csv_file, xlsx_file
from tests.scoring.test_rating_plan import DAY, HEADER, row

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/scoring/ratingimport/add/"


@pytest.fixture
def officer(client):
    user = make_user(Role.PROVINCE_OFFICER, full_name="Cán bộ tỉnh")
    client.force_login(user)
    return user


@pytest.fixture
def known(territory):
    return make_product(commune=territory["con_minh"], standing="recognised")


def content(*rows):
    return csv_file([HEADER, *rows])


def send(client, data, name="kq.csv", **fields):
    return client.post(ADD, {"file": SimpleUploadedFile(name, data), **fields})


def uploaded(client, *rows):
    answer = send(client, content(*rows))
    assert answer.status_code == 302
    return RatingImport.objects.get()


def page(name, rating_import, *more):
    return reverse(f"admin:{name}", args=[rating_import.pk, *more])


def seen(client, rating_import, query=""):
    answer = client.get(page("scoring_ratingimport_change", rating_import) + query)
    assert answer.status_code == 200
    return answer


def said(answer):
    return [str(message) for message in answer.context["messages"]]


# --- upload


def test_upload_shows_the_preview_and_writes_nothing(client, officer, territory):
    rating_import = uploaded(client, row(), row(product="Bún", stars="ba con"))
    answer = seen(client, rating_import)
    assert not Product.objects.exists()
    assert rating_import.uploaded_by == officer
    shown = [(it.row.line, it.row.get_verdict_display()) for it in answer.context["preview"].rows]
    assert shown == [(2, "sản phẩm mới"), (3, "không nhận")]
    assert "cần một số từ 1 đến 5" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "ket-qua.xlsx", "ảnh PNG"),
        (b"PK\x03\x04" + bytes(50), "ket-qua.xlsx", "hỏng"),
        (b"xin chao", "ket-qua.csv", "dòng tên cột"),
        (b"", "ket-qua.csv", "Tệp trống"),
        (b"\x00" * 100, "ket-qua.csv", "Tệp trống"),
        (xlsx_file(annex(rows=())), "ket-qua.xlsx", "không có dòng sản phẩm"),
    ],
)
def test_a_file_that_is_no_list_is_explained_beside_the_field(
    client, officer, db, data, name, words
):
    answer = send(client, data, name)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors["file"][0]
    assert not RatingImport.objects.exists()


def test_no_file_at_all_is_explained(client, officer):
    answer = client.post(ADD, {})
    assert answer.context["form"].errors["file"] == ["Chọn tệp kết quả."]


def test_the_decision_typed_with_the_file_is_used(client, officer, territory):
    answer = send(
        client,
        content(row(number="", on="")),
        decision_number="77/qd-ubnd",
        decision_on="05/01/2022",
    )
    assert answer.status_code == 302
    rating_import = RatingImport.objects.get()
    assert rating_import.decision_number == "77/QĐ-UBND"
    assert rating_import.rows.get().understood["decision_on"] == "2022-01-05"


@pytest.mark.parametrize("fields", [{"decision_number": "hai bảy"}, {"decision_on": "31/02/2022"}])
def test_a_decision_typed_wrongly_is_explained_and_kept(client, officer, territory, fields):
    answer = send(client, content(row()), **fields)
    (name,) = fields
    assert list(answer.context["form"].errors) == [name]
    assert fields[name] in answer.content.decode()


def test_a_name_of_a_file_is_never_markup(client, officer, territory):
    send(client, content(row(product="<script>alert(1)</script>")), name="<b>.csv")
    html = seen(client, RatingImport.objects.get()).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_the_stored_file_lies_outside_the_public_media(client, officer, territory, settings):
    rating_import = uploaded(client, row())
    path = rating_import.stored_file.path
    assert str(settings.PRIVATE_ROOT) in path
    assert str(settings.MEDIA_ROOT) not in path
    with pytest.raises(ValueError, match="không có địa chỉ"):
        rating_import.stored_file.url  # noqa: B018


# --- preview


def test_rows_are_filtered_by_verdict_and_words(client, officer, territory):
    rating_import = uploaded(client, row(), row(product="Bún"), row(product="Phở", stars="x"))
    wanted = {"?ket-qua=rejected": [4], "?tim=bún": [3], "?ket-qua=zzz": [2, 3, 4]}
    for query, lines in wanted.items():
        answer = seen(client, rating_import, query)
        assert [shown.row.line for shown in answer.context["preview"].rows] == lines


@pytest.mark.parametrize("query", ["?trang=99", "?trang=x", "?trang=-1", "?tim=%00", "?ket-qua="])
def test_an_address_nobody_meant_shows_a_page(client, officer, territory, query):
    seen(client, uploaded(client, row()), query)


def test_the_preview_costs_the_same_queries_however_many_rows(
    client, officer, territory, django_assert_num_queries
):
    for rows in (1, 3):
        RatingImport.objects.all().delete()
        rating_import = uploaded(client, *(row(product=f"Bún {n}") for n in range(rows)))
        seen(client, rating_import)
        with django_assert_num_queries(PREVIEW_QUERIES):
            seen(client, rating_import)


PREVIEW_QUERIES = 8


def test_pages_of_fifty_rows(client, officer, territory):
    rating_import = uploaded(client, *(row(product=f"Bún {n}") for n in range(51)))
    first, second = (seen(client, rating_import, query) for query in ("", "?trang=2"))
    assert len(first.context["preview"].rows) == 50
    assert [shown.row.line for shown in second.context["preview"].rows] == [52]


def test_an_import_that_does_not_exist_is_not_found(client, officer):
    for pk in ("999", "abc", "9" * 30):
        answer = client.get(f"/quan-tri/scoring/ratingimport/{pk}/change/")
        assert answer.status_code == 404


# --- choices


def test_choices_are_kept_and_judged(client, officer, known):
    rating_import = uploaded(client, row(product="Miến rong Tài Hoan"))
    answer = client.post(
        page("rating_import_answer", rating_import),
        {"tra-loi-0-product": f"product:{known.pk}", "query": "?trang=1"},
        follow=True,
    )
    assert said(answer) == ["Đã ghi lựa chọn của 1 dòng."]
    assert answer.redirect_chain[-1][0].endswith("/change/?trang=1")
    assert rating_import.rows.get().verdict == "new_certificate"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tra-loi-0-product": ""},
        {"tra-loi-99-product": "new"},
        {"tra-loi-x-product": "new"},
        {"khac": "new"},
    ],
)
def test_a_form_without_a_new_choice_changes_nothing(client, officer, known, data):
    rating_import = uploaded(client, row(product="Miến rong Tài Hoan"))
    answer = client.post(page("rating_import_answer", rating_import), data, follow=True)
    assert said(answer) == ["Chưa có lựa chọn nào mới."]
    assert rating_import.rows.get().answers == {}


def test_one_answer_for_all_rows_that_ask_the_same(client, officer, territory):
    rows = []
    for number in range(3):
        product = make_product(f"Bún {number}", commune=territory["con_minh"])
        certify(product, 4, dt.date(2021, 6, 1), decision_number="5/QĐ-UBND")
        rows.append(row(product=f"Bún {number}", producer=product.producer.name))
    rating_import = uploaded(client, *rows)
    (common,) = seen(client, rating_import).context["preview"].common_questions
    assert (common["topic"], common["rows"]) == ("period", 3)
    client.post(
        page("rating_import_answer_alike", rating_import),
        {"topic": "period", "answer": "replace"},
    )
    rating_import.refresh_from_db()
    assert rating_import.counts == {"renewal": 3}


def test_the_way_back_after_a_choice_never_leaves_the_portal(client, officer, known):
    rating_import = uploaded(client, row(product="Miến rong Tài Hoan"))
    data = {"tra-loi-0-product": "new", "query": "https://evil.example/"}
    answer = client.post(page("rating_import_answer", rating_import), data)
    assert answer.headers["Location"].startswith("/quan-tri/")


# --- confirmation and undoing


def test_the_whole_way_there_and_back(client, officer, known):
    certify(known, 3, dt.date(2020, 6, 1), decision_number="5/QĐ-UBND")
    rating_import = uploaded(client, row(), row(product="Bún"), row(product="Phở", stars="x"))
    confirm = client.get(page("rating_import_confirm", rating_import))
    assert [(group.label, group.total) for group in confirm.context["summary"].groups] == [
        ("sản phẩm mới", 1),
        ("nâng hạng", 1),
    ]
    assert confirm.context["summary"].unwritten == [("không nhận", 1)]
    assert Certification.objects.count() == 1
    done = client.post(page("rating_import_confirm", rating_import), follow=True)
    assert said(done) == ["Đã ghi vào sổ."]
    assert Certification.objects.count() == 3
    undo = client.get(page("rating_import_undo", rating_import))
    assert undo.context["reasons"] == []
    undone = client.post(page("rating_import_undo", rating_import), follow=True)
    assert said(undone) == ["Đã hoàn tác: sổ trở lại như trước lần nhập này."]
    assert Certification.objects.get().valid_during.upper == dt.date(2023, 6, 1)
    rating_import.refresh_from_db()
    assert (rating_import.status, rating_import.undone_by) == (ImportStatus.UNDONE, officer)


def test_what_is_imported_is_seen_in_public_and_gone_when_undone(client, officer, territory):
    today = timezone.localdate()
    day = today - dt.timedelta(days=30)
    rating_import = uploaded(client, row(on=f"{day:%d/%m/%Y}", huyen=""))
    client.post(page("rating_import_confirm", rating_import))
    client.logout()
    address = Product.objects.get().get_absolute_url()
    assert "2616/QĐ-UBND" in client.get(address).content.decode()
    assert "Miến dong Tài Hoan" in client.get("/san-pham/").content.decode()
    client.force_login(officer)
    client.post(page("rating_import_undo", rating_import))
    client.logout()
    assert client.get(address).status_code == 404
    assert "Miến dong Tài Hoan" not in client.get("/san-pham/").content.decode()


def test_confirming_after_the_register_moved_shows_the_new_preview(client, officer, known):
    rating_import = uploaded(client, row())
    certify(known, 4, DAY)
    answer = client.post(page("rating_import_confirm", rating_import), follow=True)
    assert "Sổ đã thay đổi" in said(answer)[0]
    rating_import.refresh_from_db()
    assert (rating_import.status, rating_import.counts) == ("previewed", {"completion": 1})


def test_undoing_says_why_not(client, officer, territory):
    rating_import = uploaded(client, row())
    client.post(page("rating_import_confirm", rating_import))
    Certification.objects.update(stars=5)
    answer = client.get(page("rating_import_undo", rating_import))
    assert "đã được sửa sau đó" in answer.content.decode()
    answer = client.post(page("rating_import_undo", rating_import), follow=True)
    assert "đã được sửa sau đó" in said(answer)[0]
    assert Certification.objects.count() == 1


def test_confirming_twice_writes_once(client, officer, territory):
    rating_import = uploaded(client, row())
    client.post(page("rating_import_confirm", rating_import))
    answer = client.post(page("rating_import_confirm", rating_import), follow=True)
    assert said(answer)[-1] == "Lần nhập này đã ghi vào sổ."
    assert Certification.objects.count() == 1


def test_an_import_is_refreshed_or_put_aside(client, officer, known):
    rating_import = uploaded(client, row())
    certify(known, 4, DAY, score=75)
    client.post(page("rating_import_refresh", rating_import))
    rating_import.refresh_from_db()
    assert rating_import.counts == {"unchanged": 1}
    client.post(page("rating_import_discard", rating_import))
    rating_import.refresh_from_db()
    assert rating_import.status == ImportStatus.DISCARDED


# --- files


def test_the_original_comes_back_as_it_was(client, officer, territory):
    rating_import = uploaded(client, row())
    answer = client.get(page("rating_import_original", rating_import))
    assert b"".join(answer.streaming_content) == content(row())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kq.csv"'
    assert answer.headers["Content-Type"] == "application/octet-stream"


BAD = [
    ("I", "Sản phẩm 4 sao"),
    (1, "Miến dong", "HTX Tài Hoan", "Xã Côn Minh, huyện Na Rì", "75", ""),
    (2, "=cmd|' /C calc'!A0", "@SUM(1)", "Xã Côn Minh, huyện Na Rì", "-5", ""),
    ("", "Tổng cộng: 2 sản phẩm"),
]


def errors(client, data, name, kind):
    assert send(client, data, name).status_code == 302
    answer = client.get(page("rating_import_errors", RatingImport.objects.get(), kind))
    assert answer.status_code == 200
    return answer.content


def test_the_error_sheet_as_a_workbook_like_the_one_sent(client, officer, territory):
    book = openpyxl.load_workbook(
        io.BytesIO(errors(client, xlsx_file(annex(BAD)), "kq.xlsx", "xlsx"))
    )
    lines = [[cell.value for cell in line] for line in book["Phụ lục"].iter_rows()]
    assert lines[0][0] == "DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN OCOP"
    header = next(line for line in lines if line[0] == "STT")
    assert header[-2:] == ["Kết quả nhập", "Lý do"]
    assert not any(line[1] == "Miến dong" for line in lines)
    bad = next(line for line in lines if line[0] == 2)
    assert bad[-2] == "không nhận"
    assert "từ 0 đến 100" in bad[-1]
    assert ["I", "Sản phẩm 4 sao"] in [line[:2] for line in lines]
    assert not any(cell.data_type == "f" for line in book["Phụ lục"].iter_rows() for cell in line)


def test_the_error_sheet_as_text_is_safe_from_formulas(client, officer, territory):
    data = errors(client, csv_file(annex(BAD)), "kq.csv", "csv")
    assert data.startswith("\ufeff".encode())
    cells = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in line]
    assert not any(cell.startswith(("=", "@", "+", "\t")) for cell in cells)
    assert "'@SUM(1)" in cells
    assert "-5" in cells


def test_a_mended_error_sheet_can_be_sent_again(client, officer, territory):
    bad = [("I", "Sản phẩm 4 sao"), (1, "Miến dong", "HTX A", "Xã Côn Minh, huyện Na Rì", "x", "")]
    for kind in ("xlsx", "csv"):
        RatingImport.objects.all().delete()
        data = errors(client, csv_file(annex(bad)), "kq.csv", kind)
        if kind == "csv":
            mended = data.replace(b",x,", b",75,")
            document = parse(mended, "kq.csv")
            assert [(it.stars, it.score, it.is_rejected) for it in document.rows] == [
                (4, 75, False)
            ]
        else:
            assert [it.stars for it in parse(data, "kq.xlsx").rows] == [4]


def test_every_row_with_its_verdict_on_request(client, officer, territory):
    send(client, csv_file(annex(BAD)))
    address = page("rating_import_errors", RatingImport.objects.get(), "csv")
    text = client.get(address + "?tat-ca=1").content.decode()
    assert "Miến dong" in text
    assert "sản phẩm mới" in text


def test_a_lost_file_is_explained(client, officer, territory):
    rating_import = uploaded(client, row())
    rating_import.stored_file.storage.delete(rating_import.stored_file.name)
    for name, more in (("original", ()), ("errors", ("csv",))):
        assert client.get(page(f"rating_import_{name}", rating_import, *more)).status_code == 404
    answer = client.post(page("rating_import_confirm", rating_import), follow=True)
    assert "Tải tệp lên lại" in said(answer)[0]
    assert not Product.objects.exists()


# --- who may


ADDRESSES = [
    ("get", "scoring_ratingimport_change", ()),
    ("post", "rating_import_answer", ()),
    ("post", "rating_import_answer_alike", ()),
    ("post", "rating_import_refresh", ()),
    ("post", "rating_import_discard", ()),
    ("get", "rating_import_confirm", ()),
    ("post", "rating_import_confirm", ()),
    ("get", "rating_import_undo", ()),
    ("post", "rating_import_undo", ()),
    ("get", "rating_import_errors", ("csv",)),
    ("get", "rating_import_original", ()),
]
LOOKING = {"scoring_ratingimport_change", "rating_import_errors", "rating_import_original"}


@pytest.mark.parametrize(("method", "name", "more"), ADDRESSES)
@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.LEADER, Role.EDITOR, Role.COMMUNE_OFFICER, None]
)
def test_only_the_provincial_office_imports(client, territory, role, method, name, more):
    officer = make_user(Role.PROVINCE_OFFICER)
    client.force_login(officer)
    rating_import = uploaded(client, row())
    client.logout()
    if role is not None:
        commune = make_commune("Xã của cán bộ") if role == Role.COMMUNE_OFFICER else None
        client.force_login(make_user(role, commune=commune))
    answer = getattr(client, method)(page(name, rating_import, *more))
    if answer.streaming:
        assert b"".join(answer.streaming_content) == content(row())
    may_look = role in (Role.ADMINISTRATOR, Role.LEADER) and name in LOOKING
    assert answer.status_code == (200 if may_look else 302 if role is None else 403)
    assert not Product.objects.exists()
    rating_import.refresh_from_db()
    assert rating_import.status == ImportStatus.PREVIEWED


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEADER, Role.EDITOR])
def test_only_the_provincial_office_uploads(client, territory, role):
    client.force_login(make_user(role))
    assert client.get(ADD).status_code == 403
    assert send(client, content(row())).status_code == 403
    assert not RatingImport.objects.exists()


@pytest.mark.parametrize("name", ["answer", "answer_alike", "refresh", "discard"])
def test_acts_are_asked_for_by_post_only(client, officer, territory, name):
    rating_import = uploaded(client, row())
    assert client.get(page(f"rating_import_{name}", rating_import)).status_code == 403


def test_the_decision_of_the_title_is_shown_as_officers_write_days(client, officer, territory):
    answer = send(client, xlsx_file(annex()), "phu-luc.xlsx")
    page = client.get(answer.url).content.decode()
    assert "2616/QĐ-UBND ngày 29/12/2021" in page
    assert "2021-12-29" not in page
