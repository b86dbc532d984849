"""One person in two spellings in one story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import bare, styled
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.source.russian.fold import keys_of_latin
from mtfix.text.case import is_capitalised

INCONSISTENT = Rule(
    "inconsistent-name",
    "terminology/inconsistent",
    Severity.MINOR,
    Applicability.UNSAFE,
    "One name in two spellings in one story: Sergei and Sergey Lavrov, Sevastyanova and Savastyanova.",
    "A story keeps to one spelling of a name; a second one is often the damaged one.",
    (
        "Irina Sevastyanova won. Sevastyanova smiled. Savastyanova left.",
        "Irina Sevastyanova won. Sevastyanova smiled. Sevastyanova left.",
    ),
    "Offered, never made; a name that is in no list must stand at least twice in the other spelling.",
)
RULES = (INCONSISTENT,)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names in two spellings."""
    yield from _entries(doc, analysis)
    yield from _given(doc, analysis)
    yield from _strangers(doc, analysis, knowledge)


def _entries(doc: Document, analysis: Analysis) -> Iterator[Finding]:
    """Right spellings of one person of the gazetteer, more than one of them used."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    hits = [h for h in analysis.people.hits if h.entry.type == "person" and doc.text[h.start : h.end] == h.name]
    for h in hits:
        spellings[h.entry.id][h.name] += 1
    for h in hits:
        if styled(h.entry, analysis.knowledge):
            continue  # the house's spelling decides
        used = spellings[h.entry.id]
        same = {n: c for n, c in used.items() if len(n.split(" ")) == len(h.name.split(" "))}
        if len(same) < 2:
            continue
        first = {n: -k for k, n in reversed(list(enumerate(same)))}
        best = max(same, key=lambda n: (same[n], first[n]))
        if best != h.name:
            yield finding(
                INCONSISTENT,
                doc,
                h.start,
                h.end,
                f"Elsewhere in the story: {best}",
                suggestions=(best,),
                confidence=0.6,
                fix_confidence=0.5,
                evidence={"entity": h.entry.id, "kind": "spelling"},
            )


def _given(doc: Document, analysis: Analysis) -> Iterator[Finding]:
    """Given names that sound alike before one surname: Sergei and Sergey Stepashin."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for m in analysis.people.mentions:
        used[m.last][m.first] += 1
    for m in analysis.people.mentions:
        key = keys_of_latin(m.first)[0]
        alike = {f: c for f, c in used[m.last].items() if keys_of_latin(f)[0] == key}
        best = max(alike, key=lambda f: alike[f])
        if best != m.first and alike[best] > alike[m.first]:
            a, b = doc.words[m.given], doc.words[m.surname]
            yield finding(
                INCONSISTENT,
                doc,
                a.start,
                b.start + len(bare(b.text)),
                f"Elsewhere in the story: {best} {bare(b.text)}",
                suggestions=(f"{best} {bare(b.text)}",),
                confidence=0.6,
                fix_confidence=0.5,
                evidence={"kind": "spelling"},
            )


def _strangers(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """The odd one out among unknown names that sound alike."""
    counts = Counter(bare(w.text) for w in doc.words if is_capitalised(w.text))
    unknown = sorted(t for t in counts if _unknown(t, knowledge))
    firm = [t for t in unknown if counts[t] >= 2]
    odd = {t: m for t in unknown if counts[t] == 1 and (m := _majority(t, firm))}
    if not odd:
        return
    for i, w in enumerate(doc.words):
        word = bare(w.text)
        if word in odd and i not in analysis.people.known and not is_capitalised(analysis.after(i)):
            yield finding(
                INCONSISTENT,
                doc,
                w.start,
                w.start + len(word),
                f"Elsewhere in the story: {odd[word]}",
                suggestions=(odd[word],),
                confidence=0.55,
                fix_confidence=0.5,
                evidence={"kind": "odd one out"},
            )


def _unknown(word: str, knowledge: Knowledge) -> bool:
    lower = word.lower()
    return (
        len(word) >= 6 and word.isalpha() and knowledge.english.zipf(lower) < 2.0 and not knowledge.english.pos(lower)
    )


def _majority(word: str, firm: list[str]) -> str:
    """The name met more often that sounds as this one or a letter away from it; endings alone do not count."""
    keys = keys_of_latin(word)[:3]
    for other in firm:
        if other != word and not (word.startswith(other) or other.startswith(word)):
            target = keys_of_latin(other)[0]
            d = min(DamerauLevenshtein.distance(k, target) for k in keys)
            if d <= (1 if len(target) >= 7 and other[0] == word[0] else 0):
                return other
    return ""
