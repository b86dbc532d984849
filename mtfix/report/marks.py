"""The text as a stream of plain stretches, edits made and offers opened and closed: what all inline views share."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from mtfix.findings import Edit, Finding, Result, Status


class Kind(Enum):
    """What an event says."""

    TEXT = "text"
    EDIT = "edit"
    OPEN = "open"
    CLOSE = "close"


class Event(NamedTuple):
    """A step along the text: a plain stretch, an edit that was made, or the start or end of an offer."""

    kind: Kind
    text: str = ""
    finding: Finding | None = None
    edit: Edit | None = None


def shown(result: Result) -> list[Finding]:
    """The findings that a reader has something to do with (made or offered), in the order of the text."""
    live = (Status.APPLIED, Status.OFFERED)
    return sorted((f for f in result.findings if f.status in live), key=lambda f: (f.start, f.end, f.rule.name))


def events(result: Result) -> Iterator[Event]:
    """Walk the input text with what was made of it.

    Offers nest properly: of two that cross, and of one that crosses an edit, the later offer is not shown inline (it
    still stands in every list). Texts and edits' ``before`` joined give the input.

    >>> from mtfix.document import Document
    >>> [e.text for e in events(Result(Document("as it came"), "as it came", ()))]
    ['as it came']
    """
    text = result.document.text
    edits = sorted(((e, f) for f in result.applied for e in f.edits), key=lambda x: (x[0].start, x[0].end))
    # At one place: offers end, then insertions, then offers begin, then what replaces text.
    steps: list[tuple[int, int, int, int, Event]] = []
    for n, (edit, f) in enumerate(edits):
        order = 1 if edit.start == edit.end else 3
        steps.append((edit.start, order, n, 0, Event(Kind.EDIT, edit.after, f, edit)))
    for n, f in enumerate(_nested(result.offered, [e for e, _ in edits])):
        steps.append((f.start, 2, n, 0, Event(Kind.OPEN, finding=f)))
        close = (f.end, 0, -n, 0) if f.end > f.start else (f.end, 2, n, 1)
        steps.append((*close, Event(Kind.CLOSE, finding=f)))
    at = 0
    for pos, _, _, _, event in sorted(steps, key=lambda s: s[:4]):
        if pos > at:
            yield Event(Kind.TEXT, text[at:pos])
            at = pos
        yield event
        if event.edit is not None:
            at = max(at, event.edit.end)
    if at < len(text):
        yield Event(Kind.TEXT, text[at:])


def _nested(offers: tuple[Finding, ...], edits: list[Edit]) -> list[Finding]:
    """The offers that nest among each other and cut through no edit, outer ones first."""
    out: list[Finding] = []
    stack: list[Finding] = []
    wide = [e for e in edits if e.end > e.start]
    starts = [e.start for e in wide]
    for f in sorted(offers, key=lambda f: (f.start, -f.end, f.rule.name)):
        while stack and stack[-1].end <= f.start:
            stack.pop()
        if (stack and f.end > stack[-1].end) or _cuts(f, wide, starts):
            continue
        out.append(f)
        if f.end > f.start:
            stack.append(f)
    return out


def _cuts(f: Finding, edits: list[Edit], starts: list[int]) -> bool:
    """Whether an offer begins or ends within an edit, or lies wholly in one."""
    i = bisect.bisect_right(starts, f.start) - 1
    if i >= 0 and f.start < edits[i].end and (edits[i].start < f.start or f.end <= edits[i].end):
        return True
    j = bisect.bisect_left(starts, f.end) - 1
    return j >= 0 and edits[j].start < f.end < edits[j].end
