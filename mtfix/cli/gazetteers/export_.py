"""`mtfix gazetteer export`: tables in the formats of other programs."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mtfix.cli import io
from mtfix.cli.errors import UsageError, WriteError
from mtfix.cli.options import Parser, common

if TYPE_CHECKING:
    from mtfix.gazetteer.entry import Entry


def parser() -> Parser:
    """The command's arguments."""
    from mtfix.gazetteer.formats import FORMATS

    p = Parser("gazetteer export", "Write tables in another format. Without FILE, the shipped tables.")
    p.add_argument("file", metavar="FILE", nargs="*", help="tab-separated tables")
    p.add_argument("--format", choices=[f.name for f in FORMATS if f.writes], required=True)
    p.add_argument("--output", metavar="FILE", help="where to (else standard output; a spreadsheet needs a file)")
    p.add_argument("--types", metavar="TYPE,…", help="only entries of these types")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from mtfix.gazetteer.atomic import replacing
    from mtfix.gazetteer.formats import BY_NAME
    from mtfix.gazetteer.rows import TYPES, read_entries
    from mtfix.gazetteer.store import shipped

    types = frozenset(t for t in (args.types or "").split(",") if t)
    if unknown := sorted(types - TYPES):
        raise UsageError(f"type {unknown[0]!r} is not known; it may be {', '.join(sorted(TYPES))}")
    if args.format == "xlsx" and not args.output:
        raise UsageError("a spreadsheet is no text: give --output FILE.xlsx")
    files = [Path(f) for f in args.file] or list(shipped())

    def entries() -> Iterator[Entry]:
        for path in files:
            for _, e in read_entries(path):
                if not types or e.type in types:
                    yield e

    writer = BY_NAME[args.format].write
    if args.output:
        target = Path(args.output)
        try:
            with replacing(target) as out:
                writer(entries(), out)
        except OSError as e:
            raise WriteError(target, e) from None
        return 0
    with tempfile.TemporaryFile() as kept:  # first to disk: a bad row leaves nothing half written on standard output
        writer(entries(), kept)
        kept.seek(0)
        while data := kept.read(1 << 20):
            io.emit(data)
    return 0
