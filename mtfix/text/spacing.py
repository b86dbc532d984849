"""Whether a text sets blanks before its punctuation throughout, and words that never carry a sentence's end."""

from __future__ import annotations

import re

#: Articles, prepositions and conjunctions, after which no sentence ends.
FUNCTION_WORDS = frozenset(
    "a an the of to in on at by for with from and or but as into about between under over near than that "
    "this these those which who when while if after before during per via its his her their he she it "
    "they we there".split()
)


#: Marks set behind a blank, and marks at their word: a stop behind an abbreviation or an initial says nothing.
_SPACED = re.compile(
    r"(?<=\S)[ \u00a0](?:[,;!?](?=\s|$)|\.(?=\s|$)(?! \.)|['’](?:s|t|re|ve|ll|m|d)\b)|(?<!\S)\"(?=\s)"
)
_ATTACHED = re.compile(
    r"(?<=[^\W_])[,;!?](?=\s|$)|(?<=[^\W\d_]{4})\.(?=\s|$)|(?<=[)\"”»%\d])\.(?=\s|$)|[“”«»]|(?<=\d)%|\((?=\w)|(?<=\s)\"(?=\w)"
)


def marks(text: str) -> tuple[int, int]:
    """How many punctuation marks a text sets behind a blank, and how many at the word before.

    >>> marks("In the morning , he left."), marks("He didn 't go , she says .")
    ((1, 1), (3, 0))
    """
    return len(_SPACED.findall(text)), len(_ATTACHED.findall(text))


def tokenised(text: str) -> bool:
    """Whether a text is split from its punctuation throughout, as corpora are; such a text is left as it is.

    One blank in a text without any other mark says neither; two and nothing against them are a convention.

    >>> tokenised("He left , she stayed . It rained , they said ."), tokenised("He left , she stayed.")
    (True, False)
    >>> tokenised("He didn 't go ."), tokenised("The storm is over .")
    (True, False)
    """
    if text.count(" ,") + text.count(" .") > 2 + len(text) // 400:
        return True
    spaced, attached = marks(text)
    return spaced > 1 and attached == 0
