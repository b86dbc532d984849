"""Names of a sentence: which are lost in a new translation, and which are added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mtfix.document import WORD
from mtfix.findings import Edit, make_edits
from mtfix.source.russian.fold import keys_of_latin
from mtfix.text.case import starts_sentence

#: From how many common first letters on a demonym and its land are taken for each other (Turkish, Turkey).
_ROOT = 4
#: How many readings of a spelling are compared by sound, the likeliest first.
_READINGS = 4
_STOPPED = re.compile(r"\b(?:[A-Za-z]\.){2,}")


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised word that is no ordinary one: where it stands, and its letters to compare by."""

    start: int
    end: int
    text: str
    key: str


def _never(*_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Names:
    """How names are told and compared; each question is a callable, so no table need be open to try it.

    Args:
        ordinary: whether a lower-case word is an ordinary English one, whose capital makes no name (Ministry).
        demonym: whether a lower-case word is an adjective or a people of a land (Russian), which may give way to it.
        held: whether a source sentence (second) holds a name (first).

    >>> names = Names(ordinary="ministry foreign the".split().__contains__)
    >>> [n.text for n in names.of("The Foreign Ministry told Lavrov’s aide.")]
    ['Lavrov’s']
    """

    ordinary: Callable[[str], bool] = _never
    demonym: Callable[[str], bool] = _never
    held: Callable[[str, str], bool] = _never

    def of(self, text: str) -> list[Name]:
        """The names of a sentence, word by word. The capital of a sentence's first word tells nothing: such a word is
        a name only if the words that are ordinary are known and it is not among them."""
        out: list[Name] = []
        previous, at = "", 0
        for m in WORD.finditer(text):
            word = m.group()
            first = starts_sentence(previous, text[at : m.start()])
            previous, at = word, m.end()
            key = fold(word)
            acronym = word.isupper() and not text.isupper()
            if not word[0].isupper() or len(key) < 2 or (self.ordinary(key) and not acronym):
                continue
            if not first or self.ordinary is not _never:
                out.append(Name(m.start(), m.end(), word, key))
        return out

    def lost(self, old: str, new: str, damaged: Iterable[tuple[int, int]] = ()) -> list[str]:
        """The names of the old sentence that the new one lacks.

        Args:
            old: the old sentence.
            new: the new one.
            damaged: where findings lie in the old one; what they cover is no right spelling and may go.

        >>> Names().lost("Then Larowe met John Kerry.", "Then Lavrov met Kerry.", [(5, 11)])
        ['John']
        """
        spots = list(damaged)
        there = words(new)
        return [
            n.text
            for n in self.of(old)
            if n.key not in there
            and not any(a < n.end and n.start < b for a, b in spots)
            and not self._akin(n.key, there)
        ]

    def respelt(self, old: str, new: str, damaged: Iterable[tuple[int, int]] = ()) -> str:
        """The new sentence with names spelt as in the old one, where only the romanisation differs.

        Both spellings are right, and the rest of the story has the old one.

        >>> Names().respelt("He met Alexey Dziuba.", "He saw Aleksei Dzyuba.")
        'He saw Alexey Dziuba.'
        """
        lost = self.lost(old, new, damaged)
        there = words(old)
        edits: list[Edit] = []
        for n in self.of(new):
            if n.key in there:
                continue
            sounds = set(keys_of_latin(n.key)[:_READINGS])
            same = [x for x in lost if sounds & set(keys_of_latin(fold(x))[:_READINGS])]
            if same:
                name = bare(n.text)
                edits.append(Edit(n.start, n.start + len(name), name, bare(same[0])))
        return make_edits(new, edits)

    def added(self, source: str, old: str, new: str) -> list[str]:
        """The names of the new sentence that neither the old one nor the source holds.

        >>> names = Names(held=lambda name, source: name == "Lavrov")
        >>> names.added("Лавров", "Then Larowe left.", "Then Lavrov left Kerry.")
        ['Kerry']
        """
        there = words(old)
        return [
            n.text
            for n in self.of(new)
            if n.key not in there and not self.held(bare(n.text), source) and not self._akin(n.key, there)
        ]

    def _akin(self, key: str, others: set[str]) -> bool:
        """Whether a land stands for its people or the other way round."""
        return len(key) > _ROOT and any(
            o[:_ROOT] == key[:_ROOT] and (self.demonym(key) or self.demonym(o)) for o in others
        )


def words(text: str) -> set[str]:
    """The words of a sentence, to compare names by; an acronym with stops counts without them, too.

    >>> sorted(words("The U.S. left"))
    ['left', 's', 'the', 'u', 'us']
    """
    return {fold(w) for w in WORD.findall(text)} | {m.replace(".", "").lower() for m in _STOPPED.findall(text)}


def bare(word: str) -> str:
    """A word without the possessive ending.

    >>> bare("Lavrov's"), bare("d’Ivoire")
    ('Lavrov', 'd’Ivoire')
    """
    return word[:-2] if word[-2:] in ("'s", "’s", "'S", "’S") else word


def fold(word: str) -> str:
    """A word without marks, possessive ending and letter case.

    >>> fold("Sinirlioğlu’s")
    'sinirlioglu'
    """
    plain = unicodedata.normalize("NFKD", bare(word).replace("ı", "i").replace("ł", "l").casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
