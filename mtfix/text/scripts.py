"""Scripts: Cyrillic in an English text, and letters of one script that look like those of another."""

from __future__ import annotations

import re

CYRILLIC = re.compile(r"[\u0400-\u04FF]")
CYRILLIC_RUN = re.compile(r"[\u0400-\u04FF]+(?:[\s\-–—,.:;«»\"“”'’()0-9]*[\u0400-\u04FF]+)*")
LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")

#: Cyrillic letters that look like Latin ones (Unicode confusables, UTS 39, the single-letter pairs).
LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсухіїІЅѕЈј", "ABEKMHOPCTXaeopcyxiïISsJj")


def share_of_cyrillic(text: str) -> float:
    """The share of Cyrillic among the letters of a text; 0 where there are none.

    >>> share_of_cyrillic("B Киев")
    0.8
    """
    cyrillic = len(CYRILLIC.findall(text))
    latin = len(LATIN.findall(text))
    return cyrillic / (cyrillic + latin) if cyrillic else 0.0
