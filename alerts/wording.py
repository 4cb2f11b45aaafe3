"""Changes in words, in the language in force."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alerts.changes import Change
from alerts.enums import ChangeKind
from ocop_portal.shared.templatetags.ui import day as in_figures
from products.enums import Stars
from products.models import Certification


def headline(change: Change) -> str:
    """What happened, on one line."""
    if change.text is not None:
        return change.text.said("title")
    award = change.award
    if award is None:
        return ""
    said = {"name": award.product.name, "stars": _stars(award), "day": in_figures(change.day)}
    if change.kind is ChangeKind.EXPIRED:
        return _("%(name)s: %(stars)s hết hạn từ %(day)s") % said
    if change.kind is ChangeKind.WITHDRAWN:
        return _("%(name)s: %(stars)s bị thu hồi từ %(day)s") % said
    former = change.former
    if former is None:
        return _("%(name)s: công nhận %(stars)s") % said
    said["former"] = _stars(former)
    if former.stars == award.stars:
        return _("%(name)s: công nhận lại %(stars)s") % said
    if former.stars < award.stars:
        return _("%(name)s: từ %(former)s lên %(stars)s") % said
    return _("%(name)s: từ %(former)s xuống %(stars)s") % said


def detail(change: Change) -> str:
    """On what it rests, or what the news is about."""
    if change.text is not None:
        lead = change.text.said("lead")
        if change.kind is ChangeKind.EVENT:
            when = _("Ngày %(day)s.") % {"day": in_figures(change.day)}
            return f"{when} {lead}".strip()
        return lead
    award = change.award
    if award is None:
        return ""
    act = award.end_act if change.kind is ChangeKind.WITHDRAWN else award.decision_number
    if not act:
        return _("Chưa có số quyết định.")
    if change.kind is ChangeKind.AWARDED and change.day:
        said = {"act": act, "day": in_figures(change.day)}
        return _("Quyết định %(act)s ngày %(day)s.") % said
    return _("Quyết định %(act)s.") % {"act": act}


def path_of(change: Change) -> str:
    """Where to read on."""
    if change.text is not None:
        return change.text.get_absolute_url()
    return change.award.product.get_absolute_url() if change.award else "/"


def _stars(award: Certification) -> str:
    return str(Stars(award.stars).label)
