"""Whether azure-batch 14 is installed."""

from importlib import metadata


def check_installed() -> None:
    """Raise one clear ImportError if azure-batch is missing or has another major version."""
    try:
        version = metadata.version("azure-batch")
    except metadata.PackageNotFoundError:
        version = None
    if version is None or version.partition(".")[0] != "14":
        came = "which is not installed" if version is None else f"got {version}"
        raise ImportError(f"batchmodels.azure14 needs azure-batch 14, {came}; run: pip install 'batchmodels[azure14]'")
