"""What the rules about names ask of a word and its neighbours: part of which name, which given name, which role."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mtfix.document import Document
from mtfix.gazetteer.entry import Entry, parts
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.styles import Style
from mtfix.source.romanise import romanise
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.source.russian.index import Kind
from mtfix.source.russian.pack import Russian
from mtfix.text.case import is_capitalised

if TYPE_CHECKING:
    from mtfix.analysis import Analysis
    from mtfix.analysis.knowledge import Knowledge

#: Particles of surnames, in English and in Russian letters.
PARTICLES = frozenset(
    "al an ar as at el en es ud ed ad el' ul ur bin ibn de di da du van von der den la le del ash az".split()
)
RU_PARTICLES = frozenset(
    "аль ан ар ас ат эль эн эс эд ад ед уд аш аз де ди да ду ван фон дер ден ла ле дель бин ибн".split()
)
#: Words before a surname that stand for a given name and tell the sex.
MEN = frozenset("mr mister lord sir".split())
WOMEN = frozenset("ms mrs miss lady madame".split())
#: The scheme in which the press writes Russian names that have no usual English spelling.
PRESS = "press"


def bare(word: str) -> str:
    """A word without its possessive ending.

    >>> bare("Lavrov's"), bare("Lavrov’s")
    ('Lavrov', 'Lavrov')
    """
    return word.removesuffix("'s").removesuffix("’s")


def joined(doc: Document, k: int) -> bool:
    """Whether word `k` follows the word before it with a blank or a hyphen alone between."""
    return 0 < k < len(doc.words) and doc.text[doc.words[k - 1].end : doc.words[k].start] in (" ", "-", "‑", "–")


def same_part(word: str, e: Entry, p: int) -> bool:
    """Whether a word is part `p` of an entry: in a right spelling, or by its key."""
    folded = fold_name(word)
    ru = e.ru_parts[p]
    if ru in RU_PARTICLES:
        return folded in PARTICLES
    if len(ru) <= 3 and not ru.isalpha():
        return False
    for name in e.names:
        if folded in fold_name(name):  # else no part of it is the word
            ps = parts(name)
            if len(ps) == len(e.ru_parts) and fold_name(ps[p]) == folded:
                return True
    return _sounds_as(word, ru)


@lru_cache(maxsize=20_000)
def _sounds_as(word: str, ru: str) -> bool:
    """Whether a word has the key of a Russian one, or where that is long, its consonants."""
    key = key_of_cyrillic(ru)
    keys = _keys(word)
    return key in keys or (len(key) > 4 and skeleton(key) in map(skeleton, keys))


_keys = lru_cache(maxsize=5_000)(keys_of_latin)


def is_right_given(word: str, e: Entry) -> bool:
    """Whether a word is the first word of one of an entry's right spellings."""
    return any(fold_name(n.split(" ")[0]) == fold_name(word) for n in e.names)


def is_given_of(word: str, e: Entry) -> bool:
    """Whether a word is the given name of a person: in a right spelling, or one that sounds as the Russian one."""
    return len(e.ru_parts) > 1 and (is_right_given(word, e) or same_part(word, e, 0) or _twin(word, e.ru_parts[0]))


@lru_cache(maxsize=20_000)
def russian_given(word: str) -> tuple[str, str]:
    """The Russian given name that a word romanises, and its gender; two empty strings where it is none.

    >>> russian_given("Natalia"), russian_given("Leonid"), russian_given("Minister")
    (('наталья', 'f'), ('леонид', 'm'), ('', ''))
    """
    russian = Russian.open()
    best: tuple[float, str, str] | None = None
    for k in keys_of_latin(fold_name(word))[:4]:
        for form in russian.index.by_key(k):
            if not russian.index.kind(form) & Kind.GIVEN:
                continue
            for p in russian.morph.parse(form):
                if "Name" in p.tag and p.normal_form == form and p.tag.gender in ("masc", "femn"):
                    row = (russian.index.log10(form), form, "m" if p.tag.gender == "masc" else "f")
                    best = max(best, row) if best else row
    return (best[1], best[2]) if best and best[0] > -7 else ("", "")


