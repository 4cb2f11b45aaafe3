"""Signing out of the back office."""

from django.urls import reverse

from accounts.models import User


def test_sign_out_ends_the_session_and_leads_to_the_sign_in_page(client, db):
    user = User.objects.create_superuser("quan-tri-thu", password="x")
    client.force_login(user)

    answer = client.post(reverse("admin:logout"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:login"))
    assert "_auth_user_id" not in client.session
