"""What Russian names would be in English if each word were translated: the key by which such damage is recognised.

Nothing here lists damage: a surname that is also a form of a common word (Песков, of sands) gives that word's English,
a name of several words gives every word-by-word rendering in its own order, without the words that join them.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import marisa_trie

from mtfix.cache import compiled, key_of
from mtfix.gazetteer.digest import RUSSIAN_SPEAKING
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.forms import decline
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.pack import Russian
from mtfix.source.russian.render import plural
from mtfix.tables import DATA, read_table

if TYPE_CHECKING:
    from mtfix.gazetteer.layer import Layer
    from mtfix.gazetteer.store import Gazetteer

#: Grammemes of names: a parse that has one is no common word.
_NAMES = frozenset("Surn Name Patr Geox Orgn Trad Init Abbr".split())
#: Suffixes that make a surname of a noun (Unbegaun, Russian Surnames, 1972, ch. III).
_POSSESSIVE = re.compile(r"(?:ов|ев|ин)а?$")
#: English words that join others in a name and say nothing by themselves.
JOINING = frozenset("of the a an in on for with against by to and at from about".split())
#: Endings of Russian surnames that are also case forms or derivatives of common words.
_ENDINGS = ("ков", "тов", "нов", "лов", "ров", "бов", "зов", "сов", "цов", "дов", "ых", "ый", "тель", "ник")
#: Types whose names MT translates, but for people and places.
_NAMED = ("body", "group", "outlet", "weapon", "craft", "vessel", "event", "product")
_SENSES = 5
#: Renderings of one name; in a layer with so many names, fewer of each.
_MOST, _MANY, _FEW = 160, 40_000, 16
#: Words whose literals are kept.
_KEPT = 20_000
#: People of one surname who are looked at.
_BEARERS = 100
_WORD = re.compile(r"[a-z][a-z'\-]*[a-z]")


@dataclass(frozen=True, slots=True)
class Literal:
    """An English word that a Russian name may have been translated to.

    ``kind`` is ``surname``, ``given`` or ``thing``; ``how`` is ``word`` where a form of the name is the common word,
    ``root`` where the name is made from it; ``entry`` is the entry's number, or -1 for a surname in no entry.
    """

    kind: str
    how: str
    entry: int
    russian: str
    lemma: str


class Literals:
    """Literal renderings, mapped: of one-word names by word, of longer names by their words in order.

    Each layer of the gazetteer has its own, so that a desk's table is prepared without the shipped ones.
    """

    def __init__(self, gazetteer: Gazetteer, folders: tuple[Path, ...]) -> None:
        self._gazetteer = gazetteer
        self._kept: dict[str, tuple[Literal, ...]] = {}
        self._layers = tuple(_Layer(layer, f) for layer, f in zip(gazetteer.layers, folders, strict=True))

    @classmethod
    def open(cls, gazetteer: Gazetteer) -> Literals:
        """Compiled from the gazetteer's entries, the lexicon and the dictionary."""
        here = Path(__file__).parent
        code = (here / "literal.py", here / "forms.py", here / "entry.py")
        key = key_of((*sorted((DATA / "russian").glob("lexicon*.tsv")), *code), ("pymorphy3-dicts-ru",))
        folders = []
        for layer in gazetteer.layers:
            lowest = layer is gazetteer.layers[-1]
            name = f"literals-{layer.folder.name.rpartition('-')[2]}"
            make = functools.partial(_build, layer, lowest)
            folders.append(compiled(name, key, make, "preparing names as words"))
        return cls(gazetteer, tuple(folders))

    def by_word(self, word: str) -> list[Literal]:
        """What a lower-case English word may stand for; kept by word, bounded, without effect on results."""
        kept = self._kept.get(word)
        if kept is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            kept = self._kept[word] = tuple(self._by_word(word))
        return list(kept)

    def _by_word(self, word: str) -> list[Literal]:
        out: dict[Literal, None] = {}
        borne: set[str] = set()  # surnames that somebody of a layer above bears
        for part in self._layers:
            rows = [Literal(*json.loads(row)) for row in part.words.get(word, ())]
            for r in rows:
                if r.entry >= 0:
                    n = self._gazetteer.number(part.layer, r.entry)
                    if n >= 0:
                        out[dataclasses.replace(r, entry=n)] = None
                elif r.kind != "surname" or r.russian not in borne:
                    out[r] = None
            borne.update(r.russian for r in rows if r.kind == "surname" and r.entry >= 0)
        return list(out)

    def russian(self, word: str) -> str:
        """The usual Russian noun or adjective, in the nominative, that a lower-case English word translates."""
        rows = self._layers[-1].nouns.get(word)
        return rows[0].decode() if rows else ""

    def content(self, word: str) -> str:
        """The base form of a word that some literal rendering of a longer name holds, else the empty string."""
        for base in _bases(word):
            if any(base in part.content for part in self._layers):
                return base
        return ""

    def by_phrase(self, words: tuple[str, ...]) -> list[int]:
        """Entries of whose Russian names these content words, in order, are a literal rendering."""
        key = "|".join(words)
        if len(self._layers) > 1 and any(key in part.own for part in self._layers):
            return []
        rows = ((part, n) for part in self._layers for (n,) in part.phrases.get(key, ()))
        return [n for part, row in rows if (n := self._gazetteer.number(part.layer, row)) >= 0]


