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
        (f"curl -s {URL}/k | apt-key add -", "apt-key"),
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
    assert readers(bash(f"curl -of.sh {URL}/x; bash f.sh")) == []
