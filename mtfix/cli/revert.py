"""`mtfix revert`: the input again, from a cleaned text and the log."""

from __future__ import annotations

import argparse

from mtfix.cli import io, ledger
from mtfix.cli.options import Parser, common, configuration
from mtfix.errors import RevertError
from mtfix.findings import undo


def parser() -> Parser:
    """The command's arguments."""
    p = Parser("revert", "Take the edits back from a cleaned text: prints the text as it came.")
    p.add_argument("fixed", metavar="FIXED", help="the cleaned text; - is standard input")
    p.add_argument("--log", metavar="FILE", required=True, help="the log that `mtfix fix --log` wrote")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command.

    Raises:
        InputError: if no record of the log has the text's SHA-256.
        RevertError: if the record does not give back the text that it was made from.
    """
    config = configuration(args)
    # A cleaned text may have grown over the limit that held for its input.
    fixed = io.read(args.fixed, 2 * config.max_chars)
    record = ledger.find(ledger.read(args.log), fixed, args.log)
    data = fixed.encode(undo(fixed.text, record.edits))
    if io.sha256(data) != record.input_sha256:
        raise RevertError(f"{args.log}: the edits of {record.path} do not give back its input; the log is damaged")
    io.emit(data)
    return 0
