"""BM112: variables in single quotes within a script, which the shell doesn't expand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..analysis.display import shown_word
from ..analysis.environment_settings import environment_of
from ..analysis.flow import Step
from ..analysis.here_documents import here_documents
from ..analysis.inner_scripts import Part, parts_of, run_by_xargs
from ..analysis.needed_files import gets_program_text
from ..analysis.prefixes import without_prefixes
from ..analysis.settings_files import is_for_later, written_by
from ..analysis.single_quotes import in_single_quotes, quoted_texts
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_LITERAL = names(
    "echo printf cat cd mkdir rmdir rm cp mv ln ls touch chmod chown tar unzip gunzip gzip curl wget export "
    "declare local readonly "
    "[ test [[ mount install rsync azcopy source . head tail wc stat dd zip tee mktemp realpath dirname basename pushd python "
    "python3 pip pip3 java unset"
)
"""Programs that take text and file names as they are. Others, for example awk, perl and ssh, expand variables themselves."""
_DOUBLE = "Use double quotes around it."
_ESCAPED = 'Use \\" around it, because the script itself is in double quotes.'
_PRINTING = names("echo printf cat tee")
_SETTING = names("export read declare typeset local readonly getopts")
_EXPORTS_ALL = re.compile(r"-[a-z]*a[a-z]*\b|-o allexport")
_OF_THE_SHELL = names("HOME PATH PWD USER TMPDIR HOSTNAME")


@rule("BM112", Severity.warning, "variable in single quotes within a script", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def quoted_variables(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``mkdir '$AZ_BATCH_NODE_SHARED_DIR/tools'``."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None:
            continue
        yield from itertools.islice(
            itertools.chain(_in_quotes(context, part), _in_documents(context, part), _in_another_shell(context, part)), 1
        )


def _in_quotes(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    """Yield the words in which a variable is in single quotes although it is meant to be expanded."""
    if "'" not in part.analysis.code:
        return
    known = _known(context, part)
    environment = {*environment_of(context)}
    script = _script_of(part)
    expanded = script.variables if script is not None and part is not parts_of(context)[0] else ()
    for step in part.flow.steps:
        found = _literal(step, known) or _in_settings(part, step, environment) or _in_sources(step)
        if found is not None:
            word, written = found
            if written.removeprefix("$") in expanded:
                continue  # the shell around the script has replaced it
            yield context.finding(
                f"the shell doesn't expand {written} in single quotes, so {shown_word(step.command.words[0].text)} gets "
                f"the text {written} itself.",
                _ESCAPED if script is not None and script.raw.startswith('"') else _DOUBLE,
                "commandLine",
                span=part.analysis.span(word),
            )


def _script_of(part: Part) -> Word | None:
    """Return the word that a shell gets as its script; None if it isn't in the command line."""
    analysis = part.analysis
    position = len(analysis.words) - len(analysis.rest) - 1
    return analysis.words[position] if 0 <= position < len(analysis.words) else None


def _in_settings(part: Part, step: Step, environment: set[str]) -> tuple[Word, str] | None:
    """Return a word that goes to a file with settings, and a variable in it that only the task has; None without one."""
    command = without_prefixes(step.command)
    if command.name not in _PRINTING or step.in_word or is_for_later(target := written_by(step), part.analysis.code):
        return None
    if "/cron" in target:  # BM151 reports variables that cron doesn't have
        return None
    for word in command.words[1:]:
        for name in in_single_quotes(word):
            of_task = name.startswith("AZ_BATCH_") or (name in environment and not target.endswith(".service"))
            if of_task and not _sets(word.text.replace("\\n", "\n"), name):
                return word, f"${name}"
    return None


def _sets(text: str, name: str) -> bool:
    """Return whether a file with settings gives a variable a value itself."""
    return bool(re.search(rf"(?m)^[ \t]*(?:export[ \t]+)?{re.escape(name)}[ \t]*=", text))


def _in_sources(step: Step) -> tuple[Word, str] | None:
    """Return a word that goes to a list of repositories, and a reference in it that apt doesn't know; None without one."""
    if step.command.name not in _PRINTING or not _SOURCES.search(written_by(step)):
        return None
    for word in step.command.words[1:]:
        for text in quoted_texts(word):
            if found := _REFERENCE.search(text):
                return word, shown_word(found[0])
    return None


_SOURCES = re.compile(r"/etc/apt/sources\.list(?:\.d/|\Z)")
_REFERENCE = re.compile(r"\$\((?!ARCH\))[^()]*\)?|\$\{?\w+\}?")


