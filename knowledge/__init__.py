"""The middle: figures and lexicons in, what a question asks for out. Knows no network, no clock and no screen."""
