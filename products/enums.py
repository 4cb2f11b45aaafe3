"""Closed lists about products and their certifications."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class GroupBasis(TextChoices):
    """How a product's group is known."""

    DECIDED = "decided", _("theo hồ sơ")
    SOURCE = "source", _("theo nguồn")
    INFERRED = "inferred", _("suy luận")


class Standing(TextChoices):
    """Where a product stands in the programme when no certification says it."""

    REGISTERED = "registered", _("đăng ký tham gia")
    EVALUATED = "evaluated", _("đã đánh giá cấp huyện")
    NAMED = "named", _("được gọi là sản phẩm OCOP, chưa rõ hạng")
    OTHER_AWARD = "other_award", _("sản phẩm công nghiệp nông thôn tiêu biểu")
    RECOGNISED = "recognised", _("đã được công nhận")


class SourceQuality(TextChoices):
    """How far the page a row was taken from can be trusted."""

    HIGH = "cao", _("cao")
    MEDIUM = "trung_binh", _("trung bình")
    LOW = "thap", _("thấp")


class Stars(IntegerChoices):
    """The five ranks of the criteria sets."""

    ONE = 1, _("1 sao")
    TWO = 2, _("2 sao")
    THREE = 3, _("3 sao")
    FOUR = 4, _("4 sao")
    FIVE = 5, _("5 sao")


class CertificationStatus(TextChoices):
    """What a certification is on a given day. The words are fixed."""

    VALID = "valid", _("Còn hạn")
    EXPIRED = "expired", _("Hết hạn")
    WITHDRAWN = "withdrawn", _("Bị thu hồi")
    SUPERSEDED = "superseded", _("Đã thay thế")
    UNKNOWN = "unknown", _("Chưa rõ hạn")
    NOT_YET = "not_yet", _("Chưa có hiệu lực")


class EndReason(TextChoices):
    """Why a certification ended before, or stayed after, its printed term."""

    SUPERSEDED = "superseded", _("được thay thế")
    WITHDRAWN = "withdrawn", _("bị thu hồi")


class AwardLevel(TextChoices):
    """The level of the state that recognised a product."""

    DISTRICT = "district", _("cấp huyện")
    PROVINCE = "province", _("cấp tỉnh")
    NATIONAL = "national", _("cấp quốc gia")


class StandardKind(TextChoices):
    """Standards a product or its raw material is certified to."""

    VIETGAP = "vietgap", "VietGAP"
    GLOBALGAP = "globalgap", "GlobalGAP"
    ORGANIC = "organic", _("Hữu cơ")
    GACP_WHO = "gacp_who", "GACP-WHO"
    GMP = "gmp", "GMP"
    HACCP = "haccp", "HACCP"
    ISO_22000 = "iso_22000", "ISO 22000"
    ISO_9001 = "iso_9001", "ISO 9001"
    FSSC_22000 = "fssc_22000", "FSSC 22000"
    HALAL = "halal", "Halal"
    OTHER = "other", _("Tiêu chuẩn khác")


class IntellectualPropertyKind(TextChoices):
    """Rights that protect a product's name, origin or design."""

    TRADEMARK = "trademark", _("nhãn hiệu")
    COLLECTIVE_MARK = "collective_mark", _("nhãn hiệu tập thể")
    CERTIFICATION_MARK = "certification_mark", _("nhãn hiệu chứng nhận")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("chỉ dẫn địa lý")
    DESIGN = "design", _("kiểu dáng công nghiệp")
    PATENT = "patent", _("sáng chế, giải pháp hữu ích")


class DocumentKind(TextChoices):
    """Papers about a product that anyone may read."""

    DECISION = "decision", _("quyết định công nhận")
    CERTIFICATE = "certificate", _("giấy chứng nhận")
    TEST_REPORT = "test_report", _("kết quả kiểm nghiệm")
    OTHER = "other", _("tài liệu khác")
