"""What of a result is sent to be translated again, and how the answer goes back into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from mtfix.analysis.bilingual.align import Pair, align
from mtfix.document import Document
from mtfix.findings import Edit, Finding, Result, Status, make_edits, superseded

#: Issue types that a new translation can mend; layout, typography and letter case have better remedies.
_CURABLE = (
    "accuracy", "terminology", "linguistic-conventions/agreement", "locale-conventions/name", "locale-conventions/date",
)  # fmt: skip
#: From this fix confidence on an offer is a good repair: four in five are right, and taking one costs a keystroke.
_GOOD = 0.8
#: How much of the story around a sentence the detectors see on either side, in code points.
_AROUND = 20_000


@dataclass(frozen=True, slots=True)
class Unit:
    """English that is to be translated again: its place in the text as it came, its source, what is wrong with it."""

    start: int
    end: int
    source: tuple[str, ...]
    findings: tuple[Finding, ...]


def units(result: Result, language: str) -> list[Unit]:
    """The sentences of a result that hold an offer without a good repair, and whose source is known.

    Left out are sentences that a repair reaches out of (the two quotation marks of a longer quotation): neither could
    be changed without the other.

    Args:
        result: what the rules made of a document.
        language: the source language's code.
    """
    doc = result.document
    waiting = [f for f in result.offered if _needs(f)]
    if not waiting or not (doc.source or "").strip():
        return []
    assert doc.source is not None
    out: list[Unit] = []
    for pair in align(doc.source, doc.text, language):
        inside = tuple(f for f in waiting if pair.start <= f.start and f.end <= pair.end)
        if inside and not _torn(pair, result):
            out.append(Unit(pair.start, pair.end, pair.source, inside))
    return out


def _needs(f: Finding) -> bool:
    good = bool(f.edits) and f.fix_confidence >= _GOOD
    return f.rule.category.startswith(_CURABLE) and not good


def _torn(pair: Pair, result: Result) -> bool:
    """Whether a live finding changes something on both sides of its border."""
    live = (f for f in result.findings if f.status in (Status.APPLIED, Status.OFFERED) and f.edits)
    sides = ({_where(e, pair.start, pair.end) for e in f.edits} for f in live)
    return any("across" in s or ("inside" in s and len(s) > 1) for s in sides)


def _where(e: Edit, start: int, end: int) -> str:
    """Where an edit lies by a stretch of text; an insertion at its border belongs to it."""
    if start <= e.start and e.end <= end:
        return "inside"
    return "before" if e.end <= start else "after" if e.start >= end else "across"


class Draft:
    """A result while sentences of it are replaced; everything is counted in the text as it came."""

    def __init__(self, result: Result) -> None:
        self.document = result.document
        self._findings = list(result.findings)

    @property
    def _edits(self) -> list[Edit]:
        made = [e for f in self._findings if f.status is Status.APPLIED for e in f.edits]
        return sorted(made, key=lambda e: (e.start, e.end))

    def sentence(self, unit: Unit) -> str:
        """The unit as it stands, with the repairs that were made."""
        return self._made(unit.start, unit.end, "inside", unit)

    def story(self, unit: Unit) -> tuple[str, str]:
        """What stands before and after the unit."""
        before = self._made(0, unit.start, "before", unit)
        after = self._made(unit.end, len(self.document.text), "after", unit)
        return before[-_AROUND:], after[:_AROUND]

    def _made(self, start: int, end: int, where: str, unit: Unit) -> str:
        edits = [
            dataclasses.replace(e, start=e.start - start, end=e.end - start)
            for e in self._edits
            if _where(e, unit.start, unit.end) == where
        ]
        return make_edits(self.document.text[start:end], edits)

    def add(self, f: Finding) -> None:
        """Enter a finding into the ledger; where it is applied, what its edits replace is superseded by it."""
        if f.status is Status.APPLIED:
            self._findings = [superseded(g, f) if _within(g, f) else g for g in self._findings]
        self._findings.append(f)

    def result(self) -> Result:
        """The result with everything entered."""
        findings = sorted(self._findings, key=lambda f: (f.start, f.end, f.rule.name, f.message))
        return Result(self.document, make_edits(self.document.text, self._edits), tuple(findings))


def _within(f: Finding, by: Finding) -> bool:
    if f.status not in (Status.APPLIED, Status.OFFERED):
        return False
    spots: Sequence[Edit | Finding] = f.edits or (f,)
    return all(by.start <= s.start and s.end <= by.end for s in spots)


def placed(findings: Sequence[Finding], offset: int) -> list[Finding]:
    """Findings with their offsets counted from another place."""
    return [
        dataclasses.replace(
            f, start=f.start - offset, end=f.end - offset,
            edits=tuple(dataclasses.replace(e, start=e.start - offset, end=e.end - offset) for e in f.edits),
        )
        for f in findings
    ]  # fmt: skip


def in_place(document: Document, before: str, sentence: str, after: str) -> Document:
    """The story with a sentence in its place."""
    return Document(before + sentence + after, document.id, document.source)
