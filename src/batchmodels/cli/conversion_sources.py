"""The models that ``convert`` converts, with what only ARM has; or a refusal on the standard error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn

from ..arm.differences import BY_ARM
from ..arm.reading import Reader
from ..arm.writing import READ_ONLY
from ..documents import Entry
from ..documents.arm_pools import is_arm_answer, is_arm_patch
from ..documents.expressions.evaluating import resolve
from ..documents.expressions.secure import SECURE_ONLY
from ..documents.expressions.values import LEFT_OUT, Unknown
from ..documents.problem_texts import sentence_of
from ..documents.shown_keys import is_declared_secret
from ..documents.templates import unknown_in
from ..documents.values import value_at
from ..engine.model import Model
from ..errors import DeserializationError, Loss, Problem
from ..forms.arm_members import arm_members_in
from ..forms.convert import Source
from ..models.cloud_pool import CloudPool
from ..models.pools import PoolAddParameter, PoolPatchParameter
from ..paths import Steps
from .output import say

FOR_ARM = ("arm", "bicep")
"""The forms for ARM."""


class RefusedError(Exception):
    """Something can't be converted, and the standard error says what."""


class Read(Source, frozen=True):
    """A model with what its entry has lost already, with steps in the file."""

    losses: tuple[Loss, ...] = ()


def _account_of(entry: Entry, resource: dict[str, Any]) -> str:
    """Return the name of the account of a pool in ARM; empty if it isn't known."""
    name, identifier = resource.get("name"), resource.get("id")
    if isinstance(name, str) and "/" in name:
        return name.partition("/")[0]
    found = _ACCOUNT_IN_ID.search(identifier) if isinstance(identifier, str) else None
    if found:
        return found[1]
    around = value_at(entry.source.content, entry.where(())[:-2])  # the account, if the pool is within its resources
    is_account = isinstance(around, dict) and str(around.get("type")).lower() == "microsoft.batch/batchaccounts"
    name = resolve(around.get("name"), entry.origins.scope) if is_account and entry.origins is not None else ""
    return name if isinstance(name, str) else ""


_ACCOUNT_IN_ID = re.compile(r"/batchAccounts/([^/]+)/pools/[^/]+/?$", re.IGNORECASE)


def _settable(resource: dict[str, Any]) -> tuple[dict[str, Any], list[Steps]]:
    """Return a pool's resource without what only the service sets in its identity, and the steps of that."""
    identity = resource.get("identity")
    if not isinstance(identity, dict):
        return resource, []
    kept = {key: each for key, each in identity.items() if key not in _STATUS_OF_IDENTITY}
    status: list[Steps] = [("identity", key) for key in identity if key not in kept]
    attached = kept.get(_ATTACHED)
    if isinstance(attached, dict):
        kept[_ATTACHED] = {key: {} if isinstance(each, dict) else each for key, each in attached.items()}
        status += [("identity", _ATTACHED, key, inner) for key, each in attached.items() for inner in each or ()]
    return {**resource, "identity": kept}, status


_ATTACHED = "userAssignedIdentities"
_STATUS_OF_RESOURCE = (("id",), ("systemData",))
_STATUS_OF_IDENTITY = frozenset(("clientId", "principalId", "tenantId"))


def source_of(entry: Entry, to: str) -> Read:
    """Return the model of an entry; a pool of ARM is read with everything in it."""
    if entry.resource is not None:
        return _from_arm(entry, entry.resource, to)
    rest, losses, unknown = _only_arm(entry, to)
    if entry.holes:
        known = {each.steps: each.unknown for each in entry.unjudged}
        unknown += [(steps, known.get(steps, LEFT_OUT)) for steps in map(entry.locate, entry.holes)]
    if unknown:
        _refuse_unknown(entry, unknown)
    if entry.model is None or entry.problems:
        refuse_problems(entry, entry.problems)
    _refuse_arm_members(entry, entry.model)
    account = "" if entry.terraform is None else entry.terraform.resource.values.get("account_name")
    return Read(entry.model, rest, account if isinstance(account, str) else "", losses)


_Unknowns = list[tuple[Steps, Unknown]]


def _only_arm(entry: Entry, to: str) -> tuple[list[tuple[Steps, Any]], tuple[Loss, ...], _Unknowns]:
    """Return what a resource of Terraform's has and the Batch service's form lacks: for ARM, as notes, and what isn't known."""
    resource = entry.terraform
    if resource is None:
        return [], (), []
    start = resource.resource.steps
    losses = [Loss((*start, *steps), _ONLY_TERRAFORM) for steps in resource.left]
    rest: list[tuple[Steps, Any]] = []
    unknown: _Unknowns = []
    for each in resource.only_arm:
        place = (*start, *each.origin)
        if to not in FOR_ARM:
            losses.append(Loss(place, BY_ARM[".".join(map(str, each.steps))][0].note))
        elif isinstance(each.value, Unknown):
            unknown.append((place, each.value))
        else:
            rest.append((each.steps, each.value))
    return rest, tuple(losses), unknown


