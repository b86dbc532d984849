"""The commands of `mtfix gazetteer`, a module each."""
