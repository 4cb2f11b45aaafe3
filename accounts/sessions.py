"""Sessions in the database as Django keeps them, read by a plain statement: half the time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core import signing
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

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What is kept, if it is rightly signed; that much is found out once for the same words."""
        try:
            words = _rightly_signed(str(session_data), self.key_salt, settings.SECRET_KEY)
        except Exception:
            return super().decode(session_data)  # nothing, and the log is told
        return self.serializer().loads(words)


class Words(signing.JSONSerializer):
    """What was signed, as it stands."""

    def loads(self, data: bytes) -> bytes:
        """Nothing is read out of it."""
        return data


@lru_cache(maxsize=2_000)
def _rightly_signed(session_data: str, salt: str, key: str) -> bytes:
    """The words behind the signature. Raises ``BadSignature``, which is never remembered."""
    return signing.loads(session_data, key=key, salt=salt, serializer=Words)
