"""Commands that do well once, and fail or do harm when they are run again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from ..engine.masking import cut, mask_text
from .shells.script import Command, Shell, Word
from .tables import names

_SHOWN = 60  # characters of a name or path in a message

_WITH_VALUE: dict[str, frozenset[str]] = {
    "mkdir": names("-m --mode"),
    "ln": names("-S --suffix -t --target-directory"),
    "clone": names(
        "-b --branch --depth -o --origin -u --upload-pack --reference --reference-if-able -c --config -j --jobs --filter "
        "--separate-git-dir --template --shallow-since --shallow-exclude --server-option --bundle-uri --revision"
    ),
    "mkfs": names("-t --type -b -C -E -g -G -i -I -J -L -m -M -N -o -O -r -T -U -z -d -l -n -s"),
    "user": names(
        "-s -d -g -G -u -c -e -f -k -K -p -b -R -P -Z -h -l --shell --home --home-dir --gid --groups --uid --comment "
        "--expiredate --inactive --skel --key --password --base-dir --root --prefix --ingroup --gecos --firstuid --lastuid"
    ),
}
_HARMLESS_FOR_USERS = names("-D --defaults --help -h --system -S -f --force")
CONTAINER_ENGINES = frozenset({"docker", "podman", "nerdctl"})


class Trouble(msgspec.Struct, frozen=True):
    """What a command does when it is run again.

    Attributes:
        message: What will happen.
        fix: What to write instead.
        target: What it makes: a directory, a user; None if it can't be told.
        fails: Whether all it does is fail.
    """

    message: str
    fix: str
    target: Word | None = None
    fails: bool = True


def trouble_with(command: Command, shell: Shell | None) -> Trouble | None:
    """What a command does when it is run again; None if nothing is known against it."""
    family: dict[str, Callable[[Command], Trouble | None]]
    family = {Shell.cmd: _CMD, Shell.powershell: _POWERSHELL}.get(shell or Shell.posix, _POSIX)
    look = family.get("mkfs" if command.name.startswith("mkfs.") else command.name)
    return look(command) if look else None


def shown(word: Word) -> str:
    """A word as it is written, masked and cut."""
    return cut(mask_text(word.raw), _SHOWN)


def _positional(words: tuple[Word, ...], with_value: frozenset[str] = frozenset()) -> list[Word]:
    """The words that are no options and no values of options."""
    found: list[Word] = []
    skip = False
    for word in words:
        if skip or word.text in with_value:
            skip = not skip
        elif not word.text.startswith("-"):
            found.append(word)
    return found


def _has(command: Command, letters: str, *names: str) -> bool:
    """Whether there is a short option of one of these letters, or one of these names."""
    return any(
        text.split("=")[0] in names
        if text.startswith("--")
        else text.startswith("-") and any(letter in text for letter in letters)
        for text in command.arguments
    )


def _mkdir(command: Command) -> Trouble | None:
    targets = _positional(command.words[1:], _WITH_VALUE["mkdir"])
    if not targets or _has(command, "p", "--parents", "--help", "--version"):
        return None
    name = shown(targets[0])
    return Trouble(
        f"mkdir {name} fails when the task runs again and finds {name} already there, as a retry does.",
        f"Write mkdir -p {name}.",
        targets[0],
    )


def _mkdir_in_cmd(command: Command) -> Trouble | None:
    targets = [word for word in command.words[1:] if not word.text.startswith("/")]
    if not targets:
        return None
    name = shown(targets[0])
    return Trouble(
        f"mkdir {name} fails when the task runs again and finds {name} already there, as a retry does.",
        f"Write (if not exist {name} mkdir {name}).",
        targets[0],
    )


def _mkdir_in_powershell(command: Command) -> Trouble | None:
    lower = [text.lower() for text in command.arguments]
    if command.name in {"new-item", "ni"} and "directory" not in lower:
        return None
    if any(text.startswith(("-f", "-ea", "-erroraction", "-whatif", "-p:")) for text in lower):
        return None
    targets = [word for word in command.words[1:] if not word.text.startswith("-") and word.text.lower() != "directory"]
    if not targets:
        return None
    name = shown(targets[0])
    return Trouble(
        f"{command.words[0].text} {name} fails when the task runs again and finds {name} already there, as a retry does.",
        f"Write New-Item -ItemType Directory -Force {name}.",
        targets[0],
    )


def _ln(command: Command) -> Trouble | None:
    names = _positional(command.words[1:], _WITH_VALUE["ln"])
    if len(names) < 2 or _has(command, "fibtS", "--force", "--interactive", "--backup", "--target-directory", "--help"):  # noqa: PLR2004  # because a link has two ends
        return None
    option = "-sfn" if _has(command, "s", "--symbolic") else "-f"
    return Trouble(
        f"ln fails when the task runs again and finds {shown(names[-1])} already there.",
        f"Write ln {option} {' '.join(shown(name) for name in names)}.",
        names[-1],
    )


def _user(command: Command) -> Trouble | None:
    names = _positional(command.words[1:], _WITH_VALUE["user"])
    name = command.name
    if len(names) != 1 or not _HARMLESS_FOR_USERS.isdisjoint(command.arguments):
        return None
    user = shown(names[0])
    kind = "group" if name in {"groupadd", "addgroup"} else "user"
    test = f"getent group {user} >/dev/null" if kind == "group" else f"id -u {user} >/dev/null 2>&1"
    return Trouble(
        f"{name} fails when the task runs again on a node that has the {kind} {user} already.",
        f"Write {{ {test} || {name} …; }} in its place.",
        names[0],
    )


def _git_clone(test: str) -> Callable[[Command], Trouble | None]:
    def look(command: Command) -> Trouble | None:
        words = command.words[1:]
        while words and words[0].text.startswith("-"):
            words = words[2:] if words[0].text in {"-C", "-c"} else words[1:]
        names = _positional(words[1:], _WITH_VALUE["clone"])
        if not words or words[0].text != "clone" or not any(names) or "--help" in command.arguments:
            return None
        target = names[1] if len(names) > 1 else _repository(names[0])
        directory = shown(target)
        return Trouble(
            f"git clone fails when the task runs again and finds {directory} already there, as a retry does.",
            f"Write {test.format(directory)} in its place.",
            target,
        )

    return look


def _repository(address: Word) -> Word:
    """The directory into which git clones when it isn't told."""
    path = re.split(r"[?#]", address.text.rstrip("/"), maxsplit=1)[0].removesuffix(".git")
    name = re.split(r"[/:]", path.rstrip("/"))[-1]
    return Word(name, name, address.variables, substitutes=address.substitutes)


