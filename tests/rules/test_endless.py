"""BM307 and BM306: loops and programs that never end."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import JobPreparationTask, StartTask, review

STAYS = "so the start task never succeeds: the node stays in waitingforstarttask, runs no task and keeps costing money."
LIMIT = "Limit the loop, or make it a system service that the start task starts, for example a systemd unit."
FOR_THAT = " Run the start task as an administrator for that."
REMOVE = "Remove it. What has to keep running belongs in a system service, for example a systemd unit."
SERVICE = (
    "Make it a system service that the start task starts, for example a systemd unit, so that the start task ends." + FOR_THAT
)
WINDOWS_SERVICE = "Make it a Windows service that the start task starts, so that the start task ends." + FOR_THAT
DETACHED = "Add -d to docker run, so that the container runs in the background."


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (bash("while true; do ./a; done"), f"error: the loop never ends, {STAYS} {LIMIT}"),
        (bash("sleep infinity"), f"error: sleep infinity never ends, {STAYS} {REMOVE}"),
        (bash("./a && tail -f log"), f"error: tail -f never ends, {STAYS} {REMOVE}"),
        (bash("python3 -m http.server 80"), f"warning: python3 -m http.server never ends, {STAYS} {SERVICE}"),
        (bash("nginx -g 'daemon off;'"), f"warning: nginx never ends, {STAYS} {SERVICE}"),
        (bash("docker run redis:7"), f"warning: docker run never ends, {STAYS} {DETACHED}"),
        (
            bash("docker compose up"),
            f"warning: docker compose never ends, {STAYS} Add -d after up, so that the containers run in the background.",
        ),
        ("cmd /c ping -t host", f"error: ping -t never ends, {STAYS} {WINDOWS_SERVICE}"),
        ("sleep infinity", f"error: sleep infinity never ends, {STAYS} {REMOVE}"),
    ],
)
def test_what_never_ends(line: str, text: str) -> None:
    assert found(StartTask(command_line=line), "BM307", "BM106") == [f"$.commandLine: BM307 {text}"]


@pytest.mark.parametrize(
    "script",
    [
        "while true; do ./a.sh; sleep 5; done",
        "while :; do ./a.sh; done",
        "for ((;;)); do ./a; done",
        "until false; do ./a; done",
        "set -e; ./setup.sh; while true; do ./a; sleep 5; done",
        "./setup.sh && python3 -m http.server 8080",
        'apt-get update && apt-get install -y nginx && nginx -g "daemon off;"',
        "sleep infinity",
        "ping example.com",
        "vmstat 5",
        "iostat -x 10",
        "nvidia-smi -l 5",
        "inotifywait -m /data",
        "top -b",
        "ssh -NT -L 80:localhost:80 host",
        "rclone mount remote: /mnt/remote",
        "ollama serve",
        "airflow scheduler",
        "./setup.sh; tail -f /dev/null",
        "nohup ./x & tail -f log",
        "docker run -p 80:80 nginx",
        "docker run --name r -v /a:/b redis:7",
        "docker run --rm --net host --pid host -v /:/host:ro quay.io/prometheus/node-exporter:v1.8.1 --path.rootfs=/host",
        "docker run prom/prometheus:v2.53.0 --config.file=/etc/p.yml",
        "docker run redis:7 --appendonly yes",
        "docker run redis:7 redis-server --appendonly yes",
        "docker run -e POSTGRES_PASSWORD=x postgres:16 -c max_connections=200",
        "docker run memcached -m 64 -c 1024",
        "docker run --name x -p 80:80 --restart unless-stopped someone/image",
        "docker run --restart=always someone/image ./serve --quiet",
        'docker run nginx nginx -g "daemon off;"',
        "docker run python:3.12 python -m http.server 8000",
        "docker run minio/minio server /data",
        "docker run ollama/ollama serve",
        "docker container run ubuntu sleep infinity",
        "docker-compose up",
        "docker compose -f x.yml up",
        "sudo docker compose up",
        "redis-server",
        "uvicorn app:app --host 0.0.0.0 --port 80",
        "jupyter lab --ip 0.0.0.0 --no-browser",
        "python3 -m http.server 80 & wait",
        "f() { while true; do ./a; sleep 1; done; }; f",
        'bash -c "while true; do ./a; sleep 1; done"',
        "{ ./a; sleep infinity; } > log 2>&1",
        "exec tail -F x",
        "while sleep 60; do ./a; done",
        "sudo sshd -D",
        "nohup python3 -m http.server",
        'su - svc -c "sleep infinity"',
    ],
)
def test_scripts_that_never_end(script: str) -> None:
    (text,) = found(StartTask(command_line=bash(script)), "BM307", "BM106")
    assert "BM307" in text
    assert STAYS in text


@pytest.mark.parametrize(
    "script",
    [
        "while true; do ./a.sh && break; sleep 5; done",
        "while true; do exec ./a.sh; done",
        "while true; do if ./a; then exit 0; fi; sleep 1; done",
        "while true; do ./a || exit 1; done",
        "while true; do ./a; sleep 1; done &",
        "while ! ./a; do sleep 1; done",
        "until ./a; do sleep 1; done",
        "for ((i=0;i<3;i++)); do ./a; done",
        'timeout 300 bash -c "while true; do ./a; done"',
        "while true; do timeout 5 ./a; done",
        "python3 -m http.server &",
        "(while true; do ./a; sleep 1; done) &",
        "f() { while true; do ./a; sleep 1; done; }; f &",
        "f() { while true; do ./a; sleep 1; done; }; ./b",
        "docker run -d nginx",
        "docker run -d --restart=always someone/image",
        "docker run --restart always -d someone/image",
        "docker run --restart on-failure:3 someone/image",
        "docker run --restart no someone/image",
        "docker run --restart always",
        "docker run nginx nginx -t",
        "docker run nginx -t",
        "docker run -d redis:7 --appendonly yes",
        "docker run redis:7 --version",
        "docker run redis:7 -h",
        "docker run redis:7 redis-cli -h host ping",
        "docker run postgres:16 pg_dump -h host db",
        "docker run postgres:16 -C shared_buffers",
        "docker run haproxy:3 -c -f /etc/haproxy.cfg",
        "docker run mysql:8 --initialize",
        "docker run prom/prometheus promtool check config /etc/p.yml",
        "docker run --entrypoint promtool prom/prometheus check config /etc/p.yml",
        "docker run contoso/tools --port 80",
        "docker run contoso/tools server start",
        "docker run ubuntu sleep 5",
        "docker run --rm alpine echo hi",
        "docker compose up -d",
        "docker-compose up --abort-on-container-exit",
        "redis-server --daemonize yes",
        "ping -c 3 example.com",
        "ping -w 5 example.com",
        "vmstat 5 3",
        "vmstat",
        "nvidia-smi",
        "top -bn1",
        "ssh -fN -L 80:localhost:80 host",
        "rclone mount --daemon remote: /mnt/remote",
        "rclone copy remote: .",
        "airflow scheduler -D",
        "tail --retry x",
        "redis-server /etc/redis.conf",
        "nginx",
        "yes | apt-get install x",
        "if [ -f x ]; then sleep infinity; fi",
        "[ -f x ] && sleep infinity",
        "./a || sleep infinity",
        "tail -n 5 x",
        "tail -f log | grep -q ready",
        "[ -f done ] && exit 0; sleep infinity",
        'echo "while true"',
        "while true; do read -r x || break; done < f",
        "setsid python3 -m http.server",
        "systemd-run python3 -m http.server",
        "python3 -m http.server & ./check; kill $!; wait",
        "python3 -m http.server --help",
        "while true; do . ./x.sh; done",
        "cat > x.sh <<EOF\nwhile true; do ./a; done\nEOF",
    ],
)
def test_scripts_that_end(script: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM307") == []


@pytest.mark.parametrize(
    ("line", "endless"),
    [
        ('powershell -Command "while ($true) { .\\a.exe; Start-Sleep 5 }"', True),
        ('powershell -Command "for (;;) { a }"', True),
        ('powershell -Command "do { a } while ($true)"', True),
        ('powershell -Command "do { a } until ($false)"', True),
        ('powershell -Command "while (1) { $x = 1 }"', True),
        ('powershell -Command "while ($true) { if (x) { break } }"', False),
        ('powershell -Command "while ($true) { if (x) { exit 1 } }"', False),
        ('powershell -Command "while ($x) { a }"', False),
        ('powershell -Command "for ($i = 0; $i -lt 3; $i++) { a }"', False),
        ('cmd /c "for /l %i in () do (a.exe & timeout /t 5)"', True),
        ('cmd /c "for /l %i in (1,0,2) do a"', True),
        ('cmd /c "for /l %i in (1,1,2) do a"', False),
        ('cmd /c "for /l %i in () do (a.exe && exit 0)"', False),
        ('cmd /c "ping -n 5 host"', False),
        ('cmd /c "ping host"', False),
        ("ping host", False),
        ('powershell -Command "Get-Content log.txt -Wait"', True),
        ('powershell -Command "Get-Content log.txt"', False),
        ("cmd /c python -m http.server", True),
    ],
)
def test_on_windows(line: str, endless: bool) -> None:
    assert bool(found(pool(WINDOWS, line), "BM307")) is endless


def test_only_while_the_node_waits() -> None:
    line = bash("while true; do ./a; sleep 1; done")
    assert found(StartTask(command_line=line, wait_for_success=False), "BM307") == []
    assert len(found(StartTask(command_line=line, wait_for_success=True), "BM307")) == 1
    assert len(found(StartTask(command_line=line), "BM307")) == 1


def test_a_job_preparation_task() -> None:
    line = bash("while true; do ./a; sleep 1; done")
    (text,) = found(JobPreparationTask(command_line=line), "BM307")
    assert text == (
        "$.commandLine: BM307 error: the loop never ends, so the job preparation task never succeeds: the node runs no task of "
        "the job and keeps costing money. Limit the loop, or make it a system service that the job preparation task starts, "
        "for example a systemd unit."
    )
    assert found(JobPreparationTask(command_line=line, wait_for_success=False), "BM307") == []


def test_where_it_is() -> None:
    task = StartTask(command_line=bash("./a && while true; do ./b; done"))
    (finding,) = review(task, ignore={"BM305"})
    assert finding.span is not None
    assert task.command_line[slice(*finding.span)] == "while true; do ./b; done"


KEEP = (
    "Keep it if no task depends on the start task. Otherwise make {} a system service, for example a systemd unit, so that the "
    "start task ends. Run the start task as an administrator for that."
)
EARLY = "tasks are scheduled on the node while the start task is still running, and even after it has failed."


@pytest.mark.parametrize(
    ("line", "severity", "fix"),
    [
        ("./setup", "warning", "Remove waitForSuccess or set it to true."),
        (bash("set -e; ./one.sh; ./two.sh --all"), "warning", "Remove waitForSuccess or set it to true."),
        (bash("apt-get install -y openssh-server"), "warning", "Remove waitForSuccess or set it to true."),
        (bash("systemctl start x.service"), "warning", "Remove waitForSuccess or set it to true."),
        (bash("./server --port 80 &"), "warning", "Remove waitForSuccess or set it to true."),
        ("./server --port 80", "warning", KEEP.format("./server")),
        (bash("./setup.sh && ./metrics-agent"), "warning", KEEP.format("./metrics-agent")),
        (bash("./tool --listen=0.0.0.0:80"), "warning", KEEP.format("./tool")),
        (bash("node server.js"), "warning", KEEP.format("node")),
        (bash("python3 -m http.server 80"), "note", KEEP.format("python3 -m http.server")),
        (bash("while true; do ./a; sleep 1; done"), "note", KEEP.format("the loop")),
    ],
)
def test_what_tasks_should_not_wait_for(line: str, severity: str, fix: str) -> None:
    task = StartTask(command_line=line, wait_for_success=False)
    assert found(task, "BM306") == [f"$.waitForSuccess: BM306 {severity}: {EARLY} {fix}"]


def test_a_loop_of_powershell_on_linux() -> None:
    (finding,) = found(pool(LINUX, 'pwsh -Command "while ($true) { Start-Sleep 5 }"'), "BM307")
    assert finding.endswith(
        " Limit the loop, or make it a system service that the start task starts, for example a systemd unit."
    )


def test_an_administrator_needs_no_other_user_for_a_service() -> None:
    admin = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
    document = {"commandLine": bash("python3 -m http.server 80")}
    for model in (StartTask, JobPreparationTask):
        (usual,) = found(model.deserialize(document), "BM307")
        (as_admin,) = found(model.deserialize({**document, "userIdentity": admin}), "BM307")
        name = "start task" if model is StartTask else "job preparation task"
        assert usual == f"{as_admin} Run the {name} as an administrator for that."
