"""What several rules need to know of a document, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mtfix.document import Document, Token
from mtfix.text.case import starts_sentence

if TYPE_CHECKING:
    from mtfix.analysis.alignment import Alignment
    from mtfix.analysis.bilingual.passages import Passage
    from mtfix.analysis.knowledge import Knowledge
    from mtfix.analysis.people import People
    from mtfix.analysis.readings import Readings
    from mtfix.analysis.sourced import Sourced
    from mtfix.analysis.zones import LineInfo


@dataclass(frozen=True)
class Analysis:
    """Zones, sentence starts, readings of unknown words, people of the story. Each part is made when first asked for.

    >>> from mtfix.analysis.knowledge import Knowledge
    >>> from mtfix.config import Config
    >>> a = Analysis.of(Document("He left. The Minister stayed."), Knowledge.open(Config()))
    >>> [w.text for i, w in enumerate(a.doc.words) if a.initial(i)]
    ['He', 'The']
    """

    doc: Document
    knowledge: Knowledge

    @classmethod
    def of(cls, doc: Document, knowledge: Knowledge) -> Analysis:
        """The analysis of a document."""
        return cls(doc, knowledge)

    @cached_property
    def lines(self) -> tuple[LineInfo, ...]:
        """Every line with its label."""
        from mtfix.analysis.zones import label

        return label(self.doc, self.knowledge.furniture)

    def line_of(self, offset: int) -> LineInfo:
        """The line that holds an offset."""
        return self.lines[self.doc.line_at(offset)]

    @cached_property
    def readings(self) -> Readings:
        """What each unknown word of the text may be."""
        from mtfix.analysis.readings import Readings

        return Readings.of(self)

    @cached_property
    def people(self) -> People:
        """Who the story speaks of."""
        from mtfix.analysis.people import People

        return People.of(self)

    @cached_property
    def alignments(self) -> tuple[Alignment, ...]:
        """Runs of words that are a known name, every part of it, in other spellings than the gazetteer's."""
        from mtfix.analysis.alignment import alignments

        return alignments(self)

    @cached_property
    def whole_names(self) -> tuple[Alignment, ...]:
        """Those of the alignments that are damage, and no spelling of another house."""
        return tuple(a for a in self.alignments if a.sure > 0)

    @cached_property
    def sourced(self) -> Sourced | None:
        """What the source text says of the words, where there is one."""
        from mtfix.analysis.sourced import Sourced

        return Sourced(self) if self.doc.source else None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The sentences beside those of the source text that they came from; none without a source text of theirs."""
        from mtfix.analysis.bilingual.align import align
        from mtfix.analysis.bilingual.passages import belong, passages
        from mtfix.analysis.bilingual.quantities import Numerals

        source, text = self.doc.source or "", self.doc.text
        pairs = align(source, text, self.knowledge.config.source) if source.strip() else ()
        found = tuple(passages(text, source, pairs))
        return found if belong(found, Numerals.english(), self.knowledge.source_numerals) else ()

    @cached_property
    def lower_types(self) -> frozenset[str]:
        """The words of the text in lower case."""
        return frozenset(t.lower() for t in self.doc.types)

    def gap(self, i: int) -> str:
        """What stands between word `i` and the word before it."""
        words = self.doc.words
        return self.doc.text[words[i - 1].end if i else 0 : words[i].start]

    def initial(self, i: int) -> bool:
        """Whether word `i` may begin a sentence, a quotation or a line, where a capital tells nothing."""
        return starts_sentence(self.doc.words[i - 1].text if i else "", self.gap(i))

    def adjacent(self, i: int) -> bool:
        """Whether word `i` follows the word before it with blanks alone between, on the same line."""
        return i > 0 and self.gap(i).strip(" \t\u00a0") == ""

    def word(self, i: int) -> Token | None:
        """Word `i`, or None outside the text."""
        return self.doc.words[i] if 0 <= i < len(self.doc.words) else None

    def before(self, i: int) -> str:
        """The word before word `i`, lower case, if only blanks stand between; else the empty string."""
        return self.doc.words[i - 1].text.lower() if self.adjacent(i) else ""

    def after(self, i: int) -> str:
        """The word after word `i`, letter case kept, if only blanks stand between; else the empty string."""
        return self.doc.words[i + 1].text if i + 1 < len(self.doc.words) and self.adjacent(i + 1) else ""

    def sentence(self, i: int) -> tuple[int, int]:
        """The words (half-open indices) of the sentence that holds word `i`, by full stops and line ends."""
        words = self.doc.words
        lo = i
        while lo > 0 and not self._breaks(lo):
            lo -= 1
        hi = i + 1
        while hi < len(words) and not self._breaks(hi):
            hi += 1
        return lo, hi

    def _breaks(self, i: int) -> bool:
        gap = self.gap(i)
        if "\n" in gap or "\r" in gap:
            return True
        return any(c in gap for c in ".!?…") and self.initial(i)
