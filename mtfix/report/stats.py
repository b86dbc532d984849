"""How often each rule speaks, per 10,000 words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mtfix.findings import Applicability, Result, Status


@dataclass
class Statistics:
    """Counts that grow by one result after the other.

    >>> from mtfix.document import Document
    >>> s = Statistics()
    >>> s.add(Result(Document("two words"), "two words", ()))
    >>> s.words, s.rows()
    (2, [])
    """

    words: int = 0
    files: int = 0
    count: Counter[str] = field(default_factory=Counter)
    safe: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one result: the findings that are made or offered."""
        self.files += 1
        self.words += len(result.document.words)
        for f in result.findings:
            if f.status in (Status.APPLIED, Status.OFFERED):
                self.count[f.rule.name] += 1
                self.safe[f.rule.name] += f.applicability is Applicability.SAFE

    def rate(self, n: int) -> float:
        """So many in 10,000 words."""
        return round(1e4 * n / self.words, 2) if self.words else 0.0

    def rows(self) -> list[dict[str, Any]]:
        """A row a rule, most frequent first."""
        order = sorted(self.count.items(), key=lambda x: (-x[1], x[0]))
        return [{"rule": r, "findings": n, "safe": self.safe[r], "per_10k_words": self.rate(n)} for r, n in order]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        total = sum(self.count.values())
        return {"files": self.files, "words": self.words, "findings": total, "per_10k_words": self.rate(total),
                "rules": self.rows()}  # fmt: skip


def of(results: Iterable[Result]) -> Statistics:
    """The statistics of some results."""
    out = Statistics()
    for r in results:
        out.add(r)
    return out


def table(s: Statistics) -> str:
    """A table for people; counts in the first columns, so that rules of any length line up."""
    rows = [(f"{r['findings']:,}", f"{r['safe']:,}", f"{r['per_10k_words']:.2f}", r["rule"]) for r in s.rows()]
    total, safe = sum(s.count.values()), sum(s.safe.values())
    rows.append((f"{total:,}", f"{safe:,}", f"{s.rate(total):.2f}", f"all ({s.words:,} words, {s.files:,} files)"))
    head = ("findings", "safe", "per 10,000 words", "rule")
    width = [max(len(head[i]), *(len(r[i]) for r in rows)) for i in range(3)]
    return "\n".join("  ".join([*(c.rjust(w) for c, w in zip(r[:3], width, strict=True)), r[3]]) for r in (head, *rows))
