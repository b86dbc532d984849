"""A JSON dump of Wikidata: an entity a line, in one array, packed or not; only what has a Russian and English label.

Format: https://www.wikidata.org/wiki/Wikidata:Database_download and Wikibase/DataModel/JSON. Which classes (P31) are
which type of entry is a table, ``data/formats/wikidata.tsv``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Bad, Label, Options, Record, Skipped, is_cyrillic, is_latin, lines_of
from mtfix.tables import DATA, read_table

#: P21 to gender: male, female, trans woman, trans man.
_GENDERS = {"Q6581097": "m", "Q6581072": "f", "Q1052281": "f", "Q2449503": "m"}
_CYRILLIC_ACRONYM = 6


@functools.cache
def classes() -> dict[str, str]:
    """Class of Wikidata to type of entry; ``position`` for what roles are."""
    return {r["class"]: r["type"] for r in read_table(DATA / "formats/wikidata.tsv", ("class", "type", "label"))}


def read(path: Path, options: Options) -> Iterator[Record]:
    """Entries of a dump; positions come as labels, which roles are named by later."""
    for n, raw in lines_of(path):
        line = raw.strip().rstrip(b",")
        if line in (b"", b"[", b"]"):
            continue
        try:
            item = json.loads(line)
        except ValueError as e:
            yield Bad(n, f"no JSON ({e})")
            continue
        if isinstance(item, dict) and item.get("type", "item") == "item":
            yield from _records(item, options)


def _records(item: dict[str, Any], options: Options) -> Iterator[Record]:
    kinds = [classes().get(c, "") for c in _items(item, "P31")]
    kind = next((k for k in kinds if k and k != "position"), "")
    english = _label(item, "en") or _label(item, "en-gb") or _label(item, "mul")
    if "position" in kinds and english:
        yield Label(item["id"], english)
        if not kind:
            return
    if not kind:
        yield Skipped("of no class that is a type of entry")
    elif options.types and kind not in options.types:
        yield Skipped("of another type than was asked for")
    elif not (russian := _label(item, "ru")):
        yield Skipped("no Russian label")
    elif not english:
        yield Skipped("no English label")
    elif not is_cyrillic(russian):
        yield Skipped("its Russian label is not in Cyrillic")
    elif not is_latin(english):
        yield Skipped("its English label is not in Latin letters")
    else:
        yield _entry(item, kind, english, russian, options)


def _entry(item: dict[str, Any], kind: str, english: str, russian: str, options: Options) -> Entry:
    aliases = [a for a in _aliases(item, "en") if is_latin(a) and a != english]
    acronyms = [a for a in aliases if kind != "person" and _acronym(a)]
    russian_acronyms = [a for a in _aliases(item, "ru") if kind != "person" and _acronym(a) and is_cyrillic(a)]
    gender = next((_GENDERS[g] for g in _items(item, "P21") if g in _GENDERS), "") if kind == "person" else ""
    return Entry(
        item["id"],
        kind,
        _name(english),
        _name(russian),
        gender,
        tuple(dict.fromkeys(_name(a) for a in aliases if a not in acronyms)),
        tuple(_roles(item)) if kind == "person" else (),
        "",
        tuple(dict.fromkeys(russian_acronyms)),
        tuple(dict.fromkeys(acronyms)),
        options.source or f"Wikidata {item['id']}",
    )


def _name(label: str) -> str:
    """A label without the bracket that tells namesakes apart, on one line.

    >>> _name("Мир (орбитальная станция)")
    'Мир'
    """
    plain = " ".join(label.split())
    return plain.partition(" (")[0] if plain.endswith(")") else plain


def _acronym(name: str) -> bool:
    return 1 < len(name) <= _CYRILLIC_ACRONYM and name.isalpha() and name.isupper()


def _roles(item: dict[str, Any]) -> Iterator[str]:
    """Positions held (P39) with the years they began (P580) and ended (P582): ``Q4294919 2004-``."""
    for claim in _claims(item, "P39"):
        held = _value(claim.get("mainsnak"))
        if isinstance(held, dict) and "id" in held:
            years = [_year(claim, p) for p in ("P580", "P582")]
            yield f"{held['id']} {years[0]}-{years[1]}" if any(years) else str(held["id"])


def _year(claim: dict[str, Any], name: str) -> str:
    for snak in (claim.get("qualifiers") or {}).get(name, ()):
        value = _value(snak)
        if isinstance(value, dict) and "time" in value:
            return str(value["time"]).lstrip("+").split("-")[0].lstrip("0")
    return ""


def _claims(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The claims of a property that are not deprecated, preferred ones first."""
    claims = item.get("claims") or {}
    rows = claims.get(name, []) if isinstance(claims, dict) else []
    rows = [c for c in rows if isinstance(c, dict) and c.get("rank") != "deprecated"]
    return sorted(rows, key=lambda c: c.get("rank") != "preferred")


def _items(item: dict[str, Any], name: str) -> list[str]:
    values = (_value(c.get("mainsnak")) for c in _claims(item, name))
    return [str(v["id"]) for v in values if isinstance(v, dict) and "id" in v]


def _value(snak: Any) -> Any:
    if not isinstance(snak, dict) or snak.get("snaktype", "value") != "value":
        return None
    data = snak.get("datavalue")
    return data.get("value") if isinstance(data, dict) else None


def _label(item: dict[str, Any], language: str) -> str:
    labels = item.get("labels") or {}
    row = labels.get(language) if isinstance(labels, dict) else None
    return str(row.get("value", "")).strip() if isinstance(row, dict) else ""


def _aliases(item: dict[str, Any], language: str) -> list[str]:
    rows = item.get("aliases") or {}
    found = rows.get(language, ()) if isinstance(rows, dict) else ()
    return [str(r["value"]).strip() for r in found if isinstance(r, dict) and r.get("value")]