_ONLY_TERRAFORM = "only Terraform has it, so it is left out"


def _from_arm(entry: Entry, resource: dict[str, Any], to: str) -> Read:
    origin = entry.where(())
    resource, status = _settable(resource) if to in FOR_ARM else (resource, list[Steps]())
    lost = () if to in FOR_ARM else ("identity", "tags")
    known = ("name", "properties", "identity", "tags")
    keys = {} if entry.origins is None else entry.origins.scope.unknown_keys
    unknown = list(unknown_in({key: each for key, each in resource.items() if key in known and key not in lost}, origin, keys))
    if unknown:
        _refuse_unknown(entry, unknown)
    kind = PoolPatchParameter if is_arm_patch(resource) else CloudPool if is_arm_answer(resource) else PoolAddParameter
    reader = Reader(kind)
    reader.read(resource)
    problems = reader.problems
    if not problems:
        try:
            model = kind.deserialize(reader.content)
        except DeserializationError as error:
            problems = [
                Problem(reader.where(each.steps), each.rule, each.expected, each.came, hidden=each.hidden)
                for each in error.problems
            ]
        else:
            kept = {steps for steps, _ in reader.rest} if to in FOR_ARM else set()
            losses = [Loss((*origin, *each.steps), each.reason) for each in reader.losses if each.steps not in kept]
            if to in FOR_ARM:
                losses = [each for each in losses if "to_arm(account=...)" not in each.reason]
            losses = [
                Loss(each.steps, READ_ONLY if each.steps[len(origin) :] in _STATUS_OF_RESOURCE else each.reason)
                for each in losses
            ]
            losses += [Loss((*origin, *steps), READ_ONLY) for steps in status]
            return Read(model, reader.rest, _account_of(entry, resource), tuple(losses))
    for problem in problems:
        say(f"{place_of(entry, (*origin, *problem.steps))}: {problem.sentence}")
    raise RefusedError


def refuse_problems(entry: Entry, problems: Iterable[Problem]) -> NoReturn:
    """Print what can't be sent, and end the conversion."""
    for problem in problems:
        say(f"{place_of(entry, entry.locate(problem.steps))}: {sentence_of(entry, problem)}")
    raise RefusedError


def _refuse_arm_members(entry: Entry, model: Model) -> None:
    found = [] if entry.arm else list(arm_members_in(model))
    for steps, message in found:
        say(f"{place_of(entry, entry.locate(steps))}: {message}")
    if found:
        raise RefusedError


def _refuse_unknown(entry: Entry, unknown: Iterable[tuple[Steps, Unknown]]) -> NoReturn:
    for steps, each in sorted(unknown, key=str):
        because = f" ({each.reason})" if each.reason else ""
        advice = _advice(each, steps, "variable" if entry.terraform else "parameter")
        say(f"{place_of(entry, steps)}: this value is known only at deployment{because}; {advice}.")
    raise RefusedError


_OF_THE_ACCOUNT = re.compile(r"(?:resourceId|subscriptionResourceId|resourceGroup|subscription) is known only", re.IGNORECASE)


def _advice(unknown: Unknown, steps: Steps, noun: str) -> str:
    """Return what makes a value known; a secret doesn't belong in the file."""
    if unknown.reason.endswith(SECURE_ONLY):
        return "put it into such a member, for example the value of an environment setting"
    give = f"give the {noun} a value with -p or --parameters"
    if unknown.secret:
        return give
    if unknown.fix or not unknown.reason:
        return f"{give}, or write the value in the file"
    if _OF_THE_ACCOUNT.match(unknown.reason):
        return "pass the resource id of the account as --account, or write the value in the file"
    if isinstance(steps[-1], str) and is_declared_secret(steps[-1]):
        kind = "sensitive" if noun == "variable" else "secure"
        return f"put a {kind} {noun} in its place, and give that a value with -p or --parameters"
    if noun == "variable":
        return "write the value in the file, or apply the configuration and convert what terraform show -json prints"
    return "write the value in the file"


def place_of(entry: Entry, steps: Steps) -> str:
    """Return the place of a value in the file, by its steps there."""
    steps = steps if entry.origins is None else entry.origins.place(steps)
    position = entry.source.position(steps)
    return f"{entry.source.file}:{position.line}:{position.column}: {entry.shown(steps)}"
