"""Sessions in the database as Django keeps them, read by a plain statement: half the time."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from ocop_portal.shared.prepared import rows_of

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """The store named by ``settings.SESSION_ENGINE``."""

    def load(self) -> dict[str, Any]:
        """What is kept under the key; nothing, and no key, once it has expired."""
        for (kept,) in rows_of(READ, [self.session_key, timezone.now()]):
            return self.decode(kept)
        self._session_key = None
        return {}
