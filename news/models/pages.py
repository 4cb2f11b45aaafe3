"""Pages about the programme."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from news.models.publication import Publication
from news.querysets import PublicationQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange, AnnounceDue

ABOUT = "gioi-thieu"


@audited()
class Page(Publication):
    """A page under "Giới thiệu"; the one with the address ``gioi-thieu`` opens the section."""

    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = PublicationQuerySet.as_manager()

    class Meta(Publication.Meta):
        abstract = False
        triggers = [AnnounceChange(), AnnounceDue()]
        verbose_name = "trang"
        verbose_name_plural = "trang giới thiệu"
        ordering = ["position", "title", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("about") if self.slug == ABOUT else reverse("news:page", args=[self.slug])
