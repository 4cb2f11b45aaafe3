"""Uploaded files handed out by the portal itself."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db  # an error page has the frame of every page


@pytest.fixture
def put(settings):
    def _put(name, content=b"picture"):
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return _put


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.avif", "image/avif"), ("a.webp", "image/webp"), ("a.jpg", "image/jpeg")],
)
def test_picture_is_kept_and_can_run_nothing(client, put, name, content_type):
    put(f"products/{name}")
    answer = client.get(f"/media/products/{name}")
    assert b"".join(answer) == b"picture"
    assert answer["Content-Type"] == content_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.docm", "a.zip", "a.jpg.html", "a"])
def test_anything_else_is_not_handed_out(client, put, name):
    put(f"products/{name}", b"<script>alert(1)</script>")
    assert client.get(f"/media/products/{name}").status_code == 404


def test_no_way_out_of_the_directory(client, put, settings):
    (Path(settings.MEDIA_ROOT).parent / "secret.jpg").write_bytes(b"secret")
    put("products/a.jpg")
    answer = client.get("/media/products/..%2F..%2Fsecret.jpg")
    assert answer.status_code == 400
    assert b"secret" not in answer.content
    assert client.get("/media/products/").status_code == 404
