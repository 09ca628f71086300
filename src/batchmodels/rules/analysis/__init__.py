"""What the rules share: command lines, control flow, addresses and the tables of programs."""
