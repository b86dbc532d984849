"""Typography: Russian quotation marks, blanks round punctuation, split times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.case import carry
from mtfix.text.english import Pos
from mtfix.text.spacing import FUNCTION_WORDS, marks, tokenised

QUOTES = Rule(
    "foreign-quotes", "locale-conventions/typography", Severity.MINOR, Applicability.SAFE,
    "Russian quotation marks «…» in an English text.",
    "English copy sets quotations in “…” (or \"…\" where the story does).",
    ("He called it «possible».", "He called it “possible”."),
    "Lines that are French, or quote French or Russian, are left alone; so is a text that uses «…» alone throughout "
    "and is not English.",
)  # fmt: skip
DIALOGUE = Rule(
    "dialogue-dash", "locale-conventions/typography", Severity.NEUTRAL, Applicability.SAFE,
    "A dash after the comma that closes a quotation, as Russian sets it: “…”, — said.",
    "English needs the comma alone.",
    ("“It may happen”, – he said.", "“It may happen”, he said."),
    "Only the dash goes; where the comma stands beside the mark is the desk's style. A dash without comma is shown.",
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
MINUS = Rule(
    "minus-for-hyphen", "locale-conventions/typography", Severity.MINOR, Applicability.SAFE,
    "A minus sign (U+2212) inside a designator.",
    "Search and spelling checks do not find An-148−100.",
    ("The An-148−100 took off.", "The An-148-100 took off."),
    "Only behind a designator that has letters; subtraction keeps its sign.",
)  # fmt: skip
RULES = (QUOTES, DIALOGUE, SPACING, GLUED, MINUS)

_PAIR = re.compile(r"«([^«»\n]{0,1500})»")
_LONE = re.compile(r"[«»]")
_FRENCH = re.compile(r"«[\u00a0\u202f]|[\u00a0\u202f]»|\b(?:les?|des?|une?|est|dans|pour|avec|qui)\b")
_DIALOGUE = re.compile(r"(?<=[”\"»])(,?)[ \u00a0]*[–—-][ \u00a0]+(?=[a-z])|(?<=[”\"»])(,)[ \u00a0]+[–—-][ \u00a0]+")
#: Behind a word that times follow: “chapter 12: 45 pages” is none.
_TIME = re.compile(
    r"(?:(?<=\bat )|(?<=\bby )|(?<=\bto )|(?<=\band )|(?<=\bfrom )|(?<=\buntil )|(?<=\btill )|(?<=\bsince )"
    r"|(?<=\bafter )|(?<=\babout )|(?<=\baround )|(?<=\bbefore )|(?<=\bbetween )|(?<=[-–]))"
    r"([01]?\d|2[0-3]): ([0-5]\d)\b(?!:)"
)
_BEFORE = re.compile(r"(?<=[^\W_]{2}) +(?=,(?:\s|$))")
_SHORT_HYPHEN = re.compile(r"(?<=[a-z]{3}) -(?=[a-z]{3})")
_GLUED = re.compile(r"(?<=[a-z]{2})([.!?])(?=[A-Z][a-z]+ [a-z])|(?<=[a-z]{2})(,)(?=[a-z]{2,} )")
_MINUS = re.compile(r"\b[A-Z][A-Za-z]{0,5}(?:-?\d+(?=−\d)|(?=−\d\d))(−)")
_APART = re.compile(r"\b([A-Za-z]{3,}s) ([‘’']) (?=[a-z])")
_DESIGNATOR = re.compile(r"(?<=[“\"«])([A-Z][a-z]+-\d[\d.]*) ([A-Z])(?=[”\"»])")
_DOMAINS = frozenset(("ru", "su", "ua", "by", "kz", "com", "net", "org", "info", "eu", "uk"))
_SPACED_QUOTE = re.compile(r"(?<!\S)\" ([^\"\n]{1,60}?) \"(?!\S)")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find what Russian typography and careless joining leave behind."""
    text = doc.text
    if "«" in text or "»" in text:
        yield from _quotes(doc, analysis)
    if any(d in text for d in ("– ", "— ", ", - ")):
        yield from _dialogue(doc, knowledge)
    if not tokenised(text):
        yield from _spaces(doc, knowledge)
        yield from _apostrophes(doc, knowledge)
    if "\u2212" in text:
        for m in _MINUS.finditer(text):
            yield finding(MINUS, doc, m.start(1), m.end(1), "A minus sign in the place of a hyphen", suggestions=("-",),
                          confidence=0.97, fix_confidence=0.96)  # fmt: skip


