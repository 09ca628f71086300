"""Steps under the names that the engine uses."""

from ..paths import MAX_DEPTH, ROOT, path_text
from ..paths import Steps as Path

__all__ = ["MAX_DEPTH", "ROOT", "Path", "path_text"]
