"""The text as it came, and the tokens that partition it."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

#: A word (letters, digits, marks; an apostrophe inside, as in "don't" or "pol'nyj"), a run of blanks,
#: a line end, or one other character. Every character of every text falls into exactly one token.
TOKEN = re.compile(r"[^\W_]+(?:[’'ʹʼ][^\W_]+)*|\r\n|\n|\r|[^\S\r\n]+|.|_", re.DOTALL)
WORD = re.compile(r"[^\W_]+(?:[’'ʹʼ][^\W_]+)*")
#: Longer runs of letters are data, not words; reading them would take more than their length.
LONGEST_WORD = 80
LINE_END = re.compile(r"\r\n|\n|\r")


class Token(NamedTuple):
    """A piece of the text: half-open offsets in code points, and the piece itself."""

    start: int
    end: int
    text: str


class Line(NamedTuple):
    """A line without its line end: half-open offsets, and the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Document:
    """A text with what belongs to it.

    Args:
        text: the text as it came; offsets everywhere count its code points.
        id: any name for it, copied to the output.
        source: the text in the source language, where it is at hand.

    >>> doc = Document("Informed the Russian dipvedomstva.")
    >>> [w.text for w in doc.words]
    ['Informed', 'the', 'Russian', 'dipvedomstva']
    >>> "".join(t.text for t in doc.tokens) == doc.text
    True
    """

    text: str
    id: str | int | float | None = None
    source: str | None = None

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The partition of the text: joined, the tokens give it back."""
        return tuple(Token(m.start(), m.end(), m.group()) for m in TOKEN.finditer(self.text))

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The words alone, in order; a run of more than `LONGEST_WORD` letters is no word of any language."""
        found = (Token(m.start(), m.end(), m.group()) for m in WORD.finditer(self.text))
        return tuple(w for w in found if w.end - w.start <= LONGEST_WORD)

    @cached_property
    def types(self) -> frozenset[str]:
        """The different words of the text, letter case kept."""
        return frozenset(w for w in WORD.findall(self.text) if len(w) <= LONGEST_WORD)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text, ended by LF, CR LF or CR; an empty text has one empty line."""
        out: list[Line] = []
        at = 0
        for m in LINE_END.finditer(self.text):
            out.append(Line(at, m.start(), self.text[at : m.start()]))
            at = m.end()
        out.append(Line(at, len(self.text), self.text[at:]))
        return tuple(out)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _word_starts(self) -> list[int]:
        return [w.start for w in self.words]

    def line_at(self, offset: int) -> int:
        """The index of the line that holds an offset."""
        return max(0, bisect.bisect_right(self._line_starts, offset) - 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1; a leading BOM takes no column.

        >>> Document("a\\r\\nbc").position(4)
        (2, 2)
        """
        n = self.line_at(offset)
        column = offset - self.lines[n].start + 1
        if n == 0 and self.text.startswith("\ufeff"):
            column = max(1, column - 1)
        return n + 1, column

    def word_at(self, offset: int) -> int:
        """The index of the first word that starts at or after an offset (len(words) if none does)."""
        return bisect.bisect_left(self._word_starts, offset)
