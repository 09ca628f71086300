"""BM114: curl without -f."""

from __future__ import annotations

import pytest
from reviewing import bash, found

from batchmodels import StartTask

URL = "https://example.com"


def readers(line: str) -> list[str]:
    start = "$.commandLine: BM114 warning: without -f, curl succeeds when the server answers with an error, and "
    end = " gets the error page instead of the file. Use curl -f, for example curl -fsSL, so that the command fails instead."
    texts = found(StartTask(command_line=line), "BM114")
    assert all(text.startswith(start) and text.endswith(end) for text in texts)
    return [text.removeprefix(start).removesuffix(end) for text in texts]


@pytest.mark.parametrize(
    ("script", "reader"),
    [
        (f"curl -O {URL}/f.sh && bash f.sh", "bash"),
        (f"curl -sSLO {URL}/f.sh?x=1; . ./f.sh", "."),
        (f"curl {URL}/x | bash", "bash"),
        (f"curl -sL {URL}/x | sudo -E bash -s -- -y", "bash"),
        (f"curl -s {URL}/k | gpg --dearmor | tee k.gpg", "gpg"),
        (f"curl -L {URL}/a | tar xz -C d", "tar"),
        (f"curl -L {URL}/a.tgz -o d/a.tgz && tar xzf d/a.tgz", "tar"),
        (f"curl -Lo a.tgz {URL}/a.tgz && tar xzf ./a.tgz", "tar"),
        (f"curl --output=a.zip {URL}/a && unzip -o a.zip", "unzip"),
        (f"curl {URL}/a > a.deb; dpkg -i a.deb", "dpkg"),
        (f"curl -o - {URL}/a > a.deb; dpkg -i a.deb", "dpkg"),
        (f"curl -o tool {URL}/tool; chmod +x tool; ./tool", "the shell"),
        (f'bash -c "$(curl -s {URL}/x)"', "bash"),
        (f"bash <(curl -s {URL}/x)", "bash"),
        (f"source <(curl -s {URL}/x)", "source"),
        (f'eval "$(curl -s {URL}/x)"', "eval"),
        ("curl -o x.py $URL; python3 x.py", "python3"),
        (f"curl -so a.R {URL}/a.R; Rscript a.R", "Rscript"),
        (f"curl -o b {URL}/b; tar xf b; curl -O {URL}/c; tar xf c", "tar"),
        (f"gunzip < x; curl -o x {URL}/x; bash < x", "gunzip"),
        (f"bash -c 'curl {URL}/x | sh'", "sh"),
        (f"timeout 60 curl -o a {URL}/a && sh a", "sh"),
    ],
)
def test_an_error_page(script: str, reader: str) -> None:
    assert readers(bash(script)) == [reader]


def test_cmd() -> None:
    assert readers(f'cmd /c "curl -o a.zip {URL}/a.zip && tar -xf a.zip"') == ["tar"]


@pytest.mark.parametrize(
    "script",
    [
        f"curl -f -O {URL}/f.sh && bash f.sh",
        f"curl -fsSLO {URL}/f.sh && bash f.sh",
        f"curl -sSfLO {URL}/f.sh && bash f.sh",
        f"curl --fail {URL}/x | bash",
        f"curl --fail-with-body {URL}/x | bash",
        f"curl -w %{{http_code}} -o f.sh {URL}/f.sh; bash f.sh",
        f"curl -I {URL}/x | bash",
        f"curl -o data.csv {URL}/data.csv",
        f"curl -O {URL}/f.sh",
        f"curl -O {URL}/f.tgz; sha256sum -c f.tgz; tar xzf f.tgz",
        f"curl -o f.sh {URL}/f.sh; grep -q x f.sh && bash f.sh",
        f"curl {URL}/x | grep ok",
        "curl -o x file:///x; bash x",
        f"wget {URL}/f.sh && bash f.sh",
        f"curl -K curl.conf -o f.sh {URL}/f.sh; bash f.sh",
        f"curl -s {URL}/ready; bash f.sh",
        f"echo curl -O {URL}/f.sh; bash f.sh",
        f"curl -d f -o x {URL}/x --fail; bash x",
    ],
)
def test_no_error_page(script: str) -> None:
    assert readers(bash(script)) == []


