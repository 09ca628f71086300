"""Convert Terraform's pools and jobs to the Batch service's form, and findings about them back to Terraform's names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ..paths import ROOT, Steps, path_text
from ..secrets.masking import MASK
from .dialect_texts import in_terraform
from .expressions.values import Unknown
from .terraform_names import AROUND, NAMES, OF_TERRAFORM, RESOURCES, Part
from .terraform_places import AZAPI, hidden_texts, is_azapi_pool
from .values import value_at

AFTER = Unknown("Terraform knows it only after it has applied the plan")


class Resource(msgspec.Struct, frozen=True):
    """One resource of Terraform's that is a pool or a job.

    Attributes:
        kind: Its type: ``azurerm_batch_pool``.
        address: Its address: ``module.media.azurerm_batch_pool.encoders``.
        steps: The steps of its values in the file.
        values: Its attributes and blocks; a block is a list of objects.
        unknown: The values that aren't known: true, or `Unknown` with the reason, or objects and lists of these. True is what
            Terraform knows only after it has applied the plan.
        sensitive: The values that Terraform hides, in the same form.
        actions: What the plan does with it: ``create``, ``update``, ``delete`` and ``create`` …; none outside of a plan.
        because: The attributes for which the plan replaces it.
        written: Whether it is from a configuration, as its author wrote it.
    """

    kind: str
    address: str
    steps: Steps
    values: dict[str, Any]
    unknown: Any = None
    sensitive: Any = None
    actions: frozenset[str] = frozenset()
    because: tuple[str, ...] = ()
    written: bool = False


class OnlyArm(msgspec.Struct, frozen=True):
    """A value of a resource that ARM has and the Batch service doesn't.

    Attributes:
        steps: Its steps in ARM's resource.
        value: The value as ARM has it, or `Unknown`.
        origin: Its steps within the resource's values.
    """

    steps: Steps
    value: Any
    origin: Steps


class Converted(msgspec.Struct, frozen=True):
    """A resource in the service's form.

    Attributes:
        resource: The resource.
        model_type: The name of its model.
        content: The body that says the same.
        holes: The steps within it of values that aren't known.
        origins: The steps within the resource's values of each of its values.
        unjudged: The steps within the resource's values of those that aren't known, each with the reason.
        only_arm: The values that only ARM has.
        left: The steps within the resource's values of those that nothing in ARM or in the Batch service corresponds to.
    """

    resource: Resource
    model_type: str
    content: dict[str, Any]
    holes: set[Steps]
    origins: dict[Steps, Steps]
    unjudged: dict[Steps, Unknown]
    only_arm: list[OnlyArm]
    left: list[Steps]

    def where(self, steps: Steps) -> Steps:
        """Convert steps in the content to steps in the file. Those of a missing value end with its name in Terraform."""
        while steps not in self.origins and len(inside := self._members(steps)) == 1:  # an object that is one argument
            steps = (*steps, *inside)
        known = next((steps[:length] for length in range(len(steps), 0, -1) if steps[:length] in self.origins), ROOT)
        missing = () if value_at(self.content, steps) is not None else steps[len(known) :]
        missing = ("name",) if missing == ("id",) else missing
        names = (NAMES.get(step, step) if isinstance(step, str) else step for step in missing if step not in AROUND)
        return (*self.resource.steps, *self.origins.get(known, ROOT), *names)

    def _members(self, steps: Steps) -> dict[str, Any]:
        """Return an object of the content; an empty one for any other value."""
        value = value_at(self.content, steps)
        return value if isinstance(value, dict) else {}

    def shown(self, steps: Steps) -> str:
        """Return a place in the file as Terraform writes it: ``azurerm_batch_pool.encoders.start_task[0].command_line``."""
        return self.resource.address + path_text(steps[len(self.resource.steps) :])[1:]

    def is_hidden(self, steps: Steps) -> bool:
        """Return whether Terraform hides the value at some steps in the file."""
        sensitive = self.resource.sensitive
        for step in steps[len(self.resource.steps) :]:
            if sensitive is True:
                return True
            sensitive = value_at(sensitive, (step,))
        return sensitive is True

    def with_terraform_names(self, text: str) -> str:
        """Return a message or a fix with Terraform's names, and without the values that it hides."""
        text = text.replace(_WAIT, "Set waitForSuccess to true.")  # which isn't the default in Terraform
        text = _ELEVATION.sub('elevation_level = "Admin" and scope = "Pool" in auto_user.', text)
        text = in_terraform(text.replace(_THROUGH_ARM, "with identity_ids in an identity block"))
        text = _KEY.sub(lambda found: NAMES[found[0]], text)
        for hidden in hidden_texts(self.resource.sensitive, self.resource.values):
            text = text.replace(hidden, MASK)
        return text


