"""The certificates that older API versions install on nodes."""

from .base import Model
from .pool_enums import CertificateStoreLocation, CertificateVisibility

__all__ = ["CertificateReference"]


class CertificateReference(Model, until="2025-06-01"):
    """A certificate of the Batch account, to be installed on every node of the pool.

    Azure has given these up: they were to go after February 2024, and API version 2025-06-01 has them no more. The Key Vault
    extension for virtual machines takes their place. On Linux, tasks find the files in AZ_BATCH_CERTIFICATES_DIR.
    """

    thumbprint: str
    """Which certificate, by its fingerprint."""

    thumbprint_algorithm: str
    """What the fingerprint was made with: ``sha1``, for instance."""

    store_location: CertificateStoreLocation | None = None
    """Which of Windows' stores it goes to. Windows only; default ``currentuser``."""

    store_name: str | None = None
    """The store's name: ``My``, ``Root``, ``CA``, ``TrustedPeople``, or one of your own. Windows only; default ``My``."""

    visibility: list[CertificateVisibility] | None = None
    """Who may use the certificate's private data. Default: all accounts.

    For ``remoteuser`` on Linux, the files are also in a directory ``certs`` in the user's home.
    """
