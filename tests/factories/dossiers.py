"""Small criteria, the process of 26/2026, and dossiers brought to any state by the real acts."""

import datetime as dt
import io
import json
import shutil
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.enums import Role
from accounts.models import User
from communes.models import Commune
from ocop_portal.shared.private_files import PAPERS, accept_file
from products.models import ProductGroup
from scoring.councils.enums import ItemStatus
from scoring.criteria.storage import bands_of, load_criteria
from scoring.dossiers.checking import (
    accept_dossier,
    forward_dossier,
    give_to_advisers,
    give_to_council,
    request_supplement,
)
from scoring.dossiers.components import REGISTRATION
from scoring.dossiers.enums import DossierAct, DossierStatus, Finding, Subject
from scoring.dossiers.moving import move
from scoring.dossiers.registration import fields_for
from scoring.dossiers.submitting import submit_dossier
from scoring.dossiers.writing import open_dossier, save_answer, save_registration
from scoring.models import (
    AdvisoryReport,
    CommuneReport,
    Conclusion,
    Council,
    CriteriaSet,
    Dossier,
    Evidence,
    EvidenceFile,
    Regulation,
    Session,
    SessionItem,
)
from scoring.process.enums import AssessmentKind, ProcessLevel
from scoring.process.storage import load_processes
from scoring.regulation_acts import load_regulation
from scoring.rules import band_of
from tests.factories.accounts import give_role, make_user
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import make_group
from tests.project_files import ROOT
from tests.scoring.criteria_sets import small_set

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
FILED = dt.date(2026, 11, 2)  # a Monday
SET_NUMBER = 1
PROOFS = [{"id": "dang-ky-kinh-doanh", "name": "Đăng ký kinh doanh", "requirement": "Bản sao"}]
_numbers = count(1)


@cache
def law_directory() -> Path:
    """Criteria of ten criteria of 0 to 10 points, and the real process, in files of their own."""
    directory = Path(mkdtemp(prefix="ocop-law-"))
    (directory / "criteria").mkdir()
    (directory / "process").mkdir()
    document = small_set() | {
        "decision": "26/2026/QĐ-TTg",
        "issued": "2026-05-22",
        "effective_from": "2026-05-22",
        "evidence_catalog": {"items": PROOFS},
    }
    first = document["sets"][0]["parts"][0]["sections"][0]["criteria"][0]
    first["min_points_by_star"] = {"4": 8}
    first["options"] = [
        option | ({"min_star": 4} if option["points"] == 8 else {}) for option in first["options"]
    ]
    text = json.dumps(document, ensure_ascii=False)
    (directory / "criteria/26-2026.json").write_text(text, encoding="utf-8")
    for name in ("26-2026.json", "holidays.csv"):
        shutil.copy(ROOT / "fixtures/process" / name, directory / "process")
    return directory


def load_law() -> CriteriaSet:
    """Criteria, process, holidays and the default regulation; criterion 1.1 asks 8 for 4 stars."""
    directory = law_directory()
    load_criteria(directory / "criteria", at=AT)
    load_processes(directory / "process", at=AT)
    load_regulation(ROOT / "fixtures/process/regulation.json", at=AT)
    return CriteriaSet.objects.get(version__decision="26/2026/QĐ-TTg", number=SET_NUMBER)


def law_group() -> ProductGroup:
    """The sub-group of the small set."""
    found = ProductGroup.objects.filter(set_number=SET_NUMBER).first()
    return found or make_group("Chế biến", make_group("Thực phẩm"), set_number=SET_NUMBER)


def make_producer_person(**fields) -> User:
    """A person who acts for a producer of their own."""
    user = make_user(**fields)
    give_role(user, Role.PRODUCER, producer=make_producer(f"HTX {next(_numbers)}"))
    return user


def make_dossier(by: User | None = None, commune: Commune | None = None, **fields) -> Dossier:
    """A draft of a first assessment, opened by a person of its producer."""
    if not CriteriaSet.objects.filter(version__slug="26-2026").exists():
        load_law()
    by = by or make_producer_person()
    held = by.roles.filter(role=Role.PRODUCER).first()
    values = {
        "kind": AssessmentKind.FIRST,
        "producer": held.producer if held else make_producer(f"HTX {next(_numbers)}"),
        "commune": commune or make_commune(f"Côn Minh {next(_numbers)}"),
        "product_name": f"Miến dong {next(_numbers)}",
        "group": law_group(),
        "on": FILED,
    }
    return open_dossier(by=by, **values | fields)


def fill_dossier(dossier: Dossier, points: int = 8) -> Dossier:
    """Everything that handing in asks for; every criterion with so many points."""
    by = dossier.created_by
    values = {
        field.key: "Có" if field.kind in ("text", "long") else "1"
        for _section, field in fields_for(dossier.kind)
        if field.is_required
    }
    save_registration(dossier=dossier, values=values, by=by)
    for criterion in dossier.criteria_set.criteria.all():
        save_answer(dossier=dossier, criterion=criterion, points=Decimal(points), by=by)
    return dossier


def commune_officer(dossier: Dossier) -> User:
    """An officer of the commune the dossier is handed in to."""
    return make_user(Role.COMMUNE_OFFICER, commune=dossier.commune)


def province_officer() -> User:
    """An officer of the provincial OCOP office."""
    return make_user(Role.PROVINCE_OFFICER)


