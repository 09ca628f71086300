"""Analyses that rules share: command lines, control flow, addresses and tables of programs."""
