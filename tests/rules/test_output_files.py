"""Output files: the patterns that match nothing, and the destinations: BM066 to BM069."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import JobManagerTask, TaskAddCollectionParameter, TaskAddParameter, review
from batchmodels.rules.finding import Replace

CONTAINER = "https://acct.blob.core.windows.net/results"
SIGNED = CONTAINER + "?sv=2022-11-02&sr=c&sp={}&sig=abc"
IDENTITY = {"resourceId": "/subscriptions/0/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i"}


def output(
    pattern: str, path: str | None = None, url: str = CONTAINER, condition: str = "taskcompletion", *, identity: bool = True
) -> dict[str, Any]:
    """An output file, uploaded with an identity."""
    container: dict[str, Any] = {"containerUrl": url}
    if path is not None:
        container["path"] = path
    if identity:
        container["identityReference"] = IDENTITY
    return {"filePattern": pattern, "destination": {"container": container}, "uploadOptions": {"uploadCondition": condition}}


def document(line: str, *files: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"id": "t", "commandLine": line, "outputFiles": list(files), **members}


def task(line: str, *files: dict[str, Any], **members: Any) -> TaskAddParameter:
    return TaskAddParameter.deserialize(document(line, *files, **members))


def pattern(line: str, text: str, **members: Any) -> list[str]:
    """What BM066 says about a pattern, without the path."""
    says = found(task(line, output(text), **members), "BM066")
    start = "$.outputFiles[0].filePattern: BM066 warning: "
    assert all(line.startswith(start) for line in says)
    return [line.removeprefix(start) for line in says]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("std*.txt", "../std*.txt"),
        ("stdout.txt", "../stdout.txt"),
        ("./stderr.txt", "../stderr.txt"),
        ("std*", "../std*"),
        ("std???.txt", "../std???.txt"),
        ("stdout.log", "../stdout.txt"),
        ("../stderr", "../stderr.txt"),
        ("../std*.log", "../std*.txt"),
    ],
)
def test_the_output_of_the_task_is_above_its_working_directory(text: str, meant: str) -> None:
    shown = text.removeprefix("./")
    assert pattern("./a", text) == [
        (
            f"Batch writes stdout.txt and stderr.txt to the directory above the working directory, so {shown} matches neither "
            f"of them. Use {meant}."
        )
    ]
    (finding,) = review(task("./a", output(text)))
    assert finding.edit == Replace(("outputFiles", 0, "filePattern"), meant)


@pytest.mark.parametrize(
    "text",
    [
        "../std*.txt",
        "*.txt",
        "**/*.txt",
        "standard.txt",
        "$AZ_BATCH_TASK_DIR/std*.txt",
        "logs/stdout.txt",
        "../std*",
        "../*.txt",
    ],
)
def test_other_patterns_for_the_output(text: str) -> None:
    assert pattern("./a", text) == []


def test_a_script_that_writes_a_file_of_that_name() -> None:
    assert pattern(bash("set -e; ./a > stdout.txt"), "stdout.txt") == []
    assert pattern("./a --log stdout.txt", "std*.txt") == []


@pytest.mark.parametrize(
    ("line", "text", "says"),
    [
        (
            bash("./a"),
            "..\\std*.txt",
            "only / separates directories on Linux, so ..\\std*.txt matches no file. Use ../std*.txt.",
        ),
        (
            "/bin/sh a.sh",
            "%AZ_BATCH_TASK_DIR%\\std*.txt",
            (
                "patterns have variables as $AZ_BATCH_TASK_DIR on Linux, so %AZ_BATCH_TASK_DIR% isn't expanded and the pattern "
                "matches no file. Use $AZ_BATCH_TASK_DIR/std*.txt."
            ),
        ),
        (
            "cmd /c a.exe",
            "$AZ_BATCH_TASK_DIR\\*.csv",
            (
                "patterns have variables as %AZ_BATCH_TASK_DIR% on Windows, so $AZ_BATCH_TASK_DIR isn't expanded and the "
                "pattern matches no file. Use %AZ_BATCH_TASK_DIR%\\*.csv."
            ),
        ),
        (
            bash("./a"),
            "D:/batch/out.csv",
            "D:/batch/out.csv is a Windows path, but the task runs on Linux, so it matches no file. Use a path of Linux.",
        ),
    ],
)
def test_patterns_of_another_operating_system(line: str, text: str, says: str) -> None:
    assert pattern(line, text) == [says]
    assert pattern("./a", text) == []  # the operating system is unknown


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("cmd /c a.exe", "..\\std*.txt"),
        ("cmd /c a.exe", "%AZ_BATCH_TASK_DIR%\\*.csv"),
        (bash("./a"), "$AZ_BATCH_TASK_DIR/*.csv"),
        (bash("./a"), "a\\[1].csv"),
    ],
)
def test_patterns_of_the_same_operating_system(line: str, text: str) -> None:
    assert pattern(line, text) == []


def test_the_working_directory_is_not_part_of_a_pattern() -> None:
    assert pattern("./a", "wd/*.csv") == [
        "patterns are relative to the task's working directory, which is wd itself, so wd/*.csv matches no file. Use *.csv."
    ]
    assert pattern(bash("set -e; mkdir -p wd; ./a > wd/a.csv"), "wd/*.csv") == []


@pytest.mark.parametrize(
    ("script", "place"),
    [
        ("./a > /tmp/out.csv", "/tmp/out.csv"),
        ("curl -fsSo /data/out.csv https://a.example/b", "/data/out.csv"),
        ('./a > "$AZ_BATCH_NODE_SHARED_DIR/out.csv"', "$AZ_BATCH_NODE_SHARED_DIR/out.csv"),
        ("cd sub; ./a > out.csv", "sub/out.csv"),
        ("cd /data && ./a | tee out.csv", "/data/out.csv"),
        ("./a > sub/out.csv", "sub/out.csv"),
    ],
)
def test_a_file_that_is_elsewhere(script: str, place: str) -> None:
    assert pattern(bash(script), "out.csv") == [
        f"the command writes {place}, which the pattern out.csv doesn't match. Use the pattern {place}, or write out.csv."
    ]


@pytest.mark.parametrize(
    "script",
    [
        "./a > out.csv",
        "./a > ./out.csv",
        "./a > $AZ_BATCH_TASK_WORKING_DIR/out.csv",
        "./a --out out.csv > /tmp/out.csv",
        "./a > /tmp/out.csv; mv /tmp/out.csv .",
        "./a > /tmp/out.csv; cp /tmp/out.csv out.csv",
        "rm -f /tmp/out.csv; ./a",
        "cd sub; cd ..; ./a > out.csv",
        "if b; then cd sub; fi; ./a > out.csv",
        "(cd sub; b); ./a > out.csv",
        "mkdir -p /data/out.csv; ./a",
        "./a > /dev/null 2>&1",
    ],
)
def test_a_file_that_may_be_there(script: str) -> None:
    assert pattern(bash(script), "out.csv") == []


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("./a --output /data/out.csv", "/data/out.csv"),
        ("./a --output=/data/out.csv", "/data/out.csv"),
        ("./a -o /data/out.csv", "/data/out.csv"),
        (bash("set -e; ./a; cp in.csv /data/out.csv"), "/data/out.csv"),
        (bash("set -e; ./a; cp /tmp/out.csv /data/"), "/data/out.csv"),
        (bash("set -e; ./a; zip /tmp/out.csv in.csv"), "/tmp/out.csv"),
        (bash("set -e; tar -czf /tmp/out.csv in"), "/tmp/out.csv"),
        (bash("ffmpeg -i a.mp4 /tmp/out.csv"), "/tmp/out.csv"),
        (bash("./a > out/../sub/out.csv"), "sub/out.csv"),
    ],
)
def test_a_file_that_an_option_or_a_program_names(line: str, place: str) -> None:
    assert pattern(line, "out.csv") == [
        f"the command writes {place}, which the pattern out.csv doesn't match. Use the pattern {place}, or write out.csv."
    ]


@pytest.mark.parametrize(
    "text", ["../wd/out.csv", "$AZ_BATCH_TASK_DIR/wd/out.csv", "$AZ_BATCH_TASK_WORKING_DIR/out.csv", "./out.csv"]
)
def test_another_way_to_the_working_directory(text: str) -> None:
    assert pattern(bash("./a > out.csv"), text) == []


def test_a_file_in_the_directory_above() -> None:
    says = (
        "the command writes out.csv, which the pattern ../out.csv doesn't match. Use the pattern out.csv, or write ../out.csv."
    )
    assert pattern(bash("./a > out.csv"), "../out.csv") == [says]
    assert pattern(bash("./a > out.csv"), "$AZ_BATCH_TASK_DIR/out.csv") == [says]
    assert pattern(bash("./a > $AZ_BATCH_TASK_DIR/out.csv"), "../out.csv") == []


def test_a_file_that_is_moved_away() -> None:
    assert pattern(bash("set -e; ./a; mv out.csv $AZ_BATCH_NODE_SHARED_DIR"), "out.csv") == [
        (
            "the command moves out.csv to $AZ_BATCH_NODE_SHARED_DIR/out.csv, so the pattern out.csv matches no file. Use the "
            "pattern $AZ_BATCH_NODE_SHARED_DIR/out.csv, or keep the file."
        )
    ]
    assert pattern("cmd /c a.exe && move out.csv old.csv", "out.csv")[0].startswith("the command moves out.csv to old.csv, ")
    for script in ("mv out.csv old.csv; ./a > out.csv", "./a && mv -f a.csv out.csv", "test -f b && mv out.csv b"):
        assert pattern(bash(f"set -e; {script}"), "out.csv") == []


def test_a_directory() -> None:
    says = "is a directory, and a pattern matches files. Use results/**/* for all files in it."
    assert pattern(bash("set -e; mkdir -p results; ./a"), "results") == [f"results {says}"]
    assert pattern("./a", "results/") == [f"results/ {says}"]
    assert pattern(bash("set -e; mkdir -p results; ./a"), "results/*") == []
    assert pattern(bash("set -e; mkdir -p results; ./a"), "result") == []


def test_braces() -> None:
    assert pattern("./a", "*.{csv,txt}") == [
        "braces aren't wildcards in patterns, so *.{csv,txt} matches no file. Use one output file for each of the alternatives."
    ]
    assert pattern("./a", "{name}.csv") == []


def test_a_misspelled_file() -> None:
    assert pattern(bash("./a > results.json"), "result.json") == [
        (
            "the command line doesn't write result.json. Did you mean results.json? Use the pattern results.json, or write "
            "result.json."
        )
    ]
    assert pattern(bash("ffmpeg -i in.mp4 -vn out.mkv"), "out.mp4") == [
        "the command line doesn't write out.mp4. Did you mean out.mkv? Use the pattern out.mkv, or write out.mp4."
    ]
    assert pattern(bash("./a > simulation-results.log"), "simulation-results.csv") == []  # it is the log
    assert pattern(bash("./a > part-1.csv"), "part-2.csv") == []
    assert pattern(bash("./a > table.csv"), "log.txt") == []
    assert pattern(bash("./a result.json > results.json"), "result.json") == []
    both = task(bash("./a > results.json"), output("result.json"), output("results.json"))
    assert found(both, "BM066") == []


def test_files_of_a_container() -> None:
    image = {"imageName": "a"}
    assert pattern("./a", "/app/out.csv", containerSettings=image) == [
        (
            "/app/out.csv is a file of the node, but the task runs in a container, whose files outside of Batch's directories "
            "aren't on the node. Write the file to the working directory, or to a directory such as $AZ_BATCH_TASK_DIR."
        )
    ]
    assert pattern("./a", "/app/out.csv") == []
    assert pattern("./a", "/mnt/batch/out.csv", containerSettings=image) == []
    mounted = {**image, "containerRunOptions": "--rm -v /app:/app"}
    assert pattern("./a", "/app/out.csv", containerSettings=mounted) == []
    own = {**image, "workingDirectory": "containerImageDefault"}
    assert pattern(bash("./a > out.csv"), "out.csv", containerSettings=own) == [
        (
            "the container starts in the image's directory, so the command writes out.csv there, and not to the task's working "
            "directory. Write it to $AZ_BATCH_TASK_WORKING_DIR/out.csv, or remove workingDirectory."
        )
    ]
    assert pattern(bash("./a > out.csv"), "out.csv", containerSettings=image) == []


def without_a_slash(text: str, place: str, meant: str) -> list[str]:
    return [
        (
            f"wildcards don't match a slash, so {text} doesn't match {place}, which the command writes. Use the pattern "
            f"{meant}, or write to the working directory."
        )
    ]


@pytest.mark.parametrize(
    ("line", "place", "meant"),
    [
        (bash("mkdir -p out && python3 a.py --csv out/a.csv --summary out/b.csv"), "out/a.csv", "out/*.csv"),
        (bash("mkdir -p data/new && python3 a.py --table=data/new/a.csv"), "data/new/a.csv", "data/new/*.csv"),
        (bash("set -e; . venv/bin/activate; pip install b; python3 a.py > out/a.csv"), "out/a.csv", "out/*.csv"),
        ("python3 a.py --csv results/a.csv", "results/a.csv", "results/*.csv"),
        (bash("cd out && ./a > a.csv"), "out/a.csv", "out/*.csv"),
        (bash("./a > /tmp/a.csv"), "/tmp/a.csv", "/tmp/*.csv"),
        (bash("./a > ../a.csv"), "../a.csv", "../*.csv"),
        (bash("set -e; ./a -o c/a.csv; ./a -o d/b.csv"), "c/a.csv", "**/*.csv"),
        (bash("./a > out/$AZ_BATCH_TASK_ID.csv"), "out/$AZ_BATCH_TASK_ID.csv", "out/*.csv"),
        ('cmd /c "md out & a.exe --csv out\\a.csv"', "out/a.csv", "out/*.csv"),
        ('powershell -Command "./a.exe -Csv out\\a.csv"', "out/a.csv", "out/*.csv"),
    ],
)
def test_all_files_are_in_a_directory(line: str, place: str, meant: str) -> None:
    assert pattern(line, "*.csv") == without_a_slash("*.csv", place, meant)
    assert pattern(line, meant) == []


def test_a_file_in_a_directory_for_output() -> None:
    says = "the command writes out/a.csv, which the pattern a.csv doesn't match. Use the pattern out/a.csv, or write a.csv."
    assert pattern("python3 a.py --csv out/a.csv", "a.csv") == [says]
    assert pattern(bash("mkdir -p out && python3 a.py --csv=out/a.csv"), "a.csv") == [says]
    assert pattern("python3 a.py --csv data/a.csv", "a.csv") == []


@pytest.mark.parametrize(
    "script",
    [
        "python3 a.py --csv data/a.csv",
        "python3 a.py --input out/a.csv",
        "./a > out/a.csv && ./b",
        "./a > out/a.csv && ./b out/a.csv",
        "./a > out/a.csv && mv out/a.csv .",
        "./a > out/a.csv && mv out/*.csv .",
        "./a > out/a.csv && cp -r out/* .",
        "./a > out/a.csv && find out -name b -exec mv {} . +",
        "./a --log run.csv > out/a.csv",
        "./a > $OUT/a.csv",
        "./a > out/a.csv && bash b.sh",
    ],
)
def test_files_that_may_be_in_the_working_directory(script: str) -> None:
    assert pattern(bash(script), "*.csv") == []


def test_patterns_that_match_files_in_a_directory() -> None:
    line = bash("./a > out/a.csv")
    for text in ("**/*.csv", "out/*.csv", "out/**/*", "*", "*.txt"):
        assert pattern(line, text) == []
    assert found(task(line, output("*.csv"), output("out/*.csv")), "BM066") == []
    brought = [{"httpUrl": "https://a.example/a", "filePath": "out/a.csv"}]
    assert pattern("python3 a.py --csv out/a.csv", "*.csv", resourceFiles=brought) == []


IMAGE = {"imageName": "app:1"}


@pytest.mark.parametrize(
    "line",
    [
        "python3 /app/a.py --output /app/output/a.csv",
        "/bin/sh -c 'python3 /app/a.py > /app/output/a.csv'",
        "/bin/sh -c 'cd /app/output && python3 /app/a.py > a.csv'",
    ],
)
@pytest.mark.parametrize("text", ["*.csv", "a.csv", "**/*.csv", "output/a.csv", "output/*.csv"])
def test_a_file_that_stays_in_the_container(line: str, text: str) -> None:
    target = "output/a.csv" if text.startswith("output/") else "a.csv"
    assert pattern(line, text, containerSettings=IMAGE) == [
        (
            "/app/output/a.csv stays in the container, which shares only Batch's directories and mounts with the node, so "
            f"{text} matches no file. Write {target} instead, which is in the task's working directory."
        )
    ]


def test_a_file_that_stays_in_a_container_that_starts_in_the_directory_of_its_image() -> None:
    settings = {**IMAGE, "workingDirectory": "containerImageDefault"}
    (says,) = pattern("python3 a.py --output /app/output/a.csv", "*.csv", containerSettings=settings)
    assert says.endswith("Write $AZ_BATCH_TASK_WORKING_DIR/a.csv instead, in a shell.")


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/app/output/a.csv", "--rm -v /mnt/out:/app/output"),
        ("/app/output/a.csv", "--rm --volume=/mnt/out:/app:rw"),
        ("/app/output/a.csv", "--mount type=bind,source=/mnt/out,target=/app/output"),
        ("/app/output/a.csv", "--volumes-from other"),
        ("/app/output/a.csv", "-v $DIR:$DIR"),
        ("/mnt/batch/tasks/a.csv", ""),
        ("$AZ_BATCH_TASK_WORKING_DIR/a.csv", ""),
        ("a.csv", ""),
    ],
)
def test_a_file_of_a_container_that_is_on_the_node(path: str, options: str) -> None:
    settings = {**IMAGE, "containerRunOptions": options}
    assert pattern(f"/bin/sh -c 'python3 /app/a.py > {path}'", "*.csv", containerSettings=settings) == []


def test_a_file_of_a_container_that_is_copied() -> None:
    for copying in ("cp /tmp/a.csv .", "cp /tmp/*.csv $AZ_BATCH_TASK_WORKING_DIR", "mv /tmp/a.csv $AZ_BATCH_TASK_WORKING_DIR/"):
        line = f"/bin/sh -c 'set -e; python3 /app/a.py --out /tmp/a.csv; {copying}'"
        assert pattern(line, "*.csv", containerSettings=IMAGE) == []


def test_another_mount_of_a_container() -> None:
    settings = {**IMAGE, "containerRunOptions": "--rm --mount type=bind,source=/x,target=/data --tmpfs /app/output"}
    assert len(pattern("python3 /app/a.py --output /app/output/a.csv", "*.csv", containerSettings=settings)) == 1
    assert pattern("/bin/sh -c './a > out/a.csv'", "*.csv", containerSettings=settings) == without_a_slash(
        "*.csv", "out/a.csv", "out/*.csv"
    )


def test_a_job_manager_task_has_output_files_too() -> None:
    manager = JobManagerTask.deserialize(document("./a", output("stdout.txt")))
    assert len(found(manager, "BM066")) == 1


IDENTITY_OR_SAS = (
    "Set identityReference to a managed identity of the pool that can write to the container, or append a SAS with sp=w."
)
URL = "Use https://ACCOUNT.blob.core.windows.net/CONTAINER with a SAS, or with identityReference."


@pytest.mark.parametrize(
    ("url", "identity", "says"),
    [
        (
            CONTAINER,
            False,
            f"containerUrl has no SAS and identityReference isn't set, so storage refuses the upload. {IDENTITY_OR_SAS}",
        ),
        (
            SIGNED.format("rl"),
            False,
            "the SAS in containerUrl lacks the permission w (write), so storage refuses the upload. Create a SAS with sp=w.",
        ),
        (
            SIGNED.format("w").replace("sr=c", "sr=b"),
            False,
            (
                "the SAS in containerUrl is for a single blob (sr=b), so storage refuses the upload. Create a SAS for the "
                "container, with sr=c and sp=w."
            ),
        ),
        ("results", True, f"containerUrl isn't a URL, so no file can be uploaded. {URL}"),
        (
            "https://acct.blob.core.windows.net/",
            True,
            f"containerUrl names a storage account instead of a container, so the upload fails. {URL}",
        ),
        (
            f"{CONTAINER}/2024/may",
            True,
            (
                "containerUrl names a path in a container instead of the container, so the upload fails. End containerUrl "
                "after the container's name, and put the rest into path."
            ),
        ),
        (
            "https://acct.table.core.windows.net/results",
            True,
            f"containerUrl names the table service, which has no blob containers. {URL}",
        ),
    ],
)
def test_a_destination_that_storage_refuses(url: str, identity: bool, says: str) -> None:
    model = task("./a", output("a.csv", "a.csv", url, identity=identity))
    assert found(model, "BM067") == [f"$.outputFiles[0].destination.container.containerUrl: BM067 error: {says}"]


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        (CONTAINER, True),
        (SIGNED.format("w"), False),
        (SIGNED.format("rcl"), False),
        (f"{CONTAINER}?sv=2022-11-02&si=policy&sr=c&sig=abc", False),
        (f"{CONTAINER}?sig=unreadable", False),
        ("https://files.example.com/results", False),
        ("https://acct.dfs.core.windows.net/results/2024", True),
    ],
)
def test_a_destination_that_may_work(url: str, identity: bool) -> None:
    assert found(task("./a", output("a.csv", "a.csv", url, identity=identity)), "BM067") == []


def test_a_destination_over_plain_http() -> None:
    url = SIGNED.format("w").replace("https", "http")
    assert found(task("./a", output("a.csv", "a.csv", url, identity=False)), "BM067") == [
        (
            "$.outputFiles[0].destination.container.containerUrl: BM067 warning: containerUrl uses plain HTTP, which storage "
            "accounts refuse by default. Use https://."
        )
    ]
    other = output("a.csv", "a.csv", "http://files.example.com/results")
    assert found(task("./a", other), "BM067") == []


def test_an_expired_sas_of_a_destination() -> None:
    url = SIGNED.format("w") + "&se=2020-01-01T00:00:00Z"
    assert found(task("./a", output("a.csv", "a.csv", url, identity=False)), "BM601") == [
        (
            "$.outputFiles[0].destination.container.containerUrl: BM601 error: the SAS in containerUrl expired at 2020-01-01 "
            "00:00 UTC, so storage refuses every request that uses it. Remove the SAS and set identityReference to a managed "
            "identity of the pool that can write to the container; an identity doesn't expire. Or create a new SAS."
        )
    ]


def collection(*files: list[dict[str, Any]]) -> TaskAddCollectionParameter:
    """Tasks with output files."""
    tasks = [{"id": str(number), "commandLine": "./a", "outputFiles": each} for number, each in enumerate(files)]
    return TaskAddCollectionParameter.deserialize({"value": tasks})


def test_tasks_that_overwrite_each_others_files() -> None:
    logs = [output("../std*.txt", "logs")]
    assert found(collection(logs, logs, logs), "BM068") == [
        (
            "$.value[1].outputFiles[0].destination.container: BM068 warning: 3 tasks upload to the blob logs/stdout.txt, so "
            "only the file of the last one is kept. Put the task's id into path."
        )
    ]
    tables = [output("out/a.csv", url=SIGNED.format("w"))]
    assert found(collection(tables, [output("a.csv")]), "BM068") == [
        (
            "$.value[1].outputFiles[0].destination.container: BM068 warning: 2 tasks upload to the blob a.csv, so only the "
            "file of the last one is kept. Put the task's id into path."
        )
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (output("../std*.txt", "1"), output("../std*.txt", "2")),
        (output("*.csv", "tables"), output("*.csv", "tables")),
        (output("a.csv", "a.csv"), output("a.csv", "a.csv", "https://acct.blob.core.windows.net/others")),
        (output("$AZ_BATCH_TASK_ID.csv"), output("$AZ_BATCH_TASK_ID.csv")),
    ],
)
def test_tasks_with_their_own_blobs(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert found(collection([first], [second]), "BM068") == []


def test_files_of_one_task_with_one_blob() -> None:
    assert found(task("./a", output("a.csv", "x.csv"), output("b.csv", "/x.csv")), "BM068") == [
        (
            "$.outputFiles[1].destination.container: BM068 warning: two output files are uploaded to the blob x.csv, so only "
            "the last one is kept. Give each its own path."
        )
    ]
    apart = task("./a", output("a.csv", "x.csv", condition="tasksuccess"), output("b.csv", "x.csv", condition="taskfailure"))
    assert found(apart, "BM068") == []
    always = task("./a", output("a.csv", "x.csv", condition="tasksuccess"), output("b.csv", "x.csv"))
    assert len(found(always, "BM068")) == 1


@pytest.mark.parametrize(
    ("file", "path", "meant"), [("a.csv", "tables", "tables/a.csv"), ("out/a.csv", "tables/", "tables/a.csv")]
)
def test_a_blob_named_like_a_directory(file: str, path: str, meant: str) -> None:
    model = task("./a", output(file, path))
    assert found(model, "BM069") == [
        (
            "$.outputFiles[0].destination.container.path: BM069 warning: filePattern has no wildcards, so path is the whole "
            f"name of the blob: a.csv is uploaded as {path}. Use the path {meant}."
        )
    ]
    (finding,) = [each for each in review(model) if each.rule == "BM069"]
    assert finding.edit == Replace(("outputFiles", 0, "destination", "container", "path"), meant)


@pytest.mark.parametrize(
    ("pattern", "path", "directory"),
    [
        ("*.png", "plot.png", "plot"),
        ("../std*.txt", "run/log.txt", "run/log"),
        ("out/**", "out.zip", "out"),
        ("*.vtk", "a.vtk", "a"),
    ],
)
def test_a_directory_named_like_a_file(pattern: str, path: str, directory: str) -> None:
    assert found(task("./a", output(pattern, path)), "BM069") == [
        (
            f"$.outputFiles[0].destination.container.path: BM069 warning: filePattern has wildcards, so path is a directory: "
            f"the names of the blobs begin with {path}/. Use the path of a directory, for example {directory}, or name a "
            "single file in filePattern."
        )
    ]


@pytest.mark.parametrize("ending", ["csv", "json", "log", "txt", "png", "jpg", "zip", "gz", "tgz", "tar", "mp4", "pdf", "html"])
def test_a_directory_with_the_ending_of_a_file(ending: str) -> None:
    (finding,) = found(task("./a", output("out/**", f"results.{ending}")), "BM069")
    assert f"the names of the blobs begin with results.{ending}/." in finding


@pytest.mark.parametrize("ending", ["parquet", "orc", "delta", "zarr", "d", "app"])
def test_a_directory_with_the_ending_of_one(ending: str) -> None:
    assert found(task("./a", output(f"*.{ending}", f"results.{ending}")), "BM069") == []


@pytest.mark.parametrize(
    ("file", "path"),
    [("*.csv", "v1.2"), ("part-*.csv", "data.csv"), ("*.parquet", "data.parquet"), ("*.png", "plot.png/")],
)
def test_a_directory_with_a_dot(file: str, path: str) -> None:
    assert found(task("./a", output(file, path)), "BM069") == []


@pytest.mark.parametrize(
    ("file", "path"),
    [("*.csv", "tables"), ("a.csv", "b.txt"), ("a", "b"), ("a.1234567", "b"), ("a.csv", "{id}"), ("a.csv", None)],
)
def test_a_blob_with_a_name(file: str, path: str | None) -> None:
    assert found(task("./a", output(file, path)), "BM069") == []


@pytest.mark.parametrize(
    ("line", "text", "place", "meant"),
    [
        (
            (
                'cmd /c "(if not exist %AZ_BATCH_NODE_SHARED_DIR%\\out mkdir %AZ_BATCH_NODE_SHARED_DIR%\\out) && '
                'stats.exe --out %AZ_BATCH_NODE_SHARED_DIR%\\out\\stats-17.csv"'
            ),
            "out\\*.csv",
            "%AZ_BATCH_NODE_SHARED_DIR%/out/stats-17.csv",
            "%AZ_BATCH_NODE_SHARED_DIR%/out/*.csv",
        ),
        (
            'cmd /c "stats.exe > %AZ_BATCH_NODE_SHARED_DIR%\\stats.csv"',
            "*.csv",
            "%AZ_BATCH_NODE_SHARED_DIR%/stats.csv",
            "%AZ_BATCH_NODE_SHARED_DIR%/*.csv",
        ),
        (
            'powershell -Command "stats.exe --out $env:AZ_BATCH_NODE_SHARED_DIR\\out\\stats.csv"',
            "out\\*.csv",
            "$env:AZ_BATCH_NODE_SHARED_DIR/out/stats.csv",
            "%AZ_BATCH_NODE_SHARED_DIR%/out/*.csv",
        ),
        (
            bash("./stats --output=${AZ_BATCH_JOB_PREP_WORKING_DIR}/out/s.csv"),
            "out/*.csv",
            "${AZ_BATCH_JOB_PREP_WORKING_DIR}/out/s.csv",
            "$AZ_BATCH_JOB_PREP_WORKING_DIR/out/*.csv",
        ),
        (
            bash('cd "$AZ_BATCH_NODE_SHARED_DIR" && ./stats > s.csv'),
            "*.csv",
            "$AZ_BATCH_NODE_SHARED_DIR/s.csv",
            "$AZ_BATCH_NODE_SHARED_DIR/*.csv",
        ),
    ],
)
def test_a_pattern_for_files_of_another_directory_of_batch(line: str, text: str, place: str, meant: str) -> None:
    shown = text.replace("\\", "/")
    assert pattern(line, text) == [
        (
            f"patterns are relative to the task's working directory, but the command writes {place}, so {shown} doesn't match "
            f"it. Use the pattern {meant}, or write to the working directory."
        )
    ]
    assert pattern(line, meant) == []


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("./stats > $AZ_BATCH_NODE_SHARED_DIR/s.csv; cp $AZ_BATCH_NODE_SHARED_DIR/s.csv .", "*.csv"),
        ("./stats > $AZ_BATCH_NODE_SHARED_DIR/s.csv; cp $AZ_BATCH_NODE_SHARED_DIR/*.csv .", "*.csv"),
        ("./prepare; ./stats > $AZ_BATCH_NODE_SHARED_DIR/s.csv", "*.csv"),
        ("./stats --in a.csv > $AZ_BATCH_NODE_SHARED_DIR/s.csv", "*.csv"),
        ("./run.sh > $AZ_BATCH_NODE_SHARED_DIR/run.log", "*.log"),
        ("./stats > $AZ_BATCH_NODE_SHARED_DIR/s.log", "*.csv"),
        ("./stats --out $AZ_BATCH_NODE_SHARED_DIR/out/s.csv --copy out", "out/*.csv"),
        ("./stats --out $AZ_BATCH_TASK_WORKING_DIR/out/s.csv", "out/*.csv"),
        ("curl -fsSo $AZ_BATCH_NODE_SHARED_DIR/in.csv https://a.example/in && ./stats", "*.csv"),
        ("cp in.csv $AZ_BATCH_NODE_SHARED_DIR/in.csv && ./stats", "*.csv"),
        ("./stats --out $AZ_BATCH_NODE_SHARED_DIR/out/s.csv", "*"),
        ("./stats --out $AZ_BATCH_NODE_SHARED_DIR/out/s.csv", "**/*.csv"),
    ],
)
def test_a_pattern_that_may_match_files_of_the_working_directory(script: str, text: str) -> None:
    assert pattern(bash(script), text) == []


def test_another_pattern_has_the_directory_of_batch() -> None:
    model = task(
        bash("./stats --out $AZ_BATCH_NODE_SHARED_DIR/out/s.csv"),
        output("out/*.csv"),
        output("$AZ_BATCH_NODE_SHARED_DIR/out/*"),
    )
    assert found(model, "BM066") == []


def test_patterns_have_variables_of_cmd_also_for_powershell() -> None:
    assert pattern('powershell -Command "stats.exe --out $env:AZ_BATCH_NODE_SHARED_DIR\\s.csv"', "s.csv") == [
        (
            "the command writes $env:AZ_BATCH_NODE_SHARED_DIR/s.csv, which the pattern s.csv doesn't match. Use the pattern "
            "%AZ_BATCH_NODE_SHARED_DIR%/s.csv, or write s.csv."
        )
    ]
