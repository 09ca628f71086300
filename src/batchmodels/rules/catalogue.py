"""Every rule: importing this registers them."""

from .checks import (
    background,
    containers,
    documents,
    downloads,
    dropped,
    elevation,
    exit_codes,
    paths,
    repetition,
    shell_syntax,
    shellcheck,
    who,
)
from .registry import RULES, places

__all__ = [
    "RULES",
    "background",
    "containers",
    "documents",
    "downloads",
    "dropped",
    "elevation",
    "exit_codes",
    "paths",
    "places",
    "repetition",
    "shell_syntax",
    "shellcheck",
    "who",
]
