"""Upload, confirm, undo: what is written, and that it is written once."""

import datetime as dt
import io
import json
import threading
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from producers.models import Producer
from products.models import Certification, Product
from scoring.enums import ImportStatus, Verdict
from scoring.models import RatingImport, RatingImportRow
from scoring.rating_import import writing
from scoring.rating_import.errors import FileRefused
from scoring.rating_import.parsing import parse
from scoring.rating_import.plan import make_plan
from scoring.rating_import.services import (
    RegisterMoved,
    WrongStatus,
    answer_rows,
    apply_import,
    discard_import,
    import_at_once,
    upload_ratings,
)
from scoring.rating_import.undoing import UndoRefused, reasons_against, undo_import
from scoring.rating_import.writing import RegisterBusy, lock_register
from tests.factories.communes import make_commune
from tests.factories.products import certify, make_product
from tests.scoring.conftest import TODAY
from tests.scoring.rating_files import csv_file
from tests.scoring.test_rating_plan import DAY, HEADER, row

DATA = Path(__file__).parent / "data"


def content(*rows):
    return csv_file([HEADER, *rows])


def upload(*rows, by=None):
    return upload_ratings(content=content(*rows), filename="kq.csv", by=by, today=TODAY)


def confirm(rating_import, by=None):
    apply_import(rating_import=rating_import, by=by, today=TODAY)
    rating_import.refresh_from_db()
    return rating_import


def at_once(*rows):
    return import_at_once(content=content(*rows), filename="kq.csv", by=None, today=TODAY)


def whole_register():
    """Every business value of the register, without keys and times."""
    names = (
        "product__name", "product__slug", "product__producer__name", "product__commune__name",
        "product__district__name", "product__standing", "stars", "score", "decision_number",
        "decision_on", "recognised_year", "valid_during", "expires_on", "end_reason", "ended_on",
        "superseded_by__decision_number", "level", "issuing_body",
    )  # fmt: skip
    return (
        sorted(map(str, Certification.objects.order_by().values_list(*names))),
        sorted(Product.objects.order_by().values_list("name", "slug")),
        sorted(Producer.objects.order_by().values_list("name", "slug", "kind")),
    )


@pytest.fixture
def officer(db):
    return User.objects.create(username="can-bo", full_name="Nguyễn Thị Cán Bộ")


@pytest.fixture
def known(territory):
    return make_product(commune=territory["con_minh"], standing="recognised")


# --- writing


def test_a_new_product_is_written_whole(territory, officer):
    made = confirm(upload(row(group="Thực phẩm", form="Công nhận mới"), by=officer), by=officer)
    award = Certification.objects.select_related("product__producer").get()
    product = award.product
    assert (product.name, product.producer.name) == ("Miến dong Tài Hoan", "HTX Tài Hoan")
    assert (product.slug, product.producer.slug) == ("mien-dong-tai-hoan", "htx-tai-hoan")
    assert product.commune == product.producer.commune == territory["con_minh"]
    assert (product.standing, product.is_published) == ("recognised", True)
    assert product.sort_key == Product(name=product.name).sort_key or product.sort_key
    assert product.name_folded == "mien dong tai hoan"
    assert (award.stars, award.score) == (4, Decimal("75.00"))
    assert (award.decision_number, award.decision_on) == ("2616/QĐ-UBND", DAY)
    assert (award.valid_during.lower, award.valid_during.upper) == (DAY, dt.date(2024, 12, 29))
    assert award.expires_on == dt.date(2024, 12, 29)
    assert made.status == ImportStatus.APPLIED
    assert (made.applied_by, made.uploaded_by) == (officer, officer)
    (line,) = made.rows.all()
    assert (line.product, line.certification, line.verdict) == (product, award, Verdict.NEW)
    assert line.cells[0] == "Miến dong Tài Hoan"


def test_the_audit_trail_knows_who_and_which_import(territory, officer):
    made = confirm(upload(row(), by=officer), by=officer)
    events = Certification.pgh_event_model.objects.select_related("pgh_context")
    (event,) = events
    assert event.pgh_context.metadata["rating_import"] == made.pk
    assert event.pgh_context.metadata["user"] == officer.pk


def test_an_upgrade_ends_the_lower_award(known):
    old = certify(known, 3, dt.date(2020, 6, 1), decision_number="5/QĐ-UBND")
    confirm(upload(row()))
    old.refresh_from_db()
    new = Certification.objects.get(stars=4)
    assert (old.end_reason, old.ended_on, old.superseded_by) == ("superseded", DAY, new)
    assert (old.valid_during.lower, old.valid_during.upper) == (dt.date(2020, 6, 1), DAY)
    assert old.expires_on == dt.date(2023, 6, 1)


