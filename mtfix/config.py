"""Settings of a run, and where they come from: pyproject.toml, mtfix.toml, the command line, or Python."""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtfix.errors import ConfigError

STYLES = ("keep", "ap", "reuters", "un", "bgn")
SEVERITIES = ("neutral", "minor", "major", "critical")
APPLICABILITIES = ("safe", "unsafe", "display")
DEVICES = ("auto", "cpu", "cuda")
#: A text longer than this (code points) is refused: it is no story, and one document is held in memory whole.
MAX_CHARS = 20_000_000


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a configuration says of one rule; None where it says nothing.

    Args:
        enabled: whether the rule runs.
        severity: its MQM severity.
        applicability: the most that its findings may be: ``safe``, ``unsafe`` or ``display``.
        offer: the least confidence at which it says anything, in place of the calibration table's.
        safe: the least fix confidence at which its repair is made by itself, in place of the calibration table's.
        where: file and line that say so, for messages.
    """

    enabled: bool | None = None
    severity: str | None = None
    applicability: str | None = None
    offer: float | None = None
    safe: float | None = None
    where: str = ""


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
        rules: rule name to what else is set for it.
        terms: files of a desk's own terms.
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
    rules: dict[str, RuleSetting] = field(default_factory=dict)
    terms: tuple[Path, ...] = ()
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
    "rules": ("rules", dict),
    "terms": ("terms", list),
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
    if "rules" in values:
        values["rules"] = {name: _rule(path, text, name, given) for name, given in values["rules"].items()}
    for slot in ("gazetteer", "lexicon", "terms"):
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
        if level not in SEVERITIES:
            raise ConfigError(f"severity of {rule} = {level!r} is not known; it may be {', '.join(SEVERITIES)}")
    return config


def merge(base: Config, **changes: Any) -> Config:
    """The configuration with those settings changed that are given (None: not given)."""
    return check(dataclasses.replace(base, **{k: v for k, v in changes.items() if v is not None}))


#: Keys of a rule's own table: kind, and the values that may be given.
_RULE_KEYS: dict[str, tuple[type, tuple[str, ...]]] = {
    "enabled": (bool, ()), "severity": (str, SEVERITIES), "applicability": (str, APPLICABILITIES),
    "offer": (float, ()), "safe": (float, ()),
}  # fmt: skip


def _rule(path: Path, text: str, rule: str, given: object) -> RuleSetting:
    """One table ``[rules.RULE]``, each of its values checked."""
    if not isinstance(given, dict):
        raise _at(path, text, rule, None, f"rules.{rule} must be a table ([rules.{rule}] and its keys below)")
    for key, value in given.items():
        if key not in _RULE_KEYS:
            near = difflib.get_close_matches(key, _RULE_KEYS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_RULE_KEYS)}"
            raise _at(path, text, rule, key, f"unknown key {key!r} for the rule {rule}; {hint}")
        kind, known = _RULE_KEYS[key]
        if kind is float:
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise _at(path, text, rule, key, f"{key} of {rule} must be a probability from 0 to 1")
        elif not isinstance(value, kind):
            raise _at(path, text, rule, key, f"{key} of {rule} must be {_KIND_NAMES[kind]}")
        elif known and value not in known:
            raise _at(path, text, rule, key, f"{key} of {rule} = {value!r} is not known; it may be {', '.join(known)}")
    return RuleSetting(**given, where=f"{path}:{_line_of(text, rule, None)}")


def _line_of(text: str, rule: str, key: str | None) -> int:
    """The line of a rule's table, or of a key in it; 1 where neither is written in a way that is known here."""
    name = re.escape(rule)
    head = re.compile(rf"""^\s*(?:\[\s*)?(?:tool\.mtfix\.)?(?:rules\.)?["']?{name}["']?\s*(?:\]|=|\.)""")
    lines = text.splitlines()
    at = next((n for n, line in enumerate(lines) if head.match(line)), None)
    if at is None:
        return 1
    if key is not None:
        for n in range(at, len(lines)):
            if n > at and lines[n].lstrip().startswith("["):
                break
            if re.search(rf"""(?:^\s*|[{{,.]\s*)["']?{re.escape(key)}["']?\s*=""", lines[n]):
                return n + 1
    return at + 1


def _at(path: Path, text: str, rule: str, key: str | None, message: str) -> ConfigError:
    n = _line_of(text, rule, key)
    return ConfigError(f"{path}:{n}: {message} in {_excerpt(text, n)}")


_KIND_NAMES = {str: "a string", list: "a list", bool: "true or false", dict: "a table", int: "a whole number"}


def _first(message: str) -> str:
    return message.split(" (at ")[0]


def _line_of_toml_error(e: Exception) -> int:
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
