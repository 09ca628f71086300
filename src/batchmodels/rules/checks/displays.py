"""BM088: programs that open a window, for which no node has a display."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..analysis.command_line import analysis_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.python_packages import runs_other_scripts
from ..analysis.word_sets import names
from ..command_lines import TASKS, Task
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_WITHOUT_WINDOW = names("-b --background -h --help -v --version /? -R -r --register --register-allusers --unregister")
_DISPLAY = re.compile(r"(?i)xvfb|xorg|startx|\bxinit\b|vncserver|weston|DISPLAY")


@rule(
    "BM088",
    Severity.warning,
    "program that needs a display",
    TASKS,
    reads=("environmentSettings",),
    explains=COMMAND_LINE_FAILURES,
)
def needs_display(context: Context[Task]) -> Iterator[Finding]:
    """Find ``blender scene.blend -f 1``."""
    settings: Any = context.model.environment_settings
    listed = settings if isinstance(settings, list) else []
    if _DISPLAY.search(analysis_of(context).text) or any(_is_display(each) for each in listed):
        return
    for run in runs_on_linux(context):
        arguments = run.command.arguments
        if run.command.name != "blender" or not arguments or any("$" in text and "/" not in text for text in arguments):
            continue
        if _WITHOUT_WINDOW.isdisjoint(arguments) and not runs_other_scripts(run.part, run.index):
            yield context.finding(
                "blender without -b opens a window, but nodes have no display, so it ends at once.",
                "Add -b before the name of the scene.",
                "commandLine",
                span=run.span,
            )
            return


def _is_display(setting: Any) -> bool:
    name = getattr(setting, "name", None)
    return isinstance(name, str) and _DISPLAY.search(name) is not None
