"""A desk's own terms: calques to be replaced, and Russian terms whose English the desk has settled."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtfix.analysis.terms import Term
from mtfix.document import Token
from mtfix.errors import DataError
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.pack import Russian
from mtfix.source.russian.render import plural
from mtfix.tables import cells, read_lines
from mtfix.tbx import read_tbx

#: How many renderings of each word of a Russian phrase make the phrases that a machine may have put in its place.
_GLOSSES = 2
#: A longer phrase is not rendered word by word: too many ways.
_MOST_WORDS = 3
_SHORTEST_KEY = 5
_NOUN_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A term left in Russian: the keys of its words, its English in the number of the form, and the form."""

    keys: tuple[str, ...]
    term: Term
    english: tuple[str, ...]
    form: str


@dataclass(frozen=True)
class OwnTerms:
    """What a desk's files say.

    ``calques`` are wrong English with the term that belongs there, ``leftovers`` Russian forms by the phonetic key of
    their first word.
    """

    calques: tuple[tuple[str, Term], ...]
    leftovers: dict[str, tuple[Leftover, ...]]

    @classmethod
    def load(cls, files: Sequence[Path], russian: Russian) -> OwnTerms:
        """Read a desk's files; what a later one says of a term wins.

        Args:
            files: tables with the columns ``ru``, ``en`` and where wanted ``calque``, ``context`` and ``safety`` (as
                ``data/english/terms.tsv`` has them), or TBX.
            russian: the source language.

        Raises:
            DataError: with file and line, where one cannot be taken.
        """
        given: list[tuple[tuple[str, ...], Term]] = []
        for path in files:
            given += _tbx(path) if is_tbx(path) else _table(path)
        calques: list[tuple[str, Term]] = []
        found: dict[str, list[Leftover]] = {}
        for phrases, term in reversed(given):
            right = {e.lower() for e in term.english}
            guessed = dataclasses.replace(term, safe=False)
            calques += ((p, term) for p in phrases)
            calques += ((p, guessed) for p in _word_by_word(term.russian, russian) if not phrases and p not in right)
            for leftover in _leftovers(term, russian):
                found.setdefault(leftover.keys[0], []).append(leftover)
        longest_first = {k: tuple(sorted(v, key=lambda x: -len(x.keys))) for k, v in found.items()}
        return cls(tuple(calques), longest_first)

    def at(self, words: Sequence[Token], i: int) -> Leftover | None:
        """The term whose Russian form begins at a word, the longest first.

        Args:
            words: the words of a text.
            i: where to look.
        """
        for key in keys_of_latin(words[i].text.lower()):
            for x in self.leftovers.get(key, ()):
                rest = words[i + 1 : i + len(x.keys)]
                if len(rest) == len(x.keys) - 1 and all(
                    k in keys_of_latin(w.text.lower()) for k, w in zip(x.keys[1:], rest, strict=True)
                ):
                    return x
        return None


def is_tbx(path: Path) -> bool:
    """Whether a file is XML, by its name or its first bytes."""
    if path.suffix.lower() in (".tbx", ".xml", ".martif"):
        return True
    try:
        with open(path, "rb") as f:
            return f.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    except OSError:
        return False


def _table(path: Path) -> Iterator[tuple[tuple[str, ...], Term]]:
    for n, r in read_lines(path, ("ru", "en")):
        if not r["ru"] and not r.get("calque"):
            raise DataError(f"{path}:{n}: neither a Russian term nor a calque; fill the column ru or calque")
        english = cells(r["en"])
        if not english:
            name = r["ru"] or r["calque"]
            raise DataError(f"{path}:{n}: {name!r} has no English; fill the column en, or drop the row")
        safety = r.get("safety", "")
        if safety not in ("", "safe", "offer"):
            raise DataError(f"{path}:{n}: safety {safety!r} is not known; it may be safe or offer (or empty: offer)")
        context = r.get("context", "")
        words = frozenset(w.lower() for w in cells(context.removeprefix("not:")))
        forbids = context.startswith("not:")
        needs, against = (frozenset[str](), words) if forbids else (words, frozenset[str]())
        yield cells(r.get("calque", "")), Term(r["ru"], english, needs, against, safety == "safe", own=True)


def _tbx(path: Path) -> Iterator[tuple[tuple[str, ...], Term]]:
    """Terms of a termbase: deprecated English is a calque, and is offered, for it may have other senses."""
    some = False
    for c in read_tbx(path):
        english = c.terms.get("en", [])
        right = sorted((t for t in english if not t.wrong), key=lambda t: not t.status.lower().startswith("preferred"))
        russian = [t.text for t in c.terms.get("ru", []) if not t.wrong]
        some = some or bool(right)
        if right and (russian or len(right) < len(english)):
            wrong = tuple(t.text for t in english if t.wrong)
            none: frozenset[str] = frozenset()
            names = tuple(t.text for t in right)
            for n, ru in enumerate(russian or [""]):
                yield wrong if n == 0 else (), Term(ru, names, none, none, False, own=True)
    if not some:
        raise DataError(f"{path}: no English term in it; a termbase needs <langSet xml:lang=\"en\"> (or langSec)")


def _word_by_word(phrase: str, russian: Russian) -> Iterator[str]:
    """What a machine makes of a Russian phrase of adjectives and a noun that it does not know as one."""
    words = phrase.lower().split()
    if not 1 < len(words) <= _MOST_WORDS:
        return
    readings = [russian.read(w.replace("ё", "е")) for w in words]
    kinds = [r.grammar.pos for r in readings]
    if kinds[-1] != "NOUN" or any(k not in ("ADJF", "PRTF") for k in kinds[:-1]):
        return
    for parts in itertools.product(*(r.english[:_GLOSSES] for r in readings)):
        yield " ".join(parts)


def _leftovers(term: Term, russian: Russian) -> Iterator[Leftover]:
    """The forms of a Russian term: of a noun and the adjectives before it in every case; what follows it stays."""
    words = term.russian.lower().replace("ё", "е").split()
    if not words:
        return
    parses = [russian.morph.parse(w)[0] for w in words]
    head = next((n for n, p in enumerate(parses) if p.tag.POS == "NOUN"), len(words) - 1)
    seen: set[tuple[str, ...]] = set()
    ways = [(case, number) for number in ("sing", "plur") for case in _NOUN_CASES]
    for case, number in [("", ""), *ways]:
        forms = list(words)
        if case:
            bent = [_bent(p, case, number) for p in parses[: head + 1]]
            if any(b is None for b in bent):
                continue
            forms[: head + 1] = [b for b in bent if b is not None]
        keys = tuple(key_of_cyrillic(f) for f in forms)
        if keys in seen or not all(keys) or (len(keys) == 1 and len(keys[0]) < _SHORTEST_KEY):
            continue
        seen.add(keys)
        english = tuple(plural(e) for e in term.english) if number == "plur" else term.english
        yield Leftover(keys, term, english, " ".join(forms))


def _bent(parse: object, case: str, number: str) -> str | None:
    bent = parse.inflect({case, number})  # type: ignore[attr-defined]
    return None if bent is None else str(bent.word).replace("ё", "е")
