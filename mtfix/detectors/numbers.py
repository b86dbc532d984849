"""Numbers, units and currencies: Russian decimal commas, signs set twice, abbreviations whose stop ended a sentence.

A number's digits are never changed, only what stands between and beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.money import MULTIPLIERS, Money
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.spacing import FUNCTION_WORDS

COMMA = Rule(
    "decimal-comma", "locale-conventions/number", Severity.MAJOR, Applicability.SAFE,
    "A decimal comma, as Russian sets it.",
    "English reads a comma in a number as one between thousands.",
    ("The dollar fell to 71,73 rubles.", "The dollar fell to 71.73 rubles."),
    "Only beside a currency, a measure or a multiplier; three digits after the comma may be thousands and stay.",
)  # fmt: skip
CURRENCY = Rule(
    "currency-twice", "locale-conventions/currency", Severity.MAJOR, Applicability.SAFE,
    "An amount with two marks of currency: $USD 44.7, $ 66,105 RUB.",
    "The reader cannot tell what the sum is counted in.",
    ("Oil fell to $USD 44.7 in London.", "Oil fell to $44.7 in London."),
    "Where sign and code name two currencies, the one beside the blank is only thought to be the stray one: offered.",
)  # fmt: skip
UNIT = Rule(
    "calqued-unit", "locale-conventions/number", Severity.MINOR, Applicability.SAFE,
    "A unit in a form that English does not use after a number: rbl., of the ruble, percents, milliards, for barrel.",
    "Russian declines the unit after a number and abbreviates it; the form was carried over.",
    ("He paid 66 million rbl. and left.", "He paid 66 million rubles and left."),
    "The number stays as it is; “5 millions” is mended, “the millions” is not.",
)  # fmt: skip
STOP = Rule(
    "abbreviation-stop", "locale-conventions/punctuation", Severity.MINOR, Applicability.SAFE,
    "A sentence's end lost or doubled at an abbreviated unit.",
    "The full stop of «руб.» was taken for the sentence's, or the sentence's for the abbreviation's.",
    ("By noon the euro fell to RUB 70.08 So cheap it has never been.",
     "By noon the euro fell to RUB 70.08. So cheap it has never been."),
    "Only directly after an amount, and before a word that begins sentences.",
)  # fmt: skip
SELF = Rule(
    "currency-per-itself", "accuracy/mistranslation", Severity.MAJOR, Applicability.UNSAFE,
    "A price in a currency per unit of the same currency: $84 per dollar.",
    "No such price exists: the unit of what is sold was lost, most often a barrel.",
    ("Oil costs $84 per dollar.", "Oil costs $84 per barrel."),
    "Offered only, and with a unit only where the story speaks of oil.",
)  # fmt: skip
RULES = (COMMA, CURRENCY, UNIT, STOP, SELF)

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?")
_LEFT = re.compile(r"(?:([$€£₽₴]) ?)?(?:\b([A-Z]{3})(\.)? ?)?$|([$€£₽₴]) $")
_RIGHT = re.compile(r"([ \u00a0]?%|[ \u00a0-](?:of the )?([^\W\d_]+))")
_MARK = re.compile(r"(?:[ \u00a0](?:thousand|million|billion|trillion))?[ \u00a0]([^\W\d_]{2,5})\b(\.?)(?![\w.])")
_UNIT_STOP = re.compile(r"\b([^\W\d_]+)\.,(\s+)([a-z])")
_UNIT_GLUED = re.compile(r"\b([^\W\d_]+)\.([a-z]+)\b(?![.\w/])")
_OIL = frozenset("oil crude brent wti barrel barrels opec petroleum urals".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find numbers, units and currencies in foreign dress."""
    text = doc.text
    if ".," in text or analysis.lower_types & _CURRENCIES:
        yield from _stops(doc)
    done = -1
    for w in doc.words:
        if w.start < done or not w.text[0].isdigit():
            continue
        m = _NUMBER.match(text, w.start)
        if m is None or (m.end() < len(text) and (text[m.end()].isalpha() or _chained(text, m))):
            continue
        done = m.end()
        yield from _amount(doc, analysis, m)


_CURRENCIES = frozenset(("rubles", "roubles", "dollars", "euros", "kopecks", "hryvnias"))


def _chained(text: str, m: re.Match[str]) -> bool:
    """Whether the digits are part of a longer chain: 1,2,3 or 10.2.15 or 3,4-5."""
    return re.match(r"[.,:/-]\d", text[m.end() : m.end() + 2]) is not None or text[m.start() - 1 : m.start()] in (
        ",",
        ".",
        "-",
        "/",
    )


