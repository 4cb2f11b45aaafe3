"""What reaches into a part of the map: outlines by their ground, the others by their middle."""

import pytest

from communes.models import CommuneBoundary
from ocop_portal.map.divisions import Divisions
from ocop_portal.map.enums import Division
from ocop_portal.map.extents import Extent, Frame, seen_in
from ocop_portal.shared.versions import content_version
from tests.factories.communes import make_commune

# A horseshoe open to the east, four by four degrees, its arms one degree wide.
HORSESHOE = Extent.of([[0, 0, 4, 0, 4, 1, 1, 1, 1, 3, 4, 3, 4, 4, 0, 4, 0, 0]])
ISLAND_IN_A_LAKE = Extent.of(
    [
        [0, 0, 9, 0, 9, 9, 0, 9, 0, 0],
        [2, 2, 7, 2, 7, 7, 2, 7, 2, 2],
        [4, 4, 5, 4, 5, 5, 4, 5, 4, 4],
    ]
)


@pytest.mark.parametrize(
    ("frame", "reaches"),
    [
        ((-1, -1, 5, 5), True),  # holds it whole
        ((0.2, 0.2, 0.8, 0.8), True),  # lies inside it
        ((3, 1.5, 5, 2.5), False),  # in the open middle, though inside the frame around it
        ((3, 1.5, 5, 3.5), True),  # touches an arm
        ((2, -1, 2.5, 5), True),  # crosses both arms, holds no corner
        ((4, 4, 9, 9), True),  # meets it in one corner
        ((4.1, 0, 9, 9), False),
        ((-9, -9, -0.1, 9), False),
        ((0, 4.1, 9, 9), False),
        ((0, -9, 9, -0.1), False),
    ],
)
def test_ground_reaches_into_the_frame(frame, reaches):
    assert HORSESHOE.reaches_into(Frame(*frame)) is reaches


def test_holes_are_no_ground_and_islands_are():
    assert not ISLAND_IN_A_LAKE.reaches_into(Frame(2.2, 2.2, 2.8, 2.8))
    assert ISLAND_IN_A_LAKE.reaches_into(Frame(4.2, 4.2, 4.8, 4.8))
    assert ISLAND_IN_A_LAKE.reaches_into(Frame(3, 3, 6, 6))


@pytest.mark.parametrize(
    "text",
    ["", "x", "1,2,3", "1,2,3,4,5", "3,0,1,9", "0,9,3,1", "nan,0,1,1", "0,0,inf,1", "1" * 99],
)
def test_what_is_no_frame_is_none(text):
    assert Frame.parse(text) is None


def test_frame_is_read_from_west_to_north():
    assert Frame.parse("105.2,21.9,106.1,22.5") == Frame(105.2, 21.9, 106.1, 22.5)


@pytest.mark.django_db
def test_commune_without_outline_is_where_its_middle_is():
    drawn = make_commune("Có ranh giới", longitude="9", latitude="9")
    middle = make_commune("Chỉ có điểm giữa", longitude="105.5", latitude="22.5")
    nowhere = make_commune("Chưa biết ở đâu")
    ring = [[105, 22], [106, 22], [106, 23], [105, 22]]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    CommuneBoundary.objects.create(commune=drawn, geometry=geometry, source="thử")
    ground = Divisions(None, (drawn.slug, middle.slug, nowhere.slug), ())

    def seen(*frame):
        return seen_in(Frame(*frame), ground, Division.PRESENT, content_version())

    assert seen(105, 22, 106, 23) == {drawn.slug, middle.slug}
    assert seen(105.1, 22.4, 105.3, 22.6) == set()
    assert seen(105.8, 22.1, 105.9, 22.2) == {drawn.slug}
    assert seen(105.4, 22.45, 105.55, 22.55) == {drawn.slug, middle.slug}
    assert seen(8, 8, 10, 10) == set()
    assert seen_in(Frame(0, 0, 180, 90), ground, Division.FORMER, content_version()) == set()
