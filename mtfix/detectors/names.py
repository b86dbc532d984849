"""Known names mangled by way of Russian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from mtfix.analysis import Analysis
from mtfix.analysis.alignment import Alignment
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import (
    MEN,
    WOMEN,
    bare,
    is_right_given,
    joined,
    lawful,
    role_fits,
    romanised,
    spelling,
    styled,
    surname_shown,
    usual_surname,
)
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.store import PartHit
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.source.russian.index import Kind
from mtfix.text.case import is_capitalised

MANGLED = Rule(
    "mangled-name",
    "terminology/name",
    Severity.MAJOR,
    Applicability.SAFE,
    "A known name in a form that only Russian letters explain: Chavushoglu, dzhebhat an-Nusra, Larowe.",
    "Names are what an editor checks first.",
    ("Turkish minister Mevlut Chavushoglu", "Turkish minister Mevlut Cavusoglu"),
    "Needs the gazetteer, and a given name, a role or the same name elsewhere in the story; a namesake with a first "
    "name of his own is left alone.",
)
RULES = (MANGLED,)

_SLAVIC = re.compile(r"(?:ov|ev|yov|in|yn|sky|enko|chuk|yuk|ova|eva|ina|yna|skaya|shvili|dze)$")

#: Consonants that MT confuses, by letter or by sound: В for B, с for c.
_CONFUSED = ({"b", "v"}, {"s", "c"}, {"s", "k"}, {"g", "h"}, {"k", "h"}, {"C", "S"}, {"Z", "z"}, {"s", "z"})


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names in wrong forms."""
    anchors = analysis.people.people()
    taken = set(analysis.people.known)
    for a in analysis.whole_names:
        taken.update(range(a.lo, a.hi + 1))
        yield _whole(doc, analysis, a)
    wanted = {t for t in doc.types if _wanted(t, analysis, knowledge)}
    if not wanted:
        return
    for i, w in enumerate(doc.words):
        if w.text not in wanted or i in taken:
            continue
        upper = w.text[0].isupper()
        f = _known(doc, analysis, knowledge, i)
        if not upper and f is None:
            f = _lowered(doc, analysis, knowledge, i, anchors)
        if upper:
            f = f or _anchored(doc, analysis, knowledge, i, anchors) or _near(doc, analysis, knowledge, i)
        if f is not None:
            yield f


def _wanted(word: str, analysis: Analysis, knowledge: Knowledge) -> bool:
    """Whether a word type may be a damaged name at all: rare in English, or unknown where it has no capital."""
    if len(word) < 4 or not word[0].isalpha():
        return False
    lower = bare(word.lower())
    if not lower.replace("'", "").isalpha() or knowledge.english.pos(lower):
        return False
    if not word[0].isupper():
        return knowledge.reader.read(word) is not None
    return knowledge.english.zipf(lower) < 3.2


# --- whole names


def _whole(doc: Document, analysis: Analysis, a: Alignment) -> Finding:
    """A run of words that is a name, part by part; a given name that is right keeps its spelling."""
    e, total = a.entry, len(a.entry.ru_parts)
    first, last = doc.words[a.lo], doc.words[a.hi]
    start, end, right = first.start, last.start + len(bare(last.text)), spelling(analysis, e)
    if a.first:
        right = surname_shown(analysis, e)
    pair = e.type == "person" and not a.first and total == 2 and " " in right and not styled(e, analysis.knowledge)
    if pair and is_right_given(first.text, e) and first.text[:1].isupper():
        own = [n for n in e.names if fold_name(n.split(" ")[0]) == fold_name(first.text)]
        right = right if right in own else own[0]
        start, right = last.start, _last(right, total)
    elif pair and a.fits[1].right and last.text[:1].isupper():
        own = [n for n in e.names if " " in n and fold_name(n.rpartition(" ")[2]) == fold_name(bare(last.text))]
        if own:
            end, right = first.end, (right if right in own else own[0]).rpartition(" ")[0]
    return finding(
        MANGLED,
        doc,
        start,
        end,
        f"{e.ru}, in English {right}",
        suggestions=(right,),
        confidence=a.sure,
        fix_confidence=a.sure,
        evidence={
            "entity": e.id,
            "source_word": e.ru,
            "lemma": e.ru,
            "kind": "near" if a.distance else "case" if a.oblique else "key",
        },
    )


# --- generated forms of one word


