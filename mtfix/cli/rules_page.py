"""The reference page of the rules: `python -m mtfix.cli.rules_page > docs/rules.md` (or `make docs`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtfix.cli import io
from mtfix.findings import Applicability, Rule

_HEAD = """\
# Rules

<!-- Made by `make docs` from the rules themselves: edit those, not this page. -->

Every finding names its rule. `mtfix explain RULE` prints a rule's section, `--select` and `--ignore` choose rules, and
`mtfix check --statistics` counts them. Category is an [MQM](https://themqm.org) issue type, severity an MQM severity.
Fix safety is the most that a finding of the rule may be:

- **safe**: made by `mtfix fix` where it is sure enough, else offered;
- **unsafe**: offered; made with `--unsafe-fixes`;
- **display**: shown, never made by itself.
"""
#: What Markdown would take for its own.
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")


def every_rule() -> tuple[Rule, ...]:
    """The rules of the detectors, then that of re-translation."""
    from mtfix import detectors, retranslate

    return (*detectors.RULES, *retranslate.RULES)


def page(rules: Iterable[Rule]) -> str:
    """All rules as one Markdown page: a table of them, then a section each, in their order."""
    rules = tuple(rules)
    rows = [f"| [{r.name}](#{r.name}) | {r.category} | {r.severity} | {r.safety} |" for r in rules]
    table = "\n".join(["| rule | category | severity | fix safety |", "|---|---|---|---|", *rows])
    return "\n".join([_HEAD, table + "\n", *(section(r) for r in rules)])


def section(rule: Rule) -> str:
    """A rule's section.

    >>> from mtfix.findings import Severity
    >>> r = Rule("odd", "accuracy/x", Severity.MINOR, Applicability.SAFE, "It is odd.", "Why not.", ("a", "b"), "Much.")
    >>> print(section(r).splitlines()[8])
    **Example**
    """
    parts = [
        f"## {rule.name}",
        f"{rule.category} · {rule.severity} · {rule.safety}",
        f"**What it does.** {_prose(rule.summary)}",
        f"**Why it matters.** {_prose(rule.why)}",
        "**Example**" + ("" if rule.example[1] else ", removed" if _removes(rule) else ", shown only"),
        *([f"Source: {rule.source}"] if rule.source else []),
        _example(rule),
        f"**What it does not do.** {_prose(rule.limits)}",
    ]
    return "\n\n".join(parts) + "\n"


def _removes(rule: Rule) -> bool:
    return rule.safety is not Applicability.DISPLAY


def _example(rule: Rule) -> str:
    before, after = rule.example
    if not after and not _removes(rule):
        return f"```text\n{before}\n```"
    rows = [f"- {line}" for line in before.split("\n")] + [f"+ {line}" for line in after.split("\n") if after]
    return "```diff\n" + "\n".join(row.rstrip() for row in rows) + "\n```"


def _prose(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def main() -> None:
    """Print the page."""
    io.emit(page(every_rule()))
    io.flush()


if __name__ == "__main__":
    main()
