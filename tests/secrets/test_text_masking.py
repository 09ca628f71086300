"""Secrets in texts: signatures, URLs, connection strings and arguments of programs."""

from __future__ import annotations

import shlex
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from planting import OTHER_LINES, WRAPPERS, command_lines

from batchmodels.secrets.text_masking import mask_known_secrets, mask_text, secrets_in

SECRET = "Qx7Zplant9k"

LINES = [*command_lines(SECRET), *(line.format(SECRET) for line in OTHER_LINES)]


def shows(text: str, secret: str = SECRET) -> bool:
    """Whether a text shows a secret or a substantial part of it."""
    return any(part in text for part in (secret, secret[:6], secret[-6:]))


@pytest.mark.parametrize("wrapper", range(len(WRAPPERS)))
def test_lines_with_a_secret_in_every_wrapper(wrapper: int) -> None:
    shown = [line for line in map(WRAPPERS[wrapper], LINES) if shows(mask_text(line))]
    assert shown == []
    assert all(SECRET in line for line in LINES)


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("docker login -u a -p hunter2 reg && ls", "docker login -u a -p *** reg && ls"),
        ("docker login -u a -phunter2 reg", "docker login -u a -p*** reg"),
        ("docker login -p 'hunter two' reg", "docker login -p '***' reg"),
        ("/bin/bash -c 'az login -u a -p \"x y\" && ls'", "/bin/bash -c 'az login -u a -p \"***\" && ls'"),
        ('/bin/bash -c "az login -p \\"x y\\" && ls"', '/bin/bash -c "az login -p \\"***\\" && ls"'),
        ("bash -c 'sshpass -p hun\"ter 2\"x ssh h'", "bash -c 'sshpass -p *** ssh h'"),
        ("cmd /c net user bob hunter2 /add", "cmd /c net user bob *** /add"),
        ("curl -sSu me:hunter2 https://h -o f", "curl -sSu me:*** https://h -o f"),
        ("mysql -uroot -phunter2 db", "mysql -uroot -p*** db"),
        ("7z x -phunter2 a.7z", "7z x -p*** a.7z"),
        ("smbclient //h/s -U me%hunter2 -c ls", "smbclient //h/s -U me%*** -c ls"),
        ("echo hunter2 | docker login --password-stdin", "echo *** | docker login --password-stdin"),
        ("chpasswd <<EOF\nroot:hunter2\nEOF\nls -l", "chpasswd <<EOF\n***\nEOF\nls -l"),
        ("git clone https://me:hunter2@h/x", "git clone https://***@h/x"),
        ("git clone https://hunter2@h/x", "git clone https://***@h/x"),
        ("git clone ssh://git@h/x", "git clone ssh://git@h/x"),
        ("curl http://me:p/w@h/x", "curl http://***@h/x"),
        ("Server=s;Password=a b;Encrypt=true", "Server=s;Password=***;Encrypt=true"),
        ("AccountName=a;AccountKey=x==;EndpointSuffix=s", "AccountName=a;AccountKey=***;EndpointSuffix=s"),
        (
            "Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey=x=",
            "Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey=***",
        ),
        ('{"password": "a\\"b", "user": "c"}', '{"password": "***", "user": "c"}'),
        ("kubectl create secret generic a --from-literal=k=v", "kubectl create secret generic a --from-literal=k=***"),
        ('cmd /c "docker login -p "x y" h && ls"', 'cmd /c "docker login -p "***" h && ls"'),
        ('cmd /c ""C:\\a b\\docker.exe" login -p hunter2"', 'cmd /c ""C:\\a b\\docker.exe" login -p ***"'),
        ("mysql -e \"ALTER USER a IDENTIFIED BY 'hunter2'\"", "mysql -e \"ALTER USER a IDENTIFIED BY '***'\""),
        ("<a><password>hunter2</password></a>", "<a><password>***</password></a>"),
        ('<add key="Password" value="hunter2"/>', '<add key="Password" value="***"/>'),
        ("me:hunter2@host/a", "***@host/a"),
        ("echo -e 'a\na' | (passwd bob)", "echo -e '***' | (passwd bob)"),
        ("cmd /c docker login -p $ecret1", "cmd /c docker login -p ***"),
        ("cmd /c docker login -p %PASSWORD%", "cmd /c docker login -p %PASSWORD%"),
        ("bash -c 'docker login -p %ecret1%'", "bash -c 'docker login -p ***'"),
        ("docker login -u a \\\n  -p hunter2", "docker login -u a \\\n  -p ***"),
        ("docker login -p hun\\\nter2 reg", "docker login -p *** reg"),
        ("smbclient \\\r\n //h/s hunter2", "smbclient \\\r\n //h/s ***"),
        ('bash -c "sshpass -p \\\n hunter2 ssh h"', 'bash -c "sshpass -p \\\n *** ssh h"'),
        ("cmd /c net user bob ^\r\nhunter2", "cmd /c net user bob ^\r\n***"),
        (
            "ConvertTo-SecureString `\n hunter2 -AsPlainText",
            "ConvertTo-SecureString `\n *** -AsPlainText",
        ),
        (
            "[Environment]::SetEnvironmentVariable('DB_PASSWORD', `\n 'hunter2')",
            "[Environment]::SetEnvironmentVariable('DB_PASSWORD', `\n '***')",
        ),
        ("htpasswd -b file me hunter2 \\\n --more", "htpasswd -b file me *** \\\n --more"),
        ("htpasswd -nb me hunter2", "htpasswd -nb me ***"),
        ("htpasswd -n -b me hunter2", "htpasswd -n -b me ***"),
        ("unzip -oP hunter2 a.zip", "unzip -oP *** a.zip"),
        ("unzip -oPhunter2 a.zip", "unzip -oP*** a.zip"),
        ("ldapsearch -xw hunter2 -b x", "ldapsearch -xw *** -b x"),
        ("useradd -mp hunter2 bob", "useradd -mp *** bob"),
        ("tool --key c2VjcmV0c2VjcmV0 x", "tool --key *** x"),
        (
            "mysql -e \"SET PASSWORD FOR 'a' = PASSWORD('hunter2')\"",
            "mysql -e \"SET PASSWORD *** 'a' = PASSWORD('***')\"",
        ),
        ("psql -c \"CREATE ROLE a PASSWORD E'hunter2'\"", 'psql -c "CREATE ROLE a PASSWORD ***"'),
        ("vault kv put secret/x a=hunter2 b=hunter3", "vault kv put secret/x *** ***"),
        ("$p = 'hunter2' | ConvertTo-SecureString -AsPlainText", "$p = '***' | ConvertTo-SecureString -AsPlainText"),
        ("[string]$p='hunter2' | ConvertTo-SecureString", "[string]$p='***' | ConvertTo-SecureString"),
        ('test "$PASSWORD" == hunter2', 'test "$PASSWORD" == ***'),
        ("[ $TOKEN == hunter2 ] && ./a", "[ $TOKEN == *** ] && ./a"),
        ('[ "${TOKEN}" != "hunter2" ]', '[ "${TOKEN}" != "***" ]'),
        ('[ "${TOKEN}" = hunter2 ]', '[ "${TOKEN}" = *** ]'),
        ("if ($token -eq 'hunter2') { ./a }", "if ($token -eq '***') { ./a }"),
        ("if ($env:DB_PASSWORD -cne 'hunter2') { ./a }", "if ($env:DB_PASSWORD -cne '***') { ./a }"),
        ('cmd /c if "%PASSWORD%"=="hunter2" run.exe', 'cmd /c if "%PASSWORD%"=="***" run.exe'),
        ('cmd /c if "%PASSWORD%" equ "hunter2" run.exe', 'cmd /c if "%PASSWORD%" equ "***" run.exe'),
        ("$env:PASSWORD == 'hunter2' && run", "$env:PASSWORD == '***' && run"),
        ("printf -v PASSWORD %s hunter2", "printf -v PASSWORD %s ***"),
        ("export TOKEN=`echo hunter2` && ls", "export TOKEN=*** && ls"),
        ("export TOKEN=$(echo hunter2) && ls", "export TOKEN=*** && ls"),
        ("PASS+=hunter2", "PASS+=***"),
        ("API_TOKEN+='hunter2'", "API_TOKEN+='***'"),
        ("mount.cifs //h/s /m -o username=a%hunter2", "mount.cifs //h/s /m -o username=a%***"),
        ("mount -t cifs //h/s /m -o vers=3.0,user=a%hunter2,ro", "mount -t cifs //h/s /m -o vers=3.0,user=a%***,ro"),
        ("cat > token.txt <<EOF\nhunter2\nEOF\nls -l", "cat > token.txt <<EOF\n***\nEOF\nls -l"),
        ("sudo tee /etc/secret <<'EOF'\nhunter2\nEOF", "sudo tee /etc/secret <<'EOF'\n***\nEOF"),
        ("cat > ~/.netrc <<EOF\nmachine x\npassword hunter2\nEOF", "cat > ~/.netrc <<EOF\nmachine x\npassword ***\nEOF"),
        ("cat > /etc/secret <<< hunter2", "cat > /etc/secret <<< ***"),
        ("./run --pin 123456", "./run --pin ***"),
        ("/bin/sh -c './a --password hunter2; ./next'", "/bin/sh -c './a --password ***; ./next'"),
        ("https:/me:hunter2@h/a", "https:/***@h/a"),
    ],
)
def test_masked_lines(line: str, masked: str) -> None:
    assert mask_text(line) == masked
    assert mask_text(masked) == masked


