"""The transliteration channel: how likely is a Latin spelling for a Cyrillic one, and the other way round.

A joint-sequence model: both spellings are cut into pairs of short chunks ("graphones", sh:ш, l:ль, ij:ий), and an
n-gram model says how likely each graphone is after those before it. The weights are learnt from pairs of names and
from romanised Russian words by `python -m mtfix.source.channel_train`; nothing here is tuned by hand but the beams.
"""

from __future__ import annotations

import heapq
import math
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mtfix.errors import DataError
from mtfix.tables import DATA

#: Where the shipped weights lie.
WEIGHTS = DATA / "russian/channel.npz"
#: Longest chunk of a graphone, either side.
LONGEST = 4
#: Id of the graphone that ends a word.
END = 0
#: How far (in nats) an alignment may lie behind the best one of the same length and still be followed.
WIDTH = 7.0
#: How many renderings of one chunk the free search tries.
FAN = 40

_SIGNS = str.maketrans(
    dict.fromkeys("ʹ’ʼ′‘ʻ`´ʿʾ", "'") | dict.fromkeys("ʺ″“”«»", '"') | dict.fromkeys("‐‑–—−", "-") | {"\u00ad": None}
)

Graphone = tuple[str, str]
# A partial alignment: score, the one it continues, the graphone it ends with (-1: a letter skipped at the floor),
# and the state that graphone was read in.
_Path = tuple[float, "_Path | None", int, int]


def fold(word: str) -> str:
    """One spelling for what is one word: lower case, NFC, one kind of apostrophe and hyphen, no stress marks or ties.

    >>> fold("Ельци́н"), fold("El’tsin"), fold("i͡ashchik")
    ('ельцин', "el'tsin", 'iashchik')
    """
    return "".join(
        c for c in unicodedata.normalize("NFC", word.lower()).translate(_SIGNS)
        if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )  # fmt: skip


