"""Rows of the gazetteer's tables: read one at a time, each with the line it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry
from mtfix.tables import cells

#: Columns that a table must have, and those it may have; what else it has is left alone.
NEEDED = ("id", "type", "en", "ru")
COLUMNS = (*NEEDED, "gender", "aliases", "roles", "country", "acr_ru", "acr_en", "source", "forbidden")
TYPES = frozenset("person place body group outlet weapon craft vessel event product".split())
GENDERS = frozenset(("", "m", "f"))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its cells by column, or what is wrong with it."""

    line: int
    cells: dict[str, str]
    fault: str = ""


def header_of(path: Path) -> tuple[tuple[str, ...], int, int]:
    """A table's columns, the offset in bytes at which its rows begin, and the number of the line they begin on.

    Raises:
        DataError: where the file cannot be read, is not UTF-8, or lacks a column.
    """
    at, line = 0, 0
    try:
        with path.open("rb") as f:
            for line, raw in enumerate(f, 1):
                text = raw.decode("utf-8-sig" if line == 1 else "utf-8").rstrip("\r\n")
                at += len(raw)
                if text.strip() and not text.startswith("#"):
                    columns = tuple(c.strip() for c in text.split("\t"))
                    if lacking := [c for c in NEEDED if c not in columns]:
                        raise DataError(f"{path}:{line}: column {lacking[0]!r} is missing; the header must name it")
                    return columns, at, line + 1
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror}); give a tab-separated UTF-8 file") from None
    except UnicodeDecodeError as e:
        raise DataError(f"{path}: not UTF-8 at byte {at + e.start}; save the table as UTF-8") from None
    return (), at, line + 1


def rows_of(columns: tuple[str, ...], lines: Iterable[bytes], first: int) -> Iterator[Row]:
    """The rows of some lines of a table, faulty ones with their fault; a line that cannot be cut has no cells.

    Args:
        columns: the header.
        lines: as they stand in the file, in UTF-8.
        first: the number of the first of them.

    >>> [r.cells["en"] for r in rows_of(NEEDED, ["p1\\tperson\\tKim\\tКим".encode()], 2)]
    ['Kim']
    """
    for n, raw in enumerate(lines, first):
        try:
            text = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as e:
            yield Row(n, {}, f"not UTF-8 at byte {e.start} of the line; save the table as UTF-8")
            continue
        if not text.strip() or text.startswith("#"):
            continue
        parts = text.split("\t")
        if len(parts) != len(columns):
            yield Row(n, {}, f"{len(parts)} cells where the header has {len(columns)}; check the tabs")
            continue
        made = {h: c.strip() for h, c in zip(columns, parts, strict=True)}
        yield Row(n, made, fault_of(made))


def fault_of(row: dict[str, str]) -> str:
    """Why a row makes no entry, and how to mend it; the empty string where it makes one.

    >>> fault_of({"id": "p1", "type": "persson", "en": "Jane Roe", "ru": ""})
    "type 'persson' is not known; did you mean 'person'?"
    """
    if not row["id"]:
        return f"{row['en'] or 'a row'!r} has no id; give it one, a Wikidata QID or {row['type'] or 'type'}:name"
    if not row["en"]:
        return f"{row['id']!r} has no English name; fill the column 'en'"
    if row["type"] not in TYPES:
        import difflib

        near = difflib.get_close_matches(row["type"], sorted(TYPES), 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it may be {', '.join(sorted(TYPES))}"
        return f"type {row['type']!r} is not known; {hint}"
    if row.get("gender", "") not in GENDERS:
        return f"gender {row['gender']!r} is not known; it may be m, f or empty"
    return ""


def entry_of(row: dict[str, str]) -> Entry:
    """The entry that a row without fault makes."""
    return Entry(
        row["id"],
        row["type"],
        row["en"],
        row["ru"],
        row.get("gender", ""),
        cells(row.get("aliases", "")),
        cells(row.get("roles", "")),
        row.get("country", ""),
        cells(row.get("acr_ru", "")),
        cells(row.get("acr_en", "")),
        row.get("source", ""),
        cells(row.get("forbidden", "")),
    )


def read_rows(path: Path) -> Iterator[Row]:
    """Every row of a table, faulty ones too.

    Raises:
        DataError: where the file cannot be read, or lacks a column.
    """
    columns, at, line = header_of(path)
    with path.open("rb") as f:
        f.seek(at)
        yield from rows_of(columns, f, line)


def read_entries(path: Path) -> Iterator[tuple[int, Entry]]:
    """Line and entry of every row of a table.

    Raises:
        DataError: for the first row that makes no entry: ``file:line: what, how to mend``.
    """
    for row in read_rows(path):
        if row.fault:
            raise DataError(f"{path}:{row.line}: {row.fault}")
        yield row.line, entry_of(row.cells)
