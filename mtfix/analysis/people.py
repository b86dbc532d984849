"""The people of a story: who is named, with what gender and role, and where a name stands right."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.store import Hit, fold_name
from mtfix.source.russian.fold import keys_of_latin
from mtfix.text.case import is_capitalised

if TYPE_CHECKING:
    from mtfix.analysis import Analysis
    from mtfix.analysis.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Mention:
    """A given name and a surname side by side: word indices, the words, and the given name's gender if known."""

    given: int
    surname: int
    first: str
    last: str
    gender: str


@dataclass(frozen=True)
class People:
    """Names of the story.

    ``hits`` are the gazetteer's right spellings in the text; ``known`` the indices of the words they cover;
    ``entities`` the entries met; ``mentions`` given name and surname pairs, whether in the gazetteer or not;
    ``surnames`` folded surnames to the genders of the given names met with them.
    """

    hits: tuple[Hit, ...]
    known: frozenset[int]
    entities: dict[str, Entry]
    mentions: tuple[Mention, ...]
    surnames: dict[str, frozenset[str]]

    @classmethod
    def of(cls, analysis: Analysis) -> People:
        """From one pass of the gazetteer's automaton and one over the capitalised words."""
        doc, gazetteer = analysis.doc, analysis.knowledge.gazetteer
        hits = tuple(gazetteer.matches(doc.text))
        known: set[int] = set()
        entities: dict[str, Entry] = {}
        for h in hits:
            i = doc.word_at(h.start)
            while i < len(doc.words) and doc.words[i].start < h.end:
                known.add(i)
                i += 1
            if doc.text[h.start : h.end] != doc.text[h.start : h.end].lower():
                entities[h.entry.id] = h.entry
        mentions = []
        surnames: dict[str, set[str]] = defaultdict(set)
        words = doc.words
        for i in range(1, len(words)):
            a, b = words[i - 1], words[i]
            if not (is_capitalised(a.text) and b.text[:1].isupper() and analysis.adjacent(i)) or len(b.text) < 3:
                continue
            g = gender_of(a.text, analysis.knowledge)
            if g:
                mentions.append(Mention(i - 1, i, a.text, b.text, g))
                surnames[fold_name(b.text)].add(g)
        return cls(hits, frozenset(known), entities, tuple(mentions), {k: frozenset(v) for k, v in surnames.items()})

    def people(self) -> list[Entry]:
        """The gazetteer's people met in the story."""
        return [e for e in self.entities.values() if e.type == "person"]


@functools.lru_cache(maxsize=20_000)
def _gender_by_key(word: str) -> str:
    """The gender of a given name known to the Russian dictionary, from the keys of its spelling; empty if unsure."""
    from mtfix.source.russian.index import Kind
    from mtfix.source.russian.pack import Russian

    russian = Russian.open()
    genders: dict[str, float] = {}
    for k in keys_of_latin(word)[:4]:
        for form in russian.index.by_key(k):
            if not russian.index.kind(form) & Kind.GIVEN:
                continue
            for p in russian.morph.parse(form):
                if "Name" in p.tag and p.normal_form == form.replace("ё", "е") and p.tag.gender in ("masc", "femn"):
                    g = "m" if p.tag.gender == "masc" else "f"
                    genders[g] = max(genders.get(g, -99.0), russian.index.log10(form))
    if len(genders) == 2 and abs(genders["m"] - genders["f"]) < 1.0:
        return ""
    return max(genders, key=lambda g: genders[g]) if genders else ""


def gender_of(given: str, knowledge: Knowledge) -> str:
    """``m`` or ``f`` for a given name, empty if it is none or goes with both.

    >>> from mtfix.analysis.knowledge import Knowledge
    >>> from mtfix.config import Config
    >>> k = Knowledge.open(Config())
    >>> [gender_of(n, k) for n in ("Maria", "Dmitry", "Natalia", "Minister")]
    ['f', 'm', 'f', '']
    """
    folded = fold_name(given)
    genders = knowledge.gazetteer.given(folded)
    if genders is not None:
        return genders if len(genders) == 1 else ""
    if len(folded) < 3 or knowledge.english.pos(folded) or knowledge.english.zipf(folded) > 4.6:
        return ""
    return _gender_by_key(folded)
