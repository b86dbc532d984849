"""The floors of the design: who may import whom, how long a module may be, what a rule must say of itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mtfix
from mtfix.detectors import MODULES, RULES
from mtfix.findings import Rule

PACKAGE = Path(mtfix.__file__).parent
CASES = Path(__file__).parent / "cases"

#: Lowest first. A module imports only from its own package and from floors below; the ground floor's modules share one.
FLOORS = (
    ("document", "findings", "config", "errors", "tables", "cache", "learn", "tbx"),
    ("text",),
    ("source",),
    ("gazetteer",),
    ("analysis",),
    ("detectors", "retranslate"),
    ("resolve", "tuning"),
    ("pipeline",),
    ("score", "report"),
    ("batch", "desk"),
    ("cli", "__main__"),
)
FLOOR = {name: n for n, floor in enumerate(FLOORS) for name in floor}
#: Where the public names of ``mtfix`` itself live; its constants are anybody's.
PUBLIC = {"Config": "config", "Document": "document", "Finding": "findings", "Result": "findings"}
CONSTANTS = {"SCHEMA", "__version__"}
#: The issue types of MQM that the contract names; ours outside MQM begin with ``mtfix``.
CATEGORIES = {"accuracy", "terminology", "linguistic-conventions", "locale-conventions", "design-and-markup", "mtfix"}

MODULE_FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> tuple[str, ...]:
    """``mtfix/text/case.py`` → ``("text", "case")``; a package's ``__init__`` is the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and target (without ``mtfix``) of every import of the package, wherever in the file it stands."""
    here = ("mtfix", *module_of(path))
    folder = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = tuple(alias.name.split("."))
                if parts[0] == "mtfix":
                    yield node.lineno, parts[1:] or ("pipeline",)  # `import mtfix` is the whole engine
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) - node.level + 1] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            if base == ("mtfix",):
                for alias in node.names:
                    if alias.name not in CONSTANTS:
                        yield node.lineno, (public(alias.name),)
            elif base[:1] == ("mtfix",):
                yield node.lineno, base[1:]
                yield from ((node.lineno, (*base[1:], a.name)) for a in node.names if is_module(*base[1:], a.name))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
            if str(name).startswith("mtfix."):
                yield node.lineno, tuple(str(name).split("."))[1:]


def public(name: str) -> str:
    """The module that a name imported from ``mtfix`` itself brings in."""
    return name if is_module(name) else PUBLIC.get(name, "pipeline")


def is_module(*parts: str) -> bool:
    """Whether the package has such a module or folder."""
    return PACKAGE.joinpath(*parts).is_dir() or PACKAGE.joinpath(*parts).with_suffix(".py").is_file()


def shown(path: Path) -> str:
    return str(path.relative_to(PACKAGE.parent))


@pytest.mark.parametrize("path", MODULE_FILES, ids=shown)
def test_every_module_has_a_floor(path: Path) -> None:
    module = module_of(path)
    assert not module or module[0] in FLOOR, f"{shown(path)}: put {module[0]!r} on a floor in FLOORS (and in DESIGN.md)"


@pytest.mark.parametrize("path", [p for p in MODULE_FILES if module_of(p)], ids=shown)
def test_imports_go_down(path: Path) -> None:
    home = module_of(path)[0]
    for line, (target, *_) in imports(path):
        ground = FLOOR[home] == FLOOR[target] == 0
        allowed = target == home or ground or FLOOR[target] < FLOOR[home]
        assert allowed, f"{shown(path)}:{line}: {home} imports {target}, which is not below it"


@pytest.mark.parametrize("path", sorted((PACKAGE / "detectors").glob("*.py")), ids=shown)
def test_detectors_do_not_know_each_other(path: Path) -> None:
    if path.name == "__init__.py":
        return  # it holds the ordered tuple of them, and nothing else
    for line, target in imports(path):
        assert target[0] != "detectors", f"{shown(path)}:{line}: imports {'.'.join(target)}"


@pytest.mark.parametrize("path", [p for p in MODULE_FILES if module_of(p)[:1] in (("report",), ("score",))], ids=shown)
def test_report_and_score_know_no_detectors(path: Path) -> None:
    for line, target in imports(path):
        assert target[0] != "detectors", f"{shown(path)}:{line}: imports {'.'.join(target)}"


def test_imports_are_seen_wherever_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walker itself: lazy, relative, aliased, type-only and dynamic imports all count."""
    monkeypatch.setattr("test_layers.PACKAGE", tmp_path)
    (tmp_path / "detectors").mkdir()
    (tmp_path / "text").mkdir()
    (tmp_path / "text/case.py").touch()
    path = tmp_path / "detectors/odd.py"
    path.write_text(
        "from typing import TYPE_CHECKING\n"
        "from . import names\n"
        "from ..text import case\n"
        "from mtfix import SCHEMA, fix\n"
        "if TYPE_CHECKING:\n    from mtfix.pipeline import Pipeline\n"
        "def f():\n    import mtfix.cli.io as io\n    importlib.import_module('mtfix.score.edits')\n"
    )
    assert {t for _, t in imports(path)} == {
        ("detectors",), ("text",), ("text", "case"), ("pipeline",), ("cli", "io"), ("score", "edits"),
    }  # fmt: skip


@pytest.mark.parametrize("path", MODULE_FILES, ids=shown)
def test_modules_are_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 400, f"{shown(path)} has {lines} lines: more than 400 wants a reason"


def test_detectors_package_holds_the_tuple_and_nothing_else() -> None:
    tree = ast.parse((PACKAGE / "detectors/__init__.py").read_text("utf-8"))
    assert not [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.For | ast.If)]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    for slot in ("name", "category", "severity", "safety", "summary", "why", "limits"):
        assert str(getattr(rule, slot)).strip(), f"{rule.name}: {slot} is empty"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.category.split("/")[0] in CATEGORIES, f"{rule.name}: {rule.category} is no issue type of the contract"
    before, after = rule.example
    assert before.strip()
    assert before != after


def test_rules_have_different_names() -> None:
    names = [r.name for r in RULES]
    assert len(names) == len(set(names))
    assert len(RULES) == sum(len(m.RULES) for m in MODULES)


@pytest.mark.parametrize("folder", [CASES, CASES / "stay"], ids=["must find", "must stay"])
def test_every_rule_has_its_cases_and_no_file_is_without_a_rule(folder: Path) -> None:
    assert {p.stem for p in folder.glob("*.jsonl")} == {r.name for r in RULES}
