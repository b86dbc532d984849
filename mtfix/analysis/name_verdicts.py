"""Whether a word that renders a name of the source renders it rightly, and how it should be written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from mtfix.analysis.name_pairs import NamePairs, Rendering, part_of
from mtfix.analysis.naming import bare, feminine
from mtfix.analysis.source_names import SourceName
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.source.russian.fold import key_of_cyrillic, keys_of_latin
from mtfix.source.russian.index import Kind
from mtfix.source.russian.nominative import ANY, homely

if TYPE_CHECKING:
    from mtfix.analysis import Analysis

#: Zipf frequencies: from the first on a word is English whatever the source says; up to the second it is hardly listed.
_ENGLISH, _HARDLY = 2.6, 1.3
#: How far (in nats) the best rendering must lie before the word as it stands: for a word that sounds as no nominative,
#: for one that sounds as the name and has a far better known spelling, for one in some list, and for one that sounds as
#: a name that is romanised anyhow.
_MANGLED, _RESPELT, _LISTED, _HOMELY = 3.0, 0.5, 8.0, 3.0
#: How far the oblique reading must lie before the nominative one for the ending alone to decide.
_OBLIQUE = 2.5
#: From which frequency on an original spelling is known.
_KNOWN_ORIGINAL = 1.0
#: How near by place a name without a rendering must be to a word without a source, and how unlike all other words.
_NEAR, _UNLIKE = 0.15, 60.0
#: A letter that costs more (nats) is none that Russian print and a human hand would make of the name.
_POOR = -1.3
#: From which likeness on a listed word is taken for a name's rendering at all.
_SURE_LIKE = 75.0
#: A Russian word as frequent as this (log10) is no foreign name; a capitalised one is the title of something.
_COMMON, _TITLE = -6.0, -6.5
_MOST = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """A damaged rendering: word `i`, its source name, what is wrong (``case``, ``form``, ``respelt``, ``stranger``),
    and right spellings, the likeliest first, with their capitals. ``settled``: the gazetteer has the name that the
    source names, and the damage is of a kind that machines alone make."""

    i: int
    name: SourceName
    kind: str
    spellings: tuple[str, ...]
    lemma: str
    case: str
    margin: float
    entity: Entry | None
    settled: bool = False


class NameVerdicts:
    """Verdicts on the words of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        self._k = analysis.knowledge
        self.pairs = NamePairs(analysis)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every damaged rendering, in the order of the text."""
        if not self.pairs.names:
            return ()
        found = (self._judge(i) for i in range(len(self._a.doc.words)))
        return tuple(v for v in found if v is not None)

    def _judge(self, i: int) -> Verdict | None:
        text = bare(self._a.doc.words[i].text)
        lower = fold_name(text).lower()
        if len(text) < 3 or not text.isalpha() or not text.isascii():
            return None
        if i in self._a.people.known:
            return self._other_sex(i, lower)
        english = self._k.english
        zipf = max(english.zipf(text.lower()), english.zipf(lower))
        if zipf >= _ENGLISH or lower in self.pairs.source.latin or (text.isupper() and len(text) < 6):
            return None
        if english.pos(lower) or (text.islower() and zipf >= _HARDLY):
            return None
        pair = self.pairs.nearest(i)
        if pair is None:
            return self._stranger(i, lower) if zipf < 0.1 and text[0].isupper() else None
        name = self.pairs.settled(pair).name
        if not name.readings or lower in self.pairs.right(name):
            return None
        keys = set(keys_of_latin(lower)[:4])
        if lower.endswith("s"):
            keys |= set(keys_of_latin(lower[:-1])[:4])  # an English plural: Pantsirs
        if text.islower() and pair.like < (80 if self.pairs.covered(name) else 70):
            return None
        if pair.like < _SURE_LIKE and (zipf > 0 or self._common(name)):
            return None
        best = name.readings[0].weight
        near = [r for r in name.readings if r.weight > best - _OBLIQUE]
        sounds = any(key_of_cyrillic(r.form) in keys for r in near[:4])
        dictionary = any(r.known and key_of_cyrillic(r.form) in keys for r in near)
        whole = any(e.whole and e.entry.type == "person" for e in name.entries)
        if sounds and dictionary and not text.islower() and not whole:
            return None
        if any(_stem_shared(lower, r.form) for r in near if _adjective(r.form)):
            return None
        return self._compare(i, name, lower, zipf, sounds, keys)

    def _other_sex(self, i: int, lower: str) -> Verdict | None:
        """A known surname in the form of the other sex, where the source names the person whole: Polina Gagarin."""
        pair = self.pairs.nearest(i)
        if pair is None or lower in self.pairs.right(pair.name):
            return None
        for known in pair.name.entries:
            right = part_of(known.entry, known.part)
            if known.whole and known.entry.type == "person" and _sexes(fold_name(right).lower(), lower):
                rows = [r for r in self.pairs.renderings(pair.name) if r.entity is known.entry]
                if rows:
                    return self._verdict(i, pair.name, "case", rows, 0.0, True)
        return None

    def _compare(
        self, i: int, name: SourceName, lower: str, zipf: float, sounds: bool, keys: set[str]
    ) -> Verdict | None:
        stands = self.pairs.as_it_stands(i, name)
        rows = [r for r in self.pairs.renderings(name) if fold_name(r.latin) != lower]
        if not rows:
            return None
        best = rows[0]
        if lower == best.latin + "s" and best.entity is not None and best.entity.type != "person":
            return None  # an English plural: Pantsirs
        margin = best.total - stands.total
        per_letter = stands.spelling.channel / len(lower)
        same = key_of_cyrillic(name.form) in keys
        gap = _oblique_gap(name)
        listed = best.spelling.zipf >= _KNOWN_ORIGINAL or best.entity is not None
        if zipf >= _HARDLY and not (
            listed
            and margin >= _LISTED
            and ((same and gap >= _OBLIQUE) or (not sounds and (_cut(lower, best.latin) or per_letter < _POOR)))
        ):
            return None
        machine = (same and name.form != best.nominative) or _cut(lower, best.latin) or per_letter < _POOR
        settled = machine and margin >= _LISTED and self._one_entity(name, best)
        if same and gap >= _OBLIQUE:
            rows = [r for r in rows if r.nominative != name.form] or rows
            return self._verdict(i, name, "case", rows, margin, settled and rows[0] is best)
        if sounds:
            heard = [r for r in name.readings[:4] if key_of_cyrillic(r.form) in keys]
            index = self._k.source.index
            common = index.log10(name.lemma) >= _COMMON or any(index.kind(r.form) & Kind.COMMON for r in heard)
            foreign = not common and not any(r.known for r in heard)
            near = best.spelling.channel / len(best.latin)
            far = _HOMELY if homely(name.lemma) else _RESPELT
            good = (margin >= far and (near > -2.0 or margin >= _LISTED)) or (margin >= far - 1.5 and near > -1.0)
            unlisted = zipf < 0.1 or (best.spelling.zipf > zipf + 1.4 and margin >= 3.5)
            if unlisted and listed and foreign and (good or (best.entity is not None and margin >= far)):
                return self._verdict(i, name, "respelt", rows, margin, settled)
            return None
        if margin >= (_MANGLED if zipf < 0.1 and not set("xq") & set(lower) else _LISTED):
            return self._verdict(i, name, "form", rows, margin, settled)
        return None

    def _common(self, name: SourceName) -> bool:
        """Whether a name of the source is a common word: a title, that is translated and not spelt."""
        named = name.entries or any(r.kind for r in name.readings)
        return not named and self._k.source.index.log10(name.form) > _TITLE

    def _stranger(self, i: int, lower: str) -> Verdict | None:
        """A capitalised word that no list and no word of the source explains, where a name has no rendering."""
        place = self.pairs.place(i)
        keys = keys_of_latin(lower)[:4]
        for word in self.pairs.source.words:
            if len(word) > 2 and max((fuzz.ratio(k, key_of_cyrillic(word)) for k in keys), default=0.0) >= _UNLIKE:
                return None
        free = [
            n
            for n in self.pairs.names
            if abs(n.place - place) < _NEAR and not self._common(n) and not self.pairs.covered(n)
        ]
        if not free:
            return None
        name = min(free, key=lambda n: abs(n.place - place))
        rows = list(self.pairs.renderings(name))
        return self._verdict(i, name, "stranger", rows, 0.0) if rows else None

    @staticmethod
    def _one_entity(name: SourceName, best: Rendering) -> bool:
        """Whether the gazetteer has one spelling for what the source names: a person named whole, or a thing."""
        fit = [known for known in name.entries if known.whole or known.entry.type != "person"]
        spellings = {fold_name(part_of(known.entry, known.part)).lower() for known in fit}
        return best.entity is not None and spellings == {best.latin}

    def _verdict(
        self, i: int, name: SourceName, kind: str, rows: list[Rendering], margin: float, settled: bool = False
    ) -> Verdict:
        spellings: dict[str, None] = {}
        for r in rows:
            spellings[capitalised(r)] = None
            if len(spellings) == _MOST:
                break
        best = rows[0]
        return Verdict(i, name, kind, tuple(spellings), best.nominative, best.case, margin, best.entity, settled)


def capitalised(r: Rendering) -> str:
    """A rendering with its capital; the gazetteer's own spelling where it is the gazetteer's."""
    if r.entity is not None:
        for name in r.entity.names:
            for part in name.replace("-", " ").split():
                if fold_name(part).lower() == r.latin:
                    return part
    latin = r.latin.replace("'", "")
    return latin[:1].upper() + latin[1:]


def _oblique_gap(name: SourceName) -> float:
    """How much likelier it is that the form is oblique than that it is the nominative."""
    oblique = max((r.weight for r in name.readings if r.form != name.form), default=-99.0)
    nominative = max((r.weight for r in name.readings if r.form == name.form or r.case == ANY), default=-99.0)
    return oblique - nominative


def _adjective(lemma: str) -> bool:
    return lemma.endswith(("ский", "цкий", "ская", "цкая", "ское", "цкое", "ские", "цкие"))


def _stem_shared(lower: str, lemma: str) -> bool:
    """Whether the word is the place that the source's adjective is made from: Karasun, Карасунский."""
    stem = key_of_cyrillic(lemma[: lemma.rindex("ск" if "ск" in lemma else "цк")])
    return any(k[:4] == stem[:4] for k in keys_of_latin(lower)[:4])


def _cut(a: str, b: str) -> bool:
    """Whether two spellings differ in their last letter alone."""
    n = min(len(a), len(b))
    return abs(len(a) - len(b)) <= 1 and a[: n - 1] == b[: n - 1]


def _sexes(a: str, b: str) -> bool:
    """Whether two surnames are the man's and the woman's form of one."""
    return a != b and (feminine(a) == b or feminine(b) == a)
