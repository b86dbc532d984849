"""One runner over the cases of every rule: ``cases/<rule>.jsonl`` must be found, ``cases/stay/<rule>.jsonl`` must stay.

A line holds ``label``, ``comment`` and ``text``; what must be found has ``expect`` too: ``{"fixed": cleaned text}``, or
``{"found": span}`` with a first ``suggestion`` and a ``source`` word where they matter. Rules that compare with the
source text have it in the case's ``source``; ``style`` names a house style. A known failure carries its reason in
``xfail``; the mark is strict, so a mended one must lose it.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

import mtfix
from mtfix.config import Config
from mtfix.detectors import RULES
from mtfix.findings import Applicability, Finding, Result, Rule, Status

FOLDER = Path(__file__).parent / "cases"
#: Rules that decide much and err easily have more cases.
LEAST = {"untranslated-word": 12, "mangled-name": 12, "body-case": 12, "lost-gender": 12}
#: Rules whose own example does not come true, and why.
FALSE_EXAMPLES: dict[str, str] = {}
#: Rules that follow a house style, and the style of their example.
STYLED = {"house-spelling": "ap", "house-date": "ap", "house-percent": "ap"}


def fix(doc: mtfix.Document, style: str = "keep") -> Result:
    """What the program makes of a document under a style."""
    return mtfix.fix(doc) if style == "keep" else _pipeline(style).fix(doc)


@functools.cache
def _pipeline(style: str) -> mtfix.Pipeline:
    return mtfix.Pipeline(Config(style=style))


def load(folder: Path) -> list[Any]:
    """Every case under a folder as a parameter set: rule, case."""
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            marks = [_xfail(case["xfail"])] if "xfail" in case else []
            out.append(pytest.param(path.stem, case, id=f"{path.stem}: {case['label']}", marks=marks))
    return out


def _xfail(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason, raises=AssertionError)


def live(result: Result, rule: str) -> list[Finding]:
    """The findings of a rule that were applied or are offered."""
    return [f for f in result.findings if f.rule.name == rule and f.status in (Status.APPLIED, Status.OFFERED)]


def document(case: dict[str, Any]) -> mtfix.Document:
    """The case's text, with its source where it has one."""
    return mtfix.Document(case["text"], source=case.get("source"))


@pytest.mark.parametrize(("rule", "case"), load(FOLDER))
def test_must_find(rule: str, case: dict[str, Any]) -> None:
    result = fix(document(case), case.get("style", "keep"))
    expect, mine = case["expect"], live(result, rule)
    if "fixed" in expect:
        assert result.text == expect["fixed"]
        assert any(f.status is Status.APPLIED for f in mine), f"another rule did it: {_told(result)}"
        assert result.revert() == case["text"]
        return
    there = [f for f in mine if f.text == expect["found"]]
    assert there, _told(result)
    first = there[0].suggestions[:1]
    if first and first[0] != there[0].text and there[0].status is Status.OFFERED:
        assert there[0].edits, f"a suggestion without what making it changes: {_told(result)}"
    if "suggestion" in expect:
        assert there[0].suggestions[:1] == (expect["suggestion"],)
    if "source" in expect:
        assert there[0].evidence.get("source_word") == expect["source"]


@pytest.mark.parametrize(("rule", "case"), load(FOLDER / "stay"))
def test_must_stay(rule: str, case: dict[str, Any]) -> None:
    result = fix(document(case), case.get("style", "keep"))
    assert result.text == case["text"], _told(result)
    assert not live(result, rule), _told(result)


def examples() -> list[Any]:
    """Every rule as a parameter set, marked where its example is known to be false."""
    marks = {name: [_xfail(reason)] for name, reason in FALSE_EXAMPLES.items()}
    return [pytest.param(r, id=r.name, marks=marks.get(r.name, [])) for r in RULES]


@pytest.mark.parametrize("rule", examples())
def test_a_rules_example_is_true(rule: Rule) -> None:
    before, after = rule.example
    result = fix(mtfix.Document(before, source=rule.source or None), STYLED.get(rule.name, "keep"))
    mine = live(result, rule.name)
    assert mine, _told(result)
    if rule.safety is Applicability.SAFE:
        assert result.text == after
    elif rule.safety is Applicability.UNSAFE:
        assert any(_made(before, f) == after for f in mine), _told(result)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.jsonl")), ids=lambda p: str(p.relative_to(FOLDER)))
def test_cases_are_well_formed(path: Path) -> None:
    cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    stay = path.parent.name == "stay"
    assert len(cases) >= (6 if stay else LEAST.get(path.stem, 6))
    assert len({c["label"] for c in cases}) == len(cases), "labels must differ"
    assert len({(c["text"], c.get("style")) for c in cases}) == len(cases), "texts must differ"
    for case in cases:
        assert case["label"], case
        assert case["comment"], case
        extra = {"xfail", "source", "style"}
        assert set(case) - extra == {"label", "comment", "text"} | (set() if stay else {"expect"}), case
        if not stay:
            expect = case["expect"]
            assert set(expect) == {"fixed"} or {"found"} <= set(expect) <= {"found", "suggestion", "source"}
            assert expect.get("found", "") in case["text"]
            assert expect.get("fixed") != case["text"]


def _made(text: str, f: Finding) -> str:
    """The text with the finding's own edits made."""
    for e in sorted(f.edits, key=lambda e: e.start, reverse=True):
        text = text[: e.start] + e.after + text[e.end :]
    return text


def _told(result: Result) -> str:
    """What the program made and said, for a failure's message."""
    said = [f"{f.rule.name} {f.status} {f.text!r} → {f.suggestions} {f.fix_confidence:.2f}" for f in result.findings]
    return f"{result.text!r}; " + ("; ".join(said) or "nothing was found")
