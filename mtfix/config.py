"""Settings of a run, and where they come from: pyproject.toml, mtfix.toml, the command line, or Python."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtfix.errors import ConfigError

STYLES = ("keep", "ap", "reuters", "un", "bgn")
DEVICES = ("auto", "cpu", "cuda")
#: A text longer than this (code points) is refused: it is no story, and one document is held in memory whole.
MAX_CHARS = 20_000_000


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set for a run.

    Args:
        source: source language of the machine translation (``ru``).
        style: house style; ``keep`` changes no right spelling.
        select: rules to run; empty means all.
        ignore: rules not to run.
        allow: words and names never touched, as they stand in the text.
        gazetteer: files of further names.
        lexicon: files of further words.
        unsafe_fixes: make unsafe repairs too.
        retranslate: model folder or hub id for re-translation.
        device: where that model runs.
        severity: rule name to severity, where it shall differ.
        max_chars: a longer text is refused.

    >>> Config().style
    'keep'
    """

    source: str = "ru"
    style: str = "keep"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow: frozenset[str] = frozenset()
    gazetteer: tuple[Path, ...] = ()
    lexicon: tuple[Path, ...] = ()
    unsafe_fixes: bool = False
    retranslate: str | None = None
    device: str = "auto"
    severity: dict[str, str] = field(default_factory=dict)
    max_chars: int = MAX_CHARS


#: Keys a configuration file may hold: name, field, kind.
_KEYS: dict[str, tuple[str, type]] = {
    "from": ("source", str),
    "style": ("style", str),
    "select": ("select", list),
    "ignore": ("ignore", list),
    "allow": ("allow", str),
    "gazetteer": ("gazetteer", list),
    "lexicon": ("lexicon", list),
    "unsafe-fixes": ("unsafe_fixes", bool),
    "retranslate": ("retranslate", str),
    "device": ("device", str),
    "severity": ("severity", dict),
    "max-chars": ("max_chars", int),
}


def find_config(start: Path) -> Path | None:
    """The configuration file that holds for a folder: mtfix.toml, or a pyproject.toml with ``[tool.mtfix]``."""
    for folder in (start, *start.parents):
        own = folder / "mtfix.toml"
        if own.is_file():
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and "[tool.mtfix" in shared.read_text("utf-8", errors="replace"):
            return shared
    return None


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: with file, line and excerpt, where it is not valid.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file; --config names a TOML file") from None
    except IsADirectoryError:
        raise ConfigError(f"{path}: a directory; --config names a TOML file") from None
    except UnicodeDecodeError as e:
        raise ConfigError(f"{path}: not UTF-8 at byte {e.start}; save it as UTF-8") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        line = _line_of_toml_error(e)
        raise ConfigError(f"{path}:{line}: {_first(str(e))} in {_excerpt(text, line)}") from None
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("mtfix", {})
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in _KEYS:
            raise _bad(path, text, name, f"unknown setting {name!r}; known are {', '.join(sorted(_KEYS))}")
        slot, kind = _KEYS[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise _bad(path, text, name, f"{name} must be {_KIND_NAMES[kind]}")
        if isinstance(value, list) and not all(isinstance(v, str) for v in value):
            raise _bad(path, text, name, f"{name} must be a list of strings")
        values[slot] = value
    for slot in ("gazetteer", "lexicon"):
        if slot in values:
            values[slot] = tuple(path.parent / v for v in values[slot])
    for slot in ("select", "ignore"):
        if slot in values:
            values[slot] = tuple(values[slot])
    try:
        if "allow" in values:
            values["allow"] = read_allow(path.parent / values["allow"])
        return check(Config(**values))
    except ConfigError as e:
        raise ConfigError(f"{path}: {e}") from None


def read_allow(path: Path) -> frozenset[str]:
    """Words and names never touched: one a line, ``#`` starts a comment."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as e:
        raise ConfigError(
            f"{path}: cannot be read ({e.strerror}); --allow names a text file, one word a line"
        ) from None
    except UnicodeDecodeError as e:
        raise ConfigError(f"{path}: not UTF-8 at byte {e.start}; save it as UTF-8") from None
    return frozenset(s for line in lines if (s := line.split("#")[0].strip()))


def check(config: Config) -> Config:
    """The configuration, if its values are among those known.

    Raises:
        ConfigError: naming the value and what it may be.
    """
    for name, value, known in (
        ("from", config.source, ("ru",)), ("style", config.style, STYLES), ("device", config.device, DEVICES),
    ):  # fmt: skip
        if value not in known:
            raise ConfigError(f"{name} = {value!r} is not known; it may be {', '.join(known)}")
    for rule, level in config.severity.items():
        if level not in ("neutral", "minor", "major", "critical"):
            raise ConfigError(f"severity of {rule} = {level!r} is not known; it may be neutral, minor, major, critical")
    return config


def merge(base: Config, **changes: Any) -> Config:
    """The configuration with those settings changed that are given (None: not given)."""
    return check(dataclasses.replace(base, **{k: v for k, v in changes.items() if v is not None}))


_KIND_NAMES = {str: "a string", list: "a list", bool: "true or false", dict: "a table", int: "a whole number"}


def _first(message: str) -> str:
    return message.split(" (at ")[0]


def _line_of_toml_error(e: Exception) -> int:
    import re

    m = re.search(r"line (\d+)", str(e))
    return int(m.group(1)) if m else 1


def _excerpt(text: str, line: int) -> str:
    lines = text.splitlines() or [""]
    return repr(lines[min(line, len(lines)) - 1].strip()[:60])


def _bad(path: Path, text: str, key: str, message: str) -> ConfigError:
    for n, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith((key, f'"{key}"')):
            return ConfigError(f"{path}:{n}: {message} in {_excerpt(text, n)}")
    return ConfigError(f"{path}:1: {message}")
