"""Text made safe to show on one line: line ends and control characters are spelled out."""

from __future__ import annotations

import re

#: Control characters (an escape sequence in a story must not reach the terminal), line separators, lone surrogates,
#: and the marks that reorder text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NAMES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def one_line(text: str, width: int = 0) -> str:
    """The text on one line, with control characters spelled out.

    Args:
        text: any text.
        width: cut to so many characters, with an ellipsis in the middle (0: never).

    >>> one_line("a\\nb\\x1b[31m")
    'a\\\\nb\\\\x1b[31m'
    >>> one_line("abcdefghij", 5)
    'ab…ij'
    """
    if width and len(text) > width:
        text = text[: width // 2] + "…" + text[len(text) - (width - width // 2 - 1) :]
    return _CONTROL.sub(_spell, text)


def _spell(m: re.Match[str]) -> str:
    c = m.group()
    return _NAMES.get(c) or (f"\\x{ord(c):02x}" if ord(c) < 0x100 else f"\\u{ord(c):04x}")


def shown_path(path: str) -> str:
    """A path as it can be written in UTF-8: bytes of a name that are none become U+FFFD.

    >>> shown_path("a.txt")
    'a.txt'
    """
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
