"""Ending the dossiers whose decision an import brought, and taking that back; set by set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import OperationalError, transaction

from accounts.enums import Act as Right
from accounts.enums import Area
from accounts.models import User
from accounts.permissions import can
from ocop_portal.shared.outbox import Letter, queue_letters
from scoring.dossiers.enums import AppealStatus, DossierAct, DossierStatus
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.letters import addresses_of
from scoring.dossiers.moving import Turn, holding_many, move_many
from scoring.models import Appeal, Dossier, DossierClock, DossierMove
from scoring.rating_import.acts import Closing
from scoring.rating_import.writing import RegisterBusy

State = dict[str, Any]
"""What undoing needs: ``dossier``, ``move``, whether the product was set, clocks stopped."""


def close_dossiers(
    closings: Mapping[int, tuple[Closing, int]], *, file_name: str, by: User | None, on: dt.date
) -> dict[int, State]:
    """Recognise each dossier by its row's decision; states before, by position of the row.

    ``closings`` gives for each position the closing and the product. A constant number of queries.
    Raises ``NotYours``; `RegisterBusy` when somebody else is acting on one of the dossiers.
    """
    if not closings:
        return {}
    if by is None or not can(by, Right.DECIDE, Area.DOSSIER):
        raise NotYours("Bạn không được ghi quyết định cho hồ sơ.")
    keys = [closing.dossier for closing, _product in closings.values()]
    _hold_at_once(keys)
    with holding_many(keys, by) as rows:
        held = {row.pk: row for row in rows}
        states = {
            position: _state(held[closing.dossier]) for position, (closing, _p) in closings.items()
        }
        for closing, product in closings.values():
            held[closing.dossier].product_id = product
        Dossier.objects.bulk_update(rows, ["product"])
        clocks = _stop_clocks(keys, on)
        turns = {
            position: Turn(held[closing.dossier], _reason(closing, file_name))
            for position, (closing, _product) in closings.items()
        }
        moves = move_many(list(turns.values()), DossierAct.RECOGNISE, by=by, on=on)
        for position, made in zip(turns, moves, strict=True):
            states[position] |= {"move": made.pk, "clocks": clocks.get(made.dossier_id, [])}
        _tell([closing for closing, _product in closings.values()], held)
    return states


def _hold_at_once(keys: list[int]) -> None:
    """Never wait for a dossier: whoever has it may be waiting for the register we hold."""
    try:
        with transaction.atomic():
            rows = Dossier.objects.select_for_update(nowait=True).filter(pk__in=keys)
            list(rows.order_by("pk").values("pk"))
    except OperationalError as error:
        raise RegisterBusy from error


def _state(dossier: Dossier) -> State:
    return {"dossier": dossier.pk, "is_product_new": dossier.product_id is None}


def _stop_clocks(keys: list[int], on: dt.date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    running = DossierClock.objects.running().filter(dossier__in=keys)
    for pk, dossier in running.values_list("pk", "dossier_id"):
        found.setdefault(dossier, []).append(pk)
    running.update(stopped_on=on)
    return found


def _reason(closing: Closing, file_name: str) -> str:
    return f"{closing.in_words}, nhập từ tệp “{file_name}”"


def _tell(closings: list[Closing], held: Mapping[int, Dossier]) -> None:
    addresses = addresses_of({row.producer_id for row in held.values()})
    queue_letters(list(_letters(closings, held, addresses)))


def _letters(
    closings: list[Closing], held: Mapping[int, Dossier], addresses: Mapping[int, list[str]]
) -> Iterator[Letter]:
    for closing in closings:
        dossier = held[closing.dossier]
        for address in addresses.get(dossier.producer_id, ()):
            yield Letter(
                to=address,
                subject=f"Kết quả đánh giá OCOP: {dossier.product_name}",
                body=f"Hồ sơ {closing.receipt}, sản phẩm {dossier.product_name}, được công nhận "
                f"{closing.stars} sao.\n\n{closing.in_words}.",
                about=f"nhập kết quả, hồ sơ {dossier.pk}",
            )


# --- taking it back


def reasons_to_stay(states: Mapping[int, State]) -> list[str]:
    """Why the dossiers cannot go back now; states by the dossier's key. Three queries."""
    if not states:
        return []
    last: dict[int, int] = {}
    moves = DossierMove.objects.filter(dossier__in=states).order_by("pk")
    for pk, dossier in moves.values_list("pk", "dossier_id"):
        last[dossier] = pk
    appealed = set(
        Appeal.objects.filter(dossier__in=states)
        .exclude(status=AppealStatus.TAKEN_BACK)
        .values_list("dossier_id", flat=True)
    )
    found = []
    for row in Dossier.objects.filter(pk__in=states).order_by("pk"):
        name = f"Hồ sơ {row.receipt_number or row.pk} “{row.product_name}”"
        if row.status != DossierStatus.RECOGNISED or last.get(row.pk) != states[row.pk]["move"]:
            found.append(f"{name} đã có việc khác sau đó.")
        elif row.pk in appealed:
            found.append(f"{name} đang có khiếu nại về kết quả này.")
    return found


def reopen_dossiers(
    states: Mapping[int, State], *, file_name: str, by: User | None, on: dt.date
) -> None:
    """Put the dossiers back before the decision; the caller has asked `reasons_to_stay`."""
    if not states:
        return
    if by is None or not can(by, Right.DECIDE, Area.DOSSIER):
        raise NotYours("Bạn không được lùi quyết định của hồ sơ.")
    _hold_at_once(list(states))
    with holding_many(states, by) as rows:
        for row in rows:
            if states[row.pk]["is_product_new"]:
                row.product = None
        Dossier.objects.bulk_update(rows, ["product"])
        turns = [Turn(row, f"Hoàn tác lần nhập từ tệp “{file_name}”") for row in rows]
        try:
            move_many(turns, DossierAct.TAKE_BACK, by=by, on=on)
        except ActRefused as error:
            raise RegisterBusy from error
        clocks = [pk for state in states.values() for pk in state["clocks"]]
        DossierClock.objects.filter(pk__in=clocks).update(stopped_on=None)
