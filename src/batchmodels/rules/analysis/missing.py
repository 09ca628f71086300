"""What is missing after a command has failed, and which later commands fail without it.

It is for rules that must not claim that a failure is lost. So whatever a command probably needs counts as needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...shells.script import Command
from . import package_managers
from .file_arguments import (
    CHANGING_DIRECTORY,
    COMPILERS,
    COPYING,
    OF_FILES,
    UNPACKING,
    downloaded,
    is_address,
    last_part,
    operands,
    path_of,
    values_of,
    without_options,
)
from .prefixes import without_prefixes
from .word_sets import names

_PYTHON = re.compile(r"python[0-9.]*|pytest|jupyter|uvicorn|gunicorn|flask|celery|snakemake|ansible.*|py")
_BUILDING = names(
    "configure cmake meson make gmake ninja autogen.sh autoreconf bootstrap mvn gradle gradlew npm yarn pnpm cargo go dotnet "
    "bundle composer rake ctest checkinstall msbuild nmake"
)
_REMOVING = names("rm rmdir unlink del erase remove-item")
_CREATING = names("mkdir md touch")
_MAKING_DIRECTORIES = names("mkdir md virtualenv")
_MOUNTING = re.compile(r"mount(?:\.\w+)?|blobfuse2?|sshfs|rclone|s3fs")
_DRIVE = re.compile(r"[A-Za-z]:")
_INSTALLER = re.compile(r"(?i).*\.(?:exe|msi)")
_INSTALLED = re.compile(r"(?i)(?:[A-Z]:|%(?:Program\w*(?:\(x86\))?|LocalAppData|SystemDrive)%)[\\/]")
"""The beginning of the path of a program that an installer of Windows brings."""
_OF_ANY_INSTALLER = names("setup install installer windows win32 win64 amd64 silent full latest release quiet")
_USERS = names("useradd adduser groupadd addgroup")
_SERVICES = names("systemctl service sc net")
_CONTAINERS = names("docker podman nerdctl docker-compose")
_INSTALLING = names("gem cargo go snap pipx npm yarn brew helm flatpak dpkg rpm microdnf uv apk tdnf winget")
_FAMILIES = names("apt dnf zypper pacman conda choco")
_ADDING_SOURCES = re.compile(
    r"add-apt-repository|apt-add-repository|apt-key|yum-config-manager|addrepo"
    r"|\S*(?:release|repo|-prod|keyring)\S*\.(?:deb|rpm)|/etc/(?:apt/sources|yum\.repos)\S*"
)
_NEEDS_NO_FILES = names(
    "echo printf mkdir md touch rm del erase test [ [[ : true export set unset which command type ls dir find tee"
)
_ON_THE_PATH = re.compile(r"(?:/usr)?(?:/local)?/s?bin|(?:~|\$\{?HOME\}?)/\.local/bin|[Cc]:/[Ww]indows(?:/[Ss]ystem32)?")
_ELSEWHERE = re.compile(r"/|~|\$|%|[A-Za-z]:|\.\.|\w+://")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_PRODUCTS = re.compile(r"[a-z]{4,}")
_VERSION = re.compile(r"[0-9.]+\Z")
_INPUT = re.compile(r"[0-9]*<")
_WINDOWS_PROGRAM = re.compile(r"(?i).*\.(?:exe|bat|cmd)")
_JOINING = re.compile(r"[\[\],;:=()]")
"""What joins files in one argument: ``-r [fixed.nii.gz,moving.nii.gz,1]``."""
_FORCED = re.compile(r"-[A-Za-z]*f[A-Za-z]*|--force")
_ANY = "*"

_PROGRAMS_OF_PACKAGES = {
    "build-essential": names("make gcc g++ cc"),
    "nodejs": names("node npm npx"),
    "default": names("java javac"),
    "openjdk": names("java javac jar"),
    "golang": names("go"),
    "imagemagick": names("convert identify magick"),
    "postgresql": names("psql pg_dump"),
    "awscli": names("aws"),
    "azure-cli": names("az"),
    "r-base": names("r rscript"),
    "texlive": names("pdflatex latex"),
    "openmpi": names("mpirun mpiexec"),
    "mpich": names("mpirun mpiexec"),
    "nfs-common": names("mount"),
    "cifs-utils": names("mount"),
    "graphviz": names("dot"),
    "gnupg": names("gpg"),
    "p7zip": names("7z 7za"),
    "sysstat": names("iostat sar"),
    "poppler-utils": names("pdftotext"),
    "netcat": names("nc"),
}
"""The programs of packages whose names don't contain those of the programs."""


