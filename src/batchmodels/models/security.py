"""Protection of a node's VM: firmware checks, encryption at host, and access control for the host's endpoints."""

from typing import Annotated

from ..engine.attributes import Key, Since
from .arm import ArmModel
from .machine_enums import HostEndpointSettingsModeTypes, SecurityTypes

__all__ = ["HostEndpointSettings", "ProxyAgentSettings", "SecurityProfile", "UefiSettings"]


class HostEndpointSettings(ArmModel, since="2025-06-01"):
    """Access control for one of the host's endpoints.

    ``mode`` and ``in_vm_access_control_profile_reference_id`` can't be combined.
    """

    in_vm_access_control_profile_reference_id: Annotated[str | None, Key("inVMAccessControlProfileReferenceId")] = None
    """The ARM id of a version of an access control profile in a gallery. Excludes ``mode``.

    ``/subscriptions/…/galleries/GALLERY/inVMAccessControlProfiles/PROFILE/versions/VERSION``.
    """

    mode: HostEndpointSettingsModeTypes | None = None
    """Whether forbidden requests are refused or only logged.

    Excludes ``in_vm_access_control_profile_reference_id``.
    """


class ProxyAgentSettings(ArmModel, since="2025-06-01"):
    """The Metadata Security Protocol, which protects the host's metadata endpoints.

    It limits which programs can get tokens and secrets from the two endpoints.
    """

    enabled: bool | None = None
    """Whether the protocol is enabled. Default false."""

    imds: HostEndpointSettings | None = None
    """The settings for the Instance Metadata Service, which issues tokens of managed identities at 169.254.169.254."""

    wire_server: HostEndpointSettings | None = None
    """The settings for WireServer, Azure's channel to the VM's agent at 168.63.129.16."""


class UefiSettings(ArmModel, since="2023-11-01.18.0"):
    """The firmware settings of a VM.

    Requires ``security_type`` in the security profile.
    """

    secure_boot_enabled: bool | None = None
    """Whether only signed boot loaders and drivers start (secure boot)."""

    v_tpm_enabled: bool | None = None
    """Whether the VM has a virtual TPM, which stores keys and measures the boot."""


class SecurityProfile(ArmModel, since="2023-11-01.18.0"):
    """The security settings of a node's VM.

    Both the image and the VM size must support them.
    """

    security_type: SecurityTypes | None = None
    """Trusted launch or a confidential VM. Needed for ``uefi_settings``."""

    encryption_at_host: bool | None = None
    """Whether the host encrypts all disks, including the temporary disk and the caches. The VM size must support it."""

    uefi_settings: UefiSettings | None = None
    """Secure boot and the virtual TPM. Requires ``security_type``."""

    proxy_agent_settings: Annotated[ProxyAgentSettings | None, Since("2025-06-01")] = None
    """The protection of the metadata endpoints. None: no protection."""
