"""English words: how frequent each is, and what parts of speech it can be."""

from __future__ import annotations

import functools
from enum import IntFlag
from pathlib import Path

import marisa_trie
import numpy as np

from mtfix.cache import compiled, key_of

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
    words = [w for w in freq if any(c.isalpha() for c in w)]
    trie = marisa_trie.Trie(words)
    trie.save(str(folder / "words.marisa"))
    zipf = np.zeros(len(words), np.uint8)
    pos = np.zeros(len(words), np.uint8)
    flags = {"NOUN": Pos.NOUN, "VERB": Pos.VERB, "AUX": Pos.VERB, "ADJ": Pos.ADJ, "ADV": Pos.ADV}
    for w in words:
        n = trie[w]
        zipf[n] = min(255, max(1, round(_SCALE * wordfreq.freq_to_zipf(freq[w]))))
        mask = 0
        for tag in getAllLemmas(w):
            mask |= flags.get(tag, 0)
        pos[n] = mask
    np.save(folder / "shape.npy", _shapes([(w, freq[w]) for w in words]))
    np.save(folder / "zipf.npy", zipf)
    np.save(folder / "pos.npy", pos)


_BASE = 28  # the letters, a boundary (0), and anything else (27)


def _codes(word: str) -> list[int]:
    return [0, 0, 0, *(ord(c) - 96 if "a" <= c <= "z" else 27 for c in word), 0]


def _shapes(words: list[tuple[str, float]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float16]]:
    """log P(letter | three letters before it) over word types, Witten-Bell interpolated (Witten and Bell 1991)."""
    counts = [np.zeros((_BASE,) * n) for n in range(1, 5)]
    for word, f in words:
        weight = 1.0 + max(0.0, np.log10(f * 1e9))  # types, the frequent ones a little more
        codes = _codes(word)
        for i in range(3, len(codes)):
            for n in range(1, 5):
                counts[n - 1][tuple(codes[i - n + 1 : i + 1])] += weight
    p = np.full((_BASE,), 1 / _BASE)
    for c in counts:
        total = c.sum(-1, keepdims=True)
        kinds = (c > 0).sum(-1, keepdims=True)
        lower = np.broadcast_to(p, c.shape)
        p = np.where(total > 0, (c + kinds * lower) / np.maximum(total + kinds, 1), lower)
    out: np.ndarray[tuple[int, ...], np.dtype[np.float16]] = np.log(p).astype(np.float16)
    return out


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
        key = key_of((Path(__file__),), ("wordfreq", "lemminflect"))
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
        return Pos.NONE if n is None else Pos(int(self._pos[n]))

    def shape(self, word: str) -> float:
        """How much a lower-case string looks like a word of English text, names included: mean log P of a letter.

        >>> e = English.open()
        >>> e.shape("unthinkably") > e.shape("vbuhivayut")
        True
        """
        codes = _codes(word)
        return float(sum(self._shape[tuple(codes[i - 3 : i + 1])] for i in range(3, len(codes)))) / (len(codes) - 3)

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
                    if z > top and self._pos[n]:
                        best, top = w, z
        return best


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
