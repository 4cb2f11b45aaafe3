"""What is measured, and the ratio to the hello view that each page promises."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote_plus

from django.db.models import Count

from bench.load import Target
from bench.questions import never_asked
from products.models import Product

KEPT = ("/", "/tin-tuc/", "/van-ban/", "/tin-tuc/thong-bao-moc-nop-ho-so/")
PACKED = {"Accept-Encoding": "gzip"}
WORDS = ("mien dong", "ruou men la", "che shan", "mat ong", "htx", "tra hoa vang", "gao nep")
HELLO = Target(("/hello/",))
LIST = Target(("/san-pham/",))


@dataclass(frozen=True)
class Measure:
    """One page or kind of page, and the least it should reach."""

    name: str
    target: Target
    bound: float


def cold_pages() -> list[Measure]:
    """Pages of which no part is kept from one request to the next."""
    return [Measure("danh mục, không giữ sẵn gì", LIST, 0.08)]


def public_pages() -> list[Measure]:
    """Pages of the big register made anew each time, with warm fragments."""
    details = _detail_paths(200)
    return [
        Measure("danh mục", LIST, 0.25),
        Measure("danh mục, trang 500", Target(("/san-pham/?trang=500",)), 0.25),
        Measure("danh mục, nhiều bộ lọc", Target(_filtered()), 0.25),
        Measure("danh mục, lọc chưa ai hỏi", _new(never_asked()), 0.25),
        Measure("tìm kiếm", Target(_searches()), 0.25),
        Measure("tìm kiếm, lọc chưa ai hỏi", _new(never_asked(WORDS)), 0.25),
        Measure("trang sản phẩm", Target(details), 0.35),
        Measure("trang chủ", Target(("/",)), 0.25),
        Measure("tin tức", Target(("/tin-tuc/",)), 0.25),
        Measure("bài viết", Target(("/tin-tuc/thong-bao-moc-nop-ho-so/",)), 0.25),
        Measure("văn bản", Target(("/van-ban/", "/van-ban/148-qd-ttg/")), 0.25),
    ]


def kept_pages() -> list[Measure]:
    """Answers kept whole, pages and layers of the map, as readers without a session get them."""
    return [
        Measure("trang giữ sẵn, khách vãng lai", Target(LIST.paths, PACKED), 0.85),
        Measure("trang chủ, tin, văn bản giữ sẵn", Target(KEPT, PACKED), 0.85),
        Measure("GeoJSON 20.000 điểm", Target((points_path(),), PACKED), 0.7),
    ]


def other_pages() -> tuple[str, ...]:
    """Pages of the kinds not measured above: a worker has met each when its memory is read."""
    return ("/", "/ban-do/", "/xa-phuong/", "/chu-the/", "/tim-kiem/?q=mien+dong", "/su-kien/")


def points_path() -> str:
    """Address of all points of the map."""
    return "/ban-do/san-pham.geojson"


def _new(paths: tuple[str, ...]) -> Target:
    return Target(paths, never_repeat=True)


def _filtered() -> tuple[str, ...]:
    return tuple(
        f"/san-pham/?sao={stars}&tinh-trang={status}&xep={order}"
        for stars in (3, 4, 5)
        for status in ("con-han", "het-han")
        for order in ("ten", "sao", "moi")
    )


def _searches() -> tuple[str, ...]:
    return tuple(f"/san-pham/?q={quote_plus(words)}" for words in WORDS)


def _detail_paths(count: int) -> tuple[str, ...]:
    products = Product.objects.annotate(awards=Count("certifications")).order_by("pk")[:count]
    return tuple(product.get_absolute_url() for product in products)
