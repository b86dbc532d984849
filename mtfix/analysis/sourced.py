"""What the source text says of each unknown word: which of its words it came from.

The same engine with more evidence: the channel scores an unknown word against the words of the source sentence instead
of against all Russian forms; a source word whose English stands in the translation is less likely to be the one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.index import Kind

if TYPE_CHECKING:
    from mtfix.analysis import Analysis
    from mtfix.analysis.knowledge import Knowledge

_CYRILLIC_WORD = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]+(?:[-'’*][А-Яа-яЁёІіЇїЄєҐґ]+)*")
_OPEN, _CLOSE = ("«", "“", "„", '"'), ("»", "”", "“", '"')
#: Words of grammar: nothing is left over from them.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word of the source text: lower case, ё as е; its place; its capitals, and what they may come from."""

    form: str
    at: int
    upper: bool
    initial: bool
    capitals: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class SourceMatch:
    """The source word that a word of the translation came from.

    ``channel`` is log P(word | source word) per letter; ``margin`` the distance to the next best source word;
    ``covered`` whether the source word's English stands in the translation anyway.
    """

    word: SourceWord
    channel: float
    margin: float
    covered: bool


def source_words(source: str) -> tuple[SourceWord, ...]:
    """The words of a source text; a hyphenated word counts whole and in its parts.

    >>> [w.form for w in source_words("Жовто-блакитный флаг")]
    ['жовто-блакитный', 'жовто', 'блакитный', 'флаг']
    """
    out: list[SourceWord] = []
    for n, m in enumerate(_CYRILLIC_WORD.finditer(source)):
        before = source[: m.start()].rstrip(' "«„“”—–-(')
        initial = not before or before[-1] in ".!?…:\n"
        upper = m.group()[0].isupper()
        form = m.group().lower().replace("ё", "е")
        capitals = len(form) > 1 and m.group().isupper()
        quoted = source[m.start() - 1 : m.start()] in _OPEN and source[m.end() : m.end() + 1] in _CLOSE
        whole = SourceWord(form, n, upper, initial, capitals, quoted)
        out.append(whole)
        if "-" in form:
            out += [replace(whole, form=p) for p in form.split("-") if len(p) >= _SHORTEST]
    return tuple(out)


class Sourced:
    """Matches of the words of one document with the words of its source; made word by word when asked."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        self._words = source_words(analysis.doc.source or "")
        self._span = max(1, self._words[-1].at) if self._words else 1
        self._keys = [key_of_cyrillic(w.form) for w in self._words]
        self._stems = frozenset(_stem(t) for t in analysis.lower_types)
        self._found: dict[int, SourceMatch | None] = {}

    def match(self, i: int) -> SourceMatch | None:
        """The source word that word `i` most likely came from."""
        if i not in self._found:
            self._found[i] = self._match(i)
        return self._found[i]

    def _match(self, i: int) -> SourceMatch | None:
        words = self._a.doc.words
        text = words[i].text.removesuffix("'s").removesuffix("’s").lower()
        restorer = self._a.knowledge.source.restorer
        place = i / max(1, len(words) - 1)
        keys = keys_of_latin(text)[:3]
        rough = sorted(
            range(len(self._words)),
            key=lambda n: (-max((Levenshtein.normalized_similarity(k, self._keys[n]) for k in keys), default=0.0), n),
        )
        rows = []
        for n in rough[:4]:
            w = self._words[n]
            if len(w.form) < _SHORTEST or len(w.form) < 0.4 * len(text):
                continue
            # an inflectional ending lost or an English one put on is no distance
            latin = restorer.likelihood(text, w.form)
            for cut in (1, 2, 3):
                if len(w.form) - cut >= 3:
                    latin = max(latin, restorer.likelihood(text, w.form[:-cut]) - 1.0 - 0.5 * cut)
            for e in ("s", "es", "e", "ed", "ing"):
                if text.endswith(e) and len(text) - len(e) >= 3:
                    latin = max(latin, restorer.likelihood(text[: -len(e)], w.form[:-1]) - 2.0)
            drift = abs(place - w.at / self._span)
            rows.append((latin / max(4, len(text)) - 0.5 * drift, n))
        if not rows:
            return None
        rows.sort(reverse=True)
        best, n = rows[0]
        rival = next((s for s, m in rows[1:] if self._words[m].at != self._words[n].at), best - 3.0)
        return SourceMatch(self._words[n], best, best - rival, self.covered(self._words[n].form))

    def uncovered(self) -> list[SourceWord]:
        """Source words of sense whose English is nowhere in the translation."""
        return [w for w in self._words if len(w.form) >= 4 and not self.covered(w.form)]

    def covered(self, form: str) -> bool:
        """Whether some English rendering of a source word stands in the translation."""
        reading = self._a.knowledge.source.read(form)
        return any(all(_stem(p) in self._stems for p in e.lower().split() if len(p) > 2) for e in reading.english)


def is_name(m: SourceMatch, knowledge: Knowledge) -> bool:
    """Whether the source word is a name: by its capital inside a sentence, else by the dictionary."""
    kind = knowledge.source.index.kind(m.word.form)
    if m.word.capitals:
        return kind.name_only
    if m.word.upper and (m.word.quoted or not m.word.initial):
        return True
    if m.word.upper:
        return bool(kind & (Kind.SURNAME | Kind.GIVEN | Kind.PLACE)) or (
            kind is Kind.UNKNOWN and knowledge.source.lexicon.get(m.word.form) is None
        )
    return False


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """What two forms of an English word share, roughly: its first letters."""
    return word[: max(4, min(6, len(word) - 2))] if len(word) > 4 else word
