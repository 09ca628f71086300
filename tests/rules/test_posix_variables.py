"""Whole sentences of the rules about Linux command lines: exit statuses and variables."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences
from reviewing import bash, found

from batchmodels import StartTask


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM124",
            "/bin/bash -c '\nset -e\nn=0\nfor f in /etc/*.conf; do\n  ((n++))\ndone\necho \"$n\" > /tmp/n\n'",
            (),
            (
                "warning: ((n++)) gives 0 the first time, which makes its exit status 1, so set -e ends the "
                "script and the start task fails. Use n=$((n + 1))."
            ),
        ),
        (
            "BM124",
            "/bin/bash -c '\nset -e\ni=0\nwhile [ $i -lt 3 ]; do\n  touch /tmp/part$i\n  let i++\ndone\n'",
            (),
            (
                "warning: let i++ gives 0 the first time, which makes its exit status 1, so set -e ends the "
                "script and the start task fails. Use i=$((i + 1))."
            ),
        ),
        (
            "BM124",
            ("/bin/bash -c '\nset -e\napt-get update\napt-get install -y htop\n[ -f /opt/extra.sh ] && bash /opt/extra.sh\n'"),
            (),
            (
                "warning: the script ends with [ ... ] && bash, so it fails if the test is false, and so does the"
                " start task. Use if [ ... ]; then bash ...; fi."
            ),
        ),
        (
            "BM124",
            (
                "/bin/bash -c '\n"
                "apt-get update && apt-get install -y htop\n"
                '[ "$AZ_BATCH_NODE_IS_DEDICATED" = false ] && touch /tmp/spot\n'
                "'"
            ),
            (),
            (
                "warning: the script ends with [ ... ] && touch, so it fails if the test is false, and so does "
                "the start task. Use if [ ... ]; then touch ...; fi."
            ),
        ),
        (
            "BM124",
            "/bin/bash -c '\nset -e\npkill -f worker.py\ncp worker.py /opt/\n'",
            (),
            ("warning: pkill fails if no process matches, as on a new node, so the start task fails. Add || true after pkill."),
        ),
        (
            "BM124",
            "/bin/bash -c '\nset -e\nkillall worker\ncp worker /opt/\n'",
            (),
            (
                "warning: killall fails if no process matches, as on a new node, so the start task fails. Add || "
                "true after killall."
            ),
        ),
        (
            "BM106",
            (
                "/bin/bash -c 'set -e; curl -fsS -H Metadata:true \"http://169.254.169.254/metadata/instance?api-"
                "version=2021-02-01\" | jq -r .compute.name > /tmp/n'"
            ),
            (),
            (
                "warning: if curl fails, the pipeline still succeeds because jq does. Begin the script with set "
                "-o pipefail: /bin/bash -c 'set -e; set -o pipefail; ...'."
            ),
        ),
        (
            "BM106",
            "/bin/bash -c 'set -e; find . -name \"*.sh\" -exec bash {} \\;'",
            (),
            (
                "warning: if bash fails, find still succeeds, and so does the start task. Use -exec ... {} + if "
                "the program takes several files, or a loop over the files with set -e."
            ),
        ),
        (
            "BM106",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "curl -fsSLO https://example.com/a.tgz &\n"
                "curl -fsSLO https://example.com/b.tgz &\n"
                "wait\n"
                "tar xzf a.tgz -C /opt\n"
                "'"
            ),
            (),
            (
                "warning: if curl fails, wait without a process id still succeeds, and so does the start task. "
                "Save $! after each command in the background, and wait for one process id at a time."
            ),
        ),
        (
            "BM106",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "setup() {\n"
                "  curl -fsSLO https://example.com/a.tgz\n"
                "  tar xzf a.tgz -C /opt\n"
                "  touch /opt/done\n"
                "}\n"
                'setup || echo "setup failed" >&2\n'
                "'"
            ),
            (),
            (
                "warning: if curl fails, the script continues and the start task still succeeds: set -e doesn't "
                "apply in a group or function whose result &&, ||, ! or a condition examines. Join all commands "
                "with &&, also in groups and functions."
            ),
        ),
        (
            "BM106",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "main() {\n"
                "  local url=$(curl -fsS https://example.com/latest.txt)\n"
                '  curl -fsSL "$url" -o /opt/x\n'
                "}\n"
                "main\n"
                "'"
            ),
            (),
            (
                "warning: if curl fails, local still succeeds, so set -e doesn't end the script, and the variable"
                " is empty. Assign the variable first, and use local in a line of its own."
            ),
        ),
        (
            "BM416",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "cat > /opt/run.sh <<EOF\n"
                "#!/bin/bash\n"
                "exec /opt/app/worker --id $WORKER_ID --node $(hostname)\n"
                "EOF\n"
                "chmod +x /opt/run.sh\n"
                "'"
            ),
            (),
            (
                "warning: nothing sets WORKER_ID, so $WORKER_ID in the here-document is empty. Write \\$WORKER_ID "
                "if it is for the program that reads the file, or set WORKER_ID."
            ),
        ),
        (
            "BM416",
            "/bin/bash -c '\nset -e\nchmod +x env.sh\n./env.sh\n./install.sh --prefix \"$APP_PREFIX\"\n'",
            (),
            (
                "warning: nothing sets APP_PREFIX, so $APP_PREFIX is empty. Run . ./env.sh instead: ./env.sh runs"
                " in a process of its own and can't set variables of this one."
            ),
        ),
    ],
)
def test_sentences_about_variables(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))


@pytest.mark.parametrize(
    "script",
    ["LOG=$(java -jar app.jar)", "LOGS=$(ls | wc -l)", "run() { true; }; LOG=debug; run"],
)
def test_a_program_in_the_value_needs_no_export(script: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM123") == []


def test_a_program_after_the_value_needs_export() -> None:
    (finding,) = found(StartTask(command_line=bash("LOG=$(java -jar app.jar); ./serve")), "BM123")
    assert finding == (
        "$.commandLine: BM123 warning: LOG isn't exported and the script doesn't use it, so ./serve and other programs don't "
        "see it. Use export LOG=... instead."
    )


@pytest.mark.parametrize("command", ['eval "$(tool env)"', "source ./env", 'declare "$KEY=1"', "read $KEY", "export $KEY"])
@pytest.mark.parametrize("before", ["", "export PATH=$PATH:/opt/tool/bin; "])
def test_a_command_that_may_set_any_variable(before: str, command: str) -> None:
    setting = sentences("BM416", admin_pool(f"/bin/bash -c '{before}{command}; cp a $FOO'"))
    assert setting == []
    assert sentences("BM416", admin_pool(f"/bin/bash -c '{before}cp a $FOO'")) == [
        "warning: nothing sets FOO, so $FOO is empty. Set FOO in environmentSettings or in the script."
    ]


@pytest.mark.parametrize("equals", ["= ", "="])
def test_an_assignment_with_blanks_has_only_the_finding_of_shellcheck(equals: str) -> None:
    pool = admin_pool(f"/bin/bash -c 'VERSION {equals}1.29.0; curl -fsSL -o /opt/x https://example.com/$VERSION/x'")
    assert sentences("BM106", pool) == []
    assert sentences("BM416", pool) == []
    assert len(sentences("BM901", pool)) == 1


def test_lists_that_are_updated_in_a_line_with_a_carriage_return() -> None:
    pool = admin_pool("/bin/bash -c 'set -e\napt-get update\r\napt-get install -y git\r\n'")
    assert sentences("BM311", pool) == []
    assert len(sentences("BM117", pool)) == 1
