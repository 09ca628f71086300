"""Arguments that msiexec, wusa and interpreters refuse, and those that the installers of NSIS don't get."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command
from .display import shown_word
from .package_managers import is_pip
from .windows_installers import lost_after_directory
from .word_sets import names

_INSTALLS = re.compile(r"(?i)[/-](?:i|package)")
_OTHER_KINDS = {
    ".exe": "Run the .exe itself, with its own options for an installation without a window.",
    ".msu": "Use wusa … /quiet /norestart.",
    ".zip": "Unpack it, and install the .msi file in it.",
}
_ENDING = re.compile(r"(?i)\.(?:exe|msp|msu|zip|msi|cab)\Z")
_PROPERTY = re.compile(r"(?i)(?P<name>[a-z_][\w.]*)=(?:[a-z]:\\|%(?:common)?program(?:files|data|w6432)?)[^\"']*")
_WITH_BLANK = re.compile(r"(?i)%(?:common)?programfiles(?:\(x86\))?%|%programw6432%")
_REST_OF_PATH = re.compile(r"(?i)(?!\S*\.ms[ipt]\Z)[a-z0-9(][\w.()+\\-]*")


def refused_by_windows(command: Command) -> tuple[str, str] | None:
    """Return why a program of Windows refuses its arguments, and the fix."""
    if command.name == "msiexec":
        return _of_another_kind(command) or _cut_property(command)
    if command.name == "wusa":
        package = command.words[1] if len(command.words) > 1 else None
        ending = _ENDING.search(package.text) if package else None
        if package and ending and ending[0].lower() != ".msu":
            return f"wusa installs .msu files, so it refuses {shown_word(package.text)}", _how_to_install(ending[0].lower())
    return None


def not_passed_on(command: Command) -> tuple[str, str] | None:
    """Return the option that an installer doesn't get because of the one before, and the fix."""
    lost = lost_after_directory(command)
    if not lost:
        return None
    name = shown_word(command.words[0].text)
    return f"{name} takes everything after /D= for the directory, so it doesn't get {lost}", "Move /D=… to the end."


def _how_to_install(ending: str) -> str:
    known = {
        ".msi": "Use msiexec /i … /qn.",
        ".msp": "Use msiexec /p … /qn.",
        ".cab": "Use dism /online /add-package /packagepath:… /norestart.",
    }
    return known.get(ending) or _OTHER_KINDS[ending]


def _of_another_kind(command: Command) -> tuple[str, str] | None:
    """Return why ``msiexec /i`` can't open a file, and the fix."""
    for option, package in itertools.pairwise(command.words):
        ending = _ENDING.search(package.text) if _INSTALLS.fullmatch(option.text) else None
        fix = _OTHER_KINDS.get(ending[0].lower()) if ending else None
        if fix is not None:
            what = f"msiexec /i installs .msi files, so it fails with 1620 because it can't open {shown_word(package.text)}"
            return what, fix
    return None


def _cut_property(command: Command) -> tuple[str, str] | None:
    """Return why msiexec doesn't take a property whose path contains a blank, and the fix."""
    raws = [word.raw for word in command.words]
    for word, following in zip(command.words, [*raws[1:], ""], strict=True):
        found = _PROPERTY.fullmatch(word.raw)
        if found is None:
            continue
        blank = _WITH_BLANK.search(word.raw) if word.variables else None
        if blank or _REST_OF_PATH.fullmatch(following):
            name = found["name"]
            return (
                f"the blank in the path ends the value of {name}, so msiexec fails with 1639",
                f'Quote the path: {name}="C:\\Program Files\\…".',
            )
    return None


_COMMANDS_OF_PIP = names("install uninstall download wheel")
_OF_A_COMMAND = names(
    "--yes -y --user --upgrade -U --requirement -r --target -t --pre --editable -e --no-deps --break-system-packages "
    "--index-url -i --extra-index-url --no-index --find-links -f --force-reinstall --ignore-installed -I --root --prefix "
    "--no-build-isolation --prefer-binary --only-binary"
)
"""Options of pip's commands that pip 20 to 24 refuse before the command."""
_OF_PIP_WITH_VALUE = names(
    "--python --log --keyring-provider --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert "
    "--cache-dir --use-feature --use-deprecated"
)


def option_before_the_command(command: Command) -> tuple[str, str] | None:
    """Return why pip refuses ``pip --yes uninstall``, and the fix."""
    if not is_pip(command):
        return None
    arguments = command.arguments[2 if command.arguments[:1] == ("-m",) else 0 :]
    position = 0
    while position < len(arguments) and arguments[position].startswith("-"):
        option = arguments[position].partition("=")[0]
        if option in _OF_A_COMMAND:
            action = next((text for text in arguments[position:] if text in _COMMANDS_OF_PIP), None)
            if action is None:
                return None
            written = f"{shown_word(command.words[0].text)}{' -m pip' if len(arguments) < len(command.arguments) else ''}"
            return f"pip knows {option} only after its command, so it fails", f"Use {written} {action} {option} …."
        position += 2 if arguments[position] in _OF_PIP_WITH_VALUE else 1
    return None


_READING_FILES = names("bash sh dash zsh ksh python python3 perl ruby rscript")
_URL = re.compile(r"(?i)https?://\S+")


def script_by_url(command: Command) -> tuple[str, str] | None:
    """Return why an interpreter doesn't run the script at a URL, and the fix."""
    if command.name not in _READING_FILES:
        return None
    options = itertools.takewhile(lambda text: re.fullmatch(r"-[euxlEIsSB]+", text), command.arguments)
    number = len([text for text in options if "s" not in text])
    first = command.arguments[number : number + 1]
    if not first or not _URL.fullmatch(first[0]):
        return None
    return (
        f"{shown_word(command.words[0].text)} takes the path of a script and doesn't download one, so it doesn't find the file",
        "Make the script a resource file, and use its path.",
    )