class Channel:
    """The model. Nothing but a cache changes once it is loaded, so threads may share it."""

    def __init__(self, weights: Mapping[str, np.ndarray[Any, Any]]) -> None:
        """Take the arrays that `channel_train` makes; see `pack` there for their meaning."""
        lines = weights["graphones"].tobytes().decode("utf-8").split("\n")
        self._graphones: list[Graphone] = [(a, b) for a, _, b in (line.partition("\t") for line in lines)]
        # array, not numpy: reading single items is ten times faster
        self._first = array("I", weights["first"].tobytes())
        self._id = array("H", weights["id"].tobytes())
        self._log = array("f", weights["log"].tobytes())
        self._next = array("I", weights["next"].tobytes())
        self._shorter = array("I", weights["shorter"].tobytes())
        self._backoff = array("f", weights["backoff"].tobytes())
        self._side_first = array("I", weights["side_first"].tobytes())
        self._side_id = array("H", weights["side_id"].tobytes())
        self._side_log = array("f", weights["side_log"].tobytes())
        # a state's rows as a dictionary, made when the state is first met
        self._rows: list[dict[int, int] | None] = [None] * len(self._shorter)
        self._start = int(weights["start"][0])
        self._floor = float(weights["floor"][0])
        self._sides = {c: i + 1 for i, c in enumerate(sorted({b for _, b in self._graphones[1:]}))}  # 0: the end
        self._pairs: dict[str, dict[str, int]] = {}
        to_cyrillic: dict[str, list[tuple[int, str]]] = {}
        to_latin: dict[str, list[tuple[int, str]]] = {}
        by_weight = sorted(range(1, len(self._graphones)), key=lambda g: -self._log[g])
        for g in by_weight:
            latin, cyrillic = self._graphones[g]
            self._pairs.setdefault(latin, {})[cyrillic] = g
            to_cyrillic.setdefault(latin, []).append((g, cyrillic))
            to_latin.setdefault(cyrillic, []).append((g, latin))
        self._to_cyrillic = {k: v[:FAN] for k, v in to_cyrillic.items()}
        self._to_latin = {k: v[:FAN] for k, v in to_latin.items()}
        self._letters = frozenset("".join(a + b for a, b in self._graphones))

    @classmethod
    def load(cls, path: Path | None = None) -> Channel:
        """Read weights; without a path, the shipped ones.

        Raises:
            DataError: where the file is not there or is no such model.
        """
        path = path or WEIGHTS
        try:
            with np.load(path, allow_pickle=False) as weights:
                return cls(weights)
        except (OSError, KeyError, ValueError) as e:
            raise DataError(f"{path}: no channel weights ({e}); make them with mtfix.source.channel_train") from None

    def score(self, latin: str, cyrillic: str) -> float:
        """Give log P(latin, cyrillic) of the best alignment; never -inf.

        >>> channel = Channel.load()
        >>> channel.score("putin", "путин") > channel.score("putin", "лавров")
        True
        """
        return self._align(self._fold(latin), self._fold(cyrillic))[0]

    def conditional(self, latin: str, cyrillic: str) -> float:
        """Give log P(latin | cyrillic) along the best alignment; never -inf.

        Each graphone's probability is divided by that of all graphones that could have read the Cyrillic word on
        from there, so that a rare Russian word is not a bad candidate for being rare.

        >>> channel = Channel.load()
        >>> channel.conditional("nagleyuschih", "наглеющих") > channel.conditional("nagleyuschih", "наглеющий")
        True
        """
        latin, cyrillic = self._fold(latin), self._fold(cyrillic)
        path = self._align(latin, cyrillic)
        score = path[0]
        at = len(cyrillic)
        node: _Path | None = path
        while node is not None and node[1] is not None:
            _, node, g, state = node
            if g >= 0:
                at -= len(self._graphones[g][1])
                score -= self._log_any(state, cyrillic, at)
            elif state == 1:  # a Cyrillic letter skipped at the floor
                at -= 1
        return score

    def align(self, latin: str, cyrillic: str) -> tuple[Graphone, ...]:
        """Give the graphones of the best alignment; put together they are the two words, folded.

        >>> Channel.load().align("Shchors", "Щорс")
        (('shch', 'щ'), ('o', 'о'), ('r', 'р'), ('s', 'с'))
        """
        latin, cyrillic = self._fold(latin), self._fold(cyrillic)
        path: _Path | None = self._align(latin, cyrillic)
        out: list[Graphone] = []
        i, j = len(latin), len(cyrillic)
        while path is not None and path[1] is not None:
            _, path, g, state = path
            if g != END:
                a, b = map(len, self._graphones[g]) if g > 0 else (1 - state, state)
                out.append((latin[i - a : i], cyrillic[j - b : j]))
                i, j = i - a, j - b
        return tuple(reversed(out))

    def decode(self, latin: str, n: int = 3, beam: int = 20) -> list[tuple[str, float]]:
        """Search the likeliest Cyrillic spellings of a Latin one, best first, with log P(latin, cyrillic).

        >>> [word for word, _ in Channel.load().decode("Zakharova", n=1)]
        ['захарова']
        """
        return self._search(self._fold(latin), self._to_cyrillic, n, beam)

    def encode(self, cyrillic: str, n: int = 3, beam: int = 20) -> list[tuple[str, float]]:
        """Search the likeliest Latin spellings of a Cyrillic one, best first, with log P(latin, cyrillic).

        >>> [word for word, _ in Channel.load().encode("Лавров", n=1)]
        ['lavrov']
        """
        return self._search(self._fold(cyrillic), self._to_latin, n, beam)

    def _fold(self, word: str) -> str:
        word = unicodedata.normalize("NFC", word.lower())
        if self._letters.issuperset(word):
            return word
        # letters the model never saw lose their diacritics
        return "".join(c if c in self._letters else unicodedata.normalize("NFD", c)[0] for c in fold(word))

    def _row(self, state: int) -> dict[int, int]:
        """Give where the graphones of a state are found."""
        row = self._rows[state]
        if row is None:
            low, high = self._first[state], self._first[state + 1]
            row = self._rows[state] = dict(zip(self._id[low:high], range(low, high), strict=True))
        return row

    def _step(self, state: int, g: int) -> tuple[float, int]:
        """Give log P(graphone | state) and the state after it."""
        log = 0.0
        while state:
            if (at := self._row(state).get(g)) is not None:
                return log + self._log[at], self._next[at]
            log += self._backoff[state]
            state = self._shorter[state]
        return log + self._log[g], self._next[g]  # state 0 has every graphone, in order

    def _log_side(self, state: int, side: int) -> float:
        """Give log P(Cyrillic side of the next graphone | state)."""
        log = 0.0
        while state:
            low, high = self._side_first[state], self._side_first[state + 1]
            at = bisect_left(self._side_id, side, low, high)
            if at < high and self._side_id[at] == side:
                return log + self._side_log[at]
            log += self._backoff[state]
            state = self._shorter[state]
        return log + self._side_log[side]

    def _log_any(self, state: int, cyrillic: str, at: int) -> float:
        """Give log of the probability that the next graphone reads on in the Cyrillic word at a place."""
        total = 0.0
        for end in range(at, min(at + LONGEST, len(cyrillic)) + 1):
            side = self._sides.get(cyrillic[at:end])
            if side is not None:
                total += math.exp(self._log_side(state, side))
        if at == len(cyrillic):
            total += math.exp(self._log_side(state, END))
        return math.log(total) if total > 0.0 else 0.0

    def _align(self, latin: str, cyrillic: str) -> _Path:
        """Find the best path through both words, diagonal by diagonal (all its cells have read as much)."""
        n, m = len(latin), len(cyrillic)
        wide = m + 1  # cells are numbered row by row
        pairs, sides = self._pairs, self._sides
        rows = [
            [(a, pairs[c]) for a in range(min(LONGEST, n - i) + 1) if (c := latin[i : i + a]) in pairs]
            for i in range(n + 1)
        ]
        columns = [
            [(b, c) for b in range(min(LONGEST, m - j) + 1) if (c := cyrillic[j : j + b]) in sides]
            for j in range(m + 1)
        ]
        cells: list[dict[int, _Path]] = [{} for _ in range((n + 1) * wide)]
        cells[0][self._start] = (0.0, None, -1, 0)
        best = [-math.inf] * (n + m + 1)  # by diagonal
        best[0] = 0.0
        for d in range(n + m):
            for i in range(max(0, d - m), min(n, d) + 1):
                cell = i * wide + d - i
                least = best[d] - WIDTH
                live = [(state, path) for state, path in cells[cell].items() if path[0] >= least]
                if not live:
                    continue
                arcs = [
                    (g, d + a + b, cell + a * wide + b)
                    for a, table in rows[i]
                    for b, chunk in columns[d - i]
                    if (g := table.get(chunk)) is not None
                ]
                for state, path in live:
                    row = self._row(state)
                    for g, diagonal, target in arcs:
                        least = best[diagonal] - WIDTH
                        if (at := row.get(g)) is not None:
                            score, after = path[0] + self._log[at], self._next[at]
                        else:
                            score = path[0] + self._backoff[state]
                            if score < least:
                                continue
                            log, after = self._step(self._shorter[state], g)
                            score += log
                        if score >= least:
                            old = cells[target].get(after)
                            if old is None or score > old[0]:
                                cells[target][after] = (score, path, g, state)
                                if score > best[diagonal]:
                                    best[diagonal] = score
                # the floor: any letter may be skipped, so that every pair has an alignment
                path = max((path for _, path in live), key=_score)
                score = path[0] + self._floor
                if score >= best[d + 1] - WIDTH:
                    best[d + 1] = max(best[d + 1], score)
                    skips = [(0, cell + wide)] if i < n else []
                    skips += [(1, cell + 1)] if d - i < m else []
                    for side, target in skips:
                        if 0 not in cells[target] or score > cells[target][0][0]:
                            cells[target][0] = (score, path, -1, side)
        ends = ((path[0] + self._step(state, END)[0], path, END, state) for state, path in cells[-1].items())
        return max(ends, key=_score)

    def _search(
        self, word: str, renderings: dict[str, list[tuple[int, str]]], n: int, beam: int
    ) -> list[tuple[str, float]]:
        """Beam search over all renderings; alignments that give the same string in the same state are added up."""
        length = len(word)
        fronts: list[dict[tuple[int, str], float]] = [{} for _ in range(length + 1)]
        fronts[0][self._start, ""] = 0.0
        step = self._step
        added = renderings.get("", [])
        for i, front in enumerate(fronts):
            if not front:  # every chunk reaches over this place
                continue
            best = _leading(front, beam)
            # one chunk may come in that the word does not write (l -> ль)
            least = best[-1][1] if len(best) == beam else best[0][1] - WIDTH
            for (state, out), score in best:
                for g, chunk in added:
                    log, after = step(state, g)
                    if score + log > least:
                        front.setdefault((after, out + chunk), score + log)
            best = _leading(front, beam)
            if i == length:
                break
            moved = False
            for size in range(1, min(LONGEST, length - i) + 1):
                target = fronts[i + size]
                for g, chunk in renderings.get(word[i : i + size], ()):
                    moved = True
                    for (state, out), score in best:
                        log, after = step(state, g)
                        key = (after, out + chunk)
                        target[key] = _add(score + log, target[key]) if key in target else score + log
            if not moved:  # a letter the model does not know goes through as it is
                for (_, out), score in best:
                    fronts[i + 1][0, out + word[i]] = score + self._floor
        ended: dict[str, float] = {}
        for (state, out), score in fronts[length].items():
            score += step(state, END)[0]
            ended[out] = _add(score, ended[out]) if out in ended else score
        return heapq.nlargest(n, ended.items(), key=_second)


def _score(path: _Path) -> float:
    return path[0]


def _second(item: tuple[Any, float]) -> float:
    return item[1]


def _leading(front: Mapping[tuple[int, str], float], beam: int) -> list[tuple[tuple[int, str], float]]:
    best = heapq.nlargest(beam, front.items(), key=_second)
    return [item for item in best if item[1] > best[0][1] - WIDTH]


def _add(a: float, b: float) -> float:
    """Give log(exp(a) + exp(b))."""
    return max(a, b) + math.log1p(math.exp(-abs(a - b)))
