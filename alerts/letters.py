"""What the portal writes to people who follow something, in the language in force."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.changes import Change
from alerts.links import confirm_key, own_key
from alerts.models import Follow, Subscriber
from alerts.rules import KEPT
from alerts.wording import detail, headline, path_of
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.outbox import Letter

KEY = "khoa"
MOST_TOLD = 40  # changes of one letter


def own_address(subscriber: Subscriber) -> str:
    """The page where the subscriber sees and ends what is followed."""
    return _absolute(subscriber, reverse("alerts:own"), own_key(subscriber))


def to_confirm(follow: Follow, label: str, site: SiteProfile) -> Letter:
    """To an address somebody typed: nothing more is sent before it is confirmed from here.

    The ``label`` must hold nothing that was typed.
    """
    subscriber = follow.subscriber
    with translation.override(subscriber.language):
        if follow.confirmed_at is not None:
            said = _("Có người vừa dùng địa chỉ này để theo dõi %(what)s. Bạn đang theo dõi rồi.")
            rest = [_("Xem, bớt hoặc thôi theo dõi:"), own_address(subscriber)]
        else:
            link = _absolute(subscriber, reverse("alerts:confirm"), confirm_key(follow))
            said = _("Có người dùng địa chỉ này để theo dõi %(what)s. Nếu là bạn, mở liên kết:")
            rest = [
                link,
                _("Liên kết dùng được %(days)d ngày. Không phải bạn thì bỏ qua thư này; địa chỉ sẽ "
                  "được xóa và không có thư nào nữa.") % {"days": KEPT.days},
            ]  # fmt: skip
        return Letter(
            to=subscriber.email,
            subject=_titled(_("Xác nhận theo dõi"), site),
            body=_signed(site, said % {"what": label}, *rest),
            about=f"xác nhận theo dõi {follow.pk}",
            is_confidential=True,
            forgets_recipient=True,
        )


def digest(subscriber: Subscriber, changes: Sequence[Change], site: SiteProfile) -> Letter:
    """The letter of the day: what is new among the things followed, and the way out."""
    with translation.override(subscriber.language):
        count = len(changes)
        told = [_paragraph(subscriber, change) for change in changes[:MOST_TOLD]]
        if count > MOST_TOLD:
            told.append(_("Còn %(n)d điều nữa; xem trên cổng.") % {"n": count - MOST_TOLD})
        own = own_address(subscriber)
        subject = ngettext("%(n)d điều mới bạn theo dõi", "%(n)d điều mới bạn theo dõi", count)
        body = _signed(site, *told, "\n".join([_("Xem, bớt hoặc thôi theo dõi:"), own]))
        return Letter(
            to=subscriber.email,
            subject=_titled(subject % {"n": count}, site),
            body=body,
            about=f"thư theo dõi {subscriber.pk}",
            is_confidential=True,
            forgets_recipient=True,
            headers={
                "List-Unsubscribe": f"<{own}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def _paragraph(subscriber: Subscriber, change: Change) -> str:
    lines = [headline(change), detail(change), _absolute(subscriber, path_of(change))]
    return "\n".join(filter(None, lines))


def _absolute(subscriber: Subscriber, path: str, key: str = "") -> str:
    query = f"?{urlencode({KEY: key})}" if key else ""
    return f"{settings.PUBLIC_ORIGIN or subscriber.origin}{path}{query}"


def _titled(subject: str, site: SiteProfile) -> str:
    return f"{subject} · {site.said('short_title')}"


def _signed(site: SiteProfile, *paragraphs: str) -> str:
    return "\n\n".join([*paragraphs, "\n".join(filter(None, [site.said("title"), site.phone]))])
