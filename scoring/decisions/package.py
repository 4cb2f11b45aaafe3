"""The package of a dossier for the ministry: one archive with a list of contents.

Made from the data alone, so that the same dossier gives the same bytes: the archive looked at
before sending is the one kept afterwards. Files are numbered in the order they are read:

    00-danh-muc.csv      every other file, what it is, its size and SHA-256
    01-ho-so/            what was handed in, with its fingerprint
    02-minh-chung/       each file of each proof
    03-bao-cao-xa/       Mẫu số 03
    04-tham-dinh/        the province's check and the advisory group's report
    05-hoi-dong/         the conclusion, minutes and score tables of the session
    06-quyet-dinh/       the decision that approves the result
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from django.db.models.fields.files import FieldFile
from django.utils import timezone

from ocop_portal.shared.text import slugify
from scoring.councils.enums import PaperKind
from scoring.decisions.enums import DecisionStatus, Outcome
from scoring.decisions.page import lines_of
from scoring.decisions.papers import decision_paper
from scoring.decisions.report_papers import (
    advisory_paper,
    commune_paper,
    conclusion_paper,
    province_paper,
)
from scoring.dossiers.enums import DossierAct
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.page import page_of
from scoring.dossiers.papers import dossier_paper
from scoring.models import Conclusion, Dossier

CONTENTS = "00-danh-muc.csv"
HEADINGS = ("TT", "Tệp", "Nội dung", "Dung lượng (byte)", "SHA-256")
IN_MEMORY = 8 * 1024 * 1024
CHUNK = 256 * 1024
LONGEST_STEM = 60
FOLDERS = {
    "forms": "01-ho-so",
    "evidence": "02-minh-chung",
    "commune": "03-bao-cao-xa",
    "advice": "04-tham-dinh",
    "council": "05-hoi-dong",
    "decision": "06-quyet-dinh",
}
EXPECTED = (
    ("02-minh-chung/", "tệp minh chứng"),
    ("03-bao-cao-xa/", "báo cáo của xã (Mẫu số 03)"),
    ("04-tham-dinh/", "báo cáo thẩm định của tỉnh, tổ tư vấn"),
    ("-bien-ban.", "biên bản phiên họp hội đồng"),
    ("-bang-tong-hop-diem.", "bảng tổng hợp điểm của phiên họp"),
    ("06-quyet-dinh/", "quyết định phê duyệt kết quả"),
)
"""What Điều 6.3 of 26/2026/QĐ-TTg asks for, by what its path holds."""
SESSION_PAPERS = (PaperKind.MINUTES, PaperKind.SCORES)


class Piece(NamedTuple):
    """A file to be packed: where, what it is, and its content or where that is stored."""

    folder: str
    name: str
    about: str
    content: bytes | FieldFile


class Packed(NamedTuple):
    """A file as packed: one line of the list of contents."""

    path: str
    about: str
    size: int
    sha256: str


@dataclass
class Package:
    """An archive ready to be read from its beginning, and what is in it."""

    file: IO[bytes]
    name: str
    contents: list[Packed] = field(default_factory=list)
    size: int = 0
    sha256: str = ""

    @property
    def lacks(self) -> list[str]:
        """What the ministry expects and the portal does not hold."""
        paths = [each.path for each in self.contents]
        return [name for mark, name in EXPECTED if not any(mark in path for path in paths)]


def package_of(dossier: Dossier) -> Package:
    """The package of a dossier that was approved for sending; close its file when done.

    Raises ``ActRefused`` naming a file that is no longer on the server.
    """
    at = _approved_at(dossier)
    stem = slugify(dossier.product_name, LONGEST_STEM) or "san-pham"
    name = f"ho-so-trinh-bo-{stem}-{dossier.pk}.zip"
    made = Package(SpooledTemporaryFile(max_size=IN_MEMORY), name)  # noqa: SIM115
    try:
        _fill(made, dossier, at)
    except ActRefused:
        made.file.close()
        raise
    made.size, made.sha256 = _measure(made.file)
    return made


def _fill(made: Package, dossier: Dossier, at: dt.datetime) -> None:
    with zipfile.ZipFile(made.file, "w", zipfile.ZIP_DEFLATED) as archive:
        numbers: dict[str, int] = {}
        for piece in _pieces(dossier, at):
            numbers[piece.folder] = number = numbers.get(piece.folder, 0) + 1
            path = f"{FOLDERS[piece.folder]}/{number:02}-{piece.name}"
            made.contents.append(_pack(archive, path, piece, at))
        listed = _list(made.contents)
        _pack(archive, CONTENTS, Piece("", CONTENTS, "danh mục", listed), at)


def _approved_at(dossier: Dossier) -> dt.datetime:
    """When the dossier was sent up: the time every paper of the package bears."""
    sent = dossier.moves.filter(act=DossierAct.SEND_UP).last()
    if sent is None:
        raise ActRefused("Hồ sơ chưa được phê duyệt để trình Bộ.")
    return sent.at


def _pieces(dossier: Dossier, at: dt.datetime) -> Iterator[Piece]:
    yield from _forms(dossier, at)
    yield from _evidence(dossier)
    for report in dossier.commune_reports.order_by("pk"):
        content = commune_paper(dossier, report, at=at)
        yield Piece("commune", "bao-cao-mau-03.pdf", "Báo cáo của xã (Mẫu số 03)", content)
    for review in dossier.province_reviews.order_by("pk"):
        content = province_paper(dossier, review, at=at)
        yield Piece("advice", "kiem-tra-cua-tinh.pdf", "Kiểm tra hồ sơ của cơ quan tỉnh", content)
    for advice in dossier.advisory_reports.prefetch_related("tests").order_by("pk"):
        content = advisory_paper(dossier, advice, at=at)
        yield Piece("advice", "bao-cao-to-tu-van.pdf", "Báo cáo tổ tư vấn", content)
    yield from _council(dossier, at)
    yield from _decision(dossier, at)


def _forms(dossier: Dossier, at: dt.datetime) -> Iterator[Piece]:
    """What was handed in last: Mẫu số 01 and 02 as printed, and the same as data."""
    revision = dossier.revisions.first()
    if revision is None:
        raise ActRefused("Hồ sơ chưa nộp lần nào.")
    about = f"nộp lần {revision.number}, dấu vân tay {revision.sha256}"
    yield Piece(
        "forms", "ho-so.pdf", f"Mẫu số 01, 02, {about}", dossier_paper(page_of(dossier), at=at)
    )
    content = json.dumps(revision.content, ensure_ascii=False, indent=1, sort_keys=True)
    name = f"noi-dung-nop-lan-{revision.number}.json"
    yield Piece("forms", name, f"Dữ liệu {about}", content.encode())


def _evidence(dossier: Dossier) -> Iterator[Piece]:
    """Each file of each proof handed in, in the order of Mẫu số 02."""
    proofs = dossier.evidence.filter(removed_at__isnull=True).select_related("kind")
    for proof in proofs.prefetch_related("files"):
        about = " · ".join(filter(None, (proof.kind.name, proof.title, proof.number)))
        stem = slugify(proof.title, LONGEST_STEM) or "minh-chung"
        for file in proof.files.all():
            if file.removed_at is None:
                yield Piece("evidence", f"{stem}.{file.kind}", about, file.stored)


def _council(dossier: Dossier, at: dt.datetime) -> Iterator[Piece]:
    rows = Conclusion.objects.filter(item__dossier=dossier).select_related("item__session")
    conclusion = rows.order_by("concluded_at", "pk").last()
    if conclusion is None:
        return
    content = conclusion_paper(dossier, conclusion, at=at)
    yield Piece("council", "ket-luan.pdf", "Kết luận của hội đồng", content)
    for kind in SESSION_PAPERS:
        paper = conclusion.item.session.papers.filter(kind=kind).first()
        if paper is not None:
            name = f"{slugify(str(kind.label))}.pdf"
            yield Piece("council", name, str(paper).capitalize(), paper.stored_file)


def _decision(dossier: Dossier, at: dt.datetime) -> Iterator[Piece]:
    items = dossier.decision_items.filter(
        outcome=Outcome.SEND_UP, decision__status=DecisionStatus.ISSUED
    )
    item = items.select_related("decision").order_by("decision__issued_at", "pk").last()
    if item is None:
        return
    decision = item.decision
    name = f"quyet-dinh-{slugify(decision.number.replace('/', '-'))}.pdf"
    about = f"Quyết định {decision.number} ngày {decision.signed_on:%d/%m/%Y}"
    yield Piece("decision", name, about, decision_paper(decision, lines_of(decision), at=at))


def _pack(archive: zipfile.ZipFile, path: str, piece: Piece, at: dt.datetime) -> Packed:
    local = timezone.localtime(at)
    entry = zipfile.ZipInfo(path, date_time=local.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w") as target:
        for chunk in _chunks(piece):
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Packed(path, piece.about, size, digest.hexdigest())


def _chunks(piece: Piece) -> Iterator[bytes]:
    if isinstance(piece.content, bytes):
        yield piece.content
        return
    try:
        with piece.content.storage.open(str(piece.content.name), "rb") as source:
            yield from source.chunks(CHUNK)
    except FileNotFoundError as error:
        raise ActRefused(
            f"Tệp “{piece.about}” không còn trên máy chủ; khôi phục từ bản sao lưu rồi làm lại."
        ) from error


def _list(contents: list[Packed]) -> bytes:
    """The list of contents as CSV that a spreadsheet opens with its accents."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEADINGS)
    for number, each in enumerate(contents, start=1):
        table.writerow((number, each.path, each.about, each.size, each.sha256))
    return out.getvalue().encode("utf-8-sig")


def _measure(file: IO[bytes]) -> tuple[int, str]:
    """Size and SHA-256 of a file, which then stands at its beginning."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return size, digest.hexdigest()
