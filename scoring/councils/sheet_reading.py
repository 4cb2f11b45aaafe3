"""One sheet with all that its page tells of it, in one statement."""

from __future__ import annotations

from typing import NamedTuple

from accounts.models import User
from ocop_portal.shared.prepared import rows_of
from producers.models import Producer
from scoring.councils.reading import Columns, split
from scoring.models import (
    CouncilMember,
    Dossier,
    DossierRevision,
    Regulation,
    Scoresheet,
    Session,
    SessionItem,
    SessionMember,
)

PARTS = (
    Columns(Scoresheet, "t"),
    Columns(SessionItem, "i", "session_id", "dossier_id", "revision_id", "status", "round"),
    Columns(Session, "s", "title", "status", "regulation_id", "council_id"),
    Columns(Regulation, "g"),
    Columns(
        Dossier, "d", "producer_id", "criteria_set_id", "product_name", "receipt_number", "is_demo"
    ),
    Columns(Producer, "p", "name"),
    Columns(DossierRevision, "v", "number"),
    Columns(SessionMember, "m"),
    Columns(CouncilMember, "c"),
    Columns(User, "u", "username", "full_name"),
)
SHEET = f"""
    SELECT {", ".join(part.sql for part in PARTS)},
        (
            SELECT k.kind FROM scoring_conflictdeclaration k
            WHERE k.item_id = t.item_id AND k.member_id = t.member_id
            ORDER BY k.id DESC LIMIT 1
        )
    FROM scoring_scoresheet t
    JOIN scoring_sessionitem i ON i.id = t.item_id
    JOIN scoring_session s ON s.id = i.session_id
    JOIN scoring_regulation g ON g.id = s.regulation_id
    JOIN scoring_dossier d ON d.id = i.dossier_id
    JOIN producers_producer p ON p.id = d.producer_id
    JOIN scoring_dossierrevision v ON v.id = i.revision_id
    JOIN scoring_sessionmember m ON m.id = t.member_id
    JOIN scoring_councilmember c ON c.id = m.member_id
    JOIN accounts_user u ON u.id = c.user_id
    WHERE t.id = %s
"""  # noqa: S608 - names of our own columns


class SheetRead(NamedTuple):
    """A sheet, its member's last word on a conflict, and every column both were read from."""

    sheet: Scoresheet
    conflict: str | None
    read_as: tuple[object, ...]


def sheet_for_page(key: int) -> SheetRead | None:
    """The sheet with that key; none where there is none.

    Its item, session, regulation, dossier, producer, revision (without its content), seat and
    person are loaded.
    """
    for values in rows_of(SHEET, [key]):
        rows, (conflict,) = split(PARTS, values)
        sheet, item, session, regulation, dossier, producer, revision, member, seat, user = rows
        session.regulation, dossier.producer, seat.user, member.member = (
            *(regulation, producer, user, seat),
        )
        item.session, item.dossier, item.revision = session, dossier, revision
        member.session = session
        sheet.item, sheet.member = item, member
        return SheetRead(sheet, conflict, values)
    return None
