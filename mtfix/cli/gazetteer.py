"""`mtfix gazetteer`: look names up, check tables, import them and export them."""

from __future__ import annotations

import argparse
import importlib

from mtfix.cli import io
from mtfix.cli.errors import UsageError
from mtfix.cli.options import Parser

#: Sub-command, and what it does; each has a module of its name in `mtfix.cli.gazetteers`.
COMMANDS = {
    "show": "what the gazetteer knows of a name, or the names nearest to it",
    "check": "doubles, clashes, wrong script, missing gender",
    "import": "make a table of CSV, TBX, Wikidata, OpenSanctions, GeoNames or a spreadsheet",
    "export": "write tables as CSV, TBX, JSON lines or a spreadsheet",
}


class _Choice(Parser):
    """The sub-commands: the first argument chooses one, which has options of its own."""

    def parse(self, argv: list[str]) -> argparse.Namespace:
        if not argv:
            raise UsageError(f"gazetteer needs one of {', '.join(COMMANDS)} (see `mtfix gazetteer --help`)")
        name = argv[0]
        if name in ("-h", "--help"):
            io.emit(self.format_help())
            raise SystemExit(0)
        if name not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"it may be {', '.join(COMMANDS)}"
            raise UsageError(f"gazetteer {name!r} is not known; {hint}")
        module = importlib.import_module(f"mtfix.cli.gazetteers.{name}_")
        args: argparse.Namespace = module.parser().parse(argv[1:])
        args.run = module.run
        return args


def parser() -> Parser:
    """The command's arguments."""
    rows = "\n".join(f"  {name:8} {what}" for name, what in COMMANDS.items())
    return _Choice(
        "gazetteer",
        "Names of people, places and bodies.",
        f"commands:\n{rows}\n\n`mtfix gazetteer COMMAND --help` for a command's own options.",
    )


def run(args: argparse.Namespace) -> int:
    """Run the sub-command."""
    code: int = args.run(args)
    return code