@pytest.mark.parametrize(
    "line",
    [
        *(
            "mkdir -p dir/a",
            "cp -p a b",
            "ssh -p 22 host",
            "docker run -p 8080:80 image",
            "apt-get install -y curl unzip mysql-client",
        ),
        *("nc -u host 53", "tar -p -xf a.tar", "docker run --name mysql -p 3306:3306 mysql:8", "scp -P 2222 a b:c", "ps -p 1"),
        *(
            "az vm list -o table",
            "az batch pool list -p x",
            "curl -fsSL -o a https://h/a.tar.gz",
            "unzip -o a.zip -d b",
            "7z x a.7z",
        ),
        *(
            "echo hello world > out.txt",
            "echo a | tee b",
            "useradd -m bob",
            "net start service",
            "net use",
            "sc query x",
            "gpg -d x",
        ),
        *(
            "git clone https://github.com/a/b.git",
            "git clone git@github.com:a/b.git",
            "pip install -r requirements.txt",
            "ssh-keygen -A",
        ),
        *(
            "export PATH=$PATH:/opt/x",
            "PWD=/tmp ls",
            "./run --key file --keyring a --port=80",
            "docker build --secret id=a,src=b .",
        ),
        *(
            'docker login -u a -p "$PASSWORD" reg',
            "az login --identity",
            "openssl rsa -in a -out b",
            'powershell -Command "dir; ls"',
        ),
        *(
            "gmx mdrun -pin on",
            "./run --pin auto",
            "echo username=a%20b",
            "mount -o user=%USER% x",
            "if ($token -eq $null) { ls }",
        ),
        *(
            'test "$TOKEN" == 1',
            'test "$TOKEN" != ""',
            'test "$TOKEN" == "$OTHER"',
            '[ "$PASSWORD" -ne 0 ]',
            "./a --password $TOKEN; ls",
        ),
        *("cat > token.txt", "cat > get_token.sh <<EOF\nls\nEOF", "cat notes > b <<EOF\nx\nEOF", 'printf -v NAME %s "value"'),
        *("zip -rq a.zip b", "unzip -qo a.zip -d P", "ssh-keygen -qt rsa -f key", "tool --key /etc/ssl/private/host.pem"),
        *("cmd /c net user bob /add", "rsync -e 'ssh -p 2222' a b", "sudo -S ls", "redis-cli ping"),
        *(
            "mount -t nfs -o vers=4 h:/a /b",
            "az storage blob upload -f a -c b",
            "kill -9 1",
            "7z a x.7z -mx=9",
            "chpasswd < file",
        ),
    ],
)
def test_ordinary_lines_are_unchanged(line: str) -> None:
    assert mask_text(line) == line
    for wrapped in (f"/bin/bash -c '{line}'", f"{line} && ls"):
        assert mask_text(wrapped) == wrapped