def write_commune_report(dossier: Dossier, by: User) -> CommuneReport:
    """A whole report that proposes the dossier, its components found good."""
    dossier.component_checks.get_or_create(
        level=ProcessLevel.COMMUNE,
        revision_number=dossier.revision_number,
        component=REGISTRATION.key,
        defaults={"finding": Finding.GOOD, "checked_by": by},
    )
    contents = ("local_material", "local_labour", "idea_origin", "local_identity")
    return CommuneReport.objects.create(
        dossier=dossier,
        revision_number=dossier.revision_number,
        made_by=by,
        number="12/BC-UBND",
        reported_on=FILED,
        is_proposed=True,
        **dict.fromkeys(contents, "Đạt yêu cầu."),
        **{f"{content}_finding": Finding.GOOD for content in contents},
    )


def submitted(**fields) -> Dossier:
    """Handed in, waiting at the commune."""
    dossier = fill_dossier(make_dossier(**fields))
    submit_dossier(dossier=dossier, by=dossier.created_by, on=FILED)
    return dossier


def at_commune(**fields) -> Dossier:
    """Taken in by the commune."""
    dossier = submitted(**fields)
    accept_dossier(dossier=dossier, by=commune_officer(dossier), on=FILED)
    return dossier


def waiting_for_supplement(**fields) -> Dossier:
    """With the producer again, asked for one thing by the commune."""
    dossier = at_commune(**fields)
    request_supplement(
        dossier=dossier,
        items=[
            {
                "subject": Subject.EVIDENCE,
                "code": "Đăng ký kinh doanh",
                "what": "Bản công bố còn hạn.",
            }
        ],
        by=commune_officer(dossier),
        on=FILED,
    )
    return dossier


def at_province(**fields) -> Dossier:
    """Forwarded to the province with the commune's report."""
    dossier = at_commune(**fields)
    officer = commune_officer(dossier)
    write_commune_report(dossier, officer)
    forward_dossier(dossier=dossier, by=officer, on=FILED)
    return dossier


def with_advisers(**fields) -> Dossier:
    """With the advisory group."""
    dossier = at_province(**fields)
    give_to_advisers(dossier=dossier, by=province_officer(), on=FILED)
    return dossier


def before_council(**fields) -> Dossier:
    """Laid before the council with the advisers' report."""
    dossier = with_advisers(**fields)
    officer = province_officer()
    AdvisoryReport.objects.create(
        dossier=dossier,
        revision_number=dossier.revision_number,
        made_by=officer,
        assessment="Hồ sơ đầy đủ.",
    )
    give_to_council(dossier=dossier, by=officer, on=FILED)
    return dossier


BRINGING = {
    DossierStatus.DRAFT: make_dossier,
    DossierStatus.SUBMITTED: submitted,
    DossierStatus.REVIEW: at_commune,
    DossierStatus.SUPPLEMENT: waiting_for_supplement,
    DossierStatus.ADVISORY: with_advisers,
    DossierStatus.COUNCIL: before_council,
}
"""How a dossier is brought to each state before the conclusion."""


def concluded(
    total: str = "75",
    stars: int = 4,
    dossier: Dossier | None = None,
    missed: dict[str, list[str]] | None = None,
    **fields,
):
    """Concluded by a council with that mean; the sheets behind it are not made.

    ``missed`` are the criteria below their minimum, by star.
    """
    dossier = dossier or before_council(**fields)
    session = make_session()
    item = SessionItem.objects.create(
        session=session,
        dossier=dossier,
        revision=dossier.revisions.first(),
        position=session.items.count() + 1,
        status=ItemStatus.CONCLUDED,
    )
    chair = make_user()
    Conclusion.objects.create(
        item=item,
        round=1,
        total=total,
        shown_total=Decimal(str(float(Fraction(total)))[:7]),
        band=band_of(bands_of(dossier.process.criteria_version), Fraction(total)),
        stars=stars,
        explanation={"parts": {"A": 30}, "total_shown": total, "missed_minimums": missed or {}},
        sheets=[],
        sheets_sha256="0" * 64,
        concluded_by=chair,
        concluded_at=AT,
    )
    move(dossier, DossierAct.CONCLUDE, by=chair, on=FILED)
    return dossier


def make_session(**fields) -> Session:
    """A session of a council of the province, sitting by the default regulation."""
    number = next(_numbers)
    council = Council.objects.create(
        name="Hội đồng tỉnh", decision_number=f"{number}/QĐ-UBND", decision_on=FILED
    )
    values = {
        "council": council,
        "regulation": Regulation.objects.get(is_default=True),
        "title": f"Phiên {number}",
        "starts_at": AT,
    }
    return Session.objects.create(**values | fields)


def proof_of(dossier: Dossier) -> Evidence:
    """A proof with one file, whatever state the dossier is in."""
    upload = SimpleUploadedFile("giay.png", picture(), "image/png")
    by = dossier.created_by
    kind = dossier.process.criteria_version.evidence_kinds.first()
    evidence = Evidence.objects.create(dossier=dossier, kind=kind, title="Giấy", uploaded_by=by)
    file = EvidenceFile(evidence=evidence, uploaded_by=by)
    file.take(accept_file(upload, PAPERS))
    file.save()
    return evidence


def picture() -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#14614A").save(out, "PNG")
    return out.getvalue()
