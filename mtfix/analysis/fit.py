"""Fits the weights of "left over, or English as it stands?" — the command that makes ``data/russian/leftover.json``.

    python -m mtfix.analysis.fit ENGLISH.txt NAMES.tsv [--out FILE] [--seed N]

ENGLISH.txt holds good English, a sentence a line (the shipped weights: the post-edits of MLQE-PE ru-en, CC0). Words
in it that no list knows are the negatives, in their places, and so are names of the world (NAMES.tsv: names-ru-en,
CC0), misprints and rare words put in the place of others. For the positives a word of a sentence is replaced by a
Russian word form, romanised by one scheme, whole or with its end cut off or an English ending put on. The model is
a logistic regression with an L2 penalty, fitted by Newton's method.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.readings import features, place_features
from mtfix.config import Config
from mtfix.document import Document
from mtfix.source.restore import ENDINGS
from mtfix.source.romanise import romanise, schemes
from mtfix.source.russian.index import Kind
from mtfix.tables import DATA
from mtfix.text.english import Pos

#: How much likelier an unknown word is to be English or a name than left over, in ordinary MT output.
#: Sets the bias alone; the margins of the rules are set on clean text in any case.
_PENALTY = 1.0
_DAMAGED = 0.35  # share of the positives whose end is cut or anglicised (data README: a fifth to a third of real ones)


def draw_form(rng: random.Random, forms: list[str]) -> str:
    """A Russian form as MT leaves it: by one scheme, sometimes with its end cut or an English ending put on."""
    word = rng.choice(forms)
    damaged = rng.random() < _DAMAGED and len(word) > 5
    if damaged:
        word = word[: -rng.choice((1, 1, 2))]
    latin = romanise(word, rng.choice(schemes()))
    if damaged and rng.random() < 0.6:
        latin += rng.choice(ENDINGS[:10])
    return latin


def samples(
    lines: list[str], names: list[str], knowledge: Knowledge, rng: random.Random
) -> Iterator[tuple[dict[str, float], int]]:
    """Features and label of every unknown word, as it stands and with Russian forms put in."""
    forms = _forms(knowledge, rng)
    strangers = _strangers(knowledge, rng)
    for line in lines:
        yield from _unknown(line, knowledge, set())
        yield from _stranger(line, knowledge, names, strangers, rng)
        words = Document(line).words
        spots = [
            w
            for w in words
            if 3.0 < knowledge.english.zipf(w.text.lower()) < 5.5
            and knowledge.english.pos(w.text.lower()) & (Pos.NOUN | Pos.ADJ)
        ]
        if not spots:
            continue
        w = rng.choice(spots)
        latin = draw_form(rng, forms)
        if w.text[0].isupper():
            latin = latin.upper() if w.text.isupper() and len(w.text) > 1 else latin[:1].upper() + latin[1:]
        yield from _unknown(line[: w.start] + latin + line[w.end :], knowledge, {w.start})


def _stranger(
    line: str, knowledge: Knowledge, names: list[str], strangers: list[str], rng: random.Random
) -> Iterator[tuple[dict[str, float], int]]:
    """A sentence with a word that is unknown and not Russian: a name of the world, a rare English word, a misprint."""
    words = Document(line).words
    upper = [w for w in words if w.text[0].isupper() and not w.text.isupper() and len(w.text) > 2]
    lower = [w for w in words if w.text.islower() and len(w.text) > 4]
    kind = rng.random()
    if kind < 0.55 and upper and names:
        w, new = rng.choice(upper), rng.choice(names).capitalize()
    elif kind < 0.75 and lower:
        w = rng.choice(lower)
        new = _misprint(w.text, rng)
    elif lower and upper:
        new = rng.choice(strangers)
        # what the list knows without a part of speech is a name, nine times in ten
        name = not knowledge.english.pos(new) and rng.random() < 0.9
        w = rng.choice(upper if name else lower)
        new = new.capitalize() if name else new
    else:
        return
    marked = [n for n in rng.sample(names, min(40, len(names))) if not n.isascii()]
    others = [x for x in upper if x.start > w.end]
    if others and marked and kind < 0.15:
        # a name from a text about another country stands beside others of that country
        x = rng.choice(others)
        line = line[: x.start] + marked[0].capitalize() + line[x.end :]
    for f, _ in _unknown(line[: w.start] + new + line[w.end :], knowledge, {w.start}):
        f = dict(f)
        if rng.random() < 0.5:
            f["zipf"] = 0.0  # half of them stand for words that the list does not hold
        yield f, 0


def _misprint(word: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:i] + word[i + 1 :]
    if kind == 1:
        return word[:i] + rng.choice("aeiourstnl") + word[i:]
    if kind == 2:
        return word[:i] + rng.choice("aeiourstnl") + word[i + 1 :]
    return word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :]


def _strangers(knowledge: Knowledge, rng: random.Random) -> list[str]:
    """Rare entries of the English list: names, foreign words, rare words."""
    rows = sorted(
        w for w in knowledge.english.words() if len(w) > 3 and w.isalpha() and knowledge.english.zipf(w) < 2.3
    )
    rng.shuffle(rows)
    return rows[:40_000]


def _unknown(line: str, knowledge: Knowledge, planted: set[int]) -> Iterator[tuple[dict[str, float], int]]:
    doc = Document(line)
    analysis = Analysis.of(doc, knowledge)
    for i, v in analysis.readings.verdicts.items():
        w = doc.words[i]
        if planted and w.start not in planted:
            continue
        if i in analysis.people.known or any("\u0400" <= c <= "\u04ff" for c in line):
            continue
        lower = w.text.lower().removesuffix("'s")
        f = features(w.text, lower, v.english, v.readings, knowledge) | place_features(analysis, i)
        yield f, int(w.start in planted)


def _forms(knowledge: Knowledge, rng: random.Random) -> list[str]:
    """Forms that MT may not know: common words, log-uniform over the middle and rare frequencies."""
    index = knowledge.source.index
    bands: dict[int, list[str]] = {}
    for form in index.forms():
        if len(form) >= 4 and index.kind(form) & Kind.COMMON and not index.kind(form).name_only and form.isalpha():
            z = index.log10(form)
            if -8.2 < z < -4.5:
                bands.setdefault(round(z * 2), []).append(form)
    out: list[str] = []
    for band in sorted(bands):
        rows = sorted(bands[band])
        rng.shuffle(rows)
        out += rows[:2000]
    return out


def fit(rows: list[tuple[dict[str, float], int]]) -> dict[str, float]:
    """Logistic regression, balanced classes, L2 penalty, Newton's method; weights by feature name."""
    names = sorted({k for f, _ in rows for k in f})
    at = {k: n for n, k in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    y = np.array([label for _, label in rows], float)
    for r, (f, _) in enumerate(rows):
        for k, value in f.items():
            x[r, at[k]] = value
    balance = np.where(y > 0, 0.5 / max(1.0, y.sum()), 0.5 / max(1.0, (1 - y).sum())) * len(rows)
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (balance * (p - y)) + _PENALTY * w
        hessian = (x * (balance * p * (1 - p))[:, None]).T @ x + _PENALTY * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {k: round(float(w[at[k]]), 4) for k in names}


def main(argv: list[str] | None = None) -> int:
    """Fit and write; prints how well the classes part."""
    ap = argparse.ArgumentParser(prog="python -m mtfix.analysis.fit", description=__doc__)
    ap.add_argument("english", type=Path)
    ap.add_argument("names", type=Path, help="names of the world, tab-separated, the Latin spelling first")
    ap.add_argument("--out", type=Path, default=DATA / "russian/leftover.json")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args(argv)
    lines = [x for x in a.english.read_text("utf-8").split("\n") if x.strip()]
    rng = random.Random(a.seed)
    names = sorted({x.split("\t")[0] for x in a.names.read_text("utf-8").split("\n") if x.strip()})
    rows = list(samples(lines, names, Knowledge.open(Config()), rng))
    held = rows[::5]
    train = [r for n, r in enumerate(rows) if n % 5]
    w = fit(train)
    scores = sorted(((sum(w.get(k, 0) * v for k, v in f.items()), y) for f, y in held), reverse=True)
    positives = sum(y for _, y in scores)
    for share in (0.001, 0.005, 0.01, 0.02, 0.05):
        allowed, found = share * (len(scores) - positives), 0
        wrong = 0
        for _, y in scores:
            wrong += not y
            found += y
            if wrong > allowed:
                break
        print(
            f"held out: {found / max(1, positives):.3f} of the positives at {share:.3f} of the negatives",
            file=sys.stderr,
        )
    info = {
        "made_by": "python -m mtfix.analysis.fit",
        "date": datetime.date.today().isoformat(),
        "seed": a.seed,
        "english": a.english.name,
        "sha256": hashlib.sha256(a.english.read_bytes()).hexdigest(),
        "names": a.names.name,
        "names_sha256": hashlib.sha256(a.names.read_bytes()).hexdigest(),
        "positives": sum(y for _, y in rows),
        "negatives": sum(1 - y for _, y in rows),
        "weights": w,
    }
    a.out.write_text(json.dumps(info, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
