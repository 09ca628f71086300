"""BM442: programs of another processor architecture than that of the VM size."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.hardware import architecture_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.pool import pool_of
from ..analysis.pool_values import items_of, text_of
from ..analysis.vm_sizes import VMSize, size_named
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_NAMES = {
    "Arm64": re.compile(r"(?<![a-z0-9])(?:linux)?(?:arm64(?:v8)?|aarch64)(?![a-z0-9])", re.IGNORECASE),
    "x64": re.compile(r"(?<![a-z0-9])(?:linux)?(?:x86[_-]64|amd64|x64|linux64)(?![a-z0-9])", re.IGNORECASE),
}
"""What the names of files for an architecture contain."""
_USUAL = {"Arm64": "arm64 or aarch64", "x64": "amd64 or x86_64"}
_CHOOSING = re.compile(
    r"\buname\b|print-architecture|\$\(arch\)|`arch`|HOSTTYPE|MACHTYPE|\blscpu\b|qemu|binfmt|add-architecture|--platform"
    r"|--force-?arch|buildx|cross|linux-gnu|box64|fex-emu|(?i:\bARCH\b)"
)
"""Commands that find out the architecture of the node, or that emulate or add another one."""
_DOWNLOADING = names("curl wget aria2c")
_READING = names("bash sh tar unzip")
_PACKAGE = re.compile(r".*\.(?:deb|rpm)")
_INSTALLING = names("dpkg rpm apt apt-get dnf yum zypper")
_INSTALL = re.compile(r"(?:local)?install|-{1,2}(?:i|install|[iUvh]*[iU][vh]*)")
_TEXT = re.compile(r"(?i)(?!.*(?:forge|conda)).*\.(?:sh|bash|py|pl|rb|r|txt|md|json|ya?ml|toml|cfg|sha\d\w*|asc|sig)")
"""Files without programs of any architecture; the installers of conda contain programs."""
_ENGINES = names("docker podman")


@rule(
    "BM442",
    Severity.warning,
    "program for another processor architecture",
    COMMAND_LINES,
    reads=("vmSize", "resourceFiles"),
    explains=COMMAND_LINE_FAILURES,
)
def other_architecture(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``yq_linux_arm64`` on a size with x64 processors, and ``yq_linux_amd64`` on one with Arm64 processors."""
    size = size_named(text_of(pool_of(context), "vm_size"))
    own = architecture_of(size) if size is not None else None
    text = analysis_of(context).text
    if size is None or own is None or _CHOOSING.search(text):
        return
    other = "Arm64" if own == "x64" else "x64"
    for run in runs_on_linux(context):
        word = next((each for each in _files(run.command) if _NAMES[other].search(each) and not _TEXT.fullmatch(each)), None)
        if word is None or run.step.guarded or "||" in run.step.statement.operators or _has_twin(word, own, other, text):
            continue
        is_package = run.command.name in _INSTALLING
        effect = f"so {run.command.name} refuses it" if is_package else _FAILING
        yield context.finding(
            *_about(word, size, own, other, effect),
            "commandLine",
            span=run.span,
            severity=run.severity if is_package else None,
        )
        return
    for index, file in enumerate(items_of(context.task, "resource_files")):
        url, path = text_of(file, "http_url").partition("?")[0], text_of(file, "file_path")
        name = posixpath.basename(path)
        if (
            name
            and name in text
            and _NAMES[other].search(url)
            and not _TEXT.fullmatch(url)
            and not _has_twin(url, own, other, text)
        ):
            step = ("resourceFiles", index, "httpUrl")
            if context.task is context.model:
                yield context.finding(*_about(url, size, own, other, _FAILING), *step)
            return


_FAILING = 'so its programs fail with "Exec format error"'


def _about(word: str, size: VMSize, own: str, other: str, effect: str) -> tuple[str, str]:
    """Return the message and the fix about a file for another architecture."""
    base = posixpath.basename(word.rstrip("/"))
    name = base if _NAMES[other].search(base) else word
    return (
        f"{shown_word(name)} is for {other} processors, but nodes of the size {size.name} have {own} processors, {effect}.",
        f"Use the file for {own}, which has {_USUAL[own]} in its name.",
    )


def _files(command: Command) -> Iterator[str]:
    """Yield the program, the files with programs, or the image of a container that a command brings or runs."""
    name, arguments = command.name, command.arguments
    if command.words and "/" in command.words[0].text:
        yield command.words[0].text
    if name in _DOWNLOADING:
        yield from (text for text in arguments if re.match(r"https?://", text))
    elif name in _ENGINES:
        yield from arguments[1:] if arguments[:1] in {("run",), ("pull",)} else ()
    elif name in _INSTALLING:
        yield from filter(_PACKAGE.fullmatch, arguments) if any(map(_INSTALL.fullmatch, arguments)) else ()
    elif name in _READING:
        yield from (text for text in arguments if not text.startswith("-"))


def _has_twin(word: str, own: str, other: str, text: str) -> bool:
    """Return whether a text also names the file for the node's own architecture: it brings both."""
    found = _NAMES[other].search(word)
    before = word[: found.start()] if found else ""
    return bool(re.search(rf"{re.escape(before)}{_NAMES[own].pattern}", text, re.IGNORECASE))
