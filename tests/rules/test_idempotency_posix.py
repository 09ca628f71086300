"""BM303: the commands of POSIX systems that fail, or prompt, when they are rerun."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from reviewing import bash, found

from batchmodels import StartTask


def said(script: str) -> list[str]:
    texts = found(StartTask(command_line=bash(script)), "BM303")
    return [text.removeprefix("$.commandLine: BM303 warning: ") for text in texts]


AGAIN = "fails when the start task runs again"
ASKS = "and the files already exist, for example on a retry: it asks whether to replace them, and nothing can answer."
OVERWRITES = "already exists: it asks whether to overwrite it, and nothing can answer."
GONE = "because the first run has left no such file, for example on a retry."
TEST = "Test first whether it exists, for example with"


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("unzip a.zip", f"unzip {AGAIN} {ASKS} Use unzip -o."),
        ("unzip -q a.zip -d /x", f"unzip {AGAIN} {ASKS} Use unzip -o."),
        ("7z x a.7z", f"7z x {AGAIN} {ASKS} Use 7z x -y."),
        ("7za e a.7z -o/x", f"7za e {AGAIN} {ASKS} Use 7za e -y."),
        ("unrar x a.rar", f"unrar x {AGAIN} {ASKS} Use unrar x -o+."),
        ("gunzip a.gz", f"gunzip {AGAIN}: a.gz is gone, or the decompressed file already exists. Use gunzip -kf a.gz."),
        ("gzip -d a.gz", f"gzip {AGAIN}: a.gz is gone, or the decompressed file already exists. Use gzip -dkf a.gz."),
        ("unxz a.xz", f"unxz {AGAIN}: a.xz is gone, or the decompressed file already exists. Use unxz -kf a.xz."),
        ("bzip2 -d a.bz2", f"bzip2 {AGAIN}: a.bz2 is gone, or the decompressed file already exists. Use bzip2 -dkf a.bz2."),
        ("gzip -dk a.gz", f"gzip {AGAIN}: the decompressed file already exists. Use gzip -dkf a.gz."),
        ("unxz --keep a.xz", f"unxz {AGAIN}: the decompressed file already exists. Use unxz -kf a.xz."),
        ("zstd -d a.zst", f"zstd -d {AGAIN} {ASKS} Use zstd -df."),
        ("zstd -d a.zst -o /x/a", f"zstd -d {AGAIN} {ASKS} Use zstd -df."),
        ("zstd -qd a.zst", f"zstd {AGAIN}: the decompressed file already exists. Use zstd -df a.zst."),
        ("unzstd a.zst", f"unzstd {AGAIN} {ASKS} Use unzstd -f."),
        ("zstd -d --rm a.zst", f"zstd {AGAIN}: a.zst is gone, or the decompressed file already exists. Use zstd -df a.zst."),
        (
            "uncompress a.Z",
            f"uncompress {AGAIN}: a.Z is gone, or the decompressed file already exists. Use uncompress -f a.Z.",
        ),
        ("rm /etc/a", f"rm /etc/a {AGAIN}, {GONE} Use rm -f /etc/a."),
        ("rm -r /opt/a /opt/b", f"rm /opt/a {AGAIN}, {GONE} Use rm -rf /opt/a."),
        ("rmdir /opt/a", f"rmdir /opt/a {AGAIN}, {GONE} Use rm -rf /opt/a."),
        ("unlink /etc/a", f"unlink /etc/a {AGAIN}, {GONE} Use rm -f /etc/a."),
        ("set -e; apt-get update; rm $HOME/a; ./b", f"rm $HOME/a {AGAIN}, {GONE} Use rm -f $HOME/a."),
        ("mv a /opt/a", f"mv a {AGAIN}, {GONE} Use cp instead, or {{ [ ! -e a ] || mv a …; }}."),
        ("mv -t /opt a b", f"mv a {AGAIN}, {GONE} Use cp instead, or {{ [ ! -e a ] || mv a …; }}."),
        (
            "ssh-keygen -q -f /root/.ssh/id",
            f"ssh-keygen {AGAIN} and /root/.ssh/id {OVERWRITES} Use {{ [ -f /root/.ssh/id ] || ssh-keygen …; }} instead.",
        ),
        ("gpg --dearmor -o /k.gpg k.asc", f"gpg {AGAIN} and /k.gpg {OVERWRITES} Use gpg --batch --yes."),
        ("./k | gpg --dearmor --output /k.gpg", f"gpg {AGAIN} and /k.gpg {OVERWRITES} Use gpg --batch --yes."),
        ("mknod /dev/x c 1 2", f"mknod /dev/x {AGAIN} and /dev/x already exists. Use {{ [ -e /dev/x ] || mknod …; }} instead."),
        ("mkfifo -m 600 /x", f"mkfifo /x {AGAIN} and /x already exists. Use {{ [ -e /x ] || mkfifo …; }} instead."),
        (
            "rpm -ivh a.rpm",
            f"rpm -i {AGAIN} and the package is already installed. Use rpm -U --replacepkgs, or dnf install -y.",
        ),
        ("unsquashfs -d /x a.img", f"unsquashfs {AGAIN} and /x already exists. Use unsquashfs -f."),
        (
            "git remote add up https://h/a",
            f"git remote add {AGAIN} and the remote already exists. Use git remote set-url after git remote add … || true.",
        ),
        (
            "git -C x checkout -b y",
            f"git checkout {AGAIN} and the branch already exists. Use git checkout -B, or git switch -C.",
        ),
        (
            "git worktree add ../x",
            f"git worktree add {AGAIN} and the working tree already exists. Use git worktree add --force.",
        ),
        (
            "docker swarm init",
            (
                f"docker swarm init {AGAIN} and the node's swarm already exists. "
                "Test first: docker info | grep -q 'Swarm: active' || …."
            ),
        ),
        (
            "docker service create --name a b",
            f"docker service create {AGAIN} and the object already exists. Remove it first, and ignore the failure of that.",
        ),
        (
            "docker buildx create --name b",
            f"docker buildx create {AGAIN} and the builder already exists. Test first: docker buildx inspect NAME || ….",
        ),
        ("kubectl create ns a", f"kubectl create {AGAIN} and the object already exists. Use kubectl apply."),
        ("helm install a b", f"helm install {AGAIN} and the release already exists. Use helm upgrade --install."),
        (
            "kubeadm join h:1",
            (
                f"kubeadm join {AGAIN} and the cluster's configuration already exists. "
                "Test first: [ -f /etc/kubernetes/kubelet.conf ] || …."
            ),
        ),
        ("ip addr add 10.0.0.5/24 dev eth0", f"ip addr add {AGAIN} and the address already exists. Use ip addr replace."),
        ("ip -6 route add x via y", f"ip route add {AGAIN} and the route already exists. Use ip route replace."),
        ("ip link add d type dummy", f"ip link add {AGAIN} and the link already exists. {TEST} ip link show NAME || …."),
        ("ipset create s hash:ip", f"ipset create {AGAIN} and the set already exists. Use ipset create -exist."),
        ("tc qdisc add dev eth0 root fq", f"tc qdisc add {AGAIN} and the discipline already exists. Use tc qdisc replace."),
        ("createdb a", f"createdb {AGAIN} and the database already exists. {TEST} psql -lqt | grep -qw NAME || …."),
        ("sudo -u postgres createuser a", f"createuser {AGAIN} and the role already exists. {TEST} psql -c '\\du NAME' || …."),
        (
            "initdb -D /x",
            f"initdb {AGAIN} and the database directory already exists. Test first: [ -s DIRECTORY/PG_VERSION ] || ….",
        ),
        ("vgcreate a /dev/x", f"vgcreate {AGAIN} and the volume group already exists. {TEST} vgs NAME || …."),
        ("mdadm --create /dev/md0 -l 0", f"mdadm {AGAIN} and the array already exists. {TEST} mdadm --detail DEVICE || …."),
        ("zpool create a b", f"zpool create {AGAIN} and the pool already exists. {TEST} zpool list NAME || …."),
        (
            "conda env create -f e.yml",
            f"conda env create {AGAIN} and the environment already exists. Use conda env update --prune.",
        ),
        ("pyenv install 3.12", f"pyenv install {AGAIN} and the version already exists. Use pyenv install --skip-existing."),
        (
            "keytool -importcert -noprompt -alias a -file b",
            f"keytool {AGAIN} and the alias already exists. {TEST} keytool -list -alias NAME || ….",
        ),
        (
            "tmux new-session -d -s a ./b",
            f"tmux {AGAIN} and the session already exists. Use tmux new-session -A, or tmux kill-session first.",
        ),
        ("insmod a.ko", f"insmod {AGAIN} and the module already exists. Use modprobe, which ignores loaded modules."),
        (
            "userdel -r bob",
            (
                f"userdel {AGAIN}, because the first run has deleted the user bob. "
                "Use { ! id -u bob >/dev/null 2>&1 || userdel …; } instead."
            ),
        ),
        (
            "groupdel g",
            (
                f"groupdel {AGAIN}, because the first run has deleted the group g. "
                "Use { ! getent group g >/dev/null 2>&1 || groupdel …; } instead."
            ),
        ),
        (
            "parted -s /dev/sdx mklabel gpt; ./a",
            (
                "parted mklabel removes all partitions of /dev/sdx when the start task runs again. "
                "Use { blkid /dev/disk/azure/scsi1/lun0 || parted …; } instead, with the lun of the data disk."
            ),
        ),
    ],
)
def test_a_command(script: str, text: str) -> None:
    assert said(script) == [text]


@pytest.mark.parametrize(
    "script",
    [
        "unzip -u a.zip; unzip -uq a.zip -d x",
        "unzip -o a.zip; unzip -oq a.zip; unzip -n a.zip; unzip -l a.zip; unzip -p a.zip b > c; unzip -t a.zip; unzip",
        "yes A | unzip a.zip",
        "rm -rf /x; unzip a.zip -d /x",
        "[ -d /x ] || unzip a.zip -d /x",
        "unzip a.zip || true",
        "7z x -y a.7z; 7z x a.7z -aoa; 7z l a.7z; 7z",
        "unrar x -o+ a.rar; unrar l a.rar",
        "gunzip -f a.gz; gunzip -c a.gz > b; gunzip < a.gz > b; gzip a; gzip -dc a.gz > b; xz -dkf a.xz; zstd -d -f a.zst",
        "yes | zstd -d a.zst",
        "rm -f /x/a; zstd -d a.zst -o /x/a",
        "zstd -dc a.zst > b; zstd -d --stdout a.zst > c; unzstd -f a.zst; zstd a",
        "gzip -d $AZ_BATCH_APP_PACKAGE_tools",
        "bzip2 -d ${AZ_BATCH_APP_PACKAGE_tools}/; zstd -d $AZ_BATCH_APP_PACKAGE_tools; unxz $AZ_BATCH_APP_PACKAGE_tools.zip",
        "P=$AZ_BATCH_APP_PACKAGE_tools; unzip $P -d /opt/tools; 7z x $P",
        "rm -f /etc/a; rm --force /etc/b; rm -rf /c; rm",
        "touch /tmp/a; rm /tmp/a",
        "mkdir -p /x; rmdir /x",
        "cp a /x/b; rm a",
        "set -e; rm /etc/resolv.conf; ln -s /x /etc/resolv.conf",
        "mv /etc/a /etc/a.orig; cp a /etc/a",
        "rm /etc/a && echo b > /etc/a",
        "./build; rm /x/out; mv out /x/",
        "tar xzf a.tgz; mv a /opt/",
        "curl -fsSLO https://h/a; mv a /opt/a",
        "mv a; mv --help",
        "mv /tmp/$RANDOM /x",
        "echo a > x; mv x /etc/x",
        "ssh-keygen -y -f k; ssh-keygen -R host -f k; ssh-keygen -A",
        "rm -f k; ssh-keygen -N '' -f k",
        "yes | ssh-keygen -N '' -f k",
        "gpg --yes --dearmor -o k.gpg a; gpg --dearmor < a > k.gpg; gpg -o - a",
        "rpm -U a.rpm; rpm -i --force a.rpm; rpm -qi a; rpm --import k; rpm -e a",
        "mknod; gpg a; ssh-keygen; parted; userdel; rm -i; gunzip; keytool -import -file a",
        "unsquashfs -f a.img; unsquashfs -l a.img",
        "git remote set-url up h; git remote -v; git checkout b; git init; git branch",
        "kubectl apply -f a; kubectl create ns a --dry-run=client -o yaml; kubectl get ns",
        "helm upgrade --install a b; helm list",
        "docker swarm leave; docker service ls; docker buildx ls; podman swarm init",
        "ip addr show; ip route replace a via b; ip route; ipset create -exist a hash:ip; tc qdisc show",
        "createdb --help; zpool create -f a b; zfs create -p a/b; mdadm --detail x",
        "conda env update -f e.yml; conda env create --force -f e.yml; pyenv install -s 3.12; keytool -list",
        "tmux new-session -A -d -s a; tmux kill-session -t a",
        "userdel a || true",
        "if id a; then userdel a; fi",
        "parted -s /dev/x print; blkid /dev/x || parted -s /dev/x mklabel gpt",
    ],
)
def test_what_is_safe(script: str) -> None:
    assert said(script) == []


PROOFS = [
    ("unzip", "a.zip", "unzip -q a.zip", "unzip -oq a.zip"),
    ("gunzip", "a.gz", "gunzip a.gz", "gunzip -kf a.gz"),
    ("gzip", "a.gz", "gzip -d a.gz", "gzip -dkf a.gz"),
    (
        "zstd",
        "",
        "[ -e a.zst ] || echo text | zstd -q -o a.zst; zstd -d a.zst",
        "[ -e a.zst ] || echo text | zstd -q -o a.zst; zstd -df a.zst",
    ),
    ("rm", "a", "rm a", "rm -f a"),
    ("mv", "a", "mv a b", "cp a b"),
    ("mkfifo", "", "mkfifo p", "[ -e p ] || mkfifo p"),
    ("ssh-keygen", "", "ssh-keygen -q -N '' -f k", "[ -f k ] || ssh-keygen -q -N '' -f k"),
    (
        "git",
        "",
        "git init -q r && git -C r remote add o x",
        "git init -q r; git -C r remote add o x || git -C r remote set-url o x",
    ),
]


@pytest.mark.parametrize(("program", "given", "wrong", "right"), PROOFS)
def test_the_second_run(program: str, given: str, wrong: str, right: str, tmp_path: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} isn't installed")
    import gzip  # noqa: PLC0415  # because only this test writes archives
    import zipfile  # noqa: PLC0415  # for the same reason

    def run(script: str) -> int:
        command = ["/bin/sh", "-c", script]
        return subprocess.run(
            command, check=False, capture_output=True, cwd=tmp_path, stdin=subprocess.DEVNULL, start_new_session=True
        ).returncode

    for script, second in ((right, 0), (wrong, 1)):
        for old in tmp_path.iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        if given.endswith(".zip"):
            with zipfile.ZipFile(tmp_path / given, "w") as archive:
                archive.writestr("inside.txt", "text")
        elif given.endswith(".gz"):
            (tmp_path / given).write_bytes(gzip.compress(b"text"))
        elif given:
            (tmp_path / given).write_text("text", encoding="utf-8")
        assert run(script) == 0
        assert bool(run(script)) == bool(second)