def test_two_awards_of_one_product_in_one_file_follow_each_other(territory):
    at_once(row(), row(stars="5", score="92", number="9/QĐ-BNN", on="01/03/2023"))
    first, second = Certification.objects.order_by("decision_on")
    assert first.product == second.product
    assert first.superseded_by == second
    assert first.valid_during.upper == second.valid_during.lower
    assert second.level == "national"


def test_a_completion_fills_what_was_missing_and_moves_nothing_else(known):
    award = certify(known, 4, decision_number="2616/QĐ-UBND", recognised_year=2021)
    confirm(upload(row()))
    award.refresh_from_db()
    assert (award.decision_on, award.valid_during.lower, award.score) == (DAY, DAY, 75)
    assert Certification.objects.count() == 1


def test_a_decision_in_the_title_gives_number_day_issuer_and_level(territory):
    lines = [
        ["(Kèm theo Quyết định số 2616/QĐ-UBND ngày 29/12/2021 của UBND tỉnh Bắc Kạn)"],
        ["STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Hạng"],
        [1, "Bánh trời", "Cơ sở Hoàng Thị Điển", "TT. Bằng Lũng, huyện Chợ Đồn", "***"],
    ]
    import_at_once(content=csv_file(lines), filename="x.csv", by=None, today=TODAY)
    award = Certification.objects.get()
    assert (award.issuing_body, award.level) == ("UBND tỉnh Bắc Kạn", "province")
    assert award.product.producer.kind == "ho_kd"


def test_namesakes_get_slugs_of_their_own(territory):
    make_product("Miến dong", slug="mien-dong")
    at_once(
        row(product="Miến dong", producer="HTX A"),
        row(product="Miến dong", producer="HTX B"),
        row(product="Miến dong", producer="HTX C"),
    )
    slugs = set(Product.objects.filter(name="Miến dong").values_list("slug", flat=True))
    assert slugs == {"mien-dong", "mien-dong-htx-a", "mien-dong-htx-b", "mien-dong-htx-c"}


def test_rows_that_cannot_be_taken_do_not_hold_up_the_others(territory):
    rating_import, plan = at_once(row(), row(product="Bún", stars="ba con"))
    assert plan.counts == {"new": 1, "rejected": 1}
    assert Certification.objects.count() == 1
    assert rating_import.rejected == 1


# --- once, and once only


def test_the_same_file_again_changes_nothing(territory):
    rows = [row(), row(product="Bún", stars="", form="Cấp lại"), row(product="Phở", on="2021")]
    at_once(*rows)
    before = whole_register()
    _again, plan = at_once(*rows)
    assert plan.acts == []
    assert plan.counts == {"unchanged": 2, "rejected": 1}
    assert whole_register() == before


def test_the_real_file_twice(db):
    call_command("load_communes", stdout=io.StringIO())
    real = (DATA / "ratings-2021-cho-don.csv").read_bytes()
    first = import_at_once(content=real, filename="cd.csv", by=None, today=TODAY)[1]
    second = import_at_once(content=real, filename="cd.csv", by=None, today=TODAY)[1]
    assert first.counts == {"new": 6, "rejected": 3}
    assert second.counts == {"unchanged": 6, "rejected": 3}


def test_an_import_is_applied_only_once(territory):
    made = confirm(upload(row()))
    with pytest.raises(WrongStatus, match="đã ghi vào sổ"):
        confirm(made)
    assert Certification.objects.count() == 1


def test_a_register_that_moved_is_shown_again_before_anything_is_written(territory):
    mine, theirs = upload(row()), upload(row())
    confirm(theirs)
    with pytest.raises(RegisterMoved):
        confirm(mine)
    mine.refresh_from_db()
    assert (mine.status, mine.counts) == (ImportStatus.PREVIEWED, {"unchanged": 1})
    confirm(mine)
    assert Certification.objects.count() == 1


def test_a_discarded_import_cannot_be_applied(territory):
    made = upload(row())
    discard_import(rating_import=made)
    with pytest.raises(WrongStatus, match="đã bỏ"):
        confirm(made)


def test_nothing_is_kept_of_a_file_that_is_refused(territory):
    with pytest.raises(FileRefused):
        upload_ratings(content=b"\x89PNG\r\n", filename="anh.xlsx", by=None, today=TODAY)
    assert not RatingImport.objects.exists()


# --- answers


