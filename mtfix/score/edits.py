"""Repairs against artefact gold: how many artefacts were found and fixed, and how many edits were wrong.

A gold artefact has: ``doc`` (name of the text), ``start`` and ``end`` (code points), ``text``, ``category`` (its
family), ``tier`` (``fix``: should be repaired; ``flag``: should at least be found; ``optional``: neither counted nor
held against anybody), ``accept`` (right replacements; ``""`` is removal), ``source_word``.

What is counted, for a family and for all:

- ``gold``: artefacts (tiers fix and flag);
- ``found``: those that a finding, made or offered, overlaps;
- ``fixed``: those that the edits made turn, in their place, into an accepted replacement;
- ``offered``: those fixed, or with an accepted replacement as a finding's first suggestion;
- ``touched``: those that an edit changes, rightly or wrongly;
- ``false``: edits of findings that touch no artefact at all (counted for all, and by rule);
- ``recall`` = fixed / gold, ``precision`` = fixed / (touched + false), ``f1`` their harmonic mean;
  ``found_recall`` = found / gold. A figure whose divisor is 0 is None.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mtfix.errors import InputError
from mtfix.findings import Edit, Finding, Result, make_edits

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_ARTICLE = re.compile(r"\b(?:the|a|an) ", re.IGNORECASE)
#: A finding wider than the artefact by more than so many words speaks of something else.
_WIDER = 8
#: How far beside an artefact an edit of the same finding still belongs to its repair (an article, a preposition).
_BESIDE = 12


@dataclass(frozen=True, slots=True)
class Artefact:
    """One artefact of the gold; see the module's text for the fields."""

    doc: str
    start: int
    end: int
    text: str
    category: str
    tier: str
    accept: tuple[str, ...]
    source_word: str | None = None


