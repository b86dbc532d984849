"""`mtfix gazetteer show`: an entry with all its facts, or the entries nearest to a name."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from mtfix.cli import io
from mtfix.cli.options import Parser, common, configuration, in_color
from mtfix.report.text import paint

if TYPE_CHECKING:
    from mtfix.gazetteer.lookup import Match
#: Case forms of one part that are shown.
_FORMS = 12


def parser() -> Parser:
    """The command's arguments."""
    p = Parser("gazetteer show", "Entries by English name, alias, Russian name, acronym or id; else the nearest ones.")
    p.add_argument("name", metavar="NAME", nargs="+", help="a name each; put one of several words in quotation marks")
    p.add_argument("--json", action="store_true", help="a JSON object a name, one a line")
    p.add_argument("--most", type=int, default=5, metavar="N", help="near entries of a name at most (5)")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command: 0 if every name has an answer, exact or near, else 2."""
    from mtfix.gazetteer.lookup import find
    from mtfix.gazetteer.store import Gazetteer

    gazetteer = Gazetteer.open(tuple(configuration(args).gazetteer))
    missing = False
    color = in_color(args.color)
    for i, name in enumerate(args.name):
        matches = find(gazetteer, name, max(1, args.most))
        if args.json:
            io.emit(json.dumps({"name": name, "matches": [record(m) for m in matches]}, ensure_ascii=False) + "\n")
        elif matches:
            io.emit(("\n" if i else "") + page(name, matches, color))
        if not matches:
            missing = True
            io.say(f"{name}: no entry has this name or one near it; --gazetteer FILE adds a table of your own")
    return 2 if missing else 0


def record(m: Match) -> dict[str, object]:
    """A match as JSON."""
    e = m.entry
    return {
        "id": e.id,
        "type": e.type,
        "en": e.en,
        "aliases": list(e.aliases),
        "ru": e.ru,
        "forms": {part: list(forms) for part, forms in _forms(m)},
        "gender": e.gender,
        "roles": list(e.roles),
        "country": e.country,
        "acr_ru": list(e.acr_ru),
        "acr_en": list(e.acr_en),
        "forbidden": list(e.forbidden),
        "source": e.source,
        "file": str(m.file) if m.file else None,
        "line": m.line or None,
        "score": m.score,
        "why": m.why,
    }


def page(name: str, matches: list[Match], color: bool = False) -> str:
    """What is shown of a name's matches."""
    exact = matches[0].score == 1.0
    out = [] if exact else [f"{name}: no entry has this name; the nearest are"]
    for m in matches:
        e = m.entry
        head = f"{paint(e.en, 'bold', color)}  {e.type}"
        out.append(head + (f"  ({m.why})" if exact else f"  {m.score:.2f}"))
        rows = [] if exact else [("why", m.why)]
        rows += [("id", e.id), ("aliases", "; ".join(e.aliases)), ("Russian", e.ru)]
        for part, forms in _forms(m):
            more = f" and {len(forms) - _FORMS} more" if len(forms) > _FORMS else ""
            rows.append(("forms", f"{part}: {', '.join(forms[1 : _FORMS + 1]) or 'does not decline'}{more}"))
        rows += [
            ("gender", {"m": "male", "f": "female"}.get(e.gender, "")),
            ("roles", "; ".join(e.roles)),
            ("country", e.country),
            ("acronyms", "; ".join((*e.acr_ru, *e.acr_en))),
            ("forbidden", "; ".join(e.forbidden)),
            ("source", e.source),
            ("where", f"{_short(m.file)}:{m.line}" if m.file else ""),
        ]
        out += [f"  {label:10}{value}" for label, value in rows if value]
    return "\n".join(out) + "\n"


def _short(path: Path) -> Path:
    """A path as seen from here, where it lies below."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _forms(m: Match) -> list[tuple[str, tuple[str, ...]]]:
    from mtfix.gazetteer.forms import part_forms

    return [(part, part_forms(m.entry, i)) for i, part in enumerate(m.entry.ru_parts)]
