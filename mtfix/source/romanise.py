"""Russian words in Latin letters, by the standards and habits listed in ``data/russian/romanisation.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mtfix.errors import DataError
from mtfix.tables import DATA, read_table

Rows = dict[str, tuple["Row", ...]]  # Cyrillic key -> its rows, in the order of the file


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what a Cyrillic key becomes, and where."""

    latin: str
    at_start: bool = False
    at_end: bool = False
    after: str = ""  # empty: any letter may stand before
    before: str = ""

    def holds(self, word: str, start: int, end: int) -> bool:
        """Say whether the row may be used for word[start:end]."""
        return (
            (start == 0 or not self.at_start)
            and (end == len(word) or not self.at_end)
            and (not self.after or (start > 0 and word[start - 1] in self.after))
            and (not self.before or (end < len(word) and word[end] in self.before))
        )


def _row(condition: str, latin: str) -> Row:
    parts = [] if condition == "-" else condition.split("+")
    letters = dict(part.split(":") for part in parts if ":" in part)
    flags = {part for part in parts if ":" not in part}
    if unknown := (flags - {"start", "end"}) | (letters.keys() - {"after", "before"}):
        raise DataError(f"romanisation.tsv: unknown condition {', '.join(sorted(unknown))}")
    return Row(
        latin="" if latin == "_" else latin,
        at_start="start" in flags,
        at_end="end" in flags,
        after=letters.get("after", ""),
        before=letters.get("before", ""),
    )


@lru_cache(maxsize=1)
def _tables() -> dict[str, Rows]:
    lists: dict[str, dict[str, list[Row]]] = {}
    for line in read_table(DATA / "russian/romanisation.tsv", ("scheme", "cyrillic", "condition", "latin")):
        row = _row(line["condition"], line["latin"])
        lists.setdefault(line["scheme"], {}).setdefault(line["cyrillic"], []).append(row)
    common = lists.pop("*")
    for own in lists.values():
        for cyrillic, rows in common.items():
            own[cyrillic] = own.get(cyrillic, []) + rows
    return {scheme: {key: tuple(rows) for key, rows in own.items()} for scheme, own in lists.items()}


@lru_cache(maxsize=1)
def schemes() -> tuple[str, ...]:
    """Name the schemes, in the order of the table.

    >>> schemes()[:3]
    ('bgn_pcgn', 'press', 'gost_7_79_b')
    """
    return tuple(_tables())


def romanise(word: str, scheme: str) -> str:
    """Write a Russian word in Latin letters; what is no Russian letter stays as it is.

    >>> romanise("Ельцин", "bgn_pcgn"), romanise("наглеющих", "sloppy_h"), romanise("кемеровский", "gost_16876")
    ('Yelʹtsin', 'nagleyuschih', 'kemerovskijj')
    >>> romanise("ЩИТ", "icao"), romanise("Щит", "icao")
    ('SHCHIT', 'Shchit')
    """
    try:
        table = _tables()[scheme]
    except KeyError:
        raise ValueError(f"unknown romanisation scheme {scheme!r}; known: {', '.join(schemes())}") from None
    lower = word.lower()
    if len(lower) != len(word):  # a letter whose lower case is longer: give up its case, keep the offsets
        word = lower
    all_capitals = len(word) > 1 and word.isupper()
    longest = max(map(len, table))
    out: list[str] = []
    at = 0
    while at < len(word):
        for size in range(min(longest, len(word) - at), 0, -1):
            end = at + size
            row = next((row for row in table.get(lower[at:end], ()) if row.holds(lower, at, end)), None)
            if row is not None:
                capital = word[at].isupper()
                out.append(row.latin if not capital else row.latin.upper() if all_capitals else row.latin.capitalize())
                at = end
                break
        else:
            out.append(word[at])
            at += 1
    return "".join(out)
