"""The certificates of an account. Batch retired them on 29 February 2024."""

from datetime import datetime
from typing import Annotated, ClassVar

from ..engine.attributes import ReadOnly, Secret, Since
from ..engine.constraints import Constraint
from .account_enums import CertificateFormat, CertificateState
from .base import Model
from .execution import NameValuePair
from .limits import excludes_for

__all__ = ["Certificate", "CertificateAddParameter", "DeleteCertificateError"]


class DeleteCertificateError(Model, until="2025-06-01"):
    """The reason that a certificate couldn't be deleted."""

    code: str | None = None
    """The kind of error, for programs; it doesn't change."""

    message: str | None = None
    """The description of the error, for people."""

    values: list[NameValuePair] | None = None
    """The pools and nodes that use the certificate. Of many, only about the first hundred are listed."""


class Certificate(Model, until="2025-06-01"):
    """A certificate of the account, as the service shows it. Its private key is never shown.

    Pools refer to it with ``CertificateReference``.
    """

    thumbprint: str | None = None
    """The certificate's fingerprint: up to 40 hexadecimal digits, without spaces."""

    thumbprint_algorithm: str | None = None
    """The algorithm of the fingerprint. Only ``sha1`` is possible."""

    url: str | None = None
    """The address of the certificate in the service."""

    state: CertificateState | None = None
    """The stage of its life: in use, or being deleted."""

    state_transition_time: datetime | None = None
    """The time of the last change of ``state``."""

    previous_state: CertificateState | None = None
    """The state before this one. None while the certificate is in its first state."""

    previous_state_transition_time: datetime | None = None
    """The time of the change to ``previous_state``."""

    public_data: str | None = None
    """The public part of the certificate, base64-encoded, in the ``cer`` format."""

    delete_certificate_error: DeleteCertificateError | None = None
    """The reason that the last attempt to delete it failed. Only in the state ``deletefailed``."""


class CertificateAddParameter(Model, until="2025-06-01"):
    """A certificate to be added to the account."""

    thumbprint: str
    """The certificate's fingerprint: up to 40 hexadecimal digits. Spaces are removed."""

    thumbprint_algorithm: str
    """The algorithm of the fingerprint. It must be ``sha1``."""

    data: Annotated[str, Secret()]
    """The certificate, base64-encoded, at most 10 KB. Shown as ``***``, sent as it is."""

    certificate_format: CertificateFormat | None = None
    """The format of ``data``. Default ``pfx``."""

    password: Annotated[str | None, Secret()] = None
    """The password of the private key. Required for ``pfx`` if there is one, refused for ``cer``. Shown as ``***``."""

    url: Annotated[str | None, ReadOnly(), Since("2024-07-01.20.0")] = None
    """The address of the certificate in the service. Never sent."""

    state: Annotated[CertificateState | None, ReadOnly(), Since("2024-07-01.20.0")] = None
    """The stage of its life. Never sent."""

    state_transition_time: Annotated[datetime | None, ReadOnly(), Since("2024-07-01.20.0")] = None
    """The time of the last change of ``state``. Never sent."""

    previous_state: Annotated[CertificateState | None, ReadOnly(), Since("2024-07-01.20.0")] = None
    """The state before this one. Never sent."""

    previous_state_transition_time: Annotated[datetime | None, ReadOnly(), Since("2024-07-01.20.0")] = None
    """The time of the change to ``previous_state``. Never sent."""

    public_data: Annotated[str | None, ReadOnly(), Since("2024-07-01.20.0")] = None
    """The public part of the certificate, base64-encoded. Never sent."""

    delete_certificate_error: Annotated[DeleteCertificateError | None, ReadOnly(), Since("2024-07-01.20.0")] = None
    """The reason that the last attempt to delete it failed. Never sent."""

    rules: ClassVar[tuple[Constraint, ...]] = (excludes_for("certificate_format", "cer", "password"),)