def _mkfs(command: Command) -> Trouble | None:
    devices = _positional(command.words[1:], _WITH_VALUE["mkfs"])
    if not devices or _has(command, "", "--help", "--version") or {"-n", "-N"} & set(command.arguments[:1]):
        return None
    device = shown(devices[0])
    return Trouble(
        f"{command.name} runs whenever the task does: it erases what is on {device} by then, or fails.",
        f"Write {{ blkid {device} || {command.name} …; }} in its place.",
        devices[0],
        fails=False,
    )


def _container(command: Command) -> Trouble | None:
    engine, words = command.name, command.arguments
    if words[:2] == ("network", "create"):
        name = words[-1]
        shown_name = cut(mask_text(name), _SHOWN)
        return Trouble(
            f"{engine} network create fails when the task runs again and the network is already there.",
            f"Write {{ {engine} network inspect {shown_name} >/dev/null 2>&1 || {engine} network create …; }} in its place.",
            Word(name, name),
        )
    names = [text.partition("=")[2] or behind for text, behind in zip(words, (*words[1:], ""), strict=True) if _names(text)]
    if words[:1] not in {("run",), ("create",)} or not any(names) or "--rm" in words or names[0][:1] in {"$", "`"}:
        return None
    name = cut(mask_text(names[0]), _SHOWN)
    return Trouble(
        f"{engine} {words[0]} fails when the task runs again while there is a container {name} already.",
        f"Write {{ {engine} rm -f {name} || true; }} before it.",
        Word(names[0], names[0]),
    )


