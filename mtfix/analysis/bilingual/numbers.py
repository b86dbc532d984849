"""Numbers of a sentence, whatever the notation: 70,08 is 70.08, 5 тыс. is 5,000, 6 p.m. is 18:00."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

_BLANK = " \u00a0\u202f\u2009"
#: A number, or a date in digits: three alternatives, tried in this order.
_NUMBER = re.compile(
    rf"(?<![0-9])(?:(?P<date>[0-9]{{1,2}}\.[0-9]{{1,2}}\.(?:[0-9]{{4}}|[0-9]{{2}}))(?![0-9])"
    rf"|(?P<grouped>[0-9]{{1,3}}(?:[{_BLANK}'’][0-9]{{3}})+(?![0-9])|[0-9]{{1,3}}(?:,[0-9]{{3}}){{2,}}(?![0-9]))"
    r"(?P<rest>[.,][0-9]+)?"
    r"|(?P<plain>[0-9]+)(?:(?P<mark>[.,:])(?P<tail>[0-9]+))?)"
)
#: Words of scale that may follow a number, with their power of ten: English, then Russian.
_SCALES = {
    "thousand": 3, "million": 6, "mln": 6, "billion": 9, "bln": 9, "bn": 9, "trillion": 12, "trln": 12, "tln": 12,
    "тыс": 3, "млн": 6, "миллион": 6, "млрд": 9, "миллиард": 9, "трлн": 12, "триллион": 12,
}  # fmt: skip
_SCALE = re.compile(rf"[{_BLANK}-]?({'|'.join(sorted(_SCALES, key=len, reverse=True))})", re.IGNORECASE)
_PM = re.compile(rf"[{_BLANK}]?p\.?{_BLANK[0]}?m\b", re.IGNORECASE)
_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
_WORDS = {w: n for n, w in enumerate(_UNITS)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_WORDS |= {w: n for n, w in enumerate(_ORDINALS)} | {w + "th": n for n, w in enumerate(_UNITS) if n > 12}
_WORDS |= {w[:-1] + "ieth": 10 * n for n, w in enumerate(_TENS, 2)}
_WORDS |= {"a": 1, "once": 1, "twice": 2, "both": 2, "dozen": 12, "hundred": 100}
_SPELT = re.compile(rf"\b({'|'.join(_WORDS)})(?:[- ]({'|'.join(_UNITS[1:10] + _ORDINALS[1:10])}))?\b", re.IGNORECASE)


def numbers(text: str, decimal_comma: bool = False) -> Counter[Decimal]:
    """The numbers that a text holds in digits, with how often; signs and units are not looked at.

    A date in digits counts without its month, which the other language writes as a word.

    Args:
        text: a sentence.
        decimal_comma: a comma before three digits is a decimal one (Russian), not one of thousands (English).

    >>> numbers("70,08") == numbers("70.08"), numbers("1 200 000") == numbers("1,200,000") == numbers("1.2 million")
    (True, True)
    >>> sorted(map(float, numbers("On 22.08.2015 at 6:30 p.m., 1,500 people")))
    [18.3, 22.0, 1500.0, 2015.0]
    """
    found: Counter[Decimal] = Counter()
    for m in _NUMBER.finditer(text):
        if m["date"]:
            day, _, year = m["date"].split(".")
            found.update((Decimal(day).normalize(), Decimal(year).normalize()))
            continue
        value = _value(m, decimal_comma)
        if scale := _SCALE.match(text, m.end()):
            value = value.scaleb(_SCALES[scale[1].lower()])
        elif value < 12 and _PM.match(text, m.end()):
            value += 12
        found[value.normalize()] += 1
    return found


def _value(m: re.Match[str], decimal_comma: bool) -> Decimal:
    if m["grouped"]:
        return Decimal(re.sub(r"[^0-9]", "", m["grouped"]) + (m["rest"] or "").replace(",", "."))
    head, mark, tail = m["plain"], m["mark"], m["tail"]
    if mark is None:
        return Decimal(head)
    if mark == "," and len(tail) == 3 and len(head) <= 3 and head != "0" and not decimal_comma:
        return Decimal(head + tail)
    return Decimal(f"{head}.{tail}")


def spelt(text: str) -> set[Decimal]:
    """The numbers that an English text holds in words.

    >>> sorted(map(int, spelt("Twenty-two of the two million, for the third time")))
    [2, 3, 20, 22, 2000000]
    """
    found: set[Decimal] = set()
    for m in _SPELT.finditer(text):
        value = _WORDS[m[1].lower()]
        found.add(Decimal(value).normalize())
        if m[2]:
            unit = _WORDS[m[2].lower()]
            found.add(Decimal(unit).normalize())
            if value % 10 == 0 and 20 <= value < 100:
                found.add(Decimal(value := value + unit).normalize())
        if scale := _SCALE.match(text, m.end()):
            found.add(Decimal(value).scaleb(_SCALES[scale[1].lower()]).normalize())
    return found


def difference(source: str, old: str, new: str, decimal_comma: bool = True) -> tuple[list[str], list[str]]:
    """The numbers that a new translation loses, and those that it adds, measured by the source and the old one.

    It may write in words what they have in digits, and the other way round. A new sentence with just the numbers of
    the source, or just those of the old sentence, is right in any case: the notations differ in ways not known here
    (80-е and the 1980s).

    Args:
        source: the source sentence.
        old: its old translation.
        new: its new one.
        decimal_comma: the source language writes decimals with a comma.

    >>> difference("за 70,08 рубля", "for 70.08 rubles", "for 70 rubles")
    (['70.08'], ['70'])
    >>> difference("через 2 года", "in 2 years", "in two years")
    ([], [])
    """
    s, o, n = numbers(source, decimal_comma), numbers(old), numbers(new)
    if n in (s, o):
        return [], []
    in_new, in_old = spelt(new), spelt(old)
    least = {x: min(s[x], o[x]) or 1 for x in s | o}
    lost = [x for x, many in least.items() if n[x] < many and x not in in_new]
    added = [x for x, many in n.items() if many > max(s[x], o[x]) and x not in in_old]
    return [f"{x:f}" for x in sorted(lost)], [f"{x:f}" for x in sorted(added)]
