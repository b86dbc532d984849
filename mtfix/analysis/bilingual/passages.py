"""Pairs of sentences with what stands around them, so that a sentence paired wrongly raises no alarm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtfix.analysis.bilingual.align import Pair
from mtfix.analysis.bilingual.quantities import Numerals, unanswered

#: In so short a document every sentence is everybody's neighbour.
_FEW = 3
#: Fewer amounts than this do not tell whether a source is the text's.
_TELLING = 6


@dataclass(frozen=True, slots=True)
class Passage:
    """English with its source, both with their neighbours.

    ``start`` and ``end`` are the English sentence's place; ``english`` and ``source`` its text and that of its source;
    ``near_english`` and ``near_source`` are the same with a sentence more on either side.
    """

    start: int
    end: int
    english: str
    source: str
    near_english: str
    near_source: str


def passages(text: str, source: str, pairs: Sequence[Pair]) -> list[Passage]:
    """The pairs of a document with their surroundings.

    A short document is everybody's surroundings: what moved within it is neither lost nor added.

    Args:
        text: the English text.
        source: the source text.
        pairs: the alignment of both.

    >>> from mtfix.analysis.bilingual.align import align
    >>> en, ru = "He left. She stayed in Minsk.", "Он ушёл. Она осталась в Минске."
    >>> [p.source for p in passages(en, ru, align(ru, en))]
    ['Он ушёл.', 'Она осталась в Минске.']
    """
    out = []
    for n, pair in enumerate(pairs):
        around = pairs[max(0, n - 1) : n + 2]
        near = text[around[0].start : around[-1].end] if len(pairs) > _FEW else text
        theirs = " ".join(s for p in around for s in p.source) if len(pairs) > _FEW else source
        out.append(Passage(pair.start, pair.end, text[pair.start : pair.end], " ".join(pair.source), near, theirs))
    return out


def belong(found: Sequence[Passage], english: Numerals, source: Numerals) -> bool:
    """Whether a text was translated from its source at all: most of its amounts are answered there.

    A wrong file given for the source would else make an alarm of every sentence.

    Args:
        found: the passages of a document.
        english: English number words.
        source: the source language's.
    """
    all_, answered = 0, 0
    for p in found:
        amounts = [a for a in english.amounts(p.english) if a.digits]
        if amounts:
            all_ += len(amounts)
            answered += len(amounts) - len(unanswered(amounts, source.answers(p.near_source)))
    return all_ < _TELLING or answered >= all_ / 2
