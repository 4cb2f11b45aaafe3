"""The pictures an old text names: which of them lie in the archive, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from news.archive.items import Item, Picture
from ocop_portal.shared.text import clean
from products.picture_files import MOST_BYTES, PictureError, check

ELSEWHERE = re.compile(r"\s*(?://|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
SHOWN = 80  # characters of a name in a remark


def take_pictures(item: Item, images: Iterable[tuple[str, str]], beside: Path, root: Path) -> None:
    """Add the pictures a text names, each an address and its words, to ``item``.

    Addresses are read from the folder ``beside`` the text, those that begin with ``/`` from the
    ``root`` of the archive; what lies elsewhere or has no words is told and left out.
    """
    for source, alt in images:
        if ELSEWHERE.match(source):
            item.remarks.append(f"ảnh {source[:SHOWN]}: không nằm trong thư mục, bỏ qua.")
        elif not alt.strip():
            item.remarks.append(f"ảnh {source[:SHOWN]}: thiếu lời tả (alt), bỏ qua.")
        else:
            item.pictures.append(Picture(file_of(source, beside, root), clean(alt), source))


def file_of(source: str, beside: Path, root: Path) -> Path:
    """The file an address means: as it stands if there is one, else as browsers write it.

    Browsers save ``Tin tức_files/ảnh.jpg`` as ``./Tin%20t%E1%BB%A9c_files/%E1%BA%A3nh.jpg?v=2``.
    """
    plain = source.strip().replace("\\", "/")
    address = unquote(re.split("[?#]", plain, maxsplit=1)[0])
    folder = root if plain.startswith("/") else beside
    found = folder / plain.lstrip("/")
    return found if is_file(found) else folder / address.lstrip("/")


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name no disk can hold is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_fit(item: Item, picture: Picture, folder: Path) -> bool:
    """Whether a picture lies within ``folder`` and can be shown; else it is told why not."""
    name = picture.path.name[:SHOWN]
    if not is_file(picture.path) or not picture.path.resolve().is_relative_to(folder):
        item.remarks.append(f"ảnh {name}: không thấy trong thư mục, bỏ qua.")
        return False
    if picture.path.stat().st_size > MOST_BYTES:
        item.remarks.append(f"ảnh {name}: quá nặng, bỏ qua.")
        return False
    try:
        check(picture.path.read_bytes())
    except PictureError as error:
        item.remarks.append(f"ảnh {name}: {error} Bỏ qua.")
        return False
    return True
