"""Case forms of Russian name parts, generated from the nominative."""

from __future__ import annotations

import functools
from typing import Any

from mtfix.gazetteer.entry import Entry

#: Endings by declension: nominative ending -> (genitive, dative, accusative, instrumental, prepositional).
#: Source: Zaliznyak, Grammatical Dictionary of Russian; Russkaya grammatika (1980), §§ 1163-1190 on surnames.
_MASCULINE = (
    (("ский", "цкий"), 2, ("ого", "ому", "ого", "им", "ом")),
    (("ый",), 2, ("ого", "ому", "ого", "ым", "ом")),
    (("ий",), 2, ("ия", "ию", "ия", "ием", "ии")),
    (("ой",), 2, ("ого", "ому", "ого", "ым", "ом")),
    (("ов", "ев", "ин", "ын"), 0, ("а", "у", "а", "ым", "е")),
    (("й",), 1, ("я", "ю", "я", "ем", "е")),
    (("ь",), 1, ("я", "ю", "я", "ем", "е")),
    (("а",), 1, ("ы", "е", "у", "ой", "е")),
    (("я",), 1, ("и", "е", "ю", "ей", "е")),
)
_FEMININE = (
    (("ская", "цкая"), 2, ("ой", "ой", "ую", "ой", "ой")),
    (("ая",), 2, ("ой", "ой", "ую", "ой", "ой")),
    (("ова", "ева", "ина", "ына"), 1, ("ой", "ой", "у", "ой", "ой")),
    (("ия",), 1, ("и", "и", "ю", "ей", "и")),
    (("я",), 1, ("и", "е", "ю", "ей", "е")),
    (("а",), 1, ("ы", "е", "у", "ой", "е")),
    (("ь",), 1, ("и", "и", "ь", "ью", "и")),
)
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_HUSHING = "гкхжшщч"  # after these, ы becomes и


def decline(part: str, gender: str) -> tuple[str, ...]:
    """The nominative and oblique singular forms of a name's part; an indeclinable part gives itself alone.

    Args:
        part: lower case, nominative.
        gender: ``m`` or ``f``.

    >>> decline("лавров", "m")
    ('лавров', 'лаврова', 'лаврову', 'лавровым', 'лаврове')
    >>> decline("захарова", "f")[1:3], decline("могерини", "f"), decline("керри", "m")
    (('захаровой', 'захарову'), ('могерини',), ('керри',))
    """
    rules = _FEMININE if gender == "f" else _MASCULINE
    if gender == "f" and part[-1:] in _CONSONANTS:
        return (part,)  # women's surnames that end in a consonant do not decline
    for endings, cut, made in rules:
        if part.endswith(endings) and len(part) > 3:
            stem = part[: len(part) - cut] if cut else part
            return _unique((part, *(stem + _spell(stem, e) for e in made)))
    if part[-1:] in _CONSONANTS and len(part) > 1:
        return _unique((part, *(part + e for e in ("а", "у", "ом", "ем", "е"))))
    return (part,)


def decline_word(word: str, morph: Any) -> tuple[str, ...]:
    """Case forms, singular and plural, of a common word or place in a name, by the morphological dictionary."""
    parses = morph.parse(word)
    best = next((p for p in parses if "nomn" in p.tag), parses[0] if parses else None)
    if best is None or not best.is_known:
        return decline(word, "f" if word.endswith(("а", "я")) else "m")
    number = best.tag.number
    forms = [f.word.replace("ё", "е") for f in best.lexeme if f.tag.POS == best.tag.POS and f.tag.number == number]
    return _unique((word, *forms))


def part_forms(entry: Entry, part: int) -> tuple[str, ...]:
    """The forms of one part of an entry's Russian name."""
    return forms_of(entry.ru_parts[part], paradigm(entry))


def paradigm(entry: Entry) -> str:
    """How the parts of an entry's name decline: ``m`` or ``f`` as people's names do, ``w`` as words do."""
    return (entry.gender or "m") if entry.type == "person" else "w"


@functools.lru_cache(maxsize=20_000)
def forms_of(word: str, how: str) -> tuple[str, ...]:
    """The forms of a part of some name, in the way that `paradigm` says.

    >>> forms_of("лавров", "m")[1]
    'лаврова'
    """
    if how != "w":
        return decline(word, how)
    from mtfix.source.russian.pack import Russian

    return decline_word(word, Russian.open().morph)


def _spell(stem: str, ending: str) -> str:
    if ending[:1] == "ы" and stem[-1:] in _HUSHING:
        return "и" + ending[1:]
    return ending


def _unique(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))
