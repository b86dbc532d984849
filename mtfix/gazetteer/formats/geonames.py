"""GeoNames: a main table (allCountries.txt, cities15000.txt, RU.txt), with alternateNamesV2.txt for the Russian names.

Columns as in https://download.geonames.org/export/dump/readme.txt. Without the table of alternate names, the Russian
name is picked out of the main row's own: in Russian letters, and nearest in sound to the English name.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Bad, Options, Record, Skipped, is_cyrillic, is_latin, lines_of
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin

#: Classes of features that are places of news: administrative areas and settlements.
_CLASSES = ("A", "P")
_COLUMNS = 19
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_ALIASES = 6
#: The least likeness of sound by which a name without a language mark is taken for the Russian one.
_ALIKE = 0.5


def read(path: Path, options: Options) -> Iterator[Record]:
    """Places with a Russian name."""
    with tempfile.TemporaryDirectory(prefix="mtfix-") as folder:
        marked = _Marked(Path(folder) / "names.db", options.alternates) if options.alternates else None
        try:
            for n, raw in lines_of(path):
                cells = raw.decode("utf-8", "replace").rstrip("\r\n").split("\t")
                if len(cells) != _COLUMNS:
                    yield Bad(n, f"{len(cells)} cells where GeoNames has {_COLUMNS}")
                    continue
                yield _record(cells, marked, options)
        finally:
            if marked is not None:
                marked.close()


def _record(cells: list[str], marked: _Marked | None, options: Options) -> Record:
    number, name, ascii_name, others, kind, country = (cells[i] for i in (0, 1, 2, 3, 6, 8))
    inhabitants = int(cells[14]) if cells[14].isdigit() else 0
    if kind not in _CLASSES:
        return Skipped("no settlement or administrative area")
    if options.types and "place" not in options.types:
        return Skipped("of another type than was asked for")
    if inhabitants < options.least:
        return Skipped(f"fewer than {options.least} inhabitants")
    english = name if is_latin(name) else ascii_name
    aliases = [ascii_name]
    if marked is not None:
        russian, english_names = marked.names(number)
        if english_names:
            english, aliases = english_names[0], [*english_names[1:], english, *aliases]
    else:
        russian = _likeliest(english, [o for o in others.split(",") if o])
    if not russian:
        return Skipped("no Russian name")
    if not is_latin(english):
        return Skipped("no English name")
    kept = tuple(dict.fromkeys(a for a in aliases if a and a != english and is_latin(a)))[:_ALIASES]
    source = options.source or f"GeoNames {number}"
    return Entry(f"geonames:{number}", "place", english, russian, "", kept, (), country, source=source)


def _likeliest(english: str, names: list[str]) -> str:
    """Of names without a language mark, the one in Russian letters that sounds most like the English one."""
    from rapidfuzz.distance import Levenshtein

    keys = keys_of_latin(english)
    best = ("", _ALIKE)
    for name in names:
        if is_cyrillic(name) and set(name.lower()) - {" ", "-"} <= _RUSSIAN:
            target = key_of_cyrillic(name.lower())
            alike = max((Levenshtein.normalized_similarity(k, target) for k in keys), default=0.0)
            if alike > best[1]:
                best = (name, alike)
    return best[0]


class _Marked:
    """Russian and English names by place, out of alternateNamesV2.txt, kept on disk: the table has 18 million rows."""

    def __init__(self, path: Path, table: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("CREATE TABLE names (place TEXT, language TEXT, name TEXT, rank INTEGER)")
        self._base.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", _marked_rows(table))
        self._base.execute("CREATE INDEX by_place ON names (place)")
        self._base.commit()

    def names(self, place: str) -> tuple[str, list[str]]:
        """The Russian name and the English ones, the preferred first."""
        rows = self._base.execute("SELECT language, name FROM names WHERE place = ? ORDER BY rank, rowid", (place,))
        russian, english = "", []
        for language, name in rows:
            if language == "en":
                english.append(name)
            else:
                russian = russian or name
        return russian, english

    def close(self) -> None:
        """Leave the file."""
        self._base.close()


def _marked_rows(table: Path) -> Iterator[tuple[str, str, str, int]]:
    for _, raw in lines_of(table):
        cells = raw.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        if len(cells) < 8 or cells[2] not in ("ru", "en"):
            continue
        preferred, _, colloquial, historic = (c == "1" for c in cells[4:8])
        fits = is_cyrillic(cells[3]) if cells[2] == "ru" else is_latin(cells[3])
        if fits and not colloquial and not historic:
            yield cells[1], cells[2], cells[3], 0 if preferred else 1
