"""The editor's desk: publishing, preview, earlier versions, pictures in the text."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from news.models import Article, Event, Page
from news.revisions import restore, revisions_of
from tests.factories.accounts import give_role, make_user
from tests.factories.news import make_article, make_event, make_page, make_section
from tests.factories.products import make_product
from tests.products.pictures import picture_bytes

pytestmark = pytest.mark.django_db

NO_PARTS = {
    f"{part}-{count}": "0"
    for part in ("images", "files")
    for count in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def editor(client):
    user = make_user(username="bien-tap")
    give_role(user, Role.EDITOR)
    client.force_login(user)
    client.user = user
    return client


def office(page, row=None):
    name = type(row)._meta.model_name if row else "article"
    return reverse(f"admin:news_{name}_{page}", args=[row.pk] if row else [])


def write(editor, **fields):
    values = {"title": "Chè Shan", "lead": "", "body": "<p>A</p>", "author": "", **NO_PARTS}
    values |= {"publish_at_0": "", "publish_at_1": "", "source_name": "", "source_url": ""}
    if "section" not in fields:
        values["section"] = make_section().pk
    answer = editor.post(office("add"), values | fields, follow=True)
    return answer, Article.objects.order_by("pk").last()


class TestPublishing:
    def test_draft_has_an_address_and_nobody_sees_it(self, editor, client):
        _answer, article = write(editor)
        assert (article.slug, article.is_published) == ("che-shan", False)
        assert client.get("/tin-tuc/che-shan/").status_code == 404

    def test_title_is_one_line_of_what_can_be_seen(self, editor):
        _answer, article = write(editor, title="Che\u0300\x0bShan\u200b ", title_en=" Tea\x01 ")
        assert (article.title, article.title_en) == ("Chè Shan", "Tea")
        answer, last = write(editor, title="\u200b")
        assert "Ghi tiêu đề." in answer.content.decode()
        assert last == article

    def test_published_without_an_hour_is_published_now(self, editor):
        _answer, article = write(editor, is_published="on")
        assert abs(article.publish_at - timezone.now()) < dt.timedelta(minutes=1)

    def test_hour_to_come_waits(self, editor):
        _answer, article = write(
            editor, is_published="on", publish_at_0="01/01/2099", publish_at_1="08:00"
        )
        local = timezone.localtime(article.publish_at)
        assert (local.year, local.hour) == (2099, 8)
        assert "chờ đến giờ đăng, 01/01/2099" in editor.get(office("changelist")).content.decode()
        listed = editor.get(f"{office('changelist')}?trang-thai=waiting").context["cl"]
        assert list(listed.result_list) == [article]

    def test_hour_that_is_none_keeps_what_was_typed(self, editor):
        answer, article = write(editor, is_published="on", publish_at_0="32/13/2099")
        assert article is None
        page = answer.content.decode()
        assert 'value="Chè Shan"' in page
        assert "32/13/2099" in page

    def test_markup_is_cleaned_when_saved_by_whatever_way(self, editor):
        _answer, article = write(editor, body="<h1>A</h1><script>x</script><p onclick='x'>B</p>")
        assert article.body == "<h2>A</h2><p>B</p>"
        article.body = "<iframe></iframe><p>C</p>"
        article.save()
        article.refresh_from_db()
        assert article.body == "<p>C</p>"

    def test_pictures_of_others_are_left_out_and_the_editor_is_told(self, editor):
        body = '<p>A</p><img src="https://x.vn/a.jpg" alt="A">'
        answer, article = write(editor, body=body)
        assert article.body == "<p>A</p>"
        assert "Đã bỏ 1 ảnh trong bài" in answer.content.decode()

    def test_picture_needs_words(self, editor):
        upload = SimpleUploadedFile("a.jpg", picture_bytes(size=(640, 480)))
        parts = {"images-TOTAL_FORMS": "1", "images-0-upload": upload, "images-0-position": "0"}
        _answer, article = write(editor, **parts, **{"images-0-alt": ""})
        assert article is None
        upload.seek(0)
        _answer, article = write(editor, **parts, **{"images-0-alt": "Đồi chè"})
        [image] = article.images.all()
        assert image.image.name.startswith("news/")
        assert [size[0] for size in image.renditions["sizes"]] == [480, 640]
        page = editor.get(office("change", article)).content.decode()
        assert f"<code>{image.image.url}</code>" in page


class TestPreview:
    @pytest.mark.parametrize("make", [make_article, make_page, make_event])
    def test_draft_is_seen_by_the_editor_and_kept_by_nobody(self, editor, make):
        row = make("Bản nháp mới", is_published=False, body="<p>Nội dung</p>")
        answer = editor.get(office("preview", row))
        page = answer.content.decode()
        assert "Bản xem trước" in page
        assert "Nội dung" in page
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"

    def test_in_english(self, editor):
        row = make_article("Chè", title_en="Tea", is_published=False)
        page = editor.get(f"{office('preview', row)}?ngon-ngu=en").content.decode()
        assert "<h1>Tea</h1>" in page
        assert "Preview" in page

    def test_stranger_is_sent_to_the_door(self, client):
        answer = client.get(office("preview", make_article(is_published=False)))
        assert answer.status_code == 302

    def test_no_such_row_or_version(self, editor):
        article = make_article()
        path = office("preview", article)
        assert editor.get(f"{path}?ban=999999").status_code == 404
        article.delete()
        assert editor.get(path).status_code == 404


class TestRevisions:
    @pytest.fixture
    def article(self):
        made = make_article("Bản một", body="<p>1</p>")
        made.title, made.body = "Bản hai", "<p>2</p>"
        made.save()
        made.author = "Ai đó"
        made.save()
        return made

    def test_versions_are_those_whose_content_differs(self, article):
        newest, oldest = revisions_of(article)
        assert (newest.title, newest.is_now, newest.changed) == (
            "Bản hai",
            True,
            ["tiêu đề", "nội dung"],
        )
        assert (oldest.title, oldest.is_now, oldest.changed) == ("Bản một", False, [])

    def test_restoring_is_a_new_change_and_keeps_the_hour(self, editor, article):
        key = revisions_of(article)[-1].key
        answer = editor.post(office("revisions", article), {"ban": key}, follow=True)
        assert "Đã khôi phục nội dung" in answer.content.decode()
        hour = article.publish_at
        article.refresh_from_db()
        assert (article.title, article.body, article.author) == ("Bản một", "<p>1</p>", "Ai đó")
        assert (article.is_published, article.publish_at) == (True, hour)
        assert [each.title for each in revisions_of(article)] == ["Bản một", "Bản hai", "Bản một"]
        assert revisions_of(article)[0].who == str(editor.user)

    def test_restoring_twice_changes_nothing_more(self, article):
        key = revisions_of(article)[-1].key
        restore(row=article, key=key)
        restore(row=article, key=key)
        assert len(revisions_of(article)) == 3

    def test_version_of_another_row_is_refused(self, editor, article):
        other = revisions_of(make_article("Bài khác"))[0].key
        with pytest.raises(ObjectDoesNotExist):
            restore(row=article, key=other)
        answer = editor.post(office("revisions", article), {"ban": other}, follow=True)
        assert "Không có bản ấy" in answer.content.decode()

    def test_earlier_version_can_be_looked_at(self, editor, article):
        key = revisions_of(article)[-1].key
        page = editor.get(f"{office('preview', article)}?ban={key}").content.decode()
        assert "<h1>Bản một</h1>" in page
        article.refresh_from_db()
        assert article.title == "Bản hai"

    def test_list_of_versions_links_and_offers(self, editor, article):
        page = editor.get(office("revisions", article)).content.decode()
        assert page.count("Khôi phục bản lúc") == 1
        assert "đang dùng" in page

    def test_leader_may_look_but_not_restore(self, client, article):
        user = make_user()
        give_role(user, Role.LEADER)
        client.force_login(user)
        key = revisions_of(article)[-1].key
        page = client.get(office("revisions", article)).content.decode()
        assert "Khôi phục bản lúc" not in page
        assert client.post(office("revisions", article), {"ban": key}).status_code == 403

    @pytest.mark.parametrize("rows", [1, 3])
    def test_versions_take_the_same_queries(self, rows, django_assert_num_queries):
        article = make_article()
        for number in range(rows):
            article.title = f"Tên {number}"
            article.save()
        with django_assert_num_queries(1):  # events; nobody signed them
            revisions_of(article)


def test_editor_can_load_its_modules_under_the_policy(editor):
    answer = editor.get(office("add"))
    nonce = answer["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    page = answer.content.decode()
    assert nonce
    assert f'<script nonce="{nonce}" type="importmap">' in page or (
        f'<script type="importmap" nonce="{nonce}">' in page
    )


def test_event_keeps_its_products_in_the_trail():
    event = make_event()
    event.products.add(make_product())
    assert Event.products.through.objects.count() == 1


def test_opening_page_is_the_one_by_that_address(client):
    make_page("Về chương trình", slug="gioi-thieu", body="<p>Lời của văn phòng</p>")
    make_page("Quy trình", slug="quy-trinh")
    make_page("Nháp", is_published=False)
    page = client.get("/gioi-thieu/").content.decode()
    assert "<h1>Về chương trình</h1>" in page
    assert "Lời của văn phòng" in page
    assert 'href="/gioi-thieu/quy-trinh/"' in page
    assert ">Nháp<" not in page
    assert "Hạng sao nghĩa là gì" in page
    assert client.get("/gioi-thieu/gioi-thieu/").status_code == 404
    assert Page.objects.get(slug="gioi-thieu").get_absolute_url() == "/gioi-thieu/"
