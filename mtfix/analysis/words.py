"""What the lexicon holds on a word: the page that `mtfix lexicon show` prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtfix.source.russian.lexicon import Entry, origin

if TYPE_CHECKING:
    from mtfix.analysis.knowledge import Knowledge
    from mtfix.source.russian.pack import Reading

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_POS = {
    "NOUN": "noun", "ADJF": "adjective", "VERB": "verb", "ADVB": "adverb", "PRED": "predicative", "PRCL": "particle",
}  # fmt: skip
#: Lemmas of a string in Latin letters that are shown, and how far behind the best one may be (natural logarithm).
_READINGS, _BEHIND = 3, 6.0


def page(word: str, knowledge: Knowledge) -> str:
    """English, part of speech, sense class, domain and origin of a word.

    Args:
        word: a Russian lemma or form, or a string in Latin letters.
        knowledge: what is known.

    >>> from mtfix.analysis.knowledge import Knowledge
    >>> from mtfix.config import Config
    >>> print(page("ведомствами", Knowledge.open(Config())).splitlines()[0])
    ведомствами: instrumental plural noun of ведомство
    """
    russian = knowledge.source
    if _CYRILLIC.search(word):
        return _russian(russian.read(word.lower()), word, knowledge)
    found = russian.restorer.restore(word.lower()) if len(word) > 2 else ()
    if not found:
        return f"{word}: no Russian word is written so\n"
    by_lemma: dict[str, Reading] = {}
    for r in found:
        if r.score > found[0].score - _BEHIND:
            reading = russian.read(r.form, r.first)
            by_lemma.setdefault(reading.lemma, reading)
    shown = list(by_lemma.values())[:_READINGS]
    return "".join(_russian(reading, f"{word}: {reading.form}", knowledge) for reading in shown)


def _russian(reading: Reading, title: str, knowledge: Knowledge) -> str:
    lexicon = knowledge.source.lexicon
    entries = lexicon.entries(reading.lemma)
    of = f" of {reading.lemma}" if reading.lemma != reading.form else ""
    out = [f"{title}: {reading.grammar.words}{of}" if reading.grammar.words else title]
    for e in sorted(entries, key=lambda e: e.english[0] not in reading.english):
        out.append(f"  {_POS.get(e.pos, e.pos)}, {e.sense or 'no class'}: {'; '.join(e.english)}")
        out.append(f"    from {_origin(e, knowledge)}")
    if not entries and reading.derived:
        out.append(f"  {reading.sense or 'no class'}: {'; '.join(reading.english)}")
        out.append(f"    from its parts: {_parts(reading, knowledge)}")
    elif not entries:
        out.append("  not in the lexicon, and of no parts that it knows; a file of your own can hold it (--lexicon)")
    return "\n".join(out) + "\n"


def _origin(entry: Entry, knowledge: Knowledge) -> str:
    row = knowledge.source.lexicon.row(entry)
    if not row.where:
        return f"{origin(entry)} (shipped)"
    domain = f", domain {row.domain}" if row.domain else ""
    return row.where + domain + (f", after {row.source}" if row.source else "")


def _parts(reading: Reading, knowledge: Knowledge) -> str:
    russian = knowledge.source
    for part in sorted(russian.first_parts, key=len, reverse=True):
        rest = reading.form[len(part) :].lstrip("-")
        if reading.form.startswith(part) and len(rest) >= 4 and rest in russian.index:
            base = russian.read(rest)
            if base.english and not base.derived:
                return f"{part}- ({russian.first_parts[part]}) + {base.lemma} ({base.english[0]})"
    return "a word that it is made of by an ending"
