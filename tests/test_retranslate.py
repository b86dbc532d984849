"""Re-translation: alignment, the gate, the way back into the result, and real (tiny) transformers models."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import json
import random
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import mtfix.retranslate as limb
from mtfix.analysis.bilingual.align import align, sentences
from mtfix.analysis.bilingual.names import Names
from mtfix.analysis.bilingual.numbers import difference
from mtfix.analysis.bilingual.witness import Witness
from mtfix.analysis.knowledge import Knowledge
from mtfix.cli import main
from mtfix.config import Config
from mtfix.document import Document
from mtfix.errors import ModelError
from mtfix.findings import Applicability, Edit, Finding, Result, Rule, Severity, Status, finding
from mtfix.pipeline import Pipeline
from mtfix.retranslate import transformers_backend as backend
from mtfix.retranslate.gate import Gate

neural = pytest.mark.skipif(
    any(importlib.util.find_spec(m) is None for m in ("torch", "transformers", "sentencepiece")),
    reason="needs the extra: pip install 'mtfix[neural]'",
)

GARBLED = Rule(
    "garbled", "accuracy/mistranslation", Severity.MAJOR, Applicability.SAFE, "s", "w", ("a", "b"), "l",
)  # fmt: skip
MONTH = dataclasses.replace(GARBLED, name="month", category="locale-conventions/date")
QUOTES = dataclasses.replace(GARBLED, name="quotes", category="locale-conventions/typography")


def find(doc: Document) -> Iterator[Finding]:
    """Damage of the simplest kind: words that end in -zz are garbled (no repair is known), one month and one pair of
    quotation marks are repaired by themselves, and `Larowe` has a repair that is likely."""
    for m in re.finditer(r"\w+zz\b", doc.text):
        yield finding(GARBLED, doc, *m.span(), "garbled", confidence=0.9)
    for m in re.finditer("Agusta", doc.text):
        yield finding(MONTH, doc, *m.span(), "month", suggestions=("August",), confidence=0.9, fix_confidence=0.95)
    for m in re.finditer("(?s)«(.*?)»", doc.text):
        a, b = m.span()
        edits = (Edit(a, a + 1, "«", "“"), Edit(b - 1, b, "»", "”"))
        new = f"“{m[1]}”"
        yield finding(QUOTES, doc, a, b, "q", suggestions=(new,), edits=edits, confidence=0.9, fix_confidence=0.95)
    for m in re.finditer("Larowe", doc.text):
        f = finding(GARBLED, doc, *m.span(), "name", suggestions=("Lavrov",), confidence=0.9, fix_confidence=0.85)
        yield dataclasses.replace(f, applicability=Applicability.UNSAFE)


class Plain(Pipeline):
    """The real pipeline over the detector above."""

    def detect(self, doc: Document) -> list[Finding]:
        return list(find(doc))


class Phrasebook:
    """A translator that looks sentences up, and remembers what it was asked."""

    name = "phrasebook"
    signature = "kind:dictionary"

    def __init__(self, **_: Any) -> None:
        self.pairs: dict[str, str] = {}
        self.asked: list[list[str]] = []

    def translate(self, sentences: Sequence[str]) -> list[str]:
        self.asked.append(list(sentences))
        return [self.pairs.get(s, "") for s in sentences]


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Phrasebook:
    """The phrasebook stands for every model."""
    made = Phrasebook()
    monkeypatch.setattr(limb, "backend", lambda model: None)
    monkeypatch.setattr(limb, "load", lambda model, device, source: made)
    return made


@pytest.fixture
def plain() -> Plain:
    return Plain(Config(retranslate="phrasebook"))


@pytest.fixture(scope="module")
def witness() -> Witness:
    return Witness(Knowledge.open(Config()))


# --- numbers and names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "old", "new", "lost", "added"),
    [
        ("за 70,08 рубля", "for 70.08 rubles", "at 70.08 roubles", [], []),
        ("за 70,08 рубля", "for 70.08 rubles", "for 70.80 rubles", ["70.08"], ["70.8"]),
        ("за 70,08 рубля", "for 7008 rublezz", "for 70.08 rubles", [], []),
        ("1 200 000 человек", "1,200,000 people", "1.2 million people", [], []),
        ("5 тыс. человек", "5 thousand people", "5,000 people", [], []),
        ("3,125 процента", "3.125 percent", "3.125 per cent", [], []),
        ("два года", "two years", "2 years", [], []),
        ("через 2 года", "in 2 years", "in two years", [], []),
        ("через 2 года", "in 2 years", "in years", ["2"], []),
        ("через год", "in a year", "in 12 months", [], ["12"]),
        ("22.08.2015", "22.08.2015", "22 August 2015", [], []),
        ("в 18.30", "at 18:30", "at 6:30 p.m.", [], []),
        ("в 80-е", "in the 1980s", "back in the 1980s", [], []),
        ("5 из 5", "5 of 5", "5", ["5"], []),
        ("ракета С-300", "S-300 missile", "S-400 missile", ["300"], ["400"]),
        ("двадцать два", "twenty-two", "22", [], []),
    ],
)
def test_numbers(source: str, old: str, new: str, lost: list[str], added: list[str]) -> None:
    assert difference(source, old, new) == (lost, added)


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("He met Sergei Lavrov.", "He met Sergei Lavrov.", []),
        ("He met Sergei Lavrov’s aide.", "He met an aide of SERGEI LAVROV.", []),
        ("He met Sinirlioğlu.", "He met Sinirlioglu.", []),
        ("He met Lavrov.", "He met Kerry.", ["Lavrov"]),
        ("The Foreign Ministry said.", "The foreign office said.", []),
        ("Turkey said so.", "The bird said so.", ["Turkey"]),
        ("The Turkish army.", "The army of Turkey.", []),
        ("The Russian army.", "The army.", ["Russian"]),
        ("The UN said.", "They said.", ["UN"]),
        ("In May he left.", "He left in spring.", []),
        ("He is in U.S. custody.", "He is in US custody.", []),
    ],
)
def test_names_lost(witness: Witness, old: str, new: str, lost: list[str]) -> None:
    assert witness.names().lost(old, new) == lost


@pytest.mark.parametrize(
    ("source", "old", "new", "added"),
    [
        ("Лавров уехал.", "Larowezz left.", "Lavrov left.", []),
        ("Он уехал.", "He left.", "Then Kerry left.", ["Kerry"]),
        ("Он прилетел из Турции.", "He came from Turciizz.", "He came from Turkey.", []),
        ("Французский министр уехал.", "The frantsuzzz minister left.", "The French minister left.", []),
        ("Он в армии США.", "He is in the U.S. army.", "He is in the US army.", []),
        ("Синоптики говорят.", "Forecasters say.", "Meteorologists say.", []),
    ],
)
def test_names_added(witness: Witness, source: str, old: str, new: str, added: list[str]) -> None:
    assert witness.names().added(source, old, new) == added


def test_a_name_keeps_the_spelling_of_the_story(witness: Witness) -> None:
    names = witness.names()
    assert names.respelt("Alexei Dziuba left.", "Aleksei Dzyuba’s gone.") == "Alexei Dziuba’s gone."
    assert names.respelt("Mr. Ivanov left.", "Mr. Ivanova left.") == "Mr. Ivanova left."
    assert names.respelt("Dziuba left.", "Dzyuba left.", damaged=[(0, 6)]) == "Dzyuba left."


# --- the gate ------------------------------------------------------------------------------------

SOURCE = "Источник в дипведомстве сообщил Лаврову о 70,08 рубля."
OLD = "A source in the depozz told Lavrov of 70.08 rubles."
NEW = "A source in the ministry told Lavrov of 70.08 rubles."


def seen(sentence: str) -> list[Finding]:
    return list(find(Document(sentence)))


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (NEW, ""),
        (NEW.replace("ministry", "min-\n istry"), ""),
        ("", "gave no translation"),
        (" \n", "gave no translation"),
        (OLD, "the old one again"),
        (SOURCE, "still in the source language"),
        (NEW.replace("ministry", "дипведомстве"), "still in the source language"),
        ("A source.", "length does not fit: 9 characters for 54"),
        (NEW + " " + "It was so said in the city. " * 3, "length does not fit"),
        ("A source in the ministry in the ministry in the ministry of 70.08.", "repeats itself"),
        ("Brazil has won 70.08 percent of all games it played.", "says something else"),
        (NEW.replace("the ministry", "“the ministry"), "quotation mark"),
        (NEW.replace("70.08", "70"), "the number 70.08 is lost"),
        (NEW.replace("rubles", "rubles, up 5%"), "the number 5 is added"),
        (NEW.replace("Lavrov", "him"), "the name Lavrov is lost"),
        (NEW.replace("Lavrov", "Lavrov and Kerry"), "the name Kerry is added"),
        (NEW.replace("ministry", "mizz"), "has 1 artefact, the old one 1"),
        (NEW.replace("ministry", "mizz of fozz"), "has 2 artefacts, the old one 1"),
    ],
)
def test_gate(new: str, reason: str) -> None:
    verdict = Gate(seen, Names()).judge(SOURCE, OLD, new)
    assert reason in verdict.reason
    assert verdict.accepted == (reason == "")
    if verdict.accepted:
        assert (verdict.before, verdict.after) == (1, 0)


def test_a_sentence_of_which_little_is_whole_is_compared_by_that_little() -> None:
    source, new = "Боевики наглеют с каждым днём.", "The militants grow bolder every day."
    assert Gate(seen).judge(source, "The militants nagleyuzz kazhdyzz dnyozz.", new).accepted
    assert Gate(seen).judge(source, "Boevikizz nagleyuzz kazhdyzz dnyozz.", new).accepted
    assert "says something else" in Gate(seen).judge(source, "The president nagleyuzz kazhdyzz dnyozz.", new).reason


def test_a_damaged_name_may_go() -> None:
    held = Names(held=lambda name, source: name == "Lavrov")
    assert Gate(seen, held).judge(SOURCE, OLD.replace("Lavrov", "Larowe"), NEW).accepted


def test_the_new_sentence_is_cleaned_as_any_other() -> None:
    source, old = "Переговоры начнутся 22 августа в Женеве.", "The tazz begin in Geneva on 22 August."
    verdict = Gate(seen).judge(source, old, "The «talks» begin in Geneva on 22 Agusta.")
    assert verdict == dataclasses.replace(verdict, accepted=True, text="The “talks” begin in Geneva on 22 August.")
    assert (verdict.before, verdict.after) == (1, 0)


def test_what_cannot_be_cleaned_for_good_is_refused() -> None:
    def detect(sentence: str) -> list[Finding]:
        doc = Document(sentence)
        swing = {"left": "gone", "gone": "left"}
        return [
            finding(MONTH, doc, *m.span(), "m", suggestions=(swing[m[0]],), confidence=1.0, fix_confidence=1.0)
            for m in re.finditer("left|gone", sentence)
        ] + [f for f in seen(sentence) for _ in range(2)]

    verdict = Gate(detect).judge("Он ушёл в министерство.", "He went to the mizz of fozz.", "He left to the ministry.")
    assert verdict.reason == "the new translation would be changed again by a second run"


def test_harm_done_elsewhere_counts() -> None:
    def detect(sentence: str) -> list[Finding]:
        doc = Document(sentence + " Far away.")
        far = [finding(GARBLED, doc, len(doc.text) - 4, len(doc.text), "x", confidence=0.9)]
        return list(find(Document(sentence))) + (far if "ministry" in sentence else [])

    assert "other places" in Gate(detect).judge(SOURCE, OLD, NEW).reason


# --- alignment -----------------------------------------------------------------------------------


def pairs(source: str, text: str) -> list[tuple[str, str]]:
    return [(" ".join(p.source), text[p.start : p.end]) for p in align(source, text)]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("Он ушёл.", "He left.", [("Он ушёл.", "He left.")]),
        ("", "He left.", []),
        ("Он ушёл.", "", []),
        ("Да.\n\nОн ушёл.", "Yes.\r\n\r\n\ufeffHe left.\n", [("Да.", "Yes."), ("Он ушёл.", "He left.")]),
        (
            "Он ушёл домой. Она осталась в Минске.",
            "He left home, and she stayed in Minsk.",
            [("Он ушёл домой. Она осталась в Минске.", "He left home, and she stayed in Minsk.")],
        ),
        (
            "Он ушёл домой, а она осталась в Минске.",
            "He left home. She stayed in Minsk.",
            [("Он ушёл домой, а она осталась в Минске.", "He left home. She stayed in Minsk.")],
        ),
        ("Он ушёл домой, а она осталась в Минске.", "He left home.\n\nShe stayed in Minsk.", []),
        (
            "Рубль вырос до 70,08 за доллар. Опубликовать в Твиттере. Лавров встретился с Керри в Женеве.",
            "The ruble rose to 70.08 per dollar. Lavrov met Kerry in Geneva.",
            [
                ("Рубль вырос до 70,08 за доллар.", "The ruble rose to 70.08 per dollar."),
                ("Лавров встретился с Керри в Женеве.", "Lavrov met Kerry in Geneva."),
            ],
        ),
        (
            "Рубль вырос до 70,08 за доллар. Лавров встретился с Керри в Женеве.",
            "See also. The ruble rose to 70.08 per dollar. Share. Lavrov met Kerry\nin Geneva. Like us on the page.",
            [
                ("Рубль вырос до 70,08 за доллар.", "The ruble rose to 70.08 per dollar."),
                ("Лавров встретился с Керри в Женеве.", "Lavrov met Kerry\nin Geneva."),
            ],
        ),
    ],
)
def test_align(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = pairs(source, text)
    if "See also" in text:  # what has no partner may go with its neighbour
        assert [s for s, _ in found] == [s for s, _ in expected]
        assert all(e in f for (_, f), (_, e) in zip(found, expected, strict=True))
    else:
        assert found == expected


def test_alignment_of_a_long_text_takes_no_square_time() -> None:
    lines = [f"Это предложение номер {n}." for n in range(3000)]
    english = [f"This is sentence number {n}." for n in range(3000)]
    assert pairs("\n".join(lines), "\n".join(english)) == list(zip(lines, english, strict=True))


@pytest.mark.parametrize("text", ["", "\n", "a", "😀 Ok. Да.\u2028x", "One.\rTwo.\r\nThree", "\ufeff A. B. C."])
def test_sentences_lie_in_the_text(text: str) -> None:
    spans = sentences(text, "en")
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


# --- into the result -----------------------------------------------------------------------------


def whole(result: Result) -> None:
    """What holds for every result."""
    assert result.revert() == result.document.text
    spots = [(e.start, e.end) for e in result.edits]
    assert all(a[1] <= b[0] and a != b for a, b in itertools.pairwise(spots))
    assert all(e.before != e.after and result.document.text[e.start : e.end] == e.before for e in result.edits)


def test_an_accepted_sentence_takes_the_old_ones_place(book: Phrasebook, plain: Plain) -> None:
    text = "\ufeffTalks 😀 began on 22 Agusta.\r\n\r\nThe depozz said on 22 Agusta it was so.  It is «over».\r\n"
    source = "Переговоры 😀 начались 22 августа.\n\nВ министерстве 22 августа сказали, что так. Всё «кончено»."
    book.pairs["В министерстве 22 августа сказали, что так."] = "The ministry said on 22 August that it was so."
    result = plain.fix(Document(text, source=source))
    assert result.text == (
        "\ufeffTalks 😀 began on 22 August.\r\n\r\nThe ministry said on 22 August that it was so.  It is “over”.\r\n"
    )
    whole(result)
    new = next(f for f in result.findings if f.rule.name == "re-translated-sentence")
    assert new.text == "The depozz said on 22 Agusta it was so."
    assert (new.status, new.applicability, new.reason) == (Status.APPLIED, Applicability.UNSAFE, None)
    assert new.rule.category == "accuracy/mistranslation"
    assert new.evidence == {
        "kind": "re-translation", "model": "phrasebook", "signature": "kind:dictionary",
        "source": "В министерстве 22 августа сказали, что так.", "artefacts_before": 1, "artefacts_after": 0,
    }  # fmt: skip
    gone = [f for f in result.findings if f.by == new.key]
    assert [f.text for f in gone] == ["depozz", "Agusta"]
    assert all(f.status is Status.SUPERSEDED for f in gone)
    assert json.dumps([f.to_dict(result.document) for f in result.findings])


def test_a_refused_sentence_stays_and_the_ledger_says_why(book: Phrasebook, plain: Plain) -> None:
    source, text = "Министерство сказало это 22 августа.", "The depozz said this on 22 Agusta."
    book.pairs[source] = "The ministry said this in August."
    result = plain.fix(Document(text, source=source))
    assert result.text == "The depozz said this on 22 August."
    whole(result)
    refused = next(f for f in result.findings if f.status is Status.REJECTED)
    assert refused.reason == "the number 22 is lost"
    assert refused.suggestions == ("The ministry said this in August.",)
    assert [f.text for f in result.offered] == ["depozz"]
    assert [f.text for f in result.applied] == ["Agusta"]


def test_no_answer_is_a_refusal_without_a_suggestion(book: Phrasebook, plain: Plain) -> None:
    result = plain.fix(Document("The depozz said this.", source="Министерство сказало это."))
    (refused,) = (f for f in result.findings if f.status is Status.REJECTED)
    assert (refused.suggestions, refused.edits, refused.reason) == ((), (), "the model gave no translation")


def test_all_sentences_of_all_documents_go_in_one_batch_and_none_twice(book: Phrasebook, plain: Plain) -> None:
    docs = [
        Document("The depozz said this.", 1, "Министерство сказало это."),
        Document("All is well here.", 2, "Всё хорошо."),
        Document("It was said. The depozz said this.", 3, "Так сказали. Министерство сказало это."),
        Document("The depozz said this.", 4),
        Document("The fozz spoke of it.", 5, "Минобороны говорило об этом."),
    ]
    book.pairs["Министерство сказало это."] = "The ministry said this."
    results = list(plain.pipe(docs))
    assert book.asked == [["Министерство сказало это.", "Минобороны говорило об этом."]]
    assert [r.document.id for r in results] == [1, 2, 3, 4, 5]
    assert [r.text for r in results] == [
        "The ministry said this.", "All is well here.", "It was said. The ministry said this.",
        "The depozz said this.", "The fozz spoke of it.",
    ]  # fmt: skip
    assert results == [plain.fix(d) for d in docs]
    for r in results:
        whole(r)


def test_nothing_is_loaded_where_nothing_is_sent(monkeypatch: pytest.MonkeyPatch, plain: Plain) -> None:
    monkeypatch.setattr(limb, "backend", lambda model: None)
    monkeypatch.setattr(limb, "load", lambda *a: pytest.fail("the model was loaded"))
    for doc in (
        Document("The depozz said this."),  # no source
        Document("The depozz said this.", source=" \n"),
        Document("", source="Да."),
        Document("All is well on 22 Agusta.", source="Всё хорошо 22 августа."),  # repaired
        Document("Larowe said this.", source="Лавров сказал это."),  # an offer with a good repair
    ):
        assert not [f for f in plain.fix(doc).findings if f.rule.name == "re-translated-sentence"]


def test_a_repair_that_reaches_out_of_a_sentence_keeps_it(book: Phrasebook, plain: Plain) -> None:
    source = "«Министерство сказало это вчера вечером.\nМы согласны с этим», — сказал он."
    text = "«The depozz said this last night.\nWe agree with that», he said."
    result = plain.fix(Document(text, source=source))
    assert not book.asked
    assert result.text == "“The depozz said this last night.\nWe agree with that”, he said."


def test_check_offers_what_fix_makes(book: Phrasebook, plain: Plain) -> None:
    doc = Document("The depozz said this.", source="Министерство сказало это.")
    book.pairs["Министерство сказало это."] = "The ministry said this."
    result = plain.check(doc)
    assert result.text == doc.text
    assert [(f.rule.name, f.suggestions) for f in result.offered] == [
        ("re-translated-sentence", ("The ministry said this.",))
    ]


def test_a_second_run_changes_nothing(book: Phrasebook, plain: Plain) -> None:
    source = "Министерство и минобороны сказали это. Ведомство молчит."
    book.pairs["Министерство и минобороны сказали это."] = "The ministry and the fozz said this."
    book.pairs["Ведомство молчит."] = "The «agency» is silent."
    first = plain.fix(Document("The depozz and the fozz said this. The agezz is silent.", source=source))
    assert first.text == "The ministry and the fozz said this. The “agency” is silent."
    whole(first)
    second = plain.fix(Document(first.text, source=source))
    assert second.text == first.text
    reasons = [f.reason for f in second.findings if f.status is Status.REJECTED]
    assert reasons == ["the new translation is the old one again"]


def test_two_source_sentences_for_one_are_translated_one_by_one(book: Phrasebook, plain: Plain) -> None:
    source = "Министерство сказало это. Оно против."
    book.pairs |= {"Министерство сказало это.": "The ministry said this.", "Оно против.": "It is against."}
    result = plain.fix(Document("The depozz said this, and is against it.", source=source))
    assert book.asked == [["Министерство сказало это.", "Оно против."]]
    assert result.text == "The ministry said this. It is against."


def test_whatever_the_model_says_the_result_holds(book: Phrasebook, plain: Plain) -> None:
    """Random stories, layouts, answers (good, bad, none, another's): the promises hold, and a second run is idle."""
    rows = [
        ("Министерство сказало это.", "The depozz said this.", "The ministry said this."),
        ("Он уехал 22 августа.", "He left on 22 Agusta.", "He left on 22 August."),
        ("«Мы идём.", "«We go.", "“We go."),
        ("Они остаются».", "They stay».", "They stay”."),
        ("Лавров встретился с Керри в Женеве.", "Larowe met Kerry in Genzz.", "Lavrov met Kerry in Geneva."),
        (
            "Рубль вырос до 70,08 за доллар.",
            "The fozz rose to 70.08 per dollar.",
            "The ruble rose to 70.08 per dollar.",
        ),
        ("Оно сломано и старо.", "It is\nbrozz and old.", "It is broken and old."),
        ("😀 Ок.", "😀 Ok zz.", "😀 Ok."),
    ]
    chance = random.Random(7)
    made = refused = 0
    for _ in range(150):
        picked = [
            (*chance.choice(rows), chance.choice([" ", "\n", "\n\n", "\r\n"])) for _ in range(chance.randrange(1, 7))
        ]
        text = "".join(old + gap for _, old, _, gap in picked)
        source = "".join(russian + gap for russian, _, _, gap in picked)
        book.pairs = {
            russian: chance.choice([new, new, old, russian, "", f"«Then» {new}", chance.choice(rows)[2]])
            for russian, old, new in rows
        }
        doc = Document(text, source=source)
        result = plain.fix(doc)
        whole(result)
        keys = {f.key for f in result.findings}
        assert all(f.by in keys for f in result.findings if f.by is not None)
        assert plain.check(doc).text == text
        assert plain.fix(Document(result.text, source=source)).text == result.text
        made += sum(f.rule.name == "re-translated-sentence" for f in result.applied)
        refused += sum(f.status is Status.REJECTED for f in result.findings)
    assert made > 20
    assert refused > 20


# --- which models --------------------------------------------------------------------------------


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, plain: Plain) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=re.escape("re-translation needs the extra: pip install 'mtfix[neural]'")):
        plain.fix("All is well.")


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("no/such/model", "no such model folder"),
        ("./model", "no such model folder"),
        ("file", "a file; give the model's folder"),
        ("empty", "no config.json in the folder"),
    ],
)
def test_what_cannot_be_a_model_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("empty").mkdir()
    with pytest.raises(ModelError, match=message):
        Plain(Config(retranslate=model)).fix("All is well.")