class _Layer:
    """The literal renderings of one layer's names."""

    def __init__(self, layer: Layer, folder: Path) -> None:
        self.layer = layer
        self.words = marisa_trie.BytesTrie()
        self.words.mmap(str(folder / "words.marisa"))
        self.phrases = marisa_trie.RecordTrie("<I")
        self.phrases.mmap(str(folder / "phrases.marisa"))
        self.content = marisa_trie.Trie()
        self.content.mmap(str(folder / "content.marisa"))
        self.own = marisa_trie.Trie()
        self.own.mmap(str(folder / "own.marisa"))
        self.nouns = marisa_trie.BytesTrie()
        self.nouns.mmap(str(folder / "nouns.marisa"))


def _bases(word: str) -> Iterator[str]:
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def _build(layer: Layer, lowest: bool, folder: Path) -> None:
    russian = Russian.open()
    rows = {
        (w, json.dumps(row, ensure_ascii=False).encode())
        for w, row in itertools.chain(_people(layer, lowest, russian), _things(layer, russian))
        if key_of_cyrillic(row[3]) not in keys_of_latin(w)  # a word that sounds as the name is no translation of it
    }
    marisa_trie.BytesTrie(sorted(rows)).save(str(folder / "words.marisa"))
    nouns = [(word, form.encode()) for word, form in sorted(_nouns(russian).items())] if lowest else []
    marisa_trie.BytesTrie(nouns).save(str(folder / "nouns.marisa"))
    numbers = layer.of_types(_NAMED)
    own = {_content_of(name) for n in numbers if (e := layer.entry(n)).type == "body" for name in e.names}
    most = _MOST if len(numbers) < _MANY else _FEW
    made = ((key, n) for n in numbers for key in _phrases(layer.entry(n), russian, most))
    phrases = sorted({(key, n) for key, n in made if key not in own})
    marisa_trie.RecordTrie("<I", (("|".join(k), (n,)) for k, n in phrases)).save(str(folder / "phrases.marisa"))
    marisa_trie.Trie({w for k, _ in phrases for w in k}).save(str(folder / "content.marisa"))
    marisa_trie.Trie("|".join(k) for k in own).save(str(folder / "own.marisa"))


