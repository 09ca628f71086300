"""Whole sentences of the rules about Linux command lines: quotes, lines and patterns."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM125",
            '/bin/bash -c \'set -e; sed -i "" "s/a/b/" /etc/app.conf\'',
            (),
            (
                'error: sed -i "" is for macOS: sed of Linux takes the empty word as its program, and the program'
                " as a file. Use sed -i."
            ),
        ),
        (
            "BM125",
            "/bin/bash -c 'set -e; cp log.txt /var/log/log-$(date +%Y-%m-%d %H:%M).txt'",
            (),
            (
                "warning: date takes one format: the blank ends it, and date fails at the next word. Quote the "
                'format: date "+%F %T".'
            ),
        ),
        (
            "BM125",
            "/bin/bash -c 'set -e; date +%F %T > started.txt'",
            (),
            (
                "error: date takes one format: the blank ends it, and date fails at the next word. Quote the "
                'format: date "+%F %T".'
            ),
        ),
        (
            "BM125",
            "/bin/bash -c 'set -e; base64 -D key.b64 > key.bin'",
            (),
            "error: base64 -D is for macOS, and base64 of Linux doesn't know it. Use base64 -d.",
        ),
        (
            "BM112",
            "/bin/bash -c \"set -e; mkdir -p /opt/app; echo 'DATA=$AZ_BATCH_NODE_SHARED_DIR/data' > /opt/app/env\"",
            (),
            (
                "warning: the shell doesn't expand $AZ_BATCH_NODE_SHARED_DIR in single quotes, so echo gets the "
                "text $AZ_BATCH_NODE_SHARED_DIR itself. "
                'Use \\" around it, because the script itself is in double quotes.'
            ),
        ),
        (
            "BM112",
            "/bin/bash -c \"set -e; mkdir -p /etc/app; echo 'url=$DB_URL' > /etc/app/app.conf\"",
            ("DB_URL",),
            (
                "warning: the shell doesn't expand $DB_URL in single quotes, so echo gets the text $DB_URL "
                "itself. "
                'Use \\" around it, because the script itself is in double quotes.'
            ),
        ),
        (
            "BM112",
            "/bin/bash -c \"printf 'ACCOUNT=$AZ_BATCH_ACCOUNT_NAME\\n' > /etc/default/worker\"",
            (),
            (
                "warning: the shell doesn't expand $AZ_BATCH_ACCOUNT_NAME in single quotes, so printf gets the "
                "text $AZ_BATCH_ACCOUNT_NAME itself. "
                'Use \\" around it, because the script itself is in double quotes.'
            ),
        ),
        (
            "BM112",
            "/bin/bash -c \"echo 'STORAGE=$STORAGE_ROOT' | tee /etc/environment.d/x.conf\"",
            ("STORAGE_ROOT",),
            (
                "warning: the shell doesn't expand $STORAGE_ROOT in single quotes, so echo gets the text "
                "$STORAGE_ROOT itself. "
                'Use \\" around it, because the script itself is in double quotes.'
            ),
        ),
        (
            "BM112",
            "/bin/bash -c '\nset -e\ncat > /etc/app.conf <<\"EOF\"\ndir=$AZ_BATCH_NODE_SHARED_DIR\nEOF\n'",
            (),
            (
                "warning: the shell doesn't expand $AZ_BATCH_NODE_SHARED_DIR in a here-document whose mark is "
                "quoted, so /etc/app.conf contains the text $AZ_BATCH_NODE_SHARED_DIR itself. Write EOF without "
                "quotes after <<."
            ),
        ),
        (
            "BM115",
            '/bin/bash -c "echo "hello world" > /opt/a.txt; mkdir -p "/opt/my app""',
            (),
            (
                "error: a double quote inside the script ends it after hello: world and everything after it "
                "become arguments, which the script doesn't use. Use single quotes around the script, or write "
                'each double quote in it as \\".'
            ),
        ),
        (
            "BM115",
            (
                '/bin/bash -c "set -e; apt-get update; apt-get install -y curl; echo "export '
                'PATH=/opt/tools/bin:$PATH" > /etc/profile.d/tools.sh"'
            ),
            (),
            (
                "error: a double quote inside the script ends it after export: PATH=/opt/tools/bin:$PATH and "
                "everything after it become arguments, which the script doesn't use. Use single quotes around the"
                ' script, or write each double quote in it as \\".'
            ),
        ),
        (
            "BM115",
            "/bin/bash -c 'mem=$(free -g | awk '/^Mem:/ {print $2}'); echo $mem > /tmp/mem'",
            (),
            (
                "error: a single quote inside the script ends it after /^Mem:/: {print and everything after it "
                "become arguments, which the script doesn't use. Use double quotes inside the script, or write "
                "each single quote in it as '\\''."
            ),
        ),
        (
            "BM115",
            "/bin/bash -c 'set -e; ip=$(hostname -I | awk '{print $1}'); echo \"$ip $(hostname)\" > /tmp/hosts'",
            (),
            (
                "error: a single quote inside the script ends it after {print: $1}); and everything after it "
                "become arguments, which the script doesn't use. Use double quotes inside the script, or write "
                "each single quote in it as '\\''."
            ),
        ),
        (
            "BM115",
            ("/bin/bash -c 'sed -i 's/^#PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config && systemctl restart ssh'"),
            (),
            (
                "error: a single quote inside the script ends it after s/^#PermitRootLogin.*/PermitRootLogin: no/"
                " and everything after it become arguments, which the script doesn't use. Use double quotes "
                "inside the script, or write each single quote in it as '\\''."
            ),
        ),
        (
            "BM115",
            "/bin/bash -c 'set -e; sed -i 's/old value/new value/' /etc/app.conf'",
            (),
            (
                "error: a single quote inside the script ends it after s/old: value/new and everything after it "
                "become arguments, which the script doesn't use. Use double quotes inside the script, or write "
                "each single quote in it as '\\''."
            ),
        ),
        (
            "BM117",
            "/bin/bash -c '\nset -e\napt-get update\napt-get install -y \\ \n  git curl\n'",
            (),
            (
                "warning: a blank follows the backslash at the end of the line, so the command ends there with a "
                "blank as an argument, and the next line is a command of its own. Remove the blank after the "
                "backslash."
            ),
        ),
        (
            "BM117",
            "/bin/bash -c '\nset -e\napt-get update\napt-get install -y git \\\n  # tools\n  curl wget\n'",
            (),
            (
                "warning: a comment follows the continued line, so the command ends there, and the line after it "
                "is a command of its own. Move the comment before the command."
            ),
        ),
        (
            "BM117",
            "/bin/bash -c '\nset -e\ncat > /etc/app.conf <<EOF\ndir=/opt\n  EOF\nsystemctl restart app\n'",
            (),
            (
                'warning: nothing ends the here-document EOF: the line "  EOF" isn\'t equal to it, so the rest of '
                "the script becomes its text and never runs. Write EOF alone at the beginning of a line, without "
                "blanks before or after it."
            ),
        ),
        (
            "BM117",
            ("/bin/bash -c '\nset -e\ncurl -fsSL\n  --retry 3 -o tool.tgz https://example.com/tool.tgz\ntar -xzf tool.tgz\n'"),
            (),
            (
                "error: the line that begins with --retry is a command of its own, which the shell doesn't find. "
                "Add a backslash at the end of the line before."
            ),
        ),
        (
            "BM117",
            "/bin/bash -c 'tar -xzf a.tgz # unpack && ./a/setup.sh'",
            (),
            (
                "warning: the script has one line, so everything after # is a comment, and the commands in it "
                "never run. Remove the comment, or end the line after it."
            ),
        ),
        (
            "BM119",
            "/bin/bash -c 'set -e; wget -q https://example.com/a.tgz -O \"~/a.tgz\"; tar xzf ~/a.tgz'",
            (),
            (
                "warning: the shell doesn't expand ~ in quotes, so wget writes to a file with the name ~/a.tgz. "
                "Put ~/ outside of the quotes, or use $HOME."
            ),
        ),
        (
            "BM119",
            "/bin/bash -c 'set -e; mkdir -p \"~/data\"; cp a.bin ~/data/'",
            (),
            (
                "warning: the shell doesn't expand ~ in quotes, so mkdir makes a directory with the name ~/data. "
                "Put ~/ outside of the quotes, or use $HOME."
            ),
        ),
        (
            "BM119",
            "/bin/bash -c 'set -e; cp rclone.conf \"~/rclone.conf\"'",
            (),
            (
                "warning: the shell doesn't expand ~ in quotes, so cp writes to a file with the name ~/rclone.conf. "
                "Put ~/ outside of the quotes, or use $HOME."
            ),
        ),
        (
            "BM119",
            "/bin/bash -c 'set -e; rm -f \"/var/cache/app/*\"'",
            (),
            (
                "warning: the shell doesn't expand a pattern in quotes, so rm looks for a file with the name "
                "/var/cache/app/*. Put the pattern outside of the quotes."
            ),
        ),
        (
            "BM119",
            "/bin/bash -c 'set -e; cp \"data/*.csv\" /mnt/'",
            (),
            (
                "warning: the shell doesn't expand a pattern in quotes, so cp looks for a file with the name "
                "data/*.csv. Put the pattern outside of the quotes."
            ),
        ),
        (
            "BM119",
            "/bin/bash -c 'set -e; dpkg -i \"./*.deb\"'",
            (),
            (
                "warning: the shell doesn't expand a pattern in quotes, so dpkg looks for a file with the name "
                "./*.deb. Put the pattern outside of the quotes."
            ),
        ),
        (
            "BM120",
            (
                "/bin/bash -c 'set -e; apt-get update; apt-get install -y python3-venv; python3 -m venv /opt/v; "
                "/opt/v/bin/pip install numpy>=1.20'"
            ),
            (),
            (
                "warning: the shell reads > as a redirection, so /opt/v/bin/pip install gets no version, and its "
                "output goes to a file =1.20. Quote the requirement: 'name>=1.20'."
            ),
        ),
        (
            "BM120",
            (
                "/bin/bash -c 'set -e; apt-get update; apt-get install -y python3-venv; python3 -m venv /opt/v; "
                "/opt/v/bin/pip install pandas<2'"
            ),
            (),
            ("error: the shell reads < as a redirection, so it looks for a file 2 and fails. Quote the requirement: 'name<2'."),
        ),
        (
            "BM120",
            "/bin/bash -c 'set -e; /opt/v/bin/pip install pandas>=2.0 numpy>=1.26'",
            (),
            (
                "warning: the shell reads > as a redirection, so /opt/v/bin/pip install gets no version, and its "
                "output goes to a file =2.0. Quote the requirement: 'name>=2.0'."
            ),
        ),
    ],
)
def test_sentences_about_quotes(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        (
            "/bin/bash -c \"mkdir -p '$AZ_BATCH_NODE_SHARED_DIR/a'\"",
            'Use \\" around it, because the script itself is in double quotes.',
        ),
        ("/bin/bash -c 'mkdir -p '\\''$AZ_BATCH_NODE_SHARED_DIR/a'\\'", "Use double quotes around it."),
    ],
)
def test_quotes_in_quotes(line: str, fix: str) -> None:
    (text,) = sentences("BM112", admin_pool(line))
    assert text.endswith(f"itself. {fix}")
