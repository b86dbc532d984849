"""Reading of hand-edited tables: tab-separated, a header line, ``#`` comment lines."""

from __future__ import annotations

from pathlib import Path

from mtfix.errors import DataError

DATA = Path(__file__).parent / "data"


def read_table(path: Path, columns: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """The rows of a table, each a mapping from column to cell; arguments and errors as for `numbered_rows`."""
    return [row for _, row in numbered_rows(path, columns)]


def numbered_rows(path: Path, columns: tuple[str, ...] = ()) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its line and as a mapping from column to cell.

    Args:
        path: the file.
        columns: columns that must be there.

    Raises:
        DataError: naming file and line, where a row has another number of cells than the header, or a column lacks.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror}); give a tab-separated UTF-8 file") from None
    except UnicodeDecodeError as e:
        raise DataError(f"{path}: not UTF-8 at byte {e.start}; save the table as UTF-8") from None
    rows: list[tuple[int, dict[str, str]]] = []
    header: list[str] = []
    for n, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = [c.strip() for c in cells]
            if lacking := [c for c in columns if c not in header]:
                raise DataError(f"{path}:{n}: column {lacking[0]!r} is missing; the header must name it")
            continue
        if len(cells) != len(header):
            raise DataError(f"{path}:{n}: {len(cells)} cells where the header has {len(header)}; check the tabs")
        rows.append((n, {h: c.strip() for h, c in zip(header, cells, strict=True)}))
    return rows


def cells(value: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, separated by ``|``.

    >>> cells("Sergei Lavrov | S. Lavrov")
    ('Sergei Lavrov', 'S. Lavrov')
    """
    return tuple(p for part in value.split("|") if (p := part.strip()))
