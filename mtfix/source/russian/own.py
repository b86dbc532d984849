"""Words of the lexicon that the dictionary lacks: their forms, made by pymorphy3, over the big index of forms.

Lemmas that the dictionary has need nothing: their forms are in the index, and their parses lead to the lexicon's row.
For the others, the shipped lexicon's and a desk's, pymorphy3 makes the paradigm by analogy with words that end alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import marisa_trie

from mtfix.cache import LAYOUT, compiled, digest
from mtfix.source.russian.fold import coarse, key_of_cyrillic
from mtfix.source.russian.index import FormIndex, Kind
from mtfix.source.russian.rows import Row

#: With more rows than this the forms are kept in the cache; a thousand new lemmas take about a second.
_MANY = 300
#: pymorphy3's parts of speech by that of the lemma.
POS_OF = {"ADJS": "ADJF", "INFN": "VERB", "PRTF": "VERB", "PRTS": "VERB", "GRND": "VERB", "COMP": "ADJF"}
_DICTIONARY_FORM = {"VERB": "INFN"}
#: Ends of lemmas, and a word that is declined so (Zaliznyak's types 1 to 5 and 8); what none fits is not declined.
_EXAMPLES = {
    "NOUN": (
        ("(?<=[гкх])$", "срок"), ("(?<=[жчшщ])$", "матч"), ("(?<=ц)$", "кварц"), ("(?<=[бвдзлмнпрстф])$", "завод"),
        ("й$", "случай"), ("(?<=[гкх])а$", "книга"), ("(?<=[жчшщ])а$", "туча"), ("(?<=ц)а$", "столица"),
        ("а$", "карта"), ("ия$", "линия"), ("(?<=н)я$", "башня"), ("я$", "неделя"), ("ость$", "новость"),
        ("ние$", "здание"),
    ),
    "ADJF": (
        ("(?<=[гкх])ий$", "тихий"), ("(?<=[жчшщ])ий$", "свежий"), ("(?<=н)ий$", "синий"), ("ый$", "новый"),
        ("ой$", "живой"),
    ),
}  # fmt: skip
_TRIES = ("forms", "keys", "bones")


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What a form of a desk's word is: its lemma, that one's part of speech, and its own tag (OpenCorpora)."""

    lemma: str
    pos: str
    tag: str


class OwnForms:
    """Forms of lemmas that no dictionary has, by spelling, phonetic key and skeleton.

    ``log10`` is the relative frequency that such a form has at least.
    """

    def __init__(self, tries: dict[str, marisa_trie.BytesTrie], log10: float) -> None:
        self._forms, self._keys, self._bones = (tries[name] for name in _TRIES)
        self.log10 = log10

    @classmethod
    def of(cls, rows: tuple[Row, ...], log10: float, morph: Callable[[], Any], index: FormIndex) -> OwnForms:
        """The forms of some rows; of many rows they are kept in the cache, as with `kept`."""
        if not rows:
            return cls(_tries({}), log10)
        if len(rows) <= _MANY:
            return cls(_tries(_make(rows, morph(), index)), log10)
        key = digest(*(f"{r.lemma}\t{r.pos}".encode() for r in rows))
        return cls.kept(key, lambda: rows, log10, morph, index)

    @classmethod
    def kept(
        cls, key: str, rows: Callable[[], Iterable[Row]], log10: float, morph: Callable[[], Any], index: FormIndex
    ) -> OwnForms:
        """The forms of many rows, made once, kept in the cache, and mapped.

        Args:
            key: changes with the rows.
            rows: gives the rows, when the forms are not there yet.
            log10: the relative frequency that their forms have at least.
            morph: gives pymorphy3's analyser.
            index: the big index of forms.
        """

        def build(folder: Path) -> None:
            for name, trie in _tries(_make(rows(), morph(), index)).items():
                trie.save(str(folder / f"{name}.marisa"))

        code = b"".join((Path(__file__).with_name(n)).read_bytes() for n in ("own.py", "index.py", "fold.py"))
        folder = compiled(
            "own-forms", digest(code, LAYOUT.encode(), key.encode()), build, "preparing the forms of new words"
        )
        tries = {name: marisa_trie.BytesTrie() for name in _TRIES}
        for name, trie in tries.items():
            trie.mmap(str(folder / f"{name}.marisa"))
        return cls(tries, log10)

    def __len__(self) -> int:
        return len(self._forms)

    def __contains__(self, form: str) -> bool:
        return form in self._forms

    def get(self, form: str) -> list[OwnForm]:
        """What a form is."""
        found = sorted(value.decode() for value in self._forms.get(form.replace("ё", "е"), ()))
        return [OwnForm(*value.split("\t")[1:]) for value in found]

    def spellings(self) -> list[str]:
        """Every form."""
        return list(dict.fromkeys(self._forms))

    def by_key(self, key: str) -> list[str]:
        """Forms with this phonetic key."""
        return [value.decode() for value in self._keys.get(key, ())]

    def by_prefix(self, key: str, longer: int) -> list[str]:
        """Forms whose key goes on from this one by at most `longer` letters."""
        return [value.decode() for k, value in self._keys.iteritems(key) if len(k) <= len(key) + longer]

    def by_skeleton(self, bones: str) -> list[str]:
        """Forms with these consonants (`fold.coarse`)."""
        return [value.decode() for value in self._bones.get(bones, ())]


