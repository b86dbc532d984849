"""Layout: lines broken inside a sentence, words doubled."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.zones import LineInfo, Zone
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.english import Pos

BROKEN = Rule(
    "broken-line", "design-and-markup/layout", Severity.MINOR, Applicability.SAFE,
    "A line that breaks off inside a sentence.",
    "The source page broke the line; every reader stumbles, and every later program takes it for a paragraph.",
    ("At the briefing he was cautious in answering\nthe question of reporters about the meeting.",
     "At the briefing he was cautious in answering the question of reporters about the meeting."),
    "Poems, lists, tables and addresses (runs of short lines) are left alone, and text that is wrapped throughout.",
)  # fmt: skip
HEADLESS = Rule(
    "headless-break", "design-and-markup/layout", Severity.MAJOR, Applicability.DISPLAY,
    "A line break where a word seems to be lost or the sentence starts anew.",
    "Joining the lines alone does not give a sentence: an editor must look at the source.",
    ("Such talks do not mean new contacts on the Syrian\nthe truce, the agency reports.", ""),
    "Shown, never repaired.",
)  # fmt: skip
DOUBLED = Rule(
    "doubled-word", "mtfix/duplication", Severity.MINOR, Applicability.SAFE,
    "A word or article that stands twice.",
    "Repeated words are a slip of decoding or of editing.",
    ("in front of the the house", "in front of the house"),
    "“had had”, “that that”, names and emphasis (very very) stay; an article on both sides of an adjective is shown.",
)  # fmt: skip
RULES = (BROKEN, HEADLESS, DOUBLED)

#: Words after which no sentence ends.
_OPEN = frozenset(
    "the a an of to in on at by for with from and or but that which who whose as than into about between "
    "under over is are was were be been being has have had will would can could should may might must not "
    "its their his her our these those this when while if because after before during per via".split()
)
_STARTERS = frozenset("the a an this that these those it he she they we there".split())
_DOUBLE = re.compile(r"\b([A-Za-z]{2,})( |\u00a0)\1\b(?![\w’'-])")
_DOUBLE_OK = frozenset(
    "had that bye very really ha no so many never ever long far blah boo choo now well yes".split()
)
_RELATIVES = frozenset("who whoever what whatever which that when whenever where wherever if".split())
_AUXILIARIES = frozenset("is was are were has had have will would can could".split())
_PARTICLES = frozenset(("in", "on", "by", "for", "with", "at", "over", "up", "off"))
_DOUBLE_SAFE = frozenset(
    "the a an of to in on at by for with from and or is are was were be been as into".split()
)
_ARTICLES = re.compile(r"\b(the|an?) ([a-z]{3,}) (the|an?) (?=[A-Za-z])")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find breaks inside sentences and doubled words."""
    lines = analysis.lines
    if len(lines) > 1:
        wrapped = sum(_goes_on(a, b) for a, b in itertools.pairwise(lines))
        if wrapped <= max(6, len([r for r in lines if r.zone is not Zone.BLANK]) // 3):
            for a, b in itertools.pairwise(lines):
                yield from _break(doc, a, b, knowledge)
    for m in _DOUBLE.finditer(doc.text):
        word = m.group(1)
        if word.lower() in _DOUBLE_OK or word[0].isupper() or doc.text[m.start() - 1 : m.start()] in ("-", "’", "'"):
            continue
        long = len(word) >= 5 and knowledge.english.pos(word) & Pos.NOUN
        sure = 0.97 if word in _DOUBLE_SAFE else 0.92 if long else 0.7
        if word in _PARTICLES and _particle(doc, knowledge, m.start()):
            continue  # “searched for for a week”: the first belongs to the verb
        if word in ("is", "was") and re.search(
            r"\b[Ww]h(?:at|o|ich)\b[^.!?\n]{0,30}$", doc.text[max(0, m.start() - 40) : m.start()]
        ):
            continue  # “what he is is a matter of opinion”
        yield finding(DOUBLED, doc, m.start(), m.end(), f"“{word}” stands twice", suggestions=(word,),
                      edits=(Edit(m.start() + len(word), m.end(), m.group()[len(word) :], ""),),
                      confidence=sure, fix_confidence=sure)  # fmt: skip
    yield from _phrases(doc, analysis, knowledge)
    for m in _ARTICLES.finditer(doc.text):
        pos = knowledge.english.pos(m.group(2))
        small = m.group(1) != "the" and m.group(3) == "the" and pos & Pos.ADJ  # “a small the house” is never right
        if (
            small
            or (pos & Pos.ADJ and not pos & (Pos.NOUN | Pos.ADV | Pos.VERB))
            or (re.search(r"(?:ed|ous|ful)$", m.group(2)) and not pos & Pos.NOUN)
        ):
            yield finding(DOUBLED, doc, m.start(), m.end() - 1, "An article on both sides of an adjective",
                          suggestions=(f"{m.group(1)} {m.group(2)}",), confidence=0.6, fix_confidence=0.5)  # fmt: skip


def _phrases(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Two to four words that stand twice: line of contact line of contact."""
    words = doc.words
    texts = [w.text for w in words]
    at = 0
    while at + 4 <= len(words):
        for n in (4, 3, 2):
            if at + 2 * n > len(words) or texts[at] != texts[at + n]:
                continue
            if texts[at : at + n] != texts[at + n : at + 2 * n] or len(set(texts[at : at + n])) == 1:
                continue
            a, b = words[at : at + n], words[at + n : at + 2 * n]
            span = doc.text[a[0].start : b[-1].end]
            if not (
                span.replace("\u00a0", " ") == " ".join(w.text for w in (*a, *b)) and any(len(w.text) > 3 for w in a)
            ):
                continue
            if _clause_twice(texts[at : at + n], at, analysis, knowledge):
                continue
            # four words or more seldom stand twice on purpose; two may (“again and again and again and”)
            sure = 0.93 if n >= 3 and span.islower() else 0.75
            whole = doc.text[a[0].start : a[-1].end]
            yield finding(DOUBLED, doc, a[0].start, b[-1].end, "A phrase stands twice", suggestions=(whole,),
                          edits=(Edit(a[-1].end, b[-1].end, doc.text[a[-1].end : b[-1].end], ""),),
                          confidence=sure, fix_confidence=sure)  # fmt: skip
            at += 2 * n - 1
            break
        at += 1


def _clause_twice(run: list[str], at: int, analysis: Analysis, knowledge: Knowledge) -> bool:
    """“Whoever has been there has been there”: a clause behind who or what, and its predicate in the same words."""
    lo, _ = analysis.sentence(at)
    opened = any(w.text.lower() in _RELATIVES for w in analysis.doc.words[lo:at])
    return opened and any(w in _AUXILIARIES or knowledge.english.pos(w) & Pos.VERB for w in run)


def _particle(doc: Document, knowledge: Knowledge, at: int) -> bool:
    """Whether the word before may be a verb that takes a preposition after it."""
    i = doc.word_at(at) - 1
    return i >= 0 and bool(knowledge.english.pos(doc.words[i].text.lower()) & Pos.VERB)


def _goes_on(a: LineInfo, b: LineInfo) -> bool:
    text = b.line.text.lstrip()
    return a.words > 6 and b.words > 2 and text[:1].islower() and not re.search(r"[.!?…:][”\"»’')]*\s*$", a.line.text)


def _break(doc: Document, a: LineInfo, b: LineInfo, knowledge: Knowledge) -> Iterator[Finding]:
    if a.zone is Zone.BLANK or b.zone is Zone.BLANK or min(a.words, b.words) < 3 or max(a.words, b.words) < 8:
        return
    end = a.line.text.rstrip()
    start = b.line.text.lstrip()
    if re.search(r"[.!?…:;][”\"»’')\]]*$", end) or re.match(r"[-•*–—\d]", start) or end.endswith("|"):
        return
    last = re.split(r"\s", end)[-1].strip('“”"«»(),').lower()
    first = re.match(r"[\w’'-]*", start)
    head = first.group().lower() if first else ""
    at, to = a.line.start + len(end), b.line.start + (len(b.line.text) - len(start))
    breaks = Edit(at, to, doc.text[at:to], " ")
    opened = last in _OPEN
    lowered = start[:1].islower()
    span = (at - len(last), min(to + len(head), b.line.end))
    if (
        opened
        and head not in _OPEN - {"the", "a", "an", "its", "his", "her", "their"}
        and a.words > (5 if lowered else 6)
    ):
        yield finding(BROKEN, doc, *span, "The line breaks off inside a sentence", edits=(breaks,),
                      suggestions=(doc.text[span[0] : at] + " " + doc.text[to : span[1]],),
                      confidence=0.96, fix_confidence=0.95,
                       evidence={"kind": "open word before the break"})  # fmt: skip
    elif lowered and a.words > 6:
        restarts = head in _STARTERS
        pos = knowledge.english.pos(last)
        adjective = (bool(pos & Pos.ADJ) and not pos & Pos.VERB) or last in knowledge.proper_adjectives
        if restarts and adjective:
            yield finding(HEADLESS, doc, *span, "The sentence breaks off here and starts anew: a word may be lost",
                          confidence=0.75,
                       evidence={"kind": "an adjective without its noun before the break"})  # fmt: skip
        else:
            yield finding(BROKEN, doc, *span, "The line breaks off inside a sentence", edits=(breaks,),
                          suggestions=(doc.text[span[0] : at] + " " + doc.text[to : span[1]],),
                          confidence=0.93, fix_confidence=0.92,
                       evidence={"kind": "the next line goes on in lower case"})  # fmt: skip
