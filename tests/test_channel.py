"""The transliteration channel and the romanisation tables, on the weights that are shipped."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mtfix.errors import DataError
from mtfix.source.channel import WEIGHTS, Channel, fold
from mtfix.source.channel_train import Aligner, Settings, distractors, pack
from mtfix.source.romanise import romanise, schemes

#: Spellings met on machine-translated pages, with the source word.
MET = [
    ("nagleyuschih", "наглеющих"),
    ("katapuljtirovalisj", "катапультировались"),
    ("dipvedomstva", "дипведомства"),
    ("psevdorespubliki", "псевдореспублики"),
    ("govoritsa", "говорится"),
    ("obshchakom", "общаком"),
    ("zavladenija", "завладения"),
    ("kemerovskijj", "кемеровский"),
    ("chuvstvo", "чувство"),
    ("vbuhivayut", "вбухивают"),
    ("destabilizacia", "дестабилизация"),
]


@pytest.fixture(scope="module")
def channel() -> Channel:
    return Channel.load()


@pytest.mark.parametrize(("latin", "cyrillic"), MET)
def test_true_word_beats_words_one_edit_away(channel: Channel, latin: str, cyrillic: str) -> None:
    true = channel.conditional(latin, cyrillic)
    assert true > -1.3 * len(latin)
    # ъ and ь put in or taken out may leave no trace in Latin, so they are no fair rivals
    rivals = [d for d in distractors(cyrillic, random.Random(1), 30) if _hard(d) != _hard(cyrillic)]
    assert all(channel.conditional(latin, rival) < true for rival in rivals)


def _hard(word: str) -> str:
    return word.replace("ь", "").replace("ъ", "")


@pytest.mark.parametrize("scheme", schemes())
def test_every_scheme_is_read(channel: Channel, scheme: str) -> None:
    words = ("заместитель", "подъезжающим", "чрезвычайщина", "экономическую", "юношей", "хищный")
    for word in words:
        latin = romanise(word, scheme)
        other = words[(words.index(word) + 1) % len(words)]
        assert channel.conditional(latin, word) > channel.conditional(latin, other) + 10


@pytest.mark.parametrize(("latin", "cyrillic"), [*MET[:4], ("Larowe", "Лавров"), ("42", "ёж"), ("", "а"), ("", "")])
def test_alignment_puts_the_words_together(channel: Channel, latin: str, cyrillic: str) -> None:
    graphones = channel.align(latin, cyrillic)
    assert "".join(a for a, _ in graphones) == fold(latin)
    assert "".join(b for _, b in graphones) == fold(cyrillic)
    assert np.isfinite(channel.score(latin, cyrillic))
    assert channel.conditional(latin, cyrillic) <= 1e-6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ELʹTSIN", "el'tsin"),
        ("i͡ashin", "iashin"),
        ("s\u030ceremet", "šeremet"),
        ("el’tsin", "el`tsin"),
        ("a–b", "a-b"),
    ],
)
def test_folding(channel: Channel, one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert channel.decode(one) == channel.decode(other)


def test_letters_never_seen_lose_their_marks(channel: Channel) -> None:
    assert channel.score("ḿoskva", "москва") == channel.score("moskva", "москва")


def test_decode_and_encode_rank_by_score(channel: Channel) -> None:
    for ranked in (channel.decode("Shcherbakov", 5), channel.encode("Щербаков", 5)):
        scores = [score for _, score in ranked]
        assert len(ranked) == 5
        assert scores == sorted(scores, reverse=True)
    assert channel.decode("Shcherbakov", 1)[0][0] == "щербаков"
    assert "shcherbakov" in dict(channel.encode("Щербаков"))
    # all alignments together are at least as likely as the best
    word, score = channel.decode("Zakharova", 1)[0]
    assert score >= channel.score("Zakharova", word) - 1e-6


def test_free_search_passes_unknown_letters_on(channel: Channel) -> None:
    assert "7" in channel.decode("su7", 1)[0][0]


def test_conditional_is_a_distribution(channel: Channel) -> None:
    """What the model may do next with a Cyrillic word sums to one, so no word is favoured for being rare."""
    word = "щёки"
    for state in (channel._start, 0):
        total = sum(
            np.exp(channel._step(state, g)[0] - channel._log_any(state, word, 0))
            for g, (_, side) in enumerate(channel._graphones)
            if g and word.startswith(side)
        )
        assert total == pytest.approx(1.0, abs=1e-3)


def test_model_is_a_distribution(channel: Channel) -> None:
    for state in (0, channel._start, 500):
        total = sum(np.exp(channel._step(state, g)[0]) for g in range(len(channel._graphones)))
        assert total == pytest.approx(1.0, abs=1e-3)


def test_loads_and_scores_fast() -> None:
    """Several times what a quiet machine takes: this catches a change of order, not a busy neighbour."""

    def least(call: Callable[[], object], times: int) -> float:
        spent = []
        for _ in range(times):
            began = time.process_time()
            call()
            spent.append(time.process_time() - began)
        return min(spent)

    assert least(Channel.load, 3) < 0.1
    channel = Channel.load()
    assert least(lambda: channel.conditional("dipvedomst", "дипведомст"), 20) < 0.002


def test_missing_and_foreign_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="channel_train"):
        Channel.load(tmp_path / "none.npz")
    np.savez(tmp_path / "other.npz", a=np.zeros(1))
    with pytest.raises(DataError, match="channel_train"):
        Channel.load(tmp_path / "other.npz")


def test_shipped_weights_are_those_of_the_card() -> None:
    folder = Path(__file__).parents[1] / "models/channel-ru"
    digest = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    assert json.loads((folder / "config.json").read_text())["weights"]["sha256"] == digest
    assert digest in (folder / "README.md").read_text(encoding="utf-8")
    assert WEIGHTS.stat().st_size < 12e6


def test_training_is_repeatable_and_learns() -> None:
    words = ("шар", "щит", "шина", "щука", "жаба", "жизнь", "чаща", "пища", "нож", "мышь", "ночь", "соль", "моль")
    pairs = [(romanise(w, "press"), w) for w in words] * 3

    def train() -> dict[str, np.ndarray]:
        aligner = Aligner(pairs, Settings())
        likelihoods = [aligner.learn() for _ in range(4)]
        assert likelihoods[-1] > likelihoods[0]
        return pack(aligner.cut(), 3)

    one, other = train(), train()
    assert all(np.array_equal(one[key], other[key]) for key in one)
    small = Channel(one)
    assert small.align("shina", "шина")[0] == ("sh", "ш")
    assert small.decode("shina", 1)[0][0] == "шина"


@pytest.mark.parametrize(
    ("scheme", "latin"),
    [
        ("bgn_pcgn", "Yeshchë obʺyekty tsarya, khozyaystvo Gayany v ijule"),
        ("gost_7_79_b", "Eshhyo ob``ekty` czarya, xozyajstvo Gayany` v ijule"),
        ("icao", "Eshche obieekty tsaria, khoziaistvo Gaiany v ijule"),
        ("iso_9", "Eŝë obʺekty carâ, hozâjstvo Gaâny v ijule"),
        ("gost_16876", "Eshhjo obʺekty carja, khozjajjstvo Gajany v ijule"),
        ("german", "Jeschtscho objekty zarja, chosjaistwo Gajany w ijule"),
        ("polish", "Jeszczo objekty caria, choziajstwo Gajany w ijule"),
    ],
)
def test_schemes_follow_their_standards(scheme: str, latin: str) -> None:
    russian = "Ещё объекты царя, хозяйство Гаяны в ijule"
    words = (romanise(word.strip(","), scheme) + ("," if "," in word else "") for word in russian.split())
    assert " ".join(words) == latin


def test_romanise_keeps_capitals_and_foreign_letters() -> None:
    assert romanise("ЩИ", "icao") == "SHCHI"
    assert romanise("Щи-2", "icao") == "Shchi-2"
    assert romanise("", "icao") == ""
    with pytest.raises(ValueError, match="bgn_pcgn"):
        romanise("щи", "none")
