"""BM106: failures that nobody hears of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command, Shell, Word
from ..analysis.command_line import Analysis, without_prefixes
from ..analysis.parts import parts_of
from ..analysis.telling import names, shown_command
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_JOINING = frozenset({"&&", "||", "|", "|&"})
_CONDITIONS = frozenset({"if", "elif", "while", "until", "!", "in"})
_BLOCKS = frozenset({"if", "then", "elif", "else", "while", "until", "do", "{"})
_ENDS = frozenset({"fi", "done", "esac", "}", ")"})

# What tells, tidies up, waits or sets something for the shell: its failure seldom matters.
_HARMLESS = names(
    "echo printf export set shopt unset readonly local declare typeset alias unalias umask ulimit true : [ [[ "
    "test (( let exit return break continue shift trap sleep wait date hostname uname arch whoami id groups env "
    "printenv pwd popd ls df du free ps lscpu lsblk lsmod lspci nproc nvidia-smi uptime type which command hash "
    "logger tput rm rmdir mkdir touch sync clear dmesg ip ifconfig ss netstat kill pkill killall umount swapoff "
    "userdel groupdel read grep egrep fgrep pgrep source . cat head tail stat file find getent mountpoint dpkg-query "
    "lsb_release jobs disown nohup setsid screen tmux sort uniq wc cut tr awk blkid findmnt"
)
_HARMLESS_IN_CMD = names(
    "echo set setlocal endlocal rem del erase rd rmdir md mkdir if title ver vol dir type timeout ping exit cls color "
    "chcp path prompt pause popd taskkill net sc reg schtasks where whoami hostname ipconfig systeminfo tasklist "
    "robocopy date time goto start findstr find"
)
_TIDYING = names(
    "stop status is-active is-enabled disable remove purge autoremove clean autoclean uninstall rm kill prune logout "
    "delete list show version --version -v inspect ps info"
)

# Programs that install, bring or build something: the reason why the start task is there.
_IMPORTANT = names(
    "apt apt-get aptitude yum dnf tdnf microdnf zypper apk snap pip pip2 pip3 conda mamba npm yarn gem cargo go make "
    "cmake ninja azcopy tar unzip bash sh zsh python python3 perl node Rscript dpkg rpm docker podman choco msiexec "
    "powershell pwsh"
)
_DOWNLOADING = names("curl wget az azcopy aws gsutil")
# What makes do with nothing to read, and says that all is well.
_CONTENT_WITH_NOTHING = names(
    "bash sh dash zsh ksh python python2 python3 perl node ruby php tee cat xargs sed awk gawk jq cut tr sort uniq "
    "base64 crontab patch psql sqlite3"
)
_WATCHING = frozenset({"tee", "logger", "ts", "cat"})
_SAYING = frozenset({"echo", "printf", "true", ":", "logger", "ver", "rem"})
_TESTS = frozenset({"[", "[[", "test", "command", "which", "grep", "type", "dpkg-query", "hash"})

_ALWAYS_THERE = re.compile(r"(?:\$\{?AZ_BATCH_\w+\}?|%AZ_BATCH_\w+%|/tmp|/|~|-|\.\.|\$\{?HOME\}?|%~dp0)/?|")


@rule("BM106", Severity.warning, "silently ignored failure", StartTask, explains=COMMAND_LINE_FAILURES)
def masked_exit_code(place: Context[StartTask]) -> Iterator[Finding]:
    """A command whose failure the node never hears of."""
    for part in parts_of(place):
        analysis = part.analysis
        if analysis.script is None or not part.counts:
            continue
        in_powershell = analysis.shell is Shell.powershell
        found = _masked_in_powershell(analysis.commands) if in_powershell else _masked(analysis)
        if found is not None:
            yield place.finding(*found, "commandLine")
            return


def _masked(analysis: Analysis) -> tuple[str, str] | None:
    commands = [*_outside_of_words(analysis.commands)]
    if not commands or any(command.name == "trap" and "ERR" in command.arguments for command in commands):
        return None
    in_cmd = analysis.shell is Shell.cmd
    fix = (
        "Join the commands with &&." if in_cmd else "Begin the script with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."
    )
    if command := _ignored_at_the_end(commands):
        return (
            f"if {shown_command(command)} fails, the command after || hides the failure and the start task still succeeds.",
            f"Remove the last || and everything after it, so that the start task fails when {shown_command(command)} fails.",
        )
    options = [*_options(commands, analysis.options)]
    if not in_cmd and (pipe := _piped(commands, options)):
        return (
            f"if {shown_command(pipe[0])} fails, the pipeline still succeeds because {shown_command(pipe[1])} does.",
            "Begin the script with set -o pipefail: /bin/bash -c 'set -e; set -o pipefail; ...'.",
        )
    ends_well = commands[-1].name == "exit" and commands[-1].arguments in {("0",), ("/b", "0")} and not commands[-1].depth
    if command := _passed_over(commands, options, in_cmd=in_cmd):
        then = "exit 0 at the end hides the failure" if ends_well else "the script continues"
        return f"if {shown_command(command)} fails, {then} and the start task still succeeds.", fix
    return None


def _outside_of_words(commands: tuple[Command, ...]) -> Iterator[Command]:
    """The commands but for those in ``$(...)``, whose exit codes are seldom asked for."""
    owner = -1
    for command in commands:
        if 0 <= owner < command.depth and command.keyword not in _BLOCKS:
            continue
        owner = -1
        targets = tuple(redirect.target for redirect in command.redirects)
        if any(word.substitutes for word in (*command.words, *command.assignments, *targets)):
            owner = command.depth
        yield command


def _options(commands: list[Command], first: frozenset[str]) -> Iterator[frozenset[str]]:
    """The shell options in force at each command."""
    options = first
    for command in commands:
        if command.name == "set":
            arguments = command.arguments
            for number, text in enumerate(arguments):
                named = {"errexit"} if re.fullmatch(r"[-+](?>[A-Za-z]*?e)[A-Za-z]*", text) else set[str]()
                if re.fullmatch(r"[-+][A-Za-z]*o", text):
                    named |= set(arguments[number + 1 : number + 2])
                if text.startswith("-"):
                    options |= named
                elif text.startswith("+") and not command.depth:
                    options -= named
        yield options


def _ignored_at_the_end(commands: list[Command]) -> Command | None:
    """The command in front of a ``|| true`` that ends the script."""
    last = commands[-1]
    bare = without_prefixes(last)
    well = bare.name in _SAYING or (bare.name == "exit" and bare.arguments in {("0",), ("/b", "0")})
    if not well or last.depth or not commands[:-1] or commands[-2].operator != "||":
        return None
    start = len(commands) - 2
    depth = commands[start].depth
    while start and (
        commands[start].depth > depth or commands[start - 1].depth > depth or commands[start - 1].operator in _JOINING
    ):
        start -= 1
    chain = commands[start:-1]
    return next((command for command in reversed(chain) if not _is_condition(command) and _is_important(command)), None)


def _is_important(command: Command) -> bool:
    bare = without_prefixes(command)
    if bare.name in {"curl", "wget"}:
        return any(re.match(r"-[a-zA-Z]*[oOP]|--(?:output|remote-name)", text) for text in bare.arguments) and not any(
            text in {"/dev/null", "--spider"} for text in bare.arguments
        )
    if bare.name in {"pip", "pip3", "docker", "podman"} and bare.arguments[:1] not in {
        ("install",),
        ("pull",),
        ("build",),
        ("load",),
    }:
        return False
    named = bare.name in _IMPORTANT or bare.name.endswith(".sh") or (bare.words[:1] and bare.words[0].text.startswith("./"))
    return bool(named) and _TIDYING.isdisjoint(bare.arguments[:3]) and "update" not in bare.arguments[:2]


def _piped(commands: list[Command], options: list[frozenset[str]]) -> tuple[Command, Command] | None:
    """Two commands of a pipeline, the second of which hides that the first has failed."""
    condition = False
    for number, command in enumerate(commands[:-1]):
        before = commands[number - 1].operator if number else ""
        condition = _is_condition(command) or (condition and before in _JOINING)
        if command.operator not in {"|", "|&"} or condition or "pipefail" in options[number]:
            continue
        left, right = without_prefixes(command), without_prefixes(commands[number + 1])
        if commands[number + 1].depth != command.depth:
            continue
        hides = left.name in _DOWNLOADING and right.name in _CONTENT_WITH_NOTHING
        if hides or (right.name in _WATCHING and (_is_important(command) or left.name in _DOWNLOADING)):
            return command, commands[number + 1]
    return None


def _is_condition(command: Command) -> bool:
    return command.keyword in _CONDITIONS


def _passed_over(commands: list[Command], options: list[frozenset[str]], *, in_cmd: bool) -> Command | None:
    """The first command that matters and after whose failure the script goes on."""
    if _checks_at_the_end(commands):
        return None
    chain: list[int] = []
    blocks = [""]  # by depth: the reserved word of the block
    for number, command in enumerate(commands):
        del blocks[command.depth + 1 :]
        blocks += [""] * (command.depth + 1 - len(blocks))
        if command.keyword in _BLOCKS:
            again = command.keyword == "do" and blocks[command.depth] in {"while", "until"}
            blocks[command.depth] = "again" if again else command.keyword
        if not command.words and command.keyword in _ENDS:
            chain = []
            continue
        chain.append(number)
        if command.operator in _JOINING:
            continue
        ended, chain = chain, []
        if "errexit" in options[number] or not _goes_on(commands, number, blocks, in_cmd=in_cmd):
            continue
        if found := _lost([commands[each] for each in ended], in_cmd=in_cmd):
            return found
    return None


def _lost(chain: list[Command], *, in_cmd: bool) -> Command | None:
    """The first command of a chain that matters, if nothing in the chain deals with its failure."""
    if any(command.operator == "||" or _is_condition(command) for command in chain):
        return None
    if chain[-1].name in {"exit", "return", "break", "continue", "exec", "goto"} or not chain[-1].words:
        return None
    seen = [command for command in chain if command.operator not in {"|", "|&"}]
    return next((command for command in seen if _matters(command, in_cmd=in_cmd)), None)


def _matters(command: Command, *, in_cmd: bool) -> bool:
    bare = without_prefixes(command)
    if not bare.words or bare.name in (_HARMLESS_IN_CMD if in_cmd else _HARMLESS):
        return False
    if bare.name in {"cd", "pushd", "chdir"}:
        folders = [text for text in bare.arguments if text.lower() != "/d" and text != "--"]
        return any(not _ALWAYS_THERE.fullmatch(text) for text in folders)
    tells = any(text in {"--version", "--help", "--show"} for text in bare.arguments)
    named = re.search(r"[\w./]", bare.words[0].text) and not (
        bare.words[0].substitutes or bare.words[0].variables == ("SHELL",)
    )
    return bool(named) and not tells and _TIDYING.isdisjoint(bare.arguments[:3])


def _goes_on(commands: list[Command], number: int, blocks: list[str], *, in_cmd: bool) -> bool:
    """Whether another command runs behind a command, whatever that one's exit code is."""
    command = commands[number]
    if in_cmd:
        follows = commands[number + 1] if number + 1 < len(commands) else None
        return command.operator == "&" and not command.depth and follows is not None and not _asks_in_cmd(follows)
    if command.operator not in {";", "\n"}:
        return False
    behind = number + 1
    while behind < len(commands) and not commands[behind].words and commands[behind].keyword in _ENDS:
        if commands[behind].operator in _JOINING or commands[behind].operator == "&":
            return False
        behind += 1
    if behind == len(commands):
        return blocks[1:] == ["do"] and _is_important(command)
    follows = commands[behind]
    if _asks(follows) or (follows.keyword in {"then", "do", "else", "elif"} and follows.depth <= command.depth):
        return False
    left = follows.depth + 1
    if blocks[command.depth] == "do" and follows.depth < command.depth:
        return _is_important(command)
    if follows.depth == command.depth and follows.depth and follows.keyword in {"if", "while", "until", "{"}:
        left = follows.depth
    return all(block in {"then", "else"} for block in blocks[left : command.depth + 1])