def _people(layer: Layer, lowest: bool, russian: Russian) -> Iterator[tuple[str, tuple[str, str, int, str, str]]]:
    """Words for surnames and given names; only those of countries where Russian is spoken are read as words."""
    for name in layer.russian:
        meanings = {sex: list(_meanings(name, sex, russian)) for sex in "mf"}
        if any(meanings.values()):
            for n, e in _bearers(layer, name):
                for word, how, lemma in meanings[e.gender or "m"]:
                    yield word, ("surname", how, n, name, lemma)
    for name, gender in layer.russian_given:
        for word, how, lemma in _meanings(name, gender, russian):
            yield word, ("given", how, -1, name, lemma)
    for name in sorted(_dictionary_surnames(russian)) if lowest else ():
        if not _bearers(layer, name):
            for word, how, lemma in _meanings(name, "m", russian):
                if how == "word":
                    yield word, ("surname", how, -1, name, lemma)


def _bearers(layer: Layer, surname: str) -> list[tuple[int, Entry]]:
    """The first people with a Russian surname who come from where Russian is spoken."""
    rows = ((n, layer.entry(n)) for n in layer.russian.get(surname, _BEARERS))
    return [(n, e) for n, e in rows if e.type == "person" and e.country in RUSSIAN_SPEAKING]


def _things(layer: Layer, russian: Russian) -> Iterator[tuple[str, tuple[str, str, int, str, str]]]:
    for n in layer.of_types(_NAMED):
        e = layer.entry(n)
        if len(e.ru_parts) == 1:
            for word, how, lemma in _meanings(e.ru_parts[0], "", russian):
                yield word, ("thing", how, n, e.ru_parts[0], lemma)
        elif len(e.ru_parts) == 2 and e.ru_parts[1] in ("ру", "ua", "юа"):
            for word, how, lemma in _meanings(e.ru_parts[0], "", russian):
                yield word, ("site", how, n, e.ru_parts[0], lemma)


def _dictionary_surnames(russian: Russian) -> set[str]:
    """Surnames of the Russian dictionary that are forms of common words too."""
    from mtfix.source.russian.index import Kind

    index = russian.index
    out = set()
    for form in index.forms():
        if not form.endswith(_ENDINGS):
            continue
        kind = index.kind(form)
        if kind & Kind.SURNAME and kind & Kind.COMMON and index.log10(form) > -7.5:
            for p in russian.morph.parse(form):
                if "Surn" in p.tag and "masc" in p.tag and "nomn" in p.tag and "sing" in p.tag:
                    out.add(form.replace("ё", "е"))
    return out


def _meanings(name: str, gender: str, russian: Russian) -> Iterator[tuple[str, str, str]]:
    """English words, how, and the Russian lemma, for a one-word name."""
    if len(name) < 3:
        return
    seen: set[str] = set()
    forms = (name,) if gender == "f" or not gender else decline(name, gender)[:2]
    for form in forms:
        for p in _parses(form, russian):
            if p.is_known and not any(g in p.tag for g in _NAMES):
                for word in _senses(p.normal_form, p.tag.POS, russian):
                    if word not in seen:
                        seen.add(word)
                        yield word, "word", p.normal_form
    base = _POSSESSIVE.sub("", name)
    if gender and base != name and len(base) >= 3:
        for root in (base, base + "а", base + "я", base + "ь", base + "й", base + "о"):
            for p in _parses(root, russian):
                plain = p.is_known and p.tag.POS == "NOUN" and p.normal_form == root
                if plain and not any(g in p.tag for g in _NAMES):
                    for word in _senses(root, "NOUN", russian):
                        if word not in seen:
                            seen.add(word)
                            yield word, "root", root


def _parses(word: str, russian: Russian) -> list[Any]:
    """The dictionary's readings of a word; to guess at a word that it has not would take fifty times as long."""
    return russian.morph.parse(word) if russian.morph.word_is_known(word) else []


