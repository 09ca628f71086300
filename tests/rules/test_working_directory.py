"""Files that the command line needs, and that aren't there or can't be executed."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import (
    JobPreparationTask,
    MultiInstanceSettings,
    ResourceFile,
    StartTask,
    TaskAddParameter,
    TaskContainerSettings,
    review,
)


def files(names: str, mode: str | None = None) -> list[ResourceFile]:
    """Resource files with these paths."""
    return [ResourceFile(http_url="https://example.com/x", file_path=name, file_mode=mode) for name in names.split()]


def plain(texts: list[str]) -> list[str]:
    """Messages and fixes without the path, the rule and the severity."""
    return [text.split(": ", 2)[2] for text in texts]


def in_wd(name: str, path: str) -> str:
    there = "the shell is in the start task's directory, and the resource files are in wd there."
    return f"{name} doesn't exist: {there} Use {path}."


IN_BASH: list[tuple[str, str, list[str]]] = [
    (
        "bash install.sh",
        "setup.sh",
        [
            (
                "install.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath install.sh."
            ),
        ],
    ),
    (
        "sh ./setup.sh",
        "setup.sh",
        [],
    ),
    (
        "./setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash Setup.sh",
        "setup.sh",
        [
            (
                "Setup.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath Setup.sh."
            ),
        ],
    ),
    (
        "bash -x start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash -o pipefail start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash --rcfile a start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash -- start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash -s start.sh",
        "setup.sh",
        [],
    ),
    (
        "bash -c start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash -ex start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "sh +e start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "dash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "zsh start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "ksh start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "ash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash",
        "setup.sh",
        [],
    ),
    (
        "exec ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "env A=1 ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "nohup ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "sudo -E ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "timeout 5 ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "time ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "xargs -n 1 ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash -lc ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "command -v ./start.sh",
        "setup.sh",
        [],
    ),
    (
        "yes | ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "./start.sh || exit 1",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "./start.sh || true",
        "setup.sh",
        [],
    ),
    (
        "./start.sh || ./other.sh",
        "setup.sh",
        [],
    ),
    (
        "if [ -x start.sh ]; then ./start.sh; fi",
        "setup.sh",
        [],
    ),
    (
        "test -f start.sh && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "! ./start.sh",
        "setup.sh",
        [],
    ),
    (
        "for i in 1 2; do ./start.sh; done",
        "setup.sh",
        [],
    ),
    (
        "echo $(bash start.sh)",
        "setup.sh",
        [],
    ),
    (
        "exit 0; bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "f() { bash start.sh; }; f",
        "setup.sh",
        [],
    ),
    (
        "run() { bash a.sh; }; curl -o a.sh https://x/a; run",
        "setup.sh",
        [],
    ),
    (
        "$A/start.sh",
        "setup.sh",
        [],
    ),
    (
        "./$A.sh",
        "setup.sh",
        [],
    ),
    (
        "./`hostname`.sh",
        "setup.sh",
        [],
    ),
    (
        "./*.sh",
        "setup.sh",
        [],
    ),
    (
        "~/start.sh",
        "setup.sh",
        [],
    ),
    (
        "/opt/start.sh",
        "setup.sh",
        [],
    ),
    (
        "https://x/start.sh",
        "setup.sh",
        [],
    ),
    (
        "./a=b.sh",
        "setup.sh",
        [],
    ),
    (
        "start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "helper.sh",
        "setup.sh",
        [],
    ),
    (
        "setup-node.sh",
        "setup.sh",
        [
            (
                "setup-node.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a "
                "resource file with the filePath setup-node.sh."
            ),
        ],
    ),
    (
        "bash ./start.sh && bash ./start.sh",
        "setup.sh",
        [
            (
                "./start.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash start.sh && bash begin.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "source ./env.sh",
        "setup.sh",
        [
            (
                "./env.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a resource "
                "file with the filePath env.sh."
            ),
        ],
    ),
    (
        ". ./env.sh",
        "setup.sh",
        [
            (
                "./env.sh is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a resource "
                "file with the filePath env.sh."
            ),
        ],
    ),
    (
        "chmod +x start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "chmod 755 start.sh setup.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "chmod -R 755 .",
        "setup.sh",
        [],
    ),
    (
        "cp a.conf /etc/",
        "setup.sh",
        [
            (
                "a.conf is not among the resource files, so cp doesn't find it. Add a resource file with the "
                "filePath a.conf, or correct the name: the only resource file is setup.sh."
            ),
        ],
    ),
    (
        "cp -t /etc a.conf",
        "setup.sh",
        [
            (
                "a.conf is not among the resource files, so cp doesn't find it. Add a resource file with the filePath a.conf, "
                "or correct the name: the only resource file is setup.sh."
            ),
        ],
    ),
    (
        "cp setup.sh a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "mv setup.sh a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "cp -r x y && bash a.sh",
        "setup.sh",
        [
            (
                "x is not among the resource files, so cp doesn't find it. Add a resource file with the filePath x, "
                "or correct the name: the only resource file is setup.sh."
            ),
        ],
    ),
    (
        "ln -s setup.sh a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "touch a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "echo ls > a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "echo ls | tee a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "cat <<X > a.sh\nls\nX\nbash a.sh",
        "setup.sh",
        [],
    ),
    (
        "mkdir a && cd a && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "mkdir -p a/b && cd a/b && bash ../../setup.sh",
        "setup.sh",
        [],
    ),
    (
        "touch a && bash b.sh",
        "setup.sh",
        [
            (
                "b.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource file "
                "with the filePath b.sh."
            ),
        ],
    ),
    (
        "curl -o a.sh https://x/b.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "curl -fsSLo a.sh https://x/b.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "curl --output a.sh https://x/b.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "curl --output=a.sh https://x/b.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "curl -O https://x/a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "curl -fO https://x/y/a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "curl -O https://x/a.sh?b=c && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "curl -OJ https://x/a.sh && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "curl https://x/a.sh && bash b.sh",
        "setup.sh",
        [
            (
                "b.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource file "
                "with the filePath b.sh."
            ),
        ],
    ),
    (
        "curl --remote-name https://x/a.sh && bash b.sh",
        "setup.sh",
        [
            (
                "b.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource file "
                "with the filePath b.sh."
            ),
        ],
    ),
    (
        "wget https://x/a.sh && bash a.sh",
        "setup.sh",
        [],
    ),
    (
        "wget https://x/a.sh && bash b.sh",
        "setup.sh",
        [
            (
                "b.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource file "
                "with the filePath b.sh."
            ),
        ],
    ),
    (
        "wget -O b.sh https://x/a.sh && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget -qO b.sh https://x/a.sh && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget --output-document=b.sh https://x/a.sh && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget -P d https://x/a.sh && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget -i list && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget https://x/ && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget 'https://x/%20a.sh' && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget https://[ && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "wget --directory-prefix=d https://x/a && bash b.sh",
        "setup.sh",
        [],
    ),
    (
        "apt-get update && apt-get install -y jq && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "apt-get download jq && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "pip install x && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "pip install -t . x && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "pip download x && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "docker pull x && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "docker run x && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "docker login && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "podman load -i setup.sh && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "git clone x && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "make && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "tar xf setup.sh && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "find . -name a && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "find . -exec a && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "useradd x && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "A=1; bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "A=$(git pull); bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "dpkg -x setup.sh . && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "python3 -m build && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "python3 -m venv e && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            )
        ],
    ),
    (
        "install -d x && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash setup.sh && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "su - x -c 'bash start.sh'",
        "setup.sh",
        [],
    ),
    (
        "ssh x; bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "cd a && ls",
        "setup.sh",
        [
            (
                "the directory a doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with a/, or remove the cd."
            ),
        ],
    ),
    (
        "cd a; bash b.sh",
        "setup.sh",
        [
            (
                "the directory a doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with a/, or remove the cd."
            ),
        ],
    ),
    (
        "cd .. && bash setup.sh",
        "setup.sh",
        [in_wd("setup.sh", "wd/setup.sh")],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR && bash setup.sh",
        "setup.sh",
        [in_wd("setup.sh", "wd/setup.sh")],
    ),
    (
        "pushd $AZ_BATCH_NODE_STARTUP_DIR/ && ./setup.sh",
        "setup.sh",
        [in_wd("./setup.sh", "./wd/setup.sh")],
    ),
    (
        "cd ${AZ_BATCH_TASK_DIR}; tar -xf a.tar -C /opt",
        "a.tar",
        [in_wd("a.tar", "wd/a.tar")],
    ),
    (
        "cd $AZ_BATCH_NODE_ROOT_DIR/startup && bash setup.sh",
        "setup.sh",
        [in_wd("setup.sh", "wd/setup.sh")],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR && cp -r tools /opt",
        "tools/run.sh",
        [in_wd("tools", "wd/tools")],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR/tools && ./run.sh",
        "tools/run.sh",
        ["$AZ_BATCH_NODE_STARTUP_DIR/tools doesn't exist: it is at tools. Use tools."],
    ),
    (
        "cd /opt && bash $AZ_BATCH_NODE_STARTUP_DIR/setup.sh",
        "setup.sh",
        ["$AZ_BATCH_NODE_STARTUP_DIR/setup.sh doesn't exist: it is at setup.sh. Use $AZ_BATCH_TASK_WORKING_DIR/setup.sh."],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR && bash $AZ_BATCH_NODE_STARTUP_DIR/setup.sh",
        "setup.sh",
        ["$AZ_BATCH_NODE_STARTUP_DIR/setup.sh doesn't exist: it is at setup.sh. Use $AZ_BATCH_TASK_WORKING_DIR/setup.sh."],
    ),
    (
        "bash $AZ_BATCH_NODE_ROOT_DIR/startup/a.sh",
        "a.sh",
        ["$AZ_BATCH_NODE_ROOT_DIR/startup/a.sh doesn't exist: it is at a.sh. Use a.sh."],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR/wd && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR && bash wd/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR && cd wd && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR && cp wd/setup.sh . && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR && tail stdout.txt && bash run.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_ROOT_DIR/startup/wd && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_ROOT_DIR/startups && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_ROOT_DIR && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd ../.. && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR/wd/tools && ./run.sh",
        "tools/run.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_STARTUP_DIR; if [ -f setup.sh ]; then bash setup.sh; fi",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_TASK_WORKING_DIR && bash start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "cd $A && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "cd && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "cd - && bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "cd /tmp && bash setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh in /tmp, but it is in the task's working directory. Use "
                "$AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "cd /tmp/ && bash setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh in /tmp/, but it is in the task's working directory. Use "
                "$AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "cd ~ && bash setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh in ~, but it is in the task's working directory. Use "
                "$AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "cd $HOME && bash ./setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh in $HOME, but it is in the task's working directory. Use "
                "$AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "cd / && ./setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh in /, but it is in the task's working directory. Use "
                "$AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "cd /root && ./setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh in /root, but it is in the task's working directory. Use "
                "$AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "cd /opt/x && bash setup.sh",
        "setup.sh",
        [],
    ),
    (
        "cd /tmp && bash other.sh",
        "setup.sh",
        [],
    ),
    (
        "cd $AZ_BATCH_NODE_SHARED_DIR && ./setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh in $AZ_BATCH_NODE_SHARED_DIR, but it is in the task's working "
                "directory. Use $AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "cp setup.sh $AZ_BATCH_NODE_SHARED_DIR/ && cd $AZ_BATCH_NODE_SHARED_DIR && ./setup.sh",
        "setup.sh",
        [],
    ),
    (
        "(cd a && ls); bash start.sh",
        "setup.sh",
        [
            (
                "the directory a doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with a/, or remove the cd."
            ),
        ],
    ),
    (
        "pushd a && ls",
        "setup.sh",
        [
            (
                "the directory a doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with a/, or remove the pushd."
            ),
        ],
    ),
    (
        "[ -d a ] && cd a; bash start.sh",
        "setup.sh",
        [],
    ),
    (
        "cd -- a",
        "setup.sh",
        [
            (
                "the directory a doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with a/, or remove the cd."
            ),
        ],
    ),
    (
        "cd $PWD/a",
        "setup.sh",
        [
            (
                "the directory a doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with a/, or remove the cd."
            ),
        ],
    ),
    (
        "cd a b",
        "setup.sh",
        [],
    ),
    (
        "bash $AZ_BATCH_TASK_WORKING_DIR/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash ${AZ_BATCH_TASK_WORKING_DIR}/start.sh",
        "setup.sh",
        [
            (
                "${AZ_BATCH_TASK_WORKING_DIR}/start.sh is not among the resource files; did you mean setup.sh? Use "
                "setup.sh, or add a resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash $AZ_BATCH_TASK_DIR/setup.sh",
        "setup.sh",
        [
            "$AZ_BATCH_TASK_DIR/setup.sh doesn't exist: it is at setup.sh. Use setup.sh.",
        ],
    ),
    (
        "bash $AZ_BATCH_TASK_DIR/wd/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash $AZ_BATCH_TASK_DIR/wd/start.sh",
        "setup.sh",
        [
            (
                "$AZ_BATCH_TASK_DIR/wd/start.sh is not among the resource files; did you mean setup.sh? Use "
                "setup.sh, or add a resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash $AZ_BATCH_NODE_STARTUP_DIR/setup.sh",
        "setup.sh",
        [
            "$AZ_BATCH_NODE_STARTUP_DIR/setup.sh doesn't exist: it is at setup.sh. Use setup.sh.",
        ],
    ),
    (
        "bash $AZ_BATCH_NODE_STARTUP_DIR/wd/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash $AZ_BATCH_NODE_SHARED_DIR/setup.sh",
        "setup.sh",
        [
            (
                "the command looks for setup.sh as $AZ_BATCH_NODE_SHARED_DIR/setup.sh, but it is in the task's "
                "working directory. Use $AZ_BATCH_TASK_WORKING_DIR/setup.sh."
            ),
        ],
    ),
    (
        "bash $AZ_BATCH_NODE_SHARED_DIR/start.sh",
        "setup.sh",
        [],
    ),
    (
        "bash $AZ_BATCH_NODE_SHARED_DIR/x/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash $PWD/start.sh",
        "setup.sh",
        [
            (
                "start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource "
                "file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash $HOME/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash $AZ_BATCH_NODE_ROOT_DIR/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash ../setup.sh",
        "setup.sh",
        [
            "../setup.sh doesn't exist: it is at setup.sh. Use setup.sh.",
        ],
    ),
    (
        "bash ../start.sh",
        "setup.sh",
        [],
    ),
    (
        "bash ../wd/setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash ../wd/start.sh",
        "setup.sh",
        [
            (
                "../wd/start.sh is not among the resource files; did you mean setup.sh? Use setup.sh, or add a "
                "resource file with the filePath start.sh."
            ),
        ],
    ),
    (
        "bash ../../x/setup.sh",
        "setup.sh",
        [
            "../../x/setup.sh doesn't exist: it is at setup.sh. Use setup.sh.",
        ],
    ),
    (
        "bash ./x/../setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash .//setup.sh",
        "setup.sh",
        [],
    ),
    (
        "bash setup.sh",
        "scripts/setup.sh",
        [
            "setup.sh doesn't exist: it is at scripts/setup.sh. Use scripts/setup.sh.",
        ],
    ),
    (
        "./setup.sh",
        "scripts/setup.sh other/setup.sh",
        [
            "./setup.sh doesn't exist: it is at scripts/setup.sh. Use ./scripts/setup.sh.",
        ],
    ),
    (
        "cd scripts && ./setup.sh",
        "scripts/setup.sh",
        [],
    ),
    (
        "cd scripts && ./install.sh",
        "scripts/setup.sh",
        [
            (
                "./install.sh is not among the resource files; did you mean scripts/setup.sh? Use ./setup.sh, or add "
                "a resource file with the filePath scripts/install.sh."
            ),
        ],
    ),
    (
        "cd scripts && bash x.sh",
        "setup.sh scripts/y.sh x.sh",
        [
            "x.sh doesn't exist: it is at x.sh. Use ../x.sh.",
        ],
    ),
    (
        "cd script",
        "scripts/setup.sh",
        [
            (
                "the directory script doesn't exist: no resource file has a filePath in it; did you mean scripts? "
                "Begin the filePath of the files with script/, or remove the cd."
            ),
        ],
    ),
    (
        "cd zzz",
        "scripts/setup.sh bin/x",
        [
            (
                "the directory zzz doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with zzz/, or remove the cd."
            ),
        ],
    ),
    (
        "bash a/b/c.sh",
        "a/b/c.sh",
        [],
    ),
    (
        "bash x.sh",
        "a.sh b.sh",
        [
            (
                "x.sh is not among the resource files; did you mean b.sh? Use b.sh, or add a resource file with the "
                "filePath x.sh."
            ),
        ],
    ),
    (
        "bash x.sh",
        "a.sh b.txt",
        [
            (
                "x.sh is not among the resource files; did you mean a.sh? Use a.sh, or add a resource file with the "
                "filePath x.sh."
            ),
        ],
    ),
    (
        "bash x.sh",
        "a.txt b.txt c.txt d.txt",
        [
            (
                "x.sh is not among the resource files, so bash doesn't find it. Add a resource file with the "
                "filePath x.sh, or correct the name: the resource files are a.txt, b.txt, c.txt and others."
            ),
        ],
    ),
    (
        "bash x.sh",
        "a.txt b.txt c.txt",
        [
            (
                "x.sh is not among the resource files, so bash doesn't find it. Add a resource file with the "
                "filePath x.sh, or correct the name: the resource files are a.txt, b.txt and c.txt."
            ),
        ],
    ),
    (
        "bash setup",
        "setup.sh",
        [
            (
                "setup is not among the resource files; did you mean setup.sh? Use setup.sh, or add a resource file "
                "with the filePath setup."
            ),
        ],
    ),
    (
        "./setup",
        "setup.sh",
        [
            (
                "./setup is not among the resource files; did you mean setup.sh? Use ./setup.sh, or add a resource "
                "file with the filePath setup."
            ),
        ],
    ),
    (
        "bash prepare_node.sh",
        "prepare-node.sh",
        [
            (
                "prepare_node.sh is not among the resource files; did you mean prepare-node.sh? Use prepare-node.sh, "
                "or add a resource file with the filePath prepare_node.sh."
            ),
        ],
    ),
    (
        "tar xzf a.tgz",
        "a.tar.gz",
        [
            (
                "a.tgz is not among the resource files; did you mean a.tar.gz? Use a.tar.gz, or add a resource file "
                "with the filePath a.tgz."
            ),
        ],
    ),
    (
        "tar -xzf a.tgz",
        "b.txt",
        [
            (
                "a.tgz is not among the resource files, so tar doesn't find it. Add a resource file with the "
                "filePath a.tgz, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "tar -x -f a.tgz",
        "b.txt",
        [
            (
                "a.tgz is not among the resource files, so tar doesn't find it. Add a resource file with the "
                "filePath a.tgz, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "tar --extract --file a.tgz",
        "b.txt",
        [
            (
                "a.tgz is not among the resource files, so tar doesn't find it. Add a resource file with the "
                "filePath a.tgz, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "tar --get --file a.tgz",
        "b.txt",
        [
            (
                "a.tgz is not among the resource files, so tar doesn't find it. Add a resource file with the "
                "filePath a.tgz, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "tar xfC a.tgz /x",
        "b.txt",
        [],
    ),
    (
        "tar czf a.tgz x",
        "b.txt",
        [
            (
                "x is not among the resource files, so tar doesn't find it. Add a resource file with the filePath x, or "
                "correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "tar -tf a.tgz",
        "b.txt",
        [],
    ),
    (
        "tar xz",
        "b.txt",
        [],
    ),
    (
        "tar xvzf a.tgz -C /x",
        "a.tgz",
        [],
    ),
    (
        "unzip -qo a.zip -d /x",
        "b.zip",
        [
            (
                "a.zip is not among the resource files; did you mean b.zip? Use b.zip, or add a resource file with "
                "the filePath a.zip."
            ),
        ],
    ),
    (
        "unzip a",
        "b.zip",
        [],
    ),
    (
        "gunzip a.gz",
        "b.gz",
        [
            (
                "a.gz is not among the resource files; did you mean b.gz? Use b.gz, or add a resource file with the "
                "filePath a.gz."
            ),
        ],
    ),
    (
        "bunzip2 a.bz2",
        "b.txt",
        [
            (
                "a.bz2 is not among the resource files, so bunzip2 doesn't find it. Add a resource file with the "
                "filePath a.bz2, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "unxz a.xz",
        "b.txt",
        [
            (
                "a.xz is not among the resource files, so unxz doesn't find it. Add a resource file with the "
                "filePath a.xz, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "unzstd a.zst",
        "b.txt",
        [
            (
                "a.zst is not among the resource files, so unzstd doesn't find it. Add a resource file with the "
                "filePath a.zst, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "gzip -d a.gz",
        "b.txt",
        [
            (
                "a.gz is not among the resource files, so gzip doesn't find it. Add a resource file with the "
                "filePath a.gz, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "gzip a",
        "b.txt",
        [],
    ),
    (
        "xz --decompress a.xz",
        "b.txt",
        [
            (
                "a.xz is not among the resource files, so xz doesn't find it. Add a resource file with the filePath "
                "a.xz, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "bzip2 -d a",
        "b",
        [
            (
                "a is not among the resource files, so bzip2 doesn't find it. Add a resource file with the filePath "
                "a, or correct the name: the only resource file is b."
            ),
        ],
    ),
    (
        "zstd -d a",
        "b",
        [
            (
                "a is not among the resource files, so zstd doesn't find it. Add a resource file with the filePath "
                "a, or correct the name: the only resource file is b."
            ),
        ],
    ),
    (
        "7z x a.7z",
        "b.7z",
        [
            (
                "a.7z is not among the resource files; did you mean b.7z? Use b.7z, or add a resource file with the "
                "filePath a.7z."
            ),
        ],
    ),
    (
        "7za e a.7z",
        "b.txt",
        [
            (
                "a.7z is not among the resource files, so 7za doesn't find it. Add a resource file with the filePath "
                "a.7z, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "7zr a a.7z",
        "b.txt",
        [],
    ),
    (
        "dpkg -i a.deb",
        "b.deb",
        [
            (
                "a.deb is not among the resource files; did you mean b.deb? Use b.deb, or add a resource file with "
                "the filePath a.deb."
            ),
        ],
    ),
    (
        "dpkg --install a.deb",
        "b.txt",
        [
            (
                "a.deb is not among the resource files, so dpkg doesn't find it. Add a resource file with the "
                "filePath a.deb, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "dpkg -s a",
        "b.txt",
        [],
    ),
    (
        "rpm -Uvh a.rpm",
        "b.rpm",
        [
            (
                "a.rpm is not among the resource files; did you mean b.rpm? Use b.rpm, or add a resource file with "
                "the filePath a.rpm."
            ),
        ],
    ),
    (
        "rpm -i https://x/a.rpm",
        "b.rpm",
        [],
    ),
    (
        "rpm -qi a.rpm",
        "b.rpm",
        [],
    ),
    (
        "rpm --upgrade a.rpm",
        "b.txt",
        [
            (
                "a.rpm is not among the resource files, so rpm doesn't find it. Add a resource file with the "
                "filePath a.rpm, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "apt-get install -y ./a.deb",
        "b.deb",
        [
            (
                "./a.deb is not among the resource files; did you mean b.deb? Use ./b.deb, or add a resource file "
                "with the filePath a.deb."
            ),
        ],
    ),
    (
        "apt install -y a.deb",
        "b.deb",
        [],
    ),
    (
        "apt-get remove ./a.deb",
        "b.deb",
        [],
    ),
    (
        "yum install -y a.rpm",
        "b.rpm",
        [
            (
                "a.rpm is not among the resource files; did you mean b.rpm? Use b.rpm, or add a resource file with "
                "the filePath a.rpm."
            ),
        ],
    ),
    (
        "dnf localinstall -y a.rpm",
        "b.txt",
        [
            (
                "a.rpm is not among the resource files, so dnf localinstall doesn't find it. Add a resource file "
                "with the filePath a.rpm, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "zypper -n install a.rpm",
        "b.txt",
        [
            (
                "a.rpm is not among the resource files, so zypper install doesn't find it. Add a resource file with "
                "the filePath a.rpm, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "tdnf reinstall a.rpm",
        "b.txt",
        [
            (
                "a.rpm is not among the resource files, so tdnf reinstall doesn't find it. Add a resource file with "
                "the filePath a.rpm, or correct the name: the only resource file is b.txt."
            ),
        ],
    ),
    (
        "yum install -y https://x/a.rpm",
        "b.txt",
        [],
    ),
    (
        "pip install -r a.txt",
        "b.txt",
        [
            (
                "a.txt is not among the resource files; did you mean b.txt? Use b.txt, or add a resource file with "
                "the filePath a.txt."
            ),
        ],
    ),
    (
        "pip3 install --requirement a.txt",
        "b.md",
        [
            (
                "a.txt is not among the resource files, so pip3 install doesn't find it. Add a resource file with "
                "the filePath a.txt, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "pip install -c a.txt x",
        "b.md",
        [
            (
                "a.txt is not among the resource files, so pip install doesn't find it. Add a resource file with the "
                "filePath a.txt, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "python3 -m pip install --constraint a.txt x",
        "b.md",
        [
            (
                "a.txt is not among the resource files, so python3 doesn't find it. Add a resource file with the "
                "filePath a.txt, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "pip install a.whl",
        "b.md",
        [
            (
                "a.whl is not among the resource files, so pip install doesn't find it. Add a resource file with the "
                "filePath a.whl, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "pip install ./a.tar.gz",
        "b.md",
        [
            (
                "./a.tar.gz is not among the resource files, so pip install doesn't find it. Add a resource file "
                "with the filePath a.tar.gz, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "pip install ../a.zip",
        "a.zip",
        [
            "../a.zip doesn't exist: it is at a.zip. Use a.zip.",
        ],
    ),
    (
        "pip install https://x/a.whl",
        "b.md",
        [],
    ),
    (
        "pip freeze -r a.txt",
        "b.md",
        [],
    ),
    (
        "pip install -r",
        "b.md",
        [],
    ),
    (
        "python3 a.py",
        "b.py",
        [
            (
                "a.py is not among the resource files; did you mean b.py? Use b.py, or add a resource file with the "
                "filePath a.py."
            ),
        ],
    ),
    (
        "python3 -u -W ignore a.py",
        "b.md",
        [
            (
                "a.py is not among the resource files, so python3 doesn't find it. Add a resource file with the "
                "filePath a.py, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "python -c a.py",
        "b.md",
        [],
    ),
    (
        "python3 -m a",
        "b.md",
        [],
    ),
    (
        "python3 -",
        "b.md",
        [],
    ),
    (
        "python3 -V",
        "b.md",
        [],
    ),
    (
        "python3 --version",
        "b.md",
        [],
    ),
    (
        "pypy3 a.py",
        "b.md",
        [
            (
                "a.py is not among the resource files, so pypy3 doesn't find it. Add a resource file with the "
                "filePath a.py, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "py -3 a.py",
        "b.md",
        [],
    ),
    (
        "perl a.pl",
        "b.md",
        [
            (
                "a.pl is not among the resource files, so perl doesn't find it. Add a resource file with the "
                "filePath a.pl, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "perl -e a",
        "b.md",
        [],
    ),
    (
        "perl -I lib a.pl",
        "b.md",
        [
            (
                "a.pl is not among the resource files, so perl doesn't find it. Add a resource file with the "
                "filePath a.pl, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "ruby -r x a.rb",
        "b.md",
        [
            (
                "a.rb is not among the resource files, so ruby doesn't find it. Add a resource file with the "
                "filePath a.rb, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "ruby -e x",
        "b.md",
        [],
    ),
    (
        "node a.js",
        "b.md",
        [
            (
                "a.js is not among the resource files, so node doesn't find it. Add a resource file with the "
                "filePath a.js, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "node -r x a.js",
        "b.md",
        [
            (
                "a.js is not among the resource files, so node doesn't find it. Add a resource file with the "
                "filePath a.js, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "node app",
        "app.js",
        [],
    ),
    (
        "node -e x",
        "b.md",
        [],
    ),
    (
        "Rscript --vanilla a.R",
        "b.md",
        [
            (
                "a.R is not among the resource files, so Rscript doesn't find it. Add a resource file with the "
                "filePath a.R, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "Rscript -e a",
        "b.md",
        [],
    ),
    (
        "php a.php",
        "b.md",
        [
            (
                "a.php is not among the resource files, so php doesn't find it. Add a resource file with the "
                "filePath a.php, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "php -r a",
        "b.md",
        [],
    ),
    (
        "lua a.lua",
        "b.md",
        [
            (
                "a.lua is not among the resource files, so lua doesn't find it. Add a resource file with the "
                "filePath a.lua, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "lua -l x a.lua",
        "b.md",
        [
            (
                "a.lua is not among the resource files, so lua doesn't find it. Add a resource file with the "
                "filePath a.lua, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "ansible-playbook -i h a.yml",
        "b.md",
        [
            (
                "a.yml is not among the resource files, so ansible-playbook doesn't find it. Add a resource file "
                "with the filePath a.yml, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "java -jar a.jar",
        "b.jar",
        [
            (
                "a.jar is not among the resource files; did you mean b.jar? Use b.jar, or add a resource file with "
                "the filePath a.jar."
            ),
        ],
    ),
    (
        "java -cp a.jar X",
        "b.jar",
        [],
    ),
    (
        "dotnet a.dll",
        "b.dll",
        [
            (
                "a.dll is not among the resource files; did you mean b.dll? Use b.dll, or add a resource file with "
                "the filePath a.dll."
            ),
        ],
    ),
    (
        "dotnet build",
        "b.dll",
        [],
    ),
    (
        "docker load -i a.tar",
        "b.tar",
        [
            (
                "a.tar is not among the resource files; did you mean b.tar? Use b.tar, or add a resource file with "
                "the filePath a.tar."
            ),
        ],
    ),
    (
        "docker load --input a.tar",
        "b.md",
        [
            (
                "a.tar is not among the resource files, so docker load doesn't find it. Add a resource file with the "
                "filePath a.tar, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "docker import a.tar",
        "b.md",
        [],
    ),
    (
        "pwsh a.ps1",
        "b.ps1",
        [
            (
                "a.ps1 is not among the resource files; did you mean b.ps1? Use b.ps1, or add a resource file with "
                "the filePath a.ps1."
            ),
        ],
    ),
    (
        "pwsh -File a.ps1",
        "b.md",
        [
            (
                "a.ps1 is not among the resource files, so pwsh doesn't find it. Add a resource file with the "
                "filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "pwsh -NoProfile -c a",
        "b.md",
        [],
    ),
    (
        "pwsh -WorkingDirectory x a.ps1",
        "b.md",
        [
            (
                "a.ps1 is not among the resource files, so pwsh doesn't find it. Add a resource file with the "
                "filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
]
"""Commands of a bash script, and the paths of the resource files."""


@pytest.mark.parametrize(("script", "names", "expected"), IN_BASH)
def test_in_bash(script: str, names: str, expected: list[str]) -> None:
    assert plain(found(pool(LINUX, bash(script), resource_files=files(names)), "BM412")) == expected


ON_WINDOWS: list[tuple[str, str, list[str]]] = [
    (
        "cmd /c cd /d %AZ_BATCH_NODE_STARTUP_DIR% && run.cmd",
        "run.cmd",
        [in_wd("run.cmd", "wd\\run.cmd")],
    ),
    (
        "cmd /c pushd %AZ_BATCH_NODE_STARTUP_DIR% && msiexec /i a.msi /qn",
        "a.msi",
        [in_wd("a.msi", "wd\\a.msi")],
    ),
    (
        "powershell -Command Set-Location $env:AZ_BATCH_NODE_STARTUP_DIR; .\\a.ps1",
        "a.ps1",
        [in_wd(".\\a.ps1", ".\\wd\\a.ps1")],
    ),
    (
        "powershell -Command Push-Location -LiteralPath $env:AZ_BATCH_NODE_STARTUP_DIR; Start-Process -Wait .\\a.exe",
        "a.exe",
        [in_wd(".\\a.exe", ".\\wd\\a.exe")],
    ),
    (
        "cmd /c cd /d %AZ_BATCH_NODE_STARTUP_DIR%\\wd && run.cmd",
        "run.cmd",
        [],
    ),
    (
        "powershell -Command Set-Location $env:AZ_BATCH_NODE_STARTUP_DIR\\wd; .\\a.ps1",
        "a.ps1",
        [],
    ),
    (
        "cmd /c setup.bat",
        "install.bat",
        [
            (
                "setup.bat is not among the resource files; did you mean install.bat? Use install.bat, or add a "
                "resource file with the filePath setup.bat."
            ),
        ],
    ),
    (
        "cmd /c npm.cmd install",
        "x.cmd",
        [],
    ),
    (
        "cmd /c tool.exe",
        "tools.exe",
        [],
    ),
    (
        "cmd /c tool.cmd",
        "tools.cmd",
        [
            (
                "tool.cmd is not among the resource files; did you mean tools.cmd? Use tools.cmd, or add a resource "
                "file with the filePath tool.cmd."
            ),
        ],
    ),
    (
        "cmd /c tool.exe",
        "bin/tool.exe",
        [
            "tool.exe doesn't exist: it is at bin/tool.exe. Use bin\\tool.exe.",
        ],
    ),
    (
        "cmd /c TOOL.EXE",
        "tool.exe",
        [],
    ),
    (
        "cmd /c .\\tool",
        "tool.exe",
        [],
    ),
    (
        "cmd /c .\\tool.cmd",
        "tool.exe",
        [
            (
                ".\\tool.cmd is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath tool.cmd, or correct the name: the only resource file is tool.exe."
            ),
        ],
    ),
    (
        "cmd /c bin\\tool.exe",
        "tool.exe",
        [
            "bin\\tool.exe doesn't exist: it is at tool.exe. Use .\\tool.exe.",
        ],
    ),
    (
        "cmd /c bin/tool.exe",
        "bin\\tool.exe",
        [],
    ),
    (
        "cmd /c call setup.cmd",
        "set-up.cmd",
        [
            (
                "setup.cmd is not among the resource files; did you mean set-up.cmd? Use set-up.cmd, or add a "
                "resource file with the filePath setup.cmd."
            ),
        ],
    ),
    (
        "cmd /c start /wait setup.exe",
        "x/setup.exe",
        [
            "setup.exe doesn't exist: it is at x/setup.exe. Use x\\setup.exe.",
        ],
    ),
    (
        "cmd /c cd /d %AZ_BATCH_TASK_WORKING_DIR% && bin\\x.exe",
        "x.exe",
        [
            "bin\\x.exe doesn't exist: it is at x.exe. Use .\\x.exe.",
        ],
    ),
    (
        "cmd /c cd bin && x.exe",
        "bin/x.exe",
        [],
    ),
    (
        "cmd /c cd bin && .\\y.exe",
        "bin/x.exe",
        [
            (
                ".\\y.exe is not among the resource files; did you mean bin/x.exe? Use .\\x.exe, or add a resource "
                "file with the filePath bin/y.exe."
            ),
        ],
    ),
    (
        "cmd /c cd /d C:\\ && setup.cmd",
        "setup.cmd",
        [
            (
                "the command looks for setup.cmd in C:\\, but it is in the task's working directory. Use "
                "%AZ_BATCH_TASK_WORKING_DIR%\\setup.cmd."
            ),
        ],
    ),
    (
        "cmd /c cd /d %TEMP% && .\\setup.cmd",
        "setup.cmd",
        [
            (
                "the command looks for setup.cmd in %TEMP%, but it is in the task's working directory. Use "
                "%AZ_BATCH_TASK_WORKING_DIR%\\setup.cmd."
            ),
        ],
    ),
    (
        "cmd /c %AZ_BATCH_TASK_WORKING_DIR%\\setup.cmd",
        "install.cmd",
        [
            (
                "%AZ_BATCH_TASK_WORKING_DIR%\\setup.cmd is not among the resource files; did you mean install.cmd? "
                "Use .\\install.cmd, or add a resource file with the filePath setup.cmd."
            ),
        ],
    ),
    (
        "cmd /c %AZ_BATCH_NODE_STARTUP_DIR%\\setup.cmd",
        "setup.cmd",
        [
            "%AZ_BATCH_NODE_STARTUP_DIR%\\setup.cmd doesn't exist: it is at setup.cmd. Use .\\setup.cmd.",
        ],
    ),
    (
        "cmd /c %AZ_BATCH_NODE_SHARED_DIR%\\setup.cmd",
        "setup.cmd",
        [
            (
                "the command looks for setup.cmd as %AZ_BATCH_NODE_SHARED_DIR%\\setup.cmd, but it is in the task's "
                "working directory. Use %AZ_BATCH_TASK_WORKING_DIR%\\setup.cmd."
            ),
        ],
    ),
    (
        "cmd /c %CD%\\setup.cmd",
        "setup.bat",
        [
            (
                "%CD%\\setup.cmd is not among the resource files, so the shell doesn't find it. Add a resource file "
                "with the filePath setup.cmd, or correct the name: the only resource file is setup.bat."
            ),
        ],
    ),
    (
        "cmd /c C:\\x\\setup.cmd",
        "setup.cmd",
        [],
    ),
    (
        'cmd /c "if exist x.cmd call x.cmd"',
        "setup.cmd",
        [],
    ),
    (
        'cmd /c "copy /y a.ini C:\\x"',
        "b.ini",
        [
            (
                "a.ini is not among the resource files; did you mean b.ini? Use b.ini, or add a resource file with "
                "the filePath a.ini."
            ),
        ],
    ),
    (
        'cmd /c "copy /b a.ini+c.ini d.ini"',
        "b.ini",
        [],
    ),
    (
        'cmd /c "xcopy /y a.ini x"',
        "b.md",
        [
            (
                "a.ini is not among the resource files, so xcopy doesn't find it. Add a resource file with the "
                "filePath a.ini, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'cmd /c "move a.ini x"',
        "b.md",
        [
            (
                "a.ini is not among the resource files, so move doesn't find it. Add a resource file with the "
                "filePath a.ini, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'cmd /c "copy b.ini a.cmd && .\\a.cmd"',
        "b.ini",
        [],
    ),
    (
        'cmd /c "echo x > a.cmd && .\\a.cmd"',
        "b.ini",
        [],
    ),
    (
        'cmd /c "mkdir x && cd x && .\\a.cmd"',
        "b.ini",
        [],
    ),
    (
        'cmd /c "reg import a.reg"',
        "b.reg",
        [
            (
                "a.reg is not among the resource files; did you mean b.reg? Use b.reg, or add a resource file with "
                "the filePath a.reg."
            ),
        ],
    ),
    (
        'cmd /c "reg add a"',
        "b.reg",
        [],
    ),
    (
        'cmd /c "tar -xf a.zip && x.cmd"',
        "b.zip",
        [
            (
                "a.zip is not among the resource files; did you mean b.zip? Use b.zip, or add a resource file with "
                "the filePath a.zip."
            ),
        ],
    ),
    (
        'cmd /c "curl -o a.cmd https://x && .\\a.cmd"',
        "b.zip",
        [],
    ),
    (
        'cmd /c "curl -O https://x/a.cmd && .\\b.cmd"',
        "c.zip",
        [
            (
                ".\\b.cmd is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath b.cmd, or correct the name: the only resource file is c.zip."
            ),
        ],
    ),
    (
        "msiexec /i a.msi /qn",
        "b.msi",
        [
            (
                "a.msi is not among the resource files; did you mean b.msi? Use b.msi, or add a resource file with "
                "the filePath a.msi."
            ),
        ],
    ),
    (
        "msiexec /package a.msi",
        "b.md",
        [
            (
                "a.msi is not among the resource files, so msiexec doesn't find it. Add a resource file with the "
                "filePath a.msi, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "msiexec /x {A}",
        "b.md",
        [],
    ),
    (
        "msiexec /p a.msp",
        "b.md",
        [
            (
                "a.msp is not among the resource files, so msiexec doesn't find it. Add a resource file with the "
                "filePath a.msp, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "wusa a.msu /quiet",
        "b.msu",
        [
            (
                "a.msu is not among the resource files; did you mean b.msu? Use b.msu, or add a resource file with "
                "the filePath a.msu."
            ),
        ],
    ),
    (
        "python a.py",
        "b.md",
        [
            (
                "a.py is not among the resource files, so python doesn't find it. Add a resource file with the "
                "filePath a.py, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "a.exe",
        "x/a.exe",
        [
            "a.exe doesn't exist: it is at x/a.exe. Use x\\a.exe.",
        ],
    ),
    (
        ".\\a.exe",
        "b.md",
        [
            (
                ".\\a.exe is not among the resource files, so the node doesn't find it. Add a resource file with the "
                "filePath a.exe, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "powershell -File a.ps1",
        "b.ps1",
        [
            (
                "a.ps1 is not among the resource files; did you mean b.ps1? Use b.ps1, or add a resource file with "
                "the filePath a.ps1."
            ),
        ],
    ),
    (
        "powershell -NoProfile -ExecutionPolicy Bypass -File .\\a.ps1 -X",
        "x/a.ps1",
        [
            ".\\a.ps1 doesn't exist: it is at x/a.ps1. Use .\\x\\a.ps1.",
        ],
    ),
    (
        "powershell .\\a.ps1",
        "b.md",
        [
            (
                ".\\a.ps1 is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'powershell -Command ".\\a.ps1"',
        "b.md",
        [
            (
                ".\\a.ps1 is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "powershell -Command \"& '.\\a.ps1' -x\"",
        "b.md",
        [
            (
                ".\\a.ps1 is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "powershell -Command \"& 'a b.exe'\"",
        "b.md",
        [],
    ),
    (
        'powershell -Command "Start-Process .\\a.exe -Wait"',
        "b.md",
        [
            (
                ".\\a.exe is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath a.exe, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        "powershell -Command \"Start-Process msiexec.exe -ArgumentList '/i','a.msi'\"",
        "b.md",
        [
            (
                "a.msi is not among the resource files, so Start-Process doesn't find it. Add a resource file with "
                "the filePath a.msi, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'powershell -Command "Expand-Archive -Path a.zip -DestinationPath x"',
        "b.zip",
        [
            (
                "a.zip is not among the resource files; did you mean b.zip? Use b.zip, or add a resource file with "
                "the filePath a.zip."
            ),
        ],
    ),
    (
        'powershell -Command "Expand-Archive a.zip x"',
        "b.md",
        [
            (
                "a.zip is not among the resource files, so Expand-Archive doesn't find it. Add a resource file with "
                "the filePath a.zip, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'powershell -Command "Expand-Archive -LiteralPath a.zip x"',
        "b.md",
        [
            (
                "a.zip is not among the resource files, so Expand-Archive doesn't find it. Add a resource file with "
                "the filePath a.zip, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'powershell -Command "Expand-Archive -DestinationPath x -Force"',
        "b.md",
        [],
    ),
    (
        'powershell -Command "Import-Certificate -FilePath a.cer -CertStoreLocation Cert:\\x"',
        "b.cer",
        [
            (
                "a.cer is not among the resource files; did you mean b.cer? Use b.cer, or add a resource file with "
                "the filePath a.cer."
            ),
        ],
    ),
    (
        'powershell -Command "iwr https://x -OutFile a.ps1; .\\a.ps1"',
        "b.md",
        [],
    ),
    (
        'powershell -Command "iwr https://x; .\\a.ps1"',
        "b.md",
        [],
    ),
    (
        'powershell -Command "Install-WindowsFeature x; Set-Service y; .\\a.ps1"',
        "b.md",
        [
            (
                ".\\a.ps1 is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'powershell -Command "Set-Content a.ps1 x; .\\a.ps1"',
        "b.md",
        [],
    ),
    (
        'powershell -Command "Copy-Item b.md a.ps1; .\\a.ps1"',
        "b.md",
        [],
    ),
    (
        'powershell -Command "New-Item a.ps1; .\\a.ps1"',
        "b.md",
        [],
    ),
    (
        'powershell -Command "New-Object x; .\\a.ps1"',
        "b.md",
        [
            (
                ".\\a.ps1 is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'powershell -Command "$x = 1; .\\a.ps1"',
        "b.md",
        [
            (
                ".\\a.ps1 is not among the resource files, so the shell doesn't find it. Add a resource file with "
                "the filePath a.ps1, or correct the name: the only resource file is b.md."
            ),
        ],
    ),
    (
        'powershell -Command "$env:AZ_BATCH_TASK_WORKING_DIR\\a.ps1"',
        "b.md",
        [
            (
                "$env:AZ_BATCH_TASK_WORKING_DIR\\a.ps1 is not among the resource files, so the shell doesn't find "
                "it. Add a resource file with the filePath a.ps1, or correct the name: the only resource file is "
                "b.md."
            ),
        ],
    ),
    (
        'powershell -Command "& $env:AZ_BATCH_NODE_SHARED_DIR\\a.ps1"',
        "a.ps1",
        [
            (
                "the command looks for a.ps1 as $env:AZ_BATCH_NODE_SHARED_DIR\\a.ps1, but it is in the task's "
                "working directory. Use $env:AZ_BATCH_TASK_WORKING_DIR\\a.ps1."
            ),
        ],
    ),
    (
        'powershell -Command "Set-Location $env:TEMP; .\\a.ps1"',
        "a.ps1",
        [
            (
                "the command looks for a.ps1 in $env:TEMP, but it is in the task's working directory. Use "
                "$env:AZ_BATCH_TASK_WORKING_DIR\\a.ps1."
            ),
        ],
    ),
    (
        'powershell -Command "Push-Location x; .\\a.ps1"',
        "a.ps1",
        [
            (
                "the directory x doesn't exist: no resource file has a filePath in it. Begin the filePath of the "
                "files with x/, or remove the push-location."
            ),
        ],
    ),
    (
        'powershell -Command "x; .\\a.ps1"',
        "b.md",
        [],
    ),
    (
        "powershell -EncodedCommand AAAA",
        "b.md",
        [],
    ),
]
"""Command lines of Windows, and the paths of the resource files."""


@pytest.mark.parametrize(("command_line", "names", "expected"), ON_WINDOWS)
def test_on_windows(command_line: str, names: str, expected: list[str]) -> None:
    assert plain(found(pool(WINDOWS, command_line, resource_files=files(names)), "BM412")) == expected


MODES: list[tuple[str, str, str | None, list[str]]] = [
    (
        "./a.sh",
        "a.sh",
        "0644",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run bash a.sh."
            ),
        ],
    ),
    (
        "./a.sh",
        "a.sh",
        "444",
        [
            (
                './a.sh fails with "permission denied": its fileMode 444 has no execute permission. Set fileMode to '
                "0555, or run bash a.sh."
            ),
        ],
    ),
    (
        "./a.sh",
        "a.sh",
        "0640",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0640 has no execute permission. Set fileMode to '
                "0750, or run bash a.sh."
            ),
        ],
    ),
    (
        "./a.sh",
        "a.sh",
        "0600",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0600 has no execute permission. Set fileMode to '
                "0700, or run bash a.sh."
            ),
        ],
    ),
    (
        "./a.sh",
        "a.sh",
        "666",
        [
            (
                './a.sh fails with "permission denied": its fileMode 666 has no execute permission. Set fileMode to '
                "0777, or run bash a.sh."
            ),
        ],
    ),
    (
        "./a.sh",
        "a.sh",
        "0755",
        [],
    ),
    (
        "./a.sh",
        "a.sh",
        "0100",
        [],
    ),
    (
        "./a.sh",
        "a.sh",
        "10",
        [],
    ),
    (
        "./a.sh",
        "a.sh",
        "rw",
        [],
    ),
    (
        "./a.sh",
        "a.sh",
        None,
        [],
    ),
    (
        "bash a.sh",
        "a.sh",
        "0644",
        [],
    ),
    (
        "x/a.py",
        "x/a.py",
        "0644",
        [
            (
                'x/a.py fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run python3 x/a.py."
            ),
        ],
    ),
    (
        "./a",
        "a",
        "0644",
        [
            './a fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to 0755.',
        ],
    ),
    (
        "./a.pl",
        "a.pl",
        "0644",
        [
            (
                './a.pl fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run perl a.pl."
            ),
        ],
    ),
    (
        "./a.rb",
        "a.rb",
        "0644",
        [
            (
                './a.rb fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run ruby a.rb."
            ),
        ],
    ),
    (
        "./a.R",
        "a.R",
        "0644",
        [
            (
                './a.R fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run Rscript a.R."
            ),
        ],
    ),
    (
        "./a.bash",
        "a.bash",
        "0644",
        [
            (
                './a.bash fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode '
                "to 0755, or run bash a.bash."
            ),
        ],
    ),
    (
        "/bin/bash -c 'chmod +x a.sh && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'chmod 755 a.sh && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'chmod 600 a.sh && ./a.sh'",
        "a.sh",
        "0644",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run bash a.sh."
            ),
        ],
    ),
    (
        "/bin/bash -c 'chmod +x b.sh && ./a.sh'",
        "a.sh b.sh",
        "0644",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run bash a.sh."
            ),
        ],
    ),
    (
        "/bin/bash -c 'chmod -R +x . && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'chmod +x *.sh && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'chmod +x $A && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'chmod -v +x ./a.sh && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'bash a.sh && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'cp a.sh b.sh && ./a.sh'",
        "a.sh",
        "0644",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run bash a.sh."
            ),
        ],
    ),
    (
        "/bin/bash -c 'cp a.sh b.sh && ./b.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'sudo ./a.sh'",
        "a.sh",
        "0644",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0644 has no execute permission. Set fileMode to '
                "0755, or run bash a.sh."
            ),
        ],
    ),
    (
        "/bin/bash -c '$AZ_BATCH_TASK_WORKING_DIR/a.sh'",
        "a.sh",
        "0644",
        [
            (
                '$AZ_BATCH_TASK_WORKING_DIR/a.sh fails with "permission denied": its fileMode 0644 has no execute '
                "permission. Set fileMode to 0755, or run bash a.sh."
            ),
        ],
    ),
    (
        "/bin/bash -c './a.sh || true'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "/bin/bash -c 'test -x a.sh && ./a.sh'",
        "a.sh",
        "0644",
        [],
    ),
    (
        "./a.sh",
        "a.sh",
        "0",
        [
            (
                './a.sh fails with "permission denied": its fileMode 0 has no execute permission. Set fileMode to '
                "0500, or run bash a.sh."
            ),
        ],
    ),
    (
        "./b.sh",
        "a.sh",
        "0644",
        [],
    ),
]
"""Command lines, the paths of the resource files, and their mode."""


@pytest.mark.parametrize(("command_line", "names", "mode", "expected"), MODES)
def test_modes(command_line: str, names: str, mode: str | None, expected: list[str]) -> None:
    assert plain(found(pool(LINUX, command_line, resource_files=files(names, mode)), "BM413")) == expected


def test_modes_do_not_matter_on_windows() -> None:
    task = files("a.cmd", "0644")
    assert found(pool(WINDOWS, ".\\a.cmd", resource_files=task), "BM413") == []
    assert found(StartTask(command_line="cmd /c .\\a.cmd", resource_files=task), "BM413") == []
    assert found(StartTask(command_line="powershell .\\a.ps1", resource_files=files("a.ps1", "0644")), "BM413") == []


def test_the_mode_of_a_container() -> None:
    denied = ResourceFile(auto_storage_container_name="setup", file_mode="0644")
    allowed = ResourceFile(storage_container_url="https://a.blob.core.windows.net/c-files")
    says = [
        (
            '$.commandLine: BM413 error: ./a.sh fails with "permission denied": its fileMode 0644 has no execute permission. '
            "Set fileMode to 0755, or run bash a.sh."
        )
    ]
    assert found(StartTask(command_line="./a.sh", resource_files=[denied]), "BM413") == says
    assert found(StartTask(command_line="./a.sh", resource_files=[denied, allowed]), "BM413") == []
    assert found(StartTask(command_line="./a.sh", resource_files=[allowed, *files("a.sh", "0644")]), "BM413") == says


def test_what_is_unknown() -> None:
    """A container's blobs, a file without its path, and no files at all."""
    for unknown in (
        ResourceFile(auto_storage_container_name="setup"),
        ResourceFile(storage_container_url="https://a.blob.core.windows.net/c-files", file_path="b.sh"),
        ResourceFile(http_url="https://a"),
        ResourceFile(http_url="https://a", file_path=" "),
    ):
        assert found(StartTask(command_line="./b.sh", resource_files=[unknown, *files("a.sh")]), "BM412") == []
    assert found(StartTask(command_line="./b.sh"), "BM412", "BM413") == []
    assert found(StartTask(command_line="./b.sh", resource_files=[]), "BM412", "BM413") == []


