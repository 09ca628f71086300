"""BM424 and BM425: configuration that a program of the system can't read, or ignores because of the file's name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from ...shells.script import Command
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.system_files_written import Write, writes_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule


class _Directory(msgspec.Struct, frozen=True):
    """A directory of which a program reads the files with certain names only.

    Attributes:
        program: The program.
        names: The names that it reads.
        needed: How such a name looks, for the message.
        example: An ending that makes the name one of them; empty if characters must be removed.
    """

    program: str
    names: re.Pattern[str]
    needed: str
    example: str = ""


def _ending(program: str, *endings: str) -> _Directory:
    pattern = re.compile(rf".+(?:{'|'.join(map(re.escape, endings))})\Z", re.DOTALL)
    return _Directory(program, pattern, f"names that end in {' or '.join(endings)}", endings[0])


_WITHOUT_DOTS = re.compile(r"[A-Za-z0-9_-]+\Z")
_DIRECTORIES: dict[str, _Directory] = {
    "/usr/local/share/ca-certificates": _ending("update-ca-certificates", ".crt"),
    "/etc/sudoers.d": _Directory("sudo", re.compile(r"[^.~]+\Z"), "names without a dot or ~"),
    "/etc/cron.d": _Directory("cron", _WITHOUT_DOTS, "names of letters, digits, - and _, without a dot"),
    **dict.fromkeys(
        ("/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly", "/etc/cron.monthly"),
        _Directory("run-parts", _WITHOUT_DOTS, "names of letters, digits, - and _, without a dot"),
    ),
    "/etc/apt/sources.list.d": _ending("apt", ".list", ".sources"),
    "/etc/apt/apt.conf.d": _Directory(
        "apt",
        re.compile(r"[A-Za-z0-9_-]+(?:\.conf)?\Z|[A-Za-z0-9_.-]+\.conf\Z"),
        "names without an ending, or with .conf",
        ".conf",
    ),
    "/etc/apt/preferences.d": _Directory(
        "apt", re.compile(r"[A-Za-z0-9_-]+\Z|[A-Za-z0-9_.-]+\.pref\Z"), "names without an ending, or with .pref", ".pref"
    ),
    "/etc/apt/trusted.gpg.d": _ending("apt", ".gpg", ".asc"),
    "/etc/sysctl.d": _ending("sysctl", ".conf"),
    "/etc/modprobe.d": _ending("modprobe", ".conf"),
    "/etc/modules-load.d": _ending("systemd", ".conf"),
    "/etc/tmpfiles.d": _ending("systemd-tmpfiles", ".conf"),
    "/etc/ld.so.conf.d": _ending("ldconfig", ".conf"),
    "/etc/security/limits.d": _ending("pam_limits", ".conf"),
    "/etc/udev/rules.d": _ending("udev", ".rules"),
    "/etc/netplan": _ending("netplan", ".yaml"),
    "/etc/rsyslog.d": _ending("rsyslog", ".conf"),
    "/etc/yum.repos.d": _ending("dnf", ".repo"),
    "/etc/systemd/journald.conf.d": _ending("systemd", ".conf"),
    "/etc/systemd/resolved.conf.d": _ending("systemd", ".conf"),
    "/etc/systemd/system.conf.d": _ending("systemd", ".conf"),
    "/etc/systemd/system": _ending(
        "systemd", ".service", ".timer", ".socket", ".mount", ".target", ".path", ".slice", ".automount", ".swap"
    ),
}
"""Sources: the manual pages run-parts(8), sudoers(5), cron(8), sources.list(5), apt.conf(5), apt_preferences(5), sysctl.d(5),
modprobe.d(5), update-ca-certificates(8), ldconfig and systemd.unit(5). ``ldconfig`` includes ``ld.so.conf.d/*.conf``."""
_IGNORED_ON_PURPOSE = re.compile(r"(?i)\.(?:disabled|bak|save|orig|old|tmp|distUpgrade|key|csr|d)\Z|[$`*~]")
_SECURE = (("/etc/sudoers", "sudo"), ("/etc/cron.d/", "cron"), ("/etc/crontab", "cron"))
_WRITABLE = 0o022
_ONLY_LOOKING = names("chmod chown chgrp ls cat stat visudo test [ [[ rm sha256sum")
_LONGEST = 60


@rule(
    "BM425", Severity.warning, "configuration file with a name that is ignored", COMMAND_LINES, explains=(FailureKind.command,)
)
def ignored_name(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a file that a script puts into a directory of the system, and that the program ignores because of its name."""
    runs = runs_on_linux(context)
    for run in runs:
        if (insecure := _insecure(run.command)) is not None:
            path, program = insecure
            yield context.finding(
                f"{program} ignores {path[:_LONGEST]}, because with this mode other users may write to it.",
                f"Use chmod 0440 {path[:_LONGEST]}." if program == "sudo" else f"Use chmod 0644 {path[:_LONGEST]}.",
                "commandLine",
                span=run.span,
            )
            return
        for write in writes_of(run):
            directory, name = posixpath.split(write.path)
            known = _DIRECTORIES.get(directory)
            if known is None or not name or known.names.match(name) or _IGNORED_ON_PURPOSE.search(name):
                continue
            if _is_used_otherwise(write, name, runs):
                continue
            shown = name[:_LONGEST]
            meant = f"{posixpath.splitext(shown)[0]}{known.example}" if known.example else re.sub(r"[^A-Za-z0-9_-]", "-", shown)
            yield context.finding(
                f"{known.program} ignores {directory}/{shown}: of this directory, it reads only {known.needed}.",
                f"Name the file {meant}.",
                "commandLine",
                span=run.span,
            )
            return


def _insecure(command: Command) -> tuple[str, str] | None:
    """Return the file that a command lets other users write to, and the program that then ignores it."""
    mode, *paths = [text for text in command.arguments if not text.startswith("-")] or [""]
    if command.name != "chmod" or not re.fullmatch(r"0?[0-7]{3}", mode) or not int(mode, 8) & _WRITABLE:
        return None
    return next(((path, found[1]) for path in paths for found in _SECURE if path.startswith(found[0])), None)


def _is_used_otherwise(write: Write, name: str, runs: list[Run]) -> bool:
    """Return whether another command names the file: it renames it, or reads it itself."""
    others = (run for run in runs if run.command is not write.run.command)
    return any(
        write.path in text or (text.endswith(name) and run.command.name in {"mv", "cp", "ln", "rename", "openssl"})
        for run in others
        if run.command.name not in _ONLY_LOOKING
        for text in run.command.arguments
    )


_APT_CONF = re.compile(r"/etc/apt/(?:apt\.conf|apt\.conf\.d/[A-Za-z0-9_-]+(?:\.conf)?)\Z")
_APT_OPTION = re.compile(r"\A[A-Za-z][A-Za-z0-9:/_.-]*(?:::)?\s+(?:\"[^\"]*\"|[^\s\"]+)\s*\Z")
_NEXT_OPTION = re.compile(r"\"[^\"\n]*\"[ \t]*\n\s*[A-Za-z]")
_COMMENT = re.compile(r"(?m)^\s*(?://|#).*$|/\*(?s:.*?)\*/")


@rule("BM424", Severity.error, "apt configuration that apt can't read", COMMAND_LINES, explains=(FailureKind.command,))
def broken_apt_configuration(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a line of ``apt.conf`` without the semicolon at its end, after which every command of apt fails."""
    for run in runs_on_linux(context):
        for write in writes_of(run):
            if write.text is None or not _APT_CONF.match(write.path) or not _lacks_semicolon(write.text):
                continue
            yield context.finding(
                f"an option in {write.path} has no semicolon after it, so every command of apt fails with a syntax error.",
                'Write a semicolon after the value: Acquire::Retries "3";',
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
            return


def _lacks_semicolon(text: str) -> bool:
    """Return whether an option in the text of ``apt.conf`` has no semicolon after it."""
    *parts, rest = re.split(r"[;{}]", _COMMENT.sub("", text))
    return bool(_APT_OPTION.match(rest.strip())) or any(map(_NEXT_OPTION.search, (*parts, rest)))
