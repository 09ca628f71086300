"""Whole sentences of the rules about Linux command lines: questions that nothing can answer."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences

from batchmodels import StartTask, TaskAddParameter, review
from batchmodels.identities import pool_admin


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM301",
            (
                "/bin/bash -c 'set -e; wget -q https://repo.anaconda.com/miniconda/Miniconda3-latest-"
                "Linux-x86_64.sh -O /tmp/m.sh; bash /tmp/m.sh -p /opt/conda'"
            ),
            (),
            "error: m.sh asks for agreement and nothing can answer, so the start task hangs or fails. Add -b.",
        ),
        (
            "BM301",
            (
                "/bin/bash -c 'set -e; curl -fsSL -o Miniforge3.sh https://github.com/conda-"
                "forge/miniforge/releases/latest/download/Miniforge3-Linux-x86_64.sh; bash Miniforge3.sh -p "
                "/opt/mf'"
            ),
            (),
            ("error: Miniforge3.sh asks for agreement and nothing can answer, so the start task hangs or fails. Add -b."),
        ),
        (
            "BM301",
            (
                "/bin/bash -c 'set -e; curl -fsSLO https://us.download.nvidia.com/tesla/535.129.03/NVIDIA-"
                "Linux-x86_64-535.129.03.run; sh NVIDIA-Linux-x86_64-535.129.03.run'"
            ),
            (),
            (
                "error: NVIDIA-Linux-x86_64-535.129.03.run asks for agreement and nothing can answer, so the "
                "start task hangs or fails. Add --silent."
            ),
        ),
        (
            "BM301",
            (
                "/bin/bash -c 'set -e; curl -fsSLO "
                "https://developer.download.nvidia.com/compute/cuda/12.3.0/local_installers/cuda_12.3.0_545.23.06_linux.run;"
                " sh cuda_12.3.0_545.23.06_linux.run --toolkit'"
            ),
            (),
            (
                "error: cuda_12.3.0_545.23.06_linux.run asks for agreement and nothing can answer, so the start "
                "task hangs or fails. Add --silent."
            ),
        ),
        (
            "BM312",
            '/bin/bash -c \'\nset -e\nread -p "Continue? " answer\n[ "$answer" = y ] || exit 1\napt-get update\n\'',
            (),
            (
                "error: read waits for an input, but nothing can answer, so read fails and the variable stays "
                "empty. Use an environment setting, or a fixed value."
            ),
        ),
        (
            "BM312",
            '/bin/bash -c \'\necho "Enter the license key:"\nread KEY\necho "$KEY" > /etc/license\n\'',
            (),
            (
                "warning: read waits for an input, but nothing can answer, so read fails and the variable stays "
                "empty. Use an environment setting, or a fixed value."
            ),
        ),
        (
            "BM312",
            (
                "/bin/bash -c 'set -e; apt-get update; apt-get install -y docker.io; docker login reg.azurecr.io;"
                " docker pull reg.azurecr.io/a:1'"
            ),
            (),
            (
                "error: docker login asks for a password, but nothing can answer, so the start task hangs or "
                "fails. Pass the password with --password-stdin, or use az acr login with a managed identity."
            ),
        ),
        (
            "BM312",
            (
                "/bin/bash -c 'set -e; curl -fsSL https://aka.ms/downloadazcopy-v10-linux | tar xz --strip-"
                "components=1; ./azcopy login; ./azcopy copy https://acct.blob.core.windows.net/data/a.bin "
                "/opt/a.bin'"
            ),
            (),
            (
                "error: azcopy login waits for a sign-in in a browser, but nothing can answer, so the start task "
                "hangs or fails. Sign in with a managed identity of the pool: azcopy login --identity."
            ),
        ),
        (
            "BM312",
            (
                "/bin/bash -c 'set -e; curl -fsSL https://aka.ms/InstallAzureCLIDeb | bash; az login; az storage "
                "blob list -c a --account-name b'"
            ),
            (),
            (
                "error: az login waits for a sign-in in a browser, but nothing can answer, so the start task "
                "hangs or fails. Sign in with a managed identity of the pool: az login --identity."
            ),
        ),
        (
            "BM312",
            "/bin/bash -c 'set -e; ssh-keygen -t rsa -b 4096'",
            (),
            (
                "error: ssh-keygen asks for the file of the key, but nothing can answer, so the start task hangs "
                'or fails. Add -f FILE -N "" for a key without a passphrase.'
            ),
        ),
        (
            "BM312",
            "/bin/bash -c 'set -e; gpg --gen-key'",
            (),
            (
                "error: gpg asks for a passphrase, but nothing can answer, so the start task hangs or fails. Use "
                "gpg --batch with a file of parameters, or --passphrase-file."
            ),
        ),
        (
            "BM312",
            "/bin/bash -c 'set -e; id worker || useradd -m worker; passwd worker'",
            (),
            (
                "error: passwd asks for a password, but nothing can answer, so the start task hangs or fails. Use"
                " chpasswd, which reads the name and a hash."
            ),
        ),
        (
            "BM312",
            "/bin/bash -c 'set -e; adduser worker'",
            (),
            (
                "warning: adduser asks for a password, but nothing can answer, so the start task hangs or fails. "
                'Add --disabled-password --gecos "", or use useradd -m.'
            ),
        ),
        (
            "BM312",
            "/bin/bash -c 'set -e; crontab -e'",
            (),
            (
                "error: crontab -e opens an editor, which waits for a person, but nothing can answer, so the "
                "start task hangs or fails. Write a file in /etc/cron.d."
            ),
        ),
        (
            "BM312",
            "/bin/bash -c 'set -e; fdisk /dev/disk/azure/scsi1/lun0'",
            (),
            (
                "error: fdisk reads its commands from standard input, which is empty, but nothing can answer, so "
                "the start task hangs or fails. Use sfdisk, or parted --script."
            ),
        ),
        (
            "BM312",
            "/bin/bash -c 'set -e; nano /etc/hosts'",
            (),
            (
                "error: nano is an editor, which waits for a person, but nothing can answer, so the start task "
                "hangs or fails. Use sed -i, or write the file with cat and a here-document."
            ),
        ),
        (
            "BM312",
            ("/bin/bash -c 'set -e; openssl req -x509 -newkey rsa:2048 -nodes -keyout /etc/ssl/k.pem -out /etc/ssl/c.pem'"),
            (),
            (
                "error: openssl req asks for the names in the certificate, but nothing can answer, so the start "
                'task hangs or fails. Add -subj "/CN=NAME".'
            ),
        ),
        (
            "BM312",
            ("/bin/bash -c 'set -e; apt-get update; apt-get install -y mysql-client; mysql -h db -u root -p < schema.sql'"),
            (),
            (
                "error: mysql -p asks for a password, but nothing can answer, so the start task hangs or fails. "
                "Put the password into a file for --defaults-extra-file."
            ),
        ),
        (
            "BM313",
            ("/bin/bash -c 'set -e; apt-get update; apt-get install -y docker.io; docker run --rm -it ubuntu:24.04 true'"),
            (),
            (
                'error: a start task has no terminal, so docker run -it fails with "the input device is not a '
                'TTY". Use -i instead of -it.'
            ),
        ),
        (
            "BM313",
            (
                "/bin/bash -c 'set -e; apt-get update; apt-get install -y docker.io; docker run -d --name w img:1"
                " || docker start w; docker exec -it w /setup.sh'"
            ),
            (),
            (
                'error: a start task has no terminal, so docker exec -it fails with "the input device is not a '
                'TTY". Use -i instead of -it.'
            ),
        ),
        (
            "BM313",
            "/bin/bash -c 'docker exec -ti web /setup.sh'",
            (),
            (
                'error: a start task has no terminal, so docker exec -ti fails with "the input device is not a '
                'TTY". Use -i instead of -ti.'
            ),
        ),
        (
            "BM313",
            "/bin/bash -c 'set -e; docker run --rm -i --tty tools:1 init'",
            (),
            (
                'error: a start task has no terminal, so docker run -i --tty fails with "the input device is not a'
                ' TTY". Remove --tty.'
            ),
        ),
        (
            "BM313",
            "/bin/bash -c 'docker run -t --interactive tools:1 init; true'",
            (),
            (
                'warning: a start task has no terminal, so docker run -t --interactive fails with "the input device is not a'
                ' TTY". Remove -t.'
            ),
        ),
    ],
)
def test_sentences_about_prompts(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))


PROMPT = "apt-get install prompts for confirmation"
IF_MORE = (
    f"warning: {PROMPT} if it installs or upgrades other packages than those named, and nothing can answer: the start task "
    "then hangs or fails. Use apt-get install -y."
)


@pytest.mark.parametrize(
    "packages",
    [
        "ffmpeg",
        "jq",
        "git ffmpeg",
        "jq unzip",
        "nfs-common tree",
        "build-essential=12.10",
        "openjdk-17-jre-headless",
        "docker.io jq",
    ],
)
def test_apt_asks_for_packages_that_bring_others(packages: str) -> None:
    line = f"/bin/bash -c 'set -e; apt-get update; apt-get install {packages}'"
    assert sentences("BM301", admin_pool(line)) == [
        f"error: {PROMPT} and nothing can answer, so the start task hangs or fails. Use apt-get install -y."
    ]


@pytest.mark.parametrize(
    "packages",
    [
        "git",
        "curl",
        "python3",
        "software-properties-common",
        "docker-ce",
        "curl unzip",
        "nfs-common curl",
        "zip",
        "-f",
        "./a.deb",
    ],
)
def test_apt_may_ask(packages: str) -> None:
    line = f"/bin/bash -c 'set -e; apt-get update; apt-get install {packages}'"
    assert sentences("BM301", admin_pool(line)) == [IF_MORE]


@pytest.mark.parametrize(
    "packages", ["cifs-utils", "unzip", "wget", "ca-certificates", "zip unzip", "unzip tree make", "--fix-missing"]
)
def test_apt_does_not_ask_without_other_packages(packages: str) -> None:
    line = f"/bin/bash -c 'set -e; apt-get update; sudo apt-get install {packages}'"
    assert sentences("BM301", admin_pool(line)) == []


@pytest.mark.parametrize(
    ("action", "condition"),
    [
        ("upgrade", "if there is anything to upgrade"),
        ("dist-upgrade", "if there is anything to upgrade"),
        ("autoremove", "if there is anything to remove"),
        ("purge snapd", "if one of the packages is installed"),
        ("reinstall git", "if it installs or upgrades other packages than those named"),
    ],
)
def test_other_actions_of_apt(action: str, condition: str) -> None:
    does = f"apt-get {action.split(maxsplit=1)[0]}"
    assert sentences("BM301", admin_pool(f"/bin/bash -c 'set -e; apt-get update; apt-get {action}'")) == [
        (
            f"warning: {does} prompts for confirmation {condition}, and nothing can answer: the start task then hangs or "
            f"fails. Use {does} -y."
        )
    ]


def test_apt_removes_nothing_that_is_not_there() -> None:
    for action in ("remove", "purge"):
        line = f"/bin/bash -c 'set -e; apt-get {action} docker docker.io containerd runc'"
        assert sentences("BM301", admin_pool(line)) == []
    after = "/bin/bash -c 'set -e; apt-get install -y docker.io; apt-get remove docker.io'"
    assert len(sentences("BM301", admin_pool(after))) == 1


def test_what_else_may_have_the_packages() -> None:
    again = "/bin/bash -c 'set -e; apt-get install -y jq; apt-get install jq'"
    assert sentences("BM301", admin_pool(again)) == [IF_MORE]
    hpc = admin_pool("/bin/bash -c 'set -e; apt-get install ffmpeg'")
    machine = hpc.virtual_machine_configuration
    assert machine is not None
    assert machine.image_reference is not None
    machine.image_reference.publisher, machine.image_reference.offer = "microsoft-dsvm", "ubuntu-hpc"
    assert sentences("BM301", hpc) == [IF_MORE]
    machine.image_reference.publisher, machine.image_reference.offer, machine.image_reference.sku = "debian", "debian-12", "12"
    machine.node_agent_sku_id = "batch.node.debian 12"
    hpc.start_task = StartTask(command_line="/bin/bash -c 'set -e; apt-get install jq'", user_identity=pool_admin())
    assert sentences("BM301", hpc) == [IF_MORE]
    task = TaskAddParameter(id="t", command_line="/bin/bash -c 'set -e; apt-get install jq'")
    assert [str(each).split(":")[1] for each in review(task) if each.rule == "BM301"] == [" BM301 warning"]


@pytest.mark.parametrize(
    "command",
    [
        "docker run -t tools:1 init",
        "docker run --tty tools:1 init",
        "docker exec -t web /setup.sh",
        "docker run -i tools:1 init",
        "docker run -dit tools:1",
        "docker run tools:1 sh -it",
        "podman run -t tools:1 init",
    ],
)
def test_containers_that_need_no_terminal(command: str) -> None:
    """Docker looks for a terminal only if it connects the input, with -i: seen with version 28.2."""
    assert sentences("BM313", admin_pool(f"/bin/bash -c 'set -e; {command}'", ())) == []
