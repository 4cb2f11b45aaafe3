"""docs/permissions.md is the truth: the code says the same, and every address keeps to it."""

import re
from itertools import product, takewhile

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from accounts.enums import Act, Area, Role
from accounts.models import ProducerRequest, User
from accounts.permissions import GRANTS, OFFICE_ROLES, UNIT_ROLES, can
from feedback.models import Report
from ocop_portal.admin_menu import area_of
from ocop_portal.shared.models import SiteProfile
from producers.models import Producer
from products.models import Certification, Product
from scoring.models import CriteriaSet, CriteriaVersion, RatingImport, Regulation, Session
from tests.factories.accounts import give_role, make_user
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.feedback import add_picture
from tests.factories.office import fill
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db

DOOR = "/quan-tri/dang-nhap/"
TABLE = settings.BASE_DIR / "docs/permissions.md"

# Addresses anybody may ask for; each finds out by itself who asks.
OPEN = {"login", "logout", "second_factor", "second_factor_setup"}
# Addresses of everybody who may enter the office.
OWN = {"index", "account", "password_change", "password_change_done", "jsi18n"}
# Addresses that hand on to others, which are asked in their turn.
PASSING_ON = {"autocomplete", "view_on_site", "recovery_codes", None}
# What must be allowed for the pages of a model.
ACTS = {
    "changelist": Act.VIEW,
    "add": Act.ADD,
    "change": Act.VIEW,
    "history": Act.VIEW,
    "delete": Act.DELETE,
    "export": Act.EXPORT,
    "import": Act.IMPORT,
    "process_import": Act.IMPORT,
    "preview": Act.VIEW,
    "revisions": Act.VIEW,
}
# Pages of one import; tests/scoring/test_rating_admin.py walks each of them with every role.
OF_AN_IMPORT = {
    f"rating_import_{page}"
    for page in (
        *("answer", "answer_alike", "confirm", "discard"),
        *("errors", "original", "refresh", "undo"),
    )
}
# Pages of one dossier; tests/scoring/test_dossier_office.py walks each of them with every role;
# those of its package for the ministry are walked by tests/scoring/test_ministry_office.py, what
# is printed of it by tests/scoring/test_dossier_papers.py.
OF_A_DOSSIER = {
    f"dossier_{page}"
    for page in (
        *("act", "file", "file_page", "forms", "message"),
        *("package", "paper", "report", "sent_package"),
    )
}
# Pages of one decision; tests/scoring/test_decision_office.py walks each of them with every role.
OF_A_DECISION = {
    f"decision_{page}"
    for page in ("add_dossiers", "cancel", "issue", "outcome", "paper", "take_out")
}
# Pages of sessions and sheets; tests/scoring/test_council_pages.py walks them with every role.
OF_A_SESSION = {
    *(f"session_{page}" for page in ("plan", "table", "attendance", "act", "item", "declare")),
    *(
        f"session_{page}"
        for page in ("lift", "item_act", "conclude", "start_sheet", "file", "file_page")
    ),
    *("session_papers", "session_paper"),
    *("sheet", "sheet_answer", "sheet_pieces", "sheet_correct"),
}
# What must be allowed for an act on chosen rows of a list.
ROW_ACTS = {
    "delete_selected": Act.DELETE,
    "export_admin_action": Act.EXPORT,
    "print_labels": Act.VIEW,
    "let_try_again": Act.CHANGE,
    "queue_again": Act.CHANGE,
}
# Rows that somebody who may see the area sees only when seated there.
ONLY_THEIR_OWN = {(Role.COUNCIL_MEMBER, Session)}
# Pages of their own, and what must be allowed for each.
PAGES = {
    "journal": (Act.VIEW, Area.AUDIT),
    "report_picture": (Act.VIEW, Area.FEEDBACK),
    "report_picture_file": (Act.VIEW, Area.FEEDBACK),
    "journal_export": (Act.EXPORT, Area.AUDIT),
    "certification_withdraw": (Act.DECIDE, Area.CERTIFICATION),
    "certification_extend": (Act.DECIDE, Area.CERTIFICATION),
    "certification_qr_svg": (Act.VIEW, Area.CERTIFICATION),
    "certification_qr_png": (Act.VIEW, Area.CERTIFICATION),
    "labels_sheet": (Act.VIEW, Area.CERTIFICATION),
    "auth_user_password_change": (Act.CHANGE, Area.PEOPLE),
    "second_factor_reset": (Act.CHANGE, Area.PEOPLE),
    "producer_request_approve": (Act.DECIDE, Area.REQUESTS),
    "producer_request_refuse": (Act.DECIDE, Area.REQUESTS),
    "producer_request_paper": (Act.VIEW, Area.REQUESTS),
    "producer_request_page": (Act.VIEW, Area.REQUESTS),
    "rating_import_answer": (Act.IMPORT, Area.RATING),
    "rating_import_answer_alike": (Act.IMPORT, Area.RATING),
    "rating_import_refresh": (Act.IMPORT, Area.RATING),
    "rating_import_discard": (Act.IMPORT, Area.RATING),
    "rating_import_confirm": (Act.DECIDE, Area.RATING),
    "rating_import_undo": (Act.DECIDE, Area.RATING),
    "rating_import_original": (Act.VIEW, Area.RATING),
    "rating_import_errors": (Act.VIEW, Area.RATING),
    "regulation_publish": (Act.DECIDE, Area.CRITERIA),
    "criteriaset_copy": (Act.ADD, Area.CRITERIA),
    "criteriaset_publish": (Act.DECIDE, Area.CRITERIA),
    "criteriaset_confirm": (Act.DECIDE, Area.CRITERIA),
    "criteriaset_discard": (Act.CHANGE, Area.CRITERIA),
    "criteriaset_section": (Act.CHANGE, Area.CRITERIA),
    "criteriaset_addsection": (Act.CHANGE, Area.CRITERIA),
    "criteriaversion_publish": (Act.DECIDE, Area.CRITERIA),
}
# Failed sign-ins are let go by an action; they are neither made nor taken away.
# Processes and sets of criteria come with their decision; they are not added here. Appeals are
# the producers'; a sending to the ministry is recorded on the page of its dossier.
NOBODYS = {
    "axes_accessattempt_add",
    "axes_accessattempt_export",
    "scoring_appeal_add",
    "scoring_assessmentprocess_add",
    "scoring_criteriaset_add",
    "scoring_ministryreferral_add",
}
ON_ROWS = {"change", "history", "delete", "preview", "revisions"}
BY_POST = {"process_import"}


