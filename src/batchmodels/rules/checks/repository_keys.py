"""BM423 and BM434: apt repositories whose signing key apt doesn't find, and apt-key where it is gone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from ..analysis.command_line import analysis_of
from ..analysis.distributions import distribution_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.python_packages import runs_other_scripts
from ..analysis.system_files_written import Write, writes_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_SOURCES = re.compile(r"/etc/apt/sources\.list(?:\.d/[^/]+\.list)?\Z")
_ENTRY = re.compile(r"(?m)^\s*deb(?:-src)?\s+(?:\[([^\]\n]*)\]\s*)?https?://([^/\s:]+)")
_DEB822 = re.compile(r"(?im)^URIs:\s*https?://([^/\s:]+)")
_SIGNED_BY = re.compile(r"(?im)signed-by[=:]\s*(/[^\s\]]+)")
_OFFICIAL = re.compile(r"(?i)(?:.*\.)?(?:ubuntu\.com|debian\.org|canonical\.com|launchpad\.net|launchpadcontent\.net)\Z")
_ANY_KEY = re.compile(
    r"(?i)apt-key|trusted\.gpg|keyring|\.asc\b|\.gpg\b|gpg|recv-key|signed-by|trusted=|AllowUnauthenticated|allow-insecure|\.deb\b|\.key\b"
)
_ARMORED = re.compile(
    r"(?i)https?://(?:[^\s?#]+\.asc|[^\s?#]+\.gpg\.key|[^\s?#]+/Release\.key|download\.docker\.com/linux/\w+/gpg|apt\.releases\.hashicorp\.com/gpg"
    r"|(?:apt|packages)\.grafana\.com/gpg\.key|nvidia\.github\.io/\S+/gpgkey|artifacts\.elastic\.co/GPG-KEY-elasticsearch"
    r"|dl\.google\.com/linux/linux_signing_key\.pub|apt\.repos\.intel\.com/\S+\.PUB)(?:[?#]\S*)?\Z"
)
_BINARY = re.compile(r"(?i)https?://cli\.github\.com/packages/githubcli-archive-keyring\.gpg\Z|gpg\Z")
_LONGEST = 60  # characters of a host in a message
_BRINGING = frozenset({"cp", "mv", "install", "tar", "unzip", "rsync", "azcopy", "az"})
_KEY = re.compile(r"/\S+\.(?:gpg|asc|key|pub)\Z")


class _Repository(msgspec.Struct, frozen=True):
    """A repository that a script adds.

    Attributes:
        host: Its host.
        key: The file of its signing key; empty if it doesn't name one.
        run: The command that adds it.
    """

    host: str
    key: str
    run: Run


@rule("BM423", Severity.error, "apt repository whose key apt doesn't find", COMMAND_LINES, explains=(FailureKind.command,))
def unknown_key(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a repository without a signing key, and a key in a file that apt can't read or doesn't look at."""
    text = analysis_of(context).text
    if "/etc/apt/sources.list" not in text:
        return
    runs = runs_on_linux(context)
    writes = [write for run in runs for write in writes_of(run)]
    for repository in _repositories(writes):
        if runs_other_scripts(repository.run.part, repository.run.index):
            continue
        found = _problem(repository, writes, runs, text)
        if found is not None:
            message, fix = found
            yield context.finding(
                f"{message}, so apt-get update fails: the repository of {repository.host[:_LONGEST]} isn't signed with a known "
                "key.",
                fix,
                "commandLine",
                span=repository.run.span,
                severity=_severity(repository, runs),
            )
            return


def _repositories(writes: list[Write]) -> Iterator[_Repository]:
    """Yield the repositories in the files that a script writes, but not those of the distribution."""
    for write in writes:
        text = write.text or ""
        if _SOURCES.match(write.path):
            for options, host in _ENTRY.findall(text):
                if not _OFFICIAL.match(host) and "trusted=yes" not in options and "$" not in host:
                    named = _SIGNED_BY.search(options)
                    yield _Repository(host, named[1] if named else "", write.run)
        elif write.path.startswith("/etc/apt/sources.list.d/") and (uri := _DEB822.search(text)):
            named = _SIGNED_BY.search(text)
            inline = re.search(r"(?i)signed-by|trusted:", text) and not named
            if not _OFFICIAL.match(uri[1]) and not inline and "$" not in uri[1]:
                yield _Repository(uri[1], named[1] if named else "", write.run)


