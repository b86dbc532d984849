"""The names of the source text: their words, the case each stands in, and the nominatives it may come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from mtfix.gazetteer.entry import Entry
from mtfix.source.russian.index import Kind
from mtfix.source.russian.nominative import Nominative, agreeing, governed, nominatives
from mtfix.text.case import starts_sentence

if TYPE_CHECKING:
    from mtfix.analysis.knowledge import Knowledge

_WORD = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]+(?:['’][А-Яа-яЁёІіЇїЄєҐґ]+)*")
#: A quotation mark or bracket inside a sentence: what stands in it begins none.
_QUOTED = re.compile(r"^[\"»”]?[,;]? ?(?:[—–-] )?[\"«„“(]$")
#: A given name's reading rarer than this says nothing of the words beside it.
_LEAST_GIVEN = -3.5
#: A reading so far behind the best is not reckoned with.
_BEHIND = 6.0


@dataclass(frozen=True, slots=True)
class Known:
    """A gazetteer entry that the source names: which part of its Russian name the word is, and whether all of a name
    of several words stands there."""

    entry: Entry
    part: int
    whole: bool


@dataclass(frozen=True, slots=True)
class SourceName:
    """A word of a name in the source text.

    ``form`` is lower case, ё as е; ``text`` as it stands; ``at`` its number among the words, ``place`` the same
    between 0 and 1; ``readings`` the nominatives it may come from, likeliest first; ``group`` numbers the names,
    whose words stand side by side; ``entries`` are the gazetteer's that it may belong to.
    """

    form: str
    text: str
    at: int
    place: float
    readings: tuple[Nominative, ...]
    group: int
    initial: bool
    entries: tuple[Known, ...] = ()

    @property
    def lemma(self) -> str:
        """The likeliest nominative."""
        return self.readings[0].form if self.readings else self.form


class SourceNames:
    """The name words of one source text, in order."""

    def __init__(self, source: str, knowledge: Knowledge) -> None:
        self._source = source
        self._k = knowledge

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every Russian word of the text, in lower case."""
        return tuple(_plain(m.group()) for m in _WORD.finditer(self._source))

    @cached_property
    def latin(self) -> frozenset[str]:
        """Words that stand in the source in Latin letters, lower case: they are right as they are."""
        return frozenset(m.lower() for m in re.findall(r"[A-Za-z\u00c0-\u024f]+", self._source))

    @cached_property
    def names(self) -> tuple[SourceName, ...]:
        """The words of names."""
        return tuple(self._read())

    def _read(self) -> Iterator[SourceName]:
        found = list(_WORD.finditer(self._source))
        total = max(1, len(found) - 1)
        group: list[SourceName] = []
        number = 0
        previous = ""
        end = 0
        preposition = ""
        for n, m in enumerate(found):
            gap = self._source[end : m.start()]
            initial = starts_sentence(previous, _QUOTED.sub(" ", gap) if previous else gap)
            text = m.group()
            if self._is_name(text, initial):
                joined = group and gap in (" ", "-", "\u00a0") and group[-1].at == n - 1
                if not joined:
                    yield from self._agreed(group, preposition)
                    group, number = [], number + 1
                    preposition = _preposition(found, n)
                group.append(self._name(text, n, n / total, number, initial))
            previous, end = text, m.end()
        yield from self._agreed(group, preposition)

    def _is_name(self, text: str, initial: bool) -> bool:
        if not text[0].isupper() or len(text) < 3 or (text.isupper() and len(text) <= 5):
            return False
        if not initial:
            return True
        form = _plain(text)
        if any(n.kind for n in nominatives(form, self._k.source.morph)):
            return True
        if self._k.gazetteer.by_russian(form):
            return True
        return self._k.source.index.kind(form) is Kind.UNKNOWN and self._k.source.lexicon.get(form) is None

    def _name(self, text: str, at: int, place: float, group: int, initial: bool) -> SourceName:
        form = _plain(text)
        return SourceName(form, text, at, place, nominatives(form, self._k.source.morph), group, initial)

    def _agreed(self, group: list[SourceName], preposition: str) -> Iterator[SourceName]:
        """The words of one name, each with the readings that the others and the preposition allow."""
        if not group:
            return
        cases = governed(preposition)
        pairs = frozenset(
            (n.case, n.gender)
            for w in group
            for n in w.readings
            if n.kind in ("Name", "Patr") and n.weight > _LEAST_GIVEN
        )
        read = []
        for w in group:
            near = agreeing(w.readings, cases, pairs if len(group) > 1 else frozenset())
            best = near[0].weight if near else 0.0
            read.append(replace(w, readings=tuple(n for n in near if n.weight > best - _BEHIND)))
        for k, w in enumerate(read):
            yield replace(w, entries=tuple(self._entries(read, k)))

    def _entries(self, group: list[SourceName], k: int) -> Iterator[Known]:
        """Entries whose Russian name is these words, or, of a person, whose surname is this one."""
        g = self._k.gazetteer
        forms = [{n.form for n in w.readings[:6]} | {w.form} for w in group]
        seen = set()
        for j, w in enumerate(group):
            for form in {n.form for n in w.readings[:4]}:
                for e in g.by_russian(form):
                    parts = e.ru_parts
                    p = next((i for i in range(len(parts) - 1, -1, -1) if parts[i] == form), -1)
                    if p < 0 or e.id in seen:
                        continue
                    start = j - p
                    inside = {start + i for i in range(len(parts))}
                    whole = all(0 <= x < len(group) and parts[x - start] in forms[x] for x in inside)
                    if whole and k in inside:
                        seen.add(e.id)
                        yield Known(e, k - start, len(parts) > 1)
                    elif k == j and len(group) == 1 and e.type == "person":
                        seen.add(e.id)
                        yield Known(e, p, False)


def _preposition(found: list[re.Match[str]], n: int) -> str:
    """The preposition that governs the name whose first word is `n`: the word before it."""
    return _plain(found[n - 1].group()) if n else ""


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")
