"""`mtfix check`: find artefacts and change nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from mtfix.cli import inputs, io
from mtfix.cli.engine import Engine, batches
from mtfix.cli.errors import EngineFault, UsageError
from mtfix.cli.options import Parser, common, configuration, in_color
from mtfix.document import Document
from mtfix.errors import InputError
from mtfix.findings import Result
from mtfix.report import Named
from mtfix.report.stats import Statistics

FORMATS = ("text", "json", "jsonl", "sarif", "mqm")


def parser() -> Parser:
    """The command's arguments."""
    p = Parser("check", "Find artefacts and change nothing; exit code 1 if anything is offered.")
    p.add_argument("paths", nargs="*", metavar="PATH", help="files to check; - or nothing: standard input")
    p.add_argument("--format", choices=FORMATS, default="text", help="form of the output (text)")
    p.add_argument("--statistics", action="store_true", help="rates by rule per 10,000 words (text or json)")
    p.add_argument("--source", metavar="FILE", help="the Russian text of the one input, or a folder of such")
    inputs.option(p)
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command; 1 if anything is offered, 2 if a path could not be done."""
    paths: list[str] = args.paths or ["-"]
    if args.statistics and args.format not in ("text", "json"):
        raise UsageError(f"--statistics goes with --format text or json, not {args.format}")
    inputs.needed(args.input)
    inputs.check_source(args.source, paths)
    if paths.count("-") > 1:
        raise UsageError("standard input can be read once; give - once")
    config = configuration(args)
    engine = Engine(config, args.verbose)
    if paths == ["-"] and not args.quiet and sys.stdin is not None and sys.stdin.isatty():
        io.say("reading standard input; end it with Ctrl-D")
    job = _Job(args)
    for batch in batches(_read(paths, job, config.max_chars), together=config.retranslate is not None):
        for path, result in zip((d.id for d in batch), engine.many(batch, make=False), strict=True):
            if isinstance(result, EngineFault):
                job.fail(f"{io.named(str(path))}: {result}")
            elif isinstance(result, InputError):
                job.fail(str(result))
            else:
                job.take(str(path), result)
    job.finish()
    return 2 if job.failed else 1 if job.offers else 0


def _read(paths: list[str], job: _Job, most: int) -> Iterator[tuple[int, Document]]:
    """The texts that can be read, each with its size; what cannot is said."""
    for path in paths:
        try:
            text = inputs.read(path, most, job.args.input).text
            russian = inputs.source_text(job.args.source, path, most)
        except InputError as e:
            job.fail(str(e))
        else:
            yield len(text), Document(text, path, russian)


@dataclass
class _Job:
    """A run over some paths. Text and JSON lines are written path by path, the rest when all is known."""

    args: argparse.Namespace
    failed: int = 0
    offers: int = 0
    texts: int = 0
    held: list[Named] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)

    def take(self, path: str, result: Result) -> None:
        """Write, or hold, what was found in one text."""
        self.texts += 1
        self.offers += len(result.offered)
        if self.args.statistics:
            self.statistics.add(result)
        if self.args.format == "text":
            if not self.args.statistics:
                from mtfix.report.text import diagnostics

                color = in_color(self.args.color)
                for line in diagnostics(path, result, color, self.args.verbose):
                    io.emit(line + "\n")
        elif self.args.format == "jsonl":
            from mtfix.report import json

            for line in json.lines(path, result):
                io.emit(line + "\n")
        else:
            self.held.append((path, result))

    def fail(self, message: str) -> None:
        """Say what could not be done; the other paths are done all the same."""
        self.failed += 1
        io.say(message)

    def finish(self) -> None:
        """Write what was held, and a line on how much was found."""
        if self.args.format == "json":
            from mtfix.report import json

            out = json.document(self.held)
            if self.args.statistics:
                out["statistics"] = self.statistics.to_dict()
            io.emit(json.dumps(out, indent=2) + "\n")
        elif self.args.format == "sarif":
            from mtfix.report import json, sarif

            io.emit(json.dumps(sarif.log(self.held), indent=2) + "\n")
        elif self.args.format == "mqm":
            from mtfix.report import mqm

            for line in mqm.rows(self.held):
                io.emit(line + "\n")
        elif self.args.statistics:
            from mtfix.report.stats import table

            io.emit(table(self.statistics) + "\n")
        if self.texts and not self.args.quiet:
            from mtfix.report.text import count

            found = count(self.offers, "offer") if self.offers else "nothing found"
            hint = " (`mtfix fix` makes the safe ones)" if self.offers else ""
            io.say(f"{found} in {count(self.texts, 'text')}{hint}")
