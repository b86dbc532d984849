"""Web remains: share lines, tickers, site furniture, related headlines, repeated headlines, captions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.remove import removal
from mtfix.analysis.zones import LineInfo, Zone
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.spacing import FUNCTION_WORDS

FURNITURE = Rule(
    "web-furniture", "design-and-markup/web-remains", Severity.MINOR, Applicability.SAFE,
    "A line of the web page, not of the story: share lines, tickers, log-in prompts, “See also”.",
    "Scraped copy carries the page's buttons and menus along; printed in a story they look like errors.",
    ("The talks go on.\n\nShare this news\n", "The talks go on.\n"),
    "It takes whole lines alone, and only phrases that no story is made of; a sentence is never removed.",
)  # fmt: skip
RELATED = Rule(
    "related-headline", "design-and-markup/web-remains", Severity.MINOR, Applicability.UNSAFE,
    "A headline of another story, or this story's headline once more.",
    "Link lists under “See also” read as if they were paragraphs of the story.",
    (
        "The court freed him on Monday, his lawyer said.\n\nSee also\nKerry spoke with Lavrov\n",
        "The court freed him on Monday, his lawyer said.\n\nSee also\n",
    ),
    "It is offered, not made: a short paragraph can look like a headline.",
)  # fmt: skip
CAPTION = Rule(
    "picture-caption", "design-and-markup/web-remains", Severity.NEUTRAL, Applicability.DISPLAY,
    "A picture's caption or credit inside the text.",
    "The picture is gone, its caption stands in the story.",
    ("© AFP / Jane Doe\n\nThe court freed him on Monday, his lawyer said.\n", ""),
    "Shown only: some desks keep captions.",
)  # fmt: skip
INLINE = Rule(
    "furniture-in-line", "design-and-markup/web-remains", Severity.MINOR, Applicability.SAFE,
    "A share line or button glued to the end of a paragraph.",
    "The page's buttons stood right behind the last sentence.",
    ("He promised to return on Friday. Share this news", "He promised to return on Friday."),
    "Only a phrase of the furniture table at the very end of a line, and never one that goes on as a sentence.",
)  # fmt: skip
INLINE_OFFER = Rule(
    "furniture-in-sentence", "design-and-markup/web-remains", Severity.MINOR, Applicability.UNSAFE,
    "A button or link of the page at the head or inside of a paragraph.",
    "The page set it apart; the scraper took it for words of the sentence.",
    ("The patient was discharged after two weeks See photo essay on the topic of the hospital.",
     "The patient was discharged after two weeks."),
    "Offered only: the words may belong to the sentence.",
)  # fmt: skip
NOTE = Rule(
    "calqued-editor-note", "locale-conventions/convention", Severity.MINOR, Applicability.SAFE,
    "“Approx. ed.” for «прим. ред.», the editor's note.",
    "«Прим.» shortens both “approximately” and “note”.",
    ("The Bridge (so the townspeople call the theater — Approx. ed.) opened.",
     "The Bridge (so the townspeople call the theater — Ed. note) opened."),
    "Only behind a dash or inside a bracket, before the word for editor, author or translator.",
)  # fmt: skip
RULES = (FURNITURE, RELATED, CAPTION, INLINE, INLINE_OFFER, NOTE)

_NOTE = re.compile(
    r"(?<=[—–(\[,-] |.[(\[])[Aa]pprox(?:\.|imately),? "
    r"([Ee]d\.?|[Ee]ditor|[Aa]uthor|[Tt]rans(?:l(?:ator)?)?\.?)(?!\w)"
)

_WHAT = {
    "share": "a share button", "more": "a “more” link", "related": "the head of a list of links",
    "comment": "a comment prompt", "subscribe": "a subscription prompt", "account": "a log-in prompt",
    "cookie": "a cookie notice", "player": "the text of a player", "caption": "a caption's label",
    "nav": "a menu item", "credit": "a credit", "ticker": "a ticker",
}  # fmt: skip
#: Kinds whose phrases may also be cut off where they stand at the end of a paragraph.
_INLINE_KINDS = frozenset({"share", "subscribe", "comment", "player"})


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find lines of the page that are no lines of the story."""
    lines = analysis.lines
    alone = sum(r.zone is not Zone.BLANK for r in lines) == 1
    if "pprox" in doc.text:
        for m in _NOTE.finditer(doc.text):
            who = m.group(1)
            yield finding(NOTE, doc, *m.span(), "«Прим.» is a note here", confidence=0.97,
                          suggestions=(_noted(who),),
                          fix_confidence=0.95, evidence={"source_word": "прим."})  # fmt: skip
    for n, row in enumerate(lines):
        if row.zone in (Zone.FURNITURE, Zone.TICKER) or (row.zone is Zone.RELATED and row.kind != "headline"):
            # A text of one line has no page around it: a lone "Subscribe" may be all that it says.
            sure = 0.97 if not alone else 0.6
            what = _WHAT.get(row.kind, "part of the page")
            yield removal(FURNITURE, doc, lines, n, f"Not part of the story: {what}", sure, row.kind)
        elif row.zone is Zone.RELATED:
            yield removal(RELATED, doc, lines, n, "Headline of another story in a list of links", 0.7, "headline")
        elif row.zone is Zone.REPEAT:
            yield removal(RELATED, doc, lines, n, "The headline once more", 0.8, "repeat")
        elif row.zone is Zone.CAPTION and not alone:
            yield removal(CAPTION, doc, lines, n, "Caption or credit of a picture", 0.6, "caption")
        elif row.zone in (Zone.BODY, Zone.SHORT):
            yield from _tail(doc, row, knowledge)
            if row.zone is Zone.BODY or alone:
                yield from _inside(doc, row, knowledge)