def _names(option: str) -> bool:
    return option == "--name" or option.startswith("--name=")


def _net_user(command: Command) -> Trouble | None:
    lower = [text.lower() for text in command.arguments]
    if lower[:1] != ["user"] or "/add" not in lower or len(lower) < 3:  # noqa: PLR2004  # because "net user /add" is no command
        return None
    name = shown(command.words[2])
    return Trouble(
        f"net user fails when the task runs again on a node that has the user {name} already.",
        f"Write net user {name} || net user {name} … /add.",
        command.words[2],
    )


def _service(command: Command) -> Trouble | None:
    if len(command.arguments) < 2 or command.arguments[0].lower() != "create":  # noqa: PLR2004  # because a service has a name
        return None
    name = shown(command.words[2])
    return Trouble(
        f"sc create fails when the task runs again on a node that has the service {name} already.",
        f"Write (sc query {name} || sc create {name} …) in its place.",
        command.words[2],
    )


def _local_user(command: Command) -> Trouble | None:
    lower = [text.lower() for text in command.arguments]
    if any(text.startswith(("-ea", "-erroraction", "-whatif")) for text in lower):
        return None
    behind = lower.index("-name") + 1 if "-name" in lower else 0
    if behind >= len(lower) or lower[behind].startswith("-"):
        return None
    word = command.words[1 + behind]
    name = shown(word)
    return Trouble(
        f"New-LocalUser fails when the task runs again on a node that has the user {name} already.",
        f"Write if (-not (Get-LocalUser {name} -ErrorAction SilentlyContinue)) {{ New-LocalUser … }} in its place.",
        word,
    )


_POSIX: dict[str, Callable[[Command], Trouble | None]] = {
    "mkdir": _mkdir,
    "ln": _ln,
    "git": _git_clone("{{ [ -d {0} ] || git clone …; }}"),
    "mkfs": _mkfs,
    **dict.fromkeys(("useradd", "adduser", "groupadd", "addgroup"), _user),
    **dict.fromkeys(CONTAINER_ENGINES, _container),
}
_CMD: dict[str, Callable[[Command], Trouble | None]] = {
    **dict.fromkeys(("mkdir", "md"), _mkdir_in_cmd),
    "git": _git_clone("(if not exist {0} git clone …)"),
    "net": _net_user,
    "sc": _service,
}
_POWERSHELL: dict[str, Callable[[Command], Trouble | None]] = {
    **dict.fromkeys(("mkdir", "md", "new-item", "ni"), _mkdir_in_powershell),
    "git": _git_clone("if (-not (Test-Path {0})) {{ git clone … }}"),
    "net": _net_user,
    "new-localuser": _local_user,
}

# Files that stay when the task runs again, and that programs read line by line.
_STAYS = re.compile(
    r"(?:/etc/|/root/|/home/|/usr/|/boot/|~/|\$HOME/|\$\{HOME\}/)(?!.*(?:\.log\Z|/logs?/))|(?i:.*\\drivers\\etc\\hosts\Z)"
)


def appended(command: Command) -> Iterator[Word]:
    """The files that a command appends to and that stay when the task runs again."""
    for redirect in command.redirects:
        if redirect.operator.endswith(">>") and _STAYS.match(redirect.target.text):
            yield redirect.target
    if command.name in {"add-content", "ac"} or (command.name == "tee" and _has(command, "a", "--append")):
        for word in command.words[1:]:
            if _STAYS.match(word.text):
                yield word
