"""Documentation cannot go out of date: the rules' page, every `mtfix …` command shown, the source of every table."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import pytest

from mtfix.cli import COMMANDS, rules_page
from mtfix.cli.errors import UsageError
from mtfix.tables import DATA, read_table

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "models").rglob("README.md"))]
_FENCE = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
#: Where a shell begins another command, or sends output elsewhere.
_SHELL = re.compile(r"\d?>&?\d?|[|;<&()]+")


def commands(markdown: str) -> list[list[str]]:
    """The arguments of every command `mtfix …` at the start of a line, or after a pipe, in a page's code blocks.

    >>> commands("```sh\\n$ mtfix fix 'a b' > c  # why\\ncat x | mtfix check -\\n```\\nmtfix no")
    [['fix', 'a b'], ['check', '-']]
    """
    out = []
    for block in _FENCE.findall(markdown):
        for line in block.replace("\\\n", " ").splitlines():
            line = line.strip().removeprefix("$ ")
            if not re.match(r"(?:[^'\"#]*\| *)?mtfix(?: |$)", line):
                continue
            lexer = shlex.shlex(line, posix=True, punctuation_chars="|;<>&")
            lexer.whitespace_split = True
            lexer.commenters = "#"
            words = list(lexer)
            while "mtfix" in words:
                words = words[words.index("mtfix") + 1 :]
                end = next((n for n, w in enumerate(words) if _SHELL.fullmatch(w)), len(words))
                out.append(words[:end])
    return out


def shown_commands() -> list[object]:
    """Every command of every page."""
    return [
        pytest.param(args, id=f"{path.relative_to(ROOT)}: mtfix {' '.join(args)}")
        for path in PAGES
        if path.is_file()
        for args in commands(path.read_text("utf-8"))
    ]


def problem(args: list[str]) -> str | None:
    """What the program's own parser has against a command."""
    if not args or args[0] in ("-h", "--help", "--version"):
        return None
    if args[0] not in COMMANDS:
        return f"mtfix has no command {args[0]!r}"
    try:
        importlib.import_module(f"mtfix.cli.{args[0]}").parser().parse(args[1:])
    except UsageError as e:
        return str(e)
    except SystemExit:
        return None  # --help
    return None


def test_rules_page_is_up_to_date() -> None:
    page = (ROOT / "docs/rules.md").read_text("utf-8")
    assert page == rules_page.page(rules_page.every_rule()), "docs/rules.md is out of date: run `make docs`"


@pytest.mark.parametrize("args", shown_commands())
def test_shown_commands_exist(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert problem(args) is None


@pytest.mark.parametrize(
    ("block", "wrong"),
    [
        ("mtfix fix story.txt > clean.txt", None),
        ("mtfix fix --in-place --log edits.jsonl \\\n  stories/*.txt  # comment", None),
        ("cat a | mtfix fix --jsonl | head", None),
        ("mtfix --help", None),
        ("mtfix explain --help", None),
        ("mtfix mend story.txt", "no command 'mend'"),
        ("mtfix fix --in-place --lgo x a.txt", "--lgo"),
        ("mtfix check --format csv a.txt", "csv"),
        ("mtfix revert a.txt", "--log"),
        ("mtfix check a.txt | mtfix nothing", "no command 'nothing'"),
    ],
)
def test_the_check_of_commands_itself(block: str, wrong: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    said = [m for args in commands(f"```sh\n{block}\n```") if (m := problem(args)) is not None]
    assert [wrong in m for m in said] == [True] if wrong else not said


def test_readme_shows_commands() -> None:
    readme = commands((ROOT / "README.md").read_text("utf-8"))
    assert {"fix", "check"} <= {args[0] for args in readme if args}


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.tsv")), ids=lambda p: str(p.relative_to(DATA)))
def test_every_table_names_its_source(path: Path) -> None:
    """Once in a comment (`# Source: …`), or row by row in a column `source`."""
    comments = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    if any(re.search(r"\bSource:\s*\w", line) for line in comments):
        return
    rows = read_table(path)
    assert rows, f"{path}: no rows"
    assert "source" in rows[0], f"{path}: no comment `# Source: …` and no column `source`"
    assert all(r["source"] for r in rows), f"{path}: rows without a source"
