"""Names translated as words: Sands for Песков, “Caliber” for «Калибр», Fund of struggle against corruption."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import bare, feminine, is_given_of, press, slavic_given, surname_shown, title_fits
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.literal import JOINING, Literal, Literals
from mtfix.source.russian.fold import keys_of_latin
from mtfix.text.case import is_capitalised
from mtfix.text.english import Pos

TRANSLATED = Rule(
    "translated-name",
    "terminology/name",
    Severity.CRITICAL,
    Applicability.SAFE,
    "A name rendered by what it means as a word: Sands for Peskov, missiles “Caliber”, the Tape.ru.",
    "The reader cannot know who or what is meant.",
    ("commented Dmitry Sands", "commented Dmitry Peskov"),
    "Made only beside a given name or a title that is the person's, where the right form stands elsewhere in the "
    "story, or beside a noun that says what bears the name; ordinary Sands, White and Flowers are left alone.",
)
RULES = (TRANSLATED,)

_QUOTES = "“”\"«»„‘’'"
_HE = frozenset("he his him she her himself herself".split())
_PREPOSITIONS = frozenset("of by to with from for against about and on".split())
_SLAVIC = re.compile(
    r"(?:ov|ev|yov|in|yn|sky|skiy|skii|skyi|enko|chuk|iuk|yuk|ova|eva|ina|yna|skaya|ska|ych|ich|ykh|ikh|ko|iy|yi)$"
)
_LONGEST = 7  # words of a translated name, the joining words counted


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names that were translated."""
    literals = knowledge.gazetteer.literals
    found = {t: rows for t in doc.types if t[:1].isupper() and (rows := _readings(t, literals))}
    for i, w in enumerate(doc.words):
        if not w.text[:1].isupper():
            continue
        f = _word(doc, analysis, knowledge, i, found[w.text]) if w.text in found else None
        f = f or _unlisted(doc, analysis, knowledge, i)
        if f is not None:
            yield f
    yield from _phrases(doc, analysis, knowledge)


def _readings(word: str, literals: Literals) -> list[Literal]:
    word = bare(word)
    return [] if len(word) > 1 and word.isupper() else literals.by_word(word.lower())


def _word(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, rows: list[Literal]) -> Finding | None:
    by = {k: [r for r in rows if r.kind == k] for k in ("surname", "given", "thing", "site")}
    f = _site(doc, knowledge, i, by["site"]) if by["site"] else None
    f = f or (_thing(doc, analysis, knowledge, i, by["thing"]) if by["thing"] else None)
    if f is not None or i in analysis.people.known or _hyphened(doc, i):
        return f
    if analysis.line_of(doc.words[i].start).title_case:
        return None
    f = _given(doc, analysis, knowledge, i, by["given"]) if by["given"] else None
    return f or (_surname(doc, analysis, knowledge, i, by["surname"]) if by["surname"] else None)


def _hyphened(doc: Document, i: int) -> bool:
    w = doc.words[i]
    return doc.text[w.end : w.end + 1] in ("-", "‑", "/") or doc.text[max(0, w.start - 1) : w.start] in (
        "-",
        "‑",
        "/",
        ".",
    )


def _site(doc: Document, knowledge: Knowledge, i: int, rows: list[Literal]) -> Finding | None:
    """Tape.ru, Verge.Roux: the second part is .ru in some spelling."""
    if i + 1 >= len(doc.words) or doc.text[doc.words[i].end : doc.words[i + 1].start] != ".":
        return None
    w, tail = doc.words[i], doc.words[i + 1]
    for r in rows:
        e = knowledge.gazetteer.entry(r.entry)
        sounded = re.sub(r"[xts]$", "", tail.text.lower())  # Roux: the last letter is not heard
        if "ru" in keys_of_latin(sounded) and len(tail.text) <= 4:
            article = (
                i > 0 and doc.text[doc.words[i - 1].end : w.start] == " " and doc.words[i - 1].text.lower() == "the"
            )
            start = doc.words[i - 1].start if article else w.start
            return _made(doc, start, tail.end, e.en, f"{e.ru}, translated", 0.95, r, e)
    return None


