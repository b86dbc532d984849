"""Which source sentences each English sentence was translated from: Gale and Church (1993), with numbers and names.

Sentences that translate each other are of like length and share their numbers and, by sound, their names. The best
monotonic way through both texts is found by dynamic programming over one-to-one, one-to-two, two-to-one, two-to-two
steps and sentences without a partner.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mtfix.analysis.bilingual.numbers import numbers
from mtfix.document import WORD
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin

#: English characters for one Russian character, and the variance of the length difference for one character:
#: the first is the median over the WMT21 ru-en references, the second is Gale and Church's.
_RATIO, _VARIANCE = 1.05, 6.8
#: Costs (-log P) of the steps, by source and English sentences taken: Gale and Church's counts, but for sentences
#: without a partner, of which web pages have more than parliaments (0.08 is the best of five on the set below).
_STEPS = {
    (1, 1): -math.log(0.89), (1, 0): -math.log(0.08), (0, 1): -math.log(0.08),
    (2, 1): -math.log(0.0445), (1, 2): -math.log(0.0445), (2, 2): -math.log(0.011),
}  # fmt: skip
#: What a shared number and a shared name take off a step's cost, and what a number without a partner adds: the best of
#: twelve settings on WMT21 ru-en, segments run together by twenty and a tenth of them left out on one side.
_SHARED_NUMBER, _SHARED_NAME, _LONE_NUMBER = 3.0, 3.0, 2.0
#: How far the way may stray from the diagonal, in sentences, beside the difference of the counts.
_BAND = 40
_LINE_END = re.compile(r"[\r\n]")
_ENDED = re.compile(r"[.!?…:;]['\"”’»)\]]*\s*$")


class Span(NamedTuple):
    """A sentence's place: half-open offsets, without the blanks around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """English that was translated from given source sentences: its place, and them."""

    start: int
    end: int
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    length: int
    numbers: frozenset[object]
    names: frozenset[str]


def sentences(text: str, language: str) -> list[Span]:
    """The sentences of a text. A line end ends one, unless the line was broken inside a sentence.

    Args:
        text: any text.
        language: its language's code.

    >>> text = "Talks Resume\\nThey go on. He left\\nearly.\\n"
    >>> [text[s.start : s.end] for s in sentences(text, "en")]
    ['Talks Resume', 'They go on.', 'He left\\nearly.']
    """
    import sentencex

    out: list[Span] = []
    for block in _blocks(text):
        part = text[block.start : block.end]
        for found in sentencex.get_sentence_boundaries(language, part):
            if span := _trimmed(text, block.start + found["start_index"], block.start + found["end_index"]):
                out.append(span)
    return out


def _blocks(text: str) -> list[Span]:
    """Lines, those broken inside a sentence joined."""
    out: list[Span] = []
    for m in re.finditer(r"[^\r\n]+", text):
        if (span := _trimmed(text, m.start(), m.end())) is None:
            continue
        if out:
            last = out[-1]
            gap = text[last.end : span.start]
            blank_line = gap.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1
            if not blank_line and text[span.start].islower() and not _ENDED.search(text, last.start, last.end):
                out[-1] = Span(last.start, span.end)
                continue
        out.append(span)
    return out


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    inner = piece.strip().strip("\ufeff").strip()
    if not inner:
        return None
    at = start + piece.index(inner)
    return Span(at, at + len(inner))


def align(source: str, text: str, language: str = "ru") -> list[Pair]:
    """Pair English sentences with the source sentences that they were translated from.

    Sentences without a partner are left out, and two on different lines are never one. Paragraphs are paired first
    where there are as many on both sides.

    Args:
        source: the source text.
        text: its English translation.
        language: the source language's code.

    >>> [(p.start, p.end, p.source) for p in align("Он ушёл. Она осталась в Минске.", "He left. She stayed in Minsk.")]
    [(0, 8, ('Он ушёл.',)), (9, 29, ('Она осталась в Минске.',))]
    """
    theirs, ours = sentences(source, language), sentences(text, "en")
    left = _paragraphs(source, theirs)
    right = _paragraphs(text, ours)
    if len(left) == len(right):
        both = list(zip(left, right, strict=True))
        if all(plausible(source[a[0].start : a[-1].end], text[b[0].start : b[-1].end]) for a, b in both):
            return [p for a, b in both for p in _align(source, a, text, b)]
    return _align(source, theirs, text, ours)


