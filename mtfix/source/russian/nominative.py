"""From the form of a name in a Russian sentence back to its nominative: which ones it may come from, and how likely.

The dictionary knows the paradigms of Russian names. A foreign name is in none; its ending alone says what it may be,
and the preposition before it, or the given name beside it, says which case it stands in.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

#: Prepositions to the cases that they govern. Source: Russkaya grammatika (1980), §§ 1675-1681.
_GOVERNED = {
    "gent": "от у из до для без после около возле вокруг против ради кроме среди вместо из-за из-под с со "
    "насчет относительно внутри вне мимо напротив",
    "datv": "к ко по благодаря согласно вопреки навстречу",
    "accs": "в во на за под о об про через сквозь по",
    "ablt": "с со над за под перед между",
    "loct": "в во на о об обо при по",
}
_CASES: dict[str, frozenset[str]] = {
    p: frozenset(c for c, row in _GOVERNED.items() if p in row.split())
    for p in {p for row in _GOVERNED.values() for p in row.split()}
}
#: Endings of a declined foreign name: ending, what stands for it in the nominative, case, gender.
_ENDINGS: tuple[tuple[str, str, str, str], ...] = (
    ("а", "", "gent", "m"), ("а", "", "accs", "m"), ("у", "", "datv", "m"), ("ом", "", "ablt", "m"),
    ("ем", "", "ablt", "m"), ("е", "", "loct", "m"), ("ым", "", "ablt", "m"),
    ("я", "й", "gent", "m"), ("я", "ь", "gent", "m"), ("я", "й", "accs", "m"), ("я", "ь", "accs", "m"),
    ("ю", "й", "datv", "m"), ("ю", "ь", "datv", "m"), ("ем", "й", "ablt", "m"), ("ем", "ь", "ablt", "m"),
    ("е", "й", "loct", "m"), ("е", "ь", "loct", "m"), ("и", "ий", "loct", "m"),
    ("ы", "а", "gent", ""), ("и", "а", "gent", ""), ("е", "а", "datv", ""), ("е", "а", "loct", ""),
    ("у", "а", "accs", ""), ("ой", "а", "ablt", ""), ("ей", "а", "ablt", ""), ("ой", "а", "gent", "f"),
    ("ой", "а", "datv", "f"), ("ой", "а", "loct", "f"),
    ("и", "я", "gent", ""), ("е", "я", "datv", ""), ("е", "я", "loct", ""), ("ю", "я", "accs", ""),
    ("ей", "я", "ablt", "f"), ("и", "я", "datv", "f"), ("и", "я", "loct", "f"),
    ("а", "о", "gent", "n"), ("у", "о", "datv", "n"), ("е", "о", "loct", "n"), ("ым", "о", "ablt", "n"),
    ("и", "ь", "gent", "f"), ("и", "ь", "datv", "f"), ("и", "ь", "loct", "f"), ("ью", "ь", "ablt", "f"),
    ("ого", "ий", "gent", "m"), ("ого", "ый", "gent", "m"), ("ого", "ий", "accs", "m"), ("ого", "ый", "accs", "m"),
    ("ому", "ий", "datv", "m"), ("ому", "ый", "datv", "m"), ("им", "ий", "ablt", "m"), ("ым", "ый", "ablt", "m"),
    ("ом", "ий", "loct", "m"), ("ом", "ый", "loct", "m"), ("ой", "ая", "gent", "f"), ("ой", "ая", "datv", "f"),
    ("ой", "ая", "ablt", "f"), ("ой", "ая", "loct", "f"), ("ую", "ая", "accs", "f"),
)  # fmt: skip
_VOWELS = "аеёиоуыэюя"
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_NAMED = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad")
#: log-weights: a reading by rule where the dictionary has another; a case that the neighbours contradict.
_BY_RULE, _AGAINST = -4.0, -4.0
#: A foreign name that ends in -у or -ю in the nominative: rare beside datives and accusatives, but for Romanian ones.
_MOVING, _ROMANIAN, _ADJECTIVAL = -3.5, ("ску", "яну"), ("ского", "цкого", "скому", "цкому")
ANY = "any"


@dataclass(frozen=True, slots=True)
class Nominative:
    """A nominative that a form may come from: lower case, ё as е.

    ``case`` is the form's (``any`` where it has all of them), ``gender`` ``m``, ``f``, ``n`` or empty, ``weight`` a
    log-weight; ``known`` says whether the dictionary knows it as a name, ``kind`` as which (``Name``, ``Surn``,
    ``Patr``, ``Geox``, ``Orgn``, ``Trad``).
    """

    form: str
    case: str
    gender: str
    weight: float
    known: bool
    kind: str = ""


def governed(preposition: str) -> frozenset[str]:
    """The cases that a preposition governs; empty for any other word.

    >>> sorted(governed("из")), sorted(governed("в"))
    (['gent'], ['accs', 'loct'])
    """
    return _CASES.get(preposition, frozenset())


@lru_cache(maxsize=20_000)
def nominatives(form: str, morph: Any) -> tuple[Nominative, ...]:
    """The nominatives that a name's form may come from, with the case each would stand in, likeliest first.

    Args:
        form: a Russian word, lower case.
        morph: pymorphy3's analyser.

    >>> from mtfix.source.russian.pack import Russian
    >>> morph = Russian.open().morph
    >>> sorted({n.form for n in nominatives("захаровой", morph) if n.weight > -3})
    ['захарова']
    >>> "солихалл" in {n.form for n in nominatives("солихалла", morph)}
    True
    """
    rows: dict[tuple[str, str, str], Nominative] = {}

    def add(n: Nominative) -> None:
        old = rows.get((n.form, n.case, n.gender))
        if old is None or n.weight > old.weight:
            rows[n.form, n.case, n.gender] = n

    named = False
    for p in morph.parse(form):
        kind = next((g for g in _NAMED if g in p.tag), "")
        if not p.is_known or (kind in ("Name", "Patr") and p.tag.number == "plur"):
            continue
        made = p.inflect({"nomn"})
        if made is None or p.tag.case is None:
            continue
        known = bool(kind)
        named = named or known
        weight = math.log(max(p.score, 1e-3)) + (0.0 if known or p.tag.POS == "ADJF" else -1.0)
        case = ANY if "Fixd" in p.tag else str(p.tag.case)
        gender = {"masc": "m", "femn": "f", "neut": "n"}.get(p.tag.gender or "", "")
        add(Nominative(_plain(made.word), _case(case), gender, weight, known, kind))
        if p.tag.number == "plur" and (one := p.inflect({"sing", "nomn"})) is not None:
            add(Nominative(_plain(one.word), _case(case), gender, weight, known, kind))
    penalty = _BY_RULE if named else 0.0
    for n in _by_ending(form):
        add(replace(n, weight=n.weight + penalty))
    return tuple(sorted(rows.values(), key=lambda n: (-n.weight, n.form, n.case)))


def _by_ending(form: str) -> list[Nominative]:
    """Readings of a name that no dictionary has, by its ending alone."""
    last = form[-1:]
    moving = form.endswith(_ADJECTIVAL) or (last in "ую" and not form.endswith(_ROMANIAN))
    out = [Nominative(form, "nomn", "m" if last in _CONSONANTS else "", _MOVING if moving else -0.7, False)]
    if last in _VOWELS:
        moving = moving or (last in "ая" and homely(form))
        fixed = last in "оиэ" or (last in "еую" and form[-2:-1] in "аеиоуэя")
        out.append(Nominative(form, ANY, "", _MOVING - 2.0 if moving else -0.7 if fixed else -2.5, False))
    elif last in _CONSONANTS:
        out.append(Nominative(form, ANY, "f", -3.0, False))
    else:
        out.append(Nominative(form, ANY, "", -4.0, False))
    for ending, put, case, gender in _ENDINGS:
        stem = form[: len(form) - len(ending)]
        if not form.endswith(ending) or len(stem) < 2:
            continue
        if put == "" and stem[-1] not in _CONSONANTS:
            continue
        if (ending == "ым" or put == "о") and stem[-2:] not in ("ов", "ев", "ин", "ын"):
            continue
        if (put in ("ий", "ый", "ая", "ь") and stem[-1] not in _CONSONANTS) or (put == "й" and stem[-1] not in _VOWELS):
            continue
        soft = put in ("ий", "ый", "ая") and stem[-2:] not in ("ск", "цк")
        if ending == "ой" and put == "а" and case != "ablt" and stem[-2:] not in ("ов", "ев", "ин", "ын"):
            continue
        soft = soft or put == "ь" or (put == "я" and stem[-1] in _CONSONANTS)
        out.append(Nominative(stem + put, case, gender, -2.5 if soft else -1.0, False))
    return out


#: Suffixes of surnames and places of Russia and its neighbours, which English takes over letter by letter.
_SUFFIX = re.compile(
    r"(?:[оеё]ва?|[иы]на?|[сц]кий|[сц]кая|енко|[чнщ]ук|юк|ович|евич|[оеиы][вн]о|ян|янц|швили|дзе|ия|[чнрл]як|ых|их)$"
)


@lru_cache(maxsize=20_000)
def homely(name: str) -> bool:
    """Whether a name in the nominative has a suffix of names that English romanises, and no spelling of its own.

    >>> homely("покатович"), homely("данлап")
    (True, False)
    """
    return bool(_SUFFIX.search(name)) and len(name) > 4


def _case(case: str) -> str:
    """Cases beside the six go with the one they are a form of."""
    return {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}.get(
        case, case
    )


def _plain(word: str) -> str:
    return word.replace("ё", "е")


def agreeing(
    readings: tuple[Nominative, ...], cases: frozenset[str], pairs: frozenset[tuple[str, str]]
) -> tuple[Nominative, ...]:
    """Readings weighed by their neighbours: a reading that they contradict stays, far behind.

    Args:
        readings: of one form.
        cases: what the preposition before the name governs; empty where there is none.
        pairs: case and gender of the given name beside it; empty where there is none.

    >>> from mtfix.source.russian.pack import Russian
    >>> morph = Russian.open().morph
    >>> both = nominatives("варламова", morph)
    >>> agreeing(both, frozenset(), frozenset({("gent", "m")}))[0].form
    'варламов'
    >>> agreeing(both, frozenset(), frozenset({("nomn", "f")}))[0].form
    'варламова'
    """
    out = []
    for n in readings:
        weight = n.weight
        if cases and n.case not in cases and n.case != ANY:
            weight += _AGAINST
        if pairs and not any(
            (case == ANY or n.case in (case, ANY)) and (n.gender == gender or not n.gender or not gender)
            for case, gender in pairs
        ):
            weight += _AGAINST
        out.append(replace(n, weight=weight))
    return tuple(sorted(out, key=lambda n: (-n.weight, n.form, n.case)))
