"""BM124: commands whose usual result is an exit status that fails the script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...models.start_task import StartTask
from ...shells.script import Block, Command, Compound, Shell, statements_in
from ..analysis.accepted_codes import accepts
from ..analysis.display import program_of, shown_command, shown_word
from ..analysis.error_filters import failing_filter, last_filter
from ..analysis.flow import Step
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.reruns import positional
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_INCREMENT = re.compile(r"\s*(?P<after>[A-Za-z_]\w*)\s*(?:\+\+|--)\s*|\s*(?P<zero>[A-Za-z_]\w*)\s*=\s*0\s*")
_ZERO = re.compile(r"([A-Za-z_]\w*)=(?:0|\"0\"|'0')?")
_ENDING_PROCESSES = names("pkill killall")
_SERVICES_OF_IMAGE = re.compile(
    r"sshd?|cron|snapd|rsyslog|chronyd?|systemd.*|walinuxagent|waagent|unattended-upgr.*|apt.*|dpkg|packagekitd|multipathd"
)
_COMPARING = frozenset({"=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-n", "-z", "=~"})
_SEARCHING = names("grep egrep fgrep zgrep pgrep which")
_COUNT = re.compile(r"-[bchHilLnoqrRsvwxEFGPaIUzZ]*c[A-Za-z]*|--count")
_ABOUT_ZERO = frozenset({*((each, "0") for each in ["-eq", "-ne", "-gt", "-le", "=", "==", "!="]), ("-lt", "1"), ("-ge", "1")})
_ARITHMETIC_TEST = re.compile(
    r"\s*(?:!?\s*\$?\{?(?P<one>[A-Za-z_]\w*)\}?|\$?\{?(?P<compared>[A-Za-z_]\w*)\}?\s*(?:(?:[=!]=|>|<=)\s*0|(?:<|>=)\s*1))\s*"
)
_REMOVING = names("rm rmdir umount unlink userdel swapoff source . export")
_FILE_TESTS = frozenset({"-f", "-e", "-d", "-s", "-x", "-L", "-r"})
_PRINTING = names("echo printf true : exit return cat logger false test [ [[")


@rule(
    "BM124",
    Severity.warning,
    "usual result that fails the script",
    COMMAND_LINES,
    explains=COMMAND_LINE_FAILURES,
)
def usual_results(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``((n++))`` and ``pkill`` with ``set -e``, and a last command ``[ ... ] && ...``."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None or not part.counts:
            continue
        filtered = None if accepts(context.task, 1) else _filtered(part)
        for found in (
            _arithmetic(part),
            _nothing_to_end(context, part),
            _empty_search(part),
            _last_test(part),
            _yes(part),
            filtered,
        ):
            if found is not None:
                command, message, fix = found
                yield context.finding(message, fix, "commandLine", span=part.analysis.span(command))


def _stops(step: Step) -> bool:
    """Return whether a failure of a command ends the script because of ``set -e``."""
    ends = step.statement.last is step.command and len(step.statement.pipelines) == 1
    return "errexit" in step.options and not step.suspended and ends and not step.asked and not step.in_word


def _filtered(part: Part) -> tuple[Command, str, str] | None:
    """Find ``solver | grep error`` at the end, whose status says whether there are errors."""
    if failing := failing_filter(part):
        name = shown_command(failing)
        return (
            failing,
            f"{name} fails if it finds nothing, and exit follows if it finds something, so the {TASK} fails in any case.",
            f"Use if … {name} …; then exit 1; fi.",
        )
    found = last_filter(part)
    if found is None:
        return None
    name = shown_command(found.command)
    return (
        found.command,
        f"the script ends with the exit status of {name}, so the {TASK} fails if the output contains no errors.",
        f"Begin the script with set -o pipefail, and use … | {{ {name} … || true; }}.",
    )


def _arithmetic(part: Part) -> tuple[Command, str, str] | None:
    """Find ``((n++))`` where ``n`` is 0."""
    values: dict[str, bool] = {}
    for step in part.flow.steps:
        command = step.command
        for word in command.assignments:
            if not command.words:
                values[word.text.partition("=")[0].rstrip("+")] = bool(_ZERO.fullmatch(word.text))
        if command.name not in {"((", "let"} or not _stops(step):
            continue
        text = " ".join(command.arguments).removesuffix("))").strip()
        match = _INCREMENT.fullmatch(text)
        if match is None or not (match["zero"] or values.get(match["after"])):
            continue
        written = f"(({text}))" if command.name == "((" else f"let {text}"
        name = match["zero"] or match["after"]
        fix = f"Use {name}=0." if match["zero"] else f"Use {name}=$(({name} {'+' if '++' in text else '-'} 1))."
        return (
            command,
            f"{written} gives 0 the first time, which makes its exit status 1, so set -e ends the script and the {TASK} fails.",
            fix,
        )
    return None


def _nothing_to_end(context: Context[CommandLine], part: Part) -> tuple[Command, str, str] | None:
    """Find ``pkill`` where the process can't be running yet."""
    if not isinstance(context.model, StartTask):
        return None
    for number, step in enumerate(part.flow.steps):
        command = program_of(part.analysis, step.command)
        if (
            command.name not in _ENDING_PROCESSES
            or step.guarded
            or not step.status.fails
            or not {"-V", "--version"}.isdisjoint(command.arguments)
        ):
            continue
        named = positional(command.words[1:], names("-s --signal -u -t -g -P"))
        if len(named) != 1 or named[0].variables or _SERVICES_OF_IMAGE.fullmatch(named[0].text):
            continue
        before = (*part.before, *(each.command for each in part.flow.steps[:number]))
        if any(named[0].text in " ".join(each.arguments[1:]) for each in before) or any(
            each.statement.background for each in part.flow.steps[:number]
        ):
            continue
        shown = shown_command(command)
        return (
            step.command,
            f"{shown} fails if no process matches, as on a new node, so the {TASK} fails.",
            f"Add || true after {shown}.",
        )
    return None