def patterns(resolver):
    found = []
    for entry in resolver.url_patterns:
        found += [entry] if isinstance(entry, URLPattern) else patterns(entry)
    return found


def office_patterns():
    [office] = [
        entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "admin"
    ]
    return patterns(office)


def model_pages():
    """Every page of every model: model, page, name."""
    for model in admin.site._registry:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        for pattern in office_patterns():
            if (pattern.name or "").startswith(prefix) and pattern.name not in PAGES:
                yield model, pattern.name.removeprefix(prefix), pattern.name


def make_person(role, commune):
    if role is None:
        return make_user()
    user = make_user()
    unit = {
        Role.COMMUNE_OFFICER: {"commune": commune},
        Role.PRODUCER: {"producer": make_producer()},
    }
    give_role(user, role, **unit.get(role, {}))
    return user


def written_table():
    """The first table of the document: (role, area) -> acts."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("|"))
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in takewhile(lambda line: line.startswith("|"), lines[first:])
    ]
    header, _, *body = rows
    roles = {role.label: role for role in Role}
    areas = {area.label: area for area in Area}
    acts = {act.label: act for act in Act}
    return {
        (roles[name], areas[row[0]]): {acts[word] for word in cell.split(", ") if word != "–"}
        for row in body
        for name, cell in zip(header[1:], row[1:], strict=True)
    }


def test_document_and_code_say_the_same():
    expected = {
        (role, area): set(GRANTS[role].get(area, ())) for role, area in product(GRANTS, Area)
    }
    assert written_table() == expected


def test_every_address_of_the_office_is_accounted_for():
    known = (
        OPEN
        | OWN
        | PASSING_ON
        | OF_AN_IMPORT
        | OF_A_DOSSIER
        | OF_A_DECISION
        | OF_A_SESSION
        | PAGES.keys()
        | {name for _, _, name in model_pages()}
    )
    assert {pattern.name for pattern in office_patterns()} - known == set()
    assert {page for _, page, _ in model_pages()} <= ACTS.keys()


@pytest.mark.parametrize("role", [None, Role.PRODUCER, "stranger"])
def test_whoever_has_no_office_role_is_sent_to_the_door(client, role):
    if role != "stranger":
        client.force_login(make_person(role, None))
    for pattern in office_patterns():
        if pattern.name in OPEN:
            continue
        path = "/quan-tri/" + re.sub(r"<[^>]+>", "1", re.sub(r"\(\?P.*", "x", str(pattern.pattern)))
        for method in (client.get, client.post):
            answer = method(path.replace("^", "").replace("$", ""))
            assert answer.status_code == 302, path
            assert answer.url.startswith((DOOR, "/quan-tri/")), path
            assert answer.url.partition("?")[0] == DOOR, path


def test_every_page_of_every_model_keeps_to_the_table(client):
    """One row of each model, read by every role: making the rows is the dearest part."""
    commune = make_commune("Côn Minh")
    rows = {SiteProfile: fill(SiteProfile, 1)}
    for model, page, _ in model_pages():
        if page in ON_ROWS and model not in rows:
            rows[model] = fill(model, 1)
    wrong = []
    for role in sorted(OFFICE_ROLES):
        user = make_person(role, commune)
        client.force_login(user)
        wrong += [(role, *fault) for fault in _faults(client, role, user, rows)]
    assert wrong == []


def _faults(client, role, user, rows):
    """Every page that answers the person otherwise than the table says."""
    for model, page, name in model_pages():
        expected = {403}
        if name not in NOBODYS:
            expected = _status(user, ACTS[page], area_of(model._meta.label_lower), page)
        if (role, model) in ONLY_THEIR_OWN and page in ("change", "history"):
            expected = {302}
        method = client.post if page in BY_POST else client.get
        args = [rows[model].pk] if page in ON_ROWS else []
        status = method(reverse(f"admin:{name}", args=args)).status_code
        if status not in expected:
            yield name, status, expected


def _status(user, act, area, page):
    """What a page may answer: a row outside one's unit is as if it were not there."""
    units = [None] if page in ON_ROWS else None
    if page in ON_ROWS and can(user, act, area) and not can(user, act, area, units):
        return {302}
    if not can(user, act, area):
        return {302, 403} if page in ON_ROWS and not can(user, Act.VIEW, area, units) else {403}
    if page == "import" and not can(user, act, area, [None]):
        return {403}
    return {200}


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES))
def test_pages_of_their_own_keep_to_the_table(client, role):
    commune = make_commune("Côn Minh")
    user = make_person(role, commune)
    client.force_login(user)
    award, results, person = (fill(model, 1) for model in (Certification, RatingImport, User))
    rows = {"certification": award, "rating": results, "accounts": person, "auth": person}
    rows |= {"second": person, "journal": None, "labels": None, "regulation": fill(Regulation, 1)}
    rows |= {"criteriaset": fill(CriteriaSet, 1), "criteriaversion": fill(CriteriaVersion, 1)}
    part = rows["criteriaset"].parts.get()
    section = part.sections.create(number="1", title="Mục", max_points=100, position=1)
    asked = rows["producer"] = fill(ProducerRequest, 1)
    paper = asked.papers.get().pk
    further = {"rating_import_errors": ["csv"], "producer_request_paper": [paper]}
    further |= {"producer_request_page": [paper, 1], "criteriaset_section": [section.pk]}
    rows |= {"report": add_picture(fill(Report, 1))}
    for name, (act, area) in PAGES.items():
        row = rows[name.partition("_")[0]]
        args = [row.pk] if row else []
        args += further.get(name, [])
        method = client.post if name.startswith("rating") else client.get
        answer = method(reverse(f"admin:{name}", args=args))
        b"".join(answer)  # a file is read to its end, and so closed
        status = answer.status_code
        allowed = can(user, act, area, [None] if row else None)
        assert (status in (403, 404)) != allowed, (name, status)


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES))
def test_acts_on_chosen_rows_keep_to_the_table(client, rf, role):
    user = make_person(role, make_commune("Côn Minh"))
    client.force_login(user)
    request = rf.get("/quan-tri/")
    request.user = user
    wrong = []
    for model, model_admin in admin.site._registry.items():
        area = area_of(model._meta.label_lower)
        if not can(user, Act.VIEW, area):
            continue
        for name in model_admin.get_actions(request):
            if can(user, ROW_ACTS[name], area):
                continue
            answer = client.post(
                reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
                {"action": name, "_selected_action": [fill(model, 1).pk], "post": "yes"},
            )
            wrong.append((model._meta.label, name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES - UNIT_ROLES))
