"""What holds for every text, whatever is in it."""

from __future__ import annotations

import functools
import gc
import os
import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import mtfix.detectors
from mtfix import Document, Pipeline, Result
from mtfix.analysis.readings import TypeReader
from mtfix.findings import Edit, Status, make_edits
from mtfix.source.restore import Restorer

#: Pieces that rules act on, each of another family, and pieces that lie near them.
ARTEFACTS = (
    "The rebels otstupali", "five opolchentsev", "opolchentsami", "a ochevidets", "two bespilotnika",
    "bespilotnyj", "zamministra", "the ministestvo",
    "Federika Mogerini's", "Redzhep Tajip Erdogan", "Sergey Lavrov and John Kerry", "Lawrow and Kerry", "to Zyuganovu",
    "Ella Pamfilova spoke. According to Pamfilov,", "Dmitry Medvedeva", "Dmitry peskov", "new York", "Kim Jong-UN",
    "on 1 sentyabrya", "may 9", "at 19:30 p.m.", "in 1998-m", "on Tuesday, 4 May Thursday", "With 01.09.2017",
    "the interior Ministry", "the foreign Minister", "Secretary of state John Kerry", "the former Deputy", "two su-34",
    "the Pro-Kremlin party", "the RAID", "US State Secretary", "an American state secretary", "an resonant crime",
    "UN meditation", "ex-the Mayor", "vitse - the speaker", "from SIZO", "the ATS authorities of Syria", "(TFR)",
    "the Investigative Committee (TFR)", "завод", "PhotoЗапуск", "\u0421oV", "Поделиться ссылкой", "«Sedov»", "«", "»",
    "”, – said", "11: 30", "word , word", "closed.The police", "the the", "in a small the house", "$USD 44.7",
    "66 million rbl.", "3 milliards of", "RUB 70.08 So", "74,15 rubles", "in the 20's of March", "$52 for barrel",
    "pictureThe mayor", "woundedat the", "floods:Rivers rose", "signed in .", "the reporter “”", "bridge ( )",
    "[him. —]", "(as the site wrote At the", "<b>bold</b>", '<img src="/a.jpg">', "the bank “Sibprombank.", "us dollar",
    "werdnig-Hoffmann", "An-26\u2212100", "Dmitry Sands", "“Caliber” missiles", "Tape.ru", "talks, Lavrov and Kerry",
    "including leading regional state", "Maria Ivanova wrote on his page", "— approx. ed.)", "Omsk. 30, 2015",
)  # fmt: skip
LINES = (
    "Share this article", "See also", "GAZP 158.20 +1.3%", "© Jane Roe", "Court frees activist after three years",
    "The court freed him on Monday, his lawyer said, and he flew home.", "He promised to return. Share this news",
    "Миру мир", "• one", "The governor of the region promised to rebuild the", "school before the winter comes to town",
)  # fmt: skip
ENGLISH = ("The minister said", "on Monday", "that", "a", "an", "the", "of", "He", "left the hall.", "In Kyiv,", "and")
GAPS = (*(" ",) * 5, "", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", ". ", ", ", "\t", "\u00a0", "\u2028", "-", " – ")
#: Letters that change length in another case, marks and joiners, separators that end no line, digits of other scripts.
ODD = (
    "\u0130\u0131\u00df\u0149\u01c5\ufb01\u0301\u00ad\u200b\u200d\ufeff\u2028\u0085\x00"
    "\x0b\x1c\U0001f642\u2167\u0661\u00aaКёЙцґ’'\"“”„‹›«»_-–—…%@#/\\.:,;!?()[]{}<>|"
)

PIECE = st.one_of(
    st.sampled_from(ARTEFACTS), st.sampled_from(LINES), st.sampled_from(ENGLISH), st.sampled_from(GAPS),
    st.text(st.sampled_from(ODD), max_size=6), st.text(max_size=8),
)  # fmt: skip
TEXTS = st.builds(
    lambda bom, pairs: bom + "".join(p + g for p, g in pairs),
    st.sampled_from(("", "", "", "\ufeff")),
    st.lists(st.tuples(PIECE, st.sampled_from(GAPS)), max_size=12),
)

#: The same examples in every run; MTFIX_EXPLORE=20 tries twenty times as many, and others each time.
EXPLORE = int(os.environ.get("MTFIX_EXPLORE", "0"))
moderate = settings(
    deadline=None,
    max_examples=120 * max(1, EXPLORE),
    derandomize=not EXPLORE,
    suppress_health_check=[HealthCheck.too_slow],
)
few = settings(moderate, max_examples=moderate.max_examples // 3)


@functools.cache
def pipeline() -> Pipeline:
    return Pipeline()


def told(result: Result) -> dict[str, Any]:
    """Everything that a result says, in plain values."""
    return result.to_dict()


@moderate
@given(TEXTS)
def test_tokens_joined_give_the_text(text: str) -> None:
    doc = Document(text)
    assert "".join(t.text for t in doc.tokens) == text
    assert all(t.text == text[t.start : t.end] != "" for t in doc.tokens)
    assert set(doc.words) <= set(doc.tokens)
    assert doc.types == {w.text for w in doc.words}


@moderate
@given(TEXTS)
def test_lines_partition_the_text(text: str) -> None:
    lines = Document(text).lines
    ends = [text[a.end : b.start] for a, b in pairwise(lines)]
    assert set(ends) <= {"\n", "\r\n", "\r"}
    assert "".join(line.text + end for line, end in zip(lines, [*ends, ""], strict=True)) == text
    assert all(line.text == text[line.start : line.end] and not set(line.text) & {"\n", "\r"} for line in lines)


@moderate
@given(TEXTS, st.data())
def test_a_position_names_the_offset(text: str, data: st.DataObject) -> None:
    doc = Document(text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = doc.position(offset)
    bom = line == 1 and text.startswith("\ufeff")
    assert line >= 1
    assert column >= 1
    assert doc.lines[line - 1].start + column - 1 + bom == max(offset, bom)


@moderate
@given(TEXTS)
def test_a_second_run_changes_nothing(text: str) -> None:
    once = pipeline().fix(text)
    assert pipeline().fix(once.text).text == once.text


@few
@given(TEXTS)
def test_a_second_run_changes_nothing_with_unsafe_fixes_either(text: str) -> None:
    once = unsafe().fix(text)
    assert_sound(once)
    assert unsafe().fix(once.text).text == once.text


@functools.cache
def unsafe() -> Pipeline:
    return Pipeline(mtfix.Config(unsafe_fixes=True))


@moderate
@given(TEXTS)
@example("\ufeffShare this article\n\nThe court freed him on Monday, his lawyer said, and he flew home.\r\n")
def test_a_result_is_sound(text: str) -> None:
    assert_sound(pipeline().fix(text))


def assert_sound(result: Result) -> None:
    """The ledger tells the truth: spans, edits, the cleaned text, the way back."""
    text = result.document.text
    for f in result.findings:
        assert 0 <= f.start <= f.end <= len(text)
        assert f.text == text[f.start : f.end]
        assert 0 <= f.confidence <= 1
        assert 0 <= f.fix_confidence <= 1
        for e in f.edits:
            assert e.before == text[e.start : e.end]
            assert e.before != e.after, "an edit that changes nothing"
        if f.status is Status.SUPERSEDED:
            assert f.by in {w.key for w in result.findings if w.status in (Status.APPLIED, Status.OFFERED)}
    edits = [e for f in result.findings if f.status is Status.APPLIED for e in f.edits]
    edits.sort(key=lambda e: (e.start, e.end))
    for a, b in pairwise(edits):
        assert a.end < b.start or (a.end == b.start and a.start < a.end and b.start < b.end), (a, b)
    assert list(result.edits) == edits
    assert make_edits(text, edits) == result.text
    assert result.revert() == text


@moderate
@given(TEXTS)
def test_making_the_first_suggestion_is_what_its_edits_do(text: str) -> None:
    for f in pipeline().fix(text).findings:
        inside = [e for e in f.edits if f.start <= e.start and e.end <= f.end]
        if not f.suggestions or len(inside) < len(f.edits):
            continue  # edits beside the span do more than the suggestion says
        shifted = [Edit(e.start - f.start, e.end - f.start, e.before, e.after) for e in inside]
        made = make_edits(f.text, shifted)
        assert made in (f.suggestions[0], f"the {f.suggestions[0]}"), f.rule.name  # an article may come with the word


@moderate
@given(TEXTS)
def test_check_finds_what_fix_finds_and_changes_nothing(text: str) -> None:
    fixed, checked = pipeline().fix(text), pipeline().check(text)
    assert checked.text == text
    assert not checked.applied
    assert [(f.key, f.message) for f in checked.findings] == [(f.key, f.message) for f in fixed.findings]


@few
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_detectors_changes_no_finding(text: str, chance: random.Random) -> None:
    shuffled = list(mtfix.detectors.DETECTORS)
    chance.shuffle(shuffled)
    usual = told(pipeline().fix(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mtfix.detectors, "DETECTORS", tuple(shuffled))
        assert told(pipeline().fix(text)) == usual


@pytest.mark.parametrize("text", [" ".join(ARTEFACTS), "\n".join(LINES + ARTEFACTS)], ids=["in a line", "in lines"])
def test_whichever_detector_is_first_changes_no_finding(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, detectors = told(pipeline().fix(text)), mtfix.detectors.DETECTORS
    for n in range(len(detectors)):
        monkeypatch.setattr(mtfix.detectors, "DETECTORS", detectors[n:][::-1] + detectors[:n])
        assert told(pipeline().fix(text)) == usual


@few
@given(st.lists(TEXTS, max_size=4))
def test_alone_and_in_a_batch_the_same(texts: list[str]) -> None:
    batch = [told(r) for r in pipeline().pipe(texts, batch_size=2)]
    assert batch == [told(pipeline().fix(t)) for t in texts]


@few
@given(TEXTS)
def test_a_hot_cache_gives_what_a_cold_one_gives(text: str) -> None:
    hot = told(pipeline().fix(text))
    chill(pipeline())
    assert told(pipeline().fix(text)) == hot


def test_what_was_read_before_changes_nothing() -> None:
    hot = [told(pipeline().fix(text)) for text in ARTEFACTS]
    for text, usual in zip(reversed(ARTEFACTS), reversed(hot), strict=True):
        chill(pipeline())
        assert told(pipeline().fix(text)) == usual


@settings(few, max_examples=few.max_examples // 2)
@given(TEXTS)
def test_a_cache_of_one_gives_what_a_large_one_gives(text: str) -> None:
    reader, restorer = pipeline().knowledge.reader, pipeline().knowledge.source.restorer
    usual = told(pipeline().fix(text))
    chill(pipeline())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_capacity", 1)
        patch.setattr(restorer, "_capacity", 1)
        assert told(pipeline().fix(text)) == usual
        assert len(reader._cache) <= 1
        assert len(restorer._cache) <= 1


def chill(p: Pipeline) -> None:
    """Forget every value cached by word: the bounded caches (those without a bound hold opened tables)."""
    reader, restorer = p.knowledge.reader, p.knowledge.source.restorer
    assert isinstance(reader, TypeReader)
    assert isinstance(restorer, Restorer)
    reader._cache.clear()
    restorer._cache.clear()
    for thing in _bounded():
        thing.cache_clear()


@functools.cache
def _bounded() -> list[Any]:
    found = [o for o in gc.get_objects() if isinstance(o, functools._lru_cache_wrapper)]
    ours = [o for o in found if o.__module__.startswith("mtfix.") and (o.cache_parameters()["maxsize"] or 0) > 1]
    assert len(ours) >= 3
    return ours
