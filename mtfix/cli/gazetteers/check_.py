"""`mtfix gazetteer check`: what is wrong with tables, a line each."""

from __future__ import annotations

import argparse
from pathlib import Path

from mtfix.cli import io
from mtfix.cli.options import Parser, common
from mtfix.errors import MtfixError


def parser() -> Parser:
    """The command's arguments."""
    p = Parser(
        "gazetteer check",
        "Doubles, clashes, wrong script, missing gender, bad ids and types: `file:line: message`. Without FILE, the "
        "shipped tables. Exit code 2 if a row makes no right entry; warnings do not count.",
    )
    p.add_argument("file", metavar="FILE", nargs="*", help="tab-separated tables; they are looked at together")
    p.add_argument("--errors", action="store_true", help="no warnings")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from mtfix.gazetteer.check import problems
    from mtfix.gazetteer.store import shipped

    paths: list[Path] = []
    errors = warnings = 0
    for name in args.file:
        try:
            _readable(Path(name))
            paths.append(Path(name))
        except MtfixError as e:
            io.say(str(e))
            errors += 1
    for problem in problems(paths if args.file else shipped()):
        errors += problem.error
        warnings += not problem.error
        if problem.error or not args.errors:
            io.emit(f"{problem}\n")
    if not args.quiet:
        io.say(f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}")
    return 2 if errors else 0


def _readable(path: Path) -> None:
    from mtfix.gazetteer.rows import header_of

    header_of(path)
