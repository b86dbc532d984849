"""Segments of one document: joined for the analysis, so that they share its context, and split again after it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Result, Status, make_edits

#: What stands between two segments while they are one text: a paragraph's end.
JOINT = "\n\n"


def join(texts: Sequence[str]) -> tuple[str, list[int]]:
    """The texts as one, and where each begins in it.

    >>> join(["a", "", "bc"])
    ('a\\n\\n\\n\\nbc', [0, 3, 5])
    """
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + len(JOINT)
    return JOINT.join(texts), starts


def join_sources(sources: Sequence[str | None]) -> str | None:
    """The source texts as one, or None if there is none at all.

    >>> join_sources([None, None]) is None, join_sources(["а", None])
    (True, 'а\\n\\n')
    """
    return JOINT.join(s or "" for s in sources) if any(s is not None for s in sources) else None


def split(result: Result, segments: Sequence[Document]) -> list[Result]:
    """The result of the joined text as one result a segment, offsets counted from the segment's start.

    A finding that lies in one segment is the same there. One that reaches over several becomes one in each that its
    edits change, with that part of its edits; one that would move words between segments is only shown; what concerns
    the joint alone goes. So every segment's cleaned text is the segment with its own applied edits made.

    Args:
        result: what came of ``join([s.text for s in segments])``.
        segments: the segments, in order.
    """
    _, starts = join([s.text for s in segments])
    parts: list[list[Finding]] = [[] for _ in segments]
    renamed: dict[str, str] = {}
    for f in result.findings:
        for k, part in _shares(f, segments, starts):
            renamed.setdefault(f.key, part.key)
            parts[k].append(part)
    out: list[Result] = []
    for doc, findings in zip(segments, parts, strict=True):
        named = tuple(
            f if f.by is None else dataclasses.replace(f, by=renamed.get(f.by, f.by))
            for f in sorted(findings, key=lambda f: (f.start, f.end, f.rule.name, f.message))
        )
        edits = [e for f in named if f.status is Status.APPLIED for e in f.edits]
        out.append(Result(doc, make_edits(doc.text, sorted(edits, key=lambda e: (e.start, e.end))), named))
    return out


def _shares(f: Finding, segments: Sequence[Document], starts: list[int]) -> list[tuple[int, Finding]]:
    """The finding's share in each segment that it concerns."""
    lo = min([f.start, *(e.start for e in f.edits)])
    hi = max([f.end, *(e.end for e in f.edits)])
    touched = [k for k, s in enumerate(starts) if s <= hi and lo <= s + len(segments[k].text)]
    for k in touched:
        s, end = starts[k], starts[k] + len(segments[k].text)
        if s <= lo and hi <= end:
            edits = tuple(dataclasses.replace(e, start=e.start - s, end=e.end - s) for e in f.edits)
            return [(k, dataclasses.replace(f, start=f.start - s, end=f.end - s, edits=edits))]
    if f.edits and not _tears(f.edits, segments, starts):
        cut = {k: _edits_within(f.edits, starts[k], segments[k].text) for k in touched}
        return [(k, _part(f, segments[k].text, starts[k], edits)) for k, edits in cut.items() if edits]
    for k in touched:  # nothing that could be changed: it is shown where its text begins
        s = starts[k]
        if min(f.end, s + len(segments[k].text)) > max(f.start, s):
            part = _part(f, segments[k].text, s, ())
            return [(k, _shown(part, "its repair would move text from one segment to another") if f.edits else part)]
    return []


def _tears(edits: tuple[Edit, ...], segments: Sequence[Document], starts: list[int]) -> bool:
    """Whether an edit that reaches over a segment's end puts words in: no segment alone can take them."""
    whole = [(s, s + len(d.text)) for s, d in zip(starts, segments, strict=True)]
    return any(
        e.after.strip() != "" and any(a < e.end and e.start < b for a, b in whole)
        and not any(a <= e.start and e.end <= b for a, b in whole)
        for e in edits
    )  # fmt: skip


def _edits_within(edits: tuple[Edit, ...], start: int, text: str) -> tuple[Edit, ...]:
    """The parts of edits that lie in a segment; of one that reaches out of it, what it takes out here."""
    end = start + len(text)
    out: list[Edit] = []
    for e in edits:
        a, b = max(e.start, start) - start, min(e.end, end) - start
        if start <= e.start and e.end <= end:
            out.append(Edit(a, b, e.before, e.after))
        elif a < b:
            out.append(Edit(a, b, text[a:b], ""))
    return tuple(e for e in out if e.before != e.after)


def _shown(f: Finding, reason: str) -> Finding:
    """The finding, shown and never made."""
    if f.status is Status.SUPERSEDED:
        return f
    return dataclasses.replace(f, status=Status.OFFERED, applicability=Applicability.DISPLAY, reason=reason)


def _part(f: Finding, text: str, start: int, edits: tuple[Edit, ...]) -> Finding:
    """The finding cut down to a segment, with what making its edits gives there as its one suggestion."""
    a, b = max(f.start - start, 0), min(f.end - start, len(text))
    if a > b or (a == b and f.end > f.start):  # the span lies elsewhere: the edits say where this part is
        a, b = min(e.start for e in edits), max(e.end for e in edits)
    suggestions: tuple[str, ...] = ()
    if edits and all(a <= e.start and e.end <= b for e in edits):
        moved = [Edit(e.start - a, e.end - a, e.before, e.after) for e in sorted(edits, key=lambda e: (e.start, e.end))]
        suggestions = (make_edits(text[a:b], moved),)
    return dataclasses.replace(f, start=a, end=b, text=text[a:b], edits=edits, suggestions=suggestions)
