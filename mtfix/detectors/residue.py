"""Cyrillic left in the text: whole lines, runs of words, single look-alike letters, text glued to a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.zones import Zone
from mtfix.analysis.remove import removal
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.case import carry
from mtfix.text.scripts import CYRILLIC, CYRILLIC_RUN, LATIN, LOOKALIKES

LINE = Rule(
    "foreign-line", "accuracy/untranslated", Severity.MAJOR, Applicability.SAFE,
    "A line in the source language.",
    "Page furniture and headlines of the source page stay untranslated.",
    ("The talks go on.\nОпубликовать в LiveJournal\n", "The talks go on.\n"),
    "Lines of page furniture and short lines outside the story are removed; a full sentence in Russian is shown.",
)  # fmt: skip
WORDS = Rule(
    "cyrillic-words", "accuracy/untranslated", Severity.MAJOR, Applicability.SAFE,
    "Words in Cyrillic letters inside an English sentence.",
    "Nobody but a reader of Russian can read them.",
    ("It stood on теме.", ""),
    "A word the lexicon knows is offered in English; text of several words is shown; a quoted or bracketed original stays.",
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

_MIXED = re.compile(r"(?=\w*[A-Za-z])(?=\w*[\u0400-\u04FF])\w+")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find Cyrillic."""
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
            yield removal(LINE, doc, lines, n, "A line in Russian", sure, "foreign line")
    for m in _MIXED.finditer(doc.text):
        word = m.group()
        latin = word.translate(LOOKALIKES)
        if not CYRILLIC.search(latin):
            taken.append(m.span())
            yield finding(MIXED, doc, *m.span(), "Cyrillic letters that look like Latin ones", suggestions=(latin,),
                          confidence=0.97, fix_confidence=0.95)  # fmt: skip
            continue
        cut = next(i for i in range(1, len(word)) if bool(CYRILLIC.match(word[i])) != bool(CYRILLIC.match(word[i - 1])))
        head, tail = word[:cut], word[cut:]
        if len(head) > 1 and len(tail) > 2 and LATIN.match(head) and CYRILLIC.match(tail):
            taken.append(m.span())
            english = _english(tail, knowledge)
            reading = knowledge.source.read(tail.lower())
            shown = f"{head}. {english or tail}"
            yield finding(GLUED, doc, *m.span(), f"Run together with Russian {tail}", suggestions=(shown,),
                          confidence=0.95, fix_confidence=0.6, edits=(Edit(*m.span(), word, shown),),
                          evidence={"source_word": tail, "lemma": reading.lemma, "kind": "glued"})  # fmt: skip
    for m in CYRILLIC_RUN.finditer(doc.text):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        yield from _run(doc, analysis, knowledge, *m.span())


def _english(word: str, knowledge: Knowledge) -> str | None:
    lower = word.lower()
    hits = [e for e in knowledge.gazetteer.by_russian(lower)]
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
        yield finding(WORDS, doc, start, end, "Russian in an English text", confidence=0.4,
                      evidence={"source_word": text.lower(), "kind": "quoted"})  # fmt: skip
        return
    if len(words) == 1:
        latin = text.translate(LOOKALIKES)
        if not CYRILLIC.search(latin) and len(text) <= 3 and text.isupper():
            yield finding(MIXED, doc, start, end, "Cyrillic letters that look like Latin ones", suggestions=(latin,),
                          confidence=0.8, fix_confidence=0.6, evidence={"source_word": text.lower()})  # fmt: skip
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