def _tries(made: dict[str, list[OwnForm]]) -> dict[str, marisa_trie.BytesTrie]:
    forms = [  # in the order of the paradigm: the nominative before the accusative
        (form, f"{n:02}\t{f.lemma}\t{f.pos}\t{f.tag}".encode()) for form, fs in made.items() for n, f in enumerate(fs)
    ]
    keys = [(key_of_cyrillic(form), form.encode()) for form in made]
    tables = {"forms": forms, "keys": keys, "bones": [(coarse(key), form) for key, form in keys]}
    return {name: marisa_trie.BytesTrie(rows) for name, rows in tables.items()}


def _make(rows: Iterable[Row], morph: Any, index: FormIndex) -> dict[str, list[OwnForm]]:
    out: dict[str, dict[OwnForm, None]] = defaultdict(dict)
    for row in rows:
        lemma, pos = row.key
        parses = [
            p for p in morph.parse(row.lemma)
            if p.normal_form.replace("ё", "е") == lemma and POS_OF.get(p.tag.POS, p.tag.POS) == pos
        ]  # fmt: skip
        if any(p.is_known for p in parses) and row.lemma in index:
            continue
        made = [(f.word, f.tag) for f in parses[0].lexeme] if parses else list(_by_example(row.lemma, pos, morph))
        for word, tag in made or [(lemma, _DICTIONARY_FORM.get(pos, pos))]:
            out[word.replace("ё", "е")][OwnForm(lemma, pos, str(tag))] = None
    return {form: list(found) for form, found in out.items()}


def _by_example(lemma: str, pos: str, morph: Any) -> Iterator[tuple[str, Any]]:
    """The forms of a lemma that pymorphy3 takes for a form of another, after a word of the same declension.

    None of what has no vowel: it is read letter by letter, and does not change.
    """
    if re.search("[аеёиоуыэюя]", lemma):
        for end, example in _EXAMPLES.get(pos, ()):
            if m := re.search(end, lemma):
                stem = example[: len(example) - len(m.group())]
                p = next(p for p in morph.parse(example) if (p.normal_form, p.tag.POS) == (example, pos))
                for f in p.lexeme:
                    if f.word.startswith(stem):
                        yield lemma[: m.start()] + f.word[len(stem) :], f.tag
                return


class OwnIndex(FormIndex):
    """The big index with further forms over it."""

    def __init__(self, base: FormIndex, *over: OwnForms) -> None:
        self.__dict__.update(base.__dict__)  # the mapped tries are shared, not opened again
        self._over = over

    def __contains__(self, form: str) -> bool:
        return super().__contains__(form) or any(form in o for o in self._over)

    def __len__(self) -> int:
        return len(self.forms())

    def log10(self, form: str) -> float:
        """log10 of the form's relative frequency, at least that which its overlay gives it."""
        return max(super().log10(form), *(o.log10 if form in o else -10.0 for o in self._over))

    def kind(self, form: str) -> Kind:
        """What the form can be; a form of an overlay is a common word, whatever else it is."""
        base = super().kind(form)
        return base | Kind.COMMON if any(form in o for o in self._over) else base

    def by_key(self, key: str) -> list[str]:
        """All forms with this phonetic key."""
        return _joined(super().by_key(key), *(o.by_key(key) for o in self._over))

    def by_prefix(self, key: str, longer: int, most: int) -> list[str]:
        """Forms whose key goes on from this one by at most `longer` letters; nothing if there are more than `most`."""
        found = _joined(super().by_prefix(key, longer, most), *(o.by_prefix(key, longer) for o in self._over))
        return found if len(found) <= most else []

    def forms(self) -> list[str]:
        """Every form."""
        return _joined(super().forms(), *(o.spellings() for o in self._over))

    def has_key(self, key: str) -> bool:
        """Whether any form has this key."""
        return super().has_key(key) or any(o.by_key(key) for o in self._over)

    def by_skeleton(self, bones: str, most: int) -> list[str]:
        """The most frequent forms with these consonants, at most so many, and those of the overlays."""
        return _joined(super().by_skeleton(bones, most), *(o.by_skeleton(bones)[:most] for o in self._over))


def _joined(base: list[str], *more: list[str]) -> list[str]:
    return list(dict.fromkeys((*base, *(f for m in more for f in m)))) if any(more) else base
