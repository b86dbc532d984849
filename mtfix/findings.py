"""What a rule is, what it finds, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from mtfix.document import Document
from mtfix.errors import RevertError


class Severity(StrEnum):
    """MQM severity levels (https://themqm.org)."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Applicability(StrEnum):
    """Whether a repair is made by itself, made when asked for, or only shown."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Status(StrEnum):
    """What became of a finding."""

    APPLIED = "applied"
    OFFERED = "offered"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in the text as it came: ``text[start:end]`` is ``before`` and becomes ``after``."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule and its page.

    ``name`` says what is wrong, not the remedy; ``category`` is an MQM issue type path; ``safety`` is the most
    that a finding of this rule may be; ``example`` is a pair (before, after); ``source`` is the source text of the
    example, for a rule that needs one.
    """

    name: str
    category: str
    severity: Severity
    safety: Applicability
    summary: str
    why: str
    example: tuple[str, str]
    limits: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text where an artefact is believed to be.

    ``confidence`` is the probability that an artefact is here, ``fix_confidence`` that the first suggestion is right.
    ``edits`` say what making the first suggestion changes; they may lie beside the span. ``by`` names the finding
    that won where this one is superseded; ``reason`` says why where it is rejected.
    """

    rule: Rule
    start: int
    end: int
    text: str
    message: str
    confidence: float
    fix_confidence: float = 0.0
    suggestions: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    applicability: Applicability = Applicability.DISPLAY
    status: Status = Status.OFFERED
    by: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """A name for the finding that holds within its document."""
        return f"{self.rule.name}@{self.start}-{self.end}"

    def to_dict(self, doc: Document) -> dict[str, Any]:
        """The finding as the public JSON has it."""
        line, column = doc.position(self.start)
        out: dict[str, Any] = {
            "rule": self.rule.name,
            "category": self.rule.category,
            "severity": str(self.rule.severity),
            "start": self.start,
            "end": self.end,
            "line": line,
            "column": column,
            "text": self.text,
            "message": self.message,
            "suggestions": list(self.suggestions),
            "confidence": round(self.confidence, 3),
            "fix_confidence": round(self.fix_confidence, 3),
            "applicability": str(self.applicability),
            "status": str(self.status),
            "edits": [{"start": e.start, "end": e.end, "before": e.before, "after": e.after} for e in self.edits],
            "evidence": dict(self.evidence),
        }
        if self.by is not None:
            out["by"] = self.by
        if self.reason is not None:
            out["reason"] = self.reason
        return out


def finding(
    rule: Rule,
    doc: Document,
    start: int,
    end: int,
    message: str,
    *,
    suggestions: tuple[str, ...] = (),
    edits: tuple[Edit, ...] | None = None,
    confidence: float,
    fix_confidence: float = 0.0,
    evidence: Mapping[str, Any] | None = None,
) -> Finding:
    """A finding over ``doc.text[start:end]``; unless edits are given, the first suggestion replaces the span."""
    text = doc.text[start:end]
    if edits is None:
        edits = (Edit(start, end, text, suggestions[0]),) if suggestions and suggestions[0] != text else ()
    return Finding(
        rule, start, end, text, message, confidence, fix_confidence, suggestions, edits, dict(evidence or {}),
        applicability=rule.safety,
    )  # fmt: skip


def make_edits(text: str, edits: list[Edit]) -> str:
    """The text with edits made in one pass; they must be sorted and must not overlap.

    >>> make_edits("22 Agusta", [Edit(3, 9, "Agusta", "August")])
    '22 August'
    """
    out: list[str] = []
    at = 0
    for e in edits:
        out += (text[at : e.start], e.after)
        at = e.end
    out.append(text[at:])
    return "".join(out)


@dataclass(frozen=True)
class Result:
    """What came of one document: its cleaned text, and every finding with what became of it."""

    document: Document
    text: str
    findings: tuple[Finding, ...]

    @property
    def applied(self) -> tuple[Finding, ...]:
        """The findings whose edits were made."""
        return tuple(f for f in self.findings if f.status is Status.APPLIED)

    @property
    def offered(self) -> tuple[Finding, ...]:
        """The findings that wait for a person."""
        return tuple(f for f in self.findings if f.status is Status.OFFERED)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that were made, in the order of the text."""
        return tuple(sorted((e for f in self.applied for e in f.edits), key=lambda e: (e.start, e.end)))

    def revert(self) -> str:
        """The text as it came, made again from the cleaned text and the edits.

        Raises:
            RevertError: if the cleaned text does not hold what the edits say they put there.
        """
        return undo(self.text, self.edits)

    def to_dict(self) -> dict[str, Any]:
        """Cleaned text and findings as the public JSON has them."""
        return {"text": self.text, "findings": [f.to_dict(self.document) for f in self.findings]}


def undo(text: str, edits: tuple[Edit, ...]) -> str:
    """Take edits back from a cleaned text; offsets are those of the text before.

    >>> undo("22 August", (Edit(3, 9, "Agusta", "August"),))
    '22 Agusta'
    """
    out: list[str] = []
    at, shift = 0, 0
    for e in edits:
        start = e.start + shift
        end = start + len(e.after)
        if text[start:end] != e.after:
            raise RevertError(f"the text does not hold {e.after!r} at {start}; it was changed after it was cleaned")
        out += (text[at:start], e.before)
        at = end
        shift += len(e.after) - (e.end - e.start)
    out.append(text[at:])
    return "".join(out)


def superseded(f: Finding, winner: Finding) -> Finding:
    """The finding, lost to another."""
    return replace(f, status=Status.SUPERSEDED, by=winner.key)
