"""Whole sentences of the rules about Linux command lines: what a node needs."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM126",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; apt-get -o "
                "DPkg::Lock::Timeout=300 instal -y htop'"
            ),
            (),
            "error: apt-get has no action instal, so it fails. Did you mean install? Use apt-get install.",
        ),
        (
            "BM126",
            "/bin/bash -c 'set -e; systemctl enabel cron'",
            (),
            "error: systemctl has no action enabel, so it fails. Did you mean enable? Use systemctl enable.",
        ),
        (
            "BM126",
            "/bin/bash -c 'set -e; pip3 instal --break-system-packages numpy'",
            (),
            "error: pip3 has no action instal, so it fails. Did you mean install? Use pip3 install.",
        ),
        (
            "BM128",
            "/bin/bash -c 'set -e; systemctl daemon-reload; systemctl enable --now node_exporter'",
            (),
            (
                "error: nothing adds the service node_exporter, so systemctl fails. Write "
                "/etc/systemd/system/node_exporter.service first, or install what has it."
            ),
        ),
        (
            "BM128",
            "/bin/bash -c 'set -e; mkdir -p /opt/agent; cp agentd /opt/agent/; systemctl start telemetry'",
            (),
            (
                "error: nothing adds the service telemetry, so systemctl fails. Write "
                "/etc/systemd/system/telemetry.service first, or install what has it."
            ),
        ),
        (
            "BM128",
            "/bin/bash -c 'set -e; sysctl -w vm.swappiness=1; systemctl restart slurmd'",
            (),
            (
                "error: nothing adds the service slurmd, so systemctl fails. Write "
                "/etc/systemd/system/slurmd.service first, or install what has it."
            ),
        ),
        (
            "BM323",
            "/bin/bash -c 'set -e; apt-get update; apt-get install -y linux-azure; reboot'",
            (),
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it "
                "forever, and it never becomes ready. Restart only if it is needed, for example if a file doesn't"
                " exist that you create before."
            ),
        ),
    ],
)
def test_sentences_about_nodes(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))


NO_USER = (
    "error: the nodes have no user render, and nothing makes it, so the command fails. Run id -u render || useradd -m render "
    "first, or add the user to userAccounts of the pool."
)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("usermod -d /data -m render", [NO_USER]),
        ("usermod -md /data render", [NO_USER]),
        ("usermod -c Renderer render", [NO_USER]),
        ("usermod render -aG video", [NO_USER]),
        ("usermod --shell /bin/sh render", [NO_USER]),
        ("usermod root -aG video", []),
        ("usermod root -moG video", []),
        ("usermod root --append --groups video", []),
        ("usermod -aG video root", []),
        ("usermod", []),
        ("chown -c render /srv", [NO_USER]),
        ("chown --from=root render /srv", [NO_USER]),
        ("chown --from root render /srv", [NO_USER]),
        ("chown --reference=data logs old", []),
        ("chown --reference data logs old", []),
        ("chown render", []),
        ("chown -c", []),
    ],
)
def test_options_before_a_user(command: str, expected: list[str]) -> None:
    assert sentences("BM214", admin_pool(f"/bin/bash -c 'set -e; {command}'")) == expected
