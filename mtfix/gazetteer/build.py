"""Compiles tables into the files that `Layer` maps: in stretches, on several cores where a table is large.

Nothing grows with the table but arrays of numbers and what one trie takes while it is made: rows are read and written
in stretches (`digest`), parts of names are declined once for all who bear them, and indexes are merged of runs.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from mtfix.gazetteer.digest import INDEXES, Chunk, Spellings, digest, survey, usual_spellings
from mtfix.gazetteer.forms import forms_of
from mtfix.gazetteer.postings import Ints, Pairs, keys_of_run, merge
from mtfix.gazetteer.rows import header_of
from mtfix.source.russian.fold import key_of_cyrillic, skeleton

#: Bytes of a table that are taken at a time.
STRETCH = 6 << 20
#: Different parts of names that are declined at a time.
_SLICE = 40_000
#: Processes beside this one, at most; each holds some hundred megabytes.
_WORKERS = 4
#: Forms of one part that are indexed.
_FORMS = 250


class _Here:
    """Runs what it is given at once, in this process: a small table is done before another process would start."""

    def submit(self, call: Callable[..., Any], /, *args: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(call(*args))
        return done

    def shutdown(self, cancel_futures: bool = False) -> None:
        return


def build(files: tuple[Path, ...], folder: Path, shipped: bool, given: dict[str, list[str]]) -> None:
    """Write every index.

    Args:
        files: tables; of rows with the same id the last one counts.
        folder: where the indexes go.
        shipped: put the countries before the tables.
        given: usual spellings of given names in a layer below this one.

    Raises:
        DataError: for the first row that makes no entry.
    """
    chunks = [Chunk(None)] if shipped else []
    firsts = []
    for path in files:
        firsts.append(len(chunks))
        chunks += _chunks(path)
    large = len(chunks) > len(files) + 2
    pool = ProcessPoolExecutor(min(_WORKERS, _cores())) if large else _Here()
    runs = folder / "runs"
    runs.mkdir()
    try:
        surveys = [f.result() for f in [pool.submit(survey, c) for c in chunks]]
        given = usual_spellings(_summed(s for _, s in surveys), given)
        gone = _superseded([ids for ids, _ in surveys])
        del surveys
        stems = [runs / f"{i:05}" for i in range(len(chunks))]
        waiting = [pool.submit(digest, c, s, g, _needed(given)) for c, s, g in zip(chunks, stems, gone, strict=True)]
        counts = [f.result() for f in waiting]
        bases = [0, *np.cumsum(counts).tolist()]
        placed = list(zip(stems, bases[:-1], strict=True))
        (folder / "spellings.json").write_text(json.dumps(given, ensure_ascii=False), "utf-8")
        np.save(folder / "firsts.npy", np.array([bases[i] for i in firsts] or [0], np.uint32))
        parts = [(s.with_name(f"{s.name}-parts"), base * 8) for s, base in placed]
        jobs = [pool.submit(merge, parts, folder, "parts")]
        jobs += [pool.submit(_names, placed, folder), pool.submit(_rest, placed, folder)]
        jobs[0].result()
        size = _size(folder / "parts.marisa")
        slices = [(at, runs / f"forms-{at:09}") for at in range(0, size, _SLICE)]
        jobs += [pool.submit(_decline, folder, at, stem) for at, stem in slices]
        for name in INDEXES:
            if name != "parts":
                jobs.append(pool.submit(merge, [(s.with_name(f"{s.name}-{name}"), b) for s, b in placed], folder, name))
        for job in jobs:
            job.result()
        made = [stem for _, stem in slices]
        jobs = [pool.submit(_forms, made, folder, "keys", False), pool.submit(_forms, made, folder, "bones", True)]
        jobs.append(pool.submit(_signatures, folder))
        for job in jobs:
            job.result()
    finally:
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(runs, ignore_errors=True)


def _chunks(path: Path) -> Iterator[Chunk]:
    columns, start, line = header_of(path)
    size = path.stat().st_size
    with path.open("rb") as f:
        f.seek(start)
        while start < size:
            data = f.read(STRETCH)
            data += f.readline()
            yield Chunk(path, columns, start, start + len(data), line)
            start += len(data)
            line += data.count(b"\n")


def _summed(many: Iterator[Spellings]) -> Spellings:
    total: Spellings = Counter()
    for s in many:
        total.update(s)
    return total


def _needed(given: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names with more than one spelling: the others add nothing to anybody."""
    return {key: spelt for key, spelt in given.items() if len(spelt) > 1}


def _superseded(ids: list[Ints]) -> list[frozenset[int]]:
    """For every chunk the ordinals of the rows whose id comes again later."""
    every = np.concatenate(ids) if ids else np.zeros(0, np.uint64)
    _, last = np.unique(every[::-1], return_index=True)
    kept = np.zeros(len(every), bool)
    kept[len(every) - 1 - last] = True
    out, at = [], 0
    for some in ids:
        out.append(frozenset(np.flatnonzero(~kept[at : at + len(some)]).tolist()))
        at += len(some)
    return out


