"""Commands that make users and groups, and fail when they exist already."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from ...shells.script import Command, Word
from ..command_lines import TASK
from .reruns import Look, RerunEffect, shown
from .word_sets import names

_HELP = frozenset({"--help", "--version"})
_VALUES = names(
    "--shell --home --home-dir --gid --groups --uid --comment --expiredate --inactive --skel --key --password --base-dir "
    "--root --prefix --ingroup --gecos --firstuid --lastuid --firstgid --lastgid --conf --users --selinux-user --selinux-range"
)
"""The long options with a value, of all the programs."""


class _Options(NamedTuple):
    """The options of a program.

    Attributes:
        with_value: The letters of its short options with a value.
        harmless: The letters of those with which it makes nothing, or succeeds if the user or group exists.
        harmless_words: The long options of that kind.
    """

    with_value: str
    harmless: str
    harmless_words: frozenset[str] = _HELP


_OPTIONS = {
    "useradd": _Options("bcdefgGkKpPRsuZ", "Dh", _HELP | {"--defaults"}),
    "groupadd": _Options("gKpPRU", "fh", _HELP | {"--force"}),
    # Those of Debian, with which --system succeeds if there is such a user.
    "adduser": _Options("bcdegGkKlpPRsuZ", "fh", _HELP | {"--system"}),
    "addgroup": _Options("gKpPRZ", "fh", _HELP | {"--system"}),
}
_OF_BUSYBOX = {"adduser": _Options("ghGkus", ""), "addgroup": _Options("g", "")}
"""The same for BusyBox, where -S makes a system account and -D one without a password; both fail if it exists."""
_ONLY_IN_BUSYBOX = re.compile(r"-[A-Za-z]*[DS][A-Za-z]*")
USER_MAKERS = frozenset(_OPTIONS)
"""The programs that make a user or a group with the last of their arguments as its name."""


def _look(options: _Options, command: Command) -> RerunEffect | None:
    """Return the problem of a program with these options."""
    if options is _OPTIONS[command.name] and any(map(_ONLY_IN_BUSYBOX.fullmatch, command.arguments)):
        options = _OF_BUSYBOX.get(command.name, options)
    found = _positional(command, options)
    if found is None or len(found) != 1:
        return None  # two names: the user and the group that it joins
    name, user = command.name, shown(found[0])
    kind = "group" if "group" in name else "user"
    test = f"getent group {user} >/dev/null" if kind == "group" else f"id -u {user} >/dev/null 2>&1"
    return RerunEffect(
        f"{name} fails when the {TASK} runs again and the {kind} {user} already exists.",
        f"Use {{ {test} || {name} …; }} instead.",
        found[0],
        is_path=False,
    )


def _positional(command: Command, options: _Options) -> list[Word] | None:
    """Return the words that are neither options nor their values; None if an option makes the command harmless."""
    found: list[Word] = []
    is_value = False
    for word in command.words[1:]:
        text = word.text
        if is_value:
            is_value = False
        elif text.startswith("--"):
            if text in options.harmless_words:
                return None
            is_value = text in _VALUES
        elif text.startswith("-"):
            letters = next((text[1:number] for number in range(1, len(text)) if text[number] in options.with_value), text[1:])
            if not set(letters).isdisjoint(options.harmless):
                return None
            is_value = len(letters) == len(text) - 2  # the last letter has its value in the next word
        else:
            found.append(word)
    return found


USERS: dict[str, Look] = {name: partial(_look, options) for name, options in _OPTIONS.items()}
"""The check of each program, by its name."""

USERS_OF_RED_HAT: dict[str, Look] = {**USERS, "adduser": partial(_look, _OPTIONS["useradd"])}
"""The same where ``adduser`` is another name of ``useradd``."""
