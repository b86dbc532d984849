"""Amounts and dates that are not those of the source text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mtfix.analysis import Analysis
from mtfix.analysis.bilingual.passages import Passage
from mtfix.analysis.bilingual.quantities import Amount, Numerals, unanswered
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.source.russian.calendar import months, weekdays

NUMBER = Rule(
    "number-unlike-source", "accuracy/mistranslation", Severity.CRITICAL, Applicability.DISPLAY,
    "A number, an order of magnitude or a percentage that the source text does not have, or one of its that is lost.",
    "The sentence reads well and says something false; nothing but the source shows it.",
    ("The fund paid out 57 million rubles.", "The fund paid out 57 billion rubles."),
    "It runs with a source text alone, and shows both sides. Notations are seen through (70,08 and 70.08, 5 тыс. and "
    "five thousand, 18:30 and 6:30 p.m., 80-е and the 1980s, полтора and one and a half); small numbers in words are "
    "looked at only where both sides have one too many, numbers in names (Covid-19) not at all.",
    source="Фонд выплатил 57 млрд рублей.",
)  # fmt: skip
DATE = Rule(
    "date-unlike-source", "accuracy/mistranslation", Severity.MAJOR, Applicability.DISPLAY,
    "Another month or weekday than the source text has.",
    "The sentence reads well and sends the reader to the wrong day.",
    ("The court will rule on June 12.", "The court will rule on July 12."),
    "It runs with a source text alone. A month or weekday that only one side has is left alone, for a translation may "
    "say “yesterday” or leave out what is known.",
    source="Суд вынесет решение 12 июля.",
)  # fmt: skip
RULES = (NUMBER, DATE)

_PERCENT_EN = re.compile(r"%|\bper ?cent|\bpct\b|\bpoints?\b|\bpp\b|\bp\.p\.", re.IGNORECASE)
_PERCENT_RU = re.compile(r"%|процент|п\.\s?п", re.IGNORECASE)
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Compare amounts, months and weekdays of every sentence with those of its source."""
    if not doc.source:
        return
    english, russian = Numerals.english(), knowledge.source_numerals
    for p in analysis.passages:
        yield from _numbers(doc, p, english, russian)
        yield from _dates(doc, p)


def _numbers(doc: Document, p: Passage, english: Numerals, russian: Numerals) -> Iterator[Finding]:
    theirs, ours = russian.amounts(p.source), english.amounts(p.english)
    if not theirs and not ours:
        return
    lost = unanswered(theirs, english.answers(p.near_english)) if theirs else []
    added = unanswered(ours, russian.answers(p.near_source)) if ours else []
    pairs, lost, added = _matched(lost, added)
    for a, b in pairs:
        shown = _written(a, b) if len(pairs) == 1 and not lost and not added else ""
        yield _number(doc, p, b, f"the source has «{a.text}», the text has “{b.text}”", 0.9, shown)
    for b in added:
        if b.digits and not b.bound:
            yield _number(doc, p, b, f"“{b.text}” has no number in the source: «{_cut(p.source)}»", 0.7)
    for a in lost:
        if a.digits and not a.bound and not pairs and not _may_go(a, p.source):
            start, end = _about(doc, p, a.start / max(1, len(p.source)))
            yield _found(NUMBER, doc, start, end, f"«{a.text}» is lost, of the source «{_cut(p.source)}»", 0.7)
    yield from _percents(doc, p, theirs, ours)


def _matched(lost: list[Amount], added: list[Amount]) -> tuple[list[tuple[Amount, Amount]], list[Amount], list[Amount]]:
    """What is lost on one side and added on the other, paired: likest magnitudes first, and what is left over.

    A scale alone (thousands of people) is no amount, and a bound number (Su-34) answers a bound one.
    """
    lost = [a for a in lost if a.exact not in _BARE or a.digits]
    added = [b for b in added if b.exact not in _BARE or b.digits]
    options = sorted(
        ((_distance(a, b), i, k) for i, a in enumerate(lost) for k, b in enumerate(added) if a.bound == b.bound),
    )
    left, right, pairs = set(range(len(lost))), set(range(len(added))), []
    for _, i, k in options:
        if i in left and k in right:
            left.discard(i)
            right.discard(k)
            pairs.append((lost[i], added[k]))
    return sorted(pairs, key=lambda x: x[1].start), [lost[i] for i in sorted(left)], [added[k] for k in sorted(right)]


