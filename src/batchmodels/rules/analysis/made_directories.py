"""The directories that commands need, and whether anything makes them on a plain image of Ubuntu or Debian."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ...shells.script import Command, Word
from .file_arguments import values_of
from .reruns import positional
from .word_sets import names

_HAS_PARENTS = names("bin boot dev etc home lib lib64 proc root run sbin snap sys usr var lost+found media")
"""Directories of the image with many directories in them, of which most aren't known here."""
_EMPTY = names("opt srv mnt tmp")
"""Directories of the image that are empty when a node starts."""
_IN_LOCAL = names("bin etc games include lib man sbin share src")
_OF_BATCH = re.compile(r"\$\{?AZ_BATCH_NODE_SHARED_DIR\}?(?=/|\Z)")
_VARIABLE = re.compile(r"[$`*?\[{~]")
_COPY_OPTIONS = frozenset({"-m", "-o", "-g", "-S", "--mode", "--owner", "--group", "--suffix"})
_INTO = re.compile(r"-(?>[A-Za-z]*?[tD])[A-Za-z]*|--(?:target-directory|parents).*")


def needed_directories(command: Command) -> Iterator[str]:
    """Yield the directories in which a command writes, and which it doesn't make."""
    yield from (posixpath.dirname(_plain(each.target)) for each in command.redirects if ">" in each.operator)
    name, arguments = command.name, command.arguments
    if name == "curl" and "--create-dirs" not in arguments:
        yield from map(posixpath.dirname, _values(command, "-o", "--output"))
    elif name == "wget":
        yield from map(posixpath.dirname, _values(command, "-O", "--output-document"))
    elif name == "tar" and _extracts(arguments):
        yield from _values(command, "-C", "--directory")
    elif name == "unzip":
        yield from (posixpath.dirname(each.rstrip("/")) for each in _values(command, "-d"))
    elif name == "tee":
        yield from (posixpath.dirname(_plain(word)) for word in positional(command.words[1:]))
    elif name == "cd" and len(arguments) == 1:
        yield _plain(command.words[1])
    elif name.startswith("mount") and name in {"mount", "mount.nfs", "mount.cifs"}:
        plain = positional(command.words[1:], frozenset({"-t", "-o", "-O", "--types", "--options"}))
        if len(plain) == 2 and "X-mount.mkdir" not in " ".join(arguments):  # noqa: PLR2004  # because something is mounted somewhere
            yield _plain(plain[1])
    elif name in {"cp", "mv", "install"} and not any(map(_INTO.fullmatch, arguments)):
        yield from _copied_into(command)


def _copied_into(command: Command) -> Iterator[str]:
    *sources, last = positional(command.words[1:], _COPY_OPTIONS) or [Word("", "")]
    makes = any(re.fullmatch(r"-[A-Za-z]*d[A-Za-z]*|--directory", text) for text in command.arguments)
    if not sources or makes:
        return
    target = _plain(last)
    several = len(sources) > 1 or sources[0].pattern or target.endswith("/")
    is_tree = command.name == "mv" or any(re.match(r"-[A-Za-z]*[raR]", text) for text in command.arguments)
    alone = (is_tree and len(sources) == 1) or not several
    yield posixpath.dirname(target.rstrip("/")) if alone else target.rstrip("/")


def _extracts(arguments: tuple[str, ...]) -> bool:
    return any(text in {"--extract", "--get"} for text in arguments) or any(
        re.fullmatch(r"-?(?>[A-Za-z]*?x)[A-Za-z]*", text) for text in arguments[:3]
    )


def _values(command: Command, *options: str) -> Iterator[str]:
    yield from map(_normal, values_of(command, *options))


def _plain(word: Word) -> str:
    return _normal(word.text)


def _normal(text: str) -> str:
    return _OF_BATCH.sub("$AZ_BATCH_NODE_SHARED_DIR", text)


def unknown_part(directory: str) -> str | None:
    """Return the first directory in a path that a plain image doesn't have; None if it has all, or that is unknown."""
    first, *rest = directory.split("/")
    if first == "$AZ_BATCH_NODE_SHARED_DIR":
        return f"{first}/{rest[0]}" if rest and rest[0] and not _VARIABLE.search(rest[0]) else None
    if first or not rest or _VARIABLE.search(directory) or ".." in rest:
        return None
    top, *below = rest
    following = below[0] if below else ""
    if top in _EMPTY:
        of_batch = top == "mnt" and following in {"batch", "resource"}
        return f"/{top}/{following}" if following and not of_batch else None
    if top == "usr" and following == "local":
        inner = "".join(below[1:2])
        return f"/usr/local/{inner}" if inner and inner not in _IN_LOCAL else None
    return f"/{top}" if top and top not in _HAS_PARENTS else None


def mentions(command: Command, directory: str) -> bool:
    """Return whether a command names a directory or something in it, or names that can't be known."""
    texts = [_plain(word) for word in (*command.words, *command.assignments, *(each.target for each in command.redirects))]
    if any(directory in text for text in texts):
        return True
    makes = command.name in {"mkdir", "install", "ln", "mount", "tar", "unzip", "rsync", "xargs"}
    return makes and any(_VARIABLE.search(text) for text in texts)
