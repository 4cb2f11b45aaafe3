"""The criteria of a decision, kept: versions, sets, parts, sections, criteria, options.

The database refuses to publish a set that does not add up, and any change to what is published.
A published set is corrected by a further edition, which says which edition it corrects.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from scoring.criteria.enums import CriterionKind
from scoring.criteria.triggers import MustAddUp, PublishedRowStays, PublishedStays
from scoring.querysets import CriteriaSetQuerySet, CriteriaVersionQuerySet


def texts(label: str, **options: Any) -> ArrayField:
    """Return a field of several texts, empty by default."""
    return ArrayField(models.TextField(), verbose_name=label, default=list, blank=True, **options)


def points(label: str, **options: Any) -> models.DecimalField:
    """Return a field of points, 0 to 100."""
    return models.DecimalField(label, max_digits=5, decimal_places=2, **options)


@audited()
class CriteriaVersion(models.Model):
    """A decision of the Prime Minister that sets the criteria from one day to another."""

    decision = models.CharField("quyết định", max_length=30, unique=True)
    slug = models.SlugField("đường dẫn", max_length=30, unique=True)
    title = models.CharField("tên", max_length=255)
    issued_on = models.DateField("ngày ban hành")
    effective_from = models.DateField("áp dụng từ ngày")
    effective_to = models.DateField(
        "đến hết ngày", null=True, blank=True, help_text="Để trống khi còn áp dụng."
    )
    part_points = models.JSONField("điểm tối đa các phần", help_text='Ví dụ: {"A": 40}.')
    bands = models.JSONField("khoảng điểm hạng sao")
    star_rule = models.TextField("cách đọc dấu sao", blank=True)
    source = models.TextField("nguồn", blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)

    objects = CriteriaVersionQuerySet.as_manager()

    class Meta:
        triggers = [
            AnnounceChange(),
            PublishedRowStays(("effective_to",)),
        ]
        verbose_name = "phiên bản bộ tiêu chí"
        verbose_name_plural = "phiên bản bộ tiêu chí"
        ordering = ["-effective_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="criteria_version_days_in_order",
                violation_error_message="Ngày cuối không thể trước ngày đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.decision


@audited()
class EvidenceKind(models.Model):
    """A kind of proof that the decision's form asks for."""

    version = models.ForeignKey(
        CriteriaVersion, models.PROTECT, related_name="evidence_kinds", verbose_name="phiên bản"
    )
    code = models.SlugField("mã", max_length=60)
    name = models.CharField("tên", max_length=255)
    requirement = models.TextField("yêu cầu")
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "loại minh chứng"
        verbose_name_plural = "loại minh chứng"
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="evidence_kind_once"),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class CriteriaSet(models.Model):
    """A set of criteria; until it is published it is shown but never scored with."""

    version = models.ForeignKey(
        CriteriaVersion, models.PROTECT, related_name="sets", verbose_name="phiên bản"
    )
    number = models.PositiveSmallIntegerField("bộ số")
    edition = models.PositiveSmallIntegerField(
        "bản số", default=1, help_text="Bản 2 trở đi là bản đính chính."
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="corrections_made",
        verbose_name="đính chính bản",
        null=True,
        blank=True,
    )
    name = models.CharField("tên", max_length=255)
    classification = models.CharField("phân loại", max_length=255, blank=True)
    source = models.TextField("nguồn", blank=True)
    rejections = texts("điều kiện loại hồ sơ")
    issues = texts("lý do chưa dùng để chấm điểm", help_text="Chỗ chưa cộng đủ điểm trong nguồn.")
    warnings = texts("cần đối chiếu bản gốc")
    corrections = texts("chỗ đã sửa so với bản chép")
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    published_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="criteria_sets_published",
        verbose_name="người công bố",
        null=True,
        blank=True,
        help_text="Để trống khi nạp theo quyết định.",
    )
    publication_note = models.TextField(
        "ghi chú khi công bố",
        blank=True,
        help_text="Đã hoàn thiện, đính chính gì, theo văn bản nào.",
    )
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="criteria_sets_confirmed",
        verbose_name="người đối chiếu",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField("đối chiếu lúc", null=True, blank=True)
    confirmation_note = models.TextField("ghi chú đối chiếu", blank=True)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        triggers = [
            AnnounceChange(),
            MustAddUp(),
            PublishedRowStays(("confirmed_by_id", "confirmed_at", "confirmation_note")),
        ]
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ["-version__effective_from", "number", "-edition", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number", "edition"], name="criteria_set_edition_once"
            ),
            models.UniqueConstraint(
                fields=["version", "number"],
                condition=Q(published_at__isnull=True),
                name="criteria_set_one_draft",
                violation_error_message="Bộ này đang có một bản nháp.",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, corrects__isnull=True)
                | Q(edition__gt=1, corrects__isnull=False),
                name="criteria_set_correction_names_what_it_corrects",
                violation_error_message="Bản đính chính phải nói đính chính bản nào.",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                name="criteria_set_published_by_someone",
                violation_error_message="Người công bố và lúc công bố đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="criteria_set_confirmed_by_someone",
                violation_error_message="Người đối chiếu và lúc đối chiếu đi cùng nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bộ {self.number}: {self.name}"

    def get_absolute_url(self) -> str:
        """The page of what now holds of the set; an older edition has one of its own."""
        return reverse("scoring:criteria_set", args=[self.version.slug, self.number])

    @property
    def is_usable(self) -> bool:
        """Whether dossiers may be scored with it."""
        return self.published_at is not None

    @property
    def doubts(self) -> list[str]:
        """What is still to be checked against the official print."""
        return [] if self.confirmed_at else self.warnings