def test_the_letters_after_one_with_a_value_are_its_value() -> None:
    assert readers(bash(f"curl -Hf:1 {URL}/x | bash")) == ["bash"]
    assert readers(bash(f"curl -of.sh {URL}/x; bash f.sh")) == ["bash"]


def kept(line: str) -> list[str]:
    """The files that are error pages, with what they should be."""
    start = "$.commandLine: BM114 warning: without -f, curl succeeds when the server answers with an error, and "
    end = ". Use curl -f, for example curl -fsSL, so that the command fails instead."
    texts = found(StartTask(command_line=line), "BM114")
    assert all(text.startswith(start) and text.endswith(end) for text in texts)
    return [text.removeprefix(start).removesuffix(end) for text in texts]


@pytest.mark.parametrize(
    ("script", "file", "kind"),
    [
        (f"curl -sSL --retry 5 -o /opt/x/site.lic {URL}/s; chmod 0644 /opt/x/site.lic", "/opt/x/site.lic", "license"),
        (f"curl -s {URL}/s > /opt/x/licenses/server.dat", "/opt/x/licenses/server.dat", "license"),
        (f"curl -sSLO {URL}/site.lic; cp site.lic /opt/x/", "/opt/x/site.lic", "license"),
        (f"curl -so /tmp/site.lic {URL}/s || exit 1; install -m 644 /tmp/site.lic /opt/x", "/opt/x", "license"),
        (f'LIC=/opt/x/site.lic; curl -so "$LIC" {URL}/s', "/opt/x/site.lic", "license"),
        (f'D=/opt/x; curl -so "$D/site.lic" {URL}/s; ls -l "$D"', "/opt/x/site.lic", "license"),
        (f"sudo curl -so /etc/app/app.conf {URL}/s; [ -d /opt ] || mkdir /opt", "/etc/app/app.conf", "configuration"),
        (
            f'curl -so "$AZ_BATCH_NODE_SHARED_DIR/app.yaml" {URL}/s',
            "$AZ_BATCH_NODE_SHARED_DIR/app.yaml",
            "file",
        ),
        (f"curl -so /usr/local/share/ca-certificates/a.crt {URL}/s", "/usr/local/share/ca-certificates/a.crt", "certificate"),
        (f"curl -so /usr/local/bin/a {URL}/s; chmod +x /usr/local/bin/a", "/usr/local/bin/a", "program"),
        (f"curl -X GET -so /opt/a.json {URL}/s", "/opt/a.json", "file"),
    ],
)
def test_an_error_page_is_kept(script: str, file: str, kind: str) -> None:
    assert kept(bash(script)) == [f"{file} contains the error page instead of the {kind}"]


@pytest.mark.parametrize(
    "script",
    [
        f"curl -fso /opt/x/site.lic {URL}/s",
        f"curl -so /opt/x/site.lic {URL}/s; grep -q FEATURE /opt/x/site.lic",
        f'L=/opt/x/site.lic; curl -so "$L" {URL}/s; [ -s /opt/x/site.lic ]',
        f"curl -so /opt/x/a.json {URL}/s; jq -e . < /opt/x/a.json",
        f"curl -so /opt/x/site.lic {URL}/s; sha256sum -c sums",
        f"curl -so /opt/x/public-ip {URL}/s",
        f"curl -so site.lic {URL}/s",
        f"curl -so /tmp/site.lic {URL}/s",
        f"curl -so /dev/null {URL}/s",
        f"curl -d a=b -so /opt/x/a.json {URL}/s",
        f"curl -X POST -so /opt/x/a.json {URL}/s",
        "curl -so /opt/x/site.lic http://localhost:8080/s",
        "curl -H Metadata:true -so /opt/x/a.json http://169.254.169.254/metadata/instance",
        f"wget -O /opt/x/site.lic {URL}/s",
    ],
)
def test_no_error_page_is_kept(script: str) -> None:
    assert kept(bash(script)) == []


def test_an_error_page_is_kept_on_windows() -> None:
    path = "C:\\lic\\site.lic"
    says = [f"{path} contains the error page instead of the license"]
    assert kept(f'cmd /c "curl -sSL -o {path} {URL}/s"') == says
    assert kept(f'powershell -Command "curl.exe -sSL -o {path} {URL}/s"') == says
    assert kept(f'powershell -Command "curl -o {path} {URL}/s"') == []  # Invoke-WebRequest
    assert kept(f'cmd /c "curl -sSL -o %TEMP%\\site.lic {URL}/s"') == []
    assert readers(f'powershell -Command "curl.exe -o a.msi {URL}/a; msiexec /i a.msi /qn"') == ["msiexec"]


