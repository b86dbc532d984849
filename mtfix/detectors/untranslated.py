"""Words left over from the source language, whole or garbled."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from mtfix.analysis import Analysis
from mtfix.analysis.garbles import Garble, read_garble
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.readings import Verdict, log_odds, place_features, probability
from mtfix.analysis.sourced import Sourced, is_name, suspect
from mtfix.analysis.sourced import log_odds as source_odds
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.source.restore import PLURAL, Restoration
from mtfix.source.russian.pack import Reading
from mtfix.source.russian.render import plural
from mtfix.text.case import carry, indefinite, is_capitalised
from mtfix.text.english import Pos

LEFTOVER = Rule(
    "untranslated-word",
    "accuracy/untranslated",
    Severity.MAJOR,
    Applicability.SAFE,
    "A Russian word left in Latin letters.",
    "The MT system did not know the word and copied its sound; no English reader can guess it.",
    ("the regions' nagleyuschih militants", "the regions' brazen militants"),
    "Names, loanwords in English use, and words an English list knows are left alone; so is a "
    "word that the text explains.",
)
GARBLED = Rule(
    "garbled-word",
    "accuracy/mistranslation",
    Severity.MAJOR,
    Applicability.SAFE,
    "A Russian word with letters lost or changed on its way into English.",
    "Subword systems cut unknown words and put the pieces together wrongly.",
    (
        "The Russian dipvedomstvo agreed. The leaders of the American depodesta did not.",
        "The Russian Foreign Ministry agreed. The leaders of the American Foreign Ministry did not.",
    ),
    "Mostly offered, for the word is found by likeness and may be another; made where the story has the same word "
    "elsewhere and the place wants it.",
)
RULES = (LEFTOVER, GARBLED)

_DETERMINERS = frozenset(
    ("the a an this that these those its their his her our my your each every any some no another").split()
)
#: Shapes of Slavic surnames.
_SURNAME = re.compile(r"(?:[oey]v|[oe]va|enko|chuk|[iy]kh)$")
_COUNTS = frozenset("two three four both 2 3 4 22 23 24 32 33 34".split())
_NOUN_SLOTS = frozenset(("the a an of this that these those its their his her our russian former new local").split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find leftovers and garbles among the words that no list knows; with a source text, also among those one knows."""
    verdicts = analysis.readings.verdicts
    known = analysis.people.known
    if analysis.sourced is not None:
        yield from _with_source(doc, analysis, knowledge, analysis.sourced)
        return
    sure: dict[int, float] = {}
    named = {m.surname for m in analysis.people.mentions}
    named.update(k for a in analysis.whole_names for k in range(a.lo, a.hi + 1))
    for i, v in verdicts.items():
        if i not in known and i not in named and not _is_code(doc, i):
            place = place_features(analysis, i)
            if ("quoted" in place and "explained" in place) or _is_species(analysis, i):
                continue  # the text speaks of the word itself; or Latin
            sure[i] = probability(doc.words[i].text, v.log_odds + log_odds(place))
    anchors = {
        knowledge.source.read(v.best.form, v.best.first).lemma: sure[i]
        for i, v in verdicts.items()
        if sure.get(i, 0) > 0.9 and v.best is not None and v.best.how != "garbled"
    }
    for i, v in verdicts.items():
        clear = (
            sure.get(i, 0) > 0.8
            and v.best is not None
            and v.best.how != "garbled"
            and bool(knowledge.source.read(v.best.form, v.best.first).english)
        )
        g = None if clear or i in known else read_garble(analysis, i, anchors)
        if g is not None and (g.anchored or sure.get(i, 0) < 0.6):
            yield _body_garble(doc, analysis, knowledge, i, g)
        elif sure.get(i, 0) >= 0.3 and v.best is None and not v.returned:
            if doc.words[i].text.islower() and not v.near:
                yield _unread(doc, i, sure[i])
        elif sure.get(i, 0) >= 0.3:
            if v.near and sure[i] < 0.9 and not v.returned:
                continue  # a misprint
            if v.returned:
                yield _returned(doc, analysis, i, v, sure[i])
                continue
            f = _finding(doc, analysis, knowledge, i, v, sure[i])
            bare = doc.words[i].text.lower().removesuffix("s")
            if any(bare in s.lower().split() for s in f.suggestions):
                f = replace(f, fix_confidence=min(f.fix_confidence, 0.3))  # a word that English has taken over
            if v.near or v.best is None or v.best.how == "garbled" or v.best.channel < -len(bare):
                # a misprint, perhaps; or read by likeness alone: an editor decides
                f = replace(f, fix_confidence=min(f.fix_confidence, 0.8))
            place = place_features(analysis, i)
            alone = not any(sure.get(k, 0) > 0.9 for k in (i - 1, i + 1))
            if doc.words[i].text[0].isupper() and str(f.evidence["lemma"]).endswith(("ский", "цкий", "ской")):
                continue  # adjectives of places and people make street, district and ship names
            inside = "upper inside" in place or "upper chained" in place
            if (inside and sure[i] < 0.6) or (is_capitalised(doc.words[i].text) and _SURNAME.search(doc.words[i].text)):
                continue  # a name, by its place or its shape
            if inside or "quoted" in place or ("beside stranger" in place and alone):
                # a likely name, a word set off on purpose, a phrase of another language: an editor decides
                f = replace(f, fix_confidence=min(f.fix_confidence, 0.8))
            yield f


