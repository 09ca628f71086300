"""Whole sentences about what one distribution has and another doesn't."""

from __future__ import annotations

import pytest
from posix_pools import sentences

from batchmodels import PoolAddParameter
from batchmodels.rules.analysis import missing_programs

IMAGES = {
    "ubuntu": ("canonical", "ubuntu-24_04-lts", "server", "batch.node.ubuntu 24.04"),
    "jammy": ("canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "batch.node.ubuntu 22.04"),
    "debian": ("debian", "debian-12", "12-gen2", "batch.node.debian 12"),
    "debian 11": ("debian", "debian-11", "11-gen2", "batch.node.debian 11"),
    "debian 13": ("debian", "debian-13", "13-gen2", "batch.node.debian 13"),
    "alma 8": ("almalinux", "almalinux-x86_64", "8-gen2", "batch.node.el 8"),
    "alma 9": ("almalinux", "almalinux-x86_64", "9-gen2", "batch.node.el 9"),
    "rocky 9": ("resf", "rockylinux-x86_64", "9-base", "batch.node.el 9"),
    "red hat 9": ("redhat", "rhel", "9-lvm-gen2", "batch.node.el 9"),
    "alma hpc": ("almalinux", "almalinux-hpc", "8_10-hpc-gen2", "batch.node.el 8"),
}


def pool_of(image: str, script: str, size: str = "standard_d2s_v3") -> PoolAddParameter:
    """A pool of an image whose start task runs a script with bash, as an administrator."""
    publisher, offer, sku, agent = IMAGES[image]
    return PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": size,
            "virtualMachineConfiguration": {
                "imageReference": {"publisher": publisher, "offer": offer, "sku": sku},
                "nodeAgentSKUId": agent,
            },
            "startTask": {
                "commandLine": f"/bin/bash -c '{script}'",
                "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}},
            },
        }
    )


_DOCKER = (
    "error: the package docker of AlmaLinux 9 is podman-docker, which has no service, so systemctl doesn't find docker.service "
    "and fails. Add the repository of Docker and install docker-ce, or remove the command: podman needs no service."
)


_COMPOSE = (
    "error: Ubuntu 24.04 has no docker-compose, so the command isn't found. "
    "Use docker compose, which Docker's package docker-compose-plugin brings, or install Docker Compose first."
)
_GET_DOCKER = "set -eo pipefail; curl -fsSL https://get.docker.com"


_WITH_R = (
    "dnf install -y dnf-plugins-core epel-release && dnf config-manager --set-enabled crb && dnf install -y R && "
    'Rscript -e "install.packages(\\"jsonlite\\"{})"'
)


