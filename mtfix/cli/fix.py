"""`mtfix fix`: cleaned text on standard output, or in place, or in a folder, or as a diff."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mtfix.cli import inputs, io
from mtfix.cli.engine import Engine, batches
from mtfix.cli.errors import EngineFault, UsageError, WriteError
from mtfix.cli.options import Parser, common, configuration, in_color
from mtfix.document import Document
from mtfix.errors import InputError
from mtfix.findings import Result
from mtfix.report import Named

_EPILOG = """\
examples:
  mtfix fix story.txt > clean.txt
  mtfix fix --in-place --log edits.jsonl stories/*.txt     (mtfix revert takes the edits back)
  mtfix fix --mark story.txt                               ({dipvedomstva→Foreign Ministry?} shows an offer)
  mtfix fix --jsonl < in.jsonl > out.jsonl"""


def parser() -> Parser:
    """The command's arguments."""
    p = Parser("fix", "Clean texts: safe repairs are made, the rest is offered.", _EPILOG)
    p.add_argument("paths", nargs="*", metavar="PATH", help="files to clean; - or nothing: standard input")
    where = p.add_mutually_exclusive_group()
    where.add_argument("--diff", action="store_true", help="print a unified diff and write nothing")
    where.add_argument("--in-place", action="store_true", help="write the cleaned texts back to their files")
    where.add_argument("--output-dir", metavar="DIR", help="write the cleaned texts into a folder, under their names")
    p.add_argument("--mark", action="store_true", help="show the offers inside the text")
    p.add_argument("--unsafe-fixes", action="store_true", help="make unsafe repairs, too")
    p.add_argument("--log", metavar="FILE", help="write what was done, a JSON line a path (the file is written anew)")
    p.add_argument("--report", metavar="FILE.html", help="write a report for the browser")
    p.add_argument("--source", metavar="FILE", help="the Russian text of the one input, or a folder of such")
    inputs.option(p)
    p.add_argument("--jsonl", action="store_true", help="JSON objects a line in and out: text, id, source, doc")
    p.add_argument("--text-field", metavar="NAME", help="with --jsonl: the field that holds the text (text)")
    p.add_argument("--id-field", metavar="NAME", help="with --jsonl: the field that holds the id (id)")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command; see `mtfix.cli.main` for what the number means."""
    paths: list[str] = args.paths or ["-"]
    _validate(args, paths)
    config = configuration(args)
    engine = Engine(config, args.verbose)
    if paths == ["-"] and not args.quiet and sys.stdin is not None and sys.stdin.isatty():
        io.say("reading standard input; end it with Ctrl-D")
    if args.jsonl:
        from mtfix.cli import jsonl

        fields = jsonl.Fields(args.text_field or "text", args.id_field or "id", args.input)
        return jsonl.run(paths[0], engine, fields, args.quiet)
    job = _Job(args, engine)
    try:
        job.run(paths)
        job.finish()
    finally:
        job.discard()
    return 2 if job.failed else 0


@dataclass
class _Job:
    """A run over some paths: what it has done so far, and what is staged and not yet in its place."""

    args: argparse.Namespace
    engine: Engine
    done: int = 0
    failed: int = 0
    edits: int = 0
    offers: int = 0
    records: list[str] = field(default_factory=list)
    results: list[Named] = field(default_factory=list)
    staged: list[io.Staged] = field(default_factory=list)

    def run(self, paths: list[str]) -> None:
        """Clean the paths; what is wrong with one alone is said, and the others are done."""
        for batch in batches(self._read(paths), together=self.engine.config.retranslate is not None):
            results = self.engine.many([Document(s.text, s.path, russian) for s, russian in batch])
            for (source, _), result in zip(batch, results, strict=True):
                try:
                    if isinstance(result, EngineFault):
                        self._fail(f"{io.named(source.path)}: {result}")
                    elif isinstance(result, InputError):
                        self._fail(str(result))
                    else:
                        self._deliver(source, result)
                except WriteError as e:
                    self._fail(str(e))

    def _read(self, paths: list[str]) -> Iterator[tuple[int, tuple[io.Source, str | None]]]:
        """The texts that can be read, each with its size."""
        most = self.engine.config.max_chars
        for path in paths:
            try:
                source = inputs.read(path, most, self.args.input)
                russian = inputs.source_text(self.args.source, path, most)
            except InputError as e:
                self._fail(str(e))
            else:
                yield len(source.text), (source, russian)

    def finish(self) -> None:
        """Write the log, then put what waits for it in its place: no file is changed before its log is safe."""
        if self.args.log:
            io.write(Path(self.args.log), "".join(self.records).encode("utf-8"))
        for staged in self.staged:
            try:
                staged.commit()
            except WriteError as e:
                self._fail(str(e))
        if self.args.report:
            from mtfix.report import html

            io.write(Path(self.args.report), html.render(self.results).encode("utf-8"))
        if not self.args.quiet and self.done:
            self._conclude()

    def discard(self) -> None:
        """Leave nothing behind of what was not finished."""
        for staged in self.staged:
            staged.discard()

    def _deliver(self, source: io.Source, result: Result) -> None:
        output = source.encode(result.text)
        args = self.args
        color = in_color(args.color)
        if args.diff:
            from mtfix.report import diff

            io.emit(diff.unified(source.path, result, color, bom=source.bom))
        elif args.in_place or args.output_dir:
            target = Path(source.path) if args.in_place else _into(args.output_dir, source.path, args.input)
            data = source.encode(_marked(result, False)) if args.mark else output
            if not args.in_place or io.sha256(data) != source.sha256:
                self._put(target, data)
        elif args.mark:
            io.emit(source.encode(_marked(result, color)))
        else:
            io.emit(output)
        self.done += 1
        self.edits += len(result.edits)
        self.offers += len(result.offered)
        if args.log:
            from mtfix.cli import ledger

            self.records.append(ledger.record(source, result, output))
        if args.report:
            self.results.append((source.path, result))
        if args.verbose and not args.quiet:
            from mtfix.report.text import summary

            io.note(summary(source.path, result, color and sys.stderr.isatty()))

    def _put(self, target: Path, data: bytes) -> None:
        if not self.args.in_place:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as e:
                raise WriteError(target.parent, e) from None
        staged = io.Staged(target, data)
        if self.args.log:
            self.staged.append(staged)
        else:
            try:
                staged.commit()
            finally:
                staged.discard()

    def _fail(self, message: str) -> None:
        self.failed += 1
        io.say(message)

    def _conclude(self) -> None:
        from mtfix.report.text import count, tally

        many = f"{count(self.done, 'text')}: " if self.done > 1 else ""
        hint = " (see --mark, --diff or `mtfix check`)" if self.offers else ""
        io.say(f"{many}{tally(self.edits, self.offers, would=self.args.diff)}{hint}")


def _marked(result: Result, color: bool) -> str:
    from mtfix.report.text import marked

    return marked(result, color)


def _into(folder: str, path: str, kind: str) -> Path:
    return Path(folder) / (inputs.target(path) if kind == "html" else Path(path).name)


def _validate(args: argparse.Namespace, paths: list[str]) -> None:
    """Refuse what cannot be meant, before anything is read.

    Raises:
        UsageError: with one line that says what to do instead.
    """
    inputs.needed(args.input)
    if args.jsonl:
        _validate_jsonl(args, paths)
        return
    if args.input == "html" and args.in_place:
        raise UsageError("--in-place would write text over a page; with --input html use --output-dir DIR")
    if args.text_field or args.id_field:
        raise UsageError("--text-field and --id-field go with --jsonl")
    if len(paths) > 1 and not (args.in_place or args.output_dir or args.diff):
        raise UsageError("several paths need --in-place, --output-dir DIR or --diff")
    inputs.check_source(args.source, paths, " (or --jsonl with a field `source`)")
    if args.mark and (args.diff or args.in_place or args.log):
        other = "--diff" if args.diff else "--in-place" if args.in_place else "--log"
        raise UsageError(f"--mark writes offers into the text and does not go with {other}")
    if (args.in_place or args.output_dir) and "-" in paths:
        raise UsageError(f"{'--in-place' if args.in_place else '--output-dir'} needs files; - is standard input")
    _validate_targets(args, paths)


def _validate_jsonl(args: argparse.Namespace, paths: list[str]) -> None:
    for option in ("diff", "in_place", "output_dir", "mark", "log", "report", "source"):
        if getattr(args, option):
            raise UsageError(f"--{option.replace('_', '-')} does not go with --jsonl, which writes to standard output")
    if len(paths) > 1:
        raise UsageError("--jsonl takes one path, or standard input (`cat *.jsonl | mtfix fix --jsonl`)")
    if (args.text_field or "text") == (args.id_field or "id"):
        raise UsageError("--text-field and --id-field name the same field")


def _validate_targets(args: argparse.Namespace, paths: list[str]) -> None:
    """No two texts may be written to one file, and none over an input that is not meant."""
    inputs: dict[str, str] = {}
    for path in paths:
        real = os.path.realpath(path) if path != "-" else "-"
        if real in inputs:
            raise UsageError(f"{path}: given twice; give each path once")
        inputs[real] = path
    if args.output_dir:
        targets: dict[str, str] = {}
        for path in paths:
            target = os.path.realpath(_into(args.output_dir, path, args.input))
            if target in inputs:
                raise UsageError(f"{path}: --output-dir would write over {inputs[target]}; --in-place does that")
            if target in targets:
                raise UsageError(f"{path}: would be written to the same file as {targets[target]}; run them apart")
            targets[target] = path
    for option in ("log", "report"):
        value = getattr(args, option)
        if value and os.path.realpath(value) in inputs:
            raise UsageError(f"--{option} {value} is an input; give another file")
    if args.log and args.report and os.path.realpath(args.log) == os.path.realpath(args.report):
        raise UsageError("--log and --report name the same file")


