"""The enumerations of pools and their nodes: states, networks, scheduling, certificates and logins."""

from ..engine.attributes import Since
from ..engine.enumerations import TextEnum

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
    """Whether the number of nodes in a pool is changing.

    A pool can be resized, and nodes removed, only while it is ``steady``; a resize is otherwise refused with 409.
    """

    steady = "steady"
    """No nodes are being added or removed."""

    resizing = "resizing"
    """Nodes are being added or removed, by a resize, by autoscale or one by one."""

    stopping = "stopping"
    """Somebody has asked to stop a resize, and the service hasn't finished stopping it."""


class CertificateStoreLocation(TextEnum):
    """The Windows certificate store in which a pool's certificate is installed; Linux nodes have no use for it."""

    current_user = "currentuser"
    """The store of the user. The default."""

    local_machine = "localmachine"
    """The store of the machine."""


class CertificateVisibility(TextEnum):
    """Which accounts on a node get to see a certificate; a certificate can have several of these, and has all by default."""

    start_task = "starttask"
    """The account of the start task. Tasks see it too if they share that account, as a pool-wide auto-user."""

    task = "task"
    """The accounts under which the tasks of jobs run."""

    remote_user = "remoteuser"
    """The accounts of people who log in to the node. On Linux it is in ``certs`` in their home directory."""


class ComputeNodeFillType(TextEnum):
    """How tasks are given to nodes that can run several at once."""

    spread = "spread"
    """Evenly, over all nodes of the pool. The default."""

    pack = "pack"
    """Node by node: all task slots of one are filled before the next one gets a task. The others stay idle."""


class ComputeNodeState(TextEnum):
    """What a node is doing at the moment.

    The service sets it. A node takes tasks when it is ``idle``, or ``running`` with a free task slot, and its scheduling is
    enabled. To be rebooted, reimaged or deallocated it must be ``idle`` or ``running``.
    """

    idle = "idle"
    """Ready, with no task at work."""

    rebooting = "rebooting"
    """Restarting; the start task runs again afterwards."""

    reimaging = "reimaging"
    """Its operating system is being installed anew; the start task runs again afterwards."""

    running = "running"
    """At work on one task or more, the start task not counted."""

    unusable = "unusable"
    """Broken: it can't run tasks. The node's ``errors`` may say why."""

    creating = "creating"
    """The virtual machine has been obtained, but it hasn't begun to join the pool."""

    starting = "starting"
    """Batch is starting up on the machine."""

    waiting_for_start_task = "waitingforstarttask"
    """The start task runs, and the node takes no task before it succeeds, because ``wait_for_success`` is set."""

    start_task_failed = "starttaskfailed"
    """The start task has failed, its retries are used up, and ``wait_for_success`` is set.

    The node runs no tasks, but costs money until it is removed. Look at its ``start_task_info`` for the reason.
    """

    unknown = "unknown"
    """Batch has lost contact with the node."""

    leaving_pool = "leavingpool"
    """Being taken out of the pool: removed by hand, by a resize or by autoscale."""

    offline = "offline"
    """Runs no task and gets none: its scheduling has been disabled."""

    preempted = "preempted", Since("2017-05-01.5.0")
    """Azure has taken the Spot or low-priority machine back; its tasks run again when another node is available."""

    upgrading_os = "upgradingos", Since("2024-02-01.19.0")
    """Its operating system is being upgraded; the pool's ``upgrade_policy`` says how."""

    deallocated = "deallocated", Since("2024-07-01.20.0")
    """Its machine has been deallocated; it runs no tasks until it is started again."""

    deallocating = "deallocating", Since("2024-07-01.20.0")
    """On the way to ``deallocated``."""


class DynamicVNetAssignmentScope(TextEnum):
    """Whether nodes are put into a virtual network dynamically."""

    none = "none"
    """They aren't: only the pool's own network settings count."""

    job = "job"
    """They are, job by job. Networks of jobs aren't available by default; Azure support enables them."""


class InboundEndpointProtocol(TextEnum):
    """The protocol of a port of the nodes that is opened to the outside."""

    tcp = "tcp"
    """TCP: SSH, RDP, HTTP and most others."""

    udp = "udp"
    """UDP."""


class IPAddressProvisioningType(TextEnum):
    """Where the public IP addresses of a pool's nodes come from."""

    batch_managed = "batchmanaged"
    """Batch creates and manages them, several for a large pool. The default."""

    user_managed = "usermanaged"
    """They are yours: the ones in ``ip_address_ids``, one for each 100 dedicated or 100 Spot nodes."""

    no_public_ip_addresses = "nopublicipaddresses"
    """There are none; nodes reach the internet only by another way, a NAT gateway for example."""


class IPFamily(TextEnum):
    """A version of IP that a pool's public addresses can have: IPv4 alone, or both."""

    ipv4 = "IPv4"
    """IPv4, alone or together with IPv6."""

    ipv6 = "IPv6"
    """IPv6, only together with IPv4."""


class JobDefaultOrder(TextEnum):
    """Which of several jobs of the same priority gets the pool's nodes first."""

    none = "none"
    """None of them: tasks are taken evenly from all. The default."""

    creation_time = "creationtime"
    """The one that was created first."""


class LoginMode(TextEnum):
    """How a user account logs in on Windows nodes."""

    batch = "batch"
    """LOGON32_LOGON_BATCH: made for long parallel work. The default in virtual machine pools."""

    interactive = "interactive"
    """LOGON32_LOGON_INTERACTIVE: the default in cloud service pools.

    In virtual machine pools UAC is then on, so an administrator's task runs unelevated unless its program always demands
    elevation.
    """


class NetworkSecurityGroupRuleAccess(TextEnum):
    """What a rule does with the traffic it matches."""

    allow = "allow"
    """Lets it through to the node."""

    deny = "deny"
    """Keeps it out."""


class NodeCommunicationMode(TextEnum):
    """Who opens the connections between the nodes and the Batch service, and so which ports a firewall must let through."""

    default = "default"
    """The service chooses."""

    classic = "classic"
    """The service calls the nodes.

    In: TCP 29876 and 29877 from BatchNodeManagement.REGION. Out: TCP 443 to Storage.REGION and BatchNodeManagement.REGION.
    Microsoft retires it on 31 March 2026.
    """

    simplified = "simplified"
    """The nodes call the service. Out: TCP 443 to BatchNodeManagement.REGION; nothing needs to be open inwards."""


class PoolIdentityType(TextEnum):
    """Whether a pool has managed identities."""

    user_assigned = "UserAssigned"
    """It has those listed in ``user_assigned_identities``."""

    none = "None"
    """It has none; in an update, the existing ones are removed."""


class PoolState(TextEnum):
    """Whether a pool is there to stay."""

    active = "active"
    """It runs tasks, as far as it has nodes."""

    deleting = "deleting"
    """Its deletion has been asked for and isn't finished."""


class SchedulingState(TextEnum):
    """Whether a node may be given new tasks."""

    enabled = "enabled"
    """It may; so every node begins."""

    disabled = "disabled"
    """It may not; tasks that already run may finish."""


class TaskState(TextEnum):
    """Where a task stands."""

    active = "active"
    """Queued, with no node yet: new, enabled again, or waiting to be retried."""

    preparing = "preparing"
    """It has a node and waits there for the job preparation task. If that fails, the task is ``active`` again."""

    running = "running"
    """On its node. Its files may still be downloading: the command need not have begun."""

    completed = "completed"
    """It won't run again: it succeeded, its retries are used up, it couldn't be launched, or it was terminated."""
