"""The guides with pictures: whole, in proportion, and light."""

import re

import pytest
from PIL import Image

from ocop_portal.guides.library import FOLDER, GUIDES, guide
from ocop_portal.guides.markup import as_html, title_of

HEAVIEST = 120_000  # bytes of one picture
PICTURE = re.compile(r"!\[[^\]]+\]\((anh/[^)]+)\)")


def rendered(text):
    return as_html(text, resolve=lambda named: f"/den/{named}", draw=lambda words, file: file)


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_guide_is_listed_and_opens(client, prefix):
    listed = client.get(f"{prefix}/huong-dan/").content.decode()
    for slug in GUIDES:
        address = f"{prefix}/huong-dan/{slug}/"
        assert f'href="{address}"' in listed
        answer = client.get(address)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert f'<h1 lang="vi">{guide(slug).title}</h1>' in html
    assert client.get(f"{prefix}/huong-dan/khac/").status_code == 404


@pytest.mark.parametrize("slug", GUIDES)
def test_nothing_of_the_markup_is_left_and_every_step_has_its_number(slug):
    body = guide(slug).body
    text = re.sub(r"<[^>]+>", "", body)
    assert not re.search(r"\*\*|\]\(|^#|`|\|", text, re.M)
    assert body.count("<ol>") >= 4
    assert "<h2>Khi có trục trặc</h2>" in body


def test_pictures_are_there_all_used_light_and_in_proportion():
    used = {
        file for slug in GUIDES for file in PICTURE.findall((FOLDER / f"{slug}.md").read_text())
    }
    assert used == {f"anh/{path.name}" for path in (FOLDER / "anh").iterdir()}
    for slug in GUIDES:
        assert 4 <= len(PICTURE.findall((FOLDER / f"{slug}.md").read_text())) <= 7
    for file in used:
        path = FOLDER / file
        assert path.stat().st_size < HEAVIEST
        with Image.open(path) as picture:
            width, height = picture.size
        name = file.removeprefix("anh/")
        told = f'src="/static/huong-dan/{name}" alt='
        [body] = [guide(slug).body for slug in GUIDES if told in guide(slug).body]
        assert f'width="{width}" height="{height}"' in body.partition(told)[2].partition(">")[0]


def test_what_a_text_says_is_escaped_and_what_is_unknown_stays_text():
    html = rendered("# T\n\n<b>x</b> **đậm** `mã` [đây](chu-the.md)\n\n1. một\n   tiếp\n2. hai")
    assert html == (
        "<p>&lt;b&gt;x&lt;/b&gt; <strong>đậm</strong> <code>mã</code> "
        '<a href="/den/chu-the.md">đây</a></p>\n<ol><li>một tiếp</li><li>hai</li></ol>'
    )
    assert title_of("# Tên trang\n\nnội dung") == "Tên trang"


def test_table_cells_carry_their_heading_for_a_telephone():
    html = rendered("# T\n\n| Gặp | Làm |\n|---|---|\n| a | b |")
    assert '<td data-label="Gặp"><span>a</span></td><td data-label="Làm">' in html
    assert '<th scope="col">Làm</th>' in html
