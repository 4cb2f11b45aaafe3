"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.production")

application = get_wsgi_application()
# Every view is imported before gunicorn's workers part: shared memory, and no slow first page.
get_resolver().url_patterns  # noqa: B018
