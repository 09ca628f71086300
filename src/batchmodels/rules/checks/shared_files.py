"""BM210, BM211 and BM212: files that a start task makes, and that tasks of other users can't use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.file_arguments import values_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.reruns import positional
from ..analysis.system_files_written import writes_of
from ..analysis.word_sets import names
from ..command_lines import TASK
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_PREPARING = (StartTask, JobPreparationTask)
_READS = ("userIdentity", "userAccounts", "environmentSettings", "containerSettings")
_FUSE = names("blobfuse blobfuse2 sshfs s3fs rclone goofys gcsfuse")
_ALLOWS = re.compile(r"allow[-_]other")


@rule("BM210", Severity.warning, "FUSE file system that only its user can read", _PREPARING, reads=_READS)
def private_file_system(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``blobfuse2 mount`` as an administrator without ``--allow-other``."""
    analysis = analysis_of(context)
    if analysis.is_admin is not True or analysis.in_container or _ALLOWS.search(analysis.text):
        return
    runs = runs_on_linux(context)
    for run in runs:
        command = run.command
        mounts = command.name in _FUSE and (command.name not in {"blobfuse2", "rclone"} or command.arguments[:1] == ("mount",))
        if not mounts or {"all", "list", "--help", "--version", "-h", "-V"} & {*command.arguments[:2]}:
            continue
        if _may_allow(command, runs):
            continue
        option = "--allow-other" if command.name in {"blobfuse2", "rclone"} else "-o allow_other"
        yield context.finding(
            f"only the user of the {TASK} can open this file system, so tasks that run as other users get permission denied.",
            f"Add {option}.",
            "commandLine",
            span=run.span,
        )
        return


def _may_allow(command: Command, runs: list[Run]) -> bool:
    """Return whether the configuration of a FUSE file system, or a variable, may allow other users."""
    files = [*values_of(command, "--config-file")]
    if not files:
        return any(word.variables for word in command.words)
    written = [write for run in runs for write in writes_of(run) if write.path == files[0]]
    # The text of the command line has no allow-other.
    return all(write.appends for write in written) or any(write.text is None for write in written)


_CLOSED = re.compile(r"0?[0-7]?7[0-7]0|0?[0-7]?6[0-7]0|(?:u=rwx?X?,)?g=,o=|(?:g|og|go|o)-rwx|(?:u=rwx,)?go=|o=")
_SHARED = re.compile(r"(?:/opt|/srv|/data|/models|/apps?|/tools|/scratch|\$\{?AZ_BATCH_NODE_SHARED_DIR\}?)/?[\w./-]*\Z")
_PRIVATE = re.compile(
    r"(?i)key|secret|cred|token|cert|ssh|priv|conf|auth|pass|gnupg|cache|tmp|log|backup|state|docker|postgres|mysql|redis|sudoers|swap|admin"
    r"|\.d\b|azure|agent|monitor|service"
)
_OWNED = re.compile(
    r"\b(?:chown|chgrp|setfacl|useradd|adduser|groupadd|usermod|systemctl|su|runuser)\b|\binstall\b[^;&|\n]*\s-[og]\s|User="
)
_TO_ROOT = re.compile(r"\bchown\s+(?:-R\s+|--recursive\s+)?(?:root(?::(?:root)?)?|0(?::0)?)\s")
_FILLING = names("curl wget tar unzip cp mv git pip pip3 python3 azcopy az rsync install bash sh make conda")


