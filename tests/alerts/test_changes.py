"""What is news for whom: the letter of the day, and feeds."""

import datetime as dt
import xml.etree.ElementTree as ET

import pgtrigger
import pytest
from django.core import mail
from django.utils import timezone

from alerts.changes import changes_between
from alerts.digests import send_digests
from alerts.models import Subscriber
from alerts.rules import digest_moment
from ocop_portal.shared.outbox import send_due_mail
from ocop_portal.shared.outgoing_mail import OutgoingMail
from products.models import Certification, Product
from products.rules import term_end
from tests.factories.alerts import make_follow, make_subscriber
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.news import make_article, make_event
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product, withdraw

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ZONE = timezone.get_default_timezone()
TODAY = timezone.localdate()
NOW = dt.datetime.combine(TODAY, dt.time(8), ZONE)
YESTERDAY = NOW - dt.timedelta(days=1)
LONG_AGO = TODAY - dt.timedelta(days=400)


def noted(award: Certification, at: dt.datetime, **fields) -> Certification:
    """The award as if it had been recorded at that moment."""
    Certification.objects.filter(pk=award.pk).update(created_at=at, updated_at=at, **fields)
    award.refresh_from_db()
    return award


def follow(subscriber: Subscriber | None = None, **fields):
    """Followed since yesterday at eight and told until then."""
    subscriber = subscriber or make_subscriber()
    Subscriber.objects.filter(pk=subscriber.pk).update(told_until=YESTERDAY)
    return make_follow(subscriber, confirmed_at=YESTERDAY, **fields)


def told() -> list[str]:
    """Subjects and first lines of the letters of this morning."""
    send_digests(NOW)
    letters = OutgoingMail.objects.order_by("pk")
    return [line for each in letters for line in each.body.split("\n\n")[:-2]]


@pytest.fixture
def product():
    commune = make_commune("Côn Minh")
    producer = make_producer("HTX Tài Hoan", commune=commune)
    return make_product("Miến dong", producer=producer, commune=commune)


def everything_about(product):
    """Followers of the product, its producer, its commune, a filter, all; and of others."""
    for fields in (
        {"product": product},
        {"producer": product.producer},
        {"commune": product.commune},
        {"query": "q=mien&sao=4"},
        {"query": ""},
    ):
        follow(**fields)
    for fields in (
        {"product": make_product("Chè", producer=make_producer("HTX Khác"))},
        {"commune": make_commune("Khác")},
        {"query": "sao=5"},
    ):
        follow(**fields)


def test_award_is_told_to_all_who_follow_and_to_nobody_else(product):
    everything_about(product)
    certify(make_product("Rượu"), stars=5, on=LONG_AGO)
    Certification.objects.update(created_at=YESTERDAY - dt.timedelta(days=9))
    noted(certify(product, stars=4, on=TODAY), NOW - dt.timedelta(hours=1))
    [first, *others] = told()
    assert first.splitlines() == [
        "Miến dong: công nhận 4 sao",
        f"Quyết định 2616/QĐ-UBND ngày {TODAY:%d/%m/%Y}.",
        f"http://testserver{product.get_absolute_url()}",
    ]
    assert others == [first] * 4


@pytest.mark.parametrize(
    ("former", "said"),
    [(3, "từ 3 sao lên 4 sao"), (4, "công nhận lại 4 sao"), (5, "từ 5 sao xuống 4 sao")],
)
def test_award_after_another_says_what_changed(product, former, said):
    follow(product=product)
    old = TODAY - dt.timedelta(days=1200)
    noted(certify(product, stars=former, on=old), YESTERDAY - dt.timedelta(days=9))
    noted(certify(product, stars=4, on=TODAY), NOW - dt.timedelta(hours=1))
    [letter] = told()
    assert letter.startswith(f"Miến dong: {said}\n")


