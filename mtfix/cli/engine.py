"""The pipeline as the commands use it: re-translation where it is asked for, and bugs kept to the text they hit."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from mtfix.cli import io
from mtfix.cli.errors import EngineFault
from mtfix.config import Config
from mtfix.document import Document
from mtfix.errors import InputError, ModelError, MtfixError
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

    def many(self, docs: Sequence[Document], make: bool = True) -> list[Result | InputError | EngineFault]:
        """Clean several texts, the sentences of all of them in one batch where a model is asked.

        Args:
            docs: the texts; they are held in memory together, so give few.
            make: whether repairs are made; else they are offered.

        Returns:
            For every text its result, or what is wrong with it alone.

        Raises:
            ModelError: if the re-translation model is not there.
        """
        if self.config.retranslate is not None and len(docs) > 1:
            try:
                results = list(self.pipeline.pipe(docs, batch_size=len(docs)))
                return [r if make else unmade(r) for r in results]
            except (ModelError, OSError, MemoryError):
                raise
            except Exception:  # one of them is at fault: each alone, and it is said which
                pass
        out: list[Result | InputError | EngineFault] = []
        for doc in docs:
            try:
                out.append(self._guarded(doc, make))
            except (InputError, EngineFault) as e:
                out.append(e)
        return out

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


#: How many texts, and how many characters of them, go to a model in one batch.
BATCH, BATCH_CHARS = 64, 2_000_000
T = TypeVar("T")


def batches(items: Iterable[tuple[int, T]], together: bool) -> Iterator[list[T]]:
    """Things in bounded batches; each alone where nothing is won by taking them together.

    Args:
        items: things with their sizes in characters.
        together: whether to take several.

    >>> list(batches([(1, "a"), (BATCH_CHARS, "b"), (1, "c")], together=True))
    [['a', 'b'], ['c']]
    """
    held: list[T] = []
    size = 0
    for n, item in items:
        held.append(item)
        size += n
        if not together or len(held) >= BATCH or size >= BATCH_CHARS:
            yield held
            held, size = [], 0
    if held:
        yield held


def unmade(result: Result) -> Result:
    """The result with nothing made: what was applied is offered."""
    findings = tuple(
        dataclasses.replace(f, status=Status.OFFERED) if f.status is Status.APPLIED else f for f in result.findings
    )
    return Result(result.document, result.document.text, findings)
