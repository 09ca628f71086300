"""No finding shows a secret that the document contains, whatever a rule quotes."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import ApplicationPackageReference, Model, ResourceFile, StartTask, TaskAddParameter, review

SECRET = "Zq9hunterXvK7"


def shown(model: Model) -> list[str]:
    """The findings that show the secret."""
    return [text for finding in review(model) if SECRET in (text := f"{finding} {finding!r}")]


@pytest.mark.parametrize(
    "script",
    [
        "export API_KEY=@; cd /opt/@; ls",
        "API_KEY=@; bash @; ls",
        "./@ --password @; ./next",
        'test "$PASSWORD" == @; cd /opt/@',
        "cat > token.txt <<EOF\n@\nEOF\ncd /opt/@",
        "printf -v PASSWORD %s @; ./@",
    ],
)
def test_commands_of_a_script(script: str) -> None:
    line = script.replace("@", SECRET)
    for text in (bash(line), line, f"/bin/bash -c {line}", f"/bin/sh -c '{line}; ./next'"):
        assert shown(pool(LINUX, text)) == []
        assert shown(TaskAddParameter(id="t", command_line=text)) == []


def test_the_messages_name_the_secret_by_stars() -> None:
    image = ("canonical", "ubuntu-24_04-lts", "server")
    assert found(pool(LINUX, bash(f"export API_KEY={SECRET}; cd /opt/{SECRET}; ls"), image=image), "BM430") == [
        (
            "$.startTask.commandLine: BM430 warning: /opt/*** doesn't exist on a new node and nothing makes it, so cd fails. "
            "Run mkdir -p /opt/*** first."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        "$p = '@' | ConvertTo-SecureString -AsPlainText -Force",
        "if ($token == '@') { exit 1 }",
        "$env:PASSWORD == '@' && run",
        "set DB_PASSWORD=@",
        "set DB_PASSWORD=@; run.exe",
    ],
)
def test_commands_of_powershell(script: str) -> None:
    line = script.replace("@", SECRET)
    for text in (f'powershell -Command "{line}"', line, f"powershell -Command {line}", f"/bin/sh -c '{line}; ./next'"):
        assert shown(pool(WINDOWS, text)) == []
        assert shown(TaskAddParameter(id="t", command_line=text)) == []


def test_the_name_of_a_variable_hides_its_value() -> None:
    assert found(pool(WINDOWS, 'powershell -Command "set DB_PASSWORD=fast"'), "BM142") == [
        (
            "$.startTask.commandLine: BM142 error: in PowerShell, set means Set-Variable, so it doesn't set the environment "
            "variable .... Use $env:... = '...'."
        )
    ]
    assert found(pool(WINDOWS, 'cmd /c "set DB_PASSWORD= fast& run.exe"'), "BM146") == [
        ('$.startTask.commandLine: BM146 warning: cmd takes the blank after = as part of the value of .... Use set "...=...".')
    ]


def test_the_version_of_a_package() -> None:
    model = pool(LINUX, bash("$AZ_BATCH_APP_PACKAGE_app/run"))
    model.application_package_references = [
        ApplicationPackageReference(application_id="app", version=f"run --password {SECRET}")
    ]
    assert found(model, "BM410") == [
        (
            "$.startTask.commandLine: BM410 error: the command line asks for the default version of the application package "
            "app, but the pool references version run --password ***. Use $AZ_BATCH_APP_PACKAGE_..., or reference the version "
            "that the command line asks for."
        )
    ]


@pytest.mark.parametrize("member", ["file_path", "blob_prefix"])
def test_a_url_as_a_path(member: str) -> None:
    file = ResourceFile(storage_container_url="https://a.blob.core.windows.net/c")
    setattr(file, member, f"https://u:{SECRET}@h/x/y")
    model = StartTask(command_line=bash("./setup.sh"), resource_files=[file])
    assert found(model, "BM412") != []
    assert shown(model) == []
