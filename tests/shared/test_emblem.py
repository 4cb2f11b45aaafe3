"""The office's emblem."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import model_to_dict
from PIL import Image

from ocop_portal.shared.emblem import MOST_BYTES, EmblemError, draw_emblem
from ocop_portal.shared.forms import SiteProfileForm
from ocop_portal.shared.models import SiteProfile


def picture(kind="PNG", size=(40, 40), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_emblem_is_drawn_anew_as_a_small_png_without_metadata(kind):
    exif = Image.Exif()
    exif[0x010E] = "noi chup"
    drawn = draw_emblem(picture(kind, (900, 600), exif=exif) + b"<script>")
    image = Image.open(io.BytesIO(drawn))
    assert (image.format, image.size, dict(image.getexif())) == ("PNG", (512, 341), {})
    assert b"noi chup" not in drawn
    assert b"<script>" not in drawn


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "không phải ảnh"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "không phải ảnh"),
        (picture("GIF"), "không phải ảnh"),
        (picture()[:60], "không phải ảnh"),
        (picture(size=(4001, 4000)), "quá lớn"),
        (b"x" * (MOST_BYTES + 1), "lớn hơn 4 MB"),
    ],
)
def test_anything_else_is_refused_with_a_reason(content, says):
    with pytest.raises(EmblemError, match=says):
        draw_emblem(content)


def fill(profile, **files):
    data = model_to_dict(profile, exclude=["emblem"]) | {"title": "Cổng", "short_title": "Cổng"}
    uploads = {name: SimpleUploadedFile("../../a.jpg", body) for name, body in files.items()}
    return SiteProfileForm(data, uploads, instance=profile)


@pytest.mark.django_db
def test_new_emblem_takes_a_name_of_ours_and_the_former_file_goes(
    django_capture_on_commit_callbacks,
):
    first = fill(SiteProfile(), emblem=picture("JPEG")).save()
    former = first.emblem.name
    assert former.startswith("emblem/")
    assert former.endswith(".png")
    assert default_storage.exists(former)
    with django_capture_on_commit_callbacks(execute=True):
        second = fill(SiteProfile.objects.get(), emblem=picture()).save()
    assert not default_storage.exists(former)
    assert default_storage.exists(second.emblem.name)
    assert SiteProfile.objects.get().emblem_url == f"/media/{second.emblem.name}"


@pytest.mark.django_db
def test_what_is_no_picture_stands_beside_the_field():
    form = fill(SiteProfile(), emblem=b"%PDF-1.7")
    assert not form.is_valid()
    assert list(form.errors) == ["emblem"]


@pytest.mark.django_db
def test_back_office_redraws_the_emblem_and_shows_every_field(admin_client):
    SiteProfile().save()
    address = "/quan-tri/shared/siteprofile/1/change/"
    form = admin_client.get(address).context["adminform"].form
    assert set(form.fields) == {field.name for field in SiteProfile._meta.fields} - {"id"}
    data = model_to_dict(SiteProfile(), exclude=["id", "emblem"])
    upload = SimpleUploadedFile("a.jpg", picture("JPEG"))
    admin_client.post(address, data | {"emblem": upload})
    with SiteProfile.objects.get().emblem.open() as file:
        assert Image.open(file).format == "PNG"
