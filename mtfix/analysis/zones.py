"""What each line of a page is: story, headline, related headline, share line, ticker, caption …

Labels, never masks: an artefact in a related headline is repaired like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mtfix.document import Document, Line
from mtfix.tables import DATA, read_table
from mtfix.text.case import is_title_case
from mtfix.text.scripts import share_of_cyrillic


class Zone(StrEnum):
    """Labels of lines."""

    BLANK = "blank"
    HEADLINE = "headline"
    BODY = "body"
    SHORT = "short"  # a short line that is no sentence and nothing known
    RELATED = "related"
    FURNITURE = "furniture"
    TICKER = "ticker"
    CAPTION = "caption"
    FOREIGN = "foreign"
    REPEAT = "repeat"


_QUOTE = (
    r"(?:(?:[A-Z]{2,6}|[$€£₽¥]|[A-Z]{3}/[A-Z]{3})?\s*\d[\d.,]*|[A-Z][a-z]{2,9} \d+[.,]\d+)\s*[+\-−–]\s?\d[\d.,]*\s*%?"
)
_TICKER = re.compile(rf"^[\s•*·\-]*{_QUOTE}(?:[\s|;•]+{_QUOTE})*\s*$")
_CAPTION = re.compile(
    r"^(?:©|\(c\)\s|photo(?: by)?\s*:|image\s*:|file photo|picture\s*:|фото\s*:)"
    r"|(?: - |[-–/])(?:AP|AFP|Reuters|TASS|Sputnik International|RIA Novosti|Getty Images)\.?$",
    re.I,
)
_AGENCY_TAIL = re.compile(r" [-–—] [A-Z][\w .]{1,30}$")
_SENTENCE_END = re.compile(r"[.!?…][\"”»’')\]]*\s*$")
_DATE_TAIL = re.compile(r"\s\d{1,2}[./]\d{1,2}[./]\d{4}$")
_STRIP = re.compile(r"^[\s•*·\-–—>|]+|[\s:.!…»>|]+$")


@dataclass(frozen=True)
class Furniture:
    """Phrases of web pages that are no part of a story, and the names of networks that they speak of."""

    phrases: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def load(cls) -> Furniture:
        """From ``data/english/furniture.tsv`` and ``networks.tsv``."""
        networks = [r["name"].lower() for r in read_table(DATA / "english/networks.tsv", ("name",))]
        net = "(?:" + "|".join(re.escape(n) for n in sorted(networks, key=len, reverse=True)) + ")"
        phrases: dict[str, str] = {}
        patterns: list[tuple[re.Pattern[str], str]] = []
        for row in read_table(DATA / "english/furniture.tsv", ("phrase", "kind", "lang")):
            phrase = row["phrase"].lower()
            if "{" in phrase:
                body = re.escape(phrase).replace(r"\{net\}", net).replace(r"\{n\}", r"\d+")
                patterns.append((re.compile(body), row["kind"]))
            else:
                phrases[phrase] = row["kind"]
        return cls(phrases, tuple(patterns))

    def kind(self, line: str) -> str | None:
        """The kind of furniture that a whole line is, or None."""
        plain = _plain(line)
        if not plain or len(plain) > 120:
            return None
        if (kind := self.phrases.get(plain)) is not None:
            return kind
        if (first := plain.split(" ", 1)[0].rstrip(":,")) not in self.first_words and not first[0].isdigit():
            return None
        return next((k for p, k in self.patterns if p.fullmatch(plain)), None)

    def wider(self, line: str) -> str | None:
        """The kind of a line that is furniture with a little more: “all” before a number, a place or network behind.

        “Show all 31 photos”, “Subscribe to our channel in the Telegram”, “Quickly and to the point — in our Telegram”.
        """
        plain = re.sub(r"\b(?:all|the|our|your) (?=\d)", "", _plain(line))
        words = plain.split(" ")
        if not 2 <= len(words) <= 12:
            return None
        if (kind := self.kind(plain)) is not None:
            return kind
        for k in range(len(words) - 1, max(1, len(words) - 5), -1):
            if words[k] in _PLACING and (kind := self.kind(" ".join(words[:k]))) in _ACTIONS and k >= 2:
                return kind
        for dash in (" — ", " – ", " - "):
            if dash in plain:
                tail = plain.rsplit(dash, 1)[1].removeprefix("in ").removeprefix("on ")
                if len(tail.split(" ")) >= 2 and (kind := self.kind(tail)) in ("share", "subscribe"):
                    return kind
        return None

    @cached_property
    def first_words(self) -> frozenset[str]:
        """Words that patterns begin with; most lines begin with another and need no pattern tried."""
        return frozenset(re.split(r"(?:\\ |\\| )", p.pattern, maxsplit=1)[0].rstrip(":,") for p, _ in self.patterns)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first two words of every phrase: a cheap test for phrases inside a line."""
        return frozenset(" ".join(p.split(" ")[:2]) for p in self.phrases)


