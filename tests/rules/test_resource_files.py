"""The URLs and the paths of resource files."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, found, pool

from batchmodels import (
    ComputeNodeIdentityReference,
    JobPreparationTask,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    TaskAddParameter,
)


def plain(texts: list[str], rule: str) -> list[str]:
    """Findings without the path and the rule."""
    return [text.partition(f": {rule} ")[2] for text in texts]


URLS: list[tuple[str, list[str]]] = [
    (
        "setup.sh",
        [
            "error: httpUrl is not a URL, so the download fails. Use the https:// URL of a file or container.",
        ],
    ),
    (
        "/home/me/setup.sh",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "C:\\x\\setup.sh",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "C:/x/setup.sh",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "C:setup.sh",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "./a",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "../a",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "~/x",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "\\\\srv\\share\\x",
        [
            (
                "error: httpUrl is the path of a file on a computer, which the nodes can't reach. Upload it to blob "
                "storage, and use the https:// URL of the blob."
            ),
        ],
    ),
    (
        "examplemedia.blob.core.windows.net/c-files/x",
        [
            "error: httpUrl is not a URL: it has no scheme, so the download fails. Begin it with https://.",
        ],
    ),
    (
        "localhost:8080/x",
        [
            "error: httpUrl is not a URL, so the download fails. Use the https:// URL of a file or container.",
        ],
    ),
    (
        "s3://b/k",
        [
            (
                "error: httpUrl begins with s3://, which Batch can't download from. Use the https:// URL of the file "
                "or container, or download it in the command line."
            ),
        ],
    ),
    (
        "azure://x/y",
        [
            (
                "error: httpUrl begins with azure://, which Batch can't download from. Use the https:// URL of the "
                "file or container, or download it in the command line."
            ),
        ],
    ),
    (
        "ftp://x.com/a",
        [
            (
                "error: httpUrl begins with ftp://, which Batch can't download from. Use the https:// URL of the "
                "file or container, or download it in the command line."
            ),
        ],
    ),
    (
        "file:///C:/x",
        [
            (
                "error: httpUrl begins with file://, which Batch can't download from. Use the https:// URL of the "
                "file or container, or download it in the command line."
            ),
        ],
    ),
    (
        "git+ssh://x/y",
        [
            (
                "error: httpUrl begins with git+ssh://, which Batch can't download from. Use the https:// URL of the "
                "file or container, or download it in the command line."
            ),
        ],
    ),
    (
        "https:///x",
        [
            "error: httpUrl is not a URL: it has no host, so the download fails. Use https://HOST/PATH.",
        ],
    ),
    (
        "http:/x.com/a",
        [
            "error: httpUrl is not a URL: it has no host, so the download fails. Use https://HOST/PATH.",
        ],
    ),
    (
        "https:x",
        [
            "error: httpUrl is not a URL: it has no host, so the download fails. Use https://HOST/PATH.",
        ],
    ),
    (
        "https://[",
        [
            "error: httpUrl is not a URL: it has no host, so the download fails. Use https://HOST/PATH.",
        ],
    ),
    (
        "https://x.com/a b.sh",
        [
            (
                "error: httpUrl contains a space, which isn't allowed in a URL, so the download fails. Write %20 "
                "instead of each space."
            ),
        ],
    ),
    (
        " https://x.com/a.sh ",
        [],
    ),
    (
        "HTTPS://x.com/a",
        [],
    ),
    (
        "https://x.com/a.sh",
        [],
    ),
    (
        "http://x.com/a",
        [],
    ),
    (
        "<url>",
        [],
    ),
    (
        "${var.x}",
        [],
    ),
    (
        "[parameters('x')]",
        [],
    ),
    (
        "{{ url }}",
        [],
    ),
    (
        "$(url)",
        [],
    ),
    (
        "%URL%",
        [],
    ),
    (
        "#{url}#",
        [],
    ),
    (
        "@url",
        [],
    ),
    (
        "__URL__",
        [],
    ),
    (
        "https://x.com/<name>",
        [],
    ),
    (
        "https://${host}/a",
        [],
    ),
    (
        "x/${a}",
        [],
    ),
    (
        "data:text/plain,x",
        [
            "error: httpUrl is not a URL, so the download fails. Use the https:// URL of a file or container.",
        ],
    ),
    (
        "",
        [],
    ),
    (
        " ",
        [],
    ),
]
"""Values of ``httpUrl``."""


@pytest.mark.parametrize(("url", "expected"), URLS)
def test_urls(url: str, expected: list[str]) -> None:
    assert plain(found(ResourceFile(http_url=url, file_path="x"), "BM605"), "BM605") == expected


CONTAINERS: list[tuple[str, list[str]]] = [
    (
        "https://github.com/x",
        [
            (
                "error: storageContainerUrl is on github.com, which isn't the blob host of a storage account, so "
                "Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl "
                "for a single file."
            ),
        ],
    ),
    (
        "https://raw.githubusercontent.com/a/b",
        [
            (
                "error: storageContainerUrl is on raw.githubusercontent.com, which isn't the blob host of a storage "
                "account, so Batch can't list a container there. Use "
                "https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://gitlab.com/x",
        [
            (
                "error: storageContainerUrl is on gitlab.com, which isn't the blob host of a storage account, so "
                "Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl "
                "for a single file."
            ),
        ],
    ),
    (
        "https://bitbucket.org/x",
        [
            (
                "error: storageContainerUrl is on bitbucket.org, which isn't the blob host of a storage account, so "
                "Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl "
                "for a single file."
            ),
        ],
    ),
    (
        "https://bucket.s3.amazonaws.com/",
        [
            (
                "error: storageContainerUrl is on bucket.s3.amazonaws.com, which isn't the blob host of a storage "
                "account, so Batch can't list a container there. Use "
                "https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://storage.googleapis.com/x",
        [
            (
                "error: storageContainerUrl is on storage.googleapis.com, which isn't the blob host of a storage "
                "account, so Batch can't list a container there. Use "
                "https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://drive.google.com/x",
        [
            (
                "error: storageContainerUrl is on drive.google.com, which isn't the blob host of a storage account, "
                "so Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or "
                "httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://www.dropbox.com/x",
        [
            (
                "error: storageContainerUrl is on www.dropbox.com, which isn't the blob host of a storage account, "
                "so Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or "
                "httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://corp.sharepoint.com/x",
        [
            (
                "error: storageContainerUrl is on corp.sharepoint.com, which isn't the blob host of a storage "
                "account, so Batch can't list a container there. Use "
                "https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://onedrive.live.com/x",
        [
            (
                "error: storageContainerUrl is on onedrive.live.com, which isn't the blob host of a storage account, "
                "so Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or "
                "httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://huggingface.co/x",
        [
            (
                "error: storageContainerUrl is on huggingface.co, which isn't the blob host of a storage account, so "
                "Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl "
                "for a single file."
            ),
        ],
    ),
    (
        "https://x.azurecr.io/y",
        [
            (
                "error: storageContainerUrl is on x.azurecr.io, which isn't the blob host of a storage account, so "
                "Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl "
                "for a single file."
            ),
        ],
    ),
    (
        "https://dev.azure.com/x",
        [
            (
                "error: storageContainerUrl is on dev.azure.com, which isn't the blob host of a storage account, so "
                "Batch can't list a container there. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl "
                "for a single file."
            ),
        ],
    ),
    (
        "https://corp.visualstudio.com/x",
        [
            (
                "error: storageContainerUrl is on corp.visualstudio.com, which isn't the blob host of a storage "
                "account, so Batch can't list a container there. Use "
                "https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl for a single file."
            ),
        ],
    ),
    (
        "https://notgithub.com/x",
        [],
    ),
    (
        "https://media.example.com/c",
        [],
    ),
    (
        "http://127.0.0.1:10000/devstoreaccount1/c",
        [],
    ),
    (
        "http://localhost/c",
        [],
    ),
    (
        "mycontainer",
        [
            ("error: storageContainerUrl is not a URL, so the download fails. Use the https:// URL of a file or container."),
        ],
    ),
    (
        "https://a.dfs.core.windows.net/c",
        [],
    ),
    (
        "https://a.blob.core.windows.net/c-files",
        [],
    ),
    (
        "s3://x/y",
        [
            (
                "error: storageContainerUrl begins with s3://, which Batch can't download from. Use the https:// URL "
                "of the file or container, or download it in the command line."
            ),
        ],
    ),
]
"""Values of ``storageContainerUrl``."""


@pytest.mark.parametrize(("url", "expected"), CONTAINERS)
def test_containers(url: str, expected: list[str]) -> None:
    assert plain(found(ResourceFile(storage_container_url=url), "BM605"), "BM605") == expected


PATHS: list[tuple[str, list[str]]] = [
    (
        "/opt/x",
        [
            (
                "warning: filePath is relative to the task's working directory, but /opt/x is absolute: the file "
                "isn't in the working directory, and where Batch puts it, the task's user may not be allowed to read "
                "it. Use a relative path, and copy the file in the command line."
            ),
        ],
    ),
    (
        "\\x",
        [
            (
                "warning: filePath is relative to the task's working directory, but \\x is absolute: the file isn't "
                "in the working directory, and where Batch puts it, the task's user may not be allowed to read it. "
                "Use a relative path, and copy the file in the command line."
            ),
        ],
    ),
    (
        "C:\\x\\y",
        [
            (
                "warning: filePath is relative to the task's working directory, but C:\\x\\y is absolute: the file "
                "isn't in the working directory, and where Batch puts it, the task's user may not be allowed to read "
                "it. Use a relative path, and copy the file in the command line."
            ),
        ],
    ),
    (
        "C:x",
        [
            (
                "warning: filePath is relative to the task's working directory, but C:x is absolute: the file isn't "
                "in the working directory, and where Batch puts it, the task's user may not be allowed to read it. "
                "Use a relative path, and copy the file in the command line."
            ),
        ],
    ),
    (
        "x",
        [],
    ),
    (
        "x/y.sh",
        [],
    ),
    (
        "tools/",
        [
            (
                "warning: filePath is tools/, a directory, but it has to include the name of the file that httpUrl "
                "names. Add the name under which the file is saved."
            ),
        ],
    ),
    (
        "tools\\",
        [
            (
                "warning: filePath is tools\\, a directory, but it has to include the name of the file that httpUrl "
                "names. Add the name under which the file is saved."
            ),
        ],
    ),
    (
        ".",
        [
            (
                "warning: filePath is ., a directory, but it has to include the name of the file that httpUrl names. "
                "Add the name under which the file is saved."
            ),
        ],
    ),
    (
        "./",
        [
            (
                "warning: filePath is ./, a directory, but it has to include the name of the file that httpUrl "
                "names. Add the name under which the file is saved."
            ),
        ],
    ),
    (
        " ",
        [],
    ),
    (
        "",
        [],
    ),
    (
        "$AZ_BATCH_NODE_SHARED_DIR/x",
        [
            (
                "warning: Batch doesn't expand $AZ_BATCH_NODE_SHARED_DIR in filePath, so the download gets a "
                "directory with that name. Use a path relative to the working directory, and copy the file to "
                "$AZ_BATCH_NODE_SHARED_DIR in the command line."
            ),
        ],
    ),
    (
        "${AZ_BATCH_NODE_SHARED_DIR}/x",
        [
            (
                "warning: Batch doesn't expand ${AZ_BATCH_NODE_SHARED_DIR} in filePath, so the download gets a "
                "directory with that name. Use a path relative to the working directory, and copy the file to "
                "${AZ_BATCH_NODE_SHARED_DIR} in the command line."
            ),
        ],
    ),
    (
        "%AZ_BATCH_NODE_SHARED_DIR%\\x",
        [
            (
                "warning: Batch doesn't expand %AZ_BATCH_NODE_SHARED_DIR% in filePath, so the download gets a "
                "directory with that name. Use a path relative to the working directory, and copy the file to "
                "%AZ_BATCH_NODE_SHARED_DIR% in the command line."
            ),
        ],
    ),
    (
        "$env:AZ_BATCH_NODE_SHARED_DIR\\x",
        [
            (
                "warning: Batch doesn't expand $env:AZ_BATCH_NODE_SHARED_DIR in filePath, so the download gets a "
                "directory with that name. Use a path relative to the working directory, and copy the file to "
                "$env:AZ_BATCH_NODE_SHARED_DIR in the command line."
            ),
        ],
    ),
    (
        "$HOME/x",
        [
            (
                "warning: Batch doesn't expand $HOME in filePath, so the download gets a directory with that name. "
                "Use a path relative to the working directory, and copy the file to $HOME in the command line."
            ),
        ],
    ),
    (
        "~/x",
        [
            (
                "warning: Batch doesn't expand ~ in filePath, so the download gets a directory with that name. Use a "
                "path relative to the working directory, and copy the file to ~ in the command line."
            ),
        ],
    ),
    (
        "~x",
        [],
    ),
    (
        "$x",
        [],
    ),
    (
        "x/$AZ_BATCH_POOL_ID",
        [],
    ),
]
"""Values of ``filePath``."""


@pytest.mark.parametrize(("path", "expected"), PATHS)
def test_paths(path: str, expected: list[str]) -> None:
    assert plain(found(ResourceFile(http_url="https://x.com/a", file_path=path), "BM606"), "BM606") == expected


def test_the_directory_of_a_container() -> None:
    url = "https://a.blob.core.windows.net/c-files"
    assert found(ResourceFile(storage_container_url=url, file_path="tools/"), "BM606") == []
    assert len(found(ResourceFile(storage_container_url=url, file_path="/tools"), "BM606")) == 1
    assert found(ResourceFile(storage_container_url=url), "BM606") == []


def file(path: str, url: str = "https://x.com/a") -> ResourceFile:
    return ResourceFile(http_url=url, file_path=path)


TWICE = (
    "BM606 warning: another resource file has the filePath {}, too: the node keeps only one of the two files. "
    "Give each resource file its own filePath."
)


def test_the_same_path_twice() -> None:
    task = StartTask(command_line="x", resource_files=[file("a"), file("b"), file("./a", "https://x.com/b")])
    assert found(task, "BM606") == [f"$.resourceFiles[2].filePath: {TWICE.format('./a')}"]
    prepare = JobPreparationTask(command_line="x", resource_files=[file("x/a"), file("x//a", "https://x.com/b")])
    assert found(prepare, "BM606") == [f"$.resourceFiles[1].filePath: {TWICE.format('x//a')}"]


def test_the_same_file_twice() -> None:
    container = ResourceFile(auto_storage_container_name="c", file_path="a")
    assert found(StartTask(command_line="x", resource_files=[file("a"), file("a"), container, container]), "BM606") == []


def test_letter_case() -> None:
    """Names differ in letter case on Linux, but not on Windows."""
    files = [file("a"), file("A", "https://x.com/b")]
    assert found(pool(LINUX, "x", resource_files=files), "BM606") == []
    assert found(pool(WINDOWS, "x", resource_files=files), "BM606") == [
        f"$.startTask.resourceFiles[1].filePath: {TWICE.format('A')}"
    ]


BLOB = "https://media.blob.core.windows.net/setup/a"
NOTE = (
    "BM607 note: {} has neither a SAS nor an identityReference: only public blobs can be read like that.{} "
    "Set identityReference to a managed identity of the pool, or add a SAS, unless the blob is public."
)


def notes(*files: ResourceFile) -> list[str]:
    return found(pool(LINUX, "x", resource_files=[*files]), "BM607")


def test_a_blob_without_credentials() -> None:
    assert notes(file("a", BLOB)) == [f"$.startTask.resourceFiles[0].httpUrl: {NOTE.format('httpUrl', '')}"]
    container = ResourceFile(storage_container_url="https://media.blob.core.windows.net/setup")
    says = f"$.startTask.resourceFiles[1].storageContainerUrl: {NOTE.format('storageContainerUrl', '')}"
    assert notes(file("a"), container) == [says]


def test_one_note_for_a_task() -> None:
    one = f"$.startTask.resourceFiles[0].httpUrl: {NOTE.format('httpUrl', ' The same is true of another resource file.')}"
    assert notes(file("a", BLOB), file("b", BLOB)) == [one]
    two = f"$.startTask.resourceFiles[0].httpUrl: {NOTE.format('httpUrl', ' The same is true of 2 other resource files.')}"
    assert notes(file("a", BLOB), file("b", BLOB), file("c"), file("d", BLOB)) == [two]


def test_blobs_with_credentials_and_public_ones() -> None:
    identity = ComputeNodeIdentityReference(resource_id="/subscriptions/x")
    assert notes(ResourceFile(http_url=BLOB, file_path="a", identity_reference=identity)) == []
    assert notes(file("a", f"{BLOB}?sv=2022-11-02&sig=abc")) == []
    assert notes(file("a", "https://media.blob.core.windows.net/$web/a")) == []
    assert notes(file("a", "https://media.blob.core.windows.net/public/a")) == []
    assert notes(file("a", "https://media.blob.core.windows.net/")) == []
    assert notes(file("a", "https://media.file.core.windows.net/share/a")) == []
    assert notes(ResourceFile(auto_storage_container_name="setup")) == []


def test_only_where_a_pool_is_known() -> None:
    files = [file("a", BLOB)]
    assert found(StartTask(command_line="x", resource_files=files), "BM607") == []
    assert found(TaskAddParameter(id="t", command_line="x", resource_files=files), "BM607") == []
    assert found(PoolAddParameter(id="p", vm_size="s", start_task=StartTask(command_line="x")), "BM607") == []
