"""Who is told of changes by e-mail, and of what.

Neither is in the audit trail: what people follow is nobody's business, and leaving forgets it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alerts.enums import FollowKind
from alerts.querysets import FollowQuerySet, SubscriberQuerySet
from communes.models import Commune
from producers.models import Producer
from products.models import Product

QUERY_LENGTH = 1000


class Subscriber(models.Model):
    """An e-mail address; it is deleted with the last thing it follows."""

    email = models.EmailField("thư điện tử", unique=True)
    language = models.CharField("ngôn ngữ", max_length=5, default="vi")
    origin = models.CharField(
        "cổng", max_length=120, help_text="Địa chỉ cổng người theo dõi đã vào, để viết liên kết."
    )
    told_until = models.DateTimeField(
        "đã báo đến lúc", default=timezone.now, help_text="Thay đổi từ lúc này trở đi chưa báo."
    )

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "người theo dõi"
        verbose_name_plural = "người theo dõi"
        ordering = ["pk"]
        indexes = [models.Index(fields=["told_until", "id"], name="subscriber_due")]

    def __str__(self) -> str:
        return f"người theo dõi {self.pk}"


class Follow(models.Model):
    """One thing a subscriber follows; nothing is sent before the owner of the address confirms."""

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="follows", verbose_name="người theo dõi"
    )
    kind = models.CharField("theo dõi", max_length=10, choices=FollowKind)
    product = models.ForeignKey(
        Product,
        models.CASCADE,
        related_name="follows",
        verbose_name="sản phẩm",
        null=True,
        blank=True,
    )
    producer = models.ForeignKey(
        Producer,
        models.CASCADE,
        related_name="follows",
        verbose_name="chủ thể",
        null=True,
        blank=True,
    )
    commune = models.ForeignKey(
        Commune,
        models.CASCADE,
        related_name="follows",
        verbose_name="xã, phường",
        null=True,
        blank=True,
    )
    query = models.CharField(
        "điều đã lọc", max_length=QUERY_LENGTH, blank=True, help_text="Như trong địa chỉ danh mục."
    )
    asked_at = models.DateTimeField("đăng ký lúc", default=timezone.now)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = "mục theo dõi"
        verbose_name_plural = "mục theo dõi"
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="follow_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "kind", "product", "producer", "commune", "query"],
                nulls_distinct=False,
                name="follow_once",
                violation_error_message="Mục này đã được theo dõi.",
            ),
            models.CheckConstraint(
                condition=Q(kind=FollowKind.PRODUCT)
                & Q(product__isnull=False, producer__isnull=True, commune__isnull=True, query="")
                | Q(kind=FollowKind.PRODUCER)
                & Q(product__isnull=True, producer__isnull=False, commune__isnull=True, query="")
                | Q(kind=FollowKind.COMMUNE)
                & Q(product__isnull=True, producer__isnull=True, commune__isnull=False, query="")
                | Q(kind=FollowKind.CATALOGUE)
                & Q(product__isnull=True, producer__isnull=True, commune__isnull=True),
                name="follow_one_thing",
                violation_error_message="Theo dõi đúng một thứ, theo loại đã chọn.",
            ),
        ]

    def __str__(self) -> str:
        thing = self.product or self.producer or self.commune or self.query or "mọi sản phẩm"
        return f"{self.get_kind_display()}: {thing}"