def _amount(doc: Document, analysis: Analysis, m: re.Match[str]) -> Iterator[Finding]:
    text = doc.text
    left = _LEFT.search(text, max(0, m.start() - 7), m.start())
    sign = (left and (left.group(1) or left.group(4))) or ""
    code = (left and left.group(2)) or ""
    right = _RIGHT.match(text, m.end())
    if not (sign or code or right):
        return
    money = Money.load()
    code = code if code in money.codes else ""
    if (f := _displaced(doc, money, m, sign)) is not None:
        yield f
        return
    beside = bool(sign or code or (right and (right.group(2) is None or _unit_word(money, right.group(2)))))
    if "," in m.group() and beside and _is_decimal(m.group()):
        at = m.start() + m.group().index(",")
        yield finding(COMMA, doc, *m.span(), "Decimal comma", suggestions=(m.group().replace(",", "."),),
                      edits=(Edit(at, at + 1, ",", "."),), confidence=0.96, fix_confidence=0.95)  # fmt: skip
    if left is not None and sign and code:
        yield from _twice(doc, money, left, m)
    elif code and left is not None and left.group(3) and code in money.marks.values():
        at = left.end(3) - 1
        yield finding(UNIT, doc, left.start(2), left.end(3), "A code takes no full stop", suggestions=(code,),
                      edits=(Edit(at, at + 1, ".", ""),), confidence=0.95, fix_confidence=0.94)  # fmt: skip
    yield from _after(doc, analysis, money, m, sign, code)


def _unit_word(money: Money, word: str) -> bool:
    lower = word.lower()
    return money.is_unit(lower) or lower in money.marks or word in money.codes


def _is_decimal(number: str) -> bool:
    whole, _, rest = number.partition(",")
    return "." not in number and rest.isdigit() and len(rest) != 3 and len(rest) < 6 and len(whole) <= 3


def _displaced(doc: Document, money: Money, m: re.Match[str], sign: str) -> Finding | None:
    """``$ 66,105 RUB``: a sign before the number, and another currency's code behind it."""
    after = re.match(r"[ \u00a0]([A-Z]{3})\b", doc.text[m.end() : m.end() + 5])
    if not sign or after is None or money.codes.get(after.group(1)) in (None, money.codes.get(sign)):
        return None
    start, end = m.start() - 1, m.end() + after.end()
    if doc.text[start] == " ":
        start -= 1
    number = m.group()
    # With one comma the number may be a rate with its Russian decimal comma; an offer shows it so.
    shown = number.replace(",", ".") if number.count(",") == 1 and "." not in number else number
    noun = money.noun(money.codes[after.group(1)], doc.text)
    return finding(CURRENCY, doc, start, end, "Two currencies for one number", confidence=0.9, fix_confidence=0.7,
                   suggestions=(f"{shown} {noun}", f"{number} {noun}", f"{sign}{number}"))  # fmt: skip


def _twice(doc: Document, money: Money, left: re.Match[str], m: re.Match[str]) -> Iterator[Finding]:
    sign, code = left.group(1), left.group(2)
    same = money.codes.get(sign) == money.codes.get(code)
    if not sign or not same:
        return
    end = m.start()
    yield finding(CURRENCY, doc, left.start(1), end, "Sign and code of one currency", suggestions=(sign,),
                  edits=(Edit(left.end(1), end, doc.text[left.end(1) : end], ""),),
                  confidence=0.96, fix_confidence=0.95)  # fmt: skip


