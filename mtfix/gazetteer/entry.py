"""One name of the gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_PARTS = re.compile(r"[\s\-–/]+")


@dataclass(frozen=True)
class Entry:
    """A person, place, body, group, outlet, weapon, vessel, event or product.

    ``en`` is the usual English spelling, ``aliases`` other right ones, ``ru`` the Russian name in the nominative,
    ``forbidden`` spellings that are never right.
    """

    id: str
    type: str
    en: str
    ru: str
    gender: str = ""
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    country: str = ""
    acr_ru: tuple[str, ...] = ()
    acr_en: tuple[str, ...] = ()
    source: str = ""
    forbidden: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every right English spelling, the usual one first."""
        return (self.en, *self.aliases)

    @cached_property
    def ru_parts(self) -> tuple[str, ...]:
        """The Russian name's parts, lower case, ё as е.

        >>> Entry("g", "group", "Jabhat al-Nusra", "Джебхат ан-Нусра").ru_parts
        ('джебхат', 'ан', 'нусра')
        """
        return parts(self.ru)

    @cached_property
    def en_parts(self) -> tuple[str, ...]:
        """The usual English spelling's parts."""
        return tuple(p for p in _PARTS.split(self.en) if p)

    @property
    def surname(self) -> str:
        """The last part of a person's name, with what belongs to it (al-Jubeir, de Mistura)."""
        words = self.en.split(" ")
        n = len(words) - 1
        while n > 1 and words[n - 1][:1].islower():
            n -= 1
        return " ".join(words[n:])


def parts(name: str) -> tuple[str, ...]:
    """A Russian name's parts: split at blanks and hyphens, lower case, ё as е, quotation marks dropped."""
    return tuple(p for p in _PARTS.split(re.sub(r"[«»\"().]", " ", name).lower().replace("ё", "е").strip()) if p)
