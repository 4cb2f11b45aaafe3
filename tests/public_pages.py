"""Addresses of every kind of public page, with the register of a new portal loaded."""

import io

from django.core.management import call_command

from alerts.links import own_key
from communes.models import Commune
from markets.models import SalesPoint
from ocop_portal.menu import section_links
from ocop_portal.sitemaps import SITEMAPS
from products.models import Certification, Product
from tests.factories.alerts import make_follow

KINDS = (
    *("nhom", "chu-the", "xa-phuong", "van-ban", "muc-tin", "tin-tuc", "su-kien", "gioi-thieu"),
)


def load_portal() -> None:
    """What a new portal is set up with."""
    for command in ("load_site_profile", "load_reference", "load_register", "load_news"):
        call_command(command, stdout=io.StringIO())


def every_kind_of_page() -> list[str]:
    """The sections, one page of each kind, and products with a star in force, past and without."""
    paths = [*(link.url for link in section_links().values()), "/tim-kiem/?q=ba+be"]
    for section in KINDS:
        paths.append(SITEMAPS[section]().items()[0].get_absolute_url())
    for slug in ("mien-dong-tai-hoan", "banh-troi", "banh-gio-bac-kan"):
        paths.append(Product.objects.get(slug=slug).get_absolute_url())
    paths += ["/tim-kiem/?q=che&phan=chu-the", "/tim-kiem/?q=khong+co+gi", "/theo-doi/da-gui/"]
    paths += ["/theo-doi/san-pham/mien-dong-tai-hoan/", own_page()]
    return paths


def own_page() -> str:
    """Where somebody sees what is followed."""
    follow = make_follow(product=Product.objects.get(slug="banh-troi"))
    return f"/theo-doi/cua-toi/?khoa={own_key(follow.subscriber)}"


def every_page_and_state() -> list[str]:
    """The same and what they become: searched, filtered, empty, wrong; forms and answers."""
    former = Commune.objects.served().exclude(valid_to=None).order_by("pk").first()
    code = Certification.objects.order_by("pk").values_list("public_code", flat=True)[0]
    return [
        *every_kind_of_page(),
        *("/san-pham/?q=mien+dong&sao=3&xep=ten", "/san-pham/?q=khong-co-gi-nhu-the"),
        *("/san-pham/noi-lam/", "/tim-kiem/"),
        *("/van-ban/?q=2026", "/tin-tuc/?q=khong-co", "/su-kien/?thang=2022-12"),
        *("/su-kien/tuan-le-mien-dong-va-san-pham-ocop-bac-kan/", "/van-ban/26-2026-qd-ttg/"),
        *("/xa-phuong/?ranh-gioi=cu", "/xa-phuong/?xem=ban-do&ranh-gioi=cu"),
        *("/ban-do/?ranh-gioi=cu", "/ban-do/?ranh-gioi=cu&trang=2"),
        *("/ban-do/?ranh-gioi=cu&lop=diem-ban&lop=su-kien&sao=3", "/gan-toi/?xa=xa-ba-be"),
        SalesPoint.objects.order_by("pk")[0].get_absolute_url(),
        *(former.get_absolute_url(), f"/x/{code}", "/xac-minh/?ma=AAAA-AAAA"),
        *("/phan-anh/tra-cuu/", "/tai-khoan/dang-nhap/", "/tai-khoan/dang-ky/"),
        *("/tai-khoan/quen-mat-khau/", "/bo-tieu-chi/26-2026/10/", "/tu-danh-gia/26-2026/10/"),
        "/bo-tieu-chi/26-2026/10/so-voi/148/10/",
    ]
