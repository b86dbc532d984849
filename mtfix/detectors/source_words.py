"""Negation, quotation and names that are not those of the source text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.bilingual.named import swaps
from mtfix.analysis.bilingual.passages import Passage
from mtfix.analysis.bilingual.quotes import quotations, quotes, speaks
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding

NEGATION = Rule(
    "negation-unlike-source", "accuracy/mistranslation", Severity.CRITICAL, Applicability.DISPLAY,
    "A verb that the source text denies and the text affirms, or the other way round.",
    "The sentence reads well and says the opposite.",
    ("The court supported the complaint.", "The court did not support the complaint."),
    "It runs with a source text alone, where the verb stands in both and nothing else in the sentence denies: a "
    "sentence with “refused”, “only” or “unlikely” is left alone.",
    source="Суд не поддержал жалобу.",
)  # fmt: skip
QUOTATION = Rule(
    "quotation-unlike-source", "accuracy/mistranslation", Severity.MAJOR, Applicability.DISPLAY,
    "Words in quotation marks that the source text gives as nobody's, or a quotation of the source without its marks.",
    "Words are put into a mouth, or a man's opinion becomes the agency's.",
    ("We shall never agree to such terms, the minister said.",
     "“We shall never agree to such terms,” the minister said."),
    "It runs with a source text alone. Titles and single words in quotation marks, and Russian direct speech with "
    "dashes, are left alone.",
    source="«Мы никогда не согласимся на такие условия», — сказал министр.",
)  # fmt: skip
NAME = Rule(
    "unmatched-name", "accuracy/mistranslation", Severity.CRITICAL, Applicability.DISPLAY,
    "A person or place that the source text does not name, where one that it names is missing.",
    "The sentence reads well and speaks of somebody else.",
    ("The Court spoke of Latvia in its ruling.", "The Court spoke of Lithuania in its ruling."),
    "It runs with a source text alone, for names that the dictionary or the gazetteer knows. A name that only one side "
    "has is left alone, for a translation may say “the president”.",
    source="Суд сказал о Литве в своём постановлении.",
)  # fmt: skip
RULES = (NEGATION, QUOTATION, NAME)

_ATTRIBUTED = re.compile(r"(?: [-–—]|:) ")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Compare every sentence with its source."""
    if not doc.source:
        return
    for p in analysis.passages:
        yield from _negation(doc, p, knowledge)
        yield from _quotation(doc, p)
        for s in swaps(p, knowledge, knowledge.witness):
            yield _found(NAME, doc, p.start + s.name.start, p.start + s.name.end,
                         f"The source names «{s.word}», the text “{s.name.text}”", 0.8, s.word, s.lemma)  # fmt: skip


def _negation(doc: Document, p: Passage, knowledge: Knowledge) -> Iterator[Finding]:
    polarity = knowledge.polarity
    if (d := polarity.lost(p.english, p.source)) is not None:
        what = f"The source denies («{d.other}»), the text affirms (“{d.word}”)"
        yield _found(NEGATION, doc, p.start + d.start, p.start + d.end, what, 0.8, d.other)
    elif (d := polarity.added(p.english, p.source)) is not None:
        what = f"The text denies (“{d.word}”), the source affirms («{d.other}»)"
        yield _found(NEGATION, doc, p.start + d.start, p.start + d.end, what, 0.8, d.other)


def _quotation(doc: Document, p: Passage) -> Iterator[Finding]:
    theirs = quotations(p.source)
    if theirs and not quotes(p.near_english) and not _ATTRIBUTED.search(p.english):
        i = doc.word_at(p.start)
        if i < len(doc.words) and doc.words[i].start < p.end:
            what = f"A quotation of the source has no marks in the text: «{_cut(theirs[0].text)}»"
            yield _found(QUOTATION, doc, doc.words[i].start, doc.words[i].end, what, 0.7)
        return
    ours = quotations(p.english)
    if ours and not speaks(p.near_source):
        q = ours[0]
        what = f"Quoted in the text (“{_cut(q.text)}”), and not in its source: «{_cut(p.source)}»"
        yield _found(QUOTATION, doc, p.start + q.start, p.start + q.end, what, 0.7)


def _found(rule: Rule, doc: Document, start: int, end: int, what: str, sure: float, word: str = "",
           lemma: str = "") -> Finding:  # fmt: skip
    evidence = {"kind": "source"} | ({"source_word": word} if word else {}) | ({"lemma": lemma} if lemma else {})
    return finding(rule, doc, start, end, what, confidence=sure, evidence=evidence)


def _cut(text: str, most: int = 120) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
