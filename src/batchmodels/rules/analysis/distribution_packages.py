"""Packages that a distribution doesn't have, or only with a repository that the script must add.

https://packages.ubuntu.com and https://packages.debian.org have the packages of their versions.
"""

from __future__ import annotations

import re

from .distributions import Distribution
from .word_sets import names

# Packages of repositories of their makers, with the address of the repository.
_OF_OTHERS: dict[re.Pattern[str], tuple[str, str]] = {
    re.compile(r"docker-ce(?:-cli|-rootless-extras)?|docker-(?:buildx|compose)-plugin|containerd\.io"): (
        "Docker's repository",
        "download.docker.com",
    ),
    re.compile(r"azure-cli|blobfuse2?|azcopy|powershell|msodbcsql[0-9]+|mssql-tools[0-9]*|code|moby-(?:engine|cli)|procdump"): (
        "Microsoft's repository",
        "packages.microsoft.com",
    ),
    re.compile(r"nvidia-(?:container-toolkit|docker2|container-runtime)|libnvidia-container.*"): (
        "NVIDIA's repository for containers",
        "nvidia.github.io",
    ),
    re.compile(
        r"cuda|cuda-(?:toolkit|drivers|runtime|compiler|libraries)[\w-]*|libcudnn[\w-]*|cudnn[\w-]*|tensorrt[\w-]*|libnccl.*"
    ): (
        "NVIDIA's CUDA repository",
        "developer.download.nvidia.com",
    ),
    re.compile(r"google-chrome-\w+"): ("Google's repository", "dl.google.com"),
    re.compile(r"google-cloud-(?:sdk|cli)[\w-]*|kubectl|kubeadm|kubelet"): (
        "a repository of its maker",
        "pkgs.k8s.io|packages.cloud.google",
    ),
    re.compile(r"terraform|vault|consul|packer|nomad"): ("HashiCorp's repository", "apt.releases.hashicorp.com"),
    re.compile(r"mongodb-org[\w-]*"): ("MongoDB's repository", "repo.mongodb.org"),
    re.compile(r"elasticsearch|kibana|logstash|filebeat|metricbeat"): ("Elastic's repository", "artifacts.elastic.co"),
    re.compile(r"grafana|grafana-enterprise"): ("Grafana's repository", "apt.grafana.com"),
    re.compile(r"helm"): ("Helm's repository", "helm"),
    re.compile(r"intel-(?:oneapi|basekit|hpckit)[\w-]*"): ("Intel's repository", "repos.intel.com"),
    re.compile(r"apptainer|singularity-ce|singularity"): ("a repository of its maker", "apptainer"),
    re.compile(
        r"datadog-agent|newrelic-infra|telegraf|influxdb2|td-agent|fluent-bit|teleport|tailscale|caddy|temurin-\d+-j\w+"
    ): (
        "a repository of its maker",
        "://",
    ),
}
_ADDING = re.compile(
    r"add-apt-repository|apt-add-repository|sources\.list|\.sources\b|-repo[\w.]*\.(?:deb|rpm)|packages-microsoft-prod|\.deb\b"
    r"|\bdpkg\b|yum-config-manager|config-manager|\.repo\b|deb_setup|[|]\s*(?:sudo\s+(?:-\S+\s+)*)?(?:ba)?sh\b|\./|\.sh\b|cuda-keyring"
)

_GONE: dict[str, dict[str, str]] = {
    "ubuntu 20.4": {
        "python": "python3",
        "python-pip": "python3-pip",
        "python-dev": "python3-dev",
        "python-setuptools": "python3-setuptools",
        "python-virtualenv": "python3-venv",
        "python-numpy": "python3-numpy",
        "python-minimal": "python3-minimal",
    },
    "ubuntu 22.4": {"libssl1.1": "libssl3", "python-is-python2": "python-is-python3", "libpython3.8": "libpython3.10"},
    "ubuntu 24.4": {
        "libncurses5": "libncurses6",
        "libtinfo5": "libtinfo6",
        "libgl1-mesa-glx": "libgl1",
        "libasound2": "libasound2t64",
        "blobfuse": "blobfuse2",
        **dict.fromkeys(("dotnet-sdk-6.0", "dotnet-sdk-7.0"), "dotnet-sdk-8.0"),
        **dict.fromkeys(("dotnet-runtime-6.0", "dotnet-runtime-7.0"), "dotnet-runtime-8.0"),
        "python3-distutils": "python3-setuptools",
        "netcat": "netcat-openbsd",
        "libssl1.0.0": "libssl3",
    },
}
_PYTHON_VERSIONS = {(20, 4): ("3.8", "3.9"), (22, 4): ("3.10", "3.11"), (24, 4): ("3.12",)}
_PYTHON = re.compile(r"python(3\.[0-9]+)(?:-(?:dev|venv|distutils|minimal|full))?")

