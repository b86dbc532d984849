"""JSON lines: an object a line with our columns; cells that hold several are lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Bad, Options, Record, lines_of
from mtfix.gazetteer.formats.columns import entry_of_cells
from mtfix.gazetteer.rows import COLUMNS


def read(path: Path, options: Options) -> Iterator[Record]:
    """Entries of JSON lines."""
    for n, raw in lines_of(path):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
        except ValueError as e:
            yield Bad(n, f"no JSON ({e})")
            continue
        if not isinstance(row, dict):
            yield Bad(n, "no JSON object")
            continue
        yield entry_of_cells(
            {k: " | ".join(map(str, v)) if isinstance(v, list) else v for k, v in row.items()}, options, n
        )


def write(entries: Iterable[Entry], out: IO[bytes]) -> None:
    """Write JSON lines; empty cells are left out."""
    for e in entries:
        row = {c: v for c in COLUMNS if (v := getattr(e, c))}
        out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
