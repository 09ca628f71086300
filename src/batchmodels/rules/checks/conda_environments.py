"""BM116: ``conda activate`` in a shell that has no such function."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Shell
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.steps import Step
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_CONDA = names("conda mamba micromamba")
_HOOK = re.compile(
    r"conda\.sh|mamba\.sh|shell\.(?:bash|posix|zsh)|shell\s+hook|/bin/activate|\.bashrc|\.bash_profile|\.profile|/etc/profile|BASH_ENV"
    r"|(?:^|[;&|\s])(?:source|\.)\s+\S*(?:activate|init|env|setup)"
)
_NVM = re.compile(r"nvm\.sh|nvm\.fish|\bnvm\s*\(\)|bash_completion|BASH_ENV|bash\s+-[a-z]*i")
_LOGIN = re.compile(r"-[a-zA-Z]*[li][a-zA-Z]*|--login")


@rule("BM116", Severity.warning, "conda activate without its shell function", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def conda_activate(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``conda activate`` where nothing defines the function of the shell that it needs."""
    for part in parts_of(context):
        analysis = part.analysis
        if analysis.shell is Shell.posix and analysis.script is not None and (step := _nvm(part)):
            yield context.finding(
                "nvm is a function of the shell, and a script doesn't have it: .bashrc returns at once in a shell that isn't "
                "interactive, so the command isn't found.",
                'Run . "$HOME/.nvm/nvm.sh" before it, or the directory of NVM_DIR instead of $HOME/.nvm.',
                "commandLine",
                span=analysis.span(step.command),
                severity=Severity.error if step.status.fails and not step.guarded else None,
            )
            return
        if analysis.shell is not Shell.posix or analysis.script is None or _HOOK.search(analysis.text):
            continue
        if any(_LOGIN.fullmatch(word.text) for word in analysis.words[: len(analysis.words) - len(analysis.rest) - 1]):
            continue
        for index, command in analysis.runs:
            step = part.flow.steps[index]
            if command.name not in _CONDA or command.arguments[:1] not in {("activate",), ("deactivate",)}:
                continue
            if step.status is Status.unreachable:
                continue
            directory = command.words[0].text.rpartition("/")[0].removesuffix("/bin") or "DIRECTORY"
            hook = (
                'eval "$(micromamba shell hook -s bash)"'
                if command.name == "micromamba"
                else f". {directory}/etc/profile.d/conda.sh"
            )
            fails = step.status.fails and not step.guarded
            yield context.finding(
                f"{command.name} activate needs a function of the shell that {command.name} init or its hook defines, and that "
                "a script doesn't have, so it fails.",
                f"Run {hook} before it, or use {command.name} run -n NAME.",
                "commandLine",
                span=analysis.span(command),
                severity=Severity.error if fails else None,
            )
            return


def _nvm(part: Part) -> Step | None:
    """Return the first step that runs ``nvm`` after the installer, although nothing reads ``nvm.sh``."""
    analysis = part.analysis
    script = analysis.code
    shell = analysis.words[: len(analysis.words) - len(analysis.rest) - 1]
    if not re.search(r"nvm-sh/nvm/\S+/install\.sh", script):
        return None
    text = re.sub(r"https?://\S+|(?<!\S)\S*/nvm\.sh(?=[\"']?\s*(?:[;&\n]|\Z))", "", script)
    if (
        re.search(r"(?:source|\.)\s+\S*nvm\.sh", script)
        or _NVM.search(text)
        or any(re.fullmatch(r"-[a-zA-Z]*[li][a-zA-Z]*|--login", word.text) for word in shell)
    ):
        return None
    steps = (part.flow.steps[index] for index, command in analysis.runs if command.name == "nvm" and command.arguments)
    return next((step for step in steps if step.status is not Status.unreachable), None)
