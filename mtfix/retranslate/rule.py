"""The rule under which re-translated sentences stand in the ledger."""

from __future__ import annotations

from mtfix.findings import Applicability, Rule, Severity

RETRANSLATED = Rule(
    "re-translated-sentence", "accuracy/mistranslation", Severity.MAJOR, Applicability.UNSAFE,
    "A sentence with damage that no rule can mend, translated again from its source.",
    "Where a word is lost beyond recognition only the source text still knows what stood there.",
    ("The depodesta of Russia declined to comment.", "The Foreign Ministry of Russia declined to comment."),
    "It runs with --retranslate and a source text alone. A new sentence that loses or adds a number or a name, that "
    "does not fit its source's length, or that holds as many artefacts as the old one is refused; the ledger says why. "
    "Whether a passed sentence reads better than the old one is not judged.",
)  # fmt: skip
RULES = (RETRANSLATED,)
