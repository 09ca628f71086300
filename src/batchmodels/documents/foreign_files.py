"""Files of other kinds: what they are, and the command that makes one that can be read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ..paths import Steps
from ..secrets.lazy_patterns import lazy_pattern
from .errors import UnreadableError

if TYPE_CHECKING:
    from .source import Source

READABLE = "batchmodels reads JSON, YAML and Terraform"


def foreign_text(file: str, text: str) -> str | None:
    """Return what to do with a text that is neither JSON, YAML nor Terraform; None if it isn't of a known kind.

    Args:
        file: The name of the file; its ending decides, otherwise the beginning of the text.
        text: The text.
    """
    ending = PurePath(file).suffix.lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending](file)
    if ending in _READ:
        return None
    return next((about(file) for pattern, about in _BY_TEXT if pattern.match(text)), None)


def foreign_content(file: str, content: dict[str, Any]) -> str | None:
    """Return what to do with a JSON document of another tool; None if it isn't a known one."""
    if "terraform_version" in content and "lineage" in content:
        command = f"terraform show -json {_quoted(file)} > state.json"
        return f"this is a state of Terraform; write it in the format for programs: {command}"
    if "nbformat" in content and "cells" in content:
        return f"this is a notebook; {READABLE}"
    return None


_PLAIN = {str: "a text", bool: "a truth value", int: "a number", float: "a number"}


def not_readable(source: Source, content: Any, path: Steps) -> UnreadableError:
    """Return the error for a part of a document that no model is for.

    Args:
        source: The document.
        content: The part.
        path: The steps to it.
    """
    if isinstance(content, dict):
        foreign, came = foreign_content(source.file, content), "something else"
    else:
        foreign, came = foreign_text(source.file, source.text), _PLAIN.get(type(content), "null")
    if foreign is not None:
        return UnreadableError(source.file, foreign)
    return UnreadableError(
        source.file,
        f"expected a start task, a pool, a node, a job, a task or an ARM template, got {came}; specify its type"
        " (--type in the command, type_name in Python), for example StartTask",
        source.position(path),
        is_empty=True,
    )


def foreign_bytes(file: str, data: bytes) -> str | None:
    """Return what to do with a binary file; None for anything else."""
    name = _quoted(file)
    if data.startswith(b"PK\x03\x04"):
        return (
            "this is a ZIP archive; unpack it first. If it is a plan of Terraform, write its JSON: "
            f"terraform show -json {name} > plan.json"
        )
    if data.startswith(b"\x1f\x8b"):
        return f"this is compressed with gzip; decompress it first: gunzip -c {name} > {_stem(file)}"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data[:_BEGINNING]:
        return None
    if _looks_wide(data[:_BEGINNING]):
        return "this is UTF-16 without a byte order mark; save it as UTF-8"
    return None if data.lstrip()[:1] in (b"{", b"[") else f"this is a binary file; {READABLE}"


_FEWEST = 4  # characters
_BEGINNING = 4096  # bytes at the beginning of a file that show whether it is binary


def _looks_wide(data: bytes) -> bool:
    """Return whether every other byte of a text is 0; a very short text shows nothing."""
    pairs = len(data) // 2
    return pairs >= _FEWEST and any(
        data[first::2].count(0) > 0.9 * pairs and data[1 - first :: 2].count(0) == 0 for first in (0, 1)
    )


def _quoted(file: str) -> str:
    return "FILE" if file.startswith("<") else shlex.quote(file)


def _stem(file: str) -> str:
    return "FILE" if file.startswith("<") else shlex.quote(PurePath(file).stem)


def _bicep(file: str) -> str:
    return f"this is Bicep; build the template that it is for, and name that: az bicep build --file {_quoted(file)}"


def _bicep_parameters(file: str) -> str:
    return f"these are parameters in Bicep; build a file of parameters: az bicep build-params --file {_quoted(file)}"


def _python(file: str) -> str:
    module = PurePath(file).stem
    module = module if module.isidentifier() else "MODULE"
    return (
        "this is Python code, which isn't run; print the JSON of its model, for example: "
        f"python -c 'from {module} import pool; print(pool.to_json().decode())' > pool.json"
    )


def _script(_file: str) -> str:
    return "this is a script; name the file of the pool or start task that runs it"


def _hcl(_file: str) -> str:
    return "this looks like Terraform; write it to a file whose name ends in .tf"


def _other(kind: str) -> Callable[[str], str]:
    return lambda _file: f"this is {kind}; {READABLE}"


_READ = frozenset((".json", ".jsonc", ".yaml", ".yml", ".tf", ".tfvars"))

_BY_ENDING: dict[str, Callable[[str], str]] = {
    ".bicep": _bicep,
    ".bicepparam": _bicep_parameters,
    ".py": _python,
    **dict.fromkeys((".sh", ".bash", ".ps1", ".cmd", ".bat"), _script),
    **{
        ending: _other(kind)
        for ending, kind in {
            ".toml": "TOML",
            ".xml": "XML",
            ".ini": "an INI file",
            ".cfg": "an INI file",
            ".csv": "CSV",
            ".md": "Markdown",
            ".html": "HTML",
            ".cs": "C#",
            ".ts": "TypeScript",
            ".js": "JavaScript",
            ".go": "Go",
            ".java": "Java",
        }.items()
    },
}

_BLANK = r"[^\S\n]*"
_PYTHON = rf"(?:{_BLANK}(?:#[^\n]*|\"\"\"[^\"]*\"\"\")?\n)*(?:from\s+[\w.]+\s+import\s|import\s+\w)"
_BICEP = rf"(?:{_BLANK}(?://[^\n]*|@\w+\([^\n]*\))?\n)*{_BLANK}(?:targetScope\s*=|(?:param|var)\s+\w+\s|resource\s+\w+\s+')"
_HCL = rf"(?:{_BLANK}(?:#[^\n]*)?\n)*{_BLANK}(?:(?:resource|provider|variable|data|module)\s+\"|terraform\s*\{{)"

_BY_TEXT: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (lazy_pattern(r"#!"), _script),
    (lazy_pattern(_BICEP), _bicep),
    (lazy_pattern(_HCL), _hcl),
    (lazy_pattern(_PYTHON), _python),
    (lazy_pattern(r"\s*<(?:\?xml|!DOCTYPE|[A-Za-z])", re.IGNORECASE), _other("XML or HTML")),
)
