"""Months and weekdays in Russian and English, from the Unicode CLDR as packaged by Babel."""

from __future__ import annotations

import functools

from babel import Locale


@functools.cache
def months() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """English month and its Russian forms (nominative, genitive and short).

    >>> months()[7]
    ('August', ('август', 'августа', 'августе', 'августом', 'августу', 'авг.'))
    """
    en = Locale("en").months["stand-alone"]["wide"]
    ru = Locale("ru").months
    out = []
    for n in range(1, 13):
        nominative = ru["stand-alone"]["wide"][n]
        genitive = ru["format"]["wide"][n]
        stem = genitive[:-1]
        oblique = (
            (stem + "е", stem + "ем", stem + "ю") if genitive.endswith("я") else (stem + "е", stem + "ом", stem + "у")
        )
        forms = (nominative, genitive, *oblique, ru["format"]["abbreviated"][n])
        out.append((str(en[n]), tuple(dict.fromkeys(forms))))
    return tuple(out)


@functools.cache
def weekdays() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """English weekday and its Russian forms.

    >>> weekdays()[2]
    ('Wednesday', ('среда', 'среды', 'среде', 'среду', 'средой'))
    """
    en = Locale("en").days["stand-alone"]["wide"]
    ru = Locale("ru").days["stand-alone"]["wide"]
    out = []
    for n in range(7):
        name = ru[n]
        if name.endswith("а"):
            forms = tuple(name[:-1] + e for e in ("а", "ы", "е", "у", "ой"))
        elif name.endswith("ье"):
            forms = tuple(name[:-1] + e for e in ("е", "я", "ю", "ем"))
        elif name.endswith("ок"):
            forms = (name, *(name[:-2] + "к" + e for e in ("а", "у", "ом", "е")))
        elif name.endswith("ница"):
            forms = tuple(name[:-1] + e for e in ("а", "ы", "е", "у", "ей"))
        else:
            forms = (name, *(name + e for e in ("а", "у", "ом", "е")))
        out.append((str(en[n]), forms))
    return tuple(out)
