"""What a question's words say, learned from written questions: from a text to a Reading, before any document is looked at."""
