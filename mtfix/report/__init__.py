"""Rendering of results: text, JSON, SARIF, MQM, HTML, diff. Everything here reads a Result and changes nothing."""

from __future__ import annotations

from mtfix.findings import Result

#: A result with the path it is shown under (``-`` for standard input).
Named = tuple[str, Result]

__all__ = ["Named"]
