"""Reading and writing: UTF-8 whatever the locale, bytes kept as they are, files replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mtfix.cli.errors import WriteError
from mtfix.errors import InputError

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read: its path (``-`` for standard input), its text without a leading BOM, and its SHA-256."""

    path: str
    text: str
    bom: bool
    sha256: str

    def encode(self, text: str) -> bytes:
        """Another text as bytes, with the BOM that this one came with."""
        return (_BOM if self.bom else b"") + text.encode("utf-8")


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read(path: str, max_chars: int) -> Source:
    """Read a text whole, strictly as UTF-8; line ends and the final newline stay as they are.

    Args:
        path: a file, or ``-`` for standard input.
        max_chars: the most code points it may have. A file that must have more is refused by its size, unread.

    Raises:
        InputError: if it is missing, a directory, cannot be read, is binary, is not UTF-8, or is too long.
    """
    data = read_bytes(path, max_chars)
    text = decode(path, data)
    if len(text) > max_chars:
        raise InputError(too_long(path, f"{len(text):,} characters", max_chars))
    return Source(path, text, data.startswith(_BOM), sha256(data))


def read_bytes(path: str, max_chars: int) -> bytes:
    """Read an input whole, as it is.

    Args:
        path: a file, or ``-`` for standard input.
        max_chars: the most code points that it may have, counted at four bytes each.

    Raises:
        InputError: if it is missing, a directory, cannot be read, or must be too long.
    """
    most = 4 * max_chars + len(_BOM)  # no code point takes more than four bytes
    with opened(path) as f:
        with contextlib.suppress(OSError, ValueError):
            info = os.fstat(f.fileno())
            if stat.S_ISREG(info.st_mode) and info.st_size > most:
                raise InputError(too_long(path, f"{info.st_size:,} bytes", max_chars))
        try:
            data = f.read(most + 1)
        except OSError as e:
            raise InputError(f"{named(path)}: cannot be read ({e.strerror})") from None
    if len(data) > most:
        raise InputError(too_long(path, f"more than {most:,} bytes", max_chars))
    return data


def decode(path: str, data: bytes) -> str:
    """The text of some bytes, without a leading BOM.

    Raises:
        InputError: if they are no UTF-8 text; the message names the first bad byte, counted from 0.

    >>> decode("x", b"\\xef\\xbb\\xbfa\\r\\n")
    'a\\r\\n'
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{named(path)}: not UTF-8 at byte 0 (it looks like UTF-16); save it as UTF-8")
    if (nul := data.find(b"\0")) >= 0:
        raise InputError(f"{named(path)}: binary (a NUL at byte {nul}); mtfix reads text alone")
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as e:
        at = e.start + (len(_BOM) if data.startswith(_BOM) else 0)
        how = "save it as UTF-8 (as `iconv -f CP1251 -t UTF-8` does)"
        raise InputError(f"{named(path)}: not UTF-8 at byte {at}; {how}") from None


def named(path: str) -> str:
    """The path as messages name it.

    >>> named("-"), named("a.txt")
    ('standard input', 'a.txt')
    """
    return "standard input" if path == "-" else path


def too_long(path: str, size: str, max_chars: int) -> str:
    """What is said of an input over the limit."""
    return f"{named(path)}: {size}; the limit is {max_chars:,} characters (split it into stories, or raise max-chars)"


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file or standard input, for reading bytes.

    Raises:
        InputError: if there is no such file, or it cannot be opened.
    """
    if path == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; give a PATH")
        # A stand-in for standard input may take text alone.
        yield getattr(sys.stdin, "buffer", None) or BytesIO(sys.stdin.read().encode("utf-8"))
        return
    try:
        if Path(path).is_dir():
            raise InputError(f"{named(path)}: a directory; name the files in it")
        f = open(path, "rb")  # noqa: SIM115
    except FileNotFoundError:
        raise InputError(f"{named(path)}: no such file") from None
    except OSError as e:
        raise InputError(f"{named(path)}: cannot be read ({e.strerror})") from None
    except ValueError as e:  # a NUL in the name
        raise InputError(f"{path!r}: no name of a file ({e})") from None
    with f:
        yield f


