"""TermBase eXchange: version 3 (ISO 30042:2019, DCA style, TBX-Basic) written, 2 and 3 read; an entry at a time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import Options, Record, Skipped, opened
from mtfix.gazetteer.formats.columns import entry_of_cells
from mtfix.gazetteer.rows import TYPES

_ENTRY = ("conceptEntry", "termEntry")
_LANGUAGE = ("langSec", "langSet")
_TERM = ("termSec", "tig", "ntig")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_GENDERS = {"masculine": "m", "feminine": "f"}
#: Notes that carry what TBX-Basic has no category for.
_NOTES = ("role", "country", "given id")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>mtfix gazetteer</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""


def read(path: Path, options: Options) -> Iterator[Record]:
    """Entries of a termbase: English and Russian terms of a concept, the preferred or first one the usual name.

    Raises:
        DataError: where the file cannot be read or is no XML.
    """
    with opened(path) as f:
        root: ET.Element | None = None
        try:
            for event, node in ET.iterparse(f, ("start", "end")):
                if root is None:
                    root = node
                    if _tag(node) not in ("tbx", "martif"):
                        raise DataError(f"{path}:1: <{_tag(node)}> where <tbx> or <martif> is expected; is it TBX?")
                elif event == "end" and _tag(node) in _ENTRY:
                    yield _record(node, options)
                    root.clear()  # entries read already: memory does not grow
        except ET.ParseError as e:
            raise DataError(f"{path}:{e.position[0]}: no well-formed XML ({e})") from None


def _record(node: ET.Element, options: Options) -> Record:
    cells: dict[str, list[str]] = {"id": [node.get("id", "")]}
    for child in node:
        if _tag(child) in _LANGUAGE:
            language = (child.get(_LANG) or child.get("lang") or "").lower()[:2]
            for term in child:
                if _tag(term) in _TERM and language in ("en", "ru"):
                    _term(term, language, cells)
        else:
            _facts(child, cells)
    for several in ("en", "ru"):
        names = cells.get(several, [])
        if several == "en":
            cells["aliases"] = names[1:] + cells.get("aliases", [])
        cells[several] = names[:1]
    if not cells["en"]:
        return Skipped("no English term")
    if not cells["ru"]:
        return Skipped("no Russian term")
    kind = next((t for t in cells.get("type", ()) if t in TYPES), options.type)
    row = {c: " | ".join(v) for c, v in cells.items()} | {"type": kind}
    if not kind:
        return Skipped("no subject field that is a type of entry (--type gives one)")
    if "given id" in row:
        row["id"] = row.pop("given id")
    elif not row["id"] or (row["id"][0] in "cC" and row["id"][1:].isdigit()):
        row["id"] = ""
    return entry_of_cells(row, options, 0)


def _facts(node: ET.Element, cells: dict[str, list[str]]) -> None:
    """What stands at a concept: subject field, source, notes; groups are looked into."""
    tag, kind, text = _tag(node), node.get("type", ""), _text(node)
    if tag in ("descripGrp", "adminGrp"):
        for child in node:
            _facts(child, cells)
    elif tag == "descrip" and kind == "subjectField":
        cells.setdefault("type", []).append(text.lower())
    elif tag == "admin" and kind == "source":
        cells.setdefault("source", []).append(text)
    elif tag == "note":
        name, _, value = text.partition(": ")
        if name in _NOTES and value:
            cells.setdefault("roles" if name == "role" else name, []).append(value)


def _term(node: ET.Element, language: str, cells: dict[str, list[str]]) -> None:
    notes = {n.get("type", ""): _text(n) for n in node.iter() if _tag(n) == "termNote"}
    term = next((_text(n) for n in node.iter() if _tag(n) == "term"), "")
    status = notes.get("administrativeStatus", "")
    if not term:
        return
    if gender := _GENDERS.get(notes.get("grammaticalGender", "")):
        cells["gender"] = [gender]
    if status.startswith(("deprecated", "superseded")):
        column = "forbidden" if language == "en" else "rest"
    elif notes.get("termType") in ("acronym", "initialism", "abbreviation"):
        column = f"acr_{language}"
    else:
        column = language
    rows = cells.setdefault(column, [])
    if status.startswith("preferred"):
        rows.insert(0, term)
    else:
        rows.append(term)


def write(entries: Iterable[Entry], out: IO[bytes]) -> None:
    """Write a concept for each entry."""
    text = io.TextIOWrapper(out, "utf-8", newline="\n", write_through=True)
    text.write(_HEAD)
    for n, e in enumerate(entries, 1):
        text.write(_concept(e, n))
    text.write("</body></text>\n</tbx>\n")
    text.detach()


def _concept(e: Entry, n: int) -> str:
    # an XML name has no blank or colon, so the entry's own id is a note
    out = [f'<conceptEntry id="c{n}">', f'<descrip type="subjectField">{escape(e.type)}</descrip>']
    if e.source:
        out.append(f'<admin type="source">{escape(e.source)}</admin>')
    out.append(f"<note>given id: {escape(e.id)}</note>")
    out += [f"<note>role: {escape(r)}</note>" for r in e.roles]
    if e.country:
        out.append(f"<note>country: {escape(e.country)}</note>")
    english = [(e.en, "preferredTerm-admn-sts", "")]
    english += [(a, "admittedTerm-admn-sts", "") for a in e.aliases]
    english += [(f, "deprecatedTerm-admn-sts", "") for f in e.forbidden]
    english += [(a, "admittedTerm-admn-sts", "acronym") for a in e.acr_en]
    russian = [(e.ru, "preferredTerm-admn-sts", "")] if e.ru else []
    russian += [(a, "admittedTerm-admn-sts", "acronym") for a in e.acr_ru]
    gender = {v: k for k, v in _GENDERS.items()}.get(e.gender, "")
    for language, terms in (("en", english), ("ru", russian)):
        if terms:
            out.append(f"<langSec xml:lang={quoteattr(language)}>")
            for term, status, kind in terms:
                notes = [("administrativeStatus", status), ("termType", kind)]
                notes += [("grammaticalGender", gender)] if language == "ru" and not kind else []
                made = "".join(f'<termNote type="{k}">{v}</termNote>' for k, v in notes if v)
                out.append(f"<termSec><term>{escape(term)}</term>{made}</termSec>")
            out.append("</langSec>")
    return "\n".join([*out, "</conceptEntry>\n"])


def _tag(node: ET.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _text(node: ET.Element) -> str:
    return " ".join("".join(node.itertext()).split())
