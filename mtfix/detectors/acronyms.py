"""Acronyms: Russian ones left in Latin letters, and wrong renderings of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.senses import best, fitted, nation_of, speaks, state_after
from mtfix.analysis.terms import Acronym
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.text.spacing import FUNCTION_WORDS

ROMANISED = Rule(
    "romanised-acronym", "terminology", Severity.MINOR, Applicability.SAFE,
    "A Russian acronym in Latin letters that English copy does not use: SIZO, ZhKKH, MVD.",
    "Readers do not know it.",
    ("The talks at the OON go on.", "The talks at the UN go on."),
    "Made where English has a short form of its own that all know (OON, the UN) and the story speaks for it; else "
    "offered, since some desks keep the Russian letters. An acronym explained in the text stays.",
)  # fmt: skip
WRONG = Rule(
    "wrong-acronym", "terminology", Severity.MAJOR, Applicability.SAFE,
    "An acronym that renders the letters of a Russian one, or takes it for another body's: ATS or SAR for САР (Syria).",
    "It names something else, or nothing.",
    ("Syria wants peace, Syrian papers say: Syria and the ATS authorities in Damascus agreed.",
     "Syria wants peace, Syrian papers say: Syria and the Syrian authorities in Damascus agreed."),
    "Needs words in the story that speak for the Russian reading; the same letters in their own sense stay. Made by "
    "itself only where the story names the country again and again, else offered.",
)  # fmt: skip
MISMATCH = Rule(
    "acronym-mismatch", "terminology", Severity.MAJOR, Applicability.SAFE,
    "A bracketed short form that does not fit the long form before it: Investigative Committee (TFR).",
    "The long form says what the short one should be.",
    ("Investigative Committee (TFR)", "Investigative Committee (ICR)"),
    "Made where the gazetteer knows the body before the bracket; offered where the table of acronyms alone does.",
)  # fmt: skip
RULES = (ROMANISED, WRONG, MISMATCH)

#: Two letters this frequent (US, UK, EU, TV) are what they are.
_EVERYWHERE = 4.5
_BRACKETED = re.compile(r"\(([A-Z]{2,6})\)")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find acronyms that say nothing or the wrong thing."""
    zipf = knowledge.english.zipf
    acronyms = knowledge.acronyms
    capitals = {t for t in doc.types if len(t) > 1 and (t[:2].isupper() or sum(map(str.isupper, t)) > 1)}
    if not capitals:
        return
    done: set[int] = set()
    if "(" in doc.text:
        for m in _BRACKETED.finditer(doc.text):
            f = _mismatch(doc, knowledge, m) or _bracket(doc, analysis, knowledge, m)
            if f is not None:
                done.add(m.start(1))
                yield f
    present = {
        t for t in capitals
        if t in acronyms.romanised or t in knowledge.acronym_letters
        or (t in knowledge.seen_acronyms and (zipf(t.lower()) < _EVERYWHERE or len(t) > 2))
        or (len(t) > 2 and t.isupper() and knowledge.english.zipf(t.lower()) < 1 and t in knowledge.body_acronyms)
    }  # fmt: skip
    if not present:
        return
    for i, w in enumerate(doc.words):
        if w.start in done or w.text not in present:
            continue
        if analysis.line_of(w.start).line.text.isupper():
            continue
        f = _wrong(doc, analysis, knowledge, i) or _romanised(doc, analysis, knowledge, i)
        if f is not None:
            yield f


def _capitals(letters: str) -> bool:
    """Capitals with the small letters of a two-letter romanisation among them: ZhKKh, TsIK."""
    return 2 * sum(map(str.isupper, letters)) >= len(letters)


def _common(knowledge: Knowledge, letters: str) -> bool:
    return (
        len(letters) > 2
        and knowledge.english.zipf(letters.lower()) > 2
        and bool(knowledge.english.pos(letters.lower()))
    )


