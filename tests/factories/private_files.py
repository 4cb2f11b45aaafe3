"""Files as people hand them in, good and bad."""

import io
import zipfile

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

OFFICE_PARTS = {
    "docx": ("[Content_Types].xml", "word/document.xml"),
    "xlsx": ("[Content_Types].xml", "xl/workbook.xml"),
}
LOCKED_PDF = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj
4 0 obj <</Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b>>> endobj
trailer <</Root 1 0 R /Encrypt 4 0 R /ID [<00112233445566778899AABBCCDDEEFF>
<00112233445566778899AABBCCDDEEFF>] /Size 5>>
%%%%EOF
""" % (b"AB" * 32, b"CD" * 32)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file under the name its sender gave it."""
    return SimpleUploadedFile(name, content)


def pdf_bytes(pages: int = 2) -> bytes:
    """A PDF of so many empty A4 pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def archive_bytes(kind: str, *more: str) -> bytes:
    """A small Word or Excel file, with further parts; nothing in it but empty parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (*OFFICE_PARTS.get(kind, ()), *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def paper_photo(fmt: str = "JPEG", size: tuple[int, int] = (800, 600)) -> bytes:
    """A photograph with a place of shooting in it: white, a black bar at its top."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0], size[1] // 4), fill="black")
    exif = Image.Exif()
    exif[0x010F] = "Telephone of Lan"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (22.0, 8.0, 38.0)
    out = io.BytesIO()
    picture.save(out, fmt, exif=exif)
    return out.getvalue()
