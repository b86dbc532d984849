"""Raw scores become probabilities, and probabilities decide what is made, offered, or left unsaid."""

from __future__ import annotations

import dataclasses
import functools
import json

from mtfix.findings import Applicability, Finding
from mtfix.tables import DATA


@functools.cache
def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = json.loads((DATA / "calibration.json").read_text("utf-8"))["rules"]
    return table


def calibrate(f: Finding, offer: float | None = None, safe: float | None = None) -> Finding | None:
    """The finding with its applicability decided by its rule's margins, or None where it is too unsure to be said.

    ``data/calibration.json`` holds for each rule the least ``fix_confidence`` at which a repair is made (``safe``)
    and the least ``confidence`` at which it is offered (``offer``), with the sets and the date that set them.

    Args:
        f: a raw finding.
        offer: the least confidence in place of the table's.
        safe: the least fix confidence in place of the table's.
    """
    margins = _table().get(f.rule.name) or _table()["*"]
    if f.confidence < (margins["offer"] if offer is None else offer):
        return None
    if not f.edits:
        return dataclasses.replace(f, applicability=Applicability.DISPLAY)
    if f.rule.safety is not Applicability.SAFE:
        return f
    if f.fix_confidence >= (margins["safe"] if safe is None else safe):
        return dataclasses.replace(f, applicability=Applicability.SAFE)
    return dataclasses.replace(f, applicability=Applicability.UNSAFE)
