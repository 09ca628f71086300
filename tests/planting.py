"""Places for secrets, and everything that is printed, for tests that plant secrets and search for them."""

from __future__ import annotations

import contextlib
import io
import logging
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import batchmodels
from batchmodels import Model, StartTask
from batchmodels.cli import explaining, plan_command, showing
from batchmodels.cli.formats import FORMATS
from batchmodels.cli.summary import Summary
from batchmodels.documents import checking
from batchmodels.secrets.program_table import PROGRAMS, SecretParameter


def command_lines(secret: str) -> list[str]:
    """Command lines for each option and argument in the table of programs, in each way to write them."""
    return [line for name, rows in PROGRAMS.items() for row in rows for line in _lines(name, row, secret)]


def _lines(name: str, row: SecretParameter, secret: str) -> Iterator[str]:
    for after in sorted(row.after) or [""]:
        start = f"{name} {after}".rstrip()
        value = {"": secret, ",": f"u,{secret}"}.get(row.within, f"u{row.within}{secret}")
        for option in row.options:
            if not row.attached:
                yield f"{start} {option} {value} more"
            if row.attached or (len(option) == 2 and option[0] == "-"):
                yield f"{start} {option}{value} more"
            if option[:2] == "--":
                yield f"{start} {option}={value} more"
        if row.place is not None:
            yield f"{start} {'word ' * row.place}{value}"


OTHER_LINES = (
    "net user me {} /add",
    "net use Z: \\\\host\\share {} /user:me",
    "htpasswd -b file me {}",
    "smbclient //host/share {}",
    "echo {} | sudo -S ls",
    "echo me:{} | chpasswd",
    "printf '%s' {} | docker login -u me --password-stdin host",
    "chpasswd <<< me:{}",
    "echo {} > /root/.pgpass",
    "aws configure set aws_secret_access_key {}",
    "setx DB_PASSWORD {}",
    "reg add HKLM\\x /v DefaultPassword /t REG_SZ /d {} /f",
    "PGPASSWORD={} psql -h host",
    "export DB_PASSWORD={}",
    "msiexec /i a.msi PASSWORD={} /qn",
    "mount -t cifs -o username=me,password={} //host/share /mnt",
    "openssl rsa -passin pass:{} -in key.pem",
    "tool --password {} x",
    "tool --password={} x",
    "tool --token {} x",
    "tool --admin-password {} x",
    "tool -AdminPassword {} x",
    "tool /password:{} x",
    "curl -H 'Authorization: Bearer {}' https://host",
    "curl -H 'x-api-key: {}' https://host",
    "curl 'https://me:{}@host/a'",
    "git clone https://{}@github.com/a/b",
    "curl 'https://a.blob.core.windows.net/c/f?sv=1&sig={}&se=2'",
    "az storage blob list --account-key {} -c x",
    "az storage blob list --connection-string 'AccountName=a;AccountKey={};EndpointSuffix=b'",
    "ConvertTo-SecureString '{}' -AsPlainText -Force",
    "ConvertTo-SecureString -String {} -AsPlainText",
    "New-Object Net.NetworkCredential('me', '{}')",
    "[Environment]::SetEnvironmentVariable('DB_PASSWORD', '{}', 'Machine')",
    "Set-ItemProperty -Path HKLM:\\x -Name DefaultPassword -Value {}",
)
"""More lines with a secret, as formats."""

WRAPPERS: tuple[Callable[[str], str], ...] = (
    lambda line: line,
    lambda line: f"{line} && ls",
    lambda line: f"mkdir -p a; {line} || exit 1",
    lambda line: f"sudo {line}",
    lambda line: "/bin/bash -c '" + line.replace("'", '"') + " && ls'",
    lambda line: '/bin/bash -c "' + line.replace('"', "'") + '; ls"',
    lambda line: "/bin/bash -c exec " + line.replace('"', "'"),
    lambda line: 'cmd /c "' + line.replace('"', "'") + ' & dir"',
    lambda line: 'powershell -Command "' + line.replace('"', "'") + '; dir"',
    lambda line: f"{line} >> /etc/profile",
    lambda line: f"bash -c 'x && {line}",
    lambda line: f"$({line})",
    lambda line: line.replace(" ", " \\\n  ", 1) + " \\\n  --more",
)
"""Wrappers around a command line."""

YAML_VALUES = (  # each as a format
    *(
        "!{}",
        "!!{}",
        "!<{}>",
        "!{} x",
        "*{}",
        "&{}",
        "&{} x",
        "&{} {{a: b}}",
        "{{{0}: 1, {0}: 2}}",
        "{{{}}}",
        "[{}",
        "{{{}",
        "'{}",
    ),
    *('"{}', '"\\{}"', "|{}", ">{}", "@{}", "`{}", "%{}", "? {}", "{}: x", "{}: {}", "- {}", "[{}]", "[{}, *{}]", "!!int {}"),
    *("!!bool {}", "!!float x{}", "!!timestamp {}", "!!binary {}", "{{true: {}}}", "{{? {} : x}}", "{{a: !{}}}", "{{a: *{}}}"),
    *("{{{}: {{a: 1, a: 2}}}}", "{{<<: {}}}", "{{*{}: a}}", "{{&{} a: b, a: c}}", "[[{}], {{{}: }}]", "!e!{} x", "!{0}!x y"),
    *("{}\n  x: y", "{}\n x", "|9{}", "|-{}", ">+ {}", "\t{}", "'{}' x", '"{}" x', "&a {}\n  b: *{}", "{{ {}: [1,}}"),
    *(
        "{{name: {0}, {0}: {0}}}",
        "!!python/object:{} x",
        "!!set {{{}}}",
        "!!omap [{}: 1]",
        "123456{}",
        "{{1: {{{}: 1, {}: 2}}}}",
    ),
)
"""Values of members that YAML reads as syntax, as formats."""


def printed_of_file(name: str, text: str) -> str:
    """Everything that the command prints about a file."""
    out = io.StringIO()
    data = text.encode(errors="surrogatepass")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        reports = checking.check_data(name, data)
        for form in FORMATS.values():
            out.write(form(Summary((name,), tuple(reports), 0)) + "\n")
        showing.show(name, data, None, {}, color=False)
        showing.show(name, data, None, {}, color=True)
        explaining.explain_document(name, data)
        plan_command.print_plans(name, data, as_json=False)
        plan_command.print_plans(name, data, as_json=True)
    return out.getvalue()


def printed_of_model(model: Model) -> str:
    """Everything that a model prints: repr, problems, errors and findings."""
    texts = [repr(model), str(model)]
    texts += [f"{problem!r} {problem}" for problem in model.validate()]
    texts += [f"{finding!r} {finding}" for finding in batchmodels.review(model)]
    if isinstance(model, StartTask):
        texts += [f"{(found := batchmodels.plan(model))!r} {found}"]
    try:
        model.to_json()
    except batchmodels.ValidationError:
        texts.append(traceback.format_exc())
    return "\n".join(texts)


def printed_of_document(model: type[Model], document: Any) -> str:
    """Everything that reading a document prints: errors, warnings, logs and the model."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logger = logging.getLogger("batchmodels")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    texts = []
    try:
        for read in (model.deserialize, model.from_dict):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    texts.append(printed_of_model(read(document)))
                except batchmodels.DeserializationError:
                    texts.append(traceback.format_exc())
            texts += [str(warning.message) for warning in caught]
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    return "\n".join([*texts, log.getvalue()])


def start_task(line: str) -> StartTask:
    """A start task that runs a line."""
    return StartTask(command_line=line)
