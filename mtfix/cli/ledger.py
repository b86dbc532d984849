"""The log of a run: JSON lines, one record a path, by which every edit can be taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtfix import SCHEMA, __version__
from mtfix.cli import io
from mtfix.errors import InputError
from mtfix.findings import Edit, Result
from mtfix.report.clean import shown_path
from mtfix.report.json import dumps


@dataclass(frozen=True, slots=True)
class Record:
    """What the log holds of one path, as far as taking back needs it."""

    path: str
    input_sha256: str
    output_sha256: str
    edits: tuple[Edit, ...]


def record(source: io.Source, result: Result, output: bytes) -> str:
    """A line of the log.

    Args:
        source: the text as it was read.
        result: what came of it.
        output: the cleaned text as it is written.
    """
    return dumps({
        "schema": SCHEMA,
        "version": __version__,
        "path": shown_path(source.path),
        "input_sha256": source.sha256,
        "output_sha256": io.sha256(output),
        "edits": [{"start": e.start, "end": e.end, "before": e.before, "after": e.after} for e in result.edits],
        "findings": [f.to_dict(result.document) for f in result.findings],
    }) + "\n"  # fmt: skip


def read(path: str) -> list[Record]:
    """The records of a log.

    Raises:
        InputError: if it cannot be read, or a line is no record; the line is named.
    """
    with io.opened(path) as f:
        text = io.decode(path, f.read())
    out: list[Record] = []
    for n, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            out.append(_record(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise InputError(f"{path}:{n}: no record of a log; give the file that `mtfix fix --log` wrote") from None
    return out


def find(records: list[Record], fixed: io.Source, log: str) -> Record:
    """The record that made a cleaned text, known by the text's SHA-256.

    Raises:
        InputError: if there is none, or if two texts that differed came to this one and the path does not tell which.
    """
    hits = [r for r in records if r.output_sha256 == fixed.sha256]
    if not hits:
        raise InputError(
            f"{fixed.path}: no record in {log} has this text's SHA-256 ({fixed.sha256[:12]}…); "
            "it was changed after it was cleaned, or the log is another run's"
        )
    if len({r.input_sha256 for r in hits}) > 1:
        named = [r for r in hits if r.path == shown_path(fixed.path)]
        named = named or [r for r in hits if Path(r.path).name == Path(fixed.path).name]
        if len({r.input_sha256 for r in named}) != 1:
            paths = ", ".join(r.path for r in hits[:5])
            raise InputError(
                f"{fixed.path}: {log} has {len(hits)} inputs that gave this text ({paths}); name it as there"
            )
        hits = named
    return hits[0]


def _record(value: Any) -> Record:
    edits = tuple(Edit(int(e["start"]), int(e["end"]), str(e["before"]), str(e["after"])) for e in value["edits"])
    return Record(str(value["path"]), str(value["input_sha256"]), str(value["output_sha256"]), edits)
