"""Makes ``data/russian/loans.txt.xz``: how Russian would spell English words — the channel run over the vocabulary.

    python -m mtfix.source.russian.loans_train

A line is an English word and, after a tab, its likeliest Cyrillic spellings. Only words of the large dictionary
(`mtfix.text.wordlist`) that are frequent enough to be borrowed are taken. It runs for some minutes on one core.
"""

from __future__ import annotations

import lzma
import sys

from mtfix.source.channel import Channel
from mtfix.tables import DATA
from mtfix.text.english import English
from mtfix.text.wordlist import read_words

#: Where the shipped list lies.
LOANS = DATA / "russian/loans.txt.xz"
#: Zipf frequency that a word must have, and how far (in nats) a spelling may lie behind the likeliest.
_LEAST, _BEHIND = 2.5, 4.5


def main() -> int:
    """Write the list."""
    english, channel = English.open(), Channel.load()
    words = sorted(w for w in read_words() if english.zipf(w) >= _LEAST)
    rows = []
    for w in words:
        found = channel.decode(w, n=3, beam=6)
        kept = [c for c, p in found if p >= found[0][1] - _BEHIND and c.isalpha()]
        if kept:
            rows.append(f"{w}\t{' '.join(kept)}")
    LOANS.write_bytes(lzma.compress("\n".join(rows).encode(), preset=9))
    print(f"{len(rows):,} words", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