@dataclass
class Counts:
    """Figures of one family; see the module's text."""

    gold: int = 0
    found: int = 0
    fixed: int = 0
    offered: int = 0
    touched: int = 0
    false: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Counts and rates.

        >>> Counts(gold=4, found=3, fixed=2, touched=2, false=2).to_dict()["precision"]
        0.5
        """
        recall = _ratio(self.fixed, self.gold)
        precision = _ratio(self.fixed, self.touched + self.false)
        f1 = None
        if recall is not None and precision is not None:
            f1 = round(2 * recall * precision / (recall + precision), 4) if recall + precision else 0.0
        return {
            "gold": self.gold, "found": self.found, "fixed": self.fixed, "offered": self.offered,
            "touched": self.touched, "false": self.false, "found_recall": _ratio(self.found, self.gold),
            "recall": recall, "precision": precision, "f1": f1,
        }  # fmt: skip


@dataclass
class EditScore:
    """Figures over some texts: all, by family, false edits by rule, and what was missed."""

    words: int = 0
    all: Counts = field(default_factory=Counts)
    families: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    false_by_rule: Counter[str] = field(default_factory=Counter)
    missed: list[Artefact] = field(default_factory=list)
    wrong: list[tuple[str, Edit]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """For JSON; families by name, ``missed`` and ``wrong`` the places behind the figures."""
        return {
            "words": self.words,
            "all": self.all.to_dict(),
            "false_per_10k_words": round(1e4 * self.all.false / self.words, 2) if self.words else None,
            "families": {k: self.families[k].to_dict() for k in sorted(self.families)},
            "false_by_rule": dict(sorted(self.false_by_rule.items())),
            "missed": [
                {"doc": a.doc, "start": a.start, "end": a.end, "text": a.text, "category": a.category, "tier": a.tier}
                for a in self.missed
            ],
            "wrong": [
                {"doc": doc, "start": e.start, "end": e.end, "before": e.before, "after": e.after}
                for doc, e in self.wrong
            ],
        }


def parse_gold(lines: Iterable[str], name: str) -> dict[str, list[Artefact]]:
    """Gold from JSON lines, by text.

    Raises:
        InputError: naming file and line, where a line is no artefact.
    """
    out: dict[str, list[Artefact]] = defaultdict(list)
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            artefact = Artefact(
                str(row["doc"]), int(row["start"]), int(row["end"]), str(row["text"]), str(row["category"]),
                str(row.get("tier", "fix")), tuple(str(a) for a in row["accept"]), row.get("source_word"),
            )  # fmt: skip
        except KeyError as e:
            raise InputError(f"{name}:{n}: field {e.args[0]!r} is missing; an artefact has doc, start, end, text, "
                             "category, accept") from None  # fmt: skip
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise InputError(f"{name}:{n}: not an artefact (a JSON object a line is wanted)") from None
        out[artefact.doc].append(artefact)
    return dict(out)


def add(score: EditScore, doc: str, gold: Iterable[Artefact], result: Result) -> None:
    """Count one text into a score.

    Args:
        score: is added to.
        doc: the text's name.
        gold: its artefacts.
        result: what came of it.

    Raises:
        InputError: if the gold's offsets do not fit the text.
    """
    text = result.document.text
    artefacts = list(gold)
    for a in artefacts:
        if text[a.start : a.end] != a.text:
            raise InputError(f"{doc}: at {a.start} the gold has {a.text!r}, the text {text[a.start : a.end]!r}")
    cuts = [(n, cut) for n, f in enumerate(result.applied) for e in f.edits for cut in narrowed(e)]
    cuts.sort(key=lambda c: (c[1].start, c[1].end))
    score.words += len(result.document.words)
    for a in artefacts:
        if a.tier == "optional":
            continue
        hits = [f for f in (*result.applied, *result.offered) if _speaks(f, a, text)]
        mended = is_fixed(text, a, cuts)
        touched = any(_meet(c.start, c.end, a.start, a.end) for _, c in cuts)
        offered = mended or any(_suggests(text, a, f) for f in hits)
        for counts in (score.all, score.families[a.category]):
            counts.gold += 1
            counts.found += bool(hits)
            counts.fixed += mended
            counts.offered += offered
            counts.touched += touched
        if not (mended if a.tier == "fix" else hits):
            score.missed.append(a)
    helpful = {n for n, c in cuts if any(_meet(c.start, c.end, a.start, a.end) for a in artefacts)}
    for n, c in cuts:
        if n not in helpful:
            score.all.false += 1
            score.false_by_rule[result.applied[n].rule.name] += 1
            score.wrong.append((doc, c))


def narrowed(edit: Edit) -> list[Edit]:
    """The edit cut down to the words it changes, so that a wide edit counts as the narrow ones it holds.

    >>> [(e.before, e.after) for e in narrowed(Edit(0, 16, "on 22 Agusta he", "on 22 August he"))]
    [('Agusta', 'August')]
    """
    old, new = _PIECE.findall(edit.before), _PIECE.findall(edit.after)
    at = [edit.start]
    for piece in old:
        at.append(at[-1] + len(piece))
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        Edit(at[a], at[b], "".join(old[a:b]), "".join(new[c:d])) for what, a, b, c, d in steps if what != "equal"
    ]  # fmt: skip


def is_fixed(text: str, artefact: Artefact, cuts: list[tuple[int, Edit]]) -> bool:
    """Whether edits turn an artefact, in its place, into an accepted replacement.

    Args:
        text: the text as it came.
        artefact: the artefact.
        cuts: the edits made, in order, each with the number of its finding.

    >>> a = Artefact("x", 3, 9, "Agusta", "date", "fix", ("August",))
    >>> is_fixed("22 Agusta", a, [(0, Edit(3, 9, "Agusta", "August"))])
    True
    >>> is_fixed("22 Agusta", a, [(0, Edit(3, 9, "Agusta", "Augusta"))])
    False
    """
    inside = [(n, c) for n, c in cuts if _meet(c.start, c.end, artefact.start, artefact.end)]
    if not inside:
        return False
    if "" in artefact.accept and _gone(text, artefact, [c for _, c in inside]):
        return True
    owners = {n for n, _ in inside}
    lo, hi = _hull(artefact, [c for _, c in inside])
    beside = [c for n, c in cuts if n in owners and lo - _BESIDE <= c.start and c.end <= hi + _BESIDE]
    for group in ([c for _, c in inside], beside):
        lo, hi = _hull(artefact, group)
        got = make_edits(text[lo:hi], [Edit(c.start - lo, c.end - lo, c.before, c.after) for c in group])
        case = artefact.category == "casing"
        want = {text[lo : artefact.start] + a + text[artefact.end : hi] for a in artefact.accept}
        if group is beside:
            want |= set(artefact.accept)
        if fold(got, case) in {fold(w, case) for w in want}:
            return True
    return False


def fold(text: str, case: bool = False) -> str:
    """A text with spaces, quotation marks, diacritics and articles made alike.

    Args:
        text: any text.
        case: keep the letter case of the first letter, too.

    >>> fold("The  Çavuşoğlu “plan”") == fold('cavusoglu "plan"')
    True
    >>> fold("Foreign Ministry", case=True) == fold("foreign Ministry", case=True)
    False
    """
    text = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"\s+", " ", re.sub("[“”«»„]", '"', text).replace("’", "'")).strip()
    text = _ARTICLE.sub("", text)
    return text if case else text[:1].lower() + text[1:]


def _speaks(f: Finding, a: Artefact, text: str) -> bool:
    """Whether a finding is about an artefact: it, or one of its edits, overlaps it and is not far wider."""
    if any(_meet(c.start, c.end, a.start, a.end) for e in f.edits for c in narrowed(e)):
        return True
    if not _meet(f.start, f.end, a.start, a.end):
        return False
    return "" in a.accept or len(text[f.start : f.end].split()) <= len(a.text.split()) + _WIDER


def _suggests(text: str, a: Artefact, f: Finding) -> bool:
    if not f.suggestions:
        return False
    lo, hi = min(a.start, f.start), max(a.end, f.end)
    got = text[lo : f.start] + f.suggestions[0] + text[f.end : hi]
    case = a.category == "casing"
    want = {fold(text[lo : a.start] + x + text[a.end : hi], case) for x in a.accept}
    return fold(got, case) in want or fold(f.suggestions[0], case) in {fold(x, case) for x in a.accept}


def _gone(text: str, a: Artefact, cuts: list[Edit]) -> bool:
    """Whether nothing that can be seen is left of an artefact."""
    kept = set(range(a.start, a.end)).difference(*(range(c.start, c.end) for c in cuts if not c.after.strip()))
    return not any(text[i].strip() for i in kept)


def _hull(a: Artefact, cuts: list[Edit]) -> tuple[int, int]:
    return min([a.start, *(c.start for c in cuts)]), max([a.end, *(c.end for c in cuts)])


def _meet(a: int, b: int, x: int, y: int) -> bool:
    """Whether two places overlap; an empty one meets what it stands in or at the edge of."""
    return max(a, x) < min(b, y) or (a == b and x <= a <= y) or (x == y and a <= x <= b)


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
