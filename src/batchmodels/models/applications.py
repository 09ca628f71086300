"""The applications of an account."""

from .base import Model

__all__ = ["ApplicationSummary"]


class ApplicationSummary(Model):
    """An application of the account and the versions that it has packages of. The service fills it in; it isn't sent.

    To install a package on nodes use ``ApplicationPackageReference``.
    """

    id: str
    """The application's id, unique in the account."""

    display_name: str
    """The application's name for people."""

    versions: list[str]
    """The versions that there are packages of."""
