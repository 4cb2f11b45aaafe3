"""Production: everything secret or local comes from the environment; see docs/van-hanh.md.

Importing this module raises ``ImproperlyConfigured`` rather than serve unsafely.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from ocop_portal.json_logs import logging_settings
from ocop_portal.settings.base import *  # noqa: F403
from ocop_portal.settings.base import BASE_DIR, CONTENT_SECURITY_POLICY, STORAGES, env

SHORTEST_SECRET = 50
FEWEST_DIFFERENT_CHARACTERS = 5


def _require(fulfilled: bool, said: str) -> None:
    if not fulfilled:
        raise ImproperlyConfigured(said)


DEBUG = False
_require(
    not env.bool("DEBUG", default=False),
    "Không bật DEBUG ở môi trường chính thức. / DEBUG must be off in production.",
)

SECRET_KEY = env.str("SECRET_KEY", default="")
_require(
    len(SECRET_KEY) >= SHORTEST_SECRET
    and len(set(SECRET_KEY)) >= FEWEST_DIFFERENT_CHARACTERS
    and not SECRET_KEY.startswith("django-insecure-"),
    f"Đặt SECRET_KEY ngẫu nhiên, ít nhất {SHORTEST_SECRET} ký tự. / "
    f"Set SECRET_KEY to at least {SHORTEST_SECRET} random characters.",
)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
_require(
    bool(ALLOWED_HOSTS) and "*" not in ALLOWED_HOSTS,
    "Đặt ALLOWED_HOSTS: các tên miền của cổng, cách nhau bằng dấu phẩy. / "
    "Set ALLOWED_HOSTS to the portal's host names, separated by commas.",
)

_require(
    "DATABASE_URL" in env,
    "Đặt DATABASE_URL trỏ tới máy chủ PostgreSQL. / Set DATABASE_URL to a PostgreSQL server.",
)
DATABASES = {
    "default": {**env.db("DATABASE_URL"), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},
}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(BASE_DIR / "private")))
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)

# Without a mail server letters wait in the outbox; the rest of the portal works.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="")
OUTBOX_SENDS = bool(EMAIL_HOST)
_require(
    not EMAIL_HOST or "@" in DEFAULT_FROM_EMAIL,
    "Đặt DEFAULT_FROM_EMAIL: địa chỉ gửi thư của cổng. / "
    "Set DEFAULT_FROM_EMAIL to the address the portal sends from.",
)

STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("BEHIND_PROXY", default=False):
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY,
    "DIRECTIVES": {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "upgrade-insecure-requests": True},
}

LOGGING = logging_settings(env.str("LOG_FORMAT", default="json"))