def test_award_of_years_ago_that_another_replaced_is_no_news(product):
    follow(product=product)
    noted(certify(product, on=LONG_AGO), YESTERDAY - dt.timedelta(days=9))
    older = TODAY - dt.timedelta(days=2000)
    noted(certify(product, stars=3, on=older), NOW - dt.timedelta(hours=1))
    assert told() == []


def test_product_published_after_its_award_is_told_of_when_it_appears(product):
    follow(commune=product.commune)
    hidden = make_product("Bún khô", producer=product.producer, commune=product.commune)
    hidden.is_published = False
    hidden.save()
    for each in (hidden, product):
        noted(certify(each, on=LONG_AGO), YESTERDAY - dt.timedelta(days=9))
    now = timezone.now()
    Subscriber.objects.update(told_until=now - dt.timedelta(days=2))
    trail_is_from(now - dt.timedelta(days=3))
    hidden.is_published = product.is_published = True
    hidden.save()
    product.save()
    found = changes_between(now - dt.timedelta(days=1), timezone.now(), timezone.localdate())
    assert [change.award.product for change in found] == [hidden]


def trail_is_from(moment: dt.datetime) -> None:
    """Make what the trail holds so far older; it refuses to be altered otherwise."""
    events = Product.pgh_event_model
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        events.objects.update(pgh_created_at=moment)


def test_expiry_is_told_on_its_day_once_also_to_a_filter_for_stars_in_force(product):
    begun = TODAY - dt.timedelta(days=36 * 31)
    while term_end(begun) < TODAY:
        begun += dt.timedelta(days=1)
    noted(certify(product, on=begun), YESTERDAY - dt.timedelta(days=9))
    follow(query="tinh-trang=con-han")
    [letter] = told()
    assert letter.startswith(f"Miến dong: 4 sao hết hạn từ {TODAY:%d/%m/%Y}\n")
    assert send_digests(NOW + dt.timedelta(days=1)) == {"thư theo dõi": 0}


def test_withdrawal_recorded_today_is_told_with_its_act(product):
    follow(commune=product.commune)
    award = noted(certify(product, on=LONG_AGO), YESTERDAY - dt.timedelta(days=9))
    withdraw(award, TODAY - dt.timedelta(days=5))
    Certification.objects.update(updated_at=NOW - dt.timedelta(minutes=5))
    [letter] = told()
    day = TODAY - dt.timedelta(days=5)
    assert letter.startswith(
        f"Miến dong: 4 sao bị thu hồi từ {day:%d/%m/%Y}\nQuyết định 12/QĐ-UBND."
    )


def test_news_and_events_about_what_is_followed_are_told(product):
    follow(producer=product.producer)
    moment = NOW - dt.timedelta(hours=2)
    make_article("Mùa miến", publish_at=moment).products.add(product)
    make_article("Chuyện khác", publish_at=moment)
    make_article("Bản nháp", publish_at=moment, is_published=False).products.add(product)
    make_event("Hội chợ Miến", publish_at=moment).products.add(product)
    make_event("Họp xã", publish_at=moment, commune=product.commune)
    make_event("Đã hủy", publish_at=moment, is_cancelled=True).products.add(product)
    assert sorted(each.splitlines()[0] for each in told()) == ["Hội chợ Miến", "Mùa miến"]


def test_former_commune_goes_on_in_the_one_it_became(product):
    former = make_former_commune("Côn Lôn", product.commune)
    follow(commune=former)
    noted(certify(product, on=TODAY), NOW - dt.timedelta(hours=1))
    assert len(told()) == 1


