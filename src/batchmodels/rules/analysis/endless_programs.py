"""Programs that never end by themselves: servers in the foreground, and commands such as ``tail -f``."""

from __future__ import annotations

import ntpath
import posixpath
import re
from enum import Enum, auto
from typing import NamedTuple

from ...shells.script import Command, Shell, Word
from .prefixes import without_prefixes
from .word_sets import names


class Kind(Enum):
    """What never ends."""

    loop = auto()
    program = auto()
    server = auto()
    container = auto()
    containers = auto()


class _Program(NamedTuple):
    """Programs that don't end with some arguments.

    Attributes:
        names: Their names.
        given: What their arguments have, one a line, if they don't end.
        unless: What their arguments have if they end, or continue in the background.
        kind: What they are.
        posix: The same as ``given`` in a POSIX shell, where that differs.
    """

    names: frozenset[str]
    given: str = ""
    unless: str = r"(?!)"
    kind: Kind = Kind.server
    posix: str = ""


_PROGRAMS = (
    _Program(names("sleep"), r"\A(?:infinity|inf)\Z", kind=Kind.program),
    _Program(names("tail"), r"^(?:-[a-zA-Z0-9]*[fF]|--follow(?:=.*)?)$", r"^--pid", Kind.program),
    _Program(names("journalctl"), r"^(?:-[a-z]*f|--follow)$", kind=Kind.program),
    _Program(names("dmesg"), r"^(?:-[a-zA-Z]*w|--follow)$", kind=Kind.program),
    _Program(names("yes watch"), unless=r"^(?:-g|--chgexit|-e|--errexit)$", kind=Kind.program),
    _Program(names("ping"), r"(?i)^[-/]t$(?!\n\d+(?:\n|\Z))", kind=Kind.program),  # on Linux, -t is followed by a number
    _Program(names("ping ping6"), r"(?!)", posix=r"\A(?!(?s:.*)^-[a-zA-Z]*[cw]\d*$)", kind=Kind.program),
    _Program(names("vmstat iostat mpstat sar"), r"\A(?:[-A-Za-z].*\n)*\d+\Z", kind=Kind.program),
    _Program(names("nvidia-smi"), r"^(?:-l|-lms|--loop(?:-ms)?(?:=.*)?|dmon|pmon)$", r"^-c$", Kind.program),
    _Program(names("inotifywait"), r"^(?:-[a-z]*m|--monitor)$", kind=Kind.program),
    _Program(names("top"), unless=r"^-[a-zA-Z]*n\d*$|^-n=|^-[hv]$", kind=Kind.program),
    _Program(names("get-content gc"), r"(?i)^-wait$", kind=Kind.program),
    _Program(names("ssh autossh"), r"^-[a-zA-Z]*N", r"^-[a-zA-Z]*f", Kind.program),
    _Program(names("kubectl"), r"\A(?:port-forward|proxy)$"),
    _Program(names("rclone"), r"\A(?:mount|serve|rcd)$", r"^--daemon"),
    _Program(names("blobfuse blobfuse2 goofys s3fs sshfs"), r"^(?:--foreground(?:=true)?|-f)$"),
    _Program(names("ollama vllm"), r"\Aserve$"),
    _Program(
        names("tritonserver llama-server text-generation-launcher traefik xvfb tailscaled nodemon pm2-runtime"),
        unless=r"^-{0,2}version$",
    ),
    _Program(names("ng hugo mkdocs jekyll"), r"\A(?:serve|server)$"),
    _Program(names("next"), r"\A(?:dev|start)$"),
    _Program(names("airflow"), r"^(?:webserver|scheduler|standalone|worker|triggerer)$", r"^(?:-D|--daemon)$"),
    _Program(names("postgres postmaster"), r"^-D", r"^-C"),
    _Program(names("mosquitto"), unless=r"^(?:-d|--daemon|-h|--help)$"),
    _Program(names("haproxy"), r"^-(?:db|W)$"),
    _Program(names("uvicorn hypercorn daphne waitress-serve twistd"), r".", r"^(?:--help|--version)$"),
    _Program(names("gunicorn"), r".", r"^(?:-D|--daemon|--check-config|--print-config|--help|--version|-c|--config)"),
    _Program(names("flask"), r"^run$"),
    _Program(names("streamlit bokeh panel chainlit"), r"\A(?:run|serve)$"),
    _Program(names("celery"), r"^(?:worker|beat)$", r"^(?:--detach|-D|multi)$"),
    _Program(
        names("jupyter"),
        r"\A(?:notebook|lab|server|kernelgateway|nbclassic)$",
        r"^(?:list|stop|password|build|extension|--version|--help|--generate-config|path|clean|labextension|serverextension)$",
    ),
    _Program(
        names("jupyter-notebook jupyter-lab jupyterhub"),
        unless=r"^(?:list|stop|password|build|--version|--help|--generate-config|path|clean|upgrade-db)$",
    ),
    _Program(names("dask-worker dask-scheduler dask-cuda-worker"), unless=r"^(?:--help|--version)$"),
    _Program(names("dask"), r"\A(?:worker|scheduler)$"),
    _Program(names("ray"), r"\Astart\n(?s:.*\n)?--block$"),
    _Program(names("mlflow"), r"\A(?:server|ui)$"),
    _Program(names("tensorboard code-server"), r".", r"^(?:--help|--version|--install-extension|--list-extensions|dev)"),
    _Program(names("nginx"), r"daemon off", r"^-(?:t|T|v|V|s)$"),
    _Program(names("apache2ctl apachectl httpd apache2"), r"FOREGROUND"),
    _Program(names("redis-server"), unless=r"\A[^-].*|daemonize\s+yes|^--(?:version|help|test-memory)|^-[vh]$"),
    _Program(names("mongod"), r".", r"^(?:--fork|-f|--config|--shutdown|--repair|--version|--help)"),
    _Program(names("mysqld mysqld_safe mariadbd"), unless=r"^--(?:daemonize|initialize|verbose|help|version|bootstrap)"),
    _Program(names("memcached"), unless=r"^-[a-z]*d|^-[hVi]$|^--(?:daemon|version|help)"),
    _Program(names("consul vault nomad"), r"\A(?:agent|server)$", r"^(?:-help|--help)$"),
    _Program(names("minio"), r"\Aserver$"),
    _Program(names("caddy"), r"\Arun$"),
    _Program(
        names("etcd prometheus grafana-server node_exporter dockerd telegraf influxd"),
        unless=r"^-{0,2}(?:version|help|test|once|validate)$",
    ),
    _Program(names("sshd"), r"^-[a-z]*D"),
    _Program(names("smpd"), r"(?i)^[-/]d(?:ebug)?$"),
    _Program(names("cron crond"), r"^-[a-z]*[fn]$"),
    _Program(names("supervisord"), r"^(?:-n|--nodaemon)$"),
    _Program(names("slurmd slurmctld"), r"^-[a-zA-Z]*D"),
    _Program(names("rabbitmq-server"), unless=r"^-detached$"),
    _Program(names("kafka-server-start.sh zookeeper-server-start.sh"), unless=r"^-daemon$"),
    _Program(names("catalina.sh"), r"\Arun$"),
    _Program(names("iperf3 iperf"), r"^(?:-s|--server)$", r"^(?:-D|--daemon|-1|--one-off)$"),
    _Program(names("ncat nc"), r"^(?:-[a-z]*k|--keep-open)"),
    _Program(names("socat"), r"(?i)listen:.*fork"),
    _Program(names("http-server live-server"), unless=r"^(?:--help|--version|-h|-v)$"),
    _Program(names("rails"), r"\A(?:s|server)$", r"^(?:-d|--daemon)"),
    _Program(names("php"), r"^-S"),
    _Program(
        names("docker-compose"),
        r"^up$",
        r"^(?:-d|--detach|--abort-on-container-exit|--exit-code-from|--wait|--no-start|-[a-z]*d)",
        Kind.containers,
    ),
    _Program(
        names("docker"),
        r"^compose\n(?s:.*\n)?up$",
        r"^(?:-d|--detach|--abort-on-container-exit|--exit-code-from|--wait|--no-start|-[a-z]*d)",
        Kind.containers,
    ),
)
_Row = tuple[_Program, re.Pattern[str], re.Pattern[str], re.Pattern[str]]
_TABLE: list[_Row] = [
    (
        row,
        re.compile(row.given, re.MULTILINE),
        re.compile(row.posix or row.given, re.MULTILINE),
        re.compile(row.unless, re.MULTILINE),
    )
    for row in _PROGRAMS
]


