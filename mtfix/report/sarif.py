"""Results as SARIF 2.1.0, for code hosts and editors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from mtfix import __version__
from mtfix.document import Document
from mtfix.findings import Finding, Rule, Severity
from mtfix.report import Named
from mtfix.report.clean import shown_path
from mtfix.report.marks import shown

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.NEUTRAL: "note", Severity.MINOR: "warning", Severity.MAJOR: "error", Severity.CRITICAL: "error"}


def log(results: Iterable[Named]) -> dict[str, Any]:
    """The SARIF log of one run over some texts: findings that are made or offered, each with its fix."""
    rules: dict[str, int] = {}
    known: list[Rule] = []
    found: list[dict[str, Any]] = []
    artifacts: list[dict[str, Any]] = []
    for path, result in results:
        artifacts.append({"location": {"uri": uri(path)}, "encoding": "utf-8", "sourceLanguage": "en"})
        for f in shown(result):
            if f.rule.name not in rules:
                rules[f.rule.name] = len(known)
                known.append(f.rule)
            found.append(_result(path, result.document, f, rules[f.rule.name], len(artifacts) - 1))
    driver = {"name": "mtfix", "semanticVersion": __version__, "rules": [_rule(r) for r in known]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": artifacts,
        "results": found,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def uri(path: str) -> str:
    """A path as a URI reference: relative paths stay relative.

    >>> uri("stories/first story.txt")
    'stories/first%20story.txt'
    >>> uri("-")
    'stdin'
    """
    if path == "-":
        return "stdin"
    p = PurePath(path)
    out = quote(shown_path(p.as_posix()))
    if p.is_absolute():
        return "file://" + ("" if out.startswith("/") else "/") + out
    return "./" + out if ":" in out.split("/")[0] else out  # "a:b.txt" alone would read as a scheme


def _rule(rule: Rule) -> dict[str, Any]:
    before, after = rule.example
    help_text = (
        f"{rule.summary}\n\nWhy it matters: {rule.why}\n\nExample: {before!r} becomes {after!r}\n\n"
        f"Repair: {rule.safety}\n\nWhat it does not do: {rule.limits}"
    )
    help_markdown = (
        f"{rule.summary}\n\n**Why it matters.** {rule.why}\n\n**Example**\n\n```text\n{before}\n```\n\nbecomes\n\n"
        f"```text\n{after}\n```\n\n**Repair.** {rule.safety}\n\n**What it does not do.** {rule.limits}"
    )
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {"text": help_text, "markdown": help_markdown},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"category": rule.category, "severity": str(rule.severity), "safety": str(rule.safety)},
    }


def _result(path: str, doc: Document, f: Finding, rule: int, artifact: int) -> dict[str, Any]:
    where = {"uri": uri(path), "index": artifact}
    text = f.message + (f" → {f.suggestions[0] or '(delete)'}" if f.suggestions else "")
    location = {"physicalLocation": {"artifactLocation": where, "region": _region(doc, f.start, f.end)}}
    out: dict[str, Any] = {
        "ruleId": f.rule.name,
        "ruleIndex": rule,
        "level": _LEVEL[f.rule.severity],
        "message": {"text": text},
        "locations": [location],
        # The place may move with the text around it: the same words under the same rule are the same finding.
        "partialFingerprints": {"textHash/v1": hashlib.sha256(f"{f.rule.name}\0{f.text}".encode()).hexdigest()[:32]},
        "rank": round(100 * f.confidence, 1),
        "properties": {
            "category": f.rule.category,
            "severity": str(f.rule.severity),
            "status": str(f.status),
            "applicability": str(f.applicability),
            "confidence": round(f.confidence, 3),
            "fix_confidence": round(f.fix_confidence, 3),
            "suggestions": list(f.suggestions),
        },
    }
    if f.edits:
        swaps = []
        for e in sorted(f.edits, key=lambda e: (e.start, e.end)):
            swap: dict[str, Any] = {"deletedRegion": _region(doc, e.start, e.end, snippet=False)}
            if e.after:
                swap["insertedContent"] = {"text": e.after}
            swaps.append(swap)
        change = {"artifactLocation": where, "replacements": swaps}
        out["fixes"] = [{"description": {"text": text}, "artifactChanges": [change]}]
    return out


def _region(doc: Document, start: int, end: int, snippet: bool = True) -> dict[str, Any]:
    line, column = doc.position(start)
    last, beyond = doc.position(end)
    out: dict[str, Any] = {"startLine": line, "startColumn": column, "endLine": last, "endColumn": beyond,
                           "charOffset": start, "charLength": end - start}  # fmt: skip
    if snippet and end > start:
        out["snippet"] = {"text": doc.text[start:end]}
    return out