def _empty_search(part: Part) -> tuple[Command, str, str] | None:
    """Find ``found=$(... | grep ...)`` whose result the script then compares with nothing, or a count with 0."""
    steps = part.flow.steps
    for number, step in enumerate(steps):
        if step.command.words or len(step.command.assignments) != 1 or not _stops(step) or len(step.command.inner) != 1:
            continue
        searching = _search_in(step)
        if searching is None:
            continue
        name = step.command.assignments[0].text.partition("=")[0]
        tests = _tests_for_zero if searching.counts else _tests_for_nothing
        if any(tests(each.command, name) for each in steps[number + 1 :]):
            return (
                step.command,
                f"{searching.program} fails if it finds nothing, so set -e ends the script before {name} is tested.",
                "Add || true after it, inside of $(...).",
            )
    return None


class _Search(NamedTuple):
    """A program that searches, and whether the result is the number of what it finds."""

    program: str
    counts: bool


def _search_in(step: Step) -> _Search | None:
    """Return the search whose result a step assigns to a variable, and whose failure is that of the assignment."""
    statements = step.command.inner[0].statements[-1:]
    pipelines = [pipeline for statement in statements for pipeline in statement.pipelines]
    if len(pipelines) != 1:
        return None
    elements = pipelines[0].elements
    commands = [each for each in elements if isinstance(each, Command)]
    if len(commands) < len(elements):
        return None
    failing = commands if "pipefail" in step.options else commands[-1:]
    search = next((each.name for each in failing if each.name in _SEARCHING), None)
    last = commands[-1]
    counts = last.name == "wc" or (last.name in _SEARCHING and any(map(_COUNT.fullmatch, last.arguments)))
    return None if search is None else _Search(search, counts)