def piped(script: str) -> list[str]:
    texts = found(StartTask(command_line=bash(f"set -e; set -o pipefail; {script}")), "BM114")
    return [text.removeprefix("$.commandLine: BM114 ") for text in texts]


NO_SCRIPT = "saves the file and writes nothing to the pipe, so {} gets no script, runs nothing and succeeds."
NO_DATA = "saves the file and writes nothing to the pipe, so {} gets no data and fails."
OF_WGET = "Use wget -qO-, which writes to the pipe."
OF_CURL = "Use curl without -O and -o: curl -fsSL."


@pytest.mark.parametrize(
    ("script", "text"),
    [
        (f"wget {URL}/f.sh | bash", f"warning: wget {NO_SCRIPT.format('bash')} {OF_WGET}"),
        (f"sudo wget -q {URL}/f.sh | sudo sh -s -- -y", f"warning: wget {NO_SCRIPT.format('sh')} {OF_WGET}"),
        (f"wget -O f.py {URL}/f.py 2>/dev/null | python3 -", f"warning: wget {NO_SCRIPT.format('python3')} {OF_WGET}"),
        (f"curl -O {URL}/f.sh | bash", f"warning: curl {NO_SCRIPT.format('bash')} {OF_CURL}"),
        (f"curl -fsSL -o f.sh {URL}/f.sh | bash", f"warning: curl {NO_SCRIPT.format('bash')} {OF_CURL}"),
        (f"curl -fsSL --output=f.sh {URL}/f.sh | bash", f"warning: curl {NO_SCRIPT.format('bash')} {OF_CURL}"),
        (f"wget -q {URL}/f.tgz | tar xz", f"error: wget {NO_DATA.format('tar')} {OF_WGET}"),
        (f"wget -q {URL}/f.tgz | tar -xzf - -C /opt", f"error: wget {NO_DATA.format('tar')} {OF_WGET}"),
        (f"wget -q {URL}/f.tgz | tar xz || true", f"warning: wget {NO_DATA.format('tar')} {OF_WGET}"),
        (f"curl -fsSLO {URL}/f.gz | gunzip -c > f", f"error: curl {NO_DATA.format('gunzip')} {OF_CURL}"),
        (f"curl -f --remote-name {URL}/k | gpg --dearmor -o k", f"error: curl {NO_DATA.format('gpg')} {OF_CURL}"),
    ],
)
def test_a_pipe_that_gets_nothing(script: str, text: str) -> None:
    assert piped(script) == [text]


@pytest.mark.parametrize(
    "script",
    [
        f"wget -qO- {URL}/f.sh | bash",
        f"wget -q -O - {URL}/f.sh | bash",
        f"wget --output-document=- {URL}/f.sh | bash",
        f"wget --output-document - {URL}/f.sh | bash",
        f"wget -O /dev/stdout {URL}/f.sh | bash",
        f"wget {URL}/f.sh 2>&1 | bash",
        f"wget $OPTIONS {URL}/f.sh | bash",
        f'wget -O "$FILE" {URL}/f.sh | bash',
        f"wget -q {URL}/f.tgz | tar xzf f.tgz",
        f"wget -q {URL}/f.tgz | tar -x --file=f.tgz",
        f"wget -q {URL}/f.sh | bash f.sh",
        f"wget -q {URL}/f.sh | bash < f.sh",
        f"wget {URL}/f.sh | tee log",
        f"curl -fsSL {URL}/f.sh | bash",
        f"curl -fsSL -o - {URL}/f.sh | bash",
        f"curl -fsSL -o /dev/stdout {URL}/f.sh | bash",
        f"curl -fO {URL}/a {URL}/b | tar xz",
        f"curl -fsSLO -D - {URL}/a | python3 -",
        f"curl -fsSLO -w x {URL}/a | python3 -",
    ],
)
def test_a_pipe_that_gets_the_file(script: str) -> None:
    assert piped(script) == []
