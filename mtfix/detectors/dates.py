"""Dates: months left over or misspelt after a day, months in lower case, doubled weekdays, 24-hour clocks with p.m."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.months import near_month
from mtfix.document import WORD, Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.source.russian.calendar import months, weekdays

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
    "A Russian ordinal's ending or word on a year or day: 1991-m, in 2014 year, 24-th.",
    "The ending of “1991-м” was carried over letter by letter, and «год» stands behind the number.",
    ("in 1991-m", "in 1991"),
    "Years, decades and days of a month alone; models such as Il-76-m are left, and “2014 year-end”.",
)  # fmt: skip
DOUBLE_DAY = Rule(
    "contradictory-weekday", "locale-conventions/date", Severity.MAJOR, Applicability.SAFE,
    "Two weekdays for one date.",
    "The same one twice is a slip; of two different ones, one is wrong.",
    ("on Monday, 29 June Monday", "on Monday, 29 June"),
    "The same weekday twice is mended; two different ones are shown, and where the text names one year, the one that "
    "the calendar gives is named.",
)  # fmt: skip
LOST_MONTH = Rule(
    "lost-month", "locale-conventions/date", Severity.MAJOR, Applicability.DISPLAY,
    "A day and a year without the month between: 30, 2015.",
    "The month was taken for the end of the sentence before.",
    ("The plane stands at the airport of Ankara. 30, 2015, the caption said.", ""),
    "Shown, never repaired: the month is lost.",
)  # fmt: skip
TENS = Rule(
    "calqued-tens", "locale-conventions/date", Severity.MINOR, Applicability.SAFE,
    "“In the 20’s of December” for «в 20-х числах декабря».",
    "Russian counts a month in tens of days; English says early, mid- or late.",
    ("The court will sit in the 20’s of December.", "The court will sit in late December."),
    "Only the tens before “of” and a month.",
)  # fmt: skip
FROM_DATE = Rule(
    "calqued-date-preposition", "locale-conventions/date", Severity.MINOR, Applicability.SAFE,
    "“With 16.03.2015” for «с 16.03.2015», from that date.",
    "Russian «с» is both “with” and “from”.",
    ("With 16.03.2015 the shop is closed.", "From 16.03.2015 the shop is closed."),
    "At the head of a sentence, directly before a date; elsewhere it is offered, since English verbs take “with” too.",
)  # fmt: skip
RULES = (MONTH, MONTH_CASE, CLOCK, ORDINAL, DOUBLE_DAY, FROM_DATE, LOST_MONTH, TENS)

_DAY = re.compile(r"(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_ENGLISH = {m.lower() for m, _ in months()} | {d.lower() for d, _ in weekdays()}
_WEEKDAYS = frozenset(d.lower() for d, _ in weekdays())
_ABBREVIATED = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_PM = re.compile(r"(?<!\d:)\b(1[3-9]|2[0-3])(?::([0-5]\d))? ?(p\.? ?m\b\.?)")
_TAIL = re.compile(r"\b((?:1[89]|20)\d\d)-(m|go|j|y|mu|e|x|kh|h|mi)\b")
_DECADE = re.compile(r"\b((?:1[89]|20)?\d0)-(s|ies|ees)\b")
_DAY_TAIL = re.compile(r"\b([12]?\d|3[01])-(st|nd|rd|th)\b(?!-| [a-z]+-)")
_YEAR_WORD = re.compile(
    r"\b([Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|of|from|to|for|[Dd]uring) ((?:19|20)\d\d)(?:th)?( year)\b"
    r"(?![ -](?:on|over|end|to|old|long|ago)|[’'-])"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WITH = re.compile(
    rf"\b([Ww])ith (?=\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}\b|\d{{1,2}} (?:{_MONTHS})\b|(?:{_MONTHS}) \d{{1,2}}\b)"
)
_TWO_DAYS = re.compile(
    rf"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(,? (?:(\d{{1,2}}) ({_MONTHS})|({_MONTHS}) (\d{{1,2}})))"
    rf"(,? (?:on )?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))\b(?!,? (?:\d|{_MONTHS}))"
)
_SAME_DAY = re.compile(
    rf"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),? (?:on )?\1(?=,? (?:\d{{1,2}}\b|{_MONTHS}))"
)
_NO_MONTH = re.compile(
    r"(?:(?<=[.!?] )|(?<=\n)|^|(?<=\bon )|(?<=\bdated )"
    r"|(?<=\([A-Z][a-z]{2}, )|(?<=\([A-Z][a-z]{3}, )|(?<=\([A-Z][a-z]{4}, ))"
    r"((?:[1-9]|[12]\d|3[01]), (?:19|20)\d\d)(?=[.,;:)\n]|$| [a-z])"
)
_FIRST = re.compile(
    rf"\b([Ii]n|[Aa]t|[Oo]n) (?:the )?(first|early|last|middle) (?:numbers|figures|dates) of (the )?({_MONTHS})\b"
)
_TENS = re.compile(rf"\bin the ([12]0)(?:(?:[’'‘]?s|-x|-kh)(?: numbers)?|th numbers) of ({_MONTHS})\b")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find damaged dates."""
    yield from _days_small(doc)
    if " of " in doc.text:
        yield from _first_numbers(doc)
    if "day" in doc.text:
        yield from _day_twice(doc)
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


