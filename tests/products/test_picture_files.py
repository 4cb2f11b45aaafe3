"""Uploads drawn anew: what gets through, what does not, and what is left behind."""

import io

import pytest
from PIL import Image

from products.picture_files import MOST_BYTES, PictureError, render
from tests.products.pictures import (
    GREEN,
    HEIC,
    RED,
    SVG,
    picture_bytes,
    png_claiming,
    turned_jpeg_with_a_place,
)


def opened(rendition, ending):
    return Image.open(io.BytesIO(rendition.encoded[ending]))


def near(colour, other):
    return all(abs(a - b) < 24 for a, b in zip(colour, other, strict=True))


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_accepted_format_gives_three_widths_in_three_formats(fmt):
    renditions = render(picture_bytes(fmt))
    assert [(r.width, r.height) for r in renditions] == [(480, 360), (960, 720), (1600, 1200)]
    for rendition in renditions:
        kinds = {ending: opened(rendition, ending).format for ending in rendition.encoded}
        assert kinds == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
        for ending in kinds:
            assert opened(rendition, ending).size == (rendition.width, rendition.height)
            assert near(opened(rendition, ending).convert("RGB").getpixel((5, 5)), GREEN)


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((320, 240), [320]),
        ((480, 480), [480]),
        ((700, 500), [480, 700]),
        ((960, 700), [480, 960]),
        ((1599, 1000), [480, 960, 1599]),
        ((1600, 1000), [480, 960, 1600]),
        ((5000, 3000), [480, 960, 1600]),
        ((1000, 6000), [400]),
    ],
)
def test_picture_is_never_blown_up(size, kept):
    assert [rendition.width for rendition in render(picture_bytes(size=size))] == kept


def test_phone_picture_stands_upright_and_keeps_no_place():
    (*_, largest) = render(turned_jpeg_with_a_place())
    assert (largest.width, largest.height) == (900, 1200)
    for ending, content in largest.encoded.items():
        picture = opened(largest, ending)
        assert dict(picture.getexif()) == {}
        assert picture.info.keys() & {"exif", "icc_profile", "comment", "xmp"} == set()
        assert b"Telephone" not in content
        assert b"to whom" not in content
        drawn = picture.convert("RGB")
        assert near(drawn.getpixel((450, 100)), RED)
        assert near(drawn.getpixel((450, 1100)), GREEN)


@pytest.mark.parametrize(
    ("fmt", "mode", "colour", "seen"),
    [
        ("PNG", "RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("PNG", "LA", (0, 0), (255, 255, 255)),
        ("PNG", "L", 128, (128, 128, 128)),
        ("PNG", "1", 1, (255, 255, 255)),
        ("PNG", "I;16", 0, (0, 0, 0)),
        ("JPEG", "CMYK", (0, 0, 0, 0), (255, 255, 255)),
        ("WEBP", "RGBA", (0, 0, 0, 0), (255, 255, 255)),
    ],
)
def test_every_colour_mode_becomes_plain_colour_on_white(fmt, mode, colour, seen):
    (first, *_) = render(picture_bytes(fmt, (640, 480), mode, colour))
    assert near(opened(first, "jpg").convert("RGB").getpixel((9, 9)), seen)


def test_palette_with_a_clear_colour_stands_on_white():
    picture = Image.new("P", (640, 480), 0)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    out = io.BytesIO()
    picture.save(out, "PNG", transparency=0)
    (first, *_) = render(out.getvalue())
    assert near(opened(first, "jpg").getpixel((9, 9)), (255, 255, 255))


def test_moving_picture_shows_its_first_frame():
    frames = [Image.new("RGB", (640, 480), colour) for colour in (RED, GREEN)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    (first, *_) = render(out.getvalue())
    assert near(opened(first, "jpg").getpixel((9, 9)), RED)


def test_broken_colour_profile_counts_as_none():
    (first, *_) = render(picture_bytes(size=(640, 480), icc_profile=b"nonsense" * 20))
    assert near(opened(first, "jpg").getpixel((9, 9)), GREEN)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp rỗng"),
        (HEIC, "ảnh HEIC của iPhone"),
        (SVG, "tệp SVG"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>" + SVG, "tệp SVG"),
        (picture_bytes("GIF", (640, 480)), "tệp GIF"),
        (picture_bytes("BMP", (640, 480)), "tệp BMP"),
        (picture_bytes("TIFF", (640, 480)), "tệp TIFF"),
        (b"%PDF-1.7 ...", "tệp PDF"),
        (b"PK\x03\x04....", "tệp ZIP"),
        (b"<html><script>alert(1)</script></html>", "không phải ảnh"),
        (b"\x00" * 4000, "không phải ảnh"),
        (picture_bytes(size=(1, 1)), "1 × 1 điểm ảnh, quá nhỏ"),
        (picture_bytes(size=(319, 300)), "319 × 300 điểm ảnh, quá nhỏ"),
        (picture_bytes(size=(4000, 239)), "4000 × 239 điểm ảnh, quá nhỏ"),
        (picture_bytes()[:3000], "bị hỏng hoặc tải lên dở dang"),
        (picture_bytes("PNG")[:2000], "bị hỏng hoặc tải lên dở dang"),
        (picture_bytes("WEBP")[:300], "WebP hay AVIF|bị hỏng hoặc tải lên dở dang"),
        (picture_bytes("AVIF")[:300], "WebP hay AVIF|bị hỏng hoặc tải lên dở dang"),
        (picture_bytes("JPEG")[:20], "WebP hay AVIF|bị hỏng hoặc tải lên dở dang"),
        (png_claiming(8000, 6000), "8000 × 6000 có quá nhiều điểm ảnh"),
        (png_claiming(12000, 9000), "quá nhiều điểm ảnh"),
        (png_claiming(60000, 60000), "quá nhiều điểm ảnh"),
        (b"\xff" * (MOST_BYTES + 1), "quá 15 MB"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(content, said):
    with pytest.raises(PictureError, match=said):
        render(content)


def test_picture_with_a_second_content_loses_it():
    (*_, largest) = render(picture_bytes() + b"<script>alert(1)</script>" + b"PK\x03\x04")
    assert all(b"<script>" not in content for content in largest.encoded.values())
