"""The file of legal documents."""

import datetime as dt

import pytest
from django.conf import settings

from news.importers import issue_date, load_documents, load_relations
from news.models import LegalDocument

DOCUMENTS = settings.BASE_DIR / "fixtures/news/documents.csv"
RELATIONS = settings.BASE_DIR / "fixtures/news/document_relations.csv"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2021-06-30", (dt.date(2021, 6, 30), "")),
        ("2022-11", (None, "11/2022")),
        ("2019", (None, "2019")),
        ("", (None, "")),
    ],
)
def test_issue_date_keeps_what_is_known(text, known):
    assert issue_date(text) == known


@pytest.mark.django_db
def test_documents_are_added_once():
    assert [str(tally) for tally in load_documents(DOCUMENTS)] == [
        "văn bản: thêm 39, đổi 0, giữ nguyên 0"
    ]
    assert [str(tally) for tally in load_documents(DOCUMENTS)] == [
        "văn bản: thêm 0, đổi 0, giữ nguyên 39"
    ]


@pytest.mark.django_db
def test_document_carries_its_row():
    load_documents(DOCUMENTS)
    document = LegalDocument.objects.get(number="2890/QĐ-BNN-VPĐP")
    assert (document.slug, document.kind, document.level, document.issued_on) == (
        "2890-qd-bnn-vpdp",
        "Quyết định",
        "central",
        dt.date(2021, 6, 30),
    )


@pytest.mark.django_db
def test_document_an_editor_corrected_stays():
    load_documents(DOCUMENTS)
    LegalDocument.objects.filter(number="148/QĐ-TTg").update(title="Trích yếu đã sửa")
    load_documents(DOCUMENTS)
    assert LegalDocument.objects.get(number="148/QĐ-TTg").title == "Trích yếu đã sửa"


@pytest.mark.django_db
def test_no_source_is_an_inner_note():
    load_documents(DOCUMENTS)
    assert not LegalDocument.objects.filter(source__contains="seed").exists()


@pytest.mark.django_db
def test_unknown_level_writes_nothing(tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text(
        "number,title,issue_date,issuer,level,type,summary,validity_note,source\n"
        "1/QĐ,A,2020-01-01,X,tỉnh,Quyết định,,,\n"
        "2/QĐ,B,2020-01-01,X,thôn,Quyết định,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(KeyError):
        load_documents(path)
    assert LegalDocument.objects.count() == 0


@pytest.mark.django_db
def test_relations_are_added_once():
    load_documents(DOCUMENTS)
    assert [str(tally) for tally in load_relations(RELATIONS)] == [
        "quan hệ văn bản: thêm 12, đổi 0, giữ nguyên 0"
    ]
    assert [str(tally) for tally in load_relations(RELATIONS)] == [
        "quan hệ văn bản: thêm 0, đổi 0, giữ nguyên 12"
    ]


@pytest.mark.django_db
def test_relation_to_a_document_nobody_has_is_an_error(tmp_path):
    load_documents(DOCUMENTS)
    path = tmp_path / "relations.csv"
    path.write_text(
        "number,relation,earlier_number,note\n148/QĐ-TTg,thay thế,999/QĐ-TTg,\n", encoding="utf-8"
    )
    with pytest.raises(LegalDocument.DoesNotExist):
        load_relations(path)
