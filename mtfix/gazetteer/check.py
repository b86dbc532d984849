"""What is wrong with gazetteer tables: rows that make no entry, doubles, clashes, wrong script, missing gender.

Of every row only hashes of its id and spellings are kept (16 bytes each); rows that share one are read a second time.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.rows import TYPES, Row, entry_of, read_rows

#: Types of entries that one spelling may well name at once: a club and its town, a ship and the man it is named for.
_APART = {t: t for t in TYPES} | {"outlet": "body", "group": "body", "craft": "weapon", "vessel": "weapon"}
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
#: Letters of one script that look like one of the other.
_LOOKALIKES = frozenset("АВЕКМНОРСТУХаеорсухіјѕ")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a row; `error` where it makes no right entry, else a thing to look at."""

    path: Path
    line: int
    message: str
    error: bool

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'' if self.error else 'warning: '}{self.message}"


def problems(paths: Iterable[Path]) -> Iterator[Problem]:
    """Everything wrong with some tables, taken together: rows first, then what two rows share.

    Raises:
        DataError: where a file cannot be read or lacks a column.
    """
    files = tuple(paths)
    shared = _Shared()
    for number, path in enumerate(files):
        for row in read_rows(path):
            if row.fault:
                yield Problem(path, row.line, row.fault, True)
                continue
            entry = entry_of(row.cells)
            for message, error in faults(entry):
                yield Problem(path, row.line, message, error)
            shared.add(number, row.line, entry)
    yield from shared.problems(files)


def faults(e: Entry) -> Iterator[tuple[str, bool]]:
    """What is wrong with an entry by itself: message, and whether it is an error.

    >>> [m for m, _ in faults(Entry("p1", "person", "Jane Roe", "Джейн Роу"))]
    ['gender of a person is missing: m or f decides how the name declines']
    """
    if e.type == "person" and not e.gender:
        yield "gender of a person is missing: m or f decides how the name declines", False
    if e.type != "person" and e.gender:
        yield f"gender {e.gender!r} of a {e.type}: only people have one; empty the cell", True
    if not e.ru:
        yield "no Russian name: only its English spellings are known", False
    for column, names in (("en", (e.en,)), ("aliases", e.aliases)):
        for name in names:
            if found := _CYRILLIC.search(name):
                word = next((w for w in _WORD.findall(name) if _CYRILLIC.search(w)), name)
                yield f"{column}: {word!r} has a Cyrillic {found.group()!r}{_how(word)}", True
    for column, names in (("ru", (e.ru,)), ("acr_ru", e.acr_ru)):
        for name in names:
            for word in _WORD.findall(name):
                if _CYRILLIC.search(word) and (found := _LATIN.search(word)):
                    yield f"{column}: {word!r} has a Latin {found.group()!r}; type it in Cyrillic", True
                elif _LATIN.search(word) and e.type in ("person", "place") and column == "ru":
                    yield f"{column}: {word!r} is Latin; give the name as Russian writes it", True
    if e.ru and not _CYRILLIC.search(e.ru) and any(_LATIN.search(w) for w in e.ru):
        yield f"ru: {e.ru!r} has no Cyrillic letter; leave it empty if Russian writes it so", False
    doubled = [a for a, n in Counter(map(fold_name, e.aliases)).items() if n > 1 or a == fold_name(e.en)]
    if doubled and len({e.en, *e.aliases}) < 1 + len(e.aliases):
        yield f"aliases: {doubled[0]!r} stands there twice", False
    for bad in e.forbidden:
        if bad in e.names:
            yield f"forbidden: {bad!r} is also a right spelling of the same entry; take it out of one", True


def _how(word: str) -> str:
    if all(c in _LOOKALIKES or not _CYRILLIC.match(c) for c in word):
        return " that looks Latin; type it anew"
    return "; give the name as English writes it"


class _Shared:
    """Hashes of what only one entry should have, and the row each comes from."""

    def __init__(self) -> None:
        self._ids, self._names = (array("Q"), array("Q")), (array("Q"), array("Q"))

    def add(self, file: int, line: int, e: Entry) -> None:
        where = file << 40 | line
        self._ids[0].append(_hash(e.id))
        self._ids[1].append(where)
        for key in {_key(e, name) for name in e.names}:
            self._names[0].append(_hash(key))
            self._names[1].append(where)

    def problems(self, files: tuple[Path, ...]) -> Iterator[Problem]:
        """Doubles and clashes: the rows concerned are read again."""
        wanted = _repeated(*self._ids) | _repeated(*self._names)
        if not wanted:
            return
        rows: list[tuple[int, Row]] = []
        for number, path in enumerate(files):
            rows += [(number, r) for r in read_rows(path) if not r.fault and (number << 40 | r.line) in wanted]
        by_id: dict[str, tuple[int, int]] = {}
        by_name: dict[str, list[tuple[int, int, Entry]]] = defaultdict(list)
        for number, row in rows:
            e = entry_of(row.cells)
            if e.id in by_id:
                there = by_id[e.id]
                where = f"line {there[1]}" if there[0] == number else f"{files[there[0]]}:{there[1]}"
                yield Problem(files[number], row.line, f"id {e.id!r} stands on {where} too; keep one", True)
            by_id.setdefault(e.id, (number, row.line))
            for name in dict.fromkeys(_key(e, name) for name in e.names):
                by_name[name].append((number, row.line, e))
        told: set[tuple[str, str]] = set()
        for name, rivals in by_name.items():
            first = rivals[0]
            for number, line, e in rivals[1:]:
                where = f"line {first[1]}" if first[0] == number else f"{files[first[0]]}:{first[1]}"
                if e.id == first[2].id or (e.id, first[2].id) in told:
                    continue
                told.add((e.id, first[2].id))
                if _same(e, first[2]):
                    message = f"{e.en!r} ({e.ru}) stands on {where} too, as {first[2].id!r}; keep one"
                    yield Problem(files[number], line, message, True)
                else:
                    spelt = name.partition("\t")[2]
                    message = f"{spelt!r} is a spelling of {first[2].id!r} ({where}) too; only that one is found by it"
                    yield Problem(files[number], line, message, False)


def _same(a: Entry, b: Entry) -> bool:
    return (a.type, a.en, a.ru, a.country, a.roles) == (b.type, b.en, b.ru, b.country, b.roles)


def _key(e: Entry, name: str) -> str:
    return f"{_APART[e.type]}\t{fold_name(name)}"


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def _repeated(hashes: array[int], where: array[int]) -> set[int]:
    """The rows of which a hash stands somewhere else too."""
    if not hashes:
        return set()
    values = np.frombuffer(hashes, np.uint64)
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    same = np.zeros(len(values), bool)
    same[1:] = ordered[1:] == ordered[:-1]
    same[:-1] |= same[1:]
    found: set[int] = set(np.frombuffer(where, np.uint64)[order[same]].tolist())
    return found
