"""Outlines as SVG paths."""

import re

import pytest

from communes.drawing import draw_communes
from communes.models import CommuneBoundary
from tests.factories.communes import make_commune

pytestmark = pytest.mark.django_db


def make_square(name, west, south, side=0.1, **fields):
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    commune = make_commune(name)
    geometry = {"type": "Polygon", "coordinates": [ring]} | fields
    CommuneBoundary.objects.create(commune=commune, geometry=geometry, source="thử")
    return commune


def corners(path):
    """Absolute corners of the first ring of a path."""
    numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", path.split("z")[0])]
    x = y = 0.0
    found = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_neighbours_share_their_corners_and_north_is_up():
    south, north = make_square("Nam", 105.0, 22.0), make_square("Bắc", 105.0, 22.1)
    drawing = draw_communes((south.slug, north.slug), 100, 0)
    assert (drawing.width, drawing.height) == (100, 216)  # a degree of latitude is longer
    assert corners(drawing.paths[north.slug]) == [(0, 108), (100, 108), (100, 0), (0, 0)]
    assert corners(drawing.paths[south.slug]) == [(0, 216), (100, 216), (100, 108), (0, 108)]


def test_only_the_communes_asked_for_are_drawn():
    asked, other = make_square("Một", 105.0, 22.0), make_square("Hai", 107.0, 22.0)
    drawing = draw_communes((asked.slug, "khong-co"), 100, 0)
    assert list(drawing.paths) == [asked.slug]
    assert other.slug not in drawing.paths


def test_multipolygon_keeps_every_ring_that_can_be_seen():
    def ring(west, side):
        east = west + side
        return [[west, 22.0], [east, 22.0], [east, 22.1], [west, 22.1], [west, 22.0]]

    rings = [[ring(105.0, 0.1)], [ring(105.2, 0.1)], [ring(105.15, 0.0001)]]
    commune = make_square("Đảo", 105.0, 22.0, type="MultiPolygon", coordinates=rings)
    path = draw_communes((commune.slug,), 30, 0).paths[commune.slug]
    assert path.count("M") == path.count("z") == 2


def test_without_boundaries_nothing_is_drawn():
    assert draw_communes((make_commune("Không").slug,), 100, 0).height == 0


def test_a_drawing_is_kept_until_the_territory_changes(django_assert_num_queries):
    commune = make_square("Một", 105.0, 22.0)
    with django_assert_num_queries(2):  # the fingerprint of the territory, and the outlines
        first = draw_communes((commune.slug,), 100, 1)
        assert draw_communes((commune.slug,), 100, 1) is first
    with django_assert_num_queries(1):
        assert draw_communes((commune.slug,), 100, 2) is first
    make_square("Hai", 107.0, 22.0)
    assert draw_communes((commune.slug,), 100, 3) is not first


def test_a_straight_side_is_one_step():
    geometry = [[[105, 22], [105.05, 22], [105.1, 22], [105.1, 22.1], [105, 22.1], [105, 22]]]
    commune = make_square("Thẳng", 105.0, 22.0, coordinates=geometry)
    assert draw_communes((commune.slug,), 100, 4).paths[commune.slug] == "M0 108l100 0 0-108-100 0z"
