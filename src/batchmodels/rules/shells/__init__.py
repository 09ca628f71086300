"""How shells read a command line: one lexer for each family, and what they all give."""
