"""Entries as rows of cells, which tables, spreadsheets and JSON lines share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Bad, Options, Record, Skipped, slug
from mtfix.gazetteer.rows import COLUMNS, entry_of, fault_of

#: Other names that people give our columns.
_ALSO = {
    "english": "en", "name": "en", "russian": "ru", "sex": "gender", "alias": "aliases", "role": "roles",
    "position": "roles", "country code": "country", "kind": "type", "name_en": "en", "name_ru": "ru",
    "name (en)": "en", "name (ru)": "ru",
}  # fmt: skip
_GENDERS = {"male": "m", "female": "f", "м": "m", "ж": "f", "муж": "m", "жен": "f"}


def known_columns(path: Path, header: Iterable[object]) -> list[str]:
    """Our names of some columns; a column that is none of ours keeps its name, and is left out.

    Raises:
        DataError: where there is no English name among them.
    """
    out = [str(h or "").strip().lower() for h in header]
    out = [_ALSO.get(h, h) if _ALSO.get(h, h) not in out[:i] else h for i, h in enumerate(out)]
    if "en" not in out:
        raise DataError(f"{path}: column 'en' is missing; the first row must name the columns ({', '.join(COLUMNS)})")
    return out


def entry_of_cells(cells: Mapping[str, str], options: Options, line: int) -> Record:
    """The entry of a row."""
    row = {c: " ".join(str(cells.get(c) or "").split()) for c in COLUMNS}
    row["type"] = row["type"].lower() or options.type
    row["gender"] = _GENDERS.get(row["gender"].lower(), row["gender"].lower())
    row["source"] = row["source"] or options.source
    if not row["en"]:
        return Skipped("no English name")
    if not row["type"]:
        return Bad(line, "no type; fill the column, or give --type")
    row["id"] = row["id"] or f"{row['type']}:{slug(row['en'])}"
    if fault := fault_of(row):
        return Bad(line, fault)
    return entry_of(row)


def cell_row(e: Entry) -> list[str]:
    """An entry's cells in the order of `COLUMNS`.

    >>> cell_row(Entry("g", "group", "Fatah", "ФАТХ", aliases=("al-Fatah", "Fath")))[5]
    'al-Fatah | Fath'
    """
    return [_cell(getattr(e, c)) for c in COLUMNS]


def _cell(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value
    return " | ".join(v.replace("|", "/") for v in value)