def _asks(command: Command) -> bool:
    """Whether a command looks at the exit code of the one before it."""
    words: tuple[Word, ...] = (*command.words, *command.assignments)
    return any(name == "?" or name.startswith("PIPESTATUS") for word in words for name in word.variables)


def _asks_in_cmd(command: Command) -> bool:
    texts = (word.raw.lower() for word in command.words)
    return command.keyword == "if" or command.depth > 0 or any("errorlevel" in text for text in texts)


def _checks_at_the_end(commands: list[Command]) -> bool:
    """Whether the script ends with a test of what came of it."""
    last = next((command for command in reversed(commands) if command.name), commands[-1])
    start = len(commands) - 1
    while start and commands[start - 1].operator in _JOINING:
        start -= 1
    return commands[start].name in _TESTS or last.name in _TESTS or "--version" in last.arguments


def _masked_in_powershell(commands: tuple[Command, ...]) -> tuple[str, str] | None:
    """``...; exit 0``, and programs whose exit code nobody looks at; what cmdlets do is left to ``$ErrorActionPreference``."""
    words = [word for command in commands for word in (*command.assignments, *command.words)]
    text = " ".join(word.raw.lower() for word in words)
    if not commands[1:] or any(known in text for known in ("exitcode", "$?", "robocopy", "useerroraction")):
        return None
    last = commands[-1]
    well = last.name == "exit" and last.arguments == ("0",) and not (last.depth or last.keyword)
    stops = "erroraction" in text or any(command.keyword in {"try", "trap", "catch"} for command in commands)
    for command in commands[:-1]:
        if command.depth or command.keyword or command.operator not in {";", "\n"}:
            continue
        if _is_program(command) or (
            well and not stops and re.match(r"(?!(?:write|out|set|remove)-)[\w.\\/:-]+\Z", command.name)
        ):
            then = "exit 0 at the end hides the failure" if well else "PowerShell continues and the failure goes unnoticed"
            return (
                f"if {shown_command(command)} fails, {then}.",
                (
                    "Begin the script with $ErrorActionPreference = 'Stop', and add if ($LASTEXITCODE) { exit 1 } after each "
                    "program."
                ),
            )
    return None


def _is_program(command: Command) -> bool:
    named = bool(command.words) and (command.words[0].text.lower().endswith(".exe") or command.name in _IMPORTANT)
    return named and _TIDYING.isdisjoint(command.arguments[:2]) and _matters(command, in_cmd=True)
