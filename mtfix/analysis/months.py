"""Months as Russian and machine translation leave them."""

from __future__ import annotations

import functools

from rapidfuzz.distance import DamerauLevenshtein

from mtfix.source.russian.calendar import months
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin


@functools.lru_cache(maxsize=4096)
def near_month(word: str) -> tuple[str, str, int] | None:
    """The one month whose Russian or English name comes near a string: English name, Russian form, letters changed.

    >>> near_month("agusta"), near_month("sentiabria"), near_month("people")
    (('August', 'августа', 1), ('September', 'сентября', 0), None)
    """
    ranked: list[tuple[float, str, str]] = []
    keys = keys_of_latin(word)
    for month, forms in months():
        for form in forms:
            if form.endswith("."):
                continue
            key = key_of_cyrillic(form)
            d = min(DamerauLevenshtein.distance(k, key) for k in keys)
            ranked.append((d, month, form))
        ranked.append((DamerauLevenshtein.distance(word, month.lower()) + 0.5, month, forms[1]))
    ranked.sort()
    best, month, form = ranked[0]
    rival = next(r for r in ranked if r[1] != month)
    if best > max(0.5, len(word) / 4) or rival[0] - best < (1.5 if best >= 1 else 1):
        return None
    genitive = next(f[1] for m, f in months() if m == month)
    return month, form if best == int(best) else genitive, int(best)
