"""What protects a node's VM: checks by its firmware, encryption by its host, a guard on the host's endpoints."""

from typing import Annotated

from ..engine.attributes import Key, Since
from .base import Model
from .machine_enums import HostEndpointSettingsModeTypes, SecurityTypes

__all__ = ["HostEndpointSettings", "ProxyAgentSettings", "SecurityProfile", "UefiSettings"]


class HostEndpointSettings(Model, since="2025-06-01"):
    """Who on the node may reach one of the host's endpoints.

    ``mode`` and ``in_vm_access_control_profile_reference_id`` exclude each other.
    """

    in_vm_access_control_profile_reference_id: Annotated[str | None, Key("inVMAccessControlProfileReferenceId")] = None
    """The ARM id of the version of an access control profile in a gallery; not together with ``mode``.

    ``/subscriptions/…/galleries/GALLERY/inVMAccessControlProfiles/PROFILE/versions/VERSION``.
    """

    mode: HostEndpointSettingsModeTypes | None = None
    """What happens to requests that the policy denies: refused, or only logged.

    Not together with ``in_vm_access_control_profile_reference_id``.
    """


class ProxyAgentSettings(Model, since="2025-06-01"):
    """The Metadata Security Protocol: a guard on the VM before the host's metadata endpoints.

    It lets one say which programs may get tokens and secrets from the two endpoints.
    """

    enabled: bool | None = None
    """Whether the guard is used. Default false."""

    imds: HostEndpointSettings | None = None
    """What applies to the Instance Metadata Service, which hands out tokens of managed identities at 169.254.169.254."""

    wire_server: HostEndpointSettings | None = None
    """What applies to WireServer, Azure's channel to the VM's own agent at 168.63.129.16."""


class UefiSettings(Model, since="2023-11-01.18.0"):
    """What the VM's firmware checks when it starts.

    Only with ``security_type`` set in the security profile.
    """

    secure_boot_enabled: bool | None = None
    """Whether only signed boot loaders and drivers are started."""

    v_tpm_enabled: bool | None = None
    """Whether the VM has a virtual TPM, which holds keys and measures the start."""


class SecurityProfile(Model, since="2023-11-01.18.0"):
    """How a node's VM is secured.

    Both the image and the VM size must support what is asked for.
    """

    security_type: SecurityTypes | None = None
    """Trusted launch or a confidential VM. Needed for ``uefi_settings``."""

    encryption_at_host: bool | None = None
    """Whether the host encrypts all disks, the temporary one and the caches included. The VM size must support it."""

    uefi_settings: UefiSettings | None = None
    """Secure boot and the virtual TPM; only together with ``security_type``."""

    proxy_agent_settings: Annotated[ProxyAgentSettings | None, Since("2025-06-01")] = None
    """The guard on the metadata endpoints. None: no guard."""
