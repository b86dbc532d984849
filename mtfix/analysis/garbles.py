"""Garbles that no spelling distance reaches: read by what the story speaks of and by what the place wants.

"The leaders of the Russian and American depodesta": the letters alone say little, but the place wants a body, and the
story has дипведомства elsewhere; of the words that fit, one comes near.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin, skeleton
from mtfix.text.english import Pos

if TYPE_CHECKING:
    from mtfix.analysis import Analysis
    from mtfix.source.russian.pack import Russian

#: How alike keys must be, with the word elsewhere in the story and without.
_ANCHORED, _ALONE = 0.45, 0.55
_LEADS = frozenset(
    (
        "head heads leader leaders chief chiefs manager managers representative representatives official "
        "officials employee employees staff spokesman spokeswoman building deputy"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Garble:
    """A source form read out of a garble, how alike they are, and whether the story has the word elsewhere."""

    form: str
    likeness: float
    anchored: bool
    plural: bool


class BodyWords:
    """Forms of the lexicon's words for bodies, by their first consonants."""

    def __init__(self, pack: Russian) -> None:
        self._pack = pack

    @cached_property
    def by_start(self) -> dict[str, list[tuple[str, str]]]:
        """The first two consonants of the key to forms and their keys."""
        out: dict[str, list[tuple[str, str]]] = {}
        for lemma in self._pack.lexicon.of_sense("body"):
            for form in self._forms(lemma):
                key = key_of_cyrillic(form)
                out.setdefault(skeleton(key)[:2], []).append((form, key))
        return out

    def _forms(self, lemma: str) -> tuple[str, ...]:
        """The genitives, which is where bodies stand in titles, and the nominative."""
        p = self._pack.morph.parse(lemma)[0]
        made = [p.inflect({"gent", "sing"}), p.inflect({"gent", "plur"})]
        return tuple(dict.fromkeys((lemma, *(m.word.replace("ё", "е") for m in made if m is not None))))


def read_garble(analysis: Analysis, i: int, anchors: dict[str, float]) -> Garble | None:
    """The body that a lower-case unknown word garbles, if its place wants one.

    Args:
        analysis: of the document.
        i: the word's index.
        anchors: lemmas that the story certainly has, with how sure each is.
    """
    word = analysis.doc.words[i].text
    if len(word) < 7 or not word.islower() or not _wants_body(analysis, i):
        return None
    pack = analysis.knowledge.source
    key = keys_of_latin(word)[0]
    start = skeleton(key)[:2]
    best: Garble | None = None
    for form, other in analysis.knowledge.body_words.by_start.get(start, ()):
        if abs(len(other) - len(key)) > 4:
            continue
        likeness = Levenshtein.normalized_similarity(key, other)
        anchored = pack.read(form).lemma in anchors
        if likeness < (_ANCHORED if anchored else _ALONE):
            continue
        if best is None or (anchored, likeness) > (best.anchored, best.likeness):
            best = Garble(form, likeness, anchored, _several(analysis, i))
    return best


def _wants_body(analysis: Analysis, i: int) -> bool:
    """After an adjective of a country, or after "leaders (of)", with no noun right behind."""
    before = analysis.before(i)
    e = analysis.knowledge.english
    if not before or (bool(e.pos(analysis.after(i).lower()) & Pos.NOUN) and analysis.after(i).islower()):
        return False
    words = analysis.doc.words
    back = [words[k].text.lower() for k in range(max(0, i - 6), i)]
    if words[i - 1].text[:1].isupper() and before in analysis.knowledge.proper_adjectives:
        return True
    return before in _LEADS or (
        any(w in _LEADS for w in back) and before in ("of", "the", "two", "both", "these", "those")
    )


def _several(analysis: Analysis, i: int) -> bool:
    """Whether the place speaks of several: "Russian and American …", "two …", "… Russia and the United States"."""
    words = analysis.doc.words
    back = [words[k].text.lower() for k in range(max(0, i - 3), i)]
    if any(w in ("two", "both", "three", "several", "these", "those") for w in back):
        return True
    if len(back) == 3 and back[1] == "and" and words[i - 1].text[:1].isupper() and words[i - 3].text[:1].isupper():
        return True
    ahead = [words[k].text for k in range(i + 1, min(len(words), i + 4))]
    return len(ahead) == 3 and ahead[0][:1].isupper() and ahead[1] == "and"
