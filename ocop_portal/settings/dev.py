"""Development: a PostgreSQL of our own in ``var/`` unless ``DATABASE_URL`` names another."""

from ocop_portal.database import claim
from ocop_portal.settings.base import *  # noqa: F403
from ocop_portal.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = "development-only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DATABASES = {
    "default": {
        **(
            env.db("DATABASE_URL")
            if "DATABASE_URL" in env
            else claim(VAR_DIR / "database", database="ocop")
        ),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

PORTAL_DEMO_COMMANDS = [["ensure_demo_accounts"], ["load_demonstration"]]
DEMO_ACCOUNTS = True
