"""Source languages: what a machine-translated text was translated from."""
