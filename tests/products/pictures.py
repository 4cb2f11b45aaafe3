"""Real bytes of pictures, good and bad."""

import io
import struct
import zlib

from PIL import Image

GREEN, RED = (20, 120, 60), (200, 30, 30)


def picture_bytes(fmt="JPEG", size=(2000, 1500), mode="RGB", colour=GREEN, **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, fmt, **options)
    return out.getvalue()


def turned_jpeg_with_a_place():
    """A phone's picture lying on its side: red above, green below, once it is set upright."""
    picture = Image.new("RGB", (1200, 900), GREEN)
    picture.paste(RED, (0, 0, 600, 900))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise
    exif[0x010F] = "Telephone"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (22.0, 8.0, 38.0)
    gps[3], gps[4] = "E", (105.0, 50.0, 47.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"to whom it may concern")
    return out.getvalue()


def png_claiming(width, height):
    """A few hundred bytes that unfold into ``width`` by ``height`` pixels."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 500
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
