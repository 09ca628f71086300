"""The parameters that a document declares, and hints at the values of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..secrets.masking import cut, mask_text
from ..spelling import nearest
from .document import Document
from .expressions.scope import Given


class DeclaredParameters:
    """The names of the parameters that documents declare, in lower case.

    Attributes:
        names: The names.
        may_lack: Whether there may be more: in other files, as Terraform has its variables, or in one that can't be read.
    """

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.may_lack: bool = False

    def add(self, document: Document) -> None:
        """Add the parameters of a document and of the templates in it."""
        elements = document.content if isinstance(document.content, list) else [document.content]
        declared: list[Iterable[object]] = [
            parameters
            for element in elements
            if isinstance(element, dict) and isinstance(parameters := element.get("parameters"), dict)
        ]
        for entry in document.entries:
            self.may_lack = self.may_lack or entry.terraform is not None
            if entry.origins is not None:
                declared.append(entry.origins.scope.parameters)
        self.names.update({str(name).lower(): str(name) for names in declared for name in names})

    def update(self, other: DeclaredParameters) -> None:
        """Add the parameters of other documents."""
        self.names.update(other.names)
        self.may_lack = self.may_lack or other.may_lack

    def mistakes(self, given: Mapping[str, Given], option: str = "-p") -> Iterator[str]:
        """Yield a sentence for each value of an option whose parameter no document declares."""
        if self.may_lack:
            return
        for name in sorted(name for name, each in given.items() if each.written and name not in self.names):
            shown = cut(mask_text(given[name].name or name))
            yield f"{option}: no template has a parameter {shown}{_hint(name, self.names)}"


def _hint(name: str, names: Mapping[str, str]) -> str:
    """Return the end of a sentence: the parameter that may have been meant, or all of them."""
    near = nearest(name, names)
    if near is not None:
        return f"; did you mean {cut(mask_text(names[near]))}?"
    if not names:
        return ": the file has no parameters."
    shown = ", ".join(cut(mask_text(each)) for each in sorted(names.values())[:_LISTED])
    return f": the parameters are {shown}{', …' if len(names) > _LISTED else ''}."


_LISTED = 8
