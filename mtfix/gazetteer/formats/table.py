"""CSV and TSV with a header line (RFC 4180 for the commas; TSV as the shipped tables are)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Bad, Options, Record, opened
from mtfix.gazetteer.formats.columns import cell_row, entry_of_cells, known_columns
from mtfix.gazetteer.rows import COLUMNS


def read(path: Path, options: Options) -> Iterator[Record]:
    """Entries of a table; a missing id is made of type and English name.

    Raises:
        DataError: where the file cannot be read or its header has no column ``en``.
    """
    with opened(path) as raw:
        text = io.TextIOWrapper(raw, "utf-8-sig", newline="")
        try:
            first = text.readline()
            while first and (not first.strip() or first.startswith("#")):
                first = text.readline()
            if not first.strip():
                return
            tabs = "\t" in first
            split = _tabs if tabs else _commas
            header = next(split(iter([first])))
            columns = known_columns(path, header)
            for n, cells in enumerate(split(iter(text)), 2):
                if not any(c.strip() for c in cells) or cells[0].startswith("#"):
                    continue
                if len(cells) != len(columns):
                    yield Bad(n, f"{len(cells)} cells where the header has {len(columns)}")
                else:
                    yield entry_of_cells(dict(zip(columns, cells, strict=True)), options, n)
        except UnicodeDecodeError as e:
            raise DataError(f"{path}: not UTF-8 at byte {e.start}; save the table as UTF-8") from None
        except csv.Error as e:
            raise DataError(f"{path}: no CSV ({e})") from None
        finally:
            text.detach()


def _tabs(lines: Iterator[str]) -> Iterator[list[str]]:
    return (line.rstrip("\r\n").split("\t") for line in lines)


def _commas(lines: Iterator[str]) -> Iterator[list[str]]:
    return csv.reader(lines, strict=True)


def write(entries: Iterable[Entry], out: IO[bytes]) -> None:
    """Write CSV with every column."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(cell_row(e) for e in entries)
    text.detach()


def write_tsv(entries: Iterable[Entry], out: IO[bytes]) -> None:
    """Write a table as the shipped ones are; tabs and line ends in cells become blanks."""
    out.write(("\t".join(COLUMNS) + "\n").encode())
    for e in entries:
        out.write(("\t".join(" ".join(c.split()) for c in cell_row(e)) + "\n").encode())
