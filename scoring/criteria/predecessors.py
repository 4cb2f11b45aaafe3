"""Which sets of earlier decisions a set follows, through the sub-groups they were made for."""

from __future__ import annotations

from django.db.models import Q

from products.models import GroupCrosswalk, ProductGroup
from scoring.models import CriteriaSet


def predecessors(row: CriteriaSet) -> list[CriteriaSet]:
    """The sets of earlier decisions for the same kinds of products, the latest decision first.

    An older sub-group is tied to a present one by the crosswalk; two older ones to each other by
    the present one they share. Three queries at most.
    """
    own = ProductGroup.objects.filter(
        decision=row.version.decision, set_number=row.number
    ).values_list("pk", flat=True)
    present = set(own) | set(
        GroupCrosswalk.objects.filter(older__in=own).values_list("current", flat=True)
    )
    older = ProductGroup.objects.filter(
        Q(crosswalks_to__current__in=present), set_number__isnull=False
    ).values_list("decision", "set_number")
    wanted = Q(pk__in=())
    for decision, number in set(older):
        wanted |= Q(version__decision=decision, number=number)
    found = CriteriaSet.objects.current().filter(
        wanted, version__effective_from__lt=row.version.effective_from
    )
    return list(found.select_related("version"))
