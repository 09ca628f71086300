"""The actions of package managers, and whether they prompt."""

from __future__ import annotations

import functools
import posixpath
import re
from typing import NamedTuple

from ...shells.script import Command
from .word_sets import names

_APT = "install reinstall upgrade dist-upgrade full-upgrade safe-upgrade remove purge autoremove autopurge build-dep"
_DNF = "install localinstall groupinstall reinstall update upgrade downgrade swap distro-sync remove erase autoremove builddep"
_CONDA = "install create update upgrade remove uninstall clean"
_ZYPPER = "install in update up dist-upgrade dup patch remove rm"

_ASKING: dict[str, frozenset[str]] = {
    **dict.fromkeys(("apt-get", "apt", "aptitude"), names(_APT)),
    **dict.fromkeys(("yum", "dnf", "dnf5", "tdnf"), names(_DNF)),
    "zypper": names(_ZYPPER),
    **dict.fromkeys(("conda", "mamba", "micromamba"), names(_CONDA)),
    "choco": names("install upgrade uninstall"),
    "winget": names("install upgrade"),
}

# Actions that never prompt; listed so that "yum list install" isn't mistaken for an installation.
_QUIET = names(
    "update env config run check clean autoclean source "
    "download changelog show list search info provides repolist makecache config-manager "
    "repoquery history mark hold refresh ref addrepo ar removerepo rr repos lr module needs-restarting why versions"
)

_PACMAN = re.compile(r"-(?>[A-Za-z]*?[SRU])[A-Za-z]*|--(?:sync|remove|upgrade)")
_PACMAN_ASKS_NOT = re.compile(r"-(?>[A-Za-z]*?[silgpQ])[A-Za-z]*")
_CLUSTER = re.compile(r"-(?![otc])[A-Za-z]+")


class _Consent(NamedTuple):
    """The arguments that make a family of package managers not prompt, or not change anything.

    Attributes:
        words: Whole arguments.
        letters: Letters after one dash; with any, ``-h`` counts as well.
        quiet: The number of ``q`` letters that do; 0 if none do.
    """

    words: frozenset[str]
    letters: str = "y"
    quiet: int = 0


_CONSENTS = {
    "apt": _Consent(
        names("--yes --assume-yes --force-yes -q=2 --simulate --just-print --dry-run --recon --no-act --print-uris"),
        letters="ys",
        quiet=2,
    ),
    "dnf": _Consent(names("--assumeyes --assumeno --yes --noconfirm")),
    "zypper": _Consent(
        names("--non-interactive --no-confirm --dry-run --non-interactive-include-reboot-patches"), letters="ny"
    ),
    "pacman": _Consent(names("--noconfirm --print"), letters=""),
    "conda": _Consent(names("--yes --dry-run -d")),
    "pip": _Consent(names("--yes")),
    "winget": _Consent(names("--accept-source-agreements --disable-interactivity --help"), letters=""),
    "choco": _Consent(names("--yes -yes --confirm -confirm --noop --whatif --what-if")),
}
_ALIKE = {
    **dict.fromkeys(("apt-get", "aptitude"), "apt"),
    **dict.fromkeys(("yum", "dnf5", "tdnf"), "dnf"),
    **dict.fromkeys(("mamba", "micromamba"), "conda"),
}
_MAY_BE_AN_OPTION = re.compile(r"\$\{?[\w@*!\[\]]+\}?|\$\(.*\)|`.*`", re.DOTALL)
_PIP = re.compile(r"pip[0-9.]*")
_PYTHON = re.compile(r"python[0-9.]*|py")
_CONDA_INSTALLER = re.compile(r"(?i)(?:miniconda|miniforge|mambaforge|anaconda)[0-9]*-[\w.-]*linux-\w+\.sh")
_CONDA_SHORT = re.compile(r"(?i)(?:miniconda|miniforge|mambaforge|anaconda|conda)[0-9]*\.sh")
_CONDA_BATCH = re.compile(r"-[a-z]*[bh][a-z]*|--help")
_HELP = frozenset({"--help", "--version"})
_CONFIGURED = ("APT_CONFIG", "always_yes", "CONDA_ALWAYS_YES", "allowGlobalConfirmation")
_ASSUMED = re.compile(r"(?i)assume-?yes[\\\s=\"']+(?:1|true|yes)")


def action_of(command: Command) -> str:
    """Return the package manager and the action that prompts, ``apt-get install``; empty if the command doesn't prompt."""
    if command.name == "pacman":
        first = next((text for text in command.arguments if _PACMAN.fullmatch(text)), "")
        named = any(not text.startswith("-") for text in command.arguments)
        return f"pacman {first}" if first and not _PACMAN_ASKS_NOT.fullmatch(first) and (named or "u" in first) else ""
    if is_pip(command):
        return "pip uninstall" if "uninstall" in command.arguments[:3] else ""
    asking = _ASKING.get(command.name, frozenset())
    action = next((text for text in command.arguments if text in asking or text in _QUIET), None)
    return f"{command.name} {action}" if action in asking else ""


