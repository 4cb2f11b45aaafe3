"""Tests: a throw-away PostgreSQL, quick hashes, no background of any kind."""

from ocop_portal.database import claim
from ocop_portal.settings.base import *  # noqa: F403
from ocop_portal.settings.base import VAR_DIR, env

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASES = {
    "default": env.db("DATABASE_URL")
    if "DATABASE_URL" in env
    else claim(VAR_DIR / "test-database", database="ocop", disposable=True)
}
