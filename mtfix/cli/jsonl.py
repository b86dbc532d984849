"""`mtfix fix --jsonl`: a JSON object a line in, one out, in the same order, each written as soon as it is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from mtfix import SCHEMA, __version__
from mtfix.cli import inputs, io, segments
from mtfix.cli.engine import Engine, batches
from mtfix.document import Document
from mtfix.errors import InputError
from mtfix.findings import Result
from mtfix.report.json import dumps
from mtfix.report.text import count, tally

_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line that holds a text: its number, the whole object, and what was read out of it."""

    line: int
    fields: dict[str, Any]
    id: Any
    text: str
    source: str | None
    doc: str | None


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no such object, and why."""

    line: int
    id: Any
    error: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Where a line holds what: the fields of text and id, and what the text field holds (``text`` or ``html``)."""

    text: str = "text"
    id: str = "id"
    input: str = "text"


def parse(raw: bytes | None, line: int, fields: Fields = Fields()) -> Row | Broken:
    """Read one line; of a page of the web, its main text is the text.

    Args:
        raw: the line; None if it was too long to be taken.
        line: its number, from 1.
        fields: where it holds what.

    >>> parse(b'{"text": "a", "id": 7}', 1).text
    'a'
    >>> parse(b'[1]', 2).error
    'not a JSON object'
    """
    if raw is None:
        return Broken(line, None, "the line is too long; split the text into stories, or raise max-chars")
    try:
        text = (raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw).decode("utf-8")
        value = json.loads(text, parse_constant=_refuse, parse_float=_number)
    except UnicodeDecodeError as e:
        return Broken(line, None, f"not UTF-8 at byte {e.start} of the line")
    except RecursionError:
        return Broken(line, None, "not JSON that can be read: nested too deep")
    except ValueError as e:
        return Broken(line, None, f"not JSON: {e}" if raw.strip() else "an empty line, not a JSON object")
    if not isinstance(value, dict):
        return Broken(line, None, "not a JSON object")
    text_field, name = fields.text, value.get(fields.id)
    if text_field not in value:
        return Broken(line, name, f"no field {text_field!r} (--text-field names another)")
    for field in (text_field, "source"):
        found = value.get(field)
        if not isinstance(found, str) and not (field == "source" and found is None):
            return Broken(line, name, f"field {field!r} is not a string")
        if found is not None and (m := _HALF.search(found)):
            return Broken(line, name, f"field {field!r} holds half a surrogate pair at {m.start()}")
    doc = value.get("doc")
    key = None if doc is None else json.dumps(doc, sort_keys=True)  # 1, "1" and true are three documents
    text = value[text_field]
    if fields.input == "html":
        try:
            text = inputs.main_text(text)
        except InputError:
            return Broken(line, name, f"no main text found in the page of field {text_field!r}")
    return Row(line, value, name, text, value.get("source"), key)


def run(path: str, engine: Engine, fields: Fields, quiet: bool = False) -> int:
    """Clean a stream of lines onto standard output.

    Where a model is asked, the lines of a file go to it many at a time; those of a pipe one by one, for what feeds the
    pipe may wait for the answer to a line before it sends the next.

    Args:
        path: a file, or ``-`` for standard input.
        engine: what cleans.
        fields: where a line holds what.
        quiet: say nothing at the end.

    Returns:
        0, or 2 if a line could not be done; the rest are done all the same.
    """
    most = 6 * engine.config.max_chars + (1 << 20)  # a letter may be written in six: \\u0434
    lines = io.lines(path, most)
    rows = (parse(raw, n, fields) for n, raw in enumerate(lines, 1))
    groups = grouped(rows, engine.config.max_chars)
    sized = ((sum(len(r.text) for r in g if isinstance(r, Row)), g) for g in groups)
    texts = edits = offers = bad = 0
    for batch in batches(sized, together=engine.config.retranslate is not None and io.is_file(path)):
        for row, result in _clean(batch, engine):
            if result is None or isinstance(row, Broken):
                bad += 1
                assert isinstance(row, Broken)
                record: dict[str, Any] = {"id": row.id, "line": row.line, "error": row.error}
            else:
                texts, edits, offers = texts + 1, edits + len(result.edits), offers + len(result.offered)
                record = answer(row, result, fields.text, fields.id)
            io.emit(dumps(record) + "\n", flush=True)
    if not quiet:
        broken = f", {count(bad, 'line')} could not be done (see the error records)" if bad else ""
        io.say(f"{count(texts, 'text')}: {tally(edits, offers)}{broken}")
    return 2 if bad else 0


