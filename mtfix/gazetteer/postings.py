"""Which entries a key belongs to, for keys that many entries share: a mapped trie, and the lists one after another."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

Ints = np.ndarray[Any, Any]


class Pairs:
    """Pairs of a key and a number as they come; each key is held once.

    >>> p = Pairs()
    >>> p.add("ivanov", 3)
    >>> p.add("ivanov", 5)
    >>> p.keys(), list(p.which), list(p.numbers)
    (['ivanov'], [0, 0], [3, 5])
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self.which = array("I")
        self.numbers = array("I")

    def add(self, key: str, number: int) -> None:
        """Take a pair; an empty key is none."""
        if not key:
            return
        self.which.append(self._ids.setdefault(key, len(self._ids)))
        self.numbers.append(number)

    def keys(self) -> list[str]:
        """The different keys, in the order of their first pair."""
        return list(self._ids)

    def save(self, stem: Path) -> None:
        """Write a run: keys as lines, pairs as an array."""
        stem.with_suffix(".keys").write_bytes("\n".join(self._ids).encode())
        np.save(stem.with_suffix(".npy"), np.array([self.which, self.numbers], np.uint32))


def keys_of_run(stem: Path) -> list[str]:
    """The keys of a run."""
    data = stem.with_suffix(".keys").read_bytes()
    return data.decode().split("\n") if data else []


def merge(runs: Iterable[tuple[Path, int]], folder: Path, name: str) -> None:
    """Make one index of runs.

    Args:
        runs: the stem of each, and what its numbers count from, in the order of the entries.
        folder: where the index goes.
        name: its name there.
    """
    runs = list(runs)
    trie = marisa_trie.Trie(chain.from_iterable(keys_of_run(stem) for stem, _ in runs))
    trie.save(str(folder / f"{name}.marisa"))
    which, numbers = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
    for stem, base in runs:
        ids = np.array([trie[k] for k in keys_of_run(stem)], np.uint32)
        pairs = np.load(stem.with_suffix(".npy"))
        if len(ids):
            which.append(ids[pairs[0]])
            numbers.append(pairs[1] + np.uint32(base))
    key = np.concatenate(which)
    order = np.argsort(key, kind="stable")
    np.save(folder / f"{name}_at.npy", np.concatenate(([0], np.cumsum(np.bincount(key, minlength=len(trie))))))
    np.save(folder / f"{name}_of.npy", np.concatenate(numbers)[order])


def mapped(path: Path) -> Ints:
    """A mapped array as a plain one: numpy's own class for it takes ten times as long for a single item."""
    return np.asarray(np.load(path, mmap_mode="r"))


class Postings:
    """An index that `merge` made; a key's numbers stand in the order of the entries."""

    def __init__(self, folder: Path, name: str) -> None:
        self.trie = marisa_trie.Trie()
        self.trie.mmap(str(folder / f"{name}.marisa"))
        self._at = mapped(folder / f"{name}_at.npy")
        self._of = mapped(folder / f"{name}_of.npy")

    def __contains__(self, key: str) -> bool:
        return key in self.trie

    def __len__(self) -> int:
        return len(self.trie)

    def get(self, key: str, most: int) -> list[int]:
        """The first numbers of a key, at most so many."""
        n = self.trie.get(key)
        return [] if n is None else self.of(n, most)

    def all(self, key: str) -> Ints:
        """Every number of a key."""
        n = self.trie.get(key)
        lo, hi = (0, 0) if n is None else (self._at[n], self._at[n + 1])
        found: Ints = self._of[lo:hi]
        return found

    def of(self, n: int, most: int) -> list[int]:
        """The first numbers of the key with this number in the trie."""
        at = int(self._at[n])
        out: list[int] = self._of[at : min(int(self._at[n + 1]), at + most)].tolist()
        return out

    def __iter__(self) -> Iterator[str]:
        return iter(self.trie)
