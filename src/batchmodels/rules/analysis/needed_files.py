"""The files that a command can't do without: the script that it runs, the archive that it unpacks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from ...shells.script import Command, Shell, Word
from .copied_files import archived, copied, copied_by_cmd, copied_by_powershell, installed
from .powershell_options import OPTIONS_WITH_VALUE, full_option
from .reruns import positional
from .word_sets import names


class Need(msgspec.Struct, frozen=True):
    """A file that a command needs.

    Attributes:
        word: The word that names it.
        runs: Whether the node executes the file itself, so that it must be executable.
        searched: Whether the name has no directory, so that the shell also looks for it in ``PATH``.
    """

    word: Word
    runs: bool = False
    searched: bool = False


_POSIX_SHELLS = names("sh bash dash ash ksh zsh")
_SHELL_VALUES = frozenset({"-o", "+o", "-O", "+O", "--rcfile", "--init-file"})
_PROGRAM_FILE = re.compile(r"(?i)\.(?:sh|bash|bat|cmd|exe|ps1|run|msi)\Z")
_SCRIPT_FILE = re.compile(r"(?i)\.(?:sh|bash|bat|cmd|ps1|run)\Z")
_PYTHON = re.compile(r"(?:python|pypy)[0-9.]*|py")
_PIP = re.compile(r"pip[0-9.]*")

# The other interpreters: options that bring the script itself, and options that take a value.
_INTERPRETERS: dict[str, tuple[re.Pattern[str], frozenset[str]]] = {
    "python": (re.compile(r"-[bBdEhiIOqsSuvVx]*[cmhV]|--(?:version|help)|-\d.*|-"), names("-W -X")),
    "perl": (re.compile(r"-[A-Za-z0-9]*[eEvVhM].*|-"), names("-I")),
    "ruby": (re.compile(r"-[A-Za-z]*[evh].*|--version|-"), names("-I -r")),
    "node": (re.compile(r"-[epvhc]|--(?:eval|print|version|check|test).*|-"), names("-r --require --import")),
    "rscript": (re.compile(r"-e.*|--version|--help"), frozenset()),
    "php": (re.compile(r"-[A-Za-z].*|--.*"), frozenset()),
    "lua": (re.compile(r"-[ev].*|-"), names("-l")),
    "ansible-playbook": (
        re.compile(r"--version|--help"),
        names("-i -e -l -t -u -c --inventory --extra-vars --limit --tags --connection"),
    ),
}
_PACKAGE_FILE = re.compile(r"(?!.*://).+\.(?:deb|rpm)\Z", re.DOTALL)
_DISTRIBUTION = re.compile(r"(?!.*://)(?:.+\.whl|\.{1,2}/.+\.(?:tar\.gz|zip))\Z", re.DOTALL)
_MSI = re.compile(r"(?i)[/-](?:i|package|a|x|uninstall|p|update)\Z")
_LETTERS = re.compile(r"-[A-Za-z]+")


def needed_by(command: Command, shell: Shell | None, *, windows: bool) -> Iterator[Need]:
    """Yield the files that a command needs.

    Args:
        command: The command, without prefixes such as ``sudo``.
        shell: The shell that runs it; None without one.
        windows: Whether it runs on Windows.
    """
    if not command.words:
        return
    yield from _program(command, shell, windows=windows)
    yield from (Need(word) for word in _arguments(command))


def _program(command: Command, shell: Shell | None, *, windows: bool) -> Iterator[Need]:
    """Yield the program itself, if it is a file in a directory that the command names."""
    word = command.words[0]
    if "/" in word.text or (windows and "\\" in word.text):
        yield Need(word, runs=True)
    elif _PROGRAM_FILE.search(word.text) and (windows or shell is Shell.cmd or _SCRIPT_FILE.search(word.text)):
        yield Need(word, runs=True, searched=True)


def _arguments(command: Command) -> Iterable[Word]:
    """Return the arguments that are files the command needs."""
    name, words = command.name, command.words[1:]
    if name in _POSIX_SHELLS:
        return _of_a_shell(words)
    if name in {"powershell", "pwsh"}:
        return _of_powershell(name, words)
    if _PIP.fullmatch(name):
        return _of_pip(words)
    if _PYTHON.fullmatch(name):
        if [word.text for word in words[:2]] == ["-m", "pip"]:
            return _of_pip(words[2:])
        name = "python"
    if name in _INTERPRETERS:
        own_script, with_value = _INTERPRETERS[name]
        return _of_an_interpreter(words, own_script, with_value)
    look = _LOOKS.get(name)
    return () if look is None else look(words)


def _of_a_shell(words: tuple[Word, ...]) -> Iterator[Word]:
    position = 0
    while position < len(words) and words[position].text[:1] in {"-", "+"} and len(words[position].text) > 1:
        text = words[position].text
        if not text.startswith("--") and re.search("[cs]", text):
            return  # the script is an argument, or is read from standard input
        position += 2 if text in _SHELL_VALUES else 1
    yield from words[position : position + 1]


def _of_powershell(name: str, words: tuple[Word, ...]) -> Iterator[Word]:
    position = 0
    while position < len(words):
        option = full_option(words[position].text)
        if option == "file" or (option == "" and name == "pwsh"):
            yield from words[position + (option == "file") :][:1]
            return
        if option in {"", "command", "encodedcommand"}:
            return
        position += 2 if option in OPTIONS_WITH_VALUE else 1


def gets_program_text(command: Command) -> bool:
    """Return whether Python gets the text of its program: ``python -c``. Options after a script are those of the script."""
    if not _PYTHON.fullmatch(command.name):
        return False
    own_script, with_value = _INTERPRETERS["python"]
    arguments = iter(command.arguments)
    for text in itertools.takewhile(lambda text: text.startswith("-"), arguments):
        if own_script.fullmatch(text):
            return text.endswith("c")
        if text in with_value:
            next(arguments, None)
    return False


def _of_an_interpreter(words: tuple[Word, ...], own_script: re.Pattern[str], with_value: frozenset[str]) -> Iterator[Word]:
    position = 0
    while position < len(words) and words[position].text.startswith("-"):
        if own_script.fullmatch(words[position].text):
            return
        position += 2 if words[position].text in with_value else 1
    yield from words[position : position + 1]


def _of_pip(words: tuple[Word, ...]) -> Iterator[Word]:
    if not words or words[0].text != "install":
        return
    for word, following in zip(words, (*words[1:], None), strict=True):
        if word.text in {"-r", "--requirement", "-c", "--constraint"} and following is not None:
            yield following
        elif _DISTRIBUTION.fullmatch(word.text):
            yield word


def _after(*options: str) -> Callable[[tuple[Word, ...]], Iterator[Word]]:
    """Return a function that yields the words after these options, which may be in another letter case."""

    def look(words: tuple[Word, ...]) -> Iterator[Word]:
        for word, following in itertools.pairwise(words):
            if word.text.lower() in options:
                yield following

    return look


def _first(ending: str = "", with_value: frozenset[str] = frozenset()) -> Callable[[tuple[Word, ...]], Iterator[Word]]:
    """Return a function that yields the first argument, if its name has this ending."""

    def look(words: tuple[Word, ...]) -> Iterator[Word]:
        found = positional(words, with_value)[:1]
        yield from (word for word in found if word.text.lower().endswith(ending))

    return look


def _if_given(option: re.Pattern[str], which: slice = slice(None)) -> Callable[[tuple[Word, ...]], Iterator[Word]]:
    """Return a function that yields the arguments that aren't options, if one of these options is given."""

    def look(words: tuple[Word, ...]) -> Iterator[Word]:
        if any(option.fullmatch(word.text) for word in words):
            yield from positional(words)[which]

    return look


