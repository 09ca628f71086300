"""BM133, BM136, BM137 and BM140: what PowerShell, mostly the version 5.1 of every Windows image, doesn't accept."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Statement, nodes_in
from ..analysis.brought_files import brought_files
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.pool import machine_of
from ..analysis.pool_values import value_of
from ..analysis.powershell_options import OPTIONS_WITH_VALUE, full_option
from ..analysis.prefixes import without_prefixes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM133", Severity.error, "&& in Windows PowerShell", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def joined(context: Context[CommandLine]) -> Iterator[Finding]:
    """``powershell -Command "a && b"``."""
    for part in parts_of(context):
        if not part.analysis.in_windows_powershell:
            continue
        for node in nodes_in(part.analysis.body):
            if isinstance(node, Statement) and node.operators:
                yield context.finding(
                    f"Windows PowerShell doesn't know {node.operators[0]}: it reports a syntax error and runs nothing.",
                    "Use a; if (-not $?) { exit 1 }; b, or pwsh, if the nodes have PowerShell 7."
                    if node.operators[0] == "&&"
                    else "Use a; if (-not $?) { b }, or pwsh, if the nodes have PowerShell 7.",
                    "commandLine",
                    span=part.analysis.span_in_script(node.start, node.end),
                )
                return


@rule(
    "BM136",
    Severity.warning,
    "PowerShell script that the execution policy blocks",
    COMMAND_LINES,
    explains=COMMAND_LINE_FAILURES,
)
def execution_policy(context: Context[CommandLine]) -> Iterator[Finding]:
    """``powershell -File setup.ps1`` on Windows 10 or 11, where the policy is ``Restricted``."""
    for written in (Command(analysis_of(context).words), *analysis_of(context).commands):
        words = without_prefixes(written).words
        policy = next(
            (after.text.lower() for word, after in itertools.pairwise(words) if full_option(word.text) == "executionpolicy"), ""
        )
        if policy in {"restricted", "allsigned"} and (file := _file_of_powershell(Command(words))):
            effect = "runs no script files" if policy == "restricted" else "runs only signed script files"
            yield context.finding(
                f"the execution policy {policy.capitalize()} {effect}, so {shown_word(file)} doesn't run.",
                "Use -ExecutionPolicy Bypass.",
                "commandLine",
                severity=Severity.error if policy == "restricted" else Severity.warning,
            )
            return
    image = value_of(machine_of(context), "image_reference")
    publisher = value_of(image, "publisher")
    if not isinstance(publisher, str) or publisher.lower() != "microsoftwindowsdesktop":
        return
    analysis = analysis_of(context)
    if "executionpolicy" in analysis.text.lower():
        return
    for words in (without_prefixes(command).words for command in (Command(analysis.words), *analysis.commands)):
        file = _file_of_powershell(Command(words))
        if file and not any(full_option(word.text) == "executionpolicy" for word in words):
            yield context.finding(
                f"the default execution policy of Windows 10 and 11 is Restricted, so {shown_word(file)} doesn't run.",
                "Add -ExecutionPolicy Bypass before the script.",
                "commandLine",
            )
            return


def _file_of_powershell(command: Command) -> str:
    """Return the script file that ``powershell`` runs; empty if it runs none."""
    if command.name != "powershell":
        return ""
    position = 1
    while position < len(command.words):
        text = command.words[position].text
        option = full_option(text)
        if option == "file" and position + 1 < len(command.words):
            return command.words[position + 1].text
        if option in {"", "command"}:
            script = command.words[position + (option == "command") :]
            match = re.match(r"(?:[&.]\s+)?[\"']?([.\w\\/:$-]+\.ps1)\b", script[0].text) if script else None
            return match[1] if match else ""
        position += 2 if option in OPTIONS_WITH_VALUE else 1
    return ""


_PARAMETERS = names(
    "uri usebasicparsing websession sessionvariable credential usedefaultcredentials certificatethumbprint certificate "
    "useragent "
    "disablekeepalive timeoutsec headers maximumredirection method proxy proxycredential proxyusedefaultcredentials body "
    "contenttype transferencoding infile outfile passthru verbose debug erroraction warningaction informationaction "
    "errorvariable warningvariable informationvariable outvariable outbuffer pipelinevariable"
)
_SHORT = names("ea ev wa wv ia iv ov ob pv vb db")
_OF_CURL = frozenset({"s", "h", "b", "v"})
"""Letters that PowerShell takes for a parameter of its own, and that mean something else to curl and wget."""


_WEB = "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
_ALIASES = {
    "curl": ("Invoke-WebRequest", f"Use curl.exe, or {_WEB}"),
    "wget": ("Invoke-WebRequest", f"Use {_WEB}"),
    "rm": ("Remove-Item", "Use Remove-Item -Recurse -Force …."),
    "cp": ("Copy-Item", "Use Copy-Item -Recurse -Force …."),
    "mv": ("Move-Item", "Use Move-Item -Force …."),
    "ls": ("Get-ChildItem", "Use Get-ChildItem …."),
}
"""Aliases of Windows PowerShell that are names of programs of Linux: what they mean, and the fix."""

_OF_LINUX = re.compile(r"-(?:rf|fr|Rf|rfv|la|al|lh|lah|ltr|av|rv|f)")


@rule(
    "BM137", Severity.error, "options of a Linux program in Windows PowerShell", COMMAND_LINES, explains=COMMAND_LINE_FAILURES
)
def alias(context: Context[CommandLine]) -> Iterator[Finding]:
    """``powershell -Command "curl -L -o tool.zip https://…"``."""
    for part in parts_of(context):
        for command in part.analysis.commands if part.analysis.in_windows_powershell else ():
            name = command.words[0].text.lower() if command.words else ""
            known = _ALIASES.get(name)
            foreign = _is_foreign if name in {"curl", "wget"} else _OF_LINUX.fullmatch
            option = next(filter(foreign, command.arguments), None) if known else None
            if known and option is not None:
                cmdlet, fix = known
                yield context.finding(
                    f"in Windows PowerShell, {name} means {cmdlet}, which doesn't know {shown_word(option)}.",
                    fix,
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return


def _is_foreign(text: str) -> bool:
    """Return whether an argument is an option of curl or wget that isn't one of ``Invoke-WebRequest``."""
    if not re.match(r"-[A-Za-z-]", text):
        return False
    option = text[1:].split(":", 1)[0].lower()
    if option in _SHORT or option in _PARAMETERS:
        return False
    return option in _OF_CURL or sum(each.startswith(option) for each in _PARAMETERS) != 1


