"""How fast `check` is, beside bare tokenising of the same text in the same run; memory, start-up, index size.

    python bench/bench.py [--text FILE] [--seconds N]     (or: make bench BENCH="--text FILE")

Words per second differ from machine to machine: quote the ratios. Nothing is written.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtfix import Pipeline

ROOT = Path(__file__).resolve().parent.parent
REFS = ROOT / "eval/refs"
STORY = ROOT / "seeds/01-geneva-syria-truce.txt"
DOCUMENT, SEGMENT = 400, 20  # words
LEAST = 40_000  # words a round; a shorter text is repeated, its sentences shuffled
RUNS = 5  # of each subprocess
UNKNOWN = 400  # word types
SEED = 1
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?…”])\s+(?=[A-Z“])|\n+")


def words(text: str) -> int:
    """The bare tokenising that everything is measured against."""
    return len(_WORD.findall(text))


def sentences(texts: Sequence[str]) -> list[str]:
    """All sentences of some texts, cut roughly."""
    return [s for t in texts for part in _SENTENCE.split(t) if (s := part.strip())]


def shuffled(base: list[str], rng: random.Random) -> list[str]:
    """The sentences, again and again in another order, until there are words enough."""
    out: list[str] = []
    each = sum(map(words, base))
    for _ in range(max(1, -(-LEAST // each))):
        out += rng.sample(base, len(base))
    return out


def packed(parts: list[str], size: int) -> list[str]:
    """Texts of about so many words, whole sentences each."""
    out: list[str] = []
    held: list[str] = []
    count = 0
    for s in parts:
        n = words(s)
        if held and abs(count + n - size) > abs(count - size):
            out.append(" ".join(held))
            held, count = [], 0
        held.append(s)
        count += n
    return [*out, " ".join(held)] if held else out


def rate(texts: list[str], work: Callable[[str], object], seconds: float) -> float:
    """Words per second, over whole rounds of the texts for at least so long: the median round."""
    total = sum(map(words, texts))
    rates: list[float] = []
    until = time.perf_counter() + seconds
    while not rates or time.perf_counter() < until:
        began = time.perf_counter()
        for t in texts:
            work(t)
        rates.append(total / (time.perf_counter() - began))
    return statistics.median(rates)


def process(argv: Sequence[str]) -> float:
    """Seconds a command takes: the median of some runs, after one that warms the caches."""
    times: list[float] = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        done = subprocess.run(argv, capture_output=True, cwd=ROOT, text=True)
        times.append(time.perf_counter() - began)
        if done.returncode:
            sys.exit(f"bench: {' '.join(argv)} failed: {done.stderr.strip()[-300:]}")
    return statistics.median(times[1:])


def peak_mib() -> float:
    """The most memory this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


def record_folders() -> set[Path]:
    """A set that every index folder joins when the engine opens it; to be called before the engine is imported."""
    import mtfix.cache

    folders: set[Path] = set()
    opened = mtfix.cache.compiled

    def compiled(name: str, key: str, build: Callable[[Path], None], what: str) -> Path:
        folder = opened(name, key, build, what)
        folders.add(folder)
        return folder

    mtfix.cache.compiled = compiled
    return folders


def size_mib(folders: set[Path]) -> float:
    """What some folders take on disk."""
    return sum(p.stat().st_size for f in folders for p in f.rglob("*") if p.is_file()) / 2**20


def speeds(pipeline: Pipeline, base: list[str], seconds: float) -> list[tuple[str, ...]]:
    """Rows of the first table: tokenising and `check`, on documents and on segments."""
    text = shuffled(base, random.Random(SEED))
    rows: list[tuple[str, ...]] = [("", "words/s", "share", "times slower")]
    for kind, size in (("documents", DOCUMENT), ("segments", SEGMENT)):
        texts = packed(text, size)
        bare = rate(texts, _WORD.findall, min(seconds, 1.0))
        if kind == "documents":  # before anything else is checked: every word type is new
            fresh = rate(packed(base, size), pipeline.check, 0)
        checked = rate(texts, pipeline.check, seconds)
        mean = sum(map(words, texts)) / len(texts)
        measured = [(r"re.findall(r'\w+')", bare), ("check", checked)]
        if kind == "documents":
            measured.insert(1, ("check, the first time through", fresh))
        rows += [
            (f"{kind} of {mean:.0f} words: {what}", f"{r:,.0f}", f"{r / bare:.4f}", f"{bare / r:,.1f}")
            for what, r in measured
        ]
    return rows


