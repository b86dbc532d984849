"""Words left over from the source language, whole or garbled."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.readings import Verdict, log_odds, place_features
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.source.restore import Restoration
from mtfix.source.russian.pack import Reading
from mtfix.text.case import carry, indefinite
from mtfix.text.english import Pos

LEFTOVER = Rule(
    "untranslated-word", "accuracy/untranslated", Severity.MAJOR, Applicability.SAFE,
    "A Russian word left in Latin letters.",
    "The MT system did not know the word and copied its sound; no English reader can guess it.",
    ("the regions' nagleyuschih militants", "the regions' brazen militants"),
    "Names, loanwords in English use, and words an English list knows are left alone; so is a word that the text explains.",
)  # fmt: skip
GARBLED = Rule(
    "garbled-word", "accuracy/mistranslation", Severity.MAJOR, Applicability.UNSAFE,
    "A Russian word with letters lost or changed on its way into English.",
    "Subword systems cut unknown words and put the pieces together wrongly.",
    ("the leaders of the American depodesta", "the leaders of the American foreign ministry"),
    "Offered, not made: the word is found by likeness and may be another.",
)  # fmt: skip
RULES = (LEFTOVER, GARBLED)

_DETERMINERS = frozenset("the a an this that these those its their his her our my your each every any some no another".split())
_NOUN_SLOTS = frozenset("the a an of this that these those its their his her our russian former new local".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find leftovers and garbles among the words that no list knows."""
    verdicts = analysis.readings.verdicts
    if not verdicts:
        return
    known = analysis.people.known
    for i, v in verdicts.items():
        if i in known or v.best is None or _is_code(doc, i):
            continue
        odds = v.log_odds + log_odds(place_features(analysis, i))
        p = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
        if p < 0.3:
            continue
        yield _finding(doc, analysis, knowledge, i, v, p)


def _is_code(doc: Document, i: int) -> bool:
    """Part of a URL, a handle, a path, an e-mail address, a file name or a number."""
    w = doc.words[i]
    before = doc.text[max(0, w.start - 1) : w.start]
    after = doc.text[w.end : w.end + 2]
    if before and before in "@#/\\_.=~$%0123456789" or after[:1] and after[:1] in "@/\\_=~":
        return True
    return bool(re.match(r"\.[a-z]", after))


def _finding(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, v: Verdict, p: float) -> Finding:
    w = doc.words[i]
    ranked = _rank(analysis, knowledge, i, v)
    best, share, reading = ranked[0]
    suggestions = _suggestions(w.text, ranked, analysis.initial(i))
    garbled = best.how == "garbled"
    rule = GARBLED if garbled else LEFTOVER
    p_english = 0.0 if not reading.english else 0.75 if reading.derived else 0.93
    fix = p * share * p_english
    detail = {
        "romanised": "letter by letter", "cut": "its end lost", "anglicised": "with an English ending",
        "compound": f"first part {best.first}-", "garbled": "letters lost or changed",
    }[best.how]  # fmt: skip
    message = f"Russian word {'garbled' if garbled else 'left in Latin letters'}: {best.form}"
    if reading.grammar.words:
        message += f", {reading.grammar.words}"
    if reading.lemma != best.form:
        message += f" of {reading.lemma}"
    edits = _edits(doc, analysis, i, suggestions, reading) if suggestions else ()
    evidence = {
        "source_word": best.form, "lemma": reading.lemma, "kind": best.how, "grammar": reading.grammar.words,
        "detail": detail, "probability": round(share, 3),
    }  # fmt: skip
    if len(ranked) > 1:
        evidence["runner_up"] = ranked[1][0].form
    return finding(rule, doc, w.start, w.end, message, suggestions=suggestions, edits=edits, confidence=p,
                   fix_confidence=fix, evidence=evidence)  # fmt: skip


def _rank(analysis: Analysis, knowledge: Knowledge, i: int, v: Verdict) -> list[tuple[Restoration, float, Reading]]:
    """Readings with their probabilities in this place, best first; forms of one lemma share theirs."""
    rows = []
    for r in v.readings[:6]:
        reading = knowledge.source.read(r.form, r.first)
        rows.append((r, r.score + _slot(analysis, knowledge, i, reading), reading))
    rows.sort(key=lambda x: (-x[1], x[0].form))
    top = rows[0][1]
    weights = [math.exp(max(-30.0, s - top)) for _, s, _ in rows]
    total = sum(weights)
    by_lemma: dict[str, float] = {}
    for (_, _, reading), x in zip(rows, weights, strict=True):
        by_lemma[reading.lemma] = by_lemma.get(reading.lemma, 0.0) + x / total
    return [(r, by_lemma[reading.lemma], reading) for r, _, reading in rows]


def _slot(analysis: Analysis, knowledge: Knowledge, i: int, reading: Reading) -> float:
    """Does the form's part of speech fit the place: an adjective before a noun, a noun after an article."""
    before, after = analysis.before(i), analysis.after(i)
    pos = reading.grammar.pos
    e = knowledge.english
    noun_after = after.islower() and bool(e.pos(after) & Pos.NOUN)
    out = 0.0
    if pos in ("ADJF", "PRTF"):
        out += 0.7 if noun_after else -0.7
    elif pos == "NOUN":
        out += 0.5 if before in _NOUN_SLOTS or before in _DETERMINERS else 0.0
        out -= 0.3 if noun_after else 0.0
    elif pos in ("VERB", "INFN"):
        out += 0.5 if before and e.pos(before) & Pos.NOUN else -0.5
        out -= 1.0 if before in _DETERMINERS else 0.0
    if not reading.english:
        out -= 0.5
    return out


def _suggestions(word: str, ranked: list[tuple[Restoration, float, Reading]], initial: bool) -> tuple[str, ...]:
    out: dict[str, None] = {}
    for _, share, reading in ranked:
        if share < 0.12 and out:
            continue
        for e in reading.english:
            upper = word[:1].isupper() and initial
            out.setdefault(carry(word[0], e) if upper else e.upper() if word.isupper() and len(word) > 2 else e)
    return tuple(out)[:3]


def _edits(doc: Document, analysis: Analysis, i: int, suggestions: tuple[str, ...], reading: Reading) -> tuple[Edit, ...]:
    w = doc.words[i]
    new = suggestions[0]
    edits = [Edit(w.start, w.end, w.text, new)] if new != w.text else []
    before = analysis.before(i)
    if before in ("a", "an"):
        right = indefinite(new.split(" ")[0])
        prev = doc.words[i - 1]
        if reading.grammar.number == "plur" and reading.grammar.pos == "NOUN":
            edits.insert(0, Edit(prev.start, w.start, doc.text[prev.start : w.start], ""))
        elif right != before:
            edits.insert(0, Edit(prev.start, prev.end, prev.text, carry(prev.text, right)))
    elif _wants_article(analysis, i, reading) and edits:
        edits = [Edit(w.start, w.end, w.text, "the " + new)]
    return tuple(edits)


_PREPOSITIONS = frozenset("of to in on at by for with from after before against about under over during between through into".split())


def _wants_article(analysis: Analysis, i: int, reading: Reading) -> bool:
    """A singular countable noun right after a preposition stands bare: English wants the article there."""
    if reading.grammar.pos != "NOUN" or reading.grammar.number != "sing" or analysis.doc.words[i].text[0].isupper():
        return False
    return analysis.before(i) in _PREPOSITIONS and reading.sense in ("body", "event", "object", "place", "person")
