"""A desk's own terms: tables and termbases, calques and terms left in Russian, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtfix.cli import main
from mtfix.config import Config
from mtfix.errors import DataError
from mtfix.findings import Status
from mtfix.pipeline import Pipeline

TABLE = """\
# Source: the desk.
ru\tcalque\ten\tcontext\tsafety
верительная грамота\tconfidence paper\tletter of credence\t\tsafe
самозанятость\t\tself-employment\t\tsafe
налоговый вычет\t\ttax credit\t\tsafe
порожний рейс\tempty flight\tdeadhead run\tlorry | lorries\toffer
\twater closet\tlavatory\t\tsafe
"""
TBX = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><text><body>
<termEntry><langSet xml:lang="ru"><tig><term>верительная грамота</term></tig></langSet>
<langSet xml:lang="en"><tig><term>credentials letter</term></tig>
<tig><term>letter of credence</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
<tig><term>confidence paper</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
</langSet></termEntry>
<termEntry><langSet xml:lang="ru"><tig><term>самозанятость</term></tig></langSet>
<langSet xml:lang="en"><tig><term>self-employment</term></tig></langSet></termEntry>
</body></text></martif>
"""


def desk(tmp_path: Path, text: str, name: str = "own.tsv") -> Pipeline:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return Pipeline(Config(terms=(path,)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He handed in a confidence paper.", "He handed in a letter of credence."),
        ("They signed two confidence papers.", "They signed two letters of credence."),
        ("The samozanyatost of drivers grew.", "The self-employment of drivers grew."),
        ("Rules of samozanyatosti changed.", "Rules of self-employment changed."),
        ("They ask for a nalogovogo vycheta soon.", "They ask for a tax credit soon."),
        ("The water closet was closed.", "The lavatory was closed."),
    ],
)
def test_made(tmp_path: Path, before: str, after: str) -> None:
    result = desk(tmp_path, TABLE).fix(before)
    assert result.text == after
    assert result.revert() == before


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("The tax deduction is small.", "tax credit"),  # word for word: an offer, whatever safety says
        ("The lorry made an empty flight home.", "deadhead run"),
    ],
)
def test_offered(tmp_path: Path, text: str, suggestion: str) -> None:
    result = desk(tmp_path, TABLE).fix(text)
    assert result.text == text
    assert [f.suggestions[0] for f in result.offered] == [suggestion]


@pytest.mark.parametrize(
    "text",
    [
        "He handed in a letter of credence.",
        "The airline made an empty flight home.",  # no lorry near
        "Self-employment grew, and so did tax credits.",
        "The confidence of paper makers grew.",
    ],
)
def test_left_alone(tmp_path: Path, text: str) -> None:
    assert not [f for f in desk(tmp_path, TABLE).fix(text).findings if f.rule.name == "calque"]


def test_a_desks_term_wins_over_the_shipped(tmp_path: Path) -> None:
    own = "ru\tcalque\ten\tsafety\nгосударственный секретарь\tState Secretary\tminister of state\tsafe\n"
    assert desk(tmp_path, own).fix("said State Secretary Kerry").text == "said Minister of State Kerry"


def test_a_termbase(tmp_path: Path) -> None:
    pipeline = desk(tmp_path, TBX, "own.tbx")
    (offer,) = pipeline.fix("He handed in a confidence paper.").offered
    assert offer.suggestions[:2] == ("letter of credence", "credentials letter")
    assert pipeline.fix("The samozanyatost of drivers grew.").text == "The self-employment of drivers grew."


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    pipeline = desk(tmp_path, TABLE)
    once = pipeline.fix("The samozanyatost grew. He handed in a confidence paper on 22 Agusta.")
    assert not [f for f in pipeline.fix(once.text).findings if f.status is Status.APPLIED]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("own.tsv", "ru\ten\nа\t\n", "own.tsv:2: 'а' has no English"),
        ("own.tsv", "ru\ten\n\tb\n", "own.tsv:2: neither a Russian term nor a calque"),
        ("own.tsv", "ru\ten\tsafety\nа\tb\tyes\n", "own.tsv:2: safety 'yes' is not known"),
        ("own.tsv", "ru\ten\nа\tb\tc\n", "own.tsv:2: 3 cells where the header has 2"),
        ("own.tsv", "russian\tenglish\nа\tb\n", "own.tsv:1: column 'ru' is missing"),
        ("own.tbx", "<martif></martif>", "own.tbx: no English term in it"),
        ("own.tbx", "<martif>\n<text>", "own.tbx:2: not well-formed"),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(DataError) as e:
        desk(tmp_path, text, name).fix("Any text.")
    assert said in str(e.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be read"):
        Pipeline(Config(terms=(tmp_path / "no.tsv",))).fix("Any text.")


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        (("Sergei", "Lavrov"), "Sergei Lavrov: Sergey Lavrov (Сергей Лавров), person"),
        (("vor", "v", "zakone"), "zakone: Russian законе"),
        (("State", "Secretary"), "word-for-word rendering of «государственный секретарь»"),
    ],
)
def test_a_phrase_is_explained(phrase: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *phrase]) == 0
    assert said in capsys.readouterr().out
