"""What a document contradicts: rules as data, checks by arithmetic, one judgement for each figure."""

from knowledge.checks.engine import find_contradictions

__all__ = ["find_contradictions"]
