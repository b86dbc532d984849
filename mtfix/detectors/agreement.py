"""Agreement and case lost on the way: talks without “between”, a person's “their”, a bare singular, “four talks”."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.gazetteer.fold import fold_name
from mtfix.text.case import is_capitalised
from mtfix.text.english import Pos

BETWEEN = Rule(
    "lost-between",
    "linguistic-conventions/agreement",
    Severity.MINOR,
    Applicability.UNSAFE,
    "Talks, a meeting or a conversation with its parties after a comma, or strung with commas alone.",
    "Russian says whose talks by the genitive; the case is gone, and the parties read like an aside.",
    (
        "Sergey Lavrov met John Kerry after the two-day talks, Lavrov and Kerry.",
        "Sergey Lavrov met John Kerry after the two-day talks between Lavrov and Kerry.",
    ),
    "Offered only: after a comma a new clause may begin.",
)
THEIR = Rule(
    "persons-their",
    "linguistic-conventions/agreement",
    Severity.MINOR,
    Applicability.UNSAFE,
    "“their” of one named person: Kirby in their forecasts.",
    "Russian «свой» has no number; MT guesses the plural.",
    (
        "John Kirby spoke. Kirby in their forecasts was cautious.",
        "John Kirby spoke. Kirby in his forecasts was cautious.",
    ),
    "Only directly after a surname, “in” and “their”; the sex must be known from the gazetteer or a given name.",
)
BARE = Rule(
    "bare-singular",
    "linguistic-conventions/agreement",
    Severity.MINOR,
    Applicability.UNSAFE,
    "A countable noun in the singular without an article after “including”: including leading regional state.",
    "The number of the Russian noun was lost.",
    ("including leading regional state", "including leading regional states"),
    "Offered only.",
)
PARTIES = Rule(
    "number-before-talks",
    "accuracy/mistranslation",
    Severity.MAJOR,
    Applicability.DISPLAY,
    "A number before “talks” or “negotiations”: four talks for four-way talks.",
    "The Russian adjective (четырёхсторонние) counts the parties, not the talks.",
    ("four talks on Syria", "four-way talks on Syria"),
    "Shown only; “rounds of talks” and ordinals are left alone.",
)
EXTRA = Rule(
    "extra-name-part",
    "terminology/name",
    Severity.MINOR,
    Applicability.UNSAFE,
    "A known name with a part more than it has: Staffan Domingo de Mistura.",
    "The full form of a document or a neighbour's name slipped in.",
    ("Staffan Domingo de Mistura", "Staffan de Mistura"),
    "Offered only: some people are named in full on purpose.",
)
INVERTED = Rule(
    "inverted-clause",
    "linguistic-conventions/agreement",
    Severity.MAJOR,
    Applicability.UNSAFE,
    "A relative clause whose subject stands behind its verb: which earlier stated Lavrov.",
    "Russian puts the subject there; in English it reads as the object, and the roles are exchanged.",
    (
        "Sergey Lavrov spoke of the pause, which earlier stated Lavrov.",
        "Sergey Lavrov spoke of the pause, which Lavrov earlier stated.",
    ),
    "Only after “which” and a verb that takes no person for its object, or “called on” without what for; offered.",
)
RULES = (BETWEEN, THEIR, BARE, PARTIES, EXTRA, INVERTED)

#: Verbs of saying that may have a person for their object.
_OF_PERSONS = frozenset(
    "accuse criticize criticise call quote mention observe suggest propose urge discuss deny name".split()
)
_ADVERBS = frozenset("earlier previously before already also repeatedly recently later".split())

_MEETINGS = frozenset(("talks negotiations meeting meetings conversation consultations discussions contacts").split())
_NUMBERS = frozenset("two three four five six seven eight".split())
_COUNTABLE_END = (
    "state",
    "country",
    "player",
    "leader",
    "partner",
    "party",
    "group",
    "company",
    "official",
    "region",
    "body",
    "agency",
    "ally",
    "actor",
    "nation",
    "member",
    "city",
    "organization",
    "organisation",
)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find number, sex and case that do not agree."""
    types = analysis.lower_types
    if types & _MEETINGS:
        for i, w in enumerate(doc.words):
            if w.text.lower() in _MEETINGS:
                yield from _meeting(doc, analysis, knowledge, i)
    if "their" in types:
        yield from _their(doc, analysis, knowledge)
    if "which" in types:
        for i, w in enumerate(doc.words):
            if w.text.lower() == "which":
                yield from _inverted(doc, analysis, knowledge, i)
    if "including" in types:
        yield from _bare(doc, analysis, knowledge)
    yield from _extra(doc, analysis, knowledge)


