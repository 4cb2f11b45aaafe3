"""Which producers, and with what loaded."""

from __future__ import annotations

from typing import cast

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from ocop_portal.shared.text import fold
from producers.enums import KIND_WORDS, ProducerKind

HOLDS = "name_folded__contains"
NEAR = 0.5  # share of the trigrams of the words that the name must hold


class ProducerQuerySet(models.QuerySet):
    """Rows of ``Producer``."""

    def public(self) -> ProducerQuerySet:
        """Producers the office has published."""
        return self.filter(is_published=True)

    def saying(self, words: str) -> ProducerQuerySet:
        """Every word, accents apart, in a name, the commune's name or the legal form in full."""
        found = self
        for word in fold(words).split():
            kinds = [kind for kind in ProducerKind if word in fold(KIND_WORDS[kind])]
            found = found.filter(
                Q(name_folded__contains=word)
                | Q(commune__name_folded__contains=word)
                | Q(kind__in=kinds)
                | Exists(self._other_names().filter(producer=OuterRef("pk"), **{HOLDS: word}))
            )
        return found

    def resembling(self, words: str) -> ProducerQuerySet:
        """Names near to the words, nearest first: for when none holds them as typed."""
        near = TrigramWordSimilarity(fold(words), "name_folded")
        return self.annotate(near=near).filter(near__gte=NEAR).order_by("-near", "sort_key", "pk")

    def for_list(self) -> ProducerQuerySet:
        """With the commune, and how many public products each makes."""
        products = Count("products", filter=Q(products__is_published=True))
        return self.select_related("commune", "district").annotate(product_count=products)

    def for_detail(self) -> ProducerQuerySet:
        """With all a producer's own page shows of its own tables."""
        return self.select_related(
            "commune__district", "commune__province", "district"
        ).prefetch_related("other_names", "premises__commune")

    def alphabetical(self) -> ProducerQuerySet:
        """In the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "pk")

    def _other_names(self) -> models.QuerySet:
        related = self.model._meta.get_field("other_names").related_model
        return cast("type[models.Model]", related)._default_manager.all()
