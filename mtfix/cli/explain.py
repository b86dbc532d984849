"""`mtfix explain`: a rule's page, or what a word is."""

from __future__ import annotations

import argparse
import textwrap

from mtfix.cli import io
from mtfix.cli.engine import Engine
from mtfix.cli.errors import UsageError
from mtfix.cli.options import Parser, common, configuration, in_color
from mtfix.findings import Applicability, Rule
from mtfix.report.clean import one_line
from mtfix.report.text import paint

_SAFETY = {
    Applicability.SAFE: "safe: made by itself where it is sure enough, else offered",
    Applicability.UNSAFE: "unsafe: offered; made with --unsafe-fixes",
    Applicability.DISPLAY: "display: shown, never made by itself",
}
#: How a rule is set, on its page.
_SETTINGS = """\
--select {name}, --ignore {name}; in mtfix.toml (in pyproject.toml: tool.mtfix.rules.{name})
[rules.{name}]
enabled = true             # false: it does not run
severity = "major"         # neutral, minor, major or critical
applicability = "display"  # the most that a finding may be: safe, unsafe or display
offer = 0.5                # least confidence to be offered, from 0 to 1
safe = 0.95                # least fix confidence to be made by itself"""


def parser() -> Parser:
    """The command's arguments."""
    p = Parser("explain", "Say what a rule does, or what a word is. `mtfix explain rules` lists the rules.")
    p.add_argument("what", metavar="WORD or RULE", nargs="+", help="a rule's name wins over a word")
    p.add_argument("--word", action="store_true", help="take it for a word, even if a rule has that name")
    common(p)
    return p


def run(args: argparse.Namespace) -> int:
    """Run the command.

    Raises:
        UsageError: if words cannot be explained here.
    """
    from mtfix.cli.rules_page import every_rule

    rules = every_rule()
    what = " ".join(args.what).strip()
    if not what:
        raise UsageError("explain needs a word or a rule's name; `mtfix explain rules` lists them")
    color = in_color(args.color)
    if not args.word:
        if what == "rules":
            io.emit(listing(rules, color))
            return 0
        for rule in rules:
            if rule.name == what:
                io.emit(page(rule, color))
                return 0
    engine = Engine(configuration(args), args.verbose)
    try:
        from mtfix.analysis.explain import explain_word
    except ImportError as e:
        raise UsageError(f"{what!r} is no rule, and words cannot be explained in this installation ({e})") from None
    knowledge = engine.pipeline.knowledge
    if " " not in what:
        text = explain_word(what, knowledge).rstrip("\n")
    else:
        names = [h.entry for h in knowledge.gazetteer.matches(what) if (h.start, h.end) == (0, len(what))]
        said = [f"{what}: {e.en} ({e.ru}), {e.type}" + (f": {e.roles[0]}" if e.roles else "") for e in names]
        text = "\n".join(said) or "\n\n".join(explain_word(w, knowledge).rstrip("\n") for w in what.split())
    terms = [t for a, b, t in knowledge.terms.matches(what) if (a, b) == (0, len(what))]
    for term in terms:
        text += f"\n\n{what}: word-for-word rendering of «{term.russian}»\n  English      {'; '.join(term.english)}"
    io.emit(text + "\n")
    return 0


def page(rule: Rule, color: bool = False) -> str:
    """A rule's page: what it does, why it matters, example, fix safety, what it does not do."""
    before, after = rule.example
    remedy = one_line(after) or ("(removed)" if _removes(rule) else "(shown only)")
    parts = [
        f"{paint(rule.name, 'bold', color)}  ({rule.category}, {rule.severity})",
        ("What it does", rule.summary),
        ("Why it matters", rule.why),
        ("Example", f"{one_line(before)}\n→ {remedy}" + (f"\nSource: {rule.source}" if rule.source else "")),
        ("Fix safety", _SAFETY[rule.safety]),
        ("What it does not do", rule.limits),
        ("Settings", _settings(rule)),
    ]
    out: list[str] = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        else:
            title, text = part
            body = "\n".join(textwrap.indent(textwrap.fill(line, 98), "  ") for line in text.split("\n"))
            out.append(f"{paint(title, 'bold', color)}\n{body}")
    return "\n\n".join(out) + "\n"


def _settings(rule: Rule) -> str:
    from mtfix.tuning import UNTUNED

    text = _SETTINGS.format(name=rule.name)
    if rule.name in UNTUNED:
        return "\n".join(line for line in text.split("\n") if not line.startswith(("applicability", "offer", "safe")))
    return text


def listing(rules: tuple[Rule, ...], color: bool = False) -> str:
    """All rules, a line each: name, fix safety, what is wrong."""
    width = max((len(r.name) for r in rules), default=0)
    rows = (f"{paint(r.name.ljust(width), 'bold', color)}  {r.safety:7}  {r.summary}" for r in rules)
    return "\n".join(rows) + "\n"


def _removes(rule: Rule) -> bool:
    """Whether the example's empty remedy is a removal, and not a lack of one."""
    return not rule.example[1] and rule.safety is not Applicability.DISPLAY
