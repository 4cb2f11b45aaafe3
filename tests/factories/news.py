"""Legal documents."""

import datetime as dt
from itertools import count

from news.enums import IssuingLevel
from news.models import LegalDocument

_numbers = count(1)


def make_document(number: str = "", **fields) -> LegalDocument:
    """A published decision of the province."""
    serial = next(_numbers)
    values = {
        "number": number or f"{serial}/QĐ-UBND",
        "slug": f"van-ban-{serial}",
        "title": "Phê duyệt kết quả đánh giá, phân hạng sản phẩm",
        "kind": "Quyết định",
        "issuer": "UBND tỉnh Bắc Kạn",
        "level": IssuingLevel.PROVINCE,
        "issued_on": dt.date(2021, 12, 29),
    }
    return LegalDocument.objects.create(**values | fields)
