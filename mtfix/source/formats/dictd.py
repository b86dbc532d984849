"""Dictionaries of the DICT server (RFC 2229, dictd): an index, and a text that may be packed by dictzip.

The index has a line an entry: headword, offset and length, tab-separated, the numbers in base 64 with the digits
``A-Za-z0-9+/`` (dictfmt(1)). A dictzip file is a gzip file, so it is read as a stream, in the order of the offsets.
FreeDict's and Mueller's ways of writing an entry are known; whichever way a dictionary goes, from Russian or from
English, is told by the script of the headword.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mtfix.errors import DataError
from mtfix.source.formats import Pair

_DIGITS = {c: n for n, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
_LONGEST = 1 << 16  # a longer entry is no dictionary entry: a notice, or a damaged index
#: Senses of an entry that are taken, and terms of a sense.
_SENSES, _TERMS = 4, 4
_PHONETIC = re.compile(r"\[[^\]\n]*\]|(?<!\S)/[^/\n]+/|\\[^\\\n]+\\")
_ASIDE = re.compile(r"\([^()]*\)|\{[^{}]*\}")
_TAG = re.compile(r"<([^<>\n]{1,20})>")
#: Labels of Mueller's (_n. _воен.): parts of speech in Latin letters, fields and manners in Cyrillic ones.
_LABEL = re.compile(r"_([A-Za-zА-Яа-яё-]+)\.?")
_SENSE = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}[.)]|[IVX]{1,4}\b|[а-яa-z]\)|[-•])(?=\s|$)")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
#: FreeDict's labels and Mueller's, where they name a part of speech.
_POS = {"n": "noun", "noun": "noun", "v": "verb", "verb": "verb", "vt": "verb", "vi": "verb", "a": "adj",
        "adj": "adj", "adv": "adv"}  # fmt: skip


def number(digits: str) -> int:
    """A number in the index's base 64.

    >>> number("B"), number("BZ"), number("POKN")
    (1, 89, 3990157)
    """
    n = 0
    for c in digits:
        n = n * 64 + _DIGITS[c]
    return n


def read(path: Path) -> Iterator[Pair]:
    """The entries of a dictionary, one pair a sense where it is from English.

    Raises:
        DataError: if one of the two files is not there, or is damaged.
    """
    index, text = _files(path)
    entries = _index(index)
    try:
        with _opened(text) as f:
            yield from _entries(entries, f)
    except (OSError, EOFError, zlib.error) as e:
        raise DataError(f"{text}: cannot be read ({e}); fetch the dictionary again") from None


def _files(path: Path) -> tuple[Path, Path]:
    base = re.sub(r"\.(?:index|dict|dict\.dz)$", "", str(path))
    index = Path(base + ".index")
    for text in (Path(base + ".dict"), Path(base + ".dict.dz")):
        if text.is_file():
            break
    for needed in (index, text):
        if not needed.is_file():
            raise DataError(f"{needed}: no such file; a dictd dictionary is NAME.index with NAME.dict or NAME.dict.dz")
    return index, text


def _opened(text: Path) -> IO[bytes]:
    with text.open("rb") as f:
        packed = f.read(2) == b"\x1f\x8b"
    return gzip.open(text) if packed else text.open("rb")  # type: ignore[return-value]


def _index(path: Path) -> list[tuple[int, int, str]]:
    """Offset, length and headword of every entry, in the order of the text."""
    out = []
    try:
        with path.open(encoding="utf-8", errors="replace") as f:
            for n, line in enumerate(f, 1):
                cells = line.rstrip("\r\n").split("\t")
                try:
                    head, at, size = cells[0], number(cells[1]), number(cells[2])
                except (IndexError, KeyError):
                    raise DataError(f"{path}:{n}: no line of a dictd index (headword, offset, length)") from None
                if not head.startswith(("00-database", "00database")) and size <= _LONGEST:
                    out.append((at, size, head))
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror}); give a dictd index") from None
    return sorted(out)


def _entries(entries: list[tuple[int, int, str]], f: IO[bytes]) -> Iterator[Pair]:
    position, last = 0, (-1, -1)
    for at, size, head in entries:
        if (at, size) == last:
            continue  # another spelling of the same headword
        if at < position:
            f.seek(at)
        while position < at:  # a gzip stream goes forward best
            step = f.read(min(1 << 16, at - position))
            if not step:
                return
            position += len(step)
        data = f.read(size)
        position, last = at + len(data), (at, size)
        yield from parse(head, data.decode("utf-8", "replace"))


def parse(head: str, body: str) -> Iterator[Pair]:
    """The pairs of one entry.

    Args:
        head: the headword as the index has it.
        body: the entry's text.

    >>> list(parse("lentil", "lentil\\n   [lɛntɪl] _n. _бот. чечевица"))
    [Pair(russian=('чечевица',), english=('lentil',), pos='noun', domain='бот', rank=0, from_english=True)]
    >>> [p.english for p in parse("боец", "боец /bɐˈjets/ <n>\\n1. fighter, warrior\\n2. soldier")]
    [('fighter', 'warrior', 'soldier')]
    """
    first, _, rest = body.strip().partition("\n")
    word = _PHONETIC.sub(" ", _TAG.sub(" ", first)).strip()
    if word.split("  ")[0].strip().lower().startswith(head.lower()[:3]) and rest:
        head = word.split("  ")[0].strip()
        rest = first[len(head) :] + "\n" + rest if first.startswith(head) else rest
    else:
        rest = body
    rest = _PHONETIC.sub(" ", " ".join(rest.split()))
    senses = list(_senses(rest))
    if _CYRILLIC.search(head):
        english = tuple(dict.fromkeys(t for terms, _, _ in senses for t in terms if _LATIN.search(t)))
        yield Pair((head,), english, next((p for _, p, _ in senses if p), ""), next((d for *_, d in senses if d), ""))
        return
    made = False
    for rank, (terms, pos, domain) in enumerate(senses):
        if russian := tuple(t for t in terms if _CYRILLIC.search(t) and not _LATIN.search(t)):
            made = True
            yield Pair(russian, (head,), pos, domain, rank, True)
    if not made:
        yield Pair((), (head,), from_english=True)


def _senses(text: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Terms, part of speech and field of the first senses."""
    pos, found = "", 0
    for part in _SENSE.split(text):
        field = ""
        for label in (*_LABEL.findall(part), *_TAG.findall(part)):
            name = label.lower().strip(". ").split(",")[0]
            if name in _POS:
                pos = _POS[name]
            elif _CYRILLIC.search(name) and not field:
                field = name
        plain = _TAG.sub(" ", _LABEL.sub(" ", part))
        while (shorter := _ASIDE.sub(" ", plain)) != plain:
            plain = shorter
        terms = tuple(
            dict.fromkeys(t for x in re.split(r"[,;]", plain) if (t := " ".join(x.split()).strip(" .:—-")))
        )[:_TERMS]  # fmt: skip
        if terms:
            yield terms, pos, field
            found += 1
            if found == _SENSES:
                return
