"""Pages, the lists that a service returns, and lists of models as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, overload

import msgspec

from ..errors import DeserializationError, ValidationError
from ..paths import ROOT, Steps
from ..secrets.masking import masked_json
from . import fast, jsontext, reference
from .fast import ELEMENTS, METADATA, NEXT_LINK
from .findings import Findings

if TYPE_CHECKING:
    from .model import Model

ModelT = TypeVar("ModelT", bound="Model")


class Page(Sequence[ModelT]):
    """One page of a list: a sequence of models, and the link to the next page.

    Attributes:
        models: The models.
        next_link: The URL of the next page; None if this is the last one.
        additional_properties: The other members of the page, by their wire keys.
    """

    models: list[ModelT]
    next_link: str | None
    additional_properties: dict[str, Any]

    def __init__(
        self,
        models: Iterable[ModelT] = (),
        next_link: str | None = None,
        additional_properties: dict[str, Any] | None = None,
    ) -> None:
        self.models = list(models)
        self.next_link = next_link
        self.additional_properties = additional_properties or {}

    def to_json(self, indent: int | None = None) -> bytes:
        """Write the page as the service does.

        Args:
            indent: The number of spaces for each level; None writes one line.

        Raises:
            ValidationError: A model can't be sent; the error lists the problems of all models.
        """
        members, problems = reference.encode_json(self.additional_properties)
        if problems:
            raise ValidationError(problems, "page")
        members[ELEMENTS] = msgspec.Raw(_json_of_all(self.models, (ELEMENTS,)))
        if self.next_link is not None:
            members[NEXT_LINK] = self.next_link
        text = jsontext.write(members)
        return text if indent is None else jsontext.indented(text, indent)

    @overload
    def __getitem__(self, index: int) -> ModelT: ...

    @overload
    def __getitem__(self, index: slice) -> list[ModelT]: ...

    def __getitem__(self, index: int | slice) -> ModelT | list[ModelT]:
        return self.models[index]

    def __len__(self) -> int:
        return len(self.models)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Page):
            return NotImplemented
        return vars(self) == vars(other)

    __hash__: ClassVar[None]  # type: ignore[assignment]  # because a page can change

    def __repr__(self) -> str:
        parts = [repr(self.models)]
        if self.next_link is not None:
            parts.append(f"next_link={masked_json(self.next_link)}")
        if self.additional_properties:
            parts.append(f"additional_properties={masked_json(self.additional_properties)}")
        return f"Page({', '.join(parts)})"


def read_page(model: type[ModelT], data: Any) -> Page[ModelT]:
    """Read one page; see ``Model.read_page``."""
    try:
        page_type = model.__fast__.page
        page = msgspec.convert(data, page_type) if type(data) is dict else msgspec.json.decode(data, type=page_type)
    except Exception:  # noqa: BLE001, S110  # because the elements are read one by one instead
        pass
    else:
        return Page(page.models, page.next_link, {} if page.metadata is msgspec.UNSET else {METADATA: page.metadata})
    members = dict(data) if type(data) is dict else jsontext.parse(data)
    findings = Findings()
    if not isinstance(members, dict):
        findings.wrong_type(ROOT, "Page", members, hidden=True)
        raise DeserializationError(findings.problems, "page")
    elements = members.pop(ELEMENTS, None)
    if elements is not None and not isinstance(elements, list):
        findings.wrong_type((ELEMENTS,), "list", elements, hidden=True)
        elements = None
    models = []
    for index, element in enumerate(elements or ()):
        try:
            models.append(fast.decode(model, element, (ELEMENTS, index)))
        except DeserializationError as error:
            findings.problems += error.problems
    next_link = members.pop(NEXT_LINK, None)
    if next_link is not None and not isinstance(next_link, str):
        findings.wrong_type((NEXT_LINK,), "str", next_link, hidden=False)
    if findings.problems:
        raise DeserializationError(findings.problems, f"page of {model.__name__}")
    return Page(models, next_link, members)


def to_json(models: Iterable[Model], indent: int | None = None) -> bytes:
    """Write models as one JSON list.

    Args:
        models: The models, of one class or several.
        indent: The number of spaces for each level; None writes one line.

    Raises:
        ValidationError: A model can't be sent; the error lists the problems of all models, with paths such as ``$[3].name``.
    """
    text = _json_of_all(models, ROOT)
    return text if indent is None else jsontext.indented(text, indent)


def _json_of_all(models: Iterable[Any], path: Steps) -> bytes:
    models = list(models)
    text = fast.encode_json_list(models)
    if text is not None:
        return text
    findings = Findings()
    texts = []
    for index, model in enumerate(models):
        if hasattr(type(model), "__definition__"):
            try:
                texts.append(fast.encode_json(model, (*path, index)))
            except ValidationError as error:
                findings.problems += error.problems
        else:
            findings.wrong_type((*path, index), "a model", model, hidden=True)
    if findings.problems:
        raise ValidationError(findings.problems, "list of models")
    return b"[" + b",".join(texts) + b"]"
