"""A unified diff, made from the edits themselves, so that it is exact and costs no search."""

from __future__ import annotations

import bisect
from typing import NamedTuple

from mtfix.findings import Edit, Result, make_edits
from mtfix.report.clean import one_line
from mtfix.report.text import paint

_CONTEXT = 3


class _Block(NamedTuple):
    """Lines ``first`` up to ``last`` become other lines."""

    first: int
    last: int
    new: list[str]


def unified(path: str, result: Result, color: bool = False, bom: bool = False) -> str:
    """The unified diff from the input to the cleaned text; empty where nothing was changed.

    Lines end at LF alone, as ``patch`` has it; a CR before it is part of the line.

    Args:
        path: stands in both header lines; ``patch -p0`` takes it.
        result: what came of the text.
        color: in colour.
        bom: the file begins with a byte order mark, which text and offsets do not hold.
    """
    text, edits = result.document.text, list(result.edits)
    if bom:
        text, edits = "\ufeff" + text, [Edit(e.start + 1, e.end + 1, e.before, e.after) for e in edits]
    old = _lines(text)
    blocks = _blocks(text, edits, old)
    if not blocks:
        return ""
    name = path if path != "-" else "(standard input)"
    name = "".join(one_line(c) if c in "\n\r\t" else c for c in name)
    name += "\t" if " " in name else ""  # a blank in a name: a tab ends it, as git writes it
    out = [paint(f"--- {name}", "bold", color) + "\n", paint(f"+++ {name}", "bold", color) + "\n"]
    shift = 0
    for group in _groups(blocks):
        lo, hi = max(0, group[0].first - _CONTEXT), min(len(old), group[-1].last + _CONTEXT)
        grown = sum(len(b.new) - (b.last - b.first) for b in group)
        head = f"@@ -{_range(lo, hi - lo)} +{_range(lo + shift, hi - lo + grown)} @@"
        out.append(paint(head, "cyan", color) + "\n")
        at = lo
        for b in group:
            out += [_row(" ", s, "", color) for s in old[at : b.first]]
            out += [_row("-", s, "red", color) for s in old[b.first : b.last]]
            out += [_row("+", s, "green", color) for s in b.new]
            at = b.last
        out += [_row(" ", s, "", color) for s in old[at:hi]]
        shift += grown
    return "".join(out)


def _lines(text: str) -> list[str]:
    parts = text.split("\n")
    return [p + "\n" for p in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _blocks(text: str, edits: list[Edit], old: list[str]) -> list[_Block]:
    """Runs of lines that the edits change, each with what it becomes."""
    starts = [0]
    for s in old:
        starts.append(starts[-1] + len(s))
    total = len(old)

    def line(offset: int) -> int:
        return bisect.bisect_right(starts, offset, 0, max(total, 1)) - 1

    out: list[_Block] = []
    at = 0
    while at < len(edits):
        first = line(edits[at].start)
        last, to, new = first, at, ""
        while True:
            # An edit that begins on a line of the run belongs to it; so does the next line, if the run ends no line.
            if to < len(edits) and (to == at or line(edits[to].start) < last):
                e = edits[to]
                last = max(last, min(line(max(e.start, e.end - 1)) + 1, total))
                to += 1
                continue
            lo = starts[first]
            shifted = [Edit(e.start - lo, e.end - lo, e.before, e.after) for e in edits[at:to]]
            new = make_edits(text[lo : starts[last]], shifted)
            if last == total or not new or new.endswith("\n"):
                break
            last += 1
        at = to
        was, now = old[first:last], _lines(new)
        while was and now and was[0] == now[0]:
            was, now, first = was[1:], now[1:], first + 1
        while was and now and was[-1] == now[-1]:
            was, now, last = was[:-1], now[:-1], last - 1
        if was or now:
            out.append(_Block(first, last, now))
    return out


def _groups(blocks: list[_Block]) -> list[list[_Block]]:
    out: list[list[_Block]] = []
    for b in blocks:
        if out and b.first - out[-1][-1].last <= 2 * _CONTEXT:
            out[-1].append(b)
        else:
            out.append([b])
    return out


def _range(start: int, length: int) -> str:
    """A hunk's range: the line is counted from 1, but from 0 where the hunk is empty; a length of 1 is left out.

    >>> _range(0, 0), _range(4, 1), _range(4, 2)
    ('0,0', '5', '5,2')
    """
    return f"{start + (length > 0)}" + ("" if length == 1 else f",{length}")


def _row(sign: str, line: str, style: str, color: bool) -> str:
    ended = line.endswith("\n")
    body = sign + (line[:-1] if ended else line)
    return (paint(body, style, color) if style else body) + ("\n" if ended else "\n\\ No newline at end of file\n")
