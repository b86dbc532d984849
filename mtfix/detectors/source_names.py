"""Names of the translation against the names of its source text."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.name_verdicts import Verdict
from mtfix.analysis.naming import bare
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding

UNLIKE = Rule(
    "name-unlike-source",
    "terminology/name",
    Severity.MAJOR,
    Applicability.SAFE,
    "A name that differs from the one in the source text: Kechyoggolu for Кечагиоглоу.",
    "MT cuts rare names into pieces and puts them together wrongly; the source text has them whole.",
    (
        "lawyers Sakis Kechyoggolu and others",
        "lawyers Sakis Kechagioglou and others",
    ),
    "Needs the source text. Made only where the gazetteer has the name; a spelling that some list knows stays.",
)
RULES = (UNLIKE,)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names that are not their source's."""
    if not doc.source:
        return
    from mtfix.analysis.name_verdicts import NameVerdicts

    for v in NameVerdicts(analysis).verdicts:
        yield _finding(doc, v)


def _finding(doc: Document, v: Verdict) -> Finding:
    w = doc.words[v.i]
    sure = {"case": 0.7, "form": 0.7, "respelt": 0.55, "stranger": 0.45}[v.kind]
    evidence = {"kind": v.kind, "source_word": v.name.form, "lemma": v.lemma, "detail": f"{v.margin:.1f}"}
    if v.entity is not None:
        evidence["entity"] = v.entity.id
    return finding(
        UNLIKE,
        doc,
        w.start,
        w.start + len(bare(w.text)),
        f"The source has {v.name.text}: {v.spellings[0]}",
        suggestions=v.spellings,
        confidence=sure,
        fix_confidence=sure,
        evidence=evidence,
    )
