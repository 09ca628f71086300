"""BM803: which names, options and texts are those of secrets, one by one, and which are nearly so."""

from __future__ import annotations

import pytest
from reviewing import bash, found

from batchmodels import EnvironmentSetting, JobAddParameter, MetadataItem, StartTask, TaskAddParameter
from batchmodels.rules.analysis.plain_secrets import is_plain, is_secret
from batchmodels.secrets.secret_names import is_secret_name
from batchmodels.shells import posix

FIX = (
    "Fetch it on the node from Azure Key Vault with a managed identity of the pool, and replace the exposed secret with a new"
    " one."
)


def said_of_line(line: str) -> list[str]:
    """What of a command line is told to be a secret."""
    whole = "$.commandLine: BM803 warning: the command line contains a secret in plain text ("
    rest = f"): anyone who can read the pool or see a node's processes can read it. {FIX}"
    texts = found(StartTask(command_line=line), "BM803")
    assert all(text.startswith(whole) and text.endswith(rest) for text in texts)
    assert "s3cret" not in "".join(texts)
    return [text.removeprefix(whole).removesuffix(rest) for text in texts]


def said(script: str) -> list[str]:
    return said_of_line(bash(script))


def test_the_whole_sentence_of_a_setting() -> None:
    assert found(EnvironmentSetting(name="DB_PASSWORD", value="s3cret"), "BM803") == [
        (
            "$.value: BM803 warning: DB_PASSWORD seems to hold a secret in plain text, which is visible in the "
            "pool's definition"
            f" and on every node. {FIX}"
        )
    ]


def test_long_names_are_cut() -> None:
    (text,) = found(EnvironmentSetting(name="A" * 60 + "_PASSWORD", value="s3cret"), "BM803")
    assert text.startswith(f"$.value: BM803 warning: {'A' * 39}… seems to hold a secret")
    assert said(f"{'A' * 41}_TOKEN=s3cret x") == [f"the value of {'A' * 40}"]
    assert said(f"{'A' * 33}_TOKEN=s3cret x") == [f"the value of {'A' * 33}_TOKEN"]


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            *("PASSWORD", "PASSWD", "PASSPHRASE", "PASSCODE", "SECRET", "TOKEN", "APIKEY", "DBPASSWORD"),
            *("DB_PWD", "DB_PASS", "GITHUB_PAT", "dbPass", "ADMIN_PASSWD", "MY_APIKEY", "MyPassphrase2", "TOKEN_2_3"),
            *(f"{which}_KEY" for which in ("ACCESS", "ACCOUNT", "API", "AUTH", "BATCH", "ENCRYPTION", "MASTER", "PRIVATE")),
            *("SECRET_KEY", "SHARED_KEY", "SIGNING_KEY", "STORAGE_KEY", "storageKey", "AZURE_BATCH_KEY1", "next_api_key"),
            "X" * 300 + "_TOKEN",
        ],
    )
    def test_of_secrets(self, name: str) -> None:
        assert is_secret_name(name)

    @pytest.mark.parametrize(
        "name",
        [
            *("KEY", "PWD", "PASS", "PAT", "7", "", "_", "PUBLIC_KEY", "ROW_KEY", "PASSES", "TOKENS", "SECRETS", "PASSWORDS"),
            *(f"{which}_TOKEN" for which in ("CANCELLATION", "CONTINUATION", "NEXT", "PAGE", "PAD", "EOS", "OLD", "PUBLIC")),
            *(
                "ROW_TOKEN",
                "MAX_TOKEN",
                "MIN_TOKEN",
                "OLD_PWD",
                "MAX_PASS",
                "PASSWORD_FILE",
                "KEYBOARD",
                "MYPAT",
                "TOKEN_LENGTH",
            ),
        ],
    )
    def test_of_other_things(self, name: str) -> None:
        assert not is_secret_name(name)


