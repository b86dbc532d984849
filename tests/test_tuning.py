"""Single rules switched, tuned and given a severity; families of rules; what is wrong with either, with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mtfix.config import Config, RuleSetting, load_config
from mtfix.errors import ConfigError
from mtfix.findings import Applicability, Finding, Severity, Status
from mtfix.pipeline import Pipeline

STORY = "The delegation will land in Geneva on Monday, 22 Agusta, as the ministers told the «paper» again and again."


def month(text: str = STORY, **rules: Any) -> Finding | None:
    """The finding of the damaged month under a setting of its rule."""
    setting = {"garbled-month": RuleSetting(**rules)} if rules else {}
    found = Pipeline(Config(rules=setting)).fix(text).findings
    return next((f for f in found if f.rule.name == "garbled-month"), None)


def test_as_it_is() -> None:
    f = month()
    assert f is not None
    assert (f.status, f.rule.severity) == (Status.APPLIED, Severity.MAJOR)


def test_a_rule_is_switched_off_and_given_a_severity() -> None:
    assert month(enabled=False) is None
    f = month(severity="critical")
    assert f is not None
    assert f.rule.severity is Severity.CRITICAL


@pytest.mark.parametrize("cap", ["unsafe", "display"])
def test_applicability_is_a_cap(cap: str) -> None:
    f = month(applicability=cap)
    assert f is not None
    assert (f.applicability, f.status) == (Applicability(cap), Status.OFFERED)


def test_a_cap_lifts_nothing() -> None:
    pipeline = Pipeline(Config(rules={"number-before-talks": RuleSetting(applicability="safe")}))
    (f,) = pipeline.fix("The ministers will hold four talks on Libya.").findings
    assert f.applicability is Applicability.DISPLAY


def test_thresholds_take_the_place_of_the_tables() -> None:
    assert month(offer=1.0) is None
    f = month(safe=1.0)
    assert f is not None
    assert f.status is Status.OFFERED


@pytest.mark.parametrize(
    ("select", "ignore", "rules"),
    [
        (("locale-conventions",), (), {"garbled-month", "foreign-quotes"}),
        (("locale-conventions/date",), (), {"garbled-month"}),
        (("*-month",), (), {"garbled-month"}),
        ((), ("garbled-*", "locale-conventions/typography"), set()),
        (("locale-conventions",), ("garbled-month",), {"foreign-quotes"}),
        (("re-translated-sentence",), (), set()),
    ],
)
def test_families(select: tuple[str, ...], ignore: tuple[str, ...], rules: set[str]) -> None:
    found = Pipeline(Config(select=select, ignore=ignore)).fix(STORY).findings
    assert {f.rule.name for f in found} == rules


@pytest.mark.parametrize("names", [("garbled-mont",), ("locale-convention",), ("zz-*",), ("loc",)])
def test_a_family_that_is_not_there(names: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="unknown rule"):
        Pipeline(Config(select=names))


CONFIG = """\
style = "keep"

[rules.garbled-month]
severity = "minor"
offer = 0.5
safe = 1

[rules."foreign-quotes"]
enabled = false
"""


def test_a_file_sets_rules(tmp_path: Path) -> None:
    path = tmp_path / "mtfix.toml"
    path.write_text(CONFIG, "utf-8")
    rules = load_config(path).rules
    assert rules["garbled-month"] == RuleSetting(severity="minor", offer=0.5, safe=1, where=f"{path}:3")
    assert rules["foreign-quotes"].enabled is False
    shared = tmp_path / "pyproject.toml"
    shared.write_text(CONFIG.replace('style = "keep"', "").replace("[rules.", "[tool.mtfix.rules."), "utf-8")
    assert load_config(shared).rules["garbled-month"].where == f"{shared}:3"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[rules.garbled-month]\nsevrity = 1", 2, "did you mean 'severity'"),
        ("[rules.garbled-month]\nenabled = 1", 2, "enabled of garbled-month must be true or false"),
        ("[rules.garbled-month]\n\nsafe = 2", 3, "a probability from 0 to 1"),
        ('[rules.garbled-month]\nseverity = "bad"', 2, "it may be neutral, minor, major, critical"),
        ('[rules.garbled-month]\napplicability = "all"', 2, "it may be safe, unsafe, display"),
        ("[rules]\ngarbled-month = 1", 2, "must be a table"),
        ('[rules]\ncalque = { enabled = true }\ngarbled-month = { severity = "x" }', 3, "it may be neutral"),
    ],
)
def test_what_is_wrong_with_a_setting(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "mtfix.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as e:
        load_config(path)
    assert str(e.value).startswith(f"{path}:{line}: ")
    assert said in str(e.value)
    assert "\n" not in str(e.value)


def test_an_unknown_rule_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "mtfix.toml"
    path.write_text('style = "keep"\n[rules.garbled-mounth]\nenabled = false\n', "utf-8")
    with pytest.raises(ConfigError, match="did you mean 'garbled-month'") as e:
        Pipeline(load_config(path))
    assert str(e.value).startswith(f"{path}:2: unknown rule 'garbled-mounth'")


def test_the_rule_of_re_translation_takes_no_margins(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="enabled and severity alone"):
        Pipeline(Config(rules={"re-translated-sentence": RuleSetting(safe=0.5, where="x:1")}))