_BARE = frozenset(map(Decimal, (100, 1000, 10**6, 10**9, 10**12)))


def _distance(a: Amount, b: Amount) -> tuple[int, float]:
    """Notations of one kind first, then by magnitude."""
    ratio = abs(1 - float(a.exact / b.exact)) if b.exact else 1.0
    length = abs(len(f"{a.exact:f}") - len(f"{b.exact:f}"))
    return (a.percent != b.percent) + (a.digits != b.digits), length + ratio


def _percents(doc: Document, p: Passage, theirs: list[Amount], ours: list[Amount]) -> Iterator[Finding]:
    """The same number, of per cent on one side alone."""
    for b in ours:
        same = [a for a in theirs if a.values & b.values]
        if not same or any(a.percent == b.percent for a in same) or not b.digits:
            continue
        if b.percent and not _PERCENT_RU.search(p.source):
            yield _number(doc, p, b, f"per cent in the text, «{same[0].text}» without it in the source", 0.8)
        elif not b.percent and not _PERCENT_EN.search(p.english[b.end : b.end + 60]):
            yield _number(doc, p, b, f"«{same[0].text}» is per cent in the source, and not in the text", 0.8)


def _written(a: Amount, b: Amount) -> str:
    """The source's number as the text would write it; empty where that is not plain."""
    value = a.exact
    if not (a.digits and b.digits) or len(a.values - {value}) > 1:
        return ""
    if any(w in b.text.lower() for _, w in _SCALES) or value >= 10**6:
        for size, word in _SCALES:
            if value >= size and (n := (value / size).normalize()) == round(n, 2):
                return f"{n:f} {word}"
    if value != int(value):
        return f"{value:f}"
    return f"{int(value):,}" if value >= 10_000 or ("," in b.text) else f"{int(value)}"


def _number(doc: Document, p: Passage, b: Amount, what: str, sure: float, written: str = "") -> Finding:
    return _found(NUMBER, doc, p.start + b.start, p.start + b.end, what, sure, written)


def _found(rule: Rule, doc: Document, start: int, end: int, what: str, sure: float,
           written: str = "") -> Finding:  # fmt: skip
    suggestions = (written,) if written and written != doc.text[start:end] else ()
    return finding(rule, doc, start, end, what[0].upper() + what[1:], suggestions=suggestions, confidence=sure,
                   fix_confidence=0.7 if suggestions else 0.0, evidence={"kind": "source"})  # fmt: skip


def _may_go(a: Amount, source: str) -> bool:
    """Whether a translation may do without a number: a year or a day of the month («12 июля 2015 года» may be “last
    Sunday”), and what stands in brackets."""
    if source.rfind("(", 0, a.start) > source.rfind(")", 0, a.start):
        return True
    year = 1900 <= a.exact < 2100 and a.exact == int(a.exact)
    return year or any(d.day == a.exact and d.start == a.start for d in _russian(source, "month"))


def _about(doc: Document, p: Passage, share: float) -> tuple[int, int]:
    """The word of the sentence that stands about where something is missing."""
    at = p.start + int(share * (p.end - p.start))
    i = doc.word_at(at)
    while i and (i >= len(doc.words) or doc.words[i].start >= p.end):
        i -= 1
    w = doc.words[i]
    return w.start, w.end


