"""A gazetteer of a million names: how long its index takes to build, how large it is, and what it costs `check`.

    python bench/gazetteer.py [--names 1000000] [--cores 2] [--seconds 20] [--table FILE] [--keep FOLDER]

The names are made by `million_names.py`, seeded; all is written to a temporary folder. The shipped indexes are taken
from the user's cache. Times are given by the clock and by the processor: on a busy machine quote the second.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from million_names import write

from bench import DOCUMENT, REFS, packed, peak_mib, sentences, words

#: Limits of the figure: seconds of building on two cores, MiB of index and of memory, share of the speed kept.
LIMITS = (300, 1024, 600, 0.8)
SEED = 1

_BUILD = """
import json, resource, sys, time
from pathlib import Path
from mtfix.gazetteer.literal import Literals
from mtfix.gazetteer.store import Gazetteer
began = time.perf_counter()
g = Gazetteer.open((Path(sys.argv[1]),))
index = time.perf_counter() - began
Literals.open(g)
use = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "index": index, "all": time.perf_counter() - began, "entries": len(g.layers[0]),
    "cpu": [u.ru_utime + u.ru_stime for u in use], "mib": [u.ru_maxrss / 1024 for u in use],
}))
"""


def cache_beside(folder: Path) -> Path:
    """A cache that has what the user's has, and keeps what is new out of it."""
    from mtfix.cache import cache_dir

    made = folder / "cache"
    made.mkdir(exist_ok=True)
    for known in cache_dir().iterdir():
        link = made / known.name
        if not link.exists():
            link.symlink_to(known)
    return made


def build(table: Path, cores: int) -> dict[str, object]:
    """Build the indexes of a table in a process of its own, on so many cores."""
    argv = [sys.executable, "-c", _BUILD, str(table)]
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))[:cores]
        done = subprocess.run(argv, stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, allowed))
    else:
        done = subprocess.run(argv, stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit("bench: the build failed")
    result: dict[str, object] = json.loads(done.stdout)
    return result


def size_mib(cache: Path) -> float:
    """What was built new."""
    new = [p for p in cache.iterdir() if not p.is_symlink()]
    return sum(f.stat().st_size for p in new for f in p.rglob("*") if f.is_file()) / 2**20


def speeds(table: Path, seconds: float) -> tuple[float, float, float]:
    """Words a second with the shipped gazetteer alone and with the table too, in turn; and the share kept.

    By the processor's clock, and of every text one run after the other, so that what else runs disturbs both.
    """
    from mtfix import Pipeline
    from mtfix.config import Config

    texts = packed(sentences([p.read_text("utf-8") for p in sorted(REFS.glob("*.txt"))]), DOCUMENT)
    pipelines = (Pipeline(), Pipeline(Config(gazetteer=(table,))))
    for p in pipelines:
        for text in texts:
            p.check(text)
    total = sum(map(words, texts))
    took: list[list[float]] = [[], []]
    until = time.perf_counter() + seconds
    while len(took[0]) < 3 or time.perf_counter() < until:
        times = [0.0, 0.0]
        for text in texts:
            for i, p in enumerate(pipelines):
                began = time.process_time()
                p.check(text)
                times[i] += time.process_time() - began
        for i in (0, 1):
            took[i].append(times[i])
    shares = [a / b for a, b in zip(*took, strict=True)]
    return total / statistics.median(took[0]), total / statistics.median(took[1]), statistics.median(shares)


def main() -> None:
    """Measure and print."""
    p = argparse.ArgumentParser(description="The build, size and speed of a large gazetteer; prints a table.")
    p.add_argument("--names", type=int, default=1_000_000, help="entries (1,000,000)")
    p.add_argument("--cores", type=int, default=2, help="cores for the build (2)")
    p.add_argument("--seconds", type=float, default=20, help="the least time for the speeds (20)")
    p.add_argument("--table", metavar="FILE", help="a table of your own instead of made names")
    p.add_argument("--keep", metavar="FOLDER", help="work here, and leave table and indexes there")
    args = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="mtfix-bench-") as temporary:
        folder = Path(args.keep or temporary)
        folder.mkdir(exist_ok=True)
        table = Path(args.table) if args.table else folder / "names.tsv"
        if not table.exists():
            write(table, args.names, SEED)
        from mtfix.gazetteer.store import Gazetteer

        Gazetteer.open().literals  # noqa: B018  (the shipped indexes are there before anything is measured)
        cache = cache_beside(folder)
        os.environ["MTFIX_CACHE"] = str(cache)
        built = build(table, args.cores)
        size = size_mib(cache)
        shipped, large, share = speeds(table, args.seconds)
    cpu, mib = built["cpu"], built["mib"]
    assert isinstance(cpu, list)
    assert isinstance(mib, list)
    rows = [
        ("entries", f"{built['entries']:,}", ""),
        ("build, by the clock", f"{built['all']:.0f} s", f"limit {LIMITS[0]} s on two free cores"),
        ("build, by the processor", f"{sum(cpu):.0f} s", f"{cpu[0]:.0f} s of them in one process, after the others"),
        ("indexes", f"{size:.0f} MiB", f"mapped; limit {LIMITS[1]}"),
        ("memory of the build", f"{max(mib):.0f} MiB", f"the largest process; limit {LIMITS[2]}"),
        ("memory of check", f"{peak_mib():.0f} MiB", f"with both gazetteers open; limit {LIMITS[2]}"),
        ("check, shipped names", f"{shipped:,.0f} w/s", "by the processor"),
        ("check, these names too", f"{large:,.0f} w/s", f"{share:.0%} of the speed; at least {LIMITS[3]:.0%}"),
    ]
    width = max(len(r[0]) for r in rows)
    print("\n".join(f"{a.ljust(width)}  {b:>12}  {c}" for a, b, c in rows))


if __name__ == "__main__":
    main()
