"""What the source text says of each unknown word: which of its words it came from.

The same engine with more evidence: the channel scores an unknown word against the words of the source sentence instead
of against all Russian forms; a source word whose English stands in the translation is less likely to be the one.
"""

from __future__ import annotations

import functools
import json
import math
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from mtfix.analysis.readings import place_features
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.index import Kind
from mtfix.tables import DATA

if TYPE_CHECKING:
    from mtfix.analysis import Analysis
    from mtfix.analysis.knowledge import Knowledge

_CYRILLIC_WORD = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]+(?:[-'’*][А-Яа-яЁёІіЇїЄєҐґ]+)*")
_OPEN, _CLOSE = ("«", "“", "„", '"'), ("»", "”", "“", '"')
#: Words of grammar: nothing is left over from them.
_SHORTEST = 3
#: How alike the keys of a word that English has and a source word must be for the channel to be asked.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word of the source text: lower case, ё as е; its place; its capitals, and what they may come from.

    ``whole`` is the hyphenated word that it is a part of, else empty.
    """

    form: str
    at: int
    upper: bool
    initial: bool
    capitals: bool
    quoted: bool
    whole: str = ""


@dataclass(frozen=True, slots=True)
class SourceMatch:
    """The source word that a word of the translation came from.

    ``channel`` is log P(word | source word) per letter; ``probability`` that it is this source word and no other;
    ``covered`` whether the source word's English stands in the translation anyway; ``likeness`` of the phonetic keys.
    """

    word: SourceWord
    channel: float
    probability: float
    covered: bool
    likeness: float


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
            out += [replace(whole, form=p, whole=form) for p in form.split("-") if len(p) >= _SHORTEST]
    return tuple(out)


@functools.cache
def weights() -> dict[str, dict[str, float]]:
    """Weights fitted by ``python -m mtfix.analysis.fit_source``: ``align`` (which source word) and ``left`` (is it)."""
    table: dict[str, dict[str, float]] = json.loads((DATA / "russian/sourced.json").read_text("utf-8"))["weights"]
    return table


class Sourced:
    """Matches of the words of one document with the words of its source; made word by word when asked."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        self.words = source_words(analysis.doc.source or "")
        self._span = max(1, self.words[-1].at) if self.words else 1
        self._keys = [key_of_cyrillic(w.form) for w in self.words]
        self._stems = frozenset(stem(t) for t in analysis.lower_types)
        self._covered: dict[str, bool] = {}
        self._found: dict[int, SourceMatch | None] = {}

    @cached_property
    def renderings(self) -> frozenset[str]:
        """Stems of all the English words that the source words are known to mean."""
        read = self._a.knowledge.source.read
        return frozenset(stem(p) for w in self.words for e in read(w.form).english for p in e.lower().split())

    @cached_property
    def _open(self) -> list[int]:
        """Source words of sense whose English is nowhere in the translation."""
        return [n for n, w in enumerate(self.words) if len(w.form) >= 4 and not self.covered(w.form)]

    def match(self, i: int) -> SourceMatch | None:
        """The source word that word `i` most likely came from."""
        if i not in self._found:
            self._found[i] = self._match(i)
        return self._found[i]

    def candidates(self, i: int) -> list[tuple[int, dict[str, float]]]:
        """Source words (by number) that word `i` may have come from, with what speaks for each."""
        words = self._a.doc.words
        w = words[i]
        text = w.text.removesuffix("'s").removesuffix("’s").lower()
        place = i / max(1, len(words) - 1)
        keys = keys_of_latin(text)[:3]
        unknown = i in self._a.readings.verdicts
        likeness = [max((Levenshtein.normalized_similarity(k, x) for k in keys), default=0.0) for x in self._keys]
        ranked = sorted(range(len(self.words)), key=lambda n: (-likeness[n], n))[:4]
        if unknown:  # where the letters tell nothing, what is missing in the translation may
            ranked += sorted(self._open, key=lambda n: abs(place - self.words[n].at / self._span))[:4]
        out = []
        for n in dict.fromkeys(ranked):
            source = self.words[n]
            if len(source.form) < _SHORTEST or (not unknown and likeness[n] < _ALIKE):
                continue
            inside = source.upper and not source.initial
            features = {
                "channel": max(-5.0, self._channel(text, source.form)),
                "likeness": likeness[n],
                "drift": abs(place - source.at / self._span),
                "covered": float(self.covered(source.form)),
                "lower for a name": float(inside and not source.capitals and w.text[0].islower()),
                "both upper": float(inside and w.text[0].isupper()),
                "short": float(len(source.form) < 5),
                "length": abs(len(source.form) - len(text)) / max(len(source.form), len(text)),
            }
            out.append((n, features))
        return out

    def _channel(self, text: str, form: str) -> float:
        """log P(text | form) per letter; an inflectional ending lost or an English one put on is no distance."""
        likelihood = self._a.knowledge.source.restorer.likelihood
        best = likelihood(text, form)
        if best > -0.5 * len(text):
            return best / max(4, len(text))
        for cut in (1, 2, 3):
            if len(form) - cut >= 3:
                best = max(best, likelihood(text, form[:-cut]) - 1.0 - 0.5 * cut)
        for e in ("s", "es", "e", "ed", "ing"):
            if text.endswith(e) and len(text) - len(e) >= 3:
                best = max(best, likelihood(text[: -len(e)], form[:-1]) - 2.0)
        return best / max(4, len(text))

    def _match(self, i: int) -> SourceMatch | None:
        rows = self.candidates(i)
        if not rows:
            return None
        align = weights()["align"]
        scored = sorted(((sum(align[k] * v for k, v in f.items()), -n, f) for n, f in rows), key=lambda r: r[:2])
        top, n, f = scored[-1]
        probability = 1 / sum(math.exp(max(-30.0, s - top)) for s, _, _ in scored)
        return SourceMatch(self.words[-n], f["channel"], probability, bool(f["covered"]), f["likeness"])

    def covered(self, form: str) -> bool:
        """Whether some English rendering of a source word stands in the translation."""
        if form not in self._covered:
            english = self._a.knowledge.source.read(form).english
            pieces = ([p for p in e.lower().split() if len(p) > 2] for e in english)
            self._covered[form] = any(all(stem(p) in self._stems for p in piece) for piece in pieces)
        return self._covered[form]


def suspect(word: str, knowledge: Knowledge) -> bool:
    """A word that English has and that is rare enough to be a Russian one (tripper, infiltrate), or an acronym."""
    if word.isupper() and 2 < len(word) < 8:
        return knowledge.english.zipf(word.lower()) < 2.3
    return len(word) >= 4 and word[0].isalpha() and knowledge.english.zipf(word.lower()) < 3.7


def left_features(analysis: Analysis, sourced: Sourced, i: int, m: SourceMatch) -> dict[str, float]:
    """What the odds that word `i` is left over from its source word are made of."""
    knowledge = analysis.knowledge
    word = analysis.doc.words[i].text
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    e = knowledge.english
    v = analysis.readings.verdicts.get(i)
    kind = knowledge.source.index.kind(m.word.form)
    english = knowledge.source.read(m.word.form).english
    parts = [p for x in english for p in x.lower().split()]
    kin = v.kin if v is not None else ()
    near = v.near if v is not None else ""
    unknown = "unknown" if v is not None else "known"
    inside = m.word.upper and not m.word.initial and not m.word.capitals
    f = {
        f"{unknown}": 1.0,
        f"{unknown} channel": m.channel,
        f"{unknown} clear": float(m.channel > -0.9),
        f"{unknown} fair": float(m.channel > -1.6),
        f"{unknown} far": float(m.channel < -2.6),
        f"{unknown} probability": m.probability,
        f"{unknown} covered": float(m.covered),
        f"{unknown} zipf": e.zipf(lower),
        "odds": max(-6.0, min(6.0, v.log_odds)) if v is not None else 0.0,
        "dictionary word": float(e.listed(lower)),
        "its English": float(any(lower == p or stem(lower) == stem(p) for p in parts)),
        "like its English": max((Levenshtein.normalized_similarity(lower, p) for p in parts), default=0.0),
        "no English": float(not english),
        "expected elsewhere": float(stem(lower) in sourced.renderings),
        "misprint of what the source says": float(bool(near) and stem(near) in sourced.renderings),
        "misprint": float(bool(near)),
        "kin that the source says": float(bool(kin) and stem(kin[0].word) in sourced.renderings),
        "kin": kin[0].likeness if kin else 0.0,
        "source name": float(inside),
        "source name in list": float(inside and bool(kind & (Kind.SURNAME | Kind.GIVEN | Kind.PLACE))),
        "source name common": float(inside and kind is Kind.COMMON and not m.word.quoted),
        "source quoted": float(m.word.quoted),
        "source initial name": float(m.word.initial and bool(kind & (Kind.SURNAME | Kind.GIVEN | Kind.PLACE))),
        "length": min(len(lower), 14) / 10,
        "loanword": float(lower in knowledge.loanwords),
    }
    place = place_features(analysis, i)
    f |= {k: v for k, v in place.items() if k.startswith("upper") or k in ("quoted", "explained")}
    if word[0].isupper() and not m.word.upper:
        f["upper, source lower"] = 1.0
        f["upper, source lower, letters fit"] = float(m.channel > -1.6)
    return f


def log_odds(analysis: Analysis, sourced: Sourced, i: int, m: SourceMatch) -> float:
    """Log odds that word `i` is left over from the source word that it matches."""
    left = weights()["left"]
    return sum(left.get(k, 0.0) * x for k, x in left_features(analysis, sourced, i, m).items())


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


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What two forms of an English word share, roughly: its first letters."""
    return word[: max(4, min(6, len(word) - 2))] if len(word) > 4 else word
