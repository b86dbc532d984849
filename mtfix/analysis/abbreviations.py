"""What machine translation makes of a Russian abbreviation: the letters that it comes out with, derived.

Letters are read one by one by sound or by shape; the long form is put into English again, word by word, and
abbreviated anew; an abbreviation that is also a word is translated as the word; one that also stands for another
thing comes out as that thing's English acronym.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mtfix.analysis.terms import Acronym
from mtfix.cache import compiled, key_of
from mtfix.tables import DATA, cells, read_table

#: How many ways an abbreviation's letters may be read before only the pure readings are taken.
_MOST = 400
_SMALL = frozenset("of the for and in to on at by with from against a an under".split())
_PREFIXES = frozenset("non anti co multi inter sub re post pre counter semi self trans".split())
_WORD = re.compile(r"[A-Za-z]+")
_RUSSIAN = re.compile(r"[А-Яа-яЁё]+")
_RUSSIAN_SMALL = frozenset("и по о об для при за в во на с со от из к противодействию борьбе".split())


@dataclass(frozen=True, slots=True)
class Homonym:
    """The other thing that a Russian abbreviation stands for."""

    ru: str
    letters: str
    stands_for: frozenset[str]


@cache
def _letters() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    rows = read_table(DATA / "russian/letter_readings.tsv", ("letter", "sound", "look"))
    return {r["letter"]: (cells(r["sound"]), cells(r["look"])) for r in rows}


@cache
def homonyms() -> tuple[Homonym, ...]:
    """All rows of ``data/english/acronym_homonyms.tsv``, a row for each of their letters."""
    rows = read_table(DATA / "english/acronym_homonyms.tsv", ("ru", "other_ru", "letters", "stands_for"))
    return tuple(
        Homonym(r["ru"], letters, frozenset(w for w in r["stands_for"].lower().split() if w not in _SMALL))
        for r in rows
        for letters in cells(r["letters"])
    )


def read_letters(ru: str) -> frozenset[str]:
    """Latin capitals for an abbreviation whose letters are read one by one, by sound or by shape.

    >>> sorted(read_letters("САР"))
    ['CAP', 'CAR', 'SAP', 'SAR']
    """
    table = _letters()
    ru = ru.upper().replace("Ё", "Е")
    if not ru or any(c not in table for c in ru):
        return frozenset()
    options = [tuple(dict.fromkeys((*sound, *look))) for sound, look in (table[c] for c in ru)]
    count = 1
    for o in options:
        count *= len(o)
    if count <= _MOST:
        return frozenset("".join(p) for p in itertools.product(*options))
    return frozenset((
        "".join(table[c][0][0] for c in ru),
        "".join((table[c][1] or table[c][0])[0] for c in ru),
    ))  # fmt: skip


def initials(long_form: str) -> frozenset[str]:
    """Initials of an English long form, with and without its small words, a prefix as a word or not.

    >>> sorted(initials("Ministry of Emergencies")), sorted(initials("Russian Biathlon Union"))
    (['ME', 'MOE'], ['RBU'])
    """
    words = [w for w in re.findall(r"[A-Za-z][A-Za-z'’-]*", long_form) if not w.endswith("'s") or len(w) > 2]
    out: set[str] = set()
    for small, split in itertools.product((True, False), repeat=2):
        parts = [p for w in words for p in (w.split("-") if split or not _prefixed(w) else [w]) if p]
        out.add("".join(p[0].upper() for p in parts if small or p.lower() not in _SMALL))
    return frozenset(x for x in out if len(x) > 1)


def _prefixed(word: str) -> bool:
    """Whether a hyphenated word is one with a prefix, which often has a single initial: non-state, anti-tank."""
    return word.partition("-")[0].lower() in _PREFIXES


def retold(expansion_ru: str, translate: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Initials of the Russian long form put into English word by word, in its order and with the head last.

    Args:
        expansion_ru: the long form in Russian.
        translate: the English of a Russian word, best first.

    >>> sorted(retold("Следственный комитет", {"следственный": ["inquiry"], "комитет": ["board"]}.__getitem__))
    ['BI', 'IB']
    """
    words = [w.lower() for w in _RUSSIAN.findall(expansion_ru) if w.lower() not in _RUSSIAN_SMALL]
    if not 2 <= len(words) <= 6:
        return frozenset()
    heads = []
    for w in words:
        letters = tuple(dict.fromkeys(e[0].upper() for e in translate(w) if e[:1].isalpha()))[:3]
        if not letters:
            return frozenset()
        heads.append(letters)
    out: set[str] = set()
    for p in itertools.islice(itertools.product(*heads), 81):
        out.add("".join(p))
        out.add("".join((*p[1:], p[0])))
    return frozenset(out)


