"""The command line: it wires documents, knowledge base and answers together."""
