"""People, their roles, and how people come to act for a producer."""

from accounts.models.joining import ProducerInvitation, ProducerRequest, RequestPaper
from accounts.models.people import (
    Authenticator,
    RecoveryCodes,
    Registration,
    RoleAssignment,
    User,
)

__all__ = [
    "Authenticator",
    "ProducerInvitation",
    "ProducerRequest",
    "RecoveryCodes",
    "Registration",
    "RequestPaper",
    "RoleAssignment",
    "User",
]
