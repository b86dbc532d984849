"""Results as one HTML file that needs nothing else: no network, no script."""

from __future__ import annotations

import html
from collections.abc import Iterable
from string import Template

from mtfix import __version__
from mtfix.findings import Finding, Result, Status
from mtfix.report import Named
from mtfix.report.clean import one_line, shown_path
from mtfix.report.marks import Kind, events, shown
from mtfix.report.page import PAGE
from mtfix.report.text import count, tally


def render(results: Iterable[Named], title: str = "mtfix report") -> str:
    """A page for one or several results: the story with its edits and offers, a list of them, before and after.

    Each edit and offer carries a number; rule, reason, confidence and suggestions stand in a tip on it (pointer or
    keyboard focus) and in the list below.

    Args:
        results: texts with what came of them.
        title: the page's title.
    """
    named = list(results)
    stories = [_story(n, path, result) for n, (path, result) in enumerate(named, 1)]
    edits = sum(len(r.edits) for _, r in named)
    offers = sum(len(r.offered) for _, r in named)
    links = "".join(
        f'<li><a href="#s{n}">{_name(path)}</a> <small>{tally(len(r.edits), len(r.offered))}</small></li>'
        for n, (path, r) in enumerate(named, 1)
    )
    return Template(PAGE).substitute(
        title=html.escape(one_line(title)),
        summary=f"{count(len(named), 'text')}: {tally(edits, offers)}",
        contents=f'<nav aria-label="Texts"><ol>{links}</ol></nav>' if len(named) > 1 else "",
        stories="\n".join(stories),
        version=html.escape(__version__),
    )


def _story(n: int, path: str, result: Result) -> str:
    listed = shown(result)
    number = {id(f): i for i, f in enumerate(listed, 1)}
    items = "".join(_item(n, number[id(f)], f, result) for f in listed)
    after = html.escape(result.text)
    return (
        f'<section id="s{n}" aria-labelledby="h{n}"><h2 id="h{n}">{_name(path)}</h2>'
        f"<p>{tally(len(result.edits), len(result.offered))}</p>"
        f'<div class="text" tabindex="0" role="group" aria-label="Text with edits and offers">'
        f"{_inline(n, result, number)}</div>"
        f"{f'<h3>Edits and offers</h3><ol class=list>{items}</ol>' if items else ''}"
        f"<details><summary>Before and after, side by side</summary><div class=sides>"
        f"<div><h4>Before</h4><div class=text>{_before(result)}</div></div>"
        f"<div><h4>After</h4><div class=text>{after}</div></div></div></details></section>"
    )


def _inline(n: int, result: Result, number: dict[int, int]) -> str:
    out: list[str] = []
    first: set[int] = set()
    for event in events(result):
        f = event.finding
        if event.kind is Kind.TEXT or f is None:
            out.append(html.escape(event.text))
            continue
        k = number[id(f)]
        anchor = "" if k in first else f' id="s{n}m{k}"'
        if event.kind is not Kind.CLOSE:
            first.add(k)
        if event.kind is Kind.EDIT and event.edit is not None:
            gone = event.edit.before
            # The number of a line that goes stays beside it, not after its line end.
            ended = len(gone.rstrip()) if gone.strip() and not event.edit.after else len(gone)
            before = f"<del>{_visible(gone[:ended])}</del>" if gone else ""
            now = f"<ins>{_visible(event.edit.after)}</ins>" if event.edit.after else ""
            rest = html.escape(gone[ended:])
            out.append(f'<span class="hit made"{anchor}>{before}{now}{_tip(n, k, f)}</span>{rest}')
        elif event.kind is Kind.OPEN:
            out.append(f'<span class="hit offer {html.escape(str(f.rule.severity))}"{anchor}><mark>')
        else:
            out.append(f"</mark>{_tip(n, k, f)}</span>")
    return "".join(out)


def _tip(n: int, k: int, f: Finding) -> str:
    """The finding's number, a link to its place in the list, with the tip that shows on it."""
    what = "edit" if f.status is Status.APPLIED else "offer"
    rows = [f"<b>{html.escape(f.rule.name)}</b> {html.escape(f.message)}", _sure(f)]
    if f.suggestions:
        rows.insert(1, _suggestions(f))
    body = "".join(f"<span>{r}</span>" for r in rows)
    label = f"{what} {k}: {html.escape(f.rule.name, quote=True)}"
    return f'<a class="n" href="#s{n}f{k}" aria-label="{label}">{k}</a><span class="tip" role="tooltip">{body}</span>'


def _item(n: int, k: int, f: Finding, result: Result) -> str:
    line, column = result.document.position(f.start)
    made = f.status is Status.APPLIED
    source = ", ".join(str(f.evidence[key]) for key in ("source_word", "lemma") if f.evidence.get(key))
    rows = [
        f'<a href="#s{n}m{k}" aria-label="to place {k} in the text">{line}:{column}</a> '
        f'<span class="status {"made" if made else "offer"}">{"made" if made else "offered"}</span> '
        f"<code>{html.escape(f.rule.name)}</code> <q>{_visible(f.text)}</q>",
        html.escape(f.message),
        _suggestions(f) if f.suggestions else "",
        f"Source: <span lang=ru>{html.escape(source)}</span>" if source else "",
        _sure(f),
        f"<small>{html.escape(f.rule.summary)} {html.escape(f.rule.why)}</small>",
        f"<small>{html.escape(f.reason)}</small>" if f.reason else "",
    ]
    return f'<li id="s{n}f{k}" value="{k}">' + "".join(f"<div>{r}</div>" for r in rows if r) + "</li>"


def _sure(f: Finding) -> str:
    repair = f", repair {f.fix_confidence:.0%} ({f.applicability})" if f.suggestions else ""
    what = html.escape(f"{f.rule.severity} · {f.rule.category}")
    return f"{what} · confidence {f.confidence:.0%}{repair}"


def _suggestions(f: Finding) -> str:
    return "→ " + ", ".join(f"<b>{_visible(s)}</b>" if s else "<i>delete</i>" for s in f.suggestions)


def _before(result: Result) -> str:
    """The input, with what the edits took out."""
    out: list[str] = []
    for event in events(result):
        if event.kind is Kind.TEXT:
            out.append(html.escape(event.text))
        elif event.edit is not None:
            out.append(f"<del>{html.escape(event.edit.before)}</del>" if event.edit.before else "")
    return "".join(out)


def _visible(text: str) -> str:
    """Escaped; blanks and line ends alone, and control characters, are spelled out so that they can be seen."""
    if text and not text.strip():
        text = text.replace("\r\n", "↵").replace("\n", "↵").replace("\r", "↵").replace(" ", "␣").replace("\t", "⇥")
    return html.escape(text)


def _name(path: str) -> str:
    return html.escape(one_line(shown_path(path)) if path != "-" else "standard input")
