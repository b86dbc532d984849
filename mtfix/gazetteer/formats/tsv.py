"""Tab-separated tables, as the shipped ones are."""

from __future__ import annotations

from mtfix.gazetteer.formats.table import read
from mtfix.gazetteer.formats.table import write_tsv as write

__all__ = ["read", "write"]
