"""Observed string -> ranked source words: the noisy channel, one word at a time.

Candidates come from phonetic keys (exact, cut short, with an English ending put on, as a compound, with letters
lost or changed); the joint-sequence channel says how likely each would be written so; the frequency of the form says
how likely it was there. What the word's place in the sentence adds is added by the analysis, not here.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mtfix.source.russian.fold import keys_of_latin, skeleton, strip_marks

if TYPE_CHECKING:
    from mtfix.source.russian.index import FormIndex

#: Endings that English, or an MT system that takes the stem for English, puts on a Russian stem.
ENDINGS = (
    "s",
    "es",
    "e",
    "a",
    "o",
    "ed",
    "ing",
    "ist",
    "ian",
    "ians",
    "y",
    "i",
    "ie",
    "ies",
    "er",
    "ers",
    "ic",
    "u",
    "ce",
)
_CONSONANTS = "bcdfghklmnprstvzSZC"
_VOWEL_KEYS = "aeiou"


class Channel(Protocol):
    """What the restorer asks of a channel model."""

    def conditional(self, latin: str, cyrillic: str) -> float:
        """log P(latin | cyrillic)."""
        ...


@dataclass(frozen=True, slots=True)
class Restoration:
    """One source word that an observed string may stand for.

    ``how`` is the damage: ``romanised`` (letter by letter), ``cut`` (the end lost), ``anglicised`` (an English
    ending put on), ``compound`` (a first part and a known word), ``garbled`` (letters lost or changed).
    ``channel`` is log P(observed | form), ``prior`` log P(form), ``score`` their sum with the damage's own weight.
    """

    form: str
    how: str
    channel: float
    prior: float
    score: float
    first: str = ""  # the first part of a compound


@dataclass(frozen=True, slots=True)
class Weights:
    """log probabilities of the kinds of damage, and how much the prior counts."""

    damage: dict[str, float]
    prior: float
    per_lost: float


class Restorer:
    """Restores strings to source words; results are cached by string and bounded, without effect on results."""

    def __init__(
        self,
        index: FormIndex,
        channel: Channel,
        weights: Weights,
        first_parts: tuple[tuple[str, str], ...],
        capacity: int = 50_000,
    ) -> None:
        self._index = index
        self._channel = channel
        self._weights = weights
        self._parts = first_parts
        self._capacity = capacity
        self._cache: OrderedDict[tuple[str, bool], tuple[Restoration, ...]] = OrderedDict()

    def restore(self, observed: str, fuzzy: bool = True) -> tuple[Restoration, ...]:
        """The likeliest source words, best first, at most eight.

        Args:
            observed: a word in Latin letters, any case.
            fuzzy: also look for forms with letters lost or changed, which takes some milliseconds.
        """
        key = (strip_marks(observed), fuzzy)
        if (known := self._cache.get(key)) is not None:
            self._cache.move_to_end(key)
            return known
        out = self._restore(*key)
        self._cache[key] = out
        if len(self._cache) > self._capacity:
            self._cache.popitem(last=False)
        return out

    def likelihood(self, latin: str, cyrillic: str) -> float:
        """log P(latin | cyrillic) by the channel, for a pair from elsewhere (the gazetteer, a source text)."""
        return self._channel.conditional(strip_marks(latin), cyrillic)

    def _restore(self, word: str, fuzzy: bool) -> tuple[Restoration, ...]:
        if len(word) < 3:
            return ()
        best: dict[str, Restoration] = {}
        keys = keys_of_latin(word)

        def add(form: str, how: str, latin: str, cyrillic: str, lost: int = 0, first: str = "") -> None:
            ch = self._channel.conditional(latin, cyrillic)
            prior = self._index.log10(form if not first else form[len(first) :]) * math.log(10)
            w = self._weights
            score = ch + w.prior * prior + w.damage[how] + w.per_lost * lost
            if (old := best.get(form)) is None or score > old.score:
                best[form] = Restoration(form, how, ch, prior, score, first)

        for form in self._near(keys, word):
            add(form, "romanised", word, form)
        for form, latin, part, lost in self._cut(keys, word):
            add(form, "cut", latin, part, lost)
        for form, latin, part, lost in self._anglicised(word):
            add(form, "anglicised", latin, part, lost)
        for form, first in self._compounds(keys):
            add(form, "compound", word, form, first=first)
        if fuzzy and len(word) >= 5 and not any(r.channel > -1.2 * len(word) for r in best.values()):
            for form in self._garbled(keys, word):
                if form not in best:
                    add(form, "garbled", word, form)
        return tuple(sorted(best.values(), key=lambda r: (-r.score, r.form))[:8])

    def _near(self, keys: tuple[str, ...], word: str) -> list[str]:
        forms: dict[str, None] = {}
        for k in keys:
            forms.update(dict.fromkeys(self._index.by_key(k)))
        return self._top(list(forms), 12, word)

    def _top(self, forms: list[str], most: int, word: str) -> list[str]:
        """The forms worth asking the channel about: near in length first, then frequent."""
        if len(forms) <= most:
            return forms
        return sorted(forms, key=lambda f: abs(len(f) - len(word)) * 0.4 - self._index.log10(f))[:most]

    def _cut(self, keys: tuple[str, ...], word: str) -> list[tuple[str, str, str, int]]:
        out = []
        if len(word) >= 4:
            for k in keys[:6]:
                if len(k) >= 4 or (len(k) == 3 and k[-1] not in _VOWEL_KEYS):
                    forms = self._index.by_prefix(k, 3, 400)
                    for f in sorted(forms, key=lambda f: -self._index.log10(f))[:6]:
                        stem = self._stem(f, k)
                        if 0 < len(f) - len(stem) <= 4:
                            out.append((f, word, stem, len(f) - len(stem)))
        return out

    def _anglicised(self, word: str) -> list[tuple[str, str, str, int]]:
        out = []
        for e in ENDINGS:
            if word.endswith(e) and len(word) - len(e) >= 3:
                base = word[: -len(e)]
                for k in keys_of_latin(base)[:4]:
                    if len(k) < 3:
                        continue
                    forms = self._index.by_prefix(k, 3, 400)
                    for f in sorted(forms, key=lambda f: -self._index.log10(f))[:4]:
                        stem = self._stem(f, k)
                        if 0 <= len(f) - len(stem) <= 4:
                            out.append((f, base, stem, len(f) - len(stem)))
        return out

    @staticmethod
    def _stem(form: str, key: str) -> str:
        """The shortest beginning of a form that already has the key."""
        from mtfix.source.russian.fold import key_of_cyrillic

        for n in range(max(2, len(key) - 3), len(form) + 1):
            if key_of_cyrillic(form[:n]) == key:
                # a soft sign belongs to the consonant before it
                return form[: n + 1] if form[n : n + 1] in ("ь", "ъ") else form[:n]
        return form

    def _compounds(self, keys: tuple[str, ...]) -> list[tuple[str, str]]:
        out: dict[tuple[str, str], None] = {}
        for k in keys[:6]:
            for part, part_key in self._parts:
                if k.startswith(part_key) and len(k) - len(part_key) >= 4:
                    rest = k[len(part_key) :]
                    for form in self._index.by_key(rest)[:6]:
                        if len(form) >= 5:
                            out[part + form, part] = None
        return list(out)[:12]

    def _garbled(self, keys: tuple[str, ...], word: str) -> list[str]:
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        from mtfix.source.russian.fold import key_of_cyrillic

        found: dict[str, str] = {}
        for k in keys[:2]:
            bones = skeleton(k)
            if len(bones) < 3:
                continue
            for b in _neighbours(bones):
                for f in self._index.by_skeleton(b, 60):
                    found.setdefault(f, "")
        choices = {f: key_of_cyrillic(f) for f in found}
        ranked = process.extract(
            keys[0], choices, scorer=Levenshtein.normalized_similarity, processor=None, limit=24, score_cutoff=0.55
        )
        ranked.sort(key=lambda r: (-r[1] - 0.02 * self._index.log10(r[2]), r[2]))
        return [f for _, _, f in ranked[:10]]


def _neighbours(bones: str) -> set[str]:
    """Skeletons one consonant away: lost, added or changed."""
    out = {bones}
    if len(bones) >= 4:
        for i in range(len(bones) + 1):
            out.add(bones[:i] + bones[i + 1 :])
            for c in _CONSONANTS:
                out.add(bones[:i] + c + bones[i:])
                if i < len(bones):
                    out.add(bones[:i] + c + bones[i + 1 :])
    return out
