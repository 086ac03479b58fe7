"""Sentences that speak of amounts: figures with their subject, why they changed, what they are for.

A paragraph is read from left to right in layers, each of which knows the ones before it: what is being read
(`reading`), lists and brackets (`clauses`), of what an amount is (`naming`), changes and shares (`relations`), numbers
that are dealt out (`dealing`), numbers of things (`counting`), reasons and purposes (`explaining`), and the sentence as
a whole (`paragraph`).
"""
