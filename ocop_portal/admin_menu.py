"""The back office as officers think of it: sections, what is in them, and the area of each.

Every model registered in the back office, and every part edited inside another, has its area
here; a test sees to it. Who may do what in an area is accounts.permissions' to say.
"""

from __future__ import annotations

from typing import NamedTuple

from accounts.enums import Area


class Section(NamedTuple):
    """One heading of the menu and the models under it, in order."""

    title: str
    slug: str
    models: tuple[str, ...]


SECTIONS = (
    Section(
        "Sổ sản phẩm",
        "so-san-pham",
        (
            "products.product",
            "products.certification",
            "producers.producer",
            "accounts.producerrequest",
        ),
    ),
    Section(
        "Đánh giá, phân hạng",
        "danh-gia",
        (
            "scoring.dossier",
            "scoring.decision",
            "scoring.ministryreferral",
            "scoring.appeal",
            "scoring.ratingimport",
        ),
    ),
    Section("Hội đồng", "hoi-dong", ("scoring.session", "scoring.council")),
    Section(
        "Tiêu chí, quy chế",
        "tieu-chi",
        (
            "scoring.criteriaset",
            "scoring.criteriaversion",
            "scoring.regulation",
            "scoring.assessmentprocess",
            "scoring.publicholiday",
        ),
    ),
    Section(
        "Thị trường",
        "thi-truong",
        (
            "markets.salespoint",
            "markets.saleschannel",
            "markets.listing",
            "markets.productmarket",
        ),
    ),
    Section(
        "Tin bài, văn bản",
        "tin-bai",
        ("news.article", "news.event", "news.page", "news.section", "news.legaldocument"),
    ),
    Section("Người đọc", "phan-anh", ("feedback.report", "alerts.follow")),
    Section(
        "Địa bàn",
        "dia-ban",
        (
            "communes.commune",
            "communes.communesuccession",
            "communes.district",
            "communes.province",
        ),
    ),
    Section("Danh mục", "danh-muc", ("products.productgroup",)),
    Section("Người dùng", "nguoi-dung", ("accounts.user", "axes.accessattempt")),
    Section("Cài đặt", "cai-dat", ("shared.siteprofile", "shared.outgoingmail")),
)

AREAS: dict[str, Area] = {
    "products.product": Area.REGISTER,
    "products.productimage": Area.REGISTER,
    "products.productstandard": Area.REGISTER,
    "products.intellectualproperty": Area.REGISTER,
    "products.productdocument": Area.REGISTER,
    "products.certification": Area.CERTIFICATION,
    "products.productgroup": Area.GROUPS,
    "products.groupcrosswalk": Area.GROUPS,
    "producers.producer": Area.REGISTER,
    "producers.producername": Area.REGISTER,
    "producers.premises": Area.REGISTER,
    "communes.commune": Area.TERRITORY,
    "communes.communename": Area.TERRITORY,
    "communes.communesuccession": Area.TERRITORY,
    "communes.communeboundary": Area.TERRITORY,
    "communes.district": Area.TERRITORY,
    "communes.province": Area.TERRITORY,
    "markets.salespoint": Area.MARKETS,
    "markets.saleschannel": Area.MARKETS,
    "markets.listing": Area.MARKETS,
    "markets.productmarket": Area.MARKETS,
    "feedback.report": Area.FEEDBACK,
    "alerts.follow": Area.ALERTS,
    "news.legaldocument": Area.DOCUMENTS,
    "scoring.council": Area.COUNCIL,
    "scoring.councilmember": Area.COUNCIL,
    "scoring.session": Area.COUNCIL,
    "scoring.dossier": Area.DOSSIER,
    "scoring.criteriapart": Area.CRITERIA,
    "scoring.criteriaset": Area.CRITERIA,
    "scoring.criteriaversion": Area.CRITERIA,
    "scoring.appeal": Area.DOSSIER,
    "scoring.decision": Area.DECISION,
    "scoring.ministryreferral": Area.DECISION,
    "scoring.regulation": Area.CRITERIA,
    "scoring.assessmentprocess": Area.CRITERIA,
    "scoring.processstep": Area.CRITERIA,
    "scoring.processround": Area.CRITERIA,
    "scoring.publicholiday": Area.CALENDAR,
    "news.documentrelation": Area.DOCUMENTS,
    "news.documentfile": Area.DOCUMENTS,
    "accounts.producerrequest": Area.REQUESTS,
    "news.article": Area.DOCUMENTS,
    "news.articleimage": Area.DOCUMENTS,
    "news.articlefile": Area.DOCUMENTS,
    "news.event": Area.DOCUMENTS,
    "news.page": Area.DOCUMENTS,
    "news.section": Area.DOCUMENTS,
    "accounts.user": Area.PEOPLE,
    "accounts.roleassignment": Area.PEOPLE,
    "axes.accessattempt": Area.PEOPLE,
    "shared.siteprofile": Area.SETTINGS,
    "shared.outgoingmail": Area.SETTINGS,
}

# Whatever an app has to say about rating belongs to rating.
AREA_OF_APP: dict[str, Area] = {"scoring": Area.RATING}


def area_of(label: str) -> Area:
    """The area of a model, given as ``app_label.model_name``; KeyError when it has none."""
    return AREAS.get(label) or AREA_OF_APP[label.partition(".")[0]]