class TestValues:
    @pytest.mark.parametrize(
        "text",
        [
            *("$X", "$", "%OTHER%", "!OTHER!", "<password>", "{{ password }}", "{password}", "[parameters('x')]", "@Reference"),
            *("***", "xxxxxx", "XXX", "...", "…", "changeme", "change_me", "ChangeMe", "TODO", "null", "None", "true", "False"),
            *(
                "yes",
                "no",
                "0",
                "12345",
                "https://example.com/a",
                "git+ssh://h",
                "a://",
                "~/secret",
                "/run/secret",
                "./secret",
                "../x",
            ),
            *(".\\secret", "..\\secret", "C:\\secret", "d:/secret", " $X ", "\n", "", "$a\nb"),
            *(f"secret.{end}" for end in ("txt", "json", "pem", "key", "file", "yml", "yaml", "env", "cfg", "conf", "TXT")),
        ],
    )
    def test_that_stand_for_something_else(self, text: str) -> None:
        assert not is_plain(text)
        assert not is_secret("PASSWORD", text)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "s3cret",
                "a$b",
                "a%X%",
                "%X%b",
                "%a b%",
                "!a b!",
                "a!X!",
                "<a",
                "a>",
                "{a b}",
                "{a}b",
                "[a",
                "a]b",
                "a@b",
                "xyx",
            ),
            *(
                "changemenow",
                "todos",
                "nullx",
                "falsey",
                "123456",
                "://a",
                "~secret",
                "/c2VjcmV0=",
                ".secret",
                "...a",
                "ab:\\x",
            ),
            *("secret.txt2", "secret.pdf", "txt", "secret txt", "secret.yaaml", " s3cret "),
        ],
    )
    def test_that_are_what_they_are(self, text: str) -> None:
        assert is_plain(text)
        assert is_secret("PASSWORD", text)

    @pytest.mark.parametrize("value", [None, 3, b"s3cret", ["s3cret"]])
    def test_of_other_types(self, value: object) -> None:
        assert is_plain(value) is False
        assert is_secret("PASSWORD", value) is False

    def test_whatever_the_name_is(self) -> None:
        assert is_secret(None, "postgres://user:s3cret@host")
        assert is_secret("URL", "postgres://user:s3cret@host")
        assert not is_secret(None, "s3cret")
        assert not is_secret("URL", "s3cret")


class TestTexts:
    """What gives itself away, and what is one character too short for it."""

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("a;AccountKey=" + "k" * 16, "a storage or service key"),
            ("a;accountkey=Az09+/=-Az09+/=-", "a storage or service key"),
            ("a;SharedAccessKey=" + "k" * 16, "a storage or service key"),
            (";pwd=y", "a connection string's password"),
            ("a; Password = y", "a connection string's password"),
            ("Authorization: Bearer 12345678", "an Authorization header"),
            ("authorization:basic x2345678", "an Authorization header"),
            ("Authorization: token x2345678", "an Authorization header"),
            ("a,pass=x1", "a mount's password"),
            ("a, passwd=x1", "a mount's password"),
            ("a,password=x1", "a mount's password"),
            ("https://u:s3cret@h", "a URL's password"),
            ("https://:s3cret@h", "a URL's password"),
            (f"a://{'u' * 64}:{'p' * 256}@h", "a URL's password"),
            *((f"gh{kind}_" + "a" * 30, "a GitHub token") for kind in "pousr"),
            ("ghp_" + "aZ9" * 10, "a GitHub token"),
            ("github_pat_" + "a" * 22, "a GitHub token"),
            ("glpat-" + "a-" * 10, "a GitLab token"),
            ("-----BEGIN PRIVATE KEY-----", "a private key"),
            ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ],
    )
    def test_that_give_themselves_away(self, text: str, what: str) -> None:
        assert said(f"x '{text}'") == [what]
        assert is_secret("X", text)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "a;AccountKey=" + "k" * 15,
                "a;SharedAccessKey=" + "k" * 15,
                "a;AccountKeys=" + "k" * 16,
                "pwd=y",
                ";pwd=",
                ";pwd=$X",
            ),
            *("Authorization: Bearer x234567", "Authorization: Digest x2345678", "?sig=" + "a" * 19, "#sig=" + "a" * 20),
            *("a pass=x1", "a,pass=", "a,passphrase=x1", "a,pass=$X1", "https://u@h", "https://u:@h", "https://u:80/a@b"),
            *(f"a://{'u' * 65}:p@h", f"a://u:{'p' * 257}@h", "ghx_" + "a" * 30, "ghp_" + "a" * 29, "xghp_" + "a" * 30),
            *("github_pat_" + "a" * 21, "glpat-" + "a" * 19, "xglpat-" + "a" * 20, "-----BEGIN PUBLIC KEY-----"),
            *("https://u:${X}@h", "https://u:a$X@h", "https://u:<password>@h", ";pwd=changeme"),
        ],
    )
    def test_that_nearly_do(self, text: str) -> None:
        assert said(f"x '{text}'") == []
        assert not is_secret("X", text)


