"""Learn the transliteration channel: `python -m mtfix.source.channel_train PAIRS.tsv [--test TEST.tsv]`.

Pairs are names from the file, and ordinary Russian word forms written by every scheme of the romanisation table,
since damaged copy holds more words than names. EM finds how often chunks of letters stand for one another and cuts
every pair into its best graphones; over those a modified Kneser-Ney n-gram model is counted and packed for `Channel`.
Everything random is seeded: the same input gives the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np

from mtfix.source.channel import END, LONGEST, WEIGHTS, Channel, Graphone, fold
from mtfix.source.romanise import romanise, schemes

Array = np.ndarray[Any, Any]
Pair = tuple[str, str]
Gram = tuple[int, ...]
Table = dict[Gram, float]

#: Chunk sizes a graphone may have (Latin, Cyrillic).
MOVES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (4, 1), (1, 0), (0, 1))
ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
BITS = 10  # of a letter's number within a chunk's number


@dataclass(frozen=True)
class Settings:
    """What decides the result beside the data."""

    order: int = 4
    words: int = 40_000  # romanised word forms to learn from
    held_out: int = 2_000  # and to test with
    rounds: int = 8  # of EM
    fewest: float = 1.5  # expected count below which a graphone is noise
    rare_chunk: int = 5  # a chunk of several letters seen less often is no unit
    longest_word: int = 20
    seed: int = 2018


def read_pairs(path: Path) -> list[Pair]:
    """Read `latin TAB c y r i l l i c [TAB count]` lines, as they stand but for the spaces."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [(row[0], row[1].replace(" ", "")) for row in rows]


def clean(pairs: Iterable[Pair], settings: Settings) -> list[Pair]:
    """Fold the pairs and drop what is no word (digits, stops) or too long."""

    def is_word(word: str) -> bool:
        return 0 < len(word) <= settings.longest_word and all(c.isalpha() or c in "'\"-" for c in word)

    return [(a, b) for a, b in ((fold(a), fold(b)) for a, b in pairs) if is_word(a) and is_word(b)]


def word_pairs(settings: Settings) -> tuple[list[Pair], list[Pair]]:
    """Romanise sampled word forms; give pairs to learn from and pairs, of other words, to test with."""
    import pymorphy3
    from wordfreq import get_frequency_dict

    listed = get_frequency_dict("ru", wordlist="large")
    forms = sorted(w for w in listed if 3 <= len(w) <= 16 and set(w) <= {*ALPHABET, "ё"})
    dice = random.Random(settings.seed)
    dice.shuffle(forms)
    known = filter(pymorphy3.MorphAnalyzer().word_is_known, forms)
    sample = list(islice(known, settings.words + settings.held_out))
    pairs = []
    for i, word in enumerate(sample):
        if i % 50 == 49:  # the list has no hyphens, but copy has
            word = f"{sample[i - 1]}-{word}"
        # print writes е for ё, while the romaniser may have heard ё
        printed = word.replace("ё", "е") if dice.random() < 0.5 else word
        pairs.append((romanise(word, dice.choice(schemes())), printed))
    return pairs[settings.held_out :], pairs[: settings.held_out]