def _twin(word: str, russian: str) -> bool:
    """Whether a word romanises a given name that differs from another in its soft ending alone: Наталия, Наталья."""
    form = russian_given(word)[0]
    return bool(form) and re.sub("[ьи](?=[яй]$)", "", form) == re.sub("[ьи](?=[яй]$)", "", russian)


def slavic_given(word: str, knowledge: Knowledge) -> bool:
    """A given name usual in Russian and rare in English."""
    form, _ = russian_given(word)
    return bool(form) and knowledge.source.index.log10(form) > -5.5 and knowledge.english.zipf(word.lower()) < 4.2


def role_fits(doc: Document, analysis: Analysis, i: int, e: Entry) -> bool:
    """Whether words of one of the person's roles stand in the same sentence."""
    lo, hi = analysis.sentence(i)
    around = {w.text.lower() for w in doc.words[lo:hi]}
    for role in e.roles:
        needed = [x for x in re.findall(r"[a-z]+", role.lower()) if len(x) > 3]
        if needed and sum(x in around for x in needed) >= max(1, len(needed) - 1):
            return True
    return False


def title_fits(title: str, e: Entry) -> bool:
    """Whether a title beside a name is a word of one of the person's roles."""
    return any(title.lower() in re.findall(r"[a-z]+", role.lower()) for role in e.roles)


def styled(e: Entry, knowledge: Knowledge) -> str:
    """How the house spells an entry; empty where no house is named, or where it is not known."""
    return Style.open(knowledge.config.style).spelling(e)


def spelling(analysis: Analysis, e: Entry) -> str:
    """The house's spelling of an entry, else the one that the story uses elsewhere, else the usual one."""
    if house := styled(e, analysis.knowledge):
        return house
    for h in analysis.people.hits:
        if h.entry.id == e.id and " " in h.name and analysis.doc.text[h.start : h.end] == h.name:
            return h.name
    return e.en


def surname_shown(analysis: Analysis, e: Entry) -> str:
    """The surname as the house spells it, else as the story does elsewhere, else the usual one."""
    if house := styled(e, analysis.knowledge):
        return Entry(e.id, e.type, house, e.ru).surname
    for h in analysis.people.hits:
        text = analysis.doc.text[h.start : h.end]
        if h.entry.id == e.id and is_capitalised(text):
            return Entry(e.id, e.type, text, e.ru).surname
    return e.surname


def press(russian: str) -> str:
    """A Russian name word in the spelling of the press, with its capital.

    >>> press("цветков"), press("синельщиков")
    ('Tsvetkov', 'Sinelshchikov')
    """
    latin = romanise(russian, PRESS)
    return latin[:1].upper() + latin[1:]


def feminine(surname: str) -> str:
    """The woman's form of a man's surname in Latin letters.

    >>> feminine("Zakharov"), feminine("Poklonsky")
    ('Zakharova', 'Poklonskaya')
    """
    m = re.search(r"(?:skiy|skii|sky|ski)$", surname)
    return surname[: m.start()] + "skaya" if m else surname + "a"


def masculine(surname: str) -> str:
    """The man's form of a woman's surname in Latin letters.

    >>> masculine("Zakharova"), masculine("Poklonskaya")
    ('Zakharov', 'Poklonsky')
    """
    return re.sub(r"skaya$|skaia$", "sky", surname) if re.search(r"ska[yi]a$", surname) else surname[:-1]