class TestOptions:
    @pytest.mark.parametrize(
        "option",
        [
            *("password", "passwd", "passphrase", "pass", "token", "client-secret", "secret-key", "account-key", "access-key"),
            *("api-key", "apikey", "storage-key", "http-password", "proxy-password", "db-password", "registry-password"),
            *("admin-password", "ftp-password", "auth-token", "access-token", "api-token", "registration-token"),
            *("secret-access-key", "Password"),
        ],
    )
    def test_of_any_program(self, option: str) -> None:
        for dashes in ("-", "--"):
            assert said(f"x {dashes}{option} s3cret") == [f"the value of {dashes}{option}"]
            assert said(f"x {dashes}{option}=s3cret") == [f"the value of {dashes}{option}"]
        assert said(f'x --{option} "$X"; x --{option}="$X"; x --{option}= ; x --{option} --y; x --{option}') == []
        assert said(f'x --{option}="s3cret$X"') == []
        assert said(f"x --{option} $(cat s3cret); x --{option} changeme; x --{option}=changeme; x {option} s3cret") == []
        assert said(f"x --{option}s s3cret; x --x-{option}s s3cret") == []

    @pytest.mark.parametrize(
        ("script", "option"),
        [
            *(
                (f"{name} login -u me -p s3cret", "-p")
                for name in ("docker", "podman", "nerdctl", "az", "helm", "oras", "crane")
            ),
            ("skopeo login -p s3cret h", "-p"),
            ("sshpass -p s3cret ssh h", "-p"),
            ("sqlcmd -S h -P s3cret", "-P"),
            *((f"curl {option} me:s3cret https://h", option) for option in ("-u", "--user", "-U", "--proxy-user")),
            *(
                (f"{name} -u me -ps3cret", "-p")
                for name in ("mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump", "sshpass")
            ),
            ("x /pass:s3cret", "/pass"),
            ("x /Password:s3cret", "/Password"),
            ("sudo timeout 5 docker login -p s3cret", "-p"),
        ],
    )
    def test_of_some_programs(self, script: str, option: str) -> None:
        assert said(script) == [f"the value of {option}"]

    @pytest.mark.parametrize(
        "script",
        [
            *(
                "docker run -p 80s3 x",
                "az vm list -p s3cret",
                "mysql -p s3cret",
                "mysql -p-x",
                'mysql -p"$X"',
                "sqlcmd -p s3cret",
            ),
            *("curl -u s3cret https://h", "curl -u me:changeme https://h", "wget -u me:s3cret https://h", "docker login -p"),
            *("docker login -p changeme", "docker login -p -x", "x -ps3cret", "x /pass:", "x /pass:changeme", 'x /pass:"$X"'),
            "x /passed:s3cret",
            *(
                f"usermod {option} {locks} me"
                for option in ("-p", "--password")
                for locks in ("'!'", "'!!'", "'*'", "'!*'", "x")
            ),
            *("usermod --password='!' me", "useradd -p '!' me"),
        ],
    )
    def test_that_are_something_else(self, script: str) -> None:
        assert said(script) == []


