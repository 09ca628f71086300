"""BM431: archives that the program that unpacks them can't read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, pipelines_in
from ..analysis.command_line import without_prefixes
from ..analysis.display import shown_word
from ..analysis.linux_runs import Run, runs_on_linux
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_KINDS: dict[str, re.Pattern[str]] = {
    "gzip": re.compile(r"(?i).*(?:\.tar\.gz|\.tgz)\Z", re.DOTALL),
    "bzip2": re.compile(r"(?i).*(?:\.tar\.bz2|\.tbz2?)\Z", re.DOTALL),
    "xz": re.compile(r"(?i).*(?:\.tar\.xz|\.txz)\Z", re.DOTALL),
    "zstd": re.compile(r"(?i).*(?:\.tar\.zst|\.tzst)\Z", re.DOTALL),
    "zip": re.compile(r"(?i).*\.zip\Z", re.DOTALL),
    "7z": re.compile(r"(?i).*\.7z\Z", re.DOTALL),
    "rpm": re.compile(r"(?i).*\.rpm\Z", re.DOTALL),
    "deb": re.compile(r"(?i).*\.deb\Z", re.DOTALL),
}
_LETTERS = {"z": "gzip", "j": "bzip2", "J": "xz"}
_OPTIONS = {"--gzip": "gzip", "--gunzip": "gzip", "--bzip2": "bzip2", "--xz": "xz", "--zstd": "zstd"}
_LETTER_OF = {"gzip": "-z", "bzip2": "-j", "xz": "-J", "zstd": "--zstd"}
_COMPRESSED = ("gzip", "bzip2", "xz", "zstd")
_OTHER = {
    "unzip": ("zip", {"gzip": "tar -xzf", "bzip2": "tar -xjf", "xz": "tar -xJf", "7z": "7z x"}),
    "dpkg": ("deb", {"rpm": "a .deb of the same program"}),
    "rpm": ("rpm", {"deb": "an .rpm of the same program"}),
    "gunzip": ("gzip", {"bzip2": "tar -xjf", "xz": "tar -xJf", "zip": "unzip"}),
}
_ADDRESS = re.compile(r"https?://[^\s?#]+")


@rule("BM431", Severity.error, "archive of another kind than the command reads", COMMAND_LINES, explains=(FailureKind.command,))
def wrong_archive(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``tar -xzf tools.tar.xz``, and ``tar -x`` that reads a compressed archive from a pipe."""
    for run in runs_on_linux(context):
        found = _of_tar(run) if run.command.name == "tar" else _of_another(run.command)
        if found is not None:
            message, fix = found
            yield context.finding(message, fix, "commandLine", span=run.span, severity=run.severity)
            return


def _kind(text: str) -> str | None:
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(text)), None)


def _of_tar(run: Run) -> tuple[str, str] | None:
    """Return what is wrong with the options of tar, and the fix."""
    extracts, forced, file = _options_of_tar(run.command)
    if not extracts:
        return None
    kind, name = (_kind(file), file) if file not in {"", "-"} else _piped_kind(run)
    if kind is None:
        return None
    shown = shown_word(name.rsplit("/", 1)[-1])
    if kind in _COMPRESSED and forced not in {None, kind}:
        return (
            f"{shown} is compressed with {kind}, but the option of tar is for {forced}, so tar fails.",
            f"Use {_LETTER_OF[kind]} instead" + (", or tar -xf, which finds out." if file not in {"", "-"} else "."),
        )
    if kind in {"zip", "7z", "rpm", "deb"}:
        return (
            f"tar can't read {shown}, which is no tar archive.",
            f"Use {'unzip' if kind == 'zip' else 'the program for .' + kind}.",
        )
    if file in {"", "-"} and forced is None:
        return (
            f"tar reads {shown} from a pipe, where it doesn't find out that it is compressed with {kind}, and fails.",
            f"Use {_LETTER_OF[kind]}: tar -x {_LETTER_OF[kind]}.",
        )
    return None


def _options_of_tar(command: Command) -> tuple[bool, str | None, str]:
    """Return whether tar unpacks, the compression that its options are for, and the file that it reads."""
    extracts, forced, file = False, None, ""
    for number, text in enumerate(command.arguments):
        if text in {"-I", "-a", "-C"} or text.startswith(("--use-compress", "--auto-compress", "-I")):
            forced = "any" if text != "-C" else forced
        if text.startswith("--"):
            extracts = extracts or text in {"--extract", "--get"}
            forced = _OPTIONS.get(text, forced)
            file = text.partition("=")[2] if text.startswith("--file=") else file
        elif (text.startswith("-") and len(text) > 1) or (number == 0 and re.fullmatch("[A-Za-z]+", text)):
            letters = text.lstrip("-")
            head, takes, rest = letters.partition("f")
            extracts = extracts or "x" in head + ("" if text.startswith("-") else rest)
            forced = next((_LETTERS[letter] for letter in (letters if not rest else head) if letter in _LETTERS), forced)
            if takes and (not rest or not text.startswith("-")):
                file = next(iter(command.arguments[number + 1 : number + 2]), "")
            elif takes:
                file = rest
    return extracts, None if forced == "any" else forced, file if forced != "any" else "-any-"


def _piped_kind(run: Run) -> tuple[str | None, str]:
    """Return the kind of archive that a command reads from curl or wget, and its name."""
    for pipeline in pipelines_in(run.part.analysis.body):
        for left, right in zip(pipeline.elements, pipeline.elements[1:], strict=False):
            if right is run.step.command and isinstance(left, Command):
                source = without_prefixes(left)
                addresses = [
                    found[0] for text in source.arguments if (found := _ADDRESS.match(text)) and "$" not in found[0][-9:]
                ]
                if source.name in {"curl", "wget"} and len(addresses) == 1:
                    return _kind(addresses[0]), addresses[0]
    return None, ""


def _of_another(command: Command) -> tuple[str, str] | None:
    """Return what is wrong with the archive that a command other than tar reads, and the fix."""
    if command.name not in _OTHER:
        return None
    own, others = _OTHER[command.name]
    if command.name in {"dpkg", "rpm"} and not any(
        re.fullmatch(r"-[A-Za-z]*[iU][A-Za-z]*|--install|--upgrade", text) for text in command.arguments
    ):
        return None
    file = next((text for text in command.arguments if not text.startswith("-")), "")
    kind = _kind(file.partition("?")[0])
    if kind is None or kind == own or kind not in others:
        return None
    return f"{command.name} can't read {shown_word(file.rsplit('/', 1)[-1])}, which is no {own} file.", f"Use {others[kind]}."
