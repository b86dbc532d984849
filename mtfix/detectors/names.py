"""Names: mangled, inflected, wrong in gender, wrong in case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.gazetteer.entry import Entry, parts
from mtfix.gazetteer.store import fold_name
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.text.case import is_capitalised
from mtfix.text.english import Pos

MANGLED = Rule(
    "mangled-name", "terminology/name", Severity.MAJOR, Applicability.SAFE,
    "A known name in a form that only Russian letters explain: Chavushoglu, dzhebhat an-Nusra, Larowe.",
    "Names are what an editor checks first.",
    ("Turkish minister Mevlut Chavushoglu", "Turkish minister Mevlut Cavusoglu"),
    "Needs the gazetteer, and a given name, a role or the same name elsewhere in the story; a namesake with a first "
    "name of his own is left alone.",
)  # fmt: skip
CASE = Rule(
    "name-in-lower-case", "linguistic-conventions/capitalisation", Severity.MINOR, Applicability.SAFE,
    "A known name with its capitals lost or misplaced: Feridun sinirlioğlu, new York, Kim Jong-UN.",
    "MT systems write names they do not know in lower case.",
    ("met Feridun sinirlioğlu", "met Feridun Sinirlioğlu"),
    "Names that are ordinary words in lower case need one part with its capital.",
)  # fmt: skip
GENDER = Rule(
    "lost-gender", "linguistic-conventions/agreement", Severity.MAJOR, Applicability.SAFE,
    "A surname in the form of the other sex: “According to Zakharov” of Maria Zakharova.",
    "The oblique case of a woman's surname was taken for a man's name, or the other way round.",
    ("Maria Zakharova spoke. According to Zakharov, …", "Maria Zakharova spoke. According to Zakharova, …"),
    "Made only where the story names one person of that surname, with a given name that tells the sex.",
)  # fmt: skip
INFLECTED = Rule(
    "inflected-name", "terminology/name", Severity.MAJOR, Applicability.SAFE,
    "A surname in a Russian case form: Samoilovoi, Storchakom.",
    "The ending belongs to Russian grammar, not to the name.",
    ("the concert of Samoilovoi", "the concert of Samoilova"),
    "Names whose own form ends so (Tolstoi, Lugovoi) are left alone.",
)  # fmt: skip
RULES = (MANGLED, CASE, GENDER, INFLECTED)

_MASCULINE = re.compile(r"(?:ov|ev|yov|in|yn|sky|skiy|skii|ski|tsky)$")
_OBLIQUE = re.compile(r"^(?P<stem>[A-Z][\w’']+?)(?P<suffix>ov|ev|in|yn|sk|tsk)(?P<ending>oi|oy|oj|ym|im|ogo|omu|u|ykh|yh)$")
_TITLES = frozenset("mr mr. mister lord sir".split())
_PARTICLES = frozenset("al an ar as at el en es ud ed ad el' ul ur bin ibn de di da du van von der den la le del ash az".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names in wrong forms."""
    people = analysis.people
    yield from _case(doc, analysis, knowledge)
    anchors = people.people()
    claimed: set[int] = set()
    for i, w in enumerate(doc.words):
        if i in people.known or i in claimed or len(w.text) < 4 or not w.text[0].isalpha():
            continue
        upper = w.text[0].isupper()
        if not upper and i not in analysis.readings.verdicts:
            continue
        lower = w.text.lower().removesuffix("'s").removesuffix("’s")
        if not lower.replace("'", "").isalpha() or knowledge.english.pos(lower) or knowledge.english.zipf(lower) >= 2.4:
            if not (upper and knowledge.english.zipf(lower) < 3.2 and not knowledge.english.pos(lower)):
                continue
        f = _gender(doc, analysis, knowledge, i) or _known(doc, analysis, knowledge, i, claimed) if upper else _known(
            doc, analysis, knowledge, i, claimed
        )
        f = f or (_anchored(doc, analysis, knowledge, i, anchors) if upper else None)
        f = f or (_inflected(doc, analysis, knowledge, i) if upper else None)
        if f is not None:
            yield f


