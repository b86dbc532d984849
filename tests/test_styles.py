"""House styles: tables, spellings, and what holds of every styled text."""

from __future__ import annotations

import functools
import random

import pytest

import mtfix
from mtfix.config import STYLES, Config
from mtfix.findings import Severity
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.store import Gazetteer
from mtfix.gazetteer.styles import Style, bgn
from mtfix.tables import DATA, read_table

HOUSES = tuple(s for s in STYLES if s != "keep")
FRAMES = (
    "On 22 August {x} met reporters in Kiev, and {x} said that prices had risen by 5 percent.",
    "{x}'s plan was published on Aug. 22, 2016. Critics of {x} laughed.",
    "THE PLAN OF {X} FAILS",
    "The film “{x}” opens on Monday; {x} will not come.",
)


@functools.cache
def pipeline(style: str) -> mtfix.Pipeline:
    return mtfix.Pipeline(Config(style=style))


@functools.cache
def entries() -> dict[str, Entry]:
    return {e.id: e for e in Gazetteer.open().entries}


def drawn(style: str, n: int = 40) -> list[Entry]:
    """Entries of which the house has a spelling: all with a fact, and some that follow a scheme."""
    house = Style.open(style)
    facts = [entries()[key] for key in sorted(house.facts)]
    rest = sorted((e for e in entries().values() if house.spelling(e) and e.id not in house.facts), key=lambda e: e.id)
    return facts + random.Random(style).sample(rest, min(n, len(rest)))


def test_every_fact_is_of_a_known_entry_and_a_known_style() -> None:
    for row in read_table(DATA / "styles/names.tsv", ("entry", "style", "spelling", "source")):
        assert row["entry"] in entries(), row
        assert row["style"] in HOUSES, row
        assert row["spelling"], row
        assert row["source"], row


def test_keep_has_no_spellings() -> None:
    keep = Style.open("keep")
    assert not any(keep.spelling(e) for e in entries().values())


@pytest.mark.parametrize(
    ("russian", "english", "kind", "right"),
    [
        ("Сергей Лавров", "Sergey Lavrov", "person", "Sergey Lavrov"),
        ("Евгений Пригожин", "Yevgeny Prigozhin", "person", "Yevgeniy Prigozhin"),
        ("Ольга Голодец", "Olga Golodets", "person", "Ol’ga Golodets"),
        ("Дмитрий Киселев", "Dmitry Kiselyov", "person", "Dmitriy Kiselëv"),
        ("Нижний Новгород", "Nizhny Novgorod", "place", "Nizhniy Novgorod"),
        ("Ростов-на-Дону", "Rostov-on-Don", "place", ""),
        ("Москва", "Moscow", "place", ""),
    ],
)
def test_bgn_is_exact_and_leaves_names_that_are_english(russian: str, english: str, kind: str, right: str) -> None:
    assert bgn(Entry("q", kind, english, russian, country="RU")) == right


def test_ap_and_reuters_let_a_person_keep_a_spelling_of_his_own() -> None:
    malkin = Entry("q", "person", "Evgeni Malkin", "Евгений Малкин", country="RU")
    assert Style.open("ap").spelling(malkin) == ""
    assert Style.open("reuters").spelling(malkin) == ""


@pytest.mark.parametrize("style", HOUSES)
def test_a_styled_text_stays(style: str) -> None:
    p = pipeline(style)
    for n, e in enumerate(drawn(style)):
        text = FRAMES[n % len(FRAMES)].format(x=e.names[-1 - n % len(e.names)], X=e.en.upper())
        once = p.fix(text)
        assert once.revert() == text
        assert p.fix(once.text).text == once.text, text


@pytest.mark.parametrize("style", HOUSES)
def test_the_houses_own_spelling_is_left(style: str) -> None:
    for e in drawn(style):
        text = f"It was said that {Style.open(style).spelling(e)} was not at fault."
        found = [f for f in pipeline(style).fix(text).applied if f.rule.name == "house-spelling"]
        assert not found, text


@pytest.mark.parametrize("style", HOUSES)
def test_what_a_style_changes_is_neutral_and_its_own_rule(style: str) -> None:
    text = "Volodymyr Zelensky, Kim Jong-un and Igor Sechin were in Lugansk on the way to Kharkov."
    result = pipeline(style).fix(text)
    assert result.text != text
    assert all(f.rule.severity is Severity.NEUTRAL and f.rule.name == "house-spelling" for f in result.applied)


def test_a_repair_takes_the_houses_spelling() -> None:
    text = "The army of Muammara Kaddafi fled."
    assert pipeline("keep").fix(text).text == "The army of Muammar Gaddafi fled."
    assert pipeline("ap").fix(text).text == "The army of Moammar Gadhafi fled."


def test_keep_changes_no_right_spelling() -> None:
    for e in (entries()[key] for key in sorted(Style.open("ap").facts)):
        for name in e.names:
            text = f"It was said that {name} was not at fault."
            assert pipeline("keep").fix(text).text == text
