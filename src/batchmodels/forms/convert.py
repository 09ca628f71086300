"""Convert a model into the text of another form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ..arm.names import known_account, known_version
from ..arm.reading import PATCH, kind_of
from ..arm.writing import ANSWER, Written, written
from ..engine.jsontext import indented
from ..engine.jsontext import write as to_json
from ..engine.model import Model
from ..engine.reference import Encoding, encode
from ..errors import Loss, ValidationError
from ..models.arm import ArmModel
from ..paths import Steps
from ..secrets.masking import MASK, is_hidden_member, mask_text
from .absent import IN_BICEP, IN_JSON, IN_PYTHON, completed, with_masks
from .bicep import ACCOUNT, RESERVED, Bicep, add_bicep, with_account
from .creating import creation_of, is_answer
from .hidden import Names, hidden_in
from .kinds import no_arm_form
from .python_code import LIBRARIES, Code, add_code
from .removed import removed_members
from .undeclared import undeclared_in, without_annotations
from .variables import symbol_of, variable_of

FORMS = ("arm", "data", "bicep", "python", "azure-batch-14", "azure-batch-15")
"""The forms that a model can be converted to."""


class Source(msgspec.Struct, frozen=True):
    """A model to convert.

    Attributes:
        model: The model.
        rest: What only ARM has, with its steps in the resource.
        account_name: The name of the Batch account; empty if it isn't known.
    """

    model: Model
    rest: Sequence[tuple[Steps, Any]] = ()
    account_name: str = ""


class Converted(msgspec.Struct, frozen=True):
    """A converted model.

    Attributes:
        text: The text of the form.
        losses: What the form can't express, with steps in the Batch service's form of the model.
        secrets: What takes the place of secrets: names of environment variables or of parameters, or the paths of ``***``.
    """

    text: str
    losses: tuple[Loss, ...] = ()
    secrets: tuple[str, ...] = ()


def convert(
    model: Model,
    to: str,
    *,
    account: str | None = None,
    api_version: str | None = None,
    reveal_secrets: bool = False,
    creates: bool = False,
) -> Converted:
    """Convert a model into the text of another form, as ``batchmodels convert`` does.

    Args:
        model: The model.
        to: The form: ``arm``, ``data``, ``bicep``, ``python``, ``azure-batch-14`` or ``azure-batch-15``. The last three are
            Python code.
        account: The resource id of the Batch account, which pools and application packages need in ARM. Bicep has its name
            as the default of a parameter.
        api_version: The API version of the form: the Batch service's for ``data``, the management plane's for ``arm`` and
            ``bicep``. What it doesn't support is refused.
        reveal_secrets: Whether secrets are in the text. Otherwise JSON has ``***`` in their place, Bicep has secure
            parameters, and Python code reads environment variables.
        creates: Whether Python code and ``data`` have the body that creates a pool, a job, a job schedule or a task, if the
            model is an answer of the service.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
        ValueError: Unknown form or API version, or something else than the resource id of a Batch account.
        TypeError: The form has no such model.
    """
    options: dict[str, Any] = {"account": account, "api_version": api_version, "reveal_secrets": reveal_secrets}
    result = converted([Source(model)], to, creates=creates, **options)
    return Converted(result.text, result.losses[0], result.secrets)


class ConvertedAll(msgspec.Struct, frozen=True):
    """Several converted models; the attributes are those of `Converted`, with the losses of each model."""

    text: str
    losses: tuple[tuple[Loss, ...], ...]
    secrets: tuple[str, ...]


def converted(
    sources: Sequence[Source],
    to: str,
    *,
    account: str | None = None,
    api_version: str | None = None,
    reveal_secrets: bool = False,
    creates: bool = False,
) -> ConvertedAll:
    """Convert several models into one text; the arguments are those of `convert`."""
    if to not in FORMS:
        raise ValueError(f"expected one of {', '.join(FORMS)}, got {to!r}")
    account = None if account is None else known_account(account)
    if to in LIBRARIES:
        models = [each.model for each in sources]
        return _python(models, to, api_version, reveal_secrets=reveal_secrets, creates=creates)
    if to == "data":
        return _data([each.model for each in sources], api_version, reveal_secrets=reveal_secrets, creates=creates)
    version = None if api_version is None else known_version(api_version)
    for each in sources:
        _require_arm(each.model, to)
    if to == "bicep":
        return _bicep(sources, account or "", version, reveal_secrets=reveal_secrets)
    return _arm(sources, account or "", version, reveal_secrets=reveal_secrets)


def _require_arm(model: Model, to: str) -> None:
    name = type(model).__name__
    if not isinstance(model, ArmModel):
        raise TypeError(no_arm_form(name))
    if to == "bicep" and kind_of(type(model)) == PATCH:
        raise TypeError("Bicep declares whole pools, and this is a change of one")


def _checked(model: Model, api_version: str | None = None) -> None:
    """Raise an error if a model can't be sent; an answer of the service needn't be."""
    problems = [each for each in model.validate(api_version=api_version) if not (is_answer(model) and each.rule == "required")]
    if problems:
        raise ValidationError(problems, type(model).__name__)


def _python(models: Sequence[Model], to: str, api_version: str | None, *, reveal_secrets: bool, creates: bool) -> ConvertedAll:
    library, names = LIBRARIES[to], Names()
    code = Code()
    losses: list[tuple[Loss, ...]] = []
    taken: set[str] = set()
    for each in models:
        _checked(each, api_version)
        model, lacks = creation_of(each) if creates else (each, ())
        if model is not each:
            model, lacks = completed(model, lacks, IN_PYTHON)
        if not library.class_of(type(model)):
            raise TypeError(f"{library.name} has no {type(model).__name__}")
        before = len(code.losses)
        add_code(code, model, variable_of(model, taken), library, names, reveal_secrets=reveal_secrets)
        losses.append((*lacks, *code.losses[before:]))
    return ConvertedAll(code.source(library), tuple(losses), tuple(code.secrets))


def _data(models: Sequence[Model], api_version: str | None, *, reveal_secrets: bool, creates: bool) -> ConvertedAll:
    documents: list[Any] = []
    losses: list[tuple[Loss, ...]] = []
    secrets: list[str] = []
    for each_model in models:
        _checked(each_model, api_version)
        model, lacks = creation_of(each_model) if creates else (each_model, ())
        if model is not each_model:
            model, lacks = completed(model, lacks, IN_JSON)
        keep = kind_of(type(model)) == ANSWER
        document, masked = (
            without_annotations(type(model), encode(model, Encoding(keep_readonly=keep, masked=each))[0])
            for each in (False, True)
        )
        secrets += _paths(with_masks(document), masked)
        removed = removed_members(model) if api_version is None else ()
        losses.append((*lacks, *_written_as_is(type(model), masked), *removed))
        documents.append(with_masks(document) if reveal_secrets else masked)
    return ConvertedAll(_json(documents), tuple(losses), () if reveal_secrets else tuple(secrets))


_AS_IT_IS = "undeclared; written as it is"


def _written_as_is(model: type[Model], masked: dict[str, Any]) -> Iterator[Loss]:
    """Yield a note for each undeclared member; secret keys are masked."""
    for steps in undeclared_in(model, masked):
        yield Loss(steps, _AS_IT_IS)


def _arm_losses(source: Source, result: Written) -> tuple[Loss, ...]:
    """Return what ARM's form can't express, and what it has without knowing it."""
    model = type(source.model)
    masked, _ = encode(source.model, Encoding(keep_readonly=True, masked=True))
    lost = {each.steps for each in result.losses}
    known = {"identity", "etag"} if kind_of(model) is not None else set[str]()
    notes = [
        each
        for each in _written_as_is(model, masked)
        if each.steps not in lost and not (len(each.steps) == 1 and str(each.steps[0]).lower() in known)
    ]
    return (*result.losses, *notes)


def _paths(document: Any, masked: Any) -> list[str]:
    return [Loss(steps, "").path for steps in sorted(hidden_in(document, masked), key=str)]


def _json(documents: list[Any]) -> str:
    return indented(to_json(documents[0] if len(documents) == 1 else documents), 2).decode() + "\n"


def _both(source: Source, account: str, api_version: str | None) -> tuple[Written, dict[str, Any]]:
    """Return ARM's form of a model, and its document with masks, both with what only ARM has."""
    result = written(source.model, account=account, api_version=api_version)
    if result.problems:
        raise ValidationError(result.problems, type(source.model).__name__)
    masked = written(source.model, account=account, api_version=api_version, masked=True).document
    for steps, value in source.rest:
        _restore(result.document, steps, value)
        _restore(masked, steps, _masked(value, labels=steps[-1:] == ("tags",)))
    return result, masked


