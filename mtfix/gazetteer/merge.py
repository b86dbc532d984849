"""Imports: records of any format made one table; what is the same is merged, what contradicts is reported.

Entries wait in a database file beside the target, so that memory does not grow with their number.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mtfix.gazetteer.atomic import replacing
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Bad, Label, Record, Skipped
from mtfix.gazetteer.formats.columns import cell_row
from mtfix.gazetteer.formats.table import write_tsv
from mtfix.gazetteer.rows import COLUMNS, entry_of, fault_of
from mtfix.tables import cells

#: Cells that hold several; of two entries that are one they are put together.
_SEVERAL = ("aliases", "roles", "acr_ru", "acr_en", "forbidden")
_ONE = ("type", "ru", "gender", "country")


class Collection:
    """Entries on their way into a table.

    Args:
        report: told of every contradiction and every bad record, a line each.

    Attributes:
        left_out: reasons why records made no entry, with how many.
        merged: records that were one with an entry already there.
        conflicts: contradictions; what was there first is kept.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self.left_out: Counter[str] = Counter()
        self.merged = self.conflicts = 0
        self._report = report
        self._folder = tempfile.TemporaryDirectory(prefix="mtfix-")
        self._base = sqlite3.connect(Path(self._folder.name) / "entries.db", isolation_level=None)
        for line in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE entries (n INTEGER PRIMARY KEY, id TEXT UNIQUE, same TEXT, row TEXT)",
            "CREATE INDEX by_same ON entries (same)",
            "CREATE TABLE labels (id TEXT PRIMARY KEY, text TEXT)",
            "BEGIN",
        ):
            self._base.execute(line)

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM entries").fetchone()[0])

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()
        self._folder.cleanup()

    def take(self, records: Iterable[Record], where: Path) -> int:
        """Take the records of a file; how many are bad is returned, each is reported with its line."""
        bad = 0
        for r in records:
            if isinstance(r, Entry):
                self.add(r, where)
            elif isinstance(r, Skipped):
                self.left_out[r.reason] += 1
            elif isinstance(r, Label):
                self._base.execute("INSERT OR REPLACE INTO labels VALUES (?, ?)", (r.id, r.text))
            elif isinstance(r, Bad):
                bad += 1
                self.left_out["bad record"] += 1
                self._report(f"{where}:{r.line}: {r.message}" if r.line else f"{where}: {r.message}")
        return bad

    def add(self, e: Entry, where: Path) -> None:
        """Take an entry: one with the same id, or the same type, Russian and English name, is the same."""
        e = _tidy(e)
        row = dict(zip(COLUMNS, cell_row(e), strict=True))
        if fault := fault_of(row):
            self.left_out[_without_names(fault)] += 1
            return
        same = f"{e.type}\t{e.ru}\t{e.en}"
        find = "SELECT n, row FROM entries WHERE {} = ?"
        known = self._base.execute(find.format("id"), (e.id,)).fetchone()
        if known is None and e.ru:
            known = self._base.execute(find.format("same"), (same,)).fetchone()
        if known is None:
            text = json.dumps(row, ensure_ascii=False)
            self._base.execute("INSERT INTO entries (id, same, row) VALUES (?, ?, ?)", (e.id, same, text))
            return
        n, text = known
        kept = self._merge(entry_of(json.loads(text)), e, where)
        row = dict(zip(COLUMNS, cell_row(kept), strict=True))
        self._base.execute("UPDATE entries SET row = ? WHERE n = ?", (json.dumps(row, ensure_ascii=False), n))
        self.merged += 1

    def _merge(self, old: Entry, new: Entry, where: Path) -> Entry:
        changes: dict[str, str | tuple[str, ...]] = {}
        for name in _ONE:
            mine, theirs = getattr(old, name), getattr(new, name)
            if theirs and not mine:
                changes[name] = theirs
            elif theirs and mine != theirs:
                self.conflicts += 1
                self._report(f"{where}: {old.id}: {name} {theirs!r} left out, {mine!r} kept")
        for name in _SEVERAL:
            changes[name] = tuple(dict.fromkeys((*getattr(old, name), *getattr(new, name))))
        spelt = (*old.aliases, new.en, *new.aliases)
        forbidden = changes["forbidden"]
        changes["aliases"] = tuple(a for a in dict.fromkeys(spelt) if a != old.en and a not in forbidden)
        sources = (*cells(old.source.replace(";", "|")), *cells(new.source.replace(";", "|")))
        changes["source"] = "; ".join(dict.fromkeys(sources))
        return dataclasses.replace(old, **changes)  # type: ignore[arg-type]

    def entries(self) -> Iterator[Entry]:
        """Every entry in the order of its coming; roles given by id are named, where the label is known."""
        for (text,) in self._base.execute("SELECT row FROM entries ORDER BY n"):
            e = entry_of(json.loads(text))
            if any(r.startswith("Q") for r in e.roles):
                e = dataclasses.replace(e, roles=tuple(self._named(r) for r in e.roles))
            yield e

    def _named(self, role: str) -> str:
        number, blank, years = role.partition(" ")
        found = self._base.execute("SELECT text FROM labels WHERE id = ?", (number,)).fetchone()
        return f"{found[0]}{blank}{years}" if found else role

    def write(self, target: Path) -> None:
        """Write the table, whole or not at all.

        Raises:
            OSError: where that cannot be done.
        """
        with replacing(target) as out:
            write_tsv(self.entries(), out)


def _tidy(e: Entry) -> Entry:
    """Aliases that are the name itself go."""
    aliases = tuple(a for a in dict.fromkeys(e.aliases) if a and a != e.en and a not in e.forbidden)
    return e if aliases == e.aliases else dataclasses.replace(e, aliases=aliases)


def _without_names(fault: str) -> str:
    """A fault as a reason that can be counted: no names in it."""
    return fault.split(";")[0] if fault.startswith("type") else " ".join(fault.split("'")[::2]).split(";")[0].strip()
