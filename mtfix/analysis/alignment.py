"""Runs of words that are, part by part, a known name in Russian forms: given name, particles, surname, in their order.

One damaged part says little; a whole name whose every part is near to a form of the entry's says nearly all. Distances
are counted between phonetic keys, so that what schemes disagree on costs nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtfix.analysis.naming import (
    PARTICLES,
    RU_PARTICLES,
    bare,
    joined,
    lawful_parts,
    role_fits,
    romanised,
    usual_surname,
)
from mtfix.analysis.people import gender_of
from mtfix.gazetteer.entry import Entry, parts
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.forms import part_forms
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.text.case import is_capitalised

if TYPE_CHECKING:
    from mtfix.analysis import Analysis
    from mtfix.analysis.knowledge import Knowledge
    from mtfix.document import Document

#: Share of a name's key letters that may be lost or changed.
_MOST = 0.26
_CONSONANTS = "bcdfghklmnprstvzSZC"
_CAPACITY = 50_000


@dataclass(frozen=True, slots=True)
class Fit:
    """How a word fits a part of a name: key letters lost or changed, whether it is a right English spelling of the
    part, and the Russian form that it is nearest to."""

    distance: int
    right: bool
    form: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part of an entry that a word may be."""

    entry: Entry
    part: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words ``lo`` to ``hi`` (both included) that are all the parts of an entry's name, how each fits, and how sure
    it is that they are that name and damaged."""

    entry: Entry
    lo: int
    hi: int
    fits: tuple[Fit, ...]
    sure: float = 0.0
    first: int = 0  # the first part met: 0, or where a surname of several parts begins

    @property
    def distance(self) -> int:
        """Key letters lost or changed in all."""
        return sum(f.distance for f in self.fits)

    @property
    def letters(self) -> int:
        """Key letters of the name."""
        return sum(len(key_of_cyrillic(p)) for p in self.parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """The Russian parts that the words are."""
        return self.entry.ru_parts[self.first :]

    @property
    def share(self) -> float:
        """The share of key letters lost or changed."""
        return self.distance / max(1, self.letters)

    @property
    def oblique(self) -> bool:
        """Whether some part stands in an oblique case form."""
        return any(not f.right and f.form != p for f, p in zip(self.fits, self.parts, strict=True))


class Aligner:
    """Fits words to parts of names; what it finds for a word is kept, bounded, without effect on results.

    >>> from mtfix.analysis.knowledge import Knowledge
    >>> from mtfix.config import Config
    >>> aligner = Aligner(Knowledge.open(Config()))
    >>> "Mevlut Cavusoglu" in {c.entry.en for c in aligner.candidates("Chavushoglu")}
    True
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._gazetteer = knowledge.gazetteer
        self._candidates: dict[tuple[str, bool], tuple[Candidate, ...]] = {}
        self._fits: dict[tuple[str, str, int], Fit | None] = {}

    def candidates(self, word: str, near: bool = True) -> tuple[Candidate, ...]:
        """Parts of entries that a word may be.

        Args:
            word: as it stands, without a possessive ending.
            near: also parts a letter or two away; else those of the same key alone.
        """
        key = (word, near)
        if key not in self._candidates:
            if len(self._candidates) >= _CAPACITY:
                self._candidates.clear()
            self._candidates[key] = tuple(self._find(word, near))
        return self._candidates[key]

    def _find(self, word: str, near: bool) -> Iterator[Candidate]:
        seen: set[tuple[str, int]] = set()
        g = self._gazetteer
        for h in g.by_form(word):
            seen.add((h.entry.id, h.part))
            yield Candidate(h.entry, h.part, Fit(0, False, h.form))
        keys = _keys(word)
        if not near or len(keys[0]) < 4:
            return
        bones = {skeleton(k) for k in keys[:2]}
        for b in sorted(b for bone in bones for b in neighbours(bone)):
            for e, p in g.by_bones(b):
                if (e.id, p) not in seen:
                    seen.add((e.id, p))
                    if _likely(keys, e.ru_parts[p]) and (fit := self.fit(word, e, p)) is not None:
                        yield Candidate(e, p, fit)
        if len(keys[0]) > 8:  # long surnames may lose more than one consonant
            for _, e in g.near_sounds(keys[:2], 3):
                p = len(e.ru_parts) - 1
                if (e.id, p) not in seen and (fit := self.fit(word, e, p)) is not None:
                    yield Candidate(e, p, fit)

    def fit(self, word: str, e: Entry, p: int) -> Fit | None:
        """How a word fits part `p` of an entry; None where it does not."""
        key = (word, e.id, p)
        if key not in self._fits:
            if len(self._fits) >= _CAPACITY:
                self._fits.clear()
            self._fits[key] = _fit(word, e, p)
        return self._fits[key]


