"""The edit that takes a line out of a text."""

from __future__ import annotations

from mtfix.analysis.zones import LineInfo, Zone
from mtfix.document import Document
from mtfix.findings import Edit, Finding, Rule, finding


def removal(rule: Rule, doc: Document, lines: tuple[LineInfo, ...], n: int, why: str, p: float, kind: str) -> Finding:
    """Take out a line with its line end, and one of the two blank lines that would then meet."""
    line = lines[n].line
    start, end = line.start, line.end
    if n + 1 < len(lines):
        end = lines[n + 1].line.start
        before_blank = n == 0 or lines[n - 1].zone is Zone.BLANK
        if before_blank and lines[n + 1].zone is Zone.BLANK and n + 2 < len(lines):
            end = lines[n + 2].line.start
        elif _last_block(lines, n):
            start = lines[n - 1].line.start
    elif n > 0 and lines[n - 1].zone in (Zone.BODY, Zone.SHORT, Zone.HEADLINE):
        # the last line has no line end of its own: it takes the one before it, unless that goes with its own line
        start = lines[n - 1].line.end
    bom = 1 if start == 0 and doc.text.startswith("\ufeff") else 0
    edit = Edit(start + bom, end, doc.text[start + bom : end], "")
    return finding(
        rule, doc, line.start + bom, line.end, why, suggestions=("",), edits=(edit,) if edit.before else (),
        confidence=p, fix_confidence=p, evidence={"kind": kind},
    )  # fmt: skip


_GONE = (Zone.FURNITURE, Zone.TICKER, Zone.BLANK)


def _last_block(lines: tuple[LineInfo, ...], n: int) -> bool:
    """Whether nothing that stays follows, and the blank line before is this removal's to take."""
    if n < 2 or lines[n - 1].zone is not Zone.BLANK or lines[n - 2].zone in (*_GONE, Zone.FOREIGN, Zone.RELATED):
        return False
    return all(r.zone in _GONE for r in lines[n + 1 :])
