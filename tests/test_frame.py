"""What surrounds every public page: language, addresses, names, errors."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import resolve, translate_url
from django.utils.translation import override
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, permission_denied, server_error

from ocop_portal.shared.languages import address_in
from ocop_portal.shared.models import SiteProfile

PATHS = ["/", "/gioi-thieu/", "/san-pham/", "/ban-do/", "/xa-phuong/xa-con-minh/"]


@pytest.mark.parametrize("path", PATHS)
def test_address_in_agrees_with_translate_url(path):
    for start in (path, f"/en{path}"):
        for code, _name in settings.LANGUAGES:
            with override("en" if start.startswith("/en/") else "vi"):
                resolve(start)
                assert address_in(code, start) == translate_url(start, code)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "language"), [("/gioi-thieu/", "vi"), ("/en/gioi-thieu/", "en")])
def test_page_names_its_language_and_its_other_addresses(client, path, language):
    html = client.get(f"{path}?a=1", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9").content.decode()
    assert f'<html lang="{language}"' in html
    assert f'<link rel="canonical" href="http://testserver{path}">' in html
    assert re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', html) == [
        ("vi", "http://testserver/gioi-thieu/"),
        ("en", "http://testserver/en/gioi-thieu/"),
    ]


@pytest.mark.django_db
def test_menu_marks_the_section(client):
    html = client.get("/gioi-thieu/").content.decode()
    menu = html[html.index('id="trinh-don"') : html.index("</nav>", html.index('id="trinh-don"'))]
    assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', menu) == [("/gioi-thieu/", "page")]


@pytest.mark.django_db
def test_names_come_from_the_profile_and_are_escaped(client):
    SiteProfile(title="Cổng <b>A</b>", owner_office="Sở A", phone="0200 1").save()
    html = client.get("/").content.decode()
    assert "Cổng &lt;b&gt;A&lt;/b&gt;" in html
    assert "<b>A</b>" not in html
    assert "Điện thoại: 0200 1" in html
    assert "chưa cấu hình" not in html[html.index("<footer") :]


@pytest.mark.django_db
def test_contacts_no_one_has_typed_are_told_in_one_line(client):
    html = client.get("/").content.decode()
    foot = html[html.index("<footer") :]
    assert "Địa chỉ, điện thoại, thư điện tử: chưa cấu hình" in foot
    assert foot.count("chưa cấu hình") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "count"), [("/", 2), ("/san-pham/", 2), ("/gioi-thieu/", 2)])
def test_a_page_with_a_large_search_has_none_above_it(client, path, count):
    """One in the menu of the phone, one on the page or in the header."""
    assert client.get(path).content.decode().count('role="search"') == count


@pytest.mark.django_db
def test_missing_page_is_a_404_in_the_frame_of_its_language(client):
    for path, title in [("/khong-co/", "Không tìm thấy trang"), ("/en/x/", "Page not found")]:
        response = client.get(path)
        assert response.status_code == 404
        assert f"<h1>{title}</h1>" in response.content.decode()


@pytest.mark.django_db
def test_forbidden_page_says_whom_to_ask(rf):
    response = permission_denied(rf.get("/"), PermissionDenied())
    assert response.status_code == 403
    assert "Không có quyền xem trang này" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "status", "title"),
    [
        (lambda request: bad_request(request, SuspiciousOperation()), 400, "Yêu cầu không hợp lệ"),
        (csrf_failure, 403, "Chưa gửi được biểu mẫu"),
        (server_error, 500, "Cổng gặp sự cố"),
    ],
)
def test_plain_error_pages_need_neither_context_nor_database(answer, status, title):
    response = answer(RequestFactory().get("/"))
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.content.decode()


@pytest.mark.django_db
def test_form_from_elsewhere_gets_the_csrf_page():
    response = Client(enforce_csrf_checks=True).post("/quan-tri/login/", {"username": "a"})
    assert response.status_code == 403
    assert "Chưa có gì được ghi" in response.content.decode()


@pytest.mark.django_db
def test_kept_parts_carry_this_pages_own_addresses(client):
    first = client.get('/gioi-thieu/?a="><b>&trang=2').content.decode()
    second = client.get("/?b=1").content.decode()
    assert 'href="/en/gioi-thieu/?a=&quot;&gt;&lt;b&gt;&amp;trang=2"' in first
    assert 'href="?a=&quot;&gt;&lt;b&gt;&amp;trang=2&amp;co-chu=lon"' in first
    assert '<link rel="canonical" href="http://testserver/gioi-thieu/?trang=2">' in first
    assert 'href="/en/?b=1"' in second
    assert 'href="?b=1&amp;co-chu=lon"' in second
    assert not re.search("[\ue000-\uf8ff]", first + second)


@pytest.mark.django_db
def test_kept_parts_follow_a_changed_profile(client):
    SiteProfile(title="Cổng A", short_title="A").save()
    assert "<h2>Cổng A</h2>" in client.get("/gioi-thieu/").content.decode()
    SiteProfile.objects.update(title="Cổng B")
    assert "<h2>Cổng B</h2>" in client.get("/gioi-thieu/").content.decode()
