"""Names of one word, in a Russian form or a letter away from it, where the place in the sentence asks for one."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.alignment import Candidate
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import RU_PARTICLES, bare, lawful_parts, romanised
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.gazetteer.fold import fold_name
from mtfix.source.russian.fold import key_of_cyrillic
from mtfix.text.case import is_capitalised

LONE = Rule(
    "lone-mangled-name",
    "terminology/name",
    Severity.MAJOR,
    Applicability.SAFE,
    "A place, group or weapon of one word, in a Russian form or spelling: in Khilversyuma, near Pokrowom.",
    "What stands in a Russian case or in Russian letters is no name that a reader can look up.",
    (
        "He was accused of links with Khezbolloy and arrested.",
        "He was accused of links with Hezbollah and arrested.",
    ),
    "A place is offered, never made; only where the word before it asks for a place or a group (in, near, outskirts "
    "of, militants of), and only words that English does not have.",
)
RULES = (LONE,)

#: Prepositions before a place.
_AT = frozenset("in from near to at around outside towards toward into via through across inside".split())
#: Words that ask for “to” or “in” themselves, so that a person may follow.
_NO_PLACE = frozenset(
    "according referring thanks due close similar related belong belonging said told confidence trust faith believe "
    "interest interview letter listen spoke married engaged compared next devoted dedicated attack reference".split()
)
#: Types of names that may stand anywhere.
_THINGS = frozenset({"group", "outlet", "weapon", "body"})
#: Nouns before “of” and a place.
_PLACES = frozenset(
    "outskirts residents direction authorities city town village region district province port mayor governor suburb "
    "suburbs north south east west northeast northwest southeast southwest centre center area streets airport station "
    "inhabitants administration island republic territory shelling capture liberation".split()
)
#: Nouns before “of” or “with” and a group.
_GROUPS = frozenset(
    "militants fighters members leaders leader commanders links supporters activists terrorists positions".split()
)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names of one word by their slot."""
    wanted = {t for t in doc.types if _wanted(t, knowledge)}
    if not wanted:
        return
    named = {k for a in analysis.whole_names for k in range(a.lo, a.hi + 1)} | analysis.people.known
    for i, w in enumerate(doc.words):
        if w.text in wanted and i not in named and (types := _slot(doc, analysis, i)):
            f = _read(doc, analysis, knowledge, i, types)
            if f is not None:
                yield f


def _wanted(word: str, knowledge: Knowledge) -> bool:
    """Whether a word type is one that English does not have."""
    plain = bare(word)
    lower = plain.lower()
    if len(plain) < 4 or not lower.isalpha() or not lower.isascii() or not is_capitalised(plain):
        return False
    english = knowledge.english
    return english.zipf(lower) <= 1.3 and not english.pos(lower) and not knowledge.gazetteer.has_token(fold_name(lower))


def _slot(doc: Document, analysis: Analysis, i: int) -> frozenset[str]:
    """The types of entry that the words before word `i` ask for; none where it stands within a longer name."""
    if is_capitalised(analysis.after(i)) or doc.text[doc.words[i].end :][:1] == "-" or not analysis.adjacent(i):
        return frozenset()
    before, head = analysis.before(i), analysis.before(i - 1) if i else ""
    if is_capitalised(doc.words[i - 1].text) and not analysis.initial(i - 1):
        return frozenset()
    if before in ("of", "with") and (head in _PLACES or head in _GROUPS):
        return frozenset({"place"}) if head in _PLACES else frozenset({"group"})
    if before in _AT and head not in _NO_PLACE:
        return frozenset({"place"})
    return _THINGS


def _read(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, types: frozenset[str]) -> Finding | None:
    w = doc.words[i]
    word = bare(w.text)
    if gender_of(word, knowledge):
        return None
    rows = []
    for c in knowledge.aligner.candidates(word):
        e = c.entry
        if e.type not in types or len(e.ru_parts) != 1 or e.ru_parts[0] in RU_PARTICLES:
            continue
        near = knowledge.source.restorer.likelihood(word, c.fit.form) / len(word)
        if sure := _surety(word, c, near, types is not _THINGS):
            rows.append((sure, near, c))
    if not rows:
        return None
    sure, _, best = max(rows, key=lambda r: (r[0], r[1], r[2].entry.id))
    e = best.entry
    return finding(
        LONE,
        doc,
        w.start,
        w.start + len(word),
        f"{e.ru}, in English {e.en}",
        suggestions=tuple(dict.fromkeys([e.en, *(r[2].entry.en for r in sorted(rows, key=lambda r: -r[1]))]))[:3],
        confidence=sure,
        fix_confidence=sure,
        evidence={
            "entity": e.id,
            "source_word": best.fit.form,
            "lemma": e.ru.lower(),
            "kind": "near" if best.fit.distance else "case" if best.fit.form != e.ru_parts[0] else "key",
        },
    )


def _surety(word: str, c: Candidate, near: float, asked: bool) -> float:
    """How sure it is that a word is the entry: by letters changed, length, case form, and what the channel says."""
    e, fit = c.entry, c.fit
    length = len(key_of_cyrillic(fit.form))
    oblique = fit.form != e.ru_parts[0]
    if fold_name(e.en) == fold_name(word) or (not oblique and romanised(e) and lawful_parts([word], e)):
        return 0.0
    if fit.distance == 0 and oblique and e.type != "place" and len(word) >= 10:
        return 0.9
    if fit.distance == 0:
        return 0.0 if near < -2.2 or (not asked and length < 6) else 0.55 + 0.1 * oblique + 0.1 * asked
    if not asked or near < (-2.8 if length > 7 else -2.4) or fit.distance > 1 or length < 5:
        return 0.0
    return 0.45 + 0.1 * oblique
