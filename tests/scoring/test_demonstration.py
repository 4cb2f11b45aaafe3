"""The demonstration round: every state by the real acts, apart from everything public."""

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from accounts.demo import ensure_accounts
from accounts.models import User
from communes.models import Commune, Province
from ocop_portal.settings import base as every_environment
from producers.models import Producer
from products.importers.register_load import load_register
from products.models import Certification, Product
from products.verification import Answer, verify
from scoring.councils.enums import ConflictKind, SessionStatus, SheetStatus
from scoring.councils.papers import checked
from scoring.criteria.storage import load_criteria
from scoring.decisions.enums import DecisionStatus
from scoring.demonstration.playing import CannotPlay, play_round, turns_of
from scoring.dossiers.attention import due_soon, overdue
from scoring.dossiers.enums import AppealStatus, DossierAct, DossierStatus
from scoring.models import (
    Appeal,
    ConflictDeclaration,
    Council,
    Decision,
    Dossier,
    DossierMove,
    Scoresheet,
    Session,
)
from scoring.process.storage import load_processes
from scoring.rating_import.register import Register
from scoring.regulation_acts import load_regulation
from tests.products.register_ground import REGISTER, make_ground
from tests.project_files import ROOT

NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)  # a Thursday, ten in the morning
TODAY = NOW.date()
DEMO = ROOT / "fixtures/demo"
ROUND = json.loads((DEMO / "round.json").read_text(encoding="utf-8"))
ACCOUNTS = json.loads((DEMO / "accounts.json").read_text(encoding="utf-8"))
PLACE = "/xa-phuong/xa-con-minh/"
PAGES = (
    *("/", "/en/", "/san-pham/", "/san-pham/?q=ban+mau", "/san-pham/noi-lam/", "/chu-the/"),
    *(
        "/tim-kiem/?q=ban+mau",
        "/tim-kiem/goi-y/?q=ban+mau",
        "/tim-kiem/?q=minh+hoa",
        "/xa-phuong/",
        PLACE,
        "/ban-do/",
    ),
    *("/ban-do/san-pham.geojson", "/ban-do/chu-the.geojson", "/ban-do/danh-sach/"),
    *("/ban-do/to-nay.svg", "/ban-do/so-san-pham.json"),
    "/theo-doi/tin.xml",
    *("/thi-truong/", "/thi-truong/nguon-cap/", "/thi-truong/nguon-cap/san-pham.json"),
    *("/gan-toi/", "/bo-tieu-chi/", "/gioi-thieu/", "/xac-minh/", "/tin-tuc/"),
)
CHANGES_BY_ITSELF = re.compile(r'nonce="[^"]+"|value="[\w-]{64}"')


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The real register, then the round beside it; played once for this file."""
    room = tmp_path_factory.mktemp("demonstration")
    files = override_settings(DEMO_ACCOUNTS=True, PRIVATE_ROOT=room, MEDIA_ROOT=room)
    with files, django_db_blocker.unblock(), transaction.atomic():
        make_ground()
        load_register(REGISTER)
        _load_law(room)
        before = public_pages()
        ensure_accounts(ACCOUNTS, on=TODAY)
        is_new = play_round(ROUND, now=NOW)
        yield SimpleNamespace(before=before, after=public_pages(), is_new=is_new)
        transaction.set_rollback(True)


def _load_law(room) -> None:
    province = Province.objects.create(
        code="19", name="Thái Nguyên", full_name="Tỉnh Thái Nguyên", is_served=True
    )
    Commune.objects.create(
        code="02185",
        name="Côn Minh",
        kind="xa",
        slug="xa-con-minh",
        province=province,
        valid_from=dt.date(2025, 7, 1),
    )
    for kind, name in (("criteria", "26-2026.json"), ("process", "26-2026.json")):
        (room / kind).mkdir()
        shutil.copy(ROOT / "fixtures" / kind / name, room / kind)
    shutil.copy(ROOT / "fixtures/process/holidays.csv", room / "process")
    load_criteria(room / "criteria", at=NOW)
    load_processes(room / "process", at=NOW)
    load_regulation(ROOT / "fixtures/process/regulation.json", at=NOW)


def public_pages() -> dict[str, str]:
    """What everybody sees: the pages above, every group's, and all that the sitemaps name."""
    client = Client()
    sections = re.findall(r"/sitemap-[\w-]+\.xml", text_at(client, "/sitemap.xml"))
    found = {address: text_at(client, address) for address in (*PAGES, *sections)}
    groups = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", found["/sitemap-nhom.xml"])
    return found | {address: text_at(client, address) for address in groups}


