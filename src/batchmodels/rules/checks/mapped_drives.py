"""BM327: drive letters that only the session that maps them sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.display import program_of
from ..analysis.inner_scripts import parts_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_DRIVE = re.compile(r"([A-Za-z]):?\Z")
_TESTS = re.compile(
    r"(?i)\b(?:test-path(?: +-(?:literal)?path)?|if +(?:/i +)?(?:not +)?exist|get-psdrive(?: +-name)?) +"
    r"['\"]?[a-z]:[^\s'\";&|)}]*['\"]?"
)
_SHOWS = re.compile(
    r"(?i)(?:\A|(?<=[;&{(\n]))\s*(?:dir|ls|get-childitem|gci|get-item|vol|echo|write-host|write-output|write-verbose)\b[^;&|\n>]*"
    r"(?:\| *out-(?:null|host)|> *(?:nul|\$null))?\s*(?=[;&}\n\"]|\|\||\Z)"
)
_BY_AN_OBJECT = re.compile(r"(?i)\.MapNetworkDrive\(\s*['\"]([A-Z]):")
_IN_CMD = re.compile(r"(?i)\bnet(?:\.exe)?\s+use\s+([A-Z]):\s+(?!.*/d)\S")


@rule("BM327", Severity.warning, "drive letter that no task sees", (StartTask, JobPreparationTask))
def mapped(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    r"""``net use Z: \\server\share``."""
    for part in parts_of(context):
        script = part.analysis.code
        seen: set[str] = set()
        for step in part.flow.steps:
            letter = _mapped(program_of(part.analysis, step.command)) or _mapped_by_an_object(script, step.command)
            if not letter or letter.upper() in seen or _is_for_others(script[: step.command.start]):
                continue
            seen.add(letter.upper())
            if not _uses(script[: step.command.start], script[step.command.end :], letter):
                yield context.finding(
                    f"a drive letter belongs to the session that maps it, so no task sees {letter.upper()}:.",
                    "Mount the share with mountConfiguration of the pool, or map it in the command lines of the tasks.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return


def _uses(before: str, after: str, letter: str) -> bool:
    """Return whether a script uses a drive after it maps it, rather than only tests or shows whether it is there."""
    drive = re.compile(rf"(?i)\b{letter}:")
    if re.search(rf"(?i)= *['\"]?{letter}:", before):
        return True  # a variable has its path
    return bool(drive.search(after)) and bool(drive.search(_TESTS.sub(" ", _SHOWS.sub(" ", after))))


def _is_for_others(before: str) -> bool:
    """Return whether a command is the text of another one, which maps the drive later."""
    return bool(re.search(r"(?i)\b(?:echo|schtasks|reg\s+add|set-content|add-content|out-file)\b[^&|;]*\Z", before))


def _mapped(command: Command) -> str:
    """Return the letter that a command gives a drive; empty if it gives none."""
    texts = command.arguments
    lower = [text.lower() for text in texts]
    if command.name == "net" and lower[:1] == ["use"] and len(texts) > 2 and "/delete" not in lower:  # noqa: PLR2004  # a share
        match = _DRIVE.match(texts[1])
        return match[1] if match and texts[1].endswith(":") else ""
    if command.name == "subst" and len(texts) == 2 and "/d" not in lower:  # noqa: PLR2004  # a letter and a directory
        match = _DRIVE.match(texts[0])
        return match[1] if match else ""
    if command.name == "cmd" and lower[:1] in (["/c"], ["/k"]):
        inner = _IN_CMD.search(" ".join(texts))
        return inner[1] if inner else ""
    return _mapped_by_a_cmdlet(command)


def _mapped_by_a_cmdlet(command: Command) -> str:
    """Return the letter that ``New-PSDrive`` or ``New-SmbMapping`` gives a share; empty if it gives none."""
    texts = command.arguments
    lower = [text.lower() for text in texts]
    key = {"new-psdrive": "-name", "new-smbmapping": "-localpath", "ndr": "-name", "mount": "-name"}.get(command.name)
    if key is None or not (any("\\\\" in text for text in texts) or "filesystem" in lower or key == "-localpath"):
        return ""
    value = next((after for option, after in zip(lower, texts[1:], strict=False) if option == key), "".join(texts[:1]))
    match = _DRIVE.match(value)
    return match[1] if match else ""


def _mapped_by_an_object(script: str, command: Command) -> str:
    """Return the letter that ``WScript.Network`` gives a share; empty if a command doesn't call it."""
    match = _BY_AN_OBJECT.search(script, command.start, command.end)
    return match[1] if match else ""
