"""Names of people, bodies, places, groups, and how they come out of Russian."""