_IN_HUMAN = "doesn't exist: the resource files bring only blobs in human/hg38. Use {}human/hg38/{}, if the blob has this name."


@pytest.mark.parametrize(
    ("script", "missing"),
    [
        ("cp hg38.fa hg38.fa.fai hg38.dict /opt", "hg38.fa"),
        ("mv hg38.fa /opt", "hg38.fa"),
        ("cp -t /opt hg38.fa hg38.dict", "hg38.fa"),
        ("cp -rt /opt hg38.fa", "hg38.fa"),
        ("cp --target-directory=/opt hg38.fa", "hg38.fa"),
        ("install -m 644 hg38.fa /opt", "hg38.fa"),
        ("install -Dm 644 hg38.fa /opt/ref", "hg38.fa"),
        ("tar -czf ref.tgz hg38.fa hg38.dict", "hg38.fa"),
        ("tar -xf hg38.tar -C /opt", "hg38.tar"),
        ("gunzip hg38.fa.gz", "hg38.fa.gz"),
        ("cp human/hg38/*.fa /opt; cp hg38.fa /opt", "hg38.fa"),
        ("cp human/hg38/hg38.fa /opt", ""),
        ("cp -r human /opt", ""),
        ("cp -r human/hg38 /opt", ""),
        ("cp -r . /opt", ""),
        ("cp hg38* /opt", ""),
        ("mv human/hg38/* . && cp hg38.fa /opt", ""),
        ('for f in human/hg38/*; do ln -s "$f" .; done; cp hg38.fa /opt', ""),
        ("cd human/hg38 && cp hg38.fa /opt", ""),
        ("ln -s human/hg38 ref; cp ref/hg38.fa /opt", ""),
        ("install -d /opt/ref", ""),
        ("install -o root -g root -m 644 human/hg38/hg38.fa /opt", ""),
        ("tar -czf ref.tgz -C human/hg38 hg38.fa", ""),
        ("tar -cf - human | ssh x", ""),
        ("if [ -f hg38.fa ]; then cp hg38.fa /opt; fi", ""),
    ],
)
def test_blobs_keep_their_names(script: str, missing: str) -> None:
    task = StartTask(
        command_line=f"/bin/bash -c '{script}'",
        resource_files=[ResourceFile(auto_storage_container_name="references", blob_prefix="human/hg38/hg38")],
    )
    says = f"$.commandLine: BM412 warning: {missing} {_IN_HUMAN.format('', missing)}"
    assert found(task, "BM412") == ([says] if missing else [])


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ('cmd /c "copy hg38.fa C:\\ref"', "hg38.fa"),
        ('powershell -Command "Copy-Item hg38.fa C:\\ref"', "hg38.fa"),
        ('powershell -Command "Copy-Item -Destination C:\\ref -Path .\\hg38.fa"', ".\\hg38.fa"),
        ('powershell -Command "Move-Item human\\hg38\\hg38.fa C:\\ref"', ""),
        ('powershell -Command "Copy-Item hg38.fa,hg38.dict C:\\ref"', ""),
        ('powershell -Command "Copy-Item -Path human -Destination C:\\ref -Recurse"', ""),
    ],
)
def test_blobs_keep_their_names_on_windows(line: str, written: str) -> None:
    task = StartTask(
        command_line=line,
        resource_files=[ResourceFile(auto_storage_container_name="references", blob_prefix="human/hg38/hg38")],
    )
    there = written.replace("hg38.fa", "human\\hg38\\hg38.fa")
    says = (
        f"$.commandLine: BM412 warning: {written} doesn't exist: the resource files bring only blobs in human/hg38. Use {there}"
        ", if the blob has this name."
    )
    assert found(task, "BM412") == ([says] if written else [])


