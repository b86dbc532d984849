"""English words that came back: a loan that Russian spells by ear, spelt by ear again (haiking, bakon, covboys).

Two ways lead back. The channel was run over the English vocabulary once (`loans_train`), so the Cyrillic spellings of
every word that could be borrowed are known; and an unknown word is compared with the English words of the same
consonants, both as a Russian ear hears them. The second finds words with letters lost or doubled as well.
"""

from __future__ import annotations

import functools
import lzma
import re
from dataclasses import dataclass
from pathlib import Path

import marisa_trie
from rapidfuzz.distance import Levenshtein

from mtfix.cache import compiled, key_of
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.loans_train import LOANS
from mtfix.text.english import English
from mtfix.text.wordlist import WORDS

#: English and romanised spellings to sounds as Russian keeps them; longest first. S is sh, C ch, Z zh and English j.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("shch", "S"), ("tch", "C"), ("sch", "S"), ("dzh", "Z"), ("dge", "Z"), ("ck", "k"), ("ch", "C"), ("sh", "S"),
    ("zh", "Z"), ("kh", "h"), ("th", "t"), ("ph", "f"), ("gh", "g"), ("wh", "v"), ("rh", "r"), ("tz", "ts"),
    ("cce", "kse"), ("cci", "ksi"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("x", "ks"), ("qu", "kv"), ("q", "k"),
    ("c", "k"), ("w", "v"), ("j", "Z"), ("y", "i"), ("z", "s"),
)  # fmt: skip
_GROUP = re.compile("|".join(a for a, _ in sorted(_SOUNDS, key=lambda p: -len(p[0]))) + "|[a-z]")
_TO = dict(_SOUNDS)
_REPEAT = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiou")
#: How frequent an English word must be to be compared by sound.
_LEAST = 2.0
#: English endings that may follow a borrowed stem.
_ENDINGS = ("s", "es", "a", "i", "u", "y", "o", "ov", "ed", "ing")


def sounds(word: str) -> str:
    """A lower-case word as a Russian ear would have it.

    >>> sounds("bacon"), sounds("bakon"), sounds("cowboys"), sounds("covboys"), sounds("acceleration")
    ('bakon', 'bakon', 'kovbois', 'kovbois', 'akseleration')
    """
    return _REPEAT.sub(r"\1", "".join(_TO.get(g, g) for g in _GROUP.findall(word)))


@dataclass(frozen=True, slots=True)
class Kin:
    """An English word that a string may be.

    ``likeness`` says how alike the two sound (1: the same); ``loan`` is its Cyrillic spelling where the string is a
    romanisation of it, else empty; ``ending`` what follows the borrowed stem.
    """

    word: str
    likeness: float
    loan: str = ""
    ending: str = ""


def _build(folder: Path) -> None:
    english = English.open()
    bones = []
    for w in english.words():
        if len(w) >= 4 and w.isascii() and w.isalpha() and english.zipf(w) >= _LEAST and english.listed(w):
            bones.append((sounds(w).translate(_VOWELS), w.encode()))
    marisa_trie.BytesTrie(bones).save(str(folder / "bones.marisa"))
    loans, spelt = [], []
    for line in lzma.decompress(LOANS.read_bytes()).decode().split("\n"):
        word, _, spellings = line.partition("\t")
        for rank, c in enumerate(spellings.split()):
            loans.append((key_of_cyrillic(c), f"{rank}\t{word}\t{c}".encode()))
            if rank == 0:
                spelt.append((word, c.encode()))
    marisa_trie.BytesTrie(loans).save(str(folder / "loans.marisa"))
    marisa_trie.BytesTrie(spelt).save(str(folder / "spelt.marisa"))


class Returned:
    """English words by how Russian spells and hears them; mapped.

    >>> returned = Returned.open()
    >>> [k.word for k in returned.kin("fidbek")], returned.kin("nagleyuschih")
    (['feedback'], ())
    """

    def __init__(self, folder: Path, english: English) -> None:
        self._bones, self._loans, self._spelt = (marisa_trie.BytesTrie() for _ in range(3))
        self._bones.mmap(str(folder / "bones.marisa"))
        self._loans.mmap(str(folder / "loans.marisa"))
        self._spelt.mmap(str(folder / "spelt.marisa"))
        self._english = english

    @classmethod
    @functools.cache
    def open(cls) -> Returned:
        """The index, compiled from the English vocabulary on the first call ever."""
        key = key_of(
            (Path(__file__), Path(__file__).with_name("fold.py"), WORDS, LOANS), ("wordfreq", "lemminflect")
        )
        return cls(compiled("returned", key, _build, "preparing English words by sound"), English.open())

    def kin(self, word: str, least: float = 0.75) -> tuple[Kin, ...]:
        """English words that a lower-case string may be, the likest first, at most three.

        Args:
            word: a string that is no English word itself.
            least: how alike two words must sound at least, where the spelling is no romanisation of a loan.
        """
        found: dict[str, tuple[float, Kin]] = {}

        def add(kin: Kin, behind: float) -> None:
            score = kin.likeness + (0.3 if kin.loan else 0.0) - behind + 0.02 * self._english.zipf(kin.word)
            if kin.word != word and (kin.word not in found or score > found[kin.word][0]):
                found[kin.word] = (score, kin)

        for ending in ("", *_ENDINGS):
            if not word.endswith(ending) or len(word) - len(ending) < 4:
                continue
            stem = word[: len(word) - len(ending)]
            for k in keys_of_latin(stem)[:4]:
                for raw in self._loans.get(k, ()):
                    rank, other, loan = raw.decode().split("\t")
                    like = Levenshtein.normalized_similarity(sounds(stem), sounds(other))
                    if like >= 0.4:
                        add(Kin(other, like, loan, ending), 0.1 * int(rank) + (0.1 if ending else 0.0))
        heard = sounds(word)
        bones = heard.translate(_VOWELS)
        for raw in self._bones.get(bones, ()) if len(bones) > 1 else ():
            other = raw.decode()
            like = max(
                Levenshtein.normalized_similarity(heard, sounds(other)), Levenshtein.normalized_similarity(word, other)
            )
            if like >= least and (other[0] in "aeiou") == (word[0] in "aeiou"):
                add(Kin(other, like), 0.0)
        ranked = sorted(found.values(), key=lambda row: (-row[0], row[1].word))
        return tuple(kin for _, kin in ranked[:3])

    def spelling(self, word: str) -> str:
        """How Russian would most likely spell an English word; empty where that is not known."""
        found = self._spelt.get(word)
        return found[0].decode() if found else ""
