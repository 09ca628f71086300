"""Shared access signatures and URLs, taken apart; and what BM6 says of each kind of URL, sentence by sentence."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import pytest

from batchmodels import Model, ResourceFile, StartTask, review
from batchmodels.rules.analysis.sas import Address, Sas, address_of, sas_of, signatures_in
from batchmodels.rules.discovery import RULES

NOW = datetime(2025, 6, 1, 12, tzinfo=timezone.utc)
OTHERS = {identifier for identifier in RULES if not identifier.startswith("BM6")}
HOST = "https://acct.blob.core.windows.net"


def said(model: Model) -> list[str]:
    return [str(finding) for finding in review(model, now=NOW, ignore=OTHERS)]


def file(url: str) -> ResourceFile:
    return ResourceFile(http_url=url, file_path="a")


class TestAddresses:
    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("https://h", Address("https", "h", None, (), "")),
            (
                " HTTPS://User:Pw@H.Example:8080//a//b/?q=1&r=2#f ",
                Address("https", "h.example", None, ("a", "b"), "q=1&r=2", ends_with_slash=True),
            ),
            (f"{HOST}/clips/d/e?sig=x", Address("https", "acct.blob.core.windows.net", "blob", ("clips", "d", "e"), "sig=x")),
            ("https://a-b.table.core.windows.net", Address("https", "a-b.table.core.windows.net", "table", (), "")),
            ("s3://b/c", Address("s3", "b", None, ("c",), "")),
        ],
    )  # fmt: skip
    def test_parts(self, text: str, address: Address) -> None:
        assert address_of(text) == address

    @pytest.mark.parametrize(
        "text", ["", "a", "/a/b", "//h/a", "https:", "https:///a", "https://[", "mailto:a@b", None, 3, b"https://h"]
    )
    def test_of_none(self, text: object) -> None:
        assert address_of(text) is None

    @pytest.mark.parametrize("service", ["blob", "dfs", "file", "queue", "table"])
    @pytest.mark.parametrize(
        "domain",
        ["core.windows.net", "core.chinacloudapi.cn", "core.usgovcloudapi.net", "core.cloudapi.de", "storage.azure.net"],
    )
    def test_services_of_storage(self, service: str, domain: str) -> None:
        for host in (f"acct.{service}.{domain}", f"acct.z12.{service}.{domain}", f"ACCT.{service}.{domain}"):
            address = address_of(f"https://{host}/x")
            assert address is not None
            assert address.service == service

    @pytest.mark.parametrize(
        "host",
        [
            *(
                "blob.core.windows.net",
                "a.b.blob.core.windows.net",
                "acct.web.core.windows.net",
                "acct.blob.core.windows.net.x",
            ),
            *("acct.blob.windows.net", "acctblob.core.windows.net", "-a.blob.core.windows.net", "a.z.blob.storage.azure.net"),
            *("acct.blob.coreXwindows.net", "acct.blob.core.windows.com", "xacct.blobs.core.windows.net"),
        ],
    )
    def test_services_of_others(self, host: str) -> None:
        address = address_of(f"https://{host}/x")
        assert address is not None
        assert address.service is None


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


class TestSignatures:
    @pytest.mark.parametrize(
        ("query", "sas"),
        [
            ("sv=1&sig=x", Sas()),
            ("sig=x&sv=1&sp=rl&sr=c&spr=https&si=policy", Sas(permissions="rl", resource="c")),
            ("sv=1&sig=x&se=2025-06-01", Sas(expiry=utc(2025, 6, 1))),
            ("sv=1&sig=x&se=2025-06-03&ske=2025-06-02", Sas(expiry=utc(2025, 6, 2))),
            ("sv=1&sig=x&se=2025-06-01&ske=2025-06-02", Sas(expiry=utc(2025, 6, 1))),
            ("sv=1&sig=x&st=2025-06-01&skt=2025-06-02", Sas(start=utc(2025, 6, 2))),
            ("sv=1&sig=x&st=2025-06-03&skt=2025-06-02", Sas(start=utc(2025, 6, 3))),
            ("sv=1&sig=x&sp=r&sp=w", Sas(permissions="r")),
            ("sv=1&sig=x&sp=%72%6C", Sas(permissions="rl")),
            ("sv=1&sig=x&sp=", Sas(permissions="")),
            ("sv=1&sig=x=y==&sp=a=b", Sas(permissions="a=b")),
            ("sv=1&sig=x&se=", Sas()),
            ("sv=1&sig=x&se=soon", Sas()),
        ],
    )
    def test_members(self, query: str, sas: Sas) -> None:
        assert sas_of(query) == sas

    @pytest.mark.parametrize(
        "query", ["", "sv=1", "sig=x", "sv=1&sig=", "sv=&sig=x", "sv=1&SIG=x", "SV=1&sig=x", "sv=1&xsig=x", "sig"]
    )
    def test_of_none(self, query: str) -> None:
        assert sas_of(query) is None

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2025-06-01", utc(2025, 6, 1)),
            ("%202025-06-01%20", utc(2025, 6, 1)),
            ("2025-06-01T12:34Z", utc(2025, 6, 1, 12, 34)),
            ("2025-06-01T12:34:56Z", utc(2025, 6, 1, 12, 34, 56)),
            ("2025-06-01T12:34:56.5Z", utc(2025, 6, 1, 12, 34, 56, 500_000)),
            ("2025-06-01T12:34+02:00", utc(2025, 6, 1, 10, 34)),
            ("2025-06-01T12:34:56 02:00", utc(2025, 6, 1, 10, 34, 56)),
            ("2025-06-01T12%3A34%3A56-02%3A00", utc(2025, 6, 1, 14, 34, 56)),
        ],
    )
    def test_times(self, text: str, moment: datetime) -> None:
        assert sas_of(f"sv=1&sig=x&se={text}") == Sas(expiry=moment)
        assert sas_of(f"sv=1&sig=x&st={text}") == Sas(start=moment)

    @pytest.mark.parametrize("between", [" ", "\n", "\t", '"', "'", "<", ">", "|", " '\" "])
    def test_in_a_text(self, between: str) -> None:
        text = f"a{between}{HOST}/clips?sv=1&sig=x&sp=r{between}?sv=1&sig=y&sp=w{between}sv=1&sig=z&sp=l{between}b"
        assert [sas.permissions for sas in signatures_in(text)] == ["r", "w", "l"]

    def test_with_escapes(self) -> None:
        for escape in ("^", "\\", ""):
            text = f"{HOST}/clips?x=y?sv=1{escape}&sig=x{escape}&sp=r"
            assert list(signatures_in(text)) == [Sas(permissions="r")]

    @pytest.mark.parametrize("text", [None, 3, "", "sv=1&sp=r", "sig=", "sv=1 &sig=x", b"sv=1&sig=x"])
    def test_in_no_text(self, text: object) -> None:
        assert list(signatures_in(text)) == []


IN_A_FILE = (
    "Remove the SAS and set identityReference to a managed identity of the pool that can read the container; an identity"
    " doesn't expire."
)
IN_A_COMMAND = (
    "Use a resource file with an identityReference, or sign in on the node with the pool's identity (azcopy login --identity);"
    " an identity doesn't expire."
)


class TestWhatIsSaid:
    def test_of_what_expires_soon(self) -> None:
        rest = "after that the start task fails on every node that starts or is reimaged."
        assert said(file(f"{HOST}/clips/d?sv=1&se=2025-06-04&sp=r&sig=x")) == [
            f"$.httpUrl: BM602 warning: the SAS in httpUrl expires in 2 days, at 2025-06-04 00:00 UTC; {rest} {IN_A_FILE}"
        ]
        assert said(ResourceFile(storage_container_url=f"{HOST}/clips?sv=1&se=2025-06-02&sp=rl&sig=x")) == [
            (
                "$.storageContainerUrl: BM602 warning: the SAS in storageContainerUrl expires in 12 hours, at "
                "2025-06-02 00:00 UTC; "
                f"{rest} {IN_A_FILE}"
            )
        ]
        assert said(StartTask(command_line=f"azcopy copy {HOST}/clips?sv=1&se=2025-06-02&sp=rl&sig=x .")) == [
            (
                "$.commandLine: BM602 warning: the SAS in commandLine expires in 12 hours, at 2025-06-02 00:00 UTC; "
                f"{rest} {IN_A_COMMAND}"
            )
        ]

    @pytest.mark.parametrize(
        ("left", "text"),
        [
            (timedelta(days=1), "in 24 hours"),
            (timedelta(days=1, hours=23, minutes=59), "in 47 hours"),
            (timedelta(days=2), "in 2 days"),
        ],
    )
    def test_of_the_time_that_is_left(self, left: timedelta, text: str) -> None:
        (finding,) = said(file(f"{HOST}/clips/d?sv=1&se={NOW + left:%Y-%m-%dT%H:%MZ}&sp=r&sig=x"))
        assert f" expires {text}, at " in finding

    @pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone can't be changed here")
    def test_of_a_time_wherever_the_reviewer_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TZ", "XYZ-9")
        time.tzset()
        try:
            (finding,) = said(file(f"{HOST}/clips/d?sv=1&se=2024-12-31T01:30:00Z&sp=r&sig=x"))
        finally:
            monkeypatch.undo()
            time.tzset()
        assert "the SAS in httpUrl expired at 2024-12-31 01:30 UTC, " in finding

    @pytest.mark.parametrize("key", ["httpUrl", "commandLine"])
    def test_of_plain_http(self, key: str) -> None:
        model = file("http://e.com/a") if key == "httpUrl" else StartTask(command_line="curl -fO http://e.com/a")
        assert said(model) == [
            (
                f"$.{key}: BM604 warning: {key} uses plain HTTP: anyone on the network path can read the download and "
                f"change what"
                " the nodes run. Use https://."
            )
        ]

    def test_of_plain_http_to_storage(self) -> None:
        assert said(file(f"{HOST}/clips/d".replace("https", "http"))) == [
            (
                "$.httpUrl: BM604 warning: httpUrl uses plain HTTP: anyone on the network path can read the download and change"
                " what the nodes run. Storage accounts refuse plain HTTP by default. Use https://."
            )
        ]

    @pytest.mark.parametrize("scheme", ["abfs", "abfss", "wasb", "wasbs", "s3", "gs", "ftp", "sftp", "file", "azureblob"])
    def test_of_other_schemes(self, scheme: str) -> None:
        for key, model in (
            ("httpUrl", file(f"{scheme}://h/a")),
            ("storageContainerUrl", ResourceFile(storage_container_url=f"{scheme.upper()}://h/a")),
        ):
            assert said(model) == [
                (
                    f"$.{key}: BM605 error: {key} begins with {scheme}://, which Batch can't download from. Use the https:// "
                    f"URL of the"
                    " file or container, or download it in the command line."
                )
            ]

    @pytest.mark.parametrize("host", ["github.com", "www.github.com", "GitHub.com"])
    def test_of_a_page(self, host: str) -> None:
        assert said(file(f"https://{host}/o/r/blob/main/a")) == [
            (
                "$.httpUrl: BM605 error: httpUrl is the address of a web page that shows the file, so the node downloads HTML"
                " instead of the file. Use the address of the page's Raw button:"
                " https://raw.githubusercontent.com/OWNER/REPOSITORY/BRANCH/PATH."
            )
        ]
        assert said(file(f"https://{host}/o/r/blob/main/a?raw=true")) == []
        assert said(file(f"https://{host}/o/r/raw/main/a")) == []
        assert said(file(f"https://{host}/o/blob/r/a")) == []
        assert said(file(f"https://x{host}/o/r/blob/main/a")) == []

    @pytest.mark.parametrize(
        "path",
        [
            *("$web", "$logs", "$root", "abc/", "$root?sv=1&sr=c&sp=r&sig=x"),
            *("abc?restype=container&comp=list", "abc?sv=1&sr=c&sp=rl&sig=x&restype=container", "a.sh/"),
        ],
    )
    def test_of_a_container(self, path: str) -> None:
        assert [text for text in said(file(f"{HOST}/{path}")) if "BM605" in text] == [
            (
                "$.httpUrl: BM605 error: httpUrl names a container instead of a file in it, so the download fails. Use"
                " https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB, or storageContainerUrl for all blobs of a container."
            )
        ]

    @pytest.mark.parametrize("name", ["abc", "a-b-c", "x" * 63, "123", "file"])
    def test_of_what_may_be_a_container(self, name: str) -> None:
        assert said(file(f"{HOST}/{name}")) == [
            (
                "$.httpUrl: BM605 note: httpUrl has one name after the storage account, so it is a blob in the container "
                "$root. A container can't be downloaded that way. If it is a container, use "
                "https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB, or storageContainerUrl for all blobs of it."
            )
        ]
        assert said(file(f"{HOST}/{name}/x")) == []
        assert said(file(f"{HOST}/$root/{name}")) == []
        assert said(file(f"{HOST}/{name}?sv=1&sr=b&sp=r&sig=x")) == []
        assert said(file(f"{HOST}/{name}?sv=1&sr=c&sp=rl&sig=x")) == [
            (
                "$.httpUrl: BM605 warning: httpUrl has a SAS for a container and the name of one, but no blob in it: a "
                "container can't be downloaded that way. If it is a container, use "
                "https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB, or storageContainerUrl for all blobs of it."
            )
        ]

    @pytest.mark.parametrize("name", ["a1", "x" * 64, "a--b", "-abc", "abc-", "Abc", "a.sh", "a_b", "$webs"])
    def test_of_a_blob_in_the_root_container(self, name: str) -> None:
        assert said(file(f"{HOST}/{name}")) == []

    def test_of_an_account(self) -> None:
        assert said(file(HOST)) == [
            (
                "$.httpUrl: BM605 error: httpUrl names a storage account instead of a file in it, so the download fails. Use"
                " https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB, or storageContainerUrl for all blobs of a container."
            )
        ]

    @pytest.mark.parametrize("service", ["file", "queue", "table"])
    def test_of_other_services(self, service: str) -> None:
        assert said(ResourceFile(storage_container_url=HOST.replace("blob", service) + "/x")) == [
            (
                f"$.storageContainerUrl: BM605 error: storageContainerUrl names the {service} service, which has no blob"
                " containers. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or mount a file share with "
                "mountConfiguration."
            )
        ]

    @pytest.mark.parametrize(("path", "what"), [("", "a storage account"), ("/clips/d", "a path in a container")])
    def test_of_what_is_no_container(self, path: str, what: str) -> None:
        assert said(ResourceFile(storage_container_url=HOST + path)) == [
            (
                f"$.storageContainerUrl: BM605 error: storageContainerUrl names {what} instead of a container, so the download"
                " fails. Use https://ACCOUNT.blob.core.windows.net/CONTAINER, with blobPrefix to choose blobs, or httpUrl for a"
                " single file."
            )
        ]

    def test_of_a_signature_for_one_blob(self) -> None:
        assert said(ResourceFile(storage_container_url=f"{HOST}/clips?sv=1&sr=b&sp=rl&sig=x")) == [
            (
                "$.storageContainerUrl: BM605 error: the SAS in storageContainerUrl is for a single blob (sr=b), so "
                "storage refuses"
                " to list the container. Create a SAS for the container, with sr=c and sp=rl."
            )
        ]


class TestCommands:
    def test_all_addresses_are_looked_at(self) -> None:
        for script in ("curl -fO https://e.com/a http://e.com/b", "curl -f https://e.com/a; x; wget http://e.com/b"):
            assert len(said(StartTask(command_line=f"/bin/bash -c '{script}'"))) == 1
        assert said(StartTask(command_line="/bin/bash -c 'curl -fO http://e.com/$X'")) == []

    @pytest.mark.parametrize(
        "name", ["curl", "wget", "aria2c", "azcopy", "git", "invoke-webrequest", "iwr", "bitsadmin", "start-bitstransfer"]
    )
    def test_that_fetch(self, name: str) -> None:
        assert len(said(StartTask(command_line=f"{name} x http://e.com/a"))) == 1
        assert said(StartTask(command_line=f"{name}x http://e.com/a")) == []

    @pytest.mark.parametrize(
        "check",
        [
            *("sha256sum", "sha512sum", "sha1sum", "md5sum", "shasum", "gpg", "gpgv", "openssl", "cosign", "certutil"),
            *("Get-FileHash", "sudo sha256sum"),
        ],
    )
    def test_that_check(self, check: str) -> None:
        assert said(StartTask(command_line=f"/bin/bash -c 'curl -fO http://e.com/a; {check} a'")) == []

    @pytest.mark.parametrize(
        "host",
        ["h", "a.internal", "a.local", "a.localhost", "a.lan", "10.1.2.3", "172.16.0.1", "192.168.1.1", "[::1]", "[fd00::1]"],
    )
    def test_of_hosts_that_are_near(self, host: str) -> None:
        assert said(StartTask(command_line=f"curl http://{host}/a")) == []
        assert said(file(f"http://{host}/a")) == []

    @pytest.mark.parametrize("host", ["a.internal.com", "alocal.com", "8.8.8.8", "[2606:4700::1]", "local.net"])
    def test_of_hosts_that_are_not(self, host: str) -> None:
        assert len(said(StartTask(command_line=f"curl http://{host}/a"))) == 1
        assert len(said(file(f"http://{host}/a"))) == 1


CONTAINERS = "Use the name of a container: 3 to 63 lower-case letters, digits and single hyphens."


@pytest.mark.parametrize("name", ["ml", "r", "Code", "my_ml", "a--b", "-ab", "ab-", "a" * 64])
def test_names_that_no_container_has(name: str) -> None:
    says = f"no container can have the name {name if len(name) < 40 else name[:39] + '…'}, so the download fails. {CONTAINERS}"
    url = f"https://acct.blob.core.windows.net/{name}"
    assert plain_texts(ResourceFile(http_url=f"{url}/a/b.py", file_path="b.py")) == [f"$.httpUrl: BM612 error: {says}"]
    assert plain_texts(ResourceFile(storage_container_url=f"{url}?sv=1&sr=c&sp=rl&sig=x")) == [
        f"$.storageContainerUrl: BM612 error: {says}"
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://acct.blob.core.windows.net/$root/a",
        "https://acct.blob.core.windows.net/$web/a",
        "https://acct.blob.core.windows.net/%24web/a",
        "https://acct.blob.core.windows.net/Setup.sh",  # a blob in the container $root
        "https://acct.blob.core.windows.net/{container}/a",
        "https://acct.blob.core.windows.net/<container>/a",
        "https://acct.blob.core.windows.net/.../a",
        "https://files.example.com/ML/a",
        "https://acct.file.core.windows.net/ML/a",
    ],
)
def test_names_that_a_container_may_have(url: str) -> None:
    assert plain_texts(ResourceFile(http_url=url, file_path="a")) == []


def test_the_name_of_a_container_of_the_account() -> None:
    assert plain_texts(ResourceFile(auto_storage_container_name="My_Setup")) == [
        (
            "$.autoStorageContainerName: BM612 error: no container can have the name My_Setup, so the download fails. Use the "
            "name of the container, for example my-setup."
        )
    ]
    assert plain_texts(ResourceFile(auto_storage_container_name="ml")) == [
        f"$.autoStorageContainerName: BM612 error: no container can have the name ml, so the download fails. {CONTAINERS}"
    ]


def plain_texts(model: ResourceFile) -> list[str]:
    return [str(finding) for finding in review(model) if finding.rule == "BM612"]


@pytest.mark.parametrize(
    ("prefix", "why"),
    [
        ("/", "the names of blobs don't begin with /, so blobPrefix matches no blob."),
        ("./", "the names of blobs don't begin with ., so blobPrefix matches no blob."),
        (
            "clips/",
            "blobPrefix is relative to the container, so it matches only blobs in a directory clips of it.",
        ),
        ("*", "blobPrefix is the beginning of names, not a pattern, so it matches no blob."),
    ],
)
def test_a_prefix_of_which_nothing_remains(prefix: str, why: str) -> None:
    whole = ResourceFile(storage_container_url=f"{HOST}/clips", blob_prefix=prefix)
    assert said(whole) == [f"$.blobPrefix: BM612 warning: {why} Remove it, to download all blobs."]
    of_day = ResourceFile(storage_container_url=f"{HOST}/clips", blob_prefix=f"{prefix}day1/" if prefix != "*" else "day1/*")
    assert said(of_day) == [f"$.blobPrefix: BM612 warning: {why} Use day1/."]
