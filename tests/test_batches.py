"""Where a model is asked, texts go to it many at a time; what comes out is what each gives alone."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import mtfix.retranslate as limb
from mtfix.cli import main
from mtfix.cli.engine import Engine
from mtfix.config import Config
from mtfix.document import Document
from mtfix.findings import Result
from mtfix.pipeline import Pipeline

WRONG = ("The bank closed 3 branches.", "Банк закрыл 8 отделений.", "The bank closed 8 branches.")
OTHER = ("The school has 12 teachers.", "В школе 17 учителей.", "The school has 17 teachers.")
Run = Callable[..., tuple[int, str]]


class Phrasebook:
    """A translator that looks sentences up, and remembers what it was asked."""

    name = "phrasebook"
    signature = "kind:dictionary"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def translate(self, sentences: Sequence[str]) -> list[str]:
        self.asked.append(list(sentences))
        pairs = {source: new for _, source, new in (WRONG, OTHER)}
        return [pairs.get(s, "") for s in sentences]


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Phrasebook:
    made = Phrasebook()
    monkeypatch.setattr(limb, "backend", lambda model: None)
    monkeypatch.setattr(limb, "load", lambda model, device, source: made)
    return made


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def go(*argv: str, stdin: bytes = b"") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(list(argv))
        return code, capsysbinary.readouterr().out.decode()

    return go


def story(name: str, parts: tuple[str, str, str]) -> None:
    for folder, text in (("mt", parts[0]), ("ru", parts[1])):
        Path(folder).mkdir(exist_ok=True)
        Path(folder, name).write_text(text + "\n", "utf-8")


def test_paths_are_asked_together(book: Phrasebook, run: Run) -> None:
    story("a.txt", WRONG)
    story("b.txt", OTHER)
    argv = ("--retranslate", "phrasebook", "--source", "ru", "--output-dir", "out", "-q", "mt/a.txt", "mt/b.txt")
    assert run("fix", *argv)[0] == 0
    assert book.asked == [[WRONG[1], OTHER[1]]]
    assert [Path("out", n).read_text("utf-8") for n in ("a.txt", "b.txt")] == [WRONG[2] + "\n", OTHER[2] + "\n"]


def test_check_asks_together_and_makes_nothing(book: Phrasebook, run: Run) -> None:
    story("a.txt", WRONG)
    story("b.txt", OTHER)
    code, out = run("check", "--retranslate", "phrasebook", "--source", "ru", "-q", "mt/a.txt", "mt/b.txt")
    assert code == 1
    assert len(book.asked) == 1
    assert [line.split(":")[0] for line in out.splitlines() if "re-translated" in line] == ["mt/a.txt", "mt/b.txt"]


@pytest.mark.parametrize("piped", [False, True])
def test_lines_of_a_file_are_asked_together_and_those_of_a_pipe_one_by_one(
    book: Phrasebook, run: Run, piped: bool
) -> None:
    rows = [
        {"id": 1, "text": WRONG[0], "source": WRONG[1]},
        {"id": 2, "text": 7},
        {"id": 3, "text": OTHER[0], "source": OTHER[1], "doc": "x"},
        {"id": 4, "text": "All is well here.", "source": "Здесь всё хорошо.", "doc": "x"},
    ]
    data = "\n".join(map(json.dumps, rows)).encode()
    Path("in.jsonl").write_bytes(data)
    given = ("-",) if piped else ("in.jsonl",)
    code, out = run("fix", "--jsonl", "--retranslate", "phrasebook", "-q", *given, stdin=data)
    assert code == 2
    found = [json.loads(line) for line in out.splitlines()]
    assert [r["id"] for r in found] == [1, 2, 3, 4]
    assert [r.get("text") for r in found] == [WRONG[2], None, OTHER[2], "All is well here."]
    assert len(book.asked) == (2 if piped else 1)


def test_one_broken_text_does_not_take_the_others_with_it(
    book: Phrasebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(Config(retranslate="phrasebook", max_chars=100))
    docs = [Document(WRONG[0], 1, WRONG[1]), Document("x" * 200, 2, "я"), Document(OTHER[0], 3, OTHER[1])]
    real = Pipeline.detect

    def detect(self: Pipeline, doc: Document) -> object:
        if doc.id == 3:
            raise ZeroDivisionError("a bug")
        return real(self, doc)

    monkeypatch.setattr(Pipeline, "detect", detect)
    a, b, c = engine.many(docs)
    assert isinstance(a, Result)
    assert a.text == WRONG[2]
    assert "the limit is 100" in str(b)
    assert "internal error" in str(c)


def test_the_rule_can_be_ignored(book: Phrasebook, run: Run) -> None:
    story("a.txt", WRONG)
    argv = ("--retranslate", "phrasebook", "--source", "ru/a.txt", "-q", "mt/a.txt")
    assert run("fix", "--ignore", "re-translated-sentence", *argv) == (0, WRONG[0] + "\n")
    assert book.asked == []
    Path("mtfix.toml").write_text('[rules.re-translated-sentence]\nseverity = "neutral"\n', "utf-8")
    code, out = run("check", "--format", "json", *argv)
    assert code == 1
    found = {f["rule"]: f for f in json.loads(out)["files"][0]["findings"]}
    assert found["re-translated-sentence"]["severity"] == "neutral"


def test_its_page_is_there(run: Run) -> None:
    code, out = run("explain", "re-translated-sentence")
    assert code == 0
    assert "[rules.re-translated-sentence]" in out
