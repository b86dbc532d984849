"""Known names with their capitals lost or misplaced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import PARTICLES
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.store import Hit

CASE = Rule(
    "name-in-lower-case",
    "linguistic-conventions/capitalisation",
    Severity.MINOR,
    Applicability.SAFE,
    "A known name with its capitals lost or misplaced: Feridun sinirlioğlu, new York, Kim Jong-UN.",
    "MT systems write names they do not know in lower case.",
    ("met Feridun sinirlioğlu", "met Feridun Sinirlioğlu"),
    "Names that are ordinary words in lower case need one part with its capital.",
)
RULES = (CASE,)


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find right letters in wrong capitals."""
    for h in analysis.people.hits:
        text = doc.text[h.start : h.end]
        if text == h.name or text.isupper() or fold_name(h.name) != fold_name(text):
            continue
        if h.entry.type in ("event", "product"):
            continue
        if text.lower() == text and " " not in text and "-" not in text:
            continue  # a single word in lower case: the leftovers' business, or an ordinary word
        right = "".join(c.upper() if n.isupper() else c.lower() for c, n in zip(text, h.name, strict=True))
        if right == text or analysis.line_of(h.start).title_case:
            continue
        sure = _case_surety(doc, analysis, knowledge, h, right)
        if sure:
            yield finding(
                CASE,
                doc,
                h.start,
                h.end,
                f"The name is written {right}",
                suggestions=(right,),
                confidence=sure,
                fix_confidence=sure,
                evidence={"entity": h.entry.id, "source_word": h.entry.ru.lower(), "kind": "case"},
            )


def _case_surety(doc: Document, analysis: Analysis, knowledge: Knowledge, h: Hit, right: str) -> float:
    """How sure it is that the capitals are damage and not a house style or other words; 0 where they are not."""
    english = knowledge.english
    pieces = re.findall(r"[^\W\d_]+", doc.text[h.start : h.end])
    wrong = [a for a, b in zip(pieces, re.findall(r"[^\W\d_]+", right), strict=False) if a != b]
    if not wrong or (
        all(p.lower() in PARTICLES for p in wrong if not p.isupper()) and not any(p.isupper() for p in wrong)
    ):
        return 0.0
    if any(p.islower() and (english.zipf(p) > 6.4 or p in ("the", "a")) for p in wrong):
        return 0.0  # "as Monaco", "the left": a word of the sentence
    some_capital = any(p[0].isupper() for p in pieces)
    ordinary = all(english.zipf(p.lower()) > 3.0 and english.pos(p.lower()) for p in pieces)
    only_upper = all(p[0].isupper() for p in wrong)  # capitals too many: Kim Jong-UN
    if (h.entry.type == "body" and not some_capital) or (ordinary and (not some_capital or only_upper)):
        return 0.0
    if only_upper and not any(len(p) > 1 and p.isupper() for p in wrong):
        return 0.0  # "Al-Nusra", "De Mistura": a house style, no damage
    # "new York", "black sea Fleet": the first part lost its capital. "White house": a capital that only the name
    # explains. But "London club", "Moscow region" are a place and a common noun.
    lost_first = pieces[0].islower() and pieces[-1][0].isupper()
    first = english.pos(pieces[0].lower())
    explained = pieces[0][0].isupper() and first and not analysis.initial(doc.word_at(h.start))
    if lost_first and h.entry.type == "place" and pieces[0].endswith("ern"):
        return 0.0  # "eastern Ukraine": an adjective of direction is no part of the name
    after = doc.text[h.end :].split(maxsplit=1)[:1]
    if lost_first and first and after and after[0].strip(",.").lower() in knowledge.nouns_of_people:
        return 0.0  # "the new Mexico coach": the first word goes with the noun
    if only_upper or (not ordinary and h.entry.type == "person") or lost_first:
        return 0.95
    if explained and h.entry.type in ("place", "body"):
        return 0.5 if wrong == ["party"] else 0.9  # "the Labour party": British papers write the head small
    tail_noun = pieces[0][0].isupper() and all(english.pos(p) for p in wrong)
    return 0.0 if tail_noun else 0.5
