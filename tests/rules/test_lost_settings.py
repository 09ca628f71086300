"""BM112 and BM113: variables in single quotes, and settings that end with the shell."""

from __future__ import annotations

import pytest
from reviewing import bash, found, pool

from batchmodels import EnvironmentSetting, JobPreparationTask, StartTask, TaskAddParameter

VARIABLE = (
    "so no task sees it. Set it in environmentSettings of the tasks, or write it to a file in "
    "$AZ_BATCH_NODE_SHARED_DIR that the "
    "tasks read with . FILE."
)
OF_FILE = (
    "so no task sees it. Set its variables in environmentSettings of the tasks: tasks have other home directories, and the "
    "file may end at once in a shell that isn't interactive."
)
OTHER = "so no task sees it. Put it into the command lines of the tasks that need it."


def said(script: str, rule: str) -> list[str]:
    texts = found(StartTask(command_line=bash(script)), rule)
    return [text.removeprefix(f"$.commandLine: {rule} warning: ") for text in texts]


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("./a && export X=1", f"export X ends with this shell, {VARIABLE}"),
        ("export X=1 Y=2", f"export X ends with this shell, {VARIABLE}"),
        ("./a; X=1; export X", f"export X ends with this shell, {VARIABLE}"),
        ("./a; export X=1; echo done; exit 0", f"export X ends with this shell, {VARIABLE}"),
        ("./a; export X=$(./b)", f"export X ends with this shell, {VARIABLE}"),
        ("./a; declare -x X=1", f"declare X ends with this shell, {VARIABLE}"),
        ("./a; X=1", f"the variable X ends with this shell, {VARIABLE}"),
        ("./a; alias l=ls", f"alias l ends with this shell, {OTHER}"),
        ("./a; ulimit -n 1024", f"ulimit ends with this shell, {OTHER}"),
        ("./a; umask 022", f"umask ends with this shell, {OTHER}"),
        ("./a; cd /opt", f"cd ends with this shell, {OTHER}"),
        ("./a; source v/bin/activate", f"source v/bin/activate ends with this shell, {OTHER}"),
        ("./conda init bash; source ~/.bashrc", f"source ~/.bashrc ends with this shell, {OF_FILE}"),
        ("./a; . /root/.profile", f". /root/.profile ends with this shell, {OF_FILE}"),
        ("./a; conda activate x", f"conda activate ends with this shell, {OTHER}"),
        ("./a; module load x", f"module load ends with this shell, {OTHER}"),
        ("export X=1; env", f"export X ends with this shell, {VARIABLE}"),
        ("export X=1 && env", f"export X ends with this shell, {VARIABLE}"),
        ("export X=1; env > /dev/null", f"export X ends with this shell, {VARIABLE}"),
        ("./a; builtin cd /opt", f"cd ends with this shell, {OTHER}"),
        ("[ -d x ] && cd x", f"cd ends with this shell, {OTHER}"),
    ],
)
def test_a_setting_at_the_end(script: str, text: str) -> None:
    assert said(script, "BM113") == [text]


@pytest.mark.parametrize(
    "script",
    [
        "export X=1; ./a",
        "cd x && ./a",
        "ulimit -n 1024; ./a; echo done",
        "./a || cd x",
        "x=$(./a)",
        "export",
        "ulimit",
        "source ./setup.sh",
        "conda install -y x",
        "export X=1; echo $X",
        "set -e; export X=1; exec ./a",
        "module list",
        "X=1; sudo source v/bin/activate",  # BM118 reports it
        "X=1; sudo -u me . v/bin/activate",
        "env source v/bin/activate",
        "timeout 5 cd /opt",
        "export X=1; env > a",
        "export X=1; sudo env",
        "cd x && ./a && cd -",
        "./a; cd ../..",
        'IFS=,; ./a; IFS="$old"',
    ],
)
def test_no_setting_at_the_end(script: str) -> None:
    assert said(script, "BM113") == []