def test_one_letter_a_day_gathers_all_and_says_how_to_leave(product, settings):
    subscriber = make_subscriber("lan@vi.du", language="en")
    follow(subscriber, product=product)
    follow(subscriber, producer=product.producer)
    noted(certify(product, on=TODAY), NOW - dt.timedelta(hours=1))
    make_article("Mùa miến", publish_at=NOW - dt.timedelta(hours=2)).products.add(product)
    assert send_digests(NOW) == {"thư theo dõi": 1}
    noted(certify(make_product("Bún", producer=product.producer), on=TODAY), NOW)
    assert send_digests(NOW + dt.timedelta(hours=3)) == {"thư theo dõi": 0}
    send_due_mail(timezone.now() + dt.timedelta(days=1))
    [sent] = mail.outbox
    assert sent.subject.startswith("2 updates on what you follow")
    assert "Miến dong: awarded 4 stars" in sent.body
    link = sent.extra_headers["List-Unsubscribe"]
    assert link.startswith("<http://testserver/en/theo-doi/cua-toi/?khoa=")
    assert link.strip("<>") in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert OutgoingMail.objects.get().headers == {}


def test_nothing_unconfirmed_or_before_seven_is_told(product):
    follow(product=product)
    waiting = make_follow(product=product)
    type(waiting).objects.filter(pk=waiting.pk).update(confirmed_at=None)
    noted(certify(product, on=TODAY), NOW - dt.timedelta(hours=5))
    assert send_digests(NOW - dt.timedelta(hours=2)) == {"thư theo dõi": 0}
    assert send_digests(NOW) == {"thư theo dõi": 1}
    assert digest_moment(NOW, ZONE) == NOW - dt.timedelta(hours=1)
    assert digest_moment(NOW - dt.timedelta(hours=2), ZONE) == NOW - dt.timedelta(hours=25)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_morning_do_not_grow_with_news_or_readers(rows, django_assert_num_queries):
    for number in range(rows):
        product = make_product(f"Chè {number}")
        noted(certify(product, on=TODAY), NOW - dt.timedelta(hours=1))
        make_article(publish_at=NOW - dt.timedelta(hours=2)).products.add(product)
        follow(product=product)
    with django_assert_num_queries(10):
        assert len(changes_between(YESTERDAY, NOW, TODAY)) == rows * 2
    with django_assert_num_queries(21):
        assert send_digests(NOW) == {"thư theo dõi": rows}


# --- Feeds -------------------------------------------------------------------------------------


def entries(client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_feed_tells_what_happened_latest_first_under_lasting_names(client, product):
    withdraw(certify(product, on=LONG_AGO), LONG_AGO + dt.timedelta(days=100))
    make_article("Mùa miến", publish_at=NOW - dt.timedelta(days=9)).products.add(product)
    certify(make_product("Chè", producer=make_producer("HTX Khác")), on=LONG_AGO)
    day = LONG_AGO + dt.timedelta(days=100)
    expected = [
        "Mùa miến",
        f"Miến dong: 4 sao bị thu hồi từ {day:%d/%m/%Y}",
        "Miến dong: công nhận 4 sao",
    ]
    slugs = (product.slug, product.producer.slug, product.commune.slug)
    for word, slug in zip(("san-pham", "chu-the", "xa-phuong"), slugs, strict=True):
        assert entries(client, f"/theo-doi/{word}/{slug}/tin.xml") == expected, word
    assert entries(client, "/theo-doi/tin.xml?q=mien") == expected
    assert len(entries(client, "/theo-doi/tin.xml")) == 4
    award = product.certifications.get()
    ids = client.get("/en/theo-doi/tin.xml").content.decode()
    assert f"<id>tag:testserver,2026:cong-nhan:{award.public_code}</id>" in ids
    assert "Miến dong: awarded 4 stars" in ids


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_feed_do_not_grow(client, product, rows, django_assert_num_queries):
    for number in range(rows):
        make_article(f"Bài {number}").products.add(product)
        certify(product, on=LONG_AGO - dt.timedelta(days=1200 * (number + 1)))
    client.get("/theo-doi/tin.xml?q=chua-ai-hoi")
    with django_assert_num_queries(7):
        client.get("/theo-doi/tin.xml?q=mien")
    with django_assert_num_queries(1):
        client.get("/theo-doi/tin.xml?q=mien")