@audited()
class CriteriaPart(models.Model):
    """Part A, B or C of a set."""

    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="parts", verbose_name="bộ tiêu chí"
    )
    code = models.CharField("phần", max_length=2)
    title = models.CharField("tên", max_length=255)
    max_points = points("điểm tối đa")

    class Meta:
        triggers = [AnnounceChange(), PublishedStays("NEW.criteria_set_id", "OLD.criteria_set_id")]
        verbose_name = "phần"
        verbose_name_plural = "phần"
        ordering = ["criteria_set", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criteria_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"


@audited()
class CriteriaSection(models.Model):
    """A numbered section of a part."""

    part = models.ForeignKey(
        CriteriaPart, models.PROTECT, related_name="sections", verbose_name="phần"
    )
    number = models.CharField("số", max_length=10)
    title = models.CharField("tên", max_length=500)
    max_points = points("điểm tối đa")
    notes = models.JSONField("ghi chú", default=list, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        triggers = [
            AnnounceChange(),
            PublishedStays(
                "(SELECT criteria_set_id FROM scoring_criteriapart WHERE id = NEW.part_id)",
                "(SELECT criteria_set_id FROM scoring_criteriapart WHERE id = OLD.part_id)",
            ),
        ]
        verbose_name = "mục"
        verbose_name_plural = "mục"
        ordering = ["part", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="criteria_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@audited()
class Criterion(models.Model):
    """A criterion; a group has no options and its children are answered."""

    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="criteria", verbose_name="bộ tiêu chí"
    )
    section = models.ForeignKey(
        CriteriaSection, models.PROTECT, related_name="criteria", verbose_name="mục"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        verbose_name="thuộc tiêu chí",
        null=True,
        blank=True,
    )
    code = models.CharField("mã", max_length=12)
    title = models.CharField("tên", max_length=500)
    kind = models.CharField("cách trả lời", max_length=12, choices=CriterionKind)
    max_points = points("điểm tối đa")
    minimums = models.JSONField(
        "điểm tối thiểu theo hạng", default=dict, blank=True, help_text='Ví dụ: {"3": "2"}.'
    )
    minimum_basis = models.CharField("căn cứ đọc mức tối thiểu", max_length=255, blank=True)
    cases = models.JSONField("trường hợp", default=dict, blank=True)
    notes = models.JSONField("ghi chú", default=list, blank=True)
    evidence = ArrayField(
        models.SlugField(max_length=60), verbose_name="minh chứng", default=list, blank=True
    )
    is_section = models.BooleanField("là cả mục", default=False)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        triggers = [AnnounceChange(), PublishedStays("NEW.criteria_set_id", "OLD.criteria_set_id")]
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["criteria_set", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@audited()
class CriterionOption(models.Model):
    """One way to answer a criterion, with the star printed after it."""

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="options", verbose_name="tiêu chí"
    )
    points = points("điểm")
    text = models.TextField("nội dung")
    min_star = models.PositiveSmallIntegerField("tối thiểu của hạng", null=True, blank=True)
    case = models.CharField("trường hợp", max_length=4, blank=True)
    is_implicit = models.BooleanField("không in trong quyết định", default=False)
    notes = models.JSONField("ghi chú", default=list, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        triggers = [
            AnnounceChange(),
            PublishedStays(
                "(SELECT criteria_set_id FROM scoring_criterion WHERE id = NEW.criterion_id)",
                "(SELECT criteria_set_id FROM scoring_criterion WHERE id = OLD.criterion_id)",
            ),
        ]
        verbose_name = "phương án"
        verbose_name_plural = "phương án"
        ordering = ["criterion", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_star__isnull=True) | Q(min_star__in=[3, 4, 5]),
                name="criterion_option_star_is_recognised",
                violation_error_message="Dấu sao là 3, 4 hoặc 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} điểm: {self.text}"
