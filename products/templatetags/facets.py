"""Names of the catalogue's facets."""

from __future__ import annotations

from django import template

from products.catalogue.parameters import FACETS

register = template.Library()


@register.filter
def facet_label(facet: str) -> str:
    """What a facet is called: ``sao`` is “Hạng sao”."""
    return str(FACETS[facet])
