"""The programs that take a secret as an argument: one table for masking and for the review."""

from __future__ import annotations

import msgspec


class SecretParameter(msgspec.Struct, frozen=True):
    """One way in which a program takes a secret.

    Attributes:
        options: The options whose value is a secret: the next word, or the rest of the word.
        after: Subcommands, one of which must precede it; empty for none.
        within: The separator before the secret in the value, for example ``:`` in ``user:password``.
        place: The index of the first argument that is a secret, options not counted; all after it are too. None for none.
        attached: Whether an option takes its value only in the same word, so that the next word is something else.
    """

    options: tuple[str, ...] = ()
    after: frozenset[str] = frozenset()
    within: str = ""
    place: int | None = None
    attached: bool = False


PROGRAMS: dict[str, tuple[SecretParameter, ...]] = {}
"""The table, by names of programs."""


def _add(  # because each parameter is a column of the table
    names: str,
    options: str = "",
    *,
    after: str = "",
    within: str = "",
    place: int | None = None,
    attached: bool = False,
) -> None:
    program = SecretParameter(tuple(options.split()), frozenset(after.split()), within, place, attached)
    for name in names.split():
        PROGRAMS[name] = (*PROGRAMS.get(name, ()), program)


_add("docker podman nerdctl buildah az helm oras crane skopeo", "-p", after="login")
_add("az", "--value", after="secret")
_add("az", "-k", after="storage")
_add("az", "-p", after="sql postgres synapse")
_add("kubectl oc", "--from-literal", within="=")
_add("oc", "-p", after="login")
_add("gh", "-b --body", after="secret")
_add("vault wandb", after="login", place=0)
_add("vault", after="put write", place=1)
_add("flyctl fly", after="set", place=0)
_add("heroku", after="config:set", place=0)
_add("cloudflared", after="install", place=0)
_add("grafana-cli grafana", after="reset-admin-password", place=0)
_add("ngrok", after="authtoken add-authtoken", place=0)
_add("pro ua", after="attach", place=0)
_add("twine cf pscale", "-p", after="upload login push")
_add("gitlab-runner", "-r", after="register")
_add("curl", "-u --user -U --proxy-user -E --cert --proxy-cert", within=":")
_add("curl", "--oauth2-bearer --tlspassword --proxy-tlspassword")
_add("http https ab", "-a -A --auth", within=":")
_add("lftp open ncftpget ncftpput", "-u", within=",")
_add("ncftpget ncftpput", "-p")
_add("sshpass", "-p")
_add("plink pscp psftp putty", "-pw")
_add("xfreerdp wfreerdp rdesktop", "-p /p")
_add("sqlcmd osql isql bcp", "-P /p")
_add("sqlplus sqlldr expdp impdp", place=0, within="/")
_add("mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlsh mariadb mariadb-dump mariadb-admin", "-p", attached=True)
_add("mysqladmin mariadb-admin", after="password", place=0)
_add("mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh", "-p")
_add("redis-cli", "-a")
_add("rabbitmqctl", after="add_user change_password", place=1)
_add("ldapsearch ldapadd ldapmodify ldapdelete ldappasswd ldapwhoami", "-w")
_add("ldappasswd", "-s -a")
_add("slappasswd", "-s")
_add("ipmitool mosquitto_pub mosquitto_sub mosquitto_rr", "-P")
_add("etcdctl", "--user", within=":")
_add("snmpwalk snmpget snmpset snmpbulkwalk", "-A -X -c")
_add("smbclient rpcclient smbget smbmap net samba-tool", "-U --user", within="%")
_add("samba-tool", after="create add", place=1)
_add("smbmap", "-p")
_add("ansible-vault", after="encrypt_string", place=0)
_add("openssl", "-k -K", after="enc")
_add("openssl", after="passwd", place=0)
_add("ssh-keygen", "-N -P")
_add("7z 7za 7zr 7zz 7zzs rar unrar", "-p -hp", attached=True)
_add("unzip zip", "-P")
_add("pdftotext pdftk pdfinfo", "-upw -opw user_pw owner_pw input_pw")
_add("useradd usermod", "-p")
_add("net net1", after="user", place=1)
_add("rasdial", place=2)
_add("new-localuser", place=1)
_add("cmdkey psexec psexec64 winrs winrm certutil wmic netdom", "-p /p /pd /passwordd /pass /password -pass -password")
_add("schtasks", "/rp /p")
_add("signtool pvk2pfx", "/p /po -po -pi")
_add("sc", "password=")
_add("dsadd dsmod", "-pwd")
_add("nuget", after="setapikey", place=0)
_add("dotnet choco nuget", "-k -p", after="push apikey setapikey")
_add("dotnet choco nuget", "-p", after="source sources")
_add("choco", "-p", after="install upgrade search list info outdated")
_add("mc mcli", after="set add", place=2)
_add("rclone", after="obscure pass password", place=0)
_add("wpa_passphrase", place=1)
_add("bitsadmin", after="/setcredentials", place=4)
