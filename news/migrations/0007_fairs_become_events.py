"""Fairs and live sales move into the list of events (ADR 0006), with their audit trail."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone
from django.utils.html import linebreaks

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KINDS = {"fair": "fair", "week": "week", "meeting": "meeting", "live": "live_sale"}
MOVED = "-hoi-cho"
ORGANISER = 200  # characters an event has for it
SHORT = 300  # characters; a longer text, or one of several paragraphs, is a body


def move_fairs(apps, schema_editor):
    """Every fair becomes an event with its products, and so does what the trail says of it.

    A fair that is an event already (same name, same first day) gives it its products and waits as
    a draft, so that readers see one; an officer deletes it or takes over what it says more.
    """
    Fair = apps.get_model("markets", "Fair")
    now = timezone.now()
    for fair in Fair.objects.select_related("channel").order_by("pk"):
        _move(apps, schema_editor.connection, fair, now)


def name_channels(apps, schema_editor):
    """A live sale that is shown says where; those that do not, say that it is not known."""
    rows = apps.get_model("news", "Event").objects.filter(kind="live_sale", is_published=True)
    rows.filter(online_url="", online_name="").update(online_name="chưa rõ kênh phát")


def _move(apps, connection, fair, now):
    Event = apps.get_model("news", "Event")
    key = _next_key(connection)
    values = _values(fair, fair.channel)
    twin = _twin(Event, values)
    shown = fair.is_published and twin is None
    slug = fair.slug
    if Event.objects.filter(slug=slug).exists():
        slug = f"{slug[: 160 - len(MOVED)]}{MOVED}"
    _move_trail(apps, fair, key)
    event = Event.objects.create(
        pk=key, slug=slug, is_published=shown, publish_at=now if shown else None, **values
    )
    products = list(fair.products.values_list("pk", flat=True))
    event.products.add(*products)
    if twin is not None:
        twin.products.add(*products)


def _next_key(connection):
    """The key of the event to be: the trail is written first, as it is older."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('news_event', 'id'))")
        return cursor.fetchone()[0]


def _twin(events, values):
    start = values["starts_at"].astimezone(ZONE).replace(hour=0, minute=0)
    day = (start, start + dt.timedelta(days=1))
    same = events.objects.filter(title__iexact=values["title"], starts_at__gte=day[0])
    return same.filter(starts_at__lt=day[1]).order_by("pk").first()


def _move_trail(apps, fair, key):
    FairEvent = apps.get_model("markets", "FairEvent")
    EventEvent = apps.get_model("news", "EventEvent")
    EventEvent._meta.get_field("pgh_created_at").auto_now_add = False  # each keeps its moment
    channels = apps.get_model("markets", "SalesChannel").objects.in_bulk()
    for old in FairEvent.objects.filter(pgh_obj_id=fair.pk).order_by("pgh_id"):
        EventEvent.objects.create(
            pgh_created_at=old.pgh_created_at,
            pgh_label=old.pgh_label,
            pgh_obj_id=key,
            pgh_context_id=old.pgh_context_id,
            id=key,
            slug=old.slug,
            is_published=old.is_published,
            publish_at=old.pgh_created_at if old.is_published else None,
            **_values(old, channels.get(old.channel_id)),
        )


def _values(fair, channel):
    """What an event says of what a fair, or an event of its trail, says."""
    starts, ends, is_all_day = _times(fair)
    told = fair.description.strip()
    if len(fair.organiser) > ORGANISER:  # the whole name is kept in the text
        told = f"{told}\n\nĐơn vị tổ chức: {fair.organiser}".strip()
    is_short = len(told) <= SHORT and "\n" not in told
    is_live = fair.kind == "live"
    daily = not is_all_day
    return {
        "kind": KINDS[fair.kind],
        "title": fair.name,
        "lead": told if is_short else "",
        "body": "" if is_short else linebreaks(told, autoescape=True),
        "starts_at": starts,
        "ends_at": ends,
        "is_all_day": is_all_day,
        "opens_at": None if daily else fair.opens_at,
        "closes_at": None if daily else fair.closes_at,
        "place": fair.venue,
        "commune_id": fair.commune_id,
        "latitude": fair.latitude,
        "longitude": fair.longitude,
        "organiser": fair.organiser[:ORGANISER],
        "online_name": channel.name if channel else "",
        "online_url": fair.url or (channel.url if channel and is_live else ""),
        "source_url": fair.source_url,
    }


def _times(fair):
    """By the clock for one day of known hours; else whole days."""
    if fair.starts_on == fair.ends_on and fair.opens_at and fair.closes_at:
        times = (
            dt.datetime.combine(fair.starts_on, time, ZONE)
            for time in (fair.opens_at, fair.closes_at)
        )
        return (*times, False)
    first, last = (
        dt.datetime.combine(day, dt.time.min, ZONE) for day in (fair.starts_on, fair.ends_on)
    )
    return first, last if last != first else None, True


class Migration(migrations.Migration):
    dependencies = [("news", "0006_events_take_in_fairs"), ("markets", "0005_markets_and_fairs")]

    # Going back leaves the events: fairs cannot be told from events made as such.
    operations = [
        migrations.RunPython(move_fairs, migrations.RunPython.noop),
        migrations.RunPython(name_channels, migrations.RunPython.noop),
    ]
