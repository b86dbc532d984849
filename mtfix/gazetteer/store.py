"""The gazetteer: right spellings and generated Russian forms of names, from the shipped tables and a desk's own."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mtfix.cache import compiled, key_of
from mtfix.errors import ConfigError
from mtfix.gazetteer.build import build
from mtfix.gazetteer.digest import Spellings, countries, given_spellings, usual_spellings, with_given_names
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.layer import Layer
from mtfix.gazetteer.rows import read_entries
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.tables import DATA, cells, read_table

if TYPE_CHECKING:
    from mtfix.gazetteer.literal import Literals

__all__ = ["Gazetteer", "Hit", "PartHit", "countries", "fold_name", "load", "shipped"]

#: No right spelling is longer; bounds what the trie is asked for at each word.
_LONGEST = 80
#: Namesakes that are looked at, in the order of the table: more are too many to decide between.
NAMESAKES = 600
#: Where vowels are left out of account: parts of names that are looked at, and entries of each.
_PARTS, _SOME = 40, 24
#: Words whose hits are kept.
_KEPT = 2_000
_WORD = re.compile(r"[^\W_]+")
_CODE = ("forms.py", "build.py", "digest.py", "postings.py", "rows.py", "fold.py", "entry.py")


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
    """Names with their spellings and generated forms, in layers: a desk's own tables before the shipped ones.

    Every table of a desk is compiled by itself, so that a change of it costs no more than it holds. An entry replaces
    those with its id in the layers after it.

    >>> g = Gazetteer.open()
    >>> any(h.entry.en == "Mevlut Cavusoglu" for h in g.by_form("Chavushoglu"))
    True
    """

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers
        self.files = tuple(f for layer in reversed(layers) for f in layer.files)
        sizes = [len(layer) for layer in layers]
        self._bases = tuple(sum(sizes[i + 1 :]) for i in range(len(layers)))  # the shipped entries come first
        self._found: dict[tuple[str, bool], tuple[PartHit, ...]] = {}
        self._hidden = tuple(_hidden(layers, i) for i in range(len(layers)))

    @classmethod
    @functools.cache
    def open(cls, own: tuple[Path, ...] = ()) -> Gazetteer:
        """The shipped tables, and over them a desk's own; of these a later one goes before an earlier.

        Raises:
            ConfigError: for a file that cannot be read.
            DataError: for a row that makes no entry: ``file:line: what, how to mend``.
        """
        here = Path(__file__).parent
        code = (*(here / n for n in _CODE), here.parent / "source/russian/fold.py")
        files = shipped()
        made = compiled("gazetteer", key_of((*files, *code)), lambda f: build(files, f, True, {}), _PREPARING)
        layers = [Layer(made, files)]
        for path in own:
            try:
                key = key_of((path, *code, layers[-1].folder / "spellings.json"))
            except OSError as e:
                how = "--gazetteer names a tab-separated UTF-8 file"
                raise ConfigError(f"{path}: cannot be read ({e.strerror}); {how}") from None
            given = layers[-1].spellings
            made = compiled("names", key, lambda f, p=path, g=given: build((p,), f, False, g), _PREPARING)  # type: ignore[misc]
            layers.append(Layer(made, (path,)))
        return cls(tuple(reversed(layers)))

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    def entry(self, n: int) -> Entry:
        """The entry of a number."""
        for base, layer in zip(self._bases, self.layers, strict=True):
            if n >= base:
                return layer.entry(n - base)
        raise IndexError(n)

    def number(self, layer: Layer, n: int) -> int:
        """The number here of an entry that has this number in its layer; -1 where another replaces it."""
        i = self.layers.index(layer)
        return -1 if n in self._hidden[i] else self._bases[i] + n

    @property
    def entries(self) -> Iterator[Entry]:
        """Every entry that no other replaces, layer by layer, in the order of the files."""
        return self._entries(lambda layer: range(len(layer)))

    def of_types(self, *types: str) -> Iterator[Entry]:
        """Every entry of some types."""
        return self._entries(lambda layer: layer.of_types(types))

    def with_acronyms(self) -> Iterator[Entry]:
        """Every entry that has acronyms in both languages."""
        return self._entries(lambda layer: layer.with_acronyms())

    def _entries(self, numbers: Callable[[Layer], Iterable[int]]) -> Iterator[Entry]:
        for layer, hidden in zip(reversed(self.layers), reversed(self._hidden), strict=True):
            for n in numbers(layer):
                if n not in hidden:
                    yield layer.entry(n)

    def matches(self, text: str) -> Iterator[Hit]:
        """Right spellings in a text, leftmost and longest, at word boundaries, whatever their letter case and marks."""
        folded = fold_name(text)
        end, heads = 0, [layer.heads for layer in self.layers]
        for m in _WORD.finditer(folded):
            at = m.start()
            if at < end:
                continue
            word, best = m.group(), None
            for i, known in enumerate(heads):
                if word in known and (found := self._longest(i, folded, at)) and (not best or found[0] > best[0]):
                    best = found
            if best:
                end, e, k = best
                yield Hit(at, end, e, e.names[k])

    def _longest(self, i: int, folded: str, at: int) -> tuple[int, Entry, int] | None:
        layer, size = self.layers[i], len(folded)
        for name in reversed(layer.names.prefixes(folded[at : at + _LONGEST])):
            stop = at + len(name)
            if stop == size or not folded[stop].isalnum():
                n, k = layer.owner(name)
                if n not in self._hidden[i]:
                    return stop, layer.entry(n), k
        return None

    def has_token(self, folded: str) -> bool:
        """Whether a folded word is a part of any right spelling."""
        return any(folded in layer.tokens for layer in self.layers)

    def by_surname(self, folded: str) -> tuple[Entry, ...]:
        """People with this folded surname in some right spelling, at most so many as `NAMESAKES`."""
        return self._of(lambda layer: layer.surnames.get(folded, NAMESAKES))

    def by_sound(self, key: str) -> tuple[Entry, ...]:
        """People whose Russian surname has this phonetic key in the nominative, at most so many as `NAMESAKES`."""
        return self._of(lambda layer: layer.sounds.get(key, NAMESAKES))

    def by_russian(self, word: str) -> tuple[Entry, ...]:
        """Entries whose Russian name (a person's surname, a one-word name) is this word, in the nominative."""
        plain = word.lower().replace("ё", "е")
        return self._of(lambda layer: layer.russian.get(plain, NAMESAKES))

    def _of(self, numbers: Callable[[Layer], list[int]]) -> tuple[Entry, ...]:
        out: list[Entry] = []
        for layer, hidden in zip(self.layers, self._hidden, strict=True):
            out += [layer.entry(n) for n in numbers(layer) if n not in hidden]
        return tuple(out[:NAMESAKES])

    def near_sounds(self, keys: tuple[str, ...], most: int) -> list[tuple[int, Entry]]:
        """People whose Russian surname has a key at most so many letters away from one of these, with the distance."""
        best: dict[str, int] = {}
        for key in keys:
            for layer in self.layers:
                for sound, d in layer.near_sounds(key, most).items():
                    best[sound] = min(best.get(sound, d), d)
        return [(d, e) for sound, d in sorted(best.items()) for e in self.by_sound(sound)]

    def given(self, folded: str) -> str | None:
        """``m``, ``f`` or ``mf`` for a folded given name that some entry has, None for any other word."""
        mask = 0
        for layer in self.layers:
            for (sexes,) in layer.given.get(folded, ()):
                mask |= sexes
        return None if not mask else ("m" if mask & 1 else "") + ("f" if mask & 2 else "")

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Every right English acronym."""
        return frozenset(a for layer in self.layers for a in layer.capitals)

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

    def by_form(self, word: str) -> list[PartHit]:
        """Entries with a form whose phonetic key is one of the word's; of each form at most `NAMESAKES` entries."""
        return self._by_key(word, keys_of_latin(word), bones=False)

    def by_skeleton(self, word: str) -> list[PartHit]:
        """Entries with a form that has the word's consonants, whatever the vowels: those that sound most like it."""
        keys = tuple(dict.fromkeys(skeleton(k) for k in keys_of_latin(word)[:6]))
        return self._by_key(word, keys, bones=True)

    def by_bones(self, bones: str) -> Iterator[tuple[Entry, int]]:
        """Entries and parts with a form of these consonants, whatever the vowels; of each part some entries."""
        for layer, hidden in zip(self.layers, self._hidden, strict=True):
            for part in dict.fromkeys(part for part, _ in layer.bones.get(bones, ())):
                for number in layer.parts.of(part, _SOME):
                    if number // 8 not in hidden:
                        yield layer.entry(number // 8), number % 8

    def _by_key(self, word: str, keys: tuple[str, ...], bones: bool) -> list[PartHit]:
        """Kept by word, bounded, without effect on results: stories name the same people again and again."""
        kept = self._found.get((word, bones))
        if kept is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            kept = self._found[word, bones] = tuple(self._look_up(word, keys, bones))
        return list(kept)

    def _look_up(self, word: str, keys: tuple[str, ...], bones: bool) -> list[PartHit]:
        out: list[PartHit] = []
        for layer, hidden in zip(self.layers, self._hidden, strict=True):
            found: dict[int, int] = {}
            for k in keys:
                for part, case in (layer.bones if bones else layer.keys).get(k, ()):
                    found.setdefault(part, case)
            rows = [(part, layer.form(part, case)) for part, case in found.items()]
            if bones and len(rows) > _PARTS:
                rows = _nearest(word, rows)
            for part, form in rows:
                for number in layer.parts.of(part, _SOME if bones else NAMESAKES):
                    n, which = divmod(number, 8)
                    if n not in hidden:
                        out.append(PartHit(layer.entry(n), which, form))
        return out


def _nearest(word: str, rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The rows whose forms sound most like a word: where very many share its consonants, these alone say little."""
    from rapidfuzz.distance import Levenshtein

    keys = keys_of_latin(word)[:6]
    far = [min(Levenshtein.distance(k, target) for k in keys) for target in (key_of_cyrillic(f) for _, f in rows)]
    return [rows[i] for i in sorted(range(len(rows)), key=lambda i: (far[i], i))[:_PARTS]]


def _hidden(layers: tuple[Layer, ...], i: int) -> frozenset[int]:
    """Numbers of a layer's entries whose id a layer before it has."""
    out: set[int] = set()
    mine = layers[i].ids
    for other in layers[:i]:
        few, many = sorted((mine, other.ids), key=len)
        out |= {int(n) for key in few if key in many for n in mine.all(key)}
    return frozenset(out)


_PREPARING = "preparing the gazetteer"


def shipped() -> tuple[Path, ...]:
    """The shipped tables."""
    return tuple(sorted((DATA / "gazetteer").glob("*.tsv")))


def load(files: tuple[Path, ...]) -> dict[str, Entry]:
    """Entries by id from tables, in memory, with the countries; of rows with the same id the last one counts.

    Raises:
        DataError: for the first row that makes no entry: ``file:line: what, how to mend``.
    """
    out = {e.id: e for e in countries()}
    for path in files:
        out.update((e.id, e) for _, e in read_entries(path))
    counts: Spellings = Counter()
    for e in out.values():
        counts.update(given_spellings(e))
    given = usual_spellings(counts, {})
    return {key: with_given_names(e, given) for key, e in out.items()}
