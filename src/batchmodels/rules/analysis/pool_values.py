"""Values of a pool, read without trust: a model may hold anything, or lack what it declares."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from ...models.cloud_job import CloudJob
from ...models.cloud_job_schedule import CloudJobSchedule
from ...models.cloud_pool import CloudPool
from ...models.nodes import ComputeNode
from ...secrets.masking import cut, mask_text
from ...spelling import near, plain
from ..context import Context


def value_of(model: Any, *names: str) -> Any:
    """Return an attribute, or an attribute of an attribute; None if it is missing."""
    for name in names:
        model = getattr(model, name, None)
    return model


def text_of(model: Any, *names: str) -> str:
    """Return a text; empty if it is missing."""
    value = value_of(model, *names)
    return str.__str__(value) if isinstance(value, str) else ""


def number_of(model: Any, *names: str) -> int | None:
    """Return a whole number; None if it is missing."""
    value = value_of(model, *names)
    return value if type(value) is int else None


def time_of(model: Any, *names: str) -> datetime | None:
    """Return a time, which is in UTC if it has no time zone; None if it is missing."""
    value = value_of(model, *names)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def items_of(model: Any, *names: str) -> list[Any]:
    """Return the elements of a list; none if there is no list."""
    value = value_of(model, *names)
    return value if isinstance(value, list) else []


def shown(text: str, longest: int = 80) -> str:
    """Return a text as a message shows it."""
    return cut(mask_text(text), longest)


def is_answer(context: Context[Any]) -> bool:
    """Return whether a model is part of something that the service returned, so that it accepted the definition before."""
    return context.within((CloudPool, CloudJob, CloudJobSchedule, ComputeNode)) is not None


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence: ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def is_misspelled(model: Any, key: str) -> bool:
    """Return whether a model has an undeclared member that is probably meant for a key, which BM702 or BM703 reports."""
    unknown = value_of(model, "additional_properties")
    return isinstance(unknown, dict) and any(
        near(plain(each), [plain(key)], 1, 0.85) for each in unknown if isinstance(each, str)
    )