def conda_installer(command: Command, text: str) -> str:
    """Return the name of the installer of a conda distribution that asks for agreement; empty without one.

    Args:
        command: The command, without prefixes such as ``sudo``.
        text: The whole script; it may download the installer under a shorter name.
    """
    words = (
        command.arguments
        if command.name in {"bash", "sh"}
        else (*(word.text for word in command.words[:1]), *command.arguments)
    )
    position = next((number for number, word in enumerate(words) if not word.startswith("-")), len(words))
    if any(re.fullmatch(r"-[a-zA-Z]*c", word) for word in words[:position]):
        return ""
    installer = posixpath.basename("".join(words[position : position + 1]))
    renamed = bool(installer and _is_in(_CONDA_INSTALLER, text)) and bool(
        _CONDA_SHORT.fullmatch(installer) or _saved_as(installer, _CONDA_INSTALLER).search(text)
    )
    if not renamed and not _CONDA_INSTALLER.fullmatch(installer):
        return ""
    given = words[position + 1 :]
    return "" if any(_CONDA_BATCH.fullmatch(word) or "$" in word[:1] for word in given) else installer


@functools.lru_cache(maxsize=8)  # asked for each command of a script
def _is_in(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _saved_as(name: str, installer: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of a download of an installer that gets another name."""
    saved = rf"(?:-[a-zA-Z]*[oO]|--output|--output-document|>)[ =]*[\"']?(?:[^\s\"';&|]*/)?{re.escape(name)}(?![\w.-])"
    address = installer.pattern.removeprefix("(?i)")
    line = "[^;&|\\n]*"
    return re.compile(rf"(?i)(?:curl|wget){line}(?:{address}{line}{saved}|{saved}{line}{address})")


def silent_installer(command: Command, text: str) -> tuple[str, str] | None:
    """Return the name of an installer of NVIDIA or Google that asks questions, and the option with which it doesn't.

    Args:
        command: The command, without prefixes such as ``sudo``.
        text: The whole script; it may download the installer under another name.
    """
    words = command.words[1:] if command.name in {"bash", "sh"} else command.words
    name = posixpath.basename(words[0].text) if words else ""
    options = [word.text for word in words[1:]]
    if any(text.startswith("$") for text in options):
        return None
    for pattern, enough, option in _RUN_FILES:
        renamed = bool(name) and _is_in(pattern, text) and _saved_as(name, pattern).search(text)
        if pattern.fullmatch(name) or renamed:
            return None if any(map(enough.match, options)) else (name, option)
    return None


def is_driver_installer(command: Command, text: str) -> bool:
    """Return whether a command runs the installer of NVIDIA's driver, which ``text``, the script, may have renamed."""
    words = command.words[1:] if command.name in {"bash", "sh"} else command.words
    name = posixpath.basename(words[0].text) if words else ""
    pattern = _RUN_FILES[0][0]
    if (
        not name
        or not pattern.search(text)
        or {"--uninstall", "--no-kernel-modules", "--no-kernel-module"} & set(command.arguments)
    ):
        return False
    return bool(pattern.fullmatch(name) or (words[0].raw != name and _saved_as(name, pattern).search(text)))


_RUN_FILES = (
    (
        re.compile(r"NVIDIA-Linux-[\w.-]+\.run"),
        re.compile(
            r"-s\Z|--silent|-x\Z|--extract-only|-h\Z|--help|--info|--check|--uninstall|--ui=none|-q\Z|--no-questions|-[aA]\Z"
        ),
        "--silent",
    ),
    (re.compile(r"cuda_[\w.-]+_linux(?:-run)?(?:\.run)?"), re.compile(r"-{1,2}(?:silent|extract|help)"), "--silent"),
)
"""Installers, the options with which they ask nothing, and the one to add."""


def is_pip(command: Command) -> bool:
    """Return whether a command is ``pip`` or ``python -m pip``."""
    return bool(_PIP.fullmatch(command.name) or (_PYTHON.fullmatch(command.name) and command.arguments[:2] == ("-m", "pip")))


def family_of(command: Command) -> str:
    """Return the family of a package manager: ``apt`` for ``apt-get``."""
    if is_pip(command):
        return "pip"
    return _ALIKE.get(command.name, command.name)


def agrees(command: Command, lists: frozenset[str] = frozenset()) -> bool:
    """Return whether a package manager gets its answer from an option, perhaps in a variable, or only simulates.

    Args:
        command: The package manager's command.
        lists: The variables that are known to contain only names of packages.
    """
    consent = _CONSENTS[family_of(command)]
    arguments = [text for text in command.arguments if text.strip("${}") not in lists or text[:1] != "$"]
    if any(_MAY_BE_AN_OPTION.fullmatch(text) or _ASSUMED.search(text) for text in arguments):
        return True
    if not (_HELP | consent.words).isdisjoint(arguments):
        return True
    clusters = [text for text in arguments if _CLUSTER.fullmatch(text)]
    if "-h" in clusters and consent.letters:
        return True
    letters = "".join(clusters)
    return any(letter in letters for letter in consent.letters) or 0 < consent.quiet <= letters.count("q")


def yes_for(command: Command) -> str:
    """Return the option with which a package manager doesn't prompt."""
    if command.name == "winget":
        return "--accept-source-agreements --accept-package-agreements"
    return "--noconfirm" if command.name == "pacman" else "-y"


def assumes_yes(text: str) -> bool:
    """Return whether a script configures a package manager so that it never prompts."""
    return bool(_ASSUMED.search(text)) or any(word in text for word in _CONFIGURED)
