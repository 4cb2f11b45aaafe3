"""What people report."""

import io
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from feedback.enums import ReportKind
from feedback.models import Report, ReportPicture
from feedback.rules import fingerprint
from ocop_portal.shared.private_files import PICTURES, accept_file

KEY = "khoa-cua-nguoi-gui"
_numbers = count(1)


def make_report(**fields) -> Report:
    """A new report of a wrong label, whose link has `KEY`."""
    values = {
        "number": f"PA26-{next(_numbers):06}",
        "key_fingerprint": fingerprint(KEY),
        "kind": ReportKind.LABEL,
        "message": "Nhãn in năm sao, sổ ghi ba sao.",
    }
    return Report.objects.create(**values | fields)


def picture(name: str = "nhan.png") -> SimpleUploadedFile:
    """A picture somebody took."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def add_picture(report: Report) -> ReportPicture:
    """A picture sent along with the report."""
    kept = ReportPicture(report=report)
    kept.take(accept_file(picture(), PICTURES))
    kept.save()
    return kept
