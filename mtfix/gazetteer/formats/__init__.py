"""What gazetteers are read from and written to: a module for each format, found by name or by the file's ending."""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that makes no entry, and why: reasons are counted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Label:
    """What an id that roles are given by means: a position of Wikidata."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A record that breaks its format: the line (or row), and what is wrong."""

    line: int
    message: str


Record = Entry | Skipped | Label | Bad


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader is told.

    Args:
        types: only entries of these types; empty means all.
        type: the type of records that name none.
        source: written into the source column; the format's own if empty.
        alternates: GeoNames' ``alternateNamesV2.txt``.
        least: GeoNames: places with fewer inhabitants are left out.
    """

    types: frozenset[str] = frozenset()
    type: str = ""
    source: str = ""
    alternates: Path | None = None
    least: int = 0
    extra: dict[str, str] = field(default_factory=dict)


Reader = Callable[[Path, Options], Iterator[Record]]
Writer = Callable[[Iterable[Entry], IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that has ``read`` and, where it is written too, ``write``; how its files end."""

    name: str
    module: str
    what: str
    endings: tuple[str, ...] = ()
    writes: bool = False

    @property
    def read(self) -> Reader:
        """The reader."""
        reader: Reader = importlib.import_module(f"{__name__}.{self.module}").read
        return reader

    @property
    def write(self) -> Writer:
        """The writer."""
        writer: Writer = importlib.import_module(f"{__name__}.{self.module}").write
        return writer


FORMATS = (
    Format("tsv", "tsv", "tab-separated, a header line", (".tsv", ".tab"), True),
    Format("csv", "table", "comma-separated, a header line", (".csv",), True),
    Format("tbx", "tbx", "TBX, version 2 or 3 (ISO 30042)", (".tbx",), True),
    Format("jsonl", "jsonl", "JSON lines with our columns", (), True),
    Format("xlsx", "sheet", "a spreadsheet", (".xlsx", ".xlsm"), True),
    Format("wikidata", "wikidata", "a JSON dump of Wikidata, also .gz and .bz2"),
    Format("opensanctions", "opensanctions", "FollowTheMoney entities, JSON lines", (".ftm.json", ".ftm")),
    Format("geonames", "geonames", "a main table of GeoNames"),
)
BY_NAME = {f.name: f for f in FORMATS}
_GEONAMES = re.compile(r"(?:allCountries|cities\d+|[A-Z]{2})\.(?:txt)$")
_PACKED = (".gz", ".bz2")


def format_of(path: Path) -> Format:
    """The format of a file by its name, and of JSON by its first record.

    Raises:
        DataError: where neither tells.
    """
    name = path.name
    for ending in _PACKED:
        name = name.removesuffix(ending)
    for f in FORMATS:
        if name.lower().endswith(f.endings or ("\0",)):
            return f
    if _GEONAMES.search(name):
        return BY_NAME["geonames"]
    if name.endswith((".json", ".jsonl", ".ndjson")):
        head = first_line(path)
        for word, kind in (('"schema"', "opensanctions"), ('"claims"', "wikidata"), ('"labels"', "wikidata")):
            if word in head:
                return BY_NAME[kind]
        return BY_NAME["jsonl"]
    known = ", ".join(f.name for f in FORMATS)
    raise DataError(f"{path}: its format does not show in its name; give --format, one of {known}")


def opened(path: Path) -> IO[bytes]:
    """A file for reading bytes, unpacked on the way where it is packed.

    Raises:
        DataError: where it cannot be opened.
    """
    try:
        if path.suffix == ".gz":
            import gzip

            return gzip.open(path, "rb")  # type: ignore[return-value]
        if path.suffix == ".bz2":
            import bz2

            return bz2.open(path, "rb")
        return path.open("rb")
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror})") from None


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, numbered.

    Raises:
        DataError: where it cannot be read, or is packed and broken.
    """
    with opened(path) as f:
        n = 0
        try:
            for n, raw in enumerate(f, 1):
                yield n, raw
        except (OSError, EOFError) as e:
            raise DataError(f"{path}:{n}: cannot be read on ({e}); fetch the file again") from None


def first_line(path: Path) -> str:
    """The first line that holds a record, cut at some thousand bytes (a record of Wikidata has its claims last)."""
    for _, raw in lines_of(path):
        if raw.strip() not in (b"", b"["):
            return raw.decode("utf-8", "replace")
    return ""


def slug(name: str) -> str:
    """The part of an id that is made of a name.

    >>> slug("Feridun Sinirlioğlu"), slug("AT&T Inc.")
    ('feridun-sinirlioglu', 'at-t-inc')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.replace("ı", "i")) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", plain.lower()).strip("-")


def is_cyrillic(name: str) -> bool:
    """Whether a name has Cyrillic letters and no Latin ones.

    >>> is_cyrillic("Москва"), is_cyrillic("Moscow"), is_cyrillic("X-пять")
    (True, False, False)
    """
    return bool(re.search(r"[\u0400-\u052f]", name)) and not re.search(r"[A-Za-z\u00c0-\u024f]", name)


def is_latin(name: str) -> bool:
    """Whether a name has Latin letters and none of another alphabet."""
    return bool(re.search(r"[A-Za-z]", name)) and not any(
        c.isalpha() and "LATIN" not in unicodedata.name(c, "") for c in name
    )
