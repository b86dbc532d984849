"""What each unknown word of a text may be: a source word left over, a name, an English word no list knows.

One verdict per word type (cached by type), and per occurrence what its place in the sentence adds.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mtfix.source.restore import Restoration
from mtfix.source.russian.index import Kind
from mtfix.source.russian.returned import Kin
from mtfix.tables import DATA
from mtfix.text import letters
from mtfix.text.derived import english_made
from mtfix.text.english import Pos

if TYPE_CHECKING:
    from mtfix.analysis import Analysis
    from mtfix.analysis.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Verdict:
    """The readings of a word type.

    ``log_odds`` is the log odds that the word is left over from the source language rather than English or a name,
    before its place is looked at; ``readings`` are the source words, best first.
    """

    word: str
    log_odds: float
    readings: tuple[Restoration, ...]
    english: float  # Zipf frequency in English
    kin: tuple[Kin, ...] = ()  # English words that came back through Russian, or that lost letters
    near: str = ""  # the English word one letter away
    returned: bool = False  # the first of its kin is likelier than any source word

    @property
    def best(self) -> Restoration | None:
        """The likeliest source word."""
        return self.readings[0] if self.readings else None


#: Above this many nats a letter a garble is still near the word that it is taken for.
_NEAR = 1.6


class TypeReader:
    """Verdicts by word type, bounded; what is learnt from one text has no effect on another."""

    def __init__(self, knowledge: Knowledge, capacity: int = 100_000) -> None:
        self._k = knowledge
        self._capacity = capacity
        self._cache: OrderedDict[str, Verdict | None] = OrderedDict()

    def read(self, word: str) -> Verdict | None:
        """The verdict on a word as it stands (letter case counts), or None where it is an English word or too short."""
        if word in self._cache:
            self._cache.move_to_end(word)
            return self._cache[word]
        out = self._read(word)
        self._cache[word] = out
        if len(self._cache) > self._capacity:
            self._cache.popitem(last=False)
        return out

    def _read(self, word: str) -> Verdict | None:
        lower = word.lower().replace("’", "'")
        if lower.endswith("'s"):
            lower = lower[:-2]
        if (
            len(lower) < 4
            or lower in self._k.loanwords
            or lower[1:2] == "'"  # d'Orsay, O'Hara
            or (not lower.isascii() and not any(c.isalpha() for c in lower))
            or any(c.isdigit() for c in lower)
        ):
            return None
        if any("\u0400" <= c <= "\u04ff" or c in _FOREIGN for c in lower):
            return None  # Cyrillic is the residue rules' business; ř and ñ stand in no romanisation of Russian
        e = self._k.english
        zipf = e.zipf(lower)
        if zipf >= 2.3 or e.listed(lower) or (e.pos(lower) is not Pos.NONE and zipf >= 1.0):
            return None
        if english_made(lower, e):
            return None
        readings = self._k.source.restorer.restore(lower, fuzzy=True)
        kin = self._k.source.returned.kin(lower)
        near = e.near(lower)
        odds = log_odds(features(word, lower, zipf, readings, kin, near, self._k))
        return Verdict(word, odds, readings, zipf, kin, near, self._returned(lower, readings, kin))

    def _returned(self, lower: str, readings: tuple[Restoration, ...], kin: tuple[Kin, ...]) -> bool:
        """Whether an English word is a better account of the string than any Russian one."""
        if not kin:
            return False
        best, first = (readings[0] if readings else None), kin[0]
        english = self._k.source.read(best.form, best.first).english if best is not None else ()
        if best is None or best.how == "garbled":
            near = bool(english) and best is not None and best.channel > -_NEAR * len(lower)
            return first.likeness >= (0.9 if near else 0.75) or (bool(first.loan) and not near)
        if english:
            return False  # a word that Russian has, however it came by it
        if not first.loan:
            return first.likeness >= 0.9 and best.channel < -1.2 * len(lower)
        stem = lower[: len(lower) - len(first.ending)]
        loan = self._k.source.restorer.likelihood(stem, first.loan) / len(stem)
        return loan >= best.channel / len(lower) - 0.1


#: Letters that no romanisation of Russian uses.
_FOREIGN = frozenset("řěůýáíóúåøæœßñãõâêîôûàèìòùçğışţșțąęłńśźżőűďťňľĺŕđðþəāēīōūģķļņ")


def features(
    word: str,
    lower: str,
    zipf: float,
    readings: tuple[Restoration, ...],
    kin: tuple[Kin, ...],
    near: str,
    knowledge: Knowledge,
) -> dict[str, float]:
    """What the log odds are made of; each is a number about the word alone.

    A capitalised word has weights of its own, for most of those are names.
    """
    e = knowledge.english
    n = len(lower)
    f = {
        "shape": e.shape(lower),
        "russian shape": _shape("russian", lower),
        "name shape": _shape("names", lower),
        "misspelt": float(bool(near) and n >= 7),
        "misspelt short": float(bool(near) and n < 7),
        "marks": float(not lower.isascii()),
        "bias": 1.0,
        "zipf": zipf,
        "in list": float(zipf > 0),
        "length": min(n, 14) / 10,
        "made": float(english_made(lower, e, 2.0)),
    }
    if kin:
        f["kin"] = kin[0].likeness
        f["kin same"] = float(kin[0].likeness == 1.0)
        f["kin loan"] = float(bool(kin[0].loan) and not kin[0].ending)
    if not readings:
        f["none"] = 1.0
    else:
        r = readings[0]
        kind = knowledge.source.index.kind(r.form)
        f["channel"] = r.channel / n
        f["lexicon"] = float(bool(knowledge.source.read(r.form, r.first).english))
        clear = r.channel / n > -0.8 and not kind.name_only and kind is not Kind.UNKNOWN
        f["clear"] = float(clear)
        f["clear long"] = float(clear and n >= 8)
        f["clear in lexicon"] = float(clear) * f["lexicon"]
        f["runner-up"] = min(6.0, r.score - readings[1].score) / 6 if len(readings) > 1 else 1.0
        f["prior"] = r.prior / math.log(10) + 7
        f[r.how] = 1.0
        named = bool(kind & (Kind.SURNAME | Kind.GIVEN | Kind.PATRONYMIC | Kind.PLACE)) and word[:1].isupper()
        f["name"] = float(named or kind.name_only or kind is Kind.UNKNOWN)
        f["unknown"] = float(kind is Kind.UNKNOWN)
    return {f"upper {k}": v for k, v in f.items()} if word[:1].isupper() else f


@functools.cache
def _letters(name: str) -> letters.Table:
    """A letter model of ``data/russian/letters.npz``: ``russian`` forms in Latin letters, ``names`` of the world."""
    with np.load(DATA / "russian/letters.npz", allow_pickle=False) as tables:
        return np.asarray(tables[name])


def _shape(name: str, lower: str) -> float:
    return letters.likeness(_letters(name), lower)


#: A mark that opens not long before a word, and one that closes not long after it: a phrase set off on purpose.
_QUOTE_BEFORE = re.compile(r"[“\"'‘«(][^“”\"»)\n]*$")
_QUOTE_AFTER = re.compile(r"[^“”\"«»()\n]{0,24}[”\"'’»)]")


def place_features(analysis: Analysis, i: int) -> dict[str, float]:
    """What the place of an occurrence says: in a longer name, a sentence start, quotation marks, an explanation."""
    doc, w = analysis.doc, analysis.doc.words[i]
    reporting = analysis.knowledge.reporting
    before, after = analysis.before(i), analysis.after(i)
    f: dict[str, float] = {}
    hyphen = analysis.gap(i) == "-" or doc.text[w.end : w.end + 1] == "-"
    if w.text[0].isupper():
        previous = doc.words[i - 1].text if i else ""
        if (analysis.adjacent(i) and previous[:1].isupper()) or after[:1].isupper():
            f["upper chained"] = 1.0
        elif analysis.initial(i):
            f["upper initial"] = 1.0
        else:
            f["upper inside"] = 1.0
        if before in reporting or after in reporting:
            f["upper beside saying"] = 1.0
        if hyphen:
            f["upper hyphen"] = 1.0
        if w.text.isupper() and len(w.text) > 1:
            f["capitals"] = 1.0
    elif hyphen:
        f["lower hyphen"] = 1.0
    if any(x.text.lower() in _EXPLAINS for x in doc.words[max(0, i - 4) : i + 3]):
        f["explained"] = 1.0
    if _QUOTE_BEFORE.search(doc.text, max(0, w.start - 24), w.start) and _QUOTE_AFTER.match(doc.text, w.end):
        f["quoted"] = 1.0
    lo, hi = max(0, i - 12), min(len(doc.words), i + 13)
    if any(c in _FOREIGN for w in doc.words[lo:hi] if not w.text.isascii() for c in w.text.lower()):
        f["marks nearby"] = 1.0
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(doc.words) and analysis.adjacent(max(i, k))]
    if any(_stranger(doc.words[k].text, analysis) for k in beside):
        f["beside stranger"] = 1.0
    return f


_EXPLAINS = frozenset(
    (
        "word term called so-called known phrase slang literally meaning means expression dubbed"
    ).split()
)


def _stranger(word: str, analysis: Analysis) -> bool:
    """A lower-case word that English does not know, or one with another language's marks."""
    if not word.isascii():
        return True
    e = analysis.knowledge.english
    return word.islower() and len(word) > 2 and word.isalpha() and e.zipf(word) < 2.3 and not e.pos(word)


