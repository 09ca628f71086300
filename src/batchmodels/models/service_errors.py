"""The error that the service answers a request with."""

from .base import Model

__all__ = ["BatchError", "BatchErrorDetail", "ErrorMessage"]


class ErrorMessage(Model):
    """The text of an error."""

    lang: str | None = None
    """The language of the text, for example ``en-US``."""

    value: str | None = None
    """The text. It ends with the request id and the time, which Azure support asks for."""


class BatchErrorDetail(Model):
    """A detail of an error."""

    key: str | None = None
    """The name of the detail: ``PropertyName``, ``Reason``, ``PropertyValue`` …"""

    value: str | None = None
    """Its text."""


class BatchError(Model):
    """The reason that the service refused a request.

    azure-batch 14 raises ``BatchErrorException`` with it. In the result of adding a collection of tasks it is the ``error`` of
    each task that was refused.
    """

    code: str | None = None
    """The kind of error, for programs; it doesn't change: ``JobExists``, ``PoolNotFound``, ``InvalidPropertyValue`` …"""

    message: ErrorMessage | None = None
    """The description of the error, for people."""

    values: list[BatchErrorDetail] | None = None
    """Further details, for example which property has an invalid value."""
