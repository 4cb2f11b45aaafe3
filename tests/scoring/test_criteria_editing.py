"""Criteria in the hands of an officer: copies, completing, publishing, confirming, editing."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.enums import Role
from scoring.criteria.acts import (
    CriteriaRefused,
    confirm_set,
    copy_set,
    copy_version,
    discard_draft,
    faults_in,
    publish_set,
    publish_version,
)
from scoring.criteria.adding_up import faults_of
from scoring.criteria.note_lines import gates_to_text, notes_to_text, rows_from
from scoring.criteria.section_forms import SectionEditor
from scoring.criteria.storage import definition_of, load_criteria, sets_in_full, stored_set
from scoring.models import CriteriaSet, CriteriaVersion, Criterion, CriterionOption
from tests.factories.accounts import make_user
from tests.scoring.criteria_sets import (
    COMPLETE,
    DECISIONS,
    raw_document,
    raw_set,
    set_of,
    small_set,
    version_of,
)

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)


def full(row):
    return sets_in_full().get(pk=row.pk)


@pytest.fixture
def small(db, tmp_path):
    """Load a document of one small set and return the set."""

    def load(**changes):
        document = json.loads(json.dumps(small_set(**changes)))
        (tmp_path / "9-9999.json").write_text(json.dumps(document), encoding="utf-8")
        load_criteria(tmp_path, at=AT)
        return CriteriaSet.objects.get(version__slug="9-9999")

    return load


@pytest.fixture
def keep(db, tmp_path):
    """Load one set of a decision."""

    def load(decision, number):
        document = raw_document(decision) | {"sets": [raw_set(decision, number)]}
        path = tmp_path / f"{decision.replace('/', '-')}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        load_criteria(tmp_path, at=AT)
        return CriteriaSet.objects.get(version__slug=path.stem)

    return load


@pytest.mark.parametrize("decision", DECISIONS)
def test_faults_are_those_of_the_sets_that_are_not_complete(decision):
    version = version_of(decision)
    found = {each.number for each in version.sets if faults_of(each, version.part_maxima)}
    assert found == {n for n in range(1, 27) if (decision, n) not in COMPLETE}


def test_faults_say_where_and_what():
    assert "Phần C: ghi 40 điểm, các mục cộng được 38." in faults_of(
        set_of("1048", 21), version_of("1048").part_maxima
    )
    assert faults_of(set_of("148", 7), version_of("148").part_maxima) == [
        "Tiêu chí 6.d (Mùi): ghi tối đa 4 điểm, phương án cao nhất 3."
    ]


class TestCopies:
    def test_correction_is_a_whole_copy_that_names_what_it_corrects(self, keep):
        row = keep("26/2026", 26)
        copy = copy_set(row=row)
        assert (copy.edition, copy.corrects, copy.is_usable) == (2, row, False)
        before, after = definition_of(full(row)), definition_of(full(copy))
        assert after.parts == before.parts
        assert (after.gates, after.rejections) == (before.gates, before.rejections)
        assert copy_set(row=row) == copy
        assert CriteriaSet.objects.count() == 2

    def test_what_was_scored_keeps_its_edition_and_the_next_takes_the_new(self, small):
        row = small()
        copy = copy_set(row=row)
        Criterion.objects.filter(criteria_set=copy, code="1.1").update(title="Đã sửa")
        assert stored_set("9/9999", 1).answerable["1.1"].title == "Tiêu chí 1"
        publish_set(row=copy, by=make_user(), note="Đính chính số 12", at=LATER)
        assert stored_set("9/9999", 1).answerable["1.1"].title == "Đã sửa"
        assert definition_of(full(row)).answerable["1.1"].title == "Tiêu chí 1"
        with pytest.raises(DatabaseError, match="công bố"), transaction.atomic():
            CriterionOption.objects.filter(criterion__criteria_set=copy).update(points=1)
        assert copy_set(row=row).edition == 3

    def test_set_never_published_is_its_own_draft(self, small):
        with pytest.raises(CriteriaRefused, match="sửa thẳng"):
            copy_set(row=small(complete=False, issues=["thiếu"]))

    def test_draft_of_a_correction_can_be_thrown_away(self, small):
        row = small()
        copy = copy_set(row=row)
        discard_draft(row=copy)
        assert list(CriteriaSet.objects.all()) == [row]
        assert Criterion.objects.count() == 10
        with pytest.raises(CriteriaRefused):
            discard_draft(row=row)

    def test_decision_is_copied_whole_and_published_whole(self, keep):
        row = keep("26/2026", 6)
        days = {"issued_on": AT.date(), "effective_from": dt.date(2028, 1, 1)}
        version = copy_version(
            source=row.version, decision="30/2028/QĐ-TTg", title="Bộ tiêu chí mới", **days
        )
        assert (version.slug, version.published_at) == ("30-2028", None)
        copy = version.sets.get()
        assert definition_of(full(copy)).parts == definition_of(full(row)).parts
        assert version.evidence_kinds.count() == row.version.evidence_kinds.count() == 15
        assert CriteriaSet.objects.public().count() == 1
        with pytest.raises(CriteriaRefused, match="Đã có phiên bản"):
            copy_version(source=row.version, decision="30/2028/QĐ-TTg", title="x", **days)
        Criterion.objects.filter(criteria_set=copy, code="1.1").update(max_points=9)
        with pytest.raises(CriteriaRefused, match=r"Bộ 6: Mục 1 .*các tiêu chí cộng được 24"):
            publish_version(version=version, by=make_user(), at=AT)
        CriteriaSet.objects.filter(pk=copy.pk).update(issues=["chưa rõ điểm 1.1"])
        publish_version(version=version, by=make_user(), at=AT)
        copy.refresh_from_db()
        assert not copy.is_usable
        assert publish_version(version=version, by=make_user(), at=LATER).published_at == AT

    def test_publishing_a_decision_publishes_its_sets(self, keep):
        row = keep("26/2026", 6)
        officer = make_user()
        version = copy_version(
            source=row.version,
            decision="30/2028/QĐ-TTg",
            title="x",
            issued_on=AT.date(),
            effective_from=AT.date(),
        )
        publish_version(version=version, by=officer, at=AT)
        assert version.sets.get().published_by == officer


class TestPublishing:
    def test_completing_needs_a_note_and_sums_and_says_all_reasons(self, keep):
        row = keep("148", 7)
        with pytest.raises(CriteriaRefused) as caught:
            publish_set(row=row, by=make_user(), note=" ", at=AT)
        assert len(caught.value.reasons) == 2
        assert caught.value.reasons[0].startswith("Ghi chú đã hoàn thiện")
        assert "phương án cao nhất 3" in caught.value.reasons[1]
        smell = Criterion.objects.get(criteria_set=row, code="6.d")
        smell.options.filter(points=3).update(points=4)
        Criterion.objects.filter(pk=smell.pk).update(minimums={"5": "4"})
        officer = make_user()
        done = publish_set(row=row, by=officer, note="Theo bản gốc", at=AT)
        assert (done.published_by, done.publication_note) == (officer, "Theo bản gốc")
        again = publish_set(row=row, by=make_user(), note="Khác", at=LATER)
        assert (again.published_at, again.publication_note) == (AT, "Theo bản gốc")

    def test_database_agrees_with_what_is_told(self, small):
        row = copy_set(row=small())
        row.parts.filter(code="A").update(max_points=41)
        assert faults_in(full(row))
        with pytest.raises(DatabaseError, match="chưa cộng đủ"), transaction.atomic():
            CriteriaSet.objects.filter(pk=row.pk).update(published_at=AT)

    def test_doubt_is_confirmed_once_with_a_note(self, small):
        row, officer = small(warnings=["xem lại 1.1"]), make_user()
        with pytest.raises(CriteriaRefused, match="Ghi chú đã đối chiếu"):
            confirm_set(row=row, by=officer, note="", at=AT)
        confirm_set(row=row, by=officer, note="Đúng như Công báo", at=AT)
        again = confirm_set(row=row, by=make_user(), note="Khác", at=LATER)
        assert (again.confirmed_by, again.confirmed_at, again.doubts) == (officer, AT, [])

    def test_nothing_to_confirm(self, small):
        with pytest.raises(CriteriaRefused, match="không có chỗ nào"):
            confirm_set(row=small(), by=make_user(), note="x", at=AT)


def test_notes_as_lines_and_back():
    rows = [
        {"kind": "note", "text": "một", "zero_in": []},
        {"kind": "requirement", "text": "hai", "zero_in": []},
        {"kind": "gate", "text": "ba", "zero_in": ["6.1", "6.2"]},
        {"kind": "gate", "text": "bốn", "zero_in": []},
    ]
    notes, gates = notes_to_text(rows), gates_to_text(rows)
    assert (notes, gates) == ("một\n[yêu cầu] hai", "ba [0 điểm: 6.1, 6.2]\nbốn")
    assert rows_from(notes, gates) == rows


def data_of(editor):
    """What a browser would send for an editor nobody has touched."""
    data = {}
    forms = [editor.form]
    for block in editor.blocks:
        forms += [block.form, block.options.management_form, *block.options.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, Decimal):
                value = str(value).replace(".", ",")
            if value is not None and value is not False and value not in ("", []):
                data[field.html_name] = value
    return data


def errors_of(editor):
    every = [editor.form.errors]
    for block in editor.blocks:
        every += [block.form.errors, *block.options.errors, block.options.non_form_errors()]
    return [each for each in every if each]


class TestEditor:
    @pytest.mark.parametrize(
        ("decision", "number"), [("26/2026", 11), ("26/2026", 26), ("148", 3), ("1048", 14)]
    )
    def test_a_set_saved_untouched_stays_as_it_is(self, keep, rf, decision, number):
        row = copy_set(row=keep(decision, number))
        before = definition_of(full(row))
        for part in row.parts.all():
            for section in part.sections.all():
                data = rf.post("/", data_of(SectionEditor(section))).POST
                editor = SectionEditor(section, data)
                assert editor.is_valid(), errors_of(editor)
                editor.save()
        assert definition_of(full(row)) == before

    @pytest.fixture
    def draft(self, small):
        return copy_set(row=small())

    def section(self, draft):
        return draft.parts.get(code="A").sections.get()

    def edit(self, rf, draft, change):
        section = self.section(draft)
        data = data_of(SectionEditor(section))
        change(data, {c.code: f"tc{c.pk}" for c in section.criteria.all()})
        return SectionEditor(section, rf.post("/", data).POST)

    def test_points_marks_notes_new_and_removed(self, rf, draft):
        def change(data, prefix):
            one = prefix["1.1"]
            data[f"{one}-pa-3-min_star"] = "3"
            data[f"{one}-pa-6-min_star"] = "5"
            data[f"{one}-pa-0-text"] = "Không có"
            data[f"{one}-pa-1-DELETE"] = "on"
            data[f"{one}-gates_text"] = "Bị loại nếu giả [0 điểm: 1.2]"
            data[f"{prefix['1.2']}-star_4"] = "5,5"
            data[f"{prefix['1.4']}-is_gone"] = "on"
            data |= {"moi-code": "1.11", "moi-title": "Mới", "moi-max_points": "10"}
            data |= {"moi-pa-0-points": "0", "moi-pa-0-text": "Không"}
            data |= {"moi-pa-1-points": "10", "moi-pa-1-text": "Có"}

        editor = self.edit(rf, draft, change)
        assert editor.is_valid(), errors_of(editor)
        editor.save()
        found = definition_of(full(draft)).answerable
        assert list(found)[:4] == ["1.1", "1.2", "1.3", "1.11"]
        assert dict(found["1.1"].minimums) == {3: 3, 4: 3, 5: 6}
        assert found["1.1"].options[0].text == "Không có"
        assert [o.points for o in found["1.1"].options][:2] == [0, 2]
        assert definition_of(full(draft)).gates["1.1"].zero_in == ("1.2",)
        assert dict(found["1.2"].minimums) == {4: Decimal("5.5")}
        assert [(o.points, o.text) for o in found["1.11"].options] == [(0, "Không"), (10, "Có")]
        assert "Tiêu chí 1.2 (Tiêu chí 2): không có phương án 5,5 điểm, mức tối thiểu 4 sao." in (
            faults_in(full(draft))
        )

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("1.1-code", "1.9", "Mã 1.9 đã có trong bộ này."),
            ("1.1-code", "1.2", "Mã 1.2 đã có trong bộ này."),
            ("1.1-parent_code", "9", "Mục này không có tiêu chí 9."),
            ("1.1-cases_text", "a", "Dòng “a”: viết mã, dấu hai chấm, tên."),
            ("1.1-max_points", "mười", "Nhập một số"),
            ("1.1-title", "", "Ô này còn để trống."),
            ("1.1-pa-0-points", "1000", ""),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, rf, draft, field, value, message):
        def change(data, prefix):
            code, _, name = field.partition("-")
            data[f"{prefix[code]}-{name}"] = value
            data["muc-title"] = "Không được ghi"

        editor = self.edit(rf, draft, change)
        assert not editor.is_valid()
        said = [str(block.form.errors) + str(block.options.errors) for block in editor.blocks]
        assert message in " ".join(said)
        assert self.section(draft).title == "A"


class TestOffice:
    @pytest.fixture
    def officer(self, db, client):
        client.force_login(make_user(Role.PROVINCE_OFFICER))
        return client

    def test_from_the_copy_to_the_public_page(self, officer, small):
        row = small(warnings=["xem 1.1"])
        change = reverse("admin:scoring_criteriaset_change", args=[row.pk])
        page = officer.get(change).content.decode()
        assert "Tạo bản sao để sửa" in page
        assert "Xác nhận đã đối chiếu" in page
        assert 'name="name"' not in page
        answer = officer.post(reverse("admin:criteriaset_copy", args=[row.pk]), follow=True)
        assert "Đã có bản nháp" in answer.content.decode()
        draft = CriteriaSet.objects.get(edition=2)
        section = draft.parts.get(code="A").sections.get()
        address = reverse("admin:criteriaset_section", args=[draft.pk, section.pk])
        assert "Mục A: <output" in officer.get(address).content.decode()
        data = data_of(SectionEditor(section)) | {"muc-title": "Đã sửa"}
        assert "Đã ghi mục A." in officer.post(address, data, follow=True).content.decode()
        bad = officer.post(address, data | {"muc-max_points": "x", "muc-title": "Gõ dở"})
        assert bad.status_code == 422
        assert "Gõ dở" in bad.content.decode()
        publish = reverse("admin:criteriaset_publish", args=[draft.pk])
        assert officer.post(publish, {"note": ""}).status_code == 200
        officer.post(publish, {"note": "Đính chính theo công văn"})
        shown = officer.get("/bo-tieu-chi/9-9999/1/").content.decode()
        assert "Đã sửa" in shown
        assert "Đính chính theo công văn" in shown
        assert "/bo-tieu-chi/9-9999/1/ban-1/" in shown
        old = officer.get("/bo-tieu-chi/9-9999/1/ban-1/").content.decode()
        assert "Đây là bản cũ của bộ tiêu chí" in old
        assert officer.post(address, data).status_code == 403

    def test_reasons_stand_on_the_page_of_the_set_and_on_the_act(self, officer, keep):
        row = keep("148", 7)
        reason = "Tiêu chí 6.d (Mùi): ghi tối đa 4 điểm, phương án cao nhất 3."
        change = officer.get(reverse("admin:scoring_criteriaset_change", args=[row.pk]))
        assert reason in change.content.decode()
        act = officer.post(reverse("admin:criteriaset_publish", args=[row.pk]), {"note": "x"})
        assert reason in act.content.decode()

    def test_confirming_tells_who_and_when(self, officer, small):
        row = small(warnings=["xem 1.1"])
        assert "Cần đối chiếu bản gốc" in officer.get(row.get_absolute_url()).content.decode()
        officer.post(reverse("admin:criteriaset_confirm", args=[row.pk]), {"note": "Đúng"})
        row.refresh_from_db()
        assert row.confirmation_note == "Đúng"
        assert "Cần đối chiếu bản gốc" not in officer.get(row.get_absolute_url()).content.decode()

    def test_draft_head_and_empty_section(self, officer, keep):
        row = keep("1048", 10)
        assert row.parts.count() == 0
        change = reverse("admin:scoring_criteriaset_change", args=[row.pk])
        head = {"name": row.name, "classification": "", "source": row.source, "issues": "a\n\nb"}
        parts = {"parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 0, "parts-0-code": "A"}
        parts |= {"parts-0-title": "Phần A", "parts-0-max_points": "35"}
        officer.post(change, head | parts)
        row.refresh_from_db()
        assert row.issues == ["a", "b"]
        officer.post(reverse("admin:criteriaset_addsection", args=[row.pk]), {"phan": "A"})
        assert row.parts.get().sections.get().title == "Mục mới"

    def test_new_decision_from_a_copy(self, officer, keep):
        source = keep("26/2026", 6).version
        add = reverse("admin:scoring_criteriaversion_add")
        assert officer.get(add, {"tu": source.pk}).status_code == 200
        typed = {"source": source.pk, "decision": "30/2028/QĐ-TTg", "title": "Mới"}
        typed |= {"issued_on": "01/01/2028", "effective_from": "01/03/2028"}
        officer.post(add, typed)
        version = CriteriaVersion.objects.get(slug="30-2028")
        assert "Đã có phiên bản" in officer.post(add, typed).content.decode()
        publish = reverse("admin:criteriaversion_publish", args=[version.pk])
        officer.post(publish, {"checked": "on"})
        version.refresh_from_db()
        assert version.published_at
        change = reverse("admin:scoring_criteriaversion_change", args=[version.pk])
        officer.post(change, {"effective_to": "31/12/2030", "title": "Sửa trộm"})
        version.refresh_from_db()
        assert (version.effective_to, version.title) == (dt.date(2030, 12, 31), "Mới")
