"""Package managers that the nodes don't have, which only BM407 reports, and the help of adduser."""

from __future__ import annotations

import pytest
from reviewing import LINUX, found, pool

from batchmodels import identities

RULES = ("BM301", "BM302", "BM305", "BM311")


@pytest.mark.parametrize(
    ("image", "agent"),
    [
        (("redhat", "rhel", "9-lvm"), "batch.node.el 9"),
        (("redhat", "rhel", "9-lvm"), ""),
        (("suse", "sles-15-sp5", "gen2"), "batch.node.sles 15"),
        (("microsoftcblmariner", "cbl-mariner", "cbl-mariner-2"), "batch.node.mariner 2.0"),
        (("almalinux", "almalinux-x86_64", "9-gen2"), "batch.node.el 9"),
        (("me", "own", "1"), "batch.node.el 9"),
    ],
)
@pytest.mark.parametrize("command", ["apt-get install -y jq", "apt-get install jq", "apt-get update", "dpkg -i a.deb"])
def test_a_system_without_apt(image: tuple[str, str, str], agent: str, command: str) -> None:
    model = pool(agent, f"/bin/bash -c '{command}'", image=image, user_identity=identities.pool_admin())
    assert found(model, *RULES) == []


def test_ubuntu_has_no_dnf() -> None:
    image = ("canonical", "ubuntu-24_04-lts", "server")
    assert found(pool(LINUX, "/bin/bash -c 'dnf install jq'", image=image), *RULES) == []
    (lacking,) = found(pool(LINUX, "/bin/bash -c 'dnf install jq'", image=image), "BM407")
    assert lacking == (
        "$.startTask.commandLine: BM407 error: Ubuntu 24.04 has no dnf, so the command isn't found. Use apt-get, which Ubuntu "
        "24.04 has."
    )


def test_ubuntu_has_apt() -> None:
    image = ("canonical", "ubuntu-24_04-lts", "server")
    texts = found(pool(LINUX, "/bin/bash -c 'apt-get update && apt-get install jq'", image=image), *RULES)
    assert {text.split()[1] for text in texts} == {"BM301", "BM302"}


def test_the_help_of_adduser_asks_nothing() -> None:
    assert found(pool(LINUX, "/bin/bash -c 'adduser -h worker'"), "BM312") == []