@dataclass(frozen=True, slots=True)
class Seen:
    """Letters as an abbreviation of row ``row`` may come out, and by which way.

    ``way``: ``initials`` of an English long form, ``other`` thing's acronym, ``letters`` read one by one, the ``word``
    that the abbreviation spells, or ``retold``, the Russian long form put into English word by word.
    """

    row: int
    way: str


_WAYS = ("initials", "other", "letters", "word", "retold")


def derive(
    rows: Iterable[tuple[str, str, tuple[str, ...]]], translate: Callable[[str], Iterable[str]]
) -> dict[str, tuple[Seen, ...]]:
    """All letters that abbreviations may come out with.

    Args:
        rows: of each abbreviation its Russian letters, its Russian long form, and its English forms.
        translate: the English of a Russian word, best first.

    >>> seen = derive([("СКР", "", ("Investigative Committee", "ICR"))], lambda word: ())
    >>> [(x, seen[x][0].way) for x in ("IC", "TFR", "SKR", "CKP")]
    [('IC', 'initials'), ('TFR', 'other'), ('SKR', 'letters'), ('CKP', 'letters')]
    """
    listed = list(rows)
    shared: dict[str, set[str]] = {}
    for ru, _, english in listed:
        shared.setdefault(ru, set()).update(*(initials(e) for e in english if len(_WORD.findall(e)) > 1))
    others: dict[str, set[str]] = {}
    for h in homonyms():
        others.setdefault(h.ru, set()).add(h.letters)
    found: dict[str, dict[int, str]] = {}
    for n, (ru, expansion, english) in enumerate(listed):
        plain = ru.replace(" ", "")
        short = plain.removesuffix("РФ") + "Р" if " РФ" in ru else plain
        ways = {
            "initials": shared[ru],
            "other": others.get(plain, set()) | others.get(short, set()),
            "letters": read_letters(plain) if plain.isupper() else frozenset(),
            "word": _words(plain, translate),
            "retold": frozenset(x for x in retold(expansion, translate) if len(x) > 2),
        }
        for way in _WAYS:
            for letters in ways[way]:
                if letters not in english:
                    found.setdefault(letters, {}).setdefault(n, way)
    return {letters: tuple(Seen(n, way) for n, way in by.items()) for letters, by in found.items()}


def _words(ru: str, translate: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """The English of an abbreviation that is also a word, in capitals: МАК, мак, POPPY."""
    if not (ru.isalpha() and ru.isupper() and len(ru) > 2):
        return frozenset()
    return frozenset(e.upper() for e in translate(ru.lower()) if e.isalpha())


def seen(rows: tuple[Acronym, ...], translate: Callable[[str], Iterable[str]]) -> dict[str, tuple[Seen, ...]]:
    """What `derive` makes of the table of acronyms, kept in the user's cache."""
    names = ("english/acronyms.tsv", "english/acronym_homonyms.tsv", "russian/letter_readings.tsv")
    tables = [DATA / name for name in names]
    lexicons = sorted((DATA / "russian").glob("lexicon*.tsv"))

    def build(folder: Path) -> None:
        found = derive(
            [(a.ru, a.expansion_ru, tuple(dict.fromkeys((*a.en, a.expansion_en)))) for a in rows], translate
        )
        lines = (f"{k}\t{' '.join(f'{x.row}:{x.way}' for x in v)}\n" for k, v in sorted(found.items()))
        (folder / "seen.tsv").write_text("".join(lines), "utf-8")

    key = key_of((*tables, *lexicons, Path(__file__)), ("pymorphy3", "pymorphy3-dicts-ru"))
    folder = compiled("acronyms", key, build, "compiling what becomes of acronyms")
    out: dict[str, tuple[Seen, ...]] = {}
    for line in (folder / "seen.tsv").read_text("utf-8").splitlines():
        letters, _, them = line.partition("\t")
        pairs = (x.partition(":") for x in them.split(" "))
        out[letters] = tuple(Seen(int(n), way) for n, _, way in pairs)
    return out
