"""House styles: how AP, Reuters, the UN and the BGN spell a name of the gazetteer.

What is known of an entry for certain stands in ``data/styles/names.tsv``. Beside it, Russian names follow a scheme:
BGN/PCGN letter by letter for ``bgn``; for AP and Reuters the newsroom's, but only where the usual spelling of the
entry confirms it, since both let a person keep a spelling of his own. Where nothing is certain there is no spelling.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from mtfix.errors import DataError
from mtfix.gazetteer.entry import Entry
from mtfix.source.romanise import romanise
from mtfix.tables import DATA, cells, read_table

#: Styles that change nothing.
KEEP = "keep"
_NEWSROOM = frozenset({"ap", "reuters"})
#: Types of entries whose Russian names follow a scheme.
_NAMED = frozenset({"person", "place"})


@dataclass(frozen=True)
class Style:
    """One house's spellings.

    Args:
        name: ``ap``, ``reuters``, ``un`` or ``bgn``; ``keep`` has no spellings.
        facts: entry id to spelling.
        given: Russian given name to its spellings, for the houses that have such a list.

    >>> e = Entry("q", "person", "Dmitry Peskov", "Дмитрий Песков", country="RU")
    >>> Style.open("bgn").spelling(e), Style.open("ap").spelling(e), Style.open("keep").spelling(e)
    ('Dmitriy Peskov', 'Dmitry Peskov', '')
    """

    name: str
    facts: dict[str, str]
    given: dict[str, tuple[str, ...]]

    @classmethod
    @functools.cache
    def open(cls, name: str) -> Style:
        """The style of a name, from the tables."""
        if name == KEEP:
            return cls(name, {}, {})
        path = DATA / "styles/names.tsv"
        rows = read_table(path, ("entry", "style", "spelling", "source"))
        facts: dict[str, str] = {}
        for r in rows:
            if r["style"] == name:
                if r["entry"] in facts:
                    raise DataError(f"{path}: {r['entry']} has two spellings in style {name}; leave one")
                facts[r["entry"]] = r["spelling"]
        given = read_table(DATA / "styles/given.tsv", ("russian", *sorted(_NEWSROOM)))
        return cls(name, facts, {r["russian"]: cells(r[name]) for r in given} if name in _NEWSROOM else {})

    def spelling(self, e: Entry) -> str:
        """How the house spells the whole name of an entry; empty where that is not certain."""
        if (fact := self.facts.get(e.id)) is not None:
            return fact
        if e.country != "RU" or e.type not in _NAMED:
            return ""
        if self.name == "bgn":
            return bgn(e)
        if self.name in _NEWSROOM and e.type == "person" and " " in e.en and " " in e.ru:
            return e.en if e.en.split(" ")[0] in self.given.get(e.ru_parts[0], ()) else ""
        if self.name in _NEWSROOM and e.type == "place":
            return e.en if _same(e.en, " ".join(romanise(p, "press") for p in e.ru_parts)) else ""
        return ""


def bgn(e: Entry) -> str:
    """A Russian name by BGN/PCGN 1947, signs and all; empty where English has a name of its own (Moscow).

    >>> bgn(Entry("q", "place", "Grozny", "Грозный", country="RU"))
    'Groznyy'
    >>> bgn(Entry("q", "place", "Moscow", "Москва", country="RU"))
    ''
    """
    words = re.split(r"([\s\-]+)", e.ru)
    english = re.split(r"[\s\-]+", e.en)
    names = words[::2]
    if len(names) != len(english):
        return ""
    out = []
    for n, (ru, en) in enumerate(zip(names, english, strict=True)):
        word = next((w for w in _with_yo(ru) if _near(w, en)), "")
        if not word and not (e.type == "person" and n == 0):
            return ""
        out += [romanise(word or ru, "bgn_pcgn").replace("ʹ", "’").replace("ʺ", "”"), *words[2 * n + 1 : 2 * n + 2]]
    return "".join(out)


#: Schemes by one of which an English spelling is known to be a romanisation, and not a name of its own.
_SCHEMES = ("press", "bgn_pcgn", "icao", "gost_52535", "ala_lc_plain", "sloppy_h")


def _near(russian: str, english: str) -> bool:
    return any(_same(romanise(russian, s), english) for s in _SCHEMES)


def _same(a: str, b: str) -> bool:
    def plain(s: str) -> str:
        return re.sub(r"[^a-zë]", "", s.lower())

    return plain(a) == plain(b)


def _with_yo(word: str) -> list[str]:
    """The word, and with each е as ё: Russian print leaves the dots out, an English o shows them.

    >>> _with_yo("Орел")
    ['Орел', 'Орёл']
    """
    return [word, *(word[:i] + "ё" + word[i + 1 :] for i, c in enumerate(word) if c == "е")]