# Other keys of one lower-case word, such as targets, are words of the sentences.
_KEY = re.compile(rf"\b(?:{'|'.join(name for name in NAMES if not name.islower() or name == 'username')})\b")
_ELEVATION = re.compile(r'"userIdentity": \{"autoUser": [^}]*\}\}; in Python, user_identity=identities\.pool_admin\(\)\.')
_WAIT = "Remove waitForSuccess or set it to true."
_THROUGH_ARM = "through ARM (identity.userAssignedIdentities)"


def resources_in(content: Any) -> list[Resource] | None:
    """Find the pools and jobs in the form of ``terraform show -json``; None if it is something else."""
    if not isinstance(content, dict) or not isinstance(content.get("format_version"), str):
        return None
    name = next((name for name in ("planned_values", "values") if isinstance(content.get(name), dict)), None)
    if name is None:
        return None
    changes = content.get("resource_changes")
    planned: dict[str, dict[str, Any]] = {
        each["address"]: each["change"]
        for each in (changes if isinstance(changes, list) else ())
        if isinstance(each, dict) and isinstance(each.get("address"), str) and isinstance(each.get("change"), dict)
    }
    found: list[Resource] = []
    for steps, resource in _modules(content[name].get("root_module"), (name, "root_module")):
        kind, address, values = resource.get("type"), resource.get("address"), resource.get("values")
        if (
            isinstance(kind, str)
            and (kind in RESOURCES or is_azapi_pool(kind, values))
            and isinstance(address, str)
            and isinstance(values, dict)
            and resource.get("mode") != "data"
        ):
            sensitive = resource.get("sensitive_values")
            change = planned.get(address, {})
            found.append(
                Resource(
                    kind,
                    address,
                    (*steps, "values"),
                    values,
                    change.get("after_unknown"),
                    sensitive,
                    frozenset(each for each in _elements(change.get("actions")) if isinstance(each, str)),
                    tuple(dict.fromkeys(_first_steps(change.get("replace_paths")))),
                    written=content["format_version"] == "",
                )
            )
    return found


def _first_steps(paths: Any) -> Iterator[str]:
    """Yield the attributes of paths to values, each a list of keys and indexes."""
    for path in _elements(paths):
        if isinstance(path, list) and path and isinstance(path[0], str):
            yield path[0]


def is_configuration(content: dict[str, Any]) -> bool:
    """Return whether an object is a configuration in JSON with a pool or a job."""
    kinds = content.get("resource")
    return isinstance(kinds, dict) and any(isinstance(kinds.get(kind), dict) for kind in (*RESOURCES, AZAPI))


def _modules(module: Any, steps: Steps) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Yield the resources of a module and of those within it, each with its steps."""
    if not isinstance(module, dict):
        return
    for index, resource in enumerate(_elements(module.get("resources"))):
        if isinstance(resource, dict):
            yield (*steps, "resources", index), resource
    for index, child in enumerate(_elements(module.get("child_modules"))):
        yield from _modules(child, (*steps, "child_modules", index))


def _elements(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def converted(resource: Resource) -> Converted:
    """Bring a resource into the service's form."""
    model_type, parts = RESOURCES[resource.kind]
    result = Converted(resource, model_type, {}, set(), {ROOT: ROOT}, {}, [], [])
    _object(result, resource.values, resource.unknown, parts, ROOT, ROOT)
    # An object of which nothing but unknown values is given is unknown itself.
    inner = [hole[:length] for hole in result.holes for length in range(1, len(hole))]
    result.holes.update(steps for steps in inner if value_at(result.content, steps) is None)
    if "autoScaleFormula" in result.content or ("autoScaleFormula",) in result.holes:
        result.content["enableAutoScale"] = True
    return result


