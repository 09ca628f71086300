"""Which of the system's files a command writes: BM203 asks for them."""

from __future__ import annotations

import pytest

from batchmodels.rules.analysis.written_files import outside_of_the_node
from batchmodels.shells import cmd, posix, powershell


def on_linux(script: str) -> list[str]:
    return [each for command in posix.read_script(script).commands for each in outside_of_the_node(command, on_windows=False)]


def on_windows(script: str) -> list[str]:
    """What a line of cmd writes, and one of PowerShell."""
    read = powershell.read_script if script.startswith(("$", "ps> ")) else cmd.read_script
    commands = read(script.removeprefix("ps> ")).commands
    return [each for command in commands for each in outside_of_the_node(command, on_windows=True)]


class TestDirectories:
    @pytest.mark.parametrize(
        "path",
        [
            *("/etc", "/etc/x", "/usr/local/x", "/opt", "/opt/x", "/lib/x", "/lib32/x", "/lib64/x", "/bin/x", "/sbin/x"),
            *("/root/.x", "/boot/x", "/var", "/var/lib/x", "/opt/batch/x", "/opt/batch/database", "/var/tmpx", "/var/locks"),
        ],
    )
    def test_of_the_system_on_linux(self, path: str) -> None:
        assert on_linux(f"touch {path}") == [path]
        assert on_linux(f"x > {path}") == [path]

    @pytest.mark.parametrize(
        "path",
        [
            *("/etcx", "/usr2/x", "/library/x", "/bind", "etc/x", "./etc", "/x/etc", "/opt/batch/data", "/opt/batch/data/x"),
            *("/var/tmp", "/var/tmp/x", "/var/crash/x", "/var/lock/x", "/var/metrics/x", "/tmp/x", "/mnt/x", "/home/me/x", "/"),
        ],
    )
    def test_of_others_on_linux(self, path: str) -> None:
        assert on_linux(f"touch {path}; x > {path}") == []

    @pytest.mark.parametrize(
        "path",
        [
            *("C:\\Windows", "c:\\windows\\x", "C:/Windows/x", "C:\\Windows\\System32\\x", "%WINDIR%\\x"),
            *("%SystemRoot%\\x", "%ProgramFiles%\\x", "%ProgramFiles(x86)%\\x", "%programfiles%"),
        ],
    )
    def test_of_the_system_on_windows(self, path: str) -> None:
        assert on_windows(f"mkdir {path}") == [path]
        assert on_windows(f"echo x> {path}") == [path]

    @pytest.mark.parametrize(
        "path", ["C:\\Program Files\\x", "C:\\Program Files (x86)\\x", "C:\\Program Files", "c:/program files/x"]
    )
    def test_with_a_blank(self, path: str) -> None:
        assert on_windows(f'mkdir "{path}"') == [path]

    @pytest.mark.parametrize(
        "path", ["$env:SystemRoot\\x", "$env:windir/x", "$Env:ProgramFiles\\x", "${env:ProgramFiles(x86)}\\x", "$env:windir"]
    )
    def test_in_powershell(self, path: str) -> None:
        assert on_windows(f"ps> mkdir {path}") == [path]

    @pytest.mark.parametrize(
        "path",
        [
            *("C:\\Windows\\Temp", "C:\\Windows\\temp\\x", "C:/windows/temp/x", "%windir%\\Temp\\x", "%SystemRoot%/temp"),
            *("C:\\WindowsX", "D:\\Windows\\x", "C:\\x", "C:\\ProgramData\\x", "%TEMP%\\x", "x\\C:\\Windows", "/etc/x"),
        ],
    )
    def test_of_others_on_windows(self, path: str) -> None:
        assert on_windows(f"mkdir {path} & echo x> {path}") == []
        assert on_windows("ps> mkdir $env:windir\\temp\\x; mkdir $env:TEMP\\x; mkdir $windir\\x") == []


