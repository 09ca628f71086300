"""BM8: named users, managed identities and secrets in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from ...engine.model import Model
from ...models.cloud_pool import CloudPool
from ...models.cloud_task import CloudTask
from ...models.containers import TaskContainerSettings
from ...models.environment import EnvironmentSetting
from ...models.identity import ComputeNodeIdentityReference, PoolIdentityReference
from ...models.job_settings import JobSettings
from ...models.job_tasks import JobManagerTask
from ...models.metadata import MetadataItem
from ...models.pool_settings import PoolSettings
from ...models.pools import PoolSpecification
from ...models.tasks import TaskAddParameter
from ...secrets.masking import cut, mask_text
from ...shells import posix
from ...shells.script import Block, Command, single
from ..analysis import plain_secrets
from ..analysis.command_line import whole_analysis_of
from ..analysis.inner_scripts import parts_of
from ..analysis.pool import identity_of, pool_of
from ..analysis.pool_values import items_of, value_of
from ..command_lines import TASK, TASKS, CommandLine, Task, kind_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_UPLOADING = (TaskAddParameter, JobManagerTask, CloudTask)
"""The tasks that have output files."""
_OF_A_KEY = frozenset({"the value of AccountKey", "the value of SharedAccessKey"})


@rule("BM801", Severity.error, "user missing from the pool's user accounts", TASKS, reads=("userAccounts",))
def missing_user(context: Context[Task]) -> Iterator[Finding]:
    """Find a task that runs as a named user that the pool doesn't have."""
    pool = pool_of(context)
    name = value_of(context.model.user_identity, "user_name")
    if pool is None or not isinstance(name, str) or not name:
        return
    accounts = pool.user_accounts
    if accounts is None and (not isinstance(pool, PoolSettings) or isinstance(pool, CloudPool)):
        return  # a change leaves the accounts as they are, an answer may show only a part of the pool
    names = [value_of(account, "name") for account in items_of(pool, "user_accounts")]
    if name.lower() not in [each.lower() for each in names if isinstance(each, str)]:
        yield context.finding(
            f"the {TASK} runs as the user {cut(mask_text(name), 40)!r}, who isn't in the pool's userAccounts, so it "
            "can't start on any node.",
            "Add the user to the pool's userAccounts, or use an autoUser instead of username.",
            "userIdentity",
            "username",
        )


@rule("BM802", Severity.error, "managed identity not attached to the pool", Model, reads=("identity",))
def missing_identity(context: Context[Model]) -> Iterator[Finding]:
    """Find a reference to a managed identity that isn't attached to the pool."""
    model = context.model
    if not isinstance(model, (ComputeNodeIdentityReference, PoolIdentityReference)):
        return
    name = model.resource_id
    if isinstance(pool_of(context), PoolSpecification):
        yield context.finding(
            "an auto pool can't have managed identities, which are attached only through ARM, so no node can get a token.",
            "Use a pool that is created through ARM, or a SAS or a password instead of the identity.",
            "resourceId",
        )
        return
    if isinstance(name, str) and name.strip() and not re.match(r"(?i)/subscriptions/|[<{\[$]|.*(?:\$\{|<\w)", name.strip()):
        yield context.finding(
            f"resourceId is {cut(mask_text(name), 40)!r}, which isn't the ARM id of an identity, so no node can get a token.",
            "Use /subscriptions/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME.",
            "resourceId",
        )
        return
    pool = context.within(PoolSettings)
    is_name = isinstance(name, str) and name.startswith("/subscriptions/")
    shown = cut(mask_text(name.rstrip("/").rpartition("/")[2]), 80) if isinstance(name, str) else ""
    if _has_none(pool) and (is_name or name is None):  # which only the deployment knows
        yield context.finding(
            "the definition of the pool has no identity, so no node of a pool that it creates can get a token"
            f"{f' for {shown!r}' if is_name else ''}.",
            'Attach the identity in ARM: write "identity": {"type": "UserAssigned", "userAssignedIdentities": '
            '{"/subscriptions/…": {}}} next to properties.',
            *(("resourceId",) if is_name else ()),
            severity=Severity.warning,  # because an update may leave the identities of a pool that exists
        )
        return
    known = _identities(pool)
    if is_name and known is not None and str(name).lower().removesuffix("/") not in known:
        yield context.finding(
            f"the identity {shown!r} isn't attached to the pool, so no node can get a token for it.",
            "Attach it to the pool through ARM (identity.userAssignedIdentities), or use an identity that the pool has.",
            "resourceId",
        )


