"""The rules, one file a family. This file holds the ordered tuple of them, and nothing else."""

from __future__ import annotations

from mtfix.detectors import acronyms, casing, dates, layout, names, residue, terms, typography, untranslated, web

MODULES = (web, residue, untranslated, names, dates, casing, terms, acronyms, typography, layout)
DETECTORS = tuple(m.detect for m in MODULES)
RULES = tuple(r for m in MODULES for r in m.RULES)
