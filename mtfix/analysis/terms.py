"""The termbase: calques, confusions and acronyms, read from tables once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from mtfix.tables import DATA, cells, read_table


@dataclass(frozen=True, slots=True)
class Term:
    """A Russian term with its right English and when the calque is to be repaired."""

    russian: str
    english: tuple[str, ...]
    needs: frozenset[str]
    forbids: frozenset[str]
    safe: bool
    own: bool = False

    def fits(self, around: str) -> bool:
        """Whether the other words of the sentence (lower case, blank-separated) let the term be meant."""
        padded = f" {around} "
        if any(f" {w}" in padded for w in self.forbids):
            return False
        return not self.needs or any(f" {w}" in padded for w in self.needs)


class Terms:
    """All calques, matched in one pass, leftmost and longest.

    >>> [t.english[0] for _, _, t in Terms.load().matches("He named a State Secretary")]
    ['secretary of state']
    """

    def __init__(self, rows: list[tuple[str, Term]]) -> None:
        patterns: dict[str, Term] = {}
        for phrase, term in rows:
            patterns.setdefault(phrase.lower(), term)
        self._owners = list(patterns.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(patterns), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    @classmethod
    def load(cls, own: Sequence[tuple[str, Term]] = ()) -> Terms:
        """From ``data/english/terms.tsv``; plurals of the last noun are made here.

        The column ``context`` holds words of which the sentence needs one, and after ``not:`` words that forbid it:
        ``police | court; not: stage``.

        Args:
            own: a desk's own calques with their terms; they win over the table's.
        """
        rows: list[tuple[str, Term]] = []
        for r in read_table(DATA / "english/terms.tsv", ("ru", "calque", "en", "context", "safety")):
            context = r["context"]
            wanted, _, unwanted = context.partition("not:")
            needs, forbids = (frozenset(w.lower() for w in cells(x.rstrip(" ;"))) for x in (wanted, unwanted))
            term = Term(r["ru"], cells(r["en"]), needs, forbids, r["safety"] == "safe")
            rows += ((phrase, term) for phrase in cells(r["calque"]))
        return cls([*with_plurals(own), *with_plurals(rows)])

    def matches(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """Calques in a text at word boundaries."""
        folded = text.lower()
        if len(folded) != len(text):  # a few letters grow when lowered; offsets must hold
            folded = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
        folded = folded.replace("’", "'")
        for n, a, b in self._automaton.find_matches_as_indexes(folded):
            if (a == 0 or not folded[a - 1].isalnum()) and (b == len(folded) or not folded[b].isalnum()):
                yield a, b, self._owners[n]


def with_plurals(rows: Sequence[tuple[str, Term]]) -> list[tuple[str, Term]]:
    """Calques with their terms, then both in the plural where they have one."""
    from mtfix.source.russian.render import plural

    out: list[tuple[str, Term]] = []
    for phrase, term in rows:
        many = dataclasses.replace(term, english=tuple(plural(e) for e in term.english))
        if (p := plural(phrase)) != phrase and many.english != term.english:
            out.append((p, many))
    return [*rows, *out]


@dataclass(frozen=True, slots=True)
class Confusion:
    """A word that MT puts in another's place, and what speaks for each."""

    wrong: str
    right: str
    right_context: frozenset[str]
    wrong_context: frozenset[str]


def load_confusions() -> list[Confusion]:
    """From ``data/english/realwords.tsv``."""
    rows = read_table(DATA / "english/realwords.tsv", ("wrong", "right", "right_context", "wrong_context"))
    return [
        Confusion(r["wrong"], r["right"], frozenset(cells(r["right_context"])), frozenset(cells(r["wrong_context"])))
        for r in rows
    ]


@dataclass(frozen=True, slots=True)
class Acronym:
    """A Russian acronym with its English."""

    ru: str
    expansion_ru: str
    en: tuple[str, ...]
    expansion_en: str
    romanised: str
    context: frozenset[str]
    clash: frozenset[str]
    country: str = ""


@dataclass(frozen=True)
class Acronyms:
    """Russian acronyms: all rows, by their romanised letters, and the Latin letters that are right."""

    rows: tuple[Acronym, ...]
    romanised: dict[str, Acronym]
    known: frozenset[str]

    @classmethod
    def load(cls) -> Acronyms:
        """From ``data/english/acronyms.tsv``."""
        rows: list[Acronym] = []
        romanised: dict[str, Acronym] = {}
        known: set[str] = set()
        for r in read_table(
            DATA / "english/acronyms.tsv", ("ru", "expansion_ru", "en", "romanised", "context", "clash")
        ):
            a = Acronym(
                r["ru"], r["expansion_ru"], cells(r["en"]), r.get("expansion_en", ""), r["romanised"],
                frozenset(w.lower() for w in cells(r["context"])), frozenset(w.lower() for w in cells(r["clash"])),
                r.get("country", ""),
            )  # fmt: skip
            rows.append(a)
            known |= {a.romanised, *(e for e in a.en if e.isupper())}
            for letters in cells(a.romanised):
                romanised.setdefault(letters, a)
        return cls(tuple(rows), romanised, frozenset(known))
