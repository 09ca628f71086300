"""BM427: Python packages that pip can't install."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.distributions import distribution_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.package_managers import is_pip
from ..analysis.python_packages import may_use_another_python
from ..analysis.python_wheels import without_wheels, wrong_project
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_WITH_VALUE = frozenset(
    {"-r", "-c", "-t", "-e", "--requirement", "--constraint", "--target", "--editable", "--prefix", "--root", "--python"}
    | {"--cache-dir", "--timeout", "--retries", "--upgrade-strategy"}
)
_OWN_INDEX = re.compile(r"index-url|find-links|--no-index|PIP_|pip\.conf|pip config|\s-[fi]\s")
_OTHER_VERSION = re.compile(r"python(?:2|3\.[0-9]+)|pypy|/envs/")


@rule(
    "BM427",
    Severity.error,
    "Python package that pip can't install",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "containerSettings", "environmentSettings"),
    explains=(FailureKind.command,),
)
def impossible_project(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``pip install sklearn``, and versions that have no wheels for the Python of the nodes."""
    text = analysis_of(context).text
    if _OWN_INDEX.search(text):
        return
    known = distribution_of(context)
    other = may_use_another_python(text.replace("/bin/activate", "").replace("virtualenv", "")) or _OTHER_VERSION.search(text)
    for run in runs_on_linux(context):
        for requirement in _requirements(run.command):
            if wrong := wrong_project(requirement):
                message = f"pip can't install {wrong[0]}: PyPI has no such package, or one that only fails."
                fix = f"Use {wrong[1]}."
            elif known is not None and not other and (found := without_wheels(known, requirement)):
                message = f"{found[1]} has no wheels for Python {found[0]}, which {known.name} has, so pip doesn't find it."
                fix = f"Use version {found[2]} or later, or install another Python."
            else:
                continue
            yield context.finding(message, fix, "commandLine", span=run.span, severity=run.severity)
            return


def _requirements(command: Command) -> Iterator[str]:
    """Yield the requirements that pip gets as arguments."""
    arguments = command.arguments[2:] if command.arguments[:1] == ("-m",) else command.arguments
    if not is_pip(command) or "install" not in arguments[:3]:
        return
    start = len(command.arguments) - len(arguments) + arguments.index("install") + 2
    before = ""
    for word in command.words[start:]:
        if before not in _WITH_VALUE and not word.variables and not word.substitutes:
            yield word.text
        before = word.text
