"""Whose dossiers a person may open on the public side."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest

from accounts.permissions import communes_of, may_enter_office, producers_of
from scoring.dossiers.errors import NotYours
from scoring.dossiers.querysets import DossierQuerySet
from scoring.models import Dossier
from scoring.permissions import WRITERS, may_write, parties_of


def own_dossiers(request: HttpRequest) -> DossierQuerySet:
    """Those of the person's producers, and those an officer entered and still writes."""
    user = request.user
    mine = Q(producer__in=producers_of(user))
    if may_enter_office(user):
        mine |= Q(is_entered_by_office=True, created_by=user)
        mine |= Q(is_entered_by_office=True, commune__in=communes_of(user))
    return Dossier.objects.filter(mine)


def own_dossier(request: HttpRequest, pk: int) -> Dossier:
    """The dossier, if the person is of its writers; raises ``Http404``, as if it were not there."""
    dossier = own_dossiers(request).for_lists().filter(pk=pk).first()
    if dossier is None or WRITERS.isdisjoint(parties_of(request.user, dossier)):
        raise Http404
    return dossier


def writable(request: HttpRequest, pk: int) -> Dossier:
    """The same, while it is with its writers; raises ``NotYours`` once it was handed in."""
    dossier = own_dossier(request, pk)
    if not may_write(request.user, dossier):
        raise NotYours("Hồ sơ đã nộp, không sửa được. Đợi cơ quan yêu cầu bổ sung.")
    return dossier
