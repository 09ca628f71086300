"""The entries of a document: start tasks, pools, nodes, jobs, tasks, and the pools of an ARM template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from ..engine.model import Model
from ..errors import Problem
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Span
from .arm_pools import from_arm, is_arm_answer, is_arm_patch, is_arm_pool, unchanged_by
from .arm_resources import resource_mistakes
from .arm_templates import Found, is_template, pools_of
from .arm_versions import renamed_members
from .az_answers import in_service_form
from .batch_templates import TemplatePart, is_batch_template, parts_of, read_as_sent
from .elements import elements_of
from .expressions.evaluating import NO_LOOPS, resolve
from .expressions.resource_functions import with_names
from .expressions.scope import Given, Scope
from .expressions.values import Budget
from .foreign_files import not_readable
from .model_detection import ANSWERS, kind_of, label_of
from .parameter_values import is_parameter_file
from .partial_models import PartialModel, read_partially
from .placeholders import without_placeholders
from .positions import Position
from .python_names import renamed
from .rest_bodies import bodies_in
from .shown_keys import shown_path
from .source import Source
from .templates import Origins, Unjudged, budget_for, holes_of, mistakes_in, unmoved, without_unknown
from .terraform import Converted, Resource, is_configuration, resources_in
from .terraform_resources import read_resource
from .unknown_names import with_unknown_names
from .values import value_at


class Entry(msgspec.Struct, frozen=True, dict=True, eq=False):
    """One start task, pool, node, job or task of a document. A job contains the pool and the tasks that it defines.

    A value that its attribute can't hold is left out of the model and reported as a problem.

    Attributes:
        source: The file.
        model_type: The name of the model: ``StartTask``, ``PoolAddParameter``, ``CloudPool`` …
        name: A label for people: the id, or the name of an ARM resource; empty if it has none.
        content: The JSON to deserialize, in the Batch service's own spelling.
        where: Converts steps within ``content`` to steps in the file.
        arm: Whether it is a pool of ARM, converted to the service's form.
        holes: The steps within ``content`` of values that are known only at deployment, ``"[parameters('size')]"``. They are
            left out of it.
        findings: What is wrong with it that its model can't show; the steps are those of the file.
        terraform: The resource of Terraform's that it is converted from; None for anything else.
        unjudged: What isn't known of it, and why.
        origins: Where the values of a template's expressions come from; None if it isn't in a template.
        answered: Whether a service has answered it: answers have no secrets.
        resource: The resource of a pool of ARM, with its expressions evaluated; None for anything else.
        versioned: Whether the file states the API version that it is for, as a sample of the REST API does.
        job: The job of the same template that a task belongs to; None for anything else.
    """

    source: Source
    model_type: str
    name: str
    content: Any
    where: Callable[[Steps], Steps]
    arm: bool = False
    holes: frozenset[Steps] = frozenset()
    findings: tuple[Finding, ...] = ()
    terraform: Converted | None = None
    unjudged: tuple[Unjudged, ...] = ()
    origins: Origins | None = None
    answered: bool = False
    resource: dict[str, Any] | None = None
    versioned: bool = False
    job: Entry | None = None

    @cached_property
    def partial(self) -> PartialModel:
        """The model as far as it can be read, with what is missing from it."""
        return read_partially(self.model_type, self.content, self.holes)

    @property
    def model(self) -> Model | None:
        """The model, as far as it can be read; None if nothing can."""
        return self.partial.model

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The values that the model can't hold."""
        return self.partial.problems

    @property
    def gaps(self) -> frozenset[Steps]:
        """The steps of what is missing from the model: what it can't hold, and what is known only at deployment."""
        return self.partial.gaps.steps

    def locate(self, steps: Steps) -> Steps:
        """Convert steps from the model, as a problem or a finding has them, to steps in the file."""
        located = self.where(self.partial.spelling.locate(self.content, steps))
        return located if self.origins is None else self.origins.place(located)

    def shown(self, steps: Steps) -> str:
        """Return a place in the file for people, by its steps there: Terraform's address, or a path."""
        return shown_path(steps) if self.terraform is None else self.terraform.shown(steps)

    def position(self, steps: Steps = ROOT, span: Span | None = None) -> Position:
        """Return the position of a value in the file, or of a part of a text.

        Args:
            steps: The wire keys and indexes that lead from the model to the value: ``("startTask", "commandLine")``.
            span: The offsets of a part of the value, as a finding has them; None for all of it.
        """
        return self.source.position(self.locate(steps), span)

    def span(self, finding: Finding) -> Span | None:
        """Return the span of a finding of the review; None if its text isn't written in the file as the model has it."""
        if finding.span is None:
            return None
        own = value_at(self.content, self.partial.spelling.locate(self.content, finding.steps))
        return finding.span if own == value_at(self.source.content, self.locate(finding.steps)) else None


