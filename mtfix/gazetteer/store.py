"""The gazetteer: entries, their right spellings, and the index of their Russian forms' keys; all of it mapped."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import marisa_trie
import numpy as np

from mtfix.cache import compiled, key_of
from mtfix.errors import DataError
from mtfix.gazetteer.build import build
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.forms import part_forms
from mtfix.source.russian.fold import keys_of_latin, skeleton
from mtfix.tables import DATA, cells, read_table

if TYPE_CHECKING:
    from mtfix.gazetteer.literal import Literals

__all__ = ["Gazetteer", "Hit", "PartHit", "fold_name", "load"]

COLUMNS = ("id", "type", "en", "ru")
TYPES = frozenset("person place body group outlet weapon craft vessel event product".split())
#: No right spelling is longer; bounds what the trie is asked for at each word.
_LONGEST = 80
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A right spelling met in a text, letter case and marks apart."""

    start: int
    end: int
    entry: Entry
    name: str


@dataclass(frozen=True, slots=True)
class PartHit:
    """An entry one of whose Russian forms has the key that was asked for."""

    entry: Entry
    part: int
    form: str


class Gazetteer:
    """Names with their spellings and generated forms. Entries are read from the mapped file when first asked for.

    >>> g = Gazetteer.open()
    >>> any(h.entry.en == "Mevlut Cavusoglu" for h in g.by_form("Chavushoglu"))
    True
    """

    def __init__(self, folder: Path, files: tuple[Path, ...]) -> None:
        self.files = files
        self._read: dict[int, Entry] = {}
        self._blob = np.memmap(folder / "entries.json", np.uint8, "r")
        self._at = np.load(folder / "offsets.npy", mmap_mode="r")
        self._owners = np.load(folder / "owners.npy", mmap_mode="r")
        self._names = marisa_trie.Trie()
        self._names.mmap(str(folder / "names.marisa"))
        self._heads = marisa_trie.Trie()
        self._heads.mmap(str(folder / "heads.marisa"))
        self._keys = _records("<IBB", folder / "keys.marisa")
        self._bones = _records("<IBB", folder / "bones.marisa")
        self._tokens = marisa_trie.Trie()
        self._tokens.mmap(str(folder / "tokens.marisa"))
        self._surnames = _records("<I", folder / "surnames.marisa")
        self._sounds = _records("<I", folder / "sounds.marisa")
        self._russian = _records("<I", folder / "russian.marisa")
        self._given = _records("<B", folder / "given.marisa")
        self._acronyms = marisa_trie.Trie()
        self._acronyms.mmap(str(folder / "acronyms.marisa"))

    @classmethod
    @functools.cache
    def open(cls, own: tuple[Path, ...] = ()) -> Gazetteer:
        """The shipped tables with further files added; an entry with the same id replaces a shipped one."""
        files = (*sorted((DATA / "gazetteer").glob("*.tsv")), *own)
        here = Path(__file__).parent
        code = [here / n for n in ("forms.py", "store.py", "build.py", "fold.py", "entry.py")]
        key = key_of((*files, *code, here.parent / "source/russian/fold.py"))
        folder = compiled("gazetteer", key, lambda f: build(tuple(load(files).values()), f), "preparing the gazetteer")
        return cls(folder, files)

    def __len__(self) -> int:
        return len(self._at) - 1

    def entry(self, n: int) -> Entry:
        """The entry of a number."""
        e = self._read.get(n)
        if e is None:
            row: list[Any] = json.loads(self._blob[self._at[n] : self._at[n + 1]].tobytes())
            cells_of: list[Any] = [tuple(c) if isinstance(c, list) else c for c in row]
            e = self._read[n] = Entry(*cells_of)
        return e

    @property
    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the files."""
        return (self.entry(n) for n in range(len(self)))

    def matches(self, text: str) -> Iterator[Hit]:
        """Right spellings in a text, leftmost and longest, at word boundaries, whatever their letter case and marks."""
        folded = fold_name(text)
        end, size, heads = 0, len(folded), self._heads
        for m in _WORD.finditer(folded):
            at = m.start()
            if at < end or m.group() not in heads:
                continue
            for name in reversed(self._names.prefixes(folded[at : at + _LONGEST])):
                stop = at + len(name)
                if stop == size or not folded[stop].isalnum():
                    n, k = self._owners[self._names[name]]
                    e = self.entry(int(n))
                    yield Hit(at, stop, e, e.names[int(k)])
                    end = stop
                    break

    def has_token(self, folded: str) -> bool:
        """Whether a folded word is a part of any right spelling."""
        return folded in self._tokens

    def by_surname(self, folded: str) -> tuple[Entry, ...]:
        """People with this folded surname in some right spelling."""
        return tuple(self.entry(n) for (n,) in self._surnames.get(folded, ()))

    def by_sound(self, key: str) -> tuple[Entry, ...]:
        """People whose Russian surname has this phonetic key in the nominative."""
        return tuple(self.entry(n) for (n,) in self._sounds.get(key, ()))

    def near_sounds(self, keys: tuple[str, ...], most: int) -> list[tuple[int, Entry]]:
        """People whose Russian surname has a key at most so many letters away from one of these, with the distance."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        best: dict[str, int] = {}
        for key in keys:
            rows = process.extract(
                key, self._all_sounds, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=20
            )
            for sound, d, _ in rows:
                best[sound] = min(best.get(sound, 99), int(d))
        return [(d, e) for sound, d in sorted(best.items()) for e in self.by_sound(sound)]

    @cached_property
    def _all_sounds(self) -> list[str]:
        return sorted(set(self._sounds.keys()))

    def given(self, folded: str) -> str | None:
        """``m``, ``f`` or ``mf`` for a folded given name that some entry has, None for any other word."""
        rows = self._given.get(folded)
        return None if not rows else ("m" if rows[0][0] & 1 else "") + ("f" if rows[0][0] & 2 else "")

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Every right English acronym."""
        return frozenset(self._acronyms)

    @cached_property
    def heads(self) -> dict[str, frozenset[str]]:
        """Entry types to the nouns beside which such a name stands in quotation marks."""
        rows = read_table(DATA / "english/name_heads.tsv", ("type", "heads"))
        return {r["type"]: frozenset(h.lower() for h in cells(r["heads"])) for r in rows}

    @cached_property
    def literals(self) -> Literals:
        """What the Russian names would mean if they were translated word by word."""
        from mtfix.gazetteer.literal import Literals

        return Literals.open(self)

    def by_russian(self, word: str) -> tuple[Entry, ...]:
        """Entries whose Russian name (a person's surname, a one-word name) is this word, in the nominative."""
        return tuple(self.entry(n) for (n,) in self._russian.get(word.lower().replace("ё", "е"), ()))

    def by_form(self, word: str) -> list[PartHit]:
        """Entries with a form whose phonetic key is one of the word's."""
        out: dict[tuple[int, int], PartHit] = {}
        for k in keys_of_latin(word):
            for n, part, case in self._keys.get(k, ()):
                out.setdefault((n, part), self._hit(n, part, case))
        return list(out.values())

    def by_skeleton(self, word: str) -> list[PartHit]:
        """Entries with a form that has the word's consonants, whatever the vowels."""
        out: dict[tuple[int, int], PartHit] = {}
        for k in keys_of_latin(word)[:6]:
            for n, part, case in self._bones.get(skeleton(k), ()):
                out.setdefault((n, part), self._hit(n, part, case))
        return list(out.values())

    def by_bones(self, bones: str) -> Iterator[tuple[Entry, int]]:
        """Entries and parts with a form of these consonants, whatever the vowels."""
        for n, part in sorted({(n, part) for n, part, _ in self._bones.get(bones, ())}):
            yield self.entry(n), part

    def _hit(self, n: int, part: int, case: int) -> PartHit:
        e = self.entry(n)
        forms = part_forms(e, part)
        return PartHit(e, part, forms[case] if case < len(forms) else e.ru_parts[part])


def _records(form: str, path: Path) -> marisa_trie.RecordTrie:
    trie = marisa_trie.RecordTrie(form)
    trie.mmap(str(path))
    return trie


def countries() -> list[Entry]:
    """Countries with their names in both languages, from the CLDR as packaged by Babel.

    >>> [e.ru for e in countries() if e.country == "NZ"]
    ['Новая Зеландия']
    """
    from babel import Locale

    english, russian = Locale("en").territories, Locale("ru").territories
    out = []
    for code, name in sorted(english.items()):
        plain = name.split(" (")[0].replace("&", "and")
        if (
            len(code) == 2
            and code.isalpha()
            and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB", "QO")
            and code in russian
        ):
            out.append(
                Entry(f"place:country-{code.lower()}", "place", plain, russian[code], country=code, source="CLDR")
            )
    return out


def load(files: tuple[Path, ...]) -> dict[str, Entry]:
    """Entries by id from tables.

    Raises:
        DataError: for a row without a name or of an unknown type.
    """
    out: dict[str, Entry] = {e.id: e for e in countries()}
    for path in files:
        for r in read_table(path, COLUMNS):
            if r["type"] not in TYPES or not r["en"] or not r["id"]:
                kinds = ", ".join(sorted(TYPES))
                raise DataError(f"{path}: entry {r['id'] or r['en']!r} needs an id, a name and a type of {kinds}")
            out[r["id"]] = Entry(
                r["id"],
                r["type"],
                r["en"],
                r["ru"],
                r.get("gender", ""),
                cells(r.get("aliases", "")),
                cells(r.get("roles", "")),
                r.get("country", ""),
                cells(r.get("acr_ru", "")),
                cells(r.get("acr_en", "")),
                r.get("source", ""),
            )
    return _with_given_names(out)


def _with_given_names(entries: dict[str, Entry]) -> dict[str, Entry]:
    """Every usual spelling of a given name is right for everyone of that country who bears it: Sergei, Sergey."""
    spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for e in entries.values():
        if e.type == "person" and e.country in _CYRILLIC and " " in e.en and " " in e.ru:
            for name in e.names:
                spellings[e.country, e.ru.split(" ")[0]].add(name.split(" ")[0])
    out = dict(entries)
    for key, e in entries.items():
        if e.type == "person" and e.country in _CYRILLIC and " " in e.en and " " in e.ru:
            rest = e.en.partition(" ")[2]
            more = sorted(g + " " + rest for g in spellings[e.country, e.ru.split(" ")[0]])
            known = {e.en, *e.aliases}
            out[key] = dataclasses.replace(e, aliases=(*e.aliases, *(m for m in more if m not in known)))
    return out


#: Countries whose people's names are romanised, so that one given name has several right spellings.
_CYRILLIC = frozenset({"RU", "BY", "KZ", "KG", "TJ", "UZ"})
