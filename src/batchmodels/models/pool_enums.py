"""Enumerations of pools and nodes: states, networks, scheduling, certificates and logins."""

from ..engine.attributes import Since
from ..engine.enumerations import TextEnum
from .dialects import in_arm

__all__ = [
    "AllocationState",
    "CertificateStoreLocation",
    "CertificateVisibility",
    "ComputeNodeFillType",
    "ComputeNodeState",
    "DynamicVNetAssignmentScope",
    "IPAddressProvisioningType",
    "IPFamily",
    "InboundEndpointProtocol",
    "JobDefaultOrder",
    "LoginMode",
    "NetworkSecurityGroupRuleAccess",
    "NodeCommunicationMode",
    "PoolIdentityType",
    "PoolState",
    "SchedulingState",
    "TaskState",
]


class AllocationState(TextEnum):
    """The state of a pool's size.

    A pool can be resized, and nodes can be removed, only while it is ``steady``; otherwise the request fails with status 409.
    """

    steady = "steady", in_arm("Steady")
    """No nodes are being added or removed."""

    resizing = "resizing", in_arm("Resizing")
    """Nodes are being added or removed: by a resize, by autoscale or individually."""

    stopping = "stopping", in_arm("Stopping")
    """A request to stop a resize is in progress."""


class CertificateStoreLocation(TextEnum):
    """The location of the Windows certificate store for a pool's certificate. Linux nodes ignore it."""

    current_user = "currentuser", in_arm("CurrentUser")
    """The store of the user. The default."""

    local_machine = "localmachine", in_arm("LocalMachine")
    """The store of the machine."""


class CertificateVisibility(TextEnum):
    """The accounts on a node that can use a certificate. A certificate can have several of these; by default it has all."""

    start_task = "starttask", in_arm("StartTask")
    """The account of the start task, and of tasks that share this account as a pool-wide auto-user."""

    task = "task", in_arm("Task")
    """The accounts that tasks run as."""

    remote_user = "remoteuser", in_arm("RemoteUser")
    """The accounts of users who log in to the node. On Linux the certificate is in ``certs`` in their home directory."""


class ComputeNodeFillType(TextEnum):
    """The distribution of tasks to nodes that can run several at once."""

    spread = "spread", in_arm("Spread")
    """Evenly across all nodes of the pool. The default."""

    pack = "pack", in_arm("Pack")
    """Node by node: all task slots of a node are filled before the next node gets a task. The others stay idle."""


class ComputeNodeState(TextEnum):
    """The state of a node.

    The service sets it. A node accepts tasks if it is ``idle``, or ``running`` with a free task slot, and its scheduling is
    enabled. It can be rebooted, reimaged or deallocated only while it is ``idle`` or ``running``.
    """

    idle = "idle"
    """Ready, and not running a task."""

    rebooting = "rebooting"
    """Restarting; the start task runs again afterwards."""

    reimaging = "reimaging"
    """Its operating system is being reinstalled; the start task runs again afterwards."""

    running = "running"
    """Running one or more tasks, not counting the start task."""

    unusable = "unusable"
    """It can't run tasks. The node's ``errors`` may contain the reason."""

    creating = "creating"
    """The VM has been allocated but hasn't started to join the pool."""

    starting = "starting"
    """Batch is starting on the VM."""

    waiting_for_start_task = "waitingforstarttask"
    """The start task is running, and the node accepts no tasks until it succeeds, because ``wait_for_success`` is true."""

    start_task_failed = "starttaskfailed"
    """The start task has failed, no retries are left, and ``wait_for_success`` is true.

    The node runs no tasks, but costs money until it is removed. ``start_task_info`` contains the reason.
    """

    unknown = "unknown"
    """Batch has lost contact with the node."""

    leaving_pool = "leavingpool"
    """Leaving the pool: removed by a request, a resize or autoscale."""

    offline = "offline"
    """It runs no tasks and accepts none, because its scheduling is disabled."""

    preempted = "preempted", Since("2017-05-01.5.0")
    """Azure has preempted the Spot or low-priority node; its tasks run again when another node is available."""

    upgrading_os = "upgradingos", Since("2024-02-01.19.0")
    """Its operating system is being upgraded, as set in the pool's ``upgrade_policy``."""

    deallocated = "deallocated", Since("2024-07-01.20.0")
    """Its VM is deallocated; it runs no tasks until it is started again."""

    deallocating = "deallocating", Since("2024-07-01.20.0")
    """Its VM is being deallocated."""


