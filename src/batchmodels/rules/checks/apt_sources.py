"""BM316: repositories and settings that apt refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Shell
from ..analysis.command_line import analysis_of, without_prefixes
from ..analysis.display import shown_word
from ..analysis.file_arguments import values_of
from ..analysis.flow import Status
from ..analysis.here_documents import here_documents
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.settings_files import written_by
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_SOURCE = re.compile(r"\bdeb(?:-src)?\s+(?:\[([^\]]*)\]\s+)?(https?://([\w.-]+)[^\s\"']*)\s+\S+")
_OF_UBUNTU = re.compile(r"(?:[\w-]+\.)*(?:ubuntu\.com|debian\.org|launchpadcontent\.net|launchpad\.net)")
_KEYS = re.compile(
    r"apt-key|trusted\.gpg\.d|gpg\b|--allow-unauthenticated|AllowUnauthenticated|allow-insecure|\.deb\b|\|\s*(?:sudo\s+)?(?:ba)?sh"
)
_SIGNED_BY = re.compile(r"signed-by=([^\s\],]+)")
_OF_IMAGE = re.compile(r"/usr/share/keyrings/(?:ubuntu|debian)[\w-]*\.gpg")
_ARMORED = re.compile(r"\.(?:asc|pub|key)\Z|//download\.docker\.com/.*/gpg\Z|GPG-KEY[\w-]*\Z")
_BINARY_NAME = re.compile(r"/(?:etc/apt/(?:keyrings|trusted\.gpg\.d)|usr/share/keyrings)/[\w.-]+\.gpg")
_CONFIGURATION = re.compile(r"/etc/apt/apt\.conf(?:\.d/.*)?")


@rule("BM316", Severity.warning, "repository or setting that apt refuses", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def refused_source(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a repository without its key, and a setting without a semicolon."""
    if "apt" not in analysis_of(context).text:
        return
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None:
            continue
        message, fix, span = next((found for look in (_key, _format, _setting) if (found := look(part))), ("", "", None))
        if message:
            yield context.finding(message, fix, "commandLine", span=part.analysis.span_in_script(*span) if span else None)
            return


def _key(part: Part) -> tuple[str, str, tuple[int, int] | None] | None:
    """Find a repository whose key nothing brings."""
    script = part.analysis.script or ""
    for match in _SOURCE.finditer(script.replace('\\"', '"')):
        options, address, host = match[1] or "", match[2], match[3]
        if _OF_UBUNTU.fullmatch(host) or "trusted=yes" in options:
            continue
        named = _SIGNED_BY.search(options)
        if named is None and not _KEYS.search(script):
            return (
                f"nothing brings the key of {shown_word(address)}, so apt-get update refuses the repository.",
                "Save the key in /etc/apt/keyrings and name it with signed-by in the line.",
                None,
            )
        path = named[1] if named else ""
        if path and "$" not in path and not _OF_IMAGE.fullmatch(path) and script.count(path) == 1 and not _runs_scripts(script):
            return (
                f"nothing saves the key {shown_word(path)} that the line names, so apt-get update refuses the repository.",
                f"Save the key as {shown_word(path)}.",
                None,
            )
    return None


def _runs_scripts(script: str) -> bool:
    return bool(re.search(r"\.sh\b|\./|\bdpkg\b|\.deb\b|\|\s*(?:sudo\s+)?(?:ba)?sh|\bcp\b|\bmv\b|\binstall\s+-", script))


def _format(part: Part) -> tuple[str, str, tuple[int, int] | None] | None:
    """Find a key in text form that is saved under the name of a binary one."""
    for step in part.flow.steps:
        command = without_prefixes(step.command)
        if command.name not in {"curl", "wget"} or step.status is Status.unreachable or step.piped:
            continue
        targets = [*values_of(command, *(("-o", "--output") if command.name == "curl" else ("-O", "--output-document")))]
        targets += [each.target.text for each in command.redirects if each.operator == ">"]
        target = next((text for text in targets if _BINARY_NAME.fullmatch(text)), "")
        address = next((text for text in command.arguments if "://" in text), "")
        if target and _ARMORED.search(address.partition("?")[0]) and f"dearmor -o {target}" not in part.analysis.text:
            return (
                "the key is a text, and a file with the ending .gpg must be a binary key, so apt ignores it.",
                f"Save it as {shown_word(target.removesuffix('.gpg') + '.asc')}, or pipe it through gpg --dearmor.",
                (command.start, command.end),
            )
    return None


def _setting(part: Part) -> tuple[str, str, tuple[int, int] | None] | None:
    """Find a setting of apt without a semicolon at its end."""
    for step in part.flow.steps:
        command = step.command
        if command.name not in {"echo", "printf"} or not _CONFIGURATION.fullmatch(written_by(step)):
            continue
        text = " ".join(command.arguments)
        if (
            text
            and ";" not in text
            and "}" not in text
            and not any(word.variables or word.substitutes for word in command.words)
        ):
            return (
                "a setting of apt ends with a semicolon; without it, every command of apt fails with a syntax error.",
                "Add ; at the end of the setting.",
                (command.start, command.end),
            )
    for document in here_documents(part.analysis):
        lines = [line for line in document.text.splitlines() if line.strip() and not line.lstrip().startswith(("//", "#"))]
        if _CONFIGURATION.fullmatch(document.target) and any(not line.rstrip().endswith((";", "{", "}")) for line in lines):
            return (
                "a setting of apt ends with a semicolon; without it, every command of apt fails with a syntax error.",
                "Add ; at the end of the setting.",
                (document.start, document.start + len(document.text)),
            )
    return None
