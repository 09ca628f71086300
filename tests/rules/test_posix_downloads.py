"""Whole sentences of the rules about Linux command lines: downloads, repositories and settings."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM114",
            "/bin/bash -c 'set -e; curl -sSL https://example.com/a.tgz -o a.tgz; tar xzf a.tgz -C /opt'",
            (),
            (
                "warning: without -f, curl succeeds when the server answers with an error, and tar gets the error"
                " page instead of the file. Use curl -f, for example curl -fsSL, so that the command fails "
                "instead."
            ),
        ),
        (
            "BM114",
            (
                "/bin/bash -c 'set -e; curl -fsS -o ninja.zip https://github.com/ninja-"
                "build/ninja/releases/download/v1.12.1/ninja-linux.zip'"
            ),
            (),
            (
                "warning: the server answers with a redirection, which curl doesn't follow without -L, so it "
                "saves an empty file. Use curl -L, for example curl -fsSL."
            ),
        ),
        (
            "BM114",
            "/bin/bash -c 'set -e; wget -q https://github.com/contoso/tools/blob/main/setup.sh; bash setup.sh'",
            (),
            (
                "warning: the URL is that of the page that shows the file, so the download is HTML and not the "
                "file. Use the URL of the file itself, for example "
                "https://raw.githubusercontent.com/OWNER/REPOSITORY/BRANCH/PATH."
            ),
        ),
        (
            "BM311",
            (
                "/bin/bash -c 'set -e; apt-get update; apt-get install -y software-properties-common; echo \"deb "
                '[signed-by=/etc/apt/keyrings/x.gpg] https://x.example.com/apt stable main" > '
                "/etc/apt/sources.list.d/x.list; apt-get install -y xtool'"
            ),
            (),
            (
                "warning: apt-get install doesn't know the packages of /etc/apt/sources.list.d/x.list, which was "
                "added after apt-get update. Run apt-get update after the repository is added."
            ),
        ),
        (
            "BM311",
            "/bin/bash -c 'set -e\r\napt-get update\r\napt-get install -y git\r\n'",
            (),
            (
                "warning: apt-get install uses the package lists of the image, which may be empty or outdated, so"
                " that it doesn't find the packages. Run apt-get update first: apt-get update && apt-get install "
                "…"
            ),
        ),
        (
            "BM316",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                'echo "deb https://apt.example.com/stable stable main" > /etc/apt/sources.list.d/example.list\n'
                "apt-get -o DPkg::Lock::Timeout=300 update\n"
                "DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y example-agent\n"
                "'"
            ),
            (),
            (
                "warning: nothing brings the key of https://apt.example.com/stable, so apt-get update refuses the"
                " repository. Save the key in /etc/apt/keyrings and name it with signed-by in the line."
            ),
        ),
        (
            "BM316",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                'echo "Acquire::Retries 3" > /etc/apt/apt.conf.d/80retries\n'
                "apt-get -o DPkg::Lock::Timeout=300 update\n"
                "DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y htop\n"
                "'"
            ),
            (),
            (
                "warning: a setting of apt ends with a semicolon; without it, every command of apt fails with a "
                "syntax error. Add ; at the end of the setting."
            ),
        ),
        (
            "BM318",
            "/bin/bash -c 'echo \"*/5 * * * * root /usr/local/bin/tick\" > /etc/cron.d/tick.cron'",
            (),
            "warning: cron ignores /etc/cron.d/tick.cron because of its name. Use a name without dots.",
        ),
        (
            "BM318",
            (
                '/bin/bash -c \'set -e; echo "worker ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/worker.conf; chmod '
                "440 /etc/sudoers.d/worker.conf'"
            ),
            (),
            "warning: sudo ignores /etc/sudoers.d/worker.conf because of its name. Use a name without dots.",
        ),
        (
            "BM318",
            "/bin/bash -c 'echo \"blacklist nouveau\" > /etc/modprobe.d/nouveau && update-initramfs -u'",
            (),
            "warning: the system ignores /etc/modprobe.d/nouveau because of its name. Use the ending .conf.",
        ),
        (
            "BM318",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                'echo "deb http://azure.archive.ubuntu.com/ubuntu noble-proposed main" > '
                "/etc/apt/sources.list.d/proposed\n"
                "apt-get -o DPkg::Lock::Timeout=300 update\n"
                "'"
            ),
            (),
            "warning: apt ignores /etc/apt/sources.list.d/proposed because of its name. Use the ending .list.",
        ),
        (
            "BM319",
            (
                "/bin/bash -c 'set -e; mkdir -p /data; grep -q /data /etc/fstab || echo "
                '"/dev/disk/azure/scsi1/lun0-part1 /data ext4 defaults,nofail 0 2" >> /etc/fstab; cp tool /data/\''
            ),
            (),
            (
                "warning: the entry in /etc/fstab is only used when the node boots, and the script uses its "
                "directory now, so the change isn't in effect. Run mount -a afterwards."
            ),
        ),
        (
            "BM319",
            "/bin/bash -c 'set -e; echo \"vm.max_map_count=262144\" > /etc/sysctl.d/99-es.conf'",
            (),
            (
                "warning: the kernel reads /etc/sysctl.d/99-es.conf only when the node boots, so the change isn't"
                " in effect. Run sysctl --system afterwards."
            ),
        ),
        (
            "BM319",
            "/bin/bash -c 'set -e; echo \"vm.max_map_count=262144\" >> /etc/sysctl.conf'",
            (),
            (
                "warning: the kernel reads /etc/sysctl.conf only when the node boots, so the change isn't in "
                "effect. Run sysctl --system afterwards."
            ),
        ),
        (
            "BM319",
            ("/bin/bash -c 'set -e; echo \"net.core.somaxconn=4096\" > /etc/sysctl.d/60-net.conf; mkdir -p /opt/app'"),
            (),
            (
                "warning: the kernel reads /etc/sysctl.d/60-net.conf only when the node boots, so the change "
                "isn't in effect. Run sysctl --system afterwards."
            ),
        ),
        (
            "BM319",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "systemctl is-active docker\n"
                'echo "{\\"data-root\\": \\"/data/docker\\"}" > /etc/docker/daemon.json\n'
                "'"
            ),
            (),
            (
                "warning: Docker reads /etc/docker/daemon.json only when it starts, so the change isn't in "
                "effect. Run systemctl restart docker afterwards."
            ),
        ),
        (
            "BM319",
            "/bin/bash -c 'echo /opt/solver/lib > /etc/ld.so.conf.d/solver.conf'",
            (),
            (
                "warning: programs find the libraries of /etc/ld.so.conf.d/solver.conf only after ldconfig, so "
                "the change isn't in effect. Run ldconfig afterwards."
            ),
        ),
    ],
)
def test_sentences_about_downloads(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))
