"""English words made of English words: derivatives and compounds that no list has."""

from __future__ import annotations

from mtfix.text.english import English

_SUFFIXES = tuple(
    """
    's s es ed d ing er ers or ors eer eers eering ly ness ment ments able ible ish less like ful ist ists ism
    isms ity ize ized ise ised izing ising ization isation y al ally ic ical ian ians ation ations ative atory
    ship hood dom wise ward ability ibility ette ee ees esque logy ology ologist ologists ography ographer metry
    phobia phobic cracy tion ously ous est man men woman women maker makers making
    """.split()
)
_PREFIXES = tuple(
    """
    giga mega kilo tera milli deca un re non pre post anti over under out mis dis inter intra super sub co counter de ex
    micro mini multi neo pro semi ultra trans cyber bio eco geo hyper nano neuro psycho socio thermo techno tele auto
    photo hydro electro immuno cardio crypto deep euro petro agri agro pseudo quasi self mid up down off on in
    """.split()
)
#: Stems of international nonproprietary names of drugs (WHO, "The use of stems in the selection of INN", 2018).
_INN = tuple(
    """
    mab vir tinib ciclib parib olol pril sartan statin azole mycin micin cillin oxacin cycline caine azepam prazole
    setron triptan gliptin gliflozin glutide grel grelor xaban gatran zomib rafenib cept kinra fenac profen
    thiazide semide dipine dronate quine platin taxel rubicin bicin trexate uridine citabine
    """.split()
)


def english_made(word: str, english: English, least: float = 3.0) -> bool:
    """Whether an unknown lower-case word is made of known English parts: an affix and a word, or two words.

    Args:
        word: lower case.
        english: the vocabulary.
        least: the Zipf frequency that the known part must have.

    >>> e = English.open()
    >>> [english_made(w, e) for w in ("warehousers", "nagleyuschih", "debosher")]
    [True, False, False]
    """

    def known(base: str) -> bool:
        return len(base) >= 4 and english.zipf(base) >= least and (english.listed(base) or bool(english.pos(base)))

    if len(word) > 7 and word.endswith(_INN):
        return True
    for s in _SUFFIXES:
        if word.endswith(s):
            base = word[: -len(s)]
            if known(base) or known(base + "e") or (len(base) > 4 and base[-1] == base[-2] and known(base[:-1])):
                return True
            if base.endswith("i") and known(base[:-1] + "y"):
                return True
    for p in _PREFIXES:
        rest = word[len(p) :]
        if (
            word.startswith(p)
            and len(rest) >= 4
            and (known(rest) or ((len(p) > 2 or p == "un") and english_made(rest, english, least)))
        ):
            return True
    strong = max(least, 3.0) + 0.7
    for joined in ("of", "the", "and", "for", "with"):  # a blank lost: directorof, thepostponed
        rest = word.removesuffix(joined) if word.endswith(joined) else word.removeprefix(joined)
        if len(rest) >= 5 and rest != word and english.zipf(rest) >= strong and english.pos(rest):
            return True
    return any(
        english.zipf(word[:i]) >= strong
        and english.zipf(word[i:]) >= strong
        and english.pos(word[:i])
        and english.pos(word[i:])
        for i in range(4, len(word) - 3)
    )
