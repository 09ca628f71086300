"""Whole sentences of the rules about Linux command lines: programs and packages."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences

from batchmodels import ImageReference, VMExtension, review


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM408",
            "/bin/bash -c 'set -e; curl -fsSLO https://example.com/tool.zip; unzip -o tool.zip -d /opt/tool'",
            (),
            (
                "error: Ubuntu 24.04 has no unzip, so the command isn't found. Install it first: apt-get update "
                "&& apt-get install -y unzip."
            ),
        ),
        (
            "BM408",
            (
                "/bin/bash -c 'set -e; az login --identity; az storage blob download -c a -n b -f c --account-"
                "name x --auth-mode login'"
            ),
            (),
            "error: Ubuntu 24.04 has no az, so the command isn't found. Install the Azure CLI first.",
        ),
        (
            "BM408",
            ("/bin/bash -c 'set -e; azcopy copy \"https://acct.blob.core.windows.net/data/*\" /mnt/data --recursive'"),
            ("AZCOPY_AUTO_LOGIN_TYPE",),
            "error: Ubuntu 24.04 has no azcopy, so the command isn't found. Install AzCopy first.",
        ),
        (
            "BM408",
            (
                "/bin/bash -c 'set -e; mkdir -p /mnt/nfs; mountpoint -q /mnt/nfs || mount -t nfs "
                "acct.file.core.windows.net:/acct/share /mnt/nfs -o vers=4,minorversion=1,sec=sys'"
            ),
            (),
            (
                "warning: Ubuntu 24.04 has no mount.nfs, so mount fails. Install it first: apt-get update && apt-"
                "get install -y nfs-common."
            ),
        ),
        (
            "BM408",
            "/bin/bash -c 'set -e; gsutil cp gs://a/b .'",
            (),
            "error: Ubuntu 24.04 has no gsutil, so the command isn't found. Install the Google Cloud CLI first.",
        ),
        (
            "BM405",
            "/bin/bash -c 'set -e; python3 -m venv /opt/venv; /opt/venv/bin/pip install numpy'",
            (),
            (
                "warning: Ubuntu 24.04 has python3 without ensurepip, so python3 -m venv fails. Use apt-get "
                "update && apt-get install -y python3-venv first."
            ),
        ),
        (
            "BM405",
            "/bin/bash -c 'set -e; pip3 install --break-system-packages --user numpy'",
            (),
            (
                "error: Ubuntu 24.04 has no pip3, so the command isn't found. Use apt-get update && apt-get "
                "install -y python3-pip first."
            ),
        ),
        (
            "BM405",
            "/bin/bash -c 'set -e; python3 -m pip install --break-system-packages requests'",
            (),
            (
                "error: Ubuntu 24.04 has no module pip for python3, so python3 -m pip fails. Use apt-get update "
                "&& apt-get install -y python3-pip first."
            ),
        ),
        (
            "BM405",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; DEBIAN_FRONTEND=noninteractive "
                'apt-get -o DPkg::Lock::Timeout=300 install -y python3-numpy; python -c "import numpy"\''
            ),
            (),
            (
                "error: Ubuntu 24.04 has no python, only python3, so the command isn't found. Use python3, or "
                "install python-is-python3 first."
            ),
        ),
        (
            "BM204",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; DEBIAN_FRONTEND=noninteractive "
                "apt-get -o DPkg::Lock::Timeout=300 install -y python3-pip; pip3 install --user --break-system-"
                "packages numpy'"
            ),
            (),
            (
                "warning: pip installs the packages into the home directory of the start task, where tasks don't "
                "find them. Install without --user into a virtual environment in $AZ_BATCH_NODE_SHARED_DIR."
            ),
        ),
    ],
)
def test_sentences_about_programs(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))


GET_DRIVER = (
    "Add the extension NvidiaGpuDriverLinux of Microsoft.HpcCompute to the pool, or use an image with the driver, such as "
    "microsoft-dsvm:ubuntu-hpc:2204."
)
NO_PROGRAM = f"error: Ubuntu 24.04 has no nvidia-smi, so the command isn't found. {GET_DRIVER}"
NO_DRIVER = f"error: Ubuntu 24.04 has no driver of NVIDIA, so the container doesn't start. {GET_DRIVER}"
DOCKER = "set -e; apt-get update; apt-get install -y docker.io nvidia-container-toolkit; docker run --rm"


def on_gpu(script: str, size: str = "standard_nc4as_t4_v3", extension: str = "") -> list[str]:
    """The findings of BM408 in a start task on Ubuntu."""
    pool = admin_pool(f"/bin/bash -c '{script}'")
    pool.vm_size = size
    assert pool.virtual_machine_configuration
    if extension:
        pool.virtual_machine_configuration.extensions = [VMExtension(name="e", publisher="p", type=extension)]
    return [str(each).partition("BM408 ")[2] for each in review(pool) if each.rule == "BM408"]


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("nvidia-smi", NO_PROGRAM),
        ("set -e; sudo nvidia-smi -pm 1; mkdir -p /opt/a", NO_PROGRAM),
        ("for i in $(seq 60); do nvidia-smi && exit 0; sleep 20; done; exit 1", NO_PROGRAM),
        (f"{DOCKER} --gpus all a", NO_DRIVER),
        (f"{DOCKER} --gpus=all a", NO_DRIVER),
        (f"{DOCKER} --runtime nvidia a", NO_DRIVER),
        (f"{DOCKER} --device nvidia.com/gpu=all a", NO_DRIVER),
    ],
)
def test_no_driver_of_the_gpu(script: str, sentence: str) -> None:
    assert on_gpu(script) == [sentence]
    assert on_gpu(script, extension="KeyVaultForLinux") == [sentence]
    assert on_gpu(script, extension="NvidiaGpuDriverLinux") == []
    assert on_gpu(script, size="standard_d4s_v5") == []  # BM408 isn't about sizes without a GPU
    assert on_gpu(script, size="standard_nv4as_v4") == []  # its GPU is one of AMD


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("nvidia-smi", "error"),
        ('cmd /c "mkdir C:\\scratch & nvidia-smi -L"', "error"),
        ('cmd /c "nvidia-smi & mkdir C:\\scratch"', "warning"),
        ('powershell -Command "New-Item -Force a; nvidia-smi"', "error"),
        ('powershell -Command "if (Get-Command nvidia-smi) { nvidia-smi }"', ""),
        ('cmd /c "driver.exe -s && nvidia-smi"', ""),
        ('cmd /c "choco install -y nvidia-display-driver && nvidia-smi"', ""),
        ('cmd /c "nvidia-smi || exit /b 0"', ""),
        ("cmd /c where nvidia-smi", ""),
    ],
)
def test_no_driver_on_windows(line: str, severity: str) -> None:
    pool = admin_pool(line)
    pool.vm_size = "standard_nc4as_t4_v3"
    machine = pool.virtual_machine_configuration
    assert machine
    machine.image_reference = ImageReference(
        publisher="MicrosoftWindowsServer", offer="WindowsServer", sku="2022-datacenter-g2"
    )
    machine.node_agent_sku_id = "batch.node.windows amd64"
    sentence = (
        f"{severity}: Windows Server has no nvidia-smi, so the command isn't found. Add the extension NvidiaGpuDriverWindows "
        "of Microsoft.HpcCompute to the pool."
    )
    assert sentences("BM408", pool) == [sentence] * bool(severity)
    machine.extensions = [VMExtension(name="e", publisher="Microsoft.HpcCompute", type="NvidiaGpuDriverWindows")]
    assert sentences("BM408", pool) == []


@pytest.mark.parametrize(
    "script",
    [
        "set -e; apt-get update; apt-get install -y nvidia-driver-550-server; nvidia-smi",
        "set -e; apt-get update; apt-get install -y cuda-drivers; nvidia-smi",
        "set -e; ubuntu-drivers install --gpgpu; nvidia-smi",
        "./install-driver.sh && nvidia-smi",
        "if nvidia-smi; then echo yes; fi",
        "nvidia-smi || true",
        f"{DOCKER} a --gpus all",
        f"{DOCKER} --gpus 0 a",
        f"{DOCKER} a",
    ],
)
def test_a_driver_that_may_be_there(script: str) -> None:
    assert on_gpu(script) == []


@pytest.mark.parametrize(
    "requirement",
    [
        "azure-storage==0.36.0",
        "azure-storage~=0.36.0",
        '"azure-storage<0.37"',
        "azure_storage!=0.37.0",
        "sklearn==0.0",
        "azure==4.0.0",
        "azure-mgmt==4.0.0",
    ],
)
def test_versions_before_the_one_that_only_fails(requirement: str) -> None:
    line = f"/bin/bash -c 'set -e; /opt/v/bin/pip install {requirement}'"
    assert sentences("BM427", admin_pool(line)) == []


@pytest.mark.parametrize(
    ("requirement", "name", "instead"),
    [
        ("azure-storage==0.37.0", "azure-storage", "azure-storage-blob, azure-storage-file-share or azure-storage-queue"),
        ('"azure-storage>=0.30"', "azure-storage", "azure-storage-blob, azure-storage-file-share or azure-storage-queue"),
        ("sklearn", "sklearn", "scikit-learn"),
        ("sklearn==0.0.post1", "sklearn", "scikit-learn"),
        ("pytorch==1.0.2", "pytorch", "torch"),
    ],
)
def test_versions_that_only_fail(requirement: str, name: str, instead: str) -> None:
    line = f"/bin/bash -c 'set -e; /opt/v/bin/pip install {requirement}'"
    assert sentences("BM427", admin_pool(line)) == [
        f"error: pip can't install {name}: PyPI has no such package, or one that only fails. Use {instead}."
    ]


def test_images_of_ubuntu_have_cifs_utils() -> None:
    for mount in ("mount -t cifs //x/y /mnt", "mount -t smb3 //x/y /mnt", "mount //x/y /mnt"):
        assert sentences("BM408", admin_pool(f"/bin/bash -c 'set -e; {mount}'")) == []
    assert sentences("BM408", admin_pool("/bin/bash -c 'set -e; mount x:/y /mnt'")) == [
        (
            "error: Ubuntu 24.04 has no mount.nfs, so mount fails. "
            "Install it first: apt-get update && apt-get install -y nfs-common."
        )
    ]
