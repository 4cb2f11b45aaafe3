"""What a new portal begins with: sourced, linked to what there is, loaded once."""

import io
import re

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve

from news.models import Article, Event, Page
from tests.html_validity import assert_valid

pytestmark = pytest.mark.django_db


def load() -> list[str]:
    out = io.StringIO()
    call_command("load_news", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def portal():
    """What a new portal is set up with."""
    for command in ("load_reference", "load_register"):
        call_command(command, stdout=io.StringIO())
    return load()


def test_loaded_once_sourced_and_leading_somewhere(portal, client):
    assert portal == [
        "chuyên mục: thêm 4, đổi 0, giữ nguyên 0",
        "trang giới thiệu: thêm 5, đổi 0, giữ nguyên 0",
        "sự kiện: thêm 5, đổi 0, giữ nguyên 0",
        "tin bài: thêm 7, đổi 0, giữ nguyên 0",
    ]
    assert {line.split("thêm ")[1][0] for line in load()} == {"0"}
    assert not Article.objects.filter(source_name="").exists()
    assert not Event.objects.filter(source_name="").exists()
    assert Article.objects.get(slug="ket-qua-dot-1-nam-2021-cho-don").products.count() == 4
    rows = [*Article.objects.all(), *Page.objects.all()]
    links = {link for row in rows for link in re.findall(r'href="(/[^"]*)"', row.body)}
    assert {link for link in links if client.get(link).status_code != 200} == set()
    for row in [*rows, *Event.objects.all()]:
        try:
            resolve(row.get_absolute_url())
        except Resolver404:
            pytest.fail(row.get_absolute_url())
        for prefix in ("", "/en"):
            assert_valid(client.get(f"{prefix}{row.get_absolute_url()}").content.decode())
