"""The rules, one file a family. This file holds the ordered tuple of them, and nothing else."""

from __future__ import annotations

from mtfix.detectors import (
    acronyms,
    agreement,
    capitals,
    casing,
    dates,
    glued,
    holes,
    layout,
    lone_names,
    name_case,
    name_forms,
    name_gender,
    name_spellings,
    name_variants,
    names,
    numbers,
    pronouns,
    residue,
    terms,
    translated_names,
    typography,
    untranslated,
    web,
)

MODULES = (
    web,
    residue,
    untranslated,
    names,
    lone_names,
    name_case,
    name_gender,
    name_forms,
    translated_names,
    name_spellings,
    name_variants,
    pronouns,
    dates,
    numbers,
    casing,
    capitals,
    terms,
    acronyms,
    agreement,
    holes,
    glued,
    typography,
    layout,
)
DETECTORS = tuple(m.detect for m in MODULES)
RULES = tuple(r for m in MODULES for r in m.RULES)
