"""Application packages that Batch unpacks on the nodes."""

from .arm import ArmModel

__all__ = ["ApplicationPackageReference"]


class ApplicationPackageReference(ArmModel):
    """An application package to install on every node of the pool.

    A pool can have at most 10. Existing nodes get a changed list only when they are rebooted or reimaged. Tasks find the
    package through an environment variable whose name starts with AZ_BATCH_APP_PACKAGE.
    """

    application_id: str
    """The application. When a pool is created, its ARM id:
    ``/subscriptions/…/providers/Microsoft.Batch/batchAccounts/ACCOUNT/applications/NAME``.
    """

    version: str | None = None
    """The version. Default: the application's default version.

    Without a default version, the pool is refused with HTTP status 409, ``InvalidApplicationPackageReferences``.
    """
