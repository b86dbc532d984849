"""Rows of a lexicon file: what a row may hold, and what is wrong with one that holds something else."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtfix.errors import DataError
from mtfix.tables import read_lines

COLUMNS = ("lemma", "pos", "english", "sense")
#: Columns that a desk's file may have besides.
FURTHER = ("domain", "source")
#: OpenCorpora parts of speech that a lemma may have (the shipped files use these alone).
PARTS_OF_SPEECH = ("NOUN", "ADJF", "VERB", "ADVB", "PRED", "PRCL")
#: Classes of senses; empty where it is not known.
SENSES = (
    "abstract", "action", "animal", "body", "event", "food", "group", "manner", "measure", "money", "object",
    "particle", "person", "place", "plant", "quality", "relation", "state", "substance", "text", "time",
)  # fmt: skip
#: What people write for a part of speech, in tables and termbases, and the name it has here.
POS_NAMES = {
    "n": "NOUN", "noun": "NOUN", "сущ": "NOUN", "subst": "NOUN", "propernoun": "NOUN",
    "a": "ADJF", "adj": "ADJF", "adjective": "ADJF", "прил": "ADJF",
    "v": "VERB", "verb": "VERB", "infn": "VERB", "гл": "VERB",
    "adv": "ADVB", "adverb": "ADVB", "нареч": "ADVB",
}  # fmt: skip
_LEMMA = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a lemma (ё kept), its renderings best first, and where it stands."""

    lemma: str
    pos: str
    english: tuple[str, ...]
    sense: str
    domain: str = ""
    source: str = ""
    where: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What two rows for one word share."""
        return self.lemma.replace("ё", "е"), self.pos


def renderings(cell: str) -> tuple[str, ...]:
    """The renderings in a cell, best first.

    >>> renderings("newcomer; novice;;novice")
    ('newcomer', 'novice')
    """
    return tuple(dict.fromkeys(p for x in cell.split(";") if (p := x.strip())))


def part_of_speech(name: str) -> str:
    """The part of speech that a table or termbase means; the empty string where that is not known.

    >>> part_of_speech("adj."), part_of_speech("NOUN"), part_of_speech("preposition")
    ('ADJF', 'NOUN', '')
    """
    plain = re.sub(r"[^\w]", "", name)
    return plain.upper() if plain.upper() in PARTS_OF_SPEECH else POS_NAMES.get(plain.lower(), "")


def wrong_lemma(lemma: str) -> str:
    """What is wrong with a lemma, and how to mend it; the empty string if nothing is.

    >>> wrong_lemma("силовик"), wrong_lemma("силовиk")
    ('', "lemma 'силовиk' mixes Cyrillic with Latin 'k'; type it in Cyrillic")
    """
    if _LEMMA.fullmatch(lemma):
        return ""
    if not lemma:
        return "the lemma is empty; fill it or drop the row"
    if not _CYRILLIC.search(lemma):
        return f"lemma {lemma!r} is not in Cyrillic; give the Russian dictionary form"
    if latin := _LATIN.findall(lemma):
        return f"lemma {lemma!r} mixes Cyrillic with Latin {''.join(dict.fromkeys(latin))!r}; type it in Cyrillic"
    if re.search(r"\s", lemma):
        return f"lemma {lemma!r} is several words; the lexicon holds single words (a gazetteer takes names)"
    if lemma != lemma.lower():
        return f"lemma {lemma!r} has capitals; write it in lower case (names go into a gazetteer)"
    return f"lemma {lemma!r} holds what is no Russian letter; letters and inner hyphens alone"


def wrong(row: Row) -> str:
    """What is wrong with a row, and how to mend it; the empty string if nothing is."""
    if said := wrong_lemma(row.lemma):
        return said
    if row.pos not in PARTS_OF_SPEECH:
        meant = part_of_speech(row.pos)
        hint = f"did you mean {meant}?" if meant else f"it may be {', '.join(PARTS_OF_SPEECH)}"
        return f"part of speech {row.pos!r} is not known; {hint}"
    if row.sense and row.sense not in SENSES:
        near = difflib.get_close_matches(row.sense, SENSES, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it may be empty or {', '.join(SENSES)}"
        return f"sense class {row.sense!r} is not known; {hint}"
    if not row.english:
        return f"lemma {row.lemma!r} has no English; fill the column or drop the row"
    for word in row.english:
        if m := _CYRILLIC.search(word):
            return f"English {word!r} holds Cyrillic {m.group()!r}; type it in Latin letters"
    return ""


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of a lexicon file as they stand, with their lines; their contents are not looked at.

    Raises:
        DataError: naming file and line, where the table itself is broken.
    """
    for line, cells in read_lines(path, COLUMNS):
        yield line, Row(
            cells["lemma"], cells["pos"], renderings(cells["english"]), cells["sense"],
            cells.get("domain", ""), cells.get("source", ""), f"{path}:{line}",
        )  # fmt: skip


def load(paths: tuple[Path, ...]) -> list[Row]:
    """The rows of a desk's files; of two for one lemma and part of speech the later counts.

    Raises:
        DataError: naming file and line of the first bad row, what is wrong, and how to mend it.
    """
    rows: dict[tuple[str, str], Row] = {}
    for path in paths:
        for line, row in read_rows(path):
            if said := wrong(row):
                raise DataError(f"{path}:{line}: {said}")
            rows[row.key] = row
    return list(rows.values())


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it stood when it was asked for: another content gives another stamp, so that nothing stale is used."""

    path: Path
    real: str
    changed: int
    size: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file; one that is not there has one, too, and fails when it is read."""
        real = os.path.realpath(path)
        try:
            info = os.stat(real)
        except OSError:
            return cls(path, real, -1, -1)
        return cls(path, real, info.st_mtime_ns, info.st_size)