def _rows_of(name: str) -> list[_Row]:
    return [row for row in _TABLE if name in row[0].names]


_BY_NAME = {name: _rows_of(name) for name in sorted({name for row in _PROGRAMS for name in row.names})}
_PYTHON = re.compile(r"python[0-9.]*|py")
_DJANGO = re.compile(r"(?:.*/)?manage\.py\nrunserver(?:\n|\Z)")
_HTTP = re.compile(r"-m\n(?:http\.server|SimpleHTTPServer)(?:\n|\Z)")
_MODULES = names("uvicorn gunicorn hypercorn flask celery jupyter streamlit mlflow tensorboard bokeh")

_SERVICES = names(
    "nginx httpd redis postgres mysql mariadb mongo memcached rabbitmq elasticsearch kibana grafana prometheus node-exporter "
    "alertmanager pushgateway blackbox-exporter "
    "cadvisor registry consul vault traefik caddy haproxy jenkins nextcloud wordpress ghost influxdb telegraf portainer "
    "zookeeper kafka solr neo4j cassandra ollama tomcat eclipse-mosquitto couchdb nats verdaccio rstudio shiny "
    "base-notebook minimal-notebook scipy-notebook datascience-notebook tensorflow-notebook pyspark-notebook"
)
"""Images whose own command is a server."""
_ENDING_OPTIONS = {
    "redis": r"-[vh]|--test-memory",
    "postgres": r"-[CV?]|--(?:describe-config|single|boot|check).*",
    **dict.fromkeys(("mysql", "mariadb"), r"-[V?h]|--(?:initialize|bootstrap|validate).*"),
    "mongo": r"-h|--(?:repair|shutdown)",
    "memcached": r"-[hiV]",
    "haproxy": r"-(?:c|vv?|h)",
    **dict.fromkeys(
        ("prometheus", "node-exporter", "alertmanager", "pushgateway", "blackbox-exporter", "cadvisor", "influxdb", "traefik"),
        r"-h|-{1,2}config\.check",
    ),
}
"""Images whose entrypoint passes options to the server, with the options that make it end, besides --help and --version."""
_SERVING = names("server serve agent")
_WITHOUT_VALUE = re.compile(
    r"-[itPqd]+|--(?:rm|init|interactive|tty|privileged|read-only|publish-all|quiet|detach|oom-kill-disable|no-healthcheck)(?:=.*)?|--[\w-]+=.*"
)
_RESTARTED = re.compile(r"--restart=(?:always|unless-stopped)")
"""The policies for containers that should always run; ``on-failure`` also suits a container that ends."""
_LOOKS_LIKE_A_SERVER = re.compile(
    r"(?i)(?:.*[-_.])?(?:server|daemon|agent|service|worker|listener)(?:\.\w+)?|\w+d\Z(?<=sshd|ftpd|ntpd)"
)
_LISTENS = re.compile(r"(?i)--?(?:port|listen|bind|daemon|serve|host)(?:=.*)?")
_LISTENS_AT = re.compile(r"(?i)--?(?:listen|bind|serve|port)(?:[-_](?:on|addr|address|port))?(?:=.*)?")
_IN_ITS_OWN_BACKGROUND = re.compile(
    r"(?i)--?(?:d|b|daemon|daemoni[sz]e|detach|background|bg|fork|help|version|check|test)(?:=.*)?"
)
_ASKING_A_SERVER = re.compile(
    r"(?i)(?:install|setup|start|stop|config|update|deploy|enable|wait|check|register|test|ping|probe|kill|notify|join|connect"
    r"|get|list|query|verify|run)\w*[-_.].*"
)
_DAEMONS_OF_MPI = {
    "mpd": (None, re.compile(r"-d|--daemon|-h|--help|--version")),
    "orted": (None, re.compile(r"--daemonize|-h|--help|--version|-V")),
    "prted": (None, re.compile(r"--daemonize|-h|--help|--version|-V")),
    "hydra_pmi_proxy": (re.compile(r"--?control-port(?:=.*)?"), None),
    "pmi_proxy": (re.compile(r"--?control-port(?:=.*)?"), None),
}
"""The daemons of MPI, each with the option that it must have to stay in the foreground, or must not have."""
_RUNNING_SCRIPTS = re.compile(r"python[0-9.]*|py|java|node|perl|ruby|bash|sh|dotnet")
_STARTING = names("service sc net systemctl docker podman curl wget echo")
_ONLY_INFORMING = names("--help --version")
_IN_THE_BACKGROUND = names("setsid systemd-run start-stop-daemon daemonize screen tmux at start start-process")


