"""Names of the world as Russian spells them: a vowel away from the usual spelling, or without their first letter."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import bare
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.text.case import is_capitalised
from mtfix.text.english import English

MISSPELT = Rule(
    "misspelt-name",
    "terminology/name",
    Severity.MINOR,
    Applicability.UNSAFE,
    "An unknown name one vowel, or its last or first letter, away from a well-known one: Tombuktu, Phuketa, elensky.",
    "Russian letters keep the sound of a foreign name, not its spelling, and add case endings to it.",
    ("a beach in Phuketa", "a beach in Phuket"),
    "Offered, never made: a rare name may be right as it stands.",
)
RULES = (MISSPELT,)

_VOWELS = "aeiouy"
_ENDINGS = ("a", "u", "e", "om", "em", "oy")
_LEAST = 2.4  # Zipf frequency from which a name counts as well known
_LEAST_WHOLE = 1.5  # the same where a Russian case ending alone is too much


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find unknown names near to well-known ones."""
    rights = {t: r for t in sorted(doc.types) if (r := _right(t, knowledge))}
    if not rights:
        return
    for i, w in enumerate(doc.words):
        if (
            w.text not in rights
            or i in analysis.people.known
            or (analysis.line_of(w.start).title_case and w.text.islower())
        ):
            continue
        if (w.start and doc.text[w.start - 1] in "@#/\\_.-") or doc.text[w.end : w.end + 1] in ("@", "/", "_"):
            continue
        right, sure, why = rights[w.text]
        yield finding(
            MISSPELT,
            doc,
            w.start,
            w.start + len(bare(w.text)),
            f"{why} {right}",
            suggestions=(right,),
            confidence=sure,
            fix_confidence=sure,
            evidence={"kind": "spelling"},
        )


def _right(word: str, knowledge: Knowledge) -> tuple[str, float, str] | None:
    """The well-known name that a word type may be, how sure, and why."""
    word = bare(word)
    english = knowledge.english
    lower = word.lower()
    if len(word) < 4 or not word.isascii() or not word.isalpha() or knowledge.gazetteer.has_token(lower):
        return None
    if word.islower():
        if english.zipf(lower) > 1.2 or english.pos(lower):
            return None
        found = [c for c in "abcdefghijklmnopqrstuvwxyz" if knowledge.gazetteer.has_token(c + word)]
        return ((found[0] + word).capitalize(), 0.82, "Its first letter lost:") if len(found) == 1 else None
    if not is_capitalised(word) or len(word) < 6 or english.zipf(lower) > 0:
        return None
    made = [m for m in _vowels(lower) if _name(m, english, _LEAST)]
    made += [m for m in _endings(lower) if _name(m, english, _LEAST_WHOLE)]
    if not made:
        return None
    best = max(made, key=english.zipf)
    return best.capitalize(), 0.4, "Near to the well-known"


def _name(word: str, english: English, least: float) -> bool:
    return english.zipf(word) >= least and not english.pos(word)


def _endings(word: str) -> set[str]:
    """The word without a Russian case ending."""
    return {word[: -len(e)] for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 5}


def _vowels(word: str) -> set[str]:
    """The word with a vowel more or changed: what Russian writes by its sound."""
    out = set()
    for i in range(1, len(word) + 1):
        head, tail = word[:i], word[i:]
        out |= {head + v + tail for v in _VOWELS}
        if tail[:1] and tail[0] in _VOWELS:
            out |= {head + v + tail[1:] for v in _VOWELS}
    out.discard(word)
    return out
