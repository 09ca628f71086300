"""First use from many threads at once, and processes that fork meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PREAMBLE = """
import sys, threading
from batchmodels import CloudPool, ComputeNode, PoolAddParameter, PoolSpecification, StartTask, StartTaskInformation
sys.setswitchinterval(1e-6)
CLASSES = [CloudPool, ComputeNode, PoolAddParameter, PoolSpecification, StartTask, StartTaskInformation]
"""

FIRST_USE = """
barrier, failures = threading.Barrier(32), []
def use(model):
    try:
        barrier.wait()
        read = model.deserialize({"startTask": {"commandLine": "true"}})
        read.validate(), repr(read), model.from_json("{}") == read, model._attribute_map
    except BaseException as error:
        failures.append(error)
threads = [threading.Thread(target=use, args=(CLASSES[number % len(CLASSES)],)) for number in range(32)]
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit(repr(failures) if failures else 0)
"""

FORK = """
import os
from batchmodels.engine.once import making
held, leave = threading.Event(), threading.Event()
def hold():
    with making:
        held.set()
        leave.wait(0.2)
thread = threading.Thread(target=hold)
thread.start()
held.wait()
child = os.fork()
if not child:
    # An alarm ends a child that waits for a lock that nothing can release.
    import signal
    signal.alarm(20)
    os._exit(0 if StartTask.deserialize({"commandLine": "true"}).serialize() == {"commandLine": "true"} else 1)
leave.set()
thread.join()
sys.exit(os.waitpid(child, 0)[1])
"""

FORK_WHILE_IMPORTING = """
import os, importlib.abc
import batchmodels
started, leave = threading.Event(), threading.Event()
class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {slow!r}:
            started.set()
            leave.wait()
sys.meta_path.insert(0, Slow())
os.register_at_fork(before=leave.set)  # runs before the package's own, which waits
thread = threading.Thread(target=lambda: {use})
thread.start()
started.wait()
child = os.fork()
if not child:
    import signal
    signal.alarm(20)
    {use}
    os._exit(0)
thread.join()
sys.exit(os.waitpid(child, 0)[1])
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", PREAMBLE + program],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("run_number", range(30))
def test_first_use_from_many_threads(run_number: int) -> None:
    done = run(FIRST_USE)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_forks_while_another_thread_compiles() -> None:
    done = run(FORK)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize(
    ("slow", "use"),
    [
        ("batchmodels.rules.checks.containers", "batchmodels.review(StartTask(command_line='true'))"),
        ("batchmodels.rules.review", "batchmodels.review"),
        ("batchmodels.engine.schema", "StartTask.json_schema()"),
        ("batchmodels.shells.cmd_lines", "batchmodels.commands.cmd('dir')"),
        ("batchmodels.shells.powershell", "batchmodels.commands.powershell('dir')"),
    ],
)
def test_a_child_that_forks_while_another_thread_imports(slow: str, use: str) -> None:
    done = run(FORK_WHILE_IMPORTING.format(slow=slow, use=use))
    # Python 3.11 may complain about a lock of concurrent.futures, which the import registers while the fork waits for it.
    assert done.returncode == 0, done.stderr
