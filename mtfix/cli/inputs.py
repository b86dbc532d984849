"""What an input holds: text as it stands, or a page of the web whose main text is taken out first."""

from __future__ import annotations

import argparse
import codecs
import contextlib
import importlib.util
import logging
import os
import re
from pathlib import Path

from mtfix.cli import io
from mtfix.cli.errors import UsageError
from mtfix.errors import InputError

KINDS = ("text", "html")
#: Byte order marks, and how far into a page browsers look for the encoding that it declares.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)


def option(parser: argparse.ArgumentParser) -> None:
    """Add ``--input``."""
    parser.add_argument(
        "--input", choices=KINDS, default="text",
        help="what the inputs (with --jsonl: the text fields) hold: text, or html, web pages whose main text is taken "
        "out first; offsets, log and revert then speak of that text (text)",
    )


def read(path: str, max_chars: int, kind: str = "text") -> io.Source:
    """Read an input whole.

    Args:
        path: a file, or ``-`` for standard input.
        max_chars: the most code points it may have.
        kind: ``text``, or ``html`` for a page: the source then holds the page's main text, and its SHA-256 is that of
            this text in UTF-8.

    Raises:
        InputError: if it cannot be read, or if no text is found in the page.
    """
    if kind == "text":
        return io.read(path, max_chars)
    text = main_text(page(io.read_bytes(path, max_chars), path), path)
    if len(text) > max_chars:
        raise InputError(io.too_long(path, f"{len(text):,} characters", max_chars))
    return io.Source(path, text, False, io.sha256(text.encode("utf-8")))


def check_source(source: str | None, paths: list[str], hint: str = "") -> None:
    """Refuse a ``--source`` that cannot be meant.

    Args:
        source: what was given: a file, a folder, ``-`` or nothing.
        paths: the texts.
        hint: what else there is for several texts.

    Raises:
        UsageError: with what to do instead.
    """
    if source is None:
        return
    folder = os.path.isdir(source)
    if len(paths) > 1 and not folder:
        raise UsageError(f"--source FILE is the Russian text of one input; give one path, or a folder{hint}")
    if folder and "-" in paths:
        raise UsageError("--source DIR holds a text for every path, by its name; standard input has none")
    if source == "-" and "-" in paths:
        raise UsageError("--source - and the text cannot both come from standard input")


def source_text(source: str | None, path: str, max_chars: int) -> str | None:
    """The source text of an input; from a folder, the file of the input's name (or of that name with ``.txt``).

    Args:
        source: a file, a folder, ``-``, or nothing.
        path: the input.
        max_chars: the most code points it may have.

    Raises:
        InputError: if it cannot be read.
    """
    if source is None:
        return None
    if os.path.isdir(source):
        own = Path(source) / Path(path).name
        source = str(own if own.is_file() else own.with_suffix(".txt"))
    return io.read(source, max_chars).text


def target(path: str) -> str:
    """The name of the text that is taken out of a page.

    >>> target("pages/story.html"), target("index")
    ('story.txt', 'index.txt')
    """
    return Path(path).with_suffix(".txt").name


def needed(kind: str) -> None:
    """Make sure that inputs of a kind can be read here.

    Raises:
        UsageError: if a library is missing, with how to install it.
    """
    if kind == "html" and importlib.util.find_spec("trafilatura") is None:
        raise UsageError("--input html needs trafilatura, which is not installed; pip install 'mtfix[html]'")


def page(data: bytes, path: str = "-") -> str:
    """A page as text: by its byte order mark, else by the encoding that it declares, else as UTF-8.

    Args:
        data: the page as it came.
        path: where it came from, for messages.

    Raises:
        InputError: if it is none of these.

    >>> page('<meta charset="windows-1251"><p>Это Минск.'.encode("cp1251"))[-10:]
    'Это Минск.'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if (nul := data.find(b"\0")) >= 0:
        raise InputError(f"{io.named(path)}: binary (a NUL at byte {nul}); --input html reads pages of the web")
    declared = _DECLARED.search(data[:_HEAD])
    names = ["utf-8"]
    if declared is not None:
        name = declared[1].decode("ascii").lower()
        # as browsers do: what declares itself in bytes is no UTF-16, and Latin-1 means its Windows superset
        name = {"utf-16": "utf-8", "utf-16le": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252"}.get(name, name)
        names = [name, "utf-8"] if name not in ("utf-8", "utf8") else names
    for name in names:
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return data.decode(name)
    said = f"declared as {declared[1].decode('ascii')}" if declared is not None else "no encoding declared"
    raise InputError(f"{io.named(path)}: {said}, and neither that nor UTF-8; save it as UTF-8")


def main_text(page: str, path: str = "-") -> str:
    """The main text of a page, by trafilatura: no menus, comments or share links; a line a paragraph.

    Args:
        page: the page.
        path: where it came from, for messages.

    Raises:
        InputError: if there is none.
    """
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it makes of broken pages is said here, once
    import trafilatura

    found = trafilatura.extract(page, include_comments=False) if page.strip() else None
    if not found or not found.strip():
        raise InputError(f"{io.named(path)}: no main text found in the page; --input text reads it as it is")
    return str(found).rstrip("\n") + "\n"
