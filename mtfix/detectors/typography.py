"""Typography: Russian quotation marks, blanks round punctuation, split times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding

QUOTES = Rule(
    "foreign-quotes", "locale-conventions/typography", Severity.MINOR, Applicability.SAFE,
    "Russian quotation marks «…» in an English text.",
    "English copy sets quotations in “…” (or \"…\" where the story does).",
    ("He called it «possible».", "He called it “possible”."),
    "Lines that are French, or quote French or Russian, are left alone; so is a text that uses «…» alone throughout "
    "and is not English.",
)  # fmt: skip
DIALOGUE = Rule(
    "dialogue-dash", "locale-conventions/typography", Severity.NEUTRAL, Applicability.DISPLAY,
    "A dash after the comma that closes a quotation, as Russian sets it: “…”, — said.",
    "English needs the comma alone.",
    ("“It may happen”, – he said.", "“It may happen,” he said."),
    "Shown only: many desks treat it when they edit the quotation.",
)  # fmt: skip
SPACING = Rule(
    "stray-space", "locale-conventions/typography", Severity.MINOR, Applicability.SAFE,
    "A blank where none belongs: before a comma, inside quotation marks, in a time of day, beside a hyphen.",
    "MT systems split words from punctuation and do not always join them again.",
    ("It begins at 11: 30 , he said.", "It begins at 11:30, he said."),
    "Texts that are split throughout (tokenised corpora) are left as they are.",
)  # fmt: skip
GLUED = Rule(
    "missing-space", "locale-conventions/typography", Severity.MINOR, Applicability.SAFE,
    "Two words or sentences run together.",
    "Captions and headings of the page were joined to the next word.",
    ("It was closed.The police came.", "It was closed. The police came."),
    "Site names, abbreviations and brands (U.S., iPhone, example.com) stay.",
)  # fmt: skip
RULES = (QUOTES, DIALOGUE, SPACING, GLUED)

_PAIR = re.compile(r"«([^«»\n]{0,1500})»")
_LONE = re.compile(r"[«»]")
_FRENCH = re.compile(r"«[\u00a0\u202f]|[\u00a0\u202f]»|\b(?:les?|des?|une?|est|dans|pour|avec|qui)\b")
_DIALOGUE = re.compile(r"([”\"»])(,?)\s*[–—-]\s+(?=[a-z])|([”\"»]),\s+[–—-]\s+")
_TIME = re.compile(r"\b([01]?\d|2[0-3]): ([0-5]\d)\b(?!:)")
_BEFORE = re.compile(r"(?<=[^\W\d_]{2}) +(?=,(?:\s|$))")
_SHORT_HYPHEN = re.compile(r"(?<=[a-z]{3}) -(?=[a-z]{3})")
_GLUED = re.compile(r"(?<=[a-z]{2})([.!?])(?=[A-Z][a-z]+ [a-z])|(?<=[a-z]{2})(,)(?=[a-z]{2,} )")
_SPACED_QUOTE = re.compile(r"(?<!\S)\" ([^\"\n]{1,60}?) \"(?!\S)")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find what Russian typography and careless joining leave behind."""
    text = doc.text
    if "«" in text or "»" in text:
        yield from _quotes(doc, analysis)
    if _DIALOGUE.search(text):
        for m in _DIALOGUE.finditer(text):
            quote = m.group(1) or m.group(3)
            after = f",{quote} " if text[m.start() - 1 : m.start()] not in ",.!?…" else f"{quote} "
            yield finding(DIALOGUE, doc, m.start(), m.end(), "Russian dash after a quotation", suggestions=(after,),
                          confidence=0.8, fix_confidence=0.7, evidence={"kind": "dialogue-dash"})  # fmt: skip
    tokenised = text.count(" ,") + text.count(" .") > 2 + len(text) // 400
    if not tokenised:
        yield from _spaces(doc)


def _quotes(doc: Document, analysis: Analysis) -> Iterator[Finding]:
    straight = doc.text.count('"') > 2 * (doc.text.count("“") + doc.text.count("”"))
    opening, closing = ('"', '"') if straight else ("“", "”")
    paired: set[int] = set()
    for m in _PAIR.finditer(doc.text):
        paired |= {m.start(), m.end() - 1}
        inner = m.group(1)
        if _FRENCH.search(m.group()) or not re.search(r"[A-Za-z0-9]", inner):
            continue
        edits = (Edit(m.start(), m.start() + 1, "«", opening), Edit(m.end() - 1, m.end(), "»", closing))
        yield finding(QUOTES, doc, m.start(), m.end(), "Russian quotation marks", edits=edits, confidence=0.98,
                      suggestions=(f"{opening}{inner}{closing}",), fix_confidence=0.97, evidence={"kind": "pair"})  # fmt: skip
    for m in _LONE.finditer(doc.text):
        if m.start() in paired:
            continue
        mark = opening if m.group() == "«" else closing
        yield finding(QUOTES, doc, m.start(), m.end(), "Russian quotation mark without its pair", suggestions=(mark,),
                      confidence=0.95, fix_confidence=0.92, evidence={"kind": "lone"})  # fmt: skip


def _spaces(doc: Document) -> Iterator[Finding]:
    text = doc.text
    for m in _TIME.finditer(text):
        yield finding(SPACING, doc, m.start(), m.end(), "Blank inside a time of day",
                      suggestions=(f"{m.group(1)}:{m.group(2)}",), confidence=0.95, fix_confidence=0.93)  # fmt: skip
    for m in _BEFORE.finditer(text):
        yield finding(SPACING, doc, m.start(), m.end(), "Blank before a comma", suggestions=("",),
                      confidence=0.95, fix_confidence=0.95)  # fmt: skip
    for m in _SHORT_HYPHEN.finditer(text):
        yield finding(SPACING, doc, m.start(), m.end(), "Blank before a hyphen", suggestions=("-",),
                      confidence=0.8, fix_confidence=0.6,
                      edits=(Edit(m.start(), m.end(), m.group(), "-"),) if m.group() != "-" else ())  # fmt: skip
    for m in _SPACED_QUOTE.finditer(text):
        yield finding(SPACING, doc, m.start(), m.end(), "Blanks inside quotation marks",
                      suggestions=(f'"{m.group(1)}"',), confidence=0.93, fix_confidence=0.92)  # fmt: skip
    for m in _GLUED.finditer(text):
        mark = m.group(1) or m.group(2)
        yield finding(GLUED, doc, m.start(), m.end(), "No blank after the stop", suggestions=(mark + " ",),
                      confidence=0.93, fix_confidence=0.92)  # fmt: skip
