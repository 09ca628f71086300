"""BM087: MPI programs that don't start on all nodes of a multi-instance task."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from ...models.tasks import TaskAddParameter
from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Word
from ..analysis.command_line import analysis_of
from ..analysis.common_files import paths_of
from ..analysis.display import shown_program
from ..analysis.environment_settings import environment_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.pool_values import value_of
from ..analysis.python_packages import runs_other_scripts
from ..analysis.word_sets import names
from ..command_lines import TASKS, Task
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_LAUNCHERS = names("mpirun mpiexec mpiexec.hydra orterun mpirun.openmpi mpiexec.openmpi mpirun.mpich mpiexec.mpich")
_ASKING = names("-h --help -help -v --version -version -V -info")
_HOST = names("-host --host -hosts --hosts -H")
_OTHER_HOSTS = names("-f -configfile --app -app -rf --rankfile -bootstrap -launcher --launcher -rmk")
"""Options that name the hosts in another way, beside those in `_GIVING_HOSTS`."""
_HOST_FILES = names("-hostfile --hostfile -machinefile --machinefile -f")
_LIST = re.compile(r"(?:(?P<option>--?\w+)=)?\$\{?(?P<list>AZ_BATCH_(?:HOST|NODE)_LIST)\}?")
_COUNT = names("-n -np -c --np")
_NODE_LIST = re.compile(r"\$(?:AZ_BATCH_NODE_LIST|\{AZ_BATCH_NODE_LIST\})")
_PROGRAM = re.compile(r"(?:\$\{?AZ_BATCH_TASK_SHARED_DIR\}?|\.)/([\w.+-]+)")
_GIVING_HOSTS = re.compile(r"(?i)host_?(?:list|file)|node_list|machine_?file|_mca_")
_OTHER_USER = re.compile(r"\bsudo\b[^;&|]*\s-u|\b(?:su|runuser)\s")


@rule(
    "BM087",
    Severity.warning,
    "MPI program that doesn't start on all nodes",
    TASKS,
    reads=("multiInstanceSettings", "commonResourceFiles", "environmentSettings", "userIdentity"),
    explains=COMMAND_LINE_FAILURES,
)
def not_on_all_nodes(context: Context[Task]) -> Iterator[Finding]:
    """Find ``mpirun`` with the wrong hosts or none and with a program that only the primary node has."""
    if analysis_of(context).in_container or value_of(context.model, "container_settings") is not None:
        return
    for run in runs_on_linux(context):
        arguments = run.command.arguments
        if run.command.name not in _LAUNCHERS or not arguments or not _ASKING.isdisjoint(arguments[:1]):
            continue
        found = _wrong_hosts(context, run) or _only_on_primary(context, run)
        if found:
            yield found
            return


def _settings_of(context: Context[Task]) -> Any:
    """Return the multi-instance settings of a task that runs on several nodes; None for other tasks."""
    settings: Any = context.model.multi_instance_settings if isinstance(context.model, TaskAddParameter) else None
    count = value_of(settings, "number_of_instances")
    return settings if isinstance(count, int) and count > 1 else None


def _wrong_list(option: Word, value: Word, program: str) -> tuple[str, str] | None:
    """Return why a program of MPI can't read a list of nodes, and the fix."""
    found = _LIST.fullmatch(value.text)
    if found and (found["option"] or option.text) in _HOST_FILES:
        return (
            f"{found['list']} is the list of the nodes, not the path of a file, so {program} doesn't find it.",
            "Use -host $AZ_BATCH_HOST_LIST.",
        )
    if option.text in _HOST and _NODE_LIST.fullmatch(value.text):
        return (
            f"AZ_BATCH_NODE_LIST has semicolons between the nodes, which {program} takes for one long name of a host.",
            "Use $AZ_BATCH_HOST_LIST, which has commas.",
        )
    return None


def _wrong_hosts(context: Context[Task], run: Run) -> Finding | None:
    command = run.command
    settings = _settings_of(context)
    for option, value in itertools.pairwise(command.words):
        if wrong := _wrong_list(option, value, shown_program(command)):
            span = run.part.analysis.span(value)
            return context.finding(*wrong, "commandLine", span=span, severity=run.severity)
    if settings is None or not (_HOST | _OTHER_HOSTS).isdisjoint(command.arguments) or _is_single(command):
        return None
    given = [analysis_of(context).text, run.part.analysis.text, *environment_of(context)]
    if any(_GIVING_HOSTS.search(text) for text in given) or runs_other_scripts(run.part, run.index):
        return None
    return context.finding(
        f"{shown_program(command)} gets no hosts, so all processes start on the primary node, and the other nodes do nothing.",
        "Add -host $AZ_BATCH_HOST_LIST.",
        "commandLine",
        span=run.span,
    )


def _is_single(command: Command) -> bool:
    pairs = itertools.pairwise(command.arguments)
    return any(option in _COUNT and value == "1" for option, value in pairs)


def _only_on_primary(context: Context[Task], run: Run) -> Finding | None:
    settings = _settings_of(context)
    if settings is None:
        return None
    own, common = paths_of(value_of(context.model, "resource_files")), paths_of(settings.common_resource_files)
    for word in run.command.words[1:]:
        found = _PROGRAM.fullmatch(word.text)
        if found is None:
            continue
        name = found[1]
        coordination = settings.coordination_command_line
        if name not in own or name in common or (isinstance(coordination, str) and name in coordination):
            return None
        return context.finding(
            f"only the primary task downloads resourceFiles, so the other nodes have no {cut(mask_text(name))}.",
            f"Move {cut(mask_text(name))} to commonResourceFiles, which Batch downloads to AZ_BATCH_TASK_SHARED_DIR of every "
            "node.",
            "commandLine",
            span=run.part.analysis.span(word),
        )
    return None
