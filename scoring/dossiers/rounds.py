"""The round of assessment a dossier waits for."""

from __future__ import annotations

from itertools import takewhile

from scoring.dossiers.enums import ENDED, DossierStatus
from scoring.models import Dossier
from scoring.process.enums import ProcessLevel
from scoring.process.rules import Round, round_of
from scoring.process.storage import round_definition


def awaited_round(dossier: Dossier) -> Round | None:
    """Return the round of the office that has it, by the day it came there.

    None once it is assessed, and where that office's process knows no rounds. Reads the moves
    of the dossier and the rounds of its process; a list fetches both beforehand.
    """
    if dossier.status in ENDED | {DossierStatus.CONCLUDED}:
        return None
    level = ProcessLevel(dossier.level)
    latest = reversed(dossier.moves.all())
    days = [each.on for each in takewhile(lambda each: each.to_level == level, latest)]
    rounds = [round_definition(each) for each in dossier.process.rounds.all()]
    return round_of(days[-1], rounds, level) if days else None
