"""Commands on files that work once, and fail or prompt when they are rerun."""

from __future__ import annotations

import re

from ...shells.script import Command, Word
from ..command_lines import TASK
from .reruns import Look, RerunEffect, positional, shown
from .word_sets import names

_AGAIN = f"when the {TASK} runs again"


def _letters(command: Command) -> str:
    """Return the letters of the short options."""
    options = (text for text in command.arguments if re.fullmatch(r"-[A-Za-z0-9+-]+", text) and not text.startswith("--"))
    return "".join(text[1:] for text in options)


def _after(command: Command, *options: str) -> Word | None:
    """Return the word after one of these options."""
    words = command.words
    return next((words[number + 1] for number, word in enumerate(words[:-1]) if word.text in options), None)


def _asks(what: str, fix: str, target: Word | None) -> RerunEffect:
    return RerunEffect(
        f"{what} {_AGAIN} and the files already exist, for example on a retry: it asks whether to replace them, "
        "and nothing can "
        "answer.",
        fix,
        target,
        asks=True,
    )


def _unzip(command: Command) -> RerunEffect | None:
    letters = _letters(command)
    if not command.arguments or re.search("[onltpvzZcuf]", letters) or "--help" in command.arguments:
        return None
    target = _after(command, "-d") or Word("./", "./")
    return _asks("unzip fails", "Use unzip -o.", target)


def _seven_zip(command: Command) -> RerunEffect | None:
    if command.arguments[:1] not in {("x",), ("e",)} or any(re.match(r"-y|-ao|-so", text) for text in command.arguments):
        return None
    unpacking = f"{command.name} {command.arguments[0]}"
    return _asks(f"{unpacking} fails", f"Use {unpacking} -y.", _directory(command))


def _unrar(command: Command) -> RerunEffect | None:
    if command.arguments[:1] not in {("x",), ("e",)} or any(re.match(r"-y|-o[+-r]", text) for text in command.arguments):
        return None
    unpacking = f"unrar {command.arguments[0]}"
    return _asks(f"{unpacking} fails", f"Use {unpacking} -o+.", None)


def _directory(command: Command) -> Word:
    named = next((word.text[2:] for word in command.words if word.text.startswith("-o") and word.text[2:]), "./")
    return Word(named, named)


def _decompress(command: Command) -> RerunEffect | None:
    letters, name = _letters(command), command.name
    plain = name in {"gunzip", "bunzip2", "unxz", "unlzma", "uncompress", "unzstd"}
    if not plain and not ("d" in letters or {"--decompress", "--uncompress"} & set(command.arguments)):
        return None
    if re.search("[fctl]", letters) or any(
        re.match(r"--(?:force|stdout|to-stdout|test|list|help|version)", text) for text in command.arguments
    ):
        return None
    files = positional(command.words[1:], names("-S --suffix -T --threads -o -D --output-dir-flat"))
    if not files or files[0].text == "-":
        return None
    made = Word(re.sub(r"\.(?:gz|bz2|xz|lzma|zst|Z)\Z", "", files[0].text), files[0].raw, files[0].variables)
    forced = f"{name} -{'' if plain else 'd'}"
    of_zstd = name in {"zstd", "unzstd"}
    made = (_after(command, "-o") if of_zstd else None) or made
    keeps = "--rm" not in command.arguments if of_zstd else "k" in letters or "--keep" in command.arguments
    if of_zstd and keeps and "q" not in letters and "--quiet" not in command.arguments:
        return _asks(f"{name if plain else 'zstd -d'} fails", f"Use {forced}f.", made)
    left = "the decompressed file already exists"
    if not keeps:
        left = f"{shown(files[0])} is gone, or {left}"
    without_keeping = of_zstd or name == "uncompress"
    return RerunEffect(
        f"{name} fails {_AGAIN}: {left}.", f"Use {forced}{'' if without_keeping else 'k'}f {shown(files[0])}.", made
    )


def _remove(command: Command) -> RerunEffect | None:
    letters = _letters(command)
    if "f" in letters or "--force" in command.arguments or "--help" in command.arguments:
        return None
    files = positional(command.words[1:])
    if not files:
        return None
    option = f"-{'r' if {'r', 'R'} & set(letters) else ''}f"
    fix = f"Use rm {option} {shown(files[0])}." if command.name != "rmdir" else f"Use rm -rf {shown(files[0])}."
    return _gone(f"{command.name} {shown(files[0])}", files[0], fix)


