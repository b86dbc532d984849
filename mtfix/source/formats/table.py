"""Tables: CSV (RFC 4180) and its kin with semicolons, tabs or bars, with a header or without."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from mtfix.errors import DataError
from mtfix.source.formats import Pair

_DELIMITERS = ",;\t|"
_RUSSIAN = frozenset("ru rus russian ru-ru русский рус source lemma слово термин исходный russianterm".split())
_ENGLISH = frozenset(
    "en eng english en-us en-gb английский англ target translation перевод englishterm rendering renderings".split()
)
_POS = frozenset("pos partofspeech wordclass чр частьречи".split())
_DOMAIN = frozenset("domain subject subjectfield field topic область тематика предмет".split())
_MOST = 1 << 20


def read(path: Path, columns: tuple[int, int] | None = None) -> Iterator[Pair]:
    """The rows of a table; several English terms in a cell stand apart by ``;`` or ``|``, several Russian ones too.

    Args:
        path: the file, in UTF-8 or with a UTF-16 mark at its start.
        columns: the numbers of the Russian and the English column, from 1, for a table without a header.

    Raises:
        DataError: if it cannot be read, or does not say which column is which.
    """
    try:
        with path.open("rb") as raw:
            mark = raw.read(2)
        encoding = "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        with path.open(encoding=encoding, newline="") as f:
            sample = f.readline(_MOST)
            while sample.startswith("#"):
                start = f.tell()
                sample = f.readline(_MOST)
                if not sample.startswith("#"):
                    f.seek(start)
                    break
            else:
                f.seek(0)
            yield from _rows(path, csv.reader(f, delimiter=_delimiter(sample)), columns)
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror}); give a CSV file") from None
    except UnicodeError:
        raise DataError(f"{path}: not UTF-8; save the table as UTF-8 (in a spreadsheet: CSV UTF-8)") from None


def _rows(path: Path, reader: Iterator[list[str]], columns: tuple[int, int] | None) -> Iterator[Pair]:
    ru = en = pos = domain = -1
    if columns is not None:
        ru, en = (n - 1 for n in columns)
    try:
        for n, cells in enumerate(reader, 1):
            if not any(c.strip() for c in cells):
                continue
            if ru < 0:
                ru, en, pos, domain = _header(path, n, cells)
                continue
            yield Pair(
                _terms(_cell(cells, ru)), _terms(_cell(cells, en)), _cell(cells, pos), _cell(cells, domain)
            )  # fmt: skip
    except csv.Error as e:
        raise DataError(f"{path}:{getattr(reader, 'line_num', 1)}: no CSV ({e}); save the table as CSV again") from None


def _header(path: Path, line: int, cells: list[str]) -> tuple[int, int, int, int]:
    found = [-1, -1, -1, -1]
    for i, cell in enumerate(cells):
        name = re.sub(r"[\s_./()\ufeff]", "", cell.strip().lower())
        for k, names in enumerate((_RUSSIAN, _ENGLISH, _POS, _DOMAIN)):
            if found[k] < 0 and (name in names or re.sub(r"-\w+$", "", name) in names):
                found[k] = i
    if found[0] < 0 or found[1] < 0:
        lacking = "Russian" if found[0] < 0 else "English"
        raise DataError(
            f"{path}:{line}: no column is named as the {lacking} one (ru and en, for instance); "
            "name them in the first line, or say --columns RU,EN with their numbers"
        )
    return found[0], found[1], found[2], found[3]


def _cell(cells: list[str], i: int) -> str:
    return " ".join(cells[i].split()) if 0 <= i < len(cells) else ""


def _terms(cell: str) -> tuple[str, ...]:
    """The terms of a cell.

    >>> _terms("newcomer; novice | novice")
    ('newcomer', 'novice')
    """
    return tuple(dict.fromkeys(t for part in re.split(r"[;|]", cell) if (t := part.strip())))


def _delimiter(line: str) -> str:
    """What the cells of a line stand apart by: the delimiter that it has most of, outside quotation marks.

    >>> _delimiter('ru;en;"a,b,c,d"'), _delimiter("one")
    (';', ',')
    """
    bare = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=lambda d: (bare.count(d), -_DELIMITERS.index(d)))
