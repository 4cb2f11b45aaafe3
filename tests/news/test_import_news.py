"""Taking in an archive: what is told, what is written, and that again changes nothing."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from news.archive.dates import moment
from news.models import Article
from tests.factories.news import make_document, make_section
from tests.factories.products import make_product
from tests.products.pictures import SVG, picture_bytes

PAGE = """<!doctype html><html><head>
<title>Trang cũ · Báo tỉnh</title><link rel="canonical" href="https://bao.example/che-shan">
<meta property="article:published_time" content="2021-12-29T08:30:00+07:00">
<meta name="section" content="TIN HOẠT ĐỘNG"><meta name="description" content="Mùa hái">
<meta name="documents" content="2616/QĐ-UBND; 999/QĐ"><meta name="products" content="che-shan">
</head><body><nav>Trình đơn</nav><article><h1>Chè <em>Shan</em> tuyết</h1>
<p onclick="x()">Bằng Phúc</p><h4>Vùng chè</h4><script>alert(1)</script>
<img src="anh/che.jpg" alt="Đồi chè"><img src="https://bao.example/b.jpg" alt="B">
<img src="anh/khong-loi.jpg"><img src="../ngoai.jpg" alt="Ngoài"><img src="anh/ve.jpg" alt="Vẽ">
</article><footer>Chân trang</footer></body></html>"""


@pytest.fixture
def archive(db, tmp_path):
    """A folder with one saved page and its pictures."""
    make_section("Tin hoạt động")
    make_document("2616/QĐ-UBND")
    make_product("Chè Shan", slug="che-shan")
    folder = tmp_path / "kho"
    (folder / "anh").mkdir(parents=True)
    (folder / "anh/che.jpg").write_bytes(picture_bytes(size=(1200, 800)))
    (folder / "anh/ve.jpg").write_bytes(SVG)
    (tmp_path / "ngoai.jpg").write_bytes(picture_bytes(size=(640, 480)))
    (folder / "che.html").write_text(PAGE, encoding="utf-8")
    return folder


def run(archive, *options):
    out = io.StringIO()
    call_command("import_news", str(archive), *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "2021-12-29 08:30",
        "29/12/2021 08:30",
        "2021-12-29T08:30",
        "2021-12-29T08:30:00+07:00",
        "2021-12-29T01:30:00Z",
        "2021-12-29T08:30:00.000",
        "2021-12-29 08:30 +0700",
        "Wed, 29 Dec 2021 08:30:00 +0700",
        "29-12-2021 8:30",
        "08:30 29.12.2021",
        "Thứ Tư, ngày 29/12/2021, 8h30 (GMT+7)",
        "29 tháng 12 năm 2021 lúc 08:30 SA",
    ],
)
def test_moments_are_vietnamese_unless_they_say_so(text):
    assert moment(text) == dt.datetime(2021, 12, 29, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    ["29/12/21", "44559", "31/02/2021", "01/01/0001", "29/12/2021 25:00", "trước 29/12/2021"],
)
def test_moment_that_is_none_or_says_more_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        moment(text)


def test_nothing_is_written_without_commit_but_everything_told(archive):
    lines = run(archive)
    assert lines == [
        "che.html: ảnh https://bao.example/b.jpg: không nằm trong thư mục, bỏ qua.",
        "che.html: ảnh anh/khong-loi.jpg: thiếu lời tả (alt), bỏ qua.",
        "che.html: ảnh ngoai.jpg: không thấy trong thư mục, bỏ qua.",
        "che.html: ảnh ve.jpg: Đây là tệp SVG. Cổng chỉ nhận ảnh JPEG, PNG, WebP, AVIF. Bỏ qua.",
        "che.html: không có văn bản số “999/QĐ”, bỏ qua.",
        "bài: thêm 1, giữ nguyên 0, bỏ 0 (chưa ghi gì; thêm --commit để ghi)",
    ]
    assert not Article.objects.exists()
    assert not default_storage.exists("news")


def test_page_becomes_an_article_with_its_date_source_and_picture(archive, client):
    assert run(archive, "--commit")[-1] == "bài: thêm 1, giữ nguyên 0, bỏ 0 (đã ghi)"
    article = Article.objects.get()
    assert (article.title, article.lead, article.section.name) == (
        "Chè Shan tuyết",
        "Mùa hái",
        "Tin hoạt động",
    )
    assert timezone.localtime(article.publish_at).isoformat() == "2021-12-29T08:30:00+07:00"
    assert article.source_url == article.import_key == "https://bao.example/che-shan"
    [image] = article.images.all()
    address = f"/media/{image.renditions['base']}-960.jpg"
    assert article.body.split("\n") == [
        "<p>Bằng Phúc</p><h2>Vùng chè</h2>",
        f'<img src="{address}" alt="Đồi chè" loading="lazy">',
    ]
    assert [document.number for document in article.documents.all()] == ["2616/QĐ-UBND"]
    assert [product.slug for product in article.products.all()] == ["che-shan"]
    assert default_storage.exists(address.removeprefix("/media/"))
    assert address in client.get(article.get_absolute_url()).content.decode()


def test_again_changes_nothing_and_keeps_what_an_editor_corrected(archive):
    run(archive, "--commit")
    Article.objects.update(title="Đã sửa")
    assert run(archive, "--commit")[-1] == "bài: thêm 0, giữ nguyên 1, bỏ 0 (đã ghi)"
    assert [article.title for article in Article.objects.all()] == ["Đã sửa"]
    assert len(default_storage.listdir("news")[1]) == 9


CSV_HEAD = "Mã,Tiêu đề,Chuyên mục,Ngày đăng,Nội dung,Địa chỉ nguồn,Ảnh,Lời tả ảnh\n"


def test_table_tells_each_line_and_takes_in_the_good_ones(archive):
    path = archive / "kho.csv"
    path.write_text(
        "\ufeff"
        + CSV_HEAD
        + '1,Bài tốt,tin hoạt động,29/12/2021,"Đoạn một\n\nĐoạn hai",,anh/che.jpg,Đồi chè\n'
        "2,,Tin hoạt động,2021-12-29,A,,,\n"
        "3,Bài ba,Thể thao,hôm qua,<script>x</script>,javascript:x,a.jpg,\n"
        "1,Trùng,Tin hoạt động,2021-12-29,A,,,\n"
        ",Không khóa,Tin hoạt động,2021-12-29,A,,,\n",
        encoding="utf-8",
    )
    lines = run(path, "--commit")
    assert lines == [
        "dòng 5: thiếu tiêu đề.",
        "dòng 6: cột “ngày đăng”: có chữ “hôm qua”. Viết như 2021-12-29 hoặc 29/12/2021 08:30.",
        "dòng 6: không có chuyên mục “Thể thao”. Đang có: Tin hoạt động.",
        "dòng 6: nội dung rỗng.",
        "dòng 6: địa chỉ nguồn “javascript:x” không phải địa chỉ trang web.",
        "dòng 6: ảnh a.jpg: thiếu lời tả ở cột “lời tả ảnh”, bỏ qua.",
        "dòng 7: trùng khóa “1” với một bài ở trên.",
        "dòng 8: cần cột “địa chỉ nguồn” hoặc “mã” để nhập lại không thành hai bài.",
        "bài: thêm 1, giữ nguyên 0, bỏ 4 (đã ghi)",
    ]
    article = Article.objects.get()
    assert (article.title, article.body) == ("Bài tốt", "<p>Đoạn một</p><p>Đoạn hai</p>")
    assert [image.alt for image in article.images.all()] == ["Đồi chè"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "Tiêu đề,Nội dung\nA,B\n".encode(), "Thiếu cột: chuyên mục, ngày đăng"),
        ("a.csv", "Tiêu đề".encode("utf-16"), "không phải UTF-8"),
        ("a.docx", b"PK", "Chỉ nhận tệp"),
        ("khong-co.csv", None, "Không có tệp hay thư mục"),
    ],
)
def test_archive_that_cannot_be_read_is_refused_in_words(db, tmp_path, name, content, reason):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        run(path)


def test_folder_without_pages_is_refused(db, tmp_path):
    with pytest.raises(CommandError, match=r"không có tệp \.html nào"):
        run(tmp_path)


def test_page_that_is_not_utf8_or_says_no_date_is_told(archive):
    (archive / "hong.html").write_bytes("<p>Chè</p>".encode("utf-16"))
    (archive / "khong-ngay.html").write_text("<h1>A</h1><p>B</p>", encoding="utf-8")
    lines = run(archive)
    assert "hong.html: tệp không phải UTF-8. Lưu lại bằng UTF-8." in lines
    said = 'không thấy ngày đăng. Ghi <meta name="date" content="2021-12-29 08:30">.'
    assert f"khong-ngay.html: {said}" in lines


SAVED = """<!doctype html><html><head><meta name="section" content="Tin hoạt động">
<meta name="date" content="29/12/2031"></head><body><header><h1>Cổng huyện</h1></header>
<svg><title>Hình</title></svg><img src="anh/che.jpg" alt="Ngoài bài">
<article><h1>Bài thật</h1><p>Nội dung của bài này dài hơn.</p>
<img src="./T%E1%BB%87p%20&amp;%20_files/%E1%BA%A3nh.jpg?v=2" alt="Một">
<img src="./T%E1%BB%87p%20&amp;%20_files/%E1%BA%A3nh.jpg?v=2" alt="Lại">
<img src="{long}.jpg" alt="Dài"><img src=" DATA:image/png;base64,AA" alt="Nhúng"></article>
<article><h1>Tin khác</h1><p>Ngắn.</p></article></body></html>"""


def test_page_as_a_browser_saves_it_keeps_its_title_text_and_pictures(archive, client):
    (archive / "che.html").unlink()
    (archive / "Tệp & _files").mkdir()
    (archive / "Tệp & _files/ảnh.jpg").write_bytes(picture_bytes(size=(1000, 700)))
    (archive / "luu.htm").write_text(SAVED.replace("{long}", "a" * 5000), encoding="utf-8")
    (archive / "luu.en.htm").write_text("<p>English</p>", encoding="utf-8")
    lines = run(archive, "--commit")
    assert lines == [
        "luu.htm: ảnh  DATA:image/png;base64,AA: không nằm trong thư mục, bỏ qua.",
        f"luu.htm: ảnh {'a' * 80}: không thấy trong thư mục, bỏ qua.",
        "luu.htm: ngày đăng 29/12/2031 chưa tới, bài sẽ đợi đến lúc ấy.",
        "bài: thêm 1, giữ nguyên 0, bỏ 0 (đã ghi)",
    ]
    article = Article.objects.get()
    assert (article.title, article.body_en) == ("Bài thật", "<p>English</p>")
    assert "Tin khác" not in article.body
    [image] = article.images.all()
    address = f"/media/{image.renditions['base']}-"
    assert (image.alt, article.body.count(address)) == ("Một", 2)
    Article.objects.update(publish_at=timezone.now())
    page = client.get(article.get_absolute_url()).content.decode()
    shown = page[page.index("<article") : page.index("</article>")]
    assert shown.count("<img") == shown.count(f'src="{address}') == 2


def test_table_as_excel_in_vietnam_writes_it(archive):
    path = archive / "kho.csv"
    rows = [
        ("Mã", "Tiêu đề", "Chuyên mục", "Ngày đăng", "Nội dung"),
        ("1", "Chữ trơn", "Tin hoạt động", "29/12/2021", "Giá 5 < 10\r\n\r\nA & B, 12 > 3"),
        ("2", "Có ảnh", "Tin hoạt động", "29/12/2021", '<p>A</p><img src="anh/che.jpg" alt="C">'),
        ("3", "Dài", "Tin hoạt động", "29/12/2021", "chữ " * 50_000),
        ("", "", "", "", ""),
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert run(path, "--commit") == ["bài: thêm 3, giữ nguyên 0, bỏ 0 (đã ghi)"]
    plain, pictured, long = Article.objects.order_by("pk")
    assert plain.body == "<p>Giá 5 &lt; 10</p><p>A &amp; B, 12 &gt; 3</p>"
    assert f"/media/{pictured.images.get().renditions['base']}" in pictured.body
    assert len(long.body) > 131_072


def test_what_does_not_fit_is_told_and_never_cut(archive):
    head = '<meta name="author" content="{}"><meta name="title-en" content="{}">'
    page = PAGE.replace("<head>", "<head>" + head.format("A" * 121, "B" * 256))
    (archive / "che.html").write_text(page, encoding="utf-8")
    (archive / "che.en.html").write_bytes("<p>Tea</p>".encode("utf-16"))
    told = [line for line in run(archive, "--commit") if "ảnh" not in line]
    assert told[:3] == [
        "che.html: che.en.html: tệp không phải UTF-8. Lưu lại bằng UTF-8.",
        "che.html: tiêu đề tiếng Anh dài quá 255 chữ.",
        "che.html: người viết dài quá 120 chữ.",
    ]
    assert told[-1] == "bài: thêm 0, giữ nguyên 0, bỏ 1 (đã ghi)"
