"""The options that the commands share, and the configuration that comes of them."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import IO, Any, NoReturn

from mtfix import __version__
from mtfix.cli import io
from mtfix.cli.errors import UsageError
from mtfix.config import Config, find_config, load_config, merge, read_allow


class Parser(argparse.ArgumentParser):
    """argparse with one-line errors, whole option names only, and help in UTF-8 whatever the locale."""

    def __init__(self, name: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=f"mtfix {name}", description=description, epilog=epilog, allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip

    def parse(self, argv: list[str]) -> argparse.Namespace:
        """The arguments; paths and options may come in any order, and after ``--`` there are paths alone."""
        if "--" in argv:  # intermixed parsing loses it, so a path that looks like an option is written another way
            i = argv.index("--")
            argv = argv[:i] + [f"./{a}" if a.startswith("-") and a != "-" else a for a in argv[i + 1 :]]
        return self.parse_intermixed_args(argv)

    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's block."""
        if message.startswith("unrecognized arguments: "):
            import difflib

            bad = message.removeprefix("unrecognized arguments: ").split(" ")[0].split("=")[0]
            near = difflib.get_close_matches(bad, [o for a in self._actions for o in a.option_strings], 1)
            message = f"unknown option {bad!r}" + (f"; did you mean {near[0]}?" if near else "")
        raise UsageError(f"{' '.join(message.split())} (see `{self.prog} --help`)")

    def _print_message(self, message: str, file: IO[str] | Any = None) -> None:
        io.emit(message)


def common(parser: Parser) -> None:
    """Add the options that every command takes."""
    group = parser.add_argument_group("common options")
    group.add_argument("--from", dest="from_", metavar="LANG", help="source language of the machine translation (ru)")
    group.add_argument("--style", help="keep (default: change no right spelling), ap, reuters, un or bgn")
    group.add_argument("--gazetteer", metavar="FILE", action="append", help="a table of further names; may be repeated")
    group.add_argument("--lexicon", metavar="FILE", action="append", help="a table of further words; may be repeated")
    group.add_argument("--terms", metavar="FILE", action="append",
                       help="own terms: TBX, or a table (columns ru, en; calque, context, safety)")  # fmt: skip
    group.add_argument("--allow", metavar="FILE", action="append", help="words and names never touched, one a line")
    group.add_argument("--select", metavar="RULE", action="append", help="only these rules, categories, patterns (a,b)")
    group.add_argument("--ignore", metavar="RULE", action="append", help="without these rules, categories or patterns")
    group.add_argument("--retranslate", metavar="MODEL", help="model to re-translate with: a folder or a hub id")
    group.add_argument("--device", help="where the model runs: auto, cpu or cuda")
    group.add_argument("--config", metavar="FILE", help="settings (else mtfix.toml or pyproject.toml, found upwards)")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in the output")
    group.add_argument("-q", "--quiet", action="store_true", help="only errors on standard error")
    group.add_argument("-v", "--verbose", action="store_true", help="say more on standard error")
    group.add_argument("--version", action="version", version=f"mtfix {__version__}")


def configuration(args: argparse.Namespace) -> Config:
    """The configuration of a run: that of the file, changed by what the command line gives.

    Names, words, terms and allowed words of the command line come on top of the file's; every other option replaces.

    Raises:
        ConfigError: if a file or a value cannot be taken.
    """
    path = Path(args.config) if args.config else find_config(Path.cwd())
    base = load_config(path) if path else Config()
    allow = [read_allow(Path(p)) for p in args.allow or ()]
    return merge(
        base,
        source=args.from_,
        style=args.style,
        device=args.device,
        retranslate=args.retranslate,
        select=names(args.select, "--select"),
        ignore=names(args.ignore, "--ignore"),
        allow=base.allow.union(*allow) if allow else None,
        gazetteer=(*base.gazetteer, *(Path(p) for p in args.gazetteer)) if args.gazetteer else None,
        lexicon=(*base.lexicon, *(Path(p) for p in args.lexicon)) if args.lexicon else None,
        terms=(*base.terms, *(Path(p) for p in args.terms)) if args.terms else None,
        unsafe_fixes=getattr(args, "unsafe_fixes", None) or None,
    )


def names(given: list[str] | None, option: str) -> tuple[str, ...] | None:
    """Rule names, comma-separated or repeated; None if the option was not given.

    >>> names(["a,b", "c"], "--select")
    ('a', 'b', 'c')
    """
    if given is None:
        return None
    out = tuple(n for value in given for part in value.split(",") if (n := part.strip()))
    if not out:
        raise UsageError(f"{option} names no rule; `mtfix explain rules` lists them")
    return out


def in_color(choice: str) -> bool:
    """Whether standard output takes colour (https://no-color.org, and a terminal that is not dumb)."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()