def test_answers_are_kept_and_judged_anew(known, officer):
    made = upload(row(product="Miến rong Tài Hoan"))
    assert made.counts == {"possible_duplicate": 1}
    answers = {0: {"product": f"product:{known.pk}"}}
    answer_rows(rating_import=made, answers=answers, by=officer, today=TODAY)
    (line,) = made.rows.all()
    assert (line.verdict, line.answered_by, line.product) == (
        Verdict.NEW_CERTIFICATE,
        officer,
        known,
    )
    confirm(made)
    assert Certification.objects.get().product == known
    assert made.rows.get().answered_by == officer


def test_an_answer_can_be_taken_back(known, officer):
    made = upload(row(product="Miến rong Tài Hoan"))
    for answer in ("skip", ""):
        answer_rows(rating_import=made, answers={0: {"product": answer}}, by=officer, today=TODAY)
    made.refresh_from_db()
    assert made.counts == {"possible_duplicate": 1}
    assert made.rows.get().answers == {}


# --- undoing


def test_an_import_is_undone_as_a_whole(known):
    certify(known, 3, dt.date(2020, 6, 1), decision_number="5/QĐ-UBND")
    certify(make_product("Phở", producer=known.producer), 4, decision_number="2616/QĐ-UBND")
    before = whole_register()
    made = confirm(upload(row(), row(product="Bún mới"), row(product="Phở"), row(stars="9")))
    assert whole_register() != before
    undo_import(rating_import=made, by=None, today=TODAY)
    assert whole_register() == before
    made.refresh_from_db()
    assert made.status == ImportStatus.UNDONE
    assert made.undone_at is not None
    assert Product.objects.filter(name="Phở", standing="registered").exists()


def test_what_was_undone_can_be_imported_again(territory):
    made = confirm(upload(row()))
    first = whole_register()
    undo_import(rating_import=made, by=None, today=TODAY)
    confirm(upload(row()))
    assert whole_register() == first


def test_undoing_twice_or_before_applying_is_refused(territory):
    made = upload(row())
    with pytest.raises(UndoRefused, match="chờ xác nhận"):
        undo_import(rating_import=made, by=None, today=TODAY)
    undo_import(rating_import=confirm(made), by=None, today=TODAY)
    with pytest.raises(UndoRefused, match="đã hoàn tác"):
        undo_import(rating_import=made, by=None, today=TODAY)


def later_award(award):
    at_once(row(stars="5", score="92", number="9/QĐ-BNN", on="01/03/2023"))


def later_expired_award(award):
    at_once(row(number="9/QĐ-UBND", on="01/03/2025"))


def edit_of_the_award(award):
    Certification.objects.filter(pk=award.pk).update(stars=5)


def edit_of_the_product(award):
    award.product.story = "Chuyện kể"
    award.product.save()


def edit_of_the_producer(award):
    award.product.producer.phone = "0209"
    award.product.producer.save()


def another_product(award):
    make_product("Bún khô", producer=award.product.producer)


def deletion(award):
    award.delete()


@pytest.mark.parametrize(
    "act",
    [
        later_award,
        later_expired_award,
        edit_of_the_award,
        edit_of_the_product,
        edit_of_the_producer,
        another_product,
        deletion,
    ],
)
def test_undoing_is_refused_with_reasons_while_something_rests_on_it(territory, act):
    made = confirm(upload(row()))
    act(Certification.objects.get())
    before = whole_register()
    with pytest.raises(UndoRefused) as refused:
        undo_import(rating_import=made, by=None, today=TODAY)
    assert refused.value.reasons
    assert all(reason.endswith(".") for reason in refused.value.reasons)
    assert refused.value.reasons == reasons_against(made)
    assert whole_register() == before
    made.refresh_from_db()
    assert made.status == ImportStatus.APPLIED


def test_an_ended_award_that_was_withdrawn_since_stops_the_undoing(known):
    old = certify(known, 3, dt.date(2020, 6, 1), decision_number="5/QĐ-UBND")
    made = confirm(upload(row()))
    Certification.objects.filter(pk=old.pk).update(end_reason="withdrawn", end_act="1/QĐ-UBND")
    with pytest.raises(UndoRefused, match="đã được sửa"):
        undo_import(rating_import=made, by=None, today=TODAY)


def test_the_later_import_undone_first_frees_the_earlier(territory):
    first = confirm(upload(row()))
    second = confirm(upload(row(stars="5", score="92", number="9/QĐ-BNN", on="01/03/2023")))
    undo_import(rating_import=second, by=None, today=TODAY)
    undo_import(rating_import=first, by=None, today=TODAY)
    assert whole_register() == ([], [], [])


# --- the command


