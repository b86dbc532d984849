"""Russian lemma -> English: the lexicon and what is derived from it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

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
    """Lemmas with their English, from ``data/russian/lexicon*.tsv`` and a desk's own files.

    >>> Lexicon.open().get("ведомство", "NOUN").sense
    'body'
    """

    def __init__(self, entries: dict[tuple[str, str], Entry]) -> None:
        self._entries = entries
        self._by_lemma: dict[str, Entry] = {}
        for (lemma, _), e in entries.items():
            self._by_lemma.setdefault(lemma, e)

    @classmethod
    @functools.cache
    def open(cls, own: tuple[Path, ...] = ()) -> Lexicon:
        """The shipped lexicon with further files over it; a later row for the same lemma replaces an earlier one."""
        entries: dict[tuple[str, str], Entry] = {}
        for path in (*sorted((DATA / "russian").glob("lexicon*.tsv")), *own):
            for row in read_table(path, COLUMNS):
                english = tuple(p for x in row["english"].split(";") if (p := x.strip()))
                if not english:
                    raise DataError(f"{path}: lemma {row['lemma']!r} has no English; fill the column or drop the row")
                lemma = row["lemma"].replace("ё", "е")
                entries[lemma, row["pos"]] = Entry(lemma, row["pos"], english, row["sense"])
        return cls(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, lemma: str, pos: str = "") -> Entry | None:
        """The entry of a lemma; of that part of speech where there is one, else of any."""
        lemma = lemma.replace("ё", "е")
        return self._entries.get((lemma, pos)) or self._by_lemma.get(lemma)
