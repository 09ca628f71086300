"""Failure codes of the service: meanings, likely causes and fixes.

These are the values of ``failure_info.code`` of every kind of task; some also appear in the ``errors`` of a node.
"""

from __future__ import annotations

import msgspec

from ..rules.failure_kinds import FailureKind


class FailureCode(msgspec.Struct, frozen=True):
    """One failure code.

    Attributes:
        meaning: What happened, as a clause: "a resource file wasn't found".
        causes: Likely causes, the likeliest first, each a clause.
        fixes: What to do about it, each a sentence.
        started: Whether the command was started. A command that wasn't has no output and isn't retried. None: either.
        kind: The kind of failure that rules of the review may explain; None if no rule does.
    """

    meaning: str
    causes: tuple[str, ...]
    fixes: tuple[str, ...]
    started: bool | None = False
    kind: FailureKind | None = None


_READABLE_FILE = (
    "Let a managed identity read the file (identityReference), which doesn't expire, or use a SAS that allows reading and"
    " remains valid as long as the task may run. For a start task, that is as long as the pool may add nodes."
)
_FIREWALL = "the storage account's firewall blocks the node"
_NETWORK = "a firewall, a route or the DNS of the pool's network keeps the node from reaching the storage account"
_BIGGER_DISK = "Choose a VM size with a larger temporary disk, or put less on the node."
_NEW_NODE = "Replace the node."
_THROUGH_SHELL = "Run it through a shell or an interpreter with its full path; batchmodels.commands builds such command lines."