def test_blobs_of_several_containers() -> None:
    both = [
        ResourceFile(auto_storage_container_name="a", blob_prefix="x/"),
        ResourceFile(storage_container_url="https://a.blob.core.windows.net/c-files", file_path="tools"),
    ]
    task = StartTask(command_line="/bin/bash -c 'cp a.conf /etc'", resource_files=both)
    says = "the resource files bring only blobs in tools and x. Use tools/a.conf or x/a.conf, if the blob has this name."
    assert found(task, "BM412") == [f"$.commandLine: BM412 warning: a.conf doesn't exist: {says}"]
    task = StartTask(command_line="/bin/bash -c './run.sh; cp a.conf /etc'", resource_files=[*both, *files("run.sh")])
    assert found(task, "BM412") == []  # the script may make the file
    task = StartTask(command_line="/bin/bash -c 'cp run.sh a.conf /etc'", resource_files=[*both, *files("run.sh")])
    says = says.replace(
        "the resource files bring only blobs", "no resource file has this name, and the blobs of the containers are"
    )
    assert found(task, "BM412") == [f"$.commandLine: BM412 warning: a.conf doesn't exist: {says}"]
    whole = ResourceFile(auto_storage_container_name="b")
    assert found(StartTask(command_line="/bin/bash -c 'cp a.conf /etc'", resource_files=[*both, whole]), "BM412") == []


