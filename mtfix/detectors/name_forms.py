"""Names that are in no gazetteer, in a Russian case form or left in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import WOMEN, bare, joined, press, respell, russian_given, slavic_given
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.gazetteer.fold import fold_name
from mtfix.source.russian.fold import keys_of_latin
from mtfix.source.russian.index import Kind
from mtfix.text.case import is_capitalised

INFLECTED = Rule(
    "inflected-name",
    "terminology/name",
    Severity.MAJOR,
    Applicability.SAFE,
    "A name in a Russian case form, or left in lower case: Samoilovoi, Storchakom, lawyer cakaev.",
    "The ending belongs to Russian grammar, not to the name; MT leaves names that it does not know as they come.",
    (
        "Anna Kretova sang. The concert of Kretovoi was long.",
        "Anna Kretova sang. The concert of Kretova was long.",
    ),
    "Names whose own form ends so (Tolstoi, Lugovoi) are left alone; made only where the right form stands elsewhere "
    "in the story or in the gazetteer.",
)
RULES = (INFLECTED,)

#: Case endings on the suffixes of Slavic surnames, which have none of them in the nominative.
_OBLIQUE = re.compile(r"^(?P<stem>[A-Z][\w’']+?)(?P<suffix>ov|ev|in|yn|sk|tsk)(?P<ending>oi|oy|oj|ym|im|ogo|omu|u)$")
#: The instrumental of other men's names: Storchakom, Gurzhiem.
_INSTRUMENTAL = re.compile(r"^(?P<base>[A-Z][\w’']+?)(?P<ending>iem|yem|om|em)$")
_NEUTER = re.compile(r"^(?P<base>[A-Z][\w’']+?(?:ov|ev|in|yn))o$")
_GENITIVE = re.compile(r"^[A-Z][\w’']+?(?:ov|ev|in)a$")
_SURNAME = re.compile(
    r"(?:[oe]v|yov|[iy]n|sk[iy]y?|tsk[iy]y|enko|chuk|yuk|ova|eva|ina|yna|skaya|tskaya|shvili|dze|yan|ykh|ikh|ich)$"
)
#: A hard c, which no romanisation of Russian writes for к.
_HARD_C = re.compile(r"^[Cc](?=[aour])|(?<=[a-z])c(?=[aourk])")
_BETWEEN = frozenset("to by with from".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find inflected and lowered names."""
    yield from _respelt(doc, analysis, knowledge)
    unknown = {t for t in doc.types if _unknown(t, knowledge)}
    if not unknown:
        return
    lower_wanted = {t for t in unknown if t.islower() and _SURNAME.search(t)}
    for i, w in enumerate(doc.words):
        if w.text not in unknown or i in analysis.people.known:
            continue
        if w.text in lower_wanted:
            f = _lowered(doc, analysis, knowledge, i)
        elif is_capitalised(w.text):
            f = _by_suffix(doc, analysis, knowledge, i) or _after_given(doc, analysis, knowledge, i)
            f = f or _listed(doc, analysis, knowledge, i) or _given_itself(doc, analysis, knowledge, i)
        else:
            f = None
        if f is not None:
            yield f


def _unknown(word: str, knowledge: Knowledge) -> bool:
    lower = bare(word).lower()
    if len(lower) < 5 or not lower.isalpha() or not lower.isascii():
        return False
    return knowledge.english.zipf(lower) <= 1.2 and not knowledge.english.pos(lower)


