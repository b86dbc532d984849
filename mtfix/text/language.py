"""The language of a line in Latin letters, asked where vocabulary leaves doubt: langdetect does 300 lines a second."""

from __future__ import annotations

import functools


@functools.lru_cache(maxsize=4096)
def language(line: str) -> str:
    """ISO 639-1 code of a line's language, or the empty string where it cannot be told.

    >>> language("Die Gespräche werden am Montag in Genf fortgesetzt")
    'de'
    """
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0  # else the answer changes from run to run
    try:
        best = detect_langs(line)[0]
    except LangDetectException:
        return ""
    return str(best.lang) if best.prob >= 0.9 else ""