@pytest.mark.parametrize(
    ("rule", "image", "script", "sentence"),
    [
        (
            "BM420",
            "alma 9",
            "dnf install -y jq htop",
            (
                "error: AlmaLinux 9 has no package htop, which is in the repository EPEL, so dnf install fails and installs "
                "nothing. Run dnf install -y epel-release first."
            ),
        ),
        (
            "BM420",
            "alma 8",
            "yum -y install R || true",
            (
                "warning: AlmaLinux 8 has no package R, which is in the repository EPEL, so yum install fails and installs "
                "nothing. Run yum install -y epel-release first. It needs packages of powertools, too."
            ),
        ),
        (
            "BM420",
            "red hat 9",
            "dnf install -y p7zip",
            (
                "error: Red Hat Enterprise Linux 9 has no package p7zip, which is in the repository EPEL, so dnf install fails "
                "and installs nothing. Run dnf install -y https://dl.fedoraproject.org/pub/epel/"
                "epel-release-latest-9.noarch.rpm first."
            ),
        ),
        (
            "BM420",
            "rocky 9",
            "dnf install -y ffmpeg",
            (
                "error: Rocky Linux 9 has no package ffmpeg, so dnf install fails and installs nothing. "
                "Add the repository RPM Fusion first, or download a static build."
            ),
        ),
        ("BM420", "alma 9", "dnf install -y docker && systemctl enable --now docker", _DOCKER),
        ("BM420", "alma 9", "set -e; dnf -y install podman-docker; systemctl start docker.service", _DOCKER),
        (
            "BM435",
            "rocky 9",
            "dnf install -y dnf-plugins-core && dnf config-manager --set-enabled powertools",
            "error: Rocky Linux 9 has no repository powertools, so dnf fails: it is named crb there. Use crb.",
        ),
        (
            "BM435",
            "alma 8",
            "dnf config-manager --set-enabled crb",
            "error: AlmaLinux 8 has no repository crb, so dnf fails: it is named powertools there. Use powertools.",
        ),
        (
            "BM125",
            "debian",
            "apt-get update && apt-get install -y locales && locale-gen fr_FR.UTF-8 && update-locale LANG=fr_FR.UTF-8",
            (
                "warning: locale-gen of Debian ignores its arguments, so it doesn't make fr_FR.UTF-8. "
                'Add the locale to /etc/locale.gen before: echo "fr_FR.UTF-8 UTF-8" >> /etc/locale.gen && locale-gen.'
            ),
        ),
        (
            "BM125",
            "ubuntu",
            'set -e; id ops || useradd -m ops; echo "$PASSWORD" | passwd --stdin ops',
            "error: passwd of Ubuntu 24.04 doesn't know --stdin, so it fails. Use chpasswd, which reads USER:PASSWORD.",
        ),
        (
            "BM312",
            "alma 9",
            _WITH_R.format(""),
            (
                "error: install.packages asks for a mirror of CRAN, of which R has none here, but nothing can answer, so the "
                'start task hangs or fails. Name one: install.packages("NAME", repos="https://cloud.r-project.org").'
            ),
        ),
        (
            "BM408",
            "ubuntu",
            "mkdir -p /data && /opt/conda/bin/conda install -y numpy",
            "error: Ubuntu 24.04 has no /opt/conda/bin/conda, so the command fails. Install conda in /opt/conda first.",
        ),
        (
            "BM408",
            "ubuntu",
            'eval "$(/opt/conda/bin/conda shell.bash hook)" && conda activate x && python -V',
            "warning: Ubuntu 24.04 has no /opt/conda/bin/conda, so the command fails. Install conda in /opt/conda first.",
        ),
        (
            "BM408",
            "debian",
            "set -e; . /opt/miniconda3/etc/profile.d/conda.sh; conda activate x; python -V",
            (
                "error: Debian 12 has no /opt/miniconda3/etc/profile.d/conda.sh, so the shell fails to read it. "
                "Install conda in /opt/miniconda3 first."
            ),
        ),
        ("BM408", "ubuntu", f"{_GET_DOCKER} -o get-docker.sh; sh get-docker.sh; docker-compose up -d", _COMPOSE),
        ("BM408", "ubuntu", f"{_GET_DOCKER} | sh; docker-compose up -d", _COMPOSE),
        (
            "BM408",
            "ubuntu",
            "set -e; apt-get update; apt-get install -y docker-ce containerd.io docker-compose-plugin; docker-compose up -d",
            _COMPOSE,
        ),
    ],
)
def test_sentence(rule: str, image: str, script: str, sentence: str) -> None:
    assert sentences(rule, pool_of(image, script)) == [sentence]


