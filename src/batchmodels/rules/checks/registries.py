"""BM0: container registries and images of a pool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.cloud_task import CloudTask
from ...models.containers import ContainerConfiguration, ContainerRegistry, TaskContainerSettings
from ...models.virtual_machines import VirtualMachineConfiguration
from ..analysis.images import WINDOWS_AGENT, Image, image_of
from ..analysis.pool import or_identity, pool_of
from ..analysis.pool_values import is_answer, is_misspelled, items_of, shown, text_of, value_of
from ..analysis.retired_systems import WINDOWS_WITH_RUNTIME
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

_LONGEST = 1000
_DOCKER_HUB = frozenset(("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com"))
_PLACEHOLDER = re.compile(r"[<{\[$%]")
_PRIVATE = re.compile(r"[a-z0-9-]+\.(?:privatelink\.)?azurecr\.(?:io|cn|us)")
_NAME = re.compile(r"[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?")


def _is_host(text: str) -> bool:
    """Return whether a text is a host name with a domain, perhaps with a port, or localhost."""
    return (
        re.fullmatch(r"(?i)(?:localhost|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)(?::\d+)?", text)
        is not None
    )


def _registry_of(image: str) -> str:
    """Return the host that an image comes from, in lower case; ``docker.io`` if its name has none."""
    first, slash, _ = image.partition("/")
    is_host = slash and ("." in first or ":" in first or first == "localhost")
    return first.lower() if is_host else "docker.io"


def _without_registry(image: str) -> str:
    """Return the name of an image without the host that it comes from."""
    host, _, rest = image.partition("/")
    return rest if _registry_of(image) == host.lower() else image


@rule("BM017", Severity.error, "registry server that isn't a login server", ContainerRegistry)
def wrong_server(context: Context[ContainerRegistry]) -> Iterator[Finding]:
    """Find a registry server that has no domain, or a scheme or a path."""
    server = text_of(context.model, "registry_server")
    if not server or len(server) > _LONGEST or is_answer(context):
        return
    host = re.sub(r"(?i)^[a-z]+://", "", server).partition("/")[0]
    if _is_host(server) or (":" in server and re.fullmatch(r"[\w-]+:\d+", server)):
        return
    said = f"registryServer must be the login server of the registry, with its domain, but is {shown(server)!r}"
    if host != server and _is_host(host):
        known = "docker.io" if host.lower() in _DOCKER_HUB else host
        yield context.finding(
            f"{said}: a scheme or a path doesn't belong there.",
            f"Use {shown(known)}.",
            "registryServer",
            severity=Severity.warning,
            edit=Replace(("registryServer",), known),
        )
    else:
        guess = next((each for each in _servers_of_images(context) if each.partition(".")[0] == server.lower()), None)
        yield context.finding(
            f"{said}. The nodes can't log in to it, and become unusable.",
            f"Use {shown(guess)}, as in the name of the image."
            if guess
            else f"Use the whole name, such as {shown(server.rstrip('/').rpartition('/')[2])}.azurecr.io.",
            "registryServer",
            edit=Replace(("registryServer",), guess) if guess else None,
        )


@rule(
    "BM030",
    Severity.warning,
    "private registry without a login",
    ContainerRegistry,
    reads=("username", "password", "identityReference"),
)
def no_login(context: Context[ContainerRegistry]) -> Iterator[Finding]:
    """Find a private registry with neither a user name nor an identity."""
    registry = context.model
    server = text_of(registry, "registry_server").lower()[:_LONGEST]
    has_login = text_of(registry, "user_name") or value_of(registry, "identity_reference") is not None
    has_login = has_login or any(is_misspelled(registry, key) for key in ("username", "identityReference"))
    if _PRIVATE.fullmatch(server) and not has_login and not is_answer(context):
        yield context.finding(
            f"{shown(server)} is a private registry, but there is neither a user name nor an identity to log in with.",
            f"Add {or_identity(context, 'username and password')}.",
            "registryServer",
        )
    has_password = text_of(registry, "password") or is_misspelled(registry, "password")
    if text_of(registry, "user_name") and not has_password and not is_answer(context):
        yield context.finding(
            "the registry has a user name, but no password, so the nodes can't log in.",
            f"Add {or_identity(context, 'the password')}.",
            "password",
        )
    servers = [text_of(each, "registry_server").lower() or "docker.io" for each in _earlier_registries(context)]
    if (server or "docker.io") in servers and not is_answer(context):
        yield context.finding(
            f"two registries are for {shown(server or 'docker.io')}, and the nodes use only one login for each server.",
            "Remove one of the two.",
            "registryServer",
        )


def _earlier_registries(context: Context[ContainerRegistry]) -> list[Any]:
    """Return the registries in the same list before this one."""
    index = context.steps[-1] if context.steps else 0
    listed = items_of(context.parents[-1], "container_registries") if context.parents else []
    return listed[:index] if isinstance(index, int) else []


def _servers_of_images(context: Context[Any]) -> Iterator[str]:
    """Yield the registries of the images that the pool or the task names."""
    for parent in reversed(context.parents):
        names = [*items_of(parent, "container_image_names"), value_of(parent, "image_name")]
        yield from (_registry_of(name) for name in names if isinstance(name, str) and len(name) < _LONGEST)


@rule(
    "BM018",
    Severity.warning,
    "container image that the nodes can't pull",
    (ContainerConfiguration, TaskContainerSettings),
    reads=("containerRegistries", "registryServer"),
)
def wrong_images(context: Context[ContainerConfiguration | TaskContainerSettings]) -> Iterator[Finding]:
    """Find images with a wrong name, repeated ones, and those of a registry that the pool can't log in to."""
    if is_answer(context) or context.within(CloudTask) is not None:
        return
    own = text_of(context.model, "image_name")
    if own and len(own) <= _LONGEST and not _PLACEHOLDER.search(own) and not _NAME.fullmatch(_without_registry(own)):
        yield _wrong_name(context, own, "imageName")
    registries = [
        text_of(each, "registry_server").lower() or "docker.io" for each in items_of(context.model, "container_registries")
    ]
    seen: set[str] = set()
    for index, name in enumerate(items_of(context.model, "container_image_names")):
        if not isinstance(name, str) or len(name) > _LONGEST:
            continue
        image, host = str.__str__(name), _registry_of(name)
        if not _NAME.fullmatch(_without_registry(image)):
            yield _wrong_name(context, image, "containerImageNames", index)
        elif image in seen:
            yield context.finding(
                f"the image {shown(image)} is listed twice.",
                "Remove one of the two.",
                "containerImageNames",
                index,
                severity=Severity.note,
            )
        elif _PRIVATE.fullmatch(host) and host not in registries and not _has_wrong_server(registries, host):
            yield context.finding(
                f"the image {shown(image)} is in {shown(host)}, which isn't among the containerRegistries, so the nodes can "
                "pull it only if the registry allows anonymous access.",
                f"Add {shown(host)} to containerRegistries, with {or_identity(context, 'a user name and a password')}.",
                "containerImageNames",
                index,
                severity=None if registries or _needs_login(context, image) else Severity.note,
            )
        seen.add(image)


