"""Fits the weights of "which source word, and is it left over from it?" — makes ``data/russian/sourced.json``.

    python -m mtfix.analysis.fit_source ENGLISH.txt SOURCE.txt MT.txt [--seed N] [--lines N]

Three texts, line by line: good English, the Russian that it translates, and a machine translation of that (the
shipped weights: MLQE-PE ru-en, CC0). Words of the good English that no list knows, or rare ones, are the negatives;
so are those of the machine translation that the good English has too. For the positives an English word that is known
to translate a word of the source, or that stands where an unknown one should, is replaced by that source word in
Latin letters, damaged as in `mtfix.analysis.fit`; which source word it is, is then known. ``align`` is a conditional
logit over source words (McFadden 1974), ``left`` a logistic regression; both have an L2 penalty.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtfix.analysis import Analysis
from mtfix.analysis.fit import garble, parted
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.sourced import Sourced, left_features, stem, suspect, weights
from mtfix.config import Config
from mtfix.document import Document
from mtfix.learn import Features, conditional_logit, logistic
from mtfix.source.restore import ENDINGS
from mtfix.source.romanise import romanise, schemes
from mtfix.tables import DATA

_OUT = DATA / "russian/sourced.json"
#: Shares of the planted words: garbled, cut or with an English ending put on, whole (the rest).
_GARBLED, _DAMAGED = 0.35, 0.3
#: Share of planted words whose English is not known to stand in the good English.
_STRANGE = 0.6


@dataclass(frozen=True)
class Planted:
    """A sentence with a damaged word: the analysis, where the word is, and the source word's number."""

    analysis: Analysis
    at: int
    source: int


def damaged(rng: random.Random, form: str) -> str:
    """A source form as weak MT leaves it."""
    kind = rng.random()
    if kind < _GARBLED:
        return garble(rng, romanise(form, rng.choice(schemes())))
    if kind < _GARBLED + _DAMAGED and len(form) > 5:
        return romanise(form[: -rng.choice((1, 1, 2, 3))], rng.choice(schemes())) + rng.choice(("", *ENDINGS[:10]))
    return romanise(form, rng.choice(schemes()))


def plant(english: str, source: str, knowledge: Knowledge, rng: random.Random) -> Planted | None:
    """Put a damaged source word in the place of the English word that translates it."""
    probe = Sourced(Analysis.of(Document("", source=source), knowledge))
    doc = Document(english)
    places = {stem(w.text.lower()): w for w in doc.words}
    span = max(1, probe.words[-1].at) if probe.words else 1
    spots, strangers = [], []
    for n, s in enumerate(probe.words):
        if len(s.form) < 4 or (s.upper and not s.initial):
            continue
        known = knowledge.source.read(s.form).english
        w = next((places[stem(e.lower())] for e in known if " " not in e and stem(e.lower()) in places), None)
        if w is not None:
            spots.append((n, s.form, w))
        elif len(s.form) > 4:  # a word that the lexicon lacks or translates otherwise: put where it should stand
            near = sorted(doc.words, key=lambda w, at=s.at: abs(w.start / max(1, len(english)) - at / span))  # type: ignore[misc]
            place = next((w for w in near[:5] if len(w.text) > 3 and w.text.islower()), None)
            if place is not None:
                strangers.append((n, s.form, place))
    if rng.random() < _STRANGE and strangers:
        spots = strangers
    if not spots:
        return None
    n, form, w = rng.choice(spots)
    latin = damaged(rng, form)
    if len(latin) < 4 or not latin.replace("ʹ", "").isalpha():
        return None
    if (w.text[0].isupper() and rng.random() < 0.7) or rng.random() < 0.12:
        latin = latin[:1].upper() + latin[1:]
    new = Document(english[: w.start] + latin + english[w.end :], source=source)
    at = next((i for i, x in enumerate(new.words) if x.start == w.start and len(x.text) > 3), None)
    return None if at is None else Planted(Analysis.of(new, knowledge), at, n)


def negatives(text: str, source: str, kept: set[str] | None, knowledge: Knowledge) -> Iterator[tuple[Features, int]]:
    """Features of the words that might be taken for leftovers and are none."""
    analysis = Analysis.of(Document(text, source=source), knowledge)
    sourced = Sourced(analysis)
    for i, w in enumerate(analysis.doc.words):
        if kept is not None and w.text not in kept:
            continue
        if (i in analysis.readings.verdicts or suspect(w.text, knowledge)) and (m := sourced.match(i)) is not None:
            yield left_features(analysis, sourced, i, m), 0


def _write(found: dict[str, Features], info: dict[str, object]) -> None:
    _OUT.write_text(json.dumps({**info, "weights": found}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    weights.cache_clear()


def main(argv: list[str] | None = None) -> int:
    """Fit and write; prints how well it does on a fifth held out."""
    ap = argparse.ArgumentParser(prog="python -m mtfix.analysis.fit_source", description=__doc__)
    for name in ("english", "source", "mt"):
        ap.add_argument(name, type=Path)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--lines", type=int, default=None, help="take the first N lines alone")
    a = ap.parse_args(argv)
    texts = [p.read_text("utf-8").split("\n") for p in (a.english, a.source, a.mt)]
    lines = [row for row in zip(*texts, strict=True) if row[0].strip()][: a.lines]
    rng = random.Random(a.seed)
    knowledge = Knowledge.open(Config())
    planted = [p for english, source, _ in lines if (p := plant(english, source, knowledge, rng)) is not None]
    groups = []
    for p in planted:
        rows = Sourced(p.analysis).candidates(p.at)
        if any(n == p.source for n, _ in rows):
            groups.append([(f, n == p.source) for n, f in rows])
    print(f"{len(planted)} planted, the right source word a candidate of {len(groups)}", file=sys.stderr)
    align = conditional_logit([g for n, g in enumerate(groups) if n % 5])
    held = groups[::5]
    best = [max(g, key=lambda r: sum(align.get(k, 0.0) * v for k, v in r[0].items())) for g in held]
    print(f"held out: right source word first {sum(y for _, y in best) / max(1, len(held)):.3f}", file=sys.stderr)
    sets = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (a.english, a.source, a.mt)}
    info: dict[str, object] = {
        "made_by": "python -m mtfix.analysis.fit_source",
        "date": datetime.date.today().isoformat(),
        "seed": a.seed,
        "sets": sets,
        "lines": len(lines),
    }
    _write({"align": align, "left": {}}, info)
    rows_: list[tuple[Features, int]] = []
    for p in planted:
        sourced = Sourced(p.analysis)
        if (p.at in p.analysis.readings.verdicts or suspect(p.analysis.doc.words[p.at].text, knowledge)) and (
            m := sourced.match(p.at)
        ) is not None:
            rows_.append((left_features(p.analysis, sourced, p.at, m), 1))
    for english, source, mt in lines:
        rows_ += negatives(english, source, None, knowledge)
        rows_ += negatives(mt, source, {w.text for w in Document(english).words}, knowledge)
    rng.shuffle(rows_)
    left = logistic([r for n, r in enumerate(rows_) if n % 5])
    for name in ("unknown", "known"):
        part = [(f, y) for f, y in rows_[::5] if name in f]
        print(f"held out, {name} to English: {parted(part, left)}", file=sys.stderr)
    _write({"align": align, "left": left}, info)
    return 0


if __name__ == "__main__":
    sys.exit(main())
