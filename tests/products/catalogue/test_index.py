"""The index answers as a plain loop over the products would."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_portal.shared.text import fold
from products.catalogue import CatalogueQuery
from products.catalogue.index import CatalogueIndex, Entry
from products.catalogue.offers import best_offers, offers, respelling, ways_out
from products.catalogue.parameters import (
    COMMUNE,
    FACETS,
    GROUP,
    STANDARD,
    STARS,
    UNKNOWN,
    Sort,
)
from products.catalogue.words import phrases
from products.filters import parse_query

SYLLABLES = ["miến", "dong", "Đông", "mến", "trà", "men", "rượu", "tài", "hoan", "500", "mật"]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
COMMUNES = [f"xa-{number}" for number in range(80)]  # more than are counted one by one


@st.composite
def product(draw):
    return SimpleNamespace(
        name=draw(NAMES),
        producer=draw(NAMES),
        facets={
            GROUP: (draw(st.sampled_from(["an", "uong", UNKNOWN])),),
            STARS: (str(draw(st.integers(3, 5))),),
            COMMUNE: (draw(st.sampled_from(COMMUNES)),),
            STANDARD: tuple(draw(st.sets(st.sampled_from(["vietgap", "gmp", "iso"])))),
        },
        newest=draw(st.integers(0, 3)),
    )


PRODUCTS = st.lists(product(), max_size=30).map(lambda many: sorted(many, key=lambda p: p.name))


def index_of(many) -> CatalogueIndex:
    def named(used):
        labels = {name: {value: value for value in sorted(used[name])} for name in FACETS}
        return labels | {COMMUNE: {value: value for value in COMMUNES}}

    return CatalogueIndex(
        (
            Entry(
                product_id=1000 + number,
                texts=(phrases(p.name), phrases(p.producer), (), ()),
                facets=tuple(p.facets.get(name, ()) for name in FACETS),
                by_stars=(-int(p.facets[STARS][0]),),
                by_newest=(-p.newest,),
                shown=None,
            )
            for number, p in enumerate(many)
        ),
        named,
    )


def fits(p, chosen, apart_from=None) -> bool:
    return all(
        set(values) & set(p.facets.get(facet, ()))
        for facet, values in chosen
        if facet != apart_from
    )


@st.composite
def questions(draw):
    chosen = {
        GROUP: draw(st.sets(st.sampled_from(["an", "uong"]))),
        STARS: draw(st.sets(st.sampled_from(["3", "4", "5"]))),
        COMMUNE: draw(st.sets(st.sampled_from(COMMUNES[:3]))),
        STANDARD: draw(st.sets(st.sampled_from(["vietgap", "gmp"]), max_size=1)),
    }
    query = CatalogueQuery(sort=draw(st.sampled_from(list(Sort))))
    for facet, values in chosen.items():
        query = query.choosing(facet, sorted(values))
    return query


@settings(deadline=None)
@given(PRODUCTS, questions())
def test_select_filters_counts_and_sorts_as_a_loop_does(many, query):
    index = index_of(many)
    answer = index.select(query)
    chosen = answer.query.chosen
    expected = [number for number, p in enumerate(many) if fits(p, chosen)]
    keys = {
        Sort.STARS: lambda number: (-int(many[number].facets[STARS][0]), number),
        Sort.NEWEST: lambda number: (-many[number].newest, number),
    }
    expected.sort(key=keys.get(query.sort, lambda number: number))
    assert [pk - 1000 for pk in answer[0 : len(many)]] == expected
    assert answer[2:5] == [1000 + number for number in expected[2:5]]
    assert len(answer) == answer.total == len(expected)
    for facet in (GROUP, STARS, COMMUNE, STANDARD):
        counts = {value: n for value, n in answer.counts(facet).items() if n}
        loop = {}
        for p in many:
            if fits(p, chosen, apart_from=facet):
                for value in p.facets[facet]:
                    loop[value] = loop.get(value, 0) + 1
        assert counts == loop


@settings(deadline=None)
@given(PRODUCTS, questions())
def test_leafing_gives_the_same_row_wherever_one_begins(many, query):
    whole = index_of(many).select(query)[:]
    answer = index_of(many).select(query)
    starts = [4, 0, *range(0, len(whole) + 2, 2)]
    assert [answer[start : start + 2] for start in starts] == [whole[s : s + 2] for s in starts]


@settings(deadline=None)
@given(PRODUCTS, questions())
def test_offers_show_every_value_and_the_best_places_first(many, query):
    answer = index_of(many).select(query)
    shown = offers(answer, STARS)
    assert [offer.value for offer in shown] == list(answer.index.labels[STARS])
    assert {o.value for o in shown if o.is_chosen} == set(answer.query.values(STARS))
    best = best_offers(answer, COMMUNE, 5)
    chosen = answer.query.values(COMMUNE)
    assert [offer.value for offer in best[: len(chosen)]] == list(chosen)
    rest = [offer.count for offer in best[len(chosen) :]]
    assert rest == sorted(rest, reverse=True)
    assert 0 not in rest


@given(questions(), st.text(max_size=20), st.integers(1, 999))
def test_question_comes_back_from_its_address(query, words, page):
    asked = parse_query(QueryDict(query.saying(words).encode()))
    full = CatalogueQuery(asked.words, query.chosen, query.sort, page)
    assert parse_query(QueryDict(full.encode())) == full


@settings(deadline=None)
@given(PRODUCTS, st.lists(st.sampled_from([*SYLLABLES, "mieen", "toi"]), min_size=1, max_size=3))
def test_search_finds_as_written_what_holds_every_word(many, asked):
    index = index_of(many)
    known = {w.folded for p in many for t in (p.name, p.producer) for w in phrases(t)[0]}
    question = [fold(word) for word in asked]
    if not set(question) <= known:
        return  # words nobody uses may be begun or misspelt
    answer = index.select(CatalogueQuery(words=" ".join(asked)))
    held = [set(fold(f"{p.name} {p.producer}").split()) for p in many]
    expected = {number for number, words in enumerate(held) if set(question) <= words}
    found = {pk - 1000 for pk in answer[0 : len(many)]}
    assert expected <= found
    assert len(expected) == answer.as_written_total


def made(*names, producer="HTX A"):
    return index_of(
        [
            SimpleNamespace(
                name=name,
                producer=producer,
                facets={
                    GROUP: ("an",),
                    STARS: ("4",),
                    COMMUNE: ("xa-1",),
                    STANDARD: (),
                },
                newest=0,
            )
            for name in sorted(names)
        ]
    )


def found(index, words) -> list[str]:
    return [pk - 1000 for pk in index.select(CatalogueQuery(words=words))[0:10]]


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("miến dong", ["Miến dong X", "Miền Đông X"]),
        ("miền đông", ["Miền Đông X", "Miến dong X"]),
        ("mien dong", ["Miến dong X", "Miền Đông X"]),
    ],
)
def test_exact_accents_stand_first(question, order):
    names = sorted(order)
    assert [names[place] for place in found(made(*order), question)] == order


def test_the_whole_name_stands_before_longer_ones_and_scattered_words():
    names = ["Bún A miến trà dong", "Miến dong", "Miến dong đặc biệt", "Trà miến dong"]
    assert [names[place] for place in found(made(*names), "mien dong")] == [
        "Miến dong",
        "Miến dong đặc biệt",
        "Trà miến dong",
        "Bún A miến trà dong",
    ]


def test_nothing_found_says_what_to_give_up():
    index = made("Miến dong", "Trà gừng")
    query = CatalogueQuery(words="miến gừng").choosing(STARS, ("4",))
    ways = [(way.facet, way.words, way.count) for way in ways_out(index.select(query))]
    assert ways == [("", "miến", 1), ("", "gừng", 1)]


def test_nothing_found_gives_up_a_facet():
    index = made("Miến dong")
    nothing = CatalogueQuery().choosing(STARS, ("4",)).choosing(COMMUNE, ("xa-2",))
    [way] = ways_out(index.select(nothing))
    assert (way.facet, way.count, way.query.values(STARS)) == (COMMUNE, 1, ("4",))


def test_nothing_found_gives_up_all_facets_at_last():
    index = made("Miến dong")
    query = CatalogueQuery(words="miến").choosing(COMMUNE, ("xa-2",)).choosing(GROUP, ("uong",))
    index.facets[GROUP].postings["uong"] = 0
    [way] = ways_out(index.select(query))
    assert (way.facet, way.words, way.query.encode()) == ("", "", "q=mi%E1%BA%BFn")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mein dogn", "miến dong"), ("tra gunng", "tra gừng"), ("miến dong", None), ("xyz", None)],
)
def test_respelling(typed, meant):
    answer = made("Miến dong", "Trà gừng").select(CatalogueQuery(words=typed))
    suggested = respelling(answer)
    assert (suggested.words if suggested else None) == meant
