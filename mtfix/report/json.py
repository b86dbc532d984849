"""Results as the public JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from mtfix import SCHEMA, __version__
from mtfix.findings import Result
from mtfix.report import Named
from mtfix.report.clean import shown_path

_HALF = re.compile("[\ud800-\udfff]")


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON text of a value: letters stay as they are, but for half surrogate pairs, which UTF-8 cannot hold.

    Raises:
        ValueError: if it holds a number that is none (JSON has no NaN and no infinity).

    >>> dumps({"text": "дипведомства"})
    '{"text": "дипведомства"}'
    >>> dumps("\\ud800")
    '"\\\\ud800"'
    """
    out = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=_plain)
    if _HALF.search(out):
        return json.dumps(value, ensure_ascii=True, allow_nan=False, indent=indent, default=_plain)
    return out


def document(results: Iterable[Named]) -> dict[str, Any]:
    """The whole of a check: ``{schema, version, files: [{path, findings}]}``."""
    files = [
        {"path": shown_path(path), "findings": [f.to_dict(result.document) for f in result.findings]}
        for path, result in results
    ]
    return {"schema": SCHEMA, "version": __version__, "files": files}


def lines(path: str, result: Result) -> Iterator[str]:
    """A line for each finding, with its path."""
    for f in result.findings:
        yield dumps({"path": shown_path(path), **f.to_dict(result.document)})


def _plain(value: Any) -> Any:
    """Evidence may hold what JSON has no word for."""
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return str(value)
