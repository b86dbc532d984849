"""Addresses, handles and code: spans of a text that are no language."""

from __future__ import annotations

import re

_SPANS = re.compile(
    r"`[^`\n]+`"  # code
    r"|[a-z][a-z0-9+.\-]*://[^\s<>\"”»]+"  # https://example.org/su-34
    r"|[^\s@<>()“”\"]+@[\w\-]+(?:\.[\w\-]+)*"  # press-service@example.org
    r"|(?<!\w)[@#](?![^\s.,;:]*[а-яё])[^\s.,;:!?“”\"»)]+(?:\.[^\s.,;:!?“”\"»)]+)*"  # @handle, #tag, not in Cyrillic
    r"|(?<![\w/])(?:[\w\-]+\.)+[a-z]{2,6}/[^\s<>\"”»]*"  # example.org/path
    r"|(?<!\S)(?:/[\w.\-]+)+"  # /a/path
    # the same, split from their marks by a tokeniser: https : / / example.org / su-34, vk.com / a _ b, u / name
    r"|(?<!\S)[a-z]{2,6} : / / \S+(?: [/_] \S+)*"
    r"|(?<!\S)(?:[\w\-]+\.)+[a-z]{2,6}(?: [/_] \S+)+"
    r"|(?<!\S)[ur] / \S+(?: _ \S+)*"
    r"|(?<!\S)\w[\w.\-]*(?: _ \w[\w.\-]*)+",
    re.IGNORECASE,
)


def address_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of addresses, handles and code.

    >>> text = "See https://example.org/su-34 or ask desk@example.org."
    >>> [text[a:b] for a, b in address_spans(text)]
    ['https://example.org/su-34', 'desk@example.org']
    >>> text = "Write to vk.com / anna _ petrova _ art , or not ."
    >>> [text[a:b] for a, b in address_spans(text)]
    ['vk.com / anna _ petrova _ art']
    """
    if not any(c in text for c in "/@#`_"):
        return []
    return [m.span() for m in _SPANS.finditer(text)]
