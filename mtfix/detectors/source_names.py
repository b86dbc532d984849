"""Names of the translation that are not the names of its source text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import bare
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding

if TYPE_CHECKING:
    from mtfix.analysis.name_verdicts import Verdict
    from mtfix.analysis.name_words import NameAsWord

UNLIKE = Rule(
    "name-unlike-source",
    "terminology/name",
    Severity.MAJOR,
    Applicability.SAFE,
    "A name that differs from the one in the source text: Kechyoggolu for Кечагиоглоу, Varlamova for Варламов.",
    "MT cuts rare names into pieces and puts them together wrongly, keeps Russian case endings, and writes foreign "
    "names as Russian letters sound; the source text has the name whole.",
    (
        "The match was held in Dsseldorf.",
        "The match was held in Duesseldorf.",
    ),
    "Needs the source text. A spelling that sounds as the source's nominative stays, unless a known original does "
    "too and the name is foreign. Made only where the gazetteer has the name that the source names.",
    source="Матч прошёл в Дюссельдорфе.",
)
AS_WORD = Rule(
    "name-as-word",
    "accuracy/mistranslation",
    Severity.MAJOR,
    Applicability.SAFE,
    "A word where the source text has a name: Sands for Песков, Novel for Роман.",
    "Many Russian surnames and given names are words, or look like their case forms; MT translates them.",
    (
        "Kremlin spokesman Dmitry Sands said that the talks would go on.",
        "Kremlin spokesman Dmitry Peskov said that the talks would go on.",
    ),
    "Needs the source text. A word stays where the name stands beside it, spelt; at the head of a sentence a verb of "
    "saying, or the other half of the name, must show a person. Made only where the source has the whole name of "
    "somebody in the gazetteer.",
    source="Пресс-секретарь Кремля Дмитрий Песков заявил, что переговоры продолжатся.",
)
RULES = (UNLIKE, AS_WORD)
#: How sure it is that the word is damaged and that the first spelling is right, by kind of damage, from the references
#: and the outputs of weak systems on WMT21 ru-en.
_SURE = {"case": (0.8, 0.7), "form": (0.85, 0.7), "respelt": (0.6, 0.6), "stranger": (0.5, 0.4)}
_SETTLED, _NAMED_WHOLE = 0.93, 0.96
_WHY = {
    "case": "the source has {source}, whose nominative is {lemma}: {right}",
    "form": "the source has {source}: {right}",
    "respelt": "the source has {source}, which English writes {right}",
    "stranger": "no word of the source sounds so, and its {source} is not rendered: {right}?",
}


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names that are not their source's."""
    if not doc.source:
        return
    from mtfix.analysis.name_verdicts import NameVerdicts
    from mtfix.analysis.name_words import NameWords

    read = NameVerdicts(analysis)
    for v in read.verdicts:
        yield _unlike(doc, v)
    for n in NameWords(analysis, read.pairs).found():
        yield _as_word(doc, n)


def _as_word(doc: Document, n: NameAsWord) -> Finding:
    w = doc.words[n.i]
    word = bare(w.text)
    sure = _NAMED_WHOLE if n.settled else 0.7
    evidence = {"kind": "translated", "source_word": n.name.form, "lemma": n.best.nominative}
    if n.settled and n.best.entity is not None:
        evidence["entity"] = n.best.entity.id
    return finding(
        AS_WORD,
        doc,
        w.start,
        w.start + len(word),
        f"{word}: the source has the name {n.name.text}: {n.spellings[0]}",
        suggestions=n.spellings,
        confidence=sure,
        fix_confidence=sure,
        evidence=evidence,
    )


def _unlike(doc: Document, v: Verdict) -> Finding:
    w = doc.words[v.i]
    word = bare(w.text)
    damaged, right = (_SETTLED, _SETTLED) if v.settled else _SURE[v.kind]
    evidence = {"kind": v.kind, "source_word": v.name.form, "lemma": v.lemma}
    if v.entity is not None:
        evidence["entity"] = v.entity.id
    why = _WHY[v.kind].format(source=v.name.text, lemma=v.lemma.capitalize(), right=v.spellings[0])
    return finding(
        UNLIKE,
        doc,
        w.start,
        w.start + len(word),
        f"{word}: {why}",
        suggestions=v.spellings,
        confidence=damaged,
        fix_confidence=right,
        evidence=evidence,
    )
