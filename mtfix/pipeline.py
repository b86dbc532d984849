"""The way of a document: read, analyse, detect, calibrate, resolve, re-translate if asked, apply."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mtfix.config import Config, check
from mtfix.document import Document
from mtfix.errors import InputError
from mtfix.findings import Applicability, Finding, Result, Status, make_edits
from mtfix.resolve import resolve
from mtfix.text.addresses import address_spans

if TYPE_CHECKING:
    from mtfix.analysis.knowledge import Knowledge

#: How often the cleaned text is looked at again for safe edits that the first ones gave rise to.
_ROUNDS = 4
#: The rule that needs a model.
_RETRANSLATED = "re-translated-sentence"


class Pipeline:
    """Cleans texts under one configuration; tables and indexes are opened once, on the first text.

    >>> result = Pipeline().fix("The talks begin on Monday, 22 Agusta.")
    >>> result.text
    'The talks begin on Monday, 22 August.'
    >>> result.revert()
    'The talks begin on Monday, 22 Agusta.'
    """

    def __init__(self, config: Config | None = None) -> None:
        from mtfix import retranslate
        from mtfix.detectors import RULES
        from mtfix.tuning import Tuning

        self.config = check(config or Config())
        self.tuning = Tuning(self.config, (*RULES, *retranslate.RULES))
        self._knowledge: Knowledge | None = None

    @property
    def knowledge(self) -> Knowledge:
        """What detectors know, opened on first use."""
        if self._knowledge is None:
            from mtfix.analysis.knowledge import Knowledge

            self._knowledge = Knowledge.open(self.config)
        return self._knowledge

    def fix(self, text: str | Document) -> Result:
        """Clean one text: safe repairs are made, the rest is offered."""
        return next(self.pipe((text,)))

    def check(self, text: str | Document) -> Result:
        """Find, and change nothing: what `fix` would make is offered."""
        result = self.fix(text)
        waiting = tuple(
            dataclasses.replace(f, status=Status.OFFERED) if f.status is Status.APPLIED else f for f in result.findings
        )
        return Result(result.document, result.document.text, waiting)

    def pipe(self, texts: Iterable[str | Document], batch_size: int = 256) -> Iterator[Result]:
        """Clean a stream of texts, in order; a text in a batch gives what it gives alone.

        Args:
            texts: texts or documents.
            batch_size: how many are taken together where a model is asked.
        """
        if self.config.retranslate is None or not self.tuning.runs(_RETRANSLATED):
            yield from map(self._run, texts)
            return
        batch: list[str | Document] = []
        for text in texts:
            batch.append(text)
            if len(batch) >= batch_size:
                yield from self._run_batch(batch)
                batch = []
        if batch:
            yield from self._run_batch(batch)

    def detect(self, doc: Document) -> list[Finding]:
        """The calibrated findings of a document, undecided."""
        from mtfix.analysis import Analysis
        from mtfix.detectors import DETECTORS

        analysis = Analysis.of(doc, self.knowledge)
        out: list[Finding] = []
        spans = address_spans(doc.text)
        for detector in DETECTORS:
            for f in detector(doc, analysis, self.knowledge):
                if _inside(f, spans):
                    continue  # an address, a handle, code: no language
                if not self._allowed(f) and (g := self.tuning.tuned(f)) is not None:
                    out.append(g)
        return out

    def _run_batch(self, texts: list[str | Document]) -> list[Result]:
        from mtfix.retranslate import retranslate

        return [self._in_severity(r) for r in retranslate([self._run(t) for t in texts], self)]

    def _in_severity(self, result: Result) -> Result:
        """The result with the configuration's severity on what re-translation entered."""
        findings = tuple(self.tuning.with_severity(f) if f.rule.name == _RETRANSLATED else f for f in result.findings)
        return dataclasses.replace(result, findings=findings)

    def _run(self, text: str | Document) -> Result:
        doc = text if isinstance(text, Document) else Document(text)
        if len(doc.text) > self.config.max_chars:
            raise InputError(
                f"the text has {len(doc.text):,} characters; the limit is {self.config.max_chars:,} "
                "(split it into stories, or raise max-chars)"
            )
        try:
            doc.text.encode("utf-8")
        except UnicodeEncodeError as e:
            raise InputError(f"half a character (a lone surrogate) at {e.start}; the text is not UTF-8") from None
        return self._decide(doc, self.detect(doc))

    def _decide(self, doc: Document, found: list[Finding]) -> Result:
        """Resolve and apply; an edit whose making gives rise to another safe edit is offered instead.

        So a second run over the cleaned text changes nothing: it finds what was demoted again, sees the same further
        edit behind it, and demotes it again.
        """
        offered: set[tuple[str, str]] = set()
        for _ in range(_ROUNDS):
            result = self._apply(doc, found)
            if not result.edits:
                return result
            again = self._apply(
                Document(result.text, doc.id, doc.source), self.detect(Document(result.text, doc.id, doc.source))
            )
            new = [e for f in again.applied if (f.rule.name, f.text) not in offered for e in f.edits]
            if not new:
                return result
            guilty = _near(result, [(e.start, e.end) for e in new])
            offered |= {(f.rule.name, f.text) for f in found if f.key in guilty}
            found = [_demoted(f) if f.key in guilty else f for f in found]
        found = [_demoted(f) for f in found]
        return self._apply(doc, found)

    def _apply(self, doc: Document, found: list[Finding]) -> Result:
        decided = resolve(found, self.config.unsafe_fixes)
        edits = sorted(
            (e for f in decided if f.status is Status.APPLIED for e in f.edits), key=lambda e: (e.start, e.end)
        )
        return Result(doc, make_edits(doc.text, edits), decided)

    def _allowed(self, f: Finding) -> bool:
        allow = self.config.allow
        return bool(allow) and (f.text in allow or any(w in allow for w in f.text.split()))


def _inside(f: Finding, spans: list[tuple[int, int]]) -> bool:
    """Whether a finding touches a span that is no language, and does not take it out whole."""
    return any(max(a, f.start) < min(b, f.end) and not (f.start <= a and b <= f.end) for a, b in spans) or any(
        a <= f.start and f.end <= b and f.suggestions != ("",) for a, b in spans
    )


def _demoted(f: Finding) -> Finding:
    if f.applicability is Applicability.DISPLAY:
        return f
    return dataclasses.replace(
        f, applicability=Applicability.DISPLAY, reason="making it would give rise to a further change; see both"
    )


def _near(result: Result, places: list[tuple[int, int]]) -> set[str]:
    """The applied findings whose edits lie nearest to places in the cleaned text."""
    spots: list[tuple[int, int, str]] = []
    shift = 0
    owner = {(e.start, e.end, e.after): f.key for f in result.applied for e in f.edits}
    for e in result.edits:
        start = e.start + shift
        spots.append((start, start + len(e.after), owner[e.start, e.end, e.after]))
        shift += len(e.after) - (e.end - e.start)
    out: set[str] = set()
    for a, b in places:
        out.add(min(spots, key=lambda s: max(0, s[0] - b, a - s[1]))[2])
    return out
