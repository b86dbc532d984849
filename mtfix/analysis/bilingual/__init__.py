"""A text beside its source: which sentences belong together, and whether numbers and names agree."""
