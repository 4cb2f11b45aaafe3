"""The office's emblem: checked by its content and drawn anew, whatever was uploaded."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ocop_portal.shared.on_first_use import on_first_use

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:  # a worker is seldom sent a picture
    Image, ImageOps = map(on_first_use, ("PIL.Image", "PIL.ImageOps"))


ACCEPTED = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 4 * 1024 * 1024
MOST_PIXELS = 16_000_000
LARGEST_SIDE = 512  # pixels kept


class EmblemError(ValueError):
    """A file that cannot serve as the emblem; the message says why and what to do."""


def draw_emblem(content: bytes) -> bytes:
    """Return the picture as a PNG of at most ``LARGEST_SIDE`` pixels, without metadata.

    Raise ``EmblemError`` for anything Pillow does not decode as one of the accepted formats.
    """
    if len(content) > MOST_BYTES:
        raise EmblemError(f"Tệp lớn hơn {MOST_BYTES // 1024**2} MB. Hãy thu nhỏ ảnh rồi tải lại.")
    try:
        with Image.open(io.BytesIO(content), formats=ACCEPTED) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise EmblemError(
                    "Ảnh quá lớn. Hãy thu nhỏ còn khoảng 1000 × 1000 điểm rồi tải lại."
                )
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except EmblemError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise EmblemError("Tệp không phải ảnh PNG, JPEG hoặc WebP đọc được.") from error
    drawn.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    out = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()
