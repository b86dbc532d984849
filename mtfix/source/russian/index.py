"""Every Russian form that a leftover may come from, compiled once: spelling, frequency, kind, and phonetic keys."""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from enum import IntFlag
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from mtfix.cache import compiled, key_of
from mtfix.source.russian.fold import coarse, key_of_cyrillic

_SCALE = 30
_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
#: What a form of an attested lemma is worth that is not itself in the frequency list: its lemma's frequency by this.
_UNSEEN_SHARE = 0.01


class Kind(IntFlag):
    """What the dictionary says a form can be."""

    UNKNOWN = 0
    COMMON = 1
    SURNAME = 2
    GIVEN = 4
    PATRONYMIC = 8
    PLACE = 16
    ORGANISATION = 32
    ABBREVIATION = 64

    @property
    def name_only(self) -> bool:
        """Whether every reading is that of a name."""
        return bool(self) and not self & (Kind.COMMON | Kind.ABBREVIATION)


_GRAMMEMES = (
    ("Surn", Kind.SURNAME), ("Name", Kind.GIVEN), ("Patr", Kind.PATRONYMIC), ("Geox", Kind.PLACE),
    ("Orgn", Kind.ORGANISATION), ("Trad", Kind.ORGANISATION), ("Abbr", Kind.ABBREVIATION), ("Init", Kind.ABBREVIATION),
)  # fmt: skip


def _build(folder: Path) -> None:
    import pymorphy3
    import wordfreq

    freq = wordfreq.get_frequency_dict("ru", "large")
    d: Any = pymorphy3.MorphAnalyzer().dictionary
    paradigms = []
    for p in d.paradigms:
        n = len(p) // 3
        kinds = []
        for t in p[n : 2 * n]:
            tag = d.gramtab[t]
            kinds.append(int(next((k for g, k in _GRAMMEMES if g in tag), Kind.COMMON)))
        paradigms.append(([d.suffixes[i] for i in p[:n]], kinds, [d.paradigm_prefixes[i] for i in p[2 * n :]]))

    weight: dict[tuple[str, int], float] = defaultdict(float)
    members: dict[tuple[str, int], list[tuple[str, float, int]]] = defaultdict(list)
    for word, (n, i) in d.words.iteritems():
        suffixes, kinds, prefixes = paradigms[n]
        stem = word[len(prefixes[i]) : len(word) - len(suffixes[i])]
        f = freq.get(word) or (freq.get(word.replace("ё", "е"), 0.0) if "ё" in word else 0.0)
        weight[stem, n] += f
        members[stem, n].append((word, f, kinds[i]))
    forms: dict[str, tuple[float, int]] = {}
    for group, rows in members.items():
        total = weight[group]
        if total < 1e-8:
            continue
        for word, f, kind in rows:
            value = f or total * _UNSEEN_SHARE
            before = forms.get(word)
            forms[word] = (max(value, before[0]), kind | before[1]) if before else (value, kind)
    del members
    for word, f in freq.items():
        if word not in forms and len(word) > 2 and _WORD.fullmatch(word):
            forms[word] = (f, 0)

    trie = marisa_trie.Trie(forms)
    trie.save(str(folder / "forms.marisa"))
    zipf = np.zeros(len(forms), np.uint8)
    kinds_of = np.zeros(len(forms), np.uint8)
    keys: list[tuple[str, tuple[int]]] = []
    for word, (f, kind) in forms.items():
        n = trie[word]
        zipf[n] = max(1, min(255, round(_SCALE * (math.log10(f) + 10))))
        kinds_of[n] = kind
        keys.append((key_of_cyrillic(word), (n,)))
        if "ё" in word:
            keys.append((key_of_cyrillic(word.replace("ё", "о")), (n,)))
    np.save(folder / "zipf.npy", zipf)
    np.save(folder / "kind.npy", kinds_of)
    marisa_trie.RecordTrie("<I", keys).save(str(folder / "keys.marisa"))
    marisa_trie.RecordTrie("<I", ((coarse(k), n) for k, n in keys)).save(str(folder / "skeletons.marisa"))


class FormIndex:
    """Russian forms by number, spelling, phonetic key and skeleton; mapped, shared between processes.

    >>> index = FormIndex.open()
    >>> "катапультировались" in index.by_key("katapultirovalis")
    True
    >>> index.log10("что") > index.log10("дипведомство")
    True
    """

    def __init__(self, folder: Path) -> None:
        self._forms = marisa_trie.Trie()
        self._forms.mmap(str(folder / "forms.marisa"))
        self._keys = marisa_trie.RecordTrie("<I")
        self._keys.mmap(str(folder / "keys.marisa"))
        self._skeletons = marisa_trie.RecordTrie("<I")
        self._skeletons.mmap(str(folder / "skeletons.marisa"))
        self._zipf = np.load(folder / "zipf.npy", mmap_mode="r")
        self._kind = np.load(folder / "kind.npy", mmap_mode="r")

    @classmethod
    @functools.cache
    def open(cls) -> FormIndex:
        """The index, compiled from pymorphy3's dictionary and wordfreq on the first call ever."""
        here = Path(__file__).parent
        key = key_of((here / "index.py", here / "fold.py"), ("pymorphy3-dicts-ru", "wordfreq"))
        return cls(compiled("russian", key, _build, "preparing the Russian word index, about a minute"))

    def __contains__(self, form: str) -> bool:
        return form in self._forms

    def __len__(self) -> int:
        return len(self._forms)

    def log10(self, form: str) -> float:
        """log10 of the form's relative frequency; -10 where it is in no list."""
        n = self._forms.get(form)
        return -10.0 if n is None else float(self._zipf[n]) / _SCALE - 10.0

    def kind(self, form: str) -> Kind:
        """What the dictionary says the form can be; `Kind.UNKNOWN` if it is in the frequency list alone, or nowhere."""
        n = self._forms.get(form)
        return Kind.UNKNOWN if n is None else Kind(int(self._kind[n]))

    def by_key(self, key: str) -> list[str]:
        """All forms with this phonetic key."""
        return [self._forms.restore_key(n) for (n,) in self._keys.get(key, ())]

    def by_prefix(self, key: str, longer: int, most: int) -> list[str]:
        """Forms whose key goes on from this one by at most `longer` letters; nothing if there are more than `most`."""
        out: list[str] = []
        limit = len(key) + longer
        for k, (n,) in self._keys.iteritems(key):
            if len(k) <= limit:
                out.append(self._forms.restore_key(n))
                if len(out) > most:
                    return []
        return out

    def forms(self) -> list[str]:
        """Every form."""
        return list(self._forms)

    def has_key(self, key: str) -> bool:
        """Whether any form has this key."""
        return key in self._keys

    def by_skeleton(self, bones: str, most: int) -> list[str]:
        """The most frequent forms with these consonants (`fold.coarse`), at most so many."""
        ids = [n for (n,) in self._skeletons.get(bones, ())]
        if len(ids) > most:
            ids.sort(key=lambda n: -int(self._zipf[n]))
        return [self._forms.restore_key(n) for n in ids[:most]]