def _object(result: Converted, values: Any, unknown: Any, parts: dict[str, Part], path: Steps, origin: Steps) -> None:
    """Take the attributes and blocks of a resource or a block."""
    result.left.extend(_without_place(values, parts, origin))
    for name, part in parts.items():
        value, later = value_at(values, (name,)), value_at(unknown, (name,))
        target = (*path, *(part.key.split(".") if part.key else ()))
        here = (*origin, name)
        if part.arm:
            _only_arm(result, value, later, part, here)
        elif isinstance(later := _unknown_in(later) if part.whole else AFTER if later is True else later, Unknown):
            result.unjudged[here] = later
            result.holes.update(_targets(part, path))
            result.origins.update(dict.fromkeys(_targets(part, path), here))
        elif part.members is not None and not part.whole:
            _blocks(result, value, later, part, target, here)
        elif part.pairs:
            _pairs(result, value, later, target, here)
        elif part.split is not None and value is not None:
            for key, each in part.split[0](value).items():
                _put(result, (*path, key), here, each)
            result.holes.update(steps for steps in _targets(part, path) if value_at(result.content, steps) is None)
        elif value not in (None, "", []):
            _put(result, target, here, part.convert(value) if part.convert else value)
        elif part.default is not None and isinstance(values, dict) and name not in values:
            _put(result, target, here, part.default)


def _without_place(values: Any, parts: dict[str, Part], origin: Steps) -> Iterator[Steps]:
    """Yield the steps of the values that nothing corresponds to."""
    for name, value in values.items() if isinstance(values, dict) else ():
        if name not in parts and name not in OF_TERRAFORM and value not in (None, "", [], {}):
            yield (*origin, name)


def _only_arm(result: Converted, value: Any, unknown: Any, part: Part, origin: Steps) -> None:
    """Take a value that only ARM has."""
    later = _unknown_in(unknown)
    value = later or (part.convert(value) if part.convert else value)
    if value not in (None, "", []):
        result.only_arm.append(OnlyArm(tuple(part.arm.split(".")), value, origin))


def _unknown_in(value: Any) -> Unknown | None:
    """Return the first value that isn't known, from the form of `Resource.unknown`; None without one."""
    if isinstance(value, (dict, list)):
        parts = value.values() if isinstance(value, dict) else value
        return next((found for each in parts if (found := _unknown_in(each))), None)
    return value if isinstance(value, Unknown) else AFTER if value is True else None


def _targets(part: Part, path: Steps) -> list[Steps]:
    """The steps in the content of what an attribute or a block becomes."""
    if part.split is not None:
        return [(*path, key) for key in part.split[1]]
    if not part.key:
        return [(*path, each.key) for each in (part.members or {}).values() if each.key]
    return [(*path, *part.key.split("."))]


def _blocks(result: Converted, blocks: Any, unknown: Any, part: Part, path: Steps, origin: Steps) -> None:
    single = isinstance(blocks, dict)  # as JSON configurations may have it
    blocks = blocks if isinstance(blocks, list) else [blocks] if single else []
    unknown = [unknown] if single else unknown
    for index, block in enumerate(blocks):
        here = origin if single else (*origin, index)
        target = (*path, index) if part.many else path
        if part.key:
            _put(result, path, origin if part.many else here, [{} for _ in blocks] if part.many and not index else {}, index)
            result.origins[target] = here
        _object(result, block, value_at(unknown, (index,)), part.members or {}, target, here)
        if not part.many:
            break


def _pairs(result: Converted, values: Any, unknown: Any, path: Steps, origin: Steps) -> None:
    """Take a map as a list of names and values."""
    values = values if isinstance(values, dict) else {}
    names = dict.fromkeys((*values, *(unknown if isinstance(unknown, dict) else ())))
    if not names:
        return
    _put(result, path, origin, [{"name": name} for name in names])
    for index, name in enumerate(names):
        for each in ((), ("name",), ("value",)):
            result.origins[(*path, index, *each)] = (*origin, name)
        later = value_at(unknown, (name,))
        if name not in values or later is True or isinstance(later, Unknown):
            result.unjudged[(*origin, name)] = later if isinstance(later, Unknown) else AFTER
            result.holes.add((*path, index, "value"))
        else:
            value = values[name]  # Terraform makes texts of the others
            value_at(result.content, (*path, index))["value"] = str(value).lower() if isinstance(value, bool) else value


def _put(result: Converted, path: Steps, origin: Steps, value: Any, index: int = 0) -> None:
    """Put a value into the content, and the objects around it."""
    if index:
        return
    into: Any = result.content
    for step in path[:-1]:
        into = into.setdefault(step, {}) if isinstance(into, dict) else into[step]
    into[path[-1]] = value
    result.origins[path] = origin
