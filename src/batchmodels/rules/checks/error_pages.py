"""BM114: downloads with curl that save an error page as if it were the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...shells.script import Command, Compound, Pipeline, Shell, pipelines_in
from ..analysis.command_line import Analysis
from ..analysis.curl_options import letters_of_curl, options_of_curl
from ..analysis.display import shown_word
from ..analysis.empty_pipes import effect_of_nothing, saves_to_file
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.kept_downloads import kept_by
from ..analysis.linux_runs import runs_on_linux
from ..analysis.prefixes import without_prefixes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_CHECKED = re.compile(r"--fail(?:-with-body|-early)?|--write-out.*|--head|--config.*")
_CHECKED_BY_LETTER = frozenset("fwIK")
_READERS = names(
    "bash sh dash zsh ksh python python3 perl ruby rscript node php tar unzip gunzip zcat xz bunzip2 zstd gpg apt-key "
    "dpkg rpm crontab psql "
    "mysql jq tee"
)
_REFUSING = names("gpg apt-key")
"""Programs that fail on an error page; at the end of a pipeline, their failure is that of the pipeline."""
_RUN_OR_UNPACKED = names(
    "bash sh dash zsh source . python python3 perl ruby rscript node php tar unzip gunzip bunzip2 unxz xz zstd "
    "7z bsdtar dpkg rpm apt "
    "apt-get yum dnf zypper pip pip3 gpg msiexec start java"
)
_CHECKING = names("sha256sum sha512sum sha1sum md5sum shasum gpgv cosign file grep head test [ [[")
_ADDRESS = re.compile(r"(?i)[\"']?(?:https?|ftps?)://")
_MOST_FOLLOWED = 50
"""Limit on the downloads of a script whose files are followed through all other commands."""


@rule(
    "BM114",
    Severity.warning,
    "curl that saves an error page",
    COMMAND_LINES,
    explains=(FailureKind.command, FailureKind.download),
)
def error_pages(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``curl -O`` without ``-f``, whose result is then run, unpacked or kept, and files that a pipe doesn't get."""
    for run in runs_on_linux(context):
        left = run.part.analysis.feeding.get(id(run.step.command))
        effect = effect_of_nothing(run.command) if left is not None else None
        if left is None or effect is None or not saves_to_file(source := without_prefixes(left)):
            continue
        yield context.finding(
            f"{source.name} saves the file and writes nothing to the pipe, so {effect[0]}.",
            "Use wget -qO-, which writes to the pipe." if source.name == "wget" else "Use curl without -O and -o: curl -fsSL.",
            "commandLine",
            span=run.part.analysis.span(left),
            severity=run.severity if effect[1] else Severity.warning,
        )
        return
    for part in parts_of(context):
        for command, what in _unchecked(part):
            yield context.finding(
                f"without -f, curl succeeds when the server answers with an error, and {what}.",
                "Use curl -f, for example curl -fsSL, so that the command fails instead.",
                "commandLine",
                span=part.analysis.span(command),
            )
            return


def _unchecked(part: Part) -> Iterator[tuple[Command, str]]:
    """Yield the downloads that may be error pages, each with what becomes of the page."""
    analysis = part.analysis
    fetching = [
        command
        for command in analysis.commands
        if _fetches(without_prefixes(command), analysis.shell) and not analysis.calls_function(command)
    ]
    if not fetching:
        return
    into = {id(left): name for pipeline in pipelines_in(analysis.body) for left, name in _pipes(pipeline)}
    inside = {id(inner): name for command in analysis.commands for inner, name in _substituted(command)}
    files = {id(command): _file(without_prefixes(command)) for command in fetching}
    uses = _uses(analysis, {file for file in files.values() if file})
    for number, command in enumerate(fetching):
        piped = None if saves_to_file(without_prefixes(command)) else into.get(id(command))
        what = piped or inside.get(id(command))
        if what is None and (file := files[id(command)]):
            what = uses.get(file)
        if what:
            yield command, f"{what} gets the error page instead of the file"
        elif what is None and number < _MOST_FOLLOWED and (kept := kept_by(without_prefixes(command), analysis.commands)):
            yield command, f"{shown_word(kept.path)} contains the error page instead of the {kept.kind}"


def _fetches(command: Command, shell: Shell | None) -> bool:
    """Return whether a command is curl without ``-f``, for a URL that isn't of the node itself."""
    alias = shell is Shell.powershell and command.words[:1] and not command.words[0].text.lower().endswith(".exe")
    if command.name != "curl" or alias or shell is None or any(map(_CHECKED.fullmatch, command.arguments)):
        return False
    if not _CHECKED_BY_LETTER.isdisjoint(letters_of_curl(command)):
        return False
    return any(_ADDRESS.match(text) or text[:1] in {"$", "%"} for text in command.arguments)


def _pipes(pipeline: Pipeline) -> Iterator[tuple[Command, str]]:
    for left, right in pairwise(pipeline.elements):
        if isinstance(left, Command) and not isinstance(right, Compound):
            reader = without_prefixes(right)
            if reader.name in _READERS and not (reader.name in _REFUSING and right is pipeline.elements[-1]):
                yield left, reader.name


def _substituted(command: Command) -> Iterator[tuple[Command, str]]:
    """Yield the commands whose output a shell runs: ``bash -c "$(curl …)"``, ``bash <(curl …)``."""
    bare = without_prefixes(command)
    if bare.name in {"bash", "sh", "eval", "source", ".", "zsh", "python3", "python"}:
        for block in command.inner:
            yield from ((each, bare.name) for each in block.elements() if isinstance(each, Command))


def _file(command: Command) -> str | None:
    """Return the name of the file that curl writes; None or empty if unknown."""
    arguments = command.arguments
    named = [value for letter, value in options_of_curl(command) if letter == "o"]
    for text, following in pairwise((*arguments, "")):
        if text == "--output":
            named.append(following)
        elif text.startswith("--output="):
            named.append(text.partition("=")[2])
    for value in named:
        if value != "-":
            return _base(value)  # empty for a directory, to which curl can't write
    for redirect in command.redirects:
        if redirect.operator in {">", "1>", ">>", ">|"}:
            return _base(redirect.target.text)
    if "O" in letters_of_curl(command) or not {"--remote-name", "--remote-name-all"}.isdisjoint(arguments):
        address = next((text for text in arguments if _ADDRESS.match(text) or text[:1] == "$"), "")
        return _base(re.split(r"[?#]", address, maxsplit=1)[0])
    return None


def _base(path: str) -> str:
    """Return the last part of a path, by which later commands are recognized."""
    return re.split(r"[/\\]", path.strip("\"'"))[-1]


def _uses(analysis: Analysis, files: set[str]) -> dict[str, str]:
    """Return for each file the program that runs or unpacks it; a file that is checked first has none."""
    found: dict[str, str] = {}
    for command in analysis.commands:
        bare = without_prefixes(command)
        names = [_base(word.text) for word in bare.words]
        names += [_base(redirect.target.text) for redirect in bare.redirects if redirect.operator == "<"]
        if bare.name in _CHECKING:
            for name in names:
                if name in files:
                    found.setdefault(name, "")
        for number, name in enumerate(names):
            runs = number == 0 or bare.name in _RUN_OR_UNPACKED
            if name in files and runs and bare.name != "curl":
                found.setdefault(name, names[0] if number else "the shell")
    return found
