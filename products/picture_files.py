"""From whatever somebody uploads to pictures of ours: checked by content, turned, stripped, sized.

Bytes in, bytes out: knows neither models nor storage. Only what Pillow decodes as one of four
formats gets through, and nothing of the file itself is kept: every picture is drawn anew, so that
no place of shooting, no second content and no script comes along.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocop_portal.shared.on_first_use import on_first_use

if TYPE_CHECKING:
    from PIL import Image, ImageCms, ImageOps
else:  # a worker is seldom sent a picture
    Image, ImageCms, ImageOps = map(on_first_use, ("PIL.Image", "PIL.ImageCms", "PIL.ImageOps"))


ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF")
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
NARROWEST, LOWEST = 320, 240  # pixels; smaller is of no use on a page
WIDTHS = (480, 960, 1600)  # pixels
TALLEST = 2400  # pixels

ENCODERS: dict[str, tuple[str, dict[str, object]]] = {
    "avif": ("AVIF", {"quality": 55, "speed": 7}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
}

# First bytes of what people upload by mistake, with the name they know it by.
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
FAMILIAR = (
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"PK\x03\x04", "ZIP hoặc Word, Excel"),
    (b"<svg", "SVG"),
    (b"<?xml", "SVG"),
)


class PictureError(ValueError):
    """A file that is no picture we can show; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One width of a picture, in every format."""

    width: int
    height: int
    encoded: dict[str, bytes]
    """File ending → content."""


def render(content: bytes) -> list[Rendition]:
    """Draw the upload ``content`` anew in up to three widths, the narrowest first.

    A picture narrower than a width is never blown up. Raises `PictureError`.
    """
    picture = _decode(content)
    widths = [width for width in WIDTHS if width < picture.width]
    if len(widths) < len(WIDTHS):
        widths.append(picture.width)
    return [_rendition(picture, width) for width in widths]


def check(content: bytes) -> None:
    """Raise `PictureError` where `render` would; without the work of drawing anew."""
    _decode(content)


def _decode(content: bytes) -> Image.Image:
    """The picture upright, in sRGB, on white, no larger than we keep."""
    if len(content) > MOST_BYTES:
        raise PictureError(
            f"Tệp nặng {len(content) / 1024**2:.0f} MB, quá {MOST_BYTES // 1024**2} MB. "
            "Thu nhỏ ảnh rồi tải lại."
        )
    try:
        picture = Image.open(io.BytesIO(content), formats=ACCEPTED)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(_too_many_pixels()) from error
    except Exception as error:  # a broken header may raise anything
        raise PictureError(_not_a_picture(content)) from error
    _refuse_size(*picture.size)
    try:
        if picture.format in ("JPEG", "MPO"):
            picture.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        picture.load()
        return _plain(picture)
    except Exception as error:  # so may a broken body
        raise PictureError(
            "Tệp ảnh bị hỏng hoặc tải lên dở dang. Mở lại ảnh trên máy, lưu thành JPEG rồi tải lại."
        ) from error


def _refuse_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PictureError(_too_many_pixels(width, height))
    if min(width, height) < LOWEST or max(width, height) < NARROWEST:
        raise PictureError(
            f"Ảnh chỉ có {width} × {height} điểm ảnh, quá nhỏ. "
            f"Chọn ảnh từ {NARROWEST} × {LOWEST} trở lên."
        )


def _too_many_pixels(width: int = 0, height: int = 0) -> str:
    size = f" {width} × {height}" if width else ""
    return (
        f"Ảnh{size} có quá nhiều điểm ảnh (tối đa {MOST_PIXELS // 1_000_000} triệu). "
        "Thu nhỏ ảnh rồi tải lại."
    )


def _not_a_picture(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return (
            "Đây là ảnh HEIC của iPhone, trình duyệt không hiện được. Trên máy chọn "
            "Cài đặt, Camera, Định dạng, Tương thích nhất; hoặc xuất ảnh thành JPEG rồi tải lại."
        )
    start = content[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((name for mark, name in FAMILIAR if start.startswith(mark)), None)
    if kind:
        return f"Đây là tệp {kind}. Cổng chỉ nhận ảnh JPEG, PNG, WebP, AVIF."
    if not content:
        return "Tệp rỗng. Chọn lại ảnh rồi tải lên."
    return "Nội dung tệp không phải ảnh JPEG, PNG, WebP hay AVIF, dù tên tệp ghi gì."


def _plain(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        with_alpha = upright.convert("RGBA")
        upright = Image.new("RGB", with_alpha.size, "white")
        upright.paste(with_alpha, mask=with_alpha.getchannel("A"))
    elif upright.mode in ("RGB", "CMYK") and profile:
        upright = _in_srgb(upright, profile)
    drawn = upright.convert("RGB")
    drawn.thumbnail((WIDTHS[-1], TALLEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    drawn.info.clear()
    return drawn


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours of a wide-gamut phone as every screen shows them; a bad profile counts as none."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture


def _rendition(picture: Image.Image, width: int) -> Rendition:
    height = max(1, round(picture.height * width / picture.width))
    sized = picture
    if width != picture.width:
        sized = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    encoded = {}
    for ending, (encoder, options) in ENCODERS.items():
        out = io.BytesIO()
        sized.save(out, encoder, **options)
        encoded[ending] = out.getvalue()
    return Rendition(width, sized.height, encoded)
