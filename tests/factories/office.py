"""One row of whatever the back office keeps."""

import datetime as dt
from collections.abc import Callable
from itertools import count

from axes.models import AccessAttempt
from django.db import models

from accounts.enums import Role
from accounts.models import ProducerRequest, User
from alerts.models import Follow
from communes.enums import SuccessionKind
from communes.models import Commune, CommuneSuccession, District, Province
from feedback.models import Report
from markets.models import Listing, ProductMarket, SalesChannel, SalesPoint
from news.models import Article, Event, LegalDocument, Page, Section
from ocop_portal.shared.models import OutgoingMail, SiteProfile
from ocop_portal.shared.outbox import queue_mail
from producers.models import Producer
from products.models import Certification, Product, ProductGroup
from scoring.decisions.appeals import file_appeal
from scoring.decisions.drafting import draft_decision
from scoring.decisions.issuing import issue_decision
from scoring.decisions.referring import refer_to_ministry
from scoring.models import (
    Appeal,
    AssessmentProcess,
    Council,
    CriteriaSet,
    CriteriaVersion,
    Decision,
    Dossier,
    MinistryReferral,
    PublicHoliday,
    RatingImport,
    Regulation,
    Session,
)
from scoring.process.enums import ProcessLevel
from scoring.rating_import.services import upload_ratings
from tests.factories.accounts import make_request, make_user
from tests.factories.alerts import make_follow
from tests.factories.communes import make_commune, make_district
from tests.factories.councils import make_council, planned
from tests.factories.dossiers import concluded, province_officer, submitted
from tests.factories.feedback import make_report
from tests.factories.news import make_article, make_event, make_page, make_section
from tests.factories.process import make_holiday, make_process
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product

_numbers = count(1)


def _channel() -> SalesChannel:
    return SalesChannel.objects.create(name=f"Sàn {next(_numbers)}", kind="ecommerce")


def _product() -> Product:
    parent = make_group()
    product = make_product(
        f"Miến dong {next(_numbers)}",
        group=make_group("Phân nhóm", parent),
        commune=make_commune(f"Xã {next(_numbers)}"),
        district=make_district(f"Huyện {next(_numbers)}"),
        producer=make_producer(f"HTX {next(_numbers)}"),
    )
    certify(product, on=dt.date(2019, 5, 1))
    certify(product, stars=3, on=dt.date(2025, 5, 1))
    return product


def _document() -> LegalDocument:
    number = next(_numbers)
    return LegalDocument.objects.create(
        number=f"{number}/QĐ-UBND",
        slug=f"van-ban-{number}",
        title="Về việc công nhận",
        kind="Quyết định",
        issuer="UBND tỉnh",
        level="province",
    )


def _succession() -> CommuneSuccession:
    return CommuneSuccession.objects.create(
        predecessor=make_commune(f"Cũ {next(_numbers)}"),
        successor=make_commune(f"Mới {next(_numbers)}"),
        kind=SuccessionKind.MERGED,
        effective_on=dt.date(2025, 7, 1),
        legal_act="1683/NQ-UBTVQH15",
    )


def _rating_import() -> RatingImport:
    rows = (
        "Tên sản phẩm,Chủ thể,Hạng,Số QĐ\nMiến dong,HTX A,4 sao,1/QĐ-UBND\nBún,HTX A,x,1/QĐ-UBND\n"
    )
    return upload_ratings(
        content=rows.encode(),
        filename=f"ket-qua-{next(_numbers)}.csv",
        by=make_user(),
        today=dt.date(2026, 11, 1),
    )


def _criteria_version() -> CriteriaVersion:
    number = next(_numbers)
    return CriteriaVersion.objects.create(
        decision=f"{number}/QĐ-TTg",
        slug=f"qd-{number}",
        title="Bộ tiêu chí",
        issued_on=dt.date(2026, 1, 1),
        effective_from=dt.date(2026, 1, 1),
        part_points={"A": "100"},
        bands=[],
    )


def _criteria_set() -> CriteriaSet:
    row = CriteriaSet.objects.create(version=_criteria_version(), number=1, name="Bộ thử")
    row.parts.create(code="A", title="Phần", max_points=100)
    return row


