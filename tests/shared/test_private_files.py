"""Private files: what is taken, what is refused and why, what is kept, shown and handed out."""

import datetime as dt
import io
import struct
import zipfile

import pytest
from django.core.management import call_command
from django.http import Http404
from django.test.utils import isolate_apps
from django.utils import timezone
from PIL import Image

from ocop_portal.shared.private_files import (
    PAPERS,
    PICTURES,
    FileRefused,
    Kind,
    NoPreview,
    PrivateFilesField,
    PrivateStorage,
    Rules,
    accept_file,
    preview,
    serve,
    serve_preview,
)
from ocop_portal.shared.private_files.model import PrivateFile, name_of_ours
from tests.factories.private_files import (
    LOCKED_PDF,
    archive_bytes,
    paper_photo,
    pdf_bytes,
    upload,
)
from tests.products.pictures import HEIC, SVG, png_claiming

with isolate_apps("ocop_portal.shared"):

    class Paper(PrivateFile):
        """A row of no table: what it does is done without one."""

        class Meta:
            app_label = "shared"


@pytest.fixture
def keep():
    """Lay a file in the private storage, as saving its row would."""

    def keep(name, content, rules=PAPERS):
        row = Paper()
        row.take(accept_file(upload(name, content), rules))
        row.stored.save(row.stored.name, row.stored.file, save=False)
        return row

    return keep


def refusal(content, rules=PAPERS, name="giay-to.pdf"):
    with pytest.raises(FileRefused) as refused:
        accept_file(upload(name, content), rules)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "kind", "pages"),
    [
        ("Giấy phép.pdf", pdf_bytes(3), Kind.PDF, 3),
        ("anh.jpeg", paper_photo(), Kind.JPEG, 1),
        ("anh.png", paper_photo("PNG"), Kind.PNG, 1),
        ("anh.webp", paper_photo("WEBP"), Kind.WEBP, 1),
        ("ho so.docx", archive_bytes("docx"), Kind.DOCX, None),
        ("so lieu.xlsx", archive_bytes("xlsx"), Kind.XLSX, None),
        ("ten-doi.txt", pdf_bytes(1), Kind.PDF, 1),
    ],
)
def test_file_is_known_by_its_content(name, content, kind, pages):
    accepted = accept_file(upload(name, content), PAPERS)
    assert (accepted.kind, accepted.pages, accepted.size) == (kind, pages, len(accepted.content))
    assert accepted.name.endswith(f".{kind.value}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp rỗng"),
        (HEIC, "ảnh HEIC của iPhone"),
        (SVG, "hình SVG"),
        (b"MZ\x90\x00" + bytes(100), "chương trình"),
        (b"<!DOCTYPE html><script>", "trang web"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "đời cũ hoặc có mật khẩu"),
        (archive_bytes("", "a.txt"), "nén ZIP"),
        (b"khong phai gi ca", "Không nhận ra nội dung"),
        (LOCKED_PDF, "có mật khẩu hoặc bị khoá"),
        (b"%PDF-1.7\n" + bytes(200), "PDF bị hỏng"),
        (pdf_bytes(0), "PDF bị hỏng"),
        (archive_bytes("docx", "word/vbaProject.bin"), "có macro"),
        (archive_bytes("xlsx")[:60], "bị hỏng"),
        (paper_photo()[:900], "Tệp ảnh bị hỏng"),
        (png_claiming(30_000, 30_000), "quá nhiều điểm ảnh"),
    ],
)
def test_file_is_refused_with_a_sentence(content, said):
    assert said in refusal(content)


def test_refusal_names_what_is_taken():
    assert refusal(pdf_bytes(1), PICTURES) == (
        "Đây là tệp PDF. Chỉ nhận ảnh JPEG, ảnh PNG, ảnh WebP; mỗi tệp không quá 15 MB."
    )


def test_bounds_are_the_places_own():
    small = Rules(most_bytes=1024 * 1024, most_pages=2, most_pixels=1000)
    assert "nặng 1,0 MB, quá 1 MB" in refusal(bytes(1024 * 1024 + 1), small)
    assert "có 3 trang, nhiều nhất được 2" in refusal(pdf_bytes(3), small)
    assert "quá nhiều điểm ảnh" in refusal(paper_photo(), small)


def test_archive_that_would_unpack_to_gigabytes_is_refused():
    content = bytearray(archive_bytes("xlsx"))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 2**31)
    assert zipfile.is_zipfile(io.BytesIO(content))
    assert "bung ra quá lớn" in refusal(bytes(content))


