"""Acronyms: Russian ones left in Latin letters, and wrong renderings of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding

ROMANISED = Rule(
    "romanised-acronym", "terminology", Severity.MINOR, Applicability.UNSAFE,
    "A Russian acronym in Latin letters that English copy does not use: SIZO, ZhKKH, MVD.",
    "Readers do not know it.",
    ("spent the night in SIZO", "spent the night in a pre-trial detention centre"),
    "Offered only: some desks keep them; an acronym explained in the text stays.",
)  # fmt: skip
WRONG = Rule(
    "wrong-acronym", "terminology", Severity.MAJOR, Applicability.UNSAFE,
    "An acronym that renders the letters of a Russian one, or takes it for another body's: ATS or SAR for САР (Syria).",
    "It names something else, or nothing.",
    ("the participation of ATS authorities", "the participation of Syrian authorities"),
    "Needs words in the story that speak for the Russian reading; the same letters in their own sense stay.",
)  # fmt: skip
MISMATCH = Rule(
    "acronym-mismatch", "terminology", Severity.MAJOR, Applicability.UNSAFE,
    "A bracketed short form that does not fit the long form before it: Investigative Committee (TFR).",
    "The long form says what the short one should be.",
    ("Investigative Committee (TFR)", "Investigative Committee (ICR)"),
    "Only where the gazetteer knows the body and its short forms.",
)  # fmt: skip
RULES = (ROMANISED, WRONG, MISMATCH)

_BRACKETED = re.compile(r"\(([A-Z]{2,6})\)")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find acronyms that say nothing or the wrong thing."""
    acronyms = knowledge.acronyms
    present = {t for t in doc.types if t in acronyms.romanised or t in acronyms.wrong}
    done: set[int] = set()
    for m in _BRACKETED.finditer(doc.text):
        f = _mismatch(doc, knowledge, m)
        if f is not None:
            done.add(m.start(1))
            yield f
    if not present:
        return
    for i, w in enumerate(doc.words):
        if w.text not in present or w.start in done:
            continue
        wrong = acronyms.wrong.get(w.text, ())
        story = analysis.lower_types
        fits = [(len(a.context & story), a) for a in wrong if not (a.clash & story)]
        fits = [x for x in fits if x[0] >= (1 if w.text.lower() not in ("is",) else 2)]
        if fits:
            n, best = max(fits, key=lambda x: (x[0], x[1].ru))
            if _explained(doc, w.text, best.expansion_en):
                continue
            sure = min(0.85, 0.6 + 0.08 * n)
            yield finding(WRONG, doc, w.start, w.end, f"May stand for {best.ru} ({best.expansion_ru})",
                          suggestions=best.en[:3], confidence=sure, fix_confidence=sure,
                          evidence={"source_word": best.ru, "lemma": best.ru, "kind": "acronym"})  # fmt: skip
            continue
        plain = acronyms.romanised.get(w.text)
        if plain is not None and w.text not in plain.en and not _explained(doc, w.text, plain.expansion_en):
            if plain.clash & story:
                continue
            n = len(plain.context & story)
            rare = knowledge.english.zipf(w.text.lower()) < 2.2
            if not n and not rare:
                continue
            sure = 0.85 if n and rare else 0.7
            yield finding(ROMANISED, doc, w.start, w.end, f"Russian acronym {plain.ru}: {plain.expansion_ru}",
                          suggestions=plain.en[:3], confidence=sure, fix_confidence=0.7,
                          evidence={"source_word": plain.ru, "lemma": plain.ru, "kind": "acronym"})  # fmt: skip


def _explained(doc: Document, letters: str, expansion: str) -> bool:
    """Whether the text itself explains the letters: a long form before them in brackets, or after them."""
    at = doc.text.find(f"({letters})")
    if at > 0:
        initials = [w[0].upper() for w in re.findall(r"[A-Za-z]+", doc.text[max(0, at - 120) : at])[-len(letters) - 3 :]]
        return "".join(initials).find(letters) >= 0 or True
    return bool(expansion) and expansion.lower() in doc.text.lower()


def _mismatch(doc: Document, knowledge: Knowledge, m: re.Match[str]) -> Finding | None:
    long = doc.text[max(0, m.start() - 80) : m.start()].rstrip()
    best = None
    for hit in knowledge.gazetteer.matches(long):
        if hit.end == len(long) and hit.entry.acr_en and hit.entry.type in ("body", "group"):
            best = hit.entry
    if best is None:
        return None
    letters = m.group(1)
    right = (*best.acr_en, *(knowledge.romanised_acronym(a) for a in best.acr_ru))
    initials = "".join(w[0] for w in re.findall(r"[A-Z][a-z]+", long)[-len(letters) :])
    if letters in right or letters == initials or letters in {n.upper() for n in best.names}:
        return None
    return finding(MISMATCH, doc, m.start(1), m.end(1), f"The short form of {best.en} is {best.acr_en[0]}",
                   suggestions=best.acr_en[:2], confidence=0.85, fix_confidence=0.8,
                   evidence={"entity": best.id, "kind": "acronym", "source_word": best.acr_ru[0] if best.acr_ru else ""})  # fmt: skip
