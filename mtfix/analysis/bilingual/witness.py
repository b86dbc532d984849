"""What the tables know of names: the gate's questions, answered by word lists, the gazetteer and the lexicon."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from mtfix.analysis.bilingual.names import Names
from mtfix.document import WORD
from mtfix.gazetteer.store import fold_name
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.tables import DATA, read_table
from mtfix.text.english import Pos

if TYPE_CHECKING:
    from mtfix.analysis.knowledge import Knowledge
    from mtfix.gazetteer.entry import Entry

#: Words of closed classes, which the English list gives no part of speech, and those that a capital is usual on.
_CLOSED = frozenset(
    re.findall(
        r"\w+",
        """the a an and or nor but if of for from with at by in on to into onto upon than that as during until till
        against among although though because unless despite toward towards whether since every per cannot
        he she it we you they i me him her us them my your his its our their this these those there what who which when
        two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million
        mr mrs ms dr gen col monday tuesday wednesday thursday friday saturday sunday january february march april may
        june july august september october november december""",
    )
)
_CONTRACTION = re.compile(r".+(?:n['’]t|['’](?:m|re|ve|ll|d))")
_ADJECTIVE = re.compile(r"[сц]к\w{1,3}$")
#: How much of the sound of a name and of a source word must agree, in per cent.
_LIKE = 75.0


class Witness:
    """Answers for one open knowledge.

    >>> from mtfix.analysis.knowledge import Knowledge
    >>> from mtfix.config import Config
    >>> w = Witness(Knowledge.open(Config()))
    >>> [w.ordinary(x) for x in ("ministry", "lavrov", "china")]
    [True, False, False]
    >>> [w.held(n, "Лавров уехал из Китая во французский город") for n in ("Lavrov", "China", "French", "Kerry")]
    [True, True, True, False]
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def names(self) -> Names:
        """The answers as the gate takes them."""
        return Names(self.ordinary, self.demonym, self.held)

    def ordinary(self, word: str) -> bool:
        """Whether a lower-case word is an ordinary English one: not a place, not a known person's surname."""
        if word in _CLOSED or _CONTRACTION.fullmatch(word):
            return True
        pos = self._knowledge.english.pos(word)
        return pos is not Pos.NONE and (pos & ~Pos.VERB != Pos.NOUN or not self._is_name(word))

    def _is_name(self, word: str) -> bool:
        gazetteer = self._knowledge.gazetteer
        known = word in _lands() or gazetteer.by_surname(word)
        return bool(known) or any(e.type == "place" for e in self._entries(word))

    def _entries(self, word: str) -> list[Entry]:
        """The entries that have a word for a right spelling of their own."""
        return [h.entry for h in self._knowledge.gazetteer.matches(word) if (h.start, h.end) == (0, len(word))]

    def demonym(self, word: str) -> bool:
        """Whether a lower-case word is rightly capitalised on its own (Russian, Turks)."""
        return word in self._knowledge.proper_adjectives

    def held(self, name: str, source: str) -> bool:
        """Whether a source sentence holds a name: by the gazetteer, by the lexicon, or by its sound."""
        lower = fold_name(name)
        theirs = [w.lower().replace("ё", "е") for w in WORD.findall(source)]
        known = [p for e in self._entries(name) for p in (*e.ru_parts, *map(str.lower, e.acr_ru))]
        known += WORD.findall(_lands().get(lower, ""))
        stems = {p[: max(3, len(p) - 2)] for p in known}
        if any(w.startswith(stem) for w in theirs for stem in stems):
            return True
        keys = keys_of_latin(lower)[:4]
        return any(self._translates(lower, w) or _sounds_like(keys, w) for w in theirs if len(w) > 2)

    def held_loosely(self, name: str, source: str) -> bool:
        """The same, but a part of a word will do: Moscow in Подмосковье, Finland in финский.

        >>> from mtfix.analysis.knowledge import Knowledge
        >>> from mtfix.config import Config
        >>> Witness(Knowledge.open(Config())).held_loosely("Moscow", "в Подмосковье")
        True
        """
        lower = fold_name(name)
        theirs = source.lower().replace("ё", "е")
        words = WORD.findall(theirs)
        land = _lands().get(lower, "").lower()
        known = [p for e in self._entries(name) if e.type == "place" for p in e.ru_parts]
        known += [land] if land.isalpha() else []
        known += [_otherwise()[lower]] if lower in _otherwise() else []
        if any(self._translates(lower, w) for w in words):
            return True
        for p in known:
            root = p[:-1] if p[-1] in "аяйьоеиы" else p
            if any(root in w for w in words) or (len(p) > 4 and p[:4] in theirs):
                return True
            if len(p) > 4 and any(w.startswith(p[:3]) and _ADJECTIVE.search(w) for w in words):
                return True
        return not land and self.held(name, source)

    def kind(self, word: str) -> str:
        """What a folded name is known for: ``person``, ``place``, or nothing (empty)."""
        if word in _lands() or any(e.type == "place" for e in self._entries(word)):
            return "place"
        return "person" if self._knowledge.gazetteer.by_surname(word) else ""

    def _translates(self, name: str, word: str) -> bool:
        return any(name in fold_name(e).split() for e in self._knowledge.source.read(word).english)


@functools.cache
def _lands() -> dict[str, str]:
    """Lands whose English name is one word, to their Russian name, both lower case; from the CLDR by way of Babel."""
    from babel import Locale

    english, russian = Locale.parse("en").territories, Locale.parse("ru").territories
    lands = {"turkey": russian["TR"].lower()}
    return lands | {e.lower(): russian[c].lower() for c, e in english.items() if " " not in e and c in russian}


@functools.cache
def _otherwise() -> dict[str, str]:
    """Other Russian names of lands."""
    rows = read_table(DATA / "russian/lands_otherwise.tsv", ("english", "russian"))
    return {r["english"]: r["russian"] for r in rows}


def _sounds_like(keys: tuple[str, ...], word: str) -> bool:
    """Whether a source word has the sound of a name, a case ending aside."""
    key = key_of_cyrillic(word)
    return any(fuzz.ratio(k, key[: len(k) + 1]) >= _LIKE for k in keys)
