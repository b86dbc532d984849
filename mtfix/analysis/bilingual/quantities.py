"""Amounts of a sentence in digits and in words, each with every value that its notation may stand for.

A notation is ambiguous across languages (1,500 is 1.5 or 1500; 3:2 is a score or a time; 80-е the 1980s), so an amount
is a set of values, and two amounts agree where they share one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from mtfix.tables import DATA, read_table

_BLANKS = " \u00a0\u202f\u2009"
#: A number in digits, with what stands between its groups; letters may follow (21st, 80-х), none may stand before.
_DIGITS = re.compile(
    rf"(?<![\w.,])(?:[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,:’'][0-9]+)*)"
)
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"\b(?=[IVX])(X{0,2})(IX|IV|V?I{0,3})\b")
_DECADE = re.compile(r"-?(?:ые|ых|е|х|ым|ми)\b|['’]?s\b")
_PERCENT = re.compile(rf"[{_BLANKS}-]?(?:%|процент|percent|per cent|pct|п\.\s?п|pp\b)", re.IGNORECASE)
_BOUND = re.compile(r"[^\W\d_][-–]$")
_HOURS = re.compile(rf"[{_BLANKS}](?:час|ч\.)")
_AND_A = re.compile(r"\b(?:an?|one) [^\W\d_]+ and (?:a )?$", re.IGNORECASE)
_HALF, _PO_HALF = Decimal("0.5"), "пол"
_PM = re.compile(rf"[{_BLANKS}]?p\.?{_BLANKS[0]}?m\b", re.IGNORECASE)
#: What may stand between the parts of one number: "two hundred and five", "twenty-five", "5 тыс. 200".
_JOINT = re.compile(rf"\.?[{_BLANKS}-]{{1,2}}(?:(?:and[{_BLANKS}])?(?:an?[{_BLANKS}])?|с[{_BLANKS}])", re.IGNORECASE)
_LEAST_GROUP = 1000
#: A longer run of digits is data, no amount.
_LONGEST = 24
_MOST_SEEN = 50_000


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount: its place, the values it may stand for, and how it is written.

    ``parts`` are the values of its pieces (2, 100 and 5 of "two hundred and five"); ``exact`` the one value of the
    usual reading. ``bound`` means a part of a name (COVID-19, Su-34) or of an order (во-вторых), which counts nothing.
    """

    start: int
    end: int
    text: str
    values: frozenset[Decimal]
    parts: frozenset[Decimal]
    exact: Decimal
    digits: bool
    percent: bool
    bound: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    values: tuple[Decimal, ...]
    kind: str