def _plain(line: str) -> str:
    return re.sub(r"\s+", " ", _STRIP.sub("", line)).lower().replace("’", "'")


#: Prepositions that a furniture phrase goes on with: where, through what.
_PLACING = frozenset("in on at via through with".split())
#: Kinds that ask for an action or name a control, and so bear a place behind them.
_ACTIONS = frozenset(("share", "subscribe", "more", "player", "comment", "account"))


@dataclass(frozen=True)
class LineInfo:
    """A line with its label and, for furniture, what kind."""

    line: Line
    zone: Zone
    kind: str = ""
    words: int = 0

    @cached_property
    def title_case(self) -> bool:
        """Whether capitals tell nothing on this line."""
        return is_title_case(self.line.text.split())


def label(doc: Document, furniture: Furniture) -> tuple[LineInfo, ...]:
    """The label of every line: first from the line itself, then from its neighbours."""
    out: list[LineInfo] = []
    many = len(doc.lines) > 2
    for line in doc.lines:
        text = line.text.strip()
        words = len(text.split())
        if not text:
            out.append(LineInfo(line, Zone.BLANK))
        elif _TICKER.match(text):
            out.append(LineInfo(line, Zone.TICKER, "ticker", words))
        elif (words <= 20 and (kind := furniture.kind(text)) is not None) or (
            words <= 12
            and many
            and not text.endswith((".", "?", ",", ";"))
            and (kind := furniture.wider(text)) is not None
        ):
            out.append(LineInfo(line, Zone.RELATED if kind == "related" else Zone.FURNITURE, kind, words))
        elif words <= 20 and (kind := _parts(text, furniture)) is not None:
            out.append(LineInfo(line, Zone.RELATED if kind == "headline" else Zone.FURNITURE, kind, words))
        elif share_of_cyrillic(text) > 0.6 and sum(c.isalpha() for c in text) > 3:
            out.append(LineInfo(line, Zone.FOREIGN, "", words))
        elif words <= 60 and _CAPTION.search(text):
            out.append(LineInfo(line, Zone.CAPTION, "", words))
        elif _SENTENCE_END.search(text) or words > 25:
            out.append(LineInfo(line, Zone.BODY, "", words))
        else:
            out.append(LineInfo(line, Zone.SHORT, "", words))
    return tuple(_by_neighbours(out)) if len(out) > 1 else tuple(out)


def _parts(text: str, furniture: Furniture) -> str | None:
    """The kind of a line whose sentences are furniture each, or that is the head of a list and one headline of it."""
    parts = re.split(r"(?<=[.!?]) ", text)
    kinds = [furniture.kind(p) for p in parts]
    if len(parts) > 1 and all(kinds):
        return kinds[0]
    head, colon, rest = text.partition(": ")
    if colon and len(rest.split()) > 2 and not rest.endswith(".") and furniture.kind(head) == "related":
        return "headline"
    return None


