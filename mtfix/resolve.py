"""Overlapping findings become decisions, by one sort key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mtfix.findings import Applicability, Finding, Status, superseded

_RANK = {Applicability.SAFE: 0, Applicability.UNSAFE: 1, Applicability.DISPLAY: 2}


def sort_key(f: Finding) -> tuple[int, float, float, int, int, str]:
    """Best first: what can be made by itself, then the surer repair, then the wider span; place and name break ties."""
    return (_RANK[f.applicability], -f.fix_confidence, -f.confidence, -(f.end - f.start), f.start, f.rule.name)


def resolve(findings: Iterable[Finding], unsafe_fixes: bool = False) -> tuple[Finding, ...]:
    """Decide what is applied, what is offered, and what lost to another finding.

    A finding whose edits or span meet those of a better one is superseded, the winner named. The order in which
    findings come has no effect.
    """
    wins: list[Finding] = []
    lost: list[Finding] = []
    taken: list[tuple[int, int, Finding]] = []
    for f in sorted(findings, key=sort_key):
        extents = _extents(f)
        winner = next((w for a, b, w in taken for x, y in extents if _meet(a, b, x, y)), None)
        if winner is not None:
            lost.append(superseded(f, winner))
            continue
        makes = f.applicability is Applicability.SAFE or (unsafe_fixes and f.applicability is Applicability.UNSAFE)
        f = replace(f, status=Status.APPLIED if makes and f.edits else Status.OFFERED)
        wins.append(f)
        taken += [(a, b, f) for a, b in extents]
    return tuple(sorted(wins + lost, key=lambda f: (f.start, f.end, f.rule.name, f.message)))


def _extents(f: Finding) -> list[tuple[int, int]]:
    """What a finding claims: its edits; and its span, unless its edits lie in pieces of it (the two quotation marks
    of a long quotation do not claim the words between)."""
    if not f.edits:
        return [(f.start, f.end)]
    inside = all(f.start <= e.start and e.end <= f.end for e in f.edits)
    out = [(e.start, e.end) for e in f.edits]
    if not (inside and len(f.edits) > 1):
        out.append((f.start, f.end))
    return out


def _meet(a: int, b: int, x: int, y: int) -> bool:
    return max(a, x) < min(b, y) or (a == b and x <= a <= y) or (x == y and a <= x <= b)
