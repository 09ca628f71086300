"""The names that ``batchmodels.models`` exports, collected from the ``__all__`` of each family.

    python tests/families.py

writes them into ``models/__init__.py``, once for Python and once for type checkers. A test compares them.
"""

from __future__ import annotations

import importlib
import re
import textwrap
from pathlib import Path

from batchmodels import models

PACKAGE = Path(models.__file__).parent
BLOCKS = {"names": r"(?<=^FAMILIES = \{\n).*?(?=^\}\n)", "imports": r"(?<=^if TYPE_CHECKING:\n).*?(?=^else:\n)"}


def families() -> dict[str, list[str]]:
    """The public names of each module of ``batchmodels.models`` that has any."""
    modules = (importlib.import_module(f"batchmodels.models.{path.stem}") for path in sorted(PACKAGE.glob("[!_]*.py")))
    found = {module.__name__.rpartition(".")[2]: getattr(module, "__all__", []) for module in modules}
    return {family: sorted(names) for family, names in found.items() if names}


def names_block(found: dict[str, list[str]]) -> str:
    """The table that Python reads."""
    return "".join(map(_entry, found, found.values()))


def _entry(family: str, names: list[str]) -> str:
    joined = " ".join(names)
    on_one_line = f'    "{family}": "{joined}",\n'
    if len(on_one_line) <= 128:  # which is the longest line that ruff accepts
        return on_one_line
    wrapped = textwrap.fill(joined, 128, initial_indent=" " * 8, subsequent_indent=" " * 8, break_long_words=False)
    return f'    "{family}": """\n{wrapped}\n    """,\n'


def imports_block(found: dict[str, list[str]]) -> str:
    """The imports that type checkers read."""
    return "".join(f"    from .{family} import *\n" for family in found)


def updated(text: str) -> str:
    """The text of ``models/__init__.py`` with both blocks up to date."""
    found = families()
    for block, content in (("names", names_block(found)), ("imports", imports_block(found))):
        text, count = re.subn(BLOCKS[block], lambda _, content=content: content, text, flags=re.DOTALL | re.MULTILINE)
        assert count == 1, f"models/__init__.py has {count} places for the {block}"
    return text


if __name__ == "__main__":
    exports = PACKAGE / "__init__.py"
    exports.write_text(updated(exports.read_text(encoding="utf-8")), encoding="utf-8")