def _dialogue(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = doc.text
    for m in _DIALOGUE.finditer(text):
        if not m.group(1) and not m.group(2) and not _said(text, m.end(), knowledge):
            continue  # an English dash behind a quoted title
        stopped = text[m.start() - 2 : m.start() - 1] in (",", "!", "?", "…")
        comma = bool(m.group(1) or m.group(2)) or stopped
        after = " " if stopped and not m.group(1) else ", "
        # a guillemet belongs to the rule that sets English marks
        mark = "" if text[m.start() - 1] == "»" else text[m.start() - 1]
        keep = 1 if m.group().startswith(",") else 0
        start = m.start() + keep
        edit = Edit(start, m.end(), text[start : m.end()], " " if keep or stopped else ", ")
        # the dash without a comma may be an English one: “no” — a word that he
        sure = 0.93 if comma and text[m.end()].islower() else 0.6
        yield finding(DIALOGUE, doc, m.start() - len(mark), m.end(), "Russian dash after a quotation",
                      suggestions=(mark + after,),
                      edits=(edit,), confidence=sure, fix_confidence=sure,
                      evidence={"kind": "dialogue-dash"})  # fmt: skip


def _said(text: str, at: int, knowledge: Knowledge) -> bool:
    """Whether a verb of saying follows, with at most a pronoun before it."""
    words = re.findall(r"\w+", text[at : at + 40])[:2]
    return any(w in knowledge.reporting for w in words)


def _apostrophes(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """``girls ‘ behavior``: an apostrophe with a blank on both sides, alone on its line, behind a plural."""
    text = doc.text
    if not any(f" {c} " in text for c in "‘’'"):
        return
    for m in _APART.finditer(text):
        line = doc.lines[doc.line_at(m.start())].text
        if sum(line.count(f" {c} ") for c in "‘’'") != 1 or not knowledge.english.pos(m.group(1).lower()) & Pos.NOUN:
            continue
        mark = "'" if m.group(2) == "'" else "’"
        yield finding(SPACING, doc, m.start(), m.end(), "A possessive set apart", suggestions=(f"{m.group(1)}{mark} ",),
                      confidence=0.94, fix_confidence=0.93,
                      edits=(Edit(m.end(1), m.end(), text[m.end(1) : m.end()], f"{mark} "),))  # fmt: skip


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
                      suggestions=(f"{opening}{inner}{closing}",),
                      fix_confidence=0.97, evidence={"kind": "pair"})  # fmt: skip
    for m in _LONE.finditer(doc.text):
        if m.start() in paired or text_apart(doc.text, m.start()):
            continue
        mark = opening if m.group() == "«" else closing
        yield finding(QUOTES, doc, m.start(), m.end(), "Russian quotation mark without its pair", suggestions=(mark,),
                      confidence=0.95, fix_confidence=0.92, evidence={"kind": "lone"})  # fmt: skip


def _spaces(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = doc.text
    # a blank before the only mark of a text may be how the text is set: it is offered
    sure = 0.95 if not any(x in text for x in (" ,", '" ')) or marks(text)[1] else 0.6
    for m in _TIME.finditer(text) if ": " in text else ():
        yield finding(SPACING, doc, m.start(), m.end(), "Blank inside a time of day",
                      suggestions=(f"{m.group(1)}:{m.group(2)}",), confidence=0.95, fix_confidence=0.93)  # fmt: skip
    for m in _BEFORE.finditer(text) if " ," in text else ():
        yield finding(SPACING, doc, m.start(), m.end(), "Blank before a comma", suggestions=("",),
                      confidence=sure, fix_confidence=sure)  # fmt: skip
    if " -" in text:
        for m in _SHORT_HYPHEN.finditer(text):
            if (joined := _hyphen(doc, knowledge, m)) is not None:
                yield joined
    if "-" in text:
        for m in _DESIGNATOR.finditer(text):
            yield finding(SPACING, doc, m.start(), m.end(), "Blank inside a designator",
                          suggestions=(m.group(1) + m.group(2),), confidence=0.92, fix_confidence=0.91,
                          edits=(Edit(m.end(1), m.end(1) + 1, " ", ""),))  # fmt: skip
    for m in _SPACED_QUOTE.finditer(text) if '" ' in text else ():
        yield finding(SPACING, doc, m.start(), m.end(), "Blanks inside quotation marks",
                      suggestions=(f'"{m.group(1)}"',), confidence=sure, fix_confidence=sure)  # fmt: skip
    for m in _GLUED.finditer(text):
        mark = m.group(1) or m.group(2)
        head = re.search(r"\w+$", text[max(0, m.start() - 30) : m.start()])
        following = re.match(r"[A-Za-z]+", text[m.end() :])
        if mark == "." and following is not None and following.group().lower() in _DOMAINS:
            continue
        said = re.match(r"[A-Za-z]+ ([a-z]+)", text[m.end() :])
        name = mark == "." and head is not None and head.group()[0].isupper()
        if name and said is not None and said.group(1) in knowledge.reporting:
            continue  # “Kostroma.Today reported”: a site's name
        # a capitalised word and another one, a single stop between: a site's name (Kostroma.Today)
        apart = 0.6 if name else 0.93
        yield finding(GLUED, doc, m.start(), m.end(), "No blank after the stop", suggestions=(mark + " ",),
                      confidence=apart, fix_confidence=apart)  # fmt: skip


def text_apart(text: str, at: int) -> bool:
    """Whether a mark stands between blanks: an arrow of a menu, no quotation mark."""
    return text[at - 1 : at] in (" ", "") and text[at + 1 : at + 2] in (" ", "")


def _hyphen(doc: Document, knowledge: Knowledge, m: re.Match[str]) -> Finding | None:
    """The halves joined; where the whole is a calque of the termbase, its English at once."""
    head = re.search(r"\w+$", doc.text[max(0, m.start() - 30) : m.start()])
    tail = re.match(r"\w+", doc.text[m.end() : m.end() + 30])
    if head is not None and head.group().lower() in FUNCTION_WORDS:
        return None  # “with -verbose”, “Western-style and -quality”
    if head is not None and tail is not None:
        whole = f"{head.group()}-{tail.group()}"
        for a, b, term in knowledge.terms.matches(whole):
            if term.safe and (a, b) == (0, len(whole)):
                return finding(SPACING, doc, m.start() - len(head.group()), m.end() + len(tail.group()),
                               "Blank before a hyphen", suggestions=(carry(head.group()[:1], term.english[0]),),
                               confidence=0.93, fix_confidence=0.92)  # fmt: skip
    return finding(SPACING, doc, m.start(), m.end(), "Blank before a hyphen", suggestions=("-",),
                   confidence=0.93, fix_confidence=0.92)  # fmt: skip
