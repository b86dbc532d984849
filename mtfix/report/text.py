"""Results as text: diagnostics, offers marked inside the story, and the short summary of a story."""

from __future__ import annotations

from collections.abc import Iterator

from mtfix.document import Document
from mtfix.findings import Finding, Result, Status
from mtfix.report.clean import one_line, shown_path
from mtfix.report.marks import Kind, events, shown

_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36", "dim": "2"}


def paint(text: str, style: str, color: bool) -> str:
    """The text in a colour, if colour is wanted.

    >>> paint("a", "red", False), paint("a", "red", True)
    ('a', '\\x1b[31ma\\x1b[0m')
    """
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if color and text else text


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "edit"), count(2, "edit"), count(0, "offer waits", "offers wait")
    ('1 edit', '2 edits', '0 offers wait')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def diagnostic(path: str, doc: Document, f: Finding, color: bool = False) -> str:
    """A finding as one line: ``path:line:column: rule message [→ suggestion]``."""
    line, column = doc.position(f.start)
    where = f"{shown_path(path)}:{line}:{column}:"
    out = f"{paint(one_line(where), 'bold', color)} {paint(f.rule.name, 'red', color)} {one_line(f.message)}"
    return f"{out} {paint(_arrow(f), 'green', color)}".rstrip()


def diagnostics(path: str, result: Result, color: bool = False, detail: bool = False) -> Iterator[str]:
    """A line for each finding that is offered; with detail, a second line with its evidence and how sure it is."""
    for f in shown(result):
        if f.status is Status.OFFERED:
            yield diagnostic(path, result.document, f, color)
            if detail:
                yield paint(f"    {_detail(f)}", "dim", color)


def marked(result: Result, color: bool = False) -> str:
    """The cleaned text with its offers shown inside, as in ``the Russian {dipvedomstva→Foreign Ministry?}``.

    An offer without a suggestion is ``{text?}``; one that would delete the text is ``{text→?}``. Offers may nest.
    """
    stack: list[list[str]] = [[]]
    for event in events(result):
        if event.kind is Kind.OPEN:
            stack.append([])
        elif event.kind is Kind.CLOSE and event.finding is not None:
            inner = "".join(stack.pop())
            suggestions = event.finding.suggestions
            arrow = "→" + suggestions[0] if suggestions else ""
            stack[-1].append(paint("{" + inner + arrow + "?}", "yellow", color))
        else:
            stack[-1].append(event.text)
    return "".join(stack[0])


def tally(edits: int, offers: int, would: bool = False) -> str:
    """How many edits were made and how many offers wait.

    >>> tally(12, 5)
    '12 edits made, 5 offers wait'
    >>> tally(1, 1, would=True)
    '1 edit would be made, 1 offer waits'
    """
    made = "would be made" if would else "made"
    return f"{count(edits, 'edit')} {made}, {count(offers, 'offer waits', 'offers wait')}"


def summary(path: str, result: Result, color: bool = False) -> str:
    """The story's summary: what was changed and why, and the offers that wait."""
    head = f"{one_line(shown_path(path))}: {tally(len(result.edits), len(result.offered))}"
    rows = [paint(head, "bold", color)]
    for title, status in (("changed", Status.APPLIED), ("offered", Status.OFFERED)):
        group = [f for f in shown(result) if f.status is status]
        if group:
            rows.append(f"  {title}")
        for f in group:
            line, column = result.document.position(f.start)
            what = f"{one_line(f.text, 60)} {paint(_arrow(f, 60), 'green', color)}".strip()
            rows.append(f"    {line}:{column}  {what}  {paint(f'[{f.rule.name}] {one_line(f.message)}', 'dim', color)}")
    return "\n".join(rows)


def _arrow(f: Finding, width: int = 0) -> str:
    if not f.suggestions:
        return ""
    return "→ " + (one_line(f.suggestions[0], width) or "(delete)")


def _detail(f: Finding) -> str:
    bits = [f"“{one_line(f.text, 60)}”", f"confidence {f.confidence:.2f}"]
    if f.suggestions:
        bits.append(f"repair {f.fix_confidence:.2f}, {f.applicability}")
    if len(f.suggestions) > 1:
        bits.append("or " + ", ".join(one_line(s, 60) or "(delete)" for s in f.suggestions[1:]))
    keys = [k for k in ("source_word", "lemma", "detail") if f.evidence.get(k)]
    bits += [f"{k.replace('_', ' ')}: {one_line(str(f.evidence[k]), 120)}" for k in keys]
    return "; ".join(bits)
