"""What the service's failure codes mean: likely causes, and what to change.

The codes are those of ``failure_info.code`` of a start task; some of them stand in ``errors`` of a node as well.
"""

from __future__ import annotations

import msgspec

from ..rules.failure_kinds import FailureKind


class FailureCode(msgspec.Struct, frozen=True):
    """One failure code.

    Attributes:
        meaning: What happened, as a clause: "a resource file wasn't found".
        causes: What is likely to have caused it, the likeliest first, each a clause.
        changes: What to change, each a sentence.
        started: Whether the command was started; if it wasn't, it left no output, and nothing is retried. None: either.
        kind: The kind of failure, which rules of a review may explain; None if no rule does.
    """

    meaning: str
    causes: tuple[str, ...]
    changes: tuple[str, ...]
    started: bool | None = False
    kind: FailureKind | None = None


_KEEP_ACCESS = (
    "Let a managed identity read the file (identity_reference), which does not expire; or make a SAS that allows reading and is"
    " valid for as long as the pool may add nodes."
)
_NETWORK = "a firewall, a route or the DNS of the pool's network keeps the node from reaching the storage account"
_BIGGER_DISK = "Take a VM size with a larger temporary disk, or bring less to the node."
_NEW_NODE = "Remove the node and let the pool have a new one."
_BY_SHELL = "Run it through a shell or an interpreter, named by its full path; batchmodels.commands builds such command lines."

