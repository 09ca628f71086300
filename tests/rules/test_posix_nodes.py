"""Whole sentences of the rules about Linux command lines: what a node needs."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM126",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; apt-get -o "
                "DPkg::Lock::Timeout=300 instal -y htop'"
            ),
            (),
            "error: apt-get has no action instal, so it fails. Did you mean install? Use apt-get install.",
        ),
        (
            "BM126",
            "/bin/bash -c 'set -e; systemctl enabel cron'",
            (),
            "error: systemctl has no action enabel, so it fails. Did you mean enable? Use systemctl enable.",
        ),
        (
            "BM126",
            "/bin/bash -c 'set -e; pip3 instal --break-system-packages numpy'",
            (),
            "error: pip3 has no action instal, so it fails. Did you mean install? Use pip3 install.",
        ),
        (
            "BM127",
            "/bin/bash -c 'set -e; mkdir -p /data/in; chown -R render:render /data/in'",
            (),
            (
                "error: nothing adds the user render, so chown fails. Add it first: id -u render >/dev/null 2>&1 "
                "|| useradd render."
            ),
        ),
        (
            "BM127",
            "/bin/bash -c 'set -e; mkdir -p /home/batchuser; chown batchuser /home/batchuser'",
            (),
            (
                "error: nothing adds the user batchuser, so chown fails. Add it first: id -u batchuser >/dev/null"
                " 2>&1 || useradd batchuser."
            ),
        ),
        (
            "BM127",
            "/bin/bash -c 'set -e; mkdir -p /data/in; chmod 775 /data/in; chown worker /data/in'",
            (),
            (
                "error: nothing adds the user worker, so chown fails. Add it first: id -u worker >/dev/null 2>&1 "
                "|| useradd worker."
            ),
        ),
        (
            "BM128",
            "/bin/bash -c 'set -e; systemctl daemon-reload; systemctl enable --now node_exporter'",
            (),
            (
                "error: nothing adds the service node_exporter, so systemctl fails. Write "
                "/etc/systemd/system/node_exporter.service first, or install what has it."
            ),
        ),
        (
            "BM128",
            "/bin/bash -c 'set -e; mkdir -p /opt/agent; cp agentd /opt/agent/; systemctl start telemetry'",
            (),
            (
                "error: nothing adds the service telemetry, so systemctl fails. Write "
                "/etc/systemd/system/telemetry.service first, or install what has it."
            ),
        ),
        (
            "BM128",
            "/bin/bash -c 'set -e; sysctl -w vm.swappiness=1; systemctl restart slurmd'",
            (),
            (
                "error: nothing adds the service slurmd, so systemctl fails. Write "
                "/etc/systemd/system/slurmd.service first, or install what has it."
            ),
        ),
        (
            "BM314",
            "/bin/bash -c 'set -e; chmod 777 -R /'",
            (),
            (
                "warning: chmod -R / changes files of the system, so that sudo, ssh and others refuse to work. "
                "Change only your own directories."
            ),
        ),
        (
            "BM314",
            "/bin/bash -c 'set -e; rm -rf / tmp/cache'",
            (),
            "warning: rm / deletes the operating system. Correct the path.",
        ),
        (
            "BM314",
            "/bin/bash -c 'apt-get -o DPkg::Lock::Timeout=300 purge -y walinuxagent'",
            (),
            ("warning: without walinuxagent, the agent of Azure and much of the system don't work. Don't remove walinuxagent."),
        ),
        (
            "BM314",
            "/bin/bash -c 'ufw default deny outgoing && ufw --force enable'",
            (),
            (
                "warning: ufw blocks what the node sends, so that it can't reach the Batch service, storage and "
                "168.63.129.16. Allow HTTPS to Batch and storage, and 168.63.129.16; or use a network security "
                "group."
            ),
        ),
        (
            "BM314",
            "/bin/bash -c 'systemctl stop systemd-resolved && systemctl disable systemd-resolved'",
            (),
            (
                "warning: without systemd-resolved, the node loses its network or its agent, and Batch can't use "
                "it. Leave systemd-resolved running."
            ),
        ),
        (
            "BM314",
            "/bin/bash -c 'rm -rf /mnt/batch/tasks/shared'",
            (),
            (
                "warning: rm deletes directories of the Batch agent, also the one in which it runs. Delete only "
                "files that your tasks make."
            ),
        ),
        (
            "BM315",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; DEBIAN_FRONTEND=noninteractive "
                "apt-get -o DPkg::Lock::Timeout=300 install -y cifs-utils; mkdir -p /mnt/s; mountpoint -q /mnt/s "
                "|| mount -t cifs //store.file.core.windows.net/s /mnt/s -o vers=1.0,credentials=/etc/s.cred'"
            ),
            (),
            "warning: Azure Files doesn't speak SMB 1.0, so mount fails. Use vers=3.1.1.",
        ),
        (
            "BM315",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; DEBIAN_FRONTEND=noninteractive "
                "apt-get -o DPkg::Lock::Timeout=300 install -y nfs-common; mkdir -p /mnt/s; mountpoint -q /mnt/s "
                "|| mount -t nfs store.file.core.windows.net:/store/s /mnt/s -o vers=3'"
            ),
            (),
            "warning: Azure Files has only NFS 4.1, so mount fails. Use vers=4,minorversion=1,sec=sys.",
        ),
        (
            "BM315",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; DEBIAN_FRONTEND=noninteractive "
                "apt-get -o DPkg::Lock::Timeout=300 install -y nfs-common; mkdir -p /mnt/s; mountpoint -q /mnt/s "
                "|| mount -t nfs store.blob.core.windows.net:/store/s /mnt/s -o sec=sys,nolock'"
            ),
            (),
            ("warning: blob storage has only NFS 3, and mount tries NFS 4, so it fails. Use sec=sys,vers=3,nolock,proto=tcp."),
        ),
        (
            "BM315",
            (
                "/bin/bash -c 'set -e; apt-get -o DPkg::Lock::Timeout=300 update; DEBIAN_FRONTEND=noninteractive "
                "apt-get -o DPkg::Lock::Timeout=300 install -y sshfs; mkdir -p /mnt/s; mountpoint -q /mnt/s || "
                "sshfs -o StrictHostKeyChecking=accept-new,reconnect files@10.0.0.4:/data /mnt/s'"
            ),
            (),
            ("warning: only the user who runs sshfs can read the mount, and tasks run as other users. Add -o allow_other."),
        ),
        (
            "BM323",
            "/bin/bash -c 'set -e; apt-get update; apt-get install -y linux-azure; reboot'",
            (),
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it "
                "forever, and it never becomes ready. Restart only if it is needed, for example if a file doesn't"
                " exist that you create before."
            ),
        ),
        (
            "BM323",
            "/bin/bash -c 'set -e; ./setup.sh; shutdown -h now'",
            (),
            (
                "warning: the start task shuts its node down, so the node runs no task and may still cost money. "
                "Remove shutdown; to get fewer nodes, resize the pool."
            ),
        ),
        (
            "BM417",
            (
                "/bin/bash -c 'set -e; blkid /dev/sdc || mkfs.ext4 /dev/sdc; mkdir -p /data; mountpoint -q /data "
                "|| mount /dev/sdc /data'"
            ),
            (),
            (
                "warning: /dev/sdc may be another disk on the next node or after a restart, also the one with "
                "Batch's directories. Use /dev/disk/azure/scsi1/lun0, with the number of the data disk."
            ),
        ),
        (
            "BM417",
            (
                "/bin/bash -c 'set -e; { blkid /dev/sdb || mkfs.xfs /dev/sdb; }; mkdir -p /scratch; mountpoint -q"
                " /scratch || mount /dev/sdb /scratch'"
            ),
            (),
            (
                "warning: /dev/sdb may be another disk on the next node or after a restart, also the one with "
                "Batch's directories. Use /dev/disk/azure/scsi1/lun0, with the number of the data disk."
            ),
        ),
        (
            "BM417",
            "/bin/bash -c 'set -e; mkdir -p /data; mountpoint -q /data || mount -t ext4 /dev/sdc1 /data'",
            (),
            (
                "warning: /dev/sdc1 may be another disk on the next node or after a restart, also the one with "
                "Batch's directories. Use /dev/disk/azure/scsi1/lun0, with the number of the data disk."
            ),
        ),
        (
            "BM418",
            ("/bin/bash -c 'set -e; install -d -m 0700 /opt/models; curl -fsSL -o /opt/models/a https://example.com/a'"),
            (),
            (
                "warning: /opt/models has the mode 0700 and belongs to root, so tasks of other users can't enter "
                "it. Use the mode 0755, or give the directory to the users of the tasks."
            ),
        ),
        (
            "BM418",
            "/bin/bash -c 'set -e; mkdir -p /data/input; chmod 750 /data/input; cp a.bin /data/input/'",
            (),
            (
                "warning: /data/input has the mode 750 and belongs to root, so tasks of other users can't enter "
                "it. Use the mode 0755, or give the directory to the users of the tasks."
            ),
        ),
        (
            "BM418",
            (
                '/bin/bash -c \'set -e; mkdir -p -m 700 "$AZ_BATCH_NODE_SHARED_DIR/refs"; cp a.bin '
                '"$AZ_BATCH_NODE_SHARED_DIR/refs/"\''
            ),
            (),
            (
                "warning: $AZ_BATCH_NODE_SHARED_DIR/refs has the mode 700 and belongs to root, so tasks of other "
                "users can't enter it. Use the mode 0755, or give the directory to the users of the tasks."
            ),
        ),
    ],
)
def test_sentences_about_nodes(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))