def reader_ms(pipeline: Pipeline) -> tuple[float, int]:
    """Milliseconds a word type that no list knows, and how many were read: Russian words in Latin letters."""
    from mtfix.analysis.readings import TypeReader
    from mtfix.source.romanise import romanise
    from mtfix.tables import DATA, read_table

    lemmas = [r["lemma"] for r in read_table(DATA / "russian/lexicon.tsv", ("lemma",)) if len(r["lemma"]) > 4]
    reader = TypeReader(pipeline.knowledge)
    took: list[float] = []
    for lemma in random.Random(SEED).sample(lemmas, UNKNOWN):
        word = romanise(lemma, "bgn_pcgn")
        began = time.perf_counter()
        if reader.read(word) is not None:  # None: an English word, too
            took.append(time.perf_counter() - began)
    return statistics.mean(took) * 1000, len(took)


def table(rows: list[tuple[str, ...]]) -> str:
    """Columns lined up: the first to the left, the others to the right."""
    width = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    cells = ([r[0].ljust(width[0]), *(c.rjust(w) for c, w in zip(r[1:], width[1:], strict=True))] for r in rows)
    return "\n".join("  ".join(row).rstrip() for row in cells)


def main() -> None:
    """Measure and print."""
    p = argparse.ArgumentParser(description="Speed and memory of mtfix; prints a table, writes nothing.")
    p.add_argument("--text", metavar="FILE", help="clean English text (default: eval/refs/*.txt)")
    p.add_argument("--seconds", type=float, default=5.0, help="the least time for a form of the text (5)")
    args = p.parse_args()

    # First, since these compile the indexes where that was not done yet.
    python = process([sys.executable, "-c", "pass"])
    mtfix = str(Path(sys.executable).parent / "mtfix")
    help_ = process([mtfix, "--help"])
    with tempfile.TemporaryDirectory() as out:
        fix = process([mtfix, "fix", "--quiet", "--output-dir", out, str(STORY)])

    folders = record_folders()
    from mtfix import Pipeline

    paths = [Path(args.text)] if args.text else sorted(REFS.glob("*.txt"))
    base = sentences([path.read_text("utf-8") for path in paths])
    pipeline = Pipeline()
    bare_mib = peak_mib()
    began = time.perf_counter()
    pipeline.check(base[0])
    opening = time.perf_counter() - began
    rows = speeds(pipeline, base, args.seconds)
    mib = peak_mib()
    each, unknown = reader_ms(pipeline)

    print(f"text: {args.text or 'eval/refs'}, {sum(map(words, base)):,} words in {len(base):,} sentences")
    print(table(rows))
    print()
    rows = [
        ("mtfix --help", f"{help_:.2f} s", f"{help_ / python:.1f} times `python -c pass`"),
        ("mtfix fix STORY", f"{fix:.2f} s", f"{fix / python:.1f} times `python -c pass`"),
        ("opening tables and indexes", f"{opening:.2f} s", f"{opening / python:.1f} times `python -c pass`"),
        ("unknown word type", f"{each:.2f} ms", f"the mean of {unknown} romanised Russian words"),
        ("peak memory", f"{mib:.0f} MiB", f"{bare_mib:.0f} MiB before the tables were opened"),
        ("compiled indexes", f"{size_mib(folders):.0f} MiB", f"{len(folders)} folders, mapped"),
    ]
    width = max(len(r[0]) for r in rows)
    print("\n".join(f"{a.ljust(width)}  {b:>9}  ({c})" for a, b, c in rows))


if __name__ == "__main__":
    main()
