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

from rapidfuzz.distance import Levenshtein

from mtfix.source.russian.fold import affricate, key_of_cyrillic, keys_of_latin, sibilant, strip_marks

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
#: How far (in nats) a reading may lie behind the best one and still be told.
_BEHIND = 2.0
#: What an edit of the key costs (in nats) where the channel is not asked, and how many candidates are asked always.
_EDIT, _ASKED = 2.0, 4
#: Above this many nats a letter the channel takes a spelling for no romanisation.
_LETTERS = 0.9
#: English endings that say no more than that there are several.
PLURAL = ("s", "es")
#: How frequent the second part of a compound must be (log10 of its share), and a short one (допмер, of мера).
_ATTESTED, _COMMON = -6.8, -5.5
_CONSONANTS = "bdfghklmnprstv"
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
    lost: int = 0  # letters of the form that are not there
    end: str = ""  # the English ending put on


@dataclass(frozen=True, slots=True)
class _Question:
    """A candidate before the channel is asked; ``rest`` is its score without the channel's part."""

    rest: float
    form: str
    how: str
    latin: str
    cyrillic: str
    prior: float
    first: str
    lost: int
    end: str


@dataclass(frozen=True, slots=True)
class Weights:
    """log probabilities of the kinds of damage (``plural``: an English -s put on), and how much the prior counts."""

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
        keys = keys_of_latin(word)
        asked: list[_Question] = []

        def ask(
            form: str, how: str, latin: str, cyrillic: str, lost: int = 0, first: str = "", end: str = ""
        ) -> None:
            prior = self._index.log10(form if not first else form[len(first) :]) * math.log(10)
            w = self._weights
            rest = w.prior * prior + w.damage["plural" if end in PLURAL else how] + w.per_lost * lost
            asked.append(_Question(rest, form, how, latin, cyrillic, prior, first, lost, end))

        for form in self._near(keys, word):
            ask(form, "romanised", word, form)
        for form, latin, part, lost in self._cut(keys, word):
            ask(form, "cut", latin, part, lost)
        for form, latin, part, lost, end in self._anglicised(word):
            ask(form, "anglicised", latin, part, lost, end=end)
        for form, first in self._compounds(keys):
            ask(form, "compound", word, form, first=first)
        best = self._answer(asked, {})
        if fuzzy and len(word) >= 5 and not any(r.lost < 2 and r.channel > -1.2 * len(word) for r in best.values()):
            asked = []
            for form in self._garbled(keys, word):
                if form not in best:
                    ask(form, "garbled", word, form)
            best = self._answer(asked, best)
        return tuple(sorted(best.values(), key=lambda r: (-r.score, r.form))[:8])

    def _answer(self, asked: list[_Question], best: dict[str, Restoration]) -> dict[str, Restoration]:
        """Ask the channel, the likeliest by key first, and stop where the rest lies far behind."""
        top = max((r.score for r in best.values()), default=-math.inf)
        keys = {q.latin: keys_of_latin(q.latin)[:4] for q in asked}
        rough = []
        for n, q in enumerate(asked):
            key = key_of_cyrillic(q.cyrillic)
            edits = min(Levenshtein.distance(k, key) for k in keys[q.latin])
            rough.append((q.rest - _EDIT * edits, -len(q.form), q.form, n))
        for m, (guess, _, _, n) in enumerate(sorted(rough, reverse=True)):
            q = asked[n]
            if (m >= _ASKED and guess < top - _BEHIND) or m >= 3 * _ASKED:
                break
            channel = self._channel.conditional(q.latin, q.cyrillic)
            how = q.how
            if how == "garbled" and channel > -_LETTERS * len(q.latin):
                how = "romanised"  # the key alone did not reach it
            score = channel + q.rest
            if (old := best.get(q.form)) is None or score > old.score:
                best[q.form] = Restoration(q.form, how, channel, q.prior, score, q.first, q.lost, q.end)
                top = max(top, score)
        return best

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

    def _anglicised(self, word: str) -> list[tuple[str, str, str, int, str]]:
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
                            out.append((f, base, stem, len(f) - len(stem), e))
        return out

    @staticmethod
    def _stem(form: str, key: str) -> str:
        """The shortest beginning of a form that already has the key."""
        for n in range(max(2, len(key) - 3), len(form) + 1):
            if key_of_cyrillic(form[:n]) == key:
                # a soft sign belongs to the consonant before it
                return form[: n + 1] if form[n : n + 1] in ("ь", "ъ") else form[:n]
        return form

    def _compounds(self, keys: tuple[str, ...]) -> list[tuple[str, str]]:
        out: dict[tuple[str, str], None] = {}
        for k in keys[:6]:
            for part, part_key in self._parts:
                if k.startswith(part_key) and len(k) - len(part_key) >= 3:
                    rest = k[len(part_key) :]
                    for form in self._index.by_key(rest)[:6]:
                        least = _ATTESTED if len(form) >= 5 else _COMMON if len(part) > 2 else 0.0
                        if self._index.log10(form) > least:
                            out[part + form, part] = None
        return list(out)[:12]

    def _garbled(self, keys: tuple[str, ...], word: str) -> list[str]:
        from rapidfuzz import process

        found: dict[str, str] = {}
        for k in keys[:2]:
            bones = sibilant(k)
            if len(bones) < 3:
                continue
            own = affricate(bones)
            for b in sorted({affricate(b) for b in _neighbours(bones)}):
                for f in self._index.by_skeleton(b, 100 * len(word) if b == own else 40):
                    if abs(len(f) - len(word)) <= 4:
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
