"""Russian lemma -> English: the lexicon and what is derived from it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

from mtfix.cache import compiled, key_of
from mtfix.errors import DataError
from mtfix.tables import DATA, read_table

COLUMNS = ("lemma", "pos", "english", "sense")


@dataclass(frozen=True, slots=True)
class Entry:
    """One lemma: its English renderings, best first, and the class of its sense (body, person, event …)."""

    lemma: str
    pos: str
    english: tuple[str, ...]
    sense: str


class Lexicon:
    """Lemmas with their English, from ``data/russian/lexicon*.tsv`` and a desk's own files; mapped from the cache.

    >>> Lexicon.open().get("ведомство", "NOUN").sense
    'body'
    """

    def __init__(self, folder: Path) -> None:
        self._trie = marisa_trie.BytesTrie()
        self._trie.mmap(str(folder / "lexicon.marisa"))

    @classmethod
    @functools.cache
    def open(cls, own: tuple[Path, ...] = ()) -> Lexicon:
        """The shipped lexicon with further files over it; a later row for the same lemma replaces an earlier one."""
        files = (*sorted((DATA / "russian").glob("lexicon*.tsv")), *own)
        for path in own:
            read_table(path, COLUMNS)  # a bad row is said here, with its line, not while the index is built
        key = key_of((*files, Path(__file__)))
        return cls(compiled("lexicon", key, lambda folder: _build(files, folder), "preparing the lexicon"))

    def __len__(self) -> int:
        return len(self._trie)

    def of_sense(self, sense: str) -> list[str]:
        """Noun lemmas of a sense class.

        >>> "ведомство" in Lexicon.open().of_sense("body")
        True
        """
        found = (_entry(key, value) for key, value in self._trie.iteritems())
        return sorted(e.lemma for e in found if e.sense == sense and e.pos == "NOUN")

    def get(self, lemma: str, pos: str = "") -> Entry | None:
        """The entry of a lemma; of that part of speech where there is one, else of any."""
        start = lemma.replace("ё", "е") + "\t"
        if (found := self._trie.get(start + pos)) is not None:
            return _entry(start + pos, found[0])
        rows = self._trie.items(start)
        return _entry(*rows[0]) if rows else None


def _entry(key: str, value: bytes) -> Entry:
    lemma, _, pos = key.partition("\t")
    sense, *english = value.decode().split("\t")
    return Entry(lemma, pos, tuple(english), sense)


def _build(files: tuple[Path, ...], folder: Path) -> None:
    rows: dict[str, bytes] = {}
    for path in files:
        for row in read_table(path, COLUMNS):
            english = [p for x in row["english"].split(";") if (p := x.strip())]
            if not english:
                raise DataError(f"{path}: lemma {row['lemma']!r} has no English; fill the column or drop the row")
            rows[f"{row['lemma'].replace('ё', 'е')}\t{row['pos']}"] = "\t".join((row["sense"], *english)).encode()
    marisa_trie.BytesTrie(rows.items()).save(str(folder / "lexicon.marisa"))
