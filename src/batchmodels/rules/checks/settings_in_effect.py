"""BM319: settings that aren't in effect yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Shell
from ..analysis.command_line import analysis_of, without_prefixes
from ..analysis.display import shown_word
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.word_sets import names
from ..analysis.written_files import targets_of
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_REMOVING = names("rm unlink chmod chown touch")

# The file, what puts it into effect, and what is not in effect without it.
_APPLIED: tuple[tuple[re.Pattern[str], re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"/etc/sysctl\.(?:conf|d/.+\.conf)"),
        re.compile(r"\bsysctl\s+(?:-\S+\s+)*(?:-p|--load|--system|-w|\w)|systemd-sysctl|procps|/proc/sys"),
        "the kernel reads {0} only when the node boots",
        "Run sysctl --system afterwards.",
    ),
    (
        re.compile(r"/etc/docker/daemon\.json"),
        re.compile(
            r"(?:restart|reload|start)\b.*docker|docker\s+(?:restart|reload)|dockerd|pkill|kill|docker\.io|docker-ce|get\.docker|moby"
        ),
        "Docker reads {0} only when it starts",
        "Run systemctl restart docker afterwards.",
    ),
    (
        re.compile(r"/etc/ld\.so\.conf(?:\.d/.+\.conf)?"),
        re.compile(r"\bldconfig\b|apt-get|dpkg"),
        "programs find the libraries of {0} only after ldconfig",
        "Run ldconfig afterwards.",
    ),
    (
        re.compile(r"/etc/fstab"),
        re.compile(r"\bmount\s|swapon|\.mount\b|sed\b"),
        "the entry in {0} is only used when the node boots, and the script uses its directory now",
        "Run mount -a afterwards.",
    ),
    (
        re.compile(r"/etc/udev/rules\.d/.+\.rules"),
        re.compile(r"udevadm"),
        "udev applies {0} only to devices that appear later",
        "Run udevadm control --reload && udevadm trigger afterwards.",
    ),
)


@rule("BM319", Severity.warning, "setting that isn't in effect", StartTask, explains=COMMAND_LINE_FAILURES)
def not_in_effect(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a new file in ``/etc/sysctl.d`` without ``sysctl --system``."""
    analysis = analysis_of(context)
    if analysis.in_container or analysis.windows or re.search(r"\breboot\b|shutdown -r|\./|\.sh\b|\.py\b", analysis.text):
        return
    for part in parts_of(context):
        for number, step in enumerate(part.flow.steps):
            command = without_prefixes(step.command)
            for target in () if command.name in _REMOVING else targets_of(command):
                row = next((row for row in _APPLIED if row[0].fullmatch(target)), None)
                if row is None or step.status is Status.unreachable or _is_applied(part, number, row[1]):
                    continue
                yield context.finding(
                    f"{row[2].format(shown_word(target))}, so the change isn't in effect.",
                    row[3],
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return


def _is_applied(part: Part, number: int, applying: re.Pattern[str]) -> bool:
    """Return whether a command puts a change into effect, or nothing needs it."""
    if part.analysis.shell is not Shell.posix or part.before:
        return True
    script = part.analysis.script or ""
    if applying.search(script):
        return True
    entry = part.flow.steps[number].command
    if not any(each.target.text == "/etc/fstab" for each in entry.redirects):
        return False
    fields = " ".join(entry.arguments).split()
    place = next((field for field in fields[1:2] if field.startswith("/")), "")
    return not place or not re.search(rf"{re.escape(place)}[/\s\"']", script[entry.end :])
