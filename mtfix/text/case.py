"""Letter case: where a sentence begins, which lines are in title case, how to carry a case over."""

from __future__ import annotations

import re

#: Words whose full stop ends no sentence. English abbreviations before names, and months.
ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof gen col maj capt lt sgt adm rep sen gov st no vs jr sr inc ltd co corp jan feb mar "
        "apr jun jul aug sep sept oct nov dec mt ft rev hon pres messrs fig approx dept univ ave blvd est al "
        "etc e.g i.e art cl"
    ).split()
)
_END = re.compile(r"[.!?…]")
_OPENS = re.compile(r"[“\"«„:•*(\[—–|/]|\s[-‘']|^[-‘']")


def is_capitalised(word: str) -> bool:
    """First letter upper case, some lower-case letter after it.

    >>> [is_capitalised(w) for w in ("Ministry", "UN", "ministry")]
    [True, False, False]
    """
    return word[:1].isupper() and not word.isupper()


def starts_sentence(previous: str, gap: str) -> bool:
    """Whether a word may begin a sentence, from the word before it and what stands between.

    >>> starts_sentence("ended", ". "), starts_sentence("U", "."), starts_sentence("said", " ")
    (True, False, False)
    """
    if not previous or "\n" in gap or "\r" in gap or _OPENS.search(gap):
        return True
    if m := _END.search(gap):
        # "U.S. Secretary", "J. Smith", "Gen. Smith": a stop after a single letter or an abbreviation ends nothing
        return m.group() != "." or not (len(previous) == 1 or previous.lower() in ABBREVIATIONS)
    return False


def carry(pattern: str, word: str) -> str:
    """A word in the letter case of another.

    >>> carry("Agusta", "august"), carry("DEPARTMENT", "bank"), carry("may", "May")
    ('August', 'BANK', 'May')
    """
    if len(pattern) > 1 and pattern.isupper():
        return word.upper()
    if pattern[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


def is_title_case(words: list[str]) -> bool:
    """Whether a line is a headline in title case (or in capitals), where capitals tell nothing.

    >>> is_title_case("Lavrov, Kerry Discuss Need to Distinguish Militias From Terrorists".split())
    True
    >>> is_title_case("Lavrov and Kerry discussed the situation".split())
    False
    """
    long = [w for w in words if len(w) > 3 and w[0].isalpha()]
    if len(long) < 3:
        return False
    return sum(w[0].isupper() for w in long) >= 0.75 * len(long)


def indefinite(word: str) -> str:
    """``a`` or ``an`` before a word, by its sound.

    >>> [indefinite(w) for w in ("ex-premier", "hour", "university", "MP", "one-off", "deputy")]
    ['an', 'an', 'a', 'an', 'a', 'a']
    """
    w = word.lower()
    if word.isupper() and 1 < len(word) <= 5:
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    if re.match(r"(?:hour|honou?r|honest|heir)", w):
        return "an"
    if re.match(r"(?:uni(?!n|m)|u[bcfhjkqrst][aeiou]|eu|one\b|once|ewe)", w):
        return "a"
    return "an" if w[:1] in "aeiou" else "a"