def plausible(source: str, english: str) -> bool:
    """Whether the lengths let the one be a translation of the other; bounds hold for 99.9% of WMT21 ru-en segments.

    >>> plausible("Переговоры прошли в Женеве.", "The talks were held in Geneva."), plausible("Да.", "He said no word.")
    (True, True)
    >>> plausible("Переговоры прошли в Женеве в четверг и пятницу.", "The talks.")
    False
    """
    return 0.55 * len(source) - 8 <= len(english) <= 1.75 * len(source) + 20


def _paragraphs(text: str, spans: list[Span]) -> list[list[Span]]:
    """Sentences, parted where a line ends between them."""
    out: list[list[Span]] = []
    for i, span in enumerate(spans):
        if i == 0 or _LINE_END.search(text, spans[i - 1].end, span.start):
            out.append([])
        out[-1].append(span)
    return out


def _align(source: str, theirs: list[Span], text: str, ours: list[Span]) -> list[Pair]:
    a = [source[s.start : s.end] for s in theirs]
    b = [text[s.start : s.end] for s in ours]
    if len(a) == len(b) <= 2 and all(plausible(x, y) for x, y in zip(a, b, strict=True)):
        return [Pair(s.start, s.end, (x,)) for s, x in zip(ours, a, strict=True)]
    left = [_sentence(s, x, cyrillic=True) for s, x in zip(theirs, a, strict=True)]
    right = [_sentence(s, x, cyrillic=False) for s, x in zip(ours, b, strict=True)]
    return [
        Pair(ours[j].start, ours[j + y - 1].end, tuple(a[i : i + x]))
        for i, j, x, y in _path(left, right)
        if x and y and (y == 1 or not _LINE_END.search(text, ours[j].end, ours[j + 1].start))
    ]


def _sentence(span: Span, text: str, cyrillic: bool) -> _Sentence:
    """What the alignment looks at: the first letters of a name's key stay the same in every case form."""
    names = set()
    for m in WORD.finditer(text):
        if m.group()[0].isupper() and len(m.group()) > 3:
            word = m.group().lower()
            keys = (key_of_cyrillic(word),) if cyrillic else keys_of_latin(word)[:2]
            names |= {k[:4] for k in keys if len(k) > 3}
    return _Sentence(span, len(text), frozenset(numbers(text, decimal_comma=cyrillic)), frozenset(names))


def _path(left: Sequence[_Sentence], right: Sequence[_Sentence]) -> list[tuple[int, int, int, int]]:
    """The cheapest way: for every step, where it starts on both sides and how many sentences it takes of each."""
    n, m = len(left), len(right)
    band = _BAND + abs(n - m)
    best: list[dict[int, tuple[float, int, int]]] = [{} for _ in range(n + 1)]
    best[0][0] = (0.0, 0, 0)
    for i in range(n + 1):
        middle = round(i * m / n) if n else 0
        for j in range(max(0, middle - band), min(m, middle + band) + 1 if n else m + 1):
            for (x, y), prior in _STEPS.items():
                if x > i or y > j or (before := best[i - x].get(j - y)) is None:
                    continue
                cost = before[0] + prior + _cost(left[i - x : i], right[j - y : j])
                if j not in best[i] or cost < best[i][j][0]:
                    best[i][j] = (cost, x, y)
    steps: list[tuple[int, int, int, int]] = []
    i, j = n, m
    while i or j:
        _, x, y = best[i][j]
        i, j = i - x, j - y
        steps.append((i, j, x, y))
    return steps[::-1]


def _cost(left: Sequence[_Sentence], right: Sequence[_Sentence]) -> float:
    """-log P of the difference in length, less what is shared; nothing where a side is empty."""
    if not left or not right:
        return 0.0
    a, b = sum(s.length for s in left), sum(s.length for s in right)
    mean = (a + b / _RATIO) / 2
    delta = abs(b - a * _RATIO) / math.sqrt(mean * _VARIANCE)
    cost = -math.log(max(math.erfc(delta / math.sqrt(2)), 1e-12))
    theirs, ours = (frozenset().union(*(s.numbers for s in side)) for side in (left, right))
    names = sum(len(s.names & t.names) for s in left for t in right)
    return cost - _SHARED_NUMBER * len(theirs & ours) + _LONE_NUMBER * len(theirs ^ ours) - _SHARED_NAME * min(names, 3)
