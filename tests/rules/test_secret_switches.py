"""BM803 and the masking of texts: options whose names speak of a secret although none follows."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, bash, found, pool

from batchmodels import StartTask, identities
from batchmodels.secrets.text_masking import mask_text


@pytest.mark.parametrize(
    "script",
    [
        "New-LocalUser -UserMayNotChangePassword worker -NoPassword",
        "New-LocalUser -NoPassword worker",
        "New-LocalUser -PasswordNeverExpires:$true worker",
        "New-LocalUser -AccountNeverExpires -UserMayNotChangePassword worker",
        "Read-Host -AsSecureString worker",
    ],
)
def test_switches_of_cmdlets(script: str) -> None:
    line = f'powershell -Command "{script}"'
    assert found(pool(WINDOWS, line), "BM803") == []
    assert mask_text(line) == line


def test_the_user_is_shown() -> None:
    line = 'powershell -Command "New-LocalUser -UserMayNotChangePassword worker -NoPassword"'
    model = pool(WINDOWS, line, user_identity=identities.pool_admin())
    assert found(model, "BM303") == [
        (
            "$.startTask.commandLine: BM303 warning: New-LocalUser fails when the start task runs again and the user worker "
            "already exists. Use if (-not (Get-LocalUser worker -ErrorAction SilentlyContinue)) { New-LocalUser … } instead."
        )
    ]


def test_brackets_after_a_switch_are_shown() -> None:
    line = 'powershell -Command "try { New-LocalUser worker -NoPassword } catch { exit 1 }"'
    assert found(pool(WINDOWS, line), "BM202") == [
        (
            "$.startTask.commandLine: BM202 error: New-LocalUser fails because the start task doesn't run as an administrator. "
            "Run the start task as an administrator: "
            '"userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; '
            "in Python, user_identity=identities.pool_admin()."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        "docker login --password-stdin registry.example.com -u bob",
        "adduser --disabled-password worker",
        "app --allow-empty-password host",
        "app --nopassword worker",
    ],
)
def test_switches_of_programs(script: str) -> None:
    line = bash(script)
    assert found(StartTask(command_line=line), "BM803") == []
    assert mask_text(line) == line


@pytest.mark.parametrize(
    ("script", "masked"),
    [
        ("psql --password database", "psql --password ***"),
        ("mysqldump --password database", "mysqldump --password ***"),
        ("gh auth login --with-token hunter22", "gh auth login --with-token ***"),
        ("cryptsetup --verify-passphrase hunter22", "cryptsetup --verify-passphrase ***"),
        ("app --use-token hunter22", "app --use-token ***"),
        ("az acr login --expose-token hunter22", "az acr login --expose-token ***"),
        ("gitea admin user create --random-password hunter22", "gitea admin user create --random-password ***"),
        ("app --auto-generate-password hunter22", "app --auto-generate-password ***"),
        ("app --show-secret hunter22", "app --show-secret ***"),
    ],
)
def test_what_may_be_a_secret_is_masked_without_a_finding(script: str, masked: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM803") == []
    assert mask_text(bash(script)) == bash(masked)


@pytest.mark.parametrize(
    ("script", "masked"),
    [
        ("app --password hunter22", "app --password ***"),
        ("app --set-password hunter22", "app --set-password ***"),
        ("app --use-token=hunter22", "app --use-token=***"),
        ("app --no-proxy --password hunter22", "app --no-proxy --password ***"),
        ("psql --password=hunter22 database", "psql --password=*** database"),
        ("app -AdminPassword hunter22", "app -AdminPassword ***"),
        ("pwsh -File a.ps1 -NoPassword:$false -Password hunter22", "pwsh -File a.ps1 -NoPassword:$false -Password ***"),
    ],
)
def test_a_real_secret_is_reported_and_masked(script: str, masked: str) -> None:
    (finding,) = found(StartTask(command_line=bash(script)), "BM803")
    assert finding.startswith("$.commandLine: BM803 warning: the command line contains a secret in plain text (the value of -")
    assert mask_text(bash(script)) == bash(masked)
