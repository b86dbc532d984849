"""Capitals lost or leaked in single words: designators, countries, double names, prefixes, words taken for acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.text.case import ABBREVIATIONS
from mtfix.text.english import Pos

DESIGNATOR = Rule(
    "designator-case",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "An aircraft or weapon designator in lower case: su-24.",
    "Type names are capitalised.",
    ("two su-25 jets", "two Su-25 jets"),
    "Designators of the gazetteer's weapons and craft alone.",
)
SHOUTING = Rule(
    "leaked-capitals",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "An ordinary word in capitals in mid-sentence, taken for an acronym: during the SEARCH.",
    "Words that look like acronyms come out in capitals.",
    ("found during the SEARCH of the market", "found during the search of the market"),
    "Only a common noun after an article, in a line without other capitals, that is no acronym the tables know; "
    "a surname in capitals only where the gazetteer has it.",
)
COUNTRY = Rule(
    "lower-case-country",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "“the us dollar”: a country's letters in lower case.",
    "After an article “us” is no pronoun.",
    ("the us dollar", "the US dollar"),
    "Only after “the” and before a noun.",
)
HYPHEN = Rule(
    "half-capitalised-name",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "A double name with its first half in lower case: werdnig-Hoffmann.",
    "MT systems write words they do not know in lower case.",
    ("werdnig-Hoffmann disease", "Werdnig-Hoffmann disease"),
    "Not where the first half is an English word, a prefix or an article of another language (anti-Putin, al-Quds).",
)
PREFIX = Rule(
    "capital-prefix",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "A prefix with a capital in mid-sentence: the Pro-Russian party.",
    "Only the name after the hyphen has a capital.",
    ("the Pro-Russian party", "the pro-Russian party"),
    "Sentence starts and title-case lines are left alone.",
)
START = Rule(
    "lower-case-start",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "A sentence that begins in lower case.",
    "The capital was lost where a paragraph or a bold word stood before it.",
    ("The minutes were read. the president left.", "The minutes were read. The president left."),
    "Only articles, pronouns and prepositions behind an ordinary word and its full stop; abbreviations end nothing.",
)
RULES = (DESIGNATOR, SHOUTING, COUNTRY, HYPHEN, PREFIX, START)

#: Words that often begin a sentence, and that no abbreviation's full stop is followed by in mid-sentence.
_STARTERS = frozenset("the he she they we this these those there it his her their in at on according".split())
_LOWER = re.compile(r"(?<=[a-z]{3})\.[”\"]? ([a-z]+)(?= [\w“\"])")

_DESIGNATOR = re.compile(r"(?<![\w/.`-])([a-z]{1,4})-\d{1,4}(?:[a-zA-Z]{1,3})?\b")
_HALF = re.compile(r"(?<![\w-])([a-z]{4,})-(?=[A-Z][a-z]{3,})")
_THE_US = re.compile(r"\b[Tt]he us ([a-z]+)\b")
_PREFIXES = re.compile(r"(?<![\w-])(Pro|Anti|Ex|Non|Post|Neo|Semi|Ultra|Pan)-(?=[A-Z][a-z])")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find single words in wrong capitals."""
    for i, w in enumerate(doc.words):
        if len(w.text) >= 4 and w.text.isupper() and w.text.isalpha():
            yield from _shouting(doc, analysis, knowledge, i)
    if "-" in doc.text:
        yield from _designators(doc, knowledge)
        yield from _half(doc, knowledge)
    if "the us " in doc.text or "The us " in doc.text:
        for m in _THE_US.finditer(doc.text):
            if knowledge.english.pos(m.group(1).lower()) & Pos.NOUN:
                yield finding(
                    COUNTRY,
                    doc,
                    m.start() + 4,
                    m.start() + 6,
                    "After “the” it is the country",
                    suggestions=("US",),
                    confidence=0.96,
                    fix_confidence=0.95,
                )
    if not doc.text.islower():
        yield from _starts(doc, knowledge)
    for m in _PREFIXES.finditer(doc.text):
        i = doc.word_at(m.start())
        nxt = analysis.after(i + 1)
        proper = i + 1 < len(doc.words) and doc.words[i + 1].text.lower() in knowledge.proper_adjectives
        if proper and nxt.islower() and not analysis.initial(i) and not analysis.line_of(m.start()).title_case:
            yield finding(
                PREFIX,
                doc,
                m.start(),
                m.end() - 1,
                "A prefix takes no capital in mid-sentence",
                suggestions=(m.group(1).lower(),),
                confidence=0.9,
                fix_confidence=0.9,
            )