def _of_tar(words: tuple[Word, ...]) -> Iterator[Word]:
    letters = [word.text for word in words[:1] if re.fullmatch("[A-Za-z]+", word.text)]
    clusters = [word.text for word in words if _LETTERS.fullmatch(word.text)]
    extracts = any(word.text in {"--extract", "--get"} for word in words) or any("x" in each for each in (*letters, *clusters))
    if not extracts:
        yield from archived(words)
        return
    if any(each.endswith("f") or ("f" in each and "C" not in each) for each in letters):
        yield from words[1:2]
        return
    for word, following in zip(words, (*words[1:], None), strict=True):
        ends = bool(_LETTERS.fullmatch(word.text)) and word.text.endswith("f")
        if (ends or word.text == "--file") and following is not None:
            yield following


def _of_7z(words: tuple[Word, ...]) -> Iterable[Word]:
    return words[1:2] if words and words[0].text in {"x", "e"} else ()


def _of_a_package_manager(words: tuple[Word, ...]) -> Iterator[Word]:
    if any(word.text in {"install", "localinstall", "reinstall"} for word in words):
        yield from (word for word in words if _PACKAGE_FILE.fullmatch(word.text))


def _of_apt(words: tuple[Word, ...]) -> Iterator[Word]:
    yield from (word for word in _of_a_package_manager(words) if "/" in word.text)  # a plain name is a package's