@functools.lru_cache(maxsize=4096)
def _keys(word: str) -> tuple[str, ...]:
    """The likeliest keys of a word; it is compared with many parts, and keys take long to make."""
    return keys_of_latin(word)[:6]


def _likely(keys: tuple[str, ...], part: str) -> bool:
    """Whether a part may come near enough with one of its endings: its forms, which take long to make, are asked next.

    A case ending changes at most three letters.
    """
    target = key_of_cyrillic(part)
    most = allowed(len(target)) + 3
    return any(OSA.distance(k, target, score_cutoff=most) <= most for k in keys[:2])


def _fit(word: str, e: Entry, p: int) -> Fit | None:
    ru, folded = e.ru_parts[p], fold_name(word)
    if ru in RU_PARTICLES:
        found = folded in PARTICLES or keys_of_latin(folded)[0] == key_of_cyrillic(ru)
        return Fit(0, folded in e.en.lower().replace("-", " ").split(), ru) if found else None
    for name in e.names:
        ps = parts(name)
        if len(ps) == len(e.ru_parts) and fold_name(ps[p]) == folded:
            return Fit(0, True, ru)
    if not ru.isalpha():
        return None
    keys = _keys(word)
    best: Fit | None = None
    for form in part_forms(e, p):
        target = key_of_cyrillic(form)
        most = allowed(len(target)) if best is None else best.distance - 1
        if most < 0:
            break
        d = min(OSA.distance(k, target, score_cutoff=most) for k in keys)
        if d <= most:
            best = Fit(d, False, form)
    return best


def allowed(length: int) -> int:
    """How many key letters of so long a part may be lost or changed."""
    return 0 if length < 4 else 1 if length < 7 else 2 if length < 10 else 3


def neighbours(bones: str) -> set[str]:
    """Skeletons with one consonant lost, added or changed."""
    out = {bones}
    if len(bones) >= 3:
        for i in range(len(bones) + 1):
            out.add(bones[:i] + bones[i + 1 :])
            for c in _CONSONANTS:
                out.add(bones[:i] + c + bones[i:])
                if i < len(bones):
                    out.add(bones[:i] + c + bones[i + 1 :])
    return {b for b in out if len(b) > 1}


def align(doc: Document, aligner: Aligner, i: int, c: Candidate) -> Alignment | None:
    """The whole of a name about word `i`, which is one of its parts, or its surname if that has several parts (the
    al-Assad of Bashar al-Assad, Diaz-Canel); None where another part does not fit."""
    e = c.entry
    own = parts(e.surname) if e.type == "person" and len(e.en_parts) == len(e.ru_parts) else ()
    starts = (0, len(e.ru_parts) - len(own)) if 1 < len(own) < len(e.ru_parts) else (0,)
    for first in starts:
        if first <= c.part and (out := _from(doc, aligner, i, c, first)) is not None:
            return out
    return None


def _from(doc: Document, aligner: Aligner, i: int, c: Candidate, first: int) -> Alignment | None:
    e = c.entry
    lo, hi = i - c.part + first, i - c.part + len(e.ru_parts) - 1
    if lo < 0 or hi >= len(doc.words) or any(not joined(doc, k) for k in range(lo + 1, hi + 1)):
        return None
    fits: list[Fit] = []
    for k in range(lo, hi + 1):
        fit = aligner.fit(bare(doc.words[k].text), e, k - lo + first) or (c.fit if k == i else None)
        if fit is None:
            return None
        fits.append(fit)
    out = Alignment(e, lo, hi, tuple(fits), first=first)
    return out if out.share <= _MOST else None


def alignments(analysis: Analysis) -> tuple[Alignment, ...]:
    """The whole names of a text that are in no right spelling of the gazetteer; of those that meet, the surest."""
    doc, knowledge = analysis.doc, analysis.knowledge
    aligner, known = knowledge.aligner, analysis.people.known
    found: list[Alignment] = []
    for i, w in enumerate(doc.words):
        if i in known or not _may_be(w.text, knowledge) or not _beside(doc, knowledge, i):
            continue
        word = bare(w.text)
        token = knowledge.gazetteer.has_token(fold_name(word))
        for c in aligner.candidates(word, near=not token and len(word) > 3):
            if len(c.entry.ru_parts) > 1 and (a := align(doc, aligner, i, c)) is not None:
                sure = _surety(analysis, a)
                if sure > 0 or _plain(analysis, a):
                    found.append(replace(a, sure=sure))
    found.sort(key=lambda a: (-a.sure, -a.letters, a.lo, a.entry.id))
    taken: set[int] = set()
    out = []
    for a in found:
        span = set(range(a.lo, a.hi + 1))
        if not span & taken:
            taken |= span
            out.append(a)
    return tuple(sorted(out, key=lambda a: a.lo))