WITHOUT_USE = "ends with this shell: no command after it uses the variable, and no task sees it. "
BY_THE_SCRIPT = "ends with this shell: only the script itself uses the variable, and no task sees it. "
FIX = VARIABLE.removeprefix("so no task sees it. ")


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("if ./a; then export X=1; fi", "export X"),
        ("export X=1 > log", "export X"),
        ("./a | export X=1", "export X"),
        ("export X=1 &", "export X"),
        ("export OMP_NUM_THREADS=4\nmkdir -p /opt/a\ntar -xf a.tar -C /opt/a", "export OMP_NUM_THREADS"),
        ("set -e; # OMP_NUM_THREADS\n# for OMP_NUM_THREADS\nexport A=1; ls > a", "export A"),
        ("# OMP_NUM_THREADS for tasks\nexport OMP_NUM_THREADS=4\nls", "export OMP_NUM_THREADS"),
        ("export OMP_NUM_THREADS=$(nproc); apt-get update; apt-get install -y r-base", "export OMP_NUM_THREADS"),
        ("export OPENBLAS_NUM_THREADS=4; pip3 install numpy; pip install x", "export OPENBLAS_NUM_THREADS"),
        ("export LICENSE=1055@x && sudo mkdir /a && chown -R b /a", "export LICENSE"),
        ("X=1; export X; set -e; mkfs.ext4 /dev/sdc; systemctl enable --now x", "export X"),
        ("declare -rx X=1; ls", "declare X"),
        ("export PYTHONPATH=/a:$PYTHONPATH; tar xf a -C /a", "export PYTHONPATH"),
        ("export JAVA_OPTS=-Xmx4g; install -d /a; exit 0", "export JAVA_OPTS"),
        ("(export X=1; ls)", "export X"),
        ("for i in 1 2; do export X=1; mkdir a$i; done", "export X"),
    ],
)
def test_an_export_that_nothing_uses(script: str, what: str) -> None:
    assert said(script, "BM113") == [f"{what} {WITHOUT_USE}{FIX}"]


def test_several_exports_that_nothing_uses() -> None:
    assert said("export A=1 B=2; ls", "BM113") == [f"export {name} {WITHOUT_USE}{FIX}" for name in "AB"]
    assert len(said("; ".join(f"export X{number}=1" for number in range(30)) + "; ls", "BM113")) == 5


@pytest.mark.parametrize(
    "script",
    [
        "export R_LIBS_SITE=/opt/r; mkdir -p $R_LIBS_SITE; tar xf a -C ${R_LIBS_SITE}",
        'export R_LIBS_SITE=/opt/r; apt-get install -y r-base; chmod -R a+rX "$R_LIBS_SITE"',
    ],
)
def test_a_variable_of_a_runtime_that_only_the_script_uses(script: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM113") == [
        f"$.commandLine: BM113 note: export R_LIBS_SITE {BY_THE_SCRIPT}{FIX}"
    ]


@pytest.mark.parametrize(
    "script",
    [
        "export A=/opt/a; mkdir -p $A; tar xf a -C $A",
        "export JAVA_HOME=/opt/a; mkdir -p $JAVA_HOME; tar xf a -C $JAVA_HOME",
        "export DEBIAN_FRONTEND=noninteractive; apt-get install -y jq",
        "export DEBIAN_FRONTEND=noninteractive; mkdir a",
        "export ACCEPT_EULA=Y; apt-get install -y msodbcsql18",
        "export OMP_NUM_THREADS=4; ./a; ls",
        "export OMP_NUM_THREADS=4; nproc > a",
        "export TORCH_CUDA_ARCH_LIST=8.0; pip install flash-attn",
        "export PYTHONPATH=/a; pip install x",
        "export R_LIBS_SITE=/a; mkdir $R_LIBS_SITE; Rscript a.R; ls",
        "export R_LIBS_SITE=/a; mkdir $R_LIBS_SITE; echo $R_LIBS_SITE > b",
        "export R_LIBS_SITE=/a; mkdir $R_LIBS_SITE; echo R_LIBS_SITE=/a > b",
        "export OMP_NUM_THREADS=4; echo OMP_NUM_THREADS=4 >> /etc/environment",
        "export OMP_NUM_THREADS=4; cat <<E > a\n$OMP_NUM_THREADS\nE\nls",
        "export OMP_NUM_THREADS=4; cat <<E > a\n#SBATCH -c $OMP_NUM_THREADS\nE\nls",
        "export X=1; env > a; ls",
        "export X=1; export -p > a; ls",
        "export X=1; set > a; ls",
        "export X=1; cat /proc/self/environ > a; ls",
        "export X=1; printenv > a; ls",
        "export X=1; sudo -E ./a; ls",
        "export X=1; eval ls; ls",
        "export X=1; source a; ls",
        "export X=1; systemctl import-environment; ls",
        "export X=1; find . -exec ./a {} +; ls",
        "export LC_ALL=C; sort a > b",
        "export LD_LIBRARY_PATH=/a; ls",
        "export http_proxy=http://a:1; tar xf a",
        "export PASSWD=x; mount -t cifs //a/b /c",
        "export HOME=/root; mkdir a",
        "export -f a; ls",
        "export -n X; ls",
        "X=1; ls",
        "declare X=1; ls",
        "for i in 1 2; do ./a; export X=1; ls; done",
        "f() { ./a; }; export X=1; f; ls",
    ],
)
def test_an_export_that_something_may_use(script: str) -> None:
    assert said(script, "BM113") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("cmd /c set LICENSE=a&& xcopy a C:\\b /y", "LICENSE"),
        ('cmd /c "set "app=a b" & md C:\\x"', "APP"),
        ("cmd /c set OMP_NUM_THREADS=4&& choco install -y r", "OMP_NUM_THREADS"),
        ("powershell -Command $env:APP = 'x'; New-Item -Force -ItemType Directory C:\\x", "APP"),
        ("powershell -Command [Environment]::SetEnvironmentVariable('APP', '1'); mkdir C:\\x", "APP"),
        ("powershell -Command [Environment]::SetEnvironmentVariable('APP', '1', 'Process'); mkdir C:\\x", "APP"),
    ],
)
def test_a_variable_that_nothing_uses_on_windows(line: str, name: str) -> None:
    text = f"$.commandLine: BM113 warning: the variable {name} {WITHOUT_USE}Set it in environmentSettings of the tasks."
    assert found(StartTask(command_line=line), "BM113") == [text]


