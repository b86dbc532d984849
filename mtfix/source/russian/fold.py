"""Coarse phonetic keys that every romanisation of one Russian word shares.

A key only brings candidates together; the channel decides between them. It keeps consonants and vowels but drops
what schemes disagree on: soft and hard signs, the j of iotated vowels, doubled letters, й beside a vowel.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

#: Russian letters to key letters. S is ш and щ, Z ж, C ч, c ц, h х.
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "Z", "з": "z", "и": "i", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "h", "ц": "c", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
        "і": "i", "ї": "i", "є": "e", "ґ": "g", "-": "", "'": "", "’": "",
    }
)  # fmt: skip
_REPEAT = re.compile(r"(.)\1+")
_GLIDE = re.compile(r"i(?=[aeou])|(?<=[aeou])i")
_VOWELS = str.maketrans("", "", "aeiou")

#: Latin letter groups to key letters, longest first; where a group has been used for several Russian letters, all.
_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("schtsch", ("S",)), ("shtsh", ("S",)),
    ("stsch", ("S",)), ("szcz", ("S",)), ("shch", ("S",)), ("tsch", ("C",)),
    ("chtch", ("S",)), ("sch", ("S", "sC", "sh")), ("stch", ("S",)), ("šč", ("S",)), ("tch", ("C", "tC")),
    ("tzh", ("tZ",)), ("tshch", ("tS",)), ("dzh", ("dZ",)),
    ("sh", ("S", "sh")), ("sz", ("S", "sz")),
    ("ch", ("C", "h", "S")), ("cz", ("C",)), ("zh", ("Z", "zh")), ("kh", ("h",)),
    ("ts", ("c", "ts")), ("tc", ("c", "tk")), ("iou", ("u",)), ("you", ("u", "ou")),
    ("tz", ("c", "tz")), ("ph", ("f",)), ("th", ("t",)),
    ("ck", ("k",)), ("cc", ("k",)), ("qu", ("kv", "k")),
    ("ou", ("u", "ou")), ("oo", ("u", "o")), ("ee", ("i", "e")), ("ea", ("i", "e", "ea")), ("yo", ("o", "e")),
    ("jo", ("o", "e", "Zo")), ("io", ("o", "e")),
    ("š", ("S",)), ("ŝ", ("S",)), ("č", ("C",)), ("ž", ("Z",)), ("ż", ("Z",)), ("ł", ("l",)), ("ö", ("e", "o")),
    ("ü", ("u",)), ("ç", ("C",)), ("ş", ("S",)), ("ğ", ("g", "")), ("ı", ("i",)), ("x", ("h", "ks")), ("c", ("c", "k")),
    ("j", ("i", "Z", "dZ")), ("w", ("v",)), ("q", ("k",)), ("y", ("i",)), ("h", ("h", "")),
)  # fmt: skip
_GROUP = re.compile("|".join(g for g, _ in _LATIN) + "|[a-z]")
_CHOICES = dict(_LATIN)
#: j after a consonant and before none but another consonant is a soft sign (GOST 1983, French and sloppy styles).
_SOFT_J = re.compile(r"(?<=[bcdfghklmnpqrstvwxzščžž])j(?![aeiouyj])")
_MOST = 24


def _settle(key: str) -> str:
    return _REPEAT.sub(r"\1", _GLIDE.sub("", _REPEAT.sub(r"\1", key)))


def key_of_cyrillic(word: str) -> str:
    """The key of a lower-case Russian word.

    >>> key_of_cyrillic("наглеющих"), key_of_cyrillic("подъезд"), key_of_cyrillic("сегодняшний")
    ('nagleuSih', 'podezd', 'segodnaSni')
    """
    return _settle(word.translate(_CYRILLIC))


def keys_of_latin(word: str) -> tuple[str, ...]:
    """The keys that a lower-case Latin string may have, likeliest first.

    >>> keys_of_latin("nagleyuschih")[0], keys_of_latin("katapuljtirovalisj")[0]
    ('nagleuSih', 'katapultirovalis')
    """
    plain = _SOFT_J.sub("", strip_marks(word))
    parts = [_CHOICES.get(g, (g,)) for g in _GROUP.findall(plain)]
    out: dict[str, None] = {}
    # Combinations in the order of how many second choices they take, so that a cut keeps the likely ones.
    ranked = sorted(itertools.islice(itertools.product(*(range(len(p)) for p in parts)), 4096), key=sum)
    for choice in ranked:
        out.setdefault(_settle("".join(p[i] for p, i in zip(parts, choice, strict=True))))
        if len(out) >= _MOST:
            break
    return tuple(out)


def strip_marks(word: str) -> str:
    """Lower case without diacritics, but for the letters that stand for a Russian sound of their own.

    >>> strip_marks("Štáb’")
    'štab'
    """
    kept = "šŝčžżłöüçşğı"
    out = []
    for c in word.lower():
        if c in kept:
            out.append(c)
        else:
            out += [d for d in unicodedata.normalize("NFKD", c) if d.isalpha() and not unicodedata.combining(d)]
    return "".join(out)


def skeleton(key: str) -> str:
    """The consonants of a key: what stays when vowels drift.

    >>> skeleton(key_of_cyrillic("ситкомов")), skeleton(keys_of_latin("satkomov")[0])
    ('stkmv', 'stkmv')
    """
    return _REPEAT.sub(r"\1", key.translate(_VOWELS))


_SIBILANTS = str.maketrans("SzZcC", "sssss")
_AFFRICATE = re.compile("t+s+")


def sibilant(key: str) -> str:
    """The consonants of a key with all sibilants as one."""
    return _REPEAT.sub(r"\1", skeleton(key).translate(_SIBILANTS))


def affricate(bones: str) -> str:
    """Consonants with an affricate and its two halves as one: тс, тч and ц, ч are written alike."""
    return _REPEAT.sub(r"\1", _AFFRICATE.sub("s", bones))


def coarse(key: str) -> str:
    """The consonants of a key that stay when marks are lost as well (ш, ж, č → s, z, c).

    >>> coarse(key_of_cyrillic("осуществляющие")), coarse(keys_of_latin("osusestvlausie")[0])
    ('stvls', 'stvls')
    """
    return affricate(sibilant(key))