def entries_of(
    source: Source, type_name: str | None = None, given: Mapping[str, Given] | None = None, account: str = ""
) -> list[Entry]:
    """Find what can be checked in a document.

    A document is one of the models' documents, a list or a page of them (``{"value": […]}``), a template of ARM or of the
    Batch CLI extension, or one or several ARM pools.

    Args:
        source: The document.
        type_name: The name of the model that it holds, or that each element of its list is; None detects it.
        given: The values of the parameters of templates, by their names in lower case.
        account: The resource id of the Batch account that templates are deployed to; empty if it isn't known.

    Returns:
        The entries, in the document's order; none for an ARM template without pools, and for an empty list.

    Raises:
        UnreadableError: It is something else.
    """
    names = _Names(budget_for(source.text), given or {}, account)
    return [
        found
        for path, element in elements_of(source.content)
        for found in (_named(source, type_name, element, path) if type_name else _found(source, element, path, names))
    ]


class _Names(NamedTuple):
    """What the expressions of a file may need: the work, the values of parameters, and the account."""

    budget: Budget
    given: Mapping[str, Given]
    account: str


def _named(source: Source, type_name: str, content: Any, path: Steps) -> list[Entry]:
    label = label_of(content)
    findings: tuple[Finding, ...] = ()
    where: Callable[[Steps], Steps] = lambda within: (*path, *within)  # noqa: E731  # because another may take its place
    if source.may_have_python_names:
        found = renamed(content, type_name, path)
        content, findings = found.content, found.findings
        where = lambda within: (*path, *found.where(within))  # noqa: E731  # because it takes the place of the other
    if type_name in ANSWERS and source.may_be_from_az:
        printed, around = in_service_form(content, type_name), where
        content = printed.content
        where = lambda within: around(printed.where(within))  # noqa: E731  # because it takes the place of the other
    entry = Entry(source, type_name, label, content, where, findings=findings, answered=type_name in ANSWERS)
    return [_without_placeholders(entry) if source.may_have_placeholders else entry]


def _without_placeholders(entry: Entry) -> Entry:
    """Return an entry in which values that another tool replaces aren't known."""
    content, unknown, moved = without_unknown(without_placeholders(entry.content))
    where: Callable[[Steps], Steps] = lambda within: entry.where(unmoved(within, moved))  # noqa: E731  # because it has a type here
    return msgspec.structs.replace(
        entry,
        content=content,
        where=where,
        holes=holes_of(unknown, moved),
        unjudged=tuple(Unjudged(entry.where(steps), each) for steps, each in unknown),
    )


def _found(source: Source, content: Any, path: Steps, names: _Names) -> list[Entry]:
    if isinstance(content, dict):
        resources = resources_in(content)
        if resources is not None:
            return [_terraform_entry(source, resource, path) for resource in resources]
        if is_configuration(content) or source.file.lower().endswith(".tf.json"):
            from .terraform_json import configured_in, names_in  # noqa: PLC0415  # because few files are Terraform's

            resources = configured_in(content, names_in(content, names.budget, names.given))
            return [_terraform_entry(source, resource, path) for resource in resources]
        if is_parameter_file(content):
            return []
        if is_batch_template(content):
            return list(_template_entries(source, parts_of(content, path, names.budget, names.given)))
        if is_template(content):
            return [_arm_entry(source, found) for found in pools_of(content, path, *names)]
        if is_arm_pool(content):
            return [_single_arm_entry(source, content, path, names)]
        kind = kind_of(content)
        if kind:
            return _named(source, kind, content, path)
        bodies = [
            each
            for place, body, name in bodies_in(content, path)
            for each in (_body(source, name, body, place, content) if name else [_single_arm_entry(source, body, place, names)])
        ]
        if bodies:
            return bodies
    raise not_readable(source, content, path)