def _yes(part: Part) -> tuple[Command, str, str] | None:
    """Find ``yes | command`` with ``pipefail``: ``yes`` never ends by itself."""
    known = {id(step.command): step for step in part.flow.steps}
    for statement in statements_in(part.analysis.body, in_words=False):
        for pipeline in statement.pipelines:
            first = pipeline.elements[0]
            if len(pipeline.elements) == 1 or not isinstance(first, Command) or first.name != "yes" or pipeline.negated:
                continue
            if part.analysis.calls_function(first):
                continue
            step = known.get(id(first))
            joined = statement.operators[-1:] == ("||",) and statement.pipelines[-1] is not pipeline
            if step is None or "pipefail" not in step.options or joined or statement.background:
                continue
            last = pipeline.elements[-1]
            if isinstance(last, Command) and last.name in {"head", "sed"}:
                continue
            return (
                first,
                (
                    "yes ends with the signal SIGPIPE when the next command has read enough, and with pipefail that makes "
                    "the pipeline fail with 141, although the command succeeds."
                ),
                "Run set +o pipefail before it and set -o pipefail after it, or pass the answer with an option.",
            )
    return None


def _tests_for_nothing(command: Command, name: str) -> bool:
    """Return whether a command tests whether a variable is empty."""
    if command.name not in {"[", "[[", "test"}:
        return False
    arguments = [word for word in command.words[1:] if word.text not in {"]", "]]", "!"}]
    if not any(name in word.variables for word in arguments):
        return False
    texts = [word.text for word in arguments]
    return len(arguments) == 1 or texts[0] in {"-n", "-z"} or "" in texts


def _tests_for_zero(command: Command, name: str) -> bool:
    """Return whether a command tests whether a variable is 0."""
    if command.name == "((":
        match = _ARITHMETIC_TEST.fullmatch(" ".join(command.arguments).removesuffix("))"))
        return match is not None and name in {match["one"], match["compared"]}
    if command.name not in {"[", "[[", "test"}:
        return False
    return any(
        name in left.variables and (operator.text, right.text) in _ABOUT_ZERO
        for left, operator, right in zip(command.words[1:], command.words[2:], command.words[3:], strict=False)
    )


def _last_test(part: Part) -> tuple[Command, str, str] | None:
    """Find a script that ends with ``[ ... ] && command``, and so fails if the test is false."""
    body: Block = part.analysis.body
    if not body.statements or part.before:
        return None
    last = body.statements[-1]
    if last.operators != ("&&",) or last.background:
        return None
    elements = [pipeline.elements for pipeline in last.pipelines]
    test, then = (each[0] if len(each) == 1 else None for each in elements)
    if not isinstance(test, Command) or isinstance(then, Compound) or then is None or last.pipelines[0].negated:
        return None
    if test.name not in {"[", "[[", "test"} or not _may_be_false(test, without_prefixes(then)):
        return None
    before = [step.command for step in part.flow.steps if step.command.start < test.start]
    assigned = {word.text.partition("=")[0] for command in before for word in command.assignments}
    if any(name in assigned or name == "?" for word in test.words for name in word.variables):
        return None  # it checks a result
    if any(word.text in each.arguments for word in test.words[2:3] for each in before if word.text[:1] in {"/", "$"}):
        return None
    shown = f"{test.name} ... {']' if test.name == '[' else ']]'}" if test.name != "test" else "test"
    return (
        test,
        f"the script ends with {shown} && {shown_command(then)}, so it fails if the test is false, and so does the {TASK}.",
        f"Use if {shown}; then {shown_word(then.words[0].text) if then.words else '...'} ...; fi.",
    )


def _may_be_false(test: Command, then: Command) -> bool:
    """Return whether a test decides about something optional, and isn't a check of what came before."""
    if not then.words or then.name in _PRINTING:
        return False
    negated = test.arguments[:1] == ("!",)
    operators = set(test.arguments) & (_COMPARING | _FILE_TESTS)
    if operators & _FILE_TESTS and not operators & _COMPARING:
        tested = next((text for text in test.arguments if text[:1] in {"/", "$"}), None)
        return negated or then.name in _REMOVING or tested in {word.text for word in then.words}
    return bool(operators) and any(word.variables for word in test.words)