def usual_surname(word: str, knowledge: Knowledge) -> bool:
    """Whether a word romanises a surname of the Russian dictionary that is in use.

    >>> from mtfix.analysis.knowledge import Knowledge
    >>> from mtfix.config import Config
    >>> k = Knowledge.open(Config())
    >>> usual_surname("Polonskaya", k), usual_surname("Boronenkov", k)
    (True, False)
    """
    index = knowledge.source.index
    return any(
        index.kind(f) & Kind.SURNAME and index.log10(f) > -8 for k in keys_of_latin(word)[:3] for f in index.by_key(k)
    )


#: Spellings of other schemes and what the press writes for the same Russian letter.
_PRESS_FOR = (
    (re.compile(r"(?<![aeiouy])j(?=[aou])"), "y"),
    (re.compile(r"j(?=[aeou])"), "y"),
    (re.compile(r"sch(?!n)"), "shch"),
    (re.compile(r"x(?=[aeiou])"), "kh"),
    (re.compile(r"c(?![hkz])"), "ts"),
    (re.compile(r"ijj$|yj$|ij$"), "y"),
)


def respell(surname: str) -> str:
    """A Slavic surname that no list knows, in the letters of the press: other schemes' letters are put over.

    >>> respell("cakaev"), respell("Mjasin"), respell("sinelschikov"), respell("Karagod")
    ('tsakaev', 'Myasin', 'sinelshchikov', 'Karagod')
    """
    out = surname.lower()
    for pattern, press_letters in _PRESS_FOR:
        out = pattern.sub(press_letters, out)
    return out[:1].upper() + out[1:] if surname[:1].isupper() else out


#: Countries whose names English takes over by romanisation, so that any usual scheme gives a lawful spelling.
_ROMANISED = frozenset("RU UA BY KZ MD GE AM AZ UZ KG TJ TM".split())
_SCHEMES = ("press", "bgn_pcgn", "icao", "gost_52535", "ala_lc_plain", "iso_9_plain")


def romanised(e: Entry) -> bool:
    """Whether an entry's English name is the romanisation of its Russian one, by its country."""
    return e.country in _ROMANISED


def lawful(text: str, e: Entry) -> bool:
    """Whether a text is the plain romanisation of an entry's Russian name: another house style, and no damage."""
    if not romanised(e):
        return False
    words = [p for p in re.split(r"[\s\-]+", fold_name(text).replace("'", "")) if p]
    return len(words) == len(e.ru_parts) and all(
        _lawful_part(w, ru) for w, ru in zip(words, e.ru_parts, strict=True)
    )


def lawful_parts(words: list[str], e: Entry) -> bool:
    """Whether every word is a plain romanisation of its part of the name, or right, by whatever scheme.

    >>> e = Entry("q", "person", "Vladimir Vasilyev", "Владимир Васильев", country="RU")
    >>> lawful_parts(["Vladimir", "Vasilev"], e), lawful_parts(["Vladimir", "Vasilieff"], e)
    (True, False)
    """
    return len(words) == len(e.ru_parts) and all(
        _lawful_part(fold_name(w).replace("'", ""), ru) or any(fold_name(w) in parts(fold_name(n)) for n in e.names)
        for w, ru in zip(words, e.ru_parts, strict=True)
    )


def _lawful_part(word: str, ru: str) -> bool:
    return any(fold_name(romanise(ru, s)).replace("ʹ", "").replace("'", "") == word for s in _SCHEMES)


def russian_person(doc: Document, k: int, knowledge: Knowledge) -> bool:
    """Whether word `k` is a given name of a Russian: usual in Russian alone, or before a Slavic surname."""
    word = doc.words[k].text
    if slavic_given(word, knowledge):
        return True
    after = doc.words[k + 1].text if k + 1 < len(doc.words) and joined(doc, k + 1) else ""
    return bool(russian_given(word)[0]) and is_capitalised(after) and bool(_SLAVIC_SURNAME.search(bare(after)))


_SLAVIC_SURNAME = re.compile(r"(?:[oe]v|[iy]n|sky|skiy|enko|chuk|[oe]va|[iy]na|skaya)$")