@pytest.mark.parametrize(
    "text",
    [
        *(
            "https://a/f?sig={}",
            'https://a/f?sv=1&sig="{}"',
            "https://a/f?sig='{}'",
            "https://a/f?%73ig={}",
            "https://a/f?s%69%67={}",
        ),
        *("https://a/f?%53%49%47={}", "https://a/f#sig={}", "https://a/f#a&sig={}", "sig={}", "sig = {}", "SIG={}", "?sig={}"),
        *("https://a/f?sv=1&amp;sig={}", "https://a/f?sv=1&#38;sig={}", "https://a/f?sv=1;sig={}", "https://a/f?SIG={}&x=1"),
        *(
            "https%3A%2F%2Fa%2Ff%3Fsig%3D{}",
            "https%3A%2F%2Fa%2Ff%3Fsv%3D1%26sig%3D{}",
            "x%253Fsv%253D1%2526sig%253D{}",
            "%3fSIG%3d{}",
        ),
        *(
            "a?sv=1\\u0026sig\\u003d{}",
            "a?\\u0073ig={}",
            'curl "https://a/f?sv=1^&sig={}"',
            "a?sv=1\\&sig\\={}",
            '{{"sig": "{}"}}',
        ),
        *(
            "a?sig={}&sig={}",
            "[variables('x')]?sig={}",
            'a?sig=\\"{}\\"',
            "\tsig={}",
            "a?&#115;ig={}",
            "a?sig%20={}",
            "(sig={})",
        ),
        *("https://a/f?sv=1& sig ={} x", "-sig={}", "a,sig={}", "SharedAccessSignature=sv=1&sig={}", "'sig','{}'", "a?sig:={}"),
    ],
)
def test_signatures_in_unusual_spellings(text: str) -> None:
    for secret in (SECRET, "c2Vj%2BcmV0Qx7Z%2Fplant9k%3D"):
        assert not shows(mask_text(text.format(secret, secret)), secret)


