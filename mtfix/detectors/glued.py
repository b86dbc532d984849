"""Words run together: a caption and the first word of the story, a word and the preposition behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document, Token
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.english import Pos
from mtfix.text.spacing import FUNCTION_WORDS

JOINED = Rule(
    "joined-sentences", "design-and-markup/layout", Severity.MINOR, Applicability.SAFE,
    "A word run together with the capitalised one that follows: photoThe.",
    "Caption, tag or sentence ended there on the page.",
    ("Archival photoThe police found the picture.", "Archival photo. The police found the picture."),
    "Both halves must be known words and the whole unknown; brands (iPhone, YouTube) and names (McDonald) stay.",
)  # fmt: skip
PAIR = Rule(
    "joined-words", "design-and-markup/layout", Severity.MINOR, Applicability.SAFE,
    "A word run together with a preposition or article: injuredat.",
    "A line of the page ended between them.",
    ("Four workers were injuredat the site.", "Four workers were injured at the site."),
    "Only lower-case words unknown to English whose first part is a frequent verb form, noun or adjective.",
)  # fmt: skip
TAG = Rule(
    "joined-tag", "design-and-markup/layout", Severity.MINOR, Applicability.SAFE,
    "A tag and the headline behind it glued by a colon: coronavirus:Coronavirus.",
    "The page set the section's name before the headline.",
    ("The list is called coronavirus:Coronavirus in Russia.", "The list is called coronavirus: Coronavirus in Russia."),
    "Addresses, code and single letters stay.",
)  # fmt: skip
RULES = (JOINED, PAIR, TAG)

_CAMEL = re.compile(r"([A-Za-z]?[a-z]{2,})([A-Z][a-z]+)")
_SCHEMES = frozenset(("http", "https", "ftp", "mailto", "tel", "file"))
_COLON = re.compile(r"(?<![\w./:@#`])([A-Za-z][a-z]{2,}):([A-Z][a-z]{2,})\b(?![:/.]\w)")
#: Prepositions and articles long enough to be told from an ending.
_SMALL = tuple(
    sorted(("at", "of", "the", "to", "for", "from", "with", "and", "by", "that", "was", "were"), key=len, reverse=True)
)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find words that have lost the blank between them."""
    english = knowledge.english
    for kind in sorted(doc.types):
        if len(kind) < 6 or not kind.isascii() or not kind.isalpha():
            continue
        if kind.islower():
            if english.zipf(kind) == 0 and (at := _pair(knowledge, kind)):
                yield from _split(doc, PAIR, kind, at, " ", 0.93 if _verbal(knowledge, kind[:at]) else 0.8)
        elif (m := _CAMEL.fullmatch(kind)) is not None and english.zipf(kind.lower()) < 1.2:
            head, tail = m.groups()
            if (sure := _camel(knowledge, head, tail)) > 0:
                yield from _split(doc, JOINED, kind, len(head), ". ", sure)
    if ":" in doc.text:
        for m in _COLON.finditer(doc.text):
            if (
                m.group(1) not in _SCHEMES
                and english.zipf(m.group(1).lower()) >= 3
                and english.zipf(m.group(2).lower()) >= 3
            ):
                at = m.end(1) + 1
                yield finding(TAG, doc, *m.span(), "A tag glued to its headline", confidence=0.93,
                              suggestions=(f"{m.group(1)}: {m.group(2)}",), fix_confidence=0.92,
                              edits=(Edit(at - 1, at, ":", ": "),))  # fmt: skip


def _pair(knowledge: Knowledge, word: str) -> int:
    """Where a word falls into a frequent word and a small one; 0 where it does not."""
    for small in _SMALL:
        head = word[: -len(small)]
        if (
            word.endswith(small)
            and len(head) >= 4
            and knowledge.english.zipf(head) >= 3.6
            and knowledge.english.pos(head)
        ):
            return len(head)
    return 0


def _verbal(knowledge: Knowledge, head: str) -> bool:
    return head.endswith("ed") and bool(knowledge.english.pos(head) & Pos.VERB)


def _camel(knowledge: Knowledge, head: str, tail: str) -> float:
    """How sure it is that two known words stand here; 0 where the second may be part of a brand."""
    english = knowledge.english
    known = english.zipf(head.lower()) >= 3.3 and english.pos(head.lower())
    if len(head) < 4 or not known:
        return 0.0
    small = tail.lower() in FUNCTION_WORDS or tail.lower() in _OPENERS
    if small and head.islower():
        return 0.93
    if head.islower() and english.zipf(tail.lower()) >= 3.5:
        return 0.6
    return 0.6 if small else 0.0


_OPENERS = frozenset(
    "one two three four five six seven eight nine ten some many most all no our my also earlier now".split()
)


def _split(doc: Document, rule: Rule, kind: str, at: int, mark: str, sure: float) -> Iterator[Finding]:
    for w in doc.words:
        if w.text == kind and not _in_address(doc, w):
            shown = kind[:at] + mark + kind[at:]
            # an insertion of its own would share its point with others: the letter before it is written again
            edit = Edit(w.start + at - 1, w.start + at, kind[at - 1], kind[at - 1] + mark)
            yield finding(rule, doc, w.start, w.end, "Two words run together", suggestions=(shown,), edits=(edit,),
                          confidence=sure, fix_confidence=sure)  # fmt: skip


def _in_address(doc: Document, w: Token) -> bool:
    before, after = doc.text[w.start - 1 : w.start], doc.text[w.end : w.end + 1]
    return (before in ("@", "#", "/", "_", ".", "-", "=") and before != "") or after in ("/", "_", "@", "(", "=", "-")
