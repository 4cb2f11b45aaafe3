"""Products as a table. Stars are shown and never read: they come of decisions alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from communes.resources import CommuneWidget, district_column
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.table_resource import TableResource, column, demo_column, shown
from ocop_portal.shared.table_widgets import ChoiceWidget, NativeWidget, typed
from ocop_portal.shared.text import fold
from producers.resources import ProducerWidget
from products.enums import CertificationStatus
from products.models import Certification, Product, ProductGroup


class GroupWidget(NativeWidget):
    """A group of the criteria in force, by its code and name: ``I.3.b Chè``."""

    def render(self, value: ProductGroup | None, obj: Any = None, **_kwargs: Any) -> str | None:
        """Write code and short name."""
        return None if value is None else f"{value.code} {value.short_name}"

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> ProductGroup | None:
        """Return the group; ValueError when none or several are meant."""
        text = typed(value)
        if not text:
            return None
        groups = list(ProductGroup.objects.filter(is_current=True))
        coded = [group for group in groups if group.code == text.split()[0]]
        named = [group for group in groups if fold(text) in (fold(group.name), fold(str(group)))]
        found = coded or named
        if len(found) == 1:
            return found[0]
        raise ValueError(f"“{text}” không phải mã hay tên một nhóm đang áp dụng, ví dụ I.3.b.")


class ProductTable(TableResource):
    """Sản phẩm. A row is found by its code in the register or its address on the portal."""

    keys = ("register_code", "slug")
    given_keys = ("slug",)
    loads = ("commune__district",)

    group = column("group", "Nhóm", GroupWidget())
    producer = column("producer", "Mã chủ thể", ProducerWidget())
    producer_name = shown("producer__name", "Tên chủ thể")
    commune = column("commune", "Xã, phường nơi làm", CommuneWidget())
    district = district_column()
    standing = shown(
        "standing", "Tình trạng tham gia", ChoiceWidget(Product._meta.get_field("standing"))
    )
    stars = shown("stars_today", "Hạng sao hôm nay")
    expires = shown("expires_on", "Hạn của hạng sao")
    code = shown("code_today", "Mã trên nhãn")
    demo = demo_column("producer__is_demo")

    class Meta(TableResource.Meta):
        model = Product
        fields = (
            "register_code",
            "slug",
            "name",
            "group",
            "group_basis",
            "producer",
            "producer_name",
            "commune",
            "district",
            "village",
            "standing",
            "stars",
            "expires",
            "code",
            "summary",
            "description",
            "story",
            "name_en",
            "summary_en",
            "description_en",
            "story_en",
            "raw_material_area",
            "local_labour",
            "food_safety",
            "is_published",
            "source_url",
            "source_note",
            "demo",
        )

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        """Load the certifications of the day as well."""
        valid = Certification.objects.valid(timezone.localdate())
        rows = super().filter_export(queryset, **kwargs)
        return rows.prefetch_related(Prefetch("certifications", valid, "valid_today"))

    def dehydrate_stars(self, product: Product) -> int | None:
        """Return the stars in force today."""
        held = _held(product)
        return held.stars if held else None

    def dehydrate_expires(self, product: Product) -> dt.date | None:
        """Return the first day the stars are no longer in force."""
        held = _held(product)
        return held.ends_on if held else None

    def dehydrate_code(self, product: Product) -> str | None:
        """Return the public code of those stars, as printed."""
        held = _held(product)
        return held.printed_code if held else None

    def complete(self, instance: Product) -> None:
        """Give a new product its address."""
        if not instance.slug:
            maker = instance.producer.name if instance.producer_id else ""
            instance.slug = free_slug(Product.objects.all(), instance.name, maker)


def _held(product: Product) -> Certification | None:
    known = getattr(product, "valid_today", ())
    on = timezone.localdate()
    return next((each for each in known if each.status(on) == CertificationStatus.VALID), None)
