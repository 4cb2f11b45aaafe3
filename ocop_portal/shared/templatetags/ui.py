"""Template tags for stars, status badges, icons, dates, numbers and page links.

Lists print hundreds of these, so each one is a cached string, never an include. The caches
are keyed by language; their contents depend on nothing else.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django import template
from django.core.paginator import Page
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from ocop_portal.shared.icons import icon_svg, status_svg
from ocop_portal.shared.parts import fill

register = template.Library()

HIGHEST_STAR = 5
STATUS_WORDS = {
    "valid": gettext_noop("Còn hạn"),
    "expired": gettext_noop("Hết hạn"),
    "withdrawn": gettext_noop("Bị thu hồi"),
    "superseded": gettext_noop("Đã thay thế"),
    "unknown": gettext_noop("Chưa rõ hạn"),
    "not_yet": gettext_noop("Chưa có hiệu lực"),
}

register.simple_tag(icon_svg, name="icon")


@register.simple_tag
def stars(count: int | None, size: str = "") -> SafeString:
    """Draw ``count`` earned stars of five beside the words; ``None`` says there is no star.

    ``size`` is empty or ``"lg"``. Raise ``ValueError`` outside 1–5.
    """
    return _stars(count, size, get_language())


@lru_cache(maxsize=64)
def _stars(count: int | None, size: str, language: str | None) -> SafeString:
    if count is None:
        return format_html('<span class="stars stars--none">{}</span>', gettext("Chưa xếp sao"))
    if not 1 <= count <= HIGHEST_STAR:
        raise ValueError(f"no such star: {count}")
    use = '<svg class="star{}" viewBox="0 0 24 24"><use href="#i-star"/></svg>'
    row = use.format("") * count + use.format(" star--off") * (HIGHEST_STAR - count)
    return format_html(
        '<span class="stars{}"><span class="stars__row" aria-hidden="true">{}</span>'
        '<span>{}<span class="sr"> {}</span></span></span>',
        f" stars--{size}" if size else "",
        mark_safe(row),
        ngettext("%(count)d sao", "%(count)d sao", count) % {"count": count},
        gettext("trên 5"),
    )


@register.simple_tag
def kept(template_name: str) -> SafeString:
    """Print a template that asks for nothing, rendered once in each language."""
    return fill(template_name, {})


@register.simple_tag
def badge(status: str, until: date | None = None, *, bare: bool = False) -> SafeString:
    """Print a certification status by word, colour and shape, with its last day if given.

    ``status`` is one of ``STATUS_WORDS``; ``bare`` is the frameless form used on cards.
    Raise ``KeyError`` for any other status.
    """
    language = get_language()
    start, sentence = _badge_start(status, bare, language)
    if not (until and sentence):
        return SafeString(f"{start}</span>")
    when = escape(sentence % {"day": _day(until, language)})
    if bare:
        return SafeString(f'{start}</span><span class="card__facts">{when}</span>')
    return SafeString(f"{start} {when}</span>")


@lru_cache(maxsize=64)
def _badge_start(status: str, bare: bool, language: str | None) -> tuple[SafeString, str]:
    """A badge up to its word, and the sentence that tells its last day, if it has one."""
    start = format_html(
        '<span class="badge badge--{}{}">{}{}',
        status,
        " badge--bare" if bare else "",
        status_svg(status),
        gettext(STATUS_WORDS[status]),
    )
    sentences = {"valid": gettext("đến %(day)s"), "expired": gettext("từ %(day)s")}
    return start, sentences.get(status, "")


@register.filter
def day(value: date | None) -> str:
    """Format a date for the reader's language: 25/06/2027, or 25 June 2027 in English."""
    return _day(value, get_language()) if value else ""


@lru_cache(maxsize=2048)
def _day(value: date, language: str | None) -> str:
    return date_format(value, "DATE_FORMAT")


def demo_mark(is_demo: bool) -> SafeString:
    """Mark a row of the back office that belongs to a demonstration; nothing for a real one."""
    return mark_safe(' <span class="tag tag--demo">Minh họa</span>' if is_demo else "")


@register.filter
def number(value: int | Decimal) -> str:
    """Group the digits as the reader's language does: 1.234,5 or 1,234.5."""
    return number_format(value, force_grouping=True)


@register.filter
def notice_kind(level: str) -> str:
    """Return the kind of notice for a message level of Django, or the kind itself."""
    return {"": "info", "debug": "info", "success": "ok", "warning": "warn"}.get(level, level)


CRUMB_LINK = '<a itemprop="item" href="{}"{}><span itemprop="name">{}</span></a>'
CRUMB_HERE = '<span itemprop="name" aria-current="page"{}>{}</span>'
CRUMB = (
    '<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem">{}'
    '<meta itemprop="position" content="{}"></li>'
)


@register.simple_tag
def crumb(label: str | Promise, url: str = "", *, at: int, lang: str = "") -> SafeString:
    """One step of the path to a page, the ``at``-th from the top, also for search engines.

    Without ``url`` it is the page itself. ``lang`` marks a name in another language.
    """
    language = format_html(' lang="{}"', lang) if lang else ""
    here = format_html(CRUMB_HERE, language, label)
    step = format_html(CRUMB_LINK, url, language, label) if url else here
    return format_html(CRUMB, step, at)


@register.simple_tag
def elided_pages(page: Page) -> Iterator[int | str]:
    """Yield the page numbers to link to, with "…" where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
