"""Names of units and items: how they are built, shortened, and found in a question."""