def _of_msiexec(words: tuple[Word, ...]) -> Iterator[Word]:
    for word, following in itertools.pairwise(words):
        if _MSI.fullmatch(word.text) and following.text.lower().endswith((".msi", ".msp")):
            yield following


def _of_dotnet(words: tuple[Word, ...]) -> Iterator[Word]:
    yield from (word for word in words[:1] if word.text.lower().endswith(".dll"))


def _of_chmod(words: tuple[Word, ...]) -> Iterator[Word]:
    yield from positional(words)[1:]


def _of_docker(words: tuple[Word, ...]) -> Iterator[Word]:
    if words and words[0].text == "load":
        yield from _after("-i", "--input")(words)


def _of_source(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the file that a shell reads; it looks for a bare name on the PATH first, as for ``source activate``."""
    yield from (word for word in words[:1] if re.search(r"[./]", word.text))


def _expanded(words: tuple[Word, ...]) -> Iterator[Word]:
    named = [*_after("-path", "-literalpath")(words)]
    yield from named or (words[:1] if words and not words[0].text.startswith("-") else ())


_LOOKS: dict[str, Callable[[tuple[Word, ...]], Iterable[Word]]] = {
    "tar": _of_tar,
    "unzip": _first(".zip", names("-d -x")),
    **dict.fromkeys(("gunzip", "bunzip2", "unxz", "unzstd"), _first()),
    **dict.fromkeys(("gzip", "bzip2", "xz", "zstd"), _if_given(re.compile(r"-[a-z]*d[a-z]*|--decompress"))),
    **dict.fromkeys(("7z", "7za", "7zr"), _of_7z),
    "dpkg": _if_given(re.compile(r"-i|--install")),
    "rpm": _if_given(re.compile(r"-(?!.*[qVe])(?>[a-z]*?[iUF])[a-z]*|--(?:install|upgrade)")),
    **dict.fromkeys(("apt", "apt-get"), _of_apt),
    **dict.fromkeys(("yum", "dnf", "tdnf", "zypper"), _of_a_package_manager),
    "msiexec": _of_msiexec,
    "wusa": _first(".msu"),
    "java": _after("-jar"),
    "dotnet": _of_dotnet,
    "chmod": _of_chmod,
    "docker": _of_docker,
    "reg": _after("import"),
    **dict.fromkeys(("source", "."), _of_source),
    **dict.fromkeys(("cp", "mv"), copied),
    "install": installed,
    **dict.fromkeys(("copy", "xcopy", "move"), copied_by_cmd),
    **dict.fromkeys(("copy-item", "cpi", "move-item", "mi"), copied_by_powershell),
    "expand-archive": _expanded,
    **dict.fromkeys(("import-certificate", "import-pfxcertificate"), _after("-filepath")),
}
"""The arguments of other programs that are files they need."""