@pytest.mark.parametrize(
    ("command", "may_create"),
    [
        ("xargs -n1 curl -fsSO < urls", True),
        ("awk -f split.awk urls", True),
        ('awk "{ print > FILENAME }" urls', True),
        ("awk 1 urls", False),
        ("sort -o setup.sh urls", True),
        ("sort -uo setup.sh urls", True),
        ("sort --output=setup.sh urls", True),
        ("sort -u urls", False),
        ("find . -name a -ok cp {} setup.sh \\;", True),
        ("find . -fls setup.sh", True),
        ("find . -name urls", False),
        ("dpkg -X a.deb .", True),
        ("dpkg --vextract a.deb .", True),
        ("dpkg -l", False),
    ],
)
def test_programs_that_seldom_create_files(command: str, may_create: bool) -> None:
    line = bash(f"set -e; {command}; ./setup.sh")
    task = StartTask(command_line=line, resource_files=files("urls split.awk a.deb"))
    says = (
        "$.commandLine: BM412 warning: ./setup.sh is not among the resource files, so the shell doesn't find it. Add a "
        "resource file with the filePath setup.sh, or correct the name: the resource files are urls, split.awk and a.deb."
    )
    assert found(task, "BM412") == ([] if may_create else [says])


def test_a_script_of_windows_may_create_files() -> None:
    task = StartTask(command_line='cmd /c "cscript setup.vbs && .\\tool.exe"', resource_files=files("setup.vbs"))
    assert found(task, "BM412") == []


