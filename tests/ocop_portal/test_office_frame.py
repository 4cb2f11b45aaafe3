"""What surrounds a page of the back office is kept, and is still everybody's own."""

import re

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def frame(client, user, address="admin:index"):
    client.force_login(user)
    html = client.get(reverse(address)).content.decode()
    menu = html[html.index('id="trinh-don"') : html.index("</nav>", html.index('id="trinh-don"'))]
    return html, re.findall(r'href="(/quan-tri/[^"]+/)"(?: aria-current="(\w+)")?', menu)


def test_menu_is_that_of_the_roles_and_the_name_that_of_the_person(client):
    first, second = make_user(Role.LEADER, full_name="<b>An"), make_user(Role.LEADER)
    member = make_user(Role.COUNCIL_MEMBER, full_name="Bình")
    html, links = frame(client, first)
    assert "&lt;b&gt;An" in html
    again, same = frame(client, second)
    assert same == links
    assert "&lt;b&gt;An" not in again
    assert second.get_full_name() in again
    _html, few = frame(client, member)
    assert [address for address, _ in few if "/scoring/" in address] == [
        reverse("admin:scoring_session_changelist"),
        reverse("admin:scoring_council_changelist"),
    ]
    member.roles.update(role=Role.LEADER)
    assert frame(client, member)[1] == links


def test_page_of_the_menu_is_marked(client):
    leader = make_user(Role.LEADER)
    here = reverse("admin:scoring_session_changelist")
    assert dict(frame(client, leader)[1])[here] == ""
    assert dict(frame(client, leader, "admin:scoring_session_changelist")[1])[here] == "page"


def test_form_that_signs_out_carries_a_token_of_its_session(client):
    client.handler.enforce_csrf_checks = True
    html, _links = frame(client, make_user(Role.LEADER))
    token = re.search(r'id="logout-form".*?value="(\w+)"', html, re.S)[1]
    address = reverse("admin:logout")
    assert client.post(address, {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert client.post(address, {"csrfmiddlewaretoken": token}).status_code in (200, 302)
    assert client.get(reverse("admin:index")).status_code == 302
