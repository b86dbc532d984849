"""Accept a new translation of a sentence, or keep the old one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from mtfix.analysis.bilingual.align import plausible
from mtfix.analysis.bilingual.names import Names
from mtfix.analysis.bilingual.numbers import difference, numbers
from mtfix.document import WORD
from mtfix.findings import Applicability, Edit, Finding, Severity, make_edits

#: The least share of letter triples that two translations of one sentence have in common. Over WMT21 ru-en, 0.5% of the
#: pairs of two systems' outputs have less, and 95% of the pairs of neighbouring sentences.
_ALIKE = 0.4
#: The same where their numbers differ: it is another sentence, unless all else says it is not.
_ALIKE_DESPITE_NUMBERS = 0.6
#: So few triples outside the damage compare with nothing.
_FEW = 8
#: Issue types that doubt no word.
_SURFACE = ("design-and-markup", "locale-conventions/typography")
#: A run of three words this often in a sentence is a decoder's loop.
_LOOP = 3
_QUOTES = frozenset('"“”„«»')

Detect = Callable[[str], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decided.

    Args:
        accepted: whether the new sentence takes the old one's place.
        text: the new sentence; names spelt as in the old one, its own sure repairs made.
        reason: in words, why it is refused; empty where it is accepted.
        before: artefacts in the old sentence.
        after: artefacts in the new one; None where it was refused before they were counted.
    """

    accepted: bool
    text: str
    reason: str = ""
    before: int = 0
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Judges new sentences. It knows no detectors: it is handed a callable.

    Args:
        detect: the findings of the story with a given sentence in the place of the one that is judged, offsets counted
            from that sentence's first character; what lies outside it belongs to the rest of the story.
        names: how names are told and compared.
        unsafe: whether unsafe repairs, too, are made by themselves.

    >>> gate = Gate(lambda sentence: [], Names())
    >>> gate.judge("Стоит 70,08 рубля.", "It costs 70.08 rublya.", "It costs 70 rubles.").reason
    'the number 70.08 is lost'
    """

    detect: Detect
    names: Names = field(default_factory=Names)
    unsafe: bool = False

    def judge(self, source: str, old: str, new: str) -> Verdict:
        """Decide on a new translation.

        It is accepted if it is one (not empty, not the source again, of a length that the source allows), if it says
        much the same as the old sentence, loses and adds no number and no name, and if strictly fewer artefacts are
        found in it and no more around it.

        Args:
            source: the source sentence.
            old: its translation as it stands, with the repairs that were made.
            new: the new translation.
        """
        new = " ".join(new.split())
        if reason := _no_translation(source, old, new):
            return Verdict(False, new, reason)
        found = self.detect(old)
        before = places(found, old)
        damaged = _damage(found)
        new = self._polished(self.names.respelt(old, new, damaged))
        if reason := _sense(source, old, new, damaged) or self._names(source, old, new, damaged):
            return Verdict(False, new, reason, before)
        left = self.detect(new)
        after = places(left, new)
        if after >= before:
            reason = f"the new translation has {_count(after)}, the old one {before}"
        elif _outside(left, new) > _outside(found, old):
            reason = "the new translation makes other places of the story wrong"
        elif self._made(left) > self._made(found):
            reason = "the new translation would be changed again by a second run"
        return Verdict(not reason, new, reason, before, after)

    def _polished(self, text: str) -> str:
        """The sentence with its own sure repairs made, the surest first where they meet."""
        edits: list[Edit] = []
        sure = sorted((f for f in self.detect(text) if self._makes(f)), key=lambda f: (-f.fix_confidence, f.start))
        for f in sure:
            inside = all(e.start >= 0 and e.end <= len(text) for e in f.edits)
            if inside and not any(e.start <= x.end and x.start <= e.end for e in f.edits for x in edits):
                edits += f.edits
        return make_edits(text, sorted(edits, key=lambda e: (e.start, e.end)))

    def _makes(self, f: Finding) -> bool:
        safe = f.applicability is Applicability.SAFE
        return bool(f.edits) and (safe or (self.unsafe and f.applicability is Applicability.UNSAFE))

    def _made(self, findings: Iterable[Finding]) -> int:
        return sum(map(self._makes, findings))

    def _names(self, source: str, old: str, new: str, damaged: Sequence[tuple[int, int]]) -> str:
        if lost := self.names.lost(old, new, damaged):
            return f"the name {lost[0]} is lost"
        if added := self.names.added(source, old, new):
            return f"the name {added[0]} is added, which the source does not show"
        return ""


def _damage(findings: Iterable[Finding]) -> list[tuple[int, int]]:
    """Where the words themselves are doubted; a remark on layout or quotation marks doubts none."""
    return [(f.start, f.end) for f in findings if not f.rule.category.startswith(_SURFACE)]


def places(findings: Iterable[Finding], sentence: str) -> int:
    """In how many places of a sentence something is found; findings that overlap are one place, neutral ones none."""
    many, last = 0, -1
    for f in sorted(findings, key=lambda f: f.start):
        if f.rule.severity is Severity.NEUTRAL or not _touches(f, sentence):
            continue
        many += f.start >= last
        last = max(last, f.end)
    return many


def _touches(f: Finding, sentence: str) -> bool:
    return f.start < len(sentence) and f.end > 0


def _outside(findings: Iterable[Finding], sentence: str) -> int:
    return sum(not _touches(f, sentence) for f in findings)


def _no_translation(source: str, old: str, new: str) -> str:
    """Why a string is no translation of the source, or cannot stand for the old sentence."""
    if not new:
        return "the model gave no translation"
    if new == " ".join(old.split()):
        return "the new translation is the old one again"
    if new.casefold() == " ".join(source.split()).casefold() or foreign(new) - foreign(old):
        return "the new translation is still in the source language"
    if not plausible(source, new):
        return f"the length does not fit: {len(new)} characters for {len(source)} of the source"
    before = _runs(old)
    if any(many >= _LOOP and many > before[run] for run, many in _runs(new).items()):
        return "the new translation repeats itself"
    if sum(c in _QUOTES for c in old) % 2 != sum(c in _QUOTES for c in new) % 2:
        return "a quotation mark is lost or added"
    return ""


def foreign(text: str) -> set[str]:
    """The words with a letter that is not Latin.

    >>> sorted(foreign("Sent to Киев by α-decay"), key=len, reverse=True)
    ['Киев', 'α']
    """
    return {w for w in WORD.findall(text) if any(c.isalpha() and "LATIN" not in unicodedata.name(c, "") for c in w)}


def likeness(old: str, new: str, damaged: Iterable[tuple[int, int]] = ()) -> float:
    """The share of letter triples that two sentences have in common (Dice's coefficient).

    Of the old one what is damaged is left out, and the new one counts as much less; with next to nothing left, they
    pass for alike. So scaled, 0.4 parts same from other as well where four words in five are gone.

    >>> likeness("The talks go on.", "The talks go on."), likeness("The talks go on.", "Brazil wins")
    (1.0, 0.0)
    >>> likeness("The zzzzzzzzzz talks go on.", "The brazen talks go on.", [(4, 14)]) > 0.7
    True
    """
    rest = old
    for start, end in damaged:
        rest = rest[: max(0, start)] + " " * (min(end, len(rest)) - max(0, start)) + rest[max(0, end) :]
    x, y, whole = _triples(rest), _triples(new), _triples(old)
    if len(x) < min(_FEW, len(whole)):
        return 1.0
    return 2 * len(x & y) / (len(x) + len(y) * len(x) / len(whole))


def _runs(text: str) -> Counter[tuple[str, str, str]]:
    words = [w.lower() for w in WORD.findall(text)]
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _triples(text: str) -> set[str]:
    plain = f" {' '.join(text.lower().split())} "
    return {plain[i : i + 3] for i in range(len(plain) - 2)}


def _sense(source: str, old: str, new: str, damaged: Sequence[tuple[int, int]]) -> str:
    """What is wrong with words and numbers; where numbers only look different, the words have to agree the more."""
    lost, added = difference(source, old, new)
    if lost:
        return f"the number {lost[0]} is lost"
    if added:
        return f"the number {added[0]} is added"
    least = _ALIKE if numbers(old) == numbers(new) else _ALIKE_DESPITE_NUMBERS
    return "the new translation says something else than the old one" if likeness(old, new, damaged) < least else ""


def _count(n: int) -> str:
    return f"{n} artefact" + "s" * (n != 1)
