"""Programs that the images of Ubuntu and Debian don't have, and the commands that may bring them.

The images are those of the marketplace; https://cloud-images.ubuntu.com has lists of the packages that are in them. Those of
Ubuntu have cifs-utils, so that mount.cifs isn't here (ubuntu/adsys#809).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise

from ...shells.script import Command
from .flow import Step
from .package_managers import family_of
from .prefixes import without_prefixes
from .reruns import positional
from .word_sets import names
from .written_files import targets_of

NVIDIA_DRIVER = "nvidia-smi"
"""The program of the driver of NVIDIA."""

RDMA_TOOLS = names("ibstat ibstatus ibv_devinfo ibv_devices ucx_info ibping ibhosts iblinkinfo ib_write_bw ib_read_bw")
"""Programs that show and measure InfiniBand."""

_BUILDING = "build-essential"
_APT_PACKAGES: dict[str, str] = {
    **dict.fromkeys(("gcc", "g++", "cc", "c++", "make"), _BUILDING),
    **{name: name for name in ("unzip", "zip", "unrar", "cmake", "gfortran", "clang", "podman", "ffmpeg", "aria2", "pigz")},
    **{name: name for name in ("parallel", "sshpass", "dos2unix", "sqlite3", "rclone", "fio", "iperf3", "gdal-bin", "ruby")},
    **{name: name for name in ("graphviz", "ghostscript", "imagemagick", "mono-runtime", "nginx", "supervisor")},
    "docker": "docker.io",
    "ffprobe": "ffmpeg",
    "7z": "p7zip-full",
    "7za": "p7zip-full",
    "java": "default-jre-headless",
    "javac": "default-jdk-headless",
    **dict.fromkeys(("node", "npm", "npx"), "npm"),
    **dict.fromkeys(("Rscript", "R"), "r-base-core"),
    **dict.fromkeys(("mpirun", "mpiexec"), "openmpi-bin"),
    "psql": "postgresql-client",
    "mysql": "mysql-client",
    "redis-cli": "redis-tools",
    "go": "golang-go",
    **dict.fromkeys(("cargo", "rustc"), "cargo"),
    **dict.fromkeys(("ansible", "ansible-playbook"), "ansible"),
    "aria2c": "aria2",
    **dict.fromkeys(("gdalinfo", "gdal_translate", "gdalwarp", "ogr2ogr"), "gdal-bin"),
    "xvfb-run": "xvfb",
    "pdftotext": "poppler-utils",
    "tesseract": "tesseract-ocr",
    "dot": "graphviz",
    "gs": "ghostscript",
    "magick": "imagemagick",
    "mono": "mono-runtime",
    "inotifywait": "inotify-tools",
    "stress-ng": "stress-ng",
    "blender": "blender",
    "samtools": "samtools",
    "bwa": "bwa",
    "mount.nfs": "nfs-common",
    "showmount": "nfs-common",
    "exportfs": "nfs-kernel-server",
    "s3fs": "s3fs",
    "sshfs": "sshfs",
    "supervisorctl": "supervisor",
    "dotnet": "dotnet-sdk-8.0",
}
_OTHERS: dict[str, str] = {
    "az": "the Azure CLI",
    "azcopy": "AzCopy",
    "aws": "the AWS CLI",
    **dict.fromkeys(("gcloud", "gsutil"), "the Google Cloud CLI"),
    "pwsh": "PowerShell",
    "terraform": "Terraform",
    "kubectl": "kubectl",
    "helm": "Helm",
    **dict.fromkeys(("conda", "mamba", "micromamba"), "conda"),
    **dict.fromkeys(("singularity", "apptainer"), "Apptainer"),
    **dict.fromkeys(("blobfuse2", "blobfuse"), "blobfuse2 from packages.microsoft.com"),
    "nvcc": "the CUDA toolkit",
    NVIDIA_DRIVER: "the driver of NVIDIA",
    **dict.fromkeys(RDMA_TOOLS, "the tools for InfiniBand"),
    "nextflow": "Nextflow",
    "snakemake": "Snakemake",
    **dict.fromkeys(("google-chrome", "google-chrome-stable"), "Google Chrome"),
    **dict.fromkeys(("yarn", "pm2"), "Node.js and the package"),
    **dict.fromkeys(("uv", "poetry", "pipx", "pipenv"), "the tool"),
    "ninja": "ninja-build",
    "rustup": "Rust",
}
_MOUNTED_BY_BATCH = names("mount.nfs blobfuse blobfuse2")
_COMPILING = names("gcc g++ cc c++ make")

# Packages that bring none of the programs above, besides those that have the same name.
_WITHOUT_PROGRAMS = names(
    "curl wget git ca-certificates gnupg gnupg2 gpg lsb-release apt-transport-https software-properties-common htop "
    "tmux screen vim nano less jq unzip zip tree rsync tzdata locales sudo procps net-tools iproute2 iputils-ping "
    "dnsutils chrony ntp cron logrotate openssl openssh-client openssh-server pigz bzip2 xz-utils zstd tar gzip file "
    "bc time numactl hwloc nvme-cli lsof strace sysstat iotop nfs-common cifs-utils python3 python3-venv python3-dev "
    "p7zip-full unrar ffmpeg aria2 parallel sshpass dos2unix sqlite3 rclone podman docker.io nginx redis-tools "
    "postgresql-client mysql-client openmpi-bin poppler-utils inotify-tools xvfb samtools bwa fio iperf3 psmisc acl "
    "attr quota mdadm lvm2 xfsprogs fuse fuse3 bash-completion uuid-runtime netcat-openbsd telnet tcpdump traceroute "
    "whois pv ncdu iftop nload build-essential gcc g++ make ghostscript graphviz debconf-utils apt-utils dialog "
    "blobfuse2 azure-cli azcopy powershell s3fs sshfs autofs nvidia-container-toolkit nvidia-cuda-toolkit containerd.io "
    "docker-ce docker-ce-cli docker-ce-rootless-extras docker-buildx-plugin docker-compose-plugin docker-compose-v2"
)
_BRINGING: dict[str, frozenset[str]] = {
    _BUILDING: _COMPILING,
    "gcc": names("gcc cc"),
    "g++": names("g++ c++ gcc cc"),
    **dict.fromkeys(("docker.io", "docker-ce", "docker-ce-cli"), names("docker")),
    "software-properties-common": names("add-apt-repository apt-add-repository"),
    "zip": names("unzip"),
    "autofs": names("mount.nfs showmount"),
    "aria2": names("aria2c"),
    "ffmpeg": names("ffprobe"),
    "p7zip-full": names("7z 7za"),
    "openmpi-bin": names("mpirun mpiexec gcc cc"),
    "redis-tools": names("redis-cli"),
    "postgresql-client": names("psql"),
    "mysql-client": names("mysql"),
    "poppler-utils": names("pdftotext"),
    "xvfb": names("xvfb-run"),
    "inotify-tools": names("inotifywait"),
    "ghostscript": names("gs"),
    "graphviz": names("dot"),
    "nfs-common": names("mount.nfs showmount"),
    "blobfuse2": names("blobfuse2"),
    "azure-cli": names("az"),
    "nvidia-cuda-toolkit": names("nvcc"),
    "powershell": names("pwsh"),
}
_LIBRARIES = names(
    "ssl ffi xml xslt curl curl4-openssl bz readline sqlite ncurses ncursesw lzma gl gl1-mesa-glx gdbm nss pq jpeg "
    "jpeg-turbo png tiff freetype fontconfig harfbuzz fribidi hdf openblas openblas-base blas lapack atlas-base fftw gsl "
    "sndfile git ssh udunits geos proj netcdf boost numa aio event mariadb udev usb cap seccomp pam0g krb sasl ldap "
    "yaml zmq protobuf eigen tbb archive v4l x fuse db nghttp glib cairo pcre icu ibverbs rdmacm lz zstd snappy "
    "tinfo gmp mpfr mpc c stdc++ gconf asound atk sm ice xext xrender gomp glu1-mesa egl xi xkbcommon xrandr xcursor "
    "xinerama xfixes atomic gdiplus opengl gbm drm pango gfortran quadmath"
)
"""Libraries that bring no program, without lib, version and -dev; many others depend on gcc, java, ghostscript or others."""
_LIBRARY = re.compile(r"lib(.{1,60}?)[0-9.-]{0,20}(?:-dev)?(?:[0-9]?t64)?")
_VERSION = re.compile(r"[=/:].*", re.DOTALL)
_INSTALLERS = names(
    "snap dpkg npm yarn gem cargo go conda mamba micromamba make ninja brew rpm eval source . module modprobe alien "
    "nvm apptainer cloud-init update-alternatives alias ubuntu-drivers waagent azcmagent cmake flatpak pipx uv dotnet"
)
_SHELLS = names("sh bash zsh dash ash ksh")
_READING_COMMANDS = re.compile(r"-[a-z]*c")
_INTO_SHELL = re.compile(r"\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:/bin/)?(?:ba|da)?sh\b")
_IN_PATH = re.compile(r"/(?:usr(?:/local)?(?:/s?bin)?|s?bin|snap/bin)?/?|.*/bin/[^/]*")
_OPTIONS_WITH_VALUE = frozenset({"-o", "-t", "-c", "--option", "--target-release", "--default-release"})
_NFS = re.compile(r"[\w.$\{\}-]+:/")


def instead_of(program: str) -> str | None:
    """Return what to do about a program that the images don't have; None if they may have it."""
    package = _APT_PACKAGES.get(program)
    if package is not None:
        return f"Install it first: apt-get update && apt-get install -y {package}."
    if program == "docker-compose":
        return "Use docker compose, which Docker's package docker-compose-plugin brings, or install Docker Compose first."
    product = _OTHERS.get(program)
    return None if product is None else f"Install {product} first."


