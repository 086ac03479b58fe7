"""What a label means: a row's name, a column's header or the words before an amount in a sentence.

The words stand in `knowledge/lexicon/concepts.toml`; this module only reads them.
"""
