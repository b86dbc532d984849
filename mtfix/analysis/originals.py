"""How a name met in Russian letters is written in English: ranked spellings, by the letter model and by frequency.

A name of Russian origin is romanised; a foreign one has an original spelling that Russian letters only hint at
(Кабулчер, Caboolture). Words of the English frequency list that sound alike are found by their consonants, the channel
says how likely each is for the Russian form, and the more frequent word goes before the rarer.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import marisa_trie
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from mtfix.cache import compiled, key_of
from mtfix.source.channel import Channel
from mtfix.source.romanise import romanise
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.source.russian.nominative import homely
from mtfix.text.english import English

#: A letter of the Russian form may not cost more (nats).
_FARTHEST = -2.4
#: How much of that a name counts that is romanised whether it is known or not.
HOMELY = 0.4
#: Words rarer than this (Zipf) are noise of the web as often as names.
_LEAST = 1.0
#: Readings of a Latin spelling that it is filed under.
_READINGS = 3
#: Nats that a step of the Zipf scale is worth, up to which step, what being in the list at all is worth, what a
#: diacritic costs, and what the spelling of the press gains: the best of ninety settings on names of real ru-en output.
PER_ZIPF, MOST_ZIPF, LISTED, MARKED, PRESS = 2.0, 4.0, 3.0, 3.0, 1.5
#: How many words that sound alike are put to the channel.
_TRIED = 36
_DOUBLED = re.compile(r"(.)\1")
_SCHEMES = ("press", "bgn_pcgn", "icao", "ala_lc_plain")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A Latin spelling of a Russian form, lower case: log P(spelling | form), its Zipf frequency, and both together."""

    latin: str
    channel: float
    zipf: float
    score: float


def _build(folder: Path) -> None:
    english = English.open()
    rows: list[tuple[str, bytes]] = []
    for word in english.words():
        if len(word) < 3 or not word.isalpha() or english.zipf(word) < _LEAST:
            continue
        keys = keys_of_latin(word)[:_READINGS]
        if "gh" in word[1:]:  # often silent: Fairclough, Hughes
            keys += keys_of_latin(word[0] + word[1:].replace("gh", ""))[:_READINGS]
        for key in dict.fromkeys(keys):
            rows.append((skeleton(key), f"{word}\t{key}".encode()))
    marisa_trie.BytesTrie(rows).save(str(folder / "sounds.marisa"))


class Originals:
    """English spellings of names in Russian letters; the index is compiled once and mapped.

    >>> originals = Originals.open()
    >>> [s.latin for s in originals.ranked("данлап")][:1]
    ['dunlap']
    """

    def __init__(self, folder: Path) -> None:
        self._english = English.open()
        self._channel = Channel.load()
        self._sounds = marisa_trie.BytesTrie()
        self._sounds.mmap(str(folder / "sounds.marisa"))

    @classmethod
    @functools.cache
    def open(cls) -> Originals:
        """The index, compiled from the English vocabulary on the first call ever."""
        here = Path(__file__)
        root = here.parents[1]
        key = key_of((here, root / "source/russian/fold.py", root / "text/english.py"), ("wordfreq",))
        return cls(compiled("originals", key, _build, "preparing the index of English names by sound"))

    @functools.cached_property
    def _bones(self) -> dict[int, list[str]]:
        """Every skeleton, by length."""
        out: dict[int, list[str]] = defaultdict(list)
        for bones in dict.fromkeys(self._sounds.keys()):
            out[len(bones)].append(bones)
        return out

    @functools.lru_cache(maxsize=20_000)  # noqa: B019  (the index lives as long as the process)
    def spelling(self, latin: str, form: str) -> Spelling:
        """How likely one spelling is for a Russian form.

        Args:
            latin: lower case.
            form: lower case, in the nominative.
        """
        channel = self._channel.conditional(latin, form)
        zipf = self._english.zipf(latin)
        single = _DOUBLED.sub(r"\1", form)
        if zipf and single != form:  # Russian print doubles other letters than the original: Антуаннета, Antoinette
            channel = max(channel, self._channel.conditional(_DOUBLED.sub(r"\1", latin), single) - 1.0)
        share = HOMELY if homely(form) else 1.0
        score = channel + share * (PER_ZIPF * min(zipf, MOST_ZIPF) + (LISTED if zipf else 0.0))
        if not latin.isascii():
            score -= MARKED
        if latin == _plain(form, "press"):
            score += PRESS / (0.5 + share / 2)
        return Spelling(latin, channel, zipf, score)

    @functools.lru_cache(maxsize=5_000)  # noqa: B019
    def ranked(self, form: str) -> tuple[Spelling, ...]:
        """Spellings of a Russian form in the nominative, the likeliest first: words that sound so, romanisations."""
        tried = dict.fromkeys(self._alike(form))
        for scheme in _SCHEMES:
            tried[_plain(form, scheme)] = None
        for latin, _ in self._channel.encode(form, n=6, beam=12):
            tried[latin] = None
        rows = [s for latin in tried if latin and (s := self.spelling(latin, form)).channel > _FARTHEST * len(form)]
        return tuple(sorted(rows, key=lambda s: (-s.score, s.latin)))

    def _alike(self, form: str) -> list[str]:
        """Words of the frequency list that sound like a Russian form, the nearest first."""
        key = key_of_cyrillic(form)
        bones = skeleton(key)
        far = 0 if len(bones) < 3 else 1 if len(bones) < 4 else 2
        near: dict[str, float] = {}
        for size in range(len(bones) - far, len(bones) + far + 1):
            found = process.extract(
                bones, self._bones.get(size, []), scorer=Levenshtein.distance, score_cutoff=far, limit=None
            )
            for other, steps, _ in found:
                for row in self._sounds.get(other, ()):
                    word, _, sound = row.decode().partition("\t")
                    like = fuzz.ratio(key, sound) + 3.0 * min(self._english.zipf(word), MOST_ZIPF) - 5.0 * steps
                    near[word] = max(near.get(word, 0.0), like)
        return sorted(near, key=lambda w: (-near[w], w))[:_TRIED]


@functools.lru_cache(maxsize=5_000)
def _plain(form: str, scheme: str) -> str:
    """A romanisation without the marks of the hard and soft signs."""
    return "".join(c for c in romanise(form, scheme).lower() if c not in "ʹʺ'’")
