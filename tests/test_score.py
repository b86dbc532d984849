"""Scores: against sacrebleu's own numbers, on cases where the right answer is plain, and on inputs that do not fit."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
import sacrebleu

from mtfix.cli import main
from mtfix.document import Document
from mtfix.errors import InputError
from mtfix.findings import Applicability, Edit, Finding, Result, Rule, Severity, Status, finding, make_edits
from mtfix.score import corpus, edits
from mtfix.score.edits import Artefact, EditScore

REFERENCE = [
    "The envoy flew to Geneva on the first of August.", "The Foreign Ministry declined to comment on the report.",
    "Talks are expected to go on until the end of the week.", "Nobody was hurt, the police said in a statement.",
]  # fmt: skip
BEFORE = [
    "The envoy flew to Geneva on the first of Agusta.", "The dipvedomstvo declined to comment on the report.",
    "Talks are expected to go on until the end of week.", "Nobody was hurt, the police said in a statement.",
]  # fmt: skip
AFTER = [REFERENCE[0], REFERENCE[1], "Talks are expected to go on to the end of weak.", BEFORE[3]]


# --- corpus --------------------------------------------------------------------------------------


def test_scores_are_sacrebleus_with_signatures() -> None:
    got = {m.name: m for m in corpus.score(BEFORE, [REFERENCE]).metrics}
    assert got["BLEU"].score == pytest.approx(sacrebleu.corpus_bleu(BEFORE, [REFERENCE]).score)
    assert got["chrF2"].score == pytest.approx(sacrebleu.corpus_chrf(BEFORE, [REFERENCE]).score)
    assert got["TER"].score == pytest.approx(sacrebleu.corpus_ter(BEFORE, [REFERENCE]).score)
    assert "tok:13a" in got["BLEU"].signature
    assert all("version:" in m.signature for m in got.values())


def test_before_and_after_with_significance() -> None:
    s = corpus.score(AFTER, [REFERENCE], BEFORE, samples=200)
    assert s.segments == 4
    assert s.by_chrf == corpus.Tally(2, 1, 1)
    assert s.by_ter.better + s.by_ter.worse + s.by_ter.same == 4
    assert s.changed is not None
    assert s.changed[0].line == 3  # the greatest loss first
    for m in s.metrics:
        assert m.before is not None
        assert m.p_value is not None
        assert 0 < m.p_value <= 1
        assert "bs:200" in m.signature
        assert "seed:" in m.signature
    again = corpus.score(AFTER, [REFERENCE], BEFORE, samples=200)
    assert [m.p_value for m in again.metrics] == [m.p_value for m in s.metrics]


def test_a_text_is_not_significantly_better_than_itself() -> None:
    s = corpus.score(BEFORE, [REFERENCE], BEFORE, samples=50)
    assert [m.p_value for m in s.metrics] == [1.0, 1.0, 1.0]
    assert s.by_chrf == s.by_ter == corpus.Tally(0, 0, 4)


def test_several_references_count() -> None:
    other = ["The envoy went to Geneva.", *REFERENCE[1:]]
    assert "nrefs:2" in corpus.score(BEFORE, [REFERENCE, other]).metrics[0].signature


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ((AFTER, [REFERENCE[:3]]), "reference 1 3"), ((AFTER, [REFERENCE], BEFORE[:2]), "text before 2"),
        ((AFTER, [REFERENCE], BEFORE, ["а"]), "source 1"), (([], [[]]), "no line"), ((AFTER, []), "no reference"),
    ],
)  # fmt: skip
def test_segments_must_agree(given: tuple[list[str], ...], what: str) -> None:
    with pytest.raises(InputError, match=what):
        corpus.score(*given)  # type: ignore[arg-type]


# --- edits against gold --------------------------------------------------------------------------

TEXT = "On 22 Agusta the Russian dipvedomstva spoke.\nShare this news\nThe foreign Ministry, they said , was open."


def artefact(text: str, category: str, *accept: str, tier: str = "fix") -> Artefact:
    start = TEXT.index(text)
    return Artefact("a.txt", start, start + len(text), text, category, tier, accept)


GOLD = [
    artefact("Agusta", "date", "August"), artefact("dipvedomstva", "untranslated", "Foreign Ministry", tier="flag"),
    artefact("Share this news", "web", ""), artefact("foreign Ministry", "casing", "Foreign Ministry"),
    artefact("they said ,", "typography", "they said,", tier="optional"),
]  # fmt: skip


def made(rule: str, before: str, after: str, status: Status = Status.APPLIED) -> Finding:
    start = TEXT.index(before)
    r = Rule(rule, "accuracy/x", Severity.MAJOR, Applicability.SAFE, "", "", ("", ""), "")
    edits = (Edit(start, start + len(before), before, after),)
    f = finding(r, Document(TEXT), start, start + len(before), "m", suggestions=(after,), edits=edits, confidence=0.9)
    return dataclasses.replace(f, status=status)


def scored(*findings: Finding) -> EditScore:
    done = sorted((e for f in findings if f.status is Status.APPLIED for e in f.edits), key=lambda e: e.start)
    out = EditScore()
    edits.add(out, "a.txt", GOLD, Result(Document(TEXT), make_edits(TEXT, done), findings))
    return out


def test_nothing_done_is_nothing_found_and_nothing_false() -> None:
    s = scored()
    assert s.all.to_dict() == {
        "gold": 4, "found": 0, "fixed": 0, "offered": 0, "touched": 0, "false": 0,
        "found_recall": 0.0, "recall": 0.0, "precision": None, "f1": None,
    }  # fmt: skip
    assert [a.text for a in s.missed] == [a.text for a in GOLD[:4]]


def test_right_repairs_wrong_ones_and_offers() -> None:
    s = scored(
        made("month", "Agusta", "August"), made("word", "dipvedomstva", "Foreign Ministry", Status.OFFERED),
        made("web", "Share this news\n", ""), made("case", "foreign Ministry", "foreign ministry"),
        made("space", "said ,", "said,"), made("bad", "spoke", "speak"),
    )  # fmt: skip
    by = {k: (c.found, c.fixed, c.offered, c.touched) for k, c in s.families.items()}
    assert by == {"date": (1, 1, 1, 1), "untranslated": (1, 0, 1, 0), "web": (1, 1, 1, 1), "casing": (1, 0, 0, 1)}
    assert s.all.to_dict()["precision"] == round(2 / (3 + 1), 4)
    assert dict(s.false_by_rule) == {"bad": 1}
    assert [(d, e.before, e.after) for d, e in s.wrong] == [("a.txt", "spoke", "speak")]
    assert [a.category for a in s.missed] == ["casing"]  # the flagged word was found, which is all that is asked


def test_a_superseded_finding_finds_nothing() -> None:
    assert scored(made("word", "dipvedomstva", "x", Status.SUPERSEDED)).all.found == 0


def test_a_wide_edit_counts_as_the_words_it_changes() -> None:
    s = scored(made("wide", "On 22 Agusta the Russian", "On 22 August the Russian"))
    assert (s.families["date"].fixed, s.all.false) == (1, 0)
    assert scored(made("wide", "On 22 Agusta the Russian", "In 22 August the Russian")).families["date"].fixed == 1


def test_gold_that_does_not_fit_the_text_is_refused() -> None:
    wrong = Artefact("a.txt", 1, 2, "x", "c", "fix", ("y",))
    with pytest.raises(InputError, match="at 1 the gold has 'x'"):
        edits.add(EditScore(), "a.txt", [wrong], Result(Document("abc"), "abc", ()))


@pytest.mark.parametrize(
    ("line", "what"), [("junk", "g:2: not an artefact"), ("[]", "g:2"), ('{"doc": "a"}', "g:2: field 'start'")]
)
def test_broken_gold_names_file_and_line(line: str, what: str) -> None:
    good = json.dumps({"doc": "a", "start": 0, "end": 1, "text": "x", "category": "c", "accept": ["y"]})
    with pytest.raises(InputError, match=what):
        edits.parse_gold([good, line], "g")
    assert edits.parse_gold([good, ""], "g")["a"][0].tier == "fix"


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, lines in (("ref", REFERENCE), ("raw", BEFORE), ("clean", AFTER)):
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    return tmp_path


def test_score_prints_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "clean", "--ref", "ref", "--before", "raw"]) == 0
    out = capsys.readouterr().out
    assert "2 better, 1 worse, 1 same" in out
    assert "BLEU: nrefs:1|bs:1000" in out


def test_score_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "src").write_text("а\nб\nв\r\nг\n")
    assert main(["score", "clean", "--ref", "ref", "--before", "raw", "--source", "src", "--json"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert [m["name"] for m in out["metrics"]] == ["BLEU", "chrF2", "TER"]
    ter = out["sentences"].pop("ter")
    assert out["sentences"] == {"better": 2, "worse": 1, "same": 1}
    assert sum(ter.values()) == 4
    assert out["changed"][0]["source"] == "в"


def test_raw_is_cleaned_segment_by_segment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mt").write_text("The talks begin on Monday, 22 Agusta.\nIt rained , they said .\n")
    (folder / "pe").write_text("The talks begin on Monday, 22 August.\nIt rained , they said .\n")
    assert main(["score", "--raw", "mt", "--ref", "pe", "-v"]) == 0
    out = capsys.readouterr().out
    assert "2 segments, 1 changed" in out
    assert "by sentence TER: 1 better, 0 worse, 1 same" in out
    assert main(["score", "clean", "--raw", "mt", "--ref", "pe"]) == 2


def test_a_segment_may_hold_other_separators(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "clean").write_text("\n".join([AFTER[0].replace(" on", "\u2028on"), *AFTER[1:]]))
    assert main(["score", "clean", "--ref", "ref"]) == 0


def test_line_counts_that_differ_are_one_clear_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ref").write_text("one\n")
    assert main(["score", "clean", "--ref", "ref"]) == 2
    got = capsys.readouterr()
    assert got.out == ""
    assert got.err == "mtfix: the cleaned text has 4 lines and the reference 1 1; give the same segments\n"


def test_score_on_gold_runs_the_engine(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = "The delegation will land in Geneva on Monday, 22 Agusta.\n"
    (folder / "texts").mkdir()
    (folder / "texts/a.txt").write_text(story)
    start = story.index("Agusta")
    gold = {"doc": "a.txt", "start": start, "end": start + 6, "text": "Agusta", "category": "date", "tier": "fix",
            "accept": ["August"], "source_word": "августа"}  # fmt: skip
    (folder / "g.jsonl").write_text(json.dumps(gold) + "\n")
    assert main(["score", "--gold", "g.jsonl", "--texts", "texts", "--json"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert (out["families"]["date"]["fixed"], out["all"]["false"], out["all"]["f1"]) == (1, 0, 1.0)
    assert main(["score", "--gold", "g.jsonl", "--texts", "texts"]) == 0
    assert "100.0%" in capsys.readouterr().out
    assert main(["score", "--gold", "g.jsonl", "--texts", "."]) == 2
    assert capsys.readouterr().err == "mtfix: a.txt: no such file\n"