FAILURE_CODES: dict[str, FailureCode] = {
    "FailureExitCode": FailureCode(
        "the command's exit code isn't 0",
        ("a command of the task failed; its output shows why",),
        ("Read the output and correct the command that failed.",),
        started=True,
        kind=FailureKind.command,
    ),
    "CommandProgramNotFound": FailureCode(
        "the program at the start of the command line wasn't found",
        (
            "the image doesn't have the program, or its name is misspelled",
            "the command line starts with something that only a shell understands, such as cd, export or VARIABLE=value",
            "the path is relative to the task's working directory, and the file isn't there",
            "the command line is for the other operating system",
        ),
        (_THROUGH_SHELL,),
        kind=FailureKind.launch,
    ),
    "CommandLaunchFailed": FailureCode(
        "the program was found, but the node couldn't start it",
        (
            "the file isn't executable: on Linux, its fileMode has no x",
            (
                "it isn't a program for this operating system or processor, or it is a script whose first line ends in a"
                " carriage return"
            ),
            "the task's user isn't allowed to run it, or the node was out of memory",
        ),
        (_THROUGH_SHELL, "On Linux, set the resource file's fileMode to a value such as '0755'."),
        kind=FailureKind.launch,
    ),
    "BlobAccessDenied": FailureCode(
        "storage refused the download of a resource file",
        (
            "the SAS in the file's URL has expired, isn't valid yet, or doesn't allow reading",
            "the URL has no SAS and no identityReference, and the container isn't public",
            "the identity in identityReference isn't attached to the pool or isn't allowed to read the storage account",
            _FIREWALL,
        ),
        (_READABLE_FILE,),
        kind=FailureKind.download,
    ),
    "BlobNotFound": FailureCode(
        "a resource file wasn't found",
        (
            "the file or its container has been deleted or renamed since the task was defined",
            "the URL is misspelled; blob names are case-sensitive",
        ),
        ("Restore the file or correct its URL. Keep the files of a start task for the lifetime of the pool.",),
        kind=FailureKind.download,
    ),
    "BlobDownloadTimedOut": FailureCode(
        "the download of a resource file took too long",
        ("the file is large, or many nodes download it at the same time", _NETWORK),
        ("Keep the files small and in the pool's region. If it happens on all nodes, check the pool's network.",),
    ),
    "BlobDownloadMiscError": FailureCode(
        "a resource file couldn't be downloaded",
        ("storage or the network failed briefly", "the container was deleted while nodes were still starting", _NETWORK),
        (f"{_NEW_NODE} If it happens on all nodes, check the file's URL and the pool's network.",),
        kind=FailureKind.download,
    ),
    "ResourceContainerAccessDenied": FailureCode(
        "storage refused access to a container of resource files",
        (
            "the container's SAS has expired, or doesn't allow both reading and listing",
            "the identity in identityReference isn't attached to the pool or isn't allowed to read the container",
            _FIREWALL,
        ),
        ("Let a managed identity read the container (identityReference), or use a SAS with the permissions r and l.",),
        kind=FailureKind.download,
    ),
    "ResourceContainerNotFound": FailureCode(
        "a container of resource files wasn't found",
        ("the container has been deleted or renamed since the task was defined", "its name or URL is misspelled"),
        ("Restore the container or correct its name. Keep the containers of a start task for the lifetime of the pool.",),
        kind=FailureKind.download,
    ),
    "ResourceContainerListTimedOut": FailureCode(
        "listing a container of resource files took too long",
        ("the container has very many files", _NETWORK),
        ("Put the task's files into a container of their own, or set blobPrefix.",),
    ),
    "ResourceContainerListMiscError": FailureCode(
        "a container of resource files couldn't be listed",
        ("storage or the network failed briefly", "the container's SAS doesn't allow listing", _NETWORK),
        (f"{_NEW_NODE} If it happens on all nodes, check the container's SAS: it needs r and l.",),
        kind=FailureKind.download,
    ),
    "ResourceDirectoryCreateFailed": FailureCode(
        "the node couldn't create a directory for a resource file",
        (
            "a filePath uses the name of another file as a directory",
            "a file left by an earlier run is in the way",
        ),
        ("Check the filePath of each resource file and the files that the command leaves in its working directory.",),
    ),
    "ResourceFileCreateFailed": FailureCode(
        "the node couldn't create a resource file",
        (
            "the filePath isn't valid on the node's operating system, or is too long",
            "a process left by an earlier run holds the file open",
        ),
        ("Check the filePath of each resource file. Leave no processes running in the task's working directory.",),
    ),
    "ResourceFileWriteFailed": FailureCode(
        "the node couldn't write a resource file",
        ("the node's disk is full", "a process left by an earlier run holds the file open"),
        (_BIGGER_DISK,),
    ),
    "DiskFull": FailureCode(
        "the node's disk is full",
        ("the files are larger than the temporary disk of this VM size", "the files of earlier tasks are still on the node"),
        (_BIGGER_DISK, "Shorten the retentionTime of the tasks so that their files are deleted sooner."),
    ),
    "ApplicationPackageError": FailureCode(
        "an application package couldn't be installed",
        (
            "the application or its version doesn't exist, isn't active, or has no default version",
            "its archive can't be unpacked on the node: it is damaged, its paths are too long, or the disk is full",
        ),
        (
            (
                "Compare applicationPackageReferences with the account's applications, and unpack the archive on a machine"
                " with the same image."
            ),
        ),
    ),
    "ContainerInvalidImage": FailureCode(
        "the container image couldn't be pulled",
        (
            "the image's name or tag is misspelled, or the image no longer exists",
            "the registry is private, and neither the task nor the pool has credentials or an identity for it",
            "the node's disk has too little space for the image",
        ),
        (
            (
                "Pull the image elsewhere under exactly this name, and set the registry in containerSettings or in the pool's"
                " containerConfiguration."
            ),
        ),
        kind=FailureKind.container,
    ),
    "ContainerInvalidRegistry": FailureCode(
        "the container registry refused the node's login",
        (
            "the registry's server, user name or password is wrong or has changed",
            "the pool's network can't reach the registry",
        ),
        (
            (
                "Correct the registry in containerSettings or in the pool's containerConfiguration. A managed identity has no"
                " password that can change."
            ),
        ),
        kind=FailureKind.container,
    ),
    "ContainerInvalidSettings": FailureCode(
        "the container couldn't be created with these settings",
        (
            "an option in containerRunOptions is misspelled, or docker create doesn't support it",
            "the pool has no containerConfiguration",
        ),
        ("Correct containerSettings: containerRunOptions must be options of docker create.",),
        kind=FailureKind.container,
    ),
    "ContainerMiscError": FailureCode(
        "the container failed for a reason that the service doesn't know",
        ("Docker failed on the node", "the image lacks the program at the start of the command line"),
        ("Run the command line in the image elsewhere. If it works there, replace the node.",),
        started=None,
        kind=FailureKind.container,
    ),
    "MountConfigurationError": FailureCode(
        "a file system in the pool's mountConfiguration couldn't be mounted",
        (
            "the account key, the SAS or the password of the share is wrong or has changed",
            "the pool's network blocks the share: port 445 for Azure Files, 2049 for NFS",
        ),
        ("Correct the pool's mountConfiguration, and try the mount on a machine in the same network.",),
    ),
    "FileUploadContainerNotFound": FailureCode(
        "the container for the task's output files wasn't found",
        ("the container has been deleted or renamed, or its URL is misspelled",),
        ("Create the container before the task runs, and check the containerUrl of each of the task's outputFiles.",),
        started=True,
        kind=FailureKind.upload,
    ),
    "FileUploadMiscError": FailureCode(
        "an output file couldn't be uploaded",
        (
            "the SAS in containerUrl has expired or doesn't allow writing",
            "the identity in identityReference isn't attached to the pool or isn't allowed to write to the container",
            "storage or the network failed briefly",
        ),
        (
            (
                "Read fileuploaderr.txt and fileuploadout.txt in the task's directory, and correct the destination of the"
                " outputFiles."
            ),
        ),
        started=True,
        kind=FailureKind.upload,
    ),
    "TaskEnded": FailureCode(
        "the task was terminated before it completed",
        ("the task or its job was terminated, or the node was restarted or removed while the task ran",),
        ("Make the command safe to rerun (idempotent): it may have been interrupted at any point.",),
        started=True,
    ),
    "Unknown": FailureCode(
        "the service doesn't know the cause",
        (),
        (f"{_NEW_NODE} If it happens again, contact Azure support and attach the node's agent logs.",),
        started=None,
    ),
}
"""The failure codes in the service's spelling."""

_BY_LOWER_CASE = {code.lower(): known for code, known in FAILURE_CODES.items()}


def failure_code_of(code: str | None) -> FailureCode | None:
    """Return the known facts about a code, in any letter case; None if it is unknown."""
    return _BY_LOWER_CASE.get(code.lower()) if code else None
