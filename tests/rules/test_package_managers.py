"""What package managers are asked to do, and whether they ask back."""

from __future__ import annotations

import pytest

from batchmodels.rules.analysis import package_managers
from batchmodels.shells import posix
from batchmodels.shells.script import Command

APT = "install reinstall upgrade dist-upgrade full-upgrade safe-upgrade remove purge autoremove autopurge build-dep"
DNF = "install localinstall groupinstall reinstall update upgrade downgrade swap distro-sync remove erase autoremove builddep"
CONDA = "install create update upgrade remove uninstall clean"
ASKING = {
    **dict.fromkeys(("apt-get", "apt", "aptitude"), APT),
    **dict.fromkeys(("yum", "dnf", "dnf5", "tdnf"), DNF),
    "zypper": "install in update up dist-upgrade dup patch remove rm",
    **dict.fromkeys(("conda", "mamba", "micromamba"), CONDA),
    "choco": "install upgrade uninstall",
}


def command(text: str) -> Command:
    return Command(posix.split_words(text))


@pytest.mark.parametrize("manager", ASKING)
def test_what_they_ask_about(manager: str) -> None:
    for action in ASKING[manager].split():
        assert package_managers.action_of(command(f"{manager} -q {action} x")) == f"{manager} {action}"


@pytest.mark.parametrize(
    "action",
    [
        *("env", "config", "run", "check", "clean", "autoclean", "source", "download", "changelog", "show", "list", "search"),
        *("info", "provides", "repolist", "makecache", "config-manager", "repoquery", "history", "mark", "hold", "refresh"),
        *("ref", "addrepo", "ar", "removerepo", "rr", "repos", "lr", "module", "needs-restarting", "why", "versions"),
    ],
)
def test_what_they_do_without_asking(action: str) -> None:
    assert package_managers.action_of(command(f"yum {action} install")) == ""


def test_apt_fetches_its_lists_without_asking() -> None:
    assert package_managers.action_of(command("apt-get update install")) == ""


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("pacman -S gcc", "pacman -S"),
        ("pacman --needed -R gcc", "pacman -R"),
        ("pacman -U x.tar.zst", "pacman -U"),
        ("pacman -Sy gcc", "pacman -Sy"),
        ("pacman --sync gcc", "pacman --sync"),
        ("pacman --remove gcc", "pacman --remove"),
        ("pacman --upgrade x.tar.zst", "pacman --upgrade"),
        ("pacman -Syu", "pacman -Syu"),
        ("pacman -Suy --needed", "pacman -Suy"),
        ("pacman -Sy", ""),
        ("pacman -Ss gcc", ""),
        ("pacman -Si gcc", ""),
        ("pacman -Sl core", ""),
        ("pacman -Sg base", ""),
        ("pacman -Sp gcc", ""),
        ("pacman -QS gcc", ""),
        ("pacman -Q gcc", ""),
        ("pacman gcc", ""),
        ("pip uninstall numpy", "pip uninstall"),
        ("pip3 -q uninstall numpy", "pip uninstall"),
        ("pip3.11 uninstall numpy", "pip uninstall"),
        ("python -m pip uninstall numpy", "pip uninstall"),
        ("python3.12 -m pip uninstall numpy", "pip uninstall"),
        ("py -m pip uninstall numpy", "pip uninstall"),
        ("pip install numpy", ""),
        ("pip install numpy scipy uninstall", ""),
        ("python -m venv uninstall", ""),
        ("python x.py -m pip uninstall", ""),
        ("pipx uninstall numpy", ""),
        ("pythonic -m pip uninstall", ""),
        ("npm install", ""),
        ("", ""),
    ],
)
def test_other_managers(line: str, action: str) -> None:
    assert package_managers.action_of(command(line)) == action


@pytest.mark.parametrize(
    ("managers", "family"),
    [
        (("apt", "apt-get", "aptitude"), "apt"),
        (("yum", "dnf", "dnf5", "tdnf"), "dnf"),
        (("conda", "mamba", "micromamba"), "conda"),
        (("pip", "pip3", "python3 -m pip"), "pip"),
        (("zypper",), "zypper"),
        (("choco",), "choco"),
    ],
)
def test_which_are_alike(managers: tuple[str, ...], family: str) -> None:
    assert {package_managers.family_of(command(manager)) for manager in managers} == {family}


