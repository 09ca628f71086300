"""Installers of Windows that show a window or ask a question, with the options without which they do."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from ...shells.script import Command, Word
from .word_sets import names

_HELP = r"|version|\?|h|help|layout|extract.*|x:.*|uninstall-silent"


def _options(pattern: str, *, exact: bool = False) -> re.Pattern[str]:
    return re.compile(rf"{'' if exact else '(?i)'}[/-]{{1,2}}(?:{pattern}{_HELP})(?:[=:].*)?")


_ANY = _options(r"q|qn.*|qb.*|qr.*|quiet|s|silent|verysilent|passive|unattend(?:ed)?|sp-")
_ABOUT = _options(r"sp-")
"""Options that show help, or that are used beside the one that makes an installer silent."""
_BURN = _options(r"q|quiet|s|silent|passive|uninstall")
_INNO = _options(r"silent|verysilent")
_NSIS = _options(r"S", exact=True)
_STUDIO = _options(r"q|quiet|p|passive")
_PLAIN = _options(r"s|silent")
_YES = _options(r"y|quiet-mode|q|v")


class _Installer(NamedTuple):
    """An installer.

    Attributes:
        name: The name of its file without ``.exe``.
        silent: An option without which it shows a window.
        usual: The options that are mostly used.
    """

    name: re.Pattern[str]
    silent: re.Pattern[str]
    usual: str


def _installer(name: str, silent: re.Pattern[str], usual: str) -> _Installer:
    return _Installer(re.compile(name), silent, usual)


_INSTALLERS = (
    _installer(r"vc_?redist.*|vcredist.*", _BURN, "/install /quiet /norestart"),
    _installer(r"python-[23]\.[\d.]+.*", _BURN, "/quiet InstallAllUsers=1 PrependPath=1"),
    _installer(r"(?:dotnet|aspnetcore|windowsdesktop)-.*|ndp\d+.*|dotnetfx.*", _BURN, "/quiet /norestart"),
    _installer(r"git-[\d.]+.*", _INNO, "/VERYSILENT /NORESTART"),
    _installer(
        r"(?:r-[\d.]+-win|rtools\d+.*|win(?:32|64)openssl.*|vscode(?:user)?setup.*|julia-[\d.]+.*|imagemagick-[\d.]+.*|winscp-.*)",
        _INNO,
        "/VERYSILENT /NORESTART",
    ),
    _installer(r"vs_(?:buildtools|community|professional|enterprise).*", _STUDIO, "--quiet --wait --norestart"),
    _installer(r"7z\d+.*", _PLAIN, "/S"),
    _installer(r"(?:miniconda|anaconda|miniforge|mambaforge).*", _NSIS, "/S"),
    _installer(r"npp\..*|notepad\+\+.*|vlc-[\d.]+.*|googlecloudsdkinstaller|graphviz-.*", _NSIS, "/S"),
    _installer(r"cuda_[\d.]+.*|\d{3}\.\d{2}-?_?(?:data-center|desktop|tesla|grid|quadro|whql|notebook).*", _PLAIN, "-s"),
    _installer(r"jdk-[\d.]+_windows-x64_bin", _PLAIN, "/s"),
    _installer(r"rustup-init", _YES, "-y"),
    _installer(r"msmpisetup", _ANY, "-unattend"),
)
"""Installers that show a window without an option, by the names of their files."""

_MSI_ACTION = re.compile(r"(?i)[/-](?:i|package|x|uninstall|p|update|f[a-z]*|a|j.*)(?:.*)?")
_MSI_HELP = re.compile(r"(?i)[/-](?:\?|h|help)")
_WITH_AGREEMENT = (
    (re.compile(r"(?i)msodbcsql(?:_?\d+)?\.msi"), "IACCEPTMSODBCSQLLICENSETERMS=YES"),
    (re.compile(r"(?i)msoledbsql\d*\.msi"), "IACCEPTMSOLEDBSQLLICENSETERMS=YES"),
    (re.compile(r"(?i)sqlncli\.msi"), "IACCEPTSQLNCLILICENSETERMS=YES"),
    (re.compile(r"(?i)mssqlcmdlnutils\.msi"), "IACCEPTMSSQLCMDLNUTILSLICENSETERMS=YES"),
)


def silence(command: Command) -> str:
    """Return how to run an installer that waits for a click without one; empty if the command has the options for it."""
    silent, options = _needed_option(command)
    words = _before_directory(command, silent)
    if not options or any(silent.fullmatch(word.text) or word.variables for word in words):
        return ""
    if silent is _MSI_HELP:
        return f"Add {options}."
    given = {text.lower().lstrip("/-") for text in command.arguments}
    lacking = " ".join(option for option in options.split(" ") if option.lower().lstrip("/-") not in given) or options
    other = next((text for text in command.arguments if _ANY.fullmatch(text) and not _ABOUT.fullmatch(text)), "")
    return f"Use {lacking} instead of {other}." if other else f"Add {lacking}."


def _before_directory(command: Command, silent: re.Pattern[str]) -> tuple[Word, ...]:
    """Return the arguments that an installer gets: of NSIS, those before ``/D=``."""
    words = command.words[1:]
    return tuple(itertools.takewhile(lambda word: not word.text.startswith("/D="), words)) if silent is _NSIS else words


def lost_after_directory(command: Command) -> str:
    """Return the option that an installer of NSIS takes for a part of its directory; empty without one."""
    silent, _ = _needed_option(command)
    after = command.arguments[len(_before_directory(command, silent)) + 1 :]
    lost = [text for text in after if re.fullmatch(r"/(?:S|[A-Za-z]\w*=.*|NCRC)", text)]
    return "/S" if "/S" in lost else next(iter(lost), "").partition("=")[0]


def _needed_option(command: Command) -> tuple[re.Pattern[str], str]:
    """Return the options with which a command installs something without a window; empty if it isn't an installer."""
    if command.name == "msiexec":
        if any(_MSI_ACTION.fullmatch(text) for text in command.arguments):
            return _ANY, "/qn"
        return _MSI_HELP, "/i before the package" if _has_ending(command, ".msi") else ""
    if command.name == "regsvr32":
        return _ANY, "/s" if any(text[:1] not in {"/", "-"} for text in command.arguments) else ""
    if command.name == "wusa":
        return _ANY, "/quiet /norestart" if _has_ending(command, ".msu") else ""
    if not command.words or not command.words[0].text.lower().endswith(".exe"):
        return _ANY, ""
    return next(((each.silent, each.usual) for each in _INSTALLERS if each.name.fullmatch(command.name)), (_ANY, ""))


