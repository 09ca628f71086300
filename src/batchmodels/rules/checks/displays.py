<<<<<<< HEAD
"""BM337: programs with a window, on nodes that have no display."""
=======
"""BM088: programs that open a window, for which no node has a display."""
>>>>>>> gapp

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..analysis.command_line import analysis_of
from ..analysis.linux_runs import runs_on_linux
<<<<<<< HEAD
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_CHROME = (r"--headless.*|--version|--help|--product-version", "--headless=new")
_WITH_WINDOW: dict[str, tuple[str, str]] = {
    "blender": (r"-b|--background|-v|--version|-h|--help|-c|--command|-ba|-bP", "-b before the scene"),
    "firefox": (r"-headless|--headless|-v|-V|--version|-h|--help", "--headless"),
    "gimp": (r"-[a-z]*i[a-z]*|--no-interface|-v|--version|--help.*", "--no-interface"),
    **dict.fromkeys(("google-chrome", "google-chrome-stable", "chromium", "chromium-browser"), _CHROME),
    **dict.fromkeys(
        ("libreoffice", "soffice"),
        (r"--headless|--convert-to|--cat|--print-to-file|--invisible|--version|--help", "--headless"),
    ),
}
"""Programs that open a window, with the options with which they don't, and the usual one of them."""
_DISPLAY = re.compile(r"DISPLAY|[Xx]vfb|\bXorg\b|\bxinit\b|vncserver|Xvnc|xpra|QT_QPA_PLATFORM")


@rule(
    "BM337",
    Severity.error,
    "program that needs a display",
    COMMAND_LINES,
    reads=("environmentSettings", "containerSettings"),
    explains=(FailureKind.command,),
)
def needs_display(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``blender`` without ``-b``, and browsers without ``--headless``."""
    analysis = analysis_of(context)
    settings: Any = getattr(context.task, "environment_settings", None)
    named = [str(getattr(each, "name", "")) for each in (settings if isinstance(settings, list) else ())]
    if analysis.windows or _DISPLAY.search(analysis.text) or any(map(_DISPLAY.search, named)):
        return
    for run in runs_on_linux(context):
        command = run.command
        if command.name not in _WITH_WINDOW:
            continue
        without, option = _WITH_WINDOW[command.name]
        if any(re.fullmatch(without, text) for text in command.arguments) or any(
            re.fullmatch(r"\"?\$\{?[\w@*\[\]]+\}?\"?", word.raw) for word in command.words[1:]
        ):
            continue  # a variable may have the option
        yield context.finding(
            f"{command.name} opens a window, but a node has no display, so it fails.",
            f"Add {option}.",
            "commandLine",
            span=run.span,
            severity=Severity.warning if analysis.in_container else run.severity,
        )
        return
=======
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
>>>>>>> gapp