@given(st.text(alphabet="ab-= \"'\\/:;&|@%$<>\n(){}^`p?#,", max_size=40), st.sampled_from(LINES))
@example("", "docker login -p Qx7Zplant9k")
def test_other_lines_have_no_effect(before: str, line: str) -> None:
    assert not shows(mask_text(f"{before.replace(chr(39), '').replace(chr(34), '')}\n{line}"))


@given(st.text(max_size=200))
def test_masking_any_text_twice_is_the_same_as_once(text: str) -> None:
    masked = mask_text(text)
    assert all(len(part) <= len(text) for part in masked.split("***"))


@pytest.mark.parametrize(
    "beginning",
    [
        "password=",
        "sig=",
        "?sig ",
        "://",
        "a://b:c@",
        "docker login -p x ",
        "\"a 'b ",
        "net use \\\\a ",
        "htpasswd ",
        "&#",
        ";a=",
        "eyJ-",
    ],
)
def test_long_texts_are_masked(beginning: str) -> None:
    text = beginning * (20_000 // len(beginning))
    assert not shows(mask_text(f"{text}\ndocker login -p {SECRET}\nAccountKey={SECRET};"))


def test_known_secrets_are_masked_where_a_text_repeats_them() -> None:
    secrets = secrets_in("docker login -p hun'ter 2'x && net user me ab")
    assert secrets == ["hun'ter 2'x", "hunter 2x", "hun'ter", "hunter", "ab"]
    assert mask_known_secrets("the user hunter 2x fails", secrets) == "the user *** fails"
    assert mask_known_secrets("about ab", secrets) == "about ***"
    assert mask_known_secrets("the file /opt/hunt… fails", ["hunter2"]) == "the file /opt/***… fails"
    assert mask_known_secrets("the file /opt/hu… fails", ["hunter2"]) == "the file /opt/hu… fails"


@pytest.mark.parametrize(
    ("line", "secrets"),
    [
        ("/bin/bash -c 'export API_KEY=hunter2; cd /opt/hunter2; ls'", ["hunter2"]),
        ("/bin/bash -c 'API_KEY=hunter2; bash hunter2; ls'", ["hunter2"]),
        ("/bin/bash -c 'API_KEY=hunter2 && bash next'", ["hunter2"]),
        ("/bin/sh -c './a --password hunter2; ./next'", ["hunter2"]),
        ('powershell -Command "set DB_PASSWORD=hunter2; run.exe"', ["hunter2"]),
        ("(./a --token hunter2)", ["hunter2"]),
        ("./a --token hunter2, b", ["hunter2,", "hunter2"]),
        ("./a --password 'hunter; two22'", ["hunter; two22", "hunter;", "hunter", "two22"]),
        ("./a --password 'the quick fox'", ["the quick fox", "quick"]),
        ("./a --password $TOKEN; ls", []),
        ("/bin/bash -c 'useradd -m render; mkdir -p /data/in; ls'", []),
        ("/bin/bash -c 'set -e -o pipefail; ./token.sh | docker login --password-stdin r.io'", ["./token.sh"]),
    ],
)
def test_a_known_secret_ends_where_a_shell_ends_the_command(line: str, secrets: list[str]) -> None:
    assert secrets_in(line) == secrets


@pytest.mark.parametrize(
    "beginning", ["TOKEN=`", "a -eq ", "token} = ", "-o user=a%", "https:/", "cat > token <<E\n", "PASS+=", "$(echo "]
)
def test_known_secrets_of_long_texts_take_linear_time(beginning: str) -> None:
    def seconds(count: int) -> float:
        text = f"{beginning * count} --password x1"
        times = []
        for _ in range(3):
            start = time.process_time()
            secrets_in(text)
            times.append(time.process_time() - start)
        return min(times)

    assert seconds(4000) < 12 * max(seconds(1000), 0.005)


def test_a_long_secret_is_masked_wherever_it_is_repeated() -> None:
    text = "mysql -pQx7Zp9LmVt4K -e q # Qx7Zp9LmVt4K, not Qx7Zp9LmVt4KX\necho 'Qx7Zp9LmVt4K'"
    assert mask_text(text) == "mysql -p*** -e q # ***, not Qx7Zp9LmVt4KX\necho '***'"
    assert mask_text("mysql -pfilms -e films") == "mysql -p*** -e films"


def long_script(lines: int) -> str:
    """A start task's script of both kinds of quotes, comments and nested shells, as `shlex.quote` quotes it."""
    block = [
        "# It doesn't matter if \"$NAME\" isn't there.",
        'log_daemon_msg "Starting $DESC" "$NAME"',
        "su agent -c 'exec \"$HOME/bin/agent\" --once'",
        'case "$1" in start) do_start "$2" || exit 1 ;; esac',
    ]
    return "/bin/sh -c " + shlex.quote("\n".join(block * lines))


@pytest.mark.parametrize("lines", [10, 30, 100])
def test_a_long_script_is_not_masked_as_a_whole(lines: int) -> None:
    script = long_script(lines)
    assert secrets_in(script) == []
    assert mask_text(script) == script


@pytest.mark.parametrize("lines", [30, 100])
@pytest.mark.parametrize("line", ["mysql -p{0} x", "su a -c 'curl -u me:{0} https://example.com'", "PGPASSWORD='{0}' psql"])
def test_a_secret_in_a_long_script_is_masked(lines: int, line: str) -> None:
    script = long_script(lines) + shlex.quote("\n" + line.format(SECRET) + "\n")
    assert shows(script)
    assert not shows(mask_text(script))


@pytest.mark.parametrize(
    "line",
    [
        "adduser --system --disabled-password fetcher",
        "tool --no-password fetcher",
        "find /data -user mysql -print0",
        "find /var/lib/mysql -path /data",
        "start-stop-daemon --start --chuid mysql -pidfile x",
    ],
)
def test_what_only_looks_like_the_option_of_a_secret(line: str) -> None:
    assert mask_text(line) == line


def test_find_may_run_a_program_that_gets_a_secret() -> None:
    assert not shows(mask_text(f"find . -name '*.sql' -exec mysql -p{SECRET} -e {{}} ';'"))