class TestLinux:
    @pytest.mark.parametrize("name", ["cp", "mv", "ln", "install", "rsync"])
    def test_the_last_argument(self, name: str) -> None:
        assert on_linux(f"{name} -v /etc/a /etc/b /etc/c") == ["/etc/c"]
        assert on_linux(f"{name} /etc/a ./b") == []
        assert on_linux(f"{name} -v /etc/a") == []
        assert on_linux(f"{name}") == []

    @pytest.mark.parametrize("name", ["cp", "mv", "ln", "install"])
    def test_the_directory_that_an_option_names(self, name: str) -> None:
        assert on_linux(f"{name} -t /etc/a /etc/b /etc/c") == ["/etc/a"]
        assert on_linux(f"{name} -t/etc/a b /etc/c")[:1] == ["/etc/a"]
        assert on_linux(f"{name} --target-directory /etc/a b /etc/c") == ["/etc/a"]
        assert on_linux(f"{name} --target-directory=/etc/a b c") == ["/etc/a"]
        assert on_linux(f"{name} -t . /etc/a /etc/b") == []

    @pytest.mark.parametrize("name", ["mkdir", "md", "touch", "tee", "rm", "rmdir", "unlink", "truncate"])
    def test_all_arguments(self, name: str) -> None:
        assert on_linux(f"{name} -v /etc/a ./b /etc/c") == ["/etc/a", "/etc/c"]

    @pytest.mark.parametrize("option", ["-m", "-o", "-g", "--mode", "--owner", "--group", "-e", "-s", "--suffix", "--exclude"])
    def test_the_value_of_an_option_is_none(self, option: str) -> None:
        assert on_linux(f"install -d {option} /etc/x /etc/a") == ["/etc/a"]
        assert on_linux(f"mkdir {option} /etc/x /etc/a") == ["/etc/a"]
        assert on_linux(f"rsync a b {option} /etc/x") == []
        assert on_linux(f"touch {option} /etc/x /etc/a") == ["/etc/x", "/etc/a"]

    @pytest.mark.parametrize(
        ("script", "targets"),
        [
            ("chmod 755 /etc/a /etc/b", ["/etc/a", "/etc/b"]),
            ("chmod -R /etc/a", []),
            ("install -d /etc/a /etc/b", ["/etc/a", "/etc/b"]),
            ("install -vdm 700 /etc/a /etc/b", ["/etc/a", "/etc/b"]),
            ("install --directory /etc/a /etc/b", ["/etc/a", "/etc/b"]),
            ("install -m /etc/x /etc/a", []),
            ("install -o /etc/x -g /etc/y a b --mode /etc/z --owner /etc/z --group /etc/z", []),
            ("install -D a /etc/b", ["/etc/b"]),
            ("mkdir -m /etc/x /etc/a", ["/etc/a"]),
            ("rsync -a b --exclude /etc/x", []),
            ("rsync -e /etc/ssh a /etc/b", ["/etc/b"]),
            ("cp -s a /etc/b", ["/etc/b"]),
            ("cp -m /etc/b", []),
            ("cp a -m /etc/b", ["/etc/b"]),
            ("touch -m /etc/b", ["/etc/b"]),
            ("sed -i s/a/b/ /etc/a /etc/b", ["/etc/a", "/etc/b"]),
            ("sed -i.bak s/a/b/ /etc/a", ["/etc/a"]),
            ("sed --in-place=.bak s/a/b/ /etc/a", ["/etc/a"]),
            ("sed -nri s/a/b/ /etc/a", ["/etc/a"]),
            ("sed -Esi s/a/b/ /etc/a", ["/etc/a"]),
            ("sed -n s/a/b/ /etc/a", []),
            ("sed s/a/b/ /etc/a", []),
            ("sed -ei s/a/b/ /etc/a", []),
            ("git clone https://h/x /opt/a", ["/opt/a"]),
            ("git clone -q /opt/x", []),
            ("git clone https://h/x ./a", []),
            ("git clone https://h/x --reference /opt/b /opt/a", ["/opt/a"]),
            ("git pull https://h/x /opt/a", []),
            ("git -C /opt/a pull", []),
            ("dd if=/etc/a of=/etc/b", ["/etc/b"]),
            ("dd if=/etc/a", []),
            ("tar -xzf a -C /opt", ["/opt"]),
            ("tar xzf a -C/opt", ["/opt"]),
            ("tar -v -x -f a --directory /opt", ["/opt"]),
            ("tar -f a --extract --directory=/opt", ["/opt"]),
            ("tar -PxvJf a -C /opt", ["/opt"]),
            ("tar vxf a -C /opt", ["/opt"]),
            ("tar -c -f box -C /opt b", []),
            ("tar --get -f a -C /opt", ["/opt"]),
            ("tar -czf a -C /opt b", []),
            ("tar -c -f a -x -C /opt b", []),
            ("tar xf /opt/a", []),
            ("unzip -o a.zip -d /opt/a", ["/opt/a"]),
            ("unzip a.zip -d/opt/a", ["/opt/a"]),
            ("unzip -qd /opt/a a.zip", []),
            ("unzip /opt/a.zip", []),
            ("curl -o /etc/a https://h", ["/etc/a"]),
            ("curl -o/etc/a https://h", ["/etc/a"]),
            ("curl -fsSLo /etc/a https://h", ["/etc/a"]),
            ("curl --output=/etc/a https://h", ["/etc/a"]),
            ("curl --output /etc/a https://h", ["/etc/a"]),
            ("curl -O /etc/a", []),
            ("curl --outputs /etc/a", []),
            ("wget -O /etc/a https://h", ["/etc/a"]),
            ("wget -qP /etc https://h", ["/etc"]),
            ("wget --output-document=/etc/a https://h", ["/etc/a"]),
            ("wget --directory-prefix /etc https://h", ["/etc"]),
            ("wget -o /etc/a https://h", []),
            ("cat /etc/a > /etc/b 2>> /etc/c < /etc/d", ["/etc/b", "/etc/c"]),
            ("> /etc/a", ["/etc/a"]),
            ("ls /etc/a", []),
            ("x -o /etc/a -C /etc/b", []),
        ],
    )
    def test_other_programs(self, script: str, targets: list[str]) -> None:
        assert on_linux(script) == targets


