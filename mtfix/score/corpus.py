"""BLEU, chrF2 and TER with their signatures, before and after, and whether a difference is more than chance."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mtfix.errors import InputError

#: Sentence scores that differ by less are the same.
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Metric:
    """One corpus score.

    ``score`` is that of the cleaned text; ``before`` that of the text it was made from; ``p_value`` the paired
    bootstrap's (two-sided) for their difference; ``ci`` half the width of the 95 % interval around ``score``.
    ``lower_is_better`` holds for TER. ``signature`` says how it was computed, as sacrebleu writes it.
    """

    name: str
    score: float
    signature: str
    lower_is_better: bool = False
    before: float | None = None
    p_value: float | None = None
    ci: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment that cleaning changed: its line (from 1), its sentence scores before and after, and its texts."""

    line: int
    chrf_before: float
    chrf_after: float
    ter_before: float
    ter_after: float
    before: str
    after: str
    reference: str
    source: str | None = None

    @property
    def change(self) -> float:
        """What the segment gained in chrF2."""
        return self.chrf_after - self.chrf_before

    @property
    def edits_saved(self) -> float:
        """What the segment gained in TER: how much less a post-editor has to change."""
        return self.ter_before - self.ter_after


@dataclass(frozen=True, slots=True)
class Tally:
    """How many segments became better, worse, and neither."""

    better: int
    worse: int
    same: int


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """Scores of a text; with a text before, also each segment that changed, the greatest loss first."""

    segments: int
    metrics: tuple[Metric, ...]
    changed: tuple[Sentence, ...] | None = None

    @property
    def by_chrf(self) -> Tally:
        """Segments whose sentence chrF2 rose, fell, or stayed as it was (or that were not changed)."""
        return self._tally([x.change for x in self.changed or ()])

    @property
    def by_ter(self) -> Tally:
        """Segments whose sentence TER fell (better), rose (worse), or stayed as it was."""
        return self._tally([x.edits_saved for x in self.changed or ()])

    def _tally(self, gains: list[float]) -> Tally:
        better = sum(g > _SAME for g in gains)
        worse = sum(g < -_SAME for g in gains)
        return Tally(better, worse, self.segments - better - worse)


def score(
    cleaned: Sequence[str],
    references: Sequence[Sequence[str]],
    before: Sequence[str] | None = None,
    source: Sequence[str] | None = None,
    samples: int = 1000,
) -> CorpusScore:
    """Score a text against references, and against the text before cleaning where it is given.

    Args:
        cleaned: its segments.
        references: one or several references, each with as many segments.
        before: the segments before cleaning; then differences are tested by paired bootstrap (seed 12345, or what
            ``SACREBLEU_SEED`` says; it stands in the signature).
        source: the segments in the source language, copied to the segments that changed.
        samples: resamples of the bootstrap.

    Raises:
        InputError: if there is no segment, or if the numbers of segments differ.

    >>> s = score(["The cat sat on the mat."], [["The cat sat on the mat."]])
    >>> [(m.name, round(m.score)) for m in s.metrics]
    [('BLEU', 100), ('chrF2', 100), ('TER', 0)]
    """
    _agree(cleaned, references, before, source)
    logging.getLogger("sacrebleu").setLevel(logging.ERROR)  # its hints concern its own command line
    from sacrebleu.metrics import BLEU, CHRF, TER

    refs = [list(r) for r in references]
    metrics: dict[str, Any] = {"BLEU": BLEU(), "chrF2": CHRF(), "TER": TER()}
    if before is None:
        done = []
        for name, metric in metrics.items():
            value = metric.corpus_score(list(cleaned), refs).score
            done.append(Metric(name, float(value), str(metric.get_signature()), name == "TER"))
        return CorpusScore(len(cleaned), tuple(done))
    changed = _sentences(cleaned, references, before, source)
    return CorpusScore(len(cleaned), _paired(list(before), list(cleaned), refs, metrics, samples), changed)


def _paired(
    before: list[str], cleaned: list[str], refs: list[list[str]], metrics: dict[str, Any], samples: int
) -> tuple[Metric, ...]:
    from sacrebleu.significance import PairedTest

    test = PairedTest([("before", before), ("after", cleaned)], metrics, refs, test_type="bs", n_samples=samples)
    signatures, table = test()
    out = []
    for name in metrics:
        old, new = table[name]
        # The test's own answer for no difference at all would be 1 / (samples + 1): "significant".
        p = 1.0 if before == cleaned or new.score == old.score else float(new.p_value)
        signature = str(signatures[name])
        out.append(Metric(name, float(new.score), signature, name == "TER", float(old.score), p, float(new.ci)))
    return tuple(out)


def _sentences(
    cleaned: Sequence[str],
    references: Sequence[Sequence[str]],
    before: Sequence[str],
    source: Sequence[str] | None,
) -> tuple[Sentence, ...]:
    from sacrebleu.metrics import CHRF, TER

    chrf, ter = CHRF(), TER()
    out = []
    for n, (old, new) in enumerate(zip(before, cleaned, strict=True)):
        if old != new:
            refs = [r[n] for r in references]
            c0, c1, t0, t1 = (float(m.sentence_score(s, refs).score) for m in (chrf, ter) for s in (old, new))
            out.append(Sentence(n + 1, c0, c1, t0, t1, old, new, refs[0], source[n] if source else None))
    return tuple(sorted(out, key=lambda s: (s.change, s.line)))


def _agree(
    cleaned: Sequence[str],
    references: Sequence[Sequence[str]],
    before: Sequence[str] | None,
    source: Sequence[str] | None,
) -> None:
    if not cleaned:
        raise InputError("nothing to score: the cleaned text has no line")
    if not references:
        raise InputError("nothing to score against: no reference was given")
    named = [(f"reference {n}", r) for n, r in enumerate(references, 1)]
    named += [(name, x) for name, x in (("text before", before), ("source", source)) if x is not None]
    for name, lines in named:
        if len(lines) != len(cleaned):
            raise InputError(
                f"the cleaned text has {len(cleaned):,} lines and the {name} {len(lines):,}; give the same segments"
            )