class Aligner:
    """EM over all ways of cutting the pairs into graphones, for all pairs of one shape at a time."""

    def __init__(self, pairs: Sequence[Pair], settings: Settings) -> None:
        """Number the chunks, and for every group of pairs the graphone of every cell and move."""
        self._fewest = settings.fewest
        letters = ["", *sorted({c for pair in pairs for word in pair for c in word})]
        number = {c: i for i, c in enumerate(letters)}
        assert len(letters) < 1 << BITS
        by_shape: dict[tuple[int, int], list[int]] = defaultdict(list)
        for i, (latin, cyrillic) in enumerate(pairs):
            by_shape[len(latin), len(cyrillic)].append(i)
        self._groups = {shape: np.array(which) for shape, which in by_shape.items()}
        words = [
            {shape: np.array([[number[c] for c in pairs[i][side]] for i in which]) for shape, which in by_shape.items()}
            for side in (0, 1)
        ]
        chunks = [self._chunks(words[side], settings.rare_chunk) for side in (0, 1)]
        wide = len(chunks[1])
        seen = np.zeros(len(chunks[0]) * wide, dtype=np.int64)
        self._cells: dict[tuple[int, int], dict[tuple[int, int], Array]] = {}
        for n, m in self._groups:
            cells = self._cells[n, m] = {}
            for a, b in MOVES:
                if a <= n and b <= m:
                    left = _ids(chunks[0], words[0][n, m], a)[:, :, None]
                    right = _ids(chunks[1], words[1][n, m], b)[:, None, :]
                    cells[a, b] = np.where((left >= 0) & (right >= 0), left * wide + right, 0)
                    values, counts = np.unique(cells[a, b], return_counts=True)
                    seen[values] += counts
        seen[0] = 1  # graphone 0 stands for "none": no chunk against no chunk
        used = np.flatnonzero(seen)
        renumber = np.zeros(len(seen), dtype=np.int32)
        renumber[used] = np.arange(len(used))
        for cells in self._cells.values():
            cells.update({move: renumber[g] for move, g in cells.items()})
        left_text, right_text = (
            ["".join(letters[int(c) >> BITS * k & (1 << BITS) - 1] for k in reversed(range(LONGEST))) for c in side]
            for side in chunks
        )
        self._graphones = [(left_text[g // wide], right_text[g % wide]) for g in used]
        # Without a price on length EM would learn whole syllables by heart; without one on skipping, only skips.
        self._price = np.array([1.5 if not a or not b else (len(a) + len(b)) / 2 for a, b in self._graphones])
        self._count: Array = seen[used].astype(float)
        self._maximise()

    @staticmethod
    def _chunks(words: dict[tuple[int, int], Array], rare: int) -> Array:
        """List the numbers of all chunks worth having, sorted; the empty chunk is the first."""
        kept = [np.zeros(1, dtype=np.int64)]
        for size in range(1, LONGEST + 1):
            codes = [_codes(w, size).ravel() for w in words.values() if w.shape[1] >= size]
            values, counts = np.unique(np.concatenate(codes), return_counts=True)
            kept.append(values[counts >= (rare if size > 1 else 1)])
        return np.concatenate(kept)  # a longer chunk has a greater number, so this is sorted

    def _maximise(self) -> None:
        self._count[0] = 0.0
        self._weight: Array = (self._count / self._count.sum()) ** self._price

    def learn(self) -> float:
        """Run one round of EM; give the log likelihood of the data before it."""
        total = np.zeros(len(self._graphones))
        likelihood = 0.0
        for (n, m), cells in self._cells.items():
            weight = {move: self._weight[g] for move, g in cells.items()}
            shape = (n + 1, m + 1, len(self._groups[n, m]))
            forward, backward = np.zeros(shape), np.zeros(shape)
            forward[0, 0] = 1.0
            steps = _steps(n, m)
            for i, j, a, b in steps:
                forward[i, j] += forward[i - a, j - b] * weight[a, b][:, i - a, j - b]
            whole = forward[n, m]
            possible = whole > 0
            likelihood += float(np.log(whole[possible]).sum())
            backward[n, m][possible] = 1.0 / whole[possible]
            for i, j, a, b in reversed(steps):
                backward[i - a, j - b] += backward[i, j] * weight[a, b][:, i - a, j - b]
            for (a, b), w in weight.items():
                part = w * np.moveaxis(forward[: n - a + 1, : m - b + 1] * backward[a:, b:], 2, 0)
                total += np.bincount(cells[a, b].ravel(), weights=part.ravel(), minlength=len(total))
        self._count = total
        self._maximise()
        return likelihood

    def cut(self) -> list[tuple[Graphone, ...]]:
        """Give every pair's best graphones, in order; pairs that only noise aligns are left out."""
        with np.errstate(divide="ignore"):
            log = np.log(np.where(self._count >= self._fewest, self._weight, 0.0))
        out: dict[int, tuple[Graphone, ...]] = {}
        for (n, m), cells in self._cells.items():
            which = self._groups[n, m]
            best = np.full((n + 1, m + 1, len(which)), -np.inf)
            best[0, 0] = 0.0
            taken = np.zeros(best.shape, dtype=np.int8)
            for i, j, a, b in _steps(n, m):
                value = best[i - a, j - b] + log[cells[a, b][:, i - a, j - b]]
                better = value > best[i, j]
                best[i, j][better] = value[better]
                taken[i, j][better] = MOVES.index((a, b))
            for row in np.flatnonzero(np.isfinite(best[n, m])):
                i, j = n, m
                path = []
                while i or j:
                    a, b = MOVES[taken[i, j, row]]
                    i, j = i - a, j - b
                    path.append(self._graphones[cells[a, b][row, i, j]])
                out[int(which[row])] = tuple(reversed(path))
        return [out[i] for i in sorted(out)]


def _steps(n: int, m: int) -> list[tuple[int, int, int, int]]:
    """List the cells of a table, each with the moves that lead there, in an order that follows the moves."""
    return [(i, j, a, b) for i, j in np.ndindex(n + 1, m + 1) for a, b in MOVES if i >= a and j >= b]


def _codes(words: Array, size: int) -> Array:
    """Give the number of the chunk of a size at every place of every word."""
    places = words.shape[1] - size + 1
    codes = np.zeros((len(words), places), dtype=np.int64)
    for k in range(size):
        codes = (codes << BITS) + words[:, k : k + places]
    return codes


def _ids(chunks: Array, words: Array, size: int) -> Array:
    """Give the place in the list of the chunk at every place of every word; -1 for none."""
    codes = _codes(words, size)
    at = np.minimum(np.searchsorted(chunks, codes), len(chunks) - 1)
    return np.where(chunks[at] == codes, at, -1)


def kneser_ney(sequences: Iterable[Sequence[int]], order: int, begin: int) -> tuple[Table, Table]:
    """Interpolated modified Kneser-Ney: probability of each n-gram's last item, back-off weight of each context."""
    seen: list[Counter[Gram]] = [Counter() for _ in range(order + 1)]
    for sequence in sequences:
        items = (begin, *sequence, END)
        for i in range(1, len(items)):
            for n in range(1, min(order, i + 1) + 1):
                seen[n][items[i - n + 1 : i + 1]] += 1
    for n in range(order - 1, 0, -1):
        # below the highest order what counts is after how many items an n-gram occurs; nothing goes before a beginning
        after = Counter(gram[1:] for gram in seen[n + 1])
        seen[n] = Counter({gram: c if gram[0] == begin else after[gram] for gram, c in seen[n].items()})
    chance: Table = {}
    backoff: Table = {}
    for n in range(1, order + 1):
        times = Counter(min(c, 5) for c in seen[n].values())
        n1, n2, n3, n4 = (max(times[k], 1) for k in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        discount = (0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
        by_context: dict[Gram, list[tuple[int, int]]] = defaultdict(list)
        for gram, c in seen[n].items():
            by_context[gram[:-1]].append((gram[-1], c))
        for context, followers in by_context.items():
            whole = sum(c for _, c in followers)
            left = sum(discount[min(c, 3)] for _, c in followers) / whole
            backoff[context] = left
            for g, c in followers:
                lower = chance[(*context[1:], g)] if n > 1 else 1 / (len(seen[1]) + 1)  # + 1: any graphone never seen
                chance[(*context, g)] = (c - discount[min(c, 3)]) / whole + left * lower
    return chance, backoff


def pack(sequences: Sequence[tuple[Graphone, ...]], order: int) -> dict[str, Any]:
    """Count the n-grams and lay them out as the arrays that `Channel` reads.

    A state is a context that something follows; state 0 is the empty one. `first[s]:first[s + 1]` are the rows of
    state s: graphone `id`, its `log` probability and the `next` state; what has no row is looked up in the state
    `shorter[s]` at the price `backoff[s]`. `side_*` are the same for the Cyrillic side of the next graphone alone.
    """
    graphones: list[Graphone] = [("", ""), *sorted({g for s in sequences for g in s})]
    number = {g: i for i, g in enumerate(graphones)}
    begin = len(graphones)
    chance, left = kneser_ney(([number[g] for g in s] for s in sequences), order, begin)
    sides = {side: i + 1 for i, side in enumerate(sorted({b for _, b in graphones[1:]}))}
    side_of = [END, *(sides[b] for _, b in graphones[1:])]

    rows: dict[Gram, dict[int, float]] = defaultdict(dict)
    for gram in sorted(chance):
        rows[gram[:-1]][gram[-1]] = chance[gram]
    contexts = sorted(rows, key=lambda c: (len(c), c))
    state = {c: i for i, c in enumerate(contexts)}

    def longest(context: Gram) -> int:
        while context not in state:
            context = context[1:]
        return state[context]

    def of_side(context: Gram, side: int) -> float:
        known = side_rows[context].get(side)
        return left[context] * of_side(context[1:], side) if known is None else known

    side_rows: dict[Gram, dict[int, float]] = {}
    for context in contexts:
        sums: dict[int, float] = defaultdict(float)
        for g, p in rows[context].items():
            sums[side_of[g]] += p - (left[context] * chance[(*context[1:], g)] if context else 0.0)
        for side in sums if context else ():
            sums[side] += left[context] * of_side(context[1:], side)
        side_rows[context] = dict(sorted(sums.items()))

    def ragged(table: dict[Gram, dict[int, float]]) -> tuple[Array, Array, Array]:
        first = np.cumsum([0, *(len(table[c]) for c in contexts)]).astype(np.uint32)
        ids = np.array([g for c in contexts for g in table[c]], dtype=np.uint16)
        return first, ids, np.log([p for c in contexts for p in table[c].values()]).astype(np.float32)

    assert rows[()].keys() == set(range(len(graphones)))
    text = "\n".join(f"{a}\t{b}" for a, b in graphones)
    return {
        "graphones": np.frombuffer(text.encode(), dtype=np.uint8),
        **dict(zip(("first", "id", "log"), ragged(rows), strict=True)),
        "next": np.array([longest((*c, g)) for c in contexts for g in rows[c]], dtype=np.uint32),
        "shorter": np.array([longest(c[1:]) for c in contexts], dtype=np.uint32),
        "backoff": np.log([max(left[c], 1e-9) if c else 1.0 for c in contexts]).astype(np.float32),
        **dict(zip(("side_first", "side_id", "side_log"), ragged(side_rows), strict=True)),
        "start": np.array([longest((begin,))], dtype=np.uint32),
        "floor": np.log([left[()] / (len(graphones) + 1)]).astype(np.float32),
    }


def accuracy(channel: Channel, pairs: Sequence[Pair], to_latin: bool, jobs: int) -> list[float]:
    """Share of distinct words one of whose references is among the first 1, 2, 3 decoded."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for latin, cyrillic in pairs:
        wanted[cyrillic if to_latin else latin].add(latin if to_latin else cyrillic)
    with Pool(jobs) as pool:
        ranked = pool.map(channel.encode if to_latin else channel.decode, wanted, chunksize=len(wanted) // jobs + 1)
    hits = [[out in wanted[w] for out, _ in r] for w, r in zip(wanted, ranked, strict=True)]
    return [round(float(np.mean([any(h[:k]) for h in hits])), 4) for k in (1, 2, 3)]


def distractors(word: str, dice: random.Random, n: int = 10) -> list[str]:
    """Words one letter put in, taken out, changed or swapped away."""
    out = {word: None}
    while len(out) <= n:
        i, c = dice.randrange(len(word)), dice.choice(ALPHABET)
        before, here, after = word[:i], word[i], word[i + 1 :]
        edits = (before + c + here + after, before + after, before + c + after, before + after[:1] + here + after[1:])
        out[dice.choice(edits)] = None
    return list(out)[1:]


def separation(channel: Channel, pairs: Sequence[Pair], seed: int) -> dict[str, float]:
    """How often the true word's conditional score is above that of words one edit away."""
    dice = random.Random(seed)
    true = np.array([channel.conditional(*pair) for pair in pairs])
    others = np.array([[channel.conditional(a, d) for d in distractors(b, dice)] for a, b in pairs])
    gaps = true - others.max(axis=1)
    return {
        "pairs": len(pairs),
        "distractors_beaten": round(float((true[:, None] > others).mean()), 4),
        "all_10_beaten": round(float((gaps > 0).mean()), 4),
        "median_gap_nats": round(float(np.median(gaps)), 2),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write, measure."""
    parser = argparse.ArgumentParser(description="Learn the transliteration channel from pairs of spellings.")
    add = parser.add_argument
    add("pairs", type=Path, help="latin TAB c y r i l l i c, a pair a line")
    add("--test", type=Path, help="pairs to measure with")
    add("--out", type=Path, default=Path("models/channel-ru"), help="folder for config.json, beside the card")
    add("--weights", type=Path, default=WEIGHTS, help="where the weights go (default: into the package)")
    add("--jobs", type=int, default=2, help="processes for the test")
    add("--words", type=int, default=Settings.words, help="romanised word forms to learn from")
    options = parser.parse_args(arguments)
    settings = Settings(words=options.words)
    logging.basicConfig(format="%(relativeCreated)9d ms  %(message)s", level=logging.INFO)
    say = logging.getLogger("channel_train").info

    names = clean(read_pairs(options.pairs), settings)
    words, held_out = word_pairs(settings)
    pairs = names + clean(words, settings)
    aligner = Aligner(pairs, settings)
    for k in range(settings.rounds):
        say(f"EM {k + 1}: log likelihood {aligner.learn():.0f}")
    arrays = pack(aligner.cut(), settings.order)
    np.savez(options.weights, **arrays)
    say(f"{len(arrays['id'])} n-grams, {arrays['graphones'].tobytes().count(10)} graphones")

    channel = Channel(arrays)
    figures: dict[str, Any] = {"words_held_out": separation(channel, held_out, settings.seed)}
    say(f"held-out words: {figures['words_held_out']}")
    if options.test:
        test = read_pairs(options.test)
        for name, to_latin in (("latin_to_cyrillic", False), ("cyrillic_to_latin", True)):
            figures[name] = accuracy(channel, test, to_latin, options.jobs)
            print(f"{name}: top-1/2/3 {figures[name]}", flush=True)
    config = {
        "settings": asdict(settings),
        "inputs": {p.name: _sha256(p) for p in (options.pairs, options.test) if p},
        "versions": {name: version(name) for name in ("wordfreq", "pymorphy3-dicts-ru", "numpy")},
        "weights": {"file": options.weights.name, "sha256": _sha256(options.weights)},
        "figures": figures,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    return 0


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