@rule("BM211", Severity.warning, "directory that tasks can't open", _PREPARING, reads=_READS)
def private_directory(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find a directory for the tasks that only its owner, an administrator, may open."""
    analysis = analysis_of(context)
    if analysis.is_admin is not True or analysis.in_container or _OWNED.search(_TO_ROOT.sub("", analysis.text)):
        return
    runs = runs_on_linux(context)
    for number, run in enumerate(runs):
        path = _closed_directory(run.command)
        if path is None or run.step.guarded:
            continue
        later = runs[number + 1 :]
        opened = any(each.command.name == "chmod" and _covers(each.command, path) for each in later)
        filled = any(each.command.name in _FILLING and _names(each, path) for each in (*runs[:number], *later))
        if filled and not opened:
            yield context.finding(
                f"only an administrator may open {shown_word(path)} with this mode, so tasks, which usually run "
                "as other users, can't "
                "read what is in it.",
                "Use mode 0755, or 0777 if tasks also write there.",
                "commandLine",
                span=run.span,
            )
            return


def _closed_directory(command: Command) -> str | None:
    """Return the directory for tasks to which a command gives a mode without permissions for others."""
    arguments = command.arguments
    plain = positional(command.words[1:])
    if command.name == "chmod":
        mode, plain = (plain[0].text, plain[1:]) if plain else ("", [])
        if not any(re.fullmatch(r"-[A-Za-z]*R[A-Za-z]*|--recursive", text) for text in arguments) and "7" not in mode:
            return None
    elif command.name == "mkdir" or (
        command.name == "install" and any(re.fullmatch(r"-[A-Za-z]*d[A-Za-z]*", text) for text in arguments)
    ):
        modes = (following for text, following in pairwise((*arguments, "")) if re.fullmatch(r"-[A-Za-z]*m|--mode", text))
        mode = next(modes, next((text.partition("=")[2] for text in arguments if text.startswith("--mode=")), ""))
        mode = mode or next((text[2:] for text in arguments if re.fullmatch(r"-m[0-7]{3,4}", text)), "")
        plain = [word for word in plain if word.text != mode]
    else:
        return None
    if not plain:
        return None
    path = plain[0].text.rstrip("/")
    if not _CLOSED.fullmatch(mode) or not _SHARED.match(path) or _PRIVATE.search(path) or path.count("/") < 1:
        return None
    return path


def _covers(command: Command, path: str) -> bool:
    texts = command.arguments[1:]
    return any(path.startswith(text.partition("*")[0]) or text.startswith(path) or "$" in text for text in texts)


def _names(run: Run, path: str) -> bool:
    texts = [*run.command.arguments, *(redirect.target.text for redirect in run.command.redirects)]
    return any(text == path or text.startswith(f"{path}/") for text in texts)


_HOME = re.compile(r"(?:~|\$\{?HOME\}?)(?:/|\Z)")
_BY_SCRIPT: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...] = (
    (re.compile(r"sh\.rustup\.rs|static\.rust-lang\.org/rustup"), "CARGO_HOME", names("cargo rustc rustup")),
    (re.compile(r"astral\.sh/uv/(?:[\d.]+/)?install\.sh"), "UV_INSTALL_DIR", names("uv uvx")),
    (re.compile(r"nvm-sh/nvm/\S+/install\.sh"), "NVM_DIR", names("nvm node npm npx")),
    (re.compile(r"get\.sdkman\.io"), "SDKMAN_DIR", names("sdk")),
)
_KEPT = re.compile(r"\bHOME=|/usr/local/bin|\.local/bin|\.cargo/bin|\$\{?HOME\}?/|~/|/etc/(?:profile|environment)")


@rule("BM212", Severity.warning, "installation in the home directory of the start task", StartTask, reads=_READS)
def installs_at_home(context: Context[StartTask]) -> Iterator[Finding]:
    """Find programs that are installed where only the start task finds them."""
    analysis = analysis_of(context)
    if analysis.in_container or analysis.windows or "HOME=" in analysis.text:
        return
    runs = runs_on_linux(context)
    for number, run in enumerate(runs):
        found = _at_home(run.command, analysis.text)
        if found is None or run.step.guarded:
            continue
        what, fix, programs = found
        if any(each.command.name in programs for each in runs[number + 1 :]):
            continue  # the start task needs it for itself
        yield context.finding(
            f"{what} installs into the home directory of the {TASK}, where tasks, whose home directory is "
            "another, don't find it.",
            fix,
            "commandLine",
            span=run.span,
        )
        return


def _at_home(command: Command, text: str) -> tuple[str, str, frozenset[str]] | None:
    """Return what installs into the home directory, the fix, and the programs that it installs."""
    name, arguments = command.name, command.arguments
    for address, variable, programs in _BY_SCRIPT:
        if name in {"curl", "wget"} and any(map(address.search, arguments)) and variable not in text and not _KEPT.search(text):
            return "this installer", f"Set {variable} to a directory for all users, for example in /opt.", programs
    if (
        name == "cargo"
        and arguments[:1] == ("install",)
        and "--root" not in text
        and "CARGO_" not in text
        and not _KEPT.search(text)
    ):
        return "cargo install", "Add --root /usr/local.", frozenset(arguments[1:])
    if name == "dotnet" and arguments[:2] == ("tool", "install") and {"-g", "--global"} & {*arguments}:
        return "dotnet tool install --global", "Use --tool-path /usr/local/bin instead of --global.", frozenset(arguments[2:])
    if name in {"bash", "sh"} and any(re.search(r"(?i)(?:conda|forge|mamba)\S*\.sh\Z", each) for each in arguments):
        targets = [after for before, after in pairwise(arguments) if re.fullmatch(r"-[a-z]*p", before)]
        if any(map(_HOME.match, targets)):
            return "the installer of conda", "Use a directory for all users: -p /opt/conda.", names("conda mamba")
    return None
