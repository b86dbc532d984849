"""`mtfix gazetteer import`: one table out of files of other formats."""

from __future__ import annotations

import argparse
from pathlib import Path

from mtfix.cli import io
from mtfix.cli.errors import UsageError, WriteError
from mtfix.cli.options import Parser, common
from mtfix.errors import DataError, MtfixError

#: Contradictions and bad records that are said one by one; the rest is counted.
_TOLD = 20


def parser() -> Parser:
    """The command's arguments."""
    from mtfix.gazetteer.formats import FORMATS

    p = Parser(
        "gazetteer import",
        "Make a table of names. What is left out is counted by reason on standard error; records with the same id, or "
        "the same type, Russian and English name, are merged.",
        "formats:\n" + "\n".join(f"  {f.name:14} {f.what}" for f in FORMATS),
    )
    p.add_argument("file", metavar="FILE", nargs="+", help="what to read, packed (.gz, .bz2) or not")
    p.add_argument("--output", metavar="OUT.tsv", required=True, help="the table to write")
    p.add_argument("--merge", action="store_true", help="add to OUT.tsv what it has not; what it has is kept")
    p.add_argument("--format", choices=[f.name for f in FORMATS], help="of every FILE (else by its name)")
    p.add_argument("--types", metavar="TYPE,…", help="only entries of these types")
    p.add_argument("--type", default="", help="the type of records that name none")
    p.add_argument("--source", default="", help="what stands in the source column, instead of the record's own id")
    p.add_argument("--alternates", metavar="FILE", help="GeoNames: alternateNamesV2.txt, for the Russian names")
    p.add_argument("--least", type=int, default=0, metavar="N", help="GeoNames: places of so many inhabitants and more")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command: 2 if a file could not be read or a record is broken; the rest is written all the same."""
    from mtfix.gazetteer.formats import BY_NAME, Options, format_of
    from mtfix.gazetteer.merge import Collection
    from mtfix.gazetteer.rows import TYPES, read_entries

    types = frozenset(t for t in (args.types or "").split(",") if t)
    for t in sorted(types | ({args.type} if args.type else set())):
        if t not in TYPES:
            raise UsageError(f"type {t!r} is not known; it may be {', '.join(sorted(TYPES))}")
    alternates = Path(args.alternates) if args.alternates else None
    if alternates is not None and not alternates.is_file():
        raise DataError(f"{alternates}: no such file; --alternates names GeoNames' alternateNamesV2.txt")
    options = Options(types, args.type, args.source, alternates, args.least)
    target = Path(args.output)
    told = _Told(args.quiet)
    failed = 0
    with Collection(told) as made:
        if args.merge and target.exists():
            for _, e in read_entries(target):
                made.add(e, target)
        before = len(made)
        for name in args.file:
            try:
                f = BY_NAME[args.format] if args.format else format_of(Path(name))
                failed += made.take(f.read(Path(name), options), Path(name))
            except MtfixError as e:
                io.say(str(e))
                failed += 1
        told.rest()
        try:
            made.write(target)
        except OSError as e:
            raise WriteError(target, e) from None
        if not args.quiet:
            for reason, count in made.left_out.most_common():
                io.say(f"left out {count:,}: {reason}")
            conflicts = f", {made.conflicts:,} contradictions" if made.conflicts else ""
            io.say(f"{target}: {len(made):,} entries, {len(made) - before:,} new, {made.merged:,} merged{conflicts}")
    return 2 if failed else 0


class _Told:
    """Says the first contradictions and bad records, and counts the rest."""

    def __init__(self, quiet: bool) -> None:
        self._quiet, self._count = quiet, 0

    def __call__(self, message: str) -> None:
        self._count += 1
        if not self._quiet and self._count <= _TOLD:
            io.say(message)

    def rest(self) -> None:
        """Say how many were not said."""
        if not self._quiet and self._count > _TOLD:
            io.say(f"and {self._count - _TOLD:,} more")
