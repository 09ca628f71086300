"""Which commands fetch something from the network, and don't try again: BM303 asks for them."""

from __future__ import annotations

import pytest

from batchmodels.rules.analysis.network import downloads
from batchmodels.shells import cmd, posix


def fetched(script: str) -> str:
    (command,) = posix.read_script(script).commands
    return downloads(command)


@pytest.mark.parametrize("name", ["curl", "wget", "invoke-webrequest", "iwr", "invoke-restmethod", "irm"])
class TestFetchers:
    @pytest.mark.parametrize(
        "argument",
        [
            *("https://h/a", "http://h/a", "ftp://h/a", "ftps://h/a", "HTTPS://H/a", "$URL", "${URL}/a", '"https://h/a"'),
            *("https://localhos/a", "https://127x", "http://169.25.1.1", "'\"https://h/a'", "'(https://h/a'", "%URL%"),
        ],
    )
    def test_of_the_network(self, name: str, argument: str) -> None:
        assert fetched(f"{name} -x {argument}") == name
        assert fetched(f"/usr/bin/{name} -x {argument}") == f"/usr/bin/{name}"

    @pytest.mark.parametrize(
        "argument",
        [
            *("", "a", "-V", "https://localhost/a", "http://localhost:80", "http://127.0.0.1/a", "http://169.254.169.254/a"),
            *("http://[::1]/a", "file:///a", "xhttps://h/a", "a$URL", "s3://h/a"),
        ],
    )
    def test_of_the_node(self, name: str, argument: str) -> None:
        assert fetched(f"{name} -x {argument}") == ""

    @pytest.mark.parametrize(
        "option",
        [
            *("--retry 5", "--retry=5", "--tries=5", "--tries 5", "--retries 5", "--retry-connrefused", "--retry-delay=5"),
            *("--waitretry=5", "-t 5", "-t5", "-MaximumRetryCount 5", "--RETRY 5"),
            *("--no-index", "--offline", "--help", "--version", "-h", "--no-download", "--dry-run"),
        ],
    )
    def test_that_try_again(self, name: str, option: str) -> None:
        assert fetched(f"{name} {option} https://h/a") == ""

    @pytest.mark.parametrize("option", ["--retryx", "--tri", "-tx", "-ts 5", "--max-time 5", "-H", "--offlines", "-x--retry"])
    def test_that_do_not(self, name: str, option: str) -> None:
        assert fetched(f"{name} {option} https://h/a") == name


class TestGit:
    @pytest.mark.parametrize(
        ("script", "told"),
        [
            *((f"git clone {address}", "git clone") for address in ("https://h/a", "http://h/a", "ssh://h/a", "git://h/a")),
            *((f"git clone {address}", "git clone") for address in ("HTTPS://h/a", "git@h.com:a/b", "me.x-y@h-a.b:a", "$URL")),
            ("git -C a fetch", "git fetch"),
            ("git pull --rebase", "git pull"),
            ("git submodule update", "git submodule"),
            ("git submodule update https://h/a clone", "git submodule"),
        ],
    )
    def test_that_fetches(self, script: str, told: str) -> None:
        assert fetched(script) == told

    @pytest.mark.parametrize(
        "script",
        ["git clone /a b", "git clone ./a", "git clone file:///a", "git clone a@b", "git status", "git", "git clone --help"],
    )
    def test_that_does_not(self, script: str) -> None:
        assert fetched(script) == ""


class TestPackages:
    @pytest.mark.parametrize(
        ("script", "told"),
        [
            ("pip install a", "pip install"),
            ("pip3 -q install a", "pip install"),
            ("python3 -m pip install a", "pip install"),
            ("apt-get update", "apt-get update"),
            ("apt update", "apt update"),
            ("apt-get -qq update", "apt-get update"),
            ("apt-get install -y a", "apt-get install"),
            ("apt-get upgrade -y", "apt-get upgrade"),
            ("yum install -y a", "yum install"),
            ("yum makecache", "yum makecache"),
            ("dnf install -y a", "dnf install"),
            ("tdnf install -y a", "tdnf install"),
            ("zypper refresh", "zypper refresh"),
            ("zypper install -y a", "zypper install"),
        ],
    )
    def test_that_are_fetched(self, script: str, told: str) -> None:
        assert fetched(script) == told

    @pytest.mark.parametrize(
        "script",
        [
            *("pip list", "pip install --no-index a", "pip install --dry-run a", "pip install --retries 5 a", "npm install a"),
            *("pip download a b install", "apt-get remove -y a", "apt-get purge -y a", "apt-get autoremove -y"),
            *("apt-get -o Acquire::Retries=5 update", "apt-get -o acquire::retries=5 install -y a", "yum erase -y a"),
            *("yum remove -y a", "zypper rm -y a", "apt list", "apt-cache show a", "ls update", "brew update"),
        ],
    )
    def test_that_are_not(self, script: str) -> None:
        assert fetched(script) == ""


def test_a_variable_of_cmd() -> None:
    (command,) = cmd.read_script("curl.exe -O %URL%").commands
    assert downloads(command) == "curl.exe"
