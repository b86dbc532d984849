"""What Russian names would be in English if each word were translated: the key by which such damage is recognised.

Nothing here lists damage: a surname that is also a form of a common word (Песков, of sands) gives that word's English,
a name of several words gives every word-by-word rendering in its own order, without the words that join them.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import marisa_trie

from mtfix.cache import compiled, key_of
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.forms import decline
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.pack import Russian
from mtfix.source.russian.render import plural
from mtfix.tables import DATA, read_table

if TYPE_CHECKING:
    from mtfix.gazetteer.store import Gazetteer

#: Grammemes of names: a parse that has one is no common word.
_NAMES = frozenset("Surn Name Patr Geox Orgn Trad Init Abbr".split())
#: Suffixes that make a surname of a noun (Unbegaun, Russian Surnames, 1972, ch. III).
_POSSESSIVE = re.compile(r"(?:ов|ев|ин)а?$")
#: English words that join others in a name and say nothing by themselves.
JOINING = frozenset("of the a an in on for with against by to and at from about".split())
#: Endings of Russian surnames that are also case forms or derivatives of common words.
_ENDINGS = ("ков", "тов", "нов", "лов", "ров", "бов", "зов", "сов", "цов", "дов", "ых", "ый", "тель", "ник")
_RUSSIAN_SPEAKING = frozenset("RU UA BY KZ MD GE AM AZ UZ KG TJ TM LV LT EE".split())
_SENSES = 5
_MOST = 160
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
    """Literal renderings, mapped: of one-word names by word, of longer names by their words in order."""

    def __init__(self, folder: Path) -> None:
        self._words = marisa_trie.BytesTrie()
        self._words.mmap(str(folder / "words.marisa"))
        self._phrases = marisa_trie.RecordTrie("<I")
        self._phrases.mmap(str(folder / "phrases.marisa"))
        self._content = marisa_trie.Trie()
        self._content.mmap(str(folder / "content.marisa"))

        self._nouns = marisa_trie.BytesTrie()
        self._nouns.mmap(str(folder / "nouns.marisa"))

    @classmethod
    def open(cls, gazetteer: Gazetteer) -> Literals:
        """Compiled from the gazetteer's entries, the lexicon and the dictionary."""
        here = Path(__file__).parent
        code = (here / "literal.py", here / "forms.py", here / "entry.py")
        tables = (*gazetteer.files, *sorted((DATA / "russian").glob("lexicon*.tsv")))
        key = key_of((*tables, *code), ("pymorphy3-dicts-ru",))
        entries = tuple(gazetteer.entries)
        return cls(compiled("literals", key, lambda f: _build(entries, f), "preparing names as words"))

    def by_word(self, word: str) -> list[Literal]:
        """What a lower-case English word may stand for."""
        return [Literal(*json.loads(row)) for row in self._words.get(word, ())]

    def russian(self, word: str) -> str:
        """The usual Russian noun or adjective, in the nominative, that a lower-case English word translates."""
        rows = self._nouns.get(word)
        return rows[0].decode() if rows else ""

    def content(self, word: str) -> str:
        """The base form of a word that some literal rendering of a longer name holds, else the empty string."""
        for base in _bases(word):
            if base in self._content:
                return base
        return ""

    def by_phrase(self, words: tuple[str, ...]) -> list[int]:
        """Entries of whose Russian names these content words, in order, are a literal rendering."""
        return [n for (n,) in self._phrases.get("|".join(words), ())]


def _bases(word: str) -> Iterator[str]:
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def _build(entries: tuple[Entry, ...], folder: Path) -> None:
    russian = Russian.open()
    rows = {
        (w, json.dumps(row, ensure_ascii=False).encode())
        for w, row in _words(entries, russian)
        if key_of_cyrillic(row[3]) not in keys_of_latin(w)  # a word that sounds as the name is no translation of it
    }
    marisa_trie.BytesTrie(sorted(rows)).save(str(folder / "words.marisa"))
    nouns = [(word, form.encode()) for word, form in sorted(_nouns(russian).items())]
    marisa_trie.BytesTrie(nouns).save(str(folder / "nouns.marisa"))
    own = {_content_of(name) for e in entries if e.type == "body" for name in e.names}
    phrases = sorted({(key, n) for n, e in enumerate(entries) for key in _phrases(e, russian) if key not in own})
    marisa_trie.RecordTrie("<I", [("|".join(k), (n,)) for k, n in phrases]).save(str(folder / "phrases.marisa"))
    marisa_trie.Trie({w for k, _ in phrases for w in k}).save(str(folder / "content.marisa"))