def _plain(analysis: Analysis, a: Alignment) -> bool:
    """Whether words are the name in the nominative, letter for letter by whatever scheme: no damage, a style."""
    words = analysis.doc.words[a.lo : a.hi + 1]
    capitals = all(is_capitalised(w.text) for w, f in zip(words, a.fits, strict=True) if f.form not in RU_PARTICLES)
    other = a.distance == 0 and not a.oblique and not all(f.right for f in a.fits)
    return not a.first and capitals and other and romanised(a.entry)


def _beside(doc: Document, knowledge: Knowledge, i: int) -> bool:
    """Whether a word that may be another part of the name stands beside word `i`."""
    for k, at in ((i - 1, i), (i + 1, i + 1)):
        if joined(doc, at):
            word = doc.words[k].text
            if is_capitalised(word) or word.lower() in PARTICLES or knowledge.english.zipf(word.lower()) < 4.2:
                return True
    return False


def _may_be(word: str, knowledge: Knowledge) -> bool:
    """Whether a word may be a damaged part of a name: rare in English, with a capital or of no English at all."""
    plain = bare(word)
    lower = plain.lower()
    if len(lower) < 2 or not lower.isalpha() or not lower.isascii():
        return False
    zipf = knowledge.english.zipf(lower)
    if is_capitalised(plain):
        return zipf < (3.2 if len(lower) > 3 else 3.6) and not (len(lower) > 3 and knowledge.english.pos(lower))
    return len(lower) > 3 and zipf < 1.5 and not knowledge.english.pos(lower)


def _surety(analysis: Analysis, a: Alignment) -> float:
    """How sure it is that words are a damaged name, and not right, another house style, or a namesake; 0 if not."""
    doc, knowledge, e = analysis.doc, analysis.knowledge, a.entry
    words = [bare(w.text) for w in doc.words[a.lo : a.hi + 1]]
    if all(f.right for f in a.fits):
        return 0.0
    met = e.id in analysis.people.entities
    told = met or (e.type == "person" and role_fits(doc, analysis, a.lo, e))
    if a.first and not told:
        return 0.0  # a surname alone says nothing of whose it is
    if e.type == "person" and not told and _other_sex(words, a, knowledge):
        return 0.0
    capitals = all(is_capitalised(w) for w, f in zip(words, a.fits, strict=True) if f.form not in RU_PARTICLES)
    if _plain(analysis, a):
        return 0.0 if lawful_parts(words, e) else 0.59  # letters of another scheme: a matter of style
    if a.distance and (a.letters < 8 or not _free(words, a, told, knowledge)):
        return 0.0
    if not told and any(f.distance > 1 for f in a.fits):
        return 0.0
    if any(w.islower() and knowledge.english.zipf(w) > 4.2 and w not in PARTICLES for w in words):
        return 0.0
    sure = 0.95 - 1.4 * a.share - 0.03 * (not capitals)
    sure += 0.1 * (len(a.fits) > 2 and a.fits[0].right and a.distance < 2)  # Adel al-Jubayr
    if a.fits[-1].distance and e.type == "person" and not met and usual_surname(words[-1], knowledge):
        return 0.6 if a.fits[-1].distance == 1 else 0.0  # another's name as well
    return min(0.97, sure + 0.1 * met + 0.05 * (told and not met))


#: Case forms of men's surnames that are women's surnames too.
_HERS = re.compile(r"(?:ов|ев|ин|ын)а$")


def _other_sex(words: list[str], a: Alignment, knowledge: Knowledge) -> bool:
    """Whether the words are a name of the other sex as well: Alexandra Petrova is not Alexander Petrov."""
    if a.entry.gender != "m" or a.fits[0].right or not _HERS.search(a.fits[-1].form):
        return False
    if not usual_surname(words[-1], knowledge):
        return False  # a rare surname: hardly a woman of the very same name
    folded = re.sub(r"i[yj]a$", "ia", fold_name(words[0]))
    return any(knowledge.gazetteer.given(g) in ("f", "mf") for g in (folded, "y" + folded, folded.removeprefix("y")))


def _free(words: list[str], a: Alignment, told: bool, knowledge: Knowledge) -> bool:
    """Whether the words that differ from the name are no names of their own."""
    person = a.entry.type == "person" and not a.first
    for n, (word, fit) in enumerate(zip(words, a.fits, strict=True)):
        if fit.distance and not fit.right:
            lower = fold_name(word)
            if person and n == 0:
                if gender_of(word, knowledge) and not told:
                    return False
                continue
            token = knowledge.gazetteer.has_token(lower) and not told
            own = knowledge.english.zipf(lower) > (2.4 if told else 1.6) or token
            if own or (person and not told and usual_surname(word, knowledge)):
                return False
    return True