def _thing(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, rows: list[Literal]) -> Finding | None:
    """A name in quotation marks beside a noun that says what bears it."""
    w = doc.words[i]
    if doc.text[max(0, w.start - 1) : w.start] not in _QUOTES or doc.text[w.end : w.end + 1].strip(",.") not in _QUOTES:
        return None
    if w.start == 0 or w.end >= len(doc.text):
        return None
    heads = knowledge.gazetteer.heads
    around = {x.text.lower() for x in doc.words[max(0, i - 3) : i]} | {x.text.lower() for x in doc.words[i + 1 : i + 3]}
    around |= {x[:-1] for x in around if x.endswith("s")}
    for r in rows:
        e = knowledge.gazetteer.entry(r.entry)
        if e.en.lower() == w.text.lower() or w.text.lower() in (a.lower() for a in e.aliases):
            return None
        told = e.type == "outlet" and analysis.doc.words[i - 1].text == "said" and analysis.gap(i)[:-1] == " "
        if told:
            start = doc.words[i - 1].start
            right = "told " + doc.text[w.start - 1 : w.start] + e.en
            edits = (Edit(start, start + 4, "said", "told"), Edit(w.start, w.end, w.text, e.en))
            return finding(
                TRANSLATED,
                doc,
                start,
                w.end,
                f"{e.ru}, translated",
                suggestions=(right,),
                edits=edits,
                confidence=0.93,
                fix_confidence=0.93,
                evidence=_evidence(r, e),
            )
        if around & heads.get(e.type, frozenset()):
            return _made(doc, w.start, w.end, e.en, f"{e.ru}, translated", 0.93, r, e)
    return None


