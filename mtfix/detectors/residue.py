"""Cyrillic left in the text: whole lines, runs of words, single look-alike letters, text glued to a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.remove import removal
from mtfix.analysis.zones import Zone
from mtfix.document import WORD, Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.source.romanise import romanise
from mtfix.text.case import carry
from mtfix.text.english import Pos
from mtfix.text.language import language
from mtfix.text.scripts import CYRILLIC, CYRILLIC_RUN, LATIN, LOOKALIKES

LINE = Rule(
    "foreign-line", "accuracy/untranslated", Severity.MAJOR, Applicability.SAFE,
    "A line in the source language.",
    "Page furniture and headlines of the source page stay untranslated.",
    ("The talks go on.\nСкандал у Старого моста\nThey end on Friday.", "The talks go on.\nThey end on Friday."),
    "Lines of page furniture and short lines outside the story are removed; a full sentence in Russian is shown.",
)  # fmt: skip
WORDS = Rule(
    "cyrillic-words", "accuracy/untranslated", Severity.MAJOR, Applicability.SAFE,
    "Words in Cyrillic letters inside an English sentence.",
    "Nobody but a reader of Russian can read them.",
    ("В Minsk on Friday the talks go on.", "In Minsk on Friday the talks go on."),
    "A word the lexicon knows is offered in English; several words are shown; a quoted or bracketed original stays.",
)  # fmt: skip
MIXED = Rule(
    "mixed-scripts", "design-and-markup/encoding", Severity.MINOR, Applicability.SAFE,
    "A word with letters of two alphabets that look alike.",
    "Search and spelling checks fail on it, though it looks right.",
    ("a test for СoV", "a test for CoV"),
    "Only where the Cyrillic letters all have Latin doubles.",
)  # fmt: skip
GLUED = Rule(
    "glued-caption", "design-and-markup/layout", Severity.MINOR, Applicability.DISPLAY,
    "A caption or credit run together with the next word in Cyrillic.",
    "The page set them apart; the scraper did not.",
    ("AP PhotoЗапуск", "AP Photo. Запуск"),
    "Offered with the word in English where the lexicon knows it.",
)  # fmt: skip
RULES = (LINE, WORDS, MIXED, GLUED)

_RUN = re.compile(r"\w+")
_LATIN_LETTER = re.compile(r"[A-Za-z]")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find Cyrillic."""
    yield from _prepositions(doc, analysis, knowledge)
    yield from _foreign(doc, analysis, knowledge)
    if not CYRILLIC.search(doc.text):
        return
    lines = analysis.lines
    taken: list[tuple[int, int]] = []
    for n, row in enumerate(lines):
        if row.zone is Zone.FOREIGN:
            taken.append((row.line.start, row.line.end))
            several = sum(r.zone is not Zone.BLANK for r in lines) > 2
            sentence = row.words > 9 or row.line.text.rstrip().endswith((".", "!", "?"))
            sure = 0.95 if several and not sentence else 0.5
            f = removal(LINE, doc, lines, n, "A line in Russian", sure, "foreign line")
            said = " ".join(m.group() for m in CYRILLIC_RUN.finditer(row.line.text))
            yield replace(f, evidence={**f.evidence, "source_word": said.lower()})
    for m in _RUN.finditer(doc.text):
        if not (_LATIN_LETTER.search(m.group()) and CYRILLIC.search(m.group())):
            continue
        word = m.group()
        latin = _latin(word, knowledge)
        if not CYRILLIC.search(latin):
            taken.append(m.span())
            yield finding(MIXED, doc, *m.span(), "Cyrillic letters that look like Latin ones", suggestions=(latin,),
                          confidence=0.97, fix_confidence=0.95)  # fmt: skip
            continue
        cut = next(i for i in range(1, len(word)) if bool(CYRILLIC.match(word[i])) != bool(CYRILLIC.match(word[i - 1])))
        head, tail = word[:cut], word[cut:]
        if len(head) > 1 and len(tail) > 2 and LATIN.match(head) and CYRILLIC.match(tail):
            taken.append(m.span())
            reading = knowledge.source.read(tail.lower())
            english = _english(tail, knowledge) or (romanise(tail, "bgn_pcgn") if tail[0].isupper() else tail)
            # «Запуск спутника»: a noun of action that the next noun depends on
            nxt = WORD.match(doc.text, m.end() + 1)
            follows = nxt.group() if nxt is not None and nxt.group().islower() else ""
            depends = reading.grammar.pos == "NOUN" and reading.english and knowledge.english.pos(follows) & Pos.NOUN
            shown = f"{head}. {english}{' of' if depends else ''}"
            yield finding(GLUED, doc, *m.span(), f"Run together with Russian {tail}", suggestions=(shown,),
                          confidence=0.95, fix_confidence=0.6, edits=(Edit(*m.span(), word, shown),),
                          evidence={"source_word": tail, "lemma": reading.lemma, "kind": "glued"})  # fmt: skip
    for m in CYRILLIC_RUN.finditer(doc.text):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        tag = doc.text[m.start() - 1 : m.start()] == "#"
        for f in _run(doc, analysis, knowledge, *m.span()):
            # a tag is a link too, so what it becomes is the editor's to say
            yield replace(f, fix_confidence=min(f.fix_confidence, 0.5)) if tag else f


