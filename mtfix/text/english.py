"""English words: how frequent each is, and what parts of speech it can be."""

from __future__ import annotations

import functools
from enum import IntFlag
from pathlib import Path

import marisa_trie
import numpy as np

from mtfix.cache import compiled, key_of
from mtfix.text import letters
from mtfix.text.wordlist import WORDS, read_words

_LISTED = 16  # bit beside the parts of speech: a large dictionary has the word
_SCALE = 30  # Zipf frequencies run from 0 to 8; one byte holds them in steps of 1/30


class Pos(IntFlag):
    """Parts of speech a form can have, after the SPECIALIST lexicon as packaged by lemminflect."""

    NONE = 0
    NOUN = 1
    VERB = 2
    ADJ = 4
    ADV = 8


def _build(folder: Path) -> None:
    import wordfreq
    from lemminflect import getAllLemmas

    freq = wordfreq.get_frequency_dict("en", "large")
    listed = read_words()
    frequent = [w for w in freq if any(c.isalpha() for c in w)]
    words = [*frequent, *sorted(listed.difference(frequent))]
    trie = marisa_trie.Trie(words)
    trie.save(str(folder / "words.marisa"))
    zipf = np.zeros(len(words), np.uint8)
    pos = np.zeros(len(words), np.uint8)
    flags = {"NOUN": Pos.NOUN, "VERB": Pos.VERB, "AUX": Pos.VERB, "ADJ": Pos.ADJ, "ADV": Pos.ADV}
    for w in words:
        n = trie[w]
        zipf[n] = min(255, max(1, round(_SCALE * wordfreq.freq_to_zipf(freq[w])))) if w in freq else 0
        mask = _LISTED if w in listed else 0
        for tag in getAllLemmas(w):
            mask |= flags.get(tag, 0)
        pos[n] = mask
    # types, the frequent ones a little more
    np.save(folder / "shape.npy", letters.train((w, 1.0 + max(0.0, np.log10(freq[w] * 1e9))) for w in frequent))
    np.save(folder / "zipf.npy", zipf)
    np.save(folder / "pos.npy", pos)


class English:
    """The English vocabulary, mapped from the cache.

    >>> english = English.open()
    >>> english.zipf("minister") > 4 > english.zipf("nagleyuschih")
    True
    >>> bool(english.pos("ministers") & Pos.NOUN)
    True
    """

    def __init__(self, folder: Path) -> None:
        self._trie = marisa_trie.Trie()
        self._trie.mmap(str(folder / "words.marisa"))
        self._zipf = np.load(folder / "zipf.npy", mmap_mode="r")
        self._pos = np.load(folder / "pos.npy", mmap_mode="r")
        self._shape = np.load(folder / "shape.npy", mmap_mode="r")

    @classmethod
    @functools.cache
    def open(cls) -> English:
        """The vocabulary, compiled from wordfreq and lemminflect on the first call ever."""
        key = key_of((Path(__file__), WORDS), ("wordfreq", "lemminflect"))
        return cls(compiled("english", key, _build, "preparing the English vocabulary"))

    def words(self) -> list[str]:
        """Every word of the list."""
        return list(self._trie)

    def zipf(self, word: str) -> float:
        """Zipf frequency (log10 of occurrences per thousand million words) of a lower-case word, 0 if unknown."""
        n = self._trie.get(word)
        return 0.0 if n is None else float(self._zipf[n]) / _SCALE

    def pos(self, word: str) -> Pos:
        """The parts of speech a lower-case form can have; `Pos.NONE` for names and unknown words."""
        n = self._trie.get(word)
        return Pos.NONE if n is None else Pos(int(self._pos[n]) & ~_LISTED)

    def listed(self, word: str) -> bool:
        """Whether a large dictionary (SCOWL, `mtfix.text.wordlist`) has a lower-case word.

        >>> english = English.open()
        >>> english.listed("incantatory"), english.listed("nagleyuschih")
        (True, False)
        """
        n = self._trie.get(word)
        return n is not None and bool(self._pos[n] & _LISTED)

    def shape(self, word: str) -> float:
        """How much a lower-case string looks like a word of English text, names included: mean log P of a letter.

        >>> e = English.open()
        >>> e.shape("unthinkably") > e.shape("vbuhivayut")
        True
        """
        return letters.likeness(self._shape, word)

    def near(self, word: str, least: float = 3.4) -> str:
        """The most frequent English word one letter away (lost, added, changed, or two swapped), or the empty string.

        >>> English.open().near("atracted"), English.open().near("nagleyuschih")
        ('attracted', '')
        """
        best, top = "", least
        for i in range(len(word) + 1):
            head, tail = word[:i], word[i:]
            made = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]] if tail else []
            made += [head + c + tail for c in _LETTERS]
            made += [head + c + tail[1:] for c in _LETTERS] if tail else []
            for w in made:
                if w != word and (n := self._trie.get(w)) is not None:
                    z = float(self._zipf[n]) / _SCALE
                    if z > top and int(self._pos[n]) & ~_LISTED:
                        best, top = w, z
        return best


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