def _first_numbers(doc: Document) -> Iterator[Finding]:
    """``in the first numbers of March``: «в первых числах»."""
    text = doc.text
    for m in _FIRST.finditer(text):
        when = {"first": "early ", "early": "early ", "last": "late ", "middle": "mid-"}[m.group(2)]
        yield finding(TENS, doc, *m.span(), "Russian speaks of the numbers of a month", confidence=0.95,
                      suggestions=(f"{'I' if m.group(1)[0].isupper() else 'i'}n {when}{m.group(4)}",),
                      fix_confidence=0.93, evidence={"source_word": "числах"})  # fmt: skip


def _day_twice(doc: Document) -> Iterator[Finding]:
    """``on Monday, Monday 5 June``: the same weekday twice before its date."""
    for m in _SAME_DAY.finditer(doc.text):
        yield finding(DOUBLE_DAY, doc, m.start(1), m.end(), "The weekday stands twice", confidence=0.95,
                      suggestions=(m.group(1),), fix_confidence=0.93,
                      edits=(Edit(m.end(1), m.end(), doc.text[m.end(1) : m.end()], ""),))  # fmt: skip


def _days_small(doc: Document) -> Iterator[Finding]:
    """Weekdays in lower case, in a text that has capitals elsewhere."""
    small = _WEEKDAYS & doc.types
    if not small or doc.text.islower():
        return
    for w in doc.words:
        if w.text in small and doc.text[w.start - 1 : w.start] not in ("@", "/", "#", ".", "-", "_"):
            yield finding(MONTH_CASE, doc, w.start, w.end, "Weekdays are capitalised in English", confidence=0.97,
                          suggestions=(w.text.capitalize(),), fix_confidence=0.96)  # fmt: skip


def _shapes(doc: Document) -> Iterator[Finding]:
    text = doc.text
    for m in _PM.finditer(text) if "m" in text else ():
        hour = f"{int(m.group(1)) - 12}{':' + m.group(2) if m.group(2) else ''} {m.group(3)}"
        yield finding(CLOCK, doc, m.start(), m.end(), "24-hour time with “p.m.”", suggestions=(hour,),
                      confidence=0.97, fix_confidence=0.95)  # fmt: skip
    for m in _TAIL.finditer(text) if "-" in text else ():
        article = re.search(r"\b(?:the|a)\s$", text[max(0, m.start() - 4) : m.start()], re.I)
        if m.group(2) == "m" and article and re.match(r" [a-z]+", text[m.end() :]):
            continue  # metres: the 2000-m steeplechase
        # «в 1980-х», «1990-е»: a decade is plural
        decade = article and m.group(1).endswith("0") and m.group(2) in ("e", "x", "kh", "h", "mi")
        yield finding(ORDINAL, doc, m.start(), m.end(), "Ending of a Russian ordinal left on a year",
                      suggestions=(m.group(1) + ("s" if decade else ""),), confidence=0.97, fix_confidence=0.96,
                      evidence={"source_word": m.group(1) + "-м"})  # fmt: skip
    for m in _DECADE.finditer(text) if "-" in text else ():
        yield finding(ORDINAL, doc, m.start(), m.end(), "A decade takes no hyphen", suggestions=(f"{m.group(1)}s",),
                      confidence=0.95, fix_confidence=0.93, evidence={"source_word": f"{m.group(1)}-е"})  # fmt: skip
    for m in _DAY_TAIL.finditer(text) if "-" in text else ():
        yield finding(ORDINAL, doc, m.start(), m.end(), "An ordinal takes no hyphen", confidence=0.93,
                      suggestions=(m.group(1) + m.group(2),), fix_confidence=0.91)  # fmt: skip
    for m in _YEAR_WORD.finditer(text) if " year" in text else ():
        yield finding(ORDINAL, doc, m.start(2), m.end(3), "«год» stands behind the number in Russian alone",
                      suggestions=(m.group(2),), edits=(Edit(m.end(2), m.end(3), text[m.end(2) : m.end(3)], ""),),
                      confidence=0.93, fix_confidence=0.92, evidence={"source_word": "год"})  # fmt: skip
    if "day" in text:
        yield from _two_days(doc)
    for m in _WITH.finditer(text) if "ith " in text else ():
        yield _with(doc, m)
    for m in _NO_MONTH.finditer(text) if ", 20" in text or ", 19" in text else ():
        before = WORD.findall(text[max(0, m.start() - 12) : m.start()])
        if not before or before[-1].lower() not in _ABBREVIATED:
            yield finding(LOST_MONTH, doc, m.start(1), m.end(1), "The month of this date is lost", confidence=0.85)
    for m in _TENS.finditer(text) if "of" in text else ():
        # числа 10-е are the 10th to the 19th, 20-е the 20th to the end
        when, day = ("mid-", "10") if m.group(1) == "10" else ("late ", "20")
        yield finding(TENS, doc, *m.span(), "Russian counts a month in tens of days", confidence=0.97,
                      suggestions=(f"in {when}{m.group(2)}", f"after {day} {m.group(2)}"), fix_confidence=0.95,
                      evidence={"source_word": f"{m.group(1)}-х числах"})  # fmt: skip


