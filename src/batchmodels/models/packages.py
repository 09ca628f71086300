"""The application packages that Batch unpacks on the nodes."""

from .base import Model

__all__ = ["ApplicationPackageReference"]


class ApplicationPackageReference(Model):
    """An application package to be installed on every node of the pool.

    A pool takes at most 10. Nodes that are already there get a changed list only when they are rebooted or reimaged. Tasks
    find the package through a variable that begins with AZ_BATCH_APP_PACKAGE.
    """

    application_id: str
    """Which application, by ARM id when a pool is created:
    ``/subscriptions/…/providers/Microsoft.Batch/batchAccounts/ACCOUNT/applications/NAME``.
    """

    version: str | None = None
    """Which version. Default: the application's default version.

    If it has none, the pool is refused with HTTP status 409, ``InvalidApplicationPackageReferences``.
    """