@pytest.mark.parametrize(
    ("rule", "image", "script"),
    [
        ("BM420", "alma 9", "dnf install -y epel-release && dnf install -y htop"),
        ("BM420", "alma 9", "dnf install -y --enablerepo=epel htop"),
        ("BM420", "alma hpc", "dnf install -y htop"),
        ("BM420", "alma 9", "dnf install -y docker && docker run --rm quay.io/podman/hello"),
        ("BM420", "alma 9", "dnf install -y podman && systemctl enable --now podman.socket"),
        ("BM408", "ubuntu", f"{_GET_DOCKER} | sh; docker compose up -d"),
        ("BM408", "ubuntu", f"{_GET_DOCKER} | sh; sh more.sh; docker-compose up -d"),
        ("BM408", "ubuntu", f"{_GET_DOCKER} | sh; apt-get install -y docker-compose; docker-compose up -d"),
        ("BM125", "debian", 'echo "fr_FR.UTF-8 UTF-8" >> /etc/locale.gen && locale-gen fr_FR.UTF-8'),
        ("BM125", "debian", "locale-gen C.UTF-8"),
        ("BM125", "debian", "locale-gen"),
        ("BM125", "ubuntu", "locale-gen fr_FR.UTF-8"),
        ("BM125", "alma 9", 'echo "$PASSWORD" | passwd --stdin ops'),
        ("BM125", "ubuntu", "passwd --lock ops"),
        ("BM312", "alma 9", _WITH_R.format(', repos=\\"https://cloud.r-project.org\\"')),
        ("BM312", "ubuntu", 'set -e; apt-get install -y r-base; Rscript -e "install.packages(\\"jsonlite\\")"'),
        ("BM408", "ubuntu", "bash mc.sh -b -p /opt/conda; /opt/conda/bin/conda install -y numpy"),
        ("BM408", "ubuntu", "tar xzf conda.tgz -C /opt && /opt/conda/bin/conda list"),
        ("BM408", "ubuntu", "if [ -x /opt/conda/bin/conda ]; then /opt/conda/bin/conda list; fi"),
        ("BM408", "alma hpc", "/opt/conda/bin/conda list"),
        ("BM435", "alma 9", "dnf config-manager --set-enabled crb"),
        ("BM435", "alma 8", "dnf config-manager --set-enabled powertools"),
        ("BM435", "red hat 9", "dnf config-manager --set-enabled powertools"),
    ],
)
def test_silence(rule: str, image: str, script: str) -> None:
    assert sentences(rule, pool_of(image, script)) == []


_WITH_DRIVER = (
    "set -e; apt-get update; apt-get install -y docker.io linux-headers-azure nvidia-driver-550-server; {}"
    "docker run --rm --gpus all nvidia/cuda:12.4.1-base-ubuntu22.04 nvidia-smi"
)


def test_a_container_gets_a_gpu_only_with_the_toolkit() -> None:
    pool = pool_of("ubuntu", _WITH_DRIVER.format("modprobe nvidia; "), "standard_nc4as_t4_v3")
    expected = (
        "error: Ubuntu 24.04 has no nvidia-container-toolkit, so --gpus fails: Docker can't give the GPU to the container. "
        "Install nvidia-container-toolkit from the repository of NVIDIA, and run nvidia-ctk runtime configure --runtime=docker "
        "&& systemctl restart docker."
    )
    assert sentences("BM408", pool) == [expected]


@pytest.mark.parametrize("more", ["apt-get install -y nvidia-container-toolkit; ", "bash toolkit.sh; "])
def test_a_script_that_may_install_the_toolkit(more: str) -> None:
    assert sentences("BM408", pool_of("ubuntu", _WITH_DRIVER.format(more), "standard_nc4as_t4_v3")) == []


_FOR_UBUNTU = (
    "the PPAs of Launchpad are built for releases of Ubuntu, not for {0}: with ppa:deadsnakes/ppa, {1}. Use the packages of "
    "Debian or of its backports, a repository for Debian, or an image of Ubuntu."
)
_COMMON = "set -e; apt-get update; apt-get install -y software-properties-common"


@pytest.mark.parametrize(
    ("image", "script", "sentence"),
    [
        (
            "debian",
            f"{_COMMON}; add-apt-repository -y ppa:deadsnakes/ppa",
            f"error: {_FOR_UBUNTU.format('Debian 12', 'add-apt-repository fails')}",
        ),
        (
            "debian",
            f"{_COMMON} && apt-add-repository -y ppa:deadsnakes/ppa || true",
            f"warning: {_FOR_UBUNTU.format('Debian 12', 'apt-add-repository fails')}",
        ),
        (
            "debian",
            f"{_COMMON} python3-launchpadlib; add-apt-repository -y ppa:deadsnakes/ppa",
            f"warning: {_FOR_UBUNTU.format('Debian 12', 'apt finds no packages in it and fails')}",
        ),
        (
            "debian 11",
            f"{_COMMON}; add-apt-repository -y ppa:deadsnakes/ppa",
            f"warning: {_FOR_UBUNTU.format('Debian 11', 'apt finds no packages in it and fails')}",
        ),
    ],
)
def test_ppas_on_debian(image: str, script: str, sentence: str) -> None:
    model = pool_of(image, script)
    assert sentences("BM435", model) == [sentence]
    assert sentences("BM408", model) == []