class TestAssignments:
    @pytest.mark.parametrize(
        ("script", "what"),
        [
            ("A_TOKEN=s3cret x", "the value of A_TOKEN"),
            ("export A_TOKEN='s3cret x'", "the value of A_TOKEN"),
            ("docker run -e A_TOKEN=s3cret=b x", "the value of A_TOKEN"),
            ("env -i A_TOKEN=s3cret x", "the value of A_TOKEN"),
        ],
    )
    def test_of_secrets(self, script: str, what: str) -> None:
        assert said(script) == [what]

    @pytest.mark.parametrize(
        "script", ["A_TOKEN=s3cret$X y", "A_TOKEN=$(cat s3cret) y", "A_TOKEN=changeme y", "A-TOKEN=s3cret", "x 1A_TOKEN=s3cret"]
    )
    def test_of_other_things(self, script: str) -> None:
        assert said(script) == []

    def test_what_chpasswd_reads(self) -> None:
        assert said("echo me:s3cret | chpasswd") == ["the input of chpasswd"]
        assert said("sudo echo -n me:s3cret | /usr/sbin/chpasswd && x") == ["the input of chpasswd"]
        assert said("echo 'me:!' | chpasswd") == ["the input of chpasswd"]

    @pytest.mark.parametrize(
        "script",
        [
            "echo me:$X | chpasswd",
            "echo $(a):b | chpasswd",
            "echo me | chpasswd",
            *("echo 'me:!' | chpasswd -e", "echo 'me:*' | sudo chpasswd --encrypted"),
            "echo me:s3cret | tee x",
            "echo me:s3cret; chpasswd < x",
            "echo me:s3cret && chpasswd < x",
            "echo me:s3cret | cat | chpasswd",
            "echo me:s3cret |",
        ],
    )
    def test_what_others_read(self, script: str) -> None:
        assert said(script) == []


class TestWindows:
    @pytest.mark.parametrize(
        ("line", "what"),
        [
            ("cmd /c net user me s3cret /add", "the password argument of net"),
            ("cmd /c NET.exe USER me s3cret", "the password argument of net"),
            ("cmd /c net1 user me s3cret", "the password argument of net1"),
            ("cmd /c net use Z: \\\\h\\share s3cret /user:me", "the password argument of net use"),
            ("cmd /c net use \\\\h\\share /user:me s3cret", "the password argument of net use"),
            ('cmd /c net use "\\\\h\\a share" s3cret', "the password argument of net use"),
            (
                "powershell -Command ConvertTo-SecureString s3cret -AsPlainText",
                "the password argument of convertto-securestring",
            ),
            (
                "powershell -Command ConvertTo-SecureString -AsPlainText -Force s3cret",
                "the password argument of convertto-securestring",
            ),
            ("powershell -Command $env:A_TOKEN = 's3cret'", "the value of A_TOKEN"),
        ],
    )
    def test_secrets(self, line: str, what: str) -> None:
        assert said_of_line(line) == [what]

    @pytest.mark.parametrize(
        "line",
        [
            "cmd /c net user me /add",
            "cmd /c net user me /s3cret",
            "cmd /c net user me %X%",
            "cmd /c net user me * /add",
            "cmd /c net user",
            "cmd /c net start x y",
            "cmd /c net use Z: \\\\h\\share /user:me",
            "cmd /c net use Z: \\\\h\\share %X%",
            "cmd /c net use Z: share",
            "cmd /c net localgroup administrators me",
            "powershell -Command ConvertTo-SecureString s3cret",
            "powershell -Command ConvertTo-SecureString -AsPlainText -Force",
            "powershell -Command ConvertTo-SecureString $x s3cret -AsPlainText",
        ],
    )
    def test_other_things(self, line: str) -> None:
        assert said_of_line(line) == []


def test_without_a_shell() -> None:
    assert said_of_line("./x --token s3cret -v") == ["the value of --token"]
    assert [word.text for word in posix.split_words("x --token s3cret")] == ["x", "--token", "s3cret"]


