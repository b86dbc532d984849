"""Results as an MQM table, tab-separated as the WMT shared tasks publish theirs.

Columns: system, doc, doc_id (the segment within the document, from 1), seg_id (within the whole table, from 1), rater,
source, target (with ``<v>…</v>`` around the span), category, severity. A segment is a line that is not blank. One row
an error; a segment without any has one row ``No-error``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mtfix.findings import Finding, Result
from mtfix.report import Named
from mtfix.report.clean import one_line, shown_path
from mtfix.report.marks import shown

COLUMNS = ("system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity")
_MARK = re.compile(r"<(?=/?v>)")


def rows(results: Iterable[Named], system: str = "mt", rater: str = "mtfix") -> Iterator[str]:
    """The table's lines, the header first; findings that are made or offered count as errors of the input.

    Args:
        results: texts with what was found in them.
        system: name of the MT system.
        rater: name in the rater column.
    """
    yield "\t".join(COLUMNS)
    segment = 0
    for path, result in results:
        doc = result.document
        sources = _sources(result)
        by_line: dict[int, list[Finding]] = {}
        for f in shown(result):
            by_line.setdefault(doc.line_at(f.start), []).append(f)
        inside = 0
        for n, line in enumerate(doc.lines):
            here = by_line.get(n, [])
            if not line.text.strip() and not here:
                continue
            inside, segment = inside + 1, segment + 1
            source = _cell(sources[n]) if sources else ""
            head = [system, _cell(shown_path(path)), str(inside), str(segment), rater, source]
            if not here:
                yield "\t".join([*head, _text(line.text), "No-error", "No-error"])
            for f in here:
                # A span that runs on over the line's end is marked up to it: the format has no other way.
                a, b = f.start - line.start, max(f.start, min(f.end, line.end)) - line.start
                target = f"{_text(line.text[:a])}<v>{_text(line.text[a:b])}</v>{_text(line.text[b:])}"
                yield "\t".join([*head, target, category(f.rule.category), str(f.rule.severity).capitalize()])


def category(path: str) -> str:
    """An issue type path as WMT writes it.

    >>> category("accuracy/untranslated"), category("design-and-markup/layout")
    ('Accuracy/Untranslated', 'Design and markup/Layout')
    """
    return "/".join(p.replace("-", " ").capitalize() for p in path.split("/"))


def _sources(result: Result) -> list[str]:
    """The source lines, if there are as many of them as lines in the target."""
    if result.document.source is None:
        return []
    lines = re.split(r"\r\n|\n|\r", result.document.source)
    return lines if len(lines) == len(result.document.lines) else []


def _cell(text: str) -> str:
    """No tab and no line end within a cell."""
    return one_line(text.replace("\t", " "))


def _text(text: str) -> str:
    """Text of a target; marks that the story itself holds are not marks of ours."""
    return _cell(_MARK.sub("&lt;", text))
