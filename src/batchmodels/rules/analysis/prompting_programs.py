"""Programs of Linux, other than package managers, that ask a question which nothing can answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...shells.script import Command
from .reruns import positional
from .word_sets import names

Prompt = tuple[str, str]
"""What a command does that needs a person, and the fix."""

_BROWSER = "waits for a sign-in in a browser"
_PASSWORD = "asks for a password"  # noqa: S105  # because it is part of a message
_IDENTITY = "Sign in with a managed identity of the pool: {0}."


def prompt_of(command: Command, *, like_debian: bool | None) -> Prompt | None:
    """Return what a command asks; None if it asks nothing, as far as that is known.

    Args:
        command: The command, without prefixes such as ``sudo``.
        like_debian: Whether the nodes run Ubuntu or Debian; None if unknown.
    """
    if not command.words or not {"--help", "--version"}.isdisjoint(command.arguments):
        return None
    if command.name == "adduser" and not like_debian:
        return None
    look = _LOOKS.get(command.name)
    return look(command) if look else None


def _without(prompt: Prompt, *options: str, action: tuple[str, ...] = ()) -> Callable[[Command], Prompt | None]:
    """Return the check of a program that asks unless it has one of these options; ``action`` are its first arguments."""
    pattern = re.compile("|".join(options) if options else r"(?!)")

    def look(command: Command) -> Prompt | None:
        plain = tuple(word.text for word in positional(command.words[1:]))[: len(action)]
        if plain != action or any(pattern.match(text) for text in command.arguments):
            return None
        return prompt

    return look


def _az(command: Command) -> Prompt | None:
    if command.arguments[:1] != ("login",):
        return None
    if any(re.match(r"-i\Z|--(?:identity|service-principal|federated-token)|\$", text) for text in command.arguments):
        return None
    if any(text in {"-p", "--password"} for text in command.arguments):
        return None
    return f"az login {_BROWSER}", _IDENTITY.format("az login --identity")


def _docker(command: Command) -> Prompt | None:
    if command.arguments[:1] != ("login",):
        return None
    if any(re.match(r"-p|--password|\$|--identity-token", text) for text in command.arguments):
        return None
    return (
        f"{command.name} login {_PASSWORD}",
        "Pass the password with --password-stdin, or use az acr login with a managed identity.",
    )


def _aws(command: Command) -> Prompt | None:
    plain = tuple(word.text for word in positional(command.words[1:], names("--profile --region --output")))
    if plain == ("configure",):
        return "aws configure asks for keys", "Use aws configure set, or environment settings."
    return (
        ("aws sso login " + _BROWSER, "Use keys, or a role that needs no browser.") if plain[:2] == ("sso", "login") else None
    )


def _ssh_keygen(command: Command) -> Prompt | None:
    arguments = command.arguments
    if any(re.fullmatch(r"-[a-zA-Z]*[yYlRFHAiepcBDLsQIkKOr][a-zA-Z]*", text) for text in arguments if text != "-rsa"):
        return None
    if not any(text.startswith("-f") for text in arguments):
        return "ssh-keygen asks for the file of the key", 'Add -f FILE -N "" for a key without a passphrase.'
    return None  # without input, the key gets no passphrase


def _gpg(command: Command) -> Prompt | None:
    actions = {"--gen-key", "--full-gen-key", "--full-generate-key", "--generate-key", "-c", "--symmetric"}
    if actions.isdisjoint(command.arguments) or any(re.match(r"--batch|--passphrase", text) for text in command.arguments):
        return None
    return "gpg asks for a passphrase", "Use gpg --batch with a file of parameters, or --passphrase-file."


def _openssl(command: Command) -> Prompt | None:
    action, *options = command.arguments or ("",)
    if action == "req" and not {"-new", "-newkey", "-x509"}.isdisjoint(options) and {"-subj", "-config"}.isdisjoint(options):
        return "openssl req asks for the names in the certificate", 'Add -subj "/CN=NAME".'
    if action == "enc" and not any(re.match(r"-(?:pass|k|kfile|K)\Z", text) for text in options):
        return "openssl enc asks for a password", "Add -pass file:FILE."
    return None


def _mysql(command: Command) -> Prompt | None:
    if {"-p", "--password"}.isdisjoint(command.arguments):
        return None
    return f"{command.name} -p {_PASSWORD}", "Put the password into a file for --defaults-extra-file."


_ASKING_FDISK = re.compile(r"-[a-zA-Z]*[lsvhVx]|--(?:list|list-details|getsz|version|help)\Z")


def _fdisk(command: Command) -> Prompt | None:
    if not positional(command.words[1:]) or any(_ASKING_FDISK.match(text) for text in command.arguments):
        return None
    return f"{command.name} reads its commands from standard input, which is empty", "Use sfdisk, or parted --script."


def _adduser(command: Command) -> Prompt | None:
    plain = positional(command.words[1:], names("--home --shell --uid --gid --ingroup --gecos --comment --firstuid --conf"))
    silent = names("--disabled-password --disabled-login --system --group -S -D -h")  # -h is --help
    if len(plain) != 1 or not silent.isdisjoint(command.arguments):
        return None
    return f"adduser {_PASSWORD}", 'Add --disabled-password --gecos "", or use useradd -m.'


def _reconfigure(command: Command) -> Prompt | None:
    if any(re.match(r"-f|--frontend|-p|--priority", text) for text in command.arguments):
        return None
    return "dpkg-reconfigure asks the questions of the package", "Use dpkg-reconfigure -f noninteractive."


def _editor(command: Command) -> Prompt | None:
    if any(re.match(r"-(?:es|Es|c|s)\Z|\+", text) for text in command.arguments) or "-" in command.arguments:
        return None
    return (
        f"{command.name} is an editor, which waits for a person",
        "Use sed -i, or write the file with cat and a here-document.",
    )


def _crontab(command: Command) -> Prompt | None:
    if "-e" not in command.arguments:
        return None
    return "crontab -e opens an editor, which waits for a person", "Write a file in /etc/cron.d."


def _alternatives(command: Command) -> Prompt | None:
    if "--config" not in command.arguments:
        return None
    return "update-alternatives --config asks for a choice", "Use update-alternatives --set with the path."


def _mdadm(command: Command) -> Prompt | None:
    text = " ".join(command.arguments)
    if not re.search(r"(?:--create|-C)\b", text) or not re.search(r"(?:--level[= ]|-l ?)(?:1|raid1|mirror)\b", text):
        return None
    if re.search(r"--run\b|-R\b|(?:--metadata[= ]|-e ?)(?:0\.90|1\.0)\b", text):
        return None
    return "mdadm --create asks whether to continue, because a mirror can't hold the boot loader", "Add --run."


_LOOKS: dict[str, Callable[[Command], Prompt | None]] = {
    "az": _az,
    "azcopy": _without(
        (f"azcopy login {_BROWSER}", _IDENTITY.format("azcopy login --identity")),
        r"--(?:identity|service-principal|login-type|certificate)",
        action=("login",),
    ),
    "gcloud": _without(
        (f"gcloud auth login {_BROWSER}", "Use gcloud auth activate-service-account with a key file."),
        r"--cred-file",
        action=("auth", "login"),
    ),
    "gh": _without(
        ("gh auth login asks for an account", "Use the variable GH_TOKEN."), "--with-token", action=("auth", "login")
    ),
    "huggingface-cli": _without(
        ("huggingface-cli login asks for a token", "Use the variable HF_TOKEN."), "--token", action=("login",)
    ),
    "npm": _without(
        ("npm init asks for the values of package.json", "Use npm init -y."), r"-[a-z]*y|--yes|-f", action=("init",)
    ),
    "aws": _aws,
    **dict.fromkeys(("docker", "podman"), _docker),
    "passwd": _without(
        (f"passwd {_PASSWORD}", "Use chpasswd, which reads the name and a hash."), r"-[a-zA-Z]*[dleuSanxwi]|--\w"
    ),
    "smbpasswd": _without((f"smbpasswd {_PASSWORD}", "Use smbpasswd -s, which reads it."), r"-[a-z]*[sxden]"),
    "htpasswd": _without((f"htpasswd {_PASSWORD}", "Use htpasswd -i, which reads it."), r"-[a-zA-Z]*[biDv]"),
    "vncpasswd": _without((f"vncpasswd {_PASSWORD}", "Use vncpasswd -f, which reads it."), r"-f"),
    "kinit": _without((f"kinit {_PASSWORD}", "Use a key table: kinit -k -t FILE."), r"-[a-z]*[ktRVn]"),
    "certbot": _without(
        ("certbot asks for an address and for agreement", "Add --non-interactive --agree-tos -m ADDRESS."),
        r"-n\Z|--(?:non-interactive|noninteractive|config|quiet)|-q\Z|renew\Z|certificates\Z|plugins\Z|delete\Z",
    ),
    "cryptsetup": _without(
        ("cryptsetup luksFormat asks for confirmation and a passphrase", "Add --batch-mode --key-file FILE."),
        r"-q\Z|--batch-mode|--key-file|-d",
        action=("luksFormat",),
    ),
    "ufw": _without(("ufw reset asks for confirmation", "Use ufw --force reset."), "--force", action=("reset",)),
    "mysql_secure_installation": _without(
        ("mysql_secure_installation asks for confirmation", "Run the statements with mysql."), "--use-default"
    ),
    "tzselect": _without(("tzselect asks for a time zone", "Use timedatectl set-timezone.")),
    "ssh-keygen": _ssh_keygen,
    **dict.fromkeys(("gpg", "gpg2"), _gpg),
    "openssl": _openssl,
    **dict.fromkeys(("mysql", "mysqldump", "mysqladmin", "mariadb"), _mysql),
    **dict.fromkeys(("fdisk", "gdisk", "cfdisk"), _fdisk),
    "adduser": _adduser,
    "mdadm": _mdadm,
    "dpkg-reconfigure": _reconfigure,
    **dict.fromkeys(("nano", "vi", "vim", "emacs", "pico"), _editor),
    "crontab": _crontab,
    "update-alternatives": _alternatives,
}
