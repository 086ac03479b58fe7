"""Training of the reader from the corpus, and how well it reads voices that it has not seen."""
