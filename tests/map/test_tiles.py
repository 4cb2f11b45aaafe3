"""The tile server an office may set: none by default, and the policy follows the setting."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ocop_portal.map.view import leaflet_options
from ocop_portal.settings.tiles import leaflet_tiles, tile_sources


def test_no_tiles_and_no_other_host_by_default():
    assert leaflet_options()["layers"] == []
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]
    assert leaflet_tiles("", "") == tile_sources("") == []


def test_tile_server_is_allowed_by_the_policy_and_named_on_the_map():
    url = "https://tile.example.vn/{z}/{x}/{y}.png"
    assert tile_sources(url) == ["https://tile.example.vn"]
    assert json.loads(json.dumps(leaflet_tiles(url, "© Nguồn"))) == [
        ["", url, {"attribution": "© Nguồn", "referrerPolicy": "strict-origin"}]
    ]


def test_server_of_several_names_and_a_port():
    url = "https://{s}.tile.example.vn:8443/{z}/{x}/{y}.png"
    assert tile_sources(url) == ["https://*.tile.example.vn:8443"]


@pytest.mark.parametrize(
    "url",
    [
        "http://tile.example.vn/{z}/{x}/{y}.png",
        "https://tile.example.vn/{z}/{x}.png",
        "https:///{z}/{x}/{y}.png",
        "https://a b/{z}/{x}/{y}.png",
        "https://x; script-src */{z}/{x}/{y}",
        "//tile.example.vn/{z}/{x}/{y}.png",
    ],
)
def test_address_that_is_no_tile_server_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="MAP_TILE_URL"):
        tile_sources(url)