def _needs_login(context: Context[Any], image: str) -> bool:
    """Return whether nothing but containerRegistries can give the nodes access to an image."""
    pool = pool_of(context)
    start_task = text_of(pool, "start_task", "command_line").lower()
    return (
        bool(text_of(pool, "virtual_machine_configuration", "image_reference", "publisher"))
        and value_of(pool, "identity") is None
        and "login" not in start_task
        and "public" not in re.split(r"[/.]", image.lower())
    )


def _wrong_name(context: Context[Any], image: str, *steps: str | int) -> Finding:
    if "://" in image:
        said, fix = "has a scheme, which doesn't belong there", "Remove it: the name begins with the registry."
    elif _NAME.fullmatch(_without_registry(image).lower()):
        said, fix = "has upper-case letters, which Docker refuses", "Use lower-case letters; only a tag can have others."
    else:
        said, fix = "isn't one that docker pull takes", "Use the form REGISTRY/NAME:TAG."
    return context.finding(f"the name of the image {shown(image)!r} {said}.", fix, *steps, severity=Severity.error)


def _has_wrong_server(registries: list[str], host: str) -> bool:
    """Return whether a registry is meant by a server that BM017 reports."""
    return any(re.sub(r"^[a-z]+://|/.*$", "", each).partition(".")[0] == host.partition(".")[0] for each in registries)


def _with_runtime(image: Image) -> str:
    """Return an image with a container runtime, with the agent for it unless that of the given image fits."""
    if WINDOWS_AGENT in image.system.agents:
        return WINDOWS_WITH_RUNTIME
    release = image.system.name.removeprefix("Ubuntu ")
    if release in {"22.04", "24.04"}:
        return f"microsoft-dsvm:ubuntu-hpc:{release.replace('.', '')}"
    return "microsoft-dsvm:ubuntu-hpc:2404 with batch.node.ubuntu 24.04"


@rule("BM019", Severity.warning, "containers on an image without container runtime", VirtualMachineConfiguration)
def no_runtime(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find a container configuration for an image of the Marketplace that can't run containers."""
    image = image_of(value_of(context.model, "image_reference"))
    if image is None or image.containers or is_answer(context):
        return
    if value_of(context.model, "container_configuration") is not None:
        yield context.finding(
            f"the pool's image, {image.system.name}, has no container runtime, so its nodes can't run containers.",
            f"Use an image with the capability DockerCompatible, such as {_with_runtime(image)}, or a custom image with a "
            "container runtime.",
            "imageReference",
        )
