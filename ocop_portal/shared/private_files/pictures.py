"""Pictures drawn anew: upright, in plain colours, with nothing else that the file said."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop_portal.shared.on_first_use import on_first_use
from ocop_portal.shared.private_files.kinds import Kind
from ocop_portal.shared.private_files.rules import FileRefused, Rules

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:  # a worker is seldom sent a picture
    Image, ImageOps = map(on_first_use, ("PIL.Image", "PIL.ImageOps"))

ENCODERS: dict[Kind, tuple[str, dict[str, object]]] = {
    Kind.JPEG: ("JPEG", {"quality": 88, "optimize": True, "progressive": True}),
    Kind.PNG: ("PNG", {"optimize": True}),
    Kind.WEBP: ("WEBP", {"quality": 85, "method": 4}),
}
BROKEN = gettext_lazy(
    "Tệp ảnh bị hỏng hoặc tải lên dở dang. Mở lại ảnh trên máy, lưu thành JPEG rồi tải lại."
)


def drawn_anew(content: bytes, kind: Kind, rules: Rules) -> bytes:
    """The picture in ``content``, which begins as ``kind``, encoded by us. Raises `FileRefused`."""
    picture = _opened(content, kind, rules)
    try:
        picture.load()
        drawn = _plain(picture)
    except Exception as error:  # a broken body may raise anything
        raise FileRefused(BROKEN) from error
    drawn.thumbnail((rules.longest_side, rules.longest_side), Image.Resampling.LANCZOS)
    return _encoded(drawn, *ENCODERS[kind])


def as_webp(content: bytes, width: int) -> bytes:
    """A kept picture as WebP, at most ``width`` pixels wide."""
    with Image.open(io.BytesIO(content)) as picture:
        drawn = picture.convert("RGB")
    drawn.thumbnail((width, 4 * width), Image.Resampling.LANCZOS)
    return _encoded(drawn, "WEBP", {"quality": 80, "method": 4})


def _opened(content: bytes, kind: Kind, rules: Rules) -> Image.Image:
    """The picture with its header read, no larger than allowed."""
    try:
        picture = Image.open(io.BytesIO(content), formats=[ENCODERS[kind][0]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(_too_many(rules)) from error
    except Exception as error:  # so may a broken header
        raise FileRefused(BROKEN) from error
    if picture.width * picture.height > rules.most_pixels:
        raise FileRefused(_too_many(rules))
    if kind is Kind.JPEG:
        picture.draft("RGB", (rules.longest_side, rules.longest_side))
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Upright, on white, RGB, with nothing that came along."""
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        with_alpha = upright.convert("RGBA")
        upright = Image.new("RGB", with_alpha.size, "white")
        upright.paste(with_alpha, mask=with_alpha.getchannel("A"))
    drawn = upright.convert("RGB")
    drawn.info.clear()
    return drawn


def _encoded(picture: Image.Image, encoder: str, options: dict[str, object]) -> bytes:
    out = io.BytesIO()
    picture.save(out, encoder, **options)
    return out.getvalue()


def _too_many(rules: Rules) -> str:
    return _("Ảnh có quá nhiều điểm ảnh (tối đa %(most)d triệu). Thu nhỏ ảnh rồi tải lại.") % {
        "most": rules.most_pixels // 1_000_000
    }
