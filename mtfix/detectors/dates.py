"""Dates: months left over or misspelt after a day, months in lower case, doubled weekdays, 24-hour clocks with p.m."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.source.russian.calendar import months, weekdays
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin

MONTH = Rule(
    "garbled-month", "locale-conventions/date", Severity.MAJOR, Applicability.SAFE,
    "A month left in Russian, or misspelt, beside a day.",
    "A reader cannot tell the date.",
    ("on Monday, 22 Agusta", "on Monday, 22 August"),
    "Only beside a day of the month, and only where one month alone comes near; Spanish and other foreign dates in a "
    "quotation would be read as Russian ones.",
)  # fmt: skip
MONTH_CASE = Rule(
    "lower-case-month", "locale-conventions/date", Severity.MINOR, Applicability.SAFE,
    "A month or weekday in lower case.",
    "Russian writes months small; English does not.",
    ("on may 14 in Helsinki", "on May 14 in Helsinki"),
    "“may” and “march” only beside a day of the month.",
)  # fmt: skip
CLOCK = Rule(
    "clock-mixture", "locale-conventions/date", Severity.MINOR, Applicability.SAFE,
    "A 24-hour time with “p.m.”.",
    "Nineteen hours and “p.m.” say the same thing twice.",
    ("until 19 p.m. local time", "until 7 p.m. local time"),
    "Hours from 13 to 23 alone.",
)  # fmt: skip
ORDINAL = Rule(
    "ordinal-tail", "locale-conventions/date", Severity.MINOR, Applicability.SAFE,
    "A Russian ordinal's ending on a year or number: 1991-m.",
    "The ending of “1991-м” was carried over letter by letter.",
    ("in 1991-m", "in 1991"),
    "Years and decades alone; models such as Il-76-m are left.",
)  # fmt: skip
DOUBLE_DAY = Rule(
    "contradictory-weekday", "locale-conventions/date", Severity.MAJOR, Applicability.DISPLAY,
    "Two different weekdays for one date.",
    "One of them is wrong; only the source tells which.",
    ("on Monday, 29 June Friday", ""),
    "Shown, never repaired.",
)  # fmt: skip
FROM_DATE = Rule(
    "calqued-date-preposition", "locale-conventions/date", Severity.MINOR, Applicability.SAFE,
    "“With 16.03.2015” for «с 16.03.2015», from that date.",
    "Russian «с» is both “with” and “from”.",
    ("With 16.03.2015 the shop is closed.", "From 16.03.2015 the shop is closed."),
    "Only directly before a date.",
)  # fmt: skip
RULES = (MONTH, MONTH_CASE, CLOCK, ORDINAL, DOUBLE_DAY, FROM_DATE)

_DAY = re.compile(r"(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_ENGLISH = {m.lower() for m, _ in months()} | {d.lower() for d, _ in weekdays()}
_ABBREVIATED = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_PM = re.compile(r"\b(1[3-9]|2[0-3])(?::([0-5]\d))? ?(p\.? ?m\b\.?)")
_TAIL = re.compile(r"\b((?:1[89]|20)\d\d)-(?:m|go|j|y|mu|e|x|kh|h)\b")
_WITH = re.compile(r"\b([Ww])ith (?=\d{1,2}\.\d{1,2}\.\d{2,4}\b)")
_TWO_DAYS = re.compile(
    r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:\d{1,2} \w+|\w+ \d{1,2}),? (?!\1)(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find damaged dates."""
    if not any(c.isdigit() for c in doc.text):
        return
    words = doc.words
    for i, w in enumerate(words):
        if not (w.text[0].isdigit() and _DAY.fullmatch(w.text)):
            continue
        for j in (i + 1, i - 1):
            if 0 <= j < len(words) and analysis.adjacent(max(i, j)):
                f = _month(doc, analysis, knowledge, i, j)
                if f is not None:
                    yield f
    yield from _shapes(doc)


