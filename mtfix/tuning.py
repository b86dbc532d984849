"""Which rules run, and what a configuration makes of their findings."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable
from fnmatch import fnmatchcase

from mtfix.analysis.calibration import calibrate
from mtfix.config import Config, RuleSetting
from mtfix.errors import ConfigError
from mtfix.findings import Applicability, Finding, Rule, Severity

_RANK = {Applicability.SAFE: 0, Applicability.UNSAFE: 1, Applicability.DISPLAY: 2}
_NOTHING = RuleSetting()
#: Rules on which no calibration decides, but a gate.
UNTUNED = frozenset(("re-translated-sentence",))


class Tuning:
    """A configuration's word on the rules.

    Args:
        config: the configuration.
        rules: every rule that there is.

    Raises:
        ConfigError: if it names a rule or a family that is not there.

    >>> from mtfix.detectors import RULES
    >>> tuning = Tuning(Config(select=("locale-conventions/date",), ignore=("garbled-*",)), RULES)
    >>> tuning.runs("lost-month"), tuning.runs("garbled-month"), tuning.runs("calque")
    (True, False, False)
    """

    def __init__(self, config: Config, rules: Iterable[Rule]) -> None:
        self._rules = {r.name: r for r in rules}
        for name in config.severity:
            self._known(name, "")
        for name, setting in config.rules.items():
            self._known(name, setting.where)
            if name in UNTUNED and (setting.applicability, setting.offer, setting.safe) != (None, None, None):
                raise ConfigError(f"{setting.where}: {name} takes enabled and severity alone; a gate decides on it")
        self._settings = config.rules
        self._severity = config.severity
        select, ignore = self._expanded(config.select), self._expanded(config.ignore)
        off = {name for name, s in config.rules.items() if s.enabled is False}
        self._running = frozenset((select if config.select else self._rules.keys()) - ignore - off)

    def runs(self, rule: str) -> bool:
        """Whether a rule runs."""
        return rule in self._running

    def tuned(self, f: Finding) -> Finding | None:
        """The finding as calibration and configuration have it; None where it is not said."""
        if not self.runs(f.rule.name):
            return None
        setting = self._settings.get(f.rule.name, _NOTHING)
        g = calibrate(f, offer=setting.offer, safe=setting.safe)
        if g is None:
            return None
        if setting.applicability is not None:
            most = Applicability(setting.applicability)
            if _RANK[most] > _RANK[g.applicability]:
                g = dataclasses.replace(g, applicability=most)
        return self.with_severity(g)

    def with_severity(self, f: Finding) -> Finding:
        """The finding with the severity that the configuration gives its rule."""
        level = self._settings.get(f.rule.name, _NOTHING).severity or self._severity.get(f.rule.name)
        if level is None:
            return f
        return dataclasses.replace(f, rule=dataclasses.replace(f.rule, severity=Severity(level)))

    def _expanded(self, names: Iterable[str]) -> set[str]:
        """The rules that names stand for: a rule, a category and all below it, or a pattern with ``*``."""
        out: set[str] = set()
        for name in names:
            if name in self._rules:
                out.add(name)
                continue
            found = {
                r.name
                for r in self._rules.values()
                if f"{r.category}/".startswith(f"{name}/") or ("*" in name and fnmatchcase(r.name, name))
            }
            if not found:
                self._known(name, "")
            out |= found
        return out

    def _known(self, name: str, where: str) -> None:
        if name in self._rules:
            return
        families = {"/".join(r.category.split("/")[: n + 1]) for r in self._rules.values() for n in range(3)}
        near = difflib.get_close_matches(name, sorted(self._rules) + ([] if where else sorted(families)), 1)
        hint = f"; did you mean {near[0]!r}?" if near else "; `mtfix explain rules` lists them"
        raise ConfigError(f"{where}{': ' if where else ''}unknown rule {name!r}{hint}")