def _has_none(pool: Any) -> bool:
    """Return whether a pool's definition states that the pool has no identity."""
    unknown = value_of(pool, "additional_properties")
    return isinstance(unknown, dict) and "identity" in unknown and unknown["identity"] is None


def _identities(pool: Any) -> set[str] | None:
    """The identities that are attached to a pool; None if the pool doesn't list them."""
    shown = value_of(pool, "identity")
    if isinstance(shown, Model):
        ids = [value_of(each, "resource_id") for each in items_of(shown, "user_assigned_identities")]
        return {each.lower().removesuffix("/") for each in ids if isinstance(each, str)}
    unknown = value_of(pool, "additional_properties")
    shown = unknown.get("identity") if isinstance(unknown, dict) else None
    listed = shown.get("userAssignedIdentities") if isinstance(shown, dict) else None
    if isinstance(shown, dict) and str(shown.get("type", "")).lower() == "none":
        return set()
    if isinstance(listed, dict):  # as ARM writes it
        return {str(key).lower().rstrip("/") for key in listed}
    if isinstance(listed, list):
        ids = [each.get("resourceId") for each in listed if isinstance(each, dict)]
        return {each.lower().removesuffix("/") for each in ids if isinstance(each, str)}
    return None


@rule("BM803", Severity.warning, "secret in plain text", Model)
def plain_secret(context: Context[Model]) -> Iterator[Finding]:
    """Find a password, a key or a token that anyone who can read the pool, the job or the task can read."""
    model = context.model
    if isinstance(model, (EnvironmentSetting, MetadataItem)):
        name = cut(mask_text(str(model.name)), 40)
        if isinstance(model, EnvironmentSetting) and plain_secrets.is_only_a_sas(model.value):
            yield context.finding(
                f"{name} holds a SAS: until it expires, anyone who can read the {_definition(context)} can use it.",
                _without_sas(context),
                "value",
                severity=Severity.note,
            )
        elif plain_secrets.is_secret(model.name, model.value):
            yield context.finding(
                f"{name} seems to hold a secret in plain text, which is visible in the "
                f"{_definition(context)}'s definition and on every node.",
                _fetch(context),
                "value",
            )
        return
    scripts: list[Block] = []
    key, shown = "", ""
    kind = kind_of(model)
    if kind is not None:
        key, shown = "commandLine", "the command line contains"
        place = cast("Context[CommandLine]", context)
        scripts = [*(part.analysis.body for part in parts_of(place)), whole_analysis_of(place).body]
    elif isinstance(model, TaskContainerSettings) and isinstance(model.container_run_options, str):
        key, shown = "containerRunOptions", "the container's options contain"
        scripts = [single(Command(posix.split_words(f"docker {model.container_run_options}")))]
    found = dict.fromkeys(what for script in scripts for what in plain_secrets.secrets_in(script))
    for what in found:
        if what in _OF_A_KEY and plain_secrets.KEY in found:
            continue  # the parts of a connection string that the shell cuts off
        reader = f"anyone who can read the {_definition(context)} or see a node's processes"
        if what == plain_secrets.SAS:
            yield context.finding(
                f"{shown} a SAS: until it expires, {reader} can use it.",
                _without_sas(context),
                key,
                severity=Severity.note,
            )
        else:
            yield context.finding(
                f"{shown} a secret in plain text ({what}): {reader} can read it.",
                _fetch(context),
                key,
            )


def _fetch(context: Context[Model]) -> str:
    """Return how a task gets a secret that isn't in plain text."""
    return (
        f"Fetch it on the node from Azure Key Vault with {identity_of(context)}, and replace the exposed secret with a new one."
    )


def _without_sas(context: Context[Model]) -> str:
    """Return how a task gets at a blob without a SAS, which an identity replaces."""
    if isinstance(pool_of(context), PoolSpecification):
        return "Let it expire soon, and allow only what the task needs: an auto pool has no managed identity to use instead."
    files = "a resource file or an output file" if context.within(_UPLOADING) else "a resource file"
    return f"Use {files} with identityReference instead, or azcopy with a managed identity of the pool."


def _definition(context: Context[Model]) -> str:
    """Return what contains a model: anyone who can read that can read the model."""
    for model in (context.model, *reversed(context.parents)):
        kind = kind_of(model)
        if kind is not None:
            return kind.definition
        if isinstance(model, JobSettings):
            return "job"
    return "pool"