@neural
@pytest.mark.parametrize(
    ("config", "files", "message"),
    [
        ("{", {"model.safetensors": ""}, "cannot be loaded"),
        ('{"model_type": "unheard-of"}', {"model.safetensors": ""}, "cannot be loaded"),
        ('{"model_type": "gpt2"}', {"model.safetensors": ""}, "a gpt2 model; re-translation needs a sequence-to-seq"),
        ('{"model_type": "marian"}', {}, "no safetensors weights"),
        ('{"model_type": "marian"}', {"pytorch_model.bin": "x"}, "no safetensors weights"),
        ('{"model_type": "marian", "d_model": 8}', {"model.safetensors": "x"}, "cannot be loaded"),
        (
            '{"model_type": "own", "auto_map": {"AutoConfig": "own.Own"}}',
            {"model.safetensors": "", "own.py": "raise SystemExit('ran')"},
            "code of its own, which is not run",
        ),
    ],
)
def test_models_that_cannot_be_loaded(tmp_path: Path, config: str, files: dict[str, str], message: str) -> None:
    (tmp_path / "config.json").write_text(config)
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(ModelError, match=message) as caught:
        limb.load(str(tmp_path), "cpu")
    assert "\n" not in str(caught.value)


@neural
def test_hub_out_of_reach(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="the hub cannot be reached; a local folder works"):
        limb.load("mtfix-tests/no-such-model", "cpu")
    assert capfd.readouterr() == ("", "")