#: Russian prepositions of one letter, as capitals at a sentence's start, with English; what looks like each in Latin.
_PREPOSITIONS = {"В": "In", "С": "From", "К": "Towards", "У": "Near", "О": "About"}
_LATIN_PREPOSITIONS = {"B": "В"}


def _preposition(letter: str, analysis: Analysis, i: int) -> bool:
    """Whether word `i` is a Russian preposition before a capitalised Latin word, at the start of a sentence."""
    nxt = analysis.after(i)
    return letter in _PREPOSITIONS and analysis.initial(i) and nxt[:1].isupper() and nxt.isascii() and len(nxt) > 2


def _prepositions(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """``В Minsk``, ``B Kiev``: a preposition left before a name; the Latin letter only before a place."""
    if not doc.types & (_PREPOSITIONS.keys() | _LATIN_PREPOSITIONS.keys()):
        return
    for i, w in enumerate(doc.words):
        letter = _LATIN_PREPOSITIONS.get(w.text, w.text)
        if len(w.text) != 1 or not _preposition(letter, analysis, i):
            continue
        after = doc.words[i + 1]
        hits = knowledge.gazetteer.matches(doc.text[after.start : after.start + 40])
        place = any(h.start == 0 and h.entry.type == "place" for h in hits)
        if not place and w.text.isascii():
            continue
        english = "On" if letter == "В" and after.text.endswith("day") else _PREPOSITIONS[letter]
        sure = 0.95 if letter == "В" and (place or not w.text.isascii()) else 0.6
        yield finding(WORDS, doc, w.start, w.end, f"Russian preposition «{letter.lower()}»", confidence=0.95,
                      suggestions=(english,), fix_confidence=sure,
                      evidence={"source_word": letter, "lemma": letter.lower(), "kind": "preposition"})  # fmt: skip


def _foreign(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Lines of another language in Latin letters, outside the story and with hardly an English word."""
    lines = analysis.lines
    if sum(r.zone is not Zone.BLANK for r in lines) < 3:
        return
    for n, row in enumerate(lines):
        if row.zone not in (Zone.SHORT, Zone.BODY, Zone.RELATED) or row.words < 5:
            continue
        words = [w.lower() for w in WORD.findall(row.line.text) if w.isalpha() and len(w) > 1]
        english = sum(knowledge.english.zipf(w) >= 4.5 for w in words)
        if len(words) >= 5 and english <= len(words) // 5 and (code := language(row.line.text)) not in ("en", ""):
            yield removal(LINE, doc, lines, n, f"A line in another language ({code})", 0.6, "foreign line")


def _latin(word: str, knowledge: Knowledge) -> str:
    """Look-alikes as what they look like; or as what they sound like, where only that gives a known word (Сoyuz)."""
    seen = word.translate(LOOKALIKES)
    sound = "".join(romanise(c, "bgn_pcgn") if CYRILLIC.match(c) else c for c in word)
    known = [
        w for w in (seen, sound) if knowledge.english.zipf(w.lower()) >= 2.5 or knowledge.gazetteer.has_token(w.lower())
    ]
    return sound if known == [sound] and not CYRILLIC.search(seen) else seen


def _english(word: str, knowledge: Knowledge) -> str | None:
    lower = word.lower()
    hits = list(knowledge.gazetteer.by_russian(lower))
    if hits:
        return hits[0].surname if hits[0].type == "person" else hits[0].en
    reading = knowledge.source.read(lower)
    return carry(word, reading.english[0]) if reading.english else None


def _run(doc: Document, analysis: Analysis, knowledge: Knowledge, start: int, end: int) -> Iterator[Finding]:
    text = doc.text[start:end]
    words = text.split()
    around = doc.text[max(0, start - 1) : start] + doc.text[end : end + 1]
    if around in ("()", "«»", "“”", '""') and len(words) <= 4:
        # an original given on purpose in brackets or quotation marks is only pointed at
        yield finding(WORDS, doc, start, end, "Russian in an English text", confidence=0.3,
                      evidence={"source_word": text.lower(), "kind": "quoted"})  # fmt: skip
        return
    if len(words) == 1:
        at = doc.word_at(start)
        if len(text) == 1 and at < len(doc.words) and _preposition(text, analysis, at):
            return
        latin = text.translate(LOOKALIKES)
        if not CYRILLIC.search(latin) and len(text) <= 3 and text.isupper():
            yield finding(MIXED, doc, start, end, "Cyrillic letters that look like Latin ones", suggestions=(latin,),
                          confidence=0.8, fix_confidence=0.95 if doc.text[start - 1 : start] == "°" else 0.6,
                          evidence={"source_word": text.lower()})  # fmt: skip
            return
        reading = knowledge.source.read(text.lower())
        english = _english(text, knowledge)
        suggestions = tuple(dict.fromkeys(filter(None, (english, *(carry(text, e) for e in reading.english)))))
        yield finding(WORDS, doc, start, end, f"Russian word: {reading.lemma}", suggestions=suggestions[:3],
                      confidence=0.97, fix_confidence=0.7 if suggestions else 0.0,
                      evidence={"source_word": text.lower(), "lemma": reading.lemma, "kind": "cyrillic"})  # fmt: skip
        return
    yield finding(WORDS, doc, start, end, "Untranslated Russian text", confidence=0.97, fix_confidence=0.5,
                  suggestions=("",), edits=(Edit(start, end, text, ""),),
                  evidence={"source_word": text.lower(), "kind": "cyrillic"})  # fmt: skip
