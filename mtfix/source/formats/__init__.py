"""Other people's dictionaries, one module a format: each reads entries, pairs of Russian and English terms.

Readers stream: an entry at a time, whatever the file's size. What an entry lacks is left empty; who takes the pairs
decides what can be used, and counts the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtfix.errors import DataError

FORMATS = ("tbx", "csv", "dictd")


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry: its Russian terms, its English terms, best first, and what it says of them.

    ``pos`` and ``domain`` are as the dictionary writes them. Of a dictionary from English, ``rank`` is the place of
    the sense that the Russian terms render.
    """

    russian: tuple[str, ...]
    english: tuple[str, ...]
    pos: str = ""
    domain: str = ""
    rank: int = 0
    from_english: bool = False


def detect(path: Path) -> str:
    """The format of a dictionary, by its name, and where that says nothing by how it begins.

    Raises:
        DataError: if neither tells, or the file cannot be read.
    """
    name = path.name.lower()
    if name.endswith((".index", ".dict", ".dict.dz")):
        return "dictd"
    if name.endswith((".tbx", ".tbxm")):
        return "tbx"
    if name.endswith((".csv", ".tsv", ".tab", ".txt")):
        return "csv"
    try:
        with path.open("rb") as f:
            head = f.read(4096)
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror}); give a dictionary file") from None
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if text.startswith(b"<") and (b"<martif" in text or b"<tbx" in text):
        return "tbx"
    first = text.split(b"\n")[0]
    if not text.startswith(b"<") and any(c in first for c in (b"\t", b";", b",")) and b"\0" not in head:
        return "csv"
    raise DataError(f"{path}: no dictionary format is recognised; say --format tbx, csv or dictd")


def read(path: Path, form: str, columns: tuple[int, int] | None = None) -> Iterator[Pair]:
    """The entries of a dictionary.

    Args:
        path: the file; of a dictd dictionary its ``.index``, ``.dict`` or ``.dict.dz``.
        form: one of `FORMATS`.
        columns: of a table, the numbers of the Russian and of the English column, from 1; its header is not looked at.

    Raises:
        DataError: naming the file, and the line where there is one.
    """
    if form == "tbx":
        from mtfix.source.formats import tbx

        return tbx.read(path)
    if form == "csv":
        from mtfix.source.formats import table

        return table.read(path, columns)
    from mtfix.source.formats import dictd

    return dictd.read(path)
