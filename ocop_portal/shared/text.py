"""Vietnamese text: cleaning, folding, ordering, spelling variants. Knows nothing of OCOP."""

import re
import unicodedata
from functools import lru_cache

from django.db.models import Func, TextField

MARKS = re.compile("[\u0300-\u036f]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
NOT_SLUG = re.compile("[^a-z0-9]+")
WORD = re.compile(r"[^\W\d_]+")

# Letters other alphabets lend when a keyboard lacks ours: eth and African d look like Đ.
LOOKALIKES = str.maketrans("ÐðƉɖ", "ĐđĐđ")
LENT = re.compile("[ÐðƉɖ]")


def nfc(value: str) -> str:
    """The composed form, the only one that is stored."""
    return unicodedata.normalize("NFC", value)


def nfd(value: str) -> str:
    """The decomposed form: letters and their marks apart."""
    return unicodedata.normalize("NFD", value)


def clean(value: str) -> str:
    """One line as a person meant it: composed, nothing invisible, single spaces, real Đ."""
    if _is_clean(value):
        return value
    text = INVISIBLE.sub("", nfc(value).translate(LOOKALIKES))
    return nfc(BLANKS.sub(" ", text).strip())


def _is_clean(value: str) -> bool:
    """Whether `clean` has nothing to do, as nearly always; telling so is five times faster."""
    return (
        value.isprintable()
        and "  " not in value
        and value[:1] != " "
        and value[-1:] != " "
        and unicodedata.is_normalized("NFC", value)
        and not LENT.search(value)
    )


def fold(value: str) -> str:
    """Without accents and in lower case, ``đ`` as ``d``; exactly what `ImmutableFold` gives.

    Decomposes before lowering. Every sigma becomes σ, as in PostgreSQL, which knows no final one.
    """
    bare = MARKS.sub("", nfd(value)).replace("Σ", "σ")
    return bare.lower().replace("đ", "d")


class ImmutableFold(Func):
    """`fold` in SQL, immutable under every locale, hence fit for generated columns and indexes."""

    arity = 1
    output_field = TextField()
    template = (
        "translate(lower(regexp_replace(normalize(%(expressions)s, NFD), "
        r"'[\u0300-\u036f]', '', 'g')), 'đĐ', 'dd')"
    )


def slugify(value: str, max_length: int | None = None) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word where ``max_length`` asks."""
    slug = NOT_SLUG.sub("-", fold(clean(value))).strip("-")
    if max_length is None or len(slug) <= max_length:
        return slug
    head = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return head.strip("-")


# --- Order -----------------------------------------------------------------------------------

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; none is ngang
TONE_MARK = re.compile(f"[{TONES}]")
TONE_RANK = {mark: str(rank) for rank, mark in enumerate(TONES, start=2)}
LETTER_MARKS = {
    ("a", "\u0306"): "a1",
    ("a", "\u0302"): "a2",
    ("e", "\u0302"): "e1",
    ("o", "\u0302"): "o1",
    ("o", "\u031b"): "o2",
    ("u", "\u031b"): "u1",
}
SORT_TOKEN = re.compile("[0-9]+|[^\\W0-9_](?:[^\\W0-9_]|[\u0300-\u036f])*")


@lru_cache(maxsize=65536)
def _token_key(token: str) -> str:
    """Key of one number or one syllable: its letters, then its tone."""
    if token[0] in "0123456789":
        digits = token.lstrip("0")
        size = min(len(digits), 35)
        return "1" + "0123456789abcdefghijklmnopqrstuvwxyz"[size] + digits
    letters: list[str] = []
    tones = ""
    base = ""
    for char in token:
        if char in TONE_RANK:
            tones += TONE_RANK[char]
        elif (base, char) in LETTER_MARKS:
            letters[-1] = LETTER_MARKS[base, char]
        elif not MARKS.match(char):
            base = char
            letters.append(_letter_key(char))
    return "".join(letters) + "0" + (tones or "1")


def _letter_key(char: str) -> str:
    """Two characters for one letter; letters of other scripts come last."""
    if char == "đ":
        return "d1"
    return f"{char}0" if "a" <= char <= "z" else f"zz{ord(char):06x}"


def sort_key(value: str) -> str:
    """A string of ``0-9a-z`` whose order is the reader's, under every collation.

    As in Vietnamese dictionaries the order goes syllable by syllable: first the letters
    (a ă â b c d đ e ê …), then the tone (ngang huyền hỏi ngã sắc nặng), so that "tuân thủ" stands
    before "tuần chay". Case and punctuation do not count; numbers are ordered as numbers.
    """
    text = nfd(clean(value)).lower()
    return "".join(_token_key(token) for token in SORT_TOKEN.findall(text))


# --- Spelling variants -----------------------------------------------------------------------

VOWELS = "aăâeêioôơuưy"
SYLLABLE = re.compile(
    rf"(?P<onset>qu(?=[{VOWELS}])|gi(?=[{VOWELS}])|ngh|[ckgnpt]h|ng|tr|[bcdđghklmnpqrstvx])?"
    rf"(?P<nucleus>[{VOWELS}]{{1,3}})(?P<coda>ch|ng|nh|[cmnpt])?",
    re.IGNORECASE,
)
LONE_Y = re.compile(r"(?:(?<=[bcdđghklmnpqrstvx])|(?<=qu))[yỳỷỹýỵ](?![^\W\d_])")
Y_TO_I = str.maketrans("yỳỷỹýỵ", "iìỉĩíị")


def canonical_tone(value: str) -> str:
    """The text with each tone mark where the older rule puts it: ``Hoà`` → ``Hòa``, case kept.

    Words that are no Vietnamese syllable, or carry more than one tone, stay as they are.
    """
    return WORD.sub(lambda match: _place_tone(match[0]), nfc(value))


@lru_cache(maxsize=65536)
def _place_tone(word: str) -> str:
    decomposed = nfd(word)
    tones = TONE_MARK.findall(decomposed)
    if len(tones) != 1:
        return word
    plain = nfc(TONE_MARK.sub("", decomposed))
    syllable = SYLLABLE.fullmatch(plain)
    if syllable is None:
        return word
    place = syllable.start("nucleus") + _tone_place(syllable["nucleus"].lower(), syllable["coda"])
    return nfc(plain[: place + 1] + tones[0] + plain[place + 1 :])


def forget_syllables() -> None:
    """Let go of the syllables met: after a whole register was read they are many."""
    _place_tone.cache_clear()


def _tone_place(nucleus: str, coda: str | None) -> int:
    """Which vowel of the nucleus bears the tone."""
    marked = [place for place, vowel in enumerate(nucleus) if vowel in "ăâêôơư"]
    if marked:
        return marked[-1]
    if coda is not None:
        return len(nucleus) - 1
    return 1 if len(nucleus) == 3 else 0


def loose_key(value: str) -> str:
    """Lower case, tones in one place, lone ``y`` as ``i``: ``Sỹ Bình`` and ``Sĩ Bình`` agree."""
    lowered = canonical_tone(clean(value)).lower()
    return LONE_Y.sub(lambda match: match[0].translate(Y_TO_I), lowered)


def bare_key(value: str) -> str:
    """`loose_key` without accents, for comparing names: ``Sỹ Bình`` and ``si binh`` agree.

    A tone that is dropped need not be put in its place first.
    """
    return LONE_Y.sub("i", fold(clean(value)))