class TestWindows:
    @pytest.mark.parametrize("name", ["copy", "xcopy", "move"])
    def test_the_last_argument(self, name: str) -> None:
        assert on_windows(f"{name} /y C:\\Windows\\a C:\\Windows\\b") == ["C:\\Windows\\b"]
        assert on_windows(f"{name} a C:\\Windows\\b /Y /D:1") == ["C:\\Windows\\b"]
        assert on_windows(f"{name} a C:\\Windows\\b /y /d:1") == ["C:\\Windows\\b"]
        assert on_windows(f"{name} C:\\Windows\\a b") == []
        assert on_windows(f"{name} C:\\Windows\\a") == []

    @pytest.mark.parametrize("name", ["mkdir", "md", "rmdir", "del", "erase"])
    def test_all_arguments(self, name: str) -> None:
        assert on_windows(f"{name} C:\\Windows\\a b C:\\Windows\\c") == ["C:\\Windows\\a", "C:\\Windows\\c"]

    @pytest.mark.parametrize("name", ["Copy-Item", "Move-Item", "cpi", "mi", "Expand-Archive", "cp", "copy"])
    def test_the_last_argument_in_powershell(self, name: str) -> None:
        assert on_windows(f"ps> {name} C:\\Windows\\a C:\\Windows\\b -Force") == ["C:\\Windows\\b"]

    @pytest.mark.parametrize("name", ["Set-Content", "Add-Content", "Remove-Item"])
    def test_all_arguments_in_powershell(self, name: str) -> None:
        assert on_windows(f"ps> {name} C:\\Windows\\a -Force") == ["C:\\Windows\\a"]

    @pytest.mark.parametrize(
        ("name", "option"),
        [
            ("Invoke-WebRequest https://h", "-OutFile"),
            ("iwr https://h", "-outfile"),
            ("Expand-Archive C:\\Windows\\a", "-DestinationPath"),
            ("Copy-Item C:\\Windows\\a", "-Destination"),
            ("Move-Item C:\\Windows\\a", "-Destination"),
            ("New-Item -Force", "-Path"),
            ("Out-File", "-FilePath"),
        ],
    )
    def test_the_file_that_an_option_names(self, name: str, option: str) -> None:
        assert on_windows(f"ps> {name} {option} C:\\Windows\\b") == ["C:\\Windows\\b"]
        assert on_windows(f"ps> {name} {option} b -x C:\\Windows\\b") == []
        assert on_windows(f"ps> {name} {option}") == []

    def test_robocopy(self) -> None:
        assert on_windows("robocopy C:\\Windows\\a C:\\Windows\\b C:\\Windows\\c") == ["C:\\Windows\\b"]
        assert on_windows("robocopy C:\\Windows\\a") == []