def _cut(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _dates(doc: Document, p: Passage) -> Iterator[Finding]:
    """Months and weekdays that one side has too many of while the other has another one."""
    for kind in ("month", "weekday"):
        theirs, ours = _russian(p.source, kind), _english(p.english, kind)
        if not theirs or not ours:
            continue
        near, known = _english(p.near_english, kind), _russian(p.near_source, kind)
        lost = [a for a in theirs if not any(a.n == b.n for b in near)]
        added = [b for b in ours if not any(b.n == a.n for a in known)]
        if not (lost and added):  # the month is elsewhere in the story: the day tells which date it belongs to
            lost = [a for a in theirs if a.day and not any((a.day, a.n) == (b.day, b.n) for b in near)]
            added = [b for b in ours if b.day and not any((b.day, b.n) == (a.day, a.n) for a in known)]
            lost = [a for a in lost if any(a.day == b.day for b in added)]
            added = [b for b in added if any(a.day == b.day for a in lost)]
        for a, b in zip(lost, added, strict=False):
            right = _names(kind)[a.n][0]
            right = right if len(b.text) > 4 or b.text == _names(kind)[b.n][0] else right[:3]
            yield _found(DATE, doc, p.start + b.start, p.start + b.end,
                         f"the source has «{a.text}», the text “{b.text}”", 0.9, written=right)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Day:
    """A month or weekday named in a text: its number, its place, and the day of the month beside it."""

    n: int
    start: int
    end: int
    text: str
    day: int = 0


def _names(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return months() if kind == "month" else weekdays()


@functools.cache
def _patterns(kind: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    """For English and for Russian: day, name, day; and which name is which."""
    number: dict[str, int] = {}
    for n, (english, russian) in enumerate(_names(kind)):
        number |= {w.rstrip("."): n for w in russian}
        number |= {english.lower(): n, english[:3].lower(): n}
        number |= {english[:4].lower(): n} if english in ("September", "Tuesday", "Thursday") else {}
    latin = "|".join(sorted((w.capitalize() for w in number if w.isascii()), key=len, reverse=True))
    cyrillic = "|".join(sorted((w for w in number if not w.isascii()), key=len, reverse=True))
    day = r"([0-9]{1,2})(?:st|nd|rd|th)?"
    return (
        re.compile(rf"(?:\b{day} (?:of )?)?\b({latin})\b(?:\.? {day}(?![0-9]|[.,:][0-9]))?"),
        re.compile(rf"(?:\b([0-9]{{1,2}})(?:-?го)? )?\b({cyrillic})\b()", re.IGNORECASE),
        number,
    )


_DOTTED = re.compile(r"(?<![0-9.])([0-9]{1,2})\.([01][0-9])(?:\.(?:[0-9]{4}|[0-9]{2}))?(?![0-9]|\.[0-9])")
#: English words that are months by their capital and place alone.
_DOUBTFUL = frozenset(("May", "March", "Mar", "Sun", "Sat", "Mon", "Wed", "Jan", "Dec", "Fri"))
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|from|last|next|this|early|late|mid|to|and|between|on)[ -]$", re.IGNORECASE
)


def _english(text: str, kind: str) -> list[_Day]:
    pattern, _, number = _patterns(kind)
    out = []
    for m in pattern.finditer(text):
        day = int(m[1] or m[3] or 0)
        if m[2] in _DOUBTFUL and not day and not _BEFORE_MONTH.search(text, max(0, m.start() - 8), m.start()):
            continue
        out.append(_Day(number[m[2].lower()], m.start(2), m.end(2), m[2], day))
    return out


def _russian(text: str, kind: str) -> list[_Day]:
    _, pattern, number = _patterns(kind)
    found = pattern.finditer(text)
    out = [_Day(number[m[2].lower()], m.start(), m.end(), m.group().strip(), int(m[1] or 0)) for m in found]
    if kind == "month":
        dotted = (m for m in _DOTTED.finditer(text) if 0 < int(m[2]) < 13 and 0 < int(m[1]) < 32)
        out += [_Day(int(m[2]) - 1, m.start(), m.end(), m.group(), int(m[1])) for m in dotted]
    return out
