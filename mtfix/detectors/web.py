"""Web remains: share lines, tickers, site furniture, related headlines, repeated headlines, captions."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.remove import removal
from mtfix.analysis.zones import LineInfo, Zone
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding

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
    ("See also\nKerry spoke with Lavrov\n", ""),
    "It is offered, not made: a short paragraph can look like a headline.",
)  # fmt: skip
CAPTION = Rule(
    "picture-caption", "design-and-markup/web-remains", Severity.NEUTRAL, Applicability.DISPLAY,
    "A picture's caption or credit inside the text.",
    "The picture is gone, its caption stands in the story.",
    ("© AFP / Jane Doe", ""),
    "Shown only: some desks keep captions.",
)  # fmt: skip
INLINE = Rule(
    "furniture-in-line", "design-and-markup/web-remains", Severity.MINOR, Applicability.SAFE,
    "A share line or button glued to the end of a paragraph.",
    "The page's buttons stood right behind the last sentence.",
    ("He promised to return on Friday. Share this news", "He promised to return on Friday."),
    "Only a phrase of the furniture table at the very end of a line, and never one that goes on as a sentence.",
)  # fmt: skip
RULES = (FURNITURE, RELATED, CAPTION, INLINE)

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


def _tail(doc: Document, row: LineInfo, knowledge: Knowledge) -> Iterator[Finding]:
    """A furniture phrase at the end of a paragraph: the longest run of last words that the table knows."""
    words = row.line.text.split(" ")
    for k in range(min(8, len(words) - 4), 1, -1):
        tail = " ".join(words[-k:])
        first = tail[:1]
        if not (first.isupper() or not first.isalpha()):
            continue
        kind = knowledge.furniture.kind(tail)
        if kind in _INLINE_KINDS:
            start = row.line.end - len(tail)
            cut = len(doc.text[row.line.start : start].rstrip()) + row.line.start
            stop = doc.text[cut - 1] if cut else ""
            sure = 0.93 if stop in ".!?…”\"»)" else 0.85
            after = "" if stop in ".!?…”\"»)" else "."
            edit = Edit(cut, row.line.end, doc.text[cut : row.line.end], after)
            yield finding(
                INLINE, doc, start, row.line.end, f"Not part of the story: {_WHAT[kind]}", suggestions=("",),
                edits=(edit,), confidence=sure, fix_confidence=sure, evidence={"kind": kind},
            )  # fmt: skip
            return
