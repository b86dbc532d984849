"""The command line as its users meet it: commands, streams, files, exit codes, and what can be given wrong."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import mtfix
from mtfix.cli import main, segments
from mtfix.document import Document
from mtfix.findings import Status, make_edits
from mtfix.pipeline import Pipeline

#: One month name (made by itself) and one pair of Russian quotation marks (made by itself).
STORY = "The delegation will land in Geneva on Monday, 22 Agusta.\n\nIts head called the draft «a sound one».\n"
FIXED = "The delegation will land in Geneva on Monday, 22 August.\n\nIts head called the draft “a sound one”.\n"
CLEAN = "The council met on Friday and will meet again next week.\n"
#: A dash after a quotation is only ever offered.
OFFER = "A criminal grouping closed the bridge on Friday.\n"
PROGRAM = [sys.executable, "-c", "import sys; from mtfix.cli import main; sys.exit(main())"]


class Ran(NamedTuple):
    """What a run left."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder; `stdin` is what stands on standard input."""
    monkeypatch.chdir(tmp_path)

    def go(*argv: str | Path, stdin: bytes | str = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsysbinary.readouterr()
        code = main([str(a) for a in argv])
        got = capsysbinary.readouterr()
        return Ran(code, got.out.decode(), got.err.decode())

    return go


def file(name: str, content: str | bytes = STORY) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def one_line(ran: Ran, *words: str) -> None:
    """Exit code 2, nothing on standard output, and one line on standard error that holds the words."""
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("mtfix: ")
    assert ran.err.count("\n") == 1
    for word in words:
        assert word in ran.err


# --- fix: text -----------------------------------------------------------------------------------


def test_fix_prints_the_cleaned_text_and_says_how_much_was_done(run: Run) -> None:
    ran = run("fix", file("story.txt"))
    assert ran.out == FIXED
    assert ran.code == 0
    assert re.fullmatch(r"mtfix: \d+ edits made, \d+ offers? waits?.*\n", ran.err)


def test_fix_reads_standard_input_with_and_without_a_dash(run: Run) -> None:
    assert run("fix", stdin=STORY).out == FIXED
    assert run("fix", "-", stdin=STORY).out == FIXED


def test_quiet_says_nothing(run: Run) -> None:
    assert run("fix", "-q", stdin=STORY).err == ""


def test_an_offer_is_pointed_at(run: Run) -> None:
    assert "1 offer waits (see --mark, --diff or `mtfix check`)" in run("fix", stdin=OFFER).err


def test_verbose_says_what_was_changed_and_why(run: Run) -> None:
    err = run("fix", "-v", stdin=STORY).err
    assert "Agusta → August" in err
    assert "garbled-month" in err


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", CLEAN, CLEAN.rstrip("\n"), "a\r\nb\rc\n\n"])
def test_text_without_artefacts_comes_back_to_the_byte(run: Run, text: str) -> None:
    ran = run("fix", file("a.txt", text))
    assert (ran.out, ran.code) == (text, 0)


def test_bom_line_ends_and_a_missing_final_newline_are_kept(run: Run) -> None:
    text = "\ufeff" + STORY.replace("\n", "\r\n").removesuffix("\r\n")
    assert run("fix", file("a.txt", text)).out == "\ufeff" + FIXED.replace("\n", "\r\n").removesuffix("\r\n")


def test_a_bom_is_not_counted(run: Run) -> None:
    plain, marked = (run("check", "--format", "json", stdin=bom + STORY) for bom in ("", "\ufeff"))
    assert json.loads(plain.out) == json.loads(marked.out)


def test_mark_shows_offers_inside_the_text(run: Run) -> None:
    out = run("fix", "--mark", stdin=OFFER).out
    assert re.search(r"\{[^{}]+→[^{}]*\?\}", out)
    assert out.startswith("A {criminal grouping→")
    assert run("fix", "--mark", stdin=STORY).out == FIXED


def test_paths_and_options_come_in_any_order_and_a_double_dash_ends_options(run: Run) -> None:
    file("a.txt"), file("-b.txt")
    out = run("fix", "a.txt", "--diff", "--", "-b.txt").out
    assert "--- a.txt" in out
    assert "--- ./-b.txt" in out


def test_select_ignore_and_allow(run: Run) -> None:
    month = STORY.replace("Agusta", "August")
    quotes = STORY.replace("«", "“").replace("»", "”")
    assert run("fix", "--select", "garbled-month", stdin=STORY).out == month.replace("«", "«")
    assert run("fix", "--ignore", "garbled-month,foreign-quotes", stdin=STORY).out == STORY
    assert run("fix", "--ignore", "garbled-month", "--ignore", "stray-space", stdin=STORY).out == quotes
    file("allow.txt", "Agusta  # a helicopter\n")
    assert run("fix", "--allow", "allow.txt", stdin=STORY).out == quotes


def test_configuration_is_found_upwards_and_the_command_line_wins(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    file("mtfix.toml", 'ignore = ["garbled-month"]\n')
    Path("below").mkdir()
    monkeypatch.chdir("below")
    assert "22 Agusta" in run("fix", stdin=STORY).out
    assert run("fix", "--ignore", "stray-space", stdin=STORY).out == FIXED
    file("other.toml", "")
    assert run("fix", "--config", "other.toml", stdin=STORY).out == FIXED


# --- fix: files ----------------------------------------------------------------------------------


def test_diff_prints_the_change_and_writes_nothing(run: Run) -> None:
    file("a.txt"), file("b.txt", CLEAN)
    out = run("fix", "--diff", "a.txt", "b.txt").out
    assert out.startswith("--- a.txt\n+++ a.txt\n@@ -1,3 +1,3 @@\n-The delegation")
    assert "+The delegation will land in Geneva on Monday, 22 August.\n" in out
    assert "b.txt" not in out
    assert Path("a.txt").read_text() == STORY


def test_in_place_keeps_the_mode_and_leaves_clean_files_alone(run: Run) -> None:
    path, clean = file("a.txt"), file("b.txt", CLEAN)
    path.chmod(0o640)
    before = clean.stat()
    ran = run("fix", "--in-place", path, clean)
    assert ran.out == ""
    assert path.read_text() == FIXED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    after = clean.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert sorted(p.name for p in Path().iterdir()) == ["a.txt", "b.txt"]


def test_in_place_writes_through_a_link(run: Run) -> None:
    file("real/a.txt")
    Path("link.txt").symlink_to("real/a.txt")
    run("fix", "--in-place", "link.txt")
    assert Path("link.txt").is_symlink()
    assert Path("real/a.txt").read_text() == FIXED


def test_output_dir(run: Run) -> None:
    file("in/a.txt"), file("in/b.txt", CLEAN)
    assert run("fix", "--output-dir", "out/new", "in/a.txt", "in/b.txt").code == 0
    assert Path("out/new/a.txt").read_text() == FIXED
    assert Path("out/new/b.txt").read_text() == CLEAN
    assert Path("in/a.txt").read_text() == STORY


def test_the_log_holds_sums_edits_and_findings(run: Run) -> None:
    run("fix", "--in-place", "--log", "log.jsonl", file("a.txt"), file("b.txt", CLEAN))
    a, b = rows(Path("log.jsonl").read_text())
    assert (a["path"], b["path"]) == ("a.txt", "b.txt")
    assert a["input_sha256"] == hashlib.sha256(STORY.encode()).hexdigest()
    assert a["output_sha256"] == hashlib.sha256(FIXED.encode()).hexdigest()
    assert (a["schema"], a["version"]) == (mtfix.SCHEMA, mtfix.__version__)
    assert {"start": 49, "end": 55, "before": "Agusta", "after": "August"} in a["edits"]
    assert {f["rule"] for f in a["findings"]} == {"garbled-month", "foreign-quotes"}
    assert b["edits"] == []


def test_no_file_is_changed_when_the_log_cannot_be_written(run: Run) -> None:
    path = file("a.txt")
    one_line(run("fix", "--in-place", "--log", "nowhere/log.jsonl", path), "nowhere/log.jsonl", "cannot be written")
    assert path.read_text() == STORY
    assert [p.name for p in Path().iterdir()] == ["a.txt"]


def test_report_writes_a_page(run: Run) -> None:
    run("fix", "--report", "r.html", file("a.txt"))
    page = Path("r.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "garbled-month" in page


# --- revert --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [STORY, "\ufeff" + STORY.replace("\n", "\r\n"), CLEAN, ""])
def test_revert_gives_the_input_again(run: Run, text: str) -> None:
    path = file("a.txt", text)
    run("fix", "--in-place", "--log", "log.jsonl", path, file("b.txt", OFFER))
    ran = run("revert", path, "--log", "log.jsonl")
    assert (ran.out, ran.code) == (text, 0)


def test_revert_refuses_a_text_that_was_changed(run: Run) -> None:
    path = file("a.txt")
    run("fix", "--in-place", "--log", "log.jsonl", path)
    path.write_text(path.read_text() + "One line more.\n")
    one_line(run("revert", path, "--log", "log.jsonl"), "a.txt", "SHA-256")


def test_revert_tells_two_inputs_of_one_text_apart_by_path(run: Run) -> None:
    file("a.txt", STORY), file("b.txt", STORY.replace("Agusta", "August"))
    run("fix", "--in-place", "--log", "log.jsonl", "a.txt", "b.txt")
    assert run("revert", "a.txt", "--log", "log.jsonl").out == STORY
    assert run("revert", "b.txt", "--log", "log.jsonl").out == STORY.replace("Agusta", "August")
    one_line(run("revert", "-", "--log", "log.jsonl", stdin=FIXED), "2 inputs", "a.txt, b.txt")


def test_revert_refuses_what_is_no_log(run: Run) -> None:
    file("a.txt"), file("log.jsonl", '{"path": "a.txt"}\n')
    one_line(run("revert", "a.txt", "--log", "log.jsonl"), "log.jsonl:1", "no record")
    one_line(run("revert", "a.txt", "--log", "nope.jsonl"), "nope.jsonl", "no such file")


# --- what can be given wrong ---------------------------------------------------------------------

BAD_FILES = {
    "missing": (None, "no such file"),
    "folder": ("", "a directory"),
    "binary": (b"abc\0def", "NUL at byte 3"),
    "latin": (b"caf\xe9", "not UTF-8 at byte 3"),
    "marked": (b"\xef\xbb\xbfcaf\xe9", "not UTF-8 at byte 6"),
    "utf16": ("text".encode("utf-16"), "UTF-16"),
    "long": (b"word " * 100, "500 characters; the limit is 300 characters"),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["fix --diff", "fix --in-place", "fix --output-dir out", "check"])
def test_a_bad_file_is_named_and_the_others_are_done(run: Run, name: str, command: str) -> None:
    file("mtfix.toml", "max-chars = 300\n")
    content, why = BAD_FILES[name]
    if content == "":
        Path(name).mkdir()
    elif content is not None:
        file(name, content)
    ran = run(*command.split(), "-q", name, file("good.txt"))
    assert ran.code == 2
    assert ran.err.startswith(f"mtfix: {name}: ")
    assert ran.err.count("\n") == 1
    assert why in ran.err
    results = (ran.out, Path("good.txt").read_text(), Path("out/good.txt").read_text() if Path("out").is_dir() else "")
    assert any("August" in r for r in results)


def test_a_huge_file_is_refused_by_its_size(run: Run) -> None:
    with open("huge.txt", "wb") as f:
        f.truncate(1 << 40)  # sparse: to read it would take hours
    one_line(run("fix", "huge.txt"), "huge.txt: 1,099,511,627,776 bytes", "the limit is")


def test_a_huge_stream_is_refused(run: Run) -> None:
    file("mtfix.toml", "max-chars = 300\n")
    one_line(run("fix", stdin="a" * 2000), "standard input", "the limit is 300")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(run: Run) -> None:
    file("a.txt").chmod(0)
    one_line(run("fix", "a.txt"), "a.txt", "Permission denied")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_in_one_line() -> None:
    with open("/dev/full", "wb") as full:
        pipes: dict[str, Any] = {"stdout": full, "stderr": subprocess.PIPE}
        ran = subprocess.run([*PROGRAM, "fix", "-q"], input=STORY.encode(), timeout=300, **pipes)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"mtfix: standard output: ")
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ("", ["a command is needed"]),
        ("fxi", ["unknown command 'fxi'", "'fix'"]),
        ("--quiet fix", ["option before the command"]),
        ("fix --in-plaec a.txt", ["unknown option '--in-plaec'", "--in-place", "mtfix fix --help"]),
        ("fix --diffs=3 a.txt", ["unknown option '--diffs'"]),
        ("fix --out x a.txt", ["unknown option '--out'"]),
        ("fix a.txt b.txt", ["--in-place, --output-dir DIR or --diff"]),
        ("fix --in-place -", ["--in-place needs files"]),
        ("fix --in-place", ["--in-place needs files"]),
        ("fix --output-dir out -", ["--output-dir needs files"]),
        ("fix --in-place a.txt ./a.txt", ["./a.txt: given twice"]),
        ("fix --diff - -", ["-: given twice"]),
        ("fix --diff --in-place a.txt", ["not allowed with"]),
        ("fix --mark --in-place a.txt", ["--mark", "--in-place"]),
        ("fix --mark --log l a.txt", ["--mark", "--log"]),
        ("fix --output-dir . a.txt", ["write over a.txt"]),
        ("fix --output-dir out a.txt sub/a.txt", ["same file as a.txt"]),
        ("fix --log a.txt a.txt", ["--log a.txt is an input"]),
        ("fix --log x --report x a.txt", ["same file"]),
        ("fix --source s.txt --diff a.txt b.txt", ["--source"]),
        ("fix --jsonl --in-place a.txt", ["--in-place does not go with --jsonl"]),
        ("fix --jsonl a.txt b.txt", ["--jsonl takes one path"]),
        ("fix --jsonl --text-field x --id-field x", ["the same field"]),
        ("fix --text-field x a.txt", ["go with --jsonl"]),
        ("fix --select untranslated-wrod a.txt", ["unknown rule 'untranslated-wrod'", "'untranslated-word'"]),
        ("fix --ignore , a.txt", ["names no rule"]),
        ("fix --style tabloid a.txt", ["style = 'tabloid'", "keep, ap"]),
        ("fix --from xx a.txt", ["'xx'", "ru"]),
        ("fix --device abacus a.txt", ["'abacus'", "cuda"]),
        ("fix --allow nope a.txt", ["nope", "No such file"]),
        ("fix --config nope a.txt", ["nope: no such file"]),
        ("fix --gazetteer nope.tsv a.txt", ["nope.tsv"]),
        ("fix --retranslate no/such/model a.txt", []),
        ("check --format xml a.txt", ["'xml'", "sarif"]),
        ("check --statistics --format mqm a.txt", ["--statistics goes with"]),
        ("check - -", ["once"]),
        ("revert a.txt", ["--log"]),
        ("explain", ["WORD or RULE"]),
        ("score a.txt", ["--ref"]),
        ("score --gold g.jsonl", ["--texts"]),
        ("score --texts . a.txt --ref a.txt", ["--gold"]),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_line(run: Run, argv: str, words: list[str]) -> None:
    file("a.txt"), file("b.txt")
    one_line(run(*argv.split(), stdin=STORY), *words)
    assert Path("a.txt").read_text() == STORY


def test_a_broken_configuration_names_file_and_line(run: Run) -> None:
    file("mtfix.toml", 'style = "ap"\ncolour = true\n')
    one_line(run("fix", stdin=STORY), "mtfix.toml:2", "colour")


# --- fix --jsonl ---------------------------------------------------------------------------------


def jsonl(*objects: Any) -> str:
    return "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)


def test_jsonl_answers_line_by_line_and_hands_other_fields_on(run: Run) -> None:
    ran = run("fix", "--jsonl", stdin=jsonl(
        {"id": 7, "text": STORY, "source": "Делегация", "site": {"a": [1, None]}},
        {"text": CLEAN}, {"id": "", "text": ""},
    ))  # fmt: skip
    a, b, c = rows(ran.out)
    assert ran.code == 0
    assert (a["id"], a["text"], a["source"], a["site"]) == (7, FIXED, "Делегация", {"a": [1, None]})
    assert (a["schema"], a["version"]) == (mtfix.SCHEMA, mtfix.__version__)
    assert (b["id"], b["text"], b["findings"]) == (None, CLEAN, [])
    assert (c["id"], c["text"]) == ("", "")
    month = next(f for f in a["findings"] if f["rule"] == "garbled-month")
    assert (month["start"], month["end"], month["line"], month["column"]) == (49, 55, 1, 50)
    assert (month["status"], month["suggestions"][0]) == ("applied", "August")
    assert "3 texts" in ran.err


def test_jsonl_output_can_be_fed_again_and_nothing_changes(run: Run) -> None:
    once = run("fix", "--jsonl", stdin=jsonl({"id": 1, "text": STORY}))
    twice = run("fix", "--jsonl", stdin=once.out)
    assert rows(twice.out)[0]["text"] == rows(once.out)[0]["text"] == FIXED
    assert not [f for f in rows(twice.out)[0]["findings"] if f["status"] == "applied"]


BROKEN_LINES = [
    ("junk", "not JSON"), ("[1, 2]", "not a JSON object"), ('"text"', "not a JSON object"), ("", "empty line"),
    ('{"id": 5}', "no field 'text'"), ('{"id": 5, "text": null}', "'text' is not a string"),
    ('{"id": 5, "text": 3}', "'text' is not a string"),
    ('{"id": 5, "text": "a", "source": 3}', "'source' is not a string"), ('{"text": "a", "n": NaN}', "NaN"),
    ('{"text": "a", "n": 1e999}', "too big"), ('{"id": 5, "text": "\\ud800"}', "surrogate"),
    ("[" * 100_000, "not JSON"),
    ('{"text": "' + "a" * 400 + '"}', "the limit is 300"), ('{"text": "a", "n": ' + "9" * 5000 + "}", "not JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "why"), BROKEN_LINES, ids=[why for _, why in BROKEN_LINES])
def test_a_broken_line_gives_an_error_and_the_run_goes_on(run: Run, line: str, why: str) -> None:
    file("mtfix.toml", "max-chars = 300\n")
    ran = run("fix", "--jsonl", stdin=f"{jsonl({'id': 1, 'text': STORY})}{line}\n{jsonl({'id': 2, 'text': CLEAN})}")
    a, error, b = rows(ran.out)
    assert ran.code == 2
    assert (a["text"], b["text"]) == (FIXED, CLEAN)
    assert set(error) == {"id", "line", "error"}
    assert error["line"] == 2
    assert error["id"] == (5 if '"id"' in line else None)
    assert why in error["error"]
    assert "\n" not in error["error"]


def test_a_line_that_is_not_utf8(run: Run) -> None:
    ran = run("fix", "--jsonl", stdin=b'{"text": "caf\xe9"}\n{"text": "x"}')
    error, last = rows(ran.out)
    assert "not UTF-8 at byte 13" in error["error"]
    assert last["text"] == "x"


def test_a_line_over_all_limits_is_skipped_unread(run: Run) -> None:
    file("mtfix.toml", "max-chars = 300\n")
    ran = run("fix", "--jsonl", stdin=b'{"text": "' + b"a" * (3 << 20) + b'"}\n{"text": "x"}\n')
    assert [("error" in r, r.get("text")) for r in rows(ran.out)] == [(True, None), (False, "x")]


def test_half_a_surrogate_pair_in_another_field_passes_through(run: Run) -> None:
    ran = run("fix", "--jsonl", stdin='{"id": "\\ud800", "text": "x"}\n')
    assert (ran.code, rows(ran.out)[0]["id"]) == (0, "\ud800")


def test_other_field_names(run: Run) -> None:
    line = jsonl({"body": STORY, "key": 3, "more": "x"})
    row = rows(run("fix", "--jsonl", "--text-field", "body", "--id-field", "key", stdin=line).out)[0]
    assert (row["body"], row["key"], row["more"]) == (FIXED, 3, "x")
    assert (row["text"], row["id"]) == (FIXED, 3)


def test_segments_of_a_document_come_together_with_their_own_offsets(run: Run) -> None:
    parts = STORY.rstrip("\n").split("\n\n")
    ran = run("fix", "--jsonl", stdin=jsonl(
        {"id": 0, "text": parts[0]},
        {"id": 1, "doc": "d", "text": parts[0]}, {"id": 2, "doc": "d", "text": parts[1]},
        {"id": 3, "doc": "e", "text": parts[1]},
    ))  # fmt: skip
    out = rows(ran.out)
    fixed = FIXED.rstrip("\n").split("\n\n")
    assert [(r["id"], r["text"]) for r in out] == [(0, fixed[0]), (1, fixed[0]), (2, fixed[1]), (3, fixed[1])]
    assert [r.get("doc") for r in out] == [None, "d", "d", "e"]
    for row, text in zip(out, [parts[0], *parts, parts[1]], strict=True):
        for f in row["findings"]:
            assert text[f["start"] : f["end"]] == f["text"]
            assert f["line"] == 1
            assert f["column"] == f["start"] + 1


#: The second says something else once the first has named the woman.
CONTEXT = ["Maria Zakharova spoke to reporters on Tuesday.", "According to Zakharov, she had been told of it."]


def test_segments_share_their_context(run: Run) -> None:
    """What a document gives in one piece, its segments give together, and not apart."""
    whole = mtfix.fix("\n\n".join(CONTEXT))
    together = rows(run("fix", "--jsonl", stdin=jsonl(*({"doc": 1, "text": p} for p in CONTEXT))).out)
    assert "\n\n".join(r["text"] for r in together) == whole.text
    assert [f["rule"] for r in together for f in r["findings"]] == [f.rule.name for f in whole.findings]
    apart = rows(run("fix", "--jsonl", stdin=jsonl(*({"doc": n, "text": p} for n, p in enumerate(CONTEXT)))).out)
    assert apart[1]["text"] != together[1]["text"]


def test_a_broken_line_stays_in_its_place_and_does_not_end_the_document(run: Run) -> None:
    first, last = (jsonl({"id": n, "doc": "d", "text": p}) for n, p in enumerate(CONTEXT))
    out = rows(run("fix", "--jsonl", stdin=f"{first}junk\n{last}").out)
    assert [r.get("id") for r in out] == [0, None, 1]
    assert [out[0]["text"], out[2]["text"]] == mtfix.fix("\n\n".join(CONTEXT)).text.split("\n\n")


def test_a_document_over_the_limit_is_refused_whole(run: Run) -> None:
    file("mtfix.toml", "max-chars = 100\n")
    lines = [{"id": n, "doc": "d", "text": "word " * 10} for n in range(4)] + [{"id": 4, "doc": "e", "text": "x"}]
    out = rows(run("fix", "--jsonl", stdin=jsonl(*lines)).out)
    assert [("error" in r, r["id"]) for r in out] == [(True, 0), (True, 1), (True, 2), (True, 3), (False, 4)]


def test_split_gives_every_segment_its_own_whole_result() -> None:
    """Segments of real text: each part's cleaned text is its own with its edits made, whatever crosses the joints."""
    texts = ["He said «this", "", "and that» on 3 Agusta", "Share this news", "Read more", "The end came , they say ."]
    joined, _ = segments.join(texts)
    result = Pipeline().fix(joined)
    assert result.edits
    parts = segments.split(result, [Document(t) for t in texts])
    for text, part in zip(texts, parts, strict=True):
        assert part.document.text == text
        assert part.text == make_edits(text, list(part.edits))
        assert part.revert() == text
        assert all(text[f.start : f.end] == f.text for f in part.findings)
        assert all(f.edits for f in part.findings if f.status is Status.APPLIED)


# --- check ---------------------------------------------------------------------------------------


def test_check_prints_diagnostics_and_changes_nothing(run: Run) -> None:
    path = file("a.txt")
    ran = run("check", path, file("b.txt", CLEAN))
    assert ran.code == 1
    first = ran.out.splitlines()[0]
    assert re.fullmatch(r"a\.txt:1:50: garbled-month .+ → August", first)
    assert path.read_text() == STORY


def test_check_of_clean_text_is_0_and_of_empty_text_too(run: Run) -> None:
    assert run("check", stdin=CLEAN)[:2] == (0, "")
    assert run("check", stdin="")[:2] == (0, "")


def test_check_json(run: Run) -> None:
    out = json.loads(run("check", "--format", "json", file("a.txt"), file("b.txt", CLEAN)).out)
    assert (out["schema"], out["version"]) == (mtfix.SCHEMA, mtfix.__version__)
    assert [f["path"] for f in out["files"]] == ["a.txt", "b.txt"]
    assert out["files"][1]["findings"] == []
    assert {f["status"] for f in out["files"][0]["findings"]} == {"offered"}


def test_check_jsonl_is_a_finding_a_line(run: Run) -> None:
    out = rows(run("check", "--format", "jsonl", file("a.txt")).out)
    assert {r["path"] for r in out} == {"a.txt"}
    assert [r["rule"] for r in out] == ["garbled-month", "foreign-quotes"]


def test_check_statistics(run: Run) -> None:
    out = run("check", "--statistics", file("a.txt")).out
    words = len(Document(STORY).words)
    assert re.search(rf"\b1 +1 +{1e4 / words:.2f}  garbled-month", out)
    stats = json.loads(run("check", "--statistics", "--format", "json", "a.txt").out)["statistics"]
    assert stats["words"] == words
    assert {r["rule"]: r["findings"] for r in stats["rules"]} == {"garbled-month": 1, "foreign-quotes": 1}


def test_color_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in run("check", stdin=STORY).out
    assert "\x1b[" in run("check", "--color", "always", stdin=STORY).out


# --- explain -------------------------------------------------------------------------------------


def test_explain_a_rule(run: Run) -> None:
    ran = run("explain", "garbled-month")
    assert ran.code == 0
    for title in ("What it does", "Why it matters", "Example", "Fix safety", "What it does not do"):
        assert title in ran.out


def test_explain_rules_lists_every_rule(run: Run) -> None:
    from mtfix.cli.rules_page import every_rule

    out = run("explain", "rules").out
    assert [line.split()[0] for line in out.splitlines()] == [r.name for r in every_rule()]


def test_explain_a_word(run: Run) -> None:
    ran = run("explain", "dipvedomstva")
    assert ran.code == 0
    assert "дипведомств" in ran.out


def test_a_rule_wins_over_a_word_unless_forced(run: Run) -> None:
    assert "Fix safety" not in run("explain", "--word", "calque").out
    assert "Fix safety" in run("explain", "calque").out


# --- the process ---------------------------------------------------------------------------------


Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the program with pipes to it; one that does not end is killed, so that no read waits for ever."""
    begun: list[tuple[subprocess.Popen[bytes], threading.Timer]] = []

    def go(*argv: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        env = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}  # it would flush for us
        process = subprocess.Popen([*PROGRAM, *argv], stdin=pipe, stdout=pipe, stderr=pipe, env=env)
        timer = threading.Timer(120, process.kill)
        timer.start()
        begun.append((process, timer))
        return process

    yield go
    for process, timer in begun:
        timer.cancel()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


@pytest.mark.parametrize("argv", ["--help", "--version", "fix --help", "score --help"])
def test_help_imports_no_engine(argv: str) -> None:
    code = (
        "import sys; from mtfix.cli import main; code = main(sys.argv[1:]); "
        "heavy = {'numpy', 'mtfix.pipeline', 'mtfix.detectors', 'sacrebleu'} & set(sys.modules); "
        "sys.exit(f'imports {heavy}' if heavy else code)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *argv.split()], capture_output=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert b"mtfix" in ran.stdout


@pytest.mark.parametrize("command", ["fix", "check", "fix --mark", "fix --jsonl", "fix --help"])
def test_the_locale_does_not_matter(command: str) -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    text = "Müller came to Łódź on 22 Agusta 🙂 «так»\n"
    data = jsonl({"text": text}) if "jsonl" in command else text
    ran = subprocess.run([*PROGRAM, *command.split()], input=data.encode(), capture_output=True, env=env, timeout=300)
    assert ran.returncode in (0, 1), ran.stderr
    assert "August" in ran.stdout.decode() or "help" in command
    if command == "fix":
        assert ran.stdout.decode().startswith("Müller came to Łódź on 22 August 🙂")


def test_a_closed_pipe_ends_the_program_quietly(start: Start) -> None:
    process = start("fix", "--jsonl", "-q")
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.write(jsonl({"text": CLEAN}).encode())
    process.stdin.flush()
    assert process.stdout.readline()
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(jsonl(*[{"text": CLEAN}] * 50).encode())
        process.stdin.close()
    assert process.wait(timeout=120) in (0, 141)
    assert process.stderr.read() == b""


def test_jsonl_is_flushed_by_line(start: Start) -> None:
    process = start("fix", "--jsonl", "-q")
    assert process.stdin is not None
    assert process.stdout is not None
    for n in range(3):  # the next line is sent only when the last is answered
        process.stdin.write(jsonl({"id": n, "text": STORY}).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == n
    out, _ = process.communicate(timeout=60)
    assert (out, process.returncode) == (b"", 0)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_an_interrupt_is_quiet(start: Start) -> None:
    process = start("fix", "--jsonl", "-q")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(jsonl({"id": 1, "text": CLEAN}).encode())
    process.stdin.flush()
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