def test_in_a_container() -> None:
    container = TaskContainerSettings(image_name="a")
    task = StartTask(command_line="./b.sh", resource_files=files("a.sh", "0644"), container_settings=container)
    assert found(task, "BM412", "BM413") == []


def test_other_tasks() -> None:
    says = (
        "BM412 warning: ./b.sh is not among the resource files; did you mean a.sh? "
        "Use ./a.sh, or add a resource file with the filePath b.sh."
    )
    task = TaskAddParameter(id="t", command_line="./b.sh", resource_files=files("a.sh"))
    assert found(task, "BM412") == [f"$.commandLine: {says}"]
    assert found(JobPreparationTask(command_line="./b.sh", resource_files=files("a.sh")), "BM412") == [f"$.commandLine: {says}"]
    assert found(
        TaskAddParameter(id="t", command_line="bash -c '$AZ_BATCH_TASK_DIR/a.sh'", resource_files=files("a.sh")), "BM412"
    ) == ["$.commandLine: BM412 warning: $AZ_BATCH_TASK_DIR/a.sh doesn't exist: it is at a.sh. Use ./a.sh."]


def test_directories_that_other_tasks_fill() -> None:
    """Only in a start task is the shared directory empty, and the startup directory the task's own."""
    shared, startup = "bash -c '$AZ_BATCH_NODE_SHARED_DIR/a.sh'", "bash -c '$AZ_BATCH_NODE_STARTUP_DIR/a.sh'"
    for line in (shared, startup):
        assert len(found(StartTask(command_line=line, resource_files=files("a.sh")), "BM412")) == 1
    task = TaskAddParameter(id="t", command_line=shared, resource_files=files("a.sh"))
    assert found(task, "BM412") == []
    task = TaskAddParameter(id="t", command_line=startup, resource_files=files("a.sh"))
    assert [text.partition(" note: ")[0] for text in found(task, "BM412")] == ["$.commandLine: BM412"]


