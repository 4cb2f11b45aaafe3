"""Every kind of public page and what becomes of it: right, light, and meant for machines too."""

import pytest

from tests.html_validity import mistakes_in
from tests.public_pages import every_page_and_state, load_portal

pytestmark = pytest.mark.django_db

MOST_HTML = 60 * 1024  # bytes


def test_every_kind_of_page_in_both_languages(client):
    load_portal()
    paths = every_page_and_state()
    wrong, heavy = {}, {}
    for path in [*paths, "/khong-co-trang-nay/"]:
        for address in (path, f"/en{path}"):
            page = client.get(address, follow=True)
            if found := mistakes_in(page.content.decode()):
                wrong[address] = found
            if len(page.content) > MOST_HTML:
                heavy[address] = len(page.content)
            expected = 404 if path == "/khong-co-trang-nay/" else 200
            assert (address, page.status_code) == (address, expected)
    assert wrong == {}
    assert heavy == {}
    assert len(paths) > 50


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<h1>A</h1><p id="b"></p><p id="b"></p>', "id b 2 times"),
        ('<h1>A</h1><label for="x">B</label>', "<label for=x> leads nowhere"),
        ('<h1 id="x">A</h1><label for="x">B</label>', "label for x, a <h1>"),
        ('<h1>A</h1><p aria-describedby="y">B</p>', "<p aria-describedby=y> leads nowhere"),
        ('<h1>A</h1><a href="#z">B</a>', "link to #z, which is not on the page"),
        ('<h1>A</h1><img src="a.png">', "img a.png without alt"),
        ("<h1>A</h1><h3>B</h3>", "h3 after h1"),
        ("<h2>A</h2>", "0 h1"),
        ("<h1>A</h1><div><p>B</div></p>", "parse: "),
        (
            '<h1>A</h1><script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Rating", "bestRating": 5, "stars": 3}</script>',
            "Rating without ratingValue",
        ),
    ],
)
def test_a_mistake_is_found(body, said):
    page = f"<!doctype html><html lang=vi><head><title>A</title></head><body>{body}</body></html>"
    assert mistakes_in(page)[0].startswith(said)