def _severity(repository: _Repository, runs: list[Run]) -> Severity:
    """Return the severity of the next update's failure."""
    updates = (run for run in runs if run.command.name in {"apt-get", "apt"} and "update" in run.command.arguments)
    later = (run for run in updates if run.command.start > repository.run.command.start)
    return next((run.severity for run in later), Severity.warning)


def _problem(repository: _Repository, writes: list[Write], runs: list[Run], text: str) -> tuple[str, str] | None:
    """Return what is wrong with the key of a repository, and the fix; None if nothing is known to be wrong."""
    key = repository.key
    if not key:
        if not _ANY_KEY.search(text):
            return "nothing installs the signing key of the repository", (
                "Save the key in /etc/apt/keyrings, and name it in the entry: deb [signed-by=/etc/apt/keyrings/NAME.asc] …"
            )
        trusted = [write for write in writes if write.path.startswith("/etc/apt/trusted.gpg.d/")]
        return _wrong_format(trusted[0]) if len(trusted) == 1 and not re.search(r"apt-key|recv-key|\.deb\b", text) else None
    if "$" in key or re.match(r"/usr/share/keyrings/(?:ubuntu|debian)-", key):
        return None
    written = [write for write in writes if write.path == key]
    if written:
        return _wrong_format(written[-1])
    mentions = (argument for run in runs for argument in run.command.arguments if run is not repository.run)
    if re.search(r"keyring\S*\.deb|\.deb\b", text) or any(
        key in argument or posixpath.basename(key) in argument for argument in mentions
    ):
        return None
    if any(run.command.name in _BRINGING and "-d" not in run.command.arguments for run in runs):
        return None  # it may bring the key
    others = [write.path for write in writes if _KEY.match(write.path)]
    there = f"; the key is in {_shown(others[0])}" if len(others) == 1 else ""
    return f"signed-by names {_shown(key)}, which nothing writes{there}", "Name the file of the key in signed-by."


def _wrong_format(write: Write) -> tuple[str, str] | None:
    """Return what is wrong with the file of a key: apt reads text only from .asc, and binary keys only from .gpg."""
    ending = posixpath.splitext(write.path)[1]
    if ending == ".gpg" and _ARMORED.match(write.source):
        return (
            f"the key in {_shown(write.path)} is text, which apt reads only from files that end in .asc",
            "Name the file .asc, also in signed-by, or convert the key with gpg --dearmor.",
        )
    if ending == ".asc" and _BINARY.match(write.source) and _is_binary(write):
        return (
            f"the key in {_shown(write.path)} is binary, which apt reads only from files that end in .gpg",
            "Name the file .gpg, also in signed-by, or leave out gpg --dearmor.",
        )
    if ending not in {".gpg", ".asc"} and write.source:
        return (
            f"apt ignores the key in {_shown(write.path)}, because its name ends neither in .asc nor in .gpg",
            "Name the file .asc if the key is text, and .gpg if it is binary, also in signed-by.",
        )
    return None


def _shown(path: str) -> str:
    """Return the path of a key's file; the general masking takes it for a secret."""
    return path if re.fullmatch(r"/(?:etc|usr)/[\w./-]{1,80}", path) else "that file"


def _is_binary(write: Write) -> bool:
    return write.source != "gpg" or "--dearmor" in write.run.part.analysis.text


_WITHOUT_APT_KEY = (("ubuntu", (25, 4)), ("debian", (13, 0)))


@rule(
    "BM434",
    Severity.error,
    "apt-key on a release without it",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "containerSettings"),
    explains=(FailureKind.command,),
)
def gone_apt_key(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``apt-key`` on Debian 13 and Ubuntu 25.04 and later."""
    known = distribution_of(context)
    if (
        known is None
        or known.version is None
        or not any(known.family == family and known.version >= first for family, first in _WITHOUT_APT_KEY)
    ):
        return
    for run in runs_on_linux(context):
        if run.command.name == "apt-key":
            yield context.finding(
                f"{known.name} has no apt-key, so the command isn't found.",
                "Save the key in /etc/apt/keyrings, and name it in the entry of the repository: "
                "deb [signed-by=/etc/apt/keyrings/NAME.asc] …",
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
            return
