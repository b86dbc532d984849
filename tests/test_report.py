"""The renderings: what each format promises its readers, on findings of every kind and on hostile text."""

from __future__ import annotations

import dataclasses
import html.parser
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mtfix
from mtfix.cli import segments
from mtfix.document import Document
from mtfix.findings import Applicability, Edit, Finding, Result, Rule, Severity, Status, finding, make_edits
from mtfix.report import diff, marks, mqm, sarif, stats, text
from mtfix.report import html as page
from mtfix.report import json as public
from mtfix.resolve import resolve


def rule(name: str, safety: Applicability) -> Rule:
    example = ("be<fore", "after")
    return Rule(name, "accuracy/untranslated", Severity.MAJOR, safety, "Says <what>.", "Why & so.", example, "limits")


MADE = rule("made-rule", Applicability.SAFE)
ASKED = rule("asked-rule", Applicability.UNSAFE)
SHOWN = rule("shown-rule", Applicability.DISPLAY)
TEXT = "The envoy met «the whole dipvedomstva» on 3 Agusta.\nAn odd line.\n"


def decided(text: str, findings: list[Finding]) -> Result:
    made = resolve(findings)
    edits = sorted((e for f in made if f.status is Status.APPLIED for e in f.edits), key=lambda e: (e.start, e.end))
    return Result(Document(text), make_edits(text, edits), made)


def sample() -> Result:
    """Two quotation marks and a month made, a word inside the quotation offered, a line shown, one finding lost."""
    doc = Document(TEXT)

    def at(r: Rule, what: str, *suggestions: str, message: str = "a <b> & c", **more: Any) -> Finding:
        start = TEXT.index(what)
        more = {"confidence": 0.97, "fix_confidence": 0.9, **more}
        return finding(r, doc, start, start + len(what), message, suggestions=suggestions, **more)

    opening, closing = TEXT.index("«"), TEXT.index("»")
    quotes = (Edit(opening, opening + 1, "«", "“"), Edit(closing, closing + 1, "»", "”"))
    return decided(TEXT, [
        at(MADE, "«the whole dipvedomstva»", "“the whole dipvedomstva”", edits=quotes),
        at(MADE, "Agusta", "August"),
        at(SHOWN, "3 Agusta", "August 3", fix_confidence=0.1),
        at(ASKED, "dipvedomstva", "Foreign Ministry", "office", evidence={"source_word": "дипведомства"}),
        at(SHOWN, "An odd line."),
    ])  # fmt: skip


# --- text ----------------------------------------------------------------------------------------


def test_mark_shows_offers_nested_in_edits_that_were_made() -> None:
    assert text.marked(sample()) == (
        "The envoy met “the whole {dipvedomstva→Foreign Ministry?}” on 3 August.\n{An odd line.?}\n"
    )


def test_mark_of_a_deletion_and_of_offers_within_offers() -> None:
    doc = Document("See Lavrof here")
    outer = finding(ASKED, doc, 0, 15, "m", suggestions=("",), confidence=0.9)
    inner = finding(SHOWN, doc, 4, 10, "m", suggestions=("Lavrov",), confidence=0.9)
    assert text.marked(Result(doc, doc.text, (outer, inner))) == "{See {Lavrof→Lavrov?} here→?}"


def test_mark_leaves_an_insertion_beside_an_offer_outside_it() -> None:
    doc = Document("the ministry")
    put = finding(MADE, doc, 0, 0, "m", edits=(Edit(0, 0, "", "In "),), confidence=0.9)
    offer = finding(SHOWN, doc, 0, 3, "m", suggestions=("a",), confidence=0.9)
    made = dataclasses.replace(put, status=Status.APPLIED)
    assert text.marked(Result(doc, "In the ministry", (made, offer))) == "In {the→a?} ministry"


def test_diagnostics_are_one_line_each_and_list_what_is_offered() -> None:
    lines = list(text.diagnostics("a.txt", sample()))
    assert lines == [
        "a.txt:1:26: asked-rule a <b> & c → Foreign Ministry",
        "a.txt:2:1: shown-rule a <b> & c",
    ]