@dataclass(frozen=True)
class Numerals:
    """The number words of a language (``data/<language>/numerals.tsv``).

    Args:
        words: word or lemma to its value and kind.
        loose: words that only answer a number of the other side (twice, оба), with their values.
        prefixes: first parts of compounds (двух-), longest first.
        lemmas: the lemmas of a lower-case word, likeliest first.
        comma: a comma is a decimal one.
        seen: words looked up before; a memory without effect on results.

    >>> english = Numerals.english()
    >>> [f"{a.exact:f}" for a in english.amounts("Two hundred and five of the 1.2 million, twenty-five at 6:30 p.m.")]
    ['205', '1200000', '25', '18.3']
    """

    words: dict[str, tuple[Decimal, str]]
    loose: dict[str, frozenset[Decimal]]
    prefixes: tuple[tuple[str, Decimal], ...]
    lemmas: Callable[[str], tuple[str, ...]]
    comma: bool
    seen: dict[str, tuple[tuple[Decimal, str] | None, frozenset[Decimal]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    @functools.cache
    def english(cls) -> Numerals:
        """English number words."""
        return cls._load("english", lambda w: (w,), comma=False)

    @classmethod
    def russian(cls, lemmas: Callable[[str], tuple[str, ...]]) -> Numerals:
        """Russian number words.

        Args:
            lemmas: the lemmas of a lower-case word, likeliest first.
        """
        return cls._load("russian", lemmas, comma=True)

    @classmethod
    def _load(cls, folder: str, lemmas: Callable[[str], tuple[str, ...]], comma: bool) -> Numerals:
        words: dict[str, tuple[Decimal, str]] = {}
        loose: dict[str, frozenset[Decimal]] = {}
        prefixes: dict[str, Decimal] = {}
        for r in read_table(DATA / folder / "numerals.tsv", ("word", "value", "kind")):
            value = Decimal(r["value"]).normalize()
            if r["kind"] == "loose":
                loose[r["word"]] = loose.get(r["word"], frozenset()) | {value}
            elif r["kind"] == "prefix":
                prefixes[r["word"]] = value
            else:
                words[r["word"]] = (value, r["kind"])
        return cls(words, loose, tuple(sorted(prefixes.items(), key=lambda p: -len(p[0]))), lemmas, comma)

    def amounts(self, text: str) -> list[Amount]:
        """The amounts of a text, in order."""
        out: list[Amount] = []
        run: list[_Piece] = []
        for piece in self._pieces(text):
            if run and not self._joins(text, run[-1], piece):
                out.append(_amount(text, run))
                run = []
            run.append(piece)
        if run:
            out.append(_amount(text, run))
        return [a for a in out if a.exact or a.digits]

    def answers(self, text: str) -> frozenset[Decimal]:
        """Every value that something in the text may stand for, to ask whether an amount of the other side is here."""
        out: set[Decimal] = set()
        for a in self.amounts(text):
            out |= a.values | a.parts
        for m in _WORD.finditer(text):
            out |= self._word(m.group())[1]
        for m in _ROMAN.finditer(text):
            if m.group():
                out.add(Decimal(_roman(m[1], m[2])).normalize())
        return frozenset(out)

    @staticmethod
    def _joins(text: str, last: _Piece, piece: _Piece) -> bool:
        joint = _JOINT.fullmatch(text, last.end, piece.start)
        return joint is not None and _goes_on(last, piece, joint.group())

    def _word(self, word: str) -> tuple[tuple[Decimal, str] | None, frozenset[Decimal]]:
        """A word's value and kind, if it is a number; and every value that it may stand for."""
        lower = word.lower().replace("ё", "е")
        known = self.seen.get(lower)
        if known is None:
            if len(self.seen) >= _MOST_SEEN:
                self.seen.clear()
            known = self.seen[lower] = self._look_up(lower)
        return known

    def _look_up(self, lower: str) -> tuple[tuple[Decimal, str] | None, frozenset[Decimal]]:
        lemmas = self._lemmas(lower)
        if lower.startswith(_PO_HALF):
            scale = next((self.words[w] for w in self._lemmas(lower[len(_PO_HALF) :])[:1] if w in self.words), None)
            if scale is not None and scale[1] == "scale":
                value = (scale[0] * _HALF).normalize()
                return (value, "apart"), frozenset((value,))
        number = next((self.words[w] for w in (lower, *lemmas[:1]) if w in self.words), None)
        out: set[Decimal] = set()
        for lemma in {lower, *lemmas}:
            out |= self.loose.get(lemma, frozenset())
            if lemma in self.words:
                out.add(self.words[lemma][0])
            out |= {v for p, v in self.prefixes if lemma.startswith(p) and len(lemma) > len(p) + 2}
        return number, frozenset(out)

    def _lemmas(self, word: str) -> tuple[str, ...]:
        return tuple(lemma.replace("ё", "е") for lemma in self.lemmas(word.lower()))

    def _pieces(self, text: str) -> Iterator[_Piece]:
        found: list[_Piece] = []
        for m in _DIGITS.finditer(text):
            if m.end() - m.start() > _LONGEST:
                continue
            if m.group() == "1" and text[m.end() : m.end() + 2] == "/2":
                found.append(_Piece(m.start(), m.end() + 2, (_HALF,), "half"))
            elif text[m.start() - 2 : m.start()] != "1/":
                found.append(_Piece(m.start(), m.end(), _readings(text, m, self.comma), "digits"))
        for m in _WORD.finditer(text):
            if (number := self._word(m.group())[0]) is not None:
                found.append(_Piece(m.start(), m.end(), (number[0],), number[1]))
        return iter(sorted(found, key=lambda p: p.start))


def _goes_on(last: _Piece, piece: _Piece, gap: str) -> bool:
    """Whether a piece continues the number before it: smaller behind larger, or a scale behind anything."""
    if piece.kind == "half":  # two and a half, 2 1/2; not "the second half"
        return last.kind == "digits" or (last.kind == "number" and gap.strip() != "")
    if last.kind == "half":
        return piece.kind == "scale"
    if "apart" in (last.kind, piece.kind):
        return False
    if piece.kind == "scale":
        return last.kind != "scale" or last.values[0] < piece.values[0]
    if last.kind == "scale":
        return piece.values[0] < last.values[0]
    # beside each other: twenty five, двести пять; never digits beside digits, nor five beside two
    return "digits" not in (last.kind, piece.kind) and last.values[0] % 10 == 0 and piece.values[0] < last.values[0]


def _amount(text: str, run: list[_Piece]) -> Amount:
    total = current = Decimal(0)
    for p in run:
        value = p.values[0]
        if p.kind != "scale":
            current += value
        elif value < _LEAST_GROUP:
            current = (current or Decimal(1)) * value
        else:
            total += (current or Decimal(1)) * value
            current = Decimal(0)
    exact = (total + current).normalize()
    start, end = run[0].start, run[-1].end
    values = {exact}
    if len(run) == 1:
        values |= set(run[0].values)
    elif len(run) == 2 and run[1].kind == "scale":
        values |= {(v * run[1].values[0]).normalize() for v in run[0].values}
    values |= _also(text, end, exact)
    if exact == _HALF and _AND_A.search(text, max(0, start - 30), start):
        values.add(1 + _HALF)  # a year and a half
    parts = {v for p in run for v in p.values}
    if len(run) > 1 and run[-1].kind != "scale" and any(p.kind == "scale" for p in run):
        parts |= {(exact - run[-1].values[0]).normalize()}
    digits = any(p.kind == "digits" for p in run)
    percent = bool(_PERCENT.match(text, end))
    bound = bool(_BOUND.search(text, max(0, start - 3), start))
    return Amount(start, end, text[start:end], frozenset(values), frozenset(parts), exact, digits, percent, bound)


def _also(text: str, end: int, value: Decimal) -> set[Decimal]:
    """Other values that a number stands for by what follows it: 80-х and the '80s, 6 p.m."""
    out: set[Decimal] = set()
    if value < 100 and value % 10 == 0 and _DECADE.match(text, end):
        out |= {value + 1900, value + 1800, value + 2000}
    if 1900 <= value < 2100:
        out.add((value % 100).normalize())
    if value < 13 and _PM.match(text, end):
        out.add(value + 12)
    if 12 < value < 24 and _HOURS.match(text, end):
        out.add(value - 12)
    return out


def _readings(text: str, m: re.Match[str], comma: bool) -> tuple[Decimal, ...]:
    """What digits may stand for, the usual reading first."""
    raw = m.group()
    plain = re.sub(rf"[{_BLANKS}]", "", raw)
    marks = re.findall(r"[.,:’']", plain)
    pieces = tuple(Decimal(p).normalize() for p in re.split(r"[.,:’']", plain))
    if not marks:
        return (pieces[0],)
    joined = Decimal(re.sub(r"\D", "", plain)).normalize()
    if len(marks) > 1:
        tails = re.split(r"[.,:’']", plain)[1:]
        if len(set(marks)) == 1 and marks[0] != ":" and all(len(t) == 3 for t in tails):
            return (joined,)
        if len(set(marks)) == 2 and marks[-1] != marks[0] and all(len(t) == 3 for t in tails[:-1]):
            whole = "".join(re.split(r"[.,:’']", plain)[:-1])
            return (Decimal(f"{whole}.{tails[-1]}").normalize(),)
        return pieces
    head, tail = re.split(r"[.,:’']", plain)
    decimal = Decimal(f"{head}.{tail}").normalize()
    if marks[0] == ":":
        first = decimal + 12 if decimal < 13 and _PM.match(text, m.end()) else decimal
        return (first, decimal, *pieces)
    grouped = len(tail) == 3 and head != "0" and len(head) <= 3 and len(plain) == len(raw)
    if grouped and marks[0] == ("." if comma else ","):
        return (joined, decimal)
    clock = len(tail) == 2 and int(head) < 25
    later = (decimal + 12,) if clock and _PM.match(text, m.end()) else ()
    return (*later, decimal, *((joined,) if grouped else ()), *(pieces if clock else ()))


def _roman(tens: str, rest: str) -> int:
    units = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
    return 10 * len(tens) + units[rest]


def unanswered(amounts: Iterable[Amount], answers: frozenset[Decimal]) -> list[Amount]:
    """The amounts that nothing on the other side stands for, neither whole nor piece by piece.

    >>> e = Numerals.english()
    >>> [a.text for a in unanswered(e.amounts("5 of the two hundred, 17 of 30"), e.answers("five, 200, 30"))]
    ['17']
    """
    return [a for a in amounts if not (a.values & answers) and not (len(a.parts) > 1 and a.parts <= answers)]
