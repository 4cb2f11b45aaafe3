"""Production refuses to serve unsafely, and is strict when it serves."""

import os
import runpy
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MODULE = "ocop_portal.settings.production"
SECRET = "".join(chr(ord("a") + n % 26) for n in range(60))
COMPLETE = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "ocop.example,www.ocop.example",
    "DATABASE_URL": "postgres://ocop:secret@db.example/ocop",
}
LOCAL = (*COMPLETE, "DEBUG", "BEHIND_PROXY", "STAFF_SECOND_FACTOR", "SECURE_SSL_REDIRECT")


@pytest.fixture
def load(monkeypatch):
    """Evaluate the production settings under exactly this environment."""

    def load(**environment: str) -> dict[str, object]:
        for name in LOCAL:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_module(MODULE)

    return load


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "development-only"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_refuses_to_start(load, changed, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        load(**{**COMPLETE, **changed})


@pytest.mark.parametrize("missing", COMPLETE)
def test_refuses_to_start_without(load, missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        load(**{name: value for name, value in COMPLETE.items() if name != missing})


def test_is_strict_by_default(load):
    found = load(**COMPLETE)

    assert found["DEBUG"] is False
    assert found["STAFF_SECOND_FACTOR"] is True
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31536000
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SERVE_MEDIA"] is False
    assert found["LOGGING"]["handlers"]["console"]["formatter"] == "json"
    assert found["DATABASES"]["default"]["CONN_MAX_AGE"] == 60
    assert found["DATABASES"]["default"]["HOST"] == "db.example"
    assert "SECURE_PROXY_SSL_HEADER" not in found


def test_second_factor_and_proxy_are_settings(load):
    found = load(**COMPLETE, STAFF_SECOND_FACTOR="0", BEHIND_PROXY="1")

    assert found["STAFF_SECOND_FACTOR"] is False
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_content_security_policy_allows_nothing_inline_and_nobody_else(load):
    directives = load(**COMPLETE)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert directives["upgrade-insecure-requests"] is True
    sources = [str(one) for values in directives.values() if values is not True for one in values]
    assert "'unsafe-inline'" not in sources
    assert "'unsafe-eval'" not in sources
    assert not [one for one in sources if "*" in one or "://" in one]


def test_deployment_check_is_clean():
    environment = {**os.environ, **COMPLETE, "DJANGO_SETTINGS_MODULE": MODULE}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # browser tests set it
    check = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert check.stderr == ""
    assert check.stdout == "System check identified no issues (0 silenced).\n"


def test_security_headers_of_a_page(client, db):
    answer = client.get("/")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_static_files_can_be_collected(tmp_path):
    """Every file a style sheet or script names is there under its hashed name."""
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    program = (
        "import django;from django.conf import settings as s;"
        f"s.STORAGES['staticfiles']={{'BACKEND':'{storage}'}};s.STATIC_ROOT={str(tmp_path)!r};"
        "django.setup();from django.core.management import call_command as c;"
        "c('collectstatic',interactive=False,verbosity=0)"
    )
    environment = {**os.environ, **COMPLETE, "DJANGO_SETTINGS_MODULE": MODULE}
    collect = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert collect.stderr == ""
    assert (tmp_path / "staticfiles.json").exists()
