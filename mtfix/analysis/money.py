"""Currencies, units and multipliers of English, from the Unicode CLDR as packaged by Babel."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from babel import Locale

from mtfix.tables import DATA, read_table

#: Multipliers that English keeps in the singular after a number.
MULTIPLIERS = frozenset(("thousand", "million", "billion", "trillion"))
#: The short ones, as financial copy sets them.
SHORT_MULTIPLIERS = frozenset(("bn", "mn", "mln", "bln", "trn", "k"))


@dataclass(frozen=True)
class Money:
    """Names of currencies and units.

    >>> m = Money.load()
    >>> m.plural["ruble"], m.plural["barrel"], m.codes["$"], m.marks["rbl"]
    ('rubles', 'barrels', 'USD', 'RUB')
    """

    plural: dict[str, str]  # singular noun to plural, currencies and measures alike
    currency: dict[str, str]  # singular or plural noun of a currency to its code, where one code alone has it
    codes: dict[str, str]  # a sign or an ISO code to the code
    marks: dict[str, str]  # abbreviations that only stand for a currency, lower case, to the code
    traded: frozenset[str]  # measures by which things are sold: barrel, ton, ounce

    @classmethod
    @functools.cache
    def load(cls) -> Money:
        """From the CLDR, and from ``data/english/currency_marks.tsv`` for abbreviations."""
        en = Locale("en")
        plural, currency = _currencies(en)
        plural |= {"percent": "percent", "tonne": "tonnes", "rouble": "roubles", "kopeck": "kopecks"} | _units(en)
        currency |= {"rouble": "RUB", "roubles": "RUB"}
        codes = {c: c for c in map(str, en.currencies) if not c.startswith("X")}
        for code in ("USD", "EUR", "GBP", "RUB", "UAH"):
            codes[str(Locale("ru").currency_symbols.get(code, code))] = code
            codes[str(en.currency_symbols.get(code, code))] = code
        rows = read_table(DATA / "english/currency_marks.tsv", ("mark", "code"))
        marks = {r["mark"].lower(): r["code"] for r in rows}
        return cls(plural, currency, codes, marks, frozenset(_units(en, ("mass", "volume"))) | {"tonne"})

    @functools.cached_property
    def singular(self) -> dict[str, str]:
        """Plural nouns to the singular."""
        return {p: s for s, p in self.plural.items()}

    def is_unit(self, word: str) -> bool:
        """Whether a lower-case word is a currency, a measure or a multiplier."""
        return word in self.plural or word in self.singular or word in MULTIPLIERS or word in SHORT_MULTIPLIERS

    def noun(self, code: str, text: str) -> str:
        """The plural noun of a code, in the spelling (rubles, roubles) that a text has.

        >>> Money.load().noun("RUB", "The rouble fell.")
        'roubles'
        """
        if code == "RUB":
            return "roubles" if "rouble" in text else "rubles"
        return next((p for s, p in self.plural.items() if self.currency.get(s) == code), code)


def _currencies(en: Locale) -> tuple[dict[str, str], dict[str, str]]:
    plural: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    for code in map(str, en.currencies):
        names = en._data["currency_names_plural"].get(code)
        if code.startswith("X") or not names or "one" not in names or "other" not in names:
            continue
        one, many = names["one"].split(" ")[-1].lower(), names["other"].split(" ")[-1].lower()
        if one.isalpha() and many.isalpha() and one != many:
            plural[one] = many
            owners.setdefault(one, set()).add(code)
            owners.setdefault(many, set()).add(code)
    # a dollar without more is the American one, a rouble the Russian one
    main = {"dollar": "USD", "dollars": "USD", "ruble": "RUB", "rubles": "RUB", "pound": "GBP", "pounds": "GBP"}
    main |= {"euro": "EUR", "euros": "EUR"}
    return plural, {w: next(iter(c)) for w, c in owners.items() if len(c) == 1} | main


_MEASURES = ("length", "mass", "volume", "area", "power", "energy", "duration", "temperature")


def _units(en: Locale, kinds: tuple[str, ...] = _MEASURES) -> dict[str, str]:
    out: dict[str, str] = {}
    for kind, lengths in en._data["unit_patterns"].items():
        if kind.split("-")[0] in kinds:
            names = lengths.get("long") or {}
            one, many = names.get("one", ""), names.get("other", "")
            if one.startswith("{0} ") and many.startswith("{0} "):
                out[one[4:].split(" ")[-1].lower()] = many[4:].split(" ")[-1].lower()
    return {a: b for a, b in out.items() if a.isalpha() and b.isalpha() and a != b}