def _senses(lemma: str, pos: Any, russian: Russian) -> Iterator[str]:
    """The lexicon's one-word English of a lemma, and its plural; of an adjective also what it is made of."""
    pos = {"ADJS": "ADJF", "PRTF": "VERB"}.get(pos, pos)
    e = russian.lexicon.get(lemma, pos or "")
    words = list(e.english[:_SENSES]) if e is not None and e.pos == pos else []
    if pos == "ADJF" and (m := re.search(r"(?:ск|цк)ий$", lemma)):
        stem = lemma[: m.start()] + ("ц" if m.group().startswith("цк") else "")
        for noun in (stem, stem[:-1] + "к" if stem.endswith("ц") else stem + "к"):
            if (made := russian.lexicon.get(noun, "NOUN")) is not None and made.pos == "NOUN":
                words += made.english[:2]
    if pos not in ("NOUN", "ADJF"):
        return
    for w in words:
        w = w.lower().removesuffix("'s")
        if _WORD.fullmatch(w):
            yield w
            many = plural(w)
            if many == w and pos == "NOUN" and not w.endswith("s"):
                many = w + "s"  # MT makes a plural of what has none: Песков, of sands
            if many != w and _WORD.fullmatch(many):
                yield many


def _nouns(russian: Russian) -> dict[str, str]:
    """English words to the most frequent Russian noun or adjective of which they are the first sense."""
    best: dict[str, tuple[float, str]] = {}

    def offer(word: str, form: str, weight: float) -> None:
        if word not in best or weight > best[word][0]:
            best[word] = (weight, form)

    for path in sorted((DATA / "russian").glob("lexicon*.tsv")):
        for r in read_table(path, ("lemma", "pos", "english")):
            word = r["english"].split(";")[0].strip().lower()
            weight = russian.index.log10(r["lemma"])
            if r["pos"] not in ("NOUN", "ADJF") or weight < -6 or not _WORD.fullmatch(word):
                continue
            offer(word, r["lemma"], weight)
            if r["pos"] == "NOUN" and (many := plural(word)) != word:
                p = next((p for p in russian.morph.parse(r["lemma"]) if p.tag.POS == "NOUN"), None)
                form = p.inflect({"nomn", "plur"}) if p is not None else None
                if form is not None:
                    offer(many, form.word, weight)
    return {word: form for word, (_, form) in best.items()}


def _content_of(name: str) -> tuple[str, ...]:
    words = [w for w in re.findall(r"[a-z][a-z'\-]*", name.lower()) if w not in JOINING]
    return tuple(list(_bases(w))[-1] for w in words)


def _phrases(e: Entry, russian: Russian, most: int) -> Iterator[tuple[str, ...]]:
    """Ordered content words of the literal renderings of a name of several words."""
    if not 2 <= len(e.ru_parts) <= 7:
        return
    slots = []
    for word in e.ru_parts:
        if len(word) < 3 and word not in ("я",):
            continue
        p = next((p for p in _parses(word, russian) if p.is_known), None)
        if p is None:
            return  # a name among the words: it is not translated
        made = _renderings(word, russian)
        if not made and p.tag.POS in ("PREP", "CONJ", "PRCL"):
            continue
        if not made:
            return
        slots.append(made)
    if len(slots) < 2:
        return
    own = {_content_of(name) for name in e.names}
    right = {w for k in own for w in k}
    for combo in itertools.islice(itertools.product(*slots), most):
        if all(w in right for w in combo) and (combo not in own or e.type in ("body", "outlet")):
            continue  # the right words in another order: a variant, not a literal translation
        yield combo
        if len(combo) > 2:
            yield (combo[0], *reversed(combo[1:]))
            yield tuple(reversed(combo))


def _renderings(word: str, russian: Russian) -> list[str]:
    """One-word English of a Russian word in any of its readings that the lexicon knows, plain forms."""
    out: dict[str, None] = {}
    for p in _parses(word, russian):
        pos = {"ADJS": "ADJF", "PRTF": "VERB", "INFN": "VERB"}.get(p.tag.POS, p.tag.POS)
        e = russian.lexicon.get(p.normal_form, pos or "")
        if not p.is_known or e is None:
            continue
        for w in e.english[:_SENSES]:
            w = w.lower()
            if _WORD.fullmatch(w) and w not in JOINING and pos not in ("PREP", "CONJ"):
                out.setdefault(list(_bases(w))[-1] if pos == "NOUN" else w)
    return list(out)[:6]
