"""The certificates that older API versions install on nodes."""

from .arm import ArmModel
from .pool_enums import CertificateStoreLocation, CertificateVisibility

__all__ = ["CertificateReference"]


class CertificateReference(ArmModel, until="2025-06-01"):
    """A certificate of the Batch account that is installed on every node of the pool.

    Azure retired certificates on 29 February 2024, and API version 2025-06-01 no longer has them. Use the Key Vault extension
    for virtual machines instead. On Linux, tasks find the files in AZ_BATCH_CERTIFICATES_DIR.
    """

    thumbprint: str
    """The thumbprint of the certificate."""

    thumbprint_algorithm: str
    """The algorithm of the thumbprint, for example ``sha1``."""

    store_location: CertificateStoreLocation | None = None
    """The location of the certificate store. Windows only. Default ``currentuser``."""

    store_name: str | None = None
    """The name of the store: ``My``, ``Root``, ``CA``, ``TrustedPeople``, or a custom name. Windows only. Default ``My``."""

    visibility: list[CertificateVisibility] | None = None
    """The accounts that can use the certificate's private data. Default: all accounts.

    For ``remoteuser`` on Linux, the files are also in a directory ``certs`` in the user's home.
    """