def run(tmp_path, *arguments, name="kq.csv", data=b"", capsys=None):
    path = tmp_path / name
    path.write_bytes(data)
    code = 0
    try:
        call_command("import_ratings", str(path), *arguments)
    except CommandError as error:
        code = error.returncode
    return code, capsys.readouterr().out


def test_the_command_is_dry_unless_told(territory, tmp_path, capsys):
    code, out = run(tmp_path, data=content(row()), capsys=capsys)
    assert code == 0
    assert "sản phẩm mới 1" in out
    assert "Chưa ghi gì" in out
    assert not Product.objects.exists()
    assert not RatingImport.objects.exists()


def test_the_command_commits_and_says_it_in_json(territory, tmp_path, capsys):
    code, out = run(tmp_path, "--commit", "--json", data=content(row()), capsys=capsys)
    told = json.loads(out)
    assert code == 0
    assert (told["is_committed"], told["counts"]) == (True, {"new": 1})
    assert told["rows"][0]["verdict"] == "new"
    assert RatingImport.objects.get().pk == told["import"]
    assert Certification.objects.count() == 1


def test_the_command_ends_with_an_error_when_rows_are_rejected(territory, tmp_path, capsys):
    code, out = run(tmp_path, "--json", data=content(row(stars="ba con")), capsys=capsys)
    assert code == 1
    (finding,) = json.loads(out)["rows"][0]["findings"]
    assert (finding["cell"], finding["value"]) == ("F2", "ba con")
    assert "từ 1 đến 5" in finding["message"]


def test_the_command_refuses_what_is_no_list(territory, tmp_path, capsys):
    code, out = run(tmp_path, "--json", name="a.xlsx", data=b"\x89PNG\r\n", capsys=capsys)
    assert code == 2
    assert "ảnh" in json.loads(out)["error"]
    code, _out = run(tmp_path, name="b.csv", data=b"", capsys=capsys)
    assert code == 2


def test_the_command_takes_a_decision_for_a_silent_file(territory, tmp_path, capsys):
    silent = content(row(number="", on=""))
    arguments = ("--decision", "77/qd-ubnd", "--decided-on", "2022-01-05", "--commit")
    code, _out = run(tmp_path, *arguments, data=silent, capsys=capsys)
    award = Certification.objects.get()
    assert code == 0
    assert (award.decision_number, award.decision_on) == ("77/QĐ-UBND", dt.date(2022, 1, 5))


def test_a_row_that_completes_an_award_names_it(known):
    award = certify(known, 4, DAY, decision_number="")
    rating_import, plan = at_once(row())
    assert plan.counts == {"completion": 1}
    line = rating_import.rows.get()
    assert (line.product_id, line.certification_id) == (known.pk, award.pk)
    undo_import(rating_import=rating_import, by=None, today=TODAY)
    award.refresh_from_db()
    assert award.decision_number == ""


# --- properties

PRODUCTS = ("Miến dong", "Miến rong", "Bún khô", "Phở", "")
PRODUCERS = ("HTX Tài Hoan", "Hợp tác xã Tài Hoan", "HTX A", "Cơ sở B", "")
PLACES = (("Xã Côn Minh", "Huyện Na Rì"), ("TT. Bằng Lũng", ""), ("", ""), ("Xã Lạ", ""))
rows_of_any_kind = st.lists(
    st.builds(
        lambda product, producer, place, score, stars, number, on, form: row(
            product=product, producer=producer, xa=place[0], huyen=place[1], score=score,
            stars=stars, number=number, on=on, form=form,
        ),
        st.sampled_from(PRODUCTS),
        st.sampled_from(PRODUCERS),
        st.sampled_from(PLACES),
        st.sampled_from(("", "75", "92", "60,5", "x")),
        st.sampled_from(("3", "4", "5", "", "****", "x")),
        st.sampled_from(("1/QĐ-UBND", "2/QĐ-UBND", "3/QĐ-BNN", "")),
        st.sampled_from(("29/12/2018", "29/12/2021", "15/03/2023", "01/06/2024", "2022", "")),
        st.sampled_from(("", "Cấp lại", "Nâng hạng", "Công nhận mới")),
    ),
    max_size=8,
)  # fmt: skip


NA_RI = ("Xã Côn Minh", "Huyện Na Rì")
ELSEWHERE = ("TT. Bằng Lũng", "")
NOWHERE = ("", "")


def told(place=NA_RI, *, number="1/QĐ-UBND", on="29/12/2018", stars="3", product="Phở"):
    """A row of a file that differs from its neighbours in what a decision or a place says."""
    return row(
        product=product, producer="HTX A", xa=place[0], huyen=place[1], score="",
        stars=stars, number=number, on=on,
    )  # fmt: skip


