"""Pictures on disk: where they are, what becomes of them, how a page and a form show them."""

import os
import random
import re
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.models import Producer
from products.forms import ProductImageForm
from products.models import Product, ProductImage
from products.picture_files import PictureError, render
from products.templatetags.pictures import illustration, picture
from tests.products.pictures import HEIC, picture_bytes


@pytest.fixture
def product(db):
    producer = Producer.objects.create(name="HTX", slug="htx", kind="htx")
    return Product.objects.create(name="Chè Shan", slug="che-shan", producer=producer)


@pytest.fixture
def files(settings):
    """The names of all uploaded files."""

    def _files():
        root = Path(settings.MEDIA_ROOT)
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())

    return _files


def form_for(product, content=None, name="anh.jpg", instance=None, **data):
    upload = {} if content is None else {"upload": SimpleUploadedFile(name, content)}
    image = instance or ProductImage(product=product)
    return ProductImageForm({"alt": "Chè trên nia", "position": "0"} | data, upload, instance=image)


def saved(product, content=None, **options):
    form = form_for(product, content or picture_bytes(size=(640, 480)), **options)
    assert form.is_valid(), form.errors
    return form.save()


class TestForm:
    def test_upload_becomes_files_of_our_naming(self, product, files):
        image = saved(product, name="../../Ảnh của tôi.php.jpg")
        image.refresh_from_db()
        base = image.renditions["base"]
        assert re.fullmatch(r"products/[0-9a-f]{20}", base)
        assert files() == sorted(
            f"{base}-{width}.{ending}" for width in (480, 640) for ending in ("avif", "webp", "jpg")
        )
        assert image.renditions["sizes"] == [[480, 360], [640, 480]]
        assert image.image.name == f"{base}-640.jpg"
        assert image.image.width == 640

    def test_content_counts_and_the_name_does_not(self, product, files):
        assert saved(product, picture_bytes("PNG", (640, 480)), name="ghi-chu.txt").pk
        form = form_for(product, b"MZ not a picture", name="anh.jpg")
        assert form.errors == {
            "upload": ["Nội dung tệp không phải ảnh JPEG, PNG, WebP hay AVIF, dù tên tệp ghi gì."]
        }
        assert len(files()) == 6

    def test_iphone_picture_is_refused_with_a_way_out(self, product):
        form = form_for(product, HEIC, name="IMG_0001.HEIC")
        assert "xuất ảnh thành JPEG" in form.errors["upload"][0]

    def test_new_picture_needs_a_file_and_words(self, product):
        form = form_for(product, alt="")
        assert set(form.errors) == {"upload", "alt"}
        assert form.errors["upload"] == ["Chọn một tệp ảnh."]

    def test_words_change_without_a_new_file(self, product, files):
        image = saved(product)
        before = files()
        form = form_for(product, instance=image, alt="Búp chè")
        assert form.is_valid()
        form.save()
        assert ProductImage.objects.get().alt == "Búp chè"
        assert files() == before


class TestFiles:
    def test_replaced_files_go_with_the_commit(
        self, product, files, django_capture_on_commit_callbacks
    ):
        image = saved(product)
        before = files()
        with django_capture_on_commit_callbacks(execute=True):
            saved(product, instance=image)
            assert set(before) < set(files())
        assert len(files()) == 6
        assert set(before).isdisjoint(files())

    @pytest.mark.parametrize("whole", ["image", "query", "product"])
    def test_files_of_a_deleted_picture_go(
        self, product, files, whole, django_capture_on_commit_callbacks
    ):
        image = saved(product)
        kept = saved(Product.objects.create(name="X", slug="x", producer=product.producer))
        with django_capture_on_commit_callbacks(execute=True):
            {
                "image": image.delete,
                "query": ProductImage.objects.filter(pk=image.pk).delete,
                "product": product.delete,
            }[whole]()
        assert {name[:29] for name in files()} == {kept.renditions["base"]}

    @pytest.mark.django_db(transaction=True)
    def test_files_stay_when_the_deletion_is_undone(self, product, files):
        image = saved(product)
        with transaction.atomic():
            image.delete()
            transaction.set_rollback(True)
        assert len(files()) == 6
        assert ProductImage.objects.get().image.name in files()


