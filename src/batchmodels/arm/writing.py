"""From a model to ARM's form of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.annotations import is_annotation
from ..engine.attributes import Attribute
from ..engine.enumerations import TextEnum
from ..engine.reference import Encoding, encode
from ..engine.shapes import ListOf, TextOr
from ..errors import Loss, Problem, ValidationError
from ..paths import ROOT, Steps
from .differences import AROUND, BY_ARM, BY_OURS, arm_key, model_of, names_in, own_place, place_of
from .names import ARM, ARM_API_VERSIONS, POOL_TYPE
from .reading import PATCH, arm_steps, kind_of
from .values import application_id, certificate_id, enabled, identity_map

if TYPE_CHECKING:
    from ..engine.model import Model

ANSWER = "answer"
"""The kind of a model that only the service sends."""

READ_ONLY = "only the service sets it"
"""The reason of a loss that is part of an answer."""

MISSING = "the service doesn't return it; write it before you send the document"
"""The reason of a loss that is a secret."""

_NO_ACCOUNT = "not deployable as it is: ARM needs the resource id of the {thing}; pass the account's, as account or --account"
_OFF = "ARM writes no false: a pool without autoScale says the same"
_NOT_WITH_FORMULA = "ARM takes no fixedScale beside autoScale, where the formula decides"
_ONLY_WITH_AUTO_SCALE = "ARM has it only in autoScale, which would turn automatic scaling on"


class ArmEncoding(Encoding):
    """One walk over a model for ARM; its API version is one of ARM's, and in effect the Batch service's of the same date."""

    def expected_version(self, known: Attribute | TextEnum) -> str | None:
        """Return the API versions of ARM that support an attribute or a value, if the current one doesn't; else None."""
        if self.api_version is None:
            return None
        record = BY_OURS.get(known.wire_key) if isinstance(known, Attribute) else None
        until = record.until if record and record.until else known.until and known.until[:10]
        since = known.since and known.since[:10]
        if since and self.api_version < since:
            return f"API version {since} or later"
        return f"API version before {until}" if until and self.api_version >= until else None


class Written:
    """ARM's form of a model.

    Attributes:
        document: The document.
        losses: What it can't express, with steps in the model.
        problems: Why it can't be sent, with steps in the document.
        api_version: The API version of ARM that it is for.
    """

    def __init__(self, document: dict[str, Any], losses: list[Loss], problems: list[Problem], api_version: str) -> None:
        self.document = document
        self.losses = losses
        self.problems = problems
        self.api_version = api_version


def written(
    model: Model,
    *,
    account: str = "",
    api_version: str | None = None,
    keep_readonly: bool = False,
    masked: bool = False,
) -> Written:
    """Write a model as ARM has it.

    Args:
        model: The model.
        account: The resource id of the Batch account; empty if it isn't known.
        api_version: The API version of ARM; what it doesn't support is a problem. None takes the newest that supports all.
        keep_readonly: Whether to write what only the service sets.
        masked: Whether to write ``***`` instead of each secret.
    """
    version = api_version or _newest(model)
    encoding = ArmEncoding(keep_readonly=True, api_version=api_version, dialect=ARM, masked=masked)
    flat, problems = encode(model, encoding)
    writer = _Writer(type(model), account, keep_readonly)
    if kind_of(type(model)) == ANSWER:
        writer.losses += [Loss(each.steps, MISSING) for each in problems if each.rule == "required"]
        problems = [each for each in problems if each.rule != "required"]
    problems = [_moved(each, type(model)) for each in problems if not _is_read_only(each, type(model))]
    document = writer.whole(flat, version)
    return Written(document, writer.losses, [*problems, *writer.problems], version)


