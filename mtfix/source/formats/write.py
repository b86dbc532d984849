"""The lexicon in other programs' formats: a table of its own kind (TSV), CSV (RFC 4180), TBX v3 (ISO 30042:2019)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from mtfix.source.russian.rows import COLUMNS, FURTHER, Row

FORMATS = ("tsv", "csv", "tbx")
_TBX_POS = {"NOUN": "noun", "ADJF": "adjective", "VERB": "verb", "ADVB": "adverb"}
_TBX_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="ru" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>mtfix lexicon</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""


def lines(rows: Iterable[Row], form: str, comments: Iterable[str] = ()) -> Iterator[str]:
    """A file's text, piece by piece.

    Args:
        rows: what is written.
        form: one of `FORMATS`.
        comments: lines that say where the rows come from; formats that have no comments go without.

    >>> row = Row("боец", "NOUN", ("fighter", "warrior"), "person", "military")
    >>> list(lines([row], "csv"))[1]
    'боец,fighter; warrior,NOUN,person,military,\\r\\n'
    """
    if form == "tsv":
        yield from (f"# {c}\n" for c in comments)
        yield "\t".join((*COLUMNS, *FURTHER)) + "\n"
        for r in rows:
            cells = (r.lemma, r.pos, "; ".join(r.english), r.sense, r.domain, r.source)
            yield "\t".join(" ".join(c.split()) for c in cells) + "\n"
    elif form == "csv":
        yield _csv("ru", "en", "pos", "sense", "domain", "source")
        for r in rows:
            yield _csv(r.lemma, "; ".join(r.english), r.pos, r.sense, r.domain, r.source)
    else:
        yield _TBX_HEAD
        for n, r in enumerate(rows, 1):
            yield from _concept(n, r)
        yield "</body></text>\n</tbx>\n"


def _csv(*cells: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _concept(n: int, row: Row) -> Iterator[str]:
    yield f'<conceptEntry id="c{n}">'
    if row.domain:
        yield f'<descrip type="subjectField">{escape(row.domain)}</descrip>'
    pos = f'<termNote type="partOfSpeech">{_TBX_POS.get(row.pos, "other")}</termNote>'
    for language, terms in (("ru", (row.lemma,)), ("en", row.english)):
        yield f'<langSec xml:lang="{language}">'
        for term in terms:
            yield f"<termSec><term>{escape(term)}</term>{pos}</termSec>"
        yield "</langSec>"
    yield "</conceptEntry>\n"