def _restore(document: Any, steps: Steps, value: Any) -> None:
    """Put a value that only ARM has back into its place."""
    for step in steps[:-1]:
        if isinstance(document, list) and isinstance(step, int) and step < len(document):
            document = document[step]
        elif isinstance(document, dict) and isinstance(step, str):
            document = document.setdefault(step, {})
    if isinstance(document, dict):
        document.setdefault(steps[-1], value)


def _masked(value: Any, *, labels: bool = False) -> Any:
    if isinstance(value, dict):
        return {
            mask_text(key): MASK if is_hidden_member(key, value, labels=labels) else _masked(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_masked(each) for each in value]
    return mask_text(value) if isinstance(value, str) else value


_NO_ACCOUNT = (
    "not deployable as it is: the name in a template is ACCOUNT/{name}; pass the account's resource id, as account or --account"
)


def _arm(sources: Sequence[Source], account: str, api_version: str | None, *, reveal_secrets: bool) -> ConvertedAll:
    documents: list[Any] = []
    losses: list[tuple[Loss, ...]] = []
    secrets: list[str] = []
    for source in sources:
        source, absent = _completed(source, IN_JSON)  # noqa: PLW2901  # because only the completed one is written
        result, masked = _both(source, account, api_version)
        name = result.document.get("name") if "type" in result.document else None
        if isinstance(name, str) and "/" not in name and source.account_name:
            result.document["name"] = masked["name"] = f"{source.account_name}/{name}"
        elif isinstance(name, str) and "/" not in name:
            absent = (*absent, Loss(("id",), _NO_ACCOUNT.format(name=mask_text(name))))
        losses.append((*absent, *_arm_losses(source, result)))
        secrets += _paths(with_masks(result.document), masked)
        documents.append(_without_expressions(with_masks(result.document) if reveal_secrets else masked))
    return ConvertedAll(_json(documents), tuple(losses), () if reveal_secrets else tuple(secrets))


def _without_expressions(value: Any) -> Any:
    """Write texts that a template would take for expressions with a second bracket."""
    if isinstance(value, dict):
        return {key: _without_expressions(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_expressions(each) for each in value]
    return f"[{value}" if isinstance(value, str) and value.startswith("[") and value.endswith("]") else value


def _bicep(sources: Sequence[Source], account: str, api_version: str | None, *, reveal_secrets: bool) -> ConvertedAll:
    taken: set[str] = set()
    symbols = [symbol_of(source.model, taken) for source in sources]
    bicep, names = Bicep(account=account), Names((*symbols, *RESERVED))
    losses: list[tuple[Loss, ...]] = []
    for symbol, source in zip(symbols, sources, strict=True):
        source, absent = _completed(source, IN_BICEP)  # noqa: PLW2901  # because only the completed one is written
        result, masked = _both(source, ACCOUNT, api_version)
        document = result.document
        if account:
            document, masked = with_account(document, account), with_account(masked, account)
        for each in (document, masked):
            if isinstance(each.get("name"), str) and "type" in each:
                each["name"] = each["name"].removeprefix(f"{ACCOUNT}/")
        add_bicep(bicep, document, with_masks(document) if reveal_secrets else masked, symbol, names)
        losses.append((*absent, *_arm_losses(source, result)))
    return ConvertedAll(bicep.source(), tuple(losses), tuple(bicep.parameters))


def _completed(source: Source, reason: str) -> tuple[Source, tuple[Loss, ...]]:
    """Return a source with marks in place of the secrets that an answer lacks, and the losses about them."""
    if not is_answer(source.model):
        return source, ()
    model, losses = completed(source.model, (), reason)
    return Source(model, source.rest, source.account_name), losses
