"""The container in which a task runs, and the registry that its image comes from."""

from typing import Annotated

from ..engine.attributes import Key, Secret
from ..engine.model import Model
from .enums import ContainerHostDataPath, ContainerWorkingDirectory
from .identity import ComputeNodeIdentityReference


class ContainerRegistry(Model):
    """A private registry, and what the node logs in with: a user and a password, or a managed identity."""

    user_name: Annotated[str | None, Key("username")] = None
    """The user to log in as."""

    password: Annotated[str | None, Secret()] = None
    """That user's password. Shown as ``***``, sent as it is; the service doesn't give it back."""

    registry_server: str | None = None
    """The registry's host name, such as ``myregistry.azurecr.io``. Default ``docker.io``."""

    identity_reference: ComputeNodeIdentityReference | None = None
    """An identity that may pull from the registry, in place of user and password."""


class ContainerHostBatchBindMountEntry(Model):
    """One Batch directory of the node that the container sees. Needs API version 2024-07-01.20.0."""

    source: ContainerHostDataPath | None = None
    """Which directory. It appears in the container at the path that it has on the node."""

    is_read_only: bool | None = None
    """Whether the container may only read it. Default false: it may write."""


class TaskContainerSettings(Model):
    """The container in which a task's command runs.

    The pool must be able to run containers: its virtual machine configuration has a container configuration. The task's
    environment variables are set in the container. What the command writes outside mounted directories is lost with it.
    """

    container_run_options: str | None = None
    """More options for ``docker create``, as one text: ``--ipc=host --shm-size 1g``. GPUs are passed without any."""

    image_name: str
    """The image, such as ``myregistry.azurecr.io/tools:2.1``. Without a tag the node pulls ``:latest``."""

    registry: ContainerRegistry | None = None
    """The private registry of the image; not needed if the pool's container configuration already names it."""

    working_directory: ContainerWorkingDirectory | None = None
    """Where the command starts. Default ``taskWorkingDirectory``."""

    container_host_batch_bind_mounts: list[ContainerHostBatchBindMountEntry] | None = None
    """Which Batch directories the container sees. None: all of them, from the node's root; an empty list: none of them.

    Needs API version 2024-07-01.20.0.
    """
