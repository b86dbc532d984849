"""A desk's lexicon file looked through whole: every bad row, rows said twice, and shipped words that it replaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtfix.source.russian.lexicon import Lexicon
from mtfix.source.russian.rows import read_rows, wrong


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be said of a line: an error, or a note on a row that is taken. Without a message: a good row."""

    line: int
    message: str = ""
    error: bool = False
    rows: int = 1


def problems(path: Path, shipped: Lexicon) -> Iterator[Problem]:
    """Go through a file, one `Problem` a row.

    Args:
        path: the desk's file.
        shipped: the lexicon that the file is put over.

    Raises:
        DataError: if the file cannot be read as a table.
    """
    seen: dict[tuple[str, str], int] = {}
    line = 1
    for line, row in read_rows(path):
        if said := wrong(row):
            yield Problem(line, said, error=True)
            continue
        if (before := seen.get(row.key)) is not None:
            said = f"{row.lemma} {row.pos} stands in line {before} already; put the renderings into one row"
            yield Problem(line, said, error=True)
            continue
        seen[row.key] = line
        entry = shipped.get(*row.key)
        if entry is None or entry.pos != row.pos:
            yield Problem(line)
        elif entry.english == row.english and row.sense in ("", entry.sense):
            yield Problem(line, f"{row.lemma} {row.pos} is shipped with the same English; the row is not needed")
        else:
            yield Problem(line, f"{row.lemma} {row.pos} replaces the shipped {'; '.join(entry.english)}")
    if not seen and line == 1:
        yield Problem(1, "no rows; give a header (lemma, pos, english, sense) and a row a word", error=True, rows=0)
