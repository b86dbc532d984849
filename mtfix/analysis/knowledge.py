"""Everything that detectors know, opened once and frozen: English, the source language, names, terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mtfix.analysis.terms import Acronym, Acronyms, Confusion, Terms, load_confusions
from mtfix.analysis.zones import Furniture
from mtfix.config import Config
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.store import Gazetteer
from mtfix.source.russian.pack import Russian
from mtfix.tables import DATA, cells, read_table
from mtfix.text.english import English, Pos

if TYPE_CHECKING:
    from mtfix.analysis.alignment import Aligner
    from mtfix.analysis.bilingual.polarity import Polarity
    from mtfix.analysis.bilingual.quantities import Numerals
    from mtfix.analysis.bilingual.witness import Witness
    from mtfix.analysis.garbles import BodyWords
    from mtfix.analysis.own_terms import OwnTerms
    from mtfix.analysis.readings import TypeReader

#: Parts of speech that не may deny with the whole sentence.
_PREDICATES = frozenset(("VERB", "INFN", "PRTF", "PRTS", "ADJF", "ADJS"))


@dataclass(frozen=True)
class Bodies:
    """Words that official names and titles are made of (``data/english/bodies.tsv``)."""

    heads: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]
    modifiers: dict[str, frozenset[str]]
    common: frozenset[str] = frozenset()

    @classmethod
    def load(cls) -> Bodies:
        """From the table."""
        kinds: dict[str, set[str]] = {"head": set(), "title": set(), "rank": set(), "common": set()}
        modifiers: dict[str, frozenset[str]] = {}
        for row in read_table(DATA / "english/bodies.tsv", ("word", "kind", "heads")):
            word = row["word"].lower()
            if row["kind"] == "modifier":
                modifiers[word] = modifiers.get(word, frozenset()) | {h.lower() for h in cells(row["heads"])}
            else:
                kinds.setdefault(row["kind"], set()).add(word)
        return cls(
            frozenset(kinds["head"]),
            frozenset(kinds["title"]),
            frozenset(kinds["rank"]),
            modifiers,
            frozenset(kinds["common"]),
        )


@dataclass(frozen=True)
class Knowledge:
    """What detectors know. Tables are read when a detector first asks for them."""

    config: Config
    english: English
    source: Russian
    gazetteer: Gazetteer

    @classmethod
    def open(cls, config: Config) -> Knowledge:
        """Open what a configuration names."""
        russian = Russian.open(tuple(config.lexicon))
        if config.lexicon:
            _ = russian.lexicon  # a bad row is said now, and not when the first unknown word turns up
        return cls(config, English.open(), russian, Gazetteer.open(tuple(config.gazetteer)))

    @cached_property
    def furniture(self) -> Furniture:
        """Phrases of web pages."""
        return Furniture.load()

    @cached_property
    def bodies(self) -> Bodies:
        """Words of bodies and titles."""
        return Bodies.load()

    @cached_property
    def proper_adjectives(self) -> frozenset[str]:
        """English words that are rightly capitalised on their own."""
        rows = read_table(DATA / "english/proper_adjectives.tsv", ("word",))
        return frozenset(r["word"].lower() for r in rows)

    @cached_property
    def terms(self) -> Terms:
        """Calques with their terms."""
        return Terms.load(self.own_terms.calques)

    @cached_property
    def own_terms(self) -> OwnTerms:
        """A desk's own terms."""
        from mtfix.analysis.own_terms import OwnTerms

        return OwnTerms.load(self.config.terms, self.source)

    @cached_property
    def confusions(self) -> dict[str, Confusion]:
        """Real-word confusions by the wrong word."""
        return {c.wrong: c for c in load_confusions()}

    @cached_property
    def acronyms(self) -> Acronyms:
        """Russian acronyms, romanised and wrongly rendered."""
        return Acronyms.load()

    @cached_property
    def seen_acronyms(self) -> dict[str, tuple[tuple[Acronym, str], ...]]:
        """Letters as MT brings them to the Russian acronyms they may stand for, each with the way it came about."""
        from mtfix.analysis.abbreviations import seen

        rows = self.acronyms.rows
        found = seen(rows, lambda word: self.source.read(word).english)
        return {letters: tuple((rows[x.row], x.way) for x in them) for letters, them in found.items()}

    @cached_property
    def acronym_letters(self) -> dict[str, Acronym]:
        """Romanised acronyms of the table by their letters in capitals."""
        return {a.romanised.upper(): a for a in reversed(self.acronyms.romanised.values())}

    @cached_property
    def body_acronyms(self) -> dict[str, Entry]:
        """Russian acronyms of bodies in Latin capitals, where English has other letters: OPEK, OPEC."""
        out: dict[str, Entry] = {}
        for e in self.gazetteer.with_acronyms():
            for ru in e.acr_ru:
                letters = self.romanised_acronym(ru)
                if ru.isupper() and letters.isalpha() and letters not in self.gazetteer.acronyms:
                    out.setdefault(letters, e)
        return out

    def is_acronym(self, letters: str) -> bool:
        """Whether capitals are an acronym that some table knows."""
        return letters in self.acronyms.known or letters in self.gazetteer.acronyms

    def romanised_acronym(self, russian: str) -> str:
        """A Russian acronym in Latin capitals.

        >>> Knowledge.open(Config()).romanised_acronym("СКР")
        'SKR'
        """
        from mtfix.source.romanise import romanise

        return romanise(russian.lower(), "bgn_pcgn").upper()

    @cached_property
    def designators(self) -> dict[str, str]:
        """Letters of type designators in lower case to their right capitals: su to Su, mig to MiG."""
        out: dict[str, str] = {}
        for e in self.gazetteer.of_types("weapon", "craft"):
            for name in e.names:
                letters, dash, number = name.partition("-")
                if (
                    dash
                    and letters.isalpha()
                    and 1 < len(letters) < 5
                    and number[:1].isdigit()
                    and not letters.isupper()
                ):
                    out[letters.lower()] = letters
        return out

    @cached_property
    def body_words(self) -> BodyWords:
        """Russian words for bodies."""
        from mtfix.analysis.garbles import BodyWords

        return BodyWords(self.source)

    @cached_property
    def loanwords(self) -> frozenset[str]:
        """Russian words that English has taken over, with their plurals (``data/english/loanwords.tsv``)."""
        rows = read_table(DATA / "english/loanwords.tsv", ("word",))
        return frozenset(w for r in rows for w in (r["word"], r["word"] + "s"))

    @cached_property
    def aligner(self) -> Aligner:
        """What parts of known names a word may be."""
        from mtfix.analysis.alignment import Aligner

        return Aligner(self)

    @cached_property
    def reader(self) -> TypeReader:
        """Verdicts on unknown word types."""
        from mtfix.analysis.readings import TypeReader

        return TypeReader(self)

    @cached_property
    def source_numerals(self) -> Numerals:
        """The source language's number words."""
        from mtfix.analysis.bilingual.quantities import Numerals

        return Numerals.russian(self.source.lemmas)

    @cached_property
    def witness(self) -> Witness:
        """What tells names of both sides of a translation."""
        from mtfix.analysis.bilingual.witness import Witness

        return Witness(self)

    @cached_property
    def polarity(self) -> Polarity:
        """What tells negation on both sides of a translation."""
        from mtfix.analysis.bilingual.polarity import Polarity

        read = self.source.read
        return Polarity(
            renders=lambda form: (*read(form).english, *read(read(form).lemma).english),
            verb=lambda form: read(form).grammar.pos in _PREDICATES,
            opposite=self._opposite,
        )

    def _opposite(self, word: str, rest: str) -> bool:
        kinds = Pos.ADJ | Pos.VERB if word.startswith(("un", "dis")) else Pos.ADJ
        return bool(self.english.pos(word) & self.english.pos(rest) & kinds) and self.english.zipf(rest) > 2.5

    @cached_property
    def reporting(self) -> dict[str, str]:
        """Forms of verbs of saying, each with its kind."""
        out: dict[str, str] = {}
        for r in read_table(DATA / "english/reporting.tsv", ("lemma", "past", "kind")):
            lemma = r["lemma"]
            for form in (lemma, r["past"], lemma + "s", lemma.rstrip("e") + "ing"):
                out[form] = r["kind"]
        return out

    @cached_property
    def nouns_of_people(self) -> frozenset[str]:
        """English words for people: one-word renderings of the lexicon's nouns of persons."""
        return self._nouns(frozenset({"person"}))

    @cached_property
    def nouns_of_things(self) -> frozenset[str]:
        """English words for texts, objects and bodies, and never for people, by the lexicon."""
        return self._nouns(frozenset({"text", "object", "body", "event"})) - self.nouns_of_people

    @cached_property
    def nouns_of_bodies(self) -> frozenset[str]:
        """English words for bodies, and never for people, by the lexicon."""
        return (self._nouns(frozenset({"body"})) | self.bodies.heads) - self.nouns_of_people

    def _nouns(self, senses: frozenset[str]) -> frozenset[str]:
        lexicon = self.source.lexicon
        found = (lexicon.get(lemma, "NOUN") for sense in sorted(senses) for lemma in lexicon.of_sense(sense))
        return frozenset(w.lower() for e in found if e is not None for w in e.english if w.isalpha())
