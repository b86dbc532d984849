"""Negation of a sentence and of its source: lost, or added.

Languages deny by other means than a particle (fail, refuse, unlikely, only, отказаться, лишь). So a verb is looked at
only where its plain rendering stands in the other language, and where nothing at all in that sentence denies.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from mtfix.document import WORD
from mtfix.tables import DATA, read_table

_NOT = re.compile(r"(?:\b(?:not|cannot|never)\b|n['’]t\b)", re.IGNORECASE)
_CONTRACTED = re.compile(r"n['’]t$")
#: What may stand between "not" and its verb.
_BETWEEN = frozenset("be been being have had has to even yet also ever always so very really been going able".split())
_NEGATIVE_START = re.compile(r"(?:un|in|im|ir|il|dis|non|mis|anti)(?=[a-z]{3})")
_PREFIXED = re.compile(r"не(?=[а-я]{4})")
#: What не denies: the next word, and behind a word of being, of modality or of time the one after it.
_DENIES = re.compile(r"\bне ([а-яё]+)(?: (?:бы |еще |уже )?([а-яё]+))?", re.IGNORECASE)
#: English words that carry no sense of their own in a rendering.
_EMPTY = frozenset(
    "be is are was were been being will would shall have has had do does did to of a an the in on up out at for".split()
)


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation: its place on its own side, and the word that it denies on either side."""

    start: int
    end: int
    word: str
    other: str


@functools.cache
def _table(folder: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Words, stems and frames."""
    rows = read_table(DATA / folder / "negatives.tsv", ("word", "kind"))
    of = {kind: tuple(r["word"] for r in rows if r["kind"] == kind) for kind in ("not", "word", "stem", "frame")}
    return frozenset(of["not"] + of["word"]), of["stem"], of["frame"]


@dataclass(frozen=True)
class Polarity:
    """Answers of one open knowledge.

    Args:
        renders: a Russian form's English renderings, in its grammar.
        verb: whether a Russian form is a verb (or a short participle or adjective in its place).
        opposite: whether an English word may be the opposite of what is left of it without its first letters.
    """

    renders: Callable[[str], tuple[str, ...]]
    verb: Callable[[str], bool]
    opposite: Callable[[str, str], bool]

    def english_denies(self, text: str) -> bool:
        """Whether anything in an English sentence denies.

        >>> p = Polarity(lambda w: (), lambda w: True, lambda word, rest: rest == "able")
        >>> [p.english_denies(t) for t in ("He is unable", "It failed", "They don't", "He left the port")]
        [True, True, True, False]
        """
        words, stems, _ = _table("english")
        for m in WORD.finditer(text.lower()):
            w = m.group()
            if w in words or _CONTRACTED.search(w) or w.startswith(stems) or w.endswith("less"):
                return True
            if (n := _NEGATIVE_START.match(w)) and self.opposite(w, w[n.end() :]):
                return True
        return False

    def source_denies(self, text: str) -> bool:
        """Whether anything in a Russian sentence denies.

        >>> p = Polarity(lambda w: (), lambda w: True, lambda word, rest: False)
        >>> [p.source_denies(t) for t in ("Он не пришёл", "Она отказалась", "Пришёл лишь один", "Он пришёл")]
        [True, True, True, False]
        """
        words, stems, _ = _table("russian")
        found = (m.group().lower().replace("ё", "е") for m in WORD.finditer(text))
        return any(w in words or w.startswith(stems) or _PREFIXED.match(w) for w in found)

    def lost(self, english: str, source: str) -> Denial | None:
        """A verb that the source denies and the text affirms.

        Args:
            english: the English sentence.
            source: its source.
        """
        frames = _table("russian")[2]
        lower = source.lower().replace("ё", "е")
        denials = [m for m in _DENIES.finditer(lower) if self.verb(m[1]) and not _framed(lower, m, frames)]
        if not denials or self.english_denies(english):
            return None
        there = words_of(english)
        for m in denials:
            forms = [f for f in m.groups() if f and self.verb(f)]
            for start, end, word in there:
                if any(self._renders(f, word) for f in forms):
                    return Denial(start, end, english[start:end], source[m.start() : m.end()])
        return None

    def added(self, english: str, source: str) -> Denial | None:
        """A verb that the text denies and the source affirms. Arguments as for `lost`."""
        if _NOT.search(english) is None or self.source_denies(source):
            return None
        theirs = [w.lower().replace("ё", "е") for w in WORD.findall(source)]
        there = words_of(english)
        for n, (_, _, word) in enumerate(there):
            if word not in ("not", "cannot", "never") and not _CONTRACTED.search(word):
                continue
            k = n + 1
            while k < len(there) and (there[k][2] in _BETWEEN or there[k][2].endswith("ly")):
                k += 1
            if k < len(there):
                form = next((w for w in theirs if self._renders(w, there[k][2]) and self.verb(w)), None)
                if form is not None:
                    start, end = there[n][0], there[k][1]
                    return Denial(start, end, english[start:end], form)
        return None

    def _renders(self, form: str, word: str) -> bool:
        """Whether an English word is a rendering of a Russian one, in whatever form."""
        if len(word) < 3 or word in _EMPTY:
            return False
        return any(akin(part, word) for e in self.renders(form) for part in e.split() if part not in _EMPTY)


def akin(a: str, b: str) -> bool:
    """Whether two English words may be forms of one, by their first letters.

    >>> akin("alter", "altered"), akin("supply", "support")
    (True, False)
    """
    if len(a) < 4 or len(b) < 4:
        return a == b
    same = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return same >= max(4, min(len(a), len(b)) - 1) and max(len(a), len(b)) - same <= 4


def words_of(text: str) -> list[tuple[int, int, str]]:
    """The words of a text in lower case, with their places."""
    return [(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(text)]


def _framed(lower: str, m: re.Match[str], frames: tuple[str, ...]) -> bool:
    """Whether a не stands in a phrase in which it denies nothing."""
    clause = re.split(r"[,;:.!?]", lower[: m.start()])[-1]
    if "пока" in clause.split():
        return True  # until
    around = lower[max(0, m.start() - 16) : m.end() + 12]
    return any(re.search(rf"\b{f}\b", around) for f in frames)
