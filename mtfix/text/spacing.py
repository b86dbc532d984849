"""Whether a text sets blanks before its punctuation throughout, and words that never carry a sentence's end."""

from __future__ import annotations

#: Articles, prepositions and conjunctions, after which no sentence ends.
FUNCTION_WORDS = frozenset(
    "a an the of to in on at by for with from and or but as into about between under over near than that "
    "this these those which who when while if after before during per via its his her their he she it "
    "they we there".split()
)


def tokenised(text: str) -> bool:
    """Whether a text is split from its punctuation throughout, as corpora are; such a text is left as it is.

    >>> tokenised("He left , she stayed . It rained , they said ."), tokenised("He left , she stayed.")
    (True, False)
    """
    return text.count(" ,") + text.count(" .") > 2 + len(text) // 400
