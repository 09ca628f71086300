"""Explanations of what happened to nodes, tasks and jobs. Building, checking, sending and reading models needs none of this."""

from .explain import explain
from .explanation import Explanation

__all__ = ["Explanation", "explain"]
