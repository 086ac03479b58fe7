"""The review of logged questions from the command line: one module for each kind of thing that is reviewed."""
