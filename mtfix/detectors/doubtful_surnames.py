"""Words beside a Russian's given name that are no surname of any kind that Russians bear: Alexei Danceparty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import bare, lawful_parts, russian_given, slavic_given
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.source.russian.fold import keys_of_latin
from mtfix.source.russian.index import Kind
from mtfix.text.case import is_capitalised

DOUBTFUL = Rule(
    "doubtful-surname",
    "terminology/name",
    Severity.MAJOR,
    Applicability.DISPLAY,
    "An unknown word that is no kind of Russian surname, beside the given name of a Russian: Alexei Danceparty.",
    "A surname that the machine did not know may come out as any word or none; an editor must look it up.",
    ("The photo was taken by Alexei Danceparty on Monday.", ""),
    "Shown, never repaired: what the surname was cannot be known without the source. Surnames with an ending that "
    "Russians of any origin bear are left.",
)
RULES = (DOUBTFUL,)

#: Endings of surnames borne in Russia, of whatever origin (Unbegaun, Russian Surnames, 1972).
_BORNE = re.compile(
    r"(?:[oe]v|yov|[iy]n|[oe]va|[iy]na|[st]ki[iy]?|[st]k[iy]y?|[st]koy|kaya|[kl]o|ago|ovo|uk|[aeiouy]k|[iy]ch|vitch|ets|[aeiou]r|"
    r"dze|shvili|[iy]?an|[yi]kh|[iy]di|oglu|man|berg|ste[iy]n|shte[iy]n|feld|fel’?d|burg|[aiu]s|[aeo][iy]|i|i[iy]|[bcdghklmnrsv]a|"
    r"[iy]a|ub|tz|ts|sh|ch|kh|zh|m|on|un|en|y?ul|el|[aeo]d|[aeiou]t|rt|nt|ff|ld|l[iy]|n[iy]|[aeiou]v|[bdgvz]|nd)$"
)
_COMMON = -5.2  # log10 frequency from which a given name is usual in Russian


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find doubtful surnames."""
    english, index = knowledge.english, knowledge.source.index
    for i in range(1, len(doc.words)):
        given, word = doc.words[i - 1].text, bare(doc.words[i].text)
        if len(word) < 6 or len(given) < 4 or not (is_capitalised(given) and is_capitalised(word)):
            continue
        lower = word.lower()
        if not (word.isascii() and given.isascii() and lower.isalpha()) or not analysis.adjacent(i):
            continue
        if english.zipf(lower) > 0.9 or english.pos(lower) or _BORNE.search(lower) or is_capitalised(analysis.after(i)):
            continue
        if i in analysis.people.known or knowledge.gazetteer.has_token(fold_name(word)):
            continue
        if not slavic_given(given, knowledge) or not _russian(given, knowledge):
            continue
        if any(index.by_key(k) for k in keys_of_latin(word)[:6]):
            continue  # a Russian word or name by its sound
        w = doc.words[i]
        yield finding(
            DOUBTFUL,
            doc,
            doc.words[i - 1].start,
            w.start + len(word),
            f"{word} is no kind of surname that Russians bear: look the name up",
            confidence=0.6,
            evidence={"kind": "doubtful"},
        )


def _russian(given: str, knowledge: Knowledge) -> bool:
    """Whether a given name is spelt as Russian ones are, usual in Russian, and no other word of it."""
    form, index = russian_given(given)[0], knowledge.source.index
    entry = Entry("", "person", form, form)
    return (
        index.log10(form) >= _COMMON
        and not index.kind(form) & Kind.COMMON
        and lawful_parts([given.lower().replace("x", "ks")], entry)
    )
