"""Whether the azure-batch that a package works with is installed."""

from importlib import metadata


def check_azure_batch(package: str, major: str) -> None:
    """Raise one clear ImportError if azure-batch is missing or has another major version.

    Args:
        package: The package of ours that needs it, which is also the name of the extra.
        major: The major version of azure-batch.
    """
    try:
        version = metadata.version("azure-batch")
    except metadata.PackageNotFoundError:
        version = None
    if version is None or version.partition(".")[0] != major:
        came = "which is not installed" if version is None else f"got {version}"
        raise ImportError(f"batchmodels.{package} needs azure-batch {major}, {came}; run: pip install 'batchmodels[{package}]'")
