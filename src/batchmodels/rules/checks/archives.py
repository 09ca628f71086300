"""BM431: archives that the program that unpacks them can't read."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.application_packages import is_own_zip, package_directory
from ..analysis.archive_arguments import archives_of, options_of_tar
from ..analysis.assigned_values import assigned_values, with_value
from ..analysis.command_line import Analysis
from ..analysis.command_tests import is_test
from ..analysis.display import program_of, shown_word
from ..analysis.flow import Status
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.prefixes import without_prefixes
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
    """Find ``tar -xzf tools.tar.xz``, ``tar -x`` that reads a compressed archive from a pipe, and an unpacked package."""
    if (unpacked := _unpacked_package(context)) is not None:
        yield unpacked
        return
    if (not_zip := _of_expand_archive(context)) is not None:
        yield not_zip
        return
    for run in runs_on_linux(context):
        found = _of_tar(run) if run.command.name == "tar" else _of_another(run.command)
        if found is not None:
            message, fix = found
            yield context.finding(message, fix, "commandLine", span=run.span, severity=run.severity)
            return


def _unpacked_package(context: Context[CommandLine]) -> Finding | None:
    """Return the finding about a command that unpacks an application package, which Batch has already unpacked."""
    for part in meant_parts_of(context):
        values = assigned_values(part.analysis.commands)
        for step in part.flow.steps if part.analysis.shell is not None else ():
            if step.status is Status.unreachable:
                continue
            command = program_of(part.analysis, step.command)
            for text in archives_of(command):
                path = with_value(text, values)
                directory, own_zip = package_directory(path), is_own_zip(path)
                if (directory is None and not own_zip) or _is_tested(part.analysis, text):
                    continue
                fails = step.status.fails and not step.guarded and not own_zip
                message, fix = (
                    _about_zip(text)
                    if own_zip
                    else _about_package(text, shown_word(command.words[0].text), part.analysis, is_it=bool(directory))
                )
                return context.finding(
                    message,
                    fix,
                    "commandLine",
                    span=part.analysis.span(step.command),
                    severity=Severity.error if fails else Severity.warning,
                )
    return None


_NOT_ZIP = re.compile(
    r"(?i)(?:.*[/\\])?(?P<name>[^/\\]*?\.(?P<ending>tar(?:\.\w+)?|t[gbx]z2?|gz|bz2|xz|zst|7z|rar))", re.DOTALL
)


def _of_expand_archive(context: Context[CommandLine]) -> Finding | None:
    """Return the finding about ``Expand-Archive``, which reads only zip files."""
    for part in meant_parts_of(context):
        for step in part.flow.steps if part.analysis.shell is Shell.powershell else ():
            command = step.command
            if command.name != "expand-archive" or step.status is Status.unreachable:
                continue
            pairs = itertools.pairwise(command.arguments)
            given = [text for before, text in pairs if re.fullmatch(r"(?i)-(?:literal)?path", before)]
            file = (given or [*command.arguments, ""])[0].strip("'\"")
            match = _NOT_ZIP.fullmatch(file)
            if match is None:
                continue
            ending = match["ending"].lower()
            program = "tar -xf" if ending.startswith("t") else f"the program for .{ending}"
            return context.finding(
                f"Expand-Archive reads only zip files, so it fails with {shown_word(match['name'])}.",
                f"Use {program}.",
                "commandLine",
                span=part.analysis.span(command),
                severity=Severity.error if step.status.fails and not step.guarded else Severity.warning,
            )
    return None


def _about_package(text: str, program: str, analysis: Analysis, *, is_it: bool) -> tuple[str, str]:
    """Return the message and the fix about a word that is the directory of a package, or its name with an ending."""
    name = shown_word(text)
    fix = "Use the files in the directory"
    if is_it and analysis.shell is Shell.posix:
        fix += f", for example with cp -r {name.rstrip('/')}/. DIRECTORY"
    if not is_it:
        return (
            f"{name} doesn't exist: the variable is the directory in which Batch has unpacked the application package.",
            f"{fix}.",
        )
    return (
        f"{name} is the directory in which Batch has unpacked the application package, not an archive, so {program} fails.",
        f"{fix}.",
    )


def _about_zip(text: str) -> tuple[str, str]:
    """Return the message and the fix about the zip file of a package in its directory."""
    message = (
        f"{shown_word(text)} doesn't exist unless the application package contains a file with this name: Batch has unpacked "
        "the package into the directory."
    )
    return message, "Use the files in the directory."


def _is_tested(analysis: Analysis, text: str) -> bool:
    """Return whether a script asks whether a word is a file."""
    return any(is_test(command) and {"-f", text} <= set(command.arguments) for command in analysis.commands)


def _kind(text: str) -> str | None:
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(text)), None)


def _of_tar(run: Run) -> tuple[str, str] | None:
    """Return what is wrong with the options of tar, and the fix."""
    extracts, forced, file = options_of_tar(run.command)
    if not extracts:
        return None
    name = file if file not in {"", "-"} else _piped_address(run)
    kind = _kind(name) if name else None
    if not name or not kind:
        return None
    shown = shown_word(posixpath.basename(name))
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


def _piped_address(run: Run) -> str | None:
    """Return the address of the archive that a command reads from curl or wget."""
    left = run.part.analysis.feeding.get(id(run.step.command))
    if left is not None:
        source = without_prefixes(left)
        addresses = [found[0] for text in source.arguments if (found := _ADDRESS.match(text)) and "$" not in found[0][-9:]]
        if source.name in {"curl", "wget"} and len(addresses) == 1:
            return addresses[0]
    return None


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
