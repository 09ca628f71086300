"""BM0: the named accounts of a pool."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from ...models.accounts import UserAccount
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import is_answer, items_of, shown, text_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_KEY = ("linuxUserConfiguration", "sshPrivateKey")
_PUBLIC = re.compile(
    r"\s*(?:(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+)\s|-----BEGIN (?:RSA )?PUBLIC KEY|---- BEGIN SSH2 PUBLIC)"
)
_ENCRYPTED = re.compile(r"BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: *4,ENCRYPTED")
_PATH = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\][\w./\\ -]*|[\w.-]+\.(?:pem|pub|key|ppk)|id_(?:rsa|ed25519|ecdsa)")
_BATCH_USERS = frozenset(("_azbatch", "_azbatchtask", "poolnonadmin", "pooladmin"))
_SYSTEM_USERS = {True: frozenset(("administrator", "guest", "system")), False: frozenset(("root", "daemon", "nobody"))}


@rule("BM020", Severity.error, "SSH key that the nodes can't use", UserAccount, reads=("enableInterNodeCommunication",))
def wrong_key(context: Context[UserAccount]) -> Iterator[Finding]:
    """Find an SSH key that isn't a private key, has a passphrase, or is ignored."""
    key = text_of(context.model, "linux_user_configuration", "ssh_private_key")
    if not key.strip() or is_answer(context):
        return
    if _PUBLIC.match(key[:1000]):
        yield context.finding(
            "sshPrivateKey needs a private key, but has a public key.",
            "Use the private key of the pair, without a passphrase; Batch derives the public key from it.",
            *_KEY,
        )
    elif _ENCRYPTED.search(key[:1000]):
        yield context.finding(
            "sshPrivateKey needs a private key without a passphrase, but the key is encrypted.",
            "Make a key without a passphrase for the pool: ssh-keygen -N '' -m PEM.",
            *_KEY,
        )
    elif _PATH.fullmatch(key[:1000]):
        yield context.finding(
            "sshPrivateKey needs a private key, but has the path of a file.",
            "Use the content of the file, without a passphrase.",
            *_KEY,
        )
    pool = pool_of(context)
    if pool is None or value_of(pool, "enable_inter_node_communication") is True:
        return
    if value_of(pool, "enable_inter_node_communication") is False or _is_whole(pool):
        yield context.finding(
            "sshPrivateKey is ignored without inter-node communication.",
            "Set the pool's enableInterNodeCommunication to true, or remove the key.",
            *_KEY,
            severity=Severity.warning,
        )


def _is_whole(pool: Any) -> bool:
    """Return whether a model is a whole pool rather than a change of one, so that a missing member is the default."""
    return "auto_scale_formula" in type(pool).__definition__.by_name


@rule("BM021", Severity.error, "account that the nodes can't have", UserAccount)
def wrong_account(context: Context[UserAccount]) -> Iterator[Finding]:
    """Find settings for another operating system, names that are taken, and a long name."""
    account, windows = context.model, runs_windows(context)
    if is_answer(context):
        return
    if windows is False and value_of(account, "windows_user_configuration") is not None:
        yield context.finding(
            "windowsUserConfiguration is allowed only in a pool with Windows nodes.",
            "Remove it, or use linuxUserConfiguration.",
            "windowsUserConfiguration",
        )
    if windows and value_of(account, "linux_user_configuration") is not None:
        yield context.finding(
            "linuxUserConfiguration has no effect on Windows nodes.",
            "Remove it, or use windowsUserConfiguration.",
            "linuxUserConfiguration",
            severity=Severity.warning,
        )
    name = text_of(account, "name")
    if name.lower() in _BATCH_USERS or (windows is not None and name.lower() in _SYSTEM_USERS[windows]):
        yield context.finding(
            f"the nodes already have a user with the name {shown(name, 40)!r}.",
            "Use another name.",
            "name",
            severity=Severity.warning,
        )
    elif name and any(name != other and name.lower() == other.lower() for other in _earlier_names(context)):
        yield context.finding(
            f"the pool has two accounts with the name {shown(name, 40)!r}, which differ only in the case of letters.",
            "Use another name.",
            "name",
            severity=Severity.warning,
        )


def _earlier_names(context: Context[UserAccount]) -> list[str]:
    accounts = itertools.takewhile(lambda each: each is not context.model, items_of(pool_of(context), "user_accounts"))
    return [text_of(each, "name") for each in accounts]
