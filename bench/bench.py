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


def size_mib(folders: set[Path]) -> float:
    return sum(p.stat().st_size for f in folders for p in f.rglob("*") if p.is_file()) / 2**20


def unknown_types(knowledge: object) -> list[str]:
    """Russian words in Latin letters: word types that cost the reader its full work."""
    from mtfix.source.romanise import romanise
    from mtfix.tables import DATA, read_table

    lemmas = [r["lemma"] for r in read_table(DATA / "russian/lexicon.tsv", ("lemma",)) if len(r["lemma"]) > 4]
    return [romanise(w, "bgn_pcgn") for w in random.Random(SEED).sample(lemmas, UNKNOWN)]


def table(rows: list[tuple[str, ...]]) -> str:
    width = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join([r[0].ljust(width[0]), *(c.rjust(w) for c, w in zip(r[1:], width[1:], strict=True))]).rstrip()
        for r in rows
    )


def main() -> None:
    """Measure and print."""
    p = argparse.ArgumentParser(description="Speed and memory of mtfix; prints a table, writes nothing.")
    p.add_argument("--text", metavar="FILE", help="clean English text (default: eval/refs/*.txt)")
    p.add_argument("--seconds", type=float, default=5.0, help="the least time a row of the first table takes (5)")
    args = p.parse_args()

    import mtfix.cache

    folders: set[Path] = set()
    opened = mtfix.cache.compiled

    def compiled(*given: object) -> Path:  # the engine takes its name from the module when it is first imported
        folder = opened(*given)  # type: ignore[arg-type]
        folders.add(folder)
        return folder

    mtfix.cache.compiled = compiled  # type: ignore[assignment]
    from mtfix import Pipeline
    from mtfix.analysis.readings import TypeReader

    paths = [Path(args.text)] if args.text else sorted(REFS.glob("*.txt"))
    base = sentences([path.read_text("utf-8") for path in paths])
    text = shuffled(base, random.Random(SEED))
    forms = {f"documents of {DOCUMENT} words": packed(text, DOCUMENT), f"segments of {SEGMENT} words": packed(text, SEGMENT)}

    pipeline = Pipeline()
    before = peak_mib()
    began = time.perf_counter()
    knowledge = pipeline.knowledge
    pipeline.check(base[0])
    opening = time.perf_counter() - began
    once = packed(base, DOCUMENT)
    began = time.perf_counter()
    for t in once:
        pipeline.check(t)
    first = sum(map(words, once)) / (time.perf_counter() - began)

    rows = [("", "words/s", "share of tokenising", "times slower")]
    for name, texts in forms.items():
        bare = rate(texts, _WORD.findall, min(args.seconds, 1.0))
        checked = rate(texts, pipeline.check, args.seconds)
        rows.append((f"re.findall(r'\\w+'), {name}", f"{bare:,.0f}", "1", "1"))
        rows.append((f"check, {name}", f"{checked:,.0f}", f"{checked / bare:.4f}", f"{bare / checked:,.1f}"))
        if len(rows) == 3:
            rows.append((f"check, {name}, first time seen", f"{first:,.0f}", f"{first / bare:.4f}", f"{bare / first:,.1f}"))
    mean = {name: sum(map(words, texts)) / len(texts) for name, texts in forms.items()}
    seen = peak_mib()

    reader = TypeReader(knowledge)
    began = time.perf_counter()
    types = unknown_types(knowledge)
    began = time.perf_counter()
    took = [w for w in types if reader.read(w) is not None]
    each = (time.perf_counter() - began) / len(types) * 1000

    bare_python = process([sys.executable, "-c", "pass"])
    exe = [sys.executable, "-c", "import sys; from mtfix.cli import main; sys.exit(main())"]
    help_ = process([*exe, "--help"])
    with tempfile.TemporaryDirectory() as out:
        fixed = process([*exe, "fix", "--quiet", "--output-dir", out, str(STORY)])

    print(f"text: {args.text or 'eval/refs'}, {sum(map(words, base)):,} words in {len(base):,} sentences; "
          f"rounds of {sum(map(words, text)):,} words, on the mean {' and '.join(f'{m:.0f}' for m in mean.values())} a text")  # fmt: skip
    print(table(rows))
    print()
    print(table([
        ("mtfix --help", f"{help_:.2f} s", f"{help_ / bare_python:.1f} times `python -c pass`"),
        (f"mtfix fix, one story ({words(STORY.read_text('utf-8'))} words)", f"{fixed:.2f} s",
         f"{fixed / bare_python:.1f} times `python -c pass`"),
        ("opening tables and indexes", f"{opening:.2f} s", ""),
        ("unknown word type", f"{each:.2f} ms", f"{len(took)} of {len(types)} romanised Russian words reach the reader's full work"),
        ("peak memory", f"{seen:.0f} MiB", f"{before:.0f} MiB before the tables were opened"),
        ("compiled indexes", f"{size_mib(folders):.0f} MiB", f"{len(folders)} in the cache"),
    ]))  # fmt: skip


if __name__ == "__main__":
    main()
