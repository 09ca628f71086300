"""Statements that people write in start tasks, which the growth benchmark repeats in pools of Linux and Windows."""

from __future__ import annotations

from batchmodels import PoolAddParameter
from batchmodels.identities import pool_admin

POSIX = (
    *("cat <<EOF > /etc/a.conf\nx=1\nEOF\n", 'cat <<"EOF" > a.sh\n#!/bin/bash\necho $1\nEOF\nchmod +x a.sh\n./a.sh\n'),
    *("systemctl enable --now nginx\n", "useradd -m bob\n", "chown bob /a\n", "su - bob -c ls\n", "sudo -u bob ls\n"),
    *("curl -fsSL https://a.com/x -o x\n", "wget -q https://a.com/x.tgz\ntar xzf x.tgz\n", "unzip -o a.zip\n"),
    *("cp a.sh b\nmv b c\nrm c\n", "tar xf a.tar -C d\n", "dpkg -i a.deb\n", "apt-get install -y lib1111t64t64\n"),
    *(
        "echo a >> /etc/hosts\n",
        "echo a | tee -a /etc/fstab\n",
        "mount -t nfs a:/b /c\n",
        "mkfs.ext4 /dev/sdc\n",
        "swapon /s\n",
    ),
    *("export A=1\n", "A=$(cat f)\necho $A\n", "((n++))\n", "read -p x y\n", 'x="${a:-$(b)}"\n', 'echo "$(date)" > f\n'),
    *("docker run -d nginx\n", "nohup ./a &\n", "wait\n", "kill -9 $(pgrep a)\n", "shutdown -r now\n", "exit 0\n", "set +e\n"),
    *("apt-get install -y jq\n", "add-apt-repository ppa:a/b\n", "dpkg -i a.deb\n", "snap install x\n", "npm install -g a\n"),
    *(
        "pip install numpy\n",
        "python3 -m venv v\n. v/bin/activate\n",
        "conda activate x\n",
        "make install\n",
        "mpirun -np 2 a\n",
    ),
    *("for i in 1 2; do echo $i; done\n", "while read x; do echo $x; done < f\n", "until a; do sleep 1; done\n", "\n", "# a\n"),
    *(
        "[ -f a ] || touch a\n",
        "if [ -f a ]; then rm a; fi\n",
        "case $a in b) c;; esac\n",
        "f() { echo a; }\nf\n",
        "a && b || c\n",
    ),
    *("mkdir -p /opt/x\ncd /opt/x\n", "sed -i s/a/b/ /etc/x\n", "ln -s a b\n", "rm -rf /tmp/a\n", "base64 -d a | bash\n"),
    *("git clone https://a.com/b\n", "ssh -i key a@b ls\n", "ssh-keygen -t rsa\n", "openssl req -x509\n", "azcopy copy a b\n"),
    *("./a.sh\nsystemctl start b\n", 'sudo bash -c "systemctl start b"\n', "env A=1 ./b\n"),
    *("cat <<EOF > f; a; EOF; ", "curl https://a.com/x?a=1&b=2; ", "n=$(grep -c a f); [ $n -eq 0 ]; "),
    *("echo deb https://a.com/b c d > /etc/apt/sources.list.d/a.list\n", "sysctl -w a=b\n", "az login --identity\n"),
)
CMD = (
    *("mkdir a & ", "copy a b & ", "set A=1 & ", "if exist a del a & ", "for %f in (a) do b & ", "echo %A% & ", "start a & "),
    *("curl -o a https://a.com/b & ", "reg add HKLM\\a /v b /f & ", "setx A 1 & ", "robocopy a b & ", "xcopy a b /y & "),
    *(
        "msiexec /i a.msi /qn & ",
        "choco install a -y & ",
        "net use z: \\\\a\\b & ",
        "timeout 5 & ",
        "schtasks /create /tn a & ",
    ),
    *("sc create a & ", "icacls a /grant b & ", "powershell -c a & ", "call a.cmd & "),
)
POWERSHELL = (
    *("Install-Module x -Force; ", "Expand-Archive a.tar.gz; ", "New-Item a -ErrorAction Stop; "),
    *("New-Item a; ", "Invoke-WebRequest https://a.com/b -OutFile c; ", "Expand-Archive a b; ", "Set-Content a b; ", "a | b; "),
    *(
        "$env:A='b'; ",
        "if (a) { b }; ",
        "try { a } catch { b }; ",
        "foreach ($a in $b) { c }; ",
        "function f { a }; ",
        "& a.exe; ",
    ),
    *("Start-Process a -Wait; ", "Install-Module a; ", "Import-Module a; ", "New-LocalUser a; ", "Add-WindowsFeature a; "),
    *("Restart-Service a; ", "exit $LASTEXITCODE; ", "sc.exe create a; "),
    *("New-Item -Path HKCU:/a; ", "Add-Content a $env:A; "),
)

SCRIPTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("/bin/bash -c '", POSIX, "'"),
    ("cmd /c ", CMD, "a"),
    ("powershell -Command ", POWERSHELL, "a"),
)
"""The beginning of a command line, the statements that are repeated in it, and its end."""


def pool(command_line: str) -> PoolAddParameter:
    """Return a pool whose nodes know the shell of a command line, so that no rule lacks what it asks for."""
    linux = command_line.startswith("/bin/")
    offer, sku = ("ubuntu-24_04-lts", "server") if linux else ("windowsserver", "2022-datacenter")
    return PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": "standard_d2s_v3",
            "targetDedicatedNodes": 1,
            "virtualMachineConfiguration": {
                "imageReference": {"publisher": "canonical" if linux else "microsoftwindowsserver", "offer": offer, "sku": sku},
                "nodeAgentSKUId": "batch.node.ubuntu 24.04" if linux else "batch.node.windows amd64",
            },
            "startTask": {
                "commandLine": command_line,
                "maxTaskRetryCount": 3,
                "userIdentity": pool_admin().serialize(),
                "resourceFiles": [{"httpUrl": "https://a.com/c.sh", "filePath": "c.sh"}],
            },
        }
    )
