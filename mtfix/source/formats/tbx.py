"""TermBase eXchange: TBX v2 (ISO 30042:2008, root ``martif``) and v3 (ISO 30042:2019, root ``tbx``), in either style.

Read with expat as a stream, one concept in memory. External entities are never fetched, and a file that declares
entities is refused: a termbase has no use for them, and nested ones fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from mtfix.errors import DataError
from mtfix.source.formats import Pair

_CONCEPT = ("termentry", "conceptentry")
_LANGUAGE = ("langset", "langsec")
_TERM = ("tig", "ntig", "termsec")
#: Data categories, as an attribute `type` (DCA style) or as the name of an element (DCT style).
_POS, _DOMAIN, _STATUS = "partofspeech", "subjectfield", ("administrativestatus", "normativeauthorization")
#: Values that say a term is not to be used.
_REFUSED = ("deprecated", "superseded", "notrecommended")


@dataclass
class _Concept:
    terms: dict[str, list[str]] = field(default_factory=dict)
    pos: str = ""
    domain: str = ""


class _Handler:
    """Gathers concepts; the names of elements and attributes are taken without namespace and letter case."""

    def __init__(self) -> None:
        self.done: list[Pair] = []
        self.root = ""
        self._concept: _Concept | None = None
        self._language = ""
        self._term = self._pos = self._status = ""
        self._text: list[str] = []
        self._kinds: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _plain(name)
        self.root = self.root or tag
        kind = _plain(attributes.get("type", "")) or tag
        self._kinds.append(kind if tag != "term" else "term")
        if tag in _CONCEPT:
            self._concept = _Concept()
        elif tag in _LANGUAGE:
            self._language = next((v for k, v in attributes.items() if k.endswith("lang")), "").lower()[:2]
        elif tag in _TERM:
            self._term = self._pos = self._status = ""
        if tag not in ("hi",):  # marked-up parts of a term belong to it
            self._text = []

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, name: str) -> None:
        tag, kind = _plain(name), self._kinds.pop()
        value = " ".join("".join(self._text).split())
        if kind == "term":
            self._term = value
        elif kind == _POS:
            self._pos = value
        elif kind in _STATUS:
            self._status = value
        elif kind == _DOMAIN and self._concept is not None and value:
            self._concept.domain = self._concept.domain or value
        if self._concept is None:
            return
        if tag in _TERM and self._term and not _plain(self._status).startswith(_REFUSED):
            terms = self._concept.terms.setdefault(self._language, [])
            if "preferred" in self._status.lower():
                terms.insert(0, self._term)
            else:
                terms.append(self._term)
            if self._language == "ru" or not self._concept.pos:
                self._concept.pos = self._pos or self._concept.pos
        elif tag in _CONCEPT:
            c = self._concept
            self.done.append(Pair(tuple(c.terms.get("ru", ())), tuple(c.terms.get("en", ())), c.pos, c.domain))
            self._concept = None


def read(path: Path) -> Iterator[Pair]:
    """The concepts of a termbase, each a pair.

    Raises:
        DataError: if it cannot be read, is no XML or no TBX, or declares entities; file and line are named.
    """
    handler = _Handler()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = _refuse
    try:
        with path.open("rb") as f:
            while chunk := f.read(1 << 16):
                parser.Parse(chunk, False)
                yield from handler.done
                handler.done.clear()
            parser.Parse(b"", True)
    except _Entities:
        raise DataError(f"{path}:{parser.CurrentLineNumber}: declares entities; resolve them before import") from None
    except expat.ExpatError as e:
        why = expat.ErrorString(e.code)
        raise DataError(f"{path}:{e.lineno}: no well-formed XML ({why}); export it again") from None
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror}); give a TBX file") from None
    yield from handler.done
    if handler.root not in ("martif", "tbx"):
        raise DataError(f"{path}: its root is <{handler.root}>, not <martif> or <tbx>; give a TBX file, or --format")


class _Entities(Exception):
    pass


def _refuse(*_: Any) -> None:
    raise _Entities


def _plain(name: str) -> str:
    """A name without namespace prefix, hyphens and letter case.

    >>> _plain("min:partOfSpeech"), _plain("preferredTerm-admn-sts")
    ('partofspeech', 'preferredtermadmnsts')
    """
    return name.rsplit(":", 1)[-1].replace("-", "").lower()