def _person(doc: Document, analysis: Analysis, i: int) -> bool:
    """A capitalised word that is the surname of somebody the story names."""
    if not (0 <= i < len(doc.words) and is_capitalised(doc.words[i].text)):
        return False
    folded = fold_name(doc.words[i].text)
    people = analysis.people
    return folded in people.surnames or any(fold_name(e.en_parts[-1]) == folded for e in people.people())


def _meeting(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Iterator[Finding]:
    words, text = doc.words, doc.text
    before = analysis.before(i)
    if (
        words[i].text.lower() in ("talks", "negotiations")
        and before in _NUMBERS
        and analysis.after(i) in ("on", "about", "between")
    ):
        w = words[i - 1]
        yield finding(
            PARTIES,
            doc,
            w.start,
            words[i].end,
            "Of so many parties, rather than so many talks",
            suggestions=(f"{w.text}-way {words[i].text}",),
            confidence=0.55,
            edits=(Edit(w.end, w.end, "", "-way"),),
        )
    # "talks, Lavrov and Kerry"; "talks with Lavrov, Kerry"
    j = i + 1
    if j + 2 >= len(words):
        return
    gap = text[words[i].end : words[j].start]
    if gap == ", " and _person(doc, analysis, j) and words[j + 1].text == "and" and _person(doc, analysis, j + 2):
        end = words[j + 2].end
        tail = text[end : end + 2].strip()
        if tail and tail[0].isalpha():
            return  # a clause goes on: "talks, Lavrov and Kerry said"
        shown = f"{words[i].text} between {text[words[j].start : end]}"
        yield finding(
            BETWEEN,
            doc,
            words[i].start,
            end,
            "Between whom: the case was lost",
            suggestions=(shown,),
            edits=(Edit(words[i].end, words[j].start, gap, " between "),),
            confidence=0.75,
            fix_confidence=0.75,
        )
    strung = words[j].text == "with" and text[words[j + 1].end : words[j + 2].start] == ", "
    if strung and _person(doc, analysis, j + 1):  # noqa: SIM102  (the second look-up only where the first holds)
        if _person(doc, analysis, j + 2):
            end = words[j + 2].end
            tail = text[end : end + 1]
            if tail in ("", ".", "”", '"', "»", "\n"):
                a, b = words[j + 1].text, words[j + 2].text
                yield finding(
                    BETWEEN,
                    doc,
                    words[j + 1].start,
                    end,
                    "Two parties strung with a comma",
                    suggestions=(f"{a} and {b}",),
                    confidence=0.6,
                    fix_confidence=0.5,
                )


def _their(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    words = doc.words
    for i in range(2, len(words)):
        if (
            words[i].text != "their"
            or words[i - 1].text != "in"
            or not analysis.adjacent(i)
            or not analysis.adjacent(i - 1)
        ):
            continue
        if not _person(doc, analysis, i - 2) or (i >= 3 and words[i - 3].text in ("and", "both")):
            continue
        sex = _sex(doc, analysis, knowledge, i - 2)
        right = {"m": "his", "f": "her"}.get(sex)
        if right and i + 1 < len(words):
            yield finding(
                THEIR,
                doc,
                words[i].start,
                words[i + 1].end,
                "One person is spoken of",
                suggestions=(f"{right} {words[i + 1].text}",),
                edits=(Edit(words[i].start, words[i].end, "their", right),),
                confidence=0.7,
                fix_confidence=0.7,
                evidence={"source_word": "своих", "kind": "possessive"},
            )


def _sex(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> str:
    folded = fold_name(doc.words[i].text)
    met = {m.gender for m in analysis.people.mentions if fold_name(m.last) == folded}
    if len(met) == 1:
        return met.pop()
    known = {e.gender for e in analysis.people.people() if fold_name(e.en_parts[-1]) == folded}
    if len(known) == 1:
        return known.pop()
    given = doc.words[i - 1].text if i and is_capitalised(doc.words[i - 1].text) else ""
    return gender_of(given, knowledge) if given else ""


def _inverted(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Iterator[Finding]:
    """“which previously called on Kerry.”: adverbs, a verb, and a name that ends the clause."""
    words, text = doc.words, doc.text
    v = i + 1
    while v < len(words) and words[v].text in _ADVERBS and analysis.adjacent(v):
        v += 1
    if v + 1 >= len(words) or not analysis.adjacent(v) or not words[v].text.islower():
        return
    verb, first = words[v].text, v + 1
    called = verb in ("called", "urged") and (verb == "urged" or words[first].text in ("on", "for", "upon"))
    if called:
        first += verb == "called"
    elif knowledge.reporting.get(verb) != "say" or any(verb.startswith(x[:-1]) for x in _OF_PERSONS):
        return
    last = first
    while last < len(words) and is_capitalised(words[last].text) and analysis.adjacent(last):
        last += 1
    last -= 1
    if last < first or last >= first + 3 or not (last in analysis.people.known or _person(doc, analysis, last)):
        return
    tail = text[words[last].end : words[last].end + 2]
    if tail[:1] not in ("", ".", ";", "\n") and not tail.startswith((", ", "”.", '".')):
        return
    name = text[words[first].start : words[last].end]
    between = text[words[i].end : words[v].end]
    shown = f"{words[i].text} {name}{between}{' for' if verb == 'called' else ''}"
    yield finding(
        INVERTED,
        doc,
        words[i].start,
        words[last].end,
        "The subject stands behind its verb",
        suggestions=(shown,),
        confidence=0.7,
        fix_confidence=0.65,
    )


def _bare(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    from mtfix.source.russian.render import plural

    words = doc.words
    e = knowledge.english
    for i, w in enumerate(words):
        if w.text != "including":
            continue
        k = i + 1
        while (
            k < len(words)
            and k < i + 4
            and analysis.adjacent(k)
            and words[k].text.islower()
            and ((e.pos(words[k].text) & Pos.ADJ and words[k].text not in _COUNTABLE_END) or words[k].text == "leading")
        ):
            k += 1
        if k == i + 1 or k >= len(words) or not analysis.adjacent(k) or words[k].text not in _COUNTABLE_END:
            continue
        if analysis.after(k).islower() and e.pos(analysis.after(k)) & Pos.NOUN:
            continue  # "leading party members": the noun goes on
        start = words[i + 1].start
        noun = words[k].text
        many = plural(noun)
        yield finding(
            BARE,
            doc,
            start,
            words[k].end,
            "A countable noun needs an article or the plural",
            suggestions=(doc.text[start : words[k].start] + many,),
            edits=(Edit(words[k].start, words[k].end, noun, many),),
            confidence=0.6,
            fix_confidence=0.6,
        )


def _extra(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """A given name of a known person, another word, and the rest of the name."""
    words = doc.words
    for i in range(len(words) - 2):
        a, b = words[i], words[i + 1]
        if not (
            is_capitalised(a.text) and is_capitalised(b.text) and analysis.adjacent(i + 1) and analysis.adjacent(i + 2)
        ):
            continue
        if not words[i + 2].text[:1].islower() or i + 3 >= len(words):
            continue  # only before a particle (de Mistura): a plain middle name is ordinary
        rest = doc.text[words[i + 2].start : words[i + 3].end]
        whole = f"{a.text} {rest}"
        hit = next(knowledge.gazetteer.matches(whole), None)
        if hit is None or hit.end - hit.start != len(whole) or hit.entry.type != "person":
            continue
        full = doc.text[a.start : words[i + 3].end]
        if any(full == n for n in hit.entry.names):
            continue
        yield finding(
            EXTRA,
            doc,
            a.start,
            words[i + 3].end,
            f"The name is {hit.entry.en}",
            suggestions=(whole,),
            edits=(Edit(b.start, words[i + 2].start, doc.text[b.start : words[i + 2].start], ""),),
            confidence=0.65,
            fix_confidence=0.6,
            evidence={"entity": hit.entry.id, "source_word": hit.entry.ru},
        )