def test_control_characters_do_not_reach_the_terminal() -> None:
    doc = Document("a\x1b[2Jb\nc")
    f = finding(SHOWN, doc, 0, 8, "holds \x1b[2J\n", suggestions=("x\ny\x07", ""), confidence=0.5)
    out = "\n".join(text.diagnostics("p\nq", Result(doc, doc.text, (f,)), detail=True))
    assert len(out.split("\n")) == 2
    assert not {"\x1b", "\x07"} & set(out)


def test_summary_says_what_was_changed_and_what_waits() -> None:
    out = text.summary("a.txt", sample())
    assert out.startswith("a.txt: 3 edits made, 2 offers wait\n")
    changed, offered = out.split("  offered\n")
    assert "Agusta → August" in changed
    assert "dipvedomstva → Foreign Ministry" in offered


def test_color_is_only_codes_around_the_same_words() -> None:
    plain = list(text.diagnostics("a", sample()))
    assert [re.sub("\x1b\\[[0-9]+m", "", s) for s in text.diagnostics("a", sample(), color=True)] == plain


# --- JSON, statistics ----------------------------------------------------------------------------


def test_json_has_every_finding_also_those_that_lost() -> None:
    out = json.loads(public.dumps(public.document([("a.txt", sample())])))
    (file,) = out["files"]
    assert [f["status"] for f in file["findings"]].count("superseded") == 1
    assert next(f["by"] for f in file["findings"] if "by" in f) == "made-rule@44-50"


def test_json_takes_evidence_of_any_kind_and_refuses_what_is_no_number() -> None:
    assert json.loads(public.dumps({"a": frozenset("ba"), "b": Path("x")})) == {"a": ["a", "b"], "b": "x"}
    with pytest.raises(ValueError, match="not JSON compliant"):
        public.dumps(float("nan"))


def test_statistics_count_what_is_made_or_offered() -> None:
    s = stats.of([sample(), sample()])
    assert {r["rule"]: (r["findings"], r["safe"]) for r in s.rows()} == {
        "made-rule": (4, 4), "asked-rule": (2, 0), "shown-rule": (2, 0),
    }  # fmt: skip
    assert s.rate(4) == round(1e4 * 4 / (2 * len(Document(TEXT).words)), 2)


# --- SARIF ---------------------------------------------------------------------------------------


def test_sarif_places_and_fixes_are_those_of_the_text() -> None:
    log = sarif.log([("dir/a b.txt", sample())])
    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    rules = run["tool"]["driver"]["rules"]
    assert all(r["help"]["text"] and r["help"]["markdown"] for r in rules)
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "dir/a%20b.txt", "index": 0}
        region = place["region"]
        assert TEXT[region["charOffset"] :].startswith(region["snippet"]["text"])
        assert len(region["snippet"]["text"]) == region["charLength"]
    month = next(r for r in run["results"] if r["message"]["text"].endswith("August"))
    region = {"startLine": 1, "startColumn": 45, "endLine": 1, "endColumn": 51, "charOffset": 44, "charLength": 6}
    swap = {"deletedRegion": region, "insertedContent": {"text": "August"}}
    assert month["fixes"][0]["artifactChanges"][0]["replacements"] == [swap]
    assert "fixes" not in next(r for r in run["results"] if r["ruleId"] == "shown-rule")


# --- MQM -----------------------------------------------------------------------------------------


def test_mqm_has_a_row_an_error_with_its_span_marked() -> None:
    rows = [r.split("\t") for r in mqm.rows([("a.txt", sample()), ("b.txt", Result(Document("Fine\tso."), "", ()))])]
    assert rows[0] == list(mqm.COLUMNS)
    assert all(len(r) == len(mqm.COLUMNS) for r in rows)
    assert [r[3] for r in rows[1:]] == ["1", "1", "1", "2", "3"]
    assert rows[2][6:] == [
        "The envoy met «the whole <v>dipvedomstva</v>» on 3 Agusta.", "Accuracy/Untranslated", "Major",
    ]  # fmt: skip
    assert rows[5] == ["mt", "b.txt", "1", "3", "mtfix", "", "Fine so.", "No-error", "No-error"]


