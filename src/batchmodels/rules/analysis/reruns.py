"""Known problems of rerun commands, and their messages, on Linux and Windows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from itertools import pairwise

import msgspec

from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Word
from ..command_lines import TASK
from .word_sets import names

_SHOWN = 60  # characters of a name or path in a message

_CLONE_VALUES = names(
    "-b --branch --depth -o --origin -u --upload-pack --reference --reference-if-able -c --config -j --jobs --filter "
    "--separate-git-dir --template --shallow-since --shallow-exclude --server-option --bundle-uri --revision"
)


class RerunEffect(msgspec.Struct, frozen=True):
    """The problem of a command that is rerun.

    Attributes:
        message: The consequence.
        fix: The replacement, as an imperative.
        target: The thing that it makes, for example a directory or a user; None if unknown.
        fails: Whether it only fails and does no other harm.
        asks: Whether it prompts, which nothing can answer.
        gone: Whether it needs the target, which the first run has removed.
        is_path: Whether the target is a path; otherwise it is a name, for example of a user.
    """

    message: str
    fix: str
    target: Word | None = None
    fails: bool = True
    asks: bool = False
    gone: bool = False
    is_path: bool = True


Look = Callable[[Command], "RerunEffect | None"]
"""A function that returns the problem of a command; None if it has no known one."""


def shown(word: Word | str) -> str:
    """Return a word as written, or a text, masked and cut."""
    return cut(mask_text(word if isinstance(word, str) else word.raw), _SHOWN)


def positional(words: tuple[Word, ...], with_value: frozenset[str] = frozenset()) -> list[Word]:
    """Return the words that are neither options nor values of options."""
    found: list[Word] = []
    skip = False
    for word in words:
        if skip or word.text in with_value:
            skip = not skip
        elif not word.text.startswith("-"):
            found.append(word)
    return found


def git_clone(test: str, command: Command) -> RerunEffect | None:
    """Return the problem of ``git clone``; ``test`` is its replacement, with ``{0}`` for the directory."""
    start = 1
    while start < len(command.words) and command.words[start].text.startswith("-"):
        start += 2 if command.words[start].text in {"-C", "-c"} else 1
    words = command.words[start:]
    names = positional(words[1:], _CLONE_VALUES)
    if not words or words[0].text != "clone" or not any(names) or "--help" in command.arguments:
        return None
    target = names[1] if len(names) > 1 else _repository(names[0])
    for option, above in reversed([*pairwise(command.words[1:start])]):
        target = _inside(above, target) if option.text == "-C" else target
    directory = shown(target)
    return RerunEffect(
        f"git clone fails when the {TASK} runs again and {directory} already exists, for example on a retry.",
        f"Use {test.format(directory)} instead.",
        target,
    )


def _inside(above: Word, target: Word) -> Word:
    """Return a path that is meant in another directory."""
    if re.match(r"[/\\~$%]|[A-Za-z]:", target.text):
        return target
    text, raw = posixpath.join(above.text, target.text), posixpath.join(above.raw, target.raw)
    return Word(text, raw, (*above.variables, *target.variables), above.substitutes or target.substitutes)


def _repository(address: Word) -> Word:
    """Return the directory into which git clones by default."""
    path = re.split(r"[?#]", address.text.rstrip("/"), maxsplit=1)[0].removesuffix(".git")
    name = re.split(r"[/:]", path.rstrip("/"))[-1]
    return Word(name, name, address.variables, substitutes=address.substitutes)


CHANGING_DEVICE = re.compile(r"/dev/(?:sd[a-z]|xvd[a-z])([0-9]*)\Z")
"""A disk by a name that can change when the node starts; BM432 reports it."""


def if_empty(device: str, program: str) -> str:
    """Return how to run a program only on a disk without data, by the lasting name of the disk."""
    changing = CHANGING_DEVICE.match(device)
    if changing is None:
        return f"Use {{ blkid {device} || {program} …; }} instead."
    part = f"-part{changing[1]}" if changing[1] else ""
    return f"Use {{ blkid /dev/disk/azure/scsi1/lun0{part} || {program} …; }} instead, with the lun of the data disk."
