"""Spreadsheets (.xlsx, ECMA-376) through openpyxl, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Options, Record
from mtfix.gazetteer.formats.columns import cell_row, entry_of_cells, known_columns
from mtfix.gazetteer.rows import COLUMNS


def read(path: Path, options: Options) -> Iterator[Record]:
    """Entries of the first sheet, whose first row names the columns.

    Raises:
        DataError: where openpyxl is not installed, the file is no spreadsheet, or it has no column ``en``.
    """
    from zipfile import BadZipFile

    openpyxl = _openpyxl()
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror or e})") from None
    except (BadZipFile, KeyError, ValueError, openpyxl.utils.exceptions.InvalidFileException) as e:
        raise DataError(f"{path}: no spreadsheet ({e}); save it as .xlsx") from None
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = next(rows, None)
        if header is None:
            return
        columns = known_columns(path, header)
        for n, cells in enumerate(rows, 2):
            if any(c is not None for c in cells):
                values = ["" if c is None else str(c) for c in cells]
                yield entry_of_cells(dict(zip(columns, values, strict=False)), options, n)
    finally:
        book.close()


def write(entries: Iterable[Entry], out: IO[bytes]) -> None:
    """Write one sheet with every column.

    Raises:
        DataError: where openpyxl is not installed.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("gazetteer")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for e in entries:
        sheet.append([_text(openpyxl, sheet, c) for c in cell_row(e)])
    book.save(out)


def _text(openpyxl: Any, sheet: Any, value: str) -> Any:
    """A cell that is text whatever it begins with: a name that begins with = is no formula."""
    if not value.startswith(("=", "+", "-", "@")):
        return value
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _openpyxl() -> Any:
    try:
        import openpyxl
        import openpyxl.cell
        import openpyxl.utils.exceptions
    except ImportError:
        raise DataError("spreadsheets need openpyxl; pip install 'mtfix[sheets]'") from None
    return openpyxl