def test_mqm_marks_of_the_story_are_not_ours_and_sources_stand_beside() -> None:
    doc = Document("a <v>b</v>\nc", source="раз\nдва")
    f = finding(SHOWN, doc, 11, 12, "m", confidence=0.5)
    rows = [r.split("\t") for r in mqm.rows([("a", Result(doc, doc.text, (f,)))])]
    assert [r[5:7] for r in rows[1:]] == [["раз", "a &lt;v>b&lt;/v>"], ["два", "<v>c</v>"]]


# --- HTML ----------------------------------------------------------------------------------------

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Checker(html.parser.HTMLParser):
    """Tags close in order, ids are unique, links lead somewhere, nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in ("src", "action")
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def checked(source: str) -> Checker:
    c = Checker()
    c.feed(source)
    c.close()
    assert c.open == []
    assert len(c.ids) == len(set(c.ids))
    assert all(link.startswith("#") and link[1:] in c.ids for link in c.links)
    assert not {"script", "link", "img", "iframe"} & c.tags
    assert "http" not in source.replace("http-equiv", "")
    return c


def test_html_is_whole_and_says_rule_reason_confidence_and_suggestions() -> None:
    c = checked(page.render([("a.txt", sample()), ("b.txt", sample())]))
    words = ("made-rule", "a <b> & c", "confidence 97%", "Foreign Ministry", "дипведомства", "Says <what>. Why & so.")
    for word in words:
        assert word in c.text
    assert c.text.count("3 edits made, 2 offers wait") == 4  # in the list of texts, and above each text
    assert "2 texts: 6 edits made, 4 offers wait" in c.text


HOSTILE = ["<script>alert(1)</script>", "</div></section>", '" onmouseover="x', "&amp; &lt;", "$title"]


@pytest.mark.parametrize("bad", HOSTILE)
def test_html_escapes_everything(bad: str) -> None:
    doc = Document(f"{bad} and {bad}")
    r = Rule(bad, bad, Severity.MINOR, Applicability.SAFE, bad, bad, (bad, bad), bad)
    more: dict[str, Any] = {"confidence": 0.9, "fix_confidence": 0.95, "evidence": {"source_word": bad}}
    f = finding(r, doc, 0, len(bad), bad, suggestions=(f"x{bad}", bad), **more)
    g = finding(SHOWN, doc, len(bad) + 5, len(doc.text), bad, suggestions=(bad,), **more)
    c = checked(page.render([(bad, decided(doc.text, [f, g]))], title=bad))
    assert c.text.count(bad) >= 12


# --- properties ----------------------------------------------------------------------------------


@st.composite
def results(draw: st.DrawFn, text: str | None = None) -> Result:
    """Any findings over any short text: overlapping, nested, empty, at the edges."""
    text = draw(st.text(alphabet="ab \n\r«{<", max_size=40)) if text is None else text
    n, doc, found = len(text), Document(text), []
    for _ in range(draw(st.integers(0, 6))):
        a = draw(st.integers(0, n))
        b = draw(st.integers(a, min(n, a + 8)))
        edits: list[Edit] = []
        for _ in range(draw(st.integers(0, 2))):
            x = draw(st.integers(max(0, a - 2), min(n, b + 2)))
            y = draw(st.integers(x, min(n, x + 4)))
            e = Edit(x, y, text[x:y], draw(st.text(alphabet="XY\n ", max_size=3)))
            if e.before != e.after and all(o.end < x or y < o.start for o in edits):
                edits.append(e)
        found.append(finding(
            draw(st.sampled_from([MADE, ASKED, SHOWN])), doc, a, b, "m", confidence=0.5,
            edits=tuple(sorted(edits, key=lambda e: e.start)), suggestions=draw(st.sampled_from([(), ("",), ("S",)])),
            fix_confidence=draw(st.sampled_from([0.1, 0.5, 0.9])),
        ))  # fmt: skip
    return decided(text, found)


@given(results())
@settings(deadline=None)
def test_the_stream_of_marks_gives_both_texts_and_nests(result: Result) -> None:
    events = list(marks.events(result))
    before = "".join(e.edit.before if e.edit else e.text for e in events)
    assert before == result.document.text
    assert "".join(e.text for e in events) == result.text
    stack: list[Finding | None] = []
    for e in events:
        if e.kind is marks.Kind.OPEN:
            stack.append(e.finding)
        elif e.kind is marks.Kind.CLOSE:
            assert stack.pop() is e.finding
    assert stack == []


@given(results())
@settings(deadline=None, max_examples=50)
def test_every_format_takes_every_result(result: Result) -> None:
    checked(page.render([("p", result)]))
    assert all(r.count("\t") == 8 and "\n" not in r for r in mqm.rows([("p", result)]))
    json.dumps(sarif.log([("p", result)]))
    assert "\n" not in "".join(text.diagnostics("p", result, detail=True))


def test_diff_of_lines_joined_and_of_a_last_line_without_an_end() -> None:
    doc = Document("one\ntwo\nthree")
    edits = (Edit(3, 4, "\n", " "), Edit(8, 13, "three", "3"))
    f = dataclasses.replace(finding(MADE, doc, 3, 13, "m", edits=edits, confidence=0.9), status=Status.APPLIED)
    assert diff.unified("a b.txt", Result(doc, "one two\n3", (f,))) == (
        "--- a b.txt\t\n+++ a b.txt\t\n@@ -1,3 +1,2 @@\n-one\n-two\n+one two\n"
        "-three\n\\ No newline at end of file\n+3\n\\ No newline at end of file\n"
    )


def test_diff_of_far_changes_has_two_hunks_with_the_right_numbers() -> None:
    lines = [f"line {n}\n" for n in range(1, 31)]
    doc = Document("".join(lines))
    second = doc.text.index("line 25\n")
    edits = (Edit(0, 7, "line 1\n", ""), Edit(second, second + 4, "line", "LINE"))
    f = dataclasses.replace(finding(MADE, doc, 0, 30, "m", edits=edits, confidence=0.9), status=Status.APPLIED)
    out = diff.unified("a.txt", Result(doc, make_edits(doc.text, list(edits)), (f,)))
    assert [line for line in out.splitlines() if line.startswith("@@")] == ["@@ -1,4 +1,3 @@", "@@ -22,7 +21,7 @@"]


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch program here")
@given(result=results())
@settings(deadline=None, max_examples=150)
def test_patch_takes_the_diff(tmp_path_factory: pytest.TempPathFactory, result: Result) -> None:
    out = diff.unified("f.txt", result)
    assert (out == "") == (result.text == result.document.text)
    if out:
        folder = tmp_path_factory.mktemp("patch")
        (folder / "f.txt").write_bytes(result.document.text.encode())
        ran = subprocess.run(["patch", "-p0", "--binary", "-s"], input=out.encode(), cwd=folder, capture_output=True)
        assert ran.returncode == 0, ran.stdout
        got = (folder / "f.txt").read_bytes() if (folder / "f.txt").exists() else b""
        assert got.decode() == result.text


@given(st.data())
@settings(deadline=None)
def test_a_split_result_is_whole_in_every_segment(data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.text(alphabet="ab \n«", max_size=12), min_size=1, max_size=5))
    joined, _ = segments.join(texts)
    result = data.draw(results(joined))
    for own, part in zip(texts, segments.split(result, [Document(t) for t in texts]), strict=True):
        edits = part.edits
        assert all(own[e.start : e.end] == e.before != e.after for e in edits)
        assert all(p.end <= q.start and p.start < q.start for p, q in itertools.pairwise(edits))
        assert part.text == make_edits(own, list(edits))
        assert part.revert() == own
        assert all(own[f.start : f.end] == f.text for f in part.findings)
        assert all(f.edits for f in part.findings if f.status is Status.APPLIED)


# --- real results --------------------------------------------------------------------------------


def test_real_results_go_through_every_format() -> None:
    story = "On Tuesday, 9 Sentyabrya, he called it «a new phase».\n\nShare this news\n"
    result = mtfix.fix(story)
    assert result.edits
    checked(page.render([("a.txt", result)]))
    assert diff.unified("a.txt", result).startswith("--- a.txt\n+++ a.txt\n@@ ")
    assert len(list(mqm.rows([("a.txt", result)]))) >= 3
    assert sarif.log([("a.txt", result)])["runs"][0]["results"]
