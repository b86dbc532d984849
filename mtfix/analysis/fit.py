"""Fits the weights of "left over, or English as it stands?" — the command that makes ``data/russian/leftover.json``.

    python -m mtfix.analysis.fit ENGLISH.txt MT.txt NAMES.tsv [--seed N] [--lines N]

ENGLISH.txt holds good English, a sentence a line, and MT.txt the machine translation that it was made of, line by
line (the shipped weights: MLQE-PE ru-en, CC0). Words of both that no list knows are the negatives, in their places
(those of the machine translation where the good English has them too), and so are names of the world (NAMES.tsv:
names-ru-en, CC0), misprints and rare words put in the place of others. For the positives a word of a sentence is
replaced by a Russian word form, romanised by one scheme, whole, with its end cut off, with an English ending put on,
or with letters lost and changed; or by an English word that went into Russian letters and back. Before that, the
letter models of ``letters.npz`` are made. The model is a logistic regression with an L2 penalty, fitted by Newton's
method.
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
from mtfix.learn import logistic
from mtfix.source.channel import Channel
from mtfix.source.restore import ENDINGS
from mtfix.source.romanise import romanise, schemes
from mtfix.source.russian.fold import strip_marks
from mtfix.source.russian.index import Kind
from mtfix.tables import DATA
from mtfix.text import letters
from mtfix.text.english import Pos

#: Log odds that the balanced fit leaves out, read off the curve of found against false alarms (eval/curve.tsv).
_PRIOR = {"lower": 1.5, "upper": -1.0}
#: Shares of the positives: garbled by letters, and English words that came back.
_GARBLED, _RETURNED = 0.15, 0.1
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


def garble(rng: random.Random, word: str) -> str:
    """Letters lost, changed or added in two to four places, as where subwords are put together wrongly."""
    out = list(word)
    for _ in range(rng.choice((2, 2, 3, 3, 4))):
        i = rng.randrange(len(out))
        kind = rng.randrange(4)
        if kind == 0 and len(out) > 5:
            del out[i]
        elif kind == 1 and len(out) > 6:
            del out[i : i + 2]
        elif kind == 2:
            out.insert(i, rng.choice("aeiourstnlmcdh"))
        else:
            out[i] = rng.choice("aeiourstnlmcdhgpk")
    return "".join(out)


def come_back(rng: random.Random, channel: Channel, word: str) -> str:
    """An English word spelt by ear in Russian and romanised again."""
    loan = rng.choice(channel.decode(word, n=2, beam=6))[0]
    return romanise(loan, rng.choice(schemes())) + rng.choice(("", "", "s", "a", "y"))


def plant(rng: random.Random, forms: list[str], english: list[str], channel: Channel) -> str:
    """A damaged word: mostly a leftover, sometimes a garble or an English word that came back."""
    kind = rng.random()
    if kind < _GARBLED:
        return garble(rng, romanise(rng.choice(forms), rng.choice(schemes())))
    if kind < _GARBLED + _RETURNED:
        return come_back(rng, channel, rng.choice(english))
    return draw_form(rng, forms)


def samples(
    lines: list[tuple[str, str]], names: list[str], knowledge: Knowledge, rng: random.Random
) -> Iterator[tuple[dict[str, float], int]]:
    """Features and label of every unknown word, as it stands and with damaged words put in."""
    forms = _forms(knowledge, rng)
    strangers = _strangers(knowledge, rng)
    channel = Channel.load()
    e = knowledge.english
    loans = [w for w in e.words() if len(w) > 4 and 2.5 < e.zipf(w) < 4.5 and e.pos(w) & Pos.NOUN and w.isalpha()]
    for line, mt in lines:
        yield from _unknown(line, knowledge, set())
        kept = {w.text for w in Document(line).words}
        yield from _unknown(mt, knowledge, {w.start for w in Document(mt).words if w.text in kept}, 0)
        yield from _stranger(line, knowledge, names, strangers, rng)
        spots = [
            w
            for w in Document(line).words
            if 3.0 < e.zipf(w.text.lower()) < 5.5 and e.pos(w.text.lower()) & (Pos.NOUN | Pos.ADJ)
        ]
        if not spots:
            continue
        w = rng.choice(spots)
        latin = plant(rng, forms, loans, channel)
        if w.text[0].isupper():
            latin = latin.upper() if w.text.isupper() and len(w.text) > 1 else latin[:1].upper() + latin[1:]
        yield from _unknown(line[: w.start] + latin + line[w.end :], knowledge, {w.start}, 1)


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
        if rng.random() < 0.5:  # half of them stand for words that the list does not hold
            f |= {k: 0.0 for k in ("zipf", "in list", "upper zipf", "upper in list") if k in f}
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


def _unknown(
    line: str, knowledge: Knowledge, places: set[int], label: int = 0
) -> Iterator[tuple[dict[str, float], int]]:
    """Features of the unknown words at some places (all, if none is named), each with the label."""
    doc = Document(line)
    analysis = Analysis.of(doc, knowledge)
    for i, v in analysis.readings.verdicts.items():
        w = doc.words[i]
        if places and w.start not in places:
            continue
        if i in analysis.people.known or any("\u0400" <= c <= "\u04ff" for c in line):
            continue
        lower = w.text.lower().removesuffix("'s")
        f = features(w.text, lower, v.english, v.readings, v.kin, v.near, knowledge) | place_features(analysis, i)
        yield f, label


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


def letter_models(names: list[str], forms: list[str], rng: random.Random) -> None:
    """Make ``letters.npz``: how names of the world look, and how Russian words in Latin letters do."""
    romanised = ((strip_marks(romanise(f, rng.choice(schemes()))), 1.0) for f in forms)
    named = letters.train((strip_marks(n), 1.0) for n in names)
    np.savez_compressed(DATA / "russian/letters.npz", names=named, russian=letters.train(romanised))


def main(argv: list[str] | None = None) -> int:
    """Fit and write; prints how well the classes part."""
    ap = argparse.ArgumentParser(prog="python -m mtfix.analysis.fit", description=__doc__)
    ap.add_argument("english", type=Path)
    ap.add_argument("mt", type=Path)
    ap.add_argument("names", type=Path, help="names of the world, tab-separated, the Latin spelling first")
    ap.add_argument("--out", type=Path, default=DATA / "russian/leftover.json")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--lines", type=int, default=None, help="take the first N lines alone")
    a = ap.parse_args(argv)
    english, mt = (p.read_text("utf-8").split("\n") for p in (a.english, a.mt))
    lines = [(x, y) for x, y in zip(english, mt, strict=True) if x.strip()][: a.lines]
    rng = random.Random(a.seed)
    names = sorted({x.split("\t")[0].lower() for x in a.names.read_text("utf-8").split("\n") if x.strip()})
    knowledge = Knowledge.open(Config())
    letter_models(names, _forms(knowledge, rng), rng)
    rows = list(samples(lines, names, knowledge, rng))
    held = rows[::5]
    w = logistic([r for n, r in enumerate(rows) if n % 5])
    for initial in ("", "upper "):
        part = [(f, y) for f, y in held if f"{initial}bias" in f]
        print(f"held out, {initial or 'lower '}case: {parted(part, w)}", file=sys.stderr)
    info = {
        "made_by": "python -m mtfix.analysis.fit",
        "date": datetime.date.today().isoformat(),
        "seed": a.seed,
        "sets": {
            p.name: {"sha256": hashlib.sha256(p.read_bytes()).hexdigest(), "lines": len(lines)}
            for p in (a.english, a.mt)
        }
        | {a.names.name: {"sha256": hashlib.sha256(a.names.read_bytes()).hexdigest()}},
        "positives": sum(y for _, y in rows),
        "negatives": sum(1 - y for _, y in rows),
        # log odds added to a word in lower case, and to one with a capital: set from the curve in eval/curve.tsv
        "prior": _PRIOR,
        "weights": w,
    }
    a.out.write_text(json.dumps(info, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def parted(rows: list[tuple[dict[str, float], int]], w: dict[str, float]) -> str:
    """How many of the positives are found at shares of the negatives."""
    scores = sorted(((sum(w.get(k, 0) * v for k, v in f.items()), y) for f, y in rows), reverse=True)
    positives = max(1, sum(y for _, y in scores))
    out = []
    for share in (0.005, 0.02, 0.05, 0.1):
        allowed, found, wrong = share * (len(scores) - positives), 0, 0
        for _, y in scores:
            wrong += not y
            found += y
            if wrong > allowed:
                break
        out.append(f"{found / positives:.3f} at {share}")
    return ", ".join(out) + " of the negatives"


if __name__ == "__main__":
    sys.exit(main())