@pytest.mark.parametrize(
    "line",
    [
        "cmd /c set X=1&& mkdir C:\\%x%",
        "cmd /v:on /c set X=1&& mkdir C:\\!X!",
        "cmd /c set X=1&& run.cmd",
        "cmd /c set X=1&& set > f & md y",
        "cmd /c set X=1&& setx X 1 /m",
        "cmd /c set PATH=C:\\x;%PATH%&& md y",
        "powershell -Command $env:X = 1; .\\a.ps1",
        "powershell -Command $env:X = 1; mkdir $env:x",
        "powershell -Command if ($env:X == 1) { mkdir y }",
        "powershell -Command $env:X = 1; Get-ChildItem env: > f; mkdir y",
        "powershell -Command $env:Path += ';C:\\x'; mkdir y",
        "powershell -Command [Environment]::SetEnvironmentVariable('APP', '1', 'Machine'); mkdir C:\\x",
    ],
)
def test_a_variable_that_something_may_use_on_windows(line: str) -> None:
    assert found(StartTask(command_line=line), "BM113") == []


FILE = "and tasks start neither, so no task sees the change. " + VARIABLE.removeprefix("so no task sees it. ")


@pytest.mark.parametrize(
    ("script", "file"),
    [
        ("echo x >> ~/.bashrc", "~/.bashrc"),
        ("echo x >> ~/.bashrc; source ~/.bashrc", "~/.bashrc"),
        ("echo x >> ~/.profile && . ~/.bashrc; exit 0", "~/.profile"),
        ("echo x > $HOME/.profile; ./a", "$HOME/.profile"),
        ("echo x | tee -a /root/.bash_profile; ./a", "/root/.bash_profile"),
        ("cat a >> /etc/bash.bashrc; ./a", "/etc/bash.bashrc"),
        ("bash -c 'echo x >> /home/me/.bash_aliases'; ./a", "/home/me/.bash_aliases"),
    ],
)
def test_files_of_other_shells(script: str, file: str) -> None:
    assert said(script, "BM113") == [f"only interactive and login shells read {file}, {FILE}"]


@pytest.mark.parametrize(
    "script",
    [
        "echo x > /etc/profile.d/x.sh; ./a",
        "echo x >> /etc/environment; ./a",
        "cat ~/.bashrc; ./a",
        "echo x >> ~/.bashrc; source ~/.bashrc; ./a",
        "echo x >> bashrc; ./a",
        "grep x < ~/.profile; ./a",
    ],
)
def test_files_that_count(script: str) -> None:
    assert said(script, "BM113") == []


def test_only_where_other_tasks_follow() -> None:
    line = bash("./a; export X=1")
    assert len(found(JobPreparationTask(command_line=line), "BM113")) == 1
    assert found(TaskAddParameter(id="t", command_line=line), "BM113") == []
    assert found(StartTask(command_line='cmd /c "set X=1 & a"'), "BM113") == []
    assert found(StartTask(command_line=bash("sh -c 'export X=1'; ./a")), "BM113") == []


SINGLE = "the shell doesn't expand ${0} in single quotes, so {1} gets the text ${0} itself. Use double quotes around it."