def write(model: Model, *, account: str = "", api_version: str | None = None, keep_readonly: bool = False) -> Written:
    """Write a model as ARM has it; the arguments are those of `written`.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    result = written(model, account=account, api_version=api_version, keep_readonly=keep_readonly)
    if result.problems:
        raise ValidationError(result.problems, type(model).__name__)
    return result


def _newest(model: Model) -> str:
    """Return the newest API version that supports everything in a model; the newest of all if none does."""
    for version in reversed(ARM_API_VERSIONS):
        _, problems = encode(model, ArmEncoding(keep_readonly=True, api_version=version, dialect=ARM))
        if not any(each.rule == "api_version" and not _is_read_only(each, type(model)) for each in problems):
            return version
    return ARM_API_VERSIONS[-1]


def _is_read_only(problem: Problem, model: type[Model]) -> bool:
    """Return whether an API version lacks a member, but only the service sets it, or one around it."""
    if problem.rule != "api_version":
        return False
    current: type[Model] | None = model
    for number, step in enumerate(problem.steps):
        if current is None:
            return False
        if isinstance(step, int):
            continue
        key = step if number == 0 and kind_of(model) is not None else f"{current.__name__}.{step}"
        attribute = current.__definition__.by_wire_key.get(step)
        if (key in BY_OURS and BY_OURS[key].read_only) or (attribute is not None and attribute.read_only):
            return True
        current = None if attribute is None else model_of(attribute.shape)
    return False


def _moved(problem: Problem, model: type[Model]) -> Problem:
    """Return a problem with ARM's steps."""
    return Problem(
        arm_steps(model, problem.steps),
        problem.rule,
        problem.expected,
        problem.came,
        hidden=problem.hidden,
        related=[arm_steps(model, each) for each in problem.related],
    )