def _names(placed: list[tuple[Path, int]], folder: Path) -> None:
    """Right spellings to the first entry that has them, and to the others."""

    def spelt() -> Iterator[str]:
        for stem, _ in placed:
            yield from keys_of_names(stem)

    trie = marisa_trie.Trie(spelt())
    trie.save(str(folder / "names.marisa"))
    owners = np.zeros((max(1, len(trie)), 2), np.uint32)
    taken = np.zeros(len(trie), bool)
    more: list[Ints] = []
    for stem, base in placed:
        rows = np.load(stem.with_suffix(".npz"))["owners"]
        if not len(rows):
            continue
        rows[:, 0] += np.uint32(base)
        ids = np.array([trie[name] for name in keys_of_names(stem)], np.uint32)
        fresh = ~taken[ids]
        _, first = np.unique(ids[fresh], return_index=True)
        chosen = np.flatnonzero(fresh)[first]
        owners[ids[chosen]] = rows[chosen]
        taken[ids] = True
        again = owners[ids, 0] != rows[:, 0]
        more.append(np.stack([ids[again], rows[again, 0]], axis=1))
    np.save(folder / "owners.npy", owners)
    extra = np.concatenate(more) if more else np.zeros((0, 2), np.uint32)
    np.save(folder / "more.npy", extra[np.lexsort((extra[:, 1], extra[:, 0]))])


def keys_of_names(stem: Path) -> list[str]:
    """The right spellings of a chunk."""
    data = stem.with_suffix(".names").read_bytes()
    return data.decode().split("\n") if data else []


def _rest(placed: list[tuple[Path, int]], folder: Path) -> None:
    """The entries themselves, their ids, and the small sets."""
    sets: dict[str, set[str]] = {"heads": set(), "tokens": set(), "capitals": set()}
    sexes: dict[str, list[int]] = {}
    firsts: set[tuple[str, str]] = set()
    ids = Pairs()
    offsets, lines, types, at = [np.zeros(1, np.uint64)], [], [], 0
    with (folder / "entries.json").open("wb") as out:
        for stem, base in placed:
            rest = json.loads(stem.with_suffix(".rest").read_text("utf-8"))
            for name, known in sets.items():
                known.update(rest[name])
            firsts.update(map(tuple, rest["firsts"]))
            for first, sex, count in rest["sexes"]:
                sexes.setdefault(first, [0, 0])[sex == "f"] += count
            for n, key in enumerate(rest["ids"]):
                ids.add(key, base + n)
            arrays = np.load(stem.with_suffix(".npz"))
            offsets.append(arrays["at"][1:] + np.uint64(at))
            lines.append(arrays["lines"])
            types.append(arrays["types"])
            with stem.with_suffix(".json").open("rb") as f:
                shutil.copyfileobj(f, out, 1 << 20)
            at = out.tell()
        if not at:
            out.write(b" ")  # an empty file cannot be mapped
    np.save(folder / "offsets.npy", np.concatenate(offsets))
    np.save(folder / "lines.npy", np.concatenate(lines) if lines else np.zeros(0, np.uint32))
    np.save(folder / "types.npy", np.concatenate(types) if types else np.zeros(0, np.uint8))
    for name, known in sets.items():
        marisa_trie.Trie(known).save(str(folder / f"{name}.marisa"))
    (folder / "russian_given.json").write_text(json.dumps(sorted(firsts), ensure_ascii=False), "utf-8")
    masks = [(first, (_mask(m, f),)) for first, (m, f) in sexes.items()]
    marisa_trie.RecordTrie("<B", masks).save(str(folder / "given.marisa"))
    ids.save(folder / "runs" / "ids")
    del sexes, sets
    merge([(folder / "runs" / "ids", 0)], folder, "ids")


def _mask(men: int, women: int) -> int:
    """1 for a man's name, 2 for a woman's, 3 for both: what less than one bearer in 200 has is a slip."""
    return (1 if men * 200 >= women and men else 0) | (2 if women * 200 >= men and women else 0)


def _size(trie: Path) -> int:
    mapped = marisa_trie.Trie()
    mapped.mmap(str(trie))
    return len(mapped)


def _decline(folder: Path, at: int, stem: Path) -> None:
    """Keys of the forms of some parts, as a run."""
    trie = marisa_trie.Trie()
    trie.mmap(str(folder / "parts.marisa"))
    keys: list[str] = []
    rows: list[tuple[int, int]] = []
    for n in range(at, min(at + _SLICE, len(trie))):
        word, _, how = trie.restore_key(n).partition("\t")
        for case, form in enumerate(forms_of(word, how)[:_FORMS]):
            if len(form) > 1 and (key := key_of_cyrillic(form)):
                keys.append(key)
                rows.append((n, case))
    stem.with_suffix(".keys").write_bytes("\n".join(keys).encode())
    np.save(stem.with_suffix(".npy"), np.array(rows, np.uint32).reshape(-1, 2))


def _forms(stems: list[Path], folder: Path, name: str, squeeze: bool) -> None:
    """Keys of forms, or their consonants, to part and case."""

    def rows() -> Iterator[tuple[str, tuple[int, int]]]:
        for stem in stems:
            for key, (n, case) in zip(keys_of_run(stem), np.load(stem.with_suffix(".npy")).tolist(), strict=True):
                yield (skeleton(key) if squeeze else key), (n, case)

    marisa_trie.RecordTrie("<IB", rows()).save(str(folder / f"{name}.marisa"))


def _signatures(folder: Path) -> None:
    """What letter pairs each surname's key has, so that most keys too far from a given one are seen at a glance."""
    trie = marisa_trie.Trie()
    trie.mmap(str(folder / "sounds.marisa"))
    out = np.fromiter((signature(trie.restore_key(n)) for n in range(len(trie))), np.uint64, len(trie))
    np.save(folder / "signatures.npy", out)


def signature(key: str) -> int:
    """A bit for each pair of neighbouring letters, of 64."""
    out = 0
    for a, b in itertools.pairwise(key):
        out |= 1 << ((ord(a) * 31 + ord(b)) & 63)
    return out


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