_BARE = re.compile(r"(?!.*(?:npm|npx|yarn|pnpm)\.)[\w.-]+\.(?:ps1|bat|cmd|exe)", re.IGNORECASE)
_OWN = re.compile(r"(?i)set-?up|install|bootstrap|prepare|start|init|config|deploy|provision")


@rule(
    "BM140",
    Severity.note,
    "program of the working directory in PowerShell",
    COMMAND_LINES,
    reads=("resourceFiles",),
    explains=COMMAND_LINE_FAILURES,
)
def without_directory(context: Context[CommandLine]) -> Iterator[Finding]:
    r"""``powershell setup.ps1`` instead of ``powershell .\setup.ps1``."""
    files = brought_files(value_of(context.model, "resource_files"))
    for part in parts_of(context):
        if part.analysis.shell is not Shell.powershell or part.analysis.script is None:
            continue
        for command in part.analysis.commands:
            name = command.words[0].text if command.words else ""
            if not _BARE.fullmatch(name):
                continue
            brought = files is not None and name.lower() in {path.lower() for path in files.modes}
            if brought or (_OWN.search(name) and (name.lower().endswith(".ps1") or files is not None)):
                slash = "/" if part.analysis.windows is False else "\\"
                yield context.finding(
                    f"PowerShell looks for {shown_word(name)} only in PATH, not in the current directory.",
                    f"Use .{slash}{shown_word(name)}.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return
