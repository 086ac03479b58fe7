"""From a text to a Reading: what a question's words say, before any document is looked at. Learned from questions."""
