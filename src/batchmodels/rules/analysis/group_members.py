"""Commands that add the user who runs them to a group."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command, Word
from .reruns import positional
from .word_sets import names

_OWN = re.compile(
    r"\"?(?:\$(?:USER|LOGNAME|\{(?:USER|LOGNAME)\})|\$\((?:whoami|id -un|logname)\)|`(?:whoami|id -un|logname)`)\"?"
)
_GROUPS = re.compile(r"-[a-z]*G|--groups(?:=.*)?")
_ADDING = re.compile(r"-a|--add")
_LETTERS_WITH_VALUE = re.compile(r"-[abhLmorU]*[cdefgGlpPRsuvVwWZ]")
_WORDS_WITH_VALUE = names(
    "--comment --home --expiredate --inactive --gid --groups --login --password --prefix --root --shell --uid --add-subuids "
    "--del-subuids --add-subgids --del-subgids --selinux-user --selinux-range"
)


def users_of_usermod(command: Command) -> list[Word]:
    """Return the users that ``usermod`` changes; its last letter in ``-aG GROUP`` has a value."""
    words = command.words[1:]
    with_value = {word.text for word in words if _LETTERS_WITH_VALUE.fullmatch(word.text)}
    return positional(words, _WORDS_WITH_VALUE | with_value)


def adds_itself(command: Command) -> bool:
    """Return whether a command adds the user who runs it to a group: ``usermod -aG docker $USER``."""
    words = command.words[1:]
    user: Word | None = None
    if command.name == "usermod" and any(map(_GROUPS.fullmatch, command.arguments)):
        user = next(reversed(users_of_usermod(command)), None)
    elif command.name == "gpasswd":
        user = next((after for before, after in itertools.pairwise(words) if _ADDING.fullmatch(before.text)), None)
    elif command.name in {"adduser", "addgroup"}:
        plain = positional(words)
        user = plain[0] if len(plain) == 2 else None  # noqa: PLR2004  # because of the user and the group
    return user is not None and bool(_OWN.fullmatch(user.raw))