def program_of_command(command: Command) -> str:
    """Return the program that a command runs, by its name in these tables; empty if it isn't one of the system."""
    if not command.words:
        return ""
    text = command.words[0].text
    name = posixpath.basename(text)
    if text not in {name, f"/usr/bin/{name}", f"/bin/{name}"} or command.words[0].variables:
        return ""
    if name == "mount":
        return _helper_of_mount(command)
    return name


def _helper_of_mount(command: Command) -> str:
    """Return the program that ``mount`` runs for a file system of the network."""
    if not {"--help", "--version"}.isdisjoint(command.arguments):
        return ""
    kinds = [after for before, after in pairwise(command.arguments) if before in {"-t", "--types"}]
    if kinds:
        return "mount.nfs" if kinds[0] in {"nfs", "nfs4"} else ""
    plain = positional(command.words[1:], frozenset({"-o", "-O", "--options"}))
    if len(plain) != 2:  # noqa: PLR2004  # because something is mounted somewhere
        return ""
    return "mount.nfs" if _NFS.match(plain[0].text) else ""


def is_for_mounts(program: str) -> bool:
    """Return whether Batch itself installs a program for the mounts of the pool."""
    return program in _MOUNTED_BY_BATCH


def may_bring(command: Command, program: str) -> bool:
    """Return whether a command may install a program, or change where the shell looks for programs."""
    if any(word.text.startswith("PATH") for word in (*command.assignments, *command.words[1:])):
        return True
    named = rf"(?<![\w.-]){re.escape(program)}(?![\w-])"
    if not program.startswith("mount.") and any(re.search(named, text) for text in command.arguments if "://" not in text):
        return True
    family = family_of(command)
    bare = without_prefixes(command)
    if family == "apt":
        return any(_package_brings(package, program) for package in packages_of(command))
    if family == "pip":
        return "install" in command.arguments and instead_of(program) is not None and program not in _COMPILING
    if bare.name in _INSTALLERS or _runs_a_script(bare):
        return True
    return any(map(_IN_PATH.fullmatch, targets_of(command)))


