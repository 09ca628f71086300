"""A check for the azure-batch version that a package needs."""

from importlib import metadata


def check_azure_batch(package: str, major: str) -> None:
    """Raise one clear ImportError if azure-batch is missing or has another major version.

    Args:
        package: Our package that needs it; the extra has the same name.
        major: The major version of azure-batch.
    """
    try:
        version = metadata.version("azure-batch")
    except metadata.PackageNotFoundError:
        version = None
    if version is None or version.partition(".")[0] != major:
        came = "which is not installed" if version is None else f"got {version}"
        raise ImportError(f"batchmodels.{package} needs azure-batch {major}, {came}; run: pip install 'batchmodels[{package}]'")