def _noted(who: str) -> str:
    """The English for a note by somebody."""
    if who.lower().startswith("ed") and len(who) < 4:
        return f"Ed{'.' if who.endswith('.') else ''} note"
    return f"{'Translator' if who.lower().startswith('trans') else who.capitalize()}'s note"


def _tail(doc: Document, row: LineInfo, knowledge: Knowledge) -> Iterator[Finding]:
    """A furniture phrase at the end of a paragraph: the longest run of last words that the table knows."""
    words = row.line.text.split(" ")
    for k in range(min(10, len(words) - 4), 1, -1):
        tail = " ".join(words[-k:])
        first = tail[:1]
        called = first.islower() and tail.endswith("!") and words[-k - 1].endswith(",")
        if first.isalpha() and first.islower() and not called:
            continue
        kind = knowledge.furniture.kind(tail)
        counted = kind == "more" and any(c.isdigit() for c in tail)  # “Show 23 photos”
        if kind is not None and (kind in _INLINE_KINDS or counted) and (not called or kind == "comment"):
            start = row.line.end - len(tail)
            if first.isdigit() and words[-k - 1][-1:] not in '.!?…”"»)':
                return  # “they were shown 23 photos”
            cut = len(doc.text[row.line.start : start].rstrip(" ,\u00a0" if called else None)) + row.line.start
            stop = doc.text[cut - 1] if cut else ""
            ended = stop in '.!?…”"»)'
            # Without a stop before it, a capital that begins no name says that the sentence is over.
            sure = 0.93 if ended or called else 0.91 if _stranger(words, k) else 0.85
            edits: tuple[Edit, ...] = (Edit(cut, row.line.end, doc.text[cut : row.line.end], ""),)
            if not ended:  # the stop is set by an edit of its own, so that each can be read
                edits = (Edit(cut - 1, cut, stop, f"{stop}."), *edits)
            yield finding(
                INLINE, doc, start, row.line.end, f"Not part of the story: {_WHAT[kind]}", suggestions=("",),
                edits=edits, confidence=sure, fix_confidence=sure, evidence={"kind": kind},
            )  # fmt: skip
            return