def answer(row: Row, result: Result, text_field: str = "text", id_field: str = "id") -> dict[str, Any]:
    """The object that is written for a text.

    The fields that hold text and id keep their names, so the line can stand in for the one that came; ``text`` and
    ``id`` are there in any case, unless the input uses these names for something else.
    """
    fields = {k: v for k, v in row.fields.items() if k not in (text_field, id_field)}
    out = {id_field: row.id, text_field: result.text}
    if "text" not in fields:
        out["text"] = result.text
    if "id" not in fields:
        out["id"] = row.id
    findings = [f.to_dict(result.document) for f in result.findings]
    return {**out, **fields, "findings": findings, "schema": SCHEMA, "version": __version__}


def grouped(rows: Iterator[Row | Broken], max_chars: int) -> Iterator[list[Row | Broken]]:
    """What is to be cleaned together: a line alone, or consecutive lines of one document.

    A broken line does not end the document around it. Once a document's lines come to more than `max_chars`, all of
    them are given as broken: it could not be analysed as one, and its context must not depend on where it was cut.
    """
    held: list[Row | Broken] = []
    doc: str | None = None
    size = 0
    over = False
    for row in rows:
        same = doc is not None and (isinstance(row, Broken) or row.doc == doc)
        if held and not same:
            yield held
            held = []
        if not same:
            doc, size, over = None if isinstance(row, Broken) else row.doc, 0, False
        if doc is None:
            yield [row]
            continue
        if isinstance(row, Row):
            size += len(row.text) + len(segments.JOINT)
            over = over or size > max_chars + len(segments.JOINT)
        held.append(row)
        if over:
            yield [_too_long(r, max_chars) for r in held]
            held = []
    if held:
        yield held


def _too_long(row: Row | Broken, max_chars: int) -> Broken:
    if isinstance(row, Broken):
        return row
    why = f"the document {row.doc} has more than {max_chars:,} characters in its lines (split it, or raise max-chars)"
    return Broken(row.line, row.id, why)


def _clean(groups: list[list[Row | Broken]], engine: Engine) -> Iterator[tuple[Row | Broken, Result | None]]:
    held = [[_document(r) for r in group if isinstance(r, Row)] for group in groups]
    answers = iter(engine.many([_whole(docs, group) for docs, group in zip(held, groups, strict=True) if docs]))
    for docs, group in zip(held, groups, strict=True):
        answer = next(answers) if docs else None
        done = iter(_parts(answer, docs)) if isinstance(answer, Result) else iter(())
        for row in group:
            if isinstance(row, Broken):
                yield row, None
            elif isinstance(answer, Result):
                yield row, next(done)
            else:
                yield Broken(row.line, row.id, str(answer)), None


def _document(row: Row) -> Document:
    return Document(row.text, row.id if isinstance(row.id, str | int | float) else None, row.source)


def _whole(docs: list[Document], group: list[Row | Broken]) -> Document:
    """The lines of one document as one text."""
    if len(docs) == 1:
        return docs[0]
    name = next(r.doc for r in group if isinstance(r, Row))
    return Document(segments.join([d.text for d in docs])[0], name, segments.join_sources([d.source for d in docs]))


def _parts(result: Result, docs: list[Document]) -> list[Result]:
    return [result] if len(docs) == 1 else segments.split(result, docs)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _number(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:40]} is too big a number")
    return value
