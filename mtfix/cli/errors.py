"""What can go wrong on the command line alone; each is said in one line, with exit code 2."""

from __future__ import annotations

from pathlib import Path

from mtfix.errors import MtfixError


class UsageError(MtfixError):
    """Arguments that make no command."""


class WriteError(MtfixError):
    """A file that cannot be written."""

    def __init__(self, path: Path, e: OSError) -> None:
        super().__init__(f"{path}: cannot be written ({e.strerror})")


class EngineFault(MtfixError):
    """A bug that one text brought to light; the texts after it are still done."""