def kind_of(given: Command, shell: Shell | None) -> Kind | None:
    """Return what kind of program never ends; None if a command ends, or if that is unknown."""
    if given.name in _IN_THE_BACKGROUND:
        return None
    command = without_prefixes(given)
    words = command.words
    if not _ONLY_INFORMING.isdisjoint(command.arguments):
        return None
    if _PYTHON.fullmatch(command.name):
        if _DJANGO.match(lines := "\n".join(command.arguments)) or _HTTP.match(lines):
            return Kind.server
        command = Command(words[2:]) if words[1:2] and words[1].text == "-m" else Command(())
        if command.name not in _MODULES:
            return None
    if command.name in {"docker", "podman"} and "run" in command.arguments[:2]:
        return _of_container(words[command.arguments.index("run") + 2 :], shell)
    lines = "\n".join(command.arguments)
    for row, elsewhere, in_posix, unless in _BY_NAME.get(command.name, ()):
        given_pattern = in_posix if shell is Shell.posix else elsewhere
        if given_pattern.search(lines) and not unless.search(lines):
            return row.kind
    return None


def may_be_server(given: Command) -> bool:
    """Return whether a command looks like a server, although that isn't known."""
    command = without_prefixes(given)
    if command.name in _STARTING or re.match(r"install|setup|start|stop|config|update|deploy|enable", command.name):
        return False
    named = bool(_LOOKS_LIKE_A_SERVER.fullmatch(command.name))
    script = any(_LOOKS_LIKE_A_SERVER.fullmatch(posixpath.basename(text)) for text in command.arguments[:1])
    return named or script or any(map(_LISTENS.fullmatch, command.arguments))


