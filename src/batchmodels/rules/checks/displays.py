"""BM337: programs with a window, on nodes that have no display."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.environment_settings import environment_of
from ..analysis.linux_runs import runs_on_linux
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
    if analysis.windows or _DISPLAY.search(analysis.text) or any(map(_DISPLAY.search, environment_of(context))):
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