@pytest.mark.parametrize(
    ("script", "name", "program"),
    [
        ("mkdir -p '$AZ_BATCH_NODE_SHARED_DIR/x'", "AZ_BATCH_NODE_SHARED_DIR", "mkdir"),
        ("echo '$HOME'", "HOME", "echo"),
        ("X=1; cd '${X}'", "X", "cd"),
        ("read -r Y < f; cp a'$Y' b", "Y", "cp"),
        ("sudo tar xf a -C '$AZ_BATCH_TASK_DIR'", "AZ_BATCH_TASK_DIR", "sudo"),
        ("[ -d '$HOME/x' ] || ./a", "HOME", "["),
        ("./app --out '$AZ_BATCH_NODE_SHARED_DIR/x'", "AZ_BATCH_NODE_SHARED_DIR", "./app"),
        ("python3 '$AZ_BATCH_X/run.py' -c run.yml", "AZ_BATCH_X", "python3"),
        ("python -u -W ignore '$AZ_BATCH_X/run.py' -c run.yml", "AZ_BATCH_X", "python"),
        ("java -jar '$AZ_BATCH_X/run.jar' -c run.yml", "AZ_BATCH_X", "java"),
        ("java -c '$AZ_BATCH_X/run.yml'", "AZ_BATCH_X", "java"),
    ],
)
def test_a_variable_in_single_quotes(script: str, name: str, program: str) -> None:
    assert said(script, "BM112") == [SINGLE.format(name, program)]


@pytest.mark.parametrize(
    "script",
    [
        'cd "$HOME/x"',
        "cp a '$UNKNOWN/x'",
        "./app '$HOME'",
        "awk '{ print $1, $HOME }' x",
        "sed 's/$HOME/x/' a",
        "perl -e 'print $HOME'",
        "envsubst '$HOME' < a > b",
        "echo '$HOME' > a.sh",
        "echo 'cd $HOME' | sudo tee a.sh",
        "x=$(echo '$HOME')",
        "ssh host 'cd $HOME'",
        "bash -c 'cd $HOME'",
        "trap 'rm -rf $HOME/x' EXIT",
        "python3 -c 'print(\"$HOME\")'",
        "python3 -u -W ignore -c 'print(\"$HOME\")'",
        "python3 -Bc 'print(\"$HOME\")' -x",
        "cp a '\\$HOME'",
        "cp a 'x'\"$HOME\"'y'",
        "cp a \"it's $HOME and '$HOME'\"",
        "cp a $'$HOME'",
        "export PROMPT='a; $HOME'",
        "echo '$5 and $'",
    ],
)
def test_single_quotes_that_are_meant(script: str) -> None:
    assert said(script, "BM112") == []


def test_environment_settings_are_variables() -> None:
    task = StartTask(command_line=bash("cp a '$DATA/x'"), environment_settings=[EnvironmentSetting(name="DATA", value="/x")])
    assert found(task, "BM112") == ["$.commandLine: BM112 warning: " + SINGLE.format("DATA", "cp")]
    assert found(pool("batch.node.windows amd64", "cmd /c \"mkdir '$HOME'\""), "BM112") == []


@pytest.mark.parametrize(
    ("script", "number"),
    [
        ("X=1; bash -c 'echo $X > a'", 1),
        ("X=1; sudo sh -c 'cp a $X'", 1),
        ("X=1; ls | xargs -I{} sh -c 'cp {} ${X}/b'", 1),
        ('X=1; bash -c "echo $X > a"', 0),
        ("X=1; export X; bash -c 'echo $X > a'", 0),
        ("export X=1; bash -c 'echo $X > a'", 0),
        ("X=1 bash -c 'echo $X > a'", 0),
        ("set -a; X=1; bash -c 'echo $X > a'", 0),
        ("X=1; bash -c 'X=2; echo $X > a'", 0),
        ("X=1; bash -c 'read -r X; echo $X > a'", 0),
        ("PATH=/x; bash -c 'echo $PATH > a'", 0),
        ("bash -c 'echo $X > a'; X=1", 0),
        ("X=1; bash -c 'echo $Y > a'", 0),
    ],
)
def test_a_variable_of_the_outer_shell(script: str, number: int) -> None:
    text = (
        "X is a variable of the outer shell, which doesn't export it, so $X is empty in the inner script. "
        "Run export X before, or use double quotes around the inner script."
    )
    assert said(script, "BM112") == [text] * number


def test_a_setting_is_exported() -> None:
    task = StartTask(
        command_line=bash("X=1; bash -c 'echo $X > a'"), environment_settings=[EnvironmentSetting(name="X", value="2")]
    )
    assert found(task, "BM112") == []


@pytest.mark.parametrize(
    "script",
    [
        "sh -c \"cd '$PWD'\"",
        "bash -c \"mkdir -p '$AZ_BATCH_NODE_SHARED_DIR/x'\"",
        "su ops -c \"cp a '$HOME/b'\"",
    ],
)
def test_the_shell_around_an_inner_script_expands_it(script: str) -> None:
    assert said(script, "BM112") == []
    (text,) = said(script.replace("$", "\\$"), "BM112")
    assert text.endswith('Use \\" around it, because the script itself is in double quotes.')
