"""What capitals stand for: how much a story speaks for a Russian acronym, and the English that fits the place."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale

from mtfix.analysis import Analysis
from mtfix.analysis.abbreviations import homonyms
from mtfix.analysis.knowledge import Knowledge
from mtfix.analysis.terms import Acronym
from mtfix.tables import DATA, cells, read_table
from mtfix.text.english import Pos
from mtfix.text.spacing import FUNCTION_WORDS

_WORD = re.compile(r"[A-Za-z]+")
#: Letters this frequent in English text have a life of their own: more must speak for the Russian reading.
FREQUENT = 2.45
_DETERMINERS = frozenset("the a an his her their its our this that every each no any".split())


@functools.cache
def _fields() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = read_table(DATA / "english/fields.tsv", ("field", "expansion", "speaks"))
    return tuple((frozenset(cells(r["expansion"])), frozenset(cells(r["speaks"]))) for r in rows)


def nation_of(a: Acronym, knowledge: Knowledge) -> frozenset[str]:
    """The name and adjective (lower case) of the country that an acronym belongs to, where it has one."""
    return nation(a.country, knowledge.proper_adjectives) if a.country else frozenset()


@functools.lru_cache(maxsize=2048)
def _long_form(expansion: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _WORD.findall(expansion) if len(w) > 2) - FUNCTION_WORDS


@functools.lru_cache(maxsize=2048)
def speaks(a: Acronym) -> frozenset[str]:
    """Words that speak for an acronym: those of its row, and those of the fields that its long form belongs to."""
    out = set(a.context)
    for heads, words in _fields():
        if heads & _long_form(f"{a.expansion_en} {' '.join(a.en)}"):
            out |= words
    return frozenset(out)


@functools.lru_cache(maxsize=512)
def nation(code: str, adjectives: frozenset[str]) -> frozenset[str]:
    """The name of a country in English (CLDR), and adjectives made from it.

    >>> sorted(nation("SY", frozenset(("syrian", "systemic"))))
    ['syria', 'syrian']
    """
    name = str(Locale("en").territories.get(code, "")).lower()
    if not name or " " in name:
        return frozenset((name,)) if name else frozenset()
    return frozenset((name, *(a for a in adjectives if a.startswith(name[: max(4, len(name) - 1)]))))


@dataclass(frozen=True)
class Sense:
    """One reading of capitals in a story: what speaks for it."""

    acronym: Acronym
    score: float
    established: bool  # the letters have an English life of their own

    @property
    def said(self) -> bool:
        """Whether it is worth saying."""
        return self.score >= (2 if self.established else 1)


#: What the way in which letters came about takes from a reading: a long form retold word by word is a guess.
_COST = {"retold": 2.0}


def best(
    letters: str, rows: Iterable[tuple[Acronym, str]], i: int, analysis: Analysis, knowledge: Knowledge
) -> Sense | None:
    """The Russian acronym that a story speaks for most at word `i`, or None.

    Args:
        letters: the capitals.
        rows: the acronyms that they may stand for, each with the way in which it comes out so.
        i: which word of the text.
        analysis: of the text.
        knowledge: tables.
    """
    story = analysis.lower_types
    stems = {w[:7] for w in story if len(w) > 7}
    established = knowledge.english.zipf(letters.lower()) >= FREQUENT or letters in knowledge.gazetteer.acronyms
    bonus = _place(i, analysis, knowledge)
    lower = letters.lower()
    if len(letters) > 2 and knowledge.english.zipf(lower) > 2 and knowledge.english.pos(lower):
        bonus += 1  # a common English word in capitals, where the line has others in lower case
    found = []
    for a, way in rows:
        if a.clash & story or letters in a.en or (way == "other" and _own_sense(a.ru, letters, story)):
            continue
        named = nation_of(a, knowledge) if letters in knowledge.gazetteer.acronyms else frozenset()
        if named and not named & story and len(a.context & story) < 2:
            continue  # a right acronym of another body, and a story that does not name this one's country
        words = speaks(a)
        n = len(words & story) + sum(1 for w in words - story if len(w) > 7 and w[:7] in stems)
        long = {w for w in _long_form(a.expansion_en) if len(w) > 3}
        score = min(n, 3) + 0.5 * len(long & story)
        score += bonus if n else 0
        score += 2 * _of_russia(a, i, analysis)
        if not established and knowledge.english.zipf(letters.lower()) < 1 and len(letters) > 3:
            score += 1  # no English word or usual acronym has these letters
        score -= _COST.get(way, 1.0 if way == "letters" and len(letters) == 2 else 0.0)
        if score > 0 and letters == knowledge.romanised_acronym(a.ru).replace(" ", ""):
            score += 0.5
        found.append((score, a.ru, a))
    if not found:
        return None
    score, _, a = max(found, key=lambda x: x[:2])
    return Sense(a, score, established)


def _own_sense(ru: str, letters: str, story: frozenset[str]) -> bool:
    """Whether a story speaks of the other thing that these letters stand for: TFR, the fertility rate."""
    for h in homonyms():
        if h.letters == letters and h.ru in (ru, ru.replace(" РФ", "Р")):
            said = h.stands_for & story
            if len(said) >= min(2, len(h.stands_for)):
                return True
    return False


def _of_russia(a: Acronym, i: int, analysis: Analysis) -> bool:
    """“RF IC”, “SK the Russian Federation”: the state beside the letters, where the Russian acronym has it."""
    if not a.ru.endswith("РФ"):
        return False
    return analysis.before(i) == "rf" or state_after(i, analysis) > 0


def state_after(i: int, analysis: Analysis) -> int:
    """How many words behind word `i` name the Russian state in apposition: RF, (of) (the) Russian Federation."""
    words, j = analysis.doc.words, i + 1
    while j < len(words) and j < i + 3 and words[j].text.lower() in ("of", "the") and analysis.adjacent(j):
        j += 1
    if j < len(words) and analysis.adjacent(j):
        if words[j].text == "RF":
            return j - i
        if words[j].text == "Russian" and analysis.after(j) == "Federation":
            return j + 1 - i
    return 0


def _place(i: int, analysis: Analysis, knowledge: Knowledge) -> float:
    """A place where a body stands: a verb of saying behind, “In the X reported”, “head of the X”."""
    nxt = analysis.after(i).lower()
    head = analysis.before(i) == "the" and analysis.before(i - 1) == "of" and i > 2
    said = nxt in knowledge.reporting or analysis.before(i) in knowledge.reporting
    return 1.0 if said or (head and analysis.before(i - 2) in ("head", "leader", "minister")) else 0.0


def fitted(options: tuple[str, ...], i: int, analysis: Analysis, knowledge: Knowledge) -> tuple[int, tuple[str, ...]]:
    """The English for word `i`'s place, best first, and how many words before it belong to the replacement.

    Before a noun an adjective (Syrian) or a short form; elsewhere the noun, a country without its article, and a
    common noun with one.
    """
    nxt = analysis.after(i)
    noun = nxt.islower() and nxt not in FUNCTION_WORDS and nxt not in knowledge.reporting
    noun = noun and bool(knowledge.english.pos(nxt) & Pos.NOUN) and not nxt.endswith("ed")
    adjectives = [o for o in options if o.lower() in knowledge.proper_adjectives]
    if noun:
        short = [o for o in options if o.isupper()]
        return 0, tuple(dict.fromkeys((*adjectives, *short, *options)))[:3]
    nouns = [o for o in options if o not in adjectives] or list(options)
    before = analysis.before(i)
    initial = i > 0 and analysis.initial(i - 1)
    if _country(nouns[0]):
        if before == "the":
            return 1, tuple(_capital(o, initial) for o in nouns[:3])
        return 0, tuple(nouns[:3])
    if not _determined(i, analysis, knowledge) and _needs_article(nouns[0], knowledge):
        article = "the " if nouns[0][:1].isupper() or _again(i, analysis) else "an " if nouns[0][0] in "aeiou" else "a "
        return 0, tuple(
            _capital((article if _needs_article(o, knowledge) else "") + o, analysis.initial(i)) for o in nouns[:3]
        )
    return 0, tuple(nouns[:3])


def _determined(i: int, analysis: Analysis, knowledge: Knowledge) -> bool:
    """Whether an article or possessive stands before word `i`, with nothing but nouns and adjectives between."""
    for j in range(i, max(0, i - 4), -1):
        word = analysis.before(j)
        if word in _DETERMINERS or word.endswith(("'s", "’s")) or _adjective(knowledge, word):
            return True
        if not word or word in FUNCTION_WORDS or not knowledge.english.pos(word) & (Pos.NOUN | Pos.ADJ):
            return False
    return False


def _adjective(knowledge: Knowledge, word: str) -> bool:
    return bool(word) and (word in knowledge.proper_adjectives or bool(knowledge.english.pos(word) == Pos.ADJ))


def _again(i: int, analysis: Analysis) -> bool:
    letters = analysis.doc.words[i].text
    return any(w.text == letters for w in analysis.doc.words[:i])


def _capital(text: str, initial: bool) -> str:
    return text[:1].upper() + text[1:] if initial else text


@functools.cache
def _territories() -> frozenset[str]:
    return frozenset(str(t) for t in Locale("en").territories.values())


def _country(option: str) -> bool:
    return option in _territories()


def _needs_article(option: str, knowledge: Knowledge) -> bool:
    """A body named by common words takes “the”, a thing “a”; short forms, plurals and single names take none."""
    last = option.split(" ")[-1].lower()
    if option.isupper() or (option.endswith("s") and option.islower()):
        return False
    if option.islower():
        return bool(knowledge.english.pos(last) & Pos.NOUN) and not option.endswith(("custody", "detention"))
    return " " in option and (last in knowledge.bodies.heads or last in ("forces", "army", "navy", "fund", "union"))
