"""BM428 and BM429: downloads that save a redirect or a web page instead of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.curl_options import letters_of_curl
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_REDIRECTING = re.compile(
    r"(?i)[\"']?https?://(?:"
    r"(?:www\.)?github\.com/[^/\s]+/[^/\s]+/(?:releases/(?:latest/)?download/|archive/|raw/|zipball|tarball|blob/[^\s]*\?raw=|releases/latest)"
    r"|api\.github\.com/repos/[^/\s]+/[^/\s]+/(?:zipball|tarball)|codeload\.github\.com/[^/\s]+/[^/\s]+/legacy"
    r"|aka\.ms/|go\.microsoft\.com/fwlink|bit\.ly/|git\.io/|tinyurl\.com/|dot\.net/|go\.dev/dl/[^\s]+\.(?:tar\.gz|zip|msi)|golang\.org/dl/"
    r"|(?:www\.)?sourceforge\.net/projects/[^\s]+/(?:download|files/)|downloads\.sourceforge\.net/|dl\.k8s\.io/"
    r"|huggingface\.co/[^\s]+/resolve/|drive\.google\.com/uc|osf\.io/download|update\.code\.visualstudio\.com/|archive\.org/download/"
    r"|(?:www\.)?dropbox\.com/s)"
)
"""Addresses that answer with a redirect."""
_FOLLOWS = re.compile(r"--location(?:-trusted)?|--head|--write-out.*|--config.*|--max-redirs.*|--version|--help")
_FOLLOWING = frozenset("LIKwV")
"""The letters of curl's options that make it follow redirects, or show them."""
_PAGE = re.compile(
    r"(?i)[\"']?https?://(?:(?:www\.)?github\.com/[^/\s]+/[^/\s]+/(?:blob|tree)/|[^/\s]*gitlab[^/\s]*/[^\s]*/-/(?:blob|tree)/"
    r"|(?:www\.)?bitbucket\.org/[^/\s]+/[^/\s]+/src/|drive\.google\.com/file/d/|(?:www\.)?kaggle\.com/datasets/)(?!\S*[?&](?:raw|format)=)"
)
"""Addresses of pages that show a file."""
_FETCHING = names("git curl wget aria2c invoke-webrequest iwr start-bitstransfer bitsadmin")


def _fetching(context: Context[CommandLine]) -> Iterator[tuple[Part, int, Command]]:
    """Yield the commands that download something."""
    for part in parts_of(context):
        for index, given in enumerate(part.analysis.commands):
            command = without_prefixes(given)
            reached = part.flow.steps[index].status is not Status.unreachable
            if command.name in _FETCHING and reached and not part.analysis.calls_function(given):
                yield part, index, command


@rule(
    "BM428",
    Severity.warning,
    "curl that doesn't follow a redirect",
    COMMAND_LINES,
    explains=(FailureKind.command, FailureKind.download),
)
def unfollowed_redirect(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``curl`` without ``-L`` for an address that answers with a redirect."""
    for part, _, command in _fetching(context):
        is_curl = command.name == "curl" and part.analysis.shell is not Shell.powershell
        if not is_curl or _follows(command) or "-L" in part.analysis.text.partition("curlrc")[2]:
            continue
        word = next((word for word in command.words[1:] if _REDIRECTING.match(word.text)), None)
        if word is not None:
            host = re.split(r"[/:]+", word.text.strip("\"'"))[1]
            yield context.finding(
                f"{host} answers with a redirect, which curl doesn't follow without -L: it saves the answer without the file, "
                "and succeeds.",
                "Use curl -L, for example curl -fsSL.",
                "commandLine",
                span=part.analysis.span(command),
            )
            return


def _follows(command: Command) -> bool:
    """Return whether an option of curl makes it follow redirects, or show them."""
    return any(map(_FOLLOWS.fullmatch, command.arguments)) or not _FOLLOWING.isdisjoint(letters_of_curl(command))


@rule(
    "BM429",
    Severity.error,
    "download of a page that shows a file",
    COMMAND_LINES,
    explains=(FailureKind.command, FailureKind.download),
)
def page_instead_of_file(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a download from GitHub's page for a file, which is HTML."""
    for part, index, command in _fetching(context):
        word = next((word for word in command.words[1:] if _PAGE.match(word.text)), None)
        if word is None:
            continue
        if command.name == "git" and "clone" not in command.arguments[:4]:
            continue
        host = re.split(r"[/:]+", word.text.strip("\"'"))[1]
        fix = "Use the address of the file itself, not of the page that shows it."
        if host.endswith("github.com"):
            fix = "Use the address of the page's Raw button: https://raw.githubusercontent.com/OWNER/REPOSITORY/BRANCH/PATH."
        step = part.flow.steps[index]
        message = f"the address is a page of {host} that shows the file, so {command.name} downloads HTML instead of the file."
        if command.name == "git":
            message = f"the address is a page of {host} that shows a part of the repository, so git clone doesn't find it."
            fix = "Use the address of the repository, and --branch for a branch or tag."
        yield context.finding(
            message,
            fix,
            "commandLine",
            span=part.analysis.span(command),
            severity=Severity.warning if step.guarded or not part.counts else None,
        )
        return