def _by_neighbours(rows: list[LineInfo]) -> list[LineInfo]:
    rows = list(rows)
    story = [i for i, r in enumerate(rows) if r.zone is Zone.BODY and r.words >= 8]
    if not story:
        return rows
    first, last = story[0], story[-1]
    # Above the story: the last short line is the headline; short lines beside furniture are furniture too.
    heads = [i for i in range(first) if rows[i].zone is Zone.SHORT and rows[i].words >= 4]
    if heads:
        rows[heads[-1]] = LineInfo(rows[heads[-1]].line, Zone.HEADLINE, "", rows[heads[-1]].words)
    headline = rows[heads[-1]].line.text.strip() if heads else ""
    _repeats(rows)
    # Below a "See also": headlines until the next full sentence.
    under = False
    for i, r in enumerate(rows):
        if r.zone is Zone.RELATED:
            under = r.kind != "headline"  # a headline on the same line as its head is alone
        elif r.zone is Zone.BODY and (r.words >= 25 or not under):
            under = False
        elif under and r.zone in (Zone.SHORT, Zone.BODY):
            rows[i] = LineInfo(r.line, Zone.RELATED, "headline", r.words)
    for i in range(last + 1, len(rows)):
        text = _DATE_TAIL.sub("", rows[i].line.text.strip())
        if headline and text == headline and rows[i].zone in (Zone.SHORT, Zone.RELATED):
            rows[i] = LineInfo(rows[i].line, Zone.REPEAT, "", rows[i].words)
        elif rows[i].zone is Zone.SHORT and _DATE_TAIL.search(rows[i].line.text.strip()) and rows[i].words >= 4:
            rows[i] = LineInfo(rows[i].line, Zone.RELATED, "headline", rows[i].words)
    rows = _header(rows, first)
    # A run of short lines that touch furniture, outside the story, is furniture.
    for a, b in _blocks(rows):
        outside = b <= first or a > last
        if not outside or not any(rows[i].zone in (Zone.FURNITURE, Zone.FOREIGN) for i in range(a, b)):
            continue
        for i in range(a, b):
            r = rows[i]
            if r.zone is Zone.SHORT and r.words <= 3:
                rows[i] = LineInfo(r.line, Zone.FURNITURE, "nav", r.words)
    return rows


def _repeats(rows: list[LineInfo]) -> None:
    """A line that stands again, but for the agency behind it, is a caption: the picture's text and its label."""
    seen: dict[str, int] = {}
    for i, r in enumerate(rows):
        if r.zone not in (Zone.CAPTION, Zone.SHORT) or r.words < 6:
            continue
        text = _AGENCY_TAIL.sub("", r.line.text.strip())
        if text in seen and seen[text] >= i - 3 and r.zone is Zone.CAPTION:
            j = seen[text]
            rows[j] = LineInfo(rows[j].line, Zone.CAPTION, "", rows[j].words)
        seen[text] = i


def _header(rows: list[LineInfo], first: int) -> list[LineInfo]:
    """The site's name above known furniture, in a block above the story: “- Sputnik International / World / tagline”.

    A name has no sentence's end and few words, capitals throughout, and stands first in its block or behind a dash.
    """
    for a, b in _blocks(rows):
        if b > first or not any(rows[i].zone is Zone.FURNITURE for i in range(a, b)):
            continue
        for i in range(a, b):
            r = rows[i]
            text = r.line.text.strip()
            names = [w for w in text.strip("-–—|• ").split() if w[0].isalpha()]
            capital = bool(names) and all(w[0].isupper() for w in names)
            if r.zone in (Zone.SHORT, Zone.CAPTION) and r.words <= 5 and capital and (i == a or text[0] in "-–—|"):
                rows[i] = LineInfo(r.line, Zone.FURNITURE, "nav", r.words)
    return rows


def _blocks(rows: list[LineInfo]) -> list[tuple[int, int]]:
    out, at = [], 0
    for i, r in enumerate(rows):
        if r.zone is Zone.BLANK:
            if i > at:
                out.append((at, i))
            at = i + 1
    if at < len(rows):
        out.append((at, len(rows)))
    return out
