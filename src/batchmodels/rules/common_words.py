"""Words of messages that are weak passwords, too. A message in which one is masked is unreadable and reveals it."""

from __future__ import annotations

_WORDS = (
    "admin administrator azure batch command container default docker guest linux login node password pool root script secret "
    "server shell start system task test ubuntu user windows"
)
_PROGRAMS = (
    "apt apt-get aptitude awk aws az azcopy bash bunzip2 bzip2 cargo cat cd chgrp chmod chown cmake cmd conda cp cscript "
    "curl cut date dd df dnf dotnet dpkg echo env eval export expand ffmpeg find gcc gem git go gpg grep groupadd gunzip gzip "
    "helm icacls java jq kubectl ln ls make mamba md5sum mkdir mkfs mount mpiexec mpirun msiexec mv mysql net ninja node nohup "
    "npm openssl perl pip pip3 pipx podman powershell printenv printf psql pwsh pytest python python3 rm robocopy rpm rscript "
    "rsync sc scp sed service set setx sh sha256sum sleep snap sort source ssh sudo systemctl tar tdnf tee time timeout touch "
    "tr umount unzip useradd usermod uv wait wget whoami xcopy yarn yum zip zypper"
)
"""What a script starts is often taken for a part of the secret before it: ``echo AccountKey=… >> ~/.credentials; tar …``."""
COMMON_WORDS = frozenset(f"{_WORDS} {_PROGRAMS}".split())
