"""Surnames in the form of the other sex."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import (
    MEN,
    WOMEN,
    bare,
    feminine,
    is_given_of,
    is_right_given,
    masculine,
    role_fits,
    russian_given,
    slavic_given,
)
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.text.case import is_capitalised

GENDER = Rule(
    "lost-gender",
    "linguistic-conventions/agreement",
    Severity.MAJOR,
    Applicability.SAFE,
    "A surname in the form of the other sex: “According to Zakharov” of Maria Zakharova.",
    "The oblique case of a woman's surname was taken for a man's name, or the other way round.",
    ("Maria Zakharova spoke. According to Zakharov, …", "Maria Zakharova spoke. According to Zakharova, …"),
    "Made only where the story names one person of that surname, with a given name that tells the sex, or after Mr and "
    "Mrs; where only the pronouns of the sentence speak for it, it is offered.",
)
RULES = (GENDER,)

_MASCULINE = re.compile(r"(?:ov|ev|yov|in|yn|sky|skiy|skii|ski|tsky)$")
_FEMININE = re.compile(r"(?:ova|eva|yova|ina|yna|skaya|tskaya)$")
_SHE = frozenset("she her hers herself girl woman actress lady daughter mother wife sister".split())
_HE = frozenset("he his him himself man boy".split())
#: Verbs that show a bare surname to be a subject.
_VERBS = frozenset("was is has had does did will would could can may".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find surnames of the wrong sex."""
    shapes = {t for t in doc.types if is_capitalised(t) and _shape(bare(t), knowledge)}
    for i, w in enumerate(doc.words):
        if w.text in shapes:
            word = bare(w.text)
            rule = _to_woman if _MASCULINE.search(word) else _to_man
            if (f := rule(doc, analysis, knowledge, i, word)) is not None:
                yield f


def _shape(word: str, knowledge: Knowledge) -> bool:
    if len(word) < 5 or not word.isascii() or not word[1:].islower():
        return False  # á, í: another language's surnames
    lower = word.lower()
    known = knowledge.english.pos(lower) or knowledge.english.zipf(lower) >= 3.2
    return not known and bool(_MASCULINE.search(lower) or _FEMININE.search(lower))


