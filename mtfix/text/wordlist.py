"""Makes ``data/english/words.txt.xz``, English words beyond the frequency list — from SCOWL.

    python -m mtfix.text.wordlist FOLDER

FOLDER is SCOWL's ``final`` (Debian's package ``scowl`` puts it into ``/usr/share/dict/scowl``): files named
``LIST-words.SIZE``. Taken are the words of all spellings up to size 80 ("huge": every word that a large dictionary
has); sizes above hold what is a word to crossword setters alone. SCOWL's terms are in THIRD_PARTY.md.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from pathlib import Path

from mtfix.tables import DATA

#: Where the shipped list lies.
WORDS = DATA / "english/words.txt.xz"
_LARGEST = 80
_FILE = re.compile(r"\w+-words\.(\d+)")


def read_words() -> frozenset[str]:
    """The shipped list, lower case.

    >>> {"incantatory", "shiitake"} <= read_words(), "nagleyuschih" in read_words()
    (True, False)
    """
    return frozenset(lzma.decompress(WORDS.read_bytes()).decode().split())


def collect(folder: Path) -> list[str]:
    """The lower-case words of a SCOWL folder, sorted.

    Raises:
        FileNotFoundError: where the folder holds no such lists.
    """
    words: set[str] = set()
    for path in folder.iterdir():
        m = _FILE.fullmatch(path.name)
        if m and int(m[1]) <= _LARGEST:
            lines = path.read_text("latin-1").split()
            words.update(w for w in lines if len(w) > 3 and w.isascii() and w.isalpha() and w.islower())
    if not words:
        raise FileNotFoundError(f"{folder}: no SCOWL lists (files like english-words.35) there")
    return sorted(words)


def main(argv: list[str] | None = None) -> int:
    """Write the list."""
    ap = argparse.ArgumentParser(prog="python -m mtfix.text.wordlist", description=__doc__)
    ap.add_argument("folder", type=Path)
    words = collect(ap.parse_args(argv).folder)
    WORDS.write_bytes(lzma.compress("\n".join(words).encode(), preset=9))
    print(f"{len(words):,} words", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
