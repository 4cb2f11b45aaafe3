"""Points in words, and the stars printed after an option: the least for that star."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django import template
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from ocop_portal.shared.icons import status_svg
from scoring.criteria.definitions import CriterionDefinition
from scoring.criteria.outline import PartSum
from scoring.models import CriteriaSection
from scoring.rules import rounded

register = template.Library()

ABBREVIATIONS = {"attp": "ATTP"}
MARK_SHAPES = {"met": "valid", "missed": "withdrawn", "open": "unknown"}


@register.simple_tag
def star_mark(star: int) -> SafeString:
    """Draw ``star`` filled stars, with words for those who cannot see them.

    A page prints some forty of them: the drawing stands once, in ``scoring/_symbols.html``.
    """
    return _star_mark(star, get_language())


@lru_cache(maxsize=16)
def _star_mark(star: int, language: str | None) -> SafeString:
    return format_html(
        '<svg class="min min{}" role="img" aria-label="{}"><use href="#i-s{}"/></svg>',
        star,
        gettext("tối thiểu của %(star)s sao") % {"star": star},
        star,
    )


@register.simple_tag
def mark(state: str, words: str) -> SafeString:
    """Say how a minimum stands by word, colour and shape: ``met``, ``missed`` or ``open``.

    The shapes stand once on the page, in ``scoring/_symbols.html``, hidden from those who listen.
    """
    return format_html(
        '<span class="mark mark--{}"><svg><use href="#i-{}"/></svg>{}</span>',
        state,
        state,
        words,
    )


@register.simple_tag
def shape(state: str) -> SafeString:
    """Draw the inside of the shape that goes with a state, for a symbol."""
    drawn = status_svg(MARK_SHAPES[state])
    return mark_safe(drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")])


@register.simple_tag
def sum_of_others(part: PartSum, section: CriteriaSection) -> str:
    """What the other sections of a part say together, as a number for a script."""
    others = [each.section for each in part.sections if each.section.pk != section.pk]
    return str(sum((each.max_points for each in others), Decimal(0)))


@register.simple_tag
def vi() -> str:
    """Mark what stays Vietnamese on a page in another language; nothing on a Vietnamese one."""
    return mark_safe(' lang="vi"') if get_language() != "vi" else ""


@register.simple_tag
def vietnamese(text: str) -> SafeString:
    """Write what stays Vietnamese, marked as such on a page in another language."""
    return conditional_escape(text) if get_language() == "vi" else _marked_vietnamese(text)


def _marked_vietnamese(text: str) -> SafeString:
    return format_html('<span lang="vi">{}</span>', text)


@register.filter
def anchor(code: str) -> str:
    """Return the fragment a criterion is found by on its page: ``6.đ`` is ``tc-6-dd``."""
    return "tc-" + code.replace(".", "-").replace("đ", "dd")


@register.filter
def points(value: Decimal | Fraction | None) -> str:
    """Write points in the reader's language, with two decimals at most; nothing for none."""
    return "" if value is None else _points(value, get_language())


@lru_cache(maxsize=4000)
def _points(value: Decimal | Fraction, language: str | None) -> str:
    return number_format(plain_points(value))


def plain_points(value: Decimal | Fraction) -> Decimal:
    """Points without needless zeros; a fraction rounded half up to two decimals."""
    exact = rounded(value, 2) if isinstance(value, Fraction) else value
    whole = exact.to_integral_value()
    return whole if exact == whole else exact.normalize()


@register.filter
def in_points(value: Decimal | Fraction) -> str:
    """Write points with their word."""
    words = ngettext("%(points)s điểm", "%(points)s điểm", 1 if value == 1 else 2)
    return words % {"points": points(value)}


@register.filter
def scale(criterion: CriterionDefinition) -> str:
    """The points that can be given, lowest first: ``0, 1, 3``."""
    worth = sorted({option.points for option in criterion.options})
    return ", ".join(points(each) for each in worth)


@register.filter
def minimums_in_words(criterion: CriterionDefinition) -> str:
    """The least points by star: ``3 sao: 1, 4 sao: 2``."""
    return ", ".join(
        ngettext("%(count)d sao", "%(count)d sao", star) % {"count": star} + f": {points(least)}"
        for star, least in sorted(criterion.minimums.items())
    )


@register.filter
def sentence_case(title: str) -> str:
    """Write a title printed in capitals as a sentence; capitals for whole words read badly."""
    if not title.isupper():
        return title[:1].upper() + title[1:]
    return " ".join(ABBREVIATIONS.get(word, word) for word in title.capitalize().split())