def _words(entries: tuple[Entry, ...], russian: Russian) -> Iterator[tuple[str, tuple[str, str, int, str, str]]]:
    surnames: set[str] = set()
    given: set[tuple[str, str]] = set()
    for n, e in enumerate(entries):
        if not e.ru_parts:
            continue
        if e.type == "person":
            if e.country not in _RUSSIAN_SPEAKING:
                continue  # names of the world are not read as Russian words
            surnames.add(e.ru_parts[-1])
            if len(e.ru_parts) > 1 and "-" not in e.ru:
                given.add((e.ru_parts[0], e.gender))
            for word, how, lemma in _meanings(e.ru_parts[-1], e.gender or "m", russian):
                yield word, ("surname", how, n, e.ru_parts[-1], lemma)
        elif len(e.ru_parts) == 1 and e.type != "place":
            for word, how, lemma in _meanings(e.ru_parts[0], "", russian):
                yield word, ("thing", how, n, e.ru_parts[0], lemma)
        elif len(e.ru_parts) == 2 and e.ru_parts[1] in ("ру", "ua", "юа"):
            for word, how, lemma in _meanings(e.ru_parts[0], "", russian):
                yield word, ("site", how, n, e.ru_parts[0], lemma)
    for name, gender in sorted(given):
        for word, how, lemma in _meanings(name, gender, russian):
            yield word, ("given", how, -1, name, lemma)
    for name in sorted(_dictionary_surnames(russian) - surnames):
        for word, how, lemma in _meanings(name, "m", russian):
            if how == "word":
                yield word, ("surname", how, -1, name, lemma)


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
        for p in russian.morph.parse(form):
            if p.is_known and not any(g in p.tag for g in _NAMES):
                for word in _senses(p.normal_form, p.tag.POS, russian):
                    if word not in seen:
                        seen.add(word)
                        yield word, "word", p.normal_form
    base = _POSSESSIVE.sub("", name)
    if gender and base != name and len(base) >= 3:
        for root in (base, base + "а", base + "я", base + "ь", base + "й", base + "о"):
            for p in russian.morph.parse(root):
                plain = p.is_known and p.tag.POS == "NOUN" and p.normal_form == root
                if plain and not any(g in p.tag for g in _NAMES):
                    for word in _senses(root, "NOUN", russian):
                        if word not in seen:
                            seen.add(word)
                            yield word, "root", root


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


def _phrases(e: Entry, russian: Russian) -> Iterator[tuple[str, ...]]:
    """Ordered content words of the literal renderings of a name of several words."""
    if e.type in ("person", "place") or not 2 <= len(e.ru_parts) <= 7:
        return
    slots = []
    for word in e.ru_parts:
        if len(word) < 3 and word not in ("я",):
            continue
        p = next((p for p in russian.morph.parse(word) if p.is_known), None)
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
    for combo in itertools.islice(itertools.product(*slots), _MOST):
        if all(w in right for w in combo) and (combo not in own or e.type in ("body", "outlet")):
            continue  # the right words in another order: a variant, not a literal translation
        yield combo
        if len(combo) > 2:
            yield (combo[0], *reversed(combo[1:]))
            yield tuple(reversed(combo))


def _renderings(word: str, russian: Russian) -> list[str]:
    """One-word English of a Russian word in any of its readings that the lexicon knows, plain forms."""
    out: dict[str, None] = {}
    for p in russian.morph.parse(word):
        pos = {"ADJS": "ADJF", "PRTF": "VERB", "INFN": "VERB"}.get(p.tag.POS, p.tag.POS)
        e = russian.lexicon.get(p.normal_form, pos or "")
        if not p.is_known or e is None:
            continue
        for w in e.english[:_SENSES]:
            w = w.lower()
            if _WORD.fullmatch(w) and w not in JOINING and pos not in ("PREP", "CONJ"):
                out.setdefault(list(_bases(w))[-1] if pos == "NOUN" else w)
    return list(out)[:6]
