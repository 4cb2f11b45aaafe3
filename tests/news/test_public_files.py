"""Files handed out are known by what they hold."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from news.forms import DocumentFileForm
from news.models import DocumentFile
from news.public_files import MOST_BYTES, FileRefused, ending_of
from tests.factories.news import make_document

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


DOCX = packed(word__document_xml=b"<w/>")


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (DOCX, "docx"),
        (packed(xl__workbook_xml=b"<x/>"), "xlsx"),
        (packed(ppt__presentation_xml=b"<p/>"), "pptx"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
    ],
)
def test_ending_follows_the_content(content, ending):
    assert ending_of(content) == ending


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Tệp rỗng"),
        (b"MZ\x90\x00 program", "không thuộc loại"),
        (b"<html><script>x</script></html>", "không thuộc loại"),
        (b"%PDF-1.7\n cut", "cắt cụt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kiểu cũ"),
        (packed(anything_txt=b"x"), "tệp nén"),
        (packed(mimetype=b"application/epub+zip"), "tệp nén"),
        (packed(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "macro"),
        (DOCX[:40], "hỏng"),
        (PDF.ljust(MOST_BYTES + 1), "nặng hơn 30 MB"),
    ],
)
def test_other_content_is_refused_with_a_reason(content, reason):
    with pytest.raises(FileRefused, match=reason):
        ending_of(content)


def form_for(content, **fields):
    upload = SimpleUploadedFile("Quyết định.doc", content)
    data = {"title": "Toàn văn", "position": "0"}
    return DocumentFileForm(data, {"upload": upload}, **fields)


def saved(form):
    assert form.is_valid(), form.errors
    return form.save()


@pytest.mark.django_db
def test_file_is_kept_under_a_name_of_ours_and_goes_with_its_row(
    client, django_capture_on_commit_callbacks
):
    document = make_document()
    row = saved(form_for(PDF, instance=DocumentFile(document=document)))
    name = row.file.name
    assert name.startswith("documents/")
    assert (name.endswith(".pdf"), row.size, row.format) == (True, len(PDF), "PDF")
    answer = client.get(row.file.url)
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"] == "attachment"
    assert answer["Content-Type"] == "application/pdf"
    page = client.get(document.get_absolute_url()).content.decode()
    assert f'<a href="{row.file.url}" download>' in page
    assert "Chưa có tệp văn bản" not in page
    with django_capture_on_commit_callbacks(execute=True):
        saved(form_for(DOCX, instance=row))
    assert (default_storage.exists(name), row.format) == (False, "DOCX")
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert default_storage.listdir("documents") == ([], [])


@pytest.mark.django_db
def test_refused_file_leaves_nothing_and_says_why():
    form = form_for(b"MZ", instance=DocumentFile(document=make_document()))
    assert not form.is_valid()
    assert "không thuộc loại" in form.errors["upload"][0]
    assert not default_storage.exists("documents")


def test_new_row_without_a_file_is_refused():
    form = DocumentFileForm({"title": "A", "position": "0"})
    assert form.errors["upload"] == ["Chọn một tệp."]
