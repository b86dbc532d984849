"""Names of the source that the translation renders as words: Песков, Sands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtfix.analysis.name_pairs import NamePairs, Rendering
from mtfix.analysis.name_verdicts import capitalised
from mtfix.analysis.naming import bare
from mtfix.analysis.source_names import SourceName
from mtfix.source.russian.fold import keys_of_latin
from mtfix.text.case import is_capitalised

if TYPE_CHECKING:
    from mtfix.analysis import Analysis

#: How near by place the word must be to the name.
_NEAR = 0.35


@dataclass(frozen=True, slots=True)
class NameAsWord:
    """Word `i`, the source's name that it translates, right spellings, and whether the gazetteer settles them."""

    i: int
    name: SourceName
    spellings: tuple[str, ...]
    best: Rendering
    settled: bool


class NameWords:
    """The words of one document that stand for names."""

    def __init__(self, analysis: Analysis, pairs: NamePairs) -> None:
        self._a = analysis
        self._k = analysis.knowledge
        self._pairs = pairs

    def found(self) -> Iterator[NameAsWord]:
        """Capitalised words whose Russian is a name of the source that has no rendering."""
        names = [n for n in self._pairs.names if any(r.kind in ("Surn", "Name") for r in n.readings)]
        if not names:
            return
        literals = self._k.gazetteer.literals
        for i, w in enumerate(self._a.doc.words):
            word = bare(w.text)
            if not is_capitalised(word) or i in self._a.people.known or len(word) < 3:
                continue
            russian = {lit.russian for lit in literals.by_word(word.lower()) if lit.kind in ("surname", "given")}
            if not russian:
                continue
            place = self._pairs.place(i)
            fit = [
                n
                for n in names
                if russian & {r.form for r in n.readings if r.kind in ("Surn", "Name")}
                and abs(n.place - place) < _NEAR
                and self._person(i, n)
                and not self._sounded(n)
            ]
            if fit and (made := self._made(i, min(fit, key=lambda n: abs(n.place - place)))) is not None:
                yield made

    def _person(self, i: int, name: SourceName) -> bool:
        """Whether both sides want a person: at the head of a sentence every word has a capital."""
        beside = any(n.group == name.group and n.at != name.at for n in self._pairs.names)
        if beside:
            return True
        says = self._a.after(i).lower() in self._k.reporting or self._a.before(i) in self._k.reporting
        return says or not (name.initial or self._a.initial(i))

    def _sounded(self, name: SourceName) -> bool:
        """Whether some word of the translation sounds as the name, or is the gazetteer's spelling of it."""
        theirs = set(self._pairs.keys(name))
        right = {
            words[known.part].lower()
            for known in name.entries
            for words in (n.replace("-", " ").split() for n in known.entry.names)
            if len(words) == len(known.entry.ru_parts)
        }
        return any(t in right or theirs & set(keys_of_latin(t)[:4]) for t in self._a.lower_types if len(t) > 2)

    def _made(self, i: int, name: SourceName) -> NameAsWord | None:
        persons = {r.form for r in name.readings if r.kind in ("Surn", "Name")}
        rows = [r for r in self._pairs.renderings(name) if r.nominative in persons]
        if not rows:
            return None
        spellings = tuple(dict.fromkeys(capitalised(r) for r in rows))[:5]
        whole = {known.entry.id for known in name.entries if known.whole}
        settled = rows[0].entity is not None and rows[0].entity.id in whole
        return NameAsWord(i, name, spellings, rows[0], settled)
