"""Fits what each kind of damage costs and how much the prior counts — makes ``data/russian/damage.json``.

    python -m mtfix.source.russian.fit_damage [--seed N] [--words N]

Russian forms of the middle and rare frequencies are drawn by type, romanised by a scheme, and some of them cut short,
given an English ending or garbled; the restorer's candidates for each are the rows of a conditional logit, of which
the right one is the form itself or, failing that, one of its lemma. What is learnt are the weights of
`mtfix.source.restore.Weights`; the channel itself is learnt elsewhere (`channel_train`).
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys

from mtfix.learn import Features, conditional_logit
from mtfix.source.restore import ENDINGS, PLURAL, Restoration
from mtfix.source.romanise import romanise, schemes
from mtfix.source.russian.index import FormIndex, Kind
from mtfix.source.russian.pack import DAMAGE, Russian

#: Shares of damaged words among all: a fifth to a third of real leftovers have lost or changed their end.
_CUT, _ENGLISH_END, _GARBLED = 0.15, 0.12, 0.15


#: Of the English endings, how many are the plural's -s.
_PLURALS = 0.6


def draw(index: FormIndex, rng: random.Random, count: int) -> list[str]:
    """Common words by type, none too short or unheard of."""
    forms = [
        f
        for f in index.forms()
        if len(f) >= 5 and -8.0 < index.log10(f) < -4.0 and index.kind(f) & Kind.COMMON and f.isalpha() and "ё" not in f
    ]
    return rng.sample(sorted(forms), min(count, len(forms)))


def damage(rng: random.Random, form: str) -> str:
    """A form in Latin letters as MT leaves it."""
    kind, scheme = rng.random(), rng.choice(schemes())
    if kind < _CUT and len(form) > 6:
        return romanise(form[: -rng.choice((1, 1, 2))], scheme)
    if kind < _CUT + _ENGLISH_END and len(form) > 6:
        stem = romanise(form[: len(form) - rng.choice((0, 1, 1, 2))], scheme)
        return stem + ("s" if rng.random() < _PLURALS else rng.choice(ENDINGS[:10]))
    latin = romanise(form, scheme)
    if kind < _CUT + _ENGLISH_END + _GARBLED:
        i = rng.randrange(1, len(latin) - 1)
        return latin[:i] + rng.choice(("", rng.choice("aeioukrst"))) + latin[i + 1 :]
    return latin


def features(r: Restoration) -> Features:
    """What a candidate's score is made of, the channel first."""
    how = "plural" if r.end in PLURAL else r.how
    return {"channel": r.channel, "prior": r.prior, how: 1.0, "lost": float(r.lost)}


def main(argv: list[str] | None = None) -> int:
    """Fit and write; prints how often the right form is first, before and after, on a fifth held out."""
    ap = argparse.ArgumentParser(prog="python -m mtfix.source.russian.fit_damage", description=__doc__)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--words", type=int, default=4000)
    a = ap.parse_args(argv)
    rng, pack = random.Random(a.seed), Russian.open()
    groups = []
    for form in draw(pack.index, rng, a.words):
        found = pack.restorer.restore(damage(rng, form))
        lemma = pack.read(form).lemma
        # the end that is lost decides between forms of one lemma, so the lemma is what can be asked for
        right = next((r for r in found if r.form == form), None) or next(
            (r for r in found if pack.read(r.form, r.first).lemma == lemma), None
        )
        if right is not None:
            groups.append([(features(r), r is right) for r in found])
    w = conditional_logit([g for n, g in enumerate(groups) if n % 5])
    held = groups[::5]
    first = sum(g[0][1] for g in held) / max(1, len(held))
    best = [max(g, key=lambda row: sum(w.get(k, 0.0) * v for k, v in row[0].items())) for g in held]
    print(
        f"held out ({len(held)}): first {first:.3f} before, {sum(y for _, y in best) / len(held):.3f} after",
        file=sys.stderr,
    )
    scale = w.pop("channel")  # the channel's logarithm stays as it is; the others are told in its unit
    prior, lost = w.pop("prior") / scale, w.pop("lost", 0.0) / scale
    base = w["romanised"]
    info = {
        "made_by": "python -m mtfix.source.russian.fit_damage",
        "date": datetime.date.today().isoformat(),
        "seed": a.seed,
        "words": len(groups),
        "prior": round(prior, 4),
        "per_lost": round(lost, 4),
        "damage": {
            how: round((w.get(how, base) - base) / scale, 4) for how in ("romanised", *sorted(w.keys() - {"romanised"}))
        },
    }
    DAMAGE.write_text(json.dumps(info, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
