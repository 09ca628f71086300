"""Archives and the programs that unpack them."""

from __future__ import annotations

import re

from ...shells.script import Command
from .reruns import positional
from .word_sets import names

_ENDINGS = {
    "gzip": re.compile(r"(?i)\.(?:tar\.gz|tgz)\Z"),
    "bzip2": re.compile(r"(?i)\.(?:tar\.bz2|tbz2?)\Z"),
    "xz": re.compile(r"(?i)\.(?:tar\.xz|txz)\Z"),
    "zstd": re.compile(r"(?i)\.(?:tar\.zst|tzst)\Z"),
    "zip": re.compile(r"(?i)\.(?:zip|jar|whl)\Z"),
    "7z": re.compile(r"(?i)\.7z\Z"),
    "rar": re.compile(r"(?i)\.rar\Z"),
}
_LETTERS = {"z": "gzip", "j": "bzip2", "J": "xz"}
_OF_LETTERS = {"gzip": "z", "bzip2": "j", "xz": "J"}
_CLUSTER = re.compile(r"-?[A-Za-z]+")
_WITH_VALUE = names("-C --directory -f --file --strip-components -X --exclude --transform -T")
_FORMATS = {"gunzip": r"\.(?:gz|tgz|z|Z)\Z", "bunzip2": r"\.(?:bz2|tbz2?)\Z", "unxz": r"\.(?:xz|txz|lzma)\Z"}


def wrong_for(command: Command) -> tuple[str, str] | None:
    """Return why a command can't unpack its archive, and the fix; None if it may."""
    if command.name == "tar":
        return _wrong_for_tar(command)
    files = [word.text for word in positional(command.words[1:], names("-d -x -P"))]
    if command.name == "unzip" and files:
        kind = _kind(files[0])
        if kind in {"gzip", "bzip2", "xz", "zstd", "7z", "rar"} or files[0].endswith(".tar"):
            return f"{files[0]} is no zip file, which is all that unzip reads", f"Use {_program(kind, files[0])}."
    if command.name in _FORMATS and files and _kind(files[0]) and not re.search(_FORMATS[command.name], files[0]):
        return f"{files[0]} has another format than {command.name} reads", f"Use {_program(_kind(files[0]), files[0])}."
    return None


def _kind(name: str) -> str:
    return next((kind for kind, ending in _ENDINGS.items() if ending.search(name)), "")


def _program(kind: str, name: str) -> str:
    return {"zip": f"unzip -o {name}", "7z": f"7z x -y {name}", "rar": f"unrar x -o+ {name}"}.get(kind, f"tar -xf {name}")


def _wrong_for_tar(command: Command) -> tuple[str, str] | None:
    clusters = [text for number, text in enumerate(command.arguments) if _is_cluster(text, number)]
    letters = "".join(text.lstrip("-") for text in clusters)
    if "x" not in letters or any(
        text.startswith(("--file", "--use-compress", "-I", "--to-command")) for text in command.arguments
    ):
        return None
    if any(text.startswith("-I") or text == "-a" for text in command.arguments):
        return None
    archive, problem = _archive(command, clusters, letters)
    if problem is not None:
        return problem
    kind = _kind(archive)
    if kind in {"zip", "7z", "rar"}:
        return f"{archive} is no archive of tar", f"Use {_program(kind, archive)}."
    given = next((_LETTERS[letter] for letter in letters if letter in _LETTERS), "")
    if kind and given and kind != given:
        letter = next(each for each in letters if each in _LETTERS)
        return (
            f"the option {letter} is for {given}, and {archive} is compressed with {kind}",
            f"Use tar -xf {archive}, which finds out the compression.",
        )
    return None


def _is_cluster(text: str, number: int) -> bool:
    """Return whether an argument is a group of letters: ``-xzf``, or ``xzf`` as the first."""
    return bool(_CLUSTER.fullmatch(text)) and (text.startswith("-") or number == 0)


def _archive(command: Command, clusters: list[str], letters: str) -> tuple[str, tuple[str, str] | None]:
    """Return the archive that ``tar`` reads, and what is wrong with the option that names it."""
    arguments = command.arguments
    cluster = next((text for text in clusters if "f" in text), "")
    if not cluster:
        plain = [word.text for word in positional(command.words[1:], _WITH_VALUE)]
        named = next((text for text in plain if _kind(text) or text.endswith(".tar")), "")
        if named and not any("f" in text for text in clusters):
            return "", (
                f"without the option f, tar reads from its default device and not from {named}",
                f"Use tar -{letters.lstrip('-')}f {named}.",
            )
        return "", None
    position = arguments.index(cluster)
    if cluster.startswith("-") and not cluster.endswith("f"):
        rest = cluster.partition("f")[2]
        if rest.isalpha() and all(letter in "zxvjJpk" for letter in rest):
            return "", (
                f"f is followed by {rest}, so tar looks for an archive with the name {rest}",
                f"Write f last: -{cluster[1:].replace('f', '')}f.",
            )
        return "", None
    if not cluster.startswith("-") and not set(cluster) & {"C", "b", "X", "T"}:
        return (arguments[position + 1] if position + 1 < len(arguments) else ""), None
    return (arguments[position + 1] if cluster.startswith("-") and position + 1 < len(arguments) else ""), None