def is_file(path: str) -> bool:
    """Whether an input is a file on disk, all of which is there: not a pipe, not a terminal."""
    try:
        mode = os.stat(path).st_mode if path != "-" else os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISREG(mode)


def lines(path: str, most: int) -> Iterator[bytes | None]:
    """The lines of a stream as they come, without line end; None stands for a line of more than `most` bytes."""
    with opened(path) as f:
        while raw := f.readline(most + 1):
            if len(raw) > most and not raw.endswith(b"\n"):
                while (rest := f.readline(1 << 20)) and not rest.endswith(b"\n"):
                    pass
                yield None
            else:
                yield raw.removesuffix(b"\n").removesuffix(b"\r")


def emit(data: str | bytes, flush: bool = False) -> None:
    """Write results to standard output, as UTF-8."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")
    buffer = getattr(sys.stdout, "buffer", None)
    with _blaming("standard output"):
        if buffer is None:  # replaced by something that takes text alone
            sys.stdout.write(raw.decode("utf-8", "replace"))
        else:
            buffer.write(raw)
        if flush:
            sys.stdout.flush()


def flush() -> None:
    """Flush standard output, so that a full disk or closed pipe shows now and not at exit."""
    if sys.stdout is not None:
        with _blaming("standard output"):
            sys.stdout.flush()


@contextlib.contextmanager
def _blaming(what: str) -> Iterator[None]:
    """Errors of writing say where they happened; a closed pipe stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as e:
        raise OSError(e.errno, e.strerror, what) from None


def settle() -> None:
    """Flush standard output if that goes; if not, let what is buffered go nowhere, so that nothing is said at exit."""
    try:
        flush()
        return
    except (OSError, ValueError):
        pass
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def say(message: str) -> None:
    """A message on standard error: one line, whatever the message holds."""
    text = " ".join(message.split("\n")).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"mtfix: {text}", file=sys.stderr, flush=True)


def note(text: str) -> None:
    """Some lines on standard error, without the program's name."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(text, file=sys.stderr, flush=True)


class Staged:
    """Content written beside its target, which takes the target's place when committed, or goes without a trace."""

    def __init__(self, target: Path, data: bytes) -> None:
        self.target = target
        self._temp: Path | None = None
        self._data: bytes | None = None
        try:
            real = Path(os.path.realpath(target))  # a link stays a link, what it leads to is replaced
            if real.exists() and not real.is_file():
                self._data = data  # a pipe or device cannot be replaced: it is written to
                return
            self._real = real
            handle, name = tempfile.mkstemp(prefix=f".{real.name[:80]}.", suffix=".tmp", dir=real.parent)
            self._temp = Path(name)
            with open(handle, "wb") as f:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
            self._temp.chmod(stat.S_IMODE(real.stat().st_mode) if real.exists() else 0o666 & ~_umask())
        except OSError as e:
            self.discard()
            raise WriteError(target, e) from None
        except BaseException:
            self.discard()
            raise

    def commit(self) -> None:
        """Put the content in the target's place."""
        try:
            if self._temp is not None:
                os.replace(self._temp, self._real)
                self._temp = None
            elif self._data is not None:
                self.target.write_bytes(self._data)
        except OSError as e:
            self.discard()
            raise WriteError(self.target, e) from None

    def discard(self) -> None:
        """Remove what was staged and not committed."""
        if self._temp is not None:
            self._temp.unlink(missing_ok=True)
            self._temp = None


def write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all; its mode is kept.

    Raises:
        WriteError: if that cannot be done.
    """
    staged = Staged(target, data)
    try:
        staged.commit()
    finally:
        staged.discard()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
