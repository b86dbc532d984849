"""The Russian pack: what the engine asks of a source language."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from mtfix.document import LONGEST_WORD
from mtfix.source.restore import Restorer, Weights
from mtfix.source.russian.fold import key_of_cyrillic
from mtfix.source.russian.index import FormIndex
from mtfix.source.russian.lexicon import Lexicon
from mtfix.source.russian.own import POS_OF, OwnForms, OwnIndex
from mtfix.source.russian.render import Grammar, grammar, plural, render
from mtfix.source.russian.returned import Returned
from mtfix.source.russian.rows import Stamp
from mtfix.tables import DATA, read_table

#: What each kind of damage costs.
DAMAGE = DATA / "russian/damage.json"
#: log10 of the relative frequency that words have at least which are in no list of frequencies: the shipped lexicon's,
#: and a desk's, which it adds because its beat has them.
_SHIPPED, _DESKS = -8.0, -7.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A Russian form with its lemma, its grammar and its English."""

    form: str
    lemma: str
    grammar: Grammar
    english: tuple[str, ...]
    sense: str
    derived: bool = False


class Russian:
    """Morphology, index, lexicon and restorer of Russian; each part is opened when first asked for.

    >>> russian = Russian.open()
    >>> russian.read("силовиков").lemma
    'силовик'
    """

    def __init__(self, own: tuple[Path, ...] = ()) -> None:
        self._own = own

    @classmethod
    def open(cls, own: tuple[Path, ...] = ()) -> Russian:
        """The pack, with a desk's own lexicon files."""
        return _opened(tuple(map(Stamp.of, own)))

    @cached_property
    def morph(self) -> Any:
        """pymorphy3's analyser."""
        import pymorphy3

        return pymorphy3.MorphAnalyzer()

    @cached_property
    def index(self) -> FormIndex:
        """Every form with its frequency, kind and keys, those of the lexicon's new words among them."""
        return OwnIndex(FormIndex.open(), *self.overlays)

    @cached_property
    def overlays(self) -> tuple[OwnForms, ...]:
        """Forms of words that the lexicon has and no dictionary: the shipped ones', and a desk's."""
        base, shipped = FormIndex.open(), Lexicon.open()
        rows = partial(map, shipped.row, shipped)
        over = [OwnForms.kept(shipped.key, rows, _SHIPPED, lambda: self.morph, base)]
        if self._own:
            over.insert(0, OwnForms.of(self.lexicon.own, _DESKS, lambda: self.morph, base))
        return tuple(over)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Lemma to English."""
        return Lexicon.open(self._own)

    @cached_property
    def first_parts(self) -> dict[str, str]:
        """First parts of compounds with their English, ``{}`` standing for the second part."""
        out: dict[str, str] = {}
        for r in read_table(DATA / "russian/first_parts.tsv", ("part", "english")):
            out.setdefault(r["part"], r["english"])
        return out

    @cached_property
    def returned(self) -> Returned:
        """English words that came back through Russian."""
        return Returned.open()

    @cached_property
    def restorer(self) -> Restorer:
        """Observed string to ranked forms."""
        from mtfix.source.channel import Channel

        parts = tuple((p, key_of_cyrillic(p)) for p in self.first_parts if len(p) >= 2)
        parts = tuple(sorted(parts, key=lambda p: -len(p[0])))
        return Restorer(self.index, Channel.load(), _weights(), parts)

    @functools.lru_cache(maxsize=50_000)  # noqa: B019  (the pack lives as long as the process)
    def read(self, form: str, first: str = "") -> Reading:
        """A form's likeliest lemma, its grammar, and its English where the lexicon or derivation knows it.

        Args:
            form: a Russian word, lower case.
            first: the first part, where the form is known to be a compound.
        """
        if len(form) > LONGEST_WORD:
            return Reading(form, form, Grammar("", "", "", "", "", ""), (), "")
        if (found := self._read_new(form)) is not None:
            return found
        parses = self.morph.parse(form)
        ranked = []
        for p in parses:
            pos = POS_OF.get(p.tag.POS, p.tag.POS or "")
            entry = self.lexicon.get(p.normal_form, pos)
            ranked.append((entry is not None and entry.pos == pos, entry is not None, p.score, p, entry, pos))
        known, _, _, p, entry, pos = max(ranked, key=lambda r: (r[0], r[1], r[2]))
        g = grammar(p.tag)
        lemma = p.normal_form.replace("ё", "е")
        if entry is not None and (known or entry.pos == pos):
            return Reading(form, lemma, g, render(entry, g), entry.sense)
        if (derived := self._derive(form, lemma, g, first)) is not None:
            return derived
        if entry is not None:
            return Reading(form, lemma, g, entry.english, entry.sense)
        return Reading(form, lemma, g, (), "")

    def _read_new(self, form: str) -> Reading | None:
        """The reading of a form of a word that the lexicon has and no dictionary."""
        for over in self.overlays:
            if over.log10 == _SHIPPED and self.morph.word_is_known(form):
                continue  # a homograph in the dictionary is the likelier word; a desk's word is the one it means
            for f in over.get(form):
                entry = self.lexicon.get(f.lemma, f.pos)
                if entry is not None:
                    g = grammar(self.morph.TagClass(f.tag))
                    return Reading(form, f.lemma, g, render(entry, g), entry.sense)
        return None

    @functools.lru_cache(maxsize=50_000)  # noqa: B019  (the pack lives as long as the process)
    def lemmas(self, form: str) -> tuple[str, ...]:
        """The lemmas that a form may belong to, likeliest first.

        >>> Russian.open().lemmas("тридцати")
        ('тридцать',)
        """
        return tuple(dict.fromkeys(p.normal_form for p in self.morph.parse(form[:LONGEST_WORD])))

    def _derive(self, form: str, lemma: str, g: Grammar, first: str) -> Reading | None:
        """The English of a compound from that of its parts; none of what can be a name alone (Иванович, Непал)."""
        if self.index.kind(form).name_only:
            return None
        parts = [first] if first else sorted((p for p in self.first_parts if form.startswith(p)), key=len, reverse=True)
        for part in parts:
            rest = form[len(part) :].lstrip("-")
            if len(rest) < 4 or rest not in self.index:
                continue
            base = self.read(rest)
            if base.english and not base.derived:
                frame = self.first_parts.get(part, "{}")
                english = tuple(frame.replace("{}", e) for e in base.english)
                lemma = part + base.lemma if not form.startswith(lemma[:3]) else lemma
                return Reading(form, part + base.lemma, base.grammar, english, base.sense, derived=True)
        for make in (_feminine, _resident, _quality, _verbal_noun):
            if (found := make(self, lemma)) is not None:
                english, sense = found
                if g.number == "plur":
                    english = tuple(plural(e) for e in english)
                return Reading(form, lemma, g, english, sense, derived=True)
        return None


@functools.lru_cache(maxsize=8)
def _opened(own: tuple[Stamp, ...]) -> Russian:
    return Russian(tuple(stamp.path for stamp in own))


def _feminine(pack: Russian, lemma: str) -> tuple[tuple[str, ...], str] | None:
    """учительница from учитель, чиновница from чиновник: the same English word."""
    for tail, heads in (
        ("ница", ("ник", "")),
        ("истка", ("ист",)),
        ("щица", ("щик",)),
        ("чица", ("чик",)),
        ("анка", ("анец",)),
    ):
        if lemma.endswith(tail):
            for head in heads:
                e = pack.lexicon.get(lemma[: -len(tail)] + head, "NOUN")
                if e is not None and e.sense == "person":
                    return e.english, "person"
    return None


def _resident(pack: Russian, lemma: str) -> tuple[tuple[str, ...], str] | None:
    """ростовчанин, калужанин, барнаулец: a resident of the town whose adjective the lexicon knows."""
    for tail in ("чанин", "жанин", "анин", "янин", "чанка", "анка", "ец", "ич", "як"):
        if lemma.endswith(tail) and len(lemma) - len(tail) >= 3:
            stem = lemma[: -len(tail)]
            for adjective in (
                stem + "ский",
                stem + "овский",
                stem[:-1] + "жский",
                stem[:-1] + "гский",
                stem[:-1] + "дский",
                stem + "кий",
            ):
                e = pack.lexicon.get(adjective, "ADJF")
                if e is not None and e.english[0][:1].isupper():
                    place = e.english[0]
                    return (f"{place} resident", f"resident of {place}"), "person"
    return None


def _verbal_noun(pack: Russian, lemma: str) -> tuple[tuple[str, ...], str] | None:
    """завладение from завладеть: the English gerund."""
    from mtfix.source.russian.render import gerund

    if lemma.endswith("ние") and len(lemma) > 6:
        for verb in (
            lemma[:-3] + "ть",
            lemma[:-4] + "ить",
            lemma[:-4] + "еть",
            lemma[:-4] + "ать",
            lemma[:-4] + "нуть",
        ):
            e = pack.lexicon.get(verb, "VERB")
            if e is not None and e.pos == "VERB":
                return tuple(gerund(x) for x in e.english), "event"
    return None


def _quality(pack: Russian, lemma: str) -> tuple[tuple[str, ...], str] | None:
    """-ость from the adjective: the English adjective with -ness where it takes it."""
    if lemma.endswith("ость") and (e := pack.lexicon.get(lemma[:-4] + "ый", "ADJF")) is not None:
        word = e.english[0]
        if " " not in word:
            return ((word[:-1] + "iness") if word.endswith("y") else word + "ness",), "abstract"
    return None


def _weights() -> Weights:
    """Weights of damage and prior, fitted by `python -m mtfix.source.russian.fit_damage`."""
    made = json.loads(DAMAGE.read_text("utf-8"))
    return Weights(damage=made["damage"], prior=made["prior"], per_lost=made["per_lost"])
