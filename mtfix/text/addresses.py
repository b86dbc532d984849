"""Addresses, handles and code: spans of a text that are no language."""

from __future__ import annotations

import re

_SPANS = re.compile(
    r"`[^`\n]+`"  # code
    r"|[a-z][a-z0-9+.\-]*://[^\s<>\"”»]+"  # https://example.org/su-34
    r"|[^\s@<>()“”\"]+@[\w\-]+(?:\.[\w\-]+)*"  # press-service@example.org
    r"|(?<!\w)[@#][^\s.,;:!?“”\"»)]+(?:\.[^\s.,;:!?“”\"»)]+)*"  # @handle, #tag
    r"|(?<![\w/])(?:[\w\-]+\.)+[a-z]{2,6}/[^\s<>\"”»]*"  # example.org/path
    r"|(?<!\S)(?:/[\w.\-]+)+",  # /a/path
    re.IGNORECASE,
)


def address_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of addresses, handles and code.

    >>> text = "See https://example.org/su-34 or ask desk@example.org."
    >>> [text[a:b] for a, b in address_spans(text)]
    ['https://example.org/su-34', 'desk@example.org']
    """
    if not any(c in text for c in "/@#`"):
        return []
    return [m.span() for m in _SPANS.finditer(text)]