FAILURE_CODES: dict[str, FailureCode] = {
    "FailureExitCode": FailureCode(
        "the command ended with another exit code than 0",
        ("a command of the start task failed; what it said is in its output",),
        ("Read the output, and correct the command that failed.",),
        started=True,
        kind=FailureKind.command,
    ),
    "CommandProgramNotFound": FailureCode(
        "the program that the command line begins with wasn't found",
        (
            "the image doesn't have the program, or its name is misspelled",
            "the command line begins with something that only a shell knows, such as cd, export or VARIABLE=value",
            "the path is relative to the start task's working directory, and the file isn't there",
            "the command line is for the other operating system",
        ),
        (_BY_SHELL,),
        kind=FailureKind.launch,
    ),
    "CommandLaunchFailed": FailureCode(
        "the program was found, but the node couldn't start it",
        (
            "the file may not be executed: on Linux, its file_mode has no x",
            "it is no program of this operating system or processor, or a script whose first line ends in a carriage return",
            "the user of the start task may not run it, or the node was out of memory",
        ),
        (_BY_SHELL, "On Linux give the resource file a file_mode such as '0755'."),
        kind=FailureKind.launch,
    ),
    "BlobAccessDenied": FailureCode(
        "storage refused the download of a resource file",
        (
            "the SAS in the file's URL has expired, isn't valid yet or doesn't allow reading",
            "the URL has no SAS and no identity_reference, and the container isn't public",
            "the identity of identity_reference isn't attached to the pool or may not read the storage account",
            "the firewall of the storage account keeps the node out",
        ),
        (_KEEP_ACCESS,),
        kind=FailureKind.download,
    ),
    "BlobNotFound": FailureCode(
        "a resource file wasn't found",
        (
            "the file or its container has been deleted or renamed since the pool was made",
            "the URL is misspelled; upper and lower case count in the names of blobs",
        ),
        ("Put the file back or correct its URL, and keep such files for as long as the pool lives.",),
        kind=FailureKind.download,
    ),
    "BlobDownloadTimedOut": FailureCode(
        "the download of a resource file took too long",
        ("the file is large, or many nodes fetch it at the same time", _NETWORK),
        ("Keep the files small and in the pool's region. If all nodes fail alike, look at the pool's network.",),
    ),
    "BlobDownloadMiscError": FailureCode(
        "a resource file couldn't be downloaded",
        ("storage or the network failed for a moment", "the container was deleted while nodes were still starting", _NETWORK),
        (f"{_NEW_NODE} If all nodes fail alike, look at the file's URL and at the pool's network.",),
        kind=FailureKind.download,
    ),
    "ResourceContainerAccessDenied": FailureCode(
        "storage refused access to a container of resource files",
        (
            "the container's SAS has expired, or doesn't allow both reading and listing",
            "the identity of identity_reference isn't attached to the pool or may not read the container",
            "the firewall of the storage account keeps the node out",
        ),
        ("Let a managed identity read the container (identity_reference), or make a SAS with the permissions r and l.",),
        kind=FailureKind.download,
    ),
    "ResourceContainerNotFound": FailureCode(
        "a container of resource files wasn't found",
        ("the container has been deleted or renamed since the pool was made", "its name or URL is misspelled"),
        ("Make the container again or correct its name, and keep it for as long as the pool lives.",),
        kind=FailureKind.download,
    ),
    "ResourceContainerListTimedOut": FailureCode(
        "listing a container of resource files took too long",
        ("the container holds very many files", _NETWORK),
        ("Give the files that the start task needs a container of their own, or a blob_prefix.",),
    ),
    "ResourceContainerListMiscError": FailureCode(
        "a container of resource files couldn't be listed",
        ("storage or the network failed for a moment", "the container's SAS doesn't allow listing", _NETWORK),
        (f"{_NEW_NODE} If all nodes fail alike, look at the container's SAS: it needs r and l.",),
        kind=FailureKind.download,
    ),
    "ResourceDirectoryCreateFailed": FailureCode(
        "the node couldn't make a directory for a resource file",
        ("a file_path has a file's name where another has a directory", "what an earlier run left behind is in the way"),
        ("Look at the file_path of each resource file, and at what the command leaves behind in its working directory.",),
    ),
    "ResourceFileCreateFailed": FailureCode(
        "the node couldn't create a resource file",
        (
            "the file_path isn't valid on the node's operating system, or is too long",
            "a process that an earlier run left behind holds the file",
        ),
        ("Look at the file_path of each resource file, and leave nothing running in the start task's working directory.",),
    ),
    "ResourceFileWriteFailed": FailureCode(
        "the node couldn't write a resource file",
        ("the node's disk is full", "a process that an earlier run left behind holds the file"),
        (_BIGGER_DISK,),
    ),
    "DiskFull": FailureCode(
        "the node's disk is full",
        ("the files are larger than the temporary disk of this VM size", "earlier tasks have left their files on the node"),
        (_BIGGER_DISK, "Shorten the retention_time of the tasks, so that their files go sooner."),
    ),
    "ApplicationPackageError": FailureCode(
        "an application package couldn't be installed",
        (
            "the application or its version doesn't exist, isn't active, or has no default version",
            "its archive can't be unpacked on the node: it is damaged, its paths are too long, or the disk is full",
        ),
        ("Compare application_package_references with the account's applications, and unpack the archive on such a machine.",),
    ),
    "ContainerInvalidImage": FailureCode(
        "the container image couldn't be obtained",
        (
            "the image's name or tag is misspelled, or the image is gone",
            "the registry is private, and neither the start task nor the pool has its user and password or its identity",
            "the node's disk is too full for the image",
        ),
        ("Pull the image elsewhere under exactly this name, and give the registry in container_settings or in the pool.",),
        kind=FailureKind.container,
    ),
    "ContainerInvalidRegistry": FailureCode(
        "the container registry didn't let the node in",
        ("the registry's server, user or password is wrong or has changed", "the pool's network can't reach the registry"),
        ("Correct the registry in container_settings or in the pool; a managed identity has no password that changes.",),
        kind=FailureKind.container,
    ),
    "ContainerInvalidSettings": FailureCode(
        "the container couldn't be created with these settings",
        (
            "an option in container_run_options is misspelled, or one that docker create doesn't know",
            "the pool has no container_configuration",
        ),
        ("Correct container_settings: what stands in container_run_options must be options of docker create.",),
        kind=FailureKind.container,
    ),
    "ContainerMiscError": FailureCode(
        "the container failed for a reason that the service doesn't know",
        ("Docker had trouble on the node", "the image lacks the program that the command line begins with"),
        ("Try the command line in the image elsewhere. If it works there, remove the node and let the pool have a new one.",),
        started=None,
        kind=FailureKind.container,
    ),
    "MountConfigurationError": FailureCode(
        "a file system of the pool's mount_configuration couldn't be mounted",
        (
            "the account key, the SAS or the password of the share is wrong or has changed",
            "the pool's network blocks the share: port 445 for Azure Files, 2049 for NFS",
        ),
        ("Correct the pool's mount_configuration, and mount the share by hand from a machine in the same network.",),
    ),
    "TaskEnded": FailureCode(
        "the start task was ended before it was done",
        ("the node was restarted or removed while it ran",),
        ("Let the node start again; the command must bear being run a second time.",),
        started=True,
    ),
    "Unknown": FailureCode(
        "the service doesn't know why",
        (),
        (f"{_NEW_NODE} If it happens again, ask Azure's support, with the node's agent logs.",),
        started=None,
    ),
}
"""The failure codes, as the service spells them."""

_BY_LOWER_CASE = {code.lower(): failure for code, failure in FAILURE_CODES.items()}


def failure_code_of(code: str | None) -> FailureCode | None:
    """What there is to say about a code, in whatever letter case; None if it isn't known here."""
    return _BY_LOWER_CASE.get(code.lower()) if code else None