def test_common_files_are_above_the_working_directory() -> None:
    instances = MultiInstanceSettings(
        number_of_instances=2, coordination_command_line="bash ../b.sh", common_resource_files=files("a.sh")
    )
    task = TaskAddParameter(
        id="t", command_line="bash ../a.sh", resource_files=files("a.sh"), multi_instance_settings=instances
    )
    assert found(task, "BM412") == []
    task.multi_instance_settings = None
    assert found(task, "BM412") == ["$.commandLine: BM412 warning: ../a.sh doesn't exist: it is at a.sh. Use a.sh."]


def test_the_place() -> None:
    """The finding is at the command."""
    line = bash("set -e; cd /x; cd $AZ_BATCH_TASK_WORKING_DIR; bash b.sh")
    (finding,) = [each for each in review(StartTask(command_line=line, resource_files=files("a.sh"))) if each.rule == "BM412"]
    assert finding.span is not None
    assert line[slice(*finding.span)] == "bash b.sh"


NEW = (
    "warning: the command looks for setup.sh in {0}, but it is in the task's working directory. "
    "Use $AZ_BATCH_TASK_WORKING_DIR/setup.sh."
)


@pytest.mark.parametrize(
    ("script", "directory"),
    [
        ("mkdir -p /opt/app && cd /opt/app && bash setup.sh", "/opt/app"),
        ("set -e; mkdir -p /data/x; chown 1000 /data/x; cd /data/x/; ./setup.sh", "/data/x"),
        ("set -e; cd /opt; bash ./setup.sh", "/opt"),
        ("set -e; cd /opt; mkdir app; cd app; bash setup.sh", "/opt/app"),
        ("set -e; install -d -m 755 /opt/app; cd /opt/app; bash setup.sh", "/opt/app"),
        (
            "set -e; mkdir -p $AZ_BATCH_NODE_SHARED_DIR/app; cd ${AZ_BATCH_NODE_SHARED_DIR}/app; bash setup.sh",
            "${AZ_BATCH_NODE_SHARED_DIR}/app",
        ),
        ("set -e; mkdir /opt/app; curl -fsSL -o /opt/x.tgz https://example.com/x; cd /opt/app; bash setup.sh", "/opt/app"),
    ],
)
def test_new_directories(script: str, directory: str) -> None:
    model = pool(LINUX, bash(script), resource_files=files("setup.sh"))
    assert found(model, "BM412") == [f"$.startTask.commandLine: BM412 {NEW.format(directory)}"]