def text_at(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CHANGES_BY_ITSELF.sub("", content.decode())


@pytest.mark.usefixtures("played")
class TestWhatIsThere:
    def test_dossiers_in_every_state_by_every_act(self):
        dossiers = Dossier.objects.filter(is_demo=True)
        assert set(dossiers.values_list("status", flat=True)) == set(DossierStatus)
        acts = DossierMove.objects.filter(dossier__in=dossiers).values_list("act", flat=True)
        # Undoing an imported decision belongs to a real file of results.
        assert set(acts) == set(DossierAct) - {DossierAct.TAKE_BACK}

    def test_clocks_are_over_near_and_standing(self):
        over = Dossier.objects.filter(overdue(TODAY)).values_list("product_name", flat=True)
        near = Dossier.objects.filter(due_soon(TODAY)).values_list("product_name", flat=True)
        assert list(over) == ["Mật ong rừng Bản Mẫu"]
        assert list(near) == ["Bánh khảo Suối Mẫu"]
        assert Dossier.objects.filter(clocks__paused_on__isnull=False).exists()

    def test_history_is_told_on_the_days_it_plays_on(self):
        for dossier in Dossier.objects.prefetch_related("moves", "revisions"):
            moves = list(dossier.moves.all())
            assert [move.on for move in moves] == sorted(move.on for move in moves)
            assert all(move.at.date() == move.on <= TODAY for move in moves)
            assert all(each.submitted_at.date() <= TODAY for each in dossier.revisions.all())

    def test_one_session_closed_with_minutes_one_sitting_one_ahead(self):
        told = dict(Session.objects.values_list("status", "pk"))
        assert set(told) == {SessionStatus.CLOSED, SessionStatus.OPEN, SessionStatus.PLANNED}
        closed = Session.objects.get(pk=told[SessionStatus.CLOSED])
        papers = {each.paper.kind: each.still_says for each in checked(closed, NOW)}
        assert papers == {"invitation": True, "scores": True, "minutes": True}

    def test_sitting_session_has_sheets_a_second_scoring_and_a_conflict(self):
        sitting = Session.objects.get(status=SessionStatus.OPEN)
        sheets = Scoresheet.objects.filter(item__session=sitting)
        assert set(sheets.values_list("status", flat=True)) == {
            SheetStatus.SUBMITTED,
            SheetStatus.DRAFT,
        }
        again = sitting.items.get(round=2)
        assert again.rounds_opened.get().spread > sitting.regulation.spread_limit
        said = ConflictDeclaration.objects.filter(item__session=sitting, kind=ConflictKind.HARD)
        assert said.get().declared_by.username == "uy-vien-2"

    def test_decisions_appeals_and_certificates(self):
        decisions = Decision.objects.filter(is_demo=True).values_list("status", flat=True)
        assert set(decisions) == {DecisionStatus.DRAFT, DecisionStatus.ISSUED}
        appeals = set(Appeal.objects.values_list("status", flat=True))
        assert appeals == {AppealStatus.FILED, AppealStatus.UPHELD, AppealStatus.REJECTED}
        codes = Certification.objects.filter(product__producer__is_demo=True)
        told = [verify(each.public_code, TODAY) for each in codes]
        assert {each.answer for each in told} == {Answer.DEMO}
        assert {each.acted for each in told} == {Answer.VALID, Answer.EXPIRED, Answer.WITHDRAWN}


class TestApart:
    def test_no_public_page_changes(self, played):
        changed = [page for page, text in played.before.items() if played.after[page] != text]
        assert changed == []
        assert played.after.keys() == played.before.keys()
        assert "mien-dong-tai-hoan" in played.before["/sitemap-san-pham.xml"]

    def test_nothing_of_it_is_published(self, played):
        ours = {"producer__is_demo": True}
        assert Product.objects.filter(**ours).exists()
        assert not Product.objects.filter(is_published=True, **ours).exists()
        assert not Producer.objects.filter(is_demo=True, is_published=True).exists()
        assert not Dossier.objects.filter(is_demo=False).exists()
        assert not Council.objects.filter(is_demo=False).exists()
        assert not User.objects.filter(is_demo=False).exists()

    def test_real_results_are_not_compared_with_it(self, played):
        ours = Producer.objects.filter(is_demo=True).values_list("pk", flat=True)
        assert len(ours) == 3
        assert Register().producers.keys().isdisjoint(ours)

    def test_own_pages_of_products_and_producers_are_not_there(self, played):
        client = Client()
        for row in (*Product.objects.filter(producer__is_demo=True), *Producer.objects.all()):
            is_demo = getattr(row, "is_demo", True)
            status = client.get(row.get_absolute_url()).status_code
            assert status == (404 if is_demo else 200), row

    def test_code_is_answered_as_a_demonstration(self, played):
        award = Certification.objects.get(product__name="Bánh đa Bản Mẫu")
        for language, words in (("", "không có thật"), ("/en", "it is not real")):
            html = Client().get(f"{language}/xac-minh/{award.printed_code}/").content.decode()
            assert 'data-answer="demo"' in html
            assert words in html
            assert "stars__row" not in html


class TestLoading:
    def test_again_changes_nothing(self, played):
        assert played.is_new
        moves = DossierMove.objects.count()
        assert play_round(ROUND, now=NOW + dt.timedelta(days=3)) is False
        assert DossierMove.objects.count() == moves

    @pytest.mark.django_db
    def test_refused_where_such_accounts_are_not_allowed(self, settings, capsys):
        assert every_environment.PORTAL_DEMO_COMMANDS == []
        assert not settings.DEMO_ACCOUNTS
        with pytest.raises(CannotPlay, match="môi trường chính thức"):
            play_round(ROUND, now=NOW)
        call_command("load_demonstration")
        assert "Chưa nạp vòng đánh giá minh họa" in capsys.readouterr().out
        assert not Dossier.objects.exists()

    def test_unknown_act_is_an_error(self):
        document = ROUND | {"dossiers": [{"key": "a", "acts": [["bay", 1]]}]}
        with pytest.raises(KeyError):
            list(turns_of(document))
