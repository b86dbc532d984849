"""A text beside its source: amounts in whatever notation, negation, quotations, passages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtfix.analysis.bilingual.align import align
from mtfix.analysis.bilingual.passages import passages
from mtfix.analysis.bilingual.quantities import Numerals, unanswered
from mtfix.analysis.bilingual.quotes import quotations, speaks
from mtfix.analysis.knowledge import Knowledge
from mtfix.config import Config
from mtfix.document import Document
from mtfix.pipeline import Pipeline
from mtfix.source.russian.pack import Russian

ENGLISH = Numerals.english()
RUSSIAN = Numerals.russian(Russian.open().lemmas)
UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()
TENS = "x x twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelt(n: int) -> str:
    """A number in English words."""
    for size, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = spelt(n % size) if n % size else ""
            joint = " and " if rest and n % size < 100 else " "
            return f"{spelt(n // size)} {word}{joint}{rest}".strip()
    if n < 20:
        return UNITS[n]
    return TENS[n // 10] + (f"-{UNITS[n % 10]}" if n % 10 else "")


@settings(deadline=None)
@given(st.integers(1, 10**12 - 1))
def test_numbers_in_words_and_in_digits_agree(n: int) -> None:
    for written in (spelt(n), f"{n:,}", str(n)):
        (a,) = ENGLISH.amounts(f"There were {written} of them")
        assert a.exact == n
        assert a.text == written


@settings(deadline=None)
@given(st.integers(1, 10**12 - 1), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_russian_and_english_notations_answer_each_other(n: int, blank: str) -> None:
    russian, english = f"Было {n:,} штук".replace(",", blank), f"There were {n:,} pieces"
    assert not unanswered(RUSSIAN.amounts(russian), ENGLISH.answers(english))
    assert not unanswered(ENGLISH.amounts(english), RUSSIAN.answers(russian))


@settings(deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_other_numbers_do_not(n: int, m: int) -> None:
    if n == m or {n, m} & set(range(1900, 2100)):
        return
    lost = unanswered(RUSSIAN.amounts(f"Было {n} штук"), ENGLISH.answers(f"There were {m} pieces"))
    assert [a.exact for a in lost] == [n]


@given(st.text(st.sampled_from("0123456789.,:'’- /%абвтысмлнxIVX\u00a0“”«»"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_amounts_lie_in_any_text(text: str) -> None:
    for side in (ENGLISH, RUSSIAN):
        last = 0
        for a in side.amounts(text):
            assert text[a.start : a.end] == a.text
            assert a.exact in a.values
            assert last <= a.start < a.end
            last = a.end
        side.answers(text)


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("полтора миллиона", "1.5 million"), ("полтриллиона", "half a trillion"), ("5 тыс. 200", "5,200"),
        ("1 млн 200 тыс.", "1.2 million"), ("80-е", "the 1980s"), ("18:30", "6:30 p.m."), ("17 часов", "5 p.m."),
        ("три с половиной", "three and a half"), ("XXI век", "the 21st century"), ("вдвое", "doubled"),
        ("0,5", "half"), ("двадцать пятый", "25th"), ("12.500", "12,500"), ("7-летний", "seven-year-old"),
        ("двухсот", "200"), ("четверо", "four"), ("2 1/2", "two and a half"), ("70,08", "70.08"),
    ],
)  # fmt: skip
def test_notations(russian: str, english: str) -> None:
    assert not unanswered(RUSSIAN.amounts(russian), ENGLISH.answers(english))
    assert not unanswered(ENGLISH.amounts(english), RUSSIAN.answers(russian))


@pytest.mark.parametrize(
    ("russian", "english"),
    [("5 млн", "5 billion"), ("70,08", "70.80"), ("пятьдесят", "fifteen"), ("6,7", "67"), ("1 200", "120")],
)
def test_notations_that_differ(russian: str, english: str) -> None:
    assert unanswered(RUSSIAN.amounts(russian), ENGLISH.answers(english))
    assert unanswered(ENGLISH.amounts(english), RUSSIAN.answers(russian))


def test_what_is_bound_is_no_amount_of_its_own() -> None:
    assert [a.bound for a in ENGLISH.amounts("Covid-19, Su-34 and 19")] == [True, True, False]


@pytest.mark.parametrize(
    ("english", "source", "lost", "added"),
    [
        ("He signed it.", "Он не подписал его.", "signed", None),
        ("He did not sign it.", "Он подписал его.", None, "not sign"),
        ("He refused to sign it.", "Он не подписал его.", None, None),
        ("He signed it without delay.", "Он не подписал его.", None, None),
        ("He did not sign it.", "Он отказался подписать его.", None, None),
        ("He signed it.", "Он не только подписал его.", None, None),
    ],
)
def test_negation(english: str, source: str, lost: str | None, added: str | None) -> None:
    polarity = Knowledge.open(Config()).polarity
    assert getattr(polarity.lost(english, source), "word", None) == lost
    assert getattr(polarity.added(english, source), "word", None) == added


def test_quotations() -> None:
    assert not quotations("The “New York Times Book Review Weekly” closed.")  # a title: capitals
    assert [q.text for q in quotations("«Мы не вернёмся к старым правилам», — сказал он.")] == [
        "Мы не вернёмся к старым правилам"
    ]
    assert speaks("− Мы готовы, − сказал он.")
    assert speaks("Он сказал: Мы готовы.")


def test_passages_of_a_long_text_know_their_neighbours() -> None:
    source = " ".join(f"Вот предложение номер {n}." for n in range(1, 9))
    text = " ".join(f"This is sentence number {n}." for n in range(1, 9))
    found = passages(text, source, align(source, text))
    assert [text[p.start : p.end] for p in found] == [p.english for p in found]
    assert found[3].near_english.startswith("This is sentence number 3.")
    assert found[3].near_source.endswith("Вот предложение номер 5.")


def test_the_source_of_another_story_raises_no_alarm() -> None:
    text = "\n".join(f"The town of Omsk built {n} houses in {n * 7} days." for n in range(31, 39))
    other = "\n".join(f"Завод сделал {n * 3} машин за {n * 11} часов." for n in range(131, 139))
    own = "\n".join(f"Город Омск построил {n} домов за {n * 7} дней." for n in range(31, 39))
    pipeline = Pipeline(Config(select=("*-unlike-source",)))
    assert not pipeline.fix(Document(text, source=other)).findings
    assert not pipeline.fix(Document(text, source=own)).findings
    (f,) = pipeline.fix(Document(text.replace("built 33", "built 88"), source=own)).findings
    assert (f.text, f.suggestions) == ("88", ("33",))