def _body(source: Source, name: str, body: Any, place: Steps, sample: dict[str, Any]) -> list[Entry]:
    """Return the entry of a body within a document; ``{"pool": …}`` is what the Batch CLI extension sends."""
    parameters = sample.get("parameters")
    versioned = isinstance(parameters, dict) and isinstance(parameters.get("api-version"), str)
    found = _named(source, name, read_as_sent(name, body) if place[-1:] in _SENT and not versioned else body, place)
    return [msgspec.structs.replace(each, versioned=versioned) for each in found]


_SENT: tuple[Steps, ...] = (("pool",), ("job",))


def _single_arm_entry(source: Source, pool: Any, path: Steps, names: _Names) -> Entry:
    """Return the entry of an ARM pool outside of a template."""
    scope = Scope({}, path, names.budget, names.given, account=names.account, strict=False)
    return _arm_entry(source, Found(path, pool, scope, NO_LOOPS))


def _arm_entry(source: Source, found: Found) -> Entry:
    resource = {key: each for key, each in found.resource.items() if key in _EVALUATED}
    found.scope.places_secrets = True
    resolved = resolve(resource, found.scope, found.loops)
    found.scope.places_secrets = False
    resolved = with_names(resolved) if isinstance(resolved, dict) else {}
    resolved = {**{key: each for key, each in found.resource.items() if key not in _EVALUATED}, **resolved}
    pool = from_arm(resolved, found.steps, resolved=True)
    if is_arm_patch(found.resource):
        pool.holes.update(unchanged_by(pool))
    pool.findings += renamed_members(found.resource, found.steps)
    name = resolved.get("name")
    unjudged = [Unjudged(steps, unknown) for steps, unknown in pool.unknown]
    content, holes = with_unknown_names("PoolAddParameter", pool.content, pool.holes)
    return Entry(
        source,
        model_type="PoolAddParameter",
        name=name if isinstance(name, str) else str(found.resource.get("name", "")),
        content=content,
        where=pool.where,
        arm=True,
        holes=holes,
        findings=(*pool.findings, *resource_mistakes(source, found, resolved), *mistakes_in(unjudged)),
        unjudged=tuple(each for each in unjudged if not each.unknown.mistake),
        origins=Origins(source.content, found.scope, found.loops),
        answered=is_arm_answer(found.resource),
        resource=resolved,
    )


_EVALUATED = frozenset(("identity", "name", "properties", "tags"))
"""The members of a pool's resource whose expressions are evaluated: the others are for the deployment."""


def _terraform_entry(source: Source, resource: Resource, path: Steps) -> Entry:
    steps = (*path, *resource.steps)
    found, findings = read_resource(msgspec.structs.replace(resource, steps=steps))
    return Entry(
        source,
        model_type=found.model_type,
        name=resource.address,
        content=read_as_sent(found.model_type, found.content),
        where=found.where,
        arm=True,  # its values are those of ARM
        holes=frozenset(found.holes),
        terraform=found,
        findings=findings,
        unjudged=tuple(Unjudged((*steps, *each), unknown) for each, unknown in found.unjudged.items()),
    )


def _template_entries(source: Source, parts: Iterable[TemplatePart]) -> Iterator[Entry]:
    """Yield the entries of the parts of a template; tasks follow the job that they belong to."""
    job: Entry | None = None
    for part in parts:
        entry = _template_entry(source, part)
        if part.model_type == "JobAddParameter":
            job = entry
        yield msgspec.structs.replace(entry, job=job) if part.model_type == "TaskAddParameter" else entry


def _template_entry(source: Source, part: TemplatePart) -> Entry:
    content = without_placeholders(part.content) if source.may_have_placeholders else part.content
    content, unknown, moved = without_unknown(content)
    content, holes = with_unknown_names(part.model_type, content, holes_of(unknown, moved))
    content = read_as_sent(part.model_type, content)
    origins = Origins(source.content, part.scope)
    unjudged = [Unjudged(origins.place((*part.steps, *steps)), each) for steps, each in unknown if each.reason]
    return Entry(
        source,
        part.model_type,
        label_of(content),
        content,
        where=lambda steps: (*part.steps, *unmoved(steps, moved)),
        holes=holes,
        findings=tuple(mistakes_in(unjudged)),
        unjudged=tuple(each for each in unjudged if not each.unknown.mistake),
        origins=origins,
    )