IDENTITY = "with identityReference instead, or azcopy with a managed identity of the pool."
URL = "https://a.blob.core.windows.net/cases/a.tgz?sv=1&sr=b&sp=r&sig=" + "s3cret" * 4


def test_a_sas_in_a_setting() -> None:
    says = "CASE_URL holds a SAS: until it expires, anyone who can read the"
    setting = {"name": "CASE_URL", "value": URL}
    start = StartTask.deserialize({"commandLine": "./a", "environmentSettings": [setting]})
    assert found(start, "BM803") == [
        f"$.environmentSettings[0].value: BM803 note: {says} pool can use it. Use a resource file {IDENTITY}"
    ]
    task = TaskAddParameter.deserialize({"id": "a", "commandLine": "./a", "environmentSettings": [setting]})
    assert found(task, "BM803") == [
        f"$.environmentSettings[0].value: BM803 note: {says} task can use it. Use a resource file or an output file {IDENTITY}"
    ]
    key = {"name": "CASE_URL", "value": f"{URL};AccountKey={'k' * 20}"}
    (other,) = found(StartTask.deserialize({"commandLine": "./a", "environmentSettings": [key]}), "BM803")
    assert "BM803 warning: CASE_URL seems to hold a secret in plain text" in other
    (metadata,) = found(MetadataItem(name="case", value=URL), "BM803")
    assert "BM803 warning: case seems to hold a secret in plain text" in metadata


def test_a_sas_in_a_job_with_an_auto_pool() -> None:
    job = {
        "id": "j",
        "poolInfo": {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": {"vmSize": "standard_d2s_v3"}}},
        "jobManagerTask": {
            "id": "m",
            "commandLine": "./a",
            "environmentSettings": [{"name": "CASE_URL", "value": URL}, {"name": "DB_PASSWORD", "value": "s3cret"}],
        },
    }
    assert found(JobAddParameter.deserialize(job), "BM803") == [
        (
            "$.jobManagerTask.environmentSettings[0].value: BM803 note: CASE_URL holds a SAS: until it expires, anyone who can "
            "read the job can use it. Let it expire soon, and allow only what the task needs: an auto pool has no managed "
            "identity to use instead."
        ),
        (
            "$.jobManagerTask.environmentSettings[1].value: BM803 warning: DB_PASSWORD seems to hold a secret in plain text, "
            "which is visible in the job's definition and on every node. Fetch it on the node from Azure Key Vault with a "
            "managed identity, which needs a pool that is created through ARM instead of the auto pool, and replace the "
            "exposed secret with a new one."
        ),
    ]


def test_a_sas_in_a_command_line() -> None:
    assert found(StartTask(command_line=bash(f'azcopy copy "{URL}" .')), "BM803") == [
        (
            "$.commandLine: BM803 note: the command line contains a SAS: until it expires, anyone who can read the pool or see "
            f"a node's processes can use it. Use a resource file {IDENTITY}"
        )
    ]


def test_the_name_of_a_variable_is_shown() -> None:
    line = bash('curl -H "Authorization: Bearer $AZ_BATCH_AUTHENTICATION_TOKEN" https://a.example')
    assert found(TaskAddParameter(id="a", command_line=line), "BM402") == [
        (
            "$.commandLine: BM402 warning: AZ_BATCH_AUTHENTICATION_TOKEN is set only for tasks with "
            "authenticationTokenSettings, which Batch has retired, so $AZ_BATCH_AUTHENTICATION_TOKEN is empty. Sign in to the "
            "Batch service with a managed identity of the pool."
        )
    ]


def test_one_finding_for_one_secret() -> None:
    assert said("echo AccountKey=abcdEFGH1234567890s3cret== >> ~/.azure-credentials; ./run") == ["a storage or service key"]
    assert said("./run --account-key abcdEFGH1234567890s3cret==; ./x AccountKey=abcdEFGH1234567890s3cret==") != []
