"""The command line: `mtfix COMMAND …`. Nothing is imported before it is known what is asked for."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

#: Command, and what it does; each has a module of its name here.
COMMANDS = {
    "fix": "clean texts: safe repairs are made, the rest is offered",
    "check": "find artefacts and change nothing",
    "revert": "take the edits back from a cleaned text",
    "explain": "say what a rule does, or what a word is",
    "lexicon": "show, check, import, export words, and say how much of a text they cover",
    "gazetteer": "look names up, check, import and export tables of names",
    "score": "score texts against references, or repairs against gold",
}


def main(argv: list[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: the arguments; those of the process if None.

    Returns:
        The exit code: 0 done, 1 something is offered (check), 2 a thing asked for could not be done, 130 interrupted,
        141 the pipe was closed.
    """
    from mtfix.cli import io
    from mtfix.errors import MtfixError

    try:
        try:
            code = _run(sys.argv[1:] if argv is None else argv)
            io.flush()
            return code
        except SystemExit as e:  # argparse, after --help and --version
            io.flush()
            return e.code if isinstance(e.code, int) else 0
    except KeyboardInterrupt:
        io.settle()
        return 130
    except BrokenPipeError:
        io.settle()
        return 141
    except MtfixError as e:
        io.say(str(e))
    except OSError as e:
        io.settle()
        io.say(f"{e.filename}: {e.strerror}" if e.filename else str(e.strerror or e))
    except MemoryError:
        io.say("out of memory; split the input, or set max-chars lower")
    return 2


def _run(argv: list[str]) -> int:
    from mtfix.cli.errors import UsageError

    if not argv:
        raise UsageError(f"a command is needed: {', '.join(COMMANDS)} (see `mtfix --help`)")
    name, rest = argv[0], argv[1:]
    if name in ("-h", "--help", "--version"):
        from mtfix.cli import io

        io.emit(_help() if name != "--version" else _version())
        return 0
    if name not in COMMANDS:
        import difflib

        near = difflib.get_close_matches(name, COMMANDS, 1)
        kind = "option before the command" if name.startswith("-") else "command"
        hint = f"did you mean {near[0]!r}?" if near else "see `mtfix --help`"
        raise UsageError(f"unknown {kind} {name!r}; {hint}")
    command = _module(name)
    code: int = command.run(command.parser().parse(rest))
    return code


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"mtfix.cli.{name}")


def _version() -> str:
    from mtfix import __version__

    return f"mtfix {__version__}\n"


def _help() -> str:
    rows = "\n".join(f"  {name:9} {what}" for name, what in COMMANDS.items())
    return (
        "usage: mtfix COMMAND [options]\n\n"
        "Finds and repairs what machine translation from Russian leaves behind in English wire copy.\n\n"
        f"commands:\n{rows}\n\n"
        "options:\n  -h, --help  this help; `mtfix COMMAND --help` for a command's own\n  --version   the version\n"
    )
