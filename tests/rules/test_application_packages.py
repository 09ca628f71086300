"""The variables of application packages."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import (
    ApplicationPackageReference,
    AutoPoolSpecification,
    CloudPool,
    EnvironmentSetting,
    JobAddParameter,
    JobManagerTask,
    PoolAddParameter,
    PoolInformation,
    PoolLifetimeOption,
    PoolPatchParameter,
    PoolSpecification,
    StartTask,
    TaskAddParameter,
)


def references(packages: str) -> list[ApplicationPackageReference]:
    """References such as ``name@version`` or ``name``."""
    parts = [each.partition("@") for each in packages.split()]
    return [ApplicationPackageReference(application_id=name, version=version or None) for name, _, version in parts]


def with_packages(agent: str, command_line: str, packages: str) -> PoolAddParameter:
    body = pool(agent, command_line)
    body.application_package_references = references(packages) or None
    return body


def plain(texts: list[str]) -> list[str]:
    """Findings without the path and the rule."""
    return [text.partition(": BM410 ")[2] for text in texts]


ON_LINUX: list[tuple[str, str, list[str]]] = [
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4.3/bin",
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4.3 isn't set: the variable of ffmpeg 4.3 on Linux is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg_4_3. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3/bin",
        "ffmpeg@4.3",
        [],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_FFmpeg_4_3",
        "ffmpeg@4.3",
        [],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4.3",
        "ffmpeg@3.4",
        [
            (
                "error: the shell ends the name of the variable before '.': on Linux, dots, hyphens and # are "
                "underscores in the name. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3",
        "ffmpeg@3.4",
        [
            (
                "error: the command line asks for version 4_3 of the application package ffmpeg, but the pool "
                "references version 3.4. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_3_4, or reference the version that the "
                "command line asks for."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3",
        "ffmpeg@3.4 ffmpeg",
        [
            (
                "error: the command line asks for version 4_3 of the application package ffmpeg, but the pool "
                "references version 3.4 and its default version. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_3_4 or "
                "$AZ_BATCH_APP_PACKAGE_ffmpeg, or reference the version that the command line asks for."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3",
        "ffmpeg",
        [
            (
                "error: the command line asks for version 4_3 of the application package ffmpeg, but the pool "
                "references its default version. Use $AZ_BATCH_APP_PACKAGE_ffmpeg, or reference the version that the "
                "command line asks for."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg",
        "ffmpeg@4.3",
        [
            (
                "error: the command line asks for the default version of the application package ffmpeg, but the "
                "pool references version 4.3. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3, or reference the version that "
                "the command line asks for."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg",
        "ffmpeg",
        [],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpg_4_3",
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpg_4_3 isn't set: the pool references no such application package, "
                "only ffmpeg; did you mean $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3? Add the package to "
                "applicationPackageReferences, or correct the name."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_blender_4",
        "ffmpeg@4.3 maya@2023",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_blender_4 isn't set: the pool references no such application package, "
                "only ffmpeg and maya. Add the package to applicationPackageReferences, or correct the name."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_blender_4",
        "a b c d",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_blender_4 isn't set: the pool references no such application package, "
                "only a and b and c. Add the package to applicationPackageReferences, or correct the name."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_static_6_0",
        "ffmpeg@6.0 ffmpeg-static@6.0",
        [],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_static_6_1",
        "ffmpeg@6.0 ffmpeg-static@6.0",
        [
            (
                "error: the command line asks for version 6_1 of the application package ffmpeg-static, but the pool "
                "references version 6.0. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_static_6_0, or reference the version that "
                "the command line asks for."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg-static_6.0",
        "ffmpeg-static@6.0",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg-static_6.0 isn't set: the variable of ffmpeg-static 6.0 on Linux "
                "is AZ_BATCH_APP_PACKAGE_ffmpeg_static_6_0. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_static_6_0."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg-static_6.0",
        "",
        [
            (
                "error: the shell ends the name of the variable before '-': on Linux, dots, hyphens and # are "
                "underscores in the name. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_static_6_0."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4.3.",
        "",
        [
            (
                "error: the shell ends the name of the variable before '.': on Linux, dots, hyphens and # are "
                "underscores in the name. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3",
        "",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4_3 isn't set: the pool references no application packages. "
                "Add the package to applicationPackageReferences."
            )
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4.3",
        "/subscriptions/x/applications/ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4.3 isn't set: the variable of ffmpeg 4.3 on Linux is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg_4_3. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
        ],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE_ffmpegs",
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpegs isn't set: the pool references no such application package, "
                "only ffmpeg; did you mean $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3? Add the package to "
                "applicationPackageReferences, or correct the name."
            ),
        ],
    ),
    (
        'ls "${AZ_BATCH_APP_PACKAGE_ffmpeg#4.3}"',
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg#4.3 isn't set: the variable of ffmpeg 4.3 on Linux is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg_4_3. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
        ],
    ),
    (
        "ls ${AZ_BATCH_APP_PACKAGE_ffmpeg_4_3}",
        "ffmpeg@4.3",
        [],
    ),
    (
        "ls ${AZ_BATCH_APP_PACKAGE_ffmpeg#4.3} ${AZ_BATCH_APP_PACKAGE_ffmpeg#4.3}",
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg#4.3 isn't set: the variable of ffmpeg 4.3 on Linux is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg_4_3. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
        ],
    ),
    (
        "A=$AZ_BATCH_APP_PACKAGE_ffmpeg_4.3; ls > $AZ_BATCH_APP_PACKAGE_maya_2.0/x",
        "ffmpeg@4.3 maya@2.0",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4.3 isn't set: the variable of ffmpeg 4.3 on Linux is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg_4_3. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
            (
                "error: AZ_BATCH_APP_PACKAGE_maya_2.0 isn't set: the variable of maya 2.0 on Linux is "
                "AZ_BATCH_APP_PACKAGE_maya_2_0. Use $AZ_BATCH_APP_PACKAGE_maya_2_0."
            ),
        ],
    ),
    (
        'bash -c "ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4.3"',
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4.3 isn't set: the variable of ffmpeg 4.3 on Linux is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg_4_3. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3."
            ),
        ],
    ),
    (
        "ls '$AZ_BATCH_APP_PACKAGE_ffmpeg_4.3'",
        "ffmpeg@4.3",
        [],
    ),
    (
        "ls $AZ_BATCH_APP_PACKAGE",
        "ffmpeg@4.3",
        [],
    ),
    (
        "ls $OTHER_ffmpeg_4.3",
        "ffmpeg@4.3",
        [],
    ),
]
"""Scripts of bash, and the packages of the pool."""


@pytest.mark.parametrize(("script", "packages", "expected"), ON_LINUX)
def test_on_linux(script: str, packages: str, expected: list[str]) -> None:
    assert plain(found(with_packages(LINUX, bash(script), packages), "BM410")) == expected


ON_WINDOWS: list[tuple[str, str, list[str]]] = [
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_ffmpeg#4.3%",
        "ffmpeg@4.3",
        [],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_FFMPEG#4.3%",
        "ffmpeg@4.3",
        [],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_ffmpeg_4_3%",
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4_3 isn't set: the variable of ffmpeg 4.3 on Windows is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg#4.3. Use %AZ_BATCH_APP_PACKAGE_ffmpeg#4.3%."
            ),
        ],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_ffmpeg_4.3%",
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4.3 isn't set: the variable of ffmpeg 4.3 on Windows is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg#4.3. Use %AZ_BATCH_APP_PACKAGE_ffmpeg#4.3%."
            ),
        ],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_ffmpeg#4.3%",
        "ffmpeg@3.4",
        [
            (
                "error: the command line asks for version 4.3 of the application package ffmpeg, but the pool "
                "references version 3.4. Use %AZ_BATCH_APP_PACKAGE_ffmpeg#3.4%, or reference the version that the "
                "command line asks for."
            ),
        ],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_ffmpeg%",
        "ffmpeg@3.4",
        [
            (
                "error: the command line asks for the default version of the application package ffmpeg, but the "
                "pool references version 3.4. Use %AZ_BATCH_APP_PACKAGE_ffmpeg#3.4%, or reference the version that "
                "the command line asks for."
            ),
        ],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_ffmpeg#4%",
        "ffmpeg",
        [
            (
                "error: the command line asks for version 4 of the application package ffmpeg, but the pool "
                "references its default version. Use %AZ_BATCH_APP_PACKAGE_ffmpeg%, or reference the version that "
                "the command line asks for."
            ),
        ],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_maya#2%",
        "ffmpeg@1",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_maya#2 isn't set: the pool references no such application package, only "
                "ffmpeg. Add the package to applicationPackageReferences, or correct the name."
            ),
        ],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_maya#2%",
        "",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_maya#2 isn't set: the pool references no application packages. "
                "Add the package to applicationPackageReferences."
            )
        ],
    ),
    (
        "cmd /v:on /c dir !AZ_BATCH_APP_PACKAGE_ffmpeg_4!",
        "ffmpeg@4",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4 isn't set: the variable of ffmpeg 4 on Windows is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg#4. Use %AZ_BATCH_APP_PACKAGE_ffmpeg#4%."
            ),
        ],
    ),
    (
        "cmd /c dir %AZ_BATCH_APP_PACKAGE_ffmpeg#4:~0,3%",
        "ffmpeg@5",
        [
            (
                "error: the command line asks for version 4 of the application package ffmpeg, but the pool "
                "references version 5. Use %AZ_BATCH_APP_PACKAGE_ffmpeg#5%, or reference the version that the "
                "command line asks for."
            ),
        ],
    ),
    (
        'powershell -Command "dir $env:AZ_BATCH_APP_PACKAGE_ffmpeg#4.3"',
        "ffmpeg@4.3",
        [
            (
                "error: PowerShell ends the name of a variable before '#' unless it is in braces. Use "
                "${env:AZ_BATCH_APP_PACKAGE_ffmpeg#4.3}."
            ),
        ],
    ),
    (
        'powershell -Command "dir ${env:AZ_BATCH_APP_PACKAGE_ffmpeg#4.3}"',
        "ffmpeg@4.3",
        [],
    ),
    (
        'powershell -Command "dir ${env:AZ_BATCH_APP_PACKAGE_ffmpeg_4_3}"',
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4_3 isn't set: the variable of ffmpeg 4.3 on Windows is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg#4.3. Use ${env:AZ_BATCH_APP_PACKAGE_ffmpeg#4.3}."
            ),
        ],
    ),
    (
        'powershell -Command "dir $env:AZ_BATCH_APP_PACKAGE_ffmpeg"',
        "ffmpeg",
        [],
    ),
    (
        "dir %AZ_BATCH_APP_PACKAGE_ffmpeg#5%",
        "ffmpeg@4.3",
        [],
    ),
    (
        "C:\\msys\\bash.exe -c 'ls $AZ_BATCH_APP_PACKAGE_ffmpeg_4_3'",
        "ffmpeg@4.3",
        [
            (
                "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4_3 isn't set: the variable of ffmpeg 4.3 on Windows is "
                "AZ_BATCH_APP_PACKAGE_ffmpeg#4.3. Use $(printenv 'AZ_BATCH_APP_PACKAGE_ffmpeg#4.3')."
            ),
        ],
    ),
]
"""Command lines, and the packages of the pool."""


@pytest.mark.parametrize(("command_line", "packages", "expected"), ON_WINDOWS)
def test_on_windows(command_line: str, packages: str, expected: list[str]) -> None:
    assert plain(found(with_packages(WINDOWS, command_line, packages), "BM410")) == expected


LINE = bash("$AZ_BATCH_APP_PACKAGE_ffmpeg_4_3/ffmpeg")


def test_a_variable_of_the_task() -> None:
    """An environment setting may have the name."""
    body = with_packages(LINUX, LINE, "maya@2023")
    assert len(found(body, "BM410")) == 1
    assert body.start_task is not None
    body.start_task.environment_settings = [EnvironmentSetting(name="AZ_BATCH_APP_PACKAGE_ffmpeg_4_3", value="/opt")]
    assert found(body, "BM410") == []
    body.start_task.environment_settings = [EnvironmentSetting(name="AZ_BATCH_APP_PACKAGE_ffmpeg", value="/opt")]
    assert len(found(body, "BM410")) == 1


def test_packages_of_a_task() -> None:
    task = TaskAddParameter(id="t", command_line=LINE, application_package_references=references("ffmpeg@3.4"))
    assert found(task, "BM410") == [
        (
            "$.commandLine: BM410 warning: the command line asks for version 4_3 of the application package ffmpeg, but the "
            "task references version 3.4. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_3_4, or reference the version that the command line "
            "asks for."
        )
    ]
    task.application_package_references = references("maya@2023")
    assert found(task, "BM410") == []  # the pool may reference ffmpeg
    task.application_package_references = references("ffmpeg@4.3")
    assert found(task, "BM410") == []
    assert found(TaskAddParameter(id="t", command_line=LINE), "BM410") == []


def test_packages_of_a_task_and_its_pool() -> None:
    manager = JobManagerTask(id="m", command_line=LINE, application_package_references=references("maya@2023"))
    specification = PoolSpecification(vm_size="s", application_package_references=references("blender@4.1"))
    auto_pool = AutoPoolSpecification(pool_lifetime_option=PoolLifetimeOption.job, pool=specification)
    job = JobAddParameter(id="j", pool_info=PoolInformation(auto_pool_specification=auto_pool), job_manager_task=manager)
    assert found(job, "BM410") == [
        (
            "$.jobManagerTask.commandLine: BM410 error: AZ_BATCH_APP_PACKAGE_ffmpeg_4_3 isn't set: the pool and the task "
            "reference no such application package, only blender and maya. Add the package to applicationPackageReferences, or "
            "correct the name."
        )
    ]
    specification.application_package_references = references("ffmpeg@4.3")
    assert found(job, "BM410") == []
    manager.application_package_references = None
    specification.application_package_references = references("ffmpeg@3.4")
    assert [text.partition("ffmpeg, ")[2] for text in found(job, "BM410")] == [
        (
            "but the pool references version 3.4. Use $AZ_BATCH_APP_PACKAGE_ffmpeg_3_4, or reference the version that the "
            "command line asks for."
        )
    ]


def test_what_is_unknown() -> None:
    assert found(StartTask(command_line=LINE), "BM410") == []
    assert found(PoolPatchParameter(start_task=StartTask(command_line=LINE)), "BM410") == []
    body = with_packages(LINUX, LINE, "ffmpeg@4.3")
    body.application_package_references = [ApplicationPackageReference.deserialize({})]
    assert found(body, "BM410") == []
    assert found(CloudPool(id="p", start_task=StartTask(command_line=LINE)), "BM410") == []
    assert found(TaskAddParameter(id="t", command_line=LINE), "BM410") == []
    assert found(with_packages(LINUX, "./setup $AZ_BATCH_APP_PACKAGE_ffmpeg_4.3", "ffmpeg@4.3"), "BM410") == []


def test_where_the_system_is_unknown() -> None:
    """The shell shows it."""
    body = PoolAddParameter(id="p", vm_size="s", application_package_references=references("ffmpeg@4.3"))
    for line, right in (
        (bash("$AZ_BATCH_APP_PACKAGE_ffmpeg_4.3/x"), "Linux is AZ_BATCH_APP_PACKAGE_ffmpeg_4_3"),
        ("cmd /c %AZ_BATCH_APP_PACKAGE_ffmpeg_4_3%\\x", "Windows is AZ_BATCH_APP_PACKAGE_ffmpeg#4.3"),
    ):
        body.start_task = StartTask(command_line=line)
        (text,) = found(body, "BM410")
        assert right in text


NONE = "references no application packages. Add the package to applicationPackageReferences."


def test_a_pool_without_packages() -> None:
    message = "error: AZ_BATCH_APP_PACKAGE_ffmpeg_4_3 isn't set: the pool " + NONE
    body = with_packages(LINUX, LINE, "")
    assert plain(found(body, "BM410")) == [message]
    body.application_package_references = []
    assert plain(found(body, "BM410")) == [message]
    auto = AutoPoolSpecification(pool_lifetime_option=PoolLifetimeOption.job, pool=PoolSpecification(vm_size="s"))
    manager = JobManagerTask(id="m", command_line=LINE)
    job = JobAddParameter(id="j", pool_info=PoolInformation(auto_pool_specification=auto), job_manager_task=manager)
    assert plain(found(job, "BM410")) == [message.replace("the pool references", "the pool and the task reference")]


@pytest.mark.parametrize(
    "script",
    [
        'cp "${AZ_BATCH_APP_PACKAGE_tool_1:-/opt/tool}/x" .',
        'echo "${AZ_BATCH_APP_PACKAGE_tool_1:?reference the package tool}"',
        'if [ -d "$AZ_BATCH_APP_PACKAGE_tool_1" ]; then cp "$AZ_BATCH_APP_PACKAGE_tool_1/x" .; fi',
        '[ -n "$AZ_BATCH_APP_PACKAGE_tool_1" ] && cp "$AZ_BATCH_APP_PACKAGE_tool_1/x" .',
        'AZ_BATCH_APP_PACKAGE_tool_1=/opt/tool; cp "$AZ_BATCH_APP_PACKAGE_tool_1/x" .',
        'export AZ_BATCH_APP_PACKAGE_tool_1=/opt/tool; cp "$AZ_BATCH_APP_PACKAGE_tool_1/x" .',
        'for name in ${!AZ_BATCH_APP_PACKAGE_*}; do echo "$name"; done',
    ],
)
def test_scripts_that_do_without_a_package(script: str) -> None:
    assert found(with_packages(LINUX, bash(script), ""), "BM410") == []


def test_commands_of_windows_that_do_without_a_package() -> None:
    line = 'cmd /c "if defined AZ_BATCH_APP_PACKAGE_tool#1 xcopy /y %AZ_BATCH_APP_PACKAGE_tool#1% C:\\tool"'
    assert found(with_packages(WINDOWS, line, ""), "BM410") == []
    (text,) = found(with_packages(WINDOWS, "cmd /c xcopy /y %AZ_BATCH_APP_PACKAGE_tool#1% C:\\tool", ""), "BM410")
    assert text.endswith(NONE)


_FIX = "Use the files in the directory."
_VARIABLE = "$AZ_BATCH_APP_PACKAGE_wrf_4_6_0"
_ON_WINDOWS = "AZ_BATCH_APP_PACKAGE_wrf#4.6.0"


def unpacks(name: str, program: str, severity: str = "error", fix: str = "") -> list[str]:
    """The finding about a command that unpacks an application package."""
    what = "is the directory in which Batch has unpacked the application package, not an archive"
    fix = fix or f"Use the files in the directory, for example with cp -r {name.rstrip('/')}/. DIRECTORY."
    return [f"$.startTask.commandLine: BM431 {severity}: {name} {what}, so {program} fails. {fix}"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f'unzip -oq "{_VARIABLE}" -d /opt/wrf', unpacks(_VARIABLE, "unzip")),
        (f"unzip -d /opt/wrf {_VARIABLE}", unpacks(_VARIABLE, "unzip")),
        (f"sudo tar -xzf {_VARIABLE}/ -C /opt", unpacks(f"{_VARIABLE}/", "tar")),
        (f"tar --extract --file={_VARIABLE}", unpacks(_VARIABLE, "tar")),
        (f"7z x {_VARIABLE} -o/opt", unpacks(_VARIABLE, "7z")),
        (f"python3 -m zipfile -e {_VARIABLE} /opt", unpacks(_VARIABLE, "python3")),
        (f"jar xf {_VARIABLE}", unpacks(_VARIABLE, "jar")),
        (f"gunzip {_VARIABLE}", unpacks(_VARIABLE, "gunzip")),
        (f"xz -d {_VARIABLE}", unpacks(_VARIABLE, "xz")),
        (f"dpkg -i {_VARIABLE}", unpacks(_VARIABLE, "dpkg")),
        (f"unrar x {_VARIABLE}", unpacks(_VARIABLE, "unrar")),
        (f"unzip {_VARIABLE} || true", unpacks(_VARIABLE, "unzip", "warning")),
        (f"if [ ! -d /opt/wrf ]; then unzip {_VARIABLE} -d /opt/wrf; fi", unpacks(_VARIABLE, "unzip", "warning")),
        (f'P="{_VARIABLE}"; unzip "${{P}}" -d /opt', unpacks("${P}", "unzip")),
        (
            f'unzip "${{{_VARIABLE[1:]}}}.zip" -d /opt',
            [
                (
                    "$.startTask.commandLine: BM431 error: ${AZ_BATCH_APP_PACKAGE_wrf_4_6_0}.zip doesn't exist: the variable "
                    "is the directory in which Batch has unpacked the application package. Use the files in the directory."
                ),
            ],
        ),
        (f'P="{_VARIABLE}"; P="$P/a.zip"; unzip "$P" -d /opt', []),
        (f'unzip "{_VARIABLE}/data.zip" -d /opt', []),
        (f'unzip wrf.zip -d "{_VARIABLE}"', []),
        (f'tar -xf "{_VARIABLE}"/wrf.tgz -C "{_VARIABLE}"', []),
        (f'tar -czf a.tgz "{_VARIABLE}"', []),
        (f'7z a a.7z "{_VARIABLE}"', []),
        (f'python3 -m zipfile -c a.zip "{_VARIABLE}"', []),
        (f'cp -r "{_VARIABLE}"/. /opt', []),
        (f'if [ -f "{_VARIABLE}" ]; then unzip "{_VARIABLE}"; fi', []),
        (f"exit 0; unzip {_VARIABLE}", []),
    ],
)
def test_an_unpacked_package(script: str, expected: list[str]) -> None:
    assert found(with_packages(LINUX, bash(script), "wrf@4.6.0"), "BM431") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"cmd /c tar -xf %{_ON_WINDOWS}% -C C:\\wrf", unpacks(f"%{_ON_WINDOWS}%", "tar", fix=_FIX)),
        (f"cmd /c start /wait msiexec /i %{_ON_WINDOWS}% /qn", unpacks(f"%{_ON_WINDOWS}%", "msiexec", fix=_FIX)),
        (f"cmd /v:on /c 7z x !{_ON_WINDOWS}! -oC:\\wrf", unpacks(f"!{_ON_WINDOWS}!", "7z", fix=_FIX)),
        (f"cmd /c tar -xf %{_ON_WINDOWS}%\\data.zip -C C:\\wrf", []),
        (
            f'powershell -Command "Expand-Archive -Path ${{env:{_ON_WINDOWS}}} -DestinationPath C:\\wrf"',
            unpacks(f"${{env:{_ON_WINDOWS}}}", "Expand-Archive", fix=_FIX),
        ),
        (
            'powershell -Command "Expand-Archive $env:AZ_BATCH_APP_PACKAGE_wrf C:\\wrf"',
            unpacks("$env:AZ_BATCH_APP_PACKAGE_wrf", "Expand-Archive", fix=_FIX),
        ),
        (f'powershell -Command "Expand-Archive a.zip ${{env:{_ON_WINDOWS}}}"', []),
        (f'powershell -Command "Expand-Archive (Join-Path ${{env:{_ON_WINDOWS}}} a.zip) C:\\wrf"', []),
    ],
)
def test_an_unpacked_package_on_windows(line: str, expected: list[str]) -> None:
    assert found(with_packages(WINDOWS, line, "wrf@4.6.0 wrf"), "BM431") == expected
