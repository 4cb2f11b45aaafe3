"""Narrowing short lists, with counts one can trust."""

from django.http import QueryDict

from ocop_portal.shared.facets import Chip, FacetKind, narrow

KEYS = [1, 2, 3, 4]
COLOUR = FacetKind(
    "mau", "Màu", {"do": "Đỏ", "xanh": "Xanh", "vang": "Vàng"}, {1: "do", 2: "do", 3: "xanh"}
)
SIZE = FacetKind("co", "Cỡ", {"to": "To", "nho": "Nhỏ"}, {1: "to", 2: "nho", 3: "to", 4: "to"})


def ask(text=""):
    return narrow(KEYS, [COLOUR, SIZE], QueryDict(text))


def counts(narrowed):
    return {
        facet.name: {choice.value: choice.count for choice in facet.choices}
        for facet in narrowed.facets
    }


def test_nothing_chosen_keeps_everything():
    narrowed = ask()
    assert narrowed.keys == KEYS
    assert narrowed.chips == ()
    assert counts(narrowed) == {
        "mau": {"do": 2, "xanh": 1, "vang": 0},
        "co": {"to": 3, "nho": 1},
    }


def test_facets_join_and_values_of_one_facet_add_up():
    assert ask("mau=do").keys == [1, 2]
    assert ask("mau=do&mau=xanh").keys == [1, 2, 3]
    assert ask("mau=do&co=to").keys == [1]


def test_count_is_what_choosing_would_show():
    narrowed = ask("mau=do")
    assert counts(narrowed) == {
        "mau": {"do": 2, "xanh": 1, "vang": 0},
        "co": {"to": 1, "nho": 1},
    }
    for value, count in counts(narrowed)["co"].items():
        assert len(ask(f"mau=do&co={value}").keys) == count


def test_value_nobody_offered_is_ignored():
    assert ask("mau=tim&khac=1").keys == KEYS


def test_row_without_a_value_is_in_no_choice():
    assert 4 not in ask("mau=do&mau=xanh&mau=vang").keys


def test_empty_choice_stays_and_is_marked_unless_chosen():
    (colour, _) = ask("co=nho").facets
    assert [(choice.value, choice.is_empty) for choice in colour.choices] == [
        ("do", False),
        ("xanh", True),
        ("vang", True),
    ]
    (colour, _) = ask("mau=vang").facets
    assert [choice.is_empty for choice in colour.choices] == [False, False, False]


def test_chip_drops_its_choice_and_the_page_but_nothing_else():
    narrowed = ask("mau=do&mau=xanh&co=to&q=a%20b&trang=3")
    assert narrowed.chips == (
        Chip("Đỏ", "?mau=xanh&co=to&q=a+b"),
        Chip("Xanh", "?mau=do&co=to&q=a+b"),
        Chip("To", "?mau=do&mau=xanh&q=a+b"),
    )
