"""A Russian form in English: the lexicon's word in the number and tense that the form asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mtfix.source.russian.lexicon import Entry

#: Verbs of becoming: the participle of "become brazen" is "brazen" before a noun.
_BECOMING = re.compile(r"^(?:become|grow|get|be|turn) (?=\w)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What of a Russian form's grammar matters in English, and its name for people."""

    pos: str
    number: str
    tense: str
    case: str
    voice: str
    words: str


_CASES = {
    "nomn": "nominative",
    "gent": "genitive",
    "datv": "dative",
    "accs": "accusative",
    "ablt": "instrumental",
    "loct": "prepositional",
    "voct": "vocative",
    "gen2": "genitive",
    "loc2": "prepositional",
}
_POS = {
    "NOUN": "noun",
    "ADJF": "adjective",
    "ADJS": "short adjective",
    "VERB": "verb",
    "INFN": "infinitive",
    "PRTF": "participle",
    "PRTS": "short participle",
    "GRND": "gerund",
    "ADVB": "adverb",
    "COMP": "comparative",
    "PRED": "predicative",
}


def grammar(tag: object) -> Grammar:
    """From a pymorphy3 tag (OpenCorpora grammemes)."""
    g = {n: getattr(tag, n, None) or "" for n in ("POS", "number", "tense", "case", "voice", "gender", "person")}
    named = [_CASES.get(g["case"], "")]
    named += [{"sing": "singular", "plur": "plural"}.get(g["number"], "")]
    named += [{"past": "past", "pres": "present", "futr": "future"}.get(g["tense"], "")]
    named += [{"actv": "active", "pssv": "passive"}.get(g["voice"], ""), _POS.get(g["POS"], g["POS"].lower())]
    return Grammar(g["POS"], g["number"], g["tense"], g["case"], g["voice"], " ".join(n for n in named if n))


@lru_cache(maxsize=20_000)
def render(entry: Entry, g: Grammar) -> tuple[str, ...]:
    """The renderings of an entry in the form that the grammar asks for, best first.

    >>> e = Entry("катапультироваться", "VERB", ("eject", "bail out"), "action")
    >>> render(e, Grammar("VERB", "plur", "past", "", "", ""))
    ('ejected', 'bailed out')
    >>> brazen = Entry("наглеть", "VERB", ("become brazen",), "state")
    >>> render(brazen, Grammar("PRTF", "plur", "pres", "gent", "actv", ""))
    ('brazen',)
    """
    out: dict[str, None] = {}
    for word in entry.english:
        out.setdefault(_form(word, entry.pos, g))
    return tuple(out)


def _form(word: str, pos: str, g: Grammar) -> str:
    if pos == "VERB":
        if g.pos in ("PRTF", "PRTS"):
            if (m := _BECOMING.match(word)) and not word.startswith("be "):
                return word[m.end() :]
            if word.startswith("be "):
                return word[3:]
            return _head(word, "VBG" if g.voice == "actv" and g.tense == "pres" else "VBN")
        if g.pos == "GRND":
            return _head(word, "VBG")
        if g.pos == "INFN" or not g.tense:
            return word
        if g.tense == "past":
            return _be(word, "was" if g.number == "sing" else "were") or _head(word, "VBD")
        if g.tense == "pres":
            return _be(word, "is" if g.number == "sing" else "are") or _head(
                word, "VBZ" if g.number == "sing" else "VBP"
            )
        return "will " + word
    if pos == "NOUN" and g.number == "plur":
        return plural(word)
    return word


def _be(phrase: str, form: str) -> str | None:
    return form + phrase[2:] if phrase == "be" or phrase.startswith("be ") else None


def _head(phrase: str, tag: str) -> str:
    """A verb phrase with its first word inflected."""
    from lemminflect import getInflection

    first, _, rest = phrase.partition(" ")
    forms = getInflection(first, tag)
    return (forms[0] if forms else first) + (" " + rest if rest else "")


def gerund(phrase: str) -> str:
    """A verb phrase as a gerund.

    >>> gerund("take possession")
    'taking possession'
    """
    return _head(phrase, "VBG")


def plural(phrase: str) -> str:
    """A noun phrase in the plural; what is plural already, or has none, stays.

    >>> plural("deputy commander"), plural("state pension"), plural("news"), plural("resident of Omsk")
    ('deputy commanders', 'state pensions', 'news', 'residents of Omsk')
    >>> plural("penny-pincher"), plural("mother-in-law")
    ('penny-pinchers', 'mothers-in-law')
    """
    from lemminflect import getInflection, getLemma

    m = re.match(r"(.+?)( (?:of|for|in|to|from|on|with|by) .+)$", phrase)
    head, tail = (m.group(1), m.group(2)) if m else (phrase, "")
    words = head.split(" ")
    last = words[-1]
    if "-" in last:
        pieces = last.split("-")
        n = 0 if {"in", "of", "by", "to"} & set(pieces[1:]) else len(pieces) - 1
        pieces[n] = plural(pieces[n])
        return " ".join([*words[:-1], "-".join(pieces)]) + tail
    if not last.isalpha():
        return phrase
    lemma = getLemma(last, upos="NOUN")
    if last.endswith("s") and lemma and lemma[0] != last:
        return phrase
    forms = getInflection(last, "NNS")
    if forms:
        words[-1] = forms[0]
    return " ".join(words) + tail
