"""One stretch of a gazetteer's table turned into runs, which `build` merges: what one process does at a time."""

from __future__ import annotations

import dataclasses
import json
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry, parts
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.forms import paradigm
from mtfix.gazetteer.postings import Ints, Pairs
from mtfix.gazetteer.rows import entry_of, rows_of
from mtfix.source.russian.fold import key_of_cyrillic

#: Countries whose people's names are romanised, so that one given name has several right spellings.
CYRILLIC = frozenset({"RU", "BY", "KZ", "KG", "TJ", "UZ"})
#: Countries whose people's names may be read as Russian words.
RUSSIAN_SPEAKING = frozenset("RU UA BY KZ MD GE AM AZ UZ KG TJ TM LV LT EE".split())
#: Indexes that `postings.merge` makes of runs.
INDEXES = ("surnames", "sounds", "russian", "parts", "acronyms")
#: Codes of entry types in the index, in their order.
TYPE_CODES = ("person", "place", "body", "group", "outlet", "weapon", "craft", "vessel", "event", "product")
#: Parts of a name that are indexed; a number in the index of parts is eight times the entry's, and the part.
PARTS = 6
#: The first word of a name: looked up before the longest name is.
_HEAD = re.compile(r"[^\W_]+")
#: Country, Russian given name and English spelling to how many people of the table have it so.
Spellings = Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines of a table: bytes from `start` to `stop`; without a path, the countries of the CLDR."""

    path: Path | None
    columns: tuple[str, ...] = ()
    start: int = 0
    stop: int = 0
    line: int = 0


def entries_of(chunk: Chunk) -> Iterator[tuple[int, Entry]]:
    """Line and entry of every row.

    Raises:
        DataError: for a row that makes no entry.
    """
    if chunk.path is None:
        for e in countries():
            yield 0, e
        return
    with chunk.path.open("rb") as f:
        f.seek(chunk.start)
        data = f.read(chunk.stop - chunk.start)
    for row in rows_of(chunk.columns, data.split(b"\n"), chunk.line):
        if row.fault:
            raise DataError(f"{chunk.path}:{row.line}: {row.fault}")
        yield row.line, entry_of(row.cells)


def survey(chunk: Chunk) -> tuple[Ints, Spellings]:
    """What must be known of all rows before any is indexed: hashes of the ids, and spellings of given names."""
    ids = array("Q")
    spellings: Spellings = Counter()
    for _, e in entries_of(chunk):
        ids.append(int.from_bytes(blake2b(e.id.encode(), digest_size=8).digest(), "little"))
        spellings.update(given_spellings(e))
    return np.array(ids, np.uint64), spellings


def digest(chunk: Chunk, out: Path, superseded: frozenset[int], given: dict[str, list[str]]) -> int:
    """Write the runs of a chunk.

    Args:
        chunk: the lines.
        out: the runs' stem.
        superseded: which of its rows give way to a later row with the same id.
        given: country and Russian given name, joined by a tab, to its usual English spellings.

    Returns:
        How many entries there are.
    """
    runs = {name: Pairs() for name in INDEXES}
    at, lines, types = array("Q"), array("I"), array("B")
    names: list[str] = []
    owners = array("I")
    tokens: set[str] = set()
    sexes: Counter[tuple[str, str]] = Counter()
    capitals: set[str] = set()
    ids: list[str] = []
    firsts: set[tuple[str, str]] = set()
    with out.with_suffix(".json").open("wb") as blob:
        n = 0
        for ordinal, (line, e) in enumerate(entries_of(chunk)):
            if ordinal in superseded:
                continue
            e = with_given_names(e, given)
            at.append(blob.tell())
            blob.write(_packed(e))
            lines.append(line)
            types.append(TYPE_CODES.index(e.type) | (128 if e.acr_ru and e.acr_en else 0))
            ids.append(e.id)
            for k, name in enumerate(e.names):
                folded = fold_name(name)
                if len(name) > 2:
                    names.append(folded)
                    owners.extend((n, k))
                tokens.update(fold_name(p) for p in parts(name))
            for a in {*e.acr_ru, *e.acr_en}:
                runs["acronyms"].add(fold_name(a), n)
            capitals.update(e.acr_en)
            _people(n, e, runs, sexes)
            if e.type == "person" and e.country in RUSSIAN_SPEAKING and len(e.ru_parts) > 1 and "-" not in e.ru:
                firsts.add((e.ru_parts[0], e.gender))
            if not (e.type == "body" and len(e.ru_parts) > 1):  # bodies come out translated, not romanised
                for part, word in enumerate(e.ru_parts[:PARTS]):
                    runs["parts"].add(f"{word}\t{paradigm(e)}", n * 8 + part)
            n += 1
        at.append(blob.tell())
    for name, pairs in runs.items():
        pairs.save(out.with_name(f"{out.name}-{name}"))
    heads = {m.group() for name in names if (m := _HEAD.match(name))}
    out.with_suffix(".names").write_bytes("\n".join(names).encode())
    np.savez(
        out.with_suffix(".npz"),
        at=np.array(at, np.uint64),
        lines=np.array(lines, np.uint32),
        types=np.array(types, np.uint8),
        owners=np.array(owners, np.uint32).reshape(-1, 2),
    )
    rest = {
        "ids": ids,
        "heads": sorted(heads),
        "tokens": sorted(tokens),
        "capitals": sorted(capitals),
        "firsts": sorted(firsts),
        "sexes": [[*key, count] for key, count in sexes.items()],
    }
    out.with_suffix(".rest").write_text(json.dumps(rest, ensure_ascii=False), "utf-8")
    return n


def _people(n: int, e: Entry, runs: dict[str, Pairs], sexes: Counter[tuple[str, str]]) -> None:
    if e.type == "person":
        for surname in {fold_name(name.split(" ")[-1].split("-")[-1]) for name in e.names}:
            runs["surnames"].add(surname, n)
        if e.gender:
            for name in e.names:
                first = fold_name(name.split(" ")[0])
                if " " in name and len(first) > 2:
                    sexes[first, e.gender] += 1
    if e.ru_parts and (e.type == "person" or len(e.ru_parts) == 1):
        runs["russian"].add(e.ru_parts[-1], n)
    if e.ru_parts and e.type == "person":
        runs["sounds"].add(key_of_cyrillic(e.ru_parts[-1]), n)


def _packed(e: Entry) -> bytes:
    row = [getattr(e, f.name) for f in dataclasses.fields(e)]
    while not row[-1]:
        row.pop()
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def given_spellings(e: Entry) -> set[tuple[str, str, str]]:
    """How the given name of a person of a romanised name is spelt: country, Russian, English."""
    return {(e.country, e.ru.split(" ")[0], name.split(" ")[0]) for name in e.names} if _romanised(e) else set()


def _romanised(e: Entry) -> bool:
    return e.type == "person" and e.country in CYRILLIC and " " in e.en and " " in e.ru


def with_given_names(e: Entry, given: dict[str, list[str]]) -> Entry:
    """Every usual spelling of a given name is right for everyone of that country who bears it: Sergei, Sergey."""
    if not _romanised(e):
        return e
    rest = e.en.partition(" ")[2]
    known = set(e.names)
    more = [m for g in given.get(f"{e.country}\t{e.ru.split(' ')[0]}", ()) if (m := f"{g} {rest}") not in known]
    return dataclasses.replace(e, aliases=(*e.aliases, *more)) if more else e


def usual_spellings(counts: Spellings, of: dict[str, list[str]]) -> dict[str, list[str]]:
    """Spellings of given names that hold for everyone who bears them.

    In a large table one that only some few of a name's bearers have is a matter of those few (a nickname, a slip), and
    no name has more than eight.

    Args:
        counts: from the table.
        of: those of a table below it, kept.
    """
    best: dict[str, list[tuple[int, str]]] = {}
    for (country, russian, english), count in counts.items():
        best.setdefault(f"{country}\t{russian}", []).append((count, english))
    out = {key: list(spelt) for key, spelt in of.items()}
    for key, rows in best.items():
        least = max(count for count, _ in rows) // 400
        usual = [english for count, english in sorted(rows, key=lambda r: (-r[0], r[1])) if count > least][:8]
        out[key] = sorted({*out.get(key, ()), *usual})
    return out


def countries() -> list[Entry]:
    """Countries with their names in both languages, from the CLDR as packaged by Babel.

    >>> [e.ru for e in countries() if e.country == "NZ"]
    ['Новая Зеландия']
    """
    from babel import Locale

    english, russian = Locale("en").territories, Locale("ru").territories
    out = []
    for code, name in sorted(english.items()):
        plain = name.split(" (")[0].replace("&", "and")
        if (
            len(code) == 2
            and code.isalpha()
            and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB", "QO")
            and code in russian
        ):
            out.append(
                Entry(f"place:country-{code.lower()}", "place", plain, russian[code], country=code, source="CLDR")
            )
    return out
