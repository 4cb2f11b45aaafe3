"""Tests: a throw-away PostgreSQL and quick hashes; the rest as in production."""

from ocop_portal.database import claim, test_slot
from ocop_portal.settings.base import *  # noqa: F403
from ocop_portal.settings.base import VAR_DIR, env

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_CLUSTER = VAR_DIR / "test-database"
DATABASES = {
    "default": env.db("DATABASE_URL")
    if "DATABASE_URL" in env
    else claim(_CLUSTER, database=f"ocop_{test_slot(_CLUSTER)}", disposable=True)
}

# Static files are found where they lie; nothing is collected for tests.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
