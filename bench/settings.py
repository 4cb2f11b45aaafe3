"""Production's settings on a throw-away cluster, plus the view to compare with."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "measuring-only-" + "x" * 50)
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")

from ocop_portal.database import claim

BENCH_DIR = Path(__file__).resolve().parent.parent / "var" / "bench"
DATABASE = os.environ.get("BENCH_DATABASE", "bench")
os.environ.setdefault("DATABASE_URL", "postgres://unused/unused")

from ocop_portal.settings.production import *  # noqa: E402, F403

_CONNECTIONS = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}  # as in production
DATABASES = {
    "default": claim(BENCH_DIR / "cluster", database=DATABASE) | _CONNECTIONS,
}
ROOT_URLCONF = "bench.urls"
PAGE_CACHE_EXEMPT = (*PAGE_CACHE_EXEMPT, "/hello/")  # noqa: F405
STATIC_ROOT = BENCH_DIR / "static"
MEDIA_ROOT = BENCH_DIR / "media"
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STAFF_SECOND_FACTOR = False

if os.environ.get("BENCH_PAGES") != "kept":
    PAGE_CACHE_BYTES = 0
if os.environ.get("BENCH_COLD"):
    MIDDLEWARE = ["bench.cold.ForgetMiddleware", *MIDDLEWARE]  # noqa: F405
