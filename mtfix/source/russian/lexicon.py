"""Russian lemma -> English: the lexicon and what is derived from it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

from mtfix.cache import compiled, key_of
from mtfix.errors import DataError
from mtfix.source.russian.rows import COLUMNS, Row, Stamp, load, renderings
from mtfix.tables import DATA, read_table


@dataclass(frozen=True, slots=True)
class Entry:
    """One lemma: its English renderings, best first, and the class of its sense (body, person, event …)."""

    lemma: str
    pos: str
    english: tuple[str, ...]
    sense: str


def shipped() -> tuple[Path, ...]:
    """The lexicon files that come with mtfix; a later one's row for a lemma replaces an earlier one's."""
    return tuple(sorted((DATA / "russian").glob("lexicon*.tsv")))


class Lexicon:
    """Lemmas with their English: the shipped files, mapped from the cache, and a desk's own rows over them.

    >>> Lexicon.open().get("ведомство", "NOUN").sense
    'body'
    """

    def __init__(self, folder: Path, key: str, own: tuple[Row, ...] = ()) -> None:
        self.key = key  # of the shipped files
        self._trie = marisa_trie.BytesTrie()
        self._trie.mmap(str(folder / "lexicon.marisa"))
        self.own = own
        self._own: dict[str, dict[str, Row]] = {}
        for row in own:
            lemma, pos = row.key
            self._own.setdefault(lemma, {})[pos] = row

    @classmethod
    def open(cls, own: tuple[Path, ...] = ()) -> Lexicon:
        """The shipped lexicon with a desk's files over it; a later row for the same lemma replaces an earlier one.

        Raises:
            DataError: if a desk's file cannot be read or has a bad row, with its line.
        """
        return _opened(tuple(map(Stamp.of, own)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Entry]:
        """Every entry in force, a desk's rows last."""
        for key, value in self._trie.iteritems():
            lemma, _, pos = key.partition("\t")
            if pos not in self._own.get(lemma, ()):
                yield _entry(key, value)
        for row in self.own:
            yield _of_row(row)

    def of_sense(self, sense: str) -> list[str]:
        """Noun lemmas of a sense class.

        >>> "ведомство" in Lexicon.open().of_sense("body")
        True
        """
        return sorted(e.lemma for e in self if e.sense == sense and e.pos == "NOUN")

    def get(self, lemma: str, pos: str = "") -> Entry | None:
        """The entry of a lemma; of that part of speech where there is one, else of any, a desk's row first."""
        plain = lemma.replace("ё", "е")
        own = self._own.get(plain)
        if own is not None and pos in own:
            return _of_row(own[pos])
        start = plain + "\t"
        if (found := self._trie.get(start + pos)) is not None:
            return _entry(start + pos, found[0])
        if own is not None:
            return _of_row(next(iter(own.values())))
        rows = self._trie.items(start)
        return _entry(*rows[0]) if rows else None

    def entries(self, lemma: str) -> list[Entry]:
        """The entries of a lemma, of every part of speech, the shipped ones that a desk's rows replace left out."""
        plain = lemma.replace("ё", "е")
        own = self._own.get(plain, {})
        kept = [e for row in self._trie.items(plain + "\t") if (e := _entry(*row)).pos not in own]
        return [_of_row(r) for r in own.values()] + kept

    def row(self, entry: Entry) -> Row:
        """An entry as the row it stands in: a desk's, or one without further columns for a shipped one."""
        own = self._own.get(entry.lemma, {}).get(entry.pos)
        return own or Row(entry.lemma, entry.pos, entry.english, entry.sense)


@functools.lru_cache(maxsize=8)
def _opened(own: tuple[Stamp, ...]) -> Lexicon:
    rows = tuple(load(tuple(stamp.path for stamp in own)))  # a bad row is said here, before anything is compiled
    files = shipped()
    here = Path(__file__)
    key = key_of((*files, here, here.with_name("rows.py")))
    folder = compiled("lexicon", key, lambda folder: _build(files, folder), "preparing the lexicon")
    return Lexicon(folder, key, rows)


def origin(entry: Entry) -> str:
    """File and line of the shipped row that an entry comes from; the empty string where there is none.

    >>> origin(Lexicon.open().get("навальный", "ADJF")).partition(":")[0]
    'lexicon_names.tsv'
    """
    start = f"{entry.lemma}\t{entry.pos}\t"
    for path in reversed(shipped()):
        found = ""
        with path.open(encoding="utf-8") as f:
            for n, line in enumerate(f, 1):
                if line.replace("ё", "е").startswith(start):
                    found = f"{path.name}:{n}"
        if found:
            return found
    return ""


def _of_row(row: Row) -> Entry:
    return Entry(row.key[0], row.pos, row.english, row.sense)


def _entry(key: str, value: bytes) -> Entry:
    lemma, _, pos = key.partition("\t")
    sense, *english = value.decode().split("\t")
    return Entry(lemma, pos, tuple(english), sense)


def _build(files: tuple[Path, ...], folder: Path) -> None:
    rows: dict[str, bytes] = {}
    for path in files:
        for row in read_table(path, COLUMNS):
            english = renderings(row["english"])
            if not english:
                raise DataError(f"{path}: lemma {row['lemma']!r} has no English; fill the column or drop the row")
            rows[f"{row['lemma'].replace('ё', 'е')}\t{row['pos']}"] = "\t".join((row["sense"], *english)).encode()
    marisa_trie.BytesTrie(rows.items()).save(str(folder / "lexicon.marisa"))
