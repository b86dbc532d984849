"""Names in another house's spelling: Zelensky where AP writes Zelenskyy, Kiev where it writes Kyiv."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.naming import bare, joined, role_fits, styled
from mtfix.analysis.people import gender_of
from mtfix.document import Document
from mtfix.findings import Applicability, Finding, Rule, Severity, finding
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.text.case import is_capitalised

HOUSE_NAME = Rule(
    "house-spelling",
    "mtfix/house-style",
    Severity.NEUTRAL,
    Applicability.SAFE,
    "A name in another spelling than the house's: Zelensky where AP writes Zelenskyy, Kiev where it writes Kyiv.",
    "A house spells a name in one way in all its stories.",
    ("Volodymyr Zelensky spoke in Kiev.", "Volodymyr Zelenskyy spoke in Kyiv."),
    "With `--style` alone (ap, reuters, un, bgn; here ap); only where the house's spelling is certain and the person "
    "is named in full, or by surname after that; titles of works, names of clubs and papers, and addresses stay.",
)
RULES = (HOUSE_NAME,)

_LIKE = 0.45  # least likeness of two spellings of one name; below it the alias is another name (Daesh)
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„\n]{1,60})[”\"»“]")
_SMALL = frozenset("the a an of in on and to for from with at by".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find names in other houses' spellings."""
    if knowledge.config.style == "keep":
        return
    titles = [m.span(1) for m in _QUOTED.finditer(doc.text) if _title(m.group(1))]
    met: dict[str, tuple[Entry, str]] = {}
    spans: list[tuple[int, int, Entry]] = [(h.start, h.end, h.entry) for h in analysis.people.hits]
    for a in analysis.alignments:
        if a.sure < 0.6:  # plain letters of another scheme
            last = doc.words[a.hi]
            spans.append((doc.words[a.lo].start, last.start + len(bare(last.text)), a.entry))
    for start, end, e in spans:
        if not (house := styled(e, knowledge)):
            continue
        text = doc.text[start:end]
        if e.type == "person" and " " in text and text != text.lower():
            met[e.id] = (e, house)
        if any(lo <= start and end <= hi for lo, hi in titles) or not _fits(doc, analysis, start, end, e):
            continue
        f = _finding(doc, analysis, start, end, e, house)
        if f is not None:
            yield f
    yield from _surnames(doc, analysis, knowledge, met, spans, titles)


def _title(quoted: str) -> bool:
    """Whether quoted words are a title or a name, and no speech: every longer word of them has its capital."""
    words = re.findall(r"[^\W\d_]+", quoted)
    return bool(words) and len(words) <= 8 and all(w[0].isupper() or w.lower() in _SMALL for w in words)


def _fits(doc: Document, analysis: Analysis, start: int, end: int, e: Entry) -> bool:
    """Whether a hit stands for itself, and is no part of a longer name (Dynamo Kiev, the Kiev Post)."""
    text = doc.text[start:end]
    if text == text.lower():
        return False
    if e.type == "person" or analysis.line_of(start).title_case or text.isupper():
        return True
    i, k = doc.word_at(start), doc.word_at(end)
    before = analysis.adjacent(i) and is_capitalised(doc.words[i - 1].text) and not analysis.initial(i - 1)
    follows = k < len(doc.words) and doc.text[end : doc.words[k].start] in (" ", "-")
    return not before and not (follows and is_capitalised(doc.words[k].text)) and doc.text[start - 1 : start] != "-"


def _finding(doc: Document, analysis: Analysis, start: int, end: int, e: Entry, house: str) -> Finding | None:
    text = doc.text[start:end]
    if text.isupper() and len(text) > 3:
        house = house.upper()
    elif analysis.initial(doc.word_at(start)) or (text[:1].isupper() and analysis.line_of(start).title_case):
        house = house[:1].upper() + house[1:]
    if text == house or not _alike(text, house, e.type == "person"):
        return None
    return finding(
        HOUSE_NAME,
        doc,
        start,
        end,
        f"The house writes {house}",
        suggestions=(house,),
        confidence=0.96,
        fix_confidence=0.95,
        evidence={"entity": e.id, "kind": "house style", "source_word": e.ru.lower()},
    )


def _alike(text: str, house: str, person: bool) -> bool:
    """Whether two strings are spellings of one name, word by word from the end."""
    a = re.split(r"[\s\-]+", fold_name(text).replace("’", "'"))
    b = re.split(r"[\s\-]+", fold_name(house).replace("’", "'"))
    pairs = [(x, y) for x, y in zip(reversed(a), reversed(b), strict=False) if len(x) > 2 and len(y) > 2]
    if not person:
        return OSA.normalized_similarity(" ".join(a), " ".join(b)) >= _LIKE
    return bool(pairs) and all(OSA.normalized_similarity(x, y) >= _LIKE for x, y in pairs)


def _surnames(
    doc: Document,
    analysis: Analysis,
    knowledge: Knowledge,
    met: dict[str, tuple[Entry, str]],
    spans: list[tuple[int, int, Entry]],
    titles: list[tuple[int, int]],
) -> Iterator[Finding]:
    """Surnames alone, of people whom the story names in full, or whose role stands beside them."""
    known = dict(met)
    for e in (e for e in _by_role(analysis, knowledge) if e.id not in known):
        known[e.id] = (e, styled(e, knowledge))
    wanted: dict[str, dict[str, str]] = {}
    for e, house in known.values():
        for name in e.names:
            if " " in name and _tail(name) != _tail(house) and _alike(_tail(name), _tail(house), True):
                wanted.setdefault(_tail(name), {})[e.id] = _tail(house)
    for surname, owners in wanted.items():
        if len(owners) != 1 or surname not in doc.text:
            continue
        ((key, right),) = owners.items()
        e = known[key][0]
        for m in re.finditer(rf"(?<![\w\-]){re.escape(surname)}(?![\w\-])(?!\.\w)", doc.text):
            i = doc.word_at(m.start())
            inside = any(lo <= m.start() < hi for lo, hi, _ in spans) or any(lo <= m.start() < hi for lo, hi in titles)
            if inside or _of_another(doc, analysis, knowledge, i, m.end(), e):
                continue
            if e.id not in met and not role_fits(doc, analysis, i, e):
                continue
            f = _finding(doc, analysis, *m.span(), e, right)
            if f is not None:
                yield f


def _tail(name: str) -> str:
    """What stands for a person on second reference: the last word, without its article (Assad, of al-Assad)."""
    return re.sub(r"^(?:al|el|as|ash|an|ad)-", "", name.rpartition(" ")[2])


def _by_role(analysis: Analysis, knowledge: Knowledge) -> list[Entry]:
    """People of whose surname the gazetteer knows nobody else, and whose house spelling is known."""
    out = {}
    for t in sorted(analysis.doc.types):
        owners = knowledge.gazetteer.by_surname(fold_name(bare(t))) if is_capitalised(t) and len(t) > 4 else ()
        if len(owners) == 1 and styled(owners[0], knowledge):
            out[owners[0].id] = owners[0]
    return list(out.values())


def _of_another(doc: Document, analysis: Analysis, knowledge: Knowledge, i: int, end: int, e: Entry) -> bool:
    """Whether a first name of his own stands before the surname, or a further part of a name behind it."""
    before = doc.words[i - 1].text if i and joined(doc, i) else ""
    if is_capitalised(before) and (gender_of(before, knowledge) or doc.text[doc.words[i].start - 1] == "-"):
        return True
    k = doc.word_at(end)
    return k < len(doc.words) and doc.text[end : doc.words[k].start] == "-"