def _runs_a_script(command: Command) -> bool:
    """Return whether a command runs a script from a file or from a pipe, which may be an installer."""
    if command.name in _SHELLS:
        return not any(map(_READING_COMMANDS.fullmatch, command.arguments))
    return command.name == "python3" and not command.arguments[1:]


def runs_script_of_docker(command: Command, text: str) -> bool:
    """Return whether a command runs the script of https://get.docker.com, which installs Docker and its plugins."""
    bare = without_prefixes(command)
    if bare.name not in _SHELLS or "get.docker.com" not in text:
        return False
    file = next((each for each in bare.arguments if not each.startswith("-")), None)
    if file is None:  # it reads the script from a pipe
        return bool(re.search(r"get\.docker\.com/?[\"']?[^|;&\n]{0,80}\|", text)) and len(_INTO_SHELL.findall(text)) == 1
    name = re.escape(file.removeprefix("./"))
    after = rf"get\.docker\.com/?[\"']?\s[^|;&\n]{{0,80}}-[a-zA-Z]*[oO]\s*(?:\./)?{name}(?!\S*/)"
    before = rf"-[a-zA-Z]*[oO]\s*(?:\./)?{name}[\"']?\s[^|;&\n]{{0,80}}get\.docker\.com"
    return bool(re.search(f"{after}|{before}", text))


def packages_of(command: Command, action: str = "install") -> Iterator[str]:
    """Yield the packages that ``apt-get`` installs, without versions; ``*`` for those that aren't known."""
    arguments = command.arguments
    if action not in arguments:
        return
    start = arguments.index(action) + 1
    for before, text in pairwise(arguments[start - 1 :]):
        if before in _OPTIONS_WITH_VALUE or text.startswith("-"):
            continue
        name = _VERSION.sub("", text)
        yield "*" if re.search(r"[$`*/]|\.deb\Z", name) or text.startswith(("/", ".")) else name


def _package_brings(package: str, program: str) -> bool:
    if package in _BRINGING or package in _WITHOUT_PROGRAMS:
        return program in _BRINGING.get(package, frozenset()) or package == program
    library = _LIBRARY.fullmatch(package)
    return library is None or library[1] not in _LIBRARIES


def is_tested_mount(step: Step) -> bool:
    """Return whether a step is ``mountpoint -q DIRECTORY || mount ...``."""
    first = step.statement.pipelines[0].elements[0]
    tests = isinstance(first, Command) and first.name in {"mountpoint", "findmnt"}
    return tests and step.statement.operators == ("||",) and step.statement.last is step.command
