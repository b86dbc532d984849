"""The gazetteer: entries, the automaton of their right spellings, and the index of their Russian forms' keys."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ahocorasick_rs
import marisa_trie

from mtfix.cache import compiled, key_of
from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry, parts
from mtfix.gazetteer.forms import decline, decline_word
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.tables import DATA, cells, read_table

COLUMNS = ("id", "type", "en", "ru")
TYPES = frozenset("person place body group outlet weapon craft vessel event product".split())

#: Letters with marks to the plain letter, one for one, so that offsets hold.
_FOLD = {}
for _c in range(0xC0, 0x250):
    import unicodedata as _u

    _base = _u.normalize("NFD", chr(_c))[0]
    _FOLD[_c] = _base.lower() if len(_base.lower()) == 1 else _base
_FOLD.update({ord("ı"): "i", ord("ł"): "l", ord("Ł"): "l", ord("ø"): "o", ord("Ø"): "o", ord("’"): "'", ord("\u00a0"): " "})
_FOLD.update({c: chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})


def fold_name(text: str) -> str:
    """Lower case and without marks, of the same length as the text.

    >>> fold_name("Feridun Sinirlioğlu")
    'feridun sinirlioglu'
    """
    return text.translate(_FOLD)


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
    """Names with their spellings and generated forms.

    >>> g = Gazetteer.open()
    >>> any(h.entry.en == "Mevlut Cavusoglu" for h in g.by_form("Chavushoglu"))
    True
    """

    def __init__(self, entries: tuple[Entry, ...], folder: Path | None) -> None:
        self.entries = entries
        self._keys = marisa_trie.RecordTrie("<IBB")
        self._bones = marisa_trie.RecordTrie("<IBB")
        if folder is not None:
            self._keys.mmap(str(folder / "keys.marisa"))
            self._bones.mmap(str(folder / "bones.marisa"))

    @classmethod
    @functools.cache
    def open(cls, own: tuple[Path, ...] = ()) -> Gazetteer:
        """The shipped tables with further files added; an entry with the same id replaces a shipped one."""
        files = (*sorted((DATA / "gazetteer").glob("*.tsv")), *own)
        entries = tuple(load(files).values())
        here = Path(__file__).parent
        key = key_of((*files, here / "forms.py", here / "store.py", here.parent / "source/russian/fold.py"))
        folder = compiled("gazetteer", key, lambda f: _build(entries, f), "preparing the gazetteer")
        return cls(entries, folder)

    @cached_property
    def _automaton(self) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[Entry, str]]]:
        patterns: dict[str, tuple[Entry, str]] = {}
        for e in self.entries:
            for name in e.names:
                if len(name) > 2:
                    patterns.setdefault(fold_name(name), (e, name))
        return (
            ahocorasick_rs.AhoCorasick(list(patterns), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
            list(patterns.values()),
        )

    def matches(self, text: str) -> Iterator[Hit]:
        """Right spellings in a text, leftmost and longest, at word boundaries; letter case and marks are not looked at."""
        automaton, owners = self._automaton
        folded = fold_name(text)
        for n, start, end in automaton.find_matches_as_indexes(folded):
            if (start == 0 or not folded[start - 1].isalnum()) and (end == len(folded) or not folded[end].isalnum()):
                yield Hit(start, end, *owners[n])

    @cached_property
    def tokens(self) -> dict[str, tuple[Entry, ...]]:
        """Folded parts of right spellings to the entries that have them."""
        out: dict[str, dict[str, Entry]] = defaultdict(dict)
        for e in self.entries:
            for name in e.names:
                for p in parts(name):
                    out[fold_name(p)][e.id] = e
        return {k: tuple(v.values()) for k, v in out.items()}

    @cached_property
    def surnames(self) -> dict[str, tuple[Entry, ...]]:
        """Folded surnames (in every right spelling) to people."""
        out: dict[str, dict[str, Entry]] = defaultdict(dict)
        for e in self.entries:
            if e.type == "person":
                for name in e.names:
                    out[fold_name(name.split(" ")[-1].split("-")[-1])][e.id] = e
        return {k: tuple(v.values()) for k, v in out.items()}

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Every right English acronym."""
        return frozenset(a for e in self.entries for a in e.acr_en)

    @cached_property
    def _russian(self) -> dict[str, tuple[Entry, ...]]:
        out: dict[str, list[Entry]] = defaultdict(list)
        for e in self.entries:
            if e.type == "person" and e.ru_parts:
                out[e.ru_parts[-1]].append(e)
            elif len(e.ru_parts) == 1:
                out[e.ru_parts[0]].append(e)
        return {k: tuple(v) for k, v in out.items()}

    def by_russian(self, word: str) -> tuple[Entry, ...]:
        """Entries whose Russian name (a person's surname, a one-word name) is this word, in the nominative."""
        return self._russian.get(word.lower().replace("ё", "е"), ())

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

    def _hit(self, n: int, part: int, case: int) -> PartHit:
        e = self.entries[n]
        forms = part_forms(e, part)
        return PartHit(e, part, forms[case] if case < len(forms) else e.ru_parts[part])


def load(files: tuple[Path, ...]) -> dict[str, Entry]:
    """Entries by id from tables.

    Raises:
        DataError: for a row without a name or of an unknown type.
    """
    out: dict[str, Entry] = {}
    for path in files:
        for r in read_table(path, COLUMNS):
            if r["type"] not in TYPES or not r["en"] or not r["id"]:
                raise DataError(f"{path}: entry {r['id'] or r['en']!r} needs an id, a name and a type of {', '.join(sorted(TYPES))}")
            out[r["id"]] = Entry(
                r["id"], r["type"], r["en"], r["ru"], r.get("gender", ""), cells(r.get("aliases", "")),
                cells(r.get("roles", "")), r.get("country", ""), cells(r.get("acr_ru", "")), cells(r.get("acr_en", "")),
                r.get("source", ""),
            )  # fmt: skip
    return out


@functools.lru_cache(maxsize=20_000)
def part_forms(entry: Entry, part: int) -> tuple[str, ...]:
    """The forms of one part of an entry's Russian name."""
    word = entry.ru_parts[part]
    if entry.type == "person":
        return decline(word, entry.gender or "m")
    from mtfix.source.russian.pack import Russian

    return decline_word(word, Russian.open().morph)


def _build(entries: tuple[Entry, ...], folder: Path) -> None:
    keys = []
    for n, e in enumerate(entries):
        if e.type == "body":
            continue  # bodies come out translated, not romanised; their clipped forms are the acronyms' business
        for part in range(min(len(e.ru_parts), 6)):
            for case, form in enumerate(part_forms(e, part)[:250]):
                if len(form) > 1 and case < 255:
                    keys.append((key_of_cyrillic(form), (n, part, case)))
    marisa_trie.RecordTrie("<IBB", keys).save(str(folder / "keys.marisa"))
    marisa_trie.RecordTrie("<IBB", ((skeleton(k), v) for k, v in keys)).save(str(folder / "bones.marisa"))