class _Writer:
    """One walk over a document that has ARM's names, but nothing else of ARM's."""

    def __init__(self, model: type[Model], account: str, keep_readonly: bool) -> None:
        self.model = model
        self.account = account
        self.keep_readonly = keep_readonly
        self.losses: list[Loss] = []
        self.problems: list[Problem] = []
        self.identity: Any = None
        """An identity among the undeclared members, where the Batch service can't take it."""

    def whole(self, flat: dict[str, Any], version: str) -> dict[str, Any]:
        kind = kind_of(self.model)
        if kind is None:
            return self._object(self.model, flat, ROOT)
        self._settle_scale(flat)
        properties: dict[str, Any] = {}
        document: dict[str, Any] = {} if kind == PATCH else {"type": POOL_TYPE, "apiVersion": version}
        document["properties"] = properties
        declared = self.model.__definition__.by_wire_key
        for key, value in flat.items():
            if key in declared:
                self._place(document, key, value)
        for key, value in flat.items():
            if key not in declared and not is_annotation(key) and key.lower() != "etag":
                self._undeclared(properties, key, value)
        if "name" in document:
            name = document.pop("name")
            account = self.account.rpartition("/")[2]
            is_alone = isinstance(name, str) and "/" not in name
            document = {"name": f"{account}/{name}" if account and is_alone else name, **document}
        if self.identity is not None:
            document["identity"] = self.identity
        if "identity" in document:
            document["properties"] = document.pop("properties")  # so that it is the last
        return document

    def _settle_scale(self, flat: dict[str, Any]) -> None:
        """Leave out what ARM has only with automatic scaling, or only without."""
        if "enableAutoScale" not in self.model.__definition__.by_wire_key:
            return
        if flat.get("enableAutoScale") is True:
            excluded: tuple[str, ...] = ("targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout")
            reason = _NOT_WITH_FORMULA
        else:
            excluded, reason = ("autoScaleFormula", "autoScaleEvaluationInterval"), _ONLY_WITH_AUTO_SCALE
            if flat.pop("enableAutoScale", None) is False:
                self.losses.append(Loss(("enableAutoScale",), _OFF))
        for key in excluded:
            if flat.pop(key, None) is not None:
                self.losses.append(Loss((key,), reason))

    def _place(self, document: dict[str, Any], key: str, value: Any) -> None:
        record = BY_OURS.get(key)
        place = own_place(key)
        if record and record.read_only and not (self.keep_readonly and place):
            self.losses.append(Loss((key,), READ_ONLY))
            return
        attribute = self.model.__definition__.by_wire_key[key]
        value = {} if key == "enableAutoScale" else enabled(value) if key == "enableInterNodeCommunication" else value
        *around, last = place.split(".")
        into = document
        for step in around:
            into = into.setdefault(step, {})
        value = self._value(attribute.shape, value, (key,))
        into[last] = {**value, **into[last]} if isinstance(value, dict) and isinstance(into.get(last), dict) else value

    def _undeclared(self, properties: dict[str, Any], key: str, value: Any) -> None:
        """Put an undeclared member into the properties; an object that ARM has around members is merged with ours."""
        place = place_of("properties", key)
        record = BY_OURS.get(key)
        if record and record.read_only:
            self.losses.append(Loss((key,), READ_ONLY))
        elif key == "identity":
            self.identity = _identity(value)
        elif place in BY_ARM and place not in AROUND:
            self._refuse("properties", key)
        elif place in AROUND and isinstance(value, dict):
            self._merge(properties.setdefault(key, {}), value, place)
        elif key in properties:
            self._refuse("properties", key)
        else:
            properties[key] = value

    def _merge(self, into: dict[str, Any], members: dict[str, Any], around: str) -> None:
        for key, value in members.items():
            place = place_of(around, key)
            if place in AROUND and isinstance(value, dict):
                self._merge(into.setdefault(key, {}), value, place)
            elif key in into or place in BY_ARM:
                self._refuse(around, key)
            else:
                into[key] = value

    def _refuse(self, around: str, key: str) -> None:
        place = place_of(around, key)
        records = BY_ARM.get(place, [])
        came = f"ARM's name of {records[0].ours or place}" if records else "one that ARM's form has already"
        steps = (*around.split("."), key)
        self.problems.append(Problem(steps, "unknown", "an unknown member in additional_properties", came))

    def _value(self, shape: Any, value: Any, path: Steps) -> Any:
        while isinstance(shape, TextOr):
            shape = shape.element
        model = model_of(shape)
        if model is None:
            return value
        if isinstance(value, list) and isinstance(shape, ListOf):
            return [self._value(shape.element, each, (*path, index)) for index, each in enumerate(value)]
        return self._object(model, value, path) if isinstance(value, dict) else value

    def _object(self, model: type[Model], document: dict[str, Any], path: Steps) -> dict[str, Any]:
        declared = {attribute.key_in(ARM): attribute for attribute in model.__definition__.attributes}
        result: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for key, value in document.items():
            attribute = declared.get(key)
            if attribute is None:
                self._unknown(model, key, value, path, others)
                continue
            here = (*path, attribute.wire_key)
            spelled = arm_key(model, attribute.wire_key)
            if (attribute.read_only and not self.keep_readonly) or not spelled:
                record = BY_OURS.get(f"{model.__name__}.{attribute.wire_key}")
                self.losses.append(Loss(here, record.note if record and not record.read_only else READ_ONLY))
                continue
            if spelled not in result:
                result[spelled] = self._value(attribute.shape, value, here)
        return {**self._converted(model, document, result, path), **others}

    def _unknown(self, model: type[Model], key: str, value: Any, path: Steps, others: dict[str, Any]) -> None:
        if is_annotation(key):
            return
        if key in names_in(model) and key != "***":
            here = (*arm_steps(self.model, path), key)
            came = f"ARM's name of {names_in(model)[key][0]}"
            self.problems.append(Problem(here, "unknown", "an unknown member in additional_properties", came))
        else:
            others[key] = value

    def _converted(self, model: type[Model], document: dict[str, Any], result: dict[str, Any], path: Steps) -> dict[str, Any]:
        """Write the values of a model that aren't only spelled differently."""
        if model.__name__ == "ApplicationPackageReference" and isinstance(result.get("id"), str):
            result["id"] = application_id(self.account, result["id"])
            if "/" not in result["id"]:
                self.losses.append(Loss((*path, "applicationId"), _NO_ACCOUNT.format(thing="application")))
        elif model.__name__ == "CertificateReference" and "id" in result:
            algorithm, thumbprint = document.get("thumbprintAlgorithm"), document.get("thumbprint")
            result["id"] = certificate_id(self.account, str(algorithm), str(thumbprint))
            if not self.account:
                self.losses.append(Loss((*path, "thumbprint"), _NO_ACCOUNT.format(thing="certificate")))
        elif model.__name__ == "BatchPoolIdentity" and "userAssignedIdentities" in result:
            result["userAssignedIdentities"] = identity_map(result["userAssignedIdentities"])
        return result


def _identity(value: Any) -> Any:
    """Return an undeclared identity as ARM has it."""
    if not isinstance(value, dict) or not isinstance(value.get("userAssignedIdentities"), list):
        return value
    identities = value["userAssignedIdentities"]
    are_known = all(isinstance(each, dict) and isinstance(each.get("resourceId"), str) for each in identities)
    return {**value, "userAssignedIdentities": identity_map(identities)} if are_known else value