def _given(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> tuple[str, str]:
    """The given name before word `i` and its sex; MT's dative and prepositional of one (Diane) counts too."""
    before = doc.words[i - 1].text if analysis.adjacent(i) else ""
    if not is_capitalised(before):
        return before, ""
    if before.lower() in WOMEN:
        return before, "f"
    g = gender_of(before, knowledge)
    if not g and before.endswith("e") and len(before) > 3 and gender_of(before[:-1] + "a", knowledge) == "f":
        g = "f"
    return before, g


def _made(doc: Document, start: int, end: int, right: str, why: str, sure: float, lemma: str = "") -> Finding:
    return finding(
        INFLECTED,
        doc,
        start,
        end,
        why,
        suggestions=(right,),
        confidence=sure,
        fix_confidence=sure,
        evidence={"kind": "case ending", "lemma": lemma or right},
    )


def _met(doc: Document, knowledge: Knowledge, right: str) -> bool:
    """Whether the name in its right form stands in the story, or in the gazetteer."""
    return right in doc.types or bool(knowledge.gazetteer.by_surname(fold_name(right)))


def _by_suffix(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """Samoilovoi, Mjasinym: endings that no Slavic surname has in the nominative."""
    w = doc.words[i]
    word = bare(w.text)
    m = _OBLIQUE.match(word)
    if not m:
        return None
    suffix, ending = m.group("suffix"), m.group("ending")
    base = m.group("stem") + suffix
    _, given = _given(doc, analysis, knowledge, i)
    soft = suffix in ("sk", "tsk")
    if ending in ("oi", "oy", "oj"):
        right = base + ("aya" if soft else "a")
        if given == "m":
            return None  # a man's name that ends so
    elif ending == "u":
        if soft:
            return None
        right = base + "a" if given == "f" else base
    else:
        right = base + "y" if soft else base
    if len(base) < 5:
        return None
    right = respell(right)
    sure = 0.93 if _met(doc, knowledge, right) else 0.62
    return _made(doc, w.start, w.start + len(word), right, f"Russian case ending -{ending} on a surname", sure)


def _after_given(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """Leonid Karagodom, Diane Shurygino, Natalia to Seliverstova: the given name's sex decides the ending."""
    w = doc.words[i]
    word = bare(w.text)
    before, given = _given(doc, analysis, knowledge, i)
    if is_capitalised(analysis.after(i)):
        return None
    if (
        given == "m"
        and slavic_given(before, knowledge)
        and (m := _INSTRUMENTAL.match(word))
        and len(m.group("base")) > 3
    ):
        base = m.group("base")
        right = respell(base + "iy" if m.group("ending") == "iem" else base)
        sure = 0.93 if _met(doc, knowledge, right) else 0.6
        return _made(doc, w.start, w.start + len(word), right, "Russian instrumental ending on a man's surname", sure)
    m = _INSTRUMENTAL.match(word)
    if not given and m is not None and m.group("base") in doc.types:
        right = m.group("base")
        return _made(doc, w.start, w.start + len(word), right, "Russian instrumental ending on a man's surname", 0.93)
    if given == "f" and (m := _NEUTER.match(word)):
        right = respell(m.group("base") + "a")
        sure = 0.93 if right in doc.types else 0.6
        f = _made(doc, w.start, w.start + len(word), right, "A woman's surname ends in -a", sure)
        if russian_given(before)[0] or gender_of(before, knowledge):
            return f
        name = before[:-1] + "a"
        return _made(
            doc, doc.words[i - 1].start, w.start + len(word), f"{name} {right}", "Russian case endings on a name", sure
        )
    if before in _BETWEEN and i > 1 and analysis.adjacent(i - 1):
        return _parted(doc, knowledge, i, word)
    return None


def _parted(doc: Document, knowledge: Knowledge, i: int, word: str) -> Finding | None:
    """Natalia to Seliverstova: a preposition made of the case ending parts the given name from the surname."""
    first = doc.words[i - 2]
    if not is_capitalised(first.text) or not slavic_given(first.text, knowledge):
        return None
    sex = gender_of(first.text, knowledge)
    fits = _SURNAME.search(word) and word.endswith("a") == (sex == "f")
    sure = 0.6 if fits else 0.38
    right = f"{first.text} {respell(word)}"
    return _made(
        doc,
        first.start,
        doc.words[i].start + len(word),
        right,
        "The preposition stands for a Russian case ending",
        sure,
    )


def _listed(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """list Titova: a bare noun that is no person before a surname in the genitive."""
    w = doc.words[i]
    word = bare(w.text)
    before = analysis.before(i)
    if (
        not _GENITIVE.match(word)
        or not before
        or not doc.words[i - 1].text.islower()
        or is_capitalised(analysis.after(i))
    ):
        return None
    if before not in knowledge.nouns_of_things:
        return None
    right = f"{respell(word[:-1])} {before}"
    return _made(doc, doc.words[i - 1].start, w.start + len(word), right, "A Russian genitive after its noun", 0.55)


def _given_itself(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """Bretta Kavanaugh: a man's given name in the genitive before his surname."""
    w = doc.words[i]
    after = analysis.after(i)
    if (
        not w.text.endswith("a")
        or not is_capitalised(after)
        or knowledge.english.pos(after.lower())
        or is_capitalised(analysis.before(i))
    ):
        return None
    name = w.text[:-1]
    g = knowledge.gazetteer
    if g.given(fold_name(name)) == "m" and g.given(fold_name(w.text)) is None and not russian_given(w.text)[0]:
        known = any(fold_name(x.en_parts[0]) == fold_name(name) for x in g.by_surname(fold_name(bare(after))))
        return _made(doc, w.start, w.end, name, "Russian genitive ending on a man's given name", 0.92 if known else 0.5)
    return None


def _respelt(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Vladimir Cashin, Igor cornet: a Russian surname in the spelling of an English word or name that sounds so."""
    hard = {
        t for t in doc.types if _HARD_C.search(bare(t)) and len(t) > 4 and knowledge.english.zipf(bare(t).lower()) < 3.5
    }
    if not hard:
        return
    index = knowledge.source.index
    for i, w in enumerate(doc.words):
        if w.text not in hard or i in analysis.people.known or not analysis.adjacent(i):
            continue
        given = doc.words[i - 1].text
        word = bare(w.text)
        if not is_capitalised(given) or not slavic_given(given, knowledge) or is_capitalised(analysis.after(i)):
            continue
        forms = [f for k in keys_of_latin(word)[:6] for f in index.by_key(k) if index.log10(f) > -7.5]
        for f in sorted(forms, key=index.log10, reverse=True):
            entry = knowledge.source.lexicon.get(f, "NOUN")
            cognate = entry is not None and entry.lemma == f and word.lower() in entry.english
            if cognate or (
                w.text[0].isupper() and index.kind(f) & Kind.SURNAME and "c" not in press(f).lower().replace("ch", "")
            ):
                yield _made(
                    doc, w.start, w.start + len(word), press(f), f"{f.capitalize()}, in an English spelling", 0.5, f
                )
                break


def _lowered(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """kryschenko told reporters, the lawyer cakaev: an unknown word that ends as a surname, where a person stands."""
    w = doc.words[i]
    before, after = analysis.before(i), analysis.after(i).lower()
    if (joined(doc, i) and analysis.gap(i) != " ") or doc.text[w.end : w.end + 1] == "-":
        return None
    given = (
        analysis.adjacent(i)
        and is_capitalised(doc.words[i - 1].text)
        and bool(gender_of(doc.words[i - 1].text, knowledge))
    )
    role = before in knowledge.nouns_of_people or before in knowledge.bodies.titles | knowledge.bodies.ranks
    says = after in knowledge.reporting or before in knowledge.reporting
    if not (given or role or says):
        return None
    v = analysis.readings.verdicts.get(i)
    best = v.best if v is not None else None
    clear = best is not None and best.how == "romanised" and best.channel / len(w.text) > -0.5
    if best is not None and clear and knowledge.source.index.kind(best.form) & Kind.COMMON:
        return None  # a Russian word left over, which the leftovers' rule reads
    right = respell(w.text)
    sure = 0.8 if given or (role and says) else 0.7
    return finding(
        INFLECTED,
        doc,
        w.start,
        w.end,
        "A surname left in lower case",
        suggestions=(right[:1].upper() + right[1:],),
        confidence=sure,
        fix_confidence=sure,
        evidence={"kind": "lower case"},
    )