class TestSweep:
    def sweep(self, *arguments):
        out = StringIO()
        call_command("sweep_pictures", *arguments, stdout=out)
        return out.getvalue().strip()

    def test_what_an_undone_upload_left_goes_after_a_day(self, product, files, settings):
        kept = saved(product)
        with transaction.atomic():
            saved(product)
            transaction.set_rollback(True)
        assert len(files()) == 12
        assert self.sweep("--commit") == "tệp ảnh không ai dùng: 0, đã xóa"
        yesterday = time.time() - 2 * 24 * 60 * 60
        for name in files():
            os.utime(Path(settings.MEDIA_ROOT) / name, (yesterday, yesterday))
        assert self.sweep() == "tệp ảnh không ai dùng: 6, sẽ xóa khi thêm --commit"
        assert len(files()) == 12
        assert self.sweep("--commit") == "tệp ảnh không ai dùng: 6, đã xóa"
        assert {name[:29] for name in files()} == {kept.renditions["base"]}

    @pytest.mark.django_db
    def test_nothing_uploaded_yet(self):
        assert self.sweep() == "tệp ảnh không ai dùng: 0, sẽ xóa khi thêm --commit"


class TestTag:
    RENDITIONS = {"base": "products/ab", "sizes": [[480, 300], [960, 600]]}

    def test_picture_offers_every_format_and_width(self):
        html = picture(self.RENDITIONS, "Chè “Shan” <b>", "50vw")
        assert html == (
            '<picture><source type="image/avif" srcset="/media/products/ab-480.avif 480w, '
            '/media/products/ab-960.avif 960w" sizes="50vw">'
            '<source type="image/webp" srcset="/media/products/ab-480.webp 480w, '
            '/media/products/ab-960.webp 960w" sizes="50vw">'
            '<img src="/media/products/ab-960.jpg" srcset="/media/products/ab-480.jpg 480w, '
            '/media/products/ab-960.jpg 960w" sizes="50vw" alt="Chè “Shan” &lt;b&gt;" '
            'width="960" height="600" loading="lazy" decoding="async"></picture>'
        )

    def test_first_picture_of_a_page_does_not_wait(self):
        html = picture(self.RENDITIONS, "Chè", eager=True)
        assert 'fetchpriority="high"' in html
        assert "lazy" not in html

    def test_illustration_where_there_is_no_picture(self):
        assert illustration("do-uong.svg") == (
            '<img src="/static/img/do-uong.svg" alt="" width="320" height="200" '
            'loading="lazy" decoding="async">'
        )
        assert "chua-xep-nhom.svg" in illustration("")

    def test_fragment_takes_either(self):
        facts = {"illustration_name": "do-uong.svg", "sizes": "9rem", "eager": False}
        image = ProductImage(alt="Chè", renditions=self.RENDITIONS)
        with_image = render_to_string("products/_picture.html", facts | {"image": image})
        without = render_to_string("products/_picture.html", facts | {"image": None})
        assert with_image.strip() == picture(self.RENDITIONS, "Chè", "9rem")
        assert without.strip() == illustration("do-uong.svg")


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "AVIF"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), damage=st.integers(1, 40))
def test_damaged_picture_is_drawn_or_refused_never_more(fmt, seed, damage):
    content = bytearray(picture_bytes(fmt, (320, 240)))
    chance = random.Random(seed)
    for _ in range(damage):
        content[chance.randrange(len(content))] = chance.randrange(256)
    said = ""
    try:
        renditions = render(bytes(content))
    except PictureError as error:
        renditions, said = [], str(error)
    assert bool(renditions) != bool(said)