AGREEING = {
    "apt-get": "--yes --assume-yes --force-yes -q=2 --simulate --just-print --dry-run --recon --no-act --print-uris -y -s -h "
    "-qq -qy -fy -qyo",
    "yum": "--assumeyes --assumeno --yes --noconfirm -y -qy -Cy -h",
    "zypper": "--non-interactive --no-confirm --dry-run --non-interactive-include-reboot-patches -n -y -nq -h",
    "pacman": "--noconfirm --print",
    "conda": "--yes --dry-run -d -y -qy -h",
    "pip": "--yes -y -h",
    "choco": "--yes -yes --confirm -confirm --noop --whatif --what-if -y -h",
}


@pytest.mark.parametrize("manager", AGREEING)
def test_options_with_which_they_do_not_ask(manager: str) -> None:
    for option in [*AGREEING[manager].split(), "--help", "--version"]:
        assert package_managers.agrees(command(f"{manager} install {option} x")), option


@pytest.mark.parametrize(
    "line",
    [
        "apt-get install x",
        "apt-get install -q x",
        "apt-get install -q=1 x",
        "apt-get install --quiet x",
        "apt-get install yes -f -m x",
        "apt-get install -tstretch x",
        "apt-get install -oDpkgy x",
        "apt-get install -cyes x",
        "yum install -q -n x",
        "yum install -cyum x",
        "dnf install -s --nogpgcheck x",
        "zypper install -f --recommends x",
        "pacman -Sy x",
        "pacman -S --needed -y x",
        "conda install -n py x",
        "conda install -cy x",
        "pip uninstall -q -n x",
        "choco install -f --version=1 x",
    ],
)
def test_options_with_which_they_still_ask(line: str) -> None:
    assert not package_managers.agrees(command(line))


@pytest.mark.parametrize(
    ("word", "may_be"),
    [
        *(
            ("$X", True),
            ("${X}", True),
            ("$@", True),
            ("$*", True),
            ("'${X[@]}'", True),
            ("'${X[*]}'", True),
            ("'${!X}'", True),
        ),
        *(("'$(cat x)'", True), ("'$(cat\nx)'", True), ("'`cat x`'", True)),
        *(("x$X", False), ("$X/y", False), ("x", False), ("'x`cat y`'", False)),
    ],
)
def test_a_variable_may_be_an_option(word: str, may_be: bool) -> None:
    assert package_managers.agrees(command(f"apt-get install {word}")) is may_be


def test_a_variable_that_is_known_to_hold_names() -> None:
    for word in ("$X", "${X}"):
        assert package_managers.agrees(command(f"apt-get install {word}"))
        assert not package_managers.agrees(command(f"apt-get install {word}"), frozenset({"X"}))
        assert package_managers.agrees(command(f"apt-get install {word} $OTHERS"), frozenset({"X"}))
        assert package_managers.agrees(command(f"apt-get install {word} -y"), frozenset({"X"}))


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        *(
            ("Assume-Yes=true", True),
            ("AssumeYes=1", True),
            ("assumeyes = yes", True),
            ('APT::Get::Assume-Yes \\"true\\";', True),
        ),
        *(("assume-yes 'true'", True), ("assumeyes=0", False), ("assumeyes=no", False), ("--assumeyes", False)),
    ],
)
def test_a_setting_that_says_yes(text: str, assumed: bool) -> None:
    assert package_managers.assumes_yes(f"echo x; echo {text} > y") is assumed
    assert package_managers.agrees(command(f"yum install '--setopt={text}' x")) is assumed


@pytest.mark.parametrize("name", ["APT_CONFIG", "always_yes", "CONDA_ALWAYS_YES", "allowGlobalConfirmation"])
def test_a_configuration_is_taken_to_say_yes(name: str) -> None:
    assert package_managers.assumes_yes(f"export {name}=x; install")
    assert not package_managers.assumes_yes("export OTHER=x; install")


def test_what_to_write() -> None:
    assert package_managers.yes_for(command("pacman -S gcc")) == "--noconfirm"
    assert package_managers.yes_for(command("apt-get install x")) == "-y"