#: Words that English completes with “with”.
_TAKES_WITH = re.compile(
    r"(?:coincid|clash|compar|overlap|agree|along|deal|begin|start|end|line|connection|accordance|keeping|contact|ship)",
    re.I,
)


def _with(doc: Document, m: re.Match[str]) -> Finding:
    """Sure at the head of a sentence, and before a date in figures alone; elsewhere a verb may ask for “with”."""
    word = ("F" if m.group(1) == "W" else "f") + "rom"
    before = WORD.findall(doc.text[max(0, m.start() - 20) : m.start()])
    verb = bool(before) and _TAKES_WITH.match(before[-1])
    year = re.match(r"\d+\.\d+\.(\d+)", doc.text[m.end() :])
    sure = 0.94 if m.group(1) == "W" else 0.2 if verb or (year and len(year.group(1)) < 4) else 0.92 if year else 0.75
    return finding(FROM_DATE, doc, m.start(), m.start() + 4, "Russian «с» before a date means “from”",
                   suggestions=(word,), confidence=sure, fix_confidence=sure,
                   evidence={"source_word": "с"})  # fmt: skip


def _two_days(doc: Document) -> Iterator[Finding]:
    for m in _TWO_DAYS.finditer(doc.text):
        first, second = m.group(1), m.group(8)
        if first == second:
            yield finding(DOUBLE_DAY, doc, m.start(), m.end(), "The weekday stands twice", confidence=0.97,
                          suggestions=(first + m.group(2),), fix_confidence=0.95,
                          edits=(Edit(m.start(7), m.end(7), m.group(7), ""),))  # fmt: skip
            continue
        day, month = m.group(3) or m.group(6), m.group(4) or m.group(5)
        years = {int(y) for y in re.findall(r"\b((?:19|20)\d\d)\b", doc.text)}
        right = _weekday(years.pop(), month, int(day)) if len(years) == 1 else None
        named = right if right in (first, second) else None
        yield finding(DOUBLE_DAY, doc, m.start(), m.end(), "Two weekdays for one date", confidence=0.9,
                      suggestions=((named or first) + m.group(2),), fix_confidence=0.85 if named else 0.6)  # fmt: skip


def _weekday(year: int, month: str, day: int) -> str | None:
    number = next(n for n, (name, _) in enumerate(months(), 1) if name == month)
    try:
        return weekdays()[datetime.date(year, number, day).weekday()][0]
    except ValueError:
        return None


def _month(doc: Document, analysis: Analysis, knowledge: Knowledge, day: int, at: int) -> Finding | None:
    w = doc.words[at]
    lower = w.text.lower()
    if not lower.isalpha() or len(lower) < 3:
        return None
    if lower in _ENGLISH:
        if not w.text.islower() or lower in _WEEKDAYS:
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
    if lower in _ABBREVIATED or len(lower) < 4:
        return None
    known = knowledge.english.zipf(lower) >= 2.3
    if known:
        # a name or word of its own (Maya): only behind a day, letter for letter, with nothing behind that it names
        nxt = analysis.after(at)
        if at < day or w.text.islower() or (nxt and nxt not in _AFTER_DATE):
            return None
    best = near_month(lower)
    if best is None or (known and best[2]):
        return None
    month, form, distance = best
    sure = {0: 0.97, 1: 0.95, 2: 0.85}.get(distance, 0.6)
    if at < day and not analysis.doc.words[at].text[:1].isupper():
        sure -= 0.1
    return finding(
        MONTH, doc, w.start, w.end, f"Month left over from Russian: {form}, {month}", suggestions=(month,),
        confidence=sure, fix_confidence=sure, evidence={"source_word": form, "lemma": form, "kind": "date"},
    )  # fmt: skip


_AFTER_DATE = frozenset(
    "in at the and to with for this last of from by a when until after before as during on".split()
)
