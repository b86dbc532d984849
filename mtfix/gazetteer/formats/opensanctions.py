"""OpenSanctions and other FollowTheMoney data: an entity a line (https://followthemoney.tech/docs/entity/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Bad, Options, Record, Skipped, is_cyrillic, is_latin, lines_of
from mtfix.gazetteer.formats.people import ordinary, plain_russian

#: Schemata of FollowTheMoney to types of entry.
_TYPES = {
    "Person": "person", "Organization": "body", "Company": "body", "PublicBody": "body", "LegalEntity": "body",
    "Vessel": "vessel", "Airplane": "craft",
}  # fmt: skip
_GENDERS = {"male": "m", "female": "f"}
#: Letters of other Cyrillic alphabets than the Russian.
_OTHER = frozenset("іїєґўјљњћђџѓќѕ")
_ALIASES = 8


def read(path: Path, options: Options) -> Iterator[Record]:
    """Entries of people, bodies and vessels that have a name in Cyrillic and one in Latin letters."""
    for n, raw in lines_of(path):
        if not raw.strip():
            continue
        try:
            entity = json.loads(raw)
        except ValueError as e:
            yield Bad(n, f"no JSON ({e})")
            continue
        if not isinstance(entity, dict) or "schema" not in entity or not isinstance(entity.get("properties"), dict):
            yield Bad(n, "no FollowTheMoney entity (schema and properties)")
            continue
        yield _record(entity, options)


def _record(entity: dict[str, Any], options: Options) -> Record:
    kind = _TYPES.get(entity["schema"], "")
    if not kind:
        return Skipped(f"schema {entity['schema']}")
    if options.types and kind not in options.types:
        return Skipped("of another type than was asked for")
    person = kind == "person"
    properties = entity["properties"]
    names = [n for p in ("name", "alias") for n in _values(properties, p)]
    caption = str(entity.get("caption") or "")
    latin = list(dict.fromkeys(_english(n, person) for n in (caption, *names) if is_latin(n)))
    cyrillic = [n for n in names if is_cyrillic(n)]
    russian = [n for n in cyrillic if not _OTHER & set(n.lower())]
    if not cyrillic:
        return Skipped("no name in Cyrillic")
    if not russian:
        return Skipped("no name in Russian letters")
    if not latin:
        return Skipped("no name in Latin letters")
    given, last = (_values(properties, p) for p in ("firstName", "lastName"))
    ru = plain_russian(russian[0]) if person else russian[0]
    if person and given and last and is_cyrillic(given[0]) and is_cyrillic(last[0]):
        ru = f"{plain_russian(given[0])} {plain_russian(last[0])}"
    qid = next(iter(_values(properties, "wikidataId")), "")
    gender = next((_GENDERS[g] for g in _values(properties, "gender") if g in _GENDERS), "") if person else ""
    countries = [c for p in ("country", "nationality", "jurisdiction") for c in _values(properties, p)]
    return Entry(
        qid or str(entity.get("id", "")),
        kind,
        latin[0],
        ru,
        gender,
        tuple(latin[1:_ALIASES]),
        tuple(dict.fromkeys(p for p in _values(properties, "position") if is_latin(p))),
        next((c.upper() for c in countries if len(c) == 2), ""),
        source=options.source or f"OpenSanctions {entity.get('id', '')}",
    )


def _english(name: str, person: bool) -> str:
    """A Latin name in the order of the wires: registers put ``LAVROV, Sergei``."""
    name = " ".join(name.split())
    if person and name.count(",") == 1:
        last, _, rest = name.partition(",")
        name = f"{rest.strip()} {last.strip()}"
    return " ".join(ordinary(w) for w in name.split(" ")) if person else name


def _values(properties: dict[str, Any], name: str) -> list[str]:
    values = properties.get(name) or []
    return [str(v).strip() for v in (values if isinstance(values, list) else [values]) if str(v).strip()]
