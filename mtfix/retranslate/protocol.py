"""What re-translation asks of a model, and of the pipeline that calls it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from mtfix.config import Config
from mtfix.document import Document
from mtfix.findings import Finding

if TYPE_CHECKING:
    from mtfix.analysis.knowledge import Knowledge


class Translator(Protocol):
    """A machine translation system that is ready to work."""

    @property
    def name(self) -> str:
        """What a person calls the model: its folder's name or its hub id."""
        ...

    @property
    def signature(self) -> str:
        """Every setting that the output depends on, as ``key:value`` pairs joined by ``|``."""
        ...

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """One translation a sentence, in their order; the empty string where the model can give none.

        Args:
            sentences: sentences in the source language.
        """
        ...


class Host(Protocol):
    """What re-translation needs of the pipeline."""

    @property
    def config(self) -> Config:
        """The settings of the run."""
        ...

    @property
    def knowledge(self) -> Knowledge:
        """What detectors know."""
        ...

    def detect(self, doc: Document) -> list[Finding]:
        """The calibrated findings of a document, undecided."""
        ...
