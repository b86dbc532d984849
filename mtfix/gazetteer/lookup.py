"""Who or what a name may be: entries found exactly, else by sound and spelling, each with a score and the reason."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtfix.gazetteer.entry import Entry, parts
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.forms import part_forms
from mtfix.gazetteer.layer import Layer
from mtfix.gazetteer.store import NAMESAKES, Gazetteer
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.source.russian.pack import Russian

#: Spellings compared with the query at a time.
_BLOCK = 50_000
#: The least score of an answer that is not exact.
LEAST = 0.45
_HOW = {"en": "the usual English name", "alias": "another right spelling", "ru": "the Russian name", "id": "the id"}


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with how well it answers (1 is exact), a sentence that says why, and where it stands."""

    entry: Entry
    score: float
    why: str
    file: Path | None
    line: int


def find(gazetteer: Gazetteer, query: str, most: int = 5) -> list[Match]:
    """The entries that a name may mean, best first; exact answers keep the others out.

    Args:
        gazetteer: where to look.
        query: an English or Russian name in any letter case, an acronym, or an id.
        most: of answers that are not exact.

    >>> [m.entry.en for m in find(Gazetteer.open(), "Larowe", 1)]
    ['Sergey Lavrov']
    """
    query = " ".join(query.split())
    exact = {m.entry.id: m for m in _exact(gazetteer, query)}
    if exact or not query:
        return list(exact.values())
    best: dict[str, Match] = {}
    for m in (*_sounding(gazetteer, query), *_spelt(gazetteer, query, most)):
        if m.score >= LEAST and (m.entry.id not in best or m.score > best[m.entry.id].score):
            best[m.entry.id] = m
    return sorted(best.values(), key=lambda m: (-m.score, m.entry.id))[:most]


def _exact(gazetteer: Gazetteer, query: str) -> Iterator[Match]:
    folded = fold_name(query)
    for layer in gazetteer.layers:
        for n in layer.ids.get(query, 1):
            yield from _made(gazetteer, layer, n, 1.0, "the id")
        for n in layer.owners(folded):
            e = layer.entry(n)
            yield from _made(gazetteer, layer, n, 1.0, _HOW["en" if fold_name(e.en) == folded else "alias"])
        for n in _whole_russian(layer, query):
            yield from _made(gazetteer, layer, n, 1.0, _HOW["ru"])
        for n in layer.acronyms.get(folded, NAMESAKES):
            yield from _made(gazetteer, layer, n, 1.0, "an acronym of it")