def _move(command: Command) -> RerunEffect | None:
    files = positional(command.words[1:], frozenset({"-t", "--target-directory", "-S", "--suffix"}))
    into = {"-t", "--target-directory"} & set(command.arguments)
    if len(files) < (1 if into else 2) or "--help" in command.arguments:
        return None
    source = shown(files[0])
    return _gone(f"mv {source}", files[0], f"Use cp instead, or {{ [ ! -e {source} ] || mv {source} …; }}.")


def _gone(what: str, target: Word, fix: str) -> RerunEffect:
    return RerunEffect(
        f"{what} fails {_AGAIN}, because the first run has left no such file, for example on a retry.", fix, target, gone=True
    )


def _ssh_keygen(command: Command) -> RerunEffect | None:
    file = _after(command, "-f")
    if file is None or any(re.fullmatch(r"-[a-zA-Z]*[yYlRFHAisepcBDL][a-zA-Z]*", text) for text in command.arguments):
        return None
    return RerunEffect(
        f"ssh-keygen fails {_AGAIN} and {shown(file)} already exists: it asks whether to overwrite it, and nothing can answer.",
        f"Use {{ [ -f {shown(file)} ] || ssh-keygen …; }} instead.",
        file,
        asks=True,
    )


def _gpg(command: Command) -> RerunEffect | None:
    file = _after(command, "-o", "--output")
    if file is None or "--yes" in command.arguments or file.text == "-":
        return None
    return RerunEffect(
        f"gpg fails {_AGAIN} and {shown(file)} already exists: it asks whether to overwrite it, and nothing can answer.",
        "Use gpg --batch --yes.",
        file,
    )


def _make_special(command: Command) -> RerunEffect | None:
    files = positional(command.words[1:], frozenset({"-m", "--mode"}))
    if not files:
        return None
    file = shown(files[0])
    return RerunEffect(
        f"{command.name} {file} fails {_AGAIN} and {file} already exists.",
        f"Use {{ [ -e {file} ] || {command.name} …; }} instead.",
        files[0],
    )


def _rpm(command: Command) -> RerunEffect | None:
    arguments = command.arguments
    installs = any(re.fullmatch(r"-(?![a-zA-Z]*[qVK])[a-zA-Z]*i[a-zA-Z]*|--install", text) for text in arguments)
    if not installs or any(text in {"--force", "--replacepkgs", "--import"} for text in arguments):
        return None
    return RerunEffect(
        f"rpm -i fails {_AGAIN} and the package is already installed.", "Use rpm -U --replacepkgs, or dnf install -y.", None
    )


def _unsquashfs(command: Command) -> RerunEffect | None:
    if not command.arguments or {"-f", "-force", "-l", "-ll", "-ls", "-s", "-cat"} & set(command.arguments):
        return None
    target = _after(command, "-d", "-dest") or Word("squashfs-root", "squashfs-root")
    return RerunEffect(f"unsquashfs fails {_AGAIN} and {shown(target)} already exists.", "Use unsquashfs -f.", target)


def _conda_installer(command: Command) -> RerunEffect | None:
    letters = _letters(command)
    target = _after(command, "-p")
    installer = next((text for text in command.arguments if re.search(r"\.sh\Z", text)), "")
    if "b" not in letters or target is None or re.search("[ufmh]", letters) or not installer:
        return None
    return RerunEffect(
        f"{shown(installer)} fails {_AGAIN} and {shown(target)} already exists, for example on a retry.",
        f"Add -u, or use {{ [ -d {shown(target)} ] || bash {shown(installer)} …; }}.",
        target,
    )


FILES: dict[str, Look] = {
    **dict.fromkeys(("bash", "sh"), _conda_installer),
    "unzip": _unzip,
    **dict.fromkeys(("7z", "7za", "7zr"), _seven_zip),
    "unrar": _unrar,
    **dict.fromkeys(
        ("gunzip", "bunzip2", "unxz", "unlzma", "uncompress", "unzstd", "gzip", "bzip2", "xz", "zstd"), _decompress
    ),
    **dict.fromkeys(("rm", "rmdir", "unlink"), _remove),
    "mv": _move,
    "ssh-keygen": _ssh_keygen,
    "gpg": _gpg,
    **dict.fromkeys(("mknod", "mkfifo"), _make_special),
    "rpm": _rpm,
    "unsquashfs": _unsquashfs,
}
"""The check of each program, by its name."""
