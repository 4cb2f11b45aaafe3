"""What became of a unit, told from any member of its family."""

import datetime as dt

import pytest

from communes.lineage import Lineage
from communes.models import Commune
from communes.story import tell_story


@pytest.fixture
def story(units):
    """The events as day, unit, kind and the names of the parts."""

    def tell(slug):
        return [
            (
                event.on.isoformat(),
                event.unit.full_name,
                event.kind,
                [(part.full_name, part.share, bool(part.commune)) for part in event.parts],
            )
            for event in tell_story(Commune.objects.get(slug=slug), Lineage.current())
        ]

    return tell


def test_a_unit_of_today_was_made_of_several(story):
    merged = [(f"Xã {name}", "", True) for name in ("Cao Sơn", "Sĩ Bình", "Vũ Muộn")]
    assert story("xa-vinh-thong") == [("2025-07-01", "Xã Vĩnh Thông", "merged", merged)]


def test_both_lives_and_the_end_of_van_tung(story):
    told = story("xa-ngan-son")
    assert told == story("xa-ngan-son")
    assert [(day, unit, kind) for day, unit, kind, _ in told] == [
        ("2025-07-01", "Xã Ngân Sơn", "merged"),
        ("2023-04-10", "Thị trấn Vân Tùng", "kind_changed"),
    ]
    assert [event[1] for event in story("xa-van-tung-huyen-ngan-son")] == [
        "Xã Ngân Sơn",
        "Thị trấn Vân Tùng",
    ]


def test_a_part_tells_what_else_went_into_its_successor(story):
    merged = [(f"Xã {name}", "", True) for name in ("Cao Sơn", "Sĩ Bình", "Vũ Muộn")]
    assert story("xa-si-binh-huyen-bach-thong") == [
        ("2025-07-01", "Xã Vĩnh Thông", "merged", merged)
    ]


def test_a_unit_that_only_grew_is_told_from_a_new_one(units):
    lineage = Lineage.current()
    grown = {
        event.unit.name: event.is_enlargement
        for event in tell_story(Commune.objects.get(slug="xa-phu-thong"), lineage)
        if event.on.year == 2020
    }
    assert grown == {"Phủ Thông": True, "Tân Tú": False}


def test_names_before_2020_are_part_of_it(story):
    told = story("xa-yen-phong-huyen-cho-don")
    assert told[0][:3] == ("2025-07-01", "Xã Yên Phong", "merged")
    assert told[1] == (
        "2020-02-01",
        "Xã Yên Phong",
        "",
        [("Xã Yên Nhuận", "whole", False), ("Xã Phong Huân", "most", False)],
    )


def test_old_units_without_a_page_are_named(story):
    ((day, unit, _, parts),) = story("xa-tan-cuong")
    assert (day, unit) == ("2025-07-01", "Xã Tân Cương")
    assert ("Xã Thịnh Đức", "whole", False) in parts


def test_a_unit_kept_as_it_was(story):
    assert [(kind, len(parts)) for _, _, kind, parts in story("xa-thuong-quan")] == [("kept", 1)]


def test_the_story_takes_a_constant_number_of_queries(units, django_assert_num_queries):
    for slug in ("xa-ngan-son", "xa-ba-be", "xa-dinh-hoa"):
        unit = Commune.objects.get(slug=slug)
        lineage = Lineage.current()
        with django_assert_num_queries(3):
            tell_story(unit, lineage)


def test_an_event_of_today_is_dated(story):
    assert story("xa-ba-be")[0][0] == dt.date(2025, 7, 1).isoformat()
