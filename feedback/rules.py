"""Numbers, keys, days and the small proofs of a form that no machine filled in. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

# Without letters and digits that are taken for one another when read aloud or written down.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NUMBER_LETTERS = 6
KEY_BYTES = 18
ANSWER_DAYS = 15
"""Days within which the office means to answer; its own promise, shown on the page."""


def new_number(on: dt.date) -> str:
    """A number to follow a report up by, that tells nothing of how many there are: PA26-7K3QFD."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LETTERS))
    return f"PA{on:%y}-{letters}"


def new_key() -> str:
    """The secret part of the link that is given once."""
    return secrets.token_urlsafe(KEY_BYTES)


def fingerprint(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def normal_number(typed: str) -> str:
    """A number as kept, however it was typed: ``pa26 7k3qfd`` is ``PA26-7K3QFD``."""
    letters = "".join(char for char in typed.upper() if char.isascii() and char.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


def due_on(received: dt.date) -> dt.date:
    """The last day of the time promised."""
    return received + dt.timedelta(days=ANSWER_DAYS)