@pytest.mark.parametrize(
    "script",
    [
        "mkdir -p /opt/app && cp setup.sh /opt/app && cd /opt/app && bash setup.sh",
        "mkdir -p /opt/app && cp *.sh /opt/app/ && cd /opt/app && bash setup.sh",
        "mkdir -p /opt/app && cp setup.sh $TARGET/ && cd /opt/app && bash setup.sh",
        "mkdir -p /opt/app && cat setup.sh > /opt/app/setup.sh && cd /opt/app && bash setup.sh",
        "mkdir -p /opt/app && mount 10.0.0.5:/export /opt/app && cd /opt/app && bash setup.sh",
        "mkdir -p /opt/app && cd /opt/app && ln -s $AZ_BATCH_TASK_WORKING_DIR/setup.sh && bash setup.sh",
        "mkdir -p /opt/app && cd /opt/app && cp $AZ_BATCH_TASK_WORKING_DIR/*.sh . && bash setup.sh",
        "mkdir -p /opt/app && cd /opt/app && bash $AZ_BATCH_TASK_WORKING_DIR/setup.sh",
        "mkdir -p /opt/app && cd /opt/app && curl -fsSLO https://example.com/setup.sh && bash setup.sh",
        "mkdir -p /opt/app && git clone https://example.com/app /opt/app && cd /opt/app && bash setup.sh",
        "[ -d /opt/app ] || mkdir -p /opt/app; cd /opt/app; bash setup.sh",
        "cp setup.sh /opt && cd /opt && bash setup.sh",
        "cd /opt/app && bash setup.sh",
        "D=$AZ_BATCH_NODE_SHARED_DIR; mkdir $D/a; cp setup.sh $D/a; cd $D/a; ./setup.sh",
        "cd $AZ_BATCH_NODE_SHARED_DIR; mkdir a; cp ../startup/wd/setup.sh a; cd a; ./setup.sh",
    ],
)
def test_directories_that_may_have_the_file(script: str) -> None:
    assert found(pool(LINUX, bash(script), resource_files=files("setup.sh")), "BM412") == []


def test_a_task_may_find_the_file_of_a_start_task() -> None:
    task = TaskAddParameter(id="t", command_line=bash("cd /opt && bash setup.sh"), resource_files=files("setup.sh"))
    assert found(task, "BM412") == []


@pytest.mark.parametrize(
    ("line", "brought", "use"),
    [
        ("tar xzf data.tar.gz", "data.zip", "unzip -o data.zip"),
        ("tar -xf data.tar", "data.zip", "unzip -o data.zip"),
        ("unzip -o data.zip", "data.tar.gz", "tar -xzf data.tar.gz"),
        ("tar -xzf data.tar.gz", "data.tar.xz", "tar -xJf data.tar.xz"),
        ("tar -xzf data.tgz", "data.tar.gz", "data.tar.gz"),
    ],
)
def test_an_archive_of_another_kind(line: str, brought: str, use: str) -> None:
    task = TaskAddParameter(id="t", command_line=bash(line), resource_files=files(brought))
    name = line.rsplit(maxsplit=1)[-1]
    assert plain(found(task, "BM412")) == [
        (
            f"{name} is not among the resource files; did you mean {brought}? Use {use}, or add a resource file with the "
            f"filePath {name}."
        )
    ]
