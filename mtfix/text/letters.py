"""A letter model: how much a string looks like the words that the model was made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

Table = np.ndarray[tuple[int, ...], Any]
_BASE = 28  # the letters, a boundary (0), and anything else (27)


def _codes(word: str) -> list[int]:
    return [0, 0, 0, *(ord(c) - 96 if "a" <= c <= "z" else 27 for c in word), 0]


def train(words: Iterable[tuple[str, float]]) -> Table:
    """log P(letter | three letters before it), Witten-Bell interpolated (Witten and Bell 1991).

    Args:
        words: lower-case words, each with its weight.

    Returns:
        float16, shape (28, 28, 28, 28): three letters before, then the letter.
    """
    counts = [np.zeros((_BASE,) * n) for n in range(1, 5)]
    for word, weight in words:
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
    out: Table = np.log(p).astype(np.float16)
    return out


def likeness(table: Table, word: str) -> float:
    """Mean log P of a letter of a lower-case word.

    >>> t = train([("ministr", 1.0), ("minister", 1.0)])
    >>> likeness(t, "ministra") > likeness(t, "zxqwv")
    True
    """
    codes = _codes(word)
    return float(sum(table[tuple(codes[i - 3 : i + 1])] for i in range(3, len(codes)))) / (len(codes) - 3)