def _shapes(doc: Document) -> Iterator[Finding]:
    for m in _PM.finditer(doc.text):
        hour = f"{int(m.group(1)) - 12}{':' + m.group(2) if m.group(2) else ''} {m.group(3)}"
        yield finding(CLOCK, doc, m.start(), m.end(), "24-hour time with “p.m.”", suggestions=(hour,),
                      confidence=0.97, fix_confidence=0.95)  # fmt: skip
    for m in _TAIL.finditer(doc.text):
        yield finding(ORDINAL, doc, m.start(), m.end(), "Ending of a Russian ordinal left on a year",
                      suggestions=(m.group(1),), confidence=0.97, fix_confidence=0.96,
                      evidence={"source_word": m.group(1) + "-м"})  # fmt: skip
    for m in _TWO_DAYS.finditer(doc.text):
        yield finding(DOUBLE_DAY, doc, m.start(), m.end(), "Two weekdays for one date", confidence=0.9)
    for m in _WITH.finditer(doc.text):
        word = ("F" if m.group(1) == "W" else "f") + "rom"
        yield finding(FROM_DATE, doc, m.start(), m.start() + 4, "Russian «с» before a date means “from”",
                      suggestions=(word,), confidence=0.95, fix_confidence=0.94, evidence={"source_word": "с"})  # fmt: skip


def _month(doc: Document, analysis: Analysis, knowledge: Knowledge, day: int, at: int) -> Finding | None:
    w = doc.words[at]
    lower = w.text.lower()
    if not lower.isalpha() or len(lower) < 3:
        return None
    if lower in _ENGLISH:
        if not w.text.islower():
            return None
        # "may 14", "14 may": a modal before a number ("may 14 people leave") is followed by a noun
        nxt = analysis.after(max(day, at))
        if lower in ("may", "march") and (at < day and nxt[:1].islower() and nxt not in _AFTER_DATE):
            return None
        if at > day and lower in ("may", "march") and nxt[:1].islower() and nxt not in _AFTER_DATE:
            return None
        right = lower.capitalize()
        return finding(MONTH_CASE, doc, w.start, w.end, "Months are capitalised in English", suggestions=(right,),
                       confidence=0.97, fix_confidence=0.97)  # fmt: skip
    if lower in _ABBREVIATED or knowledge.english.zipf(lower) >= 2.3 or len(lower) < 4:
        return None
    best = near_month(lower)
    if best is None:
        return None
    month, form, distance = best
    sure = {0: 0.97, 1: 0.95, 2: 0.85}.get(distance, 0.6)
    if at < day and not analysis.doc.words[at].text[:1].isupper():
        sure -= 0.1
    return finding(
        MONTH, doc, w.start, w.end, f"Month left over from Russian: {form}, {month}", suggestions=(month,),
        confidence=sure, fix_confidence=sure, evidence={"source_word": form, "lemma": form, "kind": "date"},
    )  # fmt: skip


_AFTER_DATE = frozenset("in at the and to with for this last of from by a when until after before as during on".split())


@functools.lru_cache(maxsize=4096)
def near_month(word: str) -> tuple[str, str, int] | None:
    """The one month whose Russian or English name comes near a string: English name, Russian form, letters changed.

    >>> near_month("agusta"), near_month("sentiabria"), near_month("people")
    (('August', 'августа', 1), ('September', 'сентября', 0), None)
    """
    ranked = []
    keys = keys_of_latin(word)
    for month, forms in months():
        for form in forms:
            if form.endswith("."):
                continue
            key = key_of_cyrillic(form)
            d = min(DamerauLevenshtein.distance(k, key) for k in keys)
            ranked.append((d, month, form))
        d = DamerauLevenshtein.distance(word, month.lower())
        ranked.append((d + 0.5, month, forms[1]))
    ranked.sort()
    d, month, form = ranked[0]
    rival = next(r for r in ranked if r[1] != month)
    if d > max(0.5, len(word) / 4) or rival[0] - d < 1:
        return None
    if d >= 1 and rival[0] - d < 1.5:
        return None
    genitive = next(f[1] for m, f in months() if m == month)
    return month, form if d == int(d) else genitive, int(d)
