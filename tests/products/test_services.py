"""Certifications are given, ended and prolonged; each act once, none over another."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from pghistory.models import Events

from accounts.models import User
from producers.models import Producer
from products.enums import CertificationStatus, Standing
from products.models import Certification, Product
from products.services import (
    CertificationError,
    award_certification,
    extend_certification,
    withdraw_certification,
)

FIRST = dt.date(2021, 12, 29)
FIRST_END = dt.date(2024, 12, 29)

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    producer = Producer.objects.create(name="HTX Cao Phong", slug="htx-cao-phong", kind="htx")
    return Product.objects.create(name="Măng khô", slug="mang-kho", producer=producer)


@pytest.fixture
def first(product):
    return award(product)


def award(product, **changes):
    facts = {"stars": 3, "decision_number": "2616/QĐ-UBND", "decision_on": FIRST}
    return award_certification(product=product, **(facts | changes))


def period(certification):
    certification.refresh_from_db()
    return certification.starts_on, certification.ends_on


class TestAward:
    def test_term_is_36_months_half_open(self, product, first):
        assert period(first) == (FIRST, FIRST_END)
        assert first.expires_on == FIRST_END
        assert product.certifications.valid(FIRST).get() == first
        assert product.certifications.valid(FIRST_END - dt.timedelta(days=1)).get() == first
        assert not product.certifications.valid(FIRST_END).exists()
        assert not product.certifications.valid(FIRST - dt.timedelta(days=1)).exists()

    def test_product_counts_as_recognised(self, product, first):
        product.refresh_from_db()
        assert product.standing == Standing.RECOGNISED

    def test_same_decision_again_changes_nothing(self, product, first):
        events = Events.objects.count()
        assert award(product) == first
        assert Certification.objects.count() == 1
        assert Events.objects.count() == events

    @pytest.mark.parametrize("other", [{"stars": 4}, {"score": Decimal("55.50")}])
    def test_same_decision_with_other_facts_is_refused(self, product, first, other):
        with pytest.raises(CertificationError, match="đã ghi cho sản phẩm này với 3 sao"):
            award(product, **other)
        assert Certification.objects.count() == 1

    def test_upgrade_supersedes_what_was_in_force(self, product, first):
        day = dt.date(2023, 5, 4)
        second = award(product, stars=4, decision_number="900/QĐ-UBND", decision_on=day)
        first.refresh_from_db()
        assert (first.superseded_by, first.ended_on) == (second, day)
        assert period(first) == (FIRST, day)
        assert period(second) == (day, dt.date(2026, 5, 4))
        assert first.expires_on == FIRST_END
        assert product.certifications.valid(day).get() == second
        assert product.certifications.valid(day - dt.timedelta(days=1)).get() == first

    def test_renewal_on_the_day_of_expiry_supersedes_nothing(self, product, first):
        award(product, decision_number="3000/QĐ-UBND", decision_on=FIRST_END)
        first.refresh_from_db()
        assert (first.end_reason, period(first)) == ("", (FIRST, FIRST_END))

    def test_renewal_a_day_before_expiry_supersedes(self, product, first):
        eve = FIRST_END - dt.timedelta(days=1)
        award(product, decision_number="3000/QĐ-UBND", decision_on=eve)
        assert period(first) == (FIRST, eve)

    def test_older_decision_entered_late_ends_where_the_newer_began(self, product, first):
        day = dt.date(2020, 1, 10)
        older = award(product, decision_number="50/QĐ-UBND", decision_on=day)
        assert period(older) == (day, FIRST)
        assert (older.superseded_by, older.expires_on) == (first, dt.date(2023, 1, 10))
        assert period(first) == (FIRST, FIRST_END)

    def test_much_older_decision_keeps_its_whole_term(self, product, first):
        day = dt.date(2018, 12, 29)
        older = award(product, decision_number="50/QĐ-UBND", decision_on=day)
        assert (period(older), older.end_reason) == ((day, FIRST), "")

    def test_decision_between_two_gives_way_on_both_sides(self, product, first):
        last = award(product, stars=5, decision_number="9/QĐ-BNN", decision_on=dt.date(2023, 12, 1))
        day = dt.date(2022, 6, 1)
        middle = award(product, stars=4, decision_number="7/QĐ-UBND", decision_on=day)
        first.refresh_from_db()
        assert (period(first), period(middle)) == ((FIRST, day), (day, last.starts_on))
        assert first.superseded_by == middle
        assert middle.superseded_by == last

    def test_two_decisions_of_one_day_are_refused(self, product, first):
        with pytest.raises(CertificationError, match="cùng ngày 29/12/2021"):
            award(product, decision_number="2617/QĐ-UBND")
        assert period(first) == (FIRST, FIRST_END)

    def test_award_of_unknown_day_is_left_alone(self, product):
        unknown = Certification.objects.create(product=product, stars=4, recognised_year=2018)
        award(product)
        unknown.refresh_from_db()
        assert (unknown.valid_during, unknown.end_reason) == (None, "")

    def test_audit_trail_says_who(self, product):
        user = User.objects.create_user("lan")
        certification = award(product, by=user)
        event = Events.objects.tracks(certification).get()
        assert (event.pgh_label, event.pgh_context["user"]) == ("insert", user.pk)


class TestWithdraw:
    ON = dt.date(2023, 3, 1)

    def withdraw(self, certification, **changes):
        facts = {"on": self.ON, "act": "12/QĐ-UBND", "reason": "Ngừng sản xuất"}
        return withdraw_certification(certification=certification, **(facts | changes))

    def test_ends_the_period_that_day(self, first):
        self.withdraw(first)
        assert period(first) == (FIRST, self.ON)
        assert first.status(self.ON) == CertificationStatus.WITHDRAWN
        assert first.status(self.ON - dt.timedelta(days=1)) == CertificationStatus.VALID
        assert (first.end_act, first.end_note) == ("12/QĐ-UBND", "Ngừng sản xuất")

    def test_again_changes_nothing(self, first):
        self.withdraw(first)
        events = Events.objects.count()
        self.withdraw(first)
        assert Events.objects.count() == events

    def test_by_another_act_is_refused(self, first):
        self.withdraw(first)
        with pytest.raises(CertificationError, match="đã bị thu hồi theo 12/QĐ-UBND"):
            self.withdraw(first, act="13/QĐ-UBND")

    @pytest.mark.parametrize("missing", [{"act": " "}, {"reason": ""}])
    def test_needs_act_and_reason(self, first, missing):
        with pytest.raises(CertificationError, match="Ghi số văn bản và lý do"):
            self.withdraw(first, **missing)
        assert period(first) == (FIRST, FIRST_END)

    @pytest.mark.parametrize("on", [FIRST_END, FIRST_END + dt.timedelta(days=90)])
    def test_expired_is_refused(self, first, on):
        with pytest.raises(CertificationError, match="đã hết hạn từ 29/12/2024"):
            self.withdraw(first, on=on)

    def test_before_it_began_is_refused(self, first):
        with pytest.raises(CertificationError, match="phải sau ngày công nhận 29/12/2021"):
            self.withdraw(first, on=FIRST)

    def test_superseded_is_refused(self, product, first):
        award(product, decision_number="900/QĐ-UBND", decision_on=dt.date(2022, 5, 4))
        with pytest.raises(CertificationError, match="đã được thay thế"):
            self.withdraw(first)

    def test_award_of_unknown_day_can_be_withdrawn(self, product):
        unknown = Certification.objects.create(product=product, stars=4, recognised_year=2018)
        self.withdraw(unknown)
        assert unknown.status(self.ON) == CertificationStatus.WITHDRAWN
        assert unknown.valid_during is None

    def test_product_can_be_awarded_again(self, product, first):
        self.withdraw(first)
        second = award(product, decision_number="900/QĐ-UBND", decision_on=dt.date(2023, 9, 1))
        assert period(second)[0] == dt.date(2023, 9, 1)
        assert period(first) == (FIRST, self.ON)


class TestExtend:
    LATEST = dt.date(2025, 6, 27)

    def extend(self, certification, until=LATEST, act="5/UBND"):
        return extend_certification(certification=certification, until=until, act=act)

    def test_stays_in_force_up_to_180_days(self, product, first):
        assert (self.LATEST - FIRST_END).days == 180
        self.extend(first)
        assert period(first) == (FIRST, self.LATEST)
        assert first.expires_on == FIRST_END
        assert first.status(FIRST_END) == CertificationStatus.VALID
        assert first.status(self.LATEST) == CertificationStatus.EXPIRED

    def test_again_changes_nothing(self, first):
        self.extend(first)
        events = Events.objects.count()
        self.extend(first)
        assert Events.objects.count() == events

    @pytest.mark.parametrize(
        ("until", "said"),
        [
            (FIRST_END, "phải sau hạn 29/12/2024"),
            (LATEST + dt.timedelta(days=1), "Chỉ kéo dài được 180 ngày"),
        ],
    )
    def test_outside_the_window_is_refused(self, first, until, said):
        with pytest.raises(CertificationError, match=said):
            self.extend(first, until)
        assert period(first) == (FIRST, FIRST_END)

    def test_needs_an_act(self, first):
        with pytest.raises(CertificationError, match="Ghi số văn bản"):
            self.extend(first, act="")

    def test_over_a_newer_certification_is_refused(self, product, first):
        award(product, decision_number="1/QĐ-UBND", decision_on=dt.date(2025, 2, 1))
        with pytest.raises(CertificationError, match="Đã có chứng nhận mới từ ngày 01/02/2025"):
            self.extend(first)

    def test_ended_or_unknown_is_refused(self, product, first):
        withdraw_certification(
            certification=first, on=dt.date(2023, 1, 1), act="1/QĐ", reason="Sai hồ sơ"
        )
        unknown = Certification.objects.create(product=product, stars=4, recognised_year=2018)
        with pytest.raises(CertificationError, match="không kéo dài được"):
            self.extend(first)
        with pytest.raises(CertificationError, match="Chưa rõ thời hạn"):
            self.extend(unknown)

    def test_renewal_during_the_extension_supersedes(self, product, first):
        self.extend(first)
        day = dt.date(2025, 3, 1)
        second = award(product, decision_number="1/QĐ-UBND", decision_on=day)
        assert period(first) == (FIRST, day)
        assert first.superseded_by == second


def test_database_itself_forbids_two_at_once(product, first):
    clash = DateRange(FIRST_END - dt.timedelta(days=1), FIRST_END + dt.timedelta(days=1))
    with pytest.raises(IntegrityError, match="certification_one_at_a_time"), transaction.atomic():
        Certification.objects.create(product=product, stars=4, valid_during=clash)
    touching = DateRange(FIRST_END, FIRST_END + dt.timedelta(days=1))
    Certification.objects.create(product=product, stars=4, valid_during=touching)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_never_award_twice(product):
    def decide(number):
        try:
            award(product, decision_number=number)
            return "awarded"
        except CertificationError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as officers:
        same = list(officers.map(decide, ["2616/QĐ-UBND"] * 4))
        other = list(officers.map(decide, ["1/QĐ-UBND", "2/QĐ-UBND"]))
    assert same == ["awarded"] * 4
    assert all("cùng ngày 29/12/2021" in said for said in other)
    assert product.certifications.count() == 1
