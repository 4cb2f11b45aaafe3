"""Letters to the people of a producer about its dossiers."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment
from ocop_portal.shared.outbox import Letter, queue_letters
from scoring.models import Dossier

CLOSING = "Xem chi tiết và trả lời trong hồ sơ của chủ thể trên cổng."


def addresses_of(producers: Iterable[int]) -> dict[int, list[str]]:
    """E-mail addresses of the people who act for each producer today; one query."""
    found: dict[int, list[str]] = {}
    roles = RoleAssignment.objects.held(timezone.localdate()).filter(
        role=Role.PRODUCER, producer__in=producers, user__is_active=True
    )
    rows = roles.exclude(user__email="").order_by("pk").values_list("producer_id", "user__email")
    for producer, address in rows:
        found.setdefault(producer, []).append(address)
    return found


def tell_people(dossier: Dossier, said: str, more: str = "") -> None:
    """Tell each of them what happened to a dossier, and what was written about it."""
    name = f"Hồ sơ {dossier.receipt_number or ''}, sản phẩm {dossier.product_name}, {said}."
    body = "\n\n".join(part for part in (name, more, CLOSING) if part)
    addresses = addresses_of([dossier.producer_id]).get(dossier.producer_id, [])
    subject = f"Hồ sơ OCOP: {dossier.product_name}"
    queue_letters([Letter(each, subject, body, f"hồ sơ {dossier.pk}") for each in addresses])
