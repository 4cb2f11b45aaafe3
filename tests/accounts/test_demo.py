"""Demonstration accounts: labelled, made once, and shut out of production."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.conf import settings as project
from django.contrib.auth import authenticate
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts.demo import ensure_accounts
from accounts.models import User
from accounts.permissions import acts_for
from communes.models import Commune, Province
from producers.models import Producer
from tests.factories.producers import make_producer

TODAY = dt.date(2026, 11, 23)
DOCUMENT = json.loads(
    (project.BASE_DIR / "fixtures/demo/accounts.json").read_text(encoding="utf-8")
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def allowed(settings):
    settings.DEMO_ACCOUNTS = True
    return settings


@pytest.fixture
def commune():
    province = Province.objects.create(code="19", name="Thái Nguyên", full_name="Tỉnh Thái Nguyên")
    return Commune.objects.create(
        code="02185",
        name="Côn Minh",
        kind="xa",
        slug="xa-con-minh",
        province=province,
        valid_from=dt.date(2025, 7, 1),
    )


def sign_in(username):
    request = RequestFactory().post("/quan-tri/login/")
    return authenticate(request, username=username, password=DOCUMENT["password"])


@pytest.mark.usefixtures("allowed")
def test_accounts_are_made_once_and_labelled(commune):
    first = ensure_accounts(DOCUMENT, on=TODAY)
    again = ensure_accounts(DOCUMENT, on=TODAY)
    many = len(DOCUMENT["accounts"])
    assert (first.added, again.added, again.unchanged) == (many, 0, many)
    assert not User.objects.filter(is_demo=False).exists()
    assert all("Minh họa" in user.full_name for user in User.objects.all())
    assert User.objects.get(username="can-bo-xa").roles.get().commune == commune


@pytest.mark.usefixtures("allowed")
def test_account_of_a_commune_waits_for_its_commune():
    assert ensure_accounts(DOCUMENT, on=TODAY).added == len(DOCUMENT["accounts"]) - 1
    assert not User.objects.filter(username="can-bo-xa").exists()


@pytest.mark.usefixtures("allowed", "commune")
def test_password_somebody_changed_stays():
    ensure_accounts(DOCUMENT, on=TODAY)
    user = User.objects.get(username="quan-tri")
    user.set_password("khac-han")
    user.save()
    ensure_accounts(DOCUMENT, on=TODAY)
    assert User.objects.get(username="quan-tri").check_password("khac-han")


def test_no_account_is_made_where_the_settings_forbid_it():
    with pytest.raises(ImproperlyConfigured):
        ensure_accounts(DOCUMENT, on=TODAY)
    with pytest.raises(CommandError, match="môi trường chính thức"):
        call_command("ensure_demo_accounts", stdout=StringIO())
    assert User.objects.count() == 0


def test_demonstration_account_cannot_sign_in_in_production(allowed):
    ensure_accounts(DOCUMENT, on=TODAY)
    assert sign_in("quan-tri") == User.objects.get(username="quan-tri")
    allowed.DEMO_ACCOUNTS = False
    assert sign_in("quan-tri") is None


def test_ordinary_account_signs_in_anywhere():
    user = User.objects.create_user("lan", password=DOCUMENT["password"])
    assert sign_in("lan") == user


@pytest.mark.usefixtures("allowed", "commune")
def test_command_prints_names_and_password():
    out = StringIO()
    call_command("ensure_demo_accounts", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[1] == "Tài khoản minh họa (mật khẩu chung: minh-hoa-ocop, nếu chưa ai đổi):"
    assert [line.split()[0] for line in lines[2:-1]] == [
        entry["username"] for entry in DOCUMENT["accounts"]
    ]
    assert lines[-1] == "Cán bộ vào /quan-tri/, chủ thể vào /tai-khoan/."


@pytest.mark.usefixtures("allowed", "commune")
@pytest.mark.parametrize("username", [entry["username"] for entry in DOCUMENT["accounts"]])
def test_every_account_opens_its_pages(client, username):
    ensure_accounts(DOCUMENT, on=timezone.localdate())
    user = User.objects.get(username=username)
    client.force_login(user, "accounts.backends.PortalBackend")
    answer = client.get("/quan-tri/" if user.is_staff else "/tai-khoan/")
    assert answer.status_code == 200
    assert "Minh họa" in answer.content.decode()


@pytest.mark.usefixtures("allowed", "commune")
def test_demonstration_producer_is_marked_and_never_public(client):
    ensure_accounts(DOCUMENT, on=TODAY)
    user = User.objects.get(username="chu-the")
    producer = Producer.objects.get(pk=user.roles.get().producer_id)
    assert (producer.is_demo, producer.is_published) == (True, False)
    assert acts_for(user, producer)
    assert client.get(f"/chu-the/{producer.slug}/").status_code == 404
    producer.is_published = True
    with pytest.raises(IntegrityError), transaction.atomic():
        producer.save()


@pytest.mark.usefixtures("allowed", "commune")
def test_real_producer_is_not_taken_for_a_demonstration():
    slug = DOCUMENT["accounts"][-1]["producer"]["slug"]
    real = make_producer("HTX Thật", slug=slug)
    with pytest.raises(ImproperlyConfigured, match="có thật"):
        ensure_accounts(DOCUMENT, on=TODAY)
    real.refresh_from_db()
    assert not real.role_assignments.exists()
