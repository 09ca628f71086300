"""Environment settings whose values contain variables that nothing expands."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import EnvironmentSetting, TaskAddParameter

_SHARED = "$AZ_BATCH_NODE_SHARED_DIR/vep"


def users(agent: str, command_line: str, value: str) -> list[tuple[str, str]]:
    """The commands that get the value of ``CACHE`` as it is, with the variable in it."""
    model = pool(agent, command_line, environment_settings=[EnvironmentSetting(name="CACHE", value=value)])
    start = "$.startTask.environmentSettings[0].value: BM609 warning: no shell reads the value, so "
    end = " as it is, not the value of the variable. Set the variable in the command line, in a shell."
    texts = found(model, "BM609")
    assert all(text.startswith(start) and text.endswith(end) for text in texts)
    parts = [text.removeprefix(start).removesuffix(end).partition(" gets ") for text in texts]
    return [(user, variable) for user, _, variable in parts]


@pytest.mark.parametrize(
    ("script", "value", "expected"),
    [
        ('vep --dir_cache "$CACHE" -i x', _SHARED, [("vep", "$AZ_BATCH_NODE_SHARED_DIR")]),
        ("mkdir -p ${CACHE}/x", "${AZ_BATCH_NODE_SHARED_DIR}/vep", [("mkdir", "${AZ_BATCH_NODE_SHARED_DIR}")]),
        ('cd "$CACHE" && ./x', "$HOME/x", [("cd", "$HOME")]),
        ('"$CACHE/bin/vep" x', "$AZ_BATCH_APP_PACKAGE_vep_1", [("the shell", "$AZ_BATCH_APP_PACKAGE_vep_1")]),
        ('python3 "$CACHE/run.py"', _SHARED, [("python3", "$AZ_BATCH_NODE_SHARED_DIR")]),
        ('ls > "$CACHE/list"', _SHARED, [("ls", "$AZ_BATCH_NODE_SHARED_DIR")]),
        ('docker run -v "$CACHE:/c" image', _SHARED, [("docker run", "$AZ_BATCH_NODE_SHARED_DIR")]),
        ("vep --dir_cache /opt", _SHARED, []),
        ('eval vep "$CACHE"', _SHARED, []),
        ('D=$(echo "$CACHE" | envsubst); vep "$CACHE" "$D"', _SHARED, []),
        ('vep "${CACHE@P}"', _SHARED, []),
        ('export CACHE="$AZ_BATCH_NODE_SHARED_DIR/v"; vep "$CACHE"', _SHARED, []),
        ('CACHE=/opt/v; vep "$CACHE"', _SHARED, []),
        ('read -r CACHE < f; vep "$CACHE"', _SHARED, []),
        ('bash -c "$CACHE"', "cd $HOME", []),
        ('docker run image sh -c "$CACHE"', "cd $HOME", []),
        ("$CACHE", "$HOME/x", []),
        ('echo "$CACHE"', _SHARED, []),
        ('vep "$CACHE"', "pa$word", []),
        ('vep "$CACHE"', "$HOMEPAGE", []),
        ('vep "$CACHE"', "%TEMP%", []),
        ("vep '\\''$CACHE'\\''", _SHARED, []),
    ],
)
def test_on_linux(script: str, value: str, expected: list[tuple[str, str]]) -> None:
    assert users(LINUX, bash(script), value) == expected


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        (
            "cmd /c tool.exe --cache %CACHE%",
            r"%AZ_BATCH_NODE_SHARED_DIR%\c",
            [("tool.exe", "%AZ_BATCH_NODE_SHARED_DIR%")],
        ),
        ("cmd /c mkdir %cache%", r"%TEMP%\c", [("mkdir", "%TEMP%")]),
        ("cmd /c call tool.exe %CACHE%", r"%TEMP%\c", []),
        ('cmd /c "set CACHE=C:\\x& tool.exe %CACHE%"', r"%TEMP%\c", []),
        ('powershell -Command "tool.exe $env:CACHE"', r"%TEMP%\c", [("tool.exe", "%TEMP%")]),
        ('powershell -Command "New-Item -ItemType Directory $env:CACHE"', r"$env:TEMP\c", [("New-Item", "$env:TEMP")]),
        ('powershell -Command "tool.exe ([Environment]::ExpandEnvironmentVariables($env:CACHE))"', r"%TEMP%\c", []),
        ("powershell -Command \"$env:CACHE = 'C:\\x'; tool.exe $env:CACHE\"", r"%TEMP%\c", []),
    ],
)
def test_on_windows(line: str, value: str, expected: list[tuple[str, str]]) -> None:
    assert users(WINDOWS, line, value) == expected


def test_a_task_without_its_pool() -> None:
    settings = [EnvironmentSetting(name="MODE", value="fast"), EnvironmentSetting(name="CACHE", value=_SHARED)]
    task = TaskAddParameter(id="t", command_line=bash('vep --mode "$MODE" --dir_cache "$CACHE"'), environment_settings=settings)
    assert found(task, "BM609") == [
        (
            "$.environmentSettings[1].value: BM609 warning: no shell reads the value, so vep gets $AZ_BATCH_NODE_SHARED_DIR as "
            "it is, not the value of the variable. Set the variable in the command line, in a shell."
        )
    ]


@pytest.mark.parametrize(
    ("agent", "line", "value", "expected"),
    [
        (LINUX, "/bin/bash -c 'bash -c \"ls $CACHE\"'", _SHARED, []),
        (LINUX, '/bin/bash -c \'sudo bash -c "ls $CACHE"; vep "$CACHE"\'', _SHARED, []),
        (LINUX, "/bin/bash -c \"bash -c 'ls $CACHE'\"", _SHARED, [("ls", "$AZ_BATCH_NODE_SHARED_DIR")]),
        (WINDOWS, 'powershell -Command "powershell -Command dir $env:CACHE"', r"$env:AZ_BATCH_NODE_SHARED_DIR\vep", []),
        (
            WINDOWS,
            "powershell -Command \"powershell -Command 'Get-ChildItem $env:CACHE'\"",
            r"$env:AZ_BATCH_NODE_SHARED_DIR\vep",
            [("Get-ChildItem", "$env:AZ_BATCH_NODE_SHARED_DIR")],
        ),
        (WINDOWS, "powershell -Command \"robocopy '$env:CACHE' C:\\x\"", r"$env:AZ_BATCH_NODE_SHARED_DIR\vep", []),
    ],
)
def test_a_script_with_the_value_in_it(agent: str, line: str, value: str, expected: list[tuple[str, str]]) -> None:
    """The outer shell puts the value into the script of the inner one, which expands it."""
    assert users(agent, line, value) == expected


@pytest.mark.parametrize(
    ("agent", "value", "then"),
    [
        (LINUX, "$PATH:/opt/tools/bin", ": PATH lacks /usr/bin and /bin, and the task doesn't find the programs of the system"),
        (LINUX, "$PATH:/usr/bin", ""),
        (
            WINDOWS,
            "%PATH%;C:\\tools",
            ": PATH lacks C:\\Windows\\System32, and the task doesn't find the programs of the system",
        ),
    ],
)
def test_path_in_path(agent: str, value: str, then: str) -> None:
    model = pool(agent, "x", environment_settings=[EnvironmentSetting(name="PATH", value=value)])
    name = value.replace(";", ":").partition(":")[0]
    assert found(model, "BM609") == [
        (
            f"$.startTask.environmentSettings[0].value: BM609 warning: no shell reads the value, so {name} in it isn't "
            f"replaced by the value that PATH has before{then}. Set the variable in the command line, in a shell."
        )
    ]


def read_by_name(
    name: str, script: str = "set -e; python3 run.py", value: str = "$AZ_BATCH_NODE_SHARED_DIR/cache"
) -> list[str]:
    settings = [EnvironmentSetting(name=name, value=value)]
    return found(TaskAddParameter(id="t", command_line=bash(script), environment_settings=settings), "BM609")


@pytest.mark.parametrize("name", ["XDG_CACHE_HOME", "PYTHONPATH", "TMPDIR", "TORCH_HOME", "LD_LIBRARY_PATH"])
@pytest.mark.parametrize("variable", ["$AZ_BATCH_NODE_SHARED_DIR", "${AZ_BATCH_NODE_SHARED_DIR}"])
def test_settings_that_programs_read(name: str, variable: str) -> None:
    assert read_by_name(name, value=f"{variable}/cache") == [
        (
            "$.environmentSettings[0].value: BM609 warning: no shell reads the value, so a program that reads it "
            f"gets {variable} as "
            "it is, not the value of the variable. Set the variable in the command line, in a shell."
        )
    ]


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("HF_HOME", "set -e; python3 run.py"),  # huggingface_hub expands it
        ("OUTPUT", "set -e; python3 run.py"),  # the program may expand it
        ("XDG_CACHE_HOME", "export XDG_CACHE_HOME=/tmp/cache; python3 run.py"),
        ("XDG_CACHE_HOME", 'eval "export XDG_CACHE_HOME=$XDG_CACHE_HOME"; python3 run.py'),
    ],
)
def test_settings_that_may_be_expanded(name: str, script: str) -> None:
    assert read_by_name(name, script) == []
