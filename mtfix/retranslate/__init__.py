"""Sentences that no rule can mend, translated again from their source; a gate accepts the new one or keeps the old."""

from __future__ import annotations

import dataclasses
import functools
import importlib
from collections.abc import Sequence
from typing import Any

from mtfix.analysis.bilingual.witness import Witness
from mtfix.errors import ModelError
from mtfix.findings import Applicability, Edit, Finding, Result, Status
from mtfix.retranslate.gate import Gate, Verdict
from mtfix.retranslate.protocol import Host, Translator
from mtfix.retranslate.rule import RETRANSLATED, RULES
from mtfix.retranslate.units import Draft, Unit, in_place, placed, units

__all__ = ["BACKENDS", "RULES", "Gate", "Translator", "Verdict", "load", "retranslate"]

#: Back-ends, asked in this order whether a model is theirs. Each is a module of this package with two functions:
#: ``takes(model) -> bool``, which must be cheap and load nothing but may raise `ModelError` where it sees that a model
#: cannot be had, and ``open_model(model, device, source) -> Translator``.
BACKENDS = ("transformers_backend",)
#: No set of judged re-translations exists to calibrate on: of those that the gate lets through, nothing is claimed.
_UNJUDGED = 0.5


def backend(model: str) -> Any:
    """The back-end module that takes a model.

    Args:
        model: a folder, a hub id, or whatever else a back-end knows.

    Raises:
        ModelError: if none takes it, or the one that does lacks its libraries.
    """
    for name in BACKENDS:
        module = importlib.import_module(f"mtfix.retranslate.{name}")
        if module.takes(model):
            return module
    raise ModelError(f"{model!r} is no model that can be used; give a folder or a hub id")


@functools.lru_cache(maxsize=2)
def load(model: str, device: str = "auto", source: str = "ru") -> Translator:
    """A model, ready to translate into English. The last two that were asked for stay in memory.

    Args:
        model: a folder or a hub id.
        device: ``auto``, ``cpu`` or ``cuda``.
        source: the source language's code.

    Raises:
        ModelError: in one line, if it cannot be had.
    """
    translator: Translator = backend(model).open_model(model, device, source)
    return translator


def retranslate(results: Sequence[Result], pipeline: Host) -> list[Result]:
    """Translate again what waits for a repair that no rule knows, and keep what passes the gate.

    Documents without a source text stay as they are. All sentences of all documents go to the model in one batch; it is
    not even loaded where there are none.

    Args:
        results: what the rules made of documents.
        pipeline: where settings, tables and `detect` come from.

    Raises:
        ModelError: if the model cannot be had.
    """
    config = pipeline.config
    if config.retranslate is None:
        return list(results)
    backend(config.retranslate)  # a model that cannot be had is said at once, not at the first sentence that needs it
    work = [(result, units(result, config.source)) for result in results]
    asked = list(dict.fromkeys(s for _, sent in work for unit in sent for s in unit.source))
    if not asked:
        return list(results)
    translator = load(config.retranslate, config.device, config.source)
    answers = dict(zip(asked, translator.translate(asked), strict=True))
    witness = Witness(pipeline.knowledge)
    return [_judged(r, sent, answers, translator, pipeline, witness) if sent else r for r, sent in work]


def _judged(
    result: Result, sent: list[Unit], answers: dict[str, str], translator: Translator, host: Host, witness: Witness
) -> Result:
    """The result with its units judged one after the other, each in a story that has those accepted before."""
    draft = Draft(result)
    for unit in sent:
        before, after = draft.story(unit)

        def detect(sentence: str, before: str = before, after: str = after) -> list[Finding]:
            return placed(host.detect(in_place(draft.document, before, sentence, after)), len(before))

        gate = Gate(detect, witness.names(), host.config.unsafe_fixes)
        new = "" if any(not answers[s].strip() for s in unit.source) else " ".join(answers[s] for s in unit.source)
        verdict = gate.judge(" ".join(unit.source), draft.sentence(unit), new)
        if verdict.text == result.document.text[unit.start : unit.end]:
            verdict = dataclasses.replace(verdict, accepted=False, reason="the new translation is the old one again")
        draft.add(_finding(result, unit, verdict, translator))
    return draft.result()


def _finding(result: Result, unit: Unit, verdict: Verdict, translator: Translator) -> Finding:
    old = result.document.text[unit.start : unit.end]
    evidence = {
        "kind": "re-translation",
        "model": translator.name,
        "signature": translator.signature,
        "source": " ".join(unit.source),
        "artefacts_before": verdict.before,
        "artefacts_after": verdict.after,
    }
    changes = bool(verdict.text) and verdict.text != old
    done = "Translated again" if verdict.accepted else "A new translation is refused, made"
    return Finding(
        RETRANSLATED, unit.start, unit.end, old,
        f"{done} by {translator.name}",
        confidence=max(f.confidence for f in unit.findings),
        fix_confidence=_UNJUDGED if verdict.accepted else 0.0,
        suggestions=(verdict.text,) if changes else (),
        edits=(Edit(unit.start, unit.end, old, verdict.text),) if changes else (),
        evidence=evidence,
        applicability=Applicability.UNSAFE if verdict.accepted else Applicability.DISPLAY,
        status=Status.APPLIED if verdict.accepted else Status.REJECTED,
        reason=verdict.reason or None,
    )  # fmt: skip