def _known(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """A word with the key of a form that the gazetteer generates: a surname alone, or a name of one word."""
    w = doc.words[i]
    g = knowledge.gazetteer
    word = bare(w.text)
    if w.text[0].isupper() and g.has_token(fold_name(word)):
        return None
    exact = g.by_form(word)
    hits = [(h, True) for h in exact]
    if len(word) >= 5:
        seen = {(h.entry.id, h.part) for h in exact}
        hits += [(h, False) for h in g.by_skeleton(word) if (h.entry.id, h.part) not in seen]
    best: tuple[float, Finding] | None = None
    sexes = {m.gender for m in analysis.people.mentions if i in (m.given, m.surname)}
    for h, sure_key in hits:
        total = len(h.entry.ru_parts)
        if h.part != total - 1 or len(h.form) < 4 or (total > 1 and h.entry.type != "person"):
            continue
        if h.entry.type == "person" and sexes and h.entry.gender not in sexes:
            continue  # Alexandra Petrova is not Alexander Petrov: the other sex is the gender rule's to weigh
        found = _fit(doc, analysis, knowledge, i, word, h, sure_key)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _fit(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str, h: PartHit, exact: bool
) -> tuple[float, Finding] | None:
    """How well an entry explains a word: score and finding, or None."""
    e, total = h.entry, len(h.entry.ru_parts)
    lower = not doc.words[i].text[0].isupper()
    if (lower and e.type == "place") or (not word.isascii() and not exact):
        return None
    entity = e.id in analysis.people.entities
    base = _surety(doc, analysis, knowledge, i, word, h, exact)
    if base is None:
        return None
    # after what the neighbours say: the channel takes milliseconds, and few of many namesakes get so far
    channel = knowledge.source.restorer.likelihood(word, h.form) / max(4, len(word))
    if channel < (-2.6 if exact else -2.2):
        return None
    start, end, right = doc.words[i].start, doc.words[i].start + len(word), _last(spelling(analysis, e), total)
    text = doc.text[start:end]
    if not lower and (fold_name(text) == fold_name(right) or (total == 1 and lawful(text, e))):
        return None
    if exact and romanised(e) and not entity and not lower and h.form == e.ru_parts[h.part]:
        base = min(base, 0.59)  # another scheme's spelling of a Russian name: a matter of style
    sure = base if base < 0.6 else min(0.98, base + 0.12 * entity)
    f = finding(
        MANGLED,
        doc,
        start,
        end,
        f"{e.ru}, in English {right}",
        suggestions=(right,),
        confidence=sure,
        fix_confidence=min(sure, 0.97),
        evidence={"entity": e.id, "source_word": e.ru, "lemma": e.ru, "kind": "key" if exact else "consonants"},
    )
    return sure + channel / 20, f


def _last(name: str, total: int) -> str:
    return name if total == 1 else name.split(" ")[-1].split("-")[-1]


def _surety(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str, h: PartHit, exact: bool
) -> float | None:
    """What the neighbours say for an entry: None where they speak against it or say nothing."""
    e, total = h.entry, len(h.entry.ru_parts)
    lower = not doc.words[i].text[0].isupper()
    made = 0.6 + 0.05 * exact
    if e.type == "person":
        if total == 1:
            return made if exact and not lower else None
        before = doc.words[i - 1].text if i > 0 and joined(doc, i) else ""
        if is_capitalised(before) and gender_of(before, knowledge):
            return None  # a namesake with a first name of his own
        if e.id in analysis.people.entities:
            # of somebody the story speaks of, in a case form or another scheme's letters
            return 0.8 if exact and len(word) >= 6 and not is_capitalised(before) else made
        if not exact or len(word) < 6:
            return None
        if role_fits(doc, analysis, i, e):
            return made
        return _inflected(doc, analysis, knowledge, i, word, h, before)
    return None


def _inflected(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str, h: PartHit, before: str
) -> float | None:
    """A surname alone in a Russian case form, or in lower case, that no English word and no other name explains."""
    english, index = knowledge.english, knowledge.source.index
    if (is_capitalised(before) and not analysis.initial(i - 1)) or is_capitalised(analysis.after(i)):
        return None
    if english.zipf(word.lower()) > 0 or index.kind(h.form) & Kind.COMMON:
        return None
    lower = not doc.words[i].text[0].isupper()
    if h.form == h.entry.ru_parts[-1] and not lower:
        return None  # the nominative in another spelling: a namesake as likely as not
    return 0.75 if lower else 0.5


# --- near to a known name


def _anchored(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, anchors: list[Entry]) -> Finding | None:
    """A word a few letters away from the surname of somebody the story speaks of: Larowe beside Lavrov."""
    w = doc.words[i]
    word = bare(w.text)
    if len(word) < 5 or knowledge.gazetteer.has_token(fold_name(word)) or not is_capitalised(word):
        return None
    if is_capitalised(analysis.after(i)) or _own_name(doc, analysis, knowledge, i):
        return None
    best: tuple[float, int, Entry] | None = None
    for e in anchors:
        surname = e.en_parts[-1]
        if len(surname) < 5 or fold_name(surname).rstrip("a") == fold_name(word).rstrip("a"):
            continue
        fit = knowledge.aligner.fit(word, e, len(e.ru_parts) - 1)
        target = key_of_cyrillic(e.ru_parts[-1])
        d = min(DamerauLevenshtein.distance(k, target) for k in keys_of_latin(word))
        d = min(d, fit.distance if fit is not None else d)
        if d == 0 or (_same_start(word, surname) and d <= max(1, len(target) // 3)):
            score = 1 - d / len(target)
            best = (score, d, e) if best is None or score > best[0] else best
    if best is None:
        return None
    score, distance, e = best
    partner = _shares_partner(doc, analysis, i, e)
    sure = min(0.97, score * 0.75 + 0.18 + 0.3 * partner)
    sure = sure if partner or distance == 0 else min(sure, 0.8)
    return _as(doc, i, word, surname_shown(analysis, e), e, f"Near to {e.en}, of whom the story speaks", sure, "anchor")


def _lowered(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, anchors: list[Entry]) -> Finding | None:
    """The surname of somebody the story speaks of, in lower case and a form or a letter away from it."""
    w = doc.words[i]
    word = bare(w.text)
    if len(word) < 5 or knowledge.english.zipf(word) > 1.5 or knowledge.english.pos(word):
        return None
    fits = [(f, e) for e in anchors if (f := knowledge.aligner.fit(word, e, len(e.ru_parts) - 1)) and f.distance < 2]
    if len(fits) != 1:
        return None
    fit, e = fits[0]
    if knowledge.source.index.kind(fit.form) & Kind.COMMON:
        return None  # a common word as well
    sure = 0.85 - 0.2 * fit.distance
    return _as(doc, i, word, surname_shown(analysis, e), e, f"{e.en}, of whom the story speaks", sure, "anchor")


def _own_name(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> bool:
    """Whether a first name or a title of its own stands before word `i`."""
    if i == 0 or not analysis.adjacent(i):
        return False
    before = doc.words[i - 1].text
    if before.lower() in MEN or before.lower() in WOMEN:
        return True
    return is_capitalised(before) and not analysis.initial(i - 1) and before.lower() not in knowledge.bodies.titles


def _same_start(a: str, b: str) -> bool:
    x, y = a[0].lower(), b[0].lower()
    return x == y or {x, y} <= set("bvw") or {x, y} <= set("ckq")


def _shares_partner(doc: Document, analysis: Analysis, i: int, e: Entry) -> bool:
    """Whether the word stands beside a name ("Larowe and Kerry") that elsewhere stands beside the person's."""

    def partners(k: int) -> set[str]:
        out = set()
        for a, b in ((k + 1, k + 2), (k - 1, k - 2)):
            if 0 <= b < len(doc.words) and 0 <= a < len(doc.words) and doc.words[a].text.lower() == "and":
                out.add(fold_name(doc.words[b].text))
        return out

    mine = partners(i)
    if not mine:
        return False
    surname = fold_name(e.en_parts[-1])
    theirs = {p for k, w in enumerate(doc.words) if fold_name(w.text) == surname for p in partners(k)}
    # "U.S. Secretary of State John Kerry and Foreign Minister Lavrov": enough that both are people of the story
    present = {fold_name(x.en_parts[-1]) for x in analysis.people.people() if x.id != e.id}
    return bool(mine & (theirs | present))


def _near(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """A word a letter or two away from the surname of one known person, whose given name or role stands beside it."""
    w = doc.words[i]
    word = bare(w.text)
    g = knowledge.gazetteer
    if (
        len(word) < 6
        or not word.isascii()
        or len(keys_of_latin(word)[0]) < 6
        or g.by_surname(fold_name(word))
        or knowledge.english.zipf(word.lower()) > 1.5
    ):
        return None
    before = doc.words[i - 1].text if analysis.adjacent(i) else ""
    if is_capitalised(analysis.after(i)) or usual_surname(word, knowledge) or is_capitalised(before):
        return None
    slavic = _SLAVIC.search(word.lower()) is not None
    found: dict[str, tuple[float, Entry]] = {}
    for c in knowledge.aligner.candidates(word):
        e = c.entry
        if e.type != "person" or c.part != len(e.ru_parts) - 1 or not c.part or c.fit.distance != 1:
            continue
        fits = role_fits(doc, analysis, i, e)
        if fits or (slavic and c.fit.form == e.ru_parts[-1] and _alike(word, e)):
            found[e.ru_parts[-1]] = (0.6 if fits else 0.4, e)
    best = max((sure for sure, _ in found.values()), default=0.0)
    rows = [e for sure, e in found.values() if sure == best]
    if len(rows) != 1:
        return None
    e = rows[0]
    return _as(doc, i, word, e.surname, e, f"Near to {e.ru}, in English {e.en}", best, "near")


def _alike(word: str, e: Entry) -> bool:
    """Whether a bare surname differs from a known one as damage does: one consonant misread or lost."""
    if not _same_start(word, e.en_parts[-1]):
        return False
    target = skeleton(key_of_cyrillic(e.ru_parts[-1]))
    for k in keys_of_latin(word)[:3]:
        bones = skeleton(k)
        changed = [{a, b} for a, b in zip(bones, target, strict=False) if a != b]
        if len(bones) != len(target) or (len(changed) == 1 and changed[0] in _CONFUSED):
            return True
    return False


def _as(doc: Document, i: int, word: str, right: str, e: Entry, why: str, sure: float, kind: str) -> Finding:
    start = doc.words[i].start
    ru = e.ru_parts[-1]
    return finding(
        MANGLED,
        doc,
        start,
        start + len(word),
        why,
        suggestions=(right,),
        confidence=sure,
        fix_confidence=sure,
        evidence={"entity": e.id, "source_word": ru, "lemma": ru, "kind": kind},
    )