def _after(
    doc: Document, analysis: Analysis, money: Money, m: re.Match[str], sign: str, code: str
) -> Iterator[Finding]:
    """What stands behind the number: an abbreviated, declined or plural unit, a lost stop, a price per itself."""
    text, end = doc.text, m.end()
    if (mark := _MARK.match(text, end)) is not None and mark.group(1).lower() in money.marks:
        # a code may stand behind a sum; two letters alone may be an engine's or a road's
        several = mark.group().lstrip().count(" ") > 0
        bare = not mark.group(2) and (
            (mark.group(1).isupper() and len(mark.group(1)) == 3) or (len(mark.group(1)) < 3 and not several)
        )
        if not bare:
            yield _mark(doc, money, mark)
        return
    if text[end : end + 1] not in (" ", "\u00a0"):
        return
    words = text[end + 1 : end + 60].split(" ", 4)
    first = words[0].rstrip('.,;:!?)”"»')
    noun = words[2].rstrip('.,;:!?)”"»') if len(words) > 2 else ""
    if first == "of" and words[1:2] == ["the"] and re.search(r"[.,]", m.group()) and noun in money.plural:
        stop = end + len(" of the ") + len(noun)
        yield finding(UNIT, doc, end + 1, stop, "Russian sets the unit after a fraction in the genitive: “of the”",
                      suggestions=(money.plural[noun],), confidence=0.96, fix_confidence=0.95)  # fmt: skip
    elif first == "percents":
        yield finding(UNIT, doc, end + 1, end + 9, "“percent” has no plural after a number", suggestions=("percent",),
                      confidence=0.96, fix_confidence=0.95)  # fmt: skip
    elif first in ("milliard", "milliards"):
        of = len(words) > 2 and words[1] == "of" and words[2].rstrip(".,;:") in money.singular
        yield finding(UNIT, doc, end + 1, end + 1 + len(first) + (3 if of else 0), "Milliard is billion in English",
                      suggestions=("billion",), confidence=0.97, fix_confidence=0.95,
                      evidence={"source_word": "миллиард", "lemma": "миллиард"})  # fmt: skip
    elif first[:-1] in MULTIPLIERS and first.endswith("s") and first == words[0]:
        of = len(words) > 2 and words[1] == "of" and words[2].rstrip(".,;:") in money.singular
        stop = end + 1 + len(first) + (3 if of else 0)
        yield finding(UNIT, doc, end + 1, stop, "A multiplier stays singular after a number",
                      suggestions=(first[:-1],), confidence=0.92, fix_confidence=0.92 if of else 0.8)  # fmt: skip
    elif (sign or code) and first == "for" and len(words) > 1 and words[1].rstrip(".,;:") in money.traded:
        yield finding(UNIT, doc, end + 1, end + 4, "A price is “per” barrel", suggestions=("per", "a"),
                      confidence=0.95, fix_confidence=0.94, evidence={"source_word": "за"})  # fmt: skip
    elif (sign or code) and first == "per" and len(words) > 1:
        other = words[1].rstrip(".,;:")
        if money.currency.get(other) == money.codes.get(sign or code) and words[2:3] != ["of"]:
            yield _itself(doc, analysis, end + 1 + 4, other)
    if code and first == words[0] and first[:1].isupper() and first.lower() in FUNCTION_WORDS | _STARTERS:
        yield finding(STOP, doc, end, end + 1 + len(first), "The sentence's full stop was lost at the currency",
                      suggestions=(f". {first}",), edits=(Edit(end, end + 1, text[end], ". "),),
                      confidence=0.94, fix_confidence=0.93)  # fmt: skip


_STARTERS = frozenset(
    "so however meanwhile earlier also now then but and according recall today yesterday".split()
)


def _mark(doc: Document, money: Money, mark: re.Match[str]) -> Finding:
    """``66 million rbl.``: the noun; the stop stays where it ends the sentence too."""
    text = doc.text
    noun = money.noun(money.marks[mark.group(1).lower()], text)
    rest = text[mark.end() :]
    ends = bool(mark.group(2)) and re.match(r"[”\"»’')]*(?:\s*$|\s*[\r\n]|\s+[“\"«(]?[A-ZА-Я])", rest) is not None
    after = noun + ("." if ends else "")
    return finding(UNIT, doc, mark.start(1), mark.end(), "Abbreviated currency", suggestions=(after,),
                   confidence=0.96, fix_confidence=0.94, evidence={"source_word": "руб."})  # fmt: skip


def _itself(doc: Document, analysis: Analysis, start: int, word: str) -> Finding:
    oil = bool(analysis.lower_types & _OIL)
    return finding(SELF, doc, start, start + len(word), "A price per unit of its own currency",
                   suggestions=("barrel",) if oil else (), confidence=0.9 if oil else 0.6,
                   fix_confidence=0.8 if oil else 0.0)  # fmt: skip


def _stops(doc: Document) -> Iterator[Finding]:
    """``rubles., the``: the abbreviation's stop ended the sentence; ``rubles.for``: it did not."""
    text = doc.text
    money = Money.load()
    if "., " in text:
        for m in _UNIT_STOP.finditer(text):
            if m.group(1).lower() in money.singular and m.group(1).islower():
                at = m.end(1) + 1
                first = m.group(3)
                yield finding(STOP, doc, m.start(1), m.end(), "A full stop and a comma", confidence=0.96,
                              suggestions=(f"{m.group(1)}.{m.group(2)}{first.upper()}",), fix_confidence=0.92,
                              edits=(Edit(at, m.end(), text[at : m.end()], m.group(2) + first.upper()),))  # fmt: skip
    for m in _UNIT_GLUED.finditer(text):
        if m.group(1).lower() in money.currency and m.group(2) in FUNCTION_WORDS:
            at = m.end(1)
            yield finding(STOP, doc, *m.span(), "The stop of an abbreviation was left", confidence=0.95,
                          suggestions=(f"{m.group(1)} {m.group(2)}",), fix_confidence=0.92,
                          edits=(Edit(at, at + 1, ".", " "),))  # fmt: skip