def _in_documents(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    """Yield the variables in here-documents with quotes, which go to files with settings."""
    script = part.analysis.code
    if "<<" not in script:
        return
    environment = {*environment_of(context)}
    for document in here_documents(part.analysis):
        lost = next((name for name in document.variables if re.fullmatch(r"[1-9@*#]", name)), None)
        is_script = document.text.startswith("#!") and (document.target.endswith(".sh") or "/bin/" in document.target)
        if lost is not None and is_script and not part.analysis.rest and not re.search(r"\bset\s+--\s|\w\s*\(\)", script):
            yield context.finding(
                f"the mark of the here-document isn't quoted, so the shell expands ${lost} while it writes "
                f"{shown_word(document.target)}, which then has nothing in its place.",
                f"Write {document.mark} in quotes after <<, or \\${lost} in the text.",
                "commandLine",
                span=part.analysis.span_in_script(document.start, document.start + len(document.text)),
            )
            return
        if not document.quoted or is_for_later(document.target, script) or "Environment" in document.text:
            continue  # a unit of systemd may set the variable itself
        for name in document.names:
            if _sets(document.text, name) or ("/cron" in document.target and name.startswith("AZ_BATCH_")):
                continue  # BM151 reports variables of Batch that cron doesn't have
            if name.startswith("AZ_BATCH_") or (name in environment and not document.target.endswith(".service")):
                yield context.finding(
                    f"the shell doesn't expand ${name} in a here-document whose mark is quoted, so "
                    f"{shown_word(document.target)} contains the text ${name} itself.",
                    f"Write {document.mark} without quotes after <<.",
                    "commandLine",
                    span=part.analysis.span_in_script(document.start, document.start + len(document.text)),
                )
                return


def _in_another_shell(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    """Yield the variables that an inner script expands itself, and that only the shell around it has."""
    analysis = part.analysis
    expanded = analysis.words[-len(analysis.rest) - 1].variables
    own = _assigned(analysis.commands) | _set_by_builtins(analysis.commands) | {*environment_of(context)} | _OF_THE_SHELL
    outer = _assigned(part.before) - _set_by_builtins(part.before) - own - {*expanded}
    if not outer or any(command.name == "set" and _EXPORTS_ALL.search(" ".join(command.arguments)) for command in part.before):
        return
    for command in analysis.commands:
        for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
            for name in word.variables:
                if name in outer:
                    yield context.finding(
                        f"{name} is a variable of the outer shell, which doesn't export it, so ${name} is empty "
                        "in the inner script.",
                        f"Run export {name} before, or use double quotes around the inner script.",
                        "commandLine",
                        span=analysis.span(word),
                    )


def _assigned(commands: tuple[Command, ...]) -> set[str]:
    """Return the variables that commands without a name assign."""
    return {word.text.partition("=")[0] for command in commands if not command.words for word in command.assignments}


def _set_by_builtins(commands: tuple[Command, ...]) -> set[str]:
    """Return the variables that builtins such as ``export`` set or export."""
    found = (command for command in commands if command.name in _SETTING)
    return {word.text.partition("=")[0] for command in found for word in command.words[1:]}


def _known(context: Context[CommandLine], part: Part) -> set[str]:
    """Return the variables that have a value: those of Batch aside, the script's own and the environment settings."""
    commands = part.analysis.commands
    assigned = {word.text.partition("=")[0] for command in commands for word in command.assignments}
    return assigned | _set_by_builtins(commands) | {*environment_of(context)} | _OF_THE_SHELL


def _literal(step: Step, known: set[str]) -> tuple[Word, str] | None:
    """Return a word with a variable that is meant to be expanded and isn't, and the variable; None without such a word."""
    command = without_prefixes(run_by_xargs(step.command))
    own = bool(command.words) and command.words[0].text.startswith("./")
    if not command.words or not (own or command.name in _LITERAL):
        return None
    if command.name in _PRINTING and (step.piped or _writes_a_file(step)):
        return None  # it may write a script, in which the variable is expanded later
    if gets_program_text(command):
        return None
    for word in command.words[1:]:
        for name in in_single_quotes(word):
            if (name.startswith("AZ_BATCH_") or (name in known and not own)) and not _is_kept(word):
                return word, f"${name}"
    return None


def _writes_a_file(step: Step) -> bool:
    """Return whether the output of a command goes to a file or a variable, or may go there."""
    redirected = any(">" in redirect.operator and not redirect.operator.startswith("2") for redirect in step.command.redirects)
    return redirected or step.in_word or step.nested or step.command.name == "tee"


def _is_kept(word: Word) -> bool:
    """Return whether a text is one that another program expands: a program text, or an assignment for later."""
    return bool(re.search(r"[;|&\n]|\$\(|\bexport\b", word.text))