def _unlisted(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """Days.Ru, Bank “Soviet”: a site or a firm that is in no list, its name a plain word; turned back and romanised."""
    w = doc.words[i]
    after = doc.text[w.end : w.end + 1]
    if after == "." and i + 1 < len(doc.words) and doc.words[i + 1].text.lower() == "ru" and doc.text[w.end + 1] != " ":
        kind, sure = ".ru", 0.5
    elif after in _QUOTES and after and w.start and doc.text[w.start - 1] in _QUOTES and i:
        heads = knowledge.gazetteer.heads["*"]
        if (
            doc.words[i - 1].text.lower() not in heads
            or doc.text[doc.words[i - 1].end : w.start].strip() not in _QUOTES
        ):
            return None
        kind, sure = "", 0.4
    else:
        return None
    russian = knowledge.gazetteer.literals.russian(w.text.lower())
    if not russian or i in analysis.people.known:
        return None
    r = Literal("thing", "word", -1, russian, russian)
    end = doc.words[i + 1].end if kind else w.end
    return _made(doc, w.start, end, press(russian) + kind, f"{russian.capitalize()}, translated", sure, r, None)


def _given(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, rows: list[Literal]) -> Finding | None:
    """Hope Savchenko: a translated given name before a surname that goes with it."""
    after = bare(analysis.after(i))
    if not is_capitalised(after) or knowledge.english.zipf(after.lower()) > 3.2:
        return None
    w = doc.words[i]
    for r in rows:
        for e in knowledge.gazetteer.by_surname(fold_name(after)):
            if e.ru_parts[0] == r.russian and fold_name(e.en_parts[0]) != fold_name(w.text):
                return _made(doc, w.start, w.end, e.en_parts[0], f"{e.ru}, the given name translated", 0.95, r, e)
    slavic = _SLAVIC.search(after.lower()) and not knowledge.english.pos(after.lower())
    r = max(rows, key=lambda r: knowledge.source.index.log10(r.russian))
    if slavic and after.lower().endswith("a") <= (gender_of(press(r.russian), knowledge) == "f"):
        return _made(
            doc, w.start, w.end, press(r.russian), f"The given name {r.russian.capitalize()}, translated", 0.6, r, None
        )
    return None


def _surname(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, rows: list[Literal]) -> Finding | None:
    """Sands, the Teacher, Governor White."""
    after = analysis.after(i)
    if is_capitalised(after) and after.lower() not in knowledge.reporting:
        return None
    people = [(r, knowledge.gazetteer.entry(r.entry)) for r in rows if r.entry >= 0]
    before = doc.words[i - 1].text if analysis.adjacent(i) else ""
    title = before.lower() in knowledge.bodies.titles | knowledge.bodies.ranks
    if (
        is_capitalised(before)
        and not title
        and (before.lower() != "the")
        and not _plain_start(analysis, i - 1, knowledge)
    ):
        return _after_given(doc, knowledge, i, before, rows, people)
    met = [(r, e) for r, e in people if e.id in analysis.people.entities and r.how == "word"]
    if met and _person_slot(doc, analysis, knowledge, i):
        return _plain(doc, analysis, knowledge, i, met[0], 0.92)
    if title:
        fits = [(r, e) for r, e in people if title_fits(before, e) and r.how == "word"]
        return _plain(doc, analysis, knowledge, i, fits[0], 0.6) if fits else None
    return _unanchored(doc, analysis, knowledge, i, rows, people)


def _plain_start(analysis: Analysis, k: int, knowledge: Knowledge) -> bool:
    """Whether word `k` has its capital from the start of a sentence alone."""
    word = analysis.doc.words[k].text.lower()
    return analysis.initial(k) and bool(knowledge.english.pos(word)) and knowledge.english.zipf(word) > 3.5


def _after_given(
    doc: Document, knowledge: Knowledge, i: int, given: str, rows: list[Literal], people: list[tuple[Literal, Entry]]
) -> Finding | None:
    """Igor Carpentry: the given name decides who it is."""
    w = doc.words[i]
    gender = gender_of(given, knowledge)
    if not gender:
        return None
    slavic = slavic_given(given, knowledge)
    for r, e in people:
        if e.gender == gender and is_given_of(given, e):
            sure = 0.94 if slavic else 0.5
            return _made(
                doc, w.start, w.start + len(bare(w.text)), e.surname, f"{e.ru}, the surname translated", sure, r, e
            )
    direct = [r for r in rows if r.how == "word" and r.entry < 0]
    if slavic and direct:
        r = max(direct, key=lambda r: knowledge.source.index.log10(r.russian))
        right = feminine(press(r.russian)) if gender == "f" else press(r.russian)
        return _made(
            doc, w.start, w.start + len(bare(w.text)), right, f"{r.russian.capitalize()}, translated", 0.5, r, None
        )
    return None


def _person_slot(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> bool:
    """Whether a capitalised common noun stands where a person does."""
    before, after = analysis.before(i), analysis.after(i).lower()
    beside = doc.words[i - 2].text.lower() if before == "the" and i > 1 else before
    says = after in knowledge.reporting or beside in knowledge.reporting
    if analysis.initial(i):
        return after in knowledge.reporting
    noun = knowledge.english.pos(after) & Pos.NOUN and not knowledge.english.pos(after) & Pos.VERB
    return says or (not noun and (beside in _PREPOSITIONS or before == "the" or not after))


def _unanchored(
    doc: Document,
    analysis: Analysis,
    knowledge: Knowledge,
    i: int,
    rows: list[Literal],
    people: list[tuple[Literal, Entry]],
) -> Finding | None:
    """Nobody of that name elsewhere in the story: offered where only a person can stand."""
    direct = [(r, e) for r, e in people if r.how == "word"]
    word = bare(doc.words[i].text).lower()
    if word in knowledge.bodies.titles | knowledge.bodies.heads | knowledge.proper_adjectives:
        return None
    if knowledge.english.zipf(word) > (5.2 if word in knowledge.nouns_of_people else 4.6) and not word.endswith("s"):
        return None  # the North, the Party, the Heat: words that English capitalises on its own account
    if analysis.initial(i) or knowledge.gazetteer.by_surname(word) or not knowledge.english.pos(word) & Pos.NOUN:
        return None
    before, after = analysis.before(i), analysis.after(i).lower()
    hi = analysis.sentence(i)[1]
    person = any(x.text.lower() in _HE for x in doc.words[i + 1 : min(hi, i + 6)])
    says = after in knowledge.reporting or before in knowledge.reporting
    that = [x.text.lower() for x in doc.words[i + 2 : i + 4]]
    person = (person and says) or (len(that) == 2 and that[0] == "that" and that[1] in _HE)
    subject = i > 1 and analysis.before(i - 1) not in _PREPOSITIONS
    plain_after = after in knowledge.reporting or not knowledge.english.pos(after) & Pos.NOUN
    if (
        direct
        and before == "the"
        and plain_after
        and ((person and subject) or not word.endswith("s"))
        and _person_slot(doc, analysis, knowledge, i)
    ):
        return _plain(doc, analysis, knowledge, i, direct[0], 0.4)
    paired = before == "and" and i > 1 and bool(_SLAVIC.search(doc.words[i - 2].text)) and direct
    if before != "the" and word.endswith("s") and (says or paired):
        if direct:
            return _plain(doc, analysis, knowledge, i, direct[0], 0.4)
        r = next((r for r in rows if r.how == "word"), None)
        if r is not None and says:
            w = doc.words[i]
            return _made(doc, w.start, w.end, press(r.russian), f"{r.russian.capitalize()}, translated", 0.38, r, None)
    return None


def _plain(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, who: tuple[Literal, Entry], sure: float
) -> Finding | None:
    """The surname alone, an article before it taken away."""
    w = doc.words[i]
    start = doc.words[i - 1].start if analysis.before(i) == "the" else w.start
    r, e = who
    return _made(doc, start, w.start + len(bare(w.text)), surname_shown(analysis, e), f"{e.ru}, translated", sure, r, e)


def _phrases(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Names of several words, each translated: content words in order, the words that join them left out."""
    literals = knowledge.gazetteer.literals
    base = {t: b for t in doc.types if (b := literals.content(t.lower()))}
    words = doc.words
    i = 0
    while i < len(words):
        best = None
        if words[i].text in base and not (len(words[i].text) > 1 and words[i].text.isupper()):
            best = _longest(doc, analysis, knowledge, i, base)
        if best is None:
            i += 1
            continue
        j, e = best
        f = _phrase(doc, analysis, knowledge, i, j, e)
        if f is not None:
            yield f
        i = j + 1


def _longest(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, base: dict[str, str]
) -> tuple[int, Entry] | None:
    """The longest run from word `i` that renders some entry word by word: index of its last word, and the entry."""
    content = [base[doc.words[i].text]]
    best = None
    for j in range(i + 1, min(len(doc.words), i + _LONGEST)):
        if not analysis.adjacent(j):
            break
        text = doc.words[j].text
        if text in base:
            content.append(base[text])
            for n in knowledge.gazetteer.literals.by_phrase(tuple(content)):
                best = j, knowledge.gazetteer.entry(n)
        elif text.lower() not in JOINING:
            break
    return best


def _phrase(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, j: int, e: Entry) -> Finding | None:
    words = doc.words
    start, end = words[i].start, words[j].end
    text = doc.text[start:end]
    folded = fold_name(text)
    plain = re.sub(r"s\b", "", folded)
    if analysis.line_of(start).title_case or any(
        re.sub(r"s\b", "", fold_name(n)).removeprefix("the ") == plain for n in e.names
    ):
        return None
    if i and analysis.adjacent(i) and is_capitalised(words[i - 1].text) and words[i - 1].text.lower() != "the":
        return None  # part of a longer name
    if any(k in analysis.people.known for k in range(i, j + 1)) and not text[:1].isupper():
        return None
    content = [w.text for w in words[i : j + 1] if w.text.lower() not in JOINING]
    capitals = sum(is_capitalised(t) for t in content) - (is_capitalised(content[0]) and analysis.initial(i))
    quoted = doc.text[max(0, start - 1) : start] in _QUOTES and start > 0 and doc.text[end : end + 1] in _QUOTES
    if not capitals and not quoted:
        return None
    mixed = any(not is_capitalised(t) for t in content)
    if len(content) > 2 and capitals:
        sure = 0.92
    elif quoted or (capitals and mixed):
        sure = 0.6
    else:
        return None
    article = analysis.before(i) in ("the", "a") or e.en.lower().startswith("the ")
    takes = e.type == "body" and e.en.split(" ")[-1].lower() in knowledge.bodies.heads
    right = e.en if article or quoted or not takes else "the " + e.en
    r = Literal("thing", "word", -1, e.ru.lower(), e.ru.lower())
    return _made(doc, start, end, right, f"{e.ru}, word by word", sure, r, e)


def _evidence(r: Literal, e: Entry | None) -> dict[str, str]:
    out = {"kind": "translated", "source_word": r.russian, "lemma": r.russian, "detail": f"means as a word: {r.lemma}"}
    return out | ({"entity": e.id} if e is not None else {})


def _made(
    doc: Document, start: int, end: int, right: str, why: str, sure: float, r: Literal, e: Entry | None
) -> Finding | None:
    if fold_name(doc.text[start:end]) == fold_name(right):
        return None
    return finding(
        TRANSLATED,
        doc,
        start,
        end,
        why,
        suggestions=(right,),
        confidence=sure,
        fix_confidence=sure,
        evidence=_evidence(r, e),
    )
