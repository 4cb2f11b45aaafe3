"""Reading a line of words: which of them are names, and which level was announced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from communes.resolution.names import Match, Names, key_of
from communes.resolution.wording import (
    KEYWORD_STARTS,
    KEYWORDS,
    LONGEST_KEYWORD,
    Keyword,
    Level,
    Word,
)

# How much a reading is worth: names found count most, a word that announces them adds to it.
WORTH_OF_A_WORD = 10
WORTH_OF_ANNOUNCING = 6
WORTH_OF_A_KEYWORD = 1


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of words: names it may stand for (none if unknown) and what announced it."""

    words: tuple[Word, ...]
    matches: tuple[Match, ...]
    keyword: Keyword | None = None

    @property
    def typed(self) -> str:
        """The words as they were typed."""
        return " ".join(word.raw for word in self.words)

    def of(self, level: Level) -> list[Match]:
        """The matches of one level."""
        return [match for match in self.matches if match.name.level is level]

    def is_announced(self, level: Level) -> bool:
        """Whether a word before it says this is of that level."""
        return self.keyword is not None and level in self.keyword.levels

    @property
    def may_be_higher(self) -> bool:
        """Whether a district or a province has this name."""
        return any(match.name.level is not Level.COMMUNE for match in self.matches)

    @property
    def tells_nothing(self) -> bool:
        """Whether it neither is the place meant nor speaks of it, once a commune is announced."""
        if self.keyword is None:
            return not self.matches
        return Level.VILLAGE in self.keyword.levels and not self.may_be_higher


def read_segment(words: tuple[Word, ...], names: Names) -> tuple[Mention, ...]:
    """The mentions of one segment, left to right; unknown stretches among them."""
    found: list[Mention] = []
    keyword: Keyword | None = None
    unknown: list[Word] = []
    for step in _best_steps(words, names):
        stretch = words[step.named_from or step.start : step.end]
        if not step.is_keyword and not step.matches:
            unknown.extend(stretch)
            continue
        if unknown:
            found.append(Mention(tuple(unknown), (), keyword))
            keyword, unknown = None, []
        if step.is_keyword:
            keyword = step.keyword
        else:
            found.append(Mention(stretch, step.matches, step.keyword or keyword))
            keyword = None
    if unknown:
        found.append(Mention(tuple(unknown), (), keyword))
    return tuple(_mend_announced(found, names))


class _Step(NamedTuple):
    """A stretch of the reading: a keyword, a name with what announced it, or an unknown word.

    An announced name begins at ``named_from``, after its keyword.
    """

    start: int
    end: int
    worth: int = 0
    matches: tuple[Match, ...] = ()
    keyword: Keyword | None = None
    is_keyword: bool = False
    named_from: int = 0


def _best_steps(words: tuple[Word, ...], names: Names) -> list[_Step]:
    """The reading of the words that is worth most, found from the right end."""
    count = len(words)
    best = [0] * (count + 1)
    choice: list[_Step] = [_Step(place, place + 1) for place in range(count)]
    for start in range(count - 1, -1, -1):
        best[start] = best[start + 1]
        for step in (*_names_at(words, start, names), *_keywords_at(words, start, names)):
            if step.worth + best[step.end] > best[start]:
                best[start] = step.worth + best[step.end]
                choice[start] = step
    found: list[_Step] = []
    place = 0
    while place < count:
        found.append(choice[place])
        place = choice[place].end
    return found


def _names_at(words: tuple[Word, ...], start: int, names: Names) -> list[_Step]:
    steps = []
    key = ""
    for end in range(start + 1, len(words) + 1):
        key += words[end - 1].key
        if not names.begins(key):
            break
        if known := names.by_key.get(key):
            matches = tuple(Match(name) for name in known)
            steps.append(_Step(start, end, WORTH_OF_A_WORD * (end - start), matches))
    return steps


def _keywords_at(words: tuple[Word, ...], start: int, names: Names) -> list[_Step]:
    steps: list[_Step] = []
    if words[start].key not in KEYWORD_STARTS:
        return steps
    for end in range(start + 1, min(start + LONGEST_KEYWORD, len(words) - 1) + 1):
        keyword = KEYWORDS.get(" ".join(word.key for word in words[start:end]))
        if keyword is None:
            continue
        if start == 0 or end > start + 1 or len(words[start].key) > 1:  # "Nguyễn T Minh Khai"
            steps.append(_Step(start, end, WORTH_OF_A_KEYWORD, (), keyword, is_keyword=True))
        for name in _names_at(words, end, names):
            if announced := _announce(keyword, name):
                worth = name.worth + WORTH_OF_ANNOUNCING + end - start
                steps.append(announced._replace(start=start, worth=worth, named_from=end))
    return steps


def _announce(keyword: Keyword, name: _Step) -> _Step | None:
    """The name as the keyword allows it to be read; a village may have any name."""
    matches = [match for match in name.matches if match.name.level in keyword.levels]
    if Level.DISTRICT in keyword.levels:
        # "thành phố Bắc Kạn" was a district; only where there is none may it be a province.
        matches = [match for match in matches if match.name.level is Level.DISTRICT] or matches
    if not matches and Level.VILLAGE in keyword.levels:
        matches, keyword = list(name.matches), Keyword((Level.VILLAGE,))
    return name._replace(matches=tuple(matches), keyword=keyword) if matches else None


def _mend_announced(found: list[Mention], names: Names) -> list[Mention]:
    """Look for slips in unknown stretches that a word announced as a commune or higher."""
    for place, mention in enumerate(found):
        if mention.matches or mention.keyword is None or mention.is_announced(Level.VILLAGE):
            continue
        if (mended := _near(mention, names, slips=1)) is None and not _pass_on(found, place):
            mended = _near(mention, names, slips=2)
        if mended is not None:
            found[place] = mended
    return found


def _near(mention: Mention, names: Names, slips: int) -> Mention | None:
    """Try the whole stretch after the keyword, then its beginnings."""
    levels = mention.keyword.levels if mention.keyword else ()
    for end in range(min(len(mention.words), names.longest + 1), 0, -1):
        near = names.near(key_of(mention.words[:end]), *levels)
        if near and near[0].slip == slips:
            return Mention(mention.words[:end], tuple(near), mention.keyword)
    return None


def _pass_on(found: list[Mention], place: int) -> bool:
    """In "xã vùng cao Côn Minh" the keyword is meant for the name that follows."""
    keyword = found[place].keyword
    follower = found[place + 1] if place + 1 < len(found) else None
    if keyword is None or follower is None or follower.keyword is not None:
        return False
    matches = tuple(match for match in follower.matches if match.name.level in keyword.levels)
    if matches:
        found[place] = Mention(found[place].words, ())
        found[place + 1] = Mention(follower.words, matches, keyword)
    return bool(matches)


def mend_bare(found: list[Mention], names: Names) -> list[Mention]:
    """Take a whole bare stretch for a misspelt commune, unless the text surely names another."""
    others = [o for o in found if o.of(Level.COMMUNE) and not o.is_announced(Level.VILLAGE)]
    if any(o.is_announced(Level.COMMUNE) or not o.may_be_higher for o in others):
        return found
    return [_near_bare(mention, names, bool(others)) for mention in found]


def _near_bare(mention: Mention, names: Names, is_told: bool) -> Mention:
    if mention.matches or mention.keyword is not None:
        return mention
    near = names.near(key_of(mention.words), Level.COMMUNE)
    if near and (near[0].slip == 1 or not is_told):
        return Mention(mention.words, tuple(near))
    return mention