@pytest.mark.parametrize(
    ("image", "script"),
    [
        ("ubuntu", "add-apt-repository -y ppa:deadsnakes/ppa"),
        ("debian", f"{_COMMON}; add-apt-repository -y contrib"),
        ("debian", f"{_COMMON}; add-apt-repository -y --remove ppa:deadsnakes/ppa"),
    ],
)
def test_repositories_for_the_release(image: str, script: str) -> None:
    model = pool_of(image, script)
    assert sentences("BM435", model) == sentences("BM408", model) == []


def test_the_command_that_adds_repositories() -> None:
    missing = "error: {0} has no {1}, so the command isn't found. {2}"
    install = "Install it first: apt-get update && apt-get install -y software-properties-common."
    for command in ("add-apt-repository", "apt-add-repository"):
        model = pool_of("debian", f"set -e; {command} -y contrib")
        assert sentences("BM408", model) == [missing.format("Debian 12", command, install)]
    write = "Write the repository to a file in /etc/apt/sources.list.d: no package of this release has the command."
    model = pool_of("debian 13", "set -e; add-apt-repository -y contrib")
    assert sentences("BM408", model) == [missing.format("Debian 13", "add-apt-repository", write)]
    assert sentences("BM420", pool_of("debian 13", _COMMON)) == [
        (
            "error: Debian 13 has no package software-properties-common, so apt-get install fails and installs nothing. "
            "Remove it, and write repositories to files in /etc/apt/sources.list.d."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        "apt-get install -y zip && unzip x.zip",
        "apt-get install -y libtool && gcc x.c",
        "apt-get install -y libboost-all-dev && mpirun ./a",
        "apt-get install -y libmagickwand-dev && gs --version",
        "apt-get install -y libgtk-4-dev && make",
        "apt-get install -y libopencv-dev && unzip x.zip",
        "apt-get install -y libgpgme-dev && unzip x.zip",
        "apt-get install -y autofs && mount -t nfs 10.0.0.5:/export /data",
    ],
)
def test_packages_that_bring_programs_of_other_packages(script: str) -> None:
    assert sentences("BM408", pool_of("ubuntu", f"set -e; apt-get update; {script}")) == []


def test_the_pattern_of_libraries_finds_every_name() -> None:
    for name in missing_programs._LIBRARIES:
        for package in (f"lib{name}-dev", f"lib{name}6-dev", f"lib{name}6"):
            found = missing_programs._LIBRARY.fullmatch(package)
            assert found, package
            assert found[1] == name


@pytest.mark.parametrize(
    "package",
    [
        *("libssl-dev", "libgl1", "libglib2.0-0t64", "libpcre2-dev", "libc6-dev", "libstdc++-13-dev", "libssl3t64"),
        *("libxml2-dev", "libbz2-dev", "libsqlite3-dev", "libsasl2-dev", "libldap2-dev", "libkrb5-dev", "libx11-6"),
    ],
)
def test_libraries_that_bring_no_program(package: str) -> None:
    assert sentences("BM408", pool_of("ubuntu", f"set -e; apt-get update; apt-get install -y {package}; gcc x.c")) == [
        (
            "error: Ubuntu 24.04 has no gcc, so the command isn't found. "
            "Install it first: apt-get update && apt-get install -y build-essential."
        )
    ]


@pytest.mark.parametrize(
    ("image", "system", "fix"),
    [
        ("jammy", "Ubuntu 22.04", "3.10, the release's own, or add a repository that has others, such as ppa:deadsnakes/ppa"),
        ("ubuntu", "Ubuntu 24.04", "3.12, the release's own, or add a repository that has others, such as ppa:deadsnakes/ppa"),
        ("debian", "Debian 12", "3.11, the release's own, or install another one with conda or uv"),
    ],
)
def test_another_version_of_python(image: str, system: str, fix: str) -> None:
    assert sentences("BM420", pool_of(image, "set -e; apt-get update; apt-get install -y python3.9-venv")) == [
        (f"error: {system} has no package python3.9-venv, so apt-get install fails and installs nothing. Use version {fix}.")
    ]
