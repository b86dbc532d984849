"""People and places of a sentence and of its source: one side has another than the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from mtfix.analysis.bilingual.names import Name, bare
from mtfix.analysis.bilingual.passages import Passage
from mtfix.document import WORD
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.source.russian.index import Kind
from mtfix.text.case import starts_sentence

if TYPE_CHECKING:
    from mtfix.analysis.bilingual.witness import Witness
    from mtfix.analysis.knowledge import Knowledge

_SHORTEST = 4
#: From how much agreement of their consonants on, in per cent, two names may be one.
_LIKE = 60.0
_VOICELESS = str.maketrans("zdbgvZ", "stpkfS")


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
    added = [
        (n, kind)
        for n, kind in found
        if not witness.held_loosely(bare(n.text), p.near_source) and not (kind == "person" and _alike(n.key, p.source))
    ]
    if not added:
        return
    theirs = names.of(p.near_english)
    lost: list[tuple[str, str]] = []
    previous, at = "", 0
    for m in WORD.finditer(p.source):
        inside = not starts_sentence(previous, p.source[at : m.start()])
        previous, at = m.group(), m.end()
        kind = _russian_kind(m.group(), inside, knowledge)
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


def _alike(name: str, source: str) -> bool:
    """Whether a name has much the same consonants as a source word: one spelt unusually is not another."""
    ours = [_bones(k) for k in keys_of_latin(name)[:4]]
    theirs = (_bones(key_of_cyrillic(m.lower().replace("ё", "е"))) for m in WORD.findall(source) if m[0].isupper())
    return any(fuzz.ratio(k, t[: len(k) + 1]) >= _LIKE for t in theirs for k in ours)


def _bones(key: str) -> str:
    return skeleton(key).translate(_VOICELESS)


def _russian_kind(word: str, inside: bool, knowledge: Knowledge) -> str:
    """What a source word is the name of; inside a sentence a capital makes a person of what no dictionary has."""
    if not word[0].isupper() or word.isupper() or len(word) < _SHORTEST or word[0].isascii():
        return ""
    form = word.lower().replace("ё", "е")
    kind = knowledge.source.index.kind(form)
    if kind.name_only and not kind & Kind.GIVEN:
        return "person" if kind & Kind.SURNAME else "place" if kind & Kind.PLACE else ""
    if not inside:
        return ""
    lemmas = knowledge.source.lemmas(form)
    known = any(e.type == "person" for lemma in lemmas for e in knowledge.gazetteer.by_russian(lemma))
    return "person" if known or kind is Kind.UNKNOWN else ""