def _wrong(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    w = doc.words[i]
    plain = knowledge.acronym_letters.get(w.text)
    rows = tuple(
        (a, way) for a, way in knowledge.seen_acronyms.get(w.text, ())
        if a is not plain and (way != "word" or _common(knowledge, w.text))
    )  # fmt: skip
    # “SK the Russian Federation”, “RF IC”: the acronym of the state's body hides under that of the body alone
    bare = {a.ru for a in (*(a for a, _ in rows), *((plain,) if plain else ()))}
    rows += tuple((a, "letters") for a in knowledge.acronyms.rows if a.ru.endswith(" РФ") and a.ru[:-3] in bare)
    sense = best(w.text, rows, i, analysis, knowledge) if rows else None
    if sense is None or not sense.said or _explained(doc, w.text, sense.acronym.expansion_en):
        return None
    if w.text in knowledge.acronyms.known and (sense.score < 3 or _right(w.text, analysis, knowledge)):
        return None
    a = sense.acronym
    named = nation_of(a, knowledge)
    times = sum(1 for x in doc.words if x.text.lower() in named) if named else 0
    sure = min(0.85, 0.55 + 0.08 * sense.score)
    if times >= 3 and sense.score >= 2 and w.text not in knowledge.gazetteer.acronyms and "russia" not in named:
        sure = 0.92
    return _finding(WRONG, doc, analysis, knowledge, i, a, f"May stand for {a.ru} ({a.expansion_ru})", sure)


def _right(letters: str, analysis: Analysis, knowledge: Knowledge) -> bool:
    """Whether a story speaks for a body whose right English letters these are."""
    story = analysis.lower_types
    return any(letters in a.en and speaks(a) & story for a in knowledge.acronyms.rows)


def _romanised(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    w = doc.words[i]
    a = knowledge.acronym_letters.get(w.text.upper())
    if a is None:
        return _of_gazetteer(doc, analysis, knowledge, i)
    if (
        not (w.text == a.romanised or _capitals(w.text))
        or w.text in a.en
        or a.clash & analysis.lower_types
        or _explained(doc, w.text, a.expansion_en)
    ):
        return None
    n = len(speaks(a) & analysis.lower_types)
    rare = knowledge.english.zipf(w.text.lower()) < 2.45 and w.text not in knowledge.gazetteer.acronyms
    if not n and knowledge.english.zipf(w.text.lower()) >= 2.3:
        return None
    sure = 0.85 if n and rare else 0.7
    if rare and a.en[0].isupper() and (n or knowledge.english.zipf(w.text.lower()) < 1):
        sure = 0.92  # the English short form is no matter of taste: OON is the UN
    return _finding(ROMANISED, doc, analysis, knowledge, i, a, f"Russian acronym {a.ru}: {a.expansion_ru}", sure)


def _of_gazetteer(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """A body of the gazetteer by its Russian letters, where English has others: OPEK, OPEC."""
    w = doc.words[i]
    entry = knowledge.body_acronyms.get(w.text)
    if entry is None or knowledge.english.zipf(w.text.lower()) >= 1:
        return None
    return finding(ROMANISED, doc, w.start, w.end, f"Russian letters of {entry.en}", suggestions=entry.acr_en[:2],
                   confidence=0.93, fix_confidence=0.92,
                   evidence={"source_word": entry.acr_ru[0], "lemma": entry.acr_ru[0], "entity": entry.id,
                             "kind": "acronym"})  # fmt: skip


def _finding(
    rule: Rule, doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, a: Acronym, message: str, sure: float
) -> Finding:
    """The finding with the English that fits the place; “In the MOE reported that” loses its preposition."""
    words = doc.words
    state = state_after(i, analysis) if a.ru.endswith("РФ") else 0
    named = tuple(e if e.isupper() or "Russia" in e else f"{e} of Russia" for e in a.en) if state else a.en
    back, options = fitted(named, i, analysis, knowledge)
    last = i + state
    if a.ru.endswith("РФ") and analysis.before(i) == "rf":
        back += 1
    start, end = words[i - back].start, words[last].end
    the = analysis.before(i) == "the"
    prep = i - 2 if the else i - 1
    if (
        prep >= 0
        and words[prep].text == "In"
        and analysis.initial(prep)
        and analysis.after(i).lower() in knowledge.reporting
    ):
        start = words[prep].start
        options = tuple("The " + o.removeprefix("the ") for o in options)
    return finding(rule, doc, start, end, message, suggestions=options, confidence=sure, fix_confidence=sure,
                   evidence={"source_word": a.ru, "lemma": a.ru, "kind": "acronym"})  # fmt: skip


def _explained(doc: Document, letters: str, expansion: str) -> bool:
    """Whether the text itself explains the letters: in brackets, by its long form, or by words with these initials."""
    if f"({letters})" in doc.text or (expansion and expansion.lower() in doc.text.lower()):
        return True
    if len(letters) < 3:
        return False
    # a long form has capitals throughout, lower-case initials are marked by a blank
    initials = "".join(
        w.text[0] if w.text[0].isupper() and len(w.text) > 1 and w.text != letters else " " for w in doc.words
    )
    return letters in initials


def _mismatch(doc: Document, knowledge: Knowledge, m: re.Match[str]) -> Finding | None:
    long = doc.text[max(0, m.start() - 80) : m.start()].rstrip()
    best_ = None
    for hit in knowledge.gazetteer.matches(long):
        if hit.end == len(long) and hit.entry.acr_en and hit.entry.type in ("body", "group"):
            best_ = hit.entry
    if best_ is None:
        return None
    letters = m.group(1)
    right = (*best_.acr_en, *(knowledge.romanised_acronym(a) for a in best_.acr_ru))
    initials = "".join(w[0] for w in re.findall(r"[A-Z][a-z]+", long)[-len(letters) :])
    if letters in right or letters == initials or letters in {n.upper() for n in best_.names}:
        return None
    # letters that this very acronym comes out with, or that are another body's, make it sure
    rows = knowledge.seen_acronyms.get(letters, ())
    sure = 0.93 if letters in knowledge.gazetteer.acronyms or any(a.ru in best_.acr_ru for a, _ in rows) else 0.8
    return finding(MISMATCH, doc, m.start(1), m.end(1), f"The short form of {best_.en} is {best_.acr_en[0]}",
                   suggestions=best_.acr_en[:2], confidence=0.9, fix_confidence=sure,
                   evidence={"entity": best_.id, "kind": "acronym",
                             "source_word": best_.acr_ru[0] if best_.acr_ru else ""})  # fmt: skip


def _bracket(doc: Document, analysis: Analysis, knowledge: Knowledge, m: re.Match[str]) -> Finding | None:
    """A short form that the long form before it does not give, where a Russian acronym with these words does."""
    letters = m.group(1)
    i = doc.word_at(m.start(1))
    near = [w for w in doc.words[max(0, i - 6) : i] if w.end <= m.start() and w.text.lower() not in FUNCTION_WORDS]
    if len(near) < 2 or letters in knowledge.gazetteer.acronyms:
        return None
    far = [w for w in doc.words[max(0, i - 16) : i] if w.end <= m.start() and w.text.lower() not in FUNCTION_WORDS]
    if _subsequence(letters, "".join(w.text[0].upper() for w in far)):
        return None
    stems = {_stem(w.text) for w in near if len(w.text) > 2}
    derived = {id(a) for a, _ in knowledge.seen_acronyms.get(letters, ())}
    for a in knowledge.acronyms.rows:
        if letters in a.en or a.clash & analysis.lower_types:
            continue
        forms = [{_stem(w) for w in re.findall(r"[A-Za-z]{3,}", e)} for e in (a.expansion_en, *a.en)]
        forms = [f - _SMALL_STEMS for f in forms]
        # without a way from the acronym to these letters, the long form must be that of the table
        whole = any(len(f) > 1 and f <= stems for f in forms)
        if whole or (id(a) in derived and any(f & stems for f in forms)):
            right = knowledge.romanised_acronym(a.ru)
            shown = next((e for e in a.en if e.isupper()), right if a.ru.isalpha() else a.en[0])
            if letters in (shown, right) or letters in knowledge.acronym_letters:
                continue
            return finding(MISMATCH, doc, m.start(1), m.end(1), f"The long form before it is that of {a.ru}",
                           suggestions=(shown,), confidence=0.8, fix_confidence=0.7,
                           evidence={"source_word": a.ru, "lemma": a.ru, "kind": "acronym"})  # fmt: skip
    return None


def _stem(word: str) -> str:
    return word.lower()[:5].rstrip("s")


_SMALL_STEMS = frozenset(_stem(w) for w in FUNCTION_WORDS)


def _subsequence(letters: str, initials: str) -> bool:
    """Whether the letters can be read off the initials, in their order and without any that lacks."""
    at = 0
    for c in letters:
        at = initials.find(c, at) + 1
        if at == 0:
            return False
    return True
