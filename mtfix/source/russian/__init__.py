"""Russian: morphology, romanisations, calendar, lexicon."""
