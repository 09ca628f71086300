"""BM312: programs that ask a question, and ``read``, where nothing can answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Compound, Shell, nodes_in
from ..analysis.answers import brackets_have_input, is_answered
from ..analysis.command_line import analysis_of
from ..analysis.distributions import distribution_of
from ..analysis.el_repositories import mirror_question, plain_release
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.prompting_programs import prompt_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_WITHOUT_INPUT = names("az azcopy gcloud mysql mysqldump mysqladmin mariadb")
"""Programs that don't read the answer from standard input."""
_MAY_SUCCEED = names("adduser npm certbot")
_QUIET = re.compile(r"DEBIAN_FRONTEND|AWS_|NPM_CONFIG")


@rule("BM312", Severity.error, "question that nothing can answer", COMMAND_LINES, explains=(FailureKind.command,))
def unanswered(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``read``, ``az login`` without an identity, and ``openssl req`` without ``-subj``."""
    analysis = analysis_of(context)
    if analysis.windows or analysis.shell not in {Shell.posix, None}:
        return
    known = distribution_of(context)
    release = None if analysis.in_container else plain_release(context)
    like_debian = known.has_dash if known else None
    for part in meant_parts_of(context):
        shared = brackets_have_input(part)
        reads_nothing = _reads_nothing(part)
        for index, command in part.analysis.runs:
            step = part.flow.steps[index]
            if step.status is Status.unreachable or step.in_word:
                continue
            if is_answered(part, index, shared) and command.name not in _WITHOUT_INPUT:
                continue
            if command.name == "read" and any(text.startswith("-u") for text in command.arguments):
                continue  # it reads from another file descriptor
            found = (
                (_READ if reads_nothing else None) if command.name == "read" else prompt_of(command, like_debian=like_debian)
            )
            if release is not None and found is None:
                found = mirror_question(without_prefixes(command), part.commands_before(index), part.analysis.text)
            if found is None or (command.name == "dpkg-reconfigure" and _QUIET.search(part.analysis.text)):
                continue
            what, fix = found
            fails = step.status.fails and not step.guarded and command.name not in _MAY_SUCCEED
            lost = "so read fails and the variable stays empty" if command.name == "read" else f"so the {TASK} hangs or fails"
            yield context.finding(
                f"{what}, but nothing can answer, {lost}.",
                fix,
                "commandLine",
                span=part.analysis.span(command),
                severity=None if fails else Severity.warning,
            )


_READ = ("read waits for an input", "Use an environment setting, or a fixed value.")


def _reads_nothing(part: Part) -> bool:
    """Return whether ``read`` has no input, as far as the script doesn't redirect that of all its commands."""
    analysis = part.analysis
    if analysis.shell is not Shell.posix or any(each.name == "exec" and each.redirects for each in analysis.commands):
        return False
    return not any(isinstance(node, Compound) and node.keyword == "function" for node in nodes_in(analysis.body))
