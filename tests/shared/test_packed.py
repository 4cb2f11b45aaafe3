"""Answers compressed once: negotiation, tags, keeping."""

import gzip

import brotli
import pytest
from django.test import RequestFactory

from ocop_portal.shared.packed import Shelf, accepted_encoding, pack, respond

BODY = '{"tên":"Miến dong"}'.encode() * 50
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;q=1.0, br;q=0", "gzip"),
        ("br; q=0.000, gzip ; q=0.0", ""),
        ("*", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("*;q=0", ""),
        (",;,", ""),
    ],
)
def test_encoding_is_the_best_the_client_takes(header, encoding):
    assert accepted_encoding(header) == encoding


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_answer_unpacks_to_the_body_and_says_how_it_is_packed(encoding):
    response = respond(RequestFactory().get("/", headers={"accept-encoding": encoding}), pack(BODY))
    assert UNPACK[encoding](response.content) == BODY
    assert response.get("Content-Encoding", "") == encoding
    assert response["Content-Type"] == "application/geo+json"
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, no-cache"


def test_tag_is_strong_and_differs_by_body_and_encoding():
    tags = {
        respond(RequestFactory().get("/", headers={"accept-encoding": encoding}), pack(body))[
            "ETag"
        ]
        for encoding in UNPACK
        for body in (BODY, BODY + b" ")
    }
    assert len(tags) == 6
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.parametrize("known", ["{}", '"other", {}', "*"])
def test_client_that_has_the_answer_gets_304_with_the_tag(known):
    ask = {"accept-encoding": "br"}
    tag = respond(RequestFactory().get("/", headers=ask), pack(BODY))["ETag"]
    ask["if-none-match"] = known.format(tag)
    response = respond(RequestFactory().get("/", headers=ask), pack(BODY))
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
    assert response["Vary"] == "Accept-Encoding"


def test_tag_of_another_encoding_is_no_match():
    tag = respond(RequestFactory().get("/", headers={"accept-encoding": "br"}), pack(BODY))["ETag"]
    response = respond(RequestFactory().get("/", headers={"if-none-match": tag}), pack(BODY))
    assert (response.status_code, response.content) == (200, BODY)


def test_shelf_builds_once_for_each_version():
    shelf, built = Shelf(), []

    def build():
        built.append(1)
        return pack(BODY + bytes(len(built)))

    first = shelf.get("points", 1, build)
    assert shelf.get("points", 1, build) is first
    assert shelf.get("others", 1, build) is not first
    assert shelf.get("points", 2, build) is not first
    assert len(built) == 3
    Shelf.forget_all()
    shelf.get("points", 2, build)
    assert len(built) == 4
