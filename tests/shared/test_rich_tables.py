"""Tables of a text on a narrow page."""

import pytest

from ocop_portal.shared.rich_tables import dressed

HEAD = '<div class="table-box"><table class="table table--stack">'
REGION = '<div class="table-box" role="region" aria-label="Bảng" tabindex="0"><table class="table">'


@pytest.mark.parametrize(
    ("html", "page"),
    [
        ("<p>A &amp; B &#39;</p>", "<p>A &amp; B &#39;</p>"),
        (
            '<table><thead><tr><th scope="col">A &lt;</th><th>B</th></tr></thead><tbody><tr>'
            '<th scope="row">1</th><td>2 &amp; 3</td></tr></tbody></table><p>C</p>',
            f'{HEAD}<thead><tr><th scope="col">A &lt;</th><th scope="col">B</th></tr></thead>'
            '<tbody><tr><th scope="row">1</th><td data-label="B">2 &amp; 3</td></tr></tbody>'
            "</table></div><p>C</p>",
        ),
        (
            "<table><tbody><tr><th><p>A</p></th></tr><tr><td><p>1</p></td></tr></tbody></table>",
            f'{HEAD}<thead><tr><th scope="col"><p>A</p></th></tr></thead><tbody><tr>'
            '<td data-label="A"><p>1</p></td></tr></tbody></table></div>',
        ),
        (
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
            f"{REGION}<tbody><tr><td>1</td></tr></tbody></table></div>",
        ),
        (
            '<table><tbody><tr><th colspan="2">A</th></tr><tr><td>1</td></tr></tbody></table>',
            f'{REGION}<tbody><tr><th colspan="2">A</th></tr><tr><td>1</td></tr></tbody>'
            "</table></div>",
        ),
        (
            '<table><tbody><tr><th>"A"</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
            f'{HEAD}<thead><tr><th scope="col">"A"</th></tr></thead><tbody><tr>'
            '<td data-label="&quot;A&quot;">1</td><td>2</td></tr></tbody></table></div>',
        ),
    ],
)
def test_table_is_dressed_and_the_rest_left_alone(html, page):
    assert dressed(html) == page
