"""Settings shared by every environment."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from ocop_portal.json_logs import logging_settings
from ocop_portal.settings.tiles import leaflet_tiles, tile_sources

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

INSTALLED_APPS = [
    "ocop_portal.shared",
    "communes",
    "producers",
    "accounts",
    "products",
    "scoring",
    "markets",
    "news",
    "feedback",
    "alerts",
    "ocop_portal.apps.PortalConfig",
    "ocop_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_prose_editor",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "import_export",
    "leaflet",
    "pghistory",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ocop_portal.shared.display.DisplayMiddleware",
    "ocop_portal.page_cache.PageCacheMiddleware",
    "ocop_portal.middleware.NobodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ocop_portal.middleware.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "ocop_portal.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "ocop_portal.middleware.PermissionsPolicyMiddleware",
    "ocop_portal.middleware.TrailMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ocop_portal.urls"
WSGI_APPLICATION = "ocop_portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PortalBackend",
]
SESSION_ENGINE = "accounts.sessions"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 3 * 60 * 60  # seconds a letter to set a new password opens
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ocop_portal.chrome.chrome",
            ],
        },
    },
]

PAGE_CHROME = "ocop_portal.chrome.Chrome"  # what surrounds the content of a public page

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
FORMAT_MODULE_PATH = ["ocop_portal.shared.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("huong-dan", BASE_DIR / "docs/huong-dan/anh")]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"  # uploads nobody may reach by an address
# A scanner that looks at every private upload: a command in words, or a function's dotted path.
PRIVATE_FILE_SCANNER: str | list[str] = env.list("PRIVATE_FILE_SCANNER", default=[])
SERVE_MEDIA = True  # in production the proxy hands the uploaded files out
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# The map draws its own ground; an office may lay an external tile server under it.
MAP_TILE_URL = env.str("MAP_TILE_URL", default="")
MAP_TILE_ATTRIBUTION = env.str("MAP_TILE_ATTRIBUTION", default="")

# Days after which who sent a closed report is forgotten, with what they wrote and sent along.
FEEDBACK_KEEPS_DAYS = 365

# `manage.py check_listings` asks hosts of the public network only; tests ask one of their own.
LISTING_CHECK_ALLOWS_PRIVATE = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *tile_sources(MAP_TILE_URL)],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

LEAFLET_CONFIG = {
    "TILES": leaflet_tiles(MAP_TILE_URL, MAP_TILE_ATTRIBUTION),
    "ATTRIBUTION_PREFIX": "",
    "RESET_VIEW": False,
    "NO_GLOBALS": False,
}

# Staff need a second factor to enter the back office; on by default in production.
STAFF_SECOND_FACTOR = False
OTP_TOTP_ISSUER = "Cổng OCOP"

# After five failures one name waits at one address; nobody else does. See accounts.sign_in.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.sign_in.attempted_name"
AXES_CLIENT_IP_CALLABLE = "accounts.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
TRUSTED_PROXIES = 0  # how many proxies of ours stand in front

# What `manage.py setup_portal` calls, in this order, once for each state of the fixtures.
PORTAL_SETUP_COMMANDS = [
    ["load_site_profile"],
    ["load_reference"],
    ["load_register"],
    ["load_news"],
]
# What `manage.py tick` does every minute, in this order, mail last: ocop_portal.shared.periodic.
PORTAL_TICK_JOBS = [
    "ocop_portal.shared.throttling.forget_old_counts",
    "accounts.registering.forget_registrations",
    "feedback.services.purge_due",
    "alerts.services.forget_unconfirmed",
    "alerts.digests.send_digests",
    "ocop_portal.shared.outbox.send_due_mail",
]
PORTAL_DEMO_COMMANDS: list[list[str]] = []
DEMO_ACCOUNTS = False  # whether accounts with a password known to everyone may exist and sign in

# Letters wait in the outbox (ocop_portal.shared.outbox); in development they are written to files.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
OUTBOX_SENDS = True  # False where no mail server is set: letters wait
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = "Cổng OCOP <khong-tra-loi@localhost>"

LOGGING = logging_settings(env.str("LOG_FORMAT", default="plain"))
AXES_VERBOSE = False

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
}
# Whole public pages, compressed, that every worker keeps in memory.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=5_000_000)
# Finished pieces of pages (cards, filters, rows of the council's tables): all of a worker's.
PIECE_CACHE_BYTES = env.int("PIECE_CACHE_BYTES", default=5_000_000)
# Answers about a code tell the minute they were asked, and must be given even when the database
# that knows the content version is out of reach.
PAGE_CACHE_EXEMPT = (
    *("/quan-tri/", "/tai-khoan/", "/en/tai-khoan/", "/healthz", "/readyz", "/media/", "/static/"),
    *("/xac-minh/", "/en/xac-minh/", "/x/"),
)
ANSWERED_TO_NOBODY = r"(/en)?/(xac-minh|x)/."  # addresses for which no session is read

# Scheme and host printed in the codes on labels (``https://ocop.vi-du.vn``); empty: those of the
# request. Set it where the office works at another address than the public.
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", default="").rstrip("/")

# Where `manage.py load_communes` finds the units; a province code takes that province's present
# units from the nation's list instead of the folder's own.
COMMUNES_FOLDER = Path(env.str("COMMUNES_FOLDER", default=str(BASE_DIR / "fixtures/communes")))
COMMUNES_PROVINCE = env.str("COMMUNES_PROVINCE", default="")