@neural
def test_cuda_where_there_is_none(marian: Path) -> None:
    import torch

    if torch.cuda.is_available():
        assert limb.load(str(marian), "cuda").signature.find("device:cuda") > 0
    else:
        with pytest.raises(ModelError, match="no CUDA device; use --device cpu"):
            limb.load(str(marian), "cuda")


# --- tiny models ---------------------------------------------------------------------------------

PAIRS = {
    "Об этом сообщил источник в российском дипведомстве.": "A source in the Russian Foreign Ministry said this.",
    "Боевики наглеют с каждым днём.": "The militants grow bolder every day.",
    "Переговоры начались в Женеве 22 августа.": "The talks began in Geneva on 22 August.",
    "Рубль вырос до 70,08 за доллар.": "The ruble rose to 70.08 per dollar.",
    "Лавров встретился с Керри.": "Lavrov met Kerry.",
}


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """Several threads make tiny matrices slow, many times so on a busy machine."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A sentencepiece model trained on the pairs, and its pieces."""
    import sentencepiece

    folder = tmp_path_factory.mktemp("pieces")
    (folder / "corpus.txt").write_text("\n".join([*PAIRS, *PAIRS.values()]), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "corpus.txt"), model_prefix=str(folder / "sp"), vocab_size=160, character_coverage=1.0,
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    sp = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sp.model"))
    return folder / "sp.model", [sp.id_to_piece(i) for i in range(sp.get_piece_size())]


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory, vocabulary: tuple[Path, list[str]], one_thread: None) -> Path:
    """A Marian model that has learnt the pairs by heart, as `save_pretrained` writes it."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    spm, pieces = vocabulary
    ids = {p: n for n, p in enumerate(dict.fromkeys(["</s>", "<unk>", *pieces, "<pad>"]))}
    (spm.parent / "vocab.json").write_text(json.dumps(ids), "utf-8")
    folder = tmp_path_factory.mktemp("models") / "tiny-marian"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokenizer = MarianTokenizer(str(spm), str(spm), str(spm.parent / "vocab.json"), source_lang="ru")
    config = MarianConfig(
        vocab_size=len(ids), d_model=32, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=64, decoder_ffn_dim=64, max_position_embeddings=128,
        pad_token_id=ids["<pad>"], decoder_start_token_id=ids["<pad>"], eos_token_id=0, forced_eos_token_id=0,
        dropout=0.0, scale_embedding=True,
    )  # fmt: skip
    torch.manual_seed(0)
    model = MarianMTModel(config)
    batch = tokenizer(list(PAIRS), text_target=list(PAIRS.values()), return_tensors="pt", padding=True)
    batch["labels"][batch["labels"] == ids["<pad>"]] = -100
    step = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for _ in range(300):
        loss = model(**batch).loss
        loss.backward()
        step.step()
        step.zero_grad()
        if loss.item() < 0.02:
            break
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@neural
def test_a_marian_model_translates(marian: Path, capfd: pytest.CaptureFixture[str]) -> None:
    translator = limb.load(str(marian), "auto")
    assert translator is limb.load(str(marian), "auto")
    assert translator.name == "tiny-marian"
    assert re.fullmatch(
        r"transformers:5[^|]*\|torch:[^|]*\|kind:marian\|from:ru\|beams:4\|prefix:none\|device:(cpu|cuda)\|weights:float32",
        translator.signature,
    )
    assert translator.translate([]) == []
    asked = list(PAIRS)
    assert translator.translate(asked) == [PAIRS[s] for s in asked]
    mixed = [asked[4], "", "слово " * 400, asked[0], " ", asked[4]]
    assert translator.translate(mixed) == [PAIRS[asked[4]], "", "", PAIRS[asked[0]], "", PAIRS[asked[4]]]
    assert capfd.readouterr() == ("", "")


@neural
def test_batches_stay_within_limits_and_keep_the_order(marian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "_TOKENS", 60)
    translator = limb.load(str(marian), "cpu")
    asked = list(PAIRS) * 3
    assert translator.translate(asked) == [PAIRS[s] for s in asked]
    sizes = [9, 20, 20, 3, 40, 70]
    batches = list(backend._batches(sorted(range(6), key=lambda i: -sizes[i]), sizes))
    assert batches == [[5], [4], [1, 2, 0], [3]]


@neural
def test_the_whole_way_with_a_real_model(marian: Path) -> None:
    source = "\n\n".join(PAIRS)
    text = (
        "A source in the Russian depozz said this.\n\nThe militants grozz every day.\n\n"
        "The talks began in Geneva on 22 Agusta.\n\nThe rozz rose to 7.08 per dollar.\n\nLavrov mezz Kerry and Zarif."
    )
    result = Plain(Config(retranslate=str(marian), device="cpu")).fix(Document(text, source=source))
    whole(result)
    assert result.text == (
        "A source in the Russian Foreign Ministry said this.\n\nThe militants grow bolder every day.\n\n"
        "The talks began in Geneva on 22 August.\n\nThe ruble rose to 70.08 per dollar.\n\nLavrov mezz Kerry and Zarif."
    )
    assert [f.reason for f in result.findings if f.status is Status.REJECTED] == ["the name Zarif is lost"]


@neural
def test_the_command_line_with_the_real_engine(
    marian: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = tmp_path / "story.txt"
    text.write_text("A source in the Russian министерстве иностранных дел said this.\n", "utf-8")
    (tmp_path / "story.ru.txt").write_text(next(iter(PAIRS)) + "\n", "utf-8")
    argv = ["fix", str(text), "--source", str(tmp_path / "story.ru.txt"), "--retranslate", str(marian), "-q"]
    assert main(argv) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out == "A source in the Russian Foreign Ministry said this.\n"


def edited(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a saved model's configuration."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    change(config)
    (folder / "config.json").write_text(json.dumps(config), "utf-8")


@neural
def test_missing_weights_are_not_made_up(marian: Path, tmp_path: Path) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    folder = tmp_path / "holed"
    shutil.copytree(marian, folder)
    weights = load_file(folder / "model.safetensors")
    del weights["model.encoder.layers.0.fc1.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"weights are missing \(model.encoder.layers.0.fc1.weight\)"):
        limb.load(str(folder), "cpu")
    shutil.rmtree(folder)
    shutil.copytree(marian, folder)
    (folder / "source.spm").unlink()
    with pytest.raises(ModelError, match="tokenizer cannot be loaded"):
        limb.load(str(folder), "cpu")


@neural
def test_t5_gets_its_prefix_and_its_tying_is_looked_at(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    words = ["<pad>", "</s>", "<unk>", *" ".join(PAIRS).split()]
    ids = {w: n for n, w in enumerate(dict.fromkeys(words))}
    fast = Tokenizer(models.WordLevel(ids, unk_token="<unk>"))
    fast.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=fast, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=64
    ).save_pretrained(tmp_path)
    config = T5Config(
        vocab_size=len(ids), d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2, decoder_start_token_id=0
    )
    T5ForConditionalGeneration(config).save_pretrained(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error", backend.ModelWarning)
        first = limb.load(str(tmp_path), "cpu")
    assert "prefix:translate Russian to English:" in first.signature
    assert len(first.translate(list(PAIRS))) == len(PAIRS)

    edited(tmp_path, lambda c: c.update(tie_word_embeddings=False))
    limb.load.cache_clear()
    with pytest.warns(backend.ModelWarning, match="embeddings are separate, but they were loaded shared"):
        limb.load(str(tmp_path), "cpu")

    weights = load_file(tmp_path / "model.safetensors")
    weights["lm_head.weight"] = weights["shared.weight"] + 1.0
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    edited(tmp_path, lambda c: c.update(task_specific_params={"translation_ru_to_en": {"prefix": "ru-en: "}}))
    limb.load.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error", backend.ModelWarning)
        assert "prefix:ru-en:|" in limb.load(str(tmp_path), "cpu").signature


@neural
def test_m2m_and_nllb_are_told_the_languages(tmp_path: Path, vocabulary: tuple[Path, list[str]]) -> None:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    spm, pieces = vocabulary
    ids = {p: n for n, p in enumerate(dict.fromkeys(["<s>", "<pad>", "</s>", "<unk>", *pieces]))}
    (tmp_path / "vocab.json").write_text(json.dumps(ids), "utf-8")
    tokenizer = M2M100Tokenizer(str(tmp_path / "vocab.json"), str(spm))
    tokenizer.save_pretrained(tmp_path)
    M2M100ForConditionalGeneration(
        M2M100Config(
            vocab_size=max(tokenizer.lang_token_to_id.values()) + 1, d_model=16, encoder_layers=1, decoder_layers=1,
            encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16,
            max_position_embeddings=128,
        )
    ).save_pretrained(tmp_path)  # fmt: skip
    translator: Any = limb.load(str(tmp_path), "cpu")
    assert translator.tokenizer.src_lang == "ru"
    assert translator.forced_token == tokenizer.get_lang_id("en")
    assert translator.tokenizer(["Да"])["input_ids"][0][0] == tokenizer.get_lang_id("ru")
    assert len(translator.translate(["Лавров встретился с Керри."])) == 1

    class Nllb:
        """The part of an NLLB tokenizer that is asked."""

        src_lang = "eng_Latn"
        unk_token_id = 3

        def __init__(self, known: dict[str, int]) -> None:
            self.known = known

        def convert_tokens_to_ids(self, token: str) -> int:
            return self.known.get(token, 3)

    nllb = Nllb({"rus_Cyrl": 7, "eng_Latn": 8})
    assert backend._set_languages("m", nllb, "ru") == 8
    assert nllb.src_lang == "rus_Cyrl"
    with pytest.raises(ModelError, match="does not know the languages ru and en"):
        backend._set_languages("m", Nllb({"deu_Latn": 7, "eng_Latn": 8}), "ru")
    assert backend._set_languages("m", object(), "ru") is None
