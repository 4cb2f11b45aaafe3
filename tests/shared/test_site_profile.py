"""The one row that says whose portal this is."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.versions import content_version

pytestmark = pytest.mark.django_db


def test_without_a_row_the_portal_has_a_neutral_name():
    assert SiteProfile.load(0).title == "Cổng sản phẩm OCOP"
    assert SiteProfile.load(0).emblem_url == "/static/img/bieu-trung.svg"


def test_read_once_a_version_and_anew_after_any_change(django_assert_num_queries):
    SiteProfile(title="Cổng A").save()
    version = content_version()
    with django_assert_num_queries(1):
        assert [SiteProfile.load(version).title for _ in range(3)] == ["Cổng A"] * 3
    SiteProfile.objects.update(title="Cổng B")
    assert content_version() != version
    assert SiteProfile.load(content_version()).title == "Cổng B"


def test_there_is_one_row_and_saving_again_changes_it():
    SiteProfile(title="Cổng A").save()
    SiteProfile(title="Cổng B").save()
    assert [profile.title for profile in SiteProfile.objects.all()] == ["Cổng B"]
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteProfile.objects.bulk_create([SiteProfile(pk=2)])


def test_names_are_said_in_the_readers_language():
    profile = SiteProfile(title="Cổng", title_en="Portal", subtitle="Tỉnh A")
    assert profile.said("title") == "Cổng"
    with override("en"):
        assert (profile.said("title"), profile.said("subtitle")) == ("Portal", "Tỉnh A")


def test_every_change_is_in_the_audit_trail():
    profile = SiteProfile(title="Cổng A")
    profile.save()
    profile.title = "Cổng B"
    profile.save()
    assert list(profile.events.order_by("pgh_id").values_list("pgh_label", "title")) == [
        ("insert", "Cổng A"),
        ("update", "Cổng B"),
    ]


def test_profile_is_loaded_once_and_never_over_what_the_office_entered(capsys):
    call_command("load_site_profile")
    profile = SiteProfile.objects.get()
    assert (profile.subtitle, profile.said("about").count("\n\n")) == ("Tỉnh Thái Nguyên", 1)
    SiteProfile.objects.update(title="Cổng A")
    call_command("load_site_profile")
    assert SiteProfile.objects.get().title == "Cổng A"
    assert capsys.readouterr().out.splitlines() == [
        "thông tin cổng: thêm 1",
        "thông tin cổng: giữ nguyên 1",
    ]


def test_profile_file_with_an_unknown_entry_is_refused(tmp_path):
    file = tmp_path / "profile.json"
    file.write_text('{"titel": "Cổng"}', encoding="utf-8")
    with pytest.raises(CommandError, match="titel"):
        call_command("load_site_profile", str(file))
    assert not SiteProfile.objects.exists()
