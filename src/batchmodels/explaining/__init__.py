"""What became of a start task, told in a few sentences; nothing of it is needed to build, check, send or read."""

from .explain import explain
from .explanation import Explanation

__all__ = ["Explanation", "explain"]