def _has_ending(command: Command, ending: str) -> bool:
    return any(text.lower().endswith(ending) for text in command.arguments)


def missing_agreement(command: Command) -> str:
    """Return the property with which an MSI package accepts its license; empty if it needs none."""
    if command.name != "msiexec" or not any(re.fullmatch(r"(?i)[/-](?:i|package)", text) for text in command.arguments):
        return ""
    files = [text.replace("\\", "/").rpartition("/")[2] for text in command.arguments]
    needed = (agreement for pattern, agreement in _WITH_AGREEMENT for file in files if pattern.fullmatch(file))
    needed_one = next(needed, "")
    given = any(text.upper().startswith("IACCEPT") for text in command.arguments)
    return "" if given or any(word.variables for word in command.words) else needed_one


def shows_window(command: Command) -> bool:
    """Return whether a program is one with windows, for which PowerShell doesn't wait, even if it shows none."""
    if command.name in {"msiexec", "wusa", "regsvr32"}:
        return True
    is_exe = bool(command.words) and command.words[0].text.lower().endswith(".exe")
    return is_exe and any(each.name.fullmatch(command.name) for each in _INSTALLERS if each.usual != "-y")


_NAMED_INSTALLER = re.compile(
    r"(?:.*[-_. ])?(?:setup|install(?:er)?)(?:[-_. ]?(?:x64|x86|win64|amd64|[\d.]+))*|\w+(?:setup|installer)"
)


def is_installer(command: Command) -> bool:
    """Return whether a command is an installer, by its name."""
    return shows_window(command) or bool(_NAMED_INSTALLER.fullmatch(command.name))


_ASKING_CMDLETS = names(
    "install-module install-script install-package install-packageprovider enable-windowsoptionalfeature "
    "disable-windowsoptionalfeature"
)
_SYSINTERNALS = names(
    "psexec psexec64 handle handle64 procdump procdump64 sdelete sdelete64 autologon autologon64 junction junction64 pskill "
    "pslist pssuspend psinfo sigcheck sigcheck64 accesschk accesschk64 listdlls coreinfo coreinfo64 contig bginfo"
)
_OF_DISM = re.compile(r"(?i)/(?:enable-feature|disable-feature|add-package|remove-package|add-capability)")


def module_prompt(command: Command) -> tuple[str, str]:
    """Return the command that asks before it installs something, and the option without which it does; empty if it doesn't."""
    lower = [text.lower() for text in command.arguments]
    if command.name in _SYSINTERNALS:
        agrees = any(text.lstrip("-/") == "accepteula" for text in lower)
        return (command.words[0].text, "-accepteula") if lower and not agrees else ("", "")
    if command.name == "dism":
        changes = "/online" in lower and any(_OF_DISM.fullmatch(text.partition(":")[0]) for text in lower)
        return ("dism", "/norestart") if changes and not {"/norestart", "/quiet"} & set(lower) else ("", "")
    if command.name not in _ASKING_CMDLETS:
        return "", ""
    if command.name.endswith("windowsoptionalfeature"):
        silent = not lower or any(text.startswith("-nor") for text in lower)
        return ("", "") if silent else (command.words[0].text, "-NoRestart")
    if not lower or any(text.startswith(("-fo", "-confirm:$false", "-whatif", "-acceptl")) or "@" in text for text in lower):
        return "", ""
    return command.words[0].text, "-Force"
