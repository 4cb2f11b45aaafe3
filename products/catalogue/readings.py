"""What a question may have been meant to say, the likeliest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocop_portal.shared.text import nfc
from products.catalogue.words import Word, words

# "miến dong của HTX Tài Hoan ở Côn Minh": they join what is meant and stand in hardly any name.
# Without accents "tai" is a name more often than "tại", so it is left alone.
JOINING = frozenset({"của", "ở", "tại", "và"})
JOINING_WITHOUT_ACCENTS = frozenset({"cua", "o"})
# "mie6n1 dong": typed by VNI without an input method.
VNI_WORD = re.compile(r"\b[^\W\d_]+\d(?:[^\W_]*)")
DIGIT = re.compile(r"\d")


def readings(question: str) -> Iterator[list[Word]]:
    """The words as typed; without those that only join; with the digits of VNI taken for accents.

    A later reading serves where nothing answers to those before it.
    """
    typed = words(question)
    yield typed
    is_accented = any(word.accented != word.folded for word in typed)
    joining = JOINING if is_accented else JOINING_WITHOUT_ACCENTS
    telling = [word for word in typed if word.accented not in joining]
    if telling and len(telling) < len(typed):
        yield telling
    plain = VNI_WORD.sub(lambda found: DIGIT.sub("", found[0]), nfc(question))
    if plain != nfc(question):
        yield words(plain)