def _starts(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """A starter in lower case behind a full stop; the sentence before must be one, with a capital at its head."""
    for m in _LOWER.finditer(doc.text):
        if m.group(1) not in _STARTERS:
            continue
        i = doc.word_at(m.start(1))
        before = doc.words[i - 1].text
        plain = before.islower() and before.isalpha() and before not in ABBREVIATIONS and knowledge.english.pos(before)
        line = doc.lines[doc.line_at(m.start())].text
        if not plain or len(before) < 3 or not line.lstrip()[:1].isupper():
            continue
        if len(_LOWER.findall(line)) > 2:
            continue  # a writer's habit
        yield finding(
            START,
            doc,
            m.start(1),
            m.end(1),
            "A sentence begins with a capital",
            suggestions=(m.group(1).capitalize(),),
            confidence=0.92,
            fix_confidence=0.91,
        )


def _designators(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """su-24: the letters before the number, in the capitals that the gazetteer's weapons have."""
    for m in _DESIGNATOR.finditer(doc.text):
        right = knowledge.designators.get(m.group(1))
        if right is not None and doc.text.count("`", 0, m.start()) % 2 == 0:  # not in a piece of code
            yield finding(
                DESIGNATOR,
                doc,
                m.start(),
                m.end(),
                "Type designators are capitalised",
                suggestions=(right + m.group()[len(right) :],),
                confidence=0.95,
                fix_confidence=0.95,
            )


def _half(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    for m in _HALF.finditer(doc.text):
        first = m.group(1)
        e = knowledge.english
        if e.zipf(first) >= 2.6 or e.pos(first):
            continue
        yield finding(
            HYPHEN,
            doc,
            m.start(1),
            m.end(1),
            "The first half of a double name",
            suggestions=(first.capitalize(),),
            confidence=0.92,
            fix_confidence=0.92,
        )


def _shouting(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Iterator[Finding]:
    w = doc.words[i]
    lower = w.text.lower()
    before, after = analysis.before(i), analysis.after(i)
    known = knowledge.gazetteer.by_surname(lower)
    if (
        known
        and before.islower()
        and before
        and not doc.words[i - 1].text.isupper()
        and not knowledge.is_acronym(w.text)
    ):
        if (
            len(lower) >= 5
            and not knowledge.english.pos(lower)
            and knowledge.english.zipf(lower) < 3
            and (after == "" or after.islower())
        ):
            yield finding(
                SHOUTING,
                doc,
                w.start,
                w.end,
                "A surname in capitals",
                suggestions=(w.text.capitalize(),),
                confidence=0.92,
                fix_confidence=0.92,
                evidence={"entity": known[0].id},
            )
        return
    if not before or before not in ("the", "a", "an", "this") or not (after == "" or after.islower()):
        return
    e = knowledge.english
    if e.zipf(lower) < 4.0 or not e.pos(lower) & Pos.NOUN or knowledge.is_acronym(w.text):
        return
    line = analysis.line_of(w.start).line.text
    if after and e.pos(after) & Pos.NOUN:
        return  # "the SEAL team": the capitals name something
    if sum(x.isupper() and len(x) > 2 for x in re.findall(r"\w+", line)) > 3:
        return
    yield finding(
        SHOUTING,
        doc,
        w.start,
        w.end,
        "An ordinary word in capitals",
        suggestions=(lower,),
        confidence=0.91,
        fix_confidence=0.91,
    )
