"""Documents in, facts with citations out."""
