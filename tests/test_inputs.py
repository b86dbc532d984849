"""Pages of the web as input: their main text, their encoding, and what is said where there is none."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtfix.cli import inputs, main
from mtfix.errors import InputError

pytest.importorskip("trafilatura")

BODY = """<body><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/shop">Shop</a></nav><article>
<h1>Talks Resume in Geneva</h1>
<p>Diplomats said on Monday, 22 Agusta, that the talks would resume in Geneva after a long pause in the summer.</p>
<p>Envoys of several countries came to the city on Sunday evening, and the first round was to begin before noon.</p>
</article><footer>Share on Facebook. All rights reserved.</footer></body>"""
FIXED = """Talks Resume in Geneva
Diplomats said on Monday, 22 August, that the talks would resume in Geneva after a long pause in the summer.
Envoys of several countries came to the city on Sunday evening, and the first round was to begin before noon.
"""
Run = Callable[..., tuple[int, str, str]]


def page(head: str = '<meta charset="utf-8">', body: str = BODY) -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>Talks</title></head>{body}</html>"


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def go(*argv: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(list(argv))
        got = capsysbinary.readouterr()
        return code, got.out.decode(), got.err.decode()

    return go


def test_the_main_text_is_cleaned(run: Run) -> None:
    Path("a.html").write_text(page(), "utf-8")
    assert run("fix", "--input", "html", "-q", "a.html") == (0, FIXED, "")
    assert run("fix", "--input", "html", "-q", stdin=page().encode()) == (0, FIXED, "")


def test_check_counts_in_the_main_text(run: Run) -> None:
    Path("a.html").write_text(page(), "utf-8")
    code, out, _ = run("check", "--input", "html", "a.html")
    assert code == 1
    assert out.startswith("a.html:2:30: garbled-month ")


def test_the_ledger_takes_the_main_text_back(run: Run) -> None:
    Path("a.html").write_text(page(), "utf-8")
    argv = ("--output-dir", "out", "--log", "log.jsonl", "--report", "r.html", "a.html")
    assert run("fix", "--input", "html", *argv)[0] == 0
    assert [p.name for p in Path("out").iterdir()] == ["a.txt"]
    assert Path("out/a.txt").read_text("utf-8") == FIXED
    code, out, _ = run("revert", "out/a.txt", "--log", "log.jsonl")
    assert (code, out) == (0, FIXED.replace("August", "Agusta"))


def test_in_place_is_refused(run: Run) -> None:
    Path("a.html").write_text(page(), "utf-8")
    code, out, err = run("fix", "--input", "html", "--in-place", "a.html")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--output-dir" in err
    assert Path("a.html").read_text("utf-8") == page()


def test_an_empty_page_is_said_and_the_others_are_done(run: Run) -> None:
    Path("a.html").write_text("<html><body></body></html>", "utf-8")
    Path("b.html").write_text(page(), "utf-8")
    code, out, err = run("fix", "--input", "html", "--diff", "a.html", "b.html")
    assert code == 2
    assert "+Diplomats said on Monday, 22 August" in out
    assert "a.html: no main text found" in err


def test_two_pages_that_would_be_one_text_are_refused(run: Run) -> None:
    for name in ("a.html", "a.htm"):
        Path(name).write_text(page(), "utf-8")
    code, _, err = run("fix", "--input", "html", "--output-dir", "out", "a.html", "a.htm")
    assert code == 2
    assert "the same file" in err


def test_jsonl_fields_hold_pages(run: Run) -> None:
    feed = [{"id": 1, "text": page(), "kept": True}, {"id": 2, "text": "<p></p>"}]
    code, out, _ = run("fix", "--jsonl", "--input", "html", stdin="\n".join(map(json.dumps, feed)).encode())
    first, second = map(json.loads, out.splitlines())
    assert code == 2
    assert (first["id"], first["text"], first["kept"]) == (1, FIXED, True)
    assert (second["id"], second["line"]) == (2, 2)
    assert "no main text" in second["error"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("<p>Это".encode(), "<p>Это"),
        ("\ufeff<p>Это".encode(), "<p>Это"),
        ("\ufeff<p>Это".encode("utf-16-le"), "<p>Это"),
        ('<meta charset="windows-1251"><p>Это'.encode("cp1251"), '<meta charset="windows-1251"><p>Это'),
        ("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>Это".encode("koi8-r"),
         "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>Это"),
        ('<meta charset="nonsense"><p>Это'.encode(), '<meta charset="nonsense"><p>Это'),
        ('<meta charset="iso-8859-1"><p>“a”'.encode("cp1252"), '<meta charset="iso-8859-1"><p>“a”'),
    ],
)  # fmt: skip
def test_encodings(data: bytes, found: str) -> None:
    assert inputs.page(data) == found


@pytest.mark.parametrize("data", ["<p>Это".encode("cp1251"), b"<p>\0"])
def test_what_cannot_be_decoded_is_said(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.html: "):
        inputs.page(data, "a.html")


def test_without_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    code, out, err = run("fix", "--input", "html", "a.html")
    assert (code, out) == (2, "")
    assert err == "mtfix: --input html needs trafilatura, which is not installed; pip install 'mtfix[html]'\n"


def test_a_folder_of_source_texts(run: Run) -> None:
    for name, text, russian in (("a.txt", "The bank closed 3 branches.", "Банк закрыл 8 отделений."),
                                ("b.txt", "The bank closed 3 branches.", "Банк закрыл 3 отделения.")):  # fmt: skip
        Path(name).write_text(text + "\n", "utf-8")
        Path("ru").mkdir(exist_ok=True)
        Path("ru", name).write_text(russian + "\n", "utf-8")
    code, out, _ = run("check", "--source", "ru", "a.txt", "b.txt")
    assert code == 1
    assert out == "a.txt:1:17: number-unlike-source The source has «8», the text has “3” → 8\n"
    Path("ru/b.txt").unlink()
    code, _, err = run("check", "--source", "ru", "a.txt", "b.txt")
    assert code == 2
    assert "ru/b.txt: no such file" in err
    assert run("check", "--source", "ru/a.txt", "a.txt", "b.txt")[0] == 2
    assert run("check", "--source", "ru")[0] == 2
