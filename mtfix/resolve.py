"""Overlapping findings become decisions, by one sort key."""

from __future__ import annotations

import bisect
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
    taken = _Taken()
    for f in sorted(findings, key=sort_key):
        extents = _extents(f)
        winner = next((w for x, y in extents if (w := taken.meeting(x, y)) is not None), None)
        if winner is not None:
            lost.append(superseded(f, winner))
            continue
        makes = f.applicability is Applicability.SAFE or (unsafe_fixes and f.applicability is Applicability.UNSAFE)
        f = replace(f, status=Status.APPLIED if makes and f.edits else Status.OFFERED)
        wins.append(f)
        for a, b in set(extents):
            taken.add(a, b, f)
    return tuple(sorted(wins + lost, key=lambda f: (f.start, f.end, f.rule.name, f.message)))


class _Taken:
    """Extents that winners hold. They overlap each other within one finding alone, so their order by start is
    nearly their order by end; the longest says how far back to look."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, int]] = []
        self._owners: list[Finding] = []
        self._longest = 0

    def add(self, a: int, b: int, f: Finding) -> None:
        bisect.insort(self._rows, (a, b, len(self._owners)))
        self._owners.append(f)
        self._longest = max(self._longest, b - a)

    def meeting(self, x: int, y: int) -> Finding | None:
        """The first winner whose extent meets this one."""
        n = bisect.bisect_left(self._rows, (x - self._longest, -1, -1))
        while n < len(self._rows) and self._rows[n][0] <= y:
            a, b, owner = self._rows[n]
            if _meet(a, b, x, y):
                return self._owners[owner]
            n += 1
        return None


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
