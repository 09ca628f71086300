"""The container that a task runs in, and the registry of its image."""

from typing import Annotated, ClassVar

from ..engine.attributes import Key, Secret, Since
from ..engine.constraints import Constraint, excludes, requires
from .arm import ArmModel
from .enums import ContainerHostDataPath, ContainerWorkingDirectory
from .identity import ComputeNodeIdentityReference
from .machine_enums import ContainerType

__all__ = ["ContainerConfiguration", "ContainerHostBatchBindMountEntry", "ContainerRegistry", "TaskContainerSettings"]


class ContainerRegistry(ArmModel, since="2017-09-01.6.0"):
    """A private registry and the credentials for it: a user name and password, or a managed identity."""

    user_name: Annotated[str | None, Key("username")] = None
    """The user name for the login."""

    password: Annotated[str | None, Secret()] = None
    """The password for the login. Shown as ``***``, sent unchanged; the service doesn't return it."""

    registry_server: str | None = None
    """The registry's host name, such as ``myregistry.azurecr.io``. Default ``docker.io``."""

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """A managed identity that can pull from the registry, instead of user name and password."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        requires("password", "user_name"),
        excludes("identity_reference", "user_name", "password"),
    )


class ContainerHostBatchBindMountEntry(ArmModel, since="2024-07-01.20.0"):
    """A Batch directory of the node that is mounted into the container. Needs API version 2024-07-01.20.0."""

    source: ContainerHostDataPath | None = None
    """The directory. Its path in the container is the same as on the node."""

    is_read_only: bool | None = None
    """Whether the container can only read the directory. Default false: it can write."""


class TaskContainerSettings(ArmModel, since="2017-09-01.6.0"):
    """The container that a task's command runs in.

    The pool must be able to run containers: its virtual machine configuration has a container configuration. The task's
    environment variables are set in the container. Files that the command writes outside the mounted directories are lost.
    """

    container_run_options: str | None = None
    """More options for ``docker create``, as one text: ``--ipc=host --shm-size 1g``. GPUs need no options."""

    image_name: str
    """The image, for example ``myregistry.azurecr.io/tools:2.1``. Without a tag, the node pulls ``:latest``."""

    registry: ContainerRegistry | None = None
    """The private registry of the image. Not needed if the pool's container configuration contains it."""

    working_directory: Annotated[ContainerWorkingDirectory | None, Since("2019-06-01.9.0")] = None
    """The directory that the command starts in. Default ``taskWorkingDirectory``."""

    container_host_batch_bind_mounts: Annotated[list[ContainerHostBatchBindMountEntry] | None, Since("2024-07-01.20.0")] = None
    """The Batch directories that are mounted into the container. None: the node's root; an empty list: no directory.

    Needs API version 2024-07-01.20.0.
    """


class ContainerConfiguration(ArmModel, since="2017-09-01.6.0"):
    """Enables containers on the nodes of a pool, and pulls images in advance.

    The VM image must have a container runtime. Tasks and job manager tasks of the pool then need container settings; start
    tasks don't.
    """

    type: ContainerType
    """The container technology of the nodes: Docker or a CRI runtime."""

    container_image_names: list[str] | None = None
    """Images that every node pulls when it joins the pool, so that tasks don't wait for them, in the form of ``docker pull``.

    An image without a registry comes from Docker Hub.
    """

    container_registries: list[ContainerRegistry] | None = None
    """The private registries of the images. Needed for registries that require a login."""