def test_what_may_not_be_changed_is_not_changed_by_a_post_either(client, role):
    user = make_person(role, None)
    client.force_login(user)
    producer = make_producer("HTX Cũ")
    client.post(
        reverse("admin:producers_producer_change", args=[producer.pk]),
        {"name": "HTX Mới", "kind": "htx"},
    )
    client.post(reverse("admin:producers_producer_delete", args=[producer.pk]), {"post": "yes"})
    client.post(
        reverse("admin:producers_producer_changelist"),
        {"action": "delete_selected", "_selected_action": [producer.pk], "post": "yes"},
    )
    assert Producer.objects.filter(pk=producer.pk).exists() != can(user, Act.DELETE, Area.REGISTER)


# --- One commune's officer -------------------------------------------------------------------


@pytest.fixture
def commune():
    return make_commune("Côn Minh")


@pytest.fixture
def local(client, commune):
    """The client, with the officer of the commune signed in."""
    client.force_login(make_person(Role.COMMUNE_OFFICER, commune))
    return client


def listed(client, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return set(client.get(reverse(name)).context["cl"].result_list)


def test_officer_sees_what_belongs_to_the_commune_and_what_it_came_from(local, commune):
    former = make_former_commune("Quang Phong", commune)
    elsewhere = make_commune("Chợ Rã")
    here = make_product("Ở đây", commune=commune)
    before = make_product("Trước đây", commune=former)
    by_ours = make_product("Của người mình", producer=make_producer(commune=commune))
    make_product("Nơi khác", commune=elsewhere, producer=make_producer(commune=elsewhere))
    make_product("Chưa rõ nơi")
    assert listed(local, Product) == {here, before, by_ours}


def test_certifications_follow_their_product(local, commune):
    ours = certify(make_product("Ở đây", commune=commune), stars=3)
    certify(make_product("Nơi khác", commune=make_commune("Chợ Rã")), stars=4)
    assert listed(local, Certification) == {ours}


def test_row_of_another_commune_is_as_if_it_were_not_there(local):
    other = make_producer("HTX Người", commune=make_commune("Chợ Rã"))
    for page in ("change", "history"):
        answer = local.get(reverse(f"admin:producers_producer_{page}", args=[other.pk]))
        assert (answer.status_code, answer.url) == (302, "/quan-tri/"), page


def test_officer_changes_the_fields_of_the_unit_and_no_others(local, commune):
    producer = make_producer("HTX Ta", commune=commune, phone="0209 1")
    address = reverse("admin:producers_producer_change", args=[producer.pk])
    shown = set(local.get(address).context["adminform"].form.fields)
    assert "phone" in shown
    assert shown.isdisjoint({"name", "kind", "tax_code", "commune", "is_published"})
    empty = {f"{part}-{count}": "0" for part in ("other_names", "premises") for count in _COUNTS}
    answer = local.post(
        address,
        {"phone": "0209 2", "name": "HTX Khác", "is_published": "", "commune": "", **empty},
    )
    assert answer.status_code == 302
    producer.refresh_from_db()
    assert (producer.phone, producer.name) == ("0209 2", "HTX Ta")
    assert (producer.commune, producer.is_published) == (commune, True)


_COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")


def test_officer_finds_only_the_units_rows_when_choosing_one(local, commune):
    make_producer("HTX Ta", commune=commune)
    make_producer("HTX Người", commune=make_commune("Chợ Rã"))
    answer = local.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "products",
            "model_name": "product",
            "field_name": "producer",
            "term": "htx",
        },
    )
    assert [each["text"] for each in answer.json()["results"]] == ["HTX Ta"]
