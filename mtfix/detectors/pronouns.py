"""Pronouns of the other sex: свой and ее came out as his, it."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import MEN, WOMEN, russian_person
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.text.case import carry, is_capitalised

PRONOUN = Rule(
    "wrong-pronoun",
    "linguistic-conventions/agreement",
    Severity.MAJOR,
    Applicability.UNSAFE,
    "A pronoun of the other sex, or “it”, of a person: “Maria Ivanova wrote on his page”.",
    "Russian свой and его do not show the sex of the owner as English his and her do; the machine guessed.",
    ("The actress Maria Ivanova wrote on his page", "The actress Maria Ivanova wrote on her page"),
    "Offered alone, never made; only where the sentence and the one before it speak of nobody else.",
)
RULES = (PRONOUN,)

_HERS = {"his": "her", "he": "she", "himself": "herself"}
_FEMININE_NOUNS = frozenset(
    (
        "actress spokeswoman woman girl lady mother daughter sister wife widow policewoman chairwoman queen "
        "princess"
    ).split()
)
_MASCULINE_NOUNS = frozenset(
    (
        "man boy father son brother husband king prince uncle grandfather nephew spokesman chairman "
        "businessman gentleman"
    ).split()
)
_KIN = frozenset("daughter son wife children mother father sister brother family".split())
_MALE = frozenset("he him his himself".split())
_FEMALE = frozenset("she her hers herself".split())
#: Participles that are said of people: what they are held for.
_ACCUSED = frozenset("suspected accused convicted charged detained arrested wanted".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find pronouns that do not fit their person."""
    lower = analysis.lower_types
    if not lower & (_MALE | {"it", "her"}):
        return
    for i, w in enumerate(doc.words):
        word = w.text.lower()
        f = None
        if word in _HERS:
            f = _of_woman(doc, analysis, knowledge, i)
        elif word == "it":
            f = _it(doc, analysis, knowledge, i)
        elif word == "her" and analysis.before(i) == "and" and analysis.after(i) in _KIN:
            f = _of_man(doc, analysis, knowledge, i)
        if f is not None:
            yield f


def _sexes(doc: Document, analysis: Analysis, knowledge: Knowledge, lo: int, hi: int) -> list[tuple[int, str]]:
    """People of a stretch of words with their sex where a word tells it, `?` where another person may be meant."""
    out: list[tuple[int, str]] = []
    for k in range(lo, hi):
        text = doc.words[k].text
        word = text.lower()
        if word in _FEMININE_NOUNS or word in WOMEN or word in _FEMALE:
            out.append((k, "f"))
        elif word in _MASCULINE_NOUNS or word in MEN or word in _MALE:
            out.append((k, "m"))
        elif is_capitalised(text) and (g := gender_of(text, knowledge)):
            out.append((k, g))
    return out


def _subject(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> tuple[int, int, list[tuple[int, str]]]:
    lo, _ = analysis.sentence(i)
    return lo, i, _sexes(doc, analysis, knowledge, lo, i)


def _of_woman(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """his, of a Russian woman who is the only person so far."""
    lo, _, people = _subject(doc, analysis, knowledge, i)
    if not people or any(g != "f" for _, g in people):
        return None
    named = [k for k, _ in people if is_capitalised(doc.words[k].text) and russian_person(doc, k, knowledge)]
    if not named or named[0] - lo > 6 or any(not _calm(analysis, k) for k in range(lo + 1, i)):
        return None
    if lo > 0:
        before, _ = analysis.sentence(lo - 1)
        if any(g == "m" for _, g in _sexes(doc, analysis, knowledge, before, lo)):
            return None
    if any(is_capitalised(doc.words[k].text) for k in range(named[0] + 2, i)):
        return None  # a third name in between: it may be his
    w = doc.words[i]
    word = w.text.lower()
    if word == "he" and analysis.before(i) != "that":
        return None
    right = carry(w.text, _HERS[word])
    why = f"{doc.words[named[0]].text} is a woman's name, and nobody else is spoken of"
    return finding(
        PRONOUN,
        doc,
        w.start,
        w.end,
        why,
        suggestions=(right,),
        confidence=0.5,
        fix_confidence=0.5,
        evidence={
            "kind": "possessive" if word == "his" else "personal",
            "source_word": "свой" if word == "his" else "она",
        },
    )


def _calm(analysis: Analysis, k: int) -> bool:
    """Whether no quotation or new clause by a semicolon begins before word `k`."""
    return not any(c in analysis.gap(k) for c in '“”"«»;')


def _it(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """“It is suspected of”, after a person."""
    words = doc.words
    if i + 2 >= len(words) or words[i + 1].text not in ("is", "was") or words[i + 2].text not in _ACCUSED:
        return None
    if not words[i].text[0].isupper() or i == 0:
        return None
    lo, _ = analysis.sentence(i - 1)
    people = _sexes(doc, analysis, knowledge, lo, i)
    sexes = {g for _, g in people}
    if len(sexes) != 1 or not any(russian_person(doc, k, knowledge) for k, _ in people):
        return None
    if any(w.text.lower() in knowledge.nouns_of_bodies for w in words[lo:i]):
        return None  # a company, a bank: it may be what is suspected
    right = "She" if sexes == {"f"} else "He"
    return finding(
        PRONOUN,
        doc,
        words[i].start,
        words[i].end,
        "A person is spoken of",
        suggestions=(right,),
        confidence=0.6,
        fix_confidence=0.6,
        evidence={"kind": "personal", "source_word": "её" if right == "She" else "его"},
    )


def _of_man(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """The colonel and her daughter … the man."""
    lo, hi = analysis.sentence(i)
    before = {g for _, g in _sexes(doc, analysis, knowledge, lo, i)}
    after = {g for k, g in _sexes(doc, analysis, knowledge, i + 2, hi)}
    if "f" in before or "f" in after or "m" not in after:
        return None
    w = doc.words[i]
    return finding(
        PRONOUN,
        doc,
        w.start,
        w.end,
        "The sentence speaks of a man",
        suggestions=(carry(w.text, "his"),),
        confidence=0.5,
        fix_confidence=0.5,
        evidence={"kind": "possessive", "source_word": "его"},
    )
