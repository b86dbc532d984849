"""Terms: calques of Russian set phrases, real-word confusions, compounds with an article inside, names of countries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.text.case import carry, indefinite
from mtfix.text.english import Pos

CALQUE = Rule(
    "calque",
    "terminology",
    Severity.MINOR,
    Applicability.SAFE,
    "A Russian term or set phrase rendered word for word, or a desk's own term (--terms) left in Russian.",
    "Each word is English, the phrase is not: “in full composition”, “State Secretary Kerry”.",
    ("said State Secretary Kerry", "said Secretary of State Kerry"),
    "Phrases that are also ordinary English are offered only, and only where the context speaks for the term; so are a "
    "desk's own where its file does not say safe.",
)
CONFUSION = Rule(
    "real-word-confusion",
    "accuracy/mistranslation",
    Severity.MAJOR,
    Applicability.SAFE,
    "An English word in the place of another that looks like it: UN meditation.",
    "A spelling checker sees nothing, a reader stumbles.",
    ("with UN meditation", "with UN mediation"),
    "Only where a neighbouring word speaks for the other word and none for this one.",
)
COMPOUND = Rule(
    "article-in-compound",
    "accuracy/untranslated",
    Severity.MAJOR,
    Applicability.SAFE,
    "A prefix, a hyphen and an article: eks-the Deputy, vitse - the prime minister.",
    "The Russian compound was translated in halves.",
    ("the house of ex-the Prosecutor", "the house of the ex-prosecutor"),
    "The hyphen and the article must stand together after a known first part.",
)
RULES = (CALQUE, CONFUSION, COMPOUND)

_ARTICLE_IN = re.compile(
    r"(?<![\w-])([A-Za-z]{2,9}) ?- ?(the|an?) ([A-Za-z]+)"
    r"((?: minister| general| secretary| mayor| governor| chairman)?)"
)
#: First parts as they come out, by romanisation, and their English.
_FIRST = {
    "ex": "ex-",
    "eks": "ex-",
    "ehks": "ex-",
    "cen": "ex-",
    "vice": "vice-",
    "vitse": "vice-",
    "vize": "vice-",
    "visa": "vice-",
    "vice-": "vice-",
    "psevdo": "pseudo-",
    "pseudo": "pseudo-",
    "anti": "anti-",
    "zam": "deputy ",
}

_BE = frozenset("is are was were be been being".split())


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find wrong terms."""
    yield from _calques(doc, analysis, knowledge)
    if "item" in analysis.lower_types or "items" in analysis.lower_types:
        yield from _articles(doc, analysis)
    if "Unknown" in doc.types:
        yield from _unknown(doc, analysis, knowledge)
    if "told" in analysis.lower_types:
        yield from _told(doc, analysis, knowledge)
    if analysis.lower_types & _CHANGES:
        yield from _amounts(doc)
    if knowledge.own_terms.leftovers:
        yield from _left_over(doc, analysis, knowledge)
    confusions = knowledge.confusions
    for word in sorted(analysis.lower_types & confusions.keys()):
        yield from _confusion(doc, analysis, knowledge, word)
    if "-" in doc.text:
        for m in _ARTICLE_IN.finditer(doc.text):
            yield from _compound(doc, analysis, knowledge, m)