def _whole_russian(layer: Layer, query: str) -> list[int]:
    """Entries whose Russian name has these parts, all of them in this order, or whose surname it is."""
    wanted = parts(query)
    if not wanted:
        return []
    if len(wanted) == 1:
        return layer.russian.get(wanted[0], NAMESAKES)
    found: set[int] | None = None
    for part, word in enumerate(wanted[:6]):
        have: set[int] = set()
        for how in ("m", "f", "w"):
            numbers = layer.parts.all(f"{word}\t{how}")
            have.update((numbers[numbers % 8 == part] // 8).tolist())
        found = have if found is None else found & have
    return sorted(n for n in found or () if layer.entry(n).ru_parts == wanted)


def _sounding(gazetteer: Gazetteer, query: str) -> Iterator[Match]:
    """People and things one of whose Russian forms has about the sound of the last word."""
    word = parts(query)[-1] if parts(query) else ""
    if len(word) < 3:
        return
    cyrillic = any("а" <= c <= "я" for c in word)
    keys = (key_of_cyrillic(word),) if cyrillic else keys_of_latin(word)[:6]
    keys = tuple(k for k in keys if len(k) > 2)
    if not keys:
        return
    restorer = Russian.open().restorer
    for layer in gazetteer.layers:
        rows: dict[int, tuple[str, str]] = {}
        for trie, how in ((layer.keys, "sounds as"), (layer.bones, "has the consonants of")):
            for k in keys if trie is layer.keys else dict.fromkeys(map(skeleton, keys)):
                for part, case in trie.get(k, ())[:NAMESAKES]:
                    for number in layer.parts.of(part, 20):
                        n, which = divmod(number, 8)
                        forms = part_forms(layer.entry(n), which)
                        if which == len(layer.entry(n).ru_parts) - 1 or layer.entry(n).type != "person":
                            rows.setdefault(n, (forms[min(case, len(forms) - 1)], how))
        for k in keys[:4]:
            for sound, d in layer.near_sounds(k, max(1, min(3, len(k) // 3))).items():
                for n in layer.sounds.get(sound, 20):
                    near = f"is {d} sound{'s' * (d > 1)} from"
                    rows.setdefault(n, (layer.entry(n).ru_parts[-1], near if d else "sounds as"))
        for n, (form, how) in rows.items():
            e = layer.entry(n)
            target = key_of_cyrillic(form)
            alike = max(_similar(k, target) for k in keys)
            if alike < 0.5:
                continue
            score, model = alike, ""
            if not cyrillic:
                # the sounds in common, which damage leaves, and what the channel gives each letter
                each = restorer.likelihood(word, form) / max(4, len(word))
                score, model = 0.8 * alike + 0.2 * math.exp(each), f"; the channel gives {each:.1f} a letter"
            score = _weighed(score, e)
            shown = form.capitalize()
            of = f", a form of {e.ru}" if form not in e.ru_parts else f" of {e.ru}"
            why = f"“{word}” {how} {shown}{of} ({alike:.0%} of the sounds{model})"
            yield from _made(gazetteer, layer, n, score * _others(query, e), why)


def _weighed(alike: float, e: Entry) -> float:
    """Likeness and, as in the channel's own prior, how often Russian names it: of two as near, the better known."""
    index = Russian.open().index
    often = max(0.0, min(1.0, (index.log10(e.ru_parts[-1]) + 8.5) / 4.5)) if e.ru_parts else 0.0
    return min(0.99, 0.75 * alike + 0.25 * often)


def _others(query: str, e: Entry) -> float:
    """Less than 1 where the query's other words do not go with the entry's."""
    words, names = fold_name(query).split(" ")[:-1], fold_name(" ".join((*e.names, e.ru))).split(" ")
    far = sum(1 for w in words if max((_similar(w, n) for n in names), default=0.0) < 0.6)
    return 0.75**far


def _similar(a: str, b: str) -> float:
    from rapidfuzz.distance import DamerauLevenshtein

    return float(DamerauLevenshtein.normalized_similarity(a, b))


def _spelt(gazetteer: Gazetteer, query: str, most: int) -> Iterator[Match]:
    """Entries with a right spelling, or a part of one, that differs in a few letters."""
    from rapidfuzz import fuzz, process

    folded = fold_name(query)
    for layer in gazetteer.layers:
        found: list[tuple[float, str]] = []
        block: list[str] = []

        def take(found: list[tuple[float, str]] = found, block: list[str] = block) -> None:
            rows = process.extract(folded, block, scorer=fuzz.ratio, score_cutoff=60, limit=4 * most)
            found.extend((_similar(folded, name), name) for name, _, _ in rows)
            block.clear()

        for name in layer.names:
            if abs(len(name) - len(folded)) <= len(folded) // 2:
                block.append(name)
                if len(block) >= _BLOCK:
                    take()
        take()
        found = [row for row in found if row[0] >= 0.6]
        for score, name in sorted(found, key=lambda r: (-r[0], r[1]))[:most]:
            for n in layer.owners(name)[:NAMESAKES]:
                e = layer.entry(n)
                shown = next((s for s in e.names if fold_name(s) == name), name)
                why = f"spelt about as {shown} ({score:.0%} of the letters)"
                begun = 1.0 if _same_start(folded, name) else 0.85  # first letters are seldom what is damaged
                yield from _made(gazetteer, layer, n, _weighed(score * begun, e), why)


def _same_start(a: str, b: str) -> bool:
    return a[0] == b[0] or {a[0], b[0]} <= set("bvw") or {a[0], b[0]} <= set("ckq")


def _made(gazetteer: Gazetteer, layer: Layer, n: int, score: float, why: str) -> Iterator[Match]:
    if gazetteer.number(layer, n) >= 0:
        yield Match(layer.entry(n), round(score, 2), why, *layer.place(n))
