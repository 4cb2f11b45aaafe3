"""Which people, roles, requests and invitations."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.enums import InvitationState, RequestState, Role


class RoleQuerySet(models.QuerySet):
    """Rows of ``RoleAssignment``."""

    def held(self, on: dt.date) -> RoleQuerySet:
        """Roles in force on the day ``on``."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def of_producer(self, producer: models.Model | int, on: dt.date) -> RoleQuerySet:
        """Roles by which people act for ``producer`` on the day ``on``, oldest first."""
        held = self.held(on).filter(role=Role.PRODUCER, producer=producer)
        return held.filter(user__is_active=True).order_by("valid_from", "pk")


class RequestQuerySet(models.QuerySet):
    """Rows of ``ProducerRequest``."""

    def waiting(self) -> RequestQuerySet:
        """Requests the office has yet to answer."""
        return self.filter(state=RequestState.SUBMITTED)

    def of(self, person: models.Model) -> RequestQuerySet:
        """Requests ``person`` sent, with what their lists show."""
        return self.filter(person=person).select_related("producer", "commune")


class InvitationQuerySet(models.QuerySet):
    """Rows of ``ProducerInvitation``."""

    def waiting(self) -> InvitationQuerySet:
        """Invitations nobody has answered or taken back."""
        return self.filter(state=InvitationState.WAITING)
