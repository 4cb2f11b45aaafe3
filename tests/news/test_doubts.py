"""What is told to an officer where the chain of documents and their dates do not fit."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import Role
from news.doubts import contradicts_chain, doubts_about
from news.enums import RelationKind
from news.models import DocumentRelation, LegalDocument
from tests.factories.accounts import give_role, make_user
from tests.factories.news import make_document

pytestmark = pytest.mark.django_db

BEGINS = dt.date(2026, 5, 22)


def replaced(*, ends_on=None, **fields):
    """A document, and the later one that replaces it from ``BEGINS``."""
    old = make_document("148/QĐ-TTg", ends_on=ends_on, issued_on=dt.date(2023, 2, 24))
    values = {"issued_on": BEGINS, "effective_on": BEGINS} | fields
    new = make_document("26/2026/QĐ-TTg", **values)
    DocumentRelation.objects.create(source=new, target=old, kind=RelationKind.REPLACES)
    return old, new


MISSING = (
    "148/QĐ-TTg được 26/2026/QĐ-TTg thay thế từ 22/05/2026 nhưng chưa ghi “hết hiệu lực từ”. "
    "Ghi ngày ấy ở 148/QĐ-TTg."
)


@pytest.mark.parametrize(
    ("ends_on", "doubts", "waits"),
    [
        (None, [MISSING], True),
        (BEGINS, [], False),
        (dt.date(2026, 7, 21), [], False),  # goes on for sixty days
        (
            dt.date(2026, 5, 20),
            [
                "148/QĐ-TTg được 26/2026/QĐ-TTg thay thế từ 22/05/2026 nhưng đã hết hiệu lực từ "
                "20/05/2026: 2 ngày không có văn bản nào. Kiểm tra hai ngày."
            ],
            True,
        ),
    ],
)
def test_end_of_what_is_replaced(ends_on, doubts, waits):
    old, new = replaced(ends_on=ends_on)
    assert doubts_about(old) == doubts_about(new) == doubts
    waiting = LegalDocument.objects.filter(contradicts_chain(BEGINS))
    assert list(waiting) == ([old] if waits else [])
    assert not LegalDocument.objects.filter(contradicts_chain(BEGINS - dt.timedelta(days=1)))


def test_a_document_acts_on_earlier_ones_alone():
    _old, new = replaced(ends_on=BEGINS, issued_on=dt.date(2022, 1, 1))
    assert doubts_about(new) == [
        "26/2026/QĐ-TTg ban hành 01/01/2022, trước 148/QĐ-TTg (24/02/2023) mà nó thay thế. "
        "Kiểm tra chiều của quan hệ và ngày ban hành."
    ]


def test_the_form_says_so(client):
    user = make_user()
    give_role(user, Role.EDITOR)
    client.force_login(user)
    old, _new = replaced()
    page = client.get(reverse("admin:news_legaldocument_change", args=[old.pk]))
    assert [str(message) for message in page.context["messages"]] == [MISSING]