def _unread(doc: Document, i: int, p: float) -> Finding:
    """A word that no list knows, that looks like no name, and to which nothing comes near."""
    w = doc.words[i]
    why = "No English word, no name, and no Russian word that comes near: garbled"
    return finding(GARBLED, doc, w.start, w.end, why, confidence=p, fix_confidence=0.0, evidence={"kind": "garbled"})


def _returned(doc: Document, analysis: Analysis, i: int, v: Verdict, p: float) -> Finding:
    """An English word that went into Russian and came back, or that lost letters."""
    w, kin = doc.words[i], v.kin[0]
    upper = w.text.isupper() and len(w.text) > 2
    made = [plural(k.word) if k.ending in PLURAL else k.word for k in v.kin]
    made = [m.upper() if upper else carry(w.text[0], m) if analysis.initial(i) else m for m in made]
    source = analysis.knowledge.source
    form = lemma = kin.loan or source.returned.spelling(kin.word)
    for r in v.readings:
        reading = source.read(r.form, r.first)
        if r.channel > -0.9 * len(w.text) or kin.word in reading.english:  # a loan that Russian lists have
            form, lemma = r.form, reading.lemma
            break
    through = f"as Russian spells it: {kin.loan}" if kin.loan else "with letters lost or changed"
    return finding(
        LEFTOVER if kin.loan else GARBLED,
        doc,
        w.start,
        w.end,
        f"English word {through}; perhaps {made[0]}",
        suggestions=tuple(dict.fromkeys(made)),
        confidence=p,
        fix_confidence=p * min(0.6, kin.likeness * 0.6),
        evidence={"kind": "returned", "source_word": form, "lemma": lemma} if form else {"kind": "garbled"},
    )


def _body_garble(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, g: Garble) -> Finding:
    """A body's name garbled beyond spelling, read by its place and by the story."""
    w = doc.words[i]
    reading = knowledge.source.read(g.form)
    english = reading.english
    entry = knowledge.source.lexicon.get(reading.lemma, "NOUN")
    if entry is not None:
        english = tuple(plural(e) for e in entry.english) if g.plural else entry.english
    if g.plural:
        english = tuple(e if e.isupper() else e.lower() for e in english)  # "the foreign ministries"
    p = 0.95 if g.anchored else 0.6
    why = "the story has it elsewhere" if g.anchored else "the place wants a body"
    return finding(
        GARBLED,
        doc,
        w.start,
        w.end,
        f"Russian word garbled: {g.form}, of {reading.lemma} ({why})",
        suggestions=english[:3],
        confidence=p,
        fix_confidence=0.92 if g.anchored and g.likeness >= 0.45 else 0.5,
        evidence={"source_word": g.form, "lemma": reading.lemma, "kind": "garbled", "likeness": round(g.likeness, 2)},
    )


def _with_source(doc: Document, analysis: Analysis, knowledge: Knowledge, sourced: Sourced) -> Iterator[Finding]:
    """The source sentence says which of its words an unknown word came from, and whether that word is a name."""
    verdicts = analysis.readings.verdicts
    for i, w in enumerate(doc.words):
        if (
            not w.text[0].isalpha()
            or len(w.text) < 3
            or _is_code(doc, i)
            or any("\u0400" <= c <= "\u04ff" for c in w.text)
            or (i not in verdicts and not suspect(w.text, knowledge))
        ):
            continue
        m = sourced.match(i)
        if m is None or is_name(m, knowledge) or w.text.lower() in knowledge.loanwords:
            continue
        if w.text[0].isupper() and m.channel < -2.2 and m.likeness < 0.5:
            continue  # a name, and of no word of the source
        odds = source_odds(analysis, sourced, i, m)
        p = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
        if p < 0.3:
            continue
        how = "romanised" if m.channel > -0.9 else "cut" if m.channel > -1.4 else "garbled"
        r = Restoration(m.word.form, how, m.channel * len(w.text), knowledge.source.index.log10(m.word.form), 0.0)
        place = place_features(analysis, i)
        if m.word.upper and w.text[0].isupper() and _SURNAME.search(w.text) and not w.text.isupper():
            continue
        f = _finding(doc, analysis, knowledge, i, Verdict(w.text, 0.0, (r,), 0.0), p)
        hyphen = "-" in (doc.text[w.start - 1 : w.start], doc.text[w.end : w.end + 1])
        # кардиналов-выборщиков are two words, жовто-блакитный is one
        if m.word.whole and hyphen and knowledge.source.read(m.word.whole.split("-")[0]).grammar.pos != "NOUN":
            lemma = knowledge.source.read(m.word.whole).lemma
            f = replace(f, evidence={**f.evidence, "source_word": m.word.whole, "lemma": lemma})
        sure = how != "garbled" and not {"upper inside", "upper chained", "quoted", "explained"} & place.keys()
        yield f if sure else replace(f, fix_confidence=min(f.fix_confidence, 0.6))  # an editor decides


