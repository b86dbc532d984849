"""What a scraper left empty or behind: lost sources, emptied brackets and quotation marks, tags, picture addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtfix.analysis import Analysis
from mtfix.analysis.knowledge import Knowledge
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Rule, Severity, finding
from mtfix.gazetteer.fold import fold_name
from mtfix.text.case import ABBREVIATIONS, is_capitalised
from mtfix.text.english import Pos
from mtfix.text.spacing import FUNCTION_WORDS, marks, tokenised

LOST = Rule(
    "lost-source", "accuracy/omission", Severity.MAJOR, Applicability.UNSAFE,
    "A sentence that breaks off before its full stop: “, arrived in .”, “reports .”",
    "The source or the place stood there as a link or a picture, and the scraper dropped it.",
    ("The wave has grown to nine, he said, arrived in .", "The wave has grown to nine, he said."),
    "A blank before the full stop must give it away, a name with a stop before its verb, or a line that ends in an "
    "article or “of”; the cut is only offered, since the lost words may matter.",
)  # fmt: skip
EMPTY = Rule(
    "empty-marks", "design-and-markup/web-remains", Severity.MINOR, Applicability.UNSAFE,
    "Quotation marks or brackets with nothing between.",
    "A name stood there as a link.",
    ("He told the correspondent “” on Friday.", "He told the correspondent on Friday."),
    "Offered only; code and tokenised corpora are left alone.",
)  # fmt: skip
NOTE = Rule(
    "emptied-note", "design-and-markup/web-remains", Severity.MINOR, Applicability.SAFE,
    "A bracket whose editor's mark was dropped: (Datsaev. — ).",
    "The mark after the dash is gone, the dash stayed.",
    ("He knew [the driver. —] from school.", "He knew [the driver] from school."),
    "Only a dash at the very end of the bracket.",
)  # fmt: skip
BRACKET = Rule(
    "unclosed-bracket", "locale-conventions/punctuation", Severity.MINOR, Applicability.UNSAFE,
    "A bracket that never closes before the next sentence begins.",
    "The source's name was dropped together with the bracket and the full stop behind it.",
    ("He called it a lie (quoted on the website At the same time, he did not deny it.",
     "He called it a lie (quoted on the website). At the same time, he did not deny it."),
    "Only where a word that begins sentences stands with a capital inside the open bracket.",
)  # fmt: skip
MARKUP = Rule(
    "markup-in-text", "design-and-markup/markup", Severity.MAJOR, Applicability.SAFE,
    "A tag of HTML, or the address of a picture, in the text.",
    "The scraper took markup for words.",
    ("He met farmers <img src=\"/uploads/a.jpg\"> and left.", "He met farmers and left."),
    "Only elements of HTML; an address inside a sentence is taken out only if it is that of a picture.",
)  # fmt: skip
BLANK = Rule(
    "blank-before-stop", "locale-conventions/typography", Severity.MINOR, Applicability.SAFE,
    "A blank before a full stop.",
    "The stop belongs to the word before it.",
    ("He left, she stayed . It rained.", "He left, she stayed. It rained."),
    "Not after a preposition, an article or a verb of saying, where a word is lost; tokenised texts stay.",
)  # fmt: skip
NAME_STOP = Rule(
    "stop-inside-name", "locale-conventions/punctuation", Severity.MINOR, Applicability.SAFE,
    "A full stop between a given name and the surname.",
    "A line's end or an initial's stop was misplaced.",
    ("The representative of the artist Elina. Mazur refused to answer.",
     "The representative of the artist Elina Mazur refused to answer."),
    "Only where the words before it are no sentence (they have no verb), or the full name stands elsewhere.",
)  # fmt: skip
UNQUOTE = Rule(
    "unclosed-quotation", "locale-conventions/punctuation", Severity.MINOR, Applicability.SAFE,
    "A quoted name whose closing mark is missing.",
    "The quotation seems to run on.",
    ("It took the last place in the ranking “Interfax-CEA. In January it lost the licence.",
     "It took the last place in the ranking “Interfax-CEA”. In January it lost the licence."),
    "Names after a common noun alone; quotations over several paragraphs open so by right.",
)  # fmt: skip
RULES = (LOST, EMPTY, NOTE, BRACKET, MARKUP, BLANK, NAME_STOP, UNQUOTE)

_STOP = re.compile(r"(?<=[^\s.])([ \u00a0]+)\.(?=\s|$|[”\"»)])(?!\s\.)")
#: “Temirlan Eskerkhanov and Khamzat. were found”: the surname is lost, its stop stayed.
_STOPPED = re.compile(r"(?<=[a-z]{3})\.(?= (?:was|were|is|are|has|have|had|will|did|does) [a-z])")
#: A headline cut behind a word that no line ends with.
_CUT = re.compile(r"\b(of|the|an|being|than|their|its|our)[ \u00a0]*$")
_LAST = re.compile(r"([^\W\d_]+)$")
_EMPTY = re.compile(r"(?:(?<=\s)|^)(?:“”|«»|\"\"|\(\s*\)|\[\s*\])(?=[\s.,;:]|$)")
_NOTE = re.compile(r"(?<=[^\W\d])\.?,?\s*[—–]\s*(?=[)\]])")
_TAG = re.compile(
    r"</?([a-zA-Z][a-zA-Z0-9]{0,9})\b(?:\s[^<>\n]*)?/?>|<([a-zA-Z]{1,9})\s+[a-z-]+=(?:\"[^\"\s]*\"?|'[^'\s]*'?)"
)
_ELEMENTS = frozenset(
    "a abbr b blockquote body br center code div em embed figcaption figure font footer form h1 h2 h3 h4 "
    "h5 h6 head header hr html i iframe img input label li link main meta nav noindex ol option p param "
    "pre script section select small source span strike strong style sub sup table tbody td th thead "
    "title tr u ul video".split()
)
_PICTURE = re.compile(r"https?://[^\s<>\"”)]+\.(?:jpe?g|png|gif|webp)\b[^\s<>\"”)]*", re.I)
_OPENED = re.compile(r"“((?:[A-Z][\w’'-]*)(?: [A-Z][\w’'-]*){0,2})([.,])(?=\s|$)")


def detect(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """Find what is missing, and markup."""
    text = doc.text
    if (" ." in text or "\u00a0." in text) and not tokenised(text):
        yield from _before_stop(doc, knowledge)
    yield from _broken_off(doc, analysis, knowledge)
    if any(p in text for p in ("“”", "«»", '""', "()", "[]", "( )", "[ ]")):
        yield from _empty(doc)
    if any(p in text for p in ("—)", "— )", "–)", "– )", "—]", "— ]", "–]")):
        for m in _NOTE.finditer(text):
            yield finding(NOTE, doc, *m.span(), "The editor's mark was dropped", suggestions=("",),
                          confidence=0.95, fix_confidence=0.93)  # fmt: skip
    if "(" in text and text.count("(") > text.count(")"):
        yield from _unclosed(doc, analysis)
    if "<" in text or "http" in text:
        yield from _markup(doc)
    if "." in text:
        yield from _names(doc, analysis, knowledge)
    if "“" in text and text.count("“") > text.count("”"):
        yield from _unquoted(doc, knowledge)


#: Function words that are no adverbs too: “it is over .” lacks nothing.
_UNFINISHED = FUNCTION_WORDS - frozenset(
    "over about under near before after that this these those it he she they we there his her when while".split()
)


def _before_stop(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = doc.text
    alone = marks(text)[1] == 0  # the only mark of the text: it may be how the text is set
    for m in _STOP.finditer(text):
        last = _LAST.search(text, max(0, m.start() - 40), m.start())
        word = last.group(1).lower() if last else ""
        if last and (word in _UNFINISHED or knowledge.reporting.get(word)):
            yield _lost(doc, knowledge, m, last.start())
            continue
        common = (last and last.group(1)[0].islower()) or text[m.start() - 1] in '”"»)%'
        if common and (not alone or m.group(1) == "\u00a0"):
            yield finding(BLANK, doc, m.start(), m.end(), "Blank before a full stop", suggestions=(".",),
                          edits=(Edit(m.start(1), m.end(1), m.group(1), ""),),
                          confidence=0.95, fix_confidence=0.94)  # fmt: skip
        else:
            yield finding(BLANK, doc, m.start(), m.end(), "Blank before a full stop: a word may be lost",
                          suggestions=(".",), confidence=0.6, fix_confidence=0.6)  # fmt: skip


def _lost(doc: Document, knowledge: Knowledge, m: re.Match[str], word: int) -> Finding:
    """The words from the last comma, or from the participle before the preposition, are what a cut would take."""
    text = doc.text
    line = doc.lines[doc.line_at(m.start())]
    head = text[line.start : m.start()]
    participle = re.search(r" ([a-z]+(?:ed|en|t)) (?:in|to|by|from|at|on|with)$", head)
    comma = max(head.rfind(","), head.rfind(";"))
    if participle:
        at = participle.start()
    elif comma >= 0 and len(head) - comma < 30:
        at = comma
    else:
        at = word - line.start
    cut = line.start + len(head[:at].rstrip(" ,;\u00a0"))
    return finding(LOST, doc, cut, m.end(), "Words are lost before the full stop", suggestions=(".",),
                   confidence=0.93, fix_confidence=0.75)  # fmt: skip


def _broken_off(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """A name whose stop parts it from its verb, and a line that ends where nothing ends."""
    for m in _STOPPED.finditer(doc.text):
        i = doc.word_at(m.start()) - 1
        w = doc.words[i]
        if w.end == m.start() and is_capitalised(w.text) and w.text.lower() not in ABBREVIATIONS and not (
            i == 0 or analysis.initial(i) or knowledge.english.pos(w.text.lower())
        ):  # fmt: skip
            yield finding(LOST, doc, m.start(), m.end(), "A stop between subject and verb: words may be lost",
                          suggestions=("",), confidence=0.7, fix_confidence=0.5)  # fmt: skip
    for n, line in enumerate(doc.lines):
        last = n + 1 == len(doc.lines) or not doc.lines[n + 1].text.strip()
        m_cut = _CUT.search(line.text) if last else None
        if m_cut is not None and len(line.text.split()) > 4:
            yield finding(LOST, doc, line.start + m_cut.start(), line.start + len(line.text.rstrip()),
                          "The line breaks off: its end is lost", confidence=0.7, edits=())  # fmt: skip


def _empty(doc: Document) -> Iterator[Finding]:
    text = doc.text
    for m in _EMPTY.finditer(text):
        if text[m.start()] == "[" and text[m.start() - 1 : m.start()] in ("", "\n"):
            continue  # a box to tick
        start = m.start() - 1 if m.start() and text[m.start() - 1] in " \u00a0" else m.start()
        yield finding(EMPTY, doc, start, m.end(), "Nothing between the marks: a name is lost", suggestions=("",),
                      confidence=0.9, fix_confidence=0.75)  # fmt: skip


def _unclosed(doc: Document, analysis: Analysis) -> Iterator[Finding]:
    """An opening bracket, and a capitalised function word before any closing one."""
    text = doc.text
    at = text.find("(")
    while at >= 0:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        close = text.find(")", at, end)
        stop = text.find("(", at + 1, end)
        if close < 0 or 0 <= stop < close:
            limit = stop if stop > 0 else end
            i = doc.word_at(at) + 1
            while i < len(doc.words) and doc.words[i].start < limit:
                w = doc.words[i]
                if (
                    analysis.adjacent(i)
                    and w.text[0].isupper()
                    and len(w.text) > 1
                    and w.text[1:].islower()
                    and w.text.lower() in FUNCTION_WORDS
                ):
                    before = doc.words[i - 1]
                    yield finding(BRACKET, doc, before.start, w.end, "The bracket is never closed",
                                  suggestions=(f"{before.text}). {w.text}",), confidence=0.85, fix_confidence=0.75,
                                  edits=(Edit(before.end, w.start, text[before.end : w.start], "). "),))  # fmt: skip
                    break
                i += 1
        at = text.find("(", at + 1)


def _markup(doc: Document) -> Iterator[Finding]:
    text = doc.text
    taken: list[tuple[int, int]] = []
    if "<" in text:
        for m in _TAG.finditer(text):
            quoted = text[m.start() - 1 : m.start()] == "`" and text[m.end() : m.end() + 1] == "`"
            if (m.group(1) or m.group(2)).lower() in _ELEMENTS and not quoted:
                taken.append(m.span())
                yield _out(doc, m.start(), m.end(), "A tag of HTML", 0.96)
    if "http" in text:
        for m in _PICTURE.finditer(text):
            if not any(a <= m.start() < b for a, b in taken):
                line = doc.lines[doc.line_at(m.start())]
                alone = line.text.strip() == m.group()
                yield _out(doc, m.start(), m.end(), "The address of a picture", 0.95 if alone else 0.85)


def _out(doc: Document, start: int, end: int, why: str, sure: float) -> Finding:
    """Take markup out, with one of the two blanks that would meet."""
    text = doc.text
    before = start > 0 and text[start - 1] == " "
    after = text[end : end + 1] in ("", " ", "\n", "\r", ".", ",")
    a = start - 1 if before and after else start
    n = doc.line_at(start)
    if doc.lines[n].text.strip() == text[start:end] and n + 1 < len(doc.lines):
        a, end_of = doc.lines[n].start, doc.lines[n + 1].start  # a line of its own goes with its line end
        edit = Edit(a, end_of, text[a:end_of], "")
        return finding(MARKUP, doc, start, end, why, suggestions=("",), edits=(edit,),
                       confidence=sure, fix_confidence=sure)  # fmt: skip
    edit = Edit(a, end, text[a:end], "")
    return finding(MARKUP, doc, start, end, why, suggestions=("",), edits=(edit,), confidence=sure, fix_confidence=sure)


def _names(doc: Document, analysis: Analysis, knowledge: Knowledge) -> Iterator[Finding]:
    """A given name, a full stop, and a capitalised word that is no English one."""
    given = knowledge.gazetteer.given
    words = doc.words
    for i in range(1, len(words) - 1):
        w = words[i]
        if (
            len(w.text) < 3
            or not w.text[0].isupper()
            or doc.text[w.end : w.end + 2] != ". "
            or w.text.lower() in ABBREVIATIONS
            or not given(fold_name(w.text))
        ):
            continue
        nxt = words[i + 1]
        if nxt.start != w.end + 2 or not nxt.text[0].isupper() or knowledge.english.pos(nxt.text.lower()):
            continue
        whole = f"{w.text} {nxt.text}"
        lo, _ = analysis.sentence(i)
        fragment = lo < i and not any(_finite(knowledge, words[j].text) for j in range(lo, i))
        if whole not in doc.text and not (fragment and analysis.after(i + 1)[:1].islower()):
            continue
        yield finding(NAME_STOP, doc, w.start, nxt.end, "A full stop between given name and surname",
                      suggestions=(whole,), edits=(Edit(w.end, w.end + 1, ".", ""),),
                      confidence=0.93, fix_confidence=0.92)  # fmt: skip


def _finite(knowledge: Knowledge, word: str) -> bool:
    """Whether a word may be the verb of a sentence."""
    lower = word.lower()
    if lower in ("is", "was", "are", "were", "has", "had", "have", "be", "will", "would", "can", "could", "may", "s"):
        return True
    pos = knowledge.english.pos(lower)
    return bool(pos & Pos.VERB) and (not pos & (Pos.NOUN | Pos.ADJ) or lower.endswith("ed"))


def _unquoted(doc: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = doc.text
    for m in _OPENED.finditer(text):
        end = text.find("\n", m.end())
        end = len(text) if end < 0 else end
        close, again = text.find("”", m.end(), end), text.find("“", m.end(), end)
        if close >= 0 and (again < 0 or close < again):
            continue
        before = re.search(r"([a-z]+) $", text[max(0, m.start() - 20) : m.start()])
        first = m.group(1).split(" ")[0].lower()
        name = "-" in m.group(1) or knowledge.english.zipf(first) < 3 or " " in m.group(1)
        if not before or not name or before.group(1) in knowledge.reporting:
            continue
        if not knowledge.english.pos(before.group(1)) & Pos.NOUN:
            continue
        yield finding(UNQUOTE, doc, m.start(), m.end(), "The closing quotation mark is missing",
                      suggestions=(f"“{m.group(1)}”{m.group(2)}",), confidence=0.93, fix_confidence=0.92,
                      edits=(Edit(m.end(2) - 1, m.end(2), m.group(2), f"”{m.group(2)}"),))  # fmt: skip