def is_daemon_of_mpi(given: Command) -> bool:
    """Return whether a command is a daemon of MPI in the foreground, which ends with the MPI program, or never."""
    if given.name in _IN_THE_BACKGROUND:
        return False
    command = without_prefixes(given)
    if command.name not in _DAEMONS_OF_MPI:
        return False
    needed, unless = _DAEMONS_OF_MPI[command.name]
    has_needed = needed is None or any(map(needed.fullmatch, command.arguments))
    return has_needed and not (unless and any(map(unless.fullmatch, command.arguments)))


def listens(given: Command) -> bool:
    """Return whether a command looks like a server in both its name and its options, and stays in the foreground."""
    if given.name in _IN_THE_BACKGROUND:
        return False
    command = without_prefixes(given)
    texts = [ntpath.basename(word.text) for word in command.words]
    named = texts[1:3] if _RUNNING_SCRIPTS.fullmatch(command.name) else texts[:1]
    programs = [text for text in named if not text.startswith("-")][:1]
    if command.name in _STARTING or any(map(_ASKING_A_SERVER.fullmatch, programs)):
        return False
    if not any(map(_LOOKS_LIKE_A_SERVER.fullmatch, programs)):
        return False
    options = command.arguments
    return any(map(_LISTENS_AT.fullmatch, options)) and not any(map(_IN_ITS_OWN_BACKGROUND.fullmatch, options))


def _of_container(words: tuple[Word, ...], shell: Shell | None) -> Kind | None:
    """Return the kind of a container that runs in the foreground, with the server of its image or another one.

    Args:
        words: The words after ``run``.
        shell: The family of the shell that runs the command.
    """
    position = 0
    restarts = False
    while position < len(words) and words[position].text.startswith("-"):
        option = words[position].text
        policy = [word.text for word in words[position + 1 : position + 2]] if option == "--restart" else []
        restarts = restarts or bool(_RESTARTED.fullmatch("=".join([option, *policy])))
        if (
            option in {"--detach", "--detach=true", "--entrypoint"}
            or option.startswith("--entrypoint=")
            or re.fullmatch(r"-[a-zA-Z]*d[a-zA-Z]*", option)
        ):
            return None
        position += 1 if _WITHOUT_VALUE.fullmatch(option) else 2
    image, program = words[position : position + 1], words[position + 1 :]
    name = posixpath.basename(image[0].text).partition(":")[0].partition("@")[0].lower() if image else ""
    if restarts and image:
        return Kind.container
    if not program:
        return Kind.container if name in _SERVICES else None
    if program[0].text.startswith("-"):
        ending = _ENDING_OPTIONS.get(name)
        ends = ending is None or any(re.fullmatch(ending, word.text) for word in program)
        return None if ends else Kind.container
    if program[0].text in _SERVING:
        program = (Word(name, name), *program)  # the entrypoint is the program: minio server
    return Kind.container if kind_of(Command(program), shell) else None
