"""The container in which a task runs, and the registry that its image comes from."""

from typing import Annotated, ClassVar

from ..engine.attributes import Key, Secret, Since
from ..engine.constraints import Constraint, excludes, requires
from .arm import ArmModel
from .base import Model
from .enums import ContainerHostDataPath, ContainerWorkingDirectory
from .identity import ComputeNodeIdentityReference
from .machine_enums import ContainerType

__all__ = ["ContainerConfiguration", "ContainerHostBatchBindMountEntry", "ContainerRegistry", "TaskContainerSettings"]


class ContainerRegistry(ArmModel, since="2017-09-01.6.0"):
    """A private registry, and what the node logs in with: a user and a password, or a managed identity."""

    user_name: Annotated[str | None, Key("username")] = None
    """The user to log in as."""

    password: Annotated[str | None, Secret()] = None
    """That user's password. Shown as ``***``, sent as it is; the service doesn't give it back."""

    registry_server: str | None = None
    """The registry's host name, such as ``myregistry.azurecr.io``. Default ``docker.io``."""

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """An identity that may pull from the registry, in place of user and password."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        requires("password", "user_name"),
        excludes("identity_reference", "user_name", "password"),
    )


class ContainerHostBatchBindMountEntry(ArmModel, since="2024-07-01.20.0"):
    """One Batch directory of the node that the container sees. Needs API version 2024-07-01.20.0."""

    source: ContainerHostDataPath | None = None
    """Which directory. It appears in the container at the path that it has on the node."""

    is_read_only: bool | None = None
    """Whether the container may only read it. Default false: it may write."""


class TaskContainerSettings(ArmModel, since="2017-09-01.6.0"):
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

    working_directory: Annotated[ContainerWorkingDirectory | None, Since("2019-06-01.9.0")] = None
    """Where the command starts. Default ``taskWorkingDirectory``."""

    container_host_batch_bind_mounts: Annotated[list[ContainerHostBatchBindMountEntry] | None, Since("2024-07-01.20.0")] = None
    """Which Batch directories the container sees. None: all of them, from the node's root; an empty list: none of them.

    Needs API version 2024-07-01.20.0.
    """


class ContainerConfiguration(Model, since="2017-09-01.6.0"):
    """Makes the nodes of a pool able to run containers, and fetches images in advance.

    The VM image must have a container runtime. Tasks and job manager tasks of the pool then need container settings;
    start tasks may do without.
    """

    type: ContainerType
    """Which container technology the nodes use: Docker or a CRI runtime."""

    container_image_names: list[str] | None = None
    """Images that every node pulls when it joins the pool, so that tasks needn't wait for them, as ``docker pull`` takes them.

    Without a registry in front an image comes from Docker Hub.
    """

    container_registries: list[ContainerRegistry] | None = None
    """The private registries that images come from. Needed for those that ask for a login."""