_OF_RED_HAT = re.compile(
    r"gcc-c\+\+|epel-release|nfs-utils|bind-utils|java-[0-9.]+-openjdk(?:-\w+)?|glibc-\w+|kernel-(?:devel|headers)|redhat-lsb(?:-core)?"
    r"|@.+|yum-utils|dnf-plugins-core|iputils|procps-ng|which|policycoreutils-python-utils|xorg-x11-[\w-]+|vim-enhanced|mesa-libGL"
    r"|(?:openssl|zlib|libffi|bzip2|readline|sqlite|ncurses|python3?|libcurl|libxml2|openmpi|fuse|hdf5|netcdf|boost|postgresql"
    r"|libjpeg(?:-turbo)?|libpng|xz|mesa-libGL|libX11|libXext|libuuid|gmp|mpfr|gdbm|tk|tcl|systemd|elfutils-libelf)-devel"
)
_OF_DEBIAN = re.compile(
    r"build-essential|nfs-common|docker\.io|software-properties-common|apt-transport-https|dnsutils|iputils-ping|apache2|g\+\+"
    r"|openjdk-[0-9]+-\w+(?:-headless)?|default-j\w+(?:-headless)?|python3(?:\.[0-9]+)?-(?:venv|dev|distutils)|lib[\w.+-]+-dev|zlib1g(?:-dev)?|libgl1(?:-mesa-glx)?"
    r"|linux-headers-\S+|p7zip-full|mysql-client|postgresql-client|netcat-openbsd|libgomp1|libsm6|libxext6|xz-utils|lsb-release|gnupg"
    r"|imagemagick|ninja-build-dev|r-base|uuid-runtime|procps"
)
_FAILS = "the installation fails"
_IN_BOTH = names("gnupg imagemagick docker.io procps which iputils")
_SAME_ON_RED_HAT = {
    "build-essential": "gcc gcc-c++ make",
    "nfs-common": "nfs-utils",
    "dnsutils": "bind-utils",
    "apache2": "httpd",
    "g++": "gcc-c++",
    "xz-utils": "xz",
    "python3-dev": "python3-devel",
    "libssl-dev": "openssl-devel",
}
_SAME_ON_DEBIAN = {
    "gcc-c++": "g++",
    "nfs-utils": "nfs-common",
    "bind-utils": "dnsutils",
    "openssl-devel": "libssl-dev",
    "python3-devel": "python3-dev",
    "zlib-devel": "zlib1g-dev",
    "procps-ng": "procps",
    "vim-enhanced": "vim",
}


def lacking(package: str, family: str, known: Distribution | None, text: str) -> tuple[str, str] | None:
    """Return why a package isn't found, and the fix; None if it may be found.

    Args:
        package: The package, without its version.
        family: The family of the package manager: ``apt`` or ``dnf``.
        known: The distribution of the nodes; None if unknown.
        text: The command line, which may add repositories.
    """
    if family == "apt" and package == "docker":
        return "is a panel for window managers there, so the command docker isn't found later", "Use docker.io."
    if family == "apt" and _OF_RED_HAT.fullmatch(package) and package not in _IN_BOTH:
        return f"is a package of Red Hat's family, which apt doesn't find, so {_FAILS}", _use(_SAME_ON_DEBIAN.get(package, ""))
    if family == "dnf":
        if _OF_DEBIAN.fullmatch(package) and package not in _IN_BOTH:
            return f"is a package of Debian and Ubuntu, which dnf doesn't find, so {_FAILS}", _use(
                _SAME_ON_RED_HAT.get(package, "")
            )
        return None
    if known is None or not known.is_plain:
        return None
    if not _ADDING.search(text):
        for pattern, (repository, address) in _OF_OTHERS.items():
            if pattern.fullmatch(package) and not re.search(address, text):
                return f"is in {repository} only, which nothing adds, so {_FAILS}", "Add the repository and its key first."
    return _gone(package, known, text)


_CLASSIC = names(
    "powershell go node code aws-cli google-cloud-cli google-cloud-sdk kubectl helm terraform dotnet-sdk cmake ruby flutter "
    "kotlin gradle emacs nvim julia android-studio pycharm-community microk8s slack sublime-text heroku"
)
_ON_PYPI = {
    "sklearn": "scikit-learn",
    "pil": "pillow",
    "cv2": "opencv-python-headless",
    "skimage": "scikit-image",
    "yaml": "pyyaml",
    "tensorflow-gpu": "tensorflow",
}
_OLD_TENSORFLOW = re.compile(r"(?i)tensorflow(?:-gpu|-cpu)?(?:==|<=|~=)1\.[\w.*]+|torch==1\.[\w.*]+")


def not_on_pypi(requirement: str, known: Distribution | None) -> tuple[str, str] | None:
    """Return why pip doesn't install a package, and the fix; None if it may install it."""
    name = re.split(r"[=<>!~\[;]", requirement)[0].strip().lower()
    instead = _ON_PYPI.get(name)
    if instead:
        return f"is no package that pip can install, so {_FAILS}", f"Use {instead}."
    has_new_python = known is not None and known.family == "ubuntu" and known.version == (24, 4)
    if known is not None and has_new_python and _OLD_TENSORFLOW.fullmatch(requirement):
        return (
            f"has no build for Python 3.12 of {known.name}, so {_FAILS}",
            "Use a newer version, or an older Python from conda.",
        )
    return None


def needs_classic(arguments: tuple[str, ...]) -> str:
    """Return the snap that ``snap install`` refuses without ``--classic``; empty if there is none."""
    if arguments[:1] != ("install",) or {"--classic", "--devmode", "--dangerous"} & set(arguments):
        return ""
    return next((text for text in arguments[1:] if text in _CLASSIC), "")


def _gone(package: str, known: Distribution, text: str) -> tuple[str, str] | None:
    if known.family != "ubuntu" or known.version is None or re.search(r"add-apt-repository|sources\.list|\.sources\b", text):
        return None
    for version, packages in _GONE.items():
        major, _, minor = version.removeprefix("ubuntu ").partition(".")
        if known.version >= (int(major), int(minor)) and packages.get(package):
            return f"isn't in {known.name}, so {_FAILS}", _use(packages[package])
    match = _PYTHON.fullmatch(package)
    versions = _PYTHON_VERSIONS.get(known.version)
    if match and versions and match[1] not in versions:
        return (
            f"isn't in {known.name}, which has Python {versions[0]}, so {_FAILS}",
            "Add ppa:deadsnakes/ppa first, or use the packages of python3.",
        )
    return None


def _use(instead: str) -> str:
    return f"Use {instead}." if instead else "Use the name that the package has there."