def _case(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Right letters, wrong capitals."""
    for h in analysis.people.hits:
        text = doc.text[h.start : h.end]
        if fold_name(h.name) != fold_name(text) or text == h.name or text.isupper():
            continue
        if text.lower() == text and " " not in text and "-" not in text:
            continue  # a single word in lower case: the leftovers' business, or an ordinary word
        right = _recase(text, h.name)
        if right == text or analysis.line_of(h.start).title_case:
            continue
        pieces = re.findall(r"[^\W\d_]+", text)
        wrong = [a for a, b in zip(pieces, re.findall(r"[^\W\d_]+", right), strict=False) if a != b]
        if not wrong or h.entry.type in ("event", "product"):
            continue
        some_capital = any(p[0].isupper() for p in pieces)
        ordinary = all(knowledge.english.zipf(p.lower()) > 3.0 and knowledge.english.pos(p.lower()) for p in pieces)
        only_upper = all(p[0].isupper() for p in wrong)  # capitals too many: Kim Jong-UN
        if h.entry.type == "body" and not some_capital:
            continue
        if ordinary and (not some_capital or only_upper):
            continue
        if only_upper and not any(len(p) > 1 and p.isupper() for p in wrong):
            continue  # "Al-Nusra", "De Mistura": a house style, no damage
        if pieces[0].lower() in ("the", "a") and wrong == pieces[:1]:
            continue
        # "new York", "black sea Fleet": the first part lost its capital. "White house": a capital that only the name
        # explains. But "London club", "Moscow region" are a place and a common noun.
        first = pieces[0].lower()
        lost_first = pieces[0].islower() and pieces[-1][0].isupper()
        explained = pieces[0][0].isupper() and knowledge.english.pos(first) and not analysis.initial(doc.word_at(h.start))
        leaked = only_upper or not ordinary and h.entry.type == "person"
        sure = 0.95 if leaked or lost_first else 0.9 if explained and h.entry.type in ("place", "body") else 0.5
        yield finding(CASE, doc, h.start, h.end, f"The name is written {right}", suggestions=(right,),
                      confidence=sure, fix_confidence=sure, evidence={"entity": h.entry.id, "source_word": h.entry.ru.lower(), "kind": "case"})  # fmt: skip


def _recase(text: str, name: str) -> str:
    """The text's own letters in the name's capitals."""
    return "".join(c.upper() if n.isupper() else c.lower() for c, n in zip(text, name, strict=True))


def _known(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, claimed: set[int]) -> Finding | None:
    """A word with the key of a form that the gazetteer generates."""
    w = doc.words[i]
    g = knowledge.gazetteer
    word = w.text.removesuffix("'s").removesuffix("’s")
    if fold_name(word) in g.tokens and w.text[0].isupper():
        return None
    exact = g.by_form(word)
    hits = [(h, True) for h in exact]
    if len(word) >= 5:
        seen = {(h.entry.id, h.part) for h in exact}
        hits += [(h, False) for h in g.by_skeleton(word) if (h.entry.id, h.part) not in seen]
    best: tuple[float, Finding] | None = None
    for h, sure_key in hits:
        if h.part >= len(h.entry.ru_parts) or len(h.form) < 4:
            continue
        found = _fit(doc, analysis, knowledge, i, word, h.entry, h.part, h.form, sure_key)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _fit(
    doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, word: str, e: Entry, part: int, form: str, exact: bool
) -> tuple[float, Finding] | None:
    """How well an entry explains a word and its neighbours: score and finding, or None."""
    words = doc.words
    total = len(e.ru_parts)
    last = part == total - 1
    lo = hi = i
    matched = 0
    for step in (-1, 1):
        k, p = i + step, part + step
        while 0 <= p < total and 0 <= k < len(words) and _joined(doc, k if step > 0 else k + 1):
            if not _same_part(words[k].text, e, p):
                break
            matched += len(e.ru_parts[p]) > 3 or total > 2
            lo, hi = min(lo, k), max(hi, k)
            k, p = k + step, p + step
    covers = hi - lo + 1 == total
    entity = e.id in analysis.people.entities
    lower = not words[i].text[0].isupper()
    channel = knowledge.source.restorer.likelihood(word, form) / max(4, len(word))
    if channel < (-2.6 if exact else -2.2):
        return None
    if lower and e.type == "place" or not word.isascii() and not exact:
        return None
    if total > 1 and e.type == "person":
        own_first = i > 0 and _joined(doc, i) and is_capitalised(words[i - 1].text) and lo == i
        if own_first and last and gender_of(words[i - 1].text, knowledge):
            return None  # a namesake with a first name of his own
        if not matched and not (last and entity) and not (last and exact and len(word) >= 6 and _role(doc, analysis, i, e)):
            return None
    elif total > 1:
        if not covers:
            return None
    elif e.type == "person" or e.type == "place":
        if not exact or lower:
            return None
    else:
        return None
    if not covers:
        lo = hi = i
    if covers and total > 1:
        start, end = words[lo].start, words[hi].end
        right = _spelling(analysis, e)
        if e.type == "person" and lo < i and _is_right_given(words[lo].text, e):
            start, right, lo = words[i].start, right.split(" ")[-1].split("-")[-1], i
    else:
        start, end = words[i].start, words[i].start + len(word)
        right = _spelling(analysis, e)
        right = right if total == 1 else right.split(" ")[-1].split("-")[-1]
    text = doc.text[start:end]
    if fold_name(text) == fold_name(right) or text == right:
        if not lower:
            return None
    if e.type == "place" and total == 1 and (knowledge.source.index.log10(e.ru_parts[0]) < -6.5 or len(word) < 6):
        return None
    sure = 0.6 + 0.25 * (matched > 0) + 0.12 * entity + 0.05 * exact + 0.03 * (matched > 1)
    if e.type == "place":
        sure = 0.45
    sure = min(0.98, sure)
    score = sure + channel / 20
    f = finding(MANGLED, doc, start, end, f"{e.ru}, in English {right}", suggestions=(right,), confidence=sure,
                fix_confidence=min(sure, 0.97), evidence={"entity": e.id, "source_word": e.ru, "lemma": e.ru, "kind": "key" if exact else "consonants"})  # fmt: skip
    return score, f


def _joined(doc: Document, k: int) -> bool:
    """Whether word `k` follows the word before it with a blank or a hyphen alone between."""
    return 0 < k < len(doc.words) and doc.text[doc.words[k - 1].end : doc.words[k].start] in (" ", "-", "‑", "–")


def _same_part(word: str, e: Entry, p: int) -> bool:
    """Whether a word is part `p` of an entry: in a right spelling, or by its key."""
    folded = fold_name(word)
    ru = e.ru_parts[p]
    if ru in _RU_PARTICLES:
        return folded in _PARTICLES
    if len(ru) <= 3 and not ru.isalpha():
        return False
    for name in e.names:
        ps = parts(name)
        if len(ps) == len(e.ru_parts) and fold_name(ps[p]) == folded:
            return True
    key = key_of_cyrillic(ru)
    return any(k == key or len(key) > 4 and skeleton(k) == skeleton(key) for k in keys_of_latin(word))


_RU_PARTICLES = frozenset("аль ан ар ас ат эль эн эс эд ад ед уд аш аз де ди да ду ван фон дер ден ла ле дель бин ибн".split())


def _is_right_given(word: str, e: Entry) -> bool:
    return any(fold_name(n.split(" ")[0]) == fold_name(word) for n in e.names)


def _role(doc: Document, analysis: Analysis, i: int, e: Entry) -> bool:
    """Whether words of one of the person's roles stand in the same sentence."""
    lo, hi = analysis.sentence(i)
    around = {w.text.lower() for w in doc.words[lo:hi]}
    for role in e.roles:
        needed = [x for x in re.findall(r"[a-z]+", role.lower()) if len(x) > 3]
        if needed and sum(x in around for x in needed) >= max(1, len(needed) - 1):
            return True
    return False


def _spelling(analysis: Analysis, e: Entry) -> str:
    """The spelling that the story uses for an entry elsewhere, else the usual one."""
    for h in analysis.people.hits:
        if h.entry.id == e.id and " " in h.name and analysis.doc.text[h.start : h.end] == h.name:
            return h.name
    return e.en


def _anchored(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, anchors: list[Entry]) -> Finding | None:
    """A word a few letters away from the surname of somebody the story speaks of: Larowe beside Lavrov."""
    w = doc.words[i]
    word = w.text.removesuffix("'s").removesuffix("’s")
    if len(word) < 5 or fold_name(word) in knowledge.gazetteer.tokens or not is_capitalised(word):
        return None
    if i > 0 and analysis.adjacent(i):
        prev = doc.words[i - 1].text
        if prev.lower().rstrip(".") in _TITLES or is_capitalised(prev) and not analysis.initial(i - 1) and (
            prev.lower() not in knowledge.bodies.titles
        ):
            return None  # a first name or title of its own
    if is_capitalised(analysis.after(i)):
        return None
    best: tuple[float, Entry, str] | None = None
    for e in anchors:
        surname = e.en_parts[-1]
        if len(surname) < 5 or fold_name(surname) == fold_name(word):
            continue
        target = key_of_cyrillic(e.ru_parts[-1])
        d = min(DamerauLevenshtein.distance(k, target) for k in keys_of_latin(word))
        same_start = word[0].lower() == surname[0].lower() or {word[0].lower(), surname[0].lower()} <= set("bvw")
        if not same_start or d > max(1, len(target) // 3):
            continue
        if fold_name(word) == fold_name(surname) + "a" or fold_name(surname) == fold_name(word) + "a":
            continue
        score = 1 - d / len(target)
        if best is None or score > best[0]:
            best = (score, e, surname)
    if best is None:
        return None
    score, e, surname = best
    partner = _shares_partner(doc, analysis, i, e)
    sure = min(0.97, score * 0.75 + 0.18 + 0.3 * partner)
    if not partner:
        sure = min(sure, 0.8)
    shown = surname
    for h in analysis.people.hits:
        if h.entry.id == e.id:
            shown = doc.text[h.start : h.end].split(" ")[-1].split("-")[-1]
            break
    return finding(MANGLED, doc, w.start, w.start + len(word), f"Near to {e.en}, of whom the story speaks", suggestions=(shown,),
                   confidence=sure, fix_confidence=sure, evidence={"entity": e.id, "source_word": e.ru_parts[-1], "lemma": e.ru_parts[-1], "kind": "anchor"})  # fmt: skip


def _shares_partner(doc: Document, analysis: Analysis, i: int, e: Entry) -> bool:
    """Whether the word stands beside a name ("Larowe and Kerry") that elsewhere stands beside the person's."""
    def partners(k: int) -> set[str]:
        out = set()
        for a, b in ((k + 1, k + 2), (k - 1, k - 2)):
            if 0 <= b < len(doc.words) and 0 <= a < len(doc.words) and doc.words[a].text.lower() == "and":
                out.add(fold_name(doc.words[b].text))
        return out

    mine = partners(i)
    if not mine:
        return False
    surname = fold_name(e.en_parts[-1])
    theirs = {p for k, w in enumerate(doc.words) if fold_name(w.text) == surname for p in partners(k)}
    # "U.S. Secretary of State John Kerry and Foreign Minister Lavrov": enough that both are people of the story
    present = {fold_name(x.en_parts[-1]) for x in analysis.people.people() if x.id != e.id}
    return bool(mine & (theirs | present))


def _gender(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    w = doc.words[i]
    word = w.text.removesuffix("'s").removesuffix("’s")
    if not is_capitalised(word) or len(word) < 5 or not word.isascii():
        return None  # á, í: another language's surnames
    people = analysis.people
    before = doc.words[i - 1].text if analysis.adjacent(i) else ""
    given = gender_of(before, knowledge) if is_capitalised(before) else ""
    folded = fold_name(word)
    if m := _MASCULINE.search(word):
        woman = _feminine(word)
        met = people.surnames.get(fold_name(woman), frozenset())
        man_met = "m" in people.surnames.get(folded, frozenset())
        entries = [e for e in knowledge.gazetteer.surnames.get(fold_name(woman), ()) if e.gender == "f"]
        if given == "f":
            known = [e for e in entries if _is_right_given(before, e)]
            slavic = _slavic_given(before, knowledge)
            if known or met == {"f"} or slavic and m.group() in ("ov", "ev", "in", "sky"):
                sure = 0.95 if known or met == {"f"} else 0.6
                return _gender_finding(doc, w.start, word, woman, f"{before} is a woman's name", sure, known[0] if known else None)
            return None
        if given == "m" or before.lower().rstrip(".") in _TITLES or man_met:
            return None
        if met == {"f"} and folded not in {fold_name(x.last) for x in people.mentions if x.gender == "m"}:
            own = is_capitalised(before) and not analysis.initial(i - 1) and before.lower() not in knowledge.bodies.titles
            sure = 0.5 if own else 0.94
            return _gender_finding(doc, w.start, word, woman, f"The story speaks of a woman, {woman}", sure, entries[0] if entries else None)
        return None
    if folded.endswith(("ova", "eva", "ina", "skaya")) and given == "m":
        man = word[:-1] if not folded.endswith("skaya") else word[:-3] + "y"
        entries = [e for e in knowledge.gazetteer.surnames.get(fold_name(man), ()) if e.gender == "m" and _is_right_given(before, e)]
        met = people.surnames.get(fold_name(man), frozenset())
        slavic = _slavic_given(before, knowledge)
        if entries or "m" in met or slavic and not folded.endswith("ina") or slavic and len(folded) > 7:
            sure = 0.95 if entries or "m" in met else 0.6
            return _gender_finding(doc, w.start, word, man, f"{before} is a man's name", sure, entries[0] if entries else None)
    return None


def _gender_finding(doc: Document, start: int, word: str, right: str, why: str, sure: float, e: Entry | None) -> Finding:
    evidence = {"kind": "gender"} | ({"entity": e.id, "source_word": e.ru_parts[-1], "lemma": e.ru_parts[-1]} if e else {})
    return finding(GENDER, doc, start, start + len(word), why, suggestions=(right,), confidence=sure, fix_confidence=sure,
                   evidence=evidence)  # fmt: skip


def _feminine(surname: str) -> str:
    m = re.search(r"(?:skiy|skii|sky|ski)$", surname)
    return surname[: m.start()] + "skaya" if m else surname + "a"


def _slavic_given(word: str, knowledge: Knowledge) -> bool:
    """A given name usual in Russian and in few other languages' countries."""
    keys = keys_of_latin(word)
    index = knowledge.source.index
    return any(index.log10(f) > -5.3 and "Name" for k in keys[:2] for f in index.by_key(k) if index.kind(f) & 4) and (
        knowledge.english.zipf(word.lower()) < 4.2
    )


def _inflected(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int) -> Finding | None:
    """Samoilovoi, Mjasinym: endings that no Slavic surname has in the nominative."""
    w = doc.words[i]
    word = w.text.removesuffix("'s").removesuffix("’s")
    m = _OBLIQUE.match(word)
    if not m or knowledge.english.zipf(word.lower()) > 1.0 or knowledge.english.pos(word.lower()) & Pos.NOUN:
        return None
    suffix, ending = m.group("suffix"), m.group("ending")
    base = m.group("stem") + suffix
    before = doc.words[i - 1].text if analysis.adjacent(i) else ""
    given = gender_of(before, knowledge) if is_capitalised(before) else ""
    forms: list[str] = []
    if ending in ("oi", "oy", "oj"):
        forms = [base + "aya"] if suffix in ("sk", "tsk") else [base + "a"]
    elif ending == "u":
        forms = [base + "a"] if given == "f" else [base] if suffix not in ("sk", "tsk") else []
    elif ending in ("ym", "im", "ogo", "omu"):
        forms = [base + "y"] if suffix in ("sk", "tsk") else [base]
    if not forms or len(base) < 5:
        return None
    right = forms[0]
    seen = fold_name(right) in {fold_name(t) for t in doc.types} or fold_name(right) in knowledge.gazetteer.surnames
    sure = 0.93 if seen else 0.62
    return finding(INFLECTED, doc, w.start, w.start + len(word), f"Russian case ending -{ending} on a surname", suggestions=(right,),
                   confidence=sure, fix_confidence=sure, evidence={"kind": "case ending", "lemma": right})  # fmt: skip