def _decision(dossier: Dossier | None = None) -> Decision:
    return draft_decision(
        title=f"Công nhận đợt {next(_numbers)}",
        issuing_body="UBND tỉnh",
        level=ProcessLevel.PROVINCE,
        dossiers=[dossier or concluded()],
        by=province_officer(),
    )


def _issued(total: str, stars: int) -> Dossier:
    """A dossier a decision was issued over."""
    decision, day = _decision(concluded(total, stars)), dt.date(2026, 11, 20)
    issue_decision(
        decision=decision,
        number=f"{next(_numbers)}/QĐ-UBND",
        signed_on=day,
        signer="Chủ tịch",
        by=province_officer(),
        today=day,
    )
    return decision.items.get().dossier


def _referral() -> MinistryReferral:
    return refer_to_ministry(
        dossier=_issued("91", 5),
        dispatch_number=f"{next(_numbers)}/TTr-UBND",
        sent_on=dt.date(2026, 11, 21),
        by=province_officer(),
        today=dt.date(2026, 11, 21),
    )


def _appeal() -> Appeal:
    dossier = _issued("49", 0)
    on = dt.date(2026, 11, 22)
    return file_appeal(dossier=dossier, text="Xin xét lại", by=dossier.created_by, on=on)


def _province() -> Province:
    number = next(_numbers)
    return Province.objects.create(
        code=f"{number % 100:02}",
        name=f"Tỉnh {number}",
        full_name=f"Tỉnh {number}",
        valid_from=dt.date(1900, 1, 1) + dt.timedelta(days=number),
    )


MAKERS: dict[type[models.Model], Callable[[], models.Model]] = {
    Appeal: _appeal,
    AssessmentProcess: make_process,
    PublicHoliday: make_holiday,
    Certification: lambda: certify(_product(), on=dt.date(2015, 5, 1)),
    Commune: lambda: make_commune(
        f"Côn Minh {next(_numbers)}", district=make_district(f"Huyện {next(_numbers)}")
    ),
    CommuneSuccession: _succession,
    Decision: _decision,
    Council: make_council,
    Session: planned,
    Dossier: submitted,
    District: lambda: make_district(f"Huyện Na Rì {next(_numbers)}"),
    Follow: lambda: make_follow(product=_product()),
    Article: make_article,
    Event: lambda: make_event(commune=make_commune()),
    LegalDocument: _document,
    Page: make_page,
    Section: make_section,
    MinistryReferral: _referral,
    Listing: lambda: Listing.objects.create(
        product=_product(), channel=_channel(), url=f"https://vi.du/{next(_numbers)}"
    ),
    Report: lambda: make_report(product=_product(), commune=make_commune()),
    Producer: lambda: make_producer(f"HTX {next(_numbers)}", commune=make_commune()),
    Product: _product,
    ProductMarket: lambda: ProductMarket.objects.create(
        product=_product(), kind="export", place="Nhật Bản"
    ),
    ProductGroup: lambda: make_group(f"Nhóm {next(_numbers)}", make_group()),
    Province: _province,
    AccessAttempt: lambda: AccessAttempt.objects.create(
        username=f"ai-{next(_numbers)}", ip_address="203.0.113.7", failures_since_start=1
    ),
    OutgoingMail: lambda: queue_mail(
        to=f"lan-{next(_numbers)}@vi.du", subject="Kết quả", body="Đã duyệt.", about="yêu cầu 1"
    ),
    ProducerRequest: lambda: make_request(producer=make_producer(commune=make_commune())),
    RatingImport: _rating_import,
    CriteriaSet: _criteria_set,
    CriteriaVersion: _criteria_version,
    Regulation: lambda: Regulation.objects.create(
        name=f"Quy chế {next(_numbers)}",
        citation="12/QĐ-UBND",
        effective_from=dt.date(2026, 1, 1),
    ),
    SalesChannel: _channel,
    SalesPoint: lambda: SalesPoint.objects.create(
        name=f"Điểm {next(_numbers)}", kind="shop", commune=make_commune()
    ),
    SiteProfile: lambda: SiteProfile.objects.first() or SiteProfile.objects.create(),
    User: lambda: make_user(Role.COMMUNE_OFFICER, commune=make_commune()),
}


def fill(model: type[models.Model], rows: int) -> models.Model:
    """Make ``rows`` rows of ``model``, each with relations of its own; return the last."""
    for _ in range(rows):
        made = MAKERS[model]()
    return made
