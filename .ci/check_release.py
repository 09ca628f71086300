#!/usr/bin/env python3
"""Check that a tag can be released: ``python .ci/check_release.py v1.2.3``.

The tag names the version of the package, the changelog has a section for it, and no fragment is left over.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def problems(root: Path, tag: str) -> list[str]:
    """Return what is wrong, one sentence each."""
    source = (root / "src" / "batchmodels" / "__init__.py").read_text(encoding="utf-8")
    declared = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    version = declared[1] if declared else "unknown"
    found = []
    if tag != f"v{version}":
        found.append(f"expected the tag v{version}, since src/batchmodels/__init__.py has version {version}; got {tag}")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## .*\b{re.escape(version)}\b", changelog, re.MULTILINE):
        found.append(f"CHANGELOG.md has no section for {version}; run: towncrier build --version {version}")
    fragments = sorted(path.name for path in (root / "changelog.d").glob("*.md") if path.name != "README.md")
    if fragments:
        found.append(f"changelog.d still has {', '.join(fragments)}; run: towncrier build --version {version}")
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  # because a script and a tag are two arguments
        sys.exit("usage: python .ci/check_release.py TAG")
    if found := problems(ROOT, sys.argv[1]):
        sys.exit("\n".join(found))
