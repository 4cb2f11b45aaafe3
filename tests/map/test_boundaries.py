"""Outlines as they are served."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from communes.models import CommuneBoundary
from tests.factories.communes import make_commune, make_former_commune, make_province

pytestmark = pytest.mark.django_db
SQUARE = [[105.000004, 22], [105.000006, 22], [105.2, 22], [105.2, 22.2], [105.000004, 22]]


def outline(commune, ring=SQUARE, kind="Polygon"):
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    geometry = {"type": kind, "coordinates": coordinates}
    CommuneBoundary.objects.create(commune=commune, geometry=geometry, source="thử")


def ask(client, name, *args):
    return json.loads(client.get(reverse(name, args=args)).content)


def test_each_division_has_its_outlines(client):
    present = make_commune("Ba Bể")
    former = make_former_commune("Nam Mẫu", present)
    foreign = make_commune("Xã bạn", province=make_province(code="04", is_served=False))
    outline(present)
    outline(former, kind="MultiPolygon")
    outline(foreign)
    ring = [[105.0, 22], [105.2, 22], [105.2, 22.2], [105.0, 22]]
    assert ask(client, "map_boundaries", "nay") == {
        "type": "FeatureCollection",
        "note": "Ranh giới chỉ để tham khảo, không phải ranh giới pháp lý.",
        "features": [
            {
                "type": "Feature",
                "properties": {"slug": present.slug, "name": "Xã Ba Bể", "short": "Ba Bể"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        ],
    }
    (feature,) = ask(client, "map_boundaries", "cu")["features"]
    assert feature["properties"]["slug"] == former.slug
    assert feature["geometry"] == {"type": "MultiPolygon", "coordinates": [[ring]]}


def test_provinces_of_today_are_the_context(client):
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    make_province(outline=shape)
    make_province(code="06", name="Bắc Kạn", valid_to=dt.date(2025, 7, 1), outline=shape)
    (feature,) = ask(client, "map_provinces")["features"]
    assert feature["properties"] == {"name": "Tỉnh Thái Nguyên"}


def test_outlines_are_tagged_until_they_change(client):
    url = reverse("map_boundaries", args=["nay"])
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304
    outline(make_commune("Ba Bể"))
    assert client.get(url, headers={"if-none-match": tag}).status_code == 200


def test_unknown_division_is_not_found(client):
    assert client.get(reverse("map_boundaries", args=["huyen"])).status_code == 404
