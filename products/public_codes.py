"""The public code of a certification, as printed under the stars of a label.

Seven symbols drawn at random and one that checks them, written in two groups: ``7K3M-9QWX``. The
31 symbols leave out I, L, O, S and U, which are taken for 1, 1, 0, 5 and V; their number is prime,
so the check symbol finds every single wrong symbol and every two exchanged. The database makes the
codes (``products_new_public_code``), whoever writes the row; here they are read. Why so:
docs/adr/0005-public-codes.md.
"""

from __future__ import annotations

import re

from django.db.models import CharField, Func, TextChoices

SYMBOLS = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
LENGTH = 8
GROUP = 4
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1)
PATTERN = rf"^[{SYMBOLS}]{{{LENGTH}}}$"
LONGEST_TYPED = 60
"""Characters of what was typed that are looked at and shown again."""

LOOK_ALIKES = str.maketrans("ILOSU", "1105V")
SEPARATORS = re.compile(r"[\s\-‐‑–—_.]+")


class NewPublicCode(Func):
    """A code no certification has, nor ever had; made by the database."""

    function = "products_new_public_code"
    template = "%(function)s()"
    output_field = CharField()


def normalise(typed: str) -> str:
    """Return the code meant: capitals without separators, look-alikes told apart.

    At most ``LONGEST_TYPED`` characters are read; what is no symbol stays, so that
    `is_well_formed` says no.
    """
    joined = SEPARATORS.sub("", typed[:LONGEST_TYPED])
    return joined.upper().translate(LOOK_ALIKES)


class Slip(TextChoices):
    """Why something typed cannot be a code."""

    SYMBOL = "symbol"
    SHORT = "short"
    LONG = "long"
    CHECK = "check"


def slip_in(code: str) -> Slip | None:
    """Return what is wrong with a normalised code; none when its eight symbols agree."""
    if any(symbol not in SYMBOLS for symbol in code):
        return Slip.SYMBOL
    if len(code) != LENGTH:
        return Slip.SHORT if len(code) < LENGTH else Slip.LONG
    values = (SYMBOLS.index(symbol) for symbol in code)
    total = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return Slip.CHECK if total % len(SYMBOLS) else None


def is_well_formed(code: str) -> bool:
    """Whether a normalised code has its eight symbols and they agree with the last one."""
    return slip_in(code) is None


def in_groups(code: str) -> str:
    """Write a code as it is printed: ``7K3M-9QWX``."""
    return f"{code[:GROUP]}-{code[GROUP:]}"