def _calques(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    for start, end, term in knowledge.terms.matches(doc.text):
        found = doc.text[start:end]
        i = doc.word_at(start)
        lo, hi = analysis.sentence(min(i, len(doc.words) - 1))
        around = " ".join(w.text.lower() for w in doc.words[lo:hi] if not start <= w.start < end)
        if not term.fits(around) or (found.endswith(",") and not analysis.initial(i)):
            continue
        upper = found[:1].isupper() and not analysis.initial(i)
        title = upper and all(w[0].isupper() for w in found.split() if len(w) > 3)
        options = tuple(_cased(found, e, title) for e in term.english)
        if options[0] == found:
            continue
        if analysis.before(i) in _BE and re.match(r"\s+by\b", doc.text[end:]):
            continue  # “was told to journalists by”: a passive whose object the phrase holds
        sure = 0.93 if term.safe else 0.72
        edits = [Edit(start, end, found, options[0])]
        edits += _article(doc, start, found, options[0])
        yield finding(
            CALQUE,
            doc,
            start,
            end,
            f"Word-for-word rendering of «{term.russian}»" if term.russian else "Not the desk's term",
            suggestions=options[:3],
            edits=tuple(edits),
            confidence=sure,
            fix_confidence=sure,
            evidence={"lemma": term.russian, "source_word": term.russian, "kind": "calque"},
        )


#: Words of which one must stand in a sentence whose “item 290” is an article of a code.
_OF_COURTS = frozenset(
    "criminal code court charged charge accused convicted sentenced fraud murder bribe theft investigator "
    "investigators prosecutor prosecutors trial police article punishable penal".split()
)
_ITEM = re.compile(r"\b(items?) (?=[1-3]\d\d(?:\.\d)?\b)", re.I)
_CHANGES = frozenset(
    "rose fell grew dropped decreased increased declined climbed slipped strengthened weakened jumped added lost "
    "rise fall grow drop decrease increase decline risen fallen grown".split()
)
_UNITS = r"(?:percent|per cent|%|points?|kopecks?|kopeks?|cents?|rubles?|roubles?|dollars?|euros?|degrees?|times)"
_BY = re.compile(
    rf"\b({'|'.join(sorted(_CHANGES))}) ((?:to|on|for|by) of|on)"
    rf"(?= \d[\d.,]* ?{_UNITS}(?:[.,;]|$| (?:to|and|in|from|over|against)\b))"
)


def _articles(doc: Document, analysis: Analysis) -> Iterator[Finding]:
    """“part 3, item 290” of a code: «статья» is an article there."""
    for m in _ITEM.finditer(doc.text):
        i = doc.word_at(m.start())
        lo, hi = analysis.sentence(i)
        if not any(w.text.lower() in _OF_COURTS for w in doc.words[lo:hi]):
            continue
        head = doc.text[max(0, m.start() - 12) : m.start()].lower()
        sure = 0.92 if re.search(r"part \d+,? (?:of )?$|under (?:the )?$|on (?:the )?$", head) else 0.72
        right = "Articles" if m.group(1).lower() == "items" else "Article"
        yield finding(CALQUE, doc, m.start(1), m.end(1), "A code has articles («статья»), no items",
                      suggestions=(right,), confidence=sure, fix_confidence=sure,
                      evidence={"source_word": "статья", "lemma": "статья", "kind": "calque"})  # fmt: skip


def _amounts(doc: Document) -> Iterator[Finding]:
    """“rose on 5 percent”, “fell to of 89 kopecks”: «на» before the amount of a change is “by”."""
    for m in _BY.finditer(doc.text):
        sure = 0.85 if m.group(2).endswith("of") else 0.75
        yield finding(CALQUE, doc, m.start(2), m.end(2), "«на» before the amount of a change is “by”",
                      suggestions=("by",), confidence=sure, fix_confidence=sure,
                      evidence={"source_word": "на", "lemma": "на", "kind": "preposition"})  # fmt: skip


def _unknown(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """“Unknown opened fire”: «неизвестный» is a noun in Russian, an adjective in English."""
    for i, w in enumerate(doc.words[:-1]):
        if w.text != "Unknown" or not analysis.adjacent(i + 1) or not analysis.initial(i):
            continue
        verb = doc.words[i + 1].text
        lemma_only = knowledge.english.pos(verb)
        auxiliary = verb in ("has", "have") and analysis.after(i + 1).endswith(("ed", "en"))
        goes_on = analysis.after(i + 1) in ("in", "on", "by", "to", "at", "of", "for") and verb.endswith("n")
        if auxiliary or (verb.endswith("ed") and lemma_only & Pos.VERB and not goes_on) or verb in _PAST:
            yield finding(CALQUE, doc, w.start, doc.words[i + 1].end, "An adjective without its noun",
                          suggestions=(f"Unknown assailants {verb}", f"An unknown person {verb}"),
                          edits=(Edit(w.end, w.end, "", " assailants"),), confidence=0.7, fix_confidence=0.6,
                          evidence={"source_word": "неизвестные", "lemma": "неизвестный"})  # fmt: skip


def _told(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """“The minister told about the plan”: «рассказать» needs no addressee, “tell” does."""
    for i, w in enumerate(doc.words):
        after = analysis.after(i)
        if w.text != "told" or after not in ("about", "that") or i == 0 or not analysis.adjacent(i):
            continue
        subject = doc.words[i - 1].text
        lower = subject.lower()
        person = (
            i - 1 in analysis.people.known
            or (lower in knowledge.bodies.titles and analysis.before(i - 1) in ("the", "former"))
            or (lower in ("he", "she") and (analysis.initial(i - 1) or analysis.before(i - 1) in ("that", "and")))
        )
        lo, _ = analysis.sentence(i)
        asked = {x.text.lower() for x in doc.words[lo:i]} & {"what", "which", "whom", "who", "how", "that"}
        if not person or (asked and lower not in ("he", "she")):
            continue
        right = "spoke" if after == "about" else "said"
        yield finding(CALQUE, doc, w.start, w.end, "«рассказать» takes no addressee: spoke about, said that",
                      suggestions=(right,), confidence=0.75, fix_confidence=0.72,
                      evidence={"source_word": "рассказал", "lemma": "рассказать", "kind": "calque"})  # fmt: skip


_PAST = frozenset("shot threw stole broke beat took fled fell drove came left got sent hit set wrote called".split())


def _left_over(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """A desk's own term in Latin letters: words that English does not know, with the sound of the term's."""
    words, english, own = doc.words, knowledge.english, knowledge.own_terms
    last = -1
    for i, w in enumerate(words):
        if i <= last or len(w.text) < 3 or not w.text.isascii() or (x := own.at(words, i)) is None:
            continue
        k = i + len(x.keys) - 1
        strange = [not english.pos(v.text.lower()) for v in words[i : k + 1]]
        if not all(analysis.adjacent(j) for j in range(i + 1, k + 1)) or not any(strange):
            continue
        last = k
        # one strange word alone may be a name, if it has a capital
        sure = 0.8 if len(strange) == 1 and w.text[0].isupper() and not analysis.initial(i) else 0.98
        options = tuple(_cased(w.text, e, False) for e in x.english)
        yield finding(
            CALQUE, doc, w.start, words[k].end, f"The desk's term «{x.term.russian}», left in Russian",
            suggestions=options[:3], confidence=sure, fix_confidence=sure,
            evidence={"lemma": x.term.russian, "source_word": x.form, "kind": "own term"},
        )  # fmt: skip


def _cased(found: str, english: str, title: bool) -> str:
    if title:
        return " ".join(
            w if w in ("of", "the", "and", "for", "in") else w[:1].upper() + w[1:] for w in english.split(" ")
        )
    return carry(found[0], english) if found[:1].isupper() and not title else english


def _article(doc: Document, start: int, old: str, new: str) -> list[Edit]:
    """The indefinite article before a phrase, if the new first word asks for the other one."""
    m = re.search(r"(?<!\w)([Aa]n?) $", doc.text[max(0, start - 4) : start])
    if not m:
        return []
    right = indefinite(new.split(" ")[0])
    if m.group(1).lower() == right:
        return []
    at = start - 1 - len(m.group(1))
    return [Edit(at, at + len(m.group(1)), m.group(1), carry(m.group(1), right))]


def _confusion(doc: Document, analysis: Analysis, knowledge: Knowledge, word: str) -> Iterator[Finding]:
    row = knowledge.confusions[word]
    words = doc.words
    for i, w in enumerate(words):
        if w.text.lower() != word:
            continue
        near = _near(analysis, i)
        lo, hi = analysis.sentence(i)
        whole = {x.text.lower() for x in words[lo:hi]}
        speaks = near & row.right_context
        against = whole & row.wrong_context
        if not speaks or against:
            continue
        right = carry(w.text, row.right)
        sure = min(0.97, 0.88 + 0.04 * len(speaks))
        yield finding(
            CONFUSION,
            doc,
            w.start,
            w.end,
            f"“{row.right}” goes with {', '.join(sorted(speaks))}; “{word}” does not",
            suggestions=(right,),
            confidence=sure,
            fix_confidence=sure,
            evidence={"kind": "collocation"},
        )


def _near(analysis: Analysis, i: int) -> set[str]:
    """Up to three words on either side, as far as no comma, "and" or "or" parts them from word `i`."""
    words = analysis.doc.words
    out: set[str] = set()
    for step in (-1, 1):
        for k in range(1, 4):
            j = i + step * k
            if not 0 <= j < len(words) or not analysis.adjacent(j if step > 0 else j + 1):
                break
            word = words[j].text.lower()
            if word in ("and", "or"):
                break
            out.add(word)
    return out


def _compound(doc: Document, analysis: Analysis, knowledge: Knowledge, m: re.Match[str]) -> Iterator[Finding]:
    first = m.group(1).lower()
    english = _FIRST.get(first)
    glued = "- " not in m.group() and " -" not in m.group()
    if english is not None and not glued and m.group(2) != "the" and knowledge.english.zipf(first) > 3:
        return  # "one vice - a taste for cards"
    if english is None:
        if (
            glued
            and first not in ("on", "off", "by", "in", "out", "up", "down", "over", "for")
            and knowledge.english.zipf(first) > 2
        ):
            yield finding(COMPOUND, doc, m.start(), m.end(), "An article inside a compound", confidence=0.85)
        return
    noun = (m.group(3) + m.group(4)).strip()
    noun = noun if noun.isupper() else noun[:1].lower() + noun[1:]
    whole = english + noun
    if english == "vice-" and noun == "prime minister":
        whole = "deputy prime minister"
    start = m.start()
    before = doc.text[max(0, start - 5) : start].lower().split()
    article = "" if before and before[-1] in ("the", "a", "an", "his", "her", "their", "its") else "the "
    shown = article + whole
    if analysis.initial(doc.word_at(start)):
        shown = shown[:1].upper() + shown[1:]
    lemma = "экс" if english == "ex-" else "вице" if english == "vice-" else first
    yield finding(
        COMPOUND,
        doc,
        start,
        m.end(),
        "A Russian compound translated in halves",
        suggestions=(shown, shown.replace("ex-", "former ")),
        confidence=0.96,
        fix_confidence=0.93,
        evidence={"source_word": _source(lemma, noun, knowledge), "lemma": lemma, "kind": "compound"},
    )


def _source(first: str, noun: str, knowledge: Knowledge) -> str:
    return f"{first}-…"
