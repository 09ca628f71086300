"""The work of the command ``explain`` about the service's answers and codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..documents import Entry, UnreadableError, read_text
from ..documents.source import read_source
from ..errors import DeserializationError
from ..explaining.codes import explain_code as explanations_of
from ..explaining.codes import explain_error, nearest_code
from ..explaining.explain import EXPLAINED, explain
from ..models.cloud_pool import CloudPool
from ..secrets.masking import mask_text
from ..secrets.printing import printable, printable_lines
from .output import say, write

_UNREADABLE = 2
_MODELS = {model.__name__: model for model in EXPLAINED}
_ERROR = frozenset(("category", "code", "details", "message", "values"))


def explain_code(code: str) -> bool:
    """Print what a code of the service means. Return whether it is one; for a misspelled code, the nearest is printed."""
    found = explanations_of(code)
    if not found:
        near = nearest_code(code)
        if near is not None:
            say(f"the service has no code {printable(mask_text(code))}, as far as batchmodels knows; did you mean {near}?")
        return False
    write("\n\n".join(str(each) for each in found))
    return True


def explain_document(file: str, text: bytes, type_name: str | None = None) -> int:
    """Print the explanation of each node, task, job and pool in a file, or of an error. Return the exit status."""
    try:
        found = read_text(text, file, type_name=type_name).entries
    except UnreadableError as error:
        errors = list(_errors_in(read_source(file, text).content)) if error.is_empty and text.strip() else []
        if not errors:
            say(str(error))
            return _UNREADABLE
        write("\n\n".join(printable_lines(str(explain_error(each))) for each in errors))
        return 0
    explained = [entry for entry in found if _model_of(entry) is not None]
    if not explained:
        kinds = ", ".join(sorted({entry.model_type for entry in found}))
        say(
            f"{file}: expected a node, a task, a job, a pool or information about a run, as the service returns it, got"
            f" {kinds or 'none'}; use batchmodels check for it."
        )
        return _UNREADABLE
    status = 0
    for number, entry in enumerate(explained):
        try:
            explanation = str(explain(_read(entry)))
        except DeserializationError as error:
            for problem in error.problems:
                say(f"{file}: {problem.message}")
            status = _UNREADABLE
            continue
        heading = f"{printable(mask_text(entry.name))}: " if entry.name and len(explained) > 1 else ""
        write(("\n" if number else "") + f"{heading}{printable_lines(explanation)}")
    return status


def _errors_in(content: Any) -> Iterator[dict[str, Any]]:
    """Yield the errors of a list, or the only one: objects that have a code, and little else."""
    for each in content if isinstance(content, list) else [content]:
        if isinstance(each, dict) and isinstance(each.get("code"), str) and _ERROR.issuperset(each):
            yield each


def _model_of(entry: Entry) -> Any:
    """Return the model that explains an entry; None if none does."""
    return CloudPool if entry.arm and entry.answered else _MODELS.get(entry.model_type)


def _read(entry: Entry) -> Any:
    if entry.arm and entry.resource is not None:
        return CloudPool.from_arm(entry.resource, losses=[])
    return _MODELS[entry.model_type].deserialize(entry.content)
