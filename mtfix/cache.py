"""Indexes compiled once into the user's cache, and mapped after that."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

#: Part of every key: raise it when the layout of an index changes.
LAYOUT = "1"


def cache_dir() -> Path:
    """Where compiled indexes lie: ``$MTFIX_CACHE``, else the platform's cache folder."""
    if given := os.environ.get("MTFIX_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "mtfix"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/mtfix"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mtfix"


def key_of(files: Iterable[Path] = (), packages: Iterable[str] = ()) -> str:
    """A key that changes with the content of the files, the versions of the packages, and the layout."""
    h = hashlib.sha256(LAYOUT.encode())
    for name in packages:
        h.update(f"{name}={version(name)};".encode())
    for path in files:
        h.update(path.name.encode() + b"\0")
        with path.open("rb") as f:
            while data := f.read(1 << 20):
                h.update(data)
    return h.hexdigest()[:16]


def digest(*parts: bytes) -> str:
    """A key of some bytes, part by part.

    >>> digest(b"ab", b"c") == digest(b"a", b"bc")
    False
    """
    h = hashlib.sha256()
    for part in parts:
        h.update(len(part).to_bytes(8, "big") + part)
    return h.hexdigest()[:16]


def compiled(name: str, key: str, build: Callable[[Path], None], what: str) -> Path:
    """The folder of a compiled index; it is built first if it is not there.

    Args:
        name: the index's name, a part of the folder's.
        key: from `key_of`.
        build: writes the index's files into the folder it is given.
        what: said on standard error while it is built, which takes some seconds.

    The folder appears whole or not at all, so two processes may build it at once.
    """
    home = cache_dir()
    target = home / f"{name}-{key}"
    if target.is_dir():
        return target
    home.mkdir(parents=True, exist_ok=True)
    print(f"mtfix: {what} (once; kept in {home})", file=sys.stderr, flush=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=home))
    try:
        build(scratch)
        try:
            scratch.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target
