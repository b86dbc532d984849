"""mtfix finds and repairs what machine translation from Russian leaves behind in English wire copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: Version of the public JSON; it changes with a major version alone.
SCHEMA = "1"

__all__ = ["SCHEMA", "Config", "Document", "Finding", "Pipeline", "Result", "__version__", "check", "fix"]

if TYPE_CHECKING:
    from mtfix.config import Config
    from mtfix.document import Document
    from mtfix.findings import Finding, Result
    from mtfix.pipeline import Pipeline

_HOMES = {
    "Config": "mtfix.config",
    "Document": "mtfix.document",
    "Finding": "mtfix.findings",
    "Result": "mtfix.findings",
    "Pipeline": "mtfix.pipeline",
}
_default: Pipeline | None = None


def __getattr__(name: str) -> Any:  # lazy: `mtfix --help` need not import the engine
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'mtfix' has no attribute {name!r}")


def _pipeline() -> Pipeline:
    global _default
    if _default is None:
        from mtfix.pipeline import Pipeline

        _default = Pipeline()
    return _default


def fix(text: str | Document) -> Result:
    """Clean a text with the default settings.

    >>> import mtfix
    >>> mtfix.fix("The talks begin on Monday, 22 Agusta.").text
    'The talks begin on Monday, 22 August.'
    """
    return _pipeline().fix(text)


def check(text: str | Document) -> Result:
    """Find artefacts and change nothing.

    >>> import mtfix
    >>> [f.text for f in mtfix.check("The talks begin on Monday, 22 Agusta.").findings]
    ['Agusta']
    """
    return _pipeline().check(text)
