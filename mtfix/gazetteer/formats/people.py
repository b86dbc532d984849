"""Names of people in lists of persons: the order of their parts, patronymics, capitals."""

from __future__ import annotations

import re

_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|мич|вна|ична|инична|оглы|кызы)$", re.IGNORECASE)


def plain_russian(name: str) -> str:
    """A Russian's full name as the wires give it: given name and surname, in ordinary capitals.

    The patronymic tells the order: registers put the surname before the given name.

    >>> plain_russian("ЛАВРОВ Сергей Викторович"), plain_russian("Сергей Викторович Лавров")
    ('Сергей Лавров', 'Сергей Лавров')
    >>> plain_russian("Лавров, Сергей Викторович"), plain_russian("Ким Чен Ын")
    ('Сергей Лавров', 'Ким Чен Ын')
    """
    if "," in name:
        last, _, rest = name.partition(",")
        name = f"{rest.strip()} {last.strip()}"
    words = [ordinary(w) for w in name.split()]
    if len(words) == 3:
        if _PATRONYMIC.search(words[2]):
            return f"{words[1]} {words[0]}"
        if _PATRONYMIC.search(words[1]):
            return f"{words[0]} {words[2]}"
    return " ".join(words)


def ordinary(word: str) -> str:
    """ЛАВРОВ as Лавров; what is in ordinary letters already, short, or a Roman numeral, stays."""
    if len(word) > 2 and word.isupper() and not set(word) <= set("IVX"):
        return "-".join(p.capitalize() for p in word.split("-"))
    return word
