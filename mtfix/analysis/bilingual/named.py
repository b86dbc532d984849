"""People and places of a sentence and of its source: one side has another than the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtfix.analysis.bilingual.names import Name, bare
from mtfix.analysis.bilingual.passages import Passage
from mtfix.document import WORD
from mtfix.source.russian.index import Kind

if TYPE_CHECKING:
    from mtfix.analysis.bilingual.witness import Witness
    from mtfix.analysis.knowledge import Knowledge

_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Swap:
    """A name in the text, and the name of the source that nothing in the text stands for."""

    name: Name
    word: str
    lemma: str


def swaps(p: Passage, knowledge: Knowledge, witness: Witness) -> Iterator[Swap]:
    """Names that are in the text alone, where the source has one of the same kind that the text lacks.

    A name that only one side has is left alone: a translation says “the president” for a name, or the other way round.

    Args:
        p: a sentence with its source.
        knowledge: what detectors know.
        witness: what tells names of both sides.
    """
    names = witness.names()
    found = [(n, kind) for n in names.of(p.english) if (kind := _kind(n, witness))]
    added = [(n, kind) for n, kind in found if not witness.held_loosely(bare(n.text), p.near_source)]
    if not added:
        return
    theirs = names.of(p.near_english)
    lost: list[tuple[str, str]] = []
    for m in WORD.finditer(p.source):
        kind = _russian_kind(m.group(), knowledge)
        if kind and not any(witness.held_loosely(bare(n.text), m.group()) for n in theirs):
            lost.append((m.group(), kind))
    for n, kind in added:
        word = next((w for w, k in lost if k == kind), None)
        if word is not None:
            lost.remove((word, kind))
            yield Swap(n, word, knowledge.source.read(word.lower().replace("ё", "е")).lemma)


def _kind(n: Name, witness: Witness) -> str:
    """``person``, ``place``, or empty for a word that is no known name or an ordinary word, too."""
    if len(n.key) < _SHORTEST or n.text.isupper():
        return ""
    return witness.kind(n.key)


def _russian_kind(word: str, knowledge: Knowledge) -> str:
    if not word[0].isupper() or word.isupper() or len(word) < _SHORTEST:
        return ""
    kind = knowledge.source.index.kind(word.lower().replace("ё", "е"))
    if not kind.name_only or kind & Kind.GIVEN:
        return ""
    return "person" if kind & Kind.SURNAME else "place" if kind & Kind.PLACE else ""
