"""Letter case and marks folded away, one letter for one, so that offsets hold."""

from __future__ import annotations

import unicodedata


def _table() -> dict[int, str]:
    out: dict[int, str] = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        out[code] = base.lower() if len(base.lower()) == 1 else base
    plain = {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "’": "'", "\u00a0": " "}
    out.update({ord(k): v for k, v in plain.items()})
    out.update({c: chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})
    return out


_FOLD = _table()


def fold_name(text: str) -> str:
    """Lower case and without marks, of the same length as the text.

    >>> fold_name("Feridun Sinirlioğlu")
    'feridun sinirlioglu'
    """
    return text.translate(_FOLD)
