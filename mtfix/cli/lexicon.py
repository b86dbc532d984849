"""`mtfix lexicon`: words and their English; a desk's own files, other people's dictionaries, how much is covered."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from mtfix.cli import io
from mtfix.cli.errors import UsageError
from mtfix.cli.options import Parser
from mtfix.config import Config, find_config, load_config, merge

_ACTIONS = """actions:
  show WORD...      English, part of speech, sense, domain and origin of Russian words, Cyrillic or romanised
  check FILE...     say what is wrong with a desk's files, line by line; exit code 2 if anything is
  import FILE...    make a desk's file of dictionaries: TBX (v2, v3), CSV and its kin, dictd (.index and .dict)
  export            write the lexicon in force, the shipped words and those of --lexicon
  coverage FILE...  how many Russian words of a text the lexicon knows, and the most frequent ones that it does not

A desk's file is a table with tabs and the columns lemma, pos, english, sense (further ones: domain, source); several
renderings in a cell stand apart by `;`, the best first. Its rows replace shipped ones for the same lemma and pos.

Dictionaries keep their licences: Mueller's (Debian mueller7-dict) and FreeDict's (dict-freedict-*) are under the GNU
GPL, so that what is imported from them may be used at the desk, and passed on under those terms alone."""

#: Options that go with some actions alone.
_OF = {
    "output": ("import", "export"), "format": ("import", "export"), "columns": ("import",), "own_only": ("export",),
}  # fmt: skip


def parser() -> Parser:
    """The command's arguments."""
    p = Parser("lexicon", "Show, check, import and export words, and say how much of a text they cover.", _ACTIONS)
    p.add_argument("action", metavar="ACTION", choices=tuple(_RUN), help="show, check, import, export or coverage")
    p.add_argument("what", nargs="*", metavar="WORD or FILE", help="what it is done with; - is standard input")
    p.add_argument("--output", metavar="FILE", help="write there, whole or not at all (import, export)")
    p.add_argument("--format", help="import: tbx, csv or dictd (else told by the file); export: tsv, csv or tbx")
    p.add_argument("--columns", metavar="RU,EN", help="import: numbers of the columns in a table without a header")
    p.add_argument("--own-only", action="store_true", help="export: without the shipped words")
    p.add_argument("--top", type=int, default=30, metavar="N", help="coverage: list so many unknown lemmas (30)")
    p.add_argument("--lexicon", metavar="FILE", action="append", help="a desk's file over the shipped words")
    p.add_argument("--config", metavar="FILE", help="settings (else mtfix.toml or pyproject.toml, found upwards)")
    p.add_argument("-q", "--quiet", action="store_true", help="only errors on standard error")
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command; 2 if `check` finds errors.

    Raises:
        UsageError: if arguments and action do not go together.
        DataError: if a file cannot be taken.
    """
    action: str = args.action
    if action == "export" and args.what:
        raise UsageError(f"export takes no FILE ({args.what[0]}); --lexicon names a desk's file, --output the target")
    if action != "export" and not args.what:
        raise UsageError(f"lexicon {action} needs a {'WORD' if action == 'show' else 'FILE'}")
    for option, actions in _OF.items():
        if getattr(args, option) and action not in actions:
            raise UsageError(f"--{option.replace('_', '-')} goes with {' and '.join(actions)}, not with {action}")
    return _RUN[action](args)


def configuration(args: argparse.Namespace) -> Config:
    """The configuration, with the files that the command line names on top of its own.

    Raises:
        ConfigError: if a configuration file cannot be taken.
    """
    path = Path(args.config) if args.config else find_config(Path.cwd())
    base = load_config(path) if path else Config()
    return merge(base, lexicon=(*base.lexicon, *(Path(p) for p in args.lexicon or ())))


def _show(args: argparse.Namespace) -> int:
    from mtfix.analysis.knowledge import Knowledge
    from mtfix.analysis.words import page

    knowledge = Knowledge.open(configuration(args))
    io.emit("\n".join(page(word, knowledge) for word in args.what))
    return 0


def _check(args: argparse.Namespace) -> int:
    from mtfix.source.russian.check import problems
    from mtfix.source.russian.lexicon import Lexicon

    lexicon, errors, rows = Lexicon.open(), 0, 0
    for name in args.what:
        path = Path(name)
        for problem in problems(path, lexicon):
            rows += problem.rows
            if problem.message:
                errors += problem.error
                kind = "error" if problem.error else "note"
                io.emit(f"{path}:{problem.line}: {kind}: {problem.message}\n")
    if not args.quiet:
        io.say(f"{rows:,} rows in {len(args.what)} file(s), {errors or 'no'} error{'' if errors == 1 else 's'}")
    return 2 if errors else 0


def _import(args: argparse.Namespace) -> int:
    from mtfix.source.formats import FORMATS, detect, read
    from mtfix.source.formats.write import lines
    from mtfix.source.russian.imports import Import
    from mtfix.source.russian.pack import Russian
    from mtfix.text.english import English

    if args.format and args.format not in FORMATS:
        raise UsageError(f"--format {args.format!r} is not known; import reads {', '.join(FORMATS)}")
    columns = _columns(args.columns)
    english = English.open()
    made = Import(Russian.open(), english.zipf)
    for name in args.what:
        path = Path(name)
        if args.output and path.exists() and Path(args.output).exists() and path.samefile(args.output):
            raise UsageError(f"--output {args.output} is an input; write another file")
        made.add(read(path, args.format or detect(path), columns), path.name)
    rows = made.rows()
    _write(args.output, "".join(lines(rows, "tsv", (f"Source: {', '.join(Path(n).name for n in args.what)}",))))
    if summary := made.summary():
        io.say(summary)
    if not args.quiet and args.output:
        io.say(f"{len(rows):,} words written to {args.output}; use it with --lexicon, or lexicon = [...] in mtfix.toml")
    return 0


def _export(args: argparse.Namespace) -> int:
    from mtfix.source.formats.write import FORMATS, lines
    from mtfix.source.russian.lexicon import Lexicon

    form = args.format or "tsv"
    if form not in FORMATS:
        raise UsageError(f"--format {form!r} is not known; export writes {', '.join(FORMATS)}")
    lexicon = Lexicon.open(tuple(configuration(args).lexicon))
    rows = lexicon.own if args.own_only else (lexicon.row(e) for e in lexicon)
    text = lines(rows, form, ("Source: mtfix lexicon export",))
    if args.output:
        _write(args.output, "".join(text))
    else:
        for piece in text:
            io.emit(piece)
    return 0


def _coverage(args: argparse.Namespace) -> int:
    from mtfix.analysis.coverage import Coverage, measure, table
    from mtfix.analysis.knowledge import Knowledge

    config = configuration(args)
    knowledge, counts = Knowledge.open(config), Coverage()
    for name in args.what:
        measure(io.read(name, config.max_chars).text, knowledge, counts)
    io.emit(table(counts, args.top))
    return 0


def _columns(given: str | None) -> tuple[int, int] | None:
    """The numbers of the two columns.

    >>> _columns("2,1")
    (2, 1)
    """
    if given is None:
        return None
    ru, _, en = given.partition(",")
    if not (ru.strip().isdigit() and en.strip().isdigit()) or 0 in (int(ru), int(en)) or int(ru) == int(en):
        raise UsageError(f"--columns {given!r}: two numbers are needed, Russian and English, from 1 (1,2)")
    return int(ru), int(en)


def _write(target: str | None, text: str) -> None:
    if target:
        io.write(Path(target), text.encode("utf-8"))
    else:
        io.emit(text)


_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "show": _show,
    "check": _check,
    "import": _import,
    "export": _export,
    "coverage": _coverage,
}