@contextmanager
def taken_back():
    """Each example on the same register, also after one that failed."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(rows=[told(NOWHERE), told(number="2/QĐ-UBND", on="29/12/2021")])
@example(rows=[told(on=""), told()])
@example(rows=[told(), told(number="2/QĐ-UBND", on="", stars="")])
@example(rows=[told(on=""), told(stars="")])
@example(
    rows=[
        told(ELSEWHERE, number="3/QĐ-BNN", on="15/03/2023"),
        told(),
        told(NOWHERE, number="3/QĐ-BNN", on="15/03/2023", stars="4"),
    ]
)
@given(rows=rows_of_any_kind)
def test_any_rows_give_one_verdict_each_and_a_second_import_is_empty(territory, rows):
    with taken_back():
        before = whole_register()
        rating_import, first = at_once(*rows, row(product="Chắc chắn"))
        assert len(first.rows) == len(rows) + 1 == sum(first.counts.values())
        assert rating_import.rows.count() == len(first.rows)
        acting = rating_import.rows.filter(position__in=[it.position for it in first.acts])
        assert not acting.filter(product=None).exists()
        assert rating_import.rows.exclude(written={}).count() == len(first.acts)
        after = whole_register()
        again, second = at_once(*rows, row(product="Chắc chắn"))
        assert second.acts == []
        assert whole_register() == after
        undo_import(rating_import=again, by=None, today=TODAY)
        undo_import(rating_import=rating_import, by=None, today=TODAY)
        assert whole_register() == before


# --- two officers


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_never_double(territory_for_threads):
    rows = [row(product=f"Bún {number}") for number in range(40)]
    uploads = [upload(*rows), upload(*rows)]
    outcomes = at_the_same_time(
        *(
            lambda made=made: apply_import(rating_import=made, by=None, today=TODAY)
            for made in uploads
        )
    )
    assert sorted(outcomes) == ["RegisterMoved", "done"]
    assert (Product.objects.count(), Certification.objects.count()) == (40, 40)
    assert Producer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_commands_at_once_never_double(territory_for_threads):
    data = content(*[row(product=f"Bún {number}") for number in range(40)])
    outcomes = at_the_same_time(
        *(
            lambda: import_at_once(content=data, filename="x.csv", by=None, today=TODAY)
            for _ in range(3)
        )
    )
    assert outcomes == ["done"] * 3
    assert Certification.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_two_undoings_at_once_undo_once(territory_for_threads):
    made = confirm(upload(row()))
    outcomes = at_the_same_time(
        *(lambda: undo_import(rating_import=made, by=None, today=TODAY) for _ in range(2))
    )
    assert sorted(outcomes) == ["UndoRefused", "done"]
    assert not Product.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_register_that_stays_busy_is_told_and_nothing_written(territory_for_threads, monkeypatch):
    monkeypatch.setattr(writing, "LONGEST_WAIT_SECONDS", 1)
    made = upload(row())
    held, done = threading.Event(), threading.Event()
    outcomes = []

    def hold():
        with transaction.atomic():
            lock_register()
            held.set()
            done.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(30)
    try:
        confirm(made)
    except RegisterBusy as busy:
        outcomes.append(str(busy))
    finally:
        done.set()
        holder.join()
    assert outcomes == [
        "Có người khác đang ghi vào sổ. Chờ một phút rồi làm lại; chưa có gì được ghi."
    ]
    assert not Product.objects.exists()
    assert confirm(made).status == ImportStatus.APPLIED


@pytest.fixture
def territory_for_threads(transactional_db):
    from tests.factories.communes import make_district, make_former_commune

    na_ri = make_district("Huyện Na Rì")
    return make_former_commune("Côn Minh", make_commune("Côn Minh"), district=na_ri)


def at_the_same_time(*acts):
    """Run each act in a thread with a connection of its own; what became of each."""
    barrier = threading.Barrier(len(acts))
    outcomes = []

    def one(act):
        barrier.wait()
        try:
            act()
            outcomes.append("done")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


# --- the plan and the writing agree


def test_what_the_preview_says_is_what_is_written(known):
    certify(known, 3, dt.date(2020, 6, 1), decision_number="5/QĐ-UBND")
    document = parse(content(row(), row(product="Bún")), "kq.csv")
    foretold = [planned.changes for planned in make_plan(document, today=TODAY).rows]
    made = confirm(upload(row(), row(product="Bún")))
    assert [line.changes for line in made.rows.all()] == foretold
    assert RatingImportRow.objects.filter(certification__isnull=False).count() == 2
