"""Autoscale formulas: the documented language, its parser, and a check of names, types and times."""