_LATIN = re.compile(r"(?:[aeiou]e|us|um|is|ii|orum|ensis|iana|oides)$")


def _is_species(analysis: Analysis, i: int) -> bool:
    """A word of a binomial: Karenia brevis, K. brevis, misgurnus fossilis."""
    w = analysis.doc.words[i]
    first = analysis.doc.words[i - 1].text if i else ""
    genus = first[:1].isupper() and (first[1:].islower() or len(first) == 1)
    if not w.text.islower() or not _LATIN.search(w.text):
        return False
    beside = [x for x in (analysis.before(i), analysis.after(i)) if x.islower() and _LATIN.search(x)]
    strange = any(analysis.knowledge.english.zipf(x) < 2.3 for x in beside)
    return strange or (genus and analysis.gap(i) in (" ", ". "))


def _is_code(doc: Document, i: int) -> bool:
    """Part of a URL, a handle, a path, an e-mail address, a file name or a number."""
    w = doc.words[i]
    before = doc.text[max(0, w.start - 1) : w.start]
    after = doc.text[w.end : w.end + 2]
    if before == "`" or after[:1] == "(":
        return True
    if (before and before in "@#/\\_.=~$%0123456789") or (after[:1] and after[:1] in "@/\\_=~"):
        return True
    return bool(re.match(r"\.[a-z]", after))


def _finding(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, v: Verdict, p: float) -> Finding:
    w = doc.words[i]
    ranked = _rank(analysis, knowledge, i, v)
    best, share, reading = ranked[0]
    suggestions = _suggestions(w.text, ranked, analysis.initial(i))
    several = analysis.before(i) in _COUNTS or best.end in PLURAL  # an English -s put on
    if several and reading.grammar.pos == "NOUN" and reading.grammar.number == "sing":
        suggestions = tuple(
            plural(s) for s in suggestions
        )  # Russian counts with the genitive singular: два беспилотника
    garbled = best.how == "garbled"
    rule = GARBLED if garbled else LEFTOVER
    p_english = 0.0 if not reading.english else 0.75 if reading.derived else 0.93
    fix = p * share * p_english
    detail = {
        "romanised": "letter by letter",
        "cut": "its end lost",
        "anglicised": "with an English ending",
        "compound": f"first part {best.first}-",
        "garbled": "letters lost or changed",
    }[best.how]
    message = f"Russian word {'garbled' if garbled else 'left in Latin letters'}: {best.form}"
    if reading.grammar.words:
        message += f", {reading.grammar.words}"
    if reading.lemma != best.form:
        message += f" of {reading.lemma}"
    edits = _edits(doc, analysis, i, suggestions, reading) if suggestions else ()
    evidence = {
        "source_word": best.form,
        "lemma": reading.lemma,
        "kind": best.how,
        "grammar": reading.grammar.words,
        "detail": detail,
        "probability": round(share, 3),
    }
    if len(ranked) > 1:
        evidence["runner_up"] = ranked[1][0].form
    return finding(
        rule,
        doc,
        w.start,
        w.end,
        message,
        suggestions=suggestions,
        edits=edits,
        confidence=p,
        fix_confidence=fix,
        evidence=evidence,
    )


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


def _edits(
    doc: Document, analysis: Analysis, i: int, suggestions: tuple[str, ...], reading: Reading
) -> tuple[Edit, ...]:
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


_PREPOSITIONS = frozenset(
    ("of to in on at by for with from after before against about under over during between through into").split()
)


def _wants_article(analysis: Analysis, i: int, reading: Reading) -> bool:
    """A singular countable noun right after a preposition stands bare: English wants the article there."""
    if reading.grammar.pos != "NOUN" or reading.grammar.number != "sing" or analysis.doc.words[i].text[0].isupper():
        return False
    return analysis.before(i) in _PREPOSITIONS and reading.sense in (
        ("body", "object", "place", "person")
        if reading.lemma.endswith(("ство", "ние", "тие", "ость"))
        else ("body", "event", "object", "place", "person")
    )
