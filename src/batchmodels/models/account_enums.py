"""The enumerations of what an account offers: images and certificates."""

from ..engine.enumerations import TextEnum

__all__ = ["CertificateFormat", "CertificateState", "OSType", "VerificationType"]


class OSType(TextEnum):
    """The kind of an image's operating system."""

    linux = "linux"
    """Linux."""

    windows = "windows"
    """Windows."""


class VerificationType(TextEnum):
    """The extent to which Azure has tested an image with a node agent."""

    verified = "verified"
    """All features of Batch are tested with it."""

    unverified = "unverified"
    """It should work, but isn't tested."""


class CertificateState(TextEnum):
    """The stage of a certificate's life in the account."""

    active = "active"
    """Pools can use it."""

    deleting = "deleting"
    """A request to delete it is in progress; a pool or a node may still use it. Pools can't be given it any more."""

    delete_failed = "deletefailed"
    """It couldn't be deleted because a pool or a node uses it. Cancel the deletion, or repeat it when nothing does."""


class CertificateFormat(TextEnum):
    """The format of a certificate's data."""

    pfx = "pfx"
    """A PFX (PKCS#12) file: a certificate or a chain, with its private key."""

    cer = "cer"
    """A base64-encoded X.509 certificate without a private key."""
