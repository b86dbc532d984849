"""`mtfix score`: texts against references, or repairs against artefact gold."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mtfix import SCHEMA, __version__
from mtfix.cli import io
from mtfix.cli.engine import Engine
from mtfix.cli.errors import UsageError
from mtfix.cli.options import Parser, common, configuration
from mtfix.config import Config
from mtfix.document import Document
from mtfix.errors import InputError
from mtfix.report.clean import one_line
from mtfix.report.json import dumps
from mtfix.report.text import count
from mtfix.score.corpus import CorpusScore, Metric, score
from mtfix.score.edits import Counts, EditScore, add, parse_gold

_EPILOG = """\
examples:
  mtfix score clean.txt --ref ref.txt --before raw.txt     (a segment a line in every file)
  mtfix score --raw mt.txt --ref post-edited.txt           (cleans each segment by itself, safe edits alone)
  mtfix score --gold artefacts.jsonl --texts stories/      (runs mtfix on the texts that the gold names)"""
#: Segments shown with -v.
_SHOWN = 10


def parser() -> Parser:
    """The command's arguments."""
    p = Parser("score", "Score texts against references (BLEU, chrF2, TER), or repairs against gold.", _EPILOG)
    p.add_argument("cleaned", nargs="?", metavar="CLEANED", help="the cleaned text, a segment a line")
    p.add_argument("--ref", metavar="FILE", action="append", help="a reference; may be repeated")
    p.add_argument("--before", metavar="FILE", help="the text before cleaning: differences are tested")
    p.add_argument("--raw", metavar="FILE", help="machine translation to clean here, segment by segment, and score")
    p.add_argument("--source", metavar="FILE", help="the source text, shown beside segments that changed")
    p.add_argument("--gold", metavar="FILE", help="artefact gold (JSON lines)")
    p.add_argument("--texts", metavar="DIR", help="with --gold: the folder that holds the texts it names")
    p.add_argument("--json", action="store_true", help="JSON instead of a table")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command.

    Raises:
        InputError: if files cannot be read, or their lines do not agree.
    """
    config = configuration(args)
    if args.gold:
        if args.cleaned or args.ref or args.before or args.source or args.raw:
            raise UsageError("--gold goes with --texts DIR alone: it runs mtfix on the texts itself")
        if not args.texts:
            raise UsageError("--gold needs --texts DIR, the folder that holds the texts it names")
        _gold(args, config)
        return 0
    if args.texts:
        raise UsageError("--texts goes with --gold FILE")
    if args.raw and (args.cleaned or args.before):
        raise UsageError("--raw FILE is cleaned here: give neither CLEANED nor --before with it")
    if not (args.cleaned or args.raw) or not args.ref:
        raise UsageError("score needs CLEANED or --raw FILE, with --ref FILE; or --gold FILE and --texts DIR")
    if args.raw:
        _raw(args, config)
        return 0
    files = [args.cleaned, *args.ref, args.before, args.source]
    if files.count("-") > 1:
        raise UsageError("standard input can be read once; give - once")
    cleaned, *refs = (_lines(p, config) for p in (args.cleaned, *args.ref))
    before, source = (_lines(p, config) if p else None for p in (args.before, args.source))
    _corpus(args, score(cleaned, refs, before, source))
    return 0


def _raw(args: argparse.Namespace, config: Config) -> None:
    """Clean each segment by itself and score what came of it against what was there."""
    files = [args.raw, *args.ref, args.source]
    if files.count("-") > 1:
        raise UsageError("standard input can be read once; give - once")
    raw, *refs = (_lines(p, config) for p in (args.raw, *args.ref))
    source = _lines(args.source, config) if args.source else None
    engine = Engine(config, args.verbose)
    _corpus(args, score([engine.fix(Document(x)).text for x in raw], refs, raw, source))


def _lines(path: str, config: Config) -> list[str]:
    """The segments of a file: lines end at LF or CR LF alone, since a segment may hold any other separator."""
    text = io.read(path, config.max_chars).text
    parts = text.split("\n")
    if parts[-1] == "":
        parts.pop()
    return [p.removesuffix("\r") for p in parts]


def _corpus(args: argparse.Namespace, s: CorpusScore) -> None:
    if args.json:
        io.emit(dumps(_corpus_dict(s), indent=2) + "\n")
        return
    paired = s.changed is not None
    head = ["", "before", "after", "change", "p"] if paired else ["", "score"]
    rows = [head, *(_metric_row(m, paired) for m in s.metrics)]
    out = [_table(rows), ""]
    if s.changed is not None:
        out.append(f"{count(s.segments, 'segment')}, {len(s.changed):,} changed")
        for name, t in (("chrF2", s.by_chrf), ("TER", s.by_ter)):
            out.append(f"by sentence {name}: {t.better:,} better, {t.worse:,} worse, {t.same:,} same")
        if args.verbose:
            out += _examples(s)
    else:
        out.append(count(s.segments, "segment"))
    out += [f"{m.name}: {m.signature}" for m in s.metrics]
    io.emit("\n".join(out) + "\n")


def _metric_row(m: Metric, paired: bool) -> list[str]:
    name = m.name + (" (lower is better)" if m.lower_is_better else "")
    if not paired or m.before is None or m.p_value is None:
        return [name, f"{m.score:.2f}"]
    return [name, f"{m.before:.2f}", f"{m.score:.2f}", f"{m.score - m.before:+.2f}", f"{m.p_value:.4f}"]


def _examples(s: CorpusScore) -> list[str]:
    out: list[str] = []
    for x in (s.changed or ())[:_SHOWN]:
        scores = f"chrF2 {x.chrf_before:.1f} → {x.chrf_after:.1f}, TER {x.ter_before:.1f} → {x.ter_after:.1f}"
        out.append(f"line {x.line}: {scores}")
        texts = (("source", x.source), ("before", x.before), ("after", x.after), ("reference", x.reference))
        out += [f"  {name:9} {one_line(text)}" for name, text in texts if text is not None]
    return out


def _corpus_dict(s: CorpusScore) -> dict[str, Any]:
    out: dict[str, Any] = {"schema": SCHEMA, "version": __version__, "segments": s.segments,
                           "metrics": [asdict(m) for m in s.metrics]}  # fmt: skip
    if s.changed is not None:
        out["sentences"] = {**asdict(s.by_chrf), "ter": asdict(s.by_ter)}
        out["changed"] = [asdict(x) for x in s.changed]
    return out


def _gold(args: argparse.Namespace, config: Config) -> None:
    gold = parse_gold(io.read(args.gold, config.max_chars).text.split("\n"), args.gold)
    if not gold:
        raise InputError(f"{args.gold}: no artefact in it")
    engine = Engine(config, args.verbose)
    total = EditScore()
    for doc, artefacts in gold.items():
        source = io.read(str(Path(args.texts) / doc), config.max_chars)
        add(total, doc, artefacts, engine.fix(Document(source.text, doc)))
    if args.json:
        head = {"schema": SCHEMA, "version": __version__, "texts": len(gold)}
        io.emit(dumps({**head, **total.to_dict()}, indent=2) + "\n")
        return
    rows = [["family", "gold", "found", "fixed", "offered", "recall", "precision", "F1"]]
    rows += [_family_row(name, total.families[name]) for name in sorted(total.families)]
    rows.append(_family_row("all", total.all))
    out = [_table(rows), "", f"{count(len(gold), 'text')}, {count(total.words, 'word')}; "
           f"{count(total.all.false, 'edit')} outside any artefact"]  # fmt: skip
    out += [f"  {n} by {rule}" for rule, n in total.false_by_rule.most_common()]
    if args.verbose:
        out += [f"missed {a.doc}:{a.start}: {one_line(a.text)} ({a.category}, {a.tier})" for a in total.missed]
        out += [f"wrong {doc}:{e.start}: {one_line(e.before)} → {one_line(e.after)}" for doc, e in total.wrong]
    io.emit("\n".join(out) + "\n")


def _family_row(name: str, c: Counts) -> list[str]:
    d = c.to_dict()
    rates = ["-" if d[k] is None else f"{d[k]:.1%}" for k in ("recall", "precision", "f1")]
    return [name, *(str(n) for n in (c.gold, c.found, c.fixed, c.offered)), *rates]


def _table(rows: list[list[str]]) -> str:
    """Columns lined up: the first to the left, the others to the right."""
    width = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    cells = ([r[0].ljust(width[0]), *(c.rjust(w) for c, w in zip(r[1:], width[1:], strict=True))] for r in rows)
    return "\n".join("  ".join(row).rstrip() for row in cells)
