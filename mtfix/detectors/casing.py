"""Letter case: bodies and titles, common words with a capital, designators, capitals leaked into words."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.case import is_capitalised
from mtfix.text.english import Pos

BODY = Rule(
    "body-case",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "An official name whose first word lost its capital: foreign Ministry, state Duma, Secretary of state.",
    "MT systems capitalise the head noun alone; copy reads as careless.",
    ("the Russian foreign Ministry", "the Russian Foreign Ministry"),
    "Needs a word that such names begin with and a head it goes with (data/english/bodies.tsv).",
)
HEAD = Rule(
    "stray-capital",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "A common word with a capital in mid-sentence: the former Deputy, military Department, the Patriotic opposition.",
    "MT systems carry capitals over from titles and bodies to ordinary uses of the same words.",
    ("the participation of the Patriotic opposition", "the participation of the patriotic opposition"),
    "Sentence starts, headlines in title case, quotations' first words and words that make a name are left alone.",
)


RULES = (BODY, HEAD)

#: Before a capitalised head these make no official name: the head is a common noun.
_PLAIN = frozenset(
    (
        "former ex new whole local regional military armed internal external foreign respective relevant "
        "federal municipal city which other some many several all both various most these those"
    ).split()
)
_BE = frozenset("is are was were be been being".split())
_NO_NAME = frozenset("of to in on at by for with from and or is are was were the a an".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find capitals lost and leaked."""
    bodies = knowledge.bodies
    words = doc.words
    for i, w in enumerate(words):
        text = w.text
        if not text[0].isupper():
            continue
        lower = text.lower()
        if is_capitalised(text):
            if lower in bodies.common:
                yield from _common(doc, analysis, i)
                continue
            head = (
                lower in bodies.heads
                or lower in bodies.titles
                or lower in bodies.ranks
                or _singular(lower) in bodies.titles | bodies.heads
            )
            if head:
                yield from _body(doc, analysis, knowledge, i)
            elif not analysis.initial(i):
                yield from _adjective(doc, analysis, knowledge, i)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _body(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Iterator[Finding]:
    """A capitalised head or title: its modifier before it, or its complement after it, may lack the capital."""
    bodies = knowledge.bodies
    words, text = doc.words, doc.text
    w = words[i]
    head = w.text.lower()
    single = _singular(head)
    is_title = head in bodies.titles or single in bodies.titles or head in bodies.ranks
    title_line = analysis.line_of(w.start).title_case
    # "Secretary of state", "Ministry of culture", "Ministers of foreign Affairs"
    if is_title and i and words[i - 1].text.lower() == "ex" and analysis.gap(i) == "-":
        if words[i - 1].text == "ex" and not _name_follows(doc, analysis, i) and not title_line:
            yield finding(
                HEAD,
                doc,
                w.start,
                w.end,
                "A title without a name after it takes no capital",
                suggestions=(head,),
                confidence=0.93,
                fix_confidence=0.92,
                evidence={"kind": "ex- and a title"},
            )
        return
    j = i + 1
    if j < len(words) and words[j].text == "of" and analysis.adjacent(j):
        found = tuple(_complement(doc, analysis, knowledge, i))
        if found:
            yield from found
            return
    if i == 0 or not analysis.adjacent(i):
        return
    if analysis.after(i) == "of" and is_capitalised(analysis.after(i + 1)):
        return  # "a local Bank of America branch": the name goes on
    before = words[i - 1]
    modifier = before.text
    if doc.text[max(0, before.start - 1) : before.start] == "-":
        return  # "the Democrat-controlled House"
    if not modifier.islower() or not modifier.isalpha() or title_line:
        return
    heads = bodies.modifiers.get(modifier, frozenset())
    follows_name = _name_follows(doc, analysis, i)
    if head in heads or single in heads:
        if is_title and not follows_name:
            # "the foreign Minister said", "foreign Ministers met": titles alone are lower case
            right = head
            yield finding(
                BODY,
                doc,
                before.start,
                w.end,
                "A title without a name after it takes no capital",
                suggestions=(f"{modifier} {right}",),
                edits=(Edit(w.start, w.end, w.text, right),),
                confidence=0.93,
                fix_confidence=0.92,
                evidence={"kind": "title"},
            )
            return
        start, fixed = before.start, modifier.capitalize()
        edits = [Edit(before.start, before.end, modifier, fixed)]
        # "black sea Fleet", "federal security Service": further modifiers before it
        k = i - 2
        while (
            k >= 0
            and analysis.adjacent(k + 1)
            and words[k].text.islower()
            and (head in bodies.modifiers.get(words[k].text, ()) and words[k].text not in _NO_NAME)
        ):
            edits.insert(0, Edit(words[k].start, words[k].end, words[k].text, words[k].text.capitalize()))
            start = words[k].start
            k -= 1
        shown = text[start : w.end]
        for e in reversed(edits):
            shown = shown[: e.start - start] + e.after + shown[e.end - start :]
        what = "A title before a name" if is_title else "An official name"
        yield finding(
            BODY,
            doc,
            start,
            w.end,
            f"{what} takes a capital in every part",
            suggestions=(shown,),
            edits=tuple(edits),
            confidence=0.96,
            fix_confidence=0.95,
            evidence={"kind": "body"},
        )
    elif (
        not follows_name
        and (knowledge.english.pos(modifier) & Pos.ADJ or modifier in _PLAIN)
        and modifier not in bodies.titles
    ):
        if head in bodies.heads and modifier not in _PLAIN and knowledge.english.zipf(modifier) < 3.0:
            return
        if not is_title and modifier not in _PLAIN and knowledge.english.pos(modifier) & Pos.NOUN:
            return  # "a Republican majority Senate": the body stands for itself
        plain = modifier in _PLAIN or not is_title
        sure = 0.92 if plain else 0.7
        yield finding(
            HEAD,
            doc,
            w.start,
            w.end,
            "A common noun takes no capital in mid-sentence",
            suggestions=(head,),
            confidence=sure,
            fix_confidence=sure,
            evidence={"kind": "head after a lower-case adjective"},
        )


def _common(doc: Document, analysis: Analysis, i: int) -> Iterator[Finding]:
    """“which States”: a common noun after a plain lower-case word, with no name after it."""
    w = doc.words[i]
    before = analysis.before(i)
    if before not in _PLAIN or not doc.words[i - 1].text.islower() or _name_follows(doc, analysis, i):
        return
    if analysis.line_of(w.start).title_case:
        return
    yield finding(
        HEAD,
        doc,
        w.start,
        w.end,
        "A common noun takes no capital in mid-sentence",
        suggestions=(w.text.lower(),),
        confidence=0.93,
        fix_confidence=0.92,
        evidence={"kind": "common noun"},
    )


def _complement(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Iterator[Finding]:
    bodies, words = knowledge.bodies, doc.words
    head = words[i].text.lower()
    single = _singular(head)
    k = i + 2
    if k < len(words) and words[k].text == "the" and analysis.adjacent(k):
        k += 1
    if k >= len(words) or not analysis.adjacent(k) or analysis.line_of(words[i].start).title_case:
        return
    edits = []
    last = k
    first = words[k].text
    heads = bodies.modifiers.get(first.lower(), frozenset())
    known = head in heads or single in heads or (single in ("minister", "secretary") and "ministry" in heads)
    # "Minister of foreign Affairs": the complement is itself modifier and head
    goes_on = k + 1 < len(words) and words[k + 1].text.islower()
    if not known or not (first.islower() or goes_on):
        return
    while last < len(words) and last < k + 3:
        t = words[last].text
        if last > k and not analysis.adjacent(last):
            break
        if t.islower() and (
            last == k
            or t in ("affairs", "development", "protection", "security", "situations", "policy", "trade", "resources")
        ):
            edits.append(Edit(words[last].start, words[last].end, t, t.capitalize()))
        elif last > k and t not in ("Affairs", "Development", "Protection", "Security", "Situations", "Policy"):
            break
        last += 1
    if not edits:
        return
    end = words[last - 1].end
    start = words[i].start
    shown = doc.text[start:end]
    for e in reversed(edits):
        shown = shown[: e.start - start] + e.after + shown[e.end - start :]
    yield finding(
        BODY,
        doc,
        start,
        end,
        "An official name takes a capital in every part",
        suggestions=(shown,),
        edits=tuple(edits),
        confidence=0.95,
        fix_confidence=0.94,
        evidence={"kind": "complement"},
    )


def _name_follows(doc: Document, analysis: Analysis, i: int) -> bool:
    nxt = analysis.after(i)
    return bool(nxt) and ((len(nxt) == 1 and nxt.isupper()) or is_capitalised(nxt) or (nxt.isupper() and len(nxt) > 1))


def _adjective(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Iterator[Finding]:
    """A capitalised adjective between lower-case words: the Patriotic opposition."""
    w = doc.words[i]
    lower = w.text.lower()
    e = knowledge.english
    before, after = analysis.before(i), analysis.after(i)
    nation = before in knowledge.proper_adjectives and is_capitalised(
        doc.words[i - 1].text
    )  # "the Syrian Patriotic opposition"
    if not before or not after or not after.islower() or not (nation or doc.words[i - 1].text.islower()):
        return
    if before in _BE and lower.endswith("ed") and e.pos(lower) & Pos.VERB and not analysis.line_of(w.start).title_case:
        yield finding(
            HEAD,
            doc,
            w.start,
            w.end,
            "A participle takes no capital in mid-sentence",
            suggestions=(lower,),
            confidence=0.92,
            fix_confidence=0.92,
            evidence={"kind": "participle"},
        )
        return
    if lower in knowledge.proper_adjectives or not (nation or before in _NO_NAME):
        return
    pos = e.pos(lower)
    if not pos & Pos.ADJ or pos & (Pos.NOUN | Pos.VERB) or e.zipf(lower) < 3.3 or not e.pos(after) & Pos.NOUN:
        return
    if i in analysis.people.known or analysis.line_of(w.start).title_case:
        return
    if before == "the" and i > 1 and analysis.adjacent(i - 1) and is_capitalised(doc.words[i - 2].text):
        return  # "Ivan the Terrible": the name goes on
    sure = 0.9 if lower not in knowledge.bodies.modifiers else 0.6
    yield finding(
        HEAD,
        doc,
        w.start,
        w.end,
        "A common adjective takes no capital in mid-sentence",
        suggestions=(lower,),
        confidence=sure,
        fix_confidence=sure,
        evidence={"kind": "adjective"},
    )
