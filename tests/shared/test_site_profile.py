"""The one row that says whose portal this is."""

import pytest
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
