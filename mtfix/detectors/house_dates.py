"""Dates and percentages in another form than the house's: 22 August where AP writes Aug. 22."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.months import near_month
from mtfix.analysis.zones import Zone
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.source.russian.calendar import months

HOUSE_DATE = Rule(
    "house-date",
    "mtfix/house-style",
    Severity.NEUTRAL,
    Applicability.SAFE,
    "A date in another form than the house's: 22 August where AP writes Aug. 22 and Reuters August 22.",
    "A house writes dates in one way; a month left over from Russian beside the day is mended in passing.",
    ("They met on 22 August 2016 in Vienna.", "They met on Aug. 22, 2016, in Vienna."),
    "With `--style` alone (ap, reuters, un; here ap); ranges of days, dates in the names of streets, and dates in "
    "figures stay.",
)
PERCENT = Rule(
    "house-percent",
    "mtfix/house-style",
    Severity.NEUTRAL,
    Applicability.SAFE,
    "A percentage in another form than the house's: 5 percent where AP writes 5% and the UN 5 per cent.",
    "A house writes percentages in one way.",
    ("Prices rose by 5 percent.", "Prices rose by 5%."),
    "With `--style ap` and `--style un` alone (here ap); tables of quotations and compounds (a 5%-owned firm) stay.",
)
RULES = (HOUSE_DATE, PERCENT)

_MONTHS = tuple(m for m, _ in months())
#: AP Stylebook, “months”: with a day, those of more than five letters are abbreviated.
_AP = {m: (m[:4] if m == "September" else m[:3]) + "." if len(m) > 5 else m for m in _MONTHS}
_SHORT = {m[:3]: m for m in _MONTHS} | {"Sept": "September", "June": "June", "July": "July"}
_NAME = "|".join((*_MONTHS, *sorted(_SHORT, key=len, reverse=True)))
_ABBREVIATED = "|".join(sorted(_SHORT, key=len, reverse=True))
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY_FIRST = re.compile(
    rf"(?<![\w.,:/\-–])(?<!\d[ ]){_DAY} (?P<month>(?:{_ABBREVIATED})\.(?=,| [a-z\d])|[A-Za-z]{{3,12}}\b)"
    rf"(?:,? {_YEAR}\b)?"
)
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_NAME})\b\.? {_DAY}(?!\d|[.,:/]\d|%)(?:,? {_YEAR}\b(?P<comma>,)?)?")
#: A day before or behind it: a range or a list of days, which is left.
_RANGE_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?(?:\s*[-–—/,&]\s*|\s+(?:and|to|or|through|till|until)\s+)$")
_RANGE_AFTER = re.compile(r"\s*[-–—/]\s*\d|,?\s+(?:and|to|or|through|till|until)\s+\d{1,2}\b(?!\s+[A-Z])")
_NAMED_AFTER = re.compile(r" (?:Street|Square|Avenue|Movement|Group|Brigade|Revolution|Uprising|Agreement|Institute)\b")
#: What may follow a date; behind “August 22” anything else may be counted (August 22 people …).
_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?)\]”\"’—–\n]|(?:at|in|on|when|as|the|and|a|an|to|by|of|after|before|that|he|she|they|it|who|which|with|"
    r"from|for|this|last|next|was|were|is|are|has|had|have|will|would|said|until|near|under|about|but|or|during)\b)"
)
_PERCENT = re.compile(
    r"(?<![\w.,\-+−$€£])(?P<number>\d+(?:[.,]\d+)*)(?P<gap>[ \u00a0]?)(?P<sign>%|per ?cent\b)(?![\w\-])"
)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find dates and percentages of other houses."""
    style = knowledge.config.style
    if style in ("keep", "bgn"):
        return
    taken: list[tuple[int, int]] = []
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for m in pattern.finditer(doc.text):
            if any(lo < m.end() and m.start() < hi for lo, hi in taken):
                continue
            f = _date(doc, m, style, knowledge)
            if f is not None:
                taken.append(m.span())
                if f.text != f.suggestions[0]:
                    yield f
    if style in ("ap", "un"):
        yield from _percents(doc, analysis, style)


def _month(word: str, knowledge: Knowledge) -> tuple[str, bool]:
    """The month that a word is, and whether it is damaged; an empty string where it is none."""
    word = word.removesuffix(".")
    if word in _MONTHS or word in _SHORT:
        return _SHORT.get(word, word), False
    lower = word.lower()
    if word.islower() and word.capitalize() in _MONTHS:
        return ("", False) if lower in ("may", "march") else (word.capitalize(), True)
    if len(lower) < 4 or knowledge.english.zipf(lower) >= 2.3:
        return "", False
    near = near_month(lower)
    return (near[0], True) if near is not None and near[2] <= 1 else ("", False)


def _date(doc: Document, m: re.Match[str], style: str, knowledge: Knowledge) -> Finding | None:
    month, damaged = _month(m["month"], knowledge)
    before, after = doc.text[max(0, m.start() - 16) : m.start()], doc.text[m.end() :]
    month_first = m.start("month") < m.start("day")
    if not month or _NAMED_AFTER.match(after) or _RANGE_BEFORE.search(before):
        return None
    if month_first and not m["year"] and not (_AFTER.match(after) or _RANGE_AFTER.match(after)):
        return None
    if _RANGE_AFTER.match(after) and (style == "un" or not month_first):
        return None
    day = str(int(m["day"]))
    comma = m.groupdict().get("comma") or ""
    if style == "un":
        right = f"{day} {month}" + (f" {m['year']}" if m["year"] else "") + comma
    else:
        right = f"{_AP[month] if style == 'ap' else month} {day}" + (f", {m['year']}" if m["year"] else "")
        follows = bool(m["year"]) and re.match(r" [a-z]", after) is not None
        right += "," if comma or follows else ""
    if right.endswith(".") and after[:1] == ".":
        return None
    return finding(
        HOUSE_DATE,
        doc,
        m.start(),
        m.end(),
        f"The house writes {right.rstrip(',')}",
        suggestions=(right,),
        confidence=0.98,
        fix_confidence=0.98 if damaged else 0.95,
        evidence={"kind": "house style"},
    )


def _percents(doc: Document, analysis: Analysis, style: str) -> Iterator[Finding]:
    for m in _PERCENT.finditer(doc.text):
        right = "%" if style == "ap" else " per cent"
        if m["gap"] + m["sign"] == right or analysis.line_of(m.start()).zone is Zone.TICKER:
            continue
        if doc.text[m.end() :].lstrip()[:1].isdigit():
            continue
        start = m.start("gap")
        yield finding(
            PERCENT,
            doc,
            *m.span(),
            f"The house writes {m['number']}{right}",
            suggestions=(m["number"] + right,),
            edits=(Edit(start, m.end(), doc.text[start : m.end()], right),),
            confidence=0.97,
            fix_confidence=0.95,
            evidence={"kind": "house style"},
        )