def test_picture_is_drawn_anew_without_its_place():
    content = paper_photo(size=(4000, 2000))
    assert b"Telephone of Lan" in content
    accepted = accept_file(upload("a.jpg", content), PAPERS)
    assert b"Telephone of Lan" not in accepted.content
    drawn = Image.open(io.BytesIO(accepted.content))
    assert drawn.size == (3000, 1500)
    assert not drawn.getexif()
    assert drawn.getpixel((10, 10)) != drawn.getpixel((10, 1400))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\giấy\\Giấy phép.pdf", "Giấy phép.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("..", "tep.pdf"),
        ("x" * 400 + ".pdf", "x" * 192 + ".pdf"),
    ],
)
def test_name_of_the_sender_is_made_harmless(name, kept):
    sent = upload("x", pdf_bytes(1))
    sent._name = name
    assert accept_file(sent, PAPERS).name == kept


def test_name_on_disk_is_ours():
    names = {name_of_ours(Paper(), "tep.pdf") for _ in range(3)}
    assert len(names) == 3
    assert all(name.startswith("shared.paper/") and name.endswith(".pdf") for name in names)


def looks_clean(content):
    return b"EICAR" not in content


@pytest.mark.parametrize(
    ("scanner", "content", "said"),
    [
        (f"{__name__}.looks_clean", pdf_bytes(1) + b"EICAR", "diệt vi-rút từ chối"),
        (["grep", "-qv", "EICAR"], pdf_bytes(1), None),
        (["sh", "-c", "exit 1"], pdf_bytes(1), "diệt vi-rút từ chối"),
        (["sh", "-c", "exit 2"], pdf_bytes(1), "Chưa quét được"),
        (["/no/such/scanner"], pdf_bytes(1), "Chưa quét được"),
        ("no.such.function", pdf_bytes(1), "Chưa quét được"),
    ],
)
def test_scanner_has_the_last_word(settings, caplog, scanner, content, said):
    settings.PRIVATE_FILE_SCANNER = scanner
    if said:
        assert said in refusal(content)
    else:
        assert accept_file(upload("a.pdf", content), PAPERS).kind == Kind.PDF


def test_preview_is_drawn_once_and_kept(keep):
    row = keep("a.pdf", pdf_bytes(2))
    first = preview(row, 2, 320)
    drawn = Image.open(io.BytesIO(first))
    assert (drawn.format, drawn.width) == ("WEBP", 320)
    row.stored.delete(save=False)
    assert preview(row, 2, 320) == first


def test_preview_of_a_picture_is_never_blown_up(keep):
    row = keep("a.png", paper_photo("PNG", (400, 300)))
    assert Image.open(io.BytesIO(preview(row, 1, 960))).size == (400, 300)


@pytest.mark.parametrize(("page", "width"), [(0, 320), (3, 320), (1, 321), (-1, 960)])
def test_there_is_no_preview_of_other_pages_and_widths(keep, page, width):
    row = keep("a.pdf", pdf_bytes(2))
    with pytest.raises(NoPreview):
        preview(row, page, width)
    with pytest.raises(Http404):
        serve_preview(row, page, width)


def test_word_file_is_handed_out_but_not_shown(keep):
    row = keep("a.docx", archive_bytes("docx"))
    assert not row.is_shown
    assert list(row.shown_pages) == []
    with pytest.raises(NoPreview):
        preview(row)


def test_file_is_handed_out_to_be_saved_and_not_to_be_run(keep):
    row = keep("Giấy phép.pdf", pdf_bytes(1))
    answer = serve(row)
    assert b"".join(answer).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert serve_preview(row)["Cache-Control"] == "private, no-store"


def test_lost_file_is_not_found(keep):
    row = keep("a.pdf", pdf_bytes(1))
    row.stored.delete(save=False)
    row.stored.name = "shared.paper/khong-con.pdf"
    with pytest.raises(Http404, match="không còn"):
        serve(row)


def test_several_files_are_taken_together_and_each_refused_one_is_named():
    field = PrivateFilesField(most=3)
    good, bad = upload("tot.pdf", pdf_bytes(1)), upload("xau.exe", b"MZ" + bytes(50))
    assert [each.kind for each in field.clean([good, good])] == [Kind.PDF, Kind.PDF]
    with pytest.raises(Exception, match=r"xau\.exe: Đây là tệp chương trình"):
        field.clean([good, bad])
    with pytest.raises(Exception, match="nhiều nhất 3 tệp; bạn chọn 4"):
        field.clean([good] * 4)
    with pytest.raises(Exception, match="Chọn ít nhất một tệp"):
        field.clean([])
    assert PrivateFilesField(required=False).clean(None) == []


@pytest.mark.django_db
def test_files_no_row_names_are_swept(capsys, tmp_path, monkeypatch):
    storage = PrivateStorage()
    path = tmp_path / "private" / "rating-imports" / "bo.csv"
    path.parent.mkdir(parents=True)
    path.write_text("x")
    call_command("sweep_private_files", "--commit")
    assert storage.exists("rating-imports/bo.csv")  # a row may yet be committed
    later = timezone.now() + dt.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("sweep_private_files")
    assert storage.exists("rating-imports/bo.csv")
    call_command("sweep_private_files", "--commit")
    assert not storage.exists("rating-imports/bo.csv")
    assert "không ai nhắc: 1, đã xóa" in capsys.readouterr().out