class DynamicVNetAssignmentScope(TextEnum):
    """The scope in which nodes join virtual networks dynamically."""

    none = "none"
    """They don't: only the network settings of the pool apply."""

    job = "job"
    """They join the network of each job. Job networks aren't available by default; Azure support enables them."""


class InboundEndpointProtocol(TextEnum):
    """The protocol of an open port of the nodes."""

    tcp = "tcp", in_arm("TCP")
    """TCP, used by SSH, RDP, HTTP and most others."""

    udp = "udp", in_arm("UDP")
    """UDP."""


class IPAddressProvisioningType(TextEnum):
    """The source of the public IP addresses of a pool's nodes."""

    batch_managed = "batchmanaged", in_arm("BatchManaged")
    """Batch creates and manages them, several for a large pool. The default."""

    user_managed = "usermanaged", in_arm("UserManaged")
    """Your own addresses in ``ip_address_ids``, one for each 100 dedicated or 100 Spot nodes."""

    no_public_ip_addresses = "nopublicipaddresses", in_arm("NoPublicIPAddresses")
    """No public addresses; nodes reach the internet only in another way, for example through a NAT gateway."""


class IPFamily(TextEnum):
    """A version of IP for a pool's public addresses: IPv4 alone, or both."""

    ipv4 = "IPv4"
    """IPv4, alone or together with IPv6."""

    ipv6 = "IPv6"
    """IPv6, only together with IPv4."""


class JobDefaultOrder(TextEnum):
    """The order of jobs with the same priority."""

    none = "none", in_arm("None")
    """No order: tasks are taken evenly from all jobs. The default."""

    creation_time = "creationtime", in_arm("CreationTime")
    """The job that was created first comes first."""


class LoginMode(TextEnum):
    """The logon mode of a user account on Windows nodes."""

    batch = "batch", in_arm("Batch")
    """LOGON32_LOGON_BATCH, for long-running parallel work. The default in virtual machine pools."""

    interactive = "interactive", in_arm("Interactive")
    """LOGON32_LOGON_INTERACTIVE, the default in cloud service pools.

    In virtual machine pools UAC is enabled then, so an administrator's task isn't elevated unless its program always requires
    elevation.
    """


class NetworkSecurityGroupRuleAccess(TextEnum):
    """The action of a rule for the traffic that it matches."""

    allow = "allow", in_arm("Allow")
    """The traffic is allowed."""

    deny = "deny", in_arm("Deny")
    """The traffic is denied."""


class NodeCommunicationMode(TextEnum):
    """The mode of communication between the nodes and the service, which determines the ports that a firewall must allow."""

    default = "default", in_arm("Default")
    """The service chooses."""

    classic = "classic", in_arm("Classic")
    """The service connects to the nodes.

    In: TCP 29876 and 29877 from BatchNodeManagement.REGION. Out: TCP 443 to Storage.REGION and BatchNodeManagement.REGION.
    Microsoft retires it on 31 March 2026.
    """

    simplified = "simplified", in_arm("Simplified")
    """The nodes connect to the service. Out: TCP 443 to BatchNodeManagement.REGION. In: nothing."""


class PoolIdentityType(TextEnum):
    """The type of a pool's managed identities."""

    user_assigned = "UserAssigned"
    """It has those listed in ``user_assigned_identities``."""

    none = "None"
    """It has none; in an update, the existing ones are removed."""


class PoolState(TextEnum):
    """The state of a pool."""

    active = "active", in_arm("Succeeded")
    """It runs tasks if it has nodes."""

    deleting = "deleting", in_arm("Deleting")
    """It is being deleted."""


class SchedulingState(TextEnum):
    """The scheduling state of a node, which decides whether it accepts new tasks."""

    enabled = "enabled"
    """It accepts new tasks. The initial value."""

    disabled = "disabled"
    """It accepts no new tasks; running tasks continue."""


class TaskState(TextEnum):
    """The state of a task."""

    active = "active"
    """Waiting for a node: new, enabled again, or to be retried."""

    preparing = "preparing"
    """Waiting on its node for the job preparation task. If that fails, the task becomes ``active`` again."""

    running = "running"
    """Running on its node. Its files may still be downloading, so the command may not have started."""

    completed = "completed"
    """Not running again: it succeeded, has no retries left, couldn't be started, or was terminated."""