def _given(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> tuple[str, str]:
    """The word before word `i` and the sex that it tells."""
    before = doc.words[i - 1].text if analysis.adjacent(i) else ""
    lower = before.lower()
    if lower in MEN or lower in WOMEN:
        return before, "m" if lower in MEN else "f"
    return before, gender_of(before, knowledge) if is_capitalised(before) else ""


def _to_woman(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str) -> Finding | None:
    people, folded = analysis.people, fold_name(word)
    before, given = _given(doc, analysis, knowledge, i)
    woman = feminine(word)
    met = people.surnames.get(fold_name(woman), frozenset())
    women = [e for e in knowledge.gazetteer.by_surname(fold_name(woman)) if e.gender == "f"]
    if given == "f":
        return _beside_her(doc, analysis, knowledge, i, word, woman, before, women, met)
    if given == "m":
        return _whole_woman(doc, analysis, knowledge, i, word, before, women)
    if "m" in people.surnames.get(folded, frozenset()):
        return None
    if met == {"f"} and folded not in {fold_name(x.last) for x in people.mentions if x.gender == "m"}:
        own = is_capitalised(before) and not analysis.initial(i - 1) and before.lower() not in knowledge.bodies.titles
        why = f"The story speaks of a woman, {woman}"
        return _made(doc, i, word, woman, why, 0.5 if own else 0.94, women[0] if women else None)
    if is_capitalised(before) and not analysis.initial(i - 1):
        return None
    return _alone(doc, analysis, knowledge, i, word, woman, women)


def _beside_her(
    doc: Document,
    analysis: Analysis,
    knowledge: Knowledge,
    i: int,
    word: str,
    woman: str,
    before: str,
    women: list[Entry],
    met: frozenset[str],
) -> Finding | None:
    """Maria Zakharov."""
    if before.lower() in WOMEN:
        return _made(doc, i, word, woman, f"{before} is said to a woman", 0.6, women[0] if women else None)
    known = [e for e in women if is_right_given(before, e)]
    suffix = _MASCULINE.search(word)
    usual = slavic_given(before, knowledge) and suffix is not None and suffix.group() in ("ov", "ev", "in", "sky")
    if known or met == {"f"} or usual:
        sure = 0.95 if known or met == {"f"} else 0.6
        return _made(doc, i, word, woman, f"{before} is a woman's name", sure, known[0] if known else None)
    return None


def _whole_woman(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str, before: str, women: list[Entry]
) -> Finding | None:
    """Alexander Trusov of Alexandra Trusova: the given name lost its sex too."""
    folded = fold_name(word)
    if any(e.gender == "m" and is_given_of(before, e) for e in knowledge.gazetteer.by_surname(folded)):
        return None
    his = russian_given(before)[0] or before.lower()
    for e in women:
        hers = e.ru_parts[0]
        if hers[:-1] not in (his, his[:-1]) and fold_name(e.en_parts[0])[:-1] != fold_name(before):
            continue
        she = _pronouns(doc, analysis, i, _SHE) and not _pronouns(doc, analysis, i, _HE)
        sure = 0.85 if e.id in analysis.people.entities else 0.8 if she or role_fits(doc, analysis, i, e) else 0.4
        start = doc.words[i - 1].start
        return finding(
            GENDER,
            doc,
            start,
            doc.words[i].start + len(word),
            f"{e.ru}, a woman",
            suggestions=(e.en,),
            confidence=sure,
            fix_confidence=sure,
            evidence=_evidence(e),
        )
    return None


def _alone(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str, woman: str, women: list[Entry]
) -> Finding | None:
    """A bare man's surname where only a woman of that name is known, or the sentence speaks of her."""
    she = _pronouns(doc, analysis, i, _SHE) and not _pronouns(doc, analysis, i, _HE)
    men = knowledge.gazetteer.by_surname(fold_name(word))
    if women and not men:
        e = women[0]
        sure = 0.75 if she or role_fits(doc, analysis, i, e) else 0.4
        return _made(doc, i, word, e.surname, f"Of that surname only {e.en} is known", sure, e)
    after = analysis.after(i).lower()
    if she and not men and (after in _VERBS or after in knowledge.reporting) and _slavic(word, knowledge):
        return _made(doc, i, word, woman, "The sentence speaks of a woman", 0.4, None)
    return None


def _slavic(word: str, knowledge: Knowledge) -> bool:
    """Whether a word romanises a Russian surname of the dictionary."""
    from mtfix.source.russian.fold import keys_of_latin
    from mtfix.source.russian.index import Kind

    index = knowledge.source.index
    return any(index.kind(f) & Kind.SURNAME for k in keys_of_latin(word)[:2] for f in index.by_key(k))


def _to_man(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str) -> Finding | None:
    before, given = _given(doc, analysis, knowledge, i)
    man = masculine(word)
    men = [e for e in knowledge.gazetteer.by_surname(fold_name(man)) if e.gender == "m"]
    if before.lower() in MEN:
        return _made(doc, i, word, man, f"{before} is said to a man", 0.93, men[0] if len(men) == 1 else None)
    if given == "m":
        known = [e for e in men if is_right_given(before, e)]
        met = analysis.people.surnames.get(fold_name(man), frozenset())
        usual = slavic_given(before, knowledge) and (not word.endswith("ina") or len(word) > 7)
        if known or "m" in met or usual:
            sure = 0.95 if known or "m" in met else 0.6
            return _made(doc, i, word, man, f"{before} is a man's name", sure, known[0] if known else None)
        return None
    # "According to Shepeleva, he …": the clause goes on with a man
    following = [x.text.lower() for x in doc.words[i + 1 : i + 2]]
    if not given and analysis.before(i) == "to" and following == ["he"] and "," in analysis.gap(i + 1):
        return _made(doc, i, word, man, "The clause goes on with “he”", 0.6, None)
    return None


def _pronouns(doc: Document, analysis: Analysis, i: int, words: frozenset[str]) -> bool:
    lo, hi = analysis.sentence(i)
    return any(x.text.lower() in words for x in doc.words[lo:hi])


def _evidence(e: Entry | None) -> dict[str, str]:
    out = {"kind": "gender"}
    return out | ({"entity": e.id, "source_word": e.ru_parts[-1], "lemma": e.ru_parts[-1]} if e else {})


def _made(doc: Document, i: int, word: str, right: str, why: str, sure: float, e: Entry | None) -> Finding:
    start = doc.words[i].start
    return finding(
        GENDER,
        doc,
        start,
        start + len(word),
        why,
        suggestions=(right,),
        confidence=sure,
        fix_confidence=sure,
        evidence=_evidence(e),
    )