@functools.cache
def _fitted() -> dict[str, dict[str, float]]:
    """What ``python -m mtfix.analysis.fit`` fitted (``data/russian/leftover.json``)."""
    fitted: dict[str, dict[str, float]] = json.loads((DATA / "russian/leftover.json").read_text("utf-8"))
    return fitted


def weights() -> dict[str, float]:
    """Weights of the log odds."""
    return _fitted()["weights"]


def probability(word: str, odds: float) -> float:
    """The probability of log odds; the fit saw as many leftovers as others, a text does not."""
    odds += _fitted()["prior"]["upper" if word[:1].isupper() else "lower"]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def log_odds(features: dict[str, float]) -> float:
    """Log odds that a word is left over from the source language."""
    w = weights()
    return sum(w.get(k, 0.0) * v for k, v in features.items())


@dataclass(frozen=True)
class Readings:
    """Verdicts on the unknown words of one document, by word index."""

    verdicts: dict[int, Verdict]

    @classmethod
    def of(cls, analysis: Analysis) -> Readings:
        """Read every unknown type once, then every occurrence in its place."""
        reader = analysis.knowledge.reader
        known = {t: v for t in sorted(analysis.doc.types) if (v := reader.read(t)) is not None}
        if not known:
            return cls({})
        return cls({i: v for i, w in enumerate(analysis.doc.words) if (v := known.get(w.text)) is not None})
