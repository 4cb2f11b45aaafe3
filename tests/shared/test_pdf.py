"""Papers as PDF: what people type is printed as typed, every letter, on tagged PDF/A."""

import datetime as dt

import pypdfium2
import pytest
import typst

from ocop_portal.shared.pdf import KNOWN, printable, render_pdf

AT = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


def paper(text, title="Biên bản", foot="Cổng OCOP"):
    data = {"title": title, "foot": foot, "text": text, "count": 4}
    return render_pdf("tests/shared/print/every_letter.typ", data, at=AT)


def read(content):
    """The words of every page, and how many pages there are."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "\n".join(pages)


def test_every_vietnamese_letter_is_known():
    assert set(VOWELS + VOWELS.upper() + "–—“”‘’…·×≥≤₫") - KNOWN == set()


def test_every_known_letter_is_printed_in_all_three_styles():
    content = paper("".join(sorted(KNOWN)))
    assert b"pdfaid" in content  # PDF/A refuses a letter the font has no shape for


def test_letter_without_a_shape_would_be_refused():
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        render_pdf("tests/shared/print/missing_letter.typ", {"code": str(0x2605)}, at=AT)


@pytest.mark.parametrize(
    "typed",
    [
        "#panic() *đậm* _nghiêng_ $x^2$",
        '#read("/manage.py") @ghi-chu <nhan> [khối]',
        "= Không phải tiêu đề // cũng không phải ghi chú",
        "\\ và ~ và `mã` và https://vi.du/a",
    ],
)
def test_what_people_type_is_never_read_as_markup(typed):
    assert read(paper(typed, title=typed)).count(typed) >= 3


def test_letters_the_font_lacks_become_squares_and_shapeless_ones_go():
    assert printable({"a": ["Miến 🎉dong", 4, None], "b": ("e\u0323\u0302", True)}) == {
        "a": ["Miến □dong", 4, None],
        "b": ["ệ", True],
    }
    assert printable("a\u200bb\u00ad\x00c\u2003d\r\ne") == "abc d\ne"
    assert "Miến □dong" in read(paper("Miến 🎉dong"))


def test_endless_word_stays_on_the_page():
    with pypdfium2.PdfDocument(paper("a" * 400)) as document:
        page = document[0]
        text = page.get_textpage()
        edges = [text.get_charbox(index)[2] for index in range(text.count_chars())]
        assert max(edges) <= page.get_width()


def test_same_data_and_hour_give_the_same_bytes():
    assert paper("Miến dong") == paper("Miến dong")
    assert paper("Miến dong") != paper("Miến gạo")
