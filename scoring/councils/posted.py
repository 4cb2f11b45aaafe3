"""What a browser sends of a sheet, read with care: by the words of options, never by points."""

from __future__ import annotations

from decimal import Decimal

from django.http import QueryDict

from accounts.models import User
from accounts.remembered import Remembered
from scoring.councils.answering import Said, save_answer, save_at_once
from scoring.councils.criteria import Criteria, criteria_of
from scoring.councils.errors import ActRefused, SheetLack
from scoring.councils.sheets import save_sheet
from scoring.questions import tokens_of

NOTE = "ghi-chu:"
CODE, CHOICE, WORDS = "tieu-chi", "phuong-an", "ghi-chu"
GATES, GATES_SENT, COMMENT = "loai", "co-loai", "nhan-xet"


def one_answer(posted: QueryDict, *, sheet_id: int, by: User) -> None:
    """Keep what one small request says: of one criterion, the gates, or the comment.

    Raises ``ActRefused`` for what does not fit and ``NotYours``.
    """
    if code := posted.get(CODE, ""):
        save_answer(
            sheet_id=sheet_id,
            code=code,
            said=lambda criteria: _said(criteria, code, posted),
            by=by,
        )
    elif GATES_SENT in posted or COMMENT in posted:
        gates = posted.getlist(GATES) if GATES_SENT in posted else None
        save_sheet(
            sheet_id=sheet_id, answers={}, by=by, gates=gates, comment=_words(posted, COMMENT)
        )
    else:
        raise ActRefused("Không có gì để lưu.")


def answer_at_once(posted: QueryDict, *, sheet_id: int, by: Remembered) -> bool:
    """Whether what is said of one criterion is kept, for whoever was let in before.

    See `save_at_once`: where it is not, `one_answer` has the word.
    """
    code = posted.get(CODE, "")
    return bool(code) and save_at_once(
        sheet_id=sheet_id,
        code=code,
        said=lambda criteria: _said(criteria, code, posted),
        by=by,
    )


def answers_of(
    posted: QueryDict, set_id: int | None
) -> tuple[dict[str, Said], tuple[SheetLack, ...]]:
    """Every answer of the whole form, by criterion, and what could not be read."""
    criteria = criteria_of(set_id)
    answers: dict[str, Said] = {}
    unread = []
    for code in criteria.keys:
        said: Said = {}
        if code in posted:
            try:
                said |= _chosen(criteria, code, posted.get(code, ""))
            except ActRefused as refusal:
                unread.append(SheetLack(code, str(refusal)))
        if NOTE + code in posted:
            said["note"] = _words(posted, NOTE + code) or ""
        if said:
            answers[code] = said
    return answers, tuple(unread)


def _said(criteria: Criteria, code: str, posted: QueryDict) -> Said:
    said: Said = {}
    if CHOICE in posted:
        said |= _chosen(criteria, code, posted.get(CHOICE, ""))
    if WORDS in posted:
        said["note"] = _words(posted, WORDS) or ""
    return said


def _words(posted: QueryDict, name: str) -> str | None:
    """What was written, without the one character no column takes; None where nothing was sent."""
    written = posted.get(name)
    return None if written is None else written.replace("\0", "")


def _chosen(criteria: Criteria, code: str, word: str) -> Said:
    criterion = criteria.definition.answerable.get(code)
    if criterion is None:
        raise ActRefused(f"Tiêu chí {code[:12]} không thuộc bộ tiêu chí của hồ sơ.")
    if not word:
        return {"points": None, "case": ""}
    option = tokens_of(criterion).get(word)
    if option is None:
        raise ActRefused(f"Tiêu chí {code}: “{word[:20]}” không phải là phương án.")
    return {"points": Decimal(option.points), "case": option.case}
