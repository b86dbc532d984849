"""What a word is: the page that `mtfix explain WORD` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtfix.analysis.readings import probability
from mtfix.source.channel import Channel
from mtfix.text.english import Pos

if TYPE_CHECKING:
    from mtfix.analysis.knowledge import Knowledge

_DAMAGE = {
    "romanised": "written letter by letter",
    "cut": "its end lost",
    "anglicised": "an English ending put on",
    "compound": "a compound",
    "garbled": "letters lost or changed",
}


def explain_word(word: str, knowledge: Knowledge) -> str:
    """A page on one word: what English, the gazetteer and the channel know of it, and how sure that is.

    Args:
        word: one word as it stands in a text.
        knowledge: what detectors know.

    >>> from mtfix.analysis.knowledge import Knowledge
    >>> from mtfix.config import Config
    >>> print(explain_word("nagleyuschih", Knowledge.open(Config())).splitlines()[0])
    nagleyuschih: Russian наглеющих, genitive plural present active participle of наглеть
    """
    lower = word.lower()
    zipf = knowledge.english.zipf(lower)
    pos = knowledge.english.pos(lower)
    readings = knowledge.source.restorer.restore(lower) if len(lower) > 2 else ()
    out: list[str] = []
    known = zipf >= 2.3 or pos is not Pos.NONE or knowledge.english.listed(lower)
    verdict = knowledge.reader.read(word)
    odds = verdict.log_odds if verdict is not None else -9.0
    sure = probability(word, odds)
    if readings and not known:
        best = readings[0]
        reading = knowledge.source.read(best.form, best.first)
        of = f" of {reading.lemma}" if reading.lemma != best.form else ""
        out.append(f"{word}: Russian {best.form}, {reading.grammar.words}{of}")
        if reading.english:
            out.append(
                f"  English      {'; '.join(reading.english)}"
                + ("  (derived from its parts)" if reading.derived else "")
            )
        else:
            out.append("  English      not in the lexicon; add it with a lexicon file of your own")
        out.append(
            f"  damage       {_DAMAGE[best.how]}"
            + (f": {best.first} + {best.form[len(best.first) :]}" if best.first else "")
        )
        channel = Channel.load()
        pairs = " ".join(f"{c or '·'}→{latin or '·'}" for latin, c in channel.align(lower, best.form))
        out.append(f"  letters      {pairs}")
        out.append(
            f"  channel      log P({lower} | {best.form}) = {best.channel:.1f}, {best.channel / len(lower):.2f} each"
        )
        out.append(
            f"  frequency    {10 ** (knowledge.source.index.log10(best.form) + 6):.3g} in a million words of Russian"
        )
        out.append(f"  sure         {sure:.2f} that it is left over, before its place in a sentence is looked at")
        for r in readings[1:4]:
            other = knowledge.source.read(r.form, r.first)
            out.append(
                f"  or           {r.form} ({other.lemma}): {'; '.join(other.english[:2]) or '—'}, {_DAMAGE[r.how]}"
            )
    elif known:
        kinds = ", ".join(p.name.lower() for p in Pos if p and pos & p and p.name) or "name or loanword"
        out.append(f"{word}: an English word ({kinds}; Zipf frequency {zipf:.1f})")
        if readings and readings[0].channel / len(lower) > -0.8:
            out.append(f"  also reads as Russian {readings[0].form}; without its source text it is left alone")
    else:
        out.append(f"{word}: neither English nor Russian in any list; it is left alone")
    names = {h.entry.id: h.entry for h in knowledge.gazetteer.by_form(word)}
    for e in list(names.values())[:5]:
        roles = f": {e.roles[0]}" if e.roles else ""
        out.append(f"  name         {e.en} ({e.ru}), {e.type}{roles}")
    return "\n".join(out)
