"""TermBase eXchange (ISO 30042), versions 2 and 3, read as a stream; no library, no network, no entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from mtfix.errors import DataError

#: Elements of a concept, of a language in it, and of a term in that: version 2 (martif), version 3 (tbx).
_CONCEPT, _LANGUAGE = ("termEntry", "conceptEntry"), ("langSet", "langSec")
_TERM = ("tig", "ntig", "termSec")
_STATUS = ("administrativeStatus", "normativeAuthorization")
_CHUNK = 1 << 16
#: A term or note longer than this is no term; reading it would take memory without end.
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Term:
    """One term: how it is written, its part of speech and its status, both as the file has them (empty if not said).

    The usual statuses are ``preferredTerm-admn-sts``, ``admittedTerm-admn-sts``, ``deprecatedTerm-admn-sts`` and
    ``supersededTerm-admn-sts``.
    """

    text: str
    pos: str = ""
    status: str = ""
    line: int = 0

    @property
    def wrong(self) -> bool:
        """Whether it is a term that shall not be used.

        >>> Term("State Secretary", status="deprecatedTerm-admn-sts").wrong, Term("secretary of state").wrong
        (True, False)
        """
        return self.status.lower().startswith(("deprecated", "superseded", "obsolete", "notrecommended"))


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its terms by language (lower case, without the region: ru, en)."""

    id: str
    subject: str
    terms: dict[str, list[Term]]
    line: int


@dataclass
class _State:
    """Where the reader is."""

    path: list[str] = field(default_factory=list)
    text: list[str] | None = None
    size: int = 0
    kind: str = ""
    done: list[Concept] = field(default_factory=list)
    concept: Concept | None = None
    subject: str = ""
    language: str = ""
    term: dict[str, str] = field(default_factory=dict)
    line: int = 0
    root: str = ""


def read_tbx(path: Path) -> Iterator[Concept]:
    """The concepts of a file, one after the other; memory does not grow with it.

    Both ways of version 3 are read (``<termNote type="partOfSpeech">`` and ``<min:partOfSpeech>``). A DOCTYPE is
    passed over, and nothing that it names is fetched.

    Args:
        path: a TBX file.

    Raises:
        DataError: with file and line, if it cannot be read, is not well-formed, declares entities, or is no TBX.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    state = _State()

    def refuse(*_: object) -> None:
        raise DataError(f"{path}:{parser.CurrentLineNumber}: declares an entity; write the characters themselves")

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: _start(state, path, parser.CurrentLineNumber, name, given)
    parser.EndElementHandler = lambda name: _end(state, parser.CurrentLineNumber)
    parser.CharacterDataHandler = lambda data: _data(state, path, parser.CurrentLineNumber, data)
    try:
        with open(path, "rb") as f:
            while chunk := f.read(_CHUNK):
                parser.Parse(chunk, False)
                yield from state.done
                state.done.clear()
            parser.Parse(b"", True)
            yield from state.done
    except OSError as e:
        raise DataError(f"{path}: cannot be read ({e.strerror}); give a TBX file") from None
    except expat.ExpatError as e:
        why = expat.ErrorString(e.code)
        raise DataError(f"{path}:{e.lineno}: not well-formed XML ({why}); mend the file") from None


def _start(state: _State, path: Path, line: int, name: str, given: dict[str, str]) -> None:
    local = name.rpartition(":")[2]
    if not state.root:
        state.root = local
        if local not in ("martif", "tbx"):
            raise DataError(f"{path}:{line}: <{name}> is no TBX; the outermost element must be <martif> or <tbx>")
    state.path.append(local)
    if local in _CONCEPT:
        state.concept, state.subject = Concept(given.get("id", ""), "", {}, line), ""
    elif local in _LANGUAGE:
        state.language = given.get("xml:lang", given.get("lang", "")).lower().replace("_", "-").partition("-")[0]
        if not state.language:
            raise DataError(f"{path}:{line}: <{local}> without xml:lang; name the language of its terms")
    elif local in _TERM:
        state.term, state.line = {}, line
    elif state.concept is not None and state.text is None:
        kind = given.get("type", "") if local in ("termNote", "descrip") else local
        if kind in ("term", "partOfSpeech", "subjectField", *_STATUS):
            state.kind, state.text, state.size = kind, [], 0


def _data(state: _State, path: Path, line: int, data: str) -> None:
    if state.text is not None:
        state.text.append(data)
        state.size += len(data)
        if state.size > _LONGEST:
            raise DataError(f"{path}:{line}: a term of more than {_LONGEST:,} characters; is this a termbase?")


def _end(state: _State, line: int) -> None:
    local = state.path.pop()
    kind = "term" if local == "term" else state.kind
    if state.text is not None and local in ("term", "termNote", "descrip", state.kind):
        value = " ".join("".join(state.text).split())
        state.text = None
        if kind == "subjectField":
            state.subject = value
        elif value:
            state.term.setdefault("status" if kind in _STATUS else kind, value)
    elif local in _TERM and state.concept is not None and "term" in state.term:
        t = state.term
        term = Term(t["term"], t.get("partOfSpeech", ""), t.get("status", ""), state.line)
        state.concept.terms.setdefault(state.language, []).append(term)
    elif local in _CONCEPT and state.concept is not None:
        c = state.concept
        state.done.append(Concept(c.id, state.subject, c.terms, c.line))
        state.concept = None
