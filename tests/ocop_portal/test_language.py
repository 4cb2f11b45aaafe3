"""One address, one language, whoever asks."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

from ocop_portal.middleware import AddressLanguageMiddleware


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "vi"),
        ("/san-pham/", "vi"),
        ("/en/", "en"),
        ("/en/san-pham/", "en"),
        ("/enough/", "vi"),
    ],
)
def test_language_is_that_of_the_address(rf, path, language):
    seen = []

    def page(request):
        seen.append((get_language(), request.LANGUAGE_CODE))
        return HttpResponse()

    cookies = f"{settings.LANGUAGE_COOKIE_NAME}=en"
    request = rf.get(path, HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9", HTTP_COOKIE=cookies)
    answer = AddressLanguageMiddleware(page)(request)

    assert seen == [(language, language)]
    assert answer["Content-Language"] == language
    assert "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_english_browser_gets_the_vietnamese_home_page(client):
    answer = client.get("/", HTTP_ACCEPT_LANGUAGE="en-US")

    assert answer["Content-Language"] == "vi"
    assert "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_back_office_is_vietnamese_for_an_english_browser(client):
    answer = client.get("/quan-tri/login/", HTTP_ACCEPT_LANGUAGE="en-US")

    assert answer["Content-Language"] == "vi"