def _stranger(words: list[str], k: int) -> bool:
    """Whether a long paragraph comes before the phrase, and no preposition or title that a name would follow."""
    before = words[-k - 1]
    return (
        len(words) - k >= 8 and before.lower() not in FUNCTION_WORDS and not before.endswith((",", ":", "“", "-", "—"))
    )


def _inside(doc: Document, row: LineInfo, knowledge: Knowledge) -> Iterator[Finding]:
    """A furniture phrase at the head of a paragraph, or behind its last sentence with words of its own."""
    furniture = knowledge.furniture
    words = row.line.text.split(" ")
    for n in range(min(6, len(words) - 2), 2, -1):
        if (kind := furniture.kind(" ".join(words[:n]))) in _INLINE_KINDS and not words[n - 1].endswith((",", ":")):
            end = row.line.start + len(" ".join(words[:n]))
            yield finding(INLINE_OFFER, doc, row.line.start, end, f"Not part of the story: {_WHAT[kind]}",
                          suggestions=("",), confidence=0.6, fix_confidence=0.6, evidence={"kind": kind})  # fmt: skip
            return
    if (kind := furniture.kind(words[0])) == "more" and len(words) > 3 and words[1] in ("the", "The"):
        end = row.line.start + len(words[0]) + 1
        if words[2][:1].isupper() and (words[0].lower() not in _ADJECTIVES):
            yield finding(INLINE_OFFER, doc, row.line.start, end, f"Perhaps {_WHAT[kind]}", suggestions=("",),
                          edits=_headless(doc, row.line.start, end), confidence=0.5, fix_confidence=0.5,
                          evidence={"kind": kind})  # fmt: skip
    at = row.line.start
    for i in range(1, len(words) - 2):
        at += len(words[i - 1]) + 1
        if not words[i][:1].isupper() or f"{words[i]} {words[i + 1]}".lower().rstrip(":") not in furniture.heads:
            continue
        if (f := _link(doc, row, words, i, at, knowledge)) is not None:
            yield f
            return


def _link(doc: Document, row: LineInfo, words: list[str], i: int, at: int, knowledge: Knowledge) -> Finding | None:
    """A link's words in the middle of a paragraph: alone before the next sentence, or with words of its own."""
    ended = words[i - 1][-1:] in '.!?…”"»)'
    if not ended and not words[i - 1].islower():
        return None
    for n in range(min(6, len(words) - i - 1), 1 if ended else 2, -1):
        phrase = " ".join(words[i : i + n])
        kind = knowledge.furniture.kind(phrase)
        if kind not in _INLINE_KINDS | {"more", "related"} or phrase[-1] in ".,":
            continue
        start, end = at, at + len(phrase)
        if not ended or phrase.endswith(":"):
            stop = doc.text.find(".", at, row.line.end)
            end = row.line.end if stop < 0 else stop + (1 if ended else 0)
            start = at if ended else at - 1  # the stop of a cut-off tail ends the sentence before it
        elif not words[i + n][:1].isupper():
            continue
        edit = Edit(start, end, doc.text[start:end], "") if not ended else Edit(at - 1, end, doc.text[at - 1 : end], "")
        return finding(INLINE_OFFER, doc, at, end, f"Not part of the story: {_WHAT[kind]}", suggestions=("",),
                       edits=(edit,), confidence=0.7, fix_confidence=0.7, evidence={"kind": kind})  # fmt: skip
    return None


#: Words of menus that stand before “the” in sentences too.
_ADJECTIVES = frozenset(("more", "all", "top", "up", "home", "back", "details", "latest"))


def _headless(doc: Document, start: int, end: int) -> tuple[Edit, ...]:
    """Take the word out and begin the sentence with the next letter."""
    return (Edit(start, end + 1, doc.text[start : end + 1], doc.text[end].upper()),)
