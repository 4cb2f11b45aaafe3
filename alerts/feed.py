"""What is followed as an Atom feed: the last things that happened, with lasting names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alerts.changes import latest_changes
from alerts.subjects import Subject
from alerts.wording import detail, headline, path_of
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.text import clean

MOST = 30
SINCE = "2026"  # the year of the names, as RFC 4151 asks; it never changes
CONTENT_TYPE = "application/atom+xml; charset=utf-8"

_kept: Fragments[bytes] = Fragments(most=200)  # about 10 KB each


def atom(
    subject: Subject,
    on: dt.date,
    at: dt.datetime,
    version: int,
    *,
    host: str,
    absolute: Callable[[str], str],
) -> bytes:
    """The feed of ``subject`` on the day ``on``, kept while true; seven queries at most.

    ``at`` is the moment of which news is asked for; ``absolute`` makes an address out of a path.
    """
    key = (subject.feed, get_language(), absolute("/"))
    return _kept.get((version, on), key, lambda: _made(subject, on, at, version, host, absolute))


def _made(
    subject: Subject,
    on: dt.date,
    at: dt.datetime,
    version: int,
    host: str,
    absolute: Callable[[str], str],
) -> bytes:
    changes = latest_changes(subject.scope(on, version), on, at, MOST)
    label, site = subject.label(on, version), SiteProfile.load(version)
    feed = Atom1Feed(
        title=clean(f"{label} · {site.said('short_title')}"),
        author_name=clean(site.owner_office or site.title),
        link=absolute(subject.page),
        description="",
        subtitle=_("Công nhận, hết hạn, thu hồi, tin và sự kiện về điều theo dõi"),
        language=get_language(),
        feed_url=absolute(subject.feed),
        feed_guid=absolute(subject.feed),
    )
    for change in changes:
        feed.add_item(
            title=clean(headline(change)),
            link=absolute(path_of(change)),
            description=clean(detail(change)),
            unique_id=f"tag:{host},{SINCE}:{change.key}",
            pubdate=change.happened_at,
            updateddate=change.happened_at,
        )
    return feed.writeString("utf-8").encode()
