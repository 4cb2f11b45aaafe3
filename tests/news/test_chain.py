"""Which document replaced, amended or rests on which."""

import datetime as dt

import pytest
from django.conf import settings

from news.chain import story_of
from news.enums import DocumentStatus, RelationKind
from news.importers import load_documents, load_relations
from news.models import DocumentRelation, LegalDocument
from news.rules import connected, document_status
from tests.factories.news import make_document

FIXTURES = settings.BASE_DIR / "fixtures/news"
START, END = dt.date(2023, 2, 24), dt.date(2026, 7, 21)


@pytest.mark.parametrize(
    ("on", "effective_on", "ends_on", "status"),
    [
        (START, START, None, "in_force"),
        (START - dt.timedelta(1), START, None, "not_yet"),
        (END - dt.timedelta(1), START, END, "in_force"),
        (END, START, END, "ended"),
        (END, None, None, "unknown"),
        (END, None, END, "ended"),
        (END - dt.timedelta(1), None, END, "unknown"),
    ],
)
def test_status_at_the_edge_of_a_term(on, effective_on, ends_on, status):
    found = document_status(on, effective_on=effective_on, ends_on=ends_on)
    assert found == DocumentStatus(status)


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ([], {1}),
        ([(2, 3)], {1}),
        ([(2, 1), (3, 2), (5, 4)], {1, 2, 3}),
        ([(1, 2), (2, 1), (2, 3), (3, 1)], {1, 2, 3}),
    ],
)
def test_connected_follows_links_both_ways_and_stops_at_rings(links, found):
    assert connected(1, links) == found


@pytest.fixture
def law(db):
    """The gathered documents and relations."""
    load_documents(FIXTURES / "documents.csv")
    load_relations(FIXTURES / "document_relations.csv")


def read(number, on):
    document = LegalDocument.objects.get(number=number)
    return [
        (
            link.document.number,
            link.status.value,
            [f"{said.words} {said.other.number}" for said in link.said],
        )
        for link in story_of(document, on).chain
    ]


@pytest.mark.usefixtures("law")
def test_chain_of_the_criteria_reads_from_1048_to_26():
    assert read("148/QĐ-TTg", dt.date(2026, 11, 26)) == [
        (
            "1048/QĐ-TTg",
            "ended",
            ["Được sửa đổi, bổ sung bởi 781/QĐ-TTg", "Được thay thế bởi 148/QĐ-TTg"],
        ),
        ("781/QĐ-TTg", "ended", ["Sửa đổi, bổ sung 1048/QĐ-TTg", "Được thay thế bởi 148/QĐ-TTg"]),
        (
            "148/QĐ-TTg",
            "ended",
            [
                "Thay thế 1048/QĐ-TTg",
                "Thay thế 781/QĐ-TTg",
                "Được sửa đổi, bổ sung bởi 1489/QĐ-TTg",
                "Bị bãi bỏ một phần bởi 1489/QĐ-TTg",
                "Được thay thế bởi 26/2026/QĐ-TTg",
            ],
        ),
        (
            "1489/QĐ-TTg",
            "ended",
            [
                "Sửa đổi, bổ sung 148/QĐ-TTg",
                "Bãi bỏ một phần 148/QĐ-TTg",
                "Được thay thế bởi 26/2026/QĐ-TTg",
            ],
        ),
        ("26/2026/QĐ-TTg", "in_force", ["Thay thế 148/QĐ-TTg", "Thay thế 1489/QĐ-TTg"]),
    ]


@pytest.mark.usefixtures("law")
def test_chain_is_the_same_from_each_of_its_documents():
    day = dt.date(2026, 11, 26)
    numbers = ("1048/QĐ-TTg", "781/QĐ-TTg", "1489/QĐ-TTg", "26/2026/QĐ-TTg")
    assert [read(number, day) for number in numbers] == [read("148/QĐ-TTg", day)] * 4


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(("day", "status"), [(END - dt.timedelta(1), "in_force"), (END, "ended")])
def test_status_in_the_chain_is_that_of_the_day(day, status):
    assert read("148/QĐ-TTg", day)[2][1] == status


@pytest.mark.usefixtures("law")
def test_ground_is_told_apart_from_the_chain(client):
    document = LegalDocument.objects.get(number="26/2026/QĐ-TTg")
    story = story_of(document, END)
    assert [(str(said.words), said.other.number) for said in story.grounds] == [
        ("Căn cứ", "257/2025/QH15")
    ]
    assert "257/2025/QH15" not in {link.document.number for link in story.chain}
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Chuỗi văn bản" in page
    assert page.count('aria-current="page">26/2026/QĐ-TTg') == 2  # in the path and in the chain


@pytest.mark.django_db
def test_unpublished_document_shows_in_no_chain():
    old, hidden = make_document("1/QĐ"), make_document("2/QĐ", is_published=False)
    DocumentRelation.objects.create(source=hidden, kind=RelationKind.REPLACES, target=old)
    assert story_of(old, END).chain == []


@pytest.mark.django_db
def test_document_alone_has_no_chain():
    story = story_of(make_document(), END)
    assert (story.chain, story.grounds, story.keys) == ([], [], set())
