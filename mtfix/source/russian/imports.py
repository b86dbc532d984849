"""Entries of other dictionaries made rows of a lexicon: what fits is taken, what does not is counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from mtfix.source.formats import Pair
from mtfix.source.russian.lexicon import Lexicon
from mtfix.source.russian.own import POS_OF
from mtfix.source.russian.pack import Russian
from mtfix.source.russian.rows import Row, part_of_speech, wrong_lemma

#: Renderings kept of a lemma: more are no help to an editor.
_MOST = 6
#: More than the terms that a sense can have.
_PLACES = 100
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]\s*")
#: The stress mark that Russian dictionaries put on a vowel.
_STRESS = "\u0301"


@dataclass
class Import:
    """Rows made of dictionaries so far, and what could not be used."""

    russian: Russian
    frequency: Callable[[str], float] = lambda word: 0.0
    entries: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    _found: dict[tuple[str, str], dict[str, tuple[int, float, int]]] = field(default_factory=lambda: defaultdict(dict))
    _spelt: dict[tuple[str, str], str] = field(default_factory=dict)
    _domain: dict[tuple[str, str], str] = field(default_factory=dict)
    _sources: dict[tuple[str, str], dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _senses: dict[str, str] | None = None

    def add(self, pairs: Iterable[Pair], source: str) -> None:
        """Take the entries of one dictionary.

        Args:
            pairs: its entries.
            source: its name, kept with every row that it gave something to.
        """
        for pair in pairs:
            self.entries += 1
            if why := self._take(pair, source):
                self.left_out[why] += 1

    def rows(self) -> list[Row]:
        """The rows, by lemma."""
        out = []
        for key in sorted(self._found):
            ranked = sorted(self._found[key].items(), key=lambda item: item[1])
            english = tuple(word for word, _ in ranked)[:_MOST]
            sense = self._sense(key, english)
            source = ", ".join(self._sources[key])
            out.append(Row(self._spelt[key], key[1], english, sense, self._domain.get(key, ""), source))
        return out

    def summary(self) -> str:
        """What was left out, in a line; the empty string if nothing was.

        The reasons come most frequent first.
        """
        if not self.left_out:
            return ""
        left = sum(self.left_out.values())
        reasons = ", ".join(f"{n:,} {why}" for why, n in self.left_out.most_common())
        return f"{left:,} of {self.entries:,} entries left out: {reasons}"

    def _take(self, pair: Pair, source: str) -> str:
        """Why an entry is left out; the empty string if any of its terms is taken."""
        english = [e for x in pair.english if (e := _english(x))]
        if not pair.russian:
            return "without a Russian term"
        if not pair.english:
            return "without an English term"
        if not english:
            return "whose English is no term in Latin letters"
        used, why = False, ""
        for place, term in enumerate(pair.russian):
            lemma = _ASIDE.sub(" ", term.replace(_STRESS, "").replace("‐", "-")).strip()
            if wrong_lemma(lemma):
                why = _reason(lemma)
                continue
            pos = self._pos(lemma, part_of_speech(pair.pos))
            if not pos:
                why = "whose Russian term is no dictionary form of a noun, adjective, verb or adverb"
                continue
            key = lemma.replace("ё", "е"), pos
            self._spelt.setdefault(key, lemma)
            if "ё" in lemma:
                self._spelt[key] = lemma
            for n, word in enumerate(english):
                # A dictionary from English says how near its term is by the place of the sense; of equals the
                # more frequent English word comes first. Any other dictionary has its renderings in order.
                near = pair.rank * _PLACES + place
                rank = (near, -self.frequency(word), n) if pair.from_english else (0, 0.0, self.entries * _PLACES + n)
                self._found[key][word] = min(rank, self._found[key].get(word, rank))
            if pair.domain:
                self._domain.setdefault(key, pair.domain)
            self._sources[key][source] = None
            used = True
        return "" if used else why

    def _pos(self, lemma: str, said: str) -> str:
        """The part of speech of a lemma; the empty string where it is no lemma of any that a lexicon holds."""
        plain = lemma.replace("ё", "е")
        found = []
        for p in self.russian.morph.parse(lemma):
            pos = POS_OF.get(p.tag.POS, p.tag.POS)
            if p.normal_form.replace("ё", "е") == plain and pos in ("NOUN", "ADJF", "VERB", "ADVB", "PRED", "PRCL"):
                found.append(pos)
        if said and (said in found or not found):
            return said
        return found[0] if found else ""

    def _sense(self, key: tuple[str, str], english: tuple[str, ...]) -> str:
        """The class of sense: that of the shipped entry, or of shipped entries with the same English."""
        lexicon = Lexicon.open()
        entry = lexicon.get(*key)
        if entry is not None and entry.pos == key[1]:
            return entry.sense
        if key[1] in _SENSE_OF_POS:
            return _SENSE_OF_POS[key[1]]
        if self._senses is None:
            votes: dict[str, Counter[str]] = defaultdict(Counter)
            for e in lexicon:
                if e.pos == "NOUN":
                    votes[e.english[0].lower()][e.sense] += 1
            self._senses = {word: sense.most_common(1)[0][0] for word, sense in votes.items()}
        return next((s for word in english if (s := self._senses.get(word.lower()))), "")


_SENSE_OF_POS = {"VERB": "action", "ADVB": "manner", "PRCL": "particle", "ADJF": "relation"}


def _english(term: str) -> str:
    plain = " ".join(_ASIDE.sub(" ", term).replace("‐", "-").split())
    plain = plain.removeprefix("to ") if re.match(r"to [a-z]+", plain) else plain
    return "" if _CYRILLIC.search(plain) or not re.search(r"[A-Za-z].*[^-]$", plain) else plain.replace(";", ",")


def _reason(lemma: str) -> str:
    if re.search(r"\s", lemma):
        return "whose Russian term is several words"
    if not _CYRILLIC.search(lemma):
        return "whose Russian term is not in Cyrillic"
    return "whose Russian term is a name or no plain word"
