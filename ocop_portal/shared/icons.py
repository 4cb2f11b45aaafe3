"""The portal's drawings for controls and statuses, as SVG on a 24 × 24 grid."""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

_TICK = '<path d="m5 12.5 4.5 4.5L19 7.5"/>'
_CROSS = '<path d="M6 6l12 12M18 6 6 18"/>'

ICONS: dict[str, str] = {
    "arrow": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "back": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "bell": '<path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0"/>',
    "close": _CROSS,
    "contrast": (
        '<circle cx="12" cy="12" r="9"/><path d="M12 3v18a9 9 0 0 0 0-18" fill="currentColor"/>'
    ),
    "document": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "download": '<path d="M12 4v12m-5-5 5 5 5-5M4 20h16"/>',
    "error": _CROSS,
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "globe": (
        '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/>'
    ),
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5m0-8.5v.1"/>',
    "menu": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "missing": '<circle cx="12" cy="12" r="8" stroke-dasharray="3 3"/>',
    "ok": _TICK,
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7"/>',
    "pin": (
        '<path d="M12 21s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12z"/>'
        '<circle cx="12" cy="9" r="2.5"/>'
    ),
    "feed": ('<path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/><circle cx="6" cy="18" r="1"/>'),
    "search": '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
    "tick": _TICK,
    "warn": '<path d="M12 3 2 20h20zM12 10v4m0 3v.1"/>',
}

_ON_SHAPE = 'fill="none" stroke="#FFFFFF" stroke-width="2.4" stroke-linecap="round"'

STATUS_SHAPES: dict[str, str] = {
    "valid": (
        '<path d="M12 1.5 21 5v6.5c0 5.5-3.7 9-9 11-5.3-2-9-5.5-9-11V5z" fill="currentColor"/>'
        f'<path d="m7.5 12 3.2 3.2L16.7 9" {_ON_SHAPE} stroke-linejoin="round"/>'
    ),
    "expired": (
        '<path d="M7 2.5h10l5 9.5-5 9.5H7L2 12z" fill="currentColor"/>'
        f'<path d="M12 7.5V12l3.2 2.4" {_ON_SHAPE} stroke-linejoin="round"/>'
    ),
    "withdrawn": (
        '<path d="M7.7 1.8h8.6l6 6v8.5l-6 6H7.7l-6-6V7.8z" fill="currentColor"/>'
        f'<path d="m8 8 8 8m0-8-8 8" {_ON_SHAPE}/>'
    ),
    "superseded": (
        '<path d="M2 2h14v5h6v15H8v-5H2z" fill="currentColor"/>'
        f'<path d="M7 12h9m-3.5-3.5L16 12l-3.5 3.5" {_ON_SHAPE} stroke-linejoin="round"/>'
    ),
    "unknown": (
        '<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-dasharray="3.5 2.8"/>'
        '<path d="M9.3 9.3c0-1.6 1.2-2.7 2.8-2.7s2.7 1 2.7 2.5c0 2-2.7 2.2-2.7 4.2m0 3.3v.1"'
        ' fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"'
        ' stroke-linejoin="round"/>'
    ),
    "not_yet": (
        '<rect x="2.5" y="4" width="19" height="17" rx="2" fill="currentColor"/>'
        f'<path d="M7 1.5V6m10-4.5V6M2.5 9.5h19M8 15h8" {_ON_SHAPE}/>'
    ),
}


@lru_cache(maxsize=64)
def icon_svg(name: str) -> SafeString:
    """Return the drawing ``name``, hidden from screen readers. Raise ``KeyError`` if unknown."""
    return mark_safe(
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'
    )


@lru_cache(maxsize=16)
def status_svg(status: str) -> SafeString:
    """Return the shape of a status. Raise ``KeyError`` if the status is unknown."""
    return mark_safe(
        '<svg class="badge__shape" viewBox="0 0 24 24" aria-hidden="true">'
        f"{STATUS_SHAPES[status]}</svg>"
    )
