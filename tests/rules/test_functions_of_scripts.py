"""A function of a script isn't the program with its name: no rule about the program judges a call of it."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import LINUX, bash, found, pool

from batchmodels import EnvironmentSetting
from batchmodels.identities import pool_admin

ADMIN: dict[str, Any] = {"user_identity": pool_admin()}
PROXY: dict[str, Any] = {"environment_settings": [EnvironmentSetting(name="http_proxy", value="http://10.0.0.4:3128")]}


@pytest.mark.parametrize(
    ("rule", "name", "script", "members"),
    [
        ("BM201", "apt-get", "apt-get install -y jq", {}),
        ("BM202", "systemctl", "systemctl restart docker", {}),
        ("BM202", "docker", "docker pull alpine:3", {}),
        ("BM203", "cp", "cp tool.conf /etc/tool.conf", {}),
        ("BM205", "su", "su svc -c id", {}),
        ("BM323", "reboot", "reboot", ADMIN),
        ("BM323", "systemctl", "systemctl poweroff", ADMIN),
        ("BM301", "apt-get", "apt-get install jq", ADMIN),
        ("BM303", "mkdir", "mkdir work", {}),
        ("BM121", "bash", "bash; ./install.sh", {}),
        ("BM124", "pkill", "pkill agent", ADMIN),
        ("BM124", "yes", "set -euo pipefail; yes | ./setup; echo", ADMIN),
        ("BM617", "curl", "curl -sf http://169.254.169.254/metadata/instance", PROXY),
    ],
)
def test_calls_of_functions(rule: str, name: str, script: str, members: dict[str, Any]) -> None:
    (said,) = found(pool(LINUX, bash(script), **members), rule)
    assert f" {rule} " in said
    assert found(pool(LINUX, bash(f'{name}() {{ ./wrapper "$@"; }}; {script}'), **members), rule) == []


@pytest.mark.parametrize(
    ("rule", "script"),
    [
        ("BM202", "docker() { ./wrapper; }; command docker pull alpine:3"),
        ("BM202", "docker() { ./wrapper; }; sudo docker pull alpine:3"),
        ("BM202", "Docker() { ./wrapper; }; docker pull alpine:3"),
        ("BM201", 'apt-get() { ./wrapper; }; sh -c "apt-get install -y jq"'),
    ],
)
def test_the_program_of_the_name_runs(rule: str, script: str) -> None:
    assert len(found(pool(LINUX, bash(script)), rule)) == 1
