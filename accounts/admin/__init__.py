"""People, their roles and what they ask about producers, in the back office."""

from accounts.admin.people import FailedSignInAdmin, PersonAdmin
from accounts.admin.requests import ProducerRequestAdmin

__all__ = ["FailedSignInAdmin", "PersonAdmin", "ProducerRequestAdmin"]
