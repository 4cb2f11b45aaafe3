"""A council's regulation as a record: the default, drafts, publication, what holds on a day."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from scoring.models import Regulation
from scoring.regulation import (
    DEFAULT_REGULATION,
    Averaging,
    AwardWhenMissed,
    GateJudged,
    MinimumJudged,
)
from scoring.regulation_acts import RegulationRefused, load_regulation, publish_regulation
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db

FIXTURE = settings.BASE_DIR / "fixtures/process/regulation.json"
AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def draft(name="Quy chế A", first=dt.date(2026, 1, 1), **values):
    return Regulation.objects.create(name=name, citation="12/QĐ-HĐ", effective_from=first, **values)


def published(*args, **values):
    return publish_regulation(regulation=draft(*args, **values), at=AT)


class TestDefault:
    def test_is_what_the_code_assumes_and_says_it_is_a_default(self):
        assert str(load_regulation(FIXTURE, at=AT)).startswith("quy chế mặc định: thêm 1")
        row = Regulation.objects.get()
        assert replace(row.rules(), citation="") == DEFAULT_REGULATION
        assert row.citation.startswith("Đây là mặc định của phần mềm")
        assert "Tây Ninh" in row.citation
        assert "https://tayninh.gov.vn/" in row.citation

    def test_loading_again_changes_nothing(self):
        load_regulation(FIXTURE, at=AT)
        assert load_regulation(FIXTURE, at=AT).touched == 0
        assert Regulation.objects.count() == 1

    def test_there_is_one(self):
        load_regulation(FIXTURE, at=AT)
        with pytest.raises(IntegrityError), transaction.atomic():
            Regulation.objects.create(name="Hai", citation="", is_default=True)


class TestInForce:
    def test_own_regulation_before_the_default_on_its_days_only(self):
        load_regulation(FIXTURE, at=AT)
        default = Regulation.objects.get()
        own = published("A", dt.date(2026, 1, 1), effective_to=dt.date(2026, 6, 30))
        days = [(2025, 12, 31), (2026, 1, 1), (2026, 6, 30), (2026, 7, 1)]
        found = [Regulation.objects.in_force(dt.date(*each)) for each in days]
        assert found == [default, own, own, default]

    def test_draft_does_not_hold(self):
        load_regulation(FIXTURE, at=AT)
        draft()
        assert Regulation.objects.in_force(dt.date(2026, 5, 1)).is_default

    def test_without_any_record_the_code_has_its_defaults(self):
        with pytest.raises(Regulation.DoesNotExist, match="load_reference"):
            Regulation.objects.in_force(dt.date(2026, 5, 1))
        assert Regulation.objects.rules_in_force(dt.date(2026, 5, 1)) == DEFAULT_REGULATION

    def test_every_field_reaches_the_rules(self):
        published(
            averaging=Averaging.CRITERIA,
            minimum_judged=MinimumJudged.EVERYONE,
            gate_judged=GateJudged.MAJORITY,
            award_when_missed=AwardWhenMissed.NOTHING,
            spread_limit=Decimal("7.5"),
            quorum_numerator=2,
            quorum_denominator=3,
            chair_must_be_present=False,
            decimals=1,
            dossier_days_ahead=5,
        )
        rules = Regulation.objects.rules_in_force(dt.date(2026, 5, 1))
        assert (rules.name, rules.citation, rules.is_default) == ("Quy chế A", "12/QĐ-HĐ", False)
        assert (rules.averaging, rules.minimum_judged) == ("criteria", "everyone")
        assert (rules.gate_judged, rules.award_when_missed) == ("majority", "nothing")
        assert (rules.spread_limit, rules.quorum) == (Decimal("7.5"), Fraction(2, 3))
        assert (rules.chair_must_be_present, rules.decimals, rules.dossier_days_ahead) == (
            False,
            1,
            5,
        )


class TestPublishing:
    def test_former_one_ends_the_day_before(self):
        former = published("A", dt.date(2026, 1, 1))
        published("B", dt.date(2026, 9, 1))
        former.refresh_from_db()
        assert former.effective_to == dt.date(2026, 8, 31)

    def test_one_that_ended_before_is_left_alone(self):
        former = published("A", dt.date(2025, 1, 1), effective_to=dt.date(2025, 3, 1))
        published("B", dt.date(2026, 9, 1))
        former.refresh_from_db()
        assert former.effective_to == dt.date(2025, 3, 1)

    def test_twice_changes_nothing(self):
        row = published()
        again = publish_regulation(regulation=row, at=AT + dt.timedelta(days=1))
        assert again.published_at == AT

    def test_later_one_is_not_run_over(self):
        published("B", dt.date(2026, 9, 1))
        with pytest.raises(RegulationRefused, match=r"“B” đã áp dụng từ 01/09/2026"):
            published("A", dt.date(2026, 1, 1))
        assert published("C", dt.date(2026, 1, 1), effective_to=dt.date(2026, 8, 31)).is_published

    def test_first_day_is_needed(self):
        row = Regulation(name="A", citation="x")
        with pytest.raises(ValidationError, match="Ghi ngày quy chế bắt đầu áp dụng"):
            row.full_clean()

    @pytest.mark.parametrize(
        "act",
        [
            lambda row: Regulation.objects.filter(pk=row.pk).update(spread_limit=20),
            lambda row: Regulation.objects.filter(pk=row.pk).update(published_at=None),
            lambda row: row.delete(),
        ],
    )
    def test_published_one_stays(self, act):
        row = published()
        with pytest.raises(DatabaseError, match="Đã công bố"), transaction.atomic():
            act(row)

    def test_two_at_once_are_refused_by_the_database(self):
        published()
        other = draft("B", dt.date(2026, 5, 1))
        with pytest.raises(IntegrityError), transaction.atomic():
            Regulation.objects.filter(pk=other.pk).update(published_at=AT)

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"quorum_numerator": 5}, "từ 1 đến tổng số phần"),
            ({"spread_limit": 101}, "từ 0 đến 100"),
            ({"decimals": 5}, "4"),
            ({"effective_to": dt.date(2025, 1, 1)}, "không thể trước ngày đầu"),
        ],
    )
    def test_what_makes_no_sense_is_said(self, values, message):
        row = Regulation(name="A", citation="x", effective_from=dt.date(2026, 1, 1), **values)
        with pytest.raises(ValidationError, match=message):
            row.full_clean()


class TestOffice:
    @pytest.fixture
    def officer(self, client):
        client.force_login(make_user(Role.PROVINCE_OFFICER))
        return client

    def test_copy_of_the_default_leaves_its_citation(self, officer):
        load_regulation(FIXTURE, at=AT)
        source = Regulation.objects.get()
        page = officer.get(reverse("admin:scoring_regulation_add"), {"tu": source.pk})
        initial = page.context["adminform"].form.initial
        assert (initial["spread_limit"], initial["citation"]) == (source.spread_limit, "")
        assert officer.get(reverse("admin:scoring_regulation_add"), {"tu": "x"}).status_code == 200

    def test_publishing_asks_first_and_then_the_form_is_closed(self, officer):
        row = draft()
        address = reverse("admin:regulation_publish", args=[row.pk])
        change = reverse("admin:scoring_regulation_change", args=[row.pk])
        assert "Ban hành" in officer.get(change).content.decode()
        assert officer.post(address, {}).status_code == 200
        row.refresh_from_db()
        assert row.published_at is None
        answer = officer.post(address, {"checked": "on"}, follow=True)
        assert "Đã ban hành “Quy chế A”" in answer.content.decode()
        row.refresh_from_db()
        assert row.published_at
        assert 'name="spread_limit"' not in officer.get(change).content.decode()

    def test_reason_against_publishing_is_shown(self, officer):
        published("B", dt.date(2026, 9, 1))
        row = draft("A", dt.date(2026, 1, 1))
        answer = officer.post(reverse("admin:regulation_publish", args=[row.pk]), {"checked": "on"})
        assert "“B” đã áp dụng từ 01/09/2026" in answer.content.decode()
