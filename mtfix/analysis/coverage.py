"""How much of a text the lexicon knows: directly, by derivation, or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from mtfix.source.russian.index import Kind

if TYPE_CHECKING:
    from mtfix.analysis.knowledge import Knowledge
    from mtfix.source.russian.pack import Russian

_CYRILLIC = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)
_LATIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Parts of speech (OpenCorpora) that are no business of a lexicon: a translator renders them with the sentence.
_GRAMMAR = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "NUMR", "INTJ"})


class Status(StrEnum):
    """How a word is known."""

    DIRECT = "in the lexicon"
    DERIVED = "derived from parts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """A Russian form, the lemma taken, and how the lexicon knows it."""

    lemma: str
    status: Status


@dataclass
class Coverage:
    """Counts over texts: tokens by status, types (lemmas) by status, and what was not counted."""

    tokens: Counter[Status] = field(default_factory=Counter)
    lemmas: dict[str, Status] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    grammar: int = 0
    names: int = 0

    def add(self, known: Known) -> None:
        """Count one occurrence."""
        self.tokens[known.status] += 1
        self.lemmas[known.lemma] = known.status
        if known.status is Status.UNKNOWN:
            self.unknown[known.lemma] += 1

    @property
    def types(self) -> Counter[Status]:
        """Lemmas by status."""
        return Counter(self.lemmas.values())


def classify(form: str, russian: Russian, first: str = "") -> Known | None:
    """How the lexicon knows a Russian form; None for grammar words and for what can be a name alone.

    Args:
        form: a word, lower case.
        russian: the language pack.
        first: the first part, where the form is known to be a compound.

    >>> from mtfix.source.russian.pack import Russian
    >>> classify("ведомствами", Russian.open())
    Known(lemma='ведомство', status=<Status.DIRECT: 'in the lexicon'>)
    >>> classify("псевдоведомство", Russian.open()).status.value
    'derived from parts'
    """
    reading = russian.read(form, first)
    if reading.english:
        return Known(reading.lemma, Status.DERIVED if reading.derived else Status.DIRECT)
    if reading.grammar.pos in _GRAMMAR or russian.index.kind(form).name_only:
        return None
    return Known(reading.lemma, Status.UNKNOWN)


def measure(text: str, knowledge: Knowledge, into: Coverage) -> None:
    """Count the Russian words of a text: those in Cyrillic, and those in Latin letters that are read as left over.

    Args:
        text: any text.
        knowledge: what is known.
        into: takes the counts.
    """
    russian = knowledge.source
    for form, capital in _cyrillic(text):
        reading = russian.read(form)
        if reading.grammar.pos in _GRAMMAR or len(form) < 2:
            into.grammar += 1
        elif capital and (not reading.english or russian.index.kind(form) & ~Kind.COMMON):
            into.names += 1
        elif (known := classify(form, russian)) is not None:
            into.add(known)
        else:
            into.names += 1
    for m in _LATIN.finditer(text):
        if _CYRILLIC.search(m.group()):
            continue
        verdict = knowledge.reader.read(m.group())
        if verdict is None or verdict.best is None or verdict.log_odds < 0 or len(m.group()) < 4:
            continue
        if (known := classify(verdict.best.form, russian, verdict.best.first)) is not None:
            into.add(known)
        else:
            into.names += 1


def _cyrillic(text: str) -> Iterator[tuple[str, bool]]:
    """Words in Cyrillic, lower case, and whether a capital stands there that no sentence start explains."""
    end = 0
    for m in _CYRILLIC.finditer(text):
        between = text[end : m.start()]
        start = not end or "\n" in between or any(c in ".!?«\"—" for c in between)
        yield m.group().lower(), m.group()[0].isupper() and not start
        end = m.end()


def table(counts: Coverage, top: int) -> str:
    """The counts as lines to print: shares by status, then the most frequent unknown lemmas.

    Args:
        counts: what was counted.
        top: how many unknown lemmas are listed.
    """
    tokens, types = counts.tokens, counts.types
    total, lemmas = tokens.total(), types.total()
    out = [f"{'':20} {'words':>9} {'':>6}  {'lemmas':>8} {'':>6}"]
    for status in Status:
        out.append(
            f"{status.value:20} {tokens[status]:9,} {_share(tokens[status], total)}  "
            f"{types[status]:8,} {_share(types[status], lemmas)}"
        )
    out.append(f"{'all':20} {total:9,} {'':6}  {lemmas:8,}")
    out.append(f"not counted: {counts.grammar:,} grammar words, {counts.names:,} names")
    if counts.unknown and top > 0:
        out.append("most frequent unknown lemmas:")
        ranked = sorted(counts.unknown.items(), key=lambda item: (-item[1], item[0]))
        out += [f"{n:6,}  {lemma}" for lemma, n in ranked[:top]]
    return "\n".join(out) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}%" if whole else f"{'-':>6}"
