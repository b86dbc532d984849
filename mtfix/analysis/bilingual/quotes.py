"""Quotations of a sentence and of its source: what one side gives as somebody's words, and the other does not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mtfix.document import WORD

#: Fewer words are a title or a word set off, which translations unquote at will.
_LEAST = 5
_MARKS = re.compile("[\"“”„«»‟]|(?<![\\w])['‘](?=\\w)|(?<=\\w[.,!?])['’]")
_QUOTED = re.compile('«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|"([^"]+)"')
#: Direct speech without marks: Russian sets a dash before it and around who speaks.
_DASH = r"[-–—−]"
_SPEECH_DASH = re.compile(
    rf"^\s*{_DASH}|[,!?…»\"”]\s*{_DASH}\s|[.,!?…]\s*{_DASH}\s*$|:\s*{_DASH}?\s*[А-ЯЁA-Z«\"“]", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: its place, marks included, and its words."""

    start: int
    end: int
    text: str


def quotations(text: str) -> list[Quotation]:
    """The quotations of a sentence that are long enough to be somebody's words.

    >>> [q.text for q in quotations('The “Kommersant” wrote: “We shall never go back there.”')]
    ['We shall never go back there.']
    """
    out = []
    for m in _QUOTED.finditer(text):
        inner = next(g for g in m.groups() if g)
        words = WORD.findall(inner)
        if len(words) >= _LEAST and sum(w[0].islower() for w in words) >= _LEAST - 2:
            out.append(Quotation(m.start(), m.end(), inner))
    return out


def quotes(text: str) -> bool:
    """Whether a text has any mark of quotation.

    >>> quotes("He said 'yes'"), quotes("Don't ask the boys' mother")
    (True, False)
    """
    return _MARKS.search(text) is not None


def speaks(text: str) -> bool:
    """Whether a Russian text may hold direct speech: by marks, dashes or a colon.

    >>> speaks("— Мы готовы, — сказал он."), speaks("Он сказал, что они готовы.")
    (True, False)
    """
    return quotes(text) or _SPEECH_DASH.search(text) is not None