class Missing:
    """What a script lacks after commands of it have failed.

    Args:
        there: The words of the script before them, and the paths of files that are there anyway.
    """

    def __init__(self, there: Iterable[str] = ()) -> None:
        texts = list(there)
        self._there = {path_of(text) for text in texts}
        self._has_new_sources = any(map(_ADDING_SOURCES.fullmatch, texts))
        self._files: set[str] = set()
        self._empty: set[str] = set()
        self._executable: set[str] = set()
        self._under: set[str] = set()  # directories
        self._unfilled: set[str] = set()
        self._drives: list[re.Pattern[str]] = []
        self._words: set[str] = set()  # the names of packages, users, services, images
        self._programs: set[str] = set()
        self._products: set[str] = set()  # the names in those of installers of Windows
        self._unpacked_here = False
        self._in_wrong_directory = False
        self._lacks_sources = False
        self._is_built = True

    # What a failure takes away

    def after_failure(self, given: Command) -> None:
        """Note what a command that fails doesn't bring."""
        command = without_prefixes(given)
        self._without_files(command)
        self._without_directories(command)
        self._without_words(command)
        self._without_products(command)
        self._without_packages(command)

    def _without_files(self, command: Command) -> None:
        name, plain = command.name, without_options(command)
        for redirect in command.redirects:
            if ">" in redirect.operator:
                self._empty.add(path_of(redirect.target.text))
        for path in downloaded(command):
            self._lacks(path)
        for target in values_of(command, "-O", "--output-document") if name == "wget" else ():
            self._files.discard(path_of(target))  # wget creates it before it connects
            self._empty.add(path_of(target))
        if name in COPYING and len(plain) > 1:
            self._without_copies(plain)
        elif name == "ln" and plain:
            self._lacks(last_part(plain[0]))
        elif (name in OF_FILES and name not in UNPACKING) or name.startswith("mkfs"):
            for path in plain:
                self._lacks(path, there=name != "chmod")  # a program that isn't executable doesn't run

    def _without_copies(self, plain: list[str]) -> None:
        *sources, target = plain
        if is_address(target):
            return
        self._lacks(target)
        for source in sources:
            self._lacks(f"{target.rstrip('/')}/{last_part(source.partition('?')[0])}")
            if "*" in source or is_address(source):
                self._under.add(path_of(target))

    def _without_directories(self, command: Command) -> None:
        name, plain = command.name, without_options(command)
        if name in CHANGING_DIRECTORY:
            self._in_wrong_directory = True
        elif name in UNPACKING:
            target = next(values_of(command, "-C", "--directory", "-d", "-destinationpath"), "")
            self._unpacked_here = self._unpacked_here or not target
            self._under.add(path_of(target))
            self._unfilled.add(path_of(target))
            self._words.update({_ANY} if _ON_THE_PATH.fullmatch(path_of(target)) else ())
        elif name == "git" and "clone" in command.arguments:
            target = plain[-1]
            self._lacks_directory(last_part(target).removesuffix(".git") if is_address(target) or "@" in target else target)
        elif name in _MAKING_DIRECTORIES or "venv" in command.arguments[:2]:
            for path in plain:
                self._lacks_directory(path)
        elif _MOUNTING.fullmatch(name) and plain:
            self._under.add(path_of(plain[-1]))
        elif name == "subst" and plain and _DRIVE.fullmatch(plain[0]):
            self._drives.append(re.compile(rf"(?i)(?<![a-z]){plain[0]}[\\/]"))
        if name in _BUILDING or name in COMPILERS:
            self._is_built, self._unpacked_here = False, True

    def _without_words(self, command: Command) -> None:
        name, arguments, plain = command.name, command.arguments, without_options(command)
        if name in _USERS:
            self._words.update(plain[-1:])
        if name in _SERVICES:
            self._words.update(
                text.lower().removesuffix(".service") for text in (plain[:1] if name == "service" else plain[1:])
            )
        if name in _CONTAINERS:
            self._words.update(text.lower() for text in plain[1:])
        if "login" in arguments[:2]:
            self._words.update(("docker", "podman") if "acr" in arguments[:2] else (name,))
        if any(map(_ADDING_SOURCES.fullmatch, (name, *arguments))) or (self._has_new_sources and "update" in arguments[:3]):
            self._lacks_sources = True

    def _without_products(self, command: Command) -> None:
        """Note the products that an installer of Windows doesn't bring: ``python`` of ``python-3.12-amd64.exe``."""
        files = command.arguments if command.name == "msiexec" else [word.text for word in command.words[:1]]
        for file in filter(_INSTALLER.fullmatch, files):
            self._products.update(set(_PRODUCTS.findall(last_part(file).lower())) - _OF_ANY_INSTALLER)

    def _without_packages(self, command: Command) -> None:
        name, family = command.name, package_managers.family_of(command)
        if name == "rscript" and any("install" in text for text in command.arguments):
            self._words.add(name)
        installs = "install" in command.arguments[:4] or "add" in command.arguments[:2] or name in {"dpkg", "rpm", "pacman"}
        if not (installs or family == "conda"):
            return
        if not (family in _FAMILIES or family == "pip" or name in _INSTALLING):
            return
        if family in {"pip", "conda"} or name == "uv":
            self._words.add("python")
        for text in without_options(command)[1:]:
            base = last_part(text).lower()
            self._words.update((base, *_LETTERS.findall(base)) if base != family else ())
            for package, programs in _PROGRAMS_OF_PACKAGES.items():
                self._words.update(programs if base.startswith(package) else ())

    def _lacks(self, text: str, *, there: bool = True) -> None:
        path = path_of(text)
        if path not in {"", "-"} and not (there and path in self._there):
            self._files.add(path)
            directory, _, name = path.rpartition("/")
            self._programs.update({name.lower()} if _ON_THE_PATH.fullmatch(directory) else ())

    def _lacks_directory(self, text: str) -> None:
        self._lacks(text)
        self._under.add(path_of(text))

    # What a success brings, and who fails

    def after_success(self, given: Command) -> None:
        """Note what a command that succeeds brings after all."""
        command = without_prefixes(given)
        for path in map(path_of, downloaded(command)):
            self._files.discard(path)
            self._empty.discard(path)
        paths = set(map(path_of, command.arguments))
        if command.name in _REMOVING:
            self._there -= paths
        elif command.name in _CREATING or command.name not in _NEEDS_NO_FILES:
            self._there |= paths
        if command.name == "chmod":
            self._executable |= paths

    def fails(self, given: Command) -> bool:
        """Return whether a command fails, or probably fails, because of what is missing."""
        command = without_prefixes(given)
        if not command.words:
            return False
        inputs = (redirect.target.text for redirect in command.redirects if _INPUT.fullmatch(redirect.operator))
        if any(drive.search(word.text) for drive in self._drives for word in command.words):
            return True
        return any(map(self._is_missing, inputs)) or self._lacks_program(command) or self._lacks_operand(command)

    def _lacks_program(self, command: Command) -> bool:
        name, path = command.name, command.words[0].text
        if "/" in path or "\\" in path or _WINDOWS_PROGRAM.fullmatch(path):
            if _INSTALLED.match(path) and any(product in path.lower() for product in self._products):
                return True
            runs_empty = path_of(path) in self._executable and not _WINDOWS_PROGRAM.fullmatch(path)
            return self._is_missing(path) or (path_of(path) in self._empty and not runs_empty)
        words = self._words | self._programs
        if package_managers.is_pip(command):
            return "pip" in words
        if "python" in words and _PYTHON.fullmatch(name):
            return True
        if package_managers.family_of(command) != "apt" and not words.isdisjoint(
            (name, _VERSION.sub("", name), *_LETTERS.findall(name))
        ):
            return True
        if _ANY in words and name not in _NEEDS_NO_FILES | OF_FILES | COPYING:
            return True
        builds = name in _BUILDING or (name in _CONTAINERS and "build" in command.arguments[:2])
        return builds and (self._in_wrong_directory or not self._is_built)

    def _lacks_operand(self, command: Command) -> bool:
        name, plain = command.name, without_options(command)
        if name == "rm" and not any(map(_FORCED.fullmatch, command.arguments)):
            return any(map(self._is_missing, plain))
        if name in _NEEDS_NO_FILES:
            return False
        action = package_managers.action_of(command)
        if self._lacks_sources and action.endswith((" install", " in")):
            return True
        lower = {text.lower() for text in plain}
        named = lower | {text.partition(":")[0].removesuffix(".service") for text in lower} | set(plain)
        if package_managers.family_of(command) != "apt" and not self._words.isdisjoint(named):
            return True
        return self._lacks_file(command, opens=name in UNPACKING or name in {"dpkg", "rpm", "msiexec"} or bool(action))

    def _lacks_file(self, command: Command, *, opens: bool) -> bool:
        """Return whether a file is missing, or is empty and the command opens it as an archive or a package."""
        texts = [text.partition("=")[2] if text.startswith("-") else text for text in command.arguments]
        if command.name in COPYING:
            texts = without_options(command)[:-1]
        own = {path_of(text) for text in downloaded(command)}  # it brings these after all
        paths = {path_of(text) for text in texts} - own
        reads_all = command.name not in OF_FILES | COPYING | CHANGING_DIRECTORY
        if reads_all and not paths.isdisjoint(self._unfilled - {"", "."}):
            return True
        paths.update(path_of(part) for text in texts for part in _JOINING.split(text) if part != text)
        if not (paths - own).isdisjoint(self._files) or (opens and not paths.isdisjoint(self._empty)):
            return True
        if any(map(self._is_under, map(path_of, command.arguments))):
            return True
        return any(self._is_missing(text) for text in operands(command) if path_of(text) not in own)

    def _is_missing(self, text: str) -> bool:
        path = path_of(text)
        if path in self._files or self._is_under(path):
            return True
        may_be_unpacked = self._unpacked_here or self._in_wrong_directory
        known = path in self._empty or path in self._there or not path
        return may_be_unpacked and not known and not _ELSEWHERE.match(path)

    def _is_under(self, path: str) -> bool:
        return any(path[:end] in self._under for end, sign in enumerate(path) if sign == "/" and end)
