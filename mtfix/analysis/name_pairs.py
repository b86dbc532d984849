"""Which word of the translation renders which name of the source, and what the name should be in English."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from mtfix.analysis.naming import bare
from mtfix.analysis.originals import Originals, Spelling
from mtfix.analysis.people import gender_of
from mtfix.analysis.source_names import SourceName, SourceNames
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.nominative import agreeing
from mtfix.text.case import is_capitalised

if TYPE_CHECKING:
    from mtfix.analysis import Analysis

#: From how much of the sound on (per cent) a word may render a name; what a whole text's distance takes off.
LIKE, _DRIFT = 55.0, 40.0
#: Nats that the gazetteer's own spelling of a part is worth, and the readings and spellings that are looked at.
_KNOWN, _WHOLE, _READINGS, _KEYS = 6.0, 12.0, 4, 4


@dataclass(frozen=True, slots=True)
class Rendering:
    """A spelling with the nominative that it renders, the case that the source form then stands in, and its score."""

    latin: str
    nominative: str
    case: str
    total: float
    spelling: Spelling
    entity: Entry | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Word `i` of the translation and the source name that it most likely renders, by sound and place."""

    i: int
    name: SourceName
    like: float


class NamePairs:
    """Pairs of one document; made when first asked for."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        self.source = SourceNames(analysis.doc.source or "", analysis.knowledge)
        self.originals = Originals.open()
        self._keys: dict[str, tuple[str, ...]] = {}

    @cached_property
    def names(self) -> tuple[SourceName, ...]:
        """The source's names."""
        return self.source.names

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(fold_name(bare(t)).lower() for t in self._a.doc.types)

    def keys(self, name: SourceName) -> tuple[str, ...]:
        """The phonetic keys of a name's form and of the nominatives it may come from."""
        found = self._keys.get(name.form)
        if found is None:
            forms = (name.form, *(r.form for r in name.readings[:_READINGS]))
            found = self._keys[name.form] = tuple(dict.fromkeys(map(key_of_cyrillic, forms)))
        return found

    def place(self, i: int) -> float:
        """Where word `i` stands in the text, between 0 and 1."""
        return i / max(1, len(self._a.doc.words) - 1)

    def nearest(self, i: int) -> Pair | None:
        """The source name that word `i` sounds like most."""
        keys = keys_of_latin(fold_name(bare(self._a.doc.words[i].text)).lower())[:_KEYS]
        best: Pair | None = None
        for name in self.names:
            like = max((fuzz.ratio(k, c) for k in keys for c in self.keys(name)), default=0.0)
            like -= _DRIFT * abs(self.place(i) - name.place)
            if like >= LIKE and (best is None or like > best.like):
                best = Pair(i, name, like)
        return best

    def settled(self, pair: Pair) -> Pair:
        """The pair with the readings that the English given name before the word allows: Alexander, a man's."""
        a, i, name = self._a, pair.i, pair.name
        given = a.doc.words[i - 1].text if a.adjacent(i) else ""
        sex = gender_of(given, a.knowledge) if is_capitalised(given) else ""
        partner = [n for n in self.names if n.group == name.group and n.at < name.at]
        if not sex or not partner:
            return pair
        pairs = frozenset(
            (r.case, r.gender) for n in partner for r in n.readings if r.kind == "Name" and r.gender == sex
        )
        if not pairs:
            return pair
        return replace(pair, name=replace(name, readings=agreeing(name.readings, frozenset(), pairs)))

    def right(self, name: SourceName) -> frozenset[str]:
        """Words that render the name rightly: of the gazetteer's spellings, and of the lexicon's English."""
        out: set[str] = set()
        for known in name.entries:
            for n in known.entry.names:
                out.update(fold_name(n).lower().replace("-", " ").split())
        russian = self._a.knowledge.source
        for form in {name.form, *(r.form for r in name.readings[:_READINGS])}:
            for english in russian.read(form).english:
                out.update(fold_name(english).lower().replace("-", " ").split())
        return frozenset(out)

    def covered(self, name: SourceName) -> bool:
        """Whether a right rendering of the name, or a word that sounds as it, stands in the translation."""
        for known in name.entries:
            names = (fold_name(n).lower().replace("-", " ").split() for n in known.entry.names)
            if any(all(p in self._folded for p in n) for n in names):
                return True
        right = self.right(name)
        if right & self._folded or any(t[:5] == w[:5] for w in right if len(w) > 5 for t in self._folded):
            return True  # the word, or the adjective of the place: Estonian
        theirs = set(self.keys(name))
        return any(theirs & set(keys_of_latin(t)[:_KEYS]) for t in self._folded if len(t) > 2)

    def renderings(self, name: SourceName) -> tuple[Rendering, ...]:
        """How the name may be written in English, likeliest first."""
        rows: dict[str, Rendering] = {}
        for r in name.readings[:_READINGS]:
            for s in self.originals.ranked(r.form):
                _keep(rows, Rendering(s.latin, r.form, r.case, r.weight + s.score, s))
        for known in name.entries:
            e, latin = known.entry, part_of(known.entry, known.part)
            if latin:
                nominative = e.ru_parts[known.part]
                weight, case = max(
                    ((r.weight, r.case) for r in name.readings if r.form == nominative), default=(-1.0, "")
                )
                s = self.originals.spelling(fold_name(latin).lower(), nominative)
                total = max(weight + s.score, 0.0) + (_WHOLE if known.whole else _KNOWN)
                _keep(rows, Rendering(s.latin, nominative, case, total, s, e))
        return tuple(sorted(rows.values(), key=lambda r: (-r.total, r.latin)))

    def as_it_stands(self, i: int, name: SourceName) -> Rendering:
        """The word itself as a rendering of the name."""
        latin = bare(self._a.doc.words[i].text).lower()
        rows = []
        for r in name.readings[:_READINGS]:
            for form in _with_yo(r.form) if "o" in latin else (r.form,):
                s = self.originals.spelling(latin, form)
                rows.append(Rendering(latin, r.form, r.case, r.weight + s.score, s))
        return max(rows, key=lambda r: r.total)


def part_of(e: Entry, part: int) -> str:
    """The English of one part of an entry's Russian name, where the parts answer each other; else the empty string."""
    if len(e.en_parts) == len(e.ru_parts):
        return e.en_parts[part]
    if e.type == "person" and part == len(e.ru_parts) - 1 and " " not in e.surname:
        return e.surname
    return ""


def _with_yo(form: str) -> tuple[str, ...]:
    """A form and the forms with ё for one of its е: Russian print leaves the dots out."""
    return (form, *(form[:n] + "ё" + form[n + 1 :] for n, c in enumerate(form) if c == "е"))


def _keep(rows: dict[str, Rendering], r: Rendering) -> None:
    old = rows.get(r.latin)
    if old is None or r.total > old.total:
        rows[r.latin] = r
