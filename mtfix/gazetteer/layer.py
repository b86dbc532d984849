"""One table or set of tables, compiled and mapped: numbers in, entries out. `Gazetteer` asks several in turn."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from mtfix.gazetteer.build import signature
from mtfix.gazetteer.digest import TYPE_CODES
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.forms import forms_of
from mtfix.gazetteer.postings import Postings, mapped

#: Letters of phonetic keys (`source.russian.fold`).
SOUNDS = "abcdefghiklmnoprstuvzCSZ"
#: Entries kept as objects; more are read again from the map.
_KEPT = 20_000


class Layer:
    """The indexes of one build. Entries are read from the mapped file when first asked for."""

    def __init__(self, folder: Path, files: tuple[Path, ...]) -> None:
        self.folder = folder
        self.files = files
        self._read: dict[int, Entry] = {}
        self._blob = np.asarray(np.memmap(folder / "entries.json", np.uint8, "r"))
        self._at = mapped(folder / "offsets.npy")
        self._lines = mapped(folder / "lines.npy")
        self._types = mapped(folder / "types.npy")
        self._firsts = np.load(folder / "firsts.npy")
        self._owners = mapped(folder / "owners.npy")
        self._more = mapped(folder / "more.npy")
        self.names = _trie(folder / "names.marisa")
        self.heads = _trie(folder / "heads.marisa")
        self.tokens = _trie(folder / "tokens.marisa")
        self.capitals = _trie(folder / "capitals.marisa")
        self.given = _records("<B", folder / "given.marisa")
        self.keys = _records("<IB", folder / "keys.marisa")
        self.bones = _records("<IB", folder / "bones.marisa")
        self.ids = Postings(folder, "ids")
        self.parts = Postings(folder, "parts")
        self.surnames = Postings(folder, "surnames")
        self.sounds = Postings(folder, "sounds")
        self.russian = Postings(folder, "russian")
        self.acronyms = Postings(folder, "acronyms")
        self._signatures = mapped(folder / "signatures.npy")

    def __len__(self) -> int:
        return len(self._at) - 1

    def entry(self, n: int) -> Entry:
        """The entry of a number."""
        e = self._read.get(n)
        if e is None:
            row: list[Any] = json.loads(self._blob[self._at[n] : self._at[n + 1]].tobytes())
            e = Entry(*(_frozen(c) for c in row))
            if len(self._read) >= _KEPT:
                self._read.clear()
            self._read[n] = e
        return e

    def form(self, part: int, case: int) -> str:
        """A case form of a part of names, both by their numbers."""
        word, _, how = self.parts.trie.restore_key(part).partition("\t")
        forms = forms_of(word, how)
        return forms[case] if case < len(forms) else word

    def place(self, n: int) -> tuple[Path | None, int]:
        """File and line of an entry; no file for a country, which comes from the CLDR."""
        line = int(self._lines[n])
        if not line or not self.files:
            return None, 0
        return self.files[int(np.searchsorted(self._firsts, n, "right")) - 1], line

    def of_types(self, types: tuple[str, ...]) -> list[int]:
        """Numbers of the entries of some types."""
        codes = [TYPE_CODES.index(t) for t in types]
        out: list[int] = np.flatnonzero(np.isin(self._types & 127, codes)).tolist()
        return out

    def with_acronyms(self) -> list[int]:
        """Numbers of the entries that have acronyms in both languages."""
        out: list[int] = np.flatnonzero(self._types & 128).tolist()
        return out

    def owner(self, name: str) -> tuple[int, int]:
        """The first entry with a folded right spelling, and which of its names that is."""
        n, k = self._owners[self.names[name]]
        return int(n), int(k)

    def owners(self, name: str) -> list[int]:
        """Every entry with a folded right spelling."""
        n = self.names.get(name)
        if n is None:
            return []
        lo, hi = np.searchsorted(self._more[:, 0], (n, n + 1))
        rest: list[int] = np.unique(self._more[lo:hi, 1]).tolist()
        return [int(self._owners[n, 0]), *rest]

    def near_sounds(self, key: str, most: int) -> dict[str, int]:
        """Surnames' keys at most so many letters away from one, with the distance.

        One letter: every key that far off is looked up. More: a letter changed, lost or added makes at most two new
        pairs of neighbours and undoes two, so a key with many other pairs is too far off, and is not looked at.
        (Swapped letters make three; one swap is allowed for.)
        """
        from rapidfuzz.distance import DamerauLevenshtein

        if most == 1:
            found = {other: 1 for other in _one_off(key) if other in self.sounds.trie}
            return {key: 0} | found if key in self.sounds.trie else found
        differ = _bits(self._signatures ^ np.uint64(signature(key)))
        out = {}
        for n in np.flatnonzero(differ <= 4 * most + 2).tolist():
            other = self.sounds.trie.restore_key(n)
            if abs(len(other) - len(key)) <= most:
                d = DamerauLevenshtein.distance(key, other, score_cutoff=most)
                if d <= most:
                    out[other] = int(d)
        return out

    @cached_property
    def spellings(self) -> dict[str, list[str]]:
        """Usual spellings of given names, by country and Russian name."""
        out: dict[str, list[str]] = json.loads((self.folder / "spellings.json").read_text("utf-8"))
        return out

    @cached_property
    def russian_given(self) -> list[tuple[str, str]]:
        """Russian given names with the gender of who bears them, of people from where Russian is spoken."""
        rows = json.loads((self.folder / "russian_given.json").read_text("utf-8"))
        return [(name, gender) for name, gender in rows]


def _frozen(cell: Any) -> Any:
    return tuple(_frozen(c) for c in cell) if isinstance(cell, list) else cell


def _one_off(key: str) -> set[str]:
    """Keys with one letter lost, added or changed, or two neighbours swapped.

    >>> {"lavrv", "lavrovs", "lavrof", "lavorv"} <= _one_off("lavrov"), "lavrov" in _one_off("lavrov")
    (True, False)
    """
    cut = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    out = {a + b[1:] for a, b in cut if b} | {a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1}
    out |= {a + c + b for a, b in cut for c in SOUNDS} | {a + c + b[1:] for a, b in cut if b for c in SOUNDS}
    return out - {key}


_OF_BYTE = np.array([i.bit_count() for i in range(256)], np.uint8)


def _bits(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if hasattr(np, "bitwise_count"):  # numpy 2
        counts: np.ndarray[Any, Any] = np.bitwise_count(values)
        return counts
    return _OF_BYTE[values.view(np.uint8)].reshape(-1, 8).sum(axis=1)  # type: ignore[no-any-return]


def _trie(path: Path) -> marisa_trie.Trie:
    trie = marisa_trie.Trie()
    trie.mmap(str(path))
    return trie


def _records(form: str, path: Path) -> marisa_trie.RecordTrie:
    trie = marisa_trie.RecordTrie(form)
    trie.mmap(str(path))
    return trie
