"""Markup from editors: what stays, what goes, and that cleaning twice changes nothing."""

import pytest
from html5lib import HTMLParser
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_portal.shared.rich_text import clean_html, cleaned, own_picture, plain_text

OURS = "/media/news/0a1b2c3d4e5f60718293-960.jpg"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<p>Chè <b>Shan</b> <i>tuyết</i></p>", "<p>Chè <strong>Shan</strong> <em>tuyết</em></p>"),
        ("<p onclick='x()' style='color:red' class='a' id='b'>A</p>", "<p>A</p>"),
        ("<p>A<script>alert(1)</script><style>p{}</style></p>", "<p>A</p>"),
        ("<svg><script>alert(1)</script></svg><math><mi>x</mi></math><p>A</p>", "<p>A</p>"),
        ("<iframe src='https://x.vn'></iframe><object data='x'></object><p>A</p>", "<p>A</p>"),
        ("<form action='/x'><input name='a'><button>Gửi</button></form>", "Gửi"),
        ("<a href='javascript:alert(1)'>A</a>", "<a>A</a>"),
        ("<a href='java\tscript:alert(1)'>A</a>", "<a>A</a>"),
        ("<a href='data:text/html,x'>A</a>", "<a>A</a>"),
        (
            '<a href="https://x.vn/?a=1&amp;b=2" target="_blank">A</a>',
            '<a href="https://x.vn/?a=1&amp;b=2" rel="external noopener">A</a>',
        ),
        ("<a href='//x.vn/a'>A</a>", '<a href="//x.vn/a" rel="external noopener">A</a>'),
        ("<a href='/van-ban/' rel='x'>A</a>", '<a href="/van-ban/">A</a>'),
        ("<a href='mailto:a@x.vn'>A</a>", '<a href="mailto:a@x.vn">A</a>'),
        ("<h1>A</h1><h1>B</h1>", "<h2>A</h2><h2>B</h2>"),
        ("<h3>A</h3><h5>B</h5><h3>C</h3>", "<h2>A</h2><h3>B</h3><h2>C</h2>"),
        ("<h2>A</h2><h3>B</h3><h4>C</h4><h5>D</h5>", "<h2>A</h2><h3>B</h3><h4>C</h4><h4>D</h4>"),
        (f'<img src="{OURS}" alt=" A  b ">', f'<img src="{OURS}" alt="A b" loading="lazy">'),
        (f'<p>A<img src="{OURS}"></p>', "<p>A</p>"),
        ('<p>A<img src="https://x.vn/a.jpg" alt="A" onerror="x()"></p>', "<p>A</p>"),
        ('<p>A<img src="/media/../secret.jpg" alt="A"></p>', "<p>A</p>"),
        (
            "<table><tr><th scope='col' style='x'>A<td colspan='9x'>B</table>",
            '<table><tbody><tr><th scope="col">A</th><td>B</td></tr></tbody></table>',
        ),
        ("<p lang='en'>A</p><p lang='\"&gt;'>B</p>", '<p lang="en">A</p><p>B</p>'),
        ("<p></p>", ""),
        ("<p>&nbsp;</p><p><br></p>", ""),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<!-- x --><p>A<!-- y --></p>", "<p>A</p>"),
    ],
)
def test_only_what_is_in_the_table_stays(text, html):
    assert clean_html(text) == html


def test_pictures_left_out_are_named():
    text = f'<img src="https://x.vn/a.jpg" alt="A"><img src="{OURS}"><img src="{OURS}" alt="B">'
    assert cleaned(text).pictures_left_out == ["https://x.vn/a.jpg", OURS]


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        (OURS, True),
        ("/media/products/aa-480.avif", True),
        ("/media/news/aa-480.svg", False),
        ("/media/news/../aa-480.jpg", False),
        ("https://x.vn/media/news/aa-480.jpg", False),
        ("/media/documents/aa.pdf", False),
        ("", False),
    ],
)
def test_own_pictures_are_those_drawn_by_the_portal(address, is_own):
    assert own_picture(address) is is_own


def test_plain_text_parts_blocks():
    assert plain_text("<p>Chè</p><ul><li>Shan <b>tuyết</b></li></ul>") == "Chè Shan tuyết"


FRAGMENTS = [
    *("<h1>", "</h1>", "<h4>", "</h4>", "<p>", "</p>", "<b>", "</b>", "<ul><li>", "</ul>"),
    *("<script>", "</script>", "<svg>", "<math>", "<!--", "-->", "<a href='javascript:x'>"),
    *("<a href='https://x.vn'>", "</a>", f"<img src={OURS} alt=x onerror=y>", "<table><tr><td>"),
    *("&lt;", "&amp;", '"', "'", "<", ">", "é", "\x00", "<p onmouseover=x", "<style>*{}", "]]>"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=12).map("".join))
def test_whatever_comes_in_is_harmless_valid_and_stays_the_same(text):
    html = clean_html(text)
    assert clean_html(html) == html
    tree = HTMLParser(strict=False, namespaceHTMLElements=False).parseFragment(html)
    for element in tree.iter():
        if isinstance(element.tag, str):
            assert element.tag not in {"script", "style", "iframe", "svg", "math", "form", "h1"}
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert not element.attrib.get("href", "").lower().lstrip().startswith("javascript")
