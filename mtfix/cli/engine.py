"""The pipeline as the commands use it: re-translation where it is asked for, and bugs kept to the text they hit."""

from __future__ import annotations

import dataclasses
import traceback

from mtfix.cli import io
from mtfix.cli.errors import EngineFault
from mtfix.config import Config
from mtfix.document import Document
from mtfix.errors import ModelError, MtfixError
from mtfix.findings import Result, Status

#: What `--retranslate` needs beyond the core.
_EXTRA = ("mtfix.retranslate", "torch", "transformers", "ctranslate2", "sentencepiece", "safetensors")


class Engine:
    """A pipeline under one configuration.

    Args:
        config: the configuration.
        verbose: print the traceback of a bug, too.

    Raises:
        ConfigError: if the configuration names a rule that is not there.
    """

    def __init__(self, config: Config, verbose: bool = False) -> None:
        from mtfix.pipeline import Pipeline

        self.config = config
        self.verbose = verbose
        self.pipeline = Pipeline(config)

    def fix(self, doc: Document) -> Result:
        """Clean one text.

        Raises:
            EngineFault: if the analysis of this text fails.
            ModelError: if the re-translation model is not there.
        """
        return self._guarded(doc, make=True)

    def check(self, doc: Document) -> Result:
        """Find and change nothing: what `fix` would make is offered. It raises what `fix` raises."""
        return self._guarded(doc, make=False)

    def _guarded(self, doc: Document, make: bool) -> Result:
        try:
            if self.config.retranslate is None:
                return self.pipeline.fix(doc) if make else self.pipeline.check(doc)
            result = next(iter(self.pipeline.pipe([doc])))
            return result if make else unmade(result)
        except (MtfixError, OSError, MemoryError):
            raise
        except Exception as e:
            if isinstance(e, ImportError) and (e.name or "").startswith(_EXTRA):
                raise ModelError(
                    f"--retranslate needs parts that are not installed ({e}); pip install 'mtfix[neural]'"
                ) from None
            if self.verbose:
                io.note(traceback.format_exc().rstrip())
            what = " ".join(str(e).split())[:200]
            raise EngineFault(f"internal error, please report it ({type(e).__name__}: {what}); -v shows where") from e


def unmade(result: Result) -> Result:
    """The result with nothing made: what was applied is offered."""
    findings = tuple(
        dataclasses.replace(f, status=Status.OFFERED) if f.status is Status.APPLIED else f for f in result.findings
    )
    return Result(result.document, result.document.text, findings)
