"""Who may sign in with a password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.signed_in import person_signed_in


class PortalBackend(ModelBackend):
    """Names and passwords; a demonstration account counts only where such accounts are allowed.

    Their password is known to everyone, so a database that once served a demonstration must not
    open to them when it goes into production.
    """

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """Whether ``user`` may sign in, and stay signed in."""
        is_demo = getattr(user, "is_demo", False)
        return super().user_can_authenticate(user) and (settings.DEMO_ACCOUNTS or not is_demo)

    def get_user(self, user_id: int) -> User | None:
        """Who is signed in, with today's roles; none for whoever may not be any more."""
        user = person_signed_in(user_id, timezone.localdate())
        return user if user is not None and self.user_can_authenticate(user) else None
