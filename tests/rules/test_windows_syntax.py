"""Syntax that cmd, Windows and PowerShell read differently than it is meant."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, found, pool

from batchmodels import identities


def said(command_line: str, *rules: str) -> list[str]:
    """What these rules say about a start task of Windows, without its path and the rule."""
    task = pool(WINDOWS, command_line, user_identity=identities.pool_admin())
    return [text.partition(": ")[2].partition(" ")[2] for text in found(task, *rules)]


SINGLE_QUOTES: list[tuple[str, list[str]]] = [
    (
        "cmd /c 'a.exe && b.exe'",
        [
            (
                "error: cmd doesn't know single quotes, so it looks for a program named 'a.exe and doesn't find it. "
                'Use double quotes: cmd /c "a.exe && b.exe".'
            ),
        ],
    ),
    (
        "cmd /c \"cd tools && 'C:\\Program Files\\a.exe' /s\"",
        [
            (
                "error: cmd doesn't know single quotes, so it looks for a program named 'C:\\Program and doesn't "
                'find it. Use double quotes: cmd /c "cd tools && "C:\\Program Files\\a.exe" /s".'
            ),
        ],
    ),
    (
        "cmd /c copy 'my file.txt' x",
        [
            (
                "warning: cmd doesn't know single quotes, so copy receives the words between them as separate "
                'arguments. Use double quotes: cmd /c copy "my file.txt" x.'
            ),
        ],
    ),
    (
        "cmd /c copy 'one' x",
        [],
    ),
    (
        "cmd /c copy 'my file.txt x",
        [],
    ),
    (
        "'setup.exe' /q",
        [
            (
                "error: Windows doesn't know single quotes, so it looks for a program named 'setup.exe' and doesn't "
                'find it. Use double quotes: "setup.exe" /q.'
            ),
        ],
    ),
    (
        "setup.exe 'a b'",
        [
            (
                "warning: Windows doesn't know single quotes, so setup.exe receives the words between them as "
                'separate arguments. Use double quotes: setup.exe "a b".'
            ),
        ],
    ),
    (
        "powershell -Command 'Get-Date'",
        [
            (
                "warning: the script is a string in single quotes, so PowerShell prints it and runs nothing. Quote "
                'the script with double quotes: powershell -Command "…".'
            ),
        ],
    ),
    (
        "powershell -Command 'It''s late'",
        [
            (
                "warning: the script is a string in single quotes, so PowerShell prints it and runs nothing. Quote "
                'the script with double quotes: powershell -Command "…".'
            ),
        ],
    ),
    (
        "powershell -Command \"'a' + 'b'\"",
        [],
    ),
    (
        "cmd /c powershell -Command 'Get-Date'",
        [
            (
                "warning: the script is a string in single quotes, so PowerShell prints it and runs nothing. Quote "
                'the script with double quotes: powershell -Command "…".'
            ),
        ],
    ),
    (
        "cmd /c python -c 'print(1)'",
        [
            (
                "warning: cmd doesn't know single quotes, so python receives them with the code, which is only a "
                'string then. Use double quotes: cmd /c python -c "print(1)".'
            ),
        ],
    ),
    (
        "cmd /c node -e 'f()'",
        [
            (
                "warning: cmd doesn't know single quotes, so node receives them with the code, which is only a "
                'string then. Use double quotes: cmd /c node -e "f()".'
            ),
        ],
    ),
    (
        "cmd /c python -c \"print('a b')\"",
        [],
    ),
    (
        "cmd /c python 'x.py'",
        [],
    ),
    (
        "cmd /c echo 'a b'",
        [],
    ),
    (
        "cmd /c \"for /f %i in ('dir /b') do echo %i\"",
        [],
    ),
    (
        "cmd /c start 'a b.exe'",
        [
            (
                "error: cmd doesn't know single quotes, so it looks for a program named 'a and doesn't find it. Use "
                'double quotes: cmd /c start "a b.exe".'
            ),
        ],
    ),
    (
        "cmd /c 'a \"b\" c'",
        [
            (
                "error: cmd doesn't know single quotes, so it looks for a program named 'a and doesn't find it. Use "
                "double quotes instead."
            ),
        ],
    ),
    (
        "cmd /c findstr 'a b' x",
        [],
    ),
    (
        "cmd /c awk '{ print $1 }' x",
        [],
    ),
    (
        "/bin/bash -c 'a b'",
        [],
    ),
]
"""Command lines with single quotes."""


@pytest.mark.parametrize(("command_line", "expected"), SINGLE_QUOTES)
def test_single_quotes(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM130") == expected


EARLY: list[tuple[str, list[str]]] = [
    (
        'cmd /c "set X=1 && echo %X%"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "set X=1&& echo %x%"',
        [
            (
                "warning: cmd expands %x% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !x!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "set "X=1" && echo %X:~0,1%"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "set /a X=1+1 & echo %X% %X%"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "set /p X=<a.txt & echo %X%"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "set /P X=<a.txt & echo %X%"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "echo %X% & set X=1"',
        [],
    ),
    (
        'cmd /c "set X=1 && echo %Y%"',
        [],
    ),
    (
        'cmd /c "set X && echo %X%"',
        [],
    ),
    (
        'cmd /c "set X=%X%;1"',
        [],
    ),
    (
        'cmd /c "set X=1 && if "%X%"=="1" a.exe"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "a.exe & exit /b %ERRORLEVEL%"',
        [
            (
                "warning: cmd expands %ERRORLEVEL% before it runs the line, so it is never the exit code of a "
                "command in the line. Join the commands with && or ||, test it with if errorlevel 1, or use cmd "
                "/v:on /c and !ERRORLEVEL!."
            ),
        ],
    ),
    (
        'cmd /c "a.exe & if %errorlevel% neq 0 exit 1"',
        [
            (
                "warning: cmd expands %errorlevel% before it runs the line, so it is never the exit code of a "
                "command in the line. Join the commands with && or ||, test it with if errorlevel 1, or use cmd "
                "/v:on /c and !ERRORLEVEL!."
            ),
        ],
    ),
    (
        'cmd /c "exit /b %ERRORLEVEL%"',
        [],
    ),
    (
        'cmd /c "a.exe || exit /b %ErrorLevel%"',
        [
            (
                "warning: cmd expands %ErrorLevel% before it runs the line, so it is never the exit code of a "
                "command in the line. Join the commands with && or ||, test it with if errorlevel 1, or use cmd "
                "/v:on /c and !ERRORLEVEL!."
            ),
        ],
    ),
    (
        'cmd /c "cd x && echo %CD%"',
        [
            (
                "warning: cmd expands %CD% before it runs the line, so it is the directory before the change. Use "
                "cmd /v:on /c and !CD!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "pushd x && echo %cd%"',
        [
            (
                "warning: cmd expands %cd% before it runs the line, so it is the directory before the change. Use "
                "cmd /v:on /c and !cd!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "chdir x && echo %CD%"',
        [
            (
                "warning: cmd expands %CD% before it runs the line, so it is the directory before the change. Use "
                "cmd /v:on /c and !CD!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "cd && echo %CD%"',
        [],
    ),
    (
        'cmd /c "popd x && echo %CD%"',
        [
            (
                "warning: cmd expands %CD% before it runs the line, so it is the directory before the change. Use "
                "cmd /v:on /c and !CD!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "set X=1 && call echo %X%"',
        [],
    ),
    (
        'cmd /c "set X=1 && cmd /c echo %X%"',
        [],
    ),
    (
        'cmd /c "set X=1 && echo %%X%%"',
        [],
    ),
    (
        'cmd /v:on /c "set X=1 && echo !X!"',
        [],
    ),
    (
        'cmd /V /c "set X=1 && echo !X!"',
        [],
    ),
    (
        'cmd /c "set X=1 && echo !X! !X!"',
        [
            "warning: cmd doesn't expand !X! without the option /v:on. Use cmd /v:on /c.",
        ],
    ),
    (
        'cmd /c "set X=1 && echo !Y!"',
        [],
    ),
    (
        'cmd /c "setlocal EnableDelayedExpansion && set X=1 && echo !X!"',
        [
            "warning: cmd doesn't expand !X! without the option /v:on. Use cmd /v:on /c.",
        ],
    ),
    (
        'cmd /c "set X=1& echo setlocal EnableDelayedExpansion > a.bat& echo echo !X! >> a.bat"',
        [],
    ),
    (
        'cmd /v:on /c "set X=1 && echo %X%"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        'cmd /c "set X=1 & set Y=2 & echo %X%%Y%"',
        [
            (
                "warning: cmd expands %X% before it runs the line, so the value that the line sets is not used. Use "
                "cmd /v:on /c and !X!, or put the commands into a batch file."
            ),
        ],
    ),
    (
        "set X=1 && echo %X%",
        [],
    ),
    (
        'powershell -Command "set X=1; echo %X%"',
        [],
    ),
    (
        'cmd /c "set X=1\necho %X%"',
        [],
    ),
]
"""Variables that cmd expands before it runs the line."""


@pytest.mark.parametrize(("command_line", "expected"), EARLY)
def test_early(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM131") == expected


DOUBLED: list[tuple[str, list[str]]] = [
    (
        'cmd /c "for %%f in (*.zip) do tar -xf %%f"',
        [
            (
                "error: cmd doesn't know %%f on a command line, only in batch files: it reports a syntax error and "
                "runs nothing. Use %f."
            ),
        ],
    ),
    (
        'cmd /c "for /l %%i in (1,1,5) do echo %%i"',
        [
            (
                "error: cmd doesn't know %%i on a command line, only in batch files: it reports a syntax error and "
                "runs nothing. Use %i."
            ),
        ],
    ),
    (
        'cmd /c "for /f "tokens=*" %%i in (\'dir /b\') do echo %%i"',
        [
            (
                "error: cmd doesn't know %%i on a command line, only in batch files: it reports a syntax error and "
                "runs nothing. Use %i."
            ),
        ],
    ),
    (
        "cmd /c FOR /R src %%F IN (*.c) DO echo %%F",
        [
            (
                "error: cmd doesn't know %%F on a command line, only in batch files: it reports a syntax error and "
                "runs nothing. Use %F."
            ),
        ],
    ),
    (
        'cmd /c "for /d %%D in (a*) do echo %%D"',
        [
            (
                "error: cmd doesn't know %%D on a command line, only in batch files: it reports a syntax error and "
                "runs nothing. Use %D."
            ),
        ],
    ),
    (
        'cmd /c "for %f in (*.zip) do tar -xf %f"',
        [],
    ),
    (
        'cmd /c "echo %%f in (a)"',
        [],
    ),
    (
        'cmd /c "date /t & echo 5%%"',
        [],
    ),
    (
        "for %%f in (a) do echo %%f",
        [],
    ),
    (
        "cmd /c",
        [],
    ),
]
"""Loops with two percent signs."""


@pytest.mark.parametrize(("command_line", "expected"), DOUBLED)
def test_doubled(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM132") == expected


JOINED: list[tuple[str, list[str]]] = [
    (
        'powershell -Command "a && b"',
        [
            (
                "error: Windows PowerShell doesn't know &&: it reports a syntax error and runs nothing. Use a; if "
                "(-not $?) { exit 1 }; b, or pwsh, if the nodes have PowerShell 7."
            ),
        ],
    ),
    (
        'powershell -Command "a || b"',
        [
            (
                "error: Windows PowerShell doesn't know ||: it reports a syntax error and runs nothing. Use a; if "
                "(-not $?) { b }, or pwsh, if the nodes have PowerShell 7."
            ),
        ],
    ),
    (
        "powershell.exe a && b",
        [
            (
                "error: Windows PowerShell doesn't know &&: it reports a syntax error and runs nothing. Use a; if "
                "(-not $?) { exit 1 }; b, or pwsh, if the nodes have PowerShell 7."
            ),
        ],
    ),
    (
        'pwsh -Command "a && b"',
        [],
    ),
    (
        'cmd /c powershell -Command "a && b"',
        [
            (
                "error: Windows PowerShell doesn't know &&: it reports a syntax error and runs nothing. Use a; if "
                "(-not $?) { exit 1 }; b, or pwsh, if the nodes have PowerShell 7."
            ),
        ],
    ),
    (
        'cmd /c "powershell -Command a && b"',
        [],
    ),
    (
        'powershell -Command "a; b | c"',
        [],
    ),
    (
        'powershell -Command "if ($x) { a && b }"',
        [
            (
                "error: Windows PowerShell doesn't know &&: it reports a syntax error and runs nothing. Use a; if "
                "(-not $?) { exit 1 }; b, or pwsh, if the nodes have PowerShell 7."
            ),
        ],
    ),
    (
        'cmd /c "a && b"',
        [],
    ),
    (
        'powershell -Command "a && b || c"',
        [
            (
                "error: Windows PowerShell doesn't know &&: it reports a syntax error and runs nothing. Use a; if "
                "(-not $?) { exit 1 }; b, or pwsh, if the nodes have PowerShell 7."
            ),
        ],
    ),
]
"""Operators in PowerShell."""


@pytest.mark.parametrize(("command_line", "expected"), JOINED)
def test_joined(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM133") == expected


UNQUOTED: list[tuple[str, list[str]]] = [
    (
        "cmd /c C:\\Program Files\\x\\y.exe /s",
        [
            (
                "error: C:\\Program Files\\x\\y.exe contains a space, and without quotes, the program C:\\Program "
                'isn\'t found. Quote the path: cmd /c ""C:\\…" …".'
            ),
        ],
    ),
    (
        'cmd /c "C:\\Program Files\\x\\y.exe /s"',
        [
            (
                "error: C:\\Program Files\\x\\y.exe contains a space, and without quotes, the program C:\\Program "
                'isn\'t found. Quote the path: cmd /c ""C:\\…" …".'
            ),
        ],
    ),
    (
        'cmd /c "C:\\Program Files\\x\\y.exe"',
        [],
    ),
    (
        'cmd /c ""C:\\Program Files\\x\\y.exe" /s"',
        [],
    ),
    (
        "cmd /c %ProgramFiles%\\x\\y.exe",
        [
            (
                "error: %ProgramFiles% contains a space, and without quotes it is two words: the program isn't "
                "found. Quote the path, and all commands together in another pair of quotes: cmd /c "
                '""%ProgramFiles%\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c %ProgramFiles(x86)%\\x\\y.exe",
        [
            (
                "error: %ProgramFiles(x86)% contains a space, and without quotes it is two words: the program isn't "
                "found. Quote the path, and all commands together in another pair of quotes: cmd /c "
                '""%ProgramFiles(x86)%\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c %PROGRAMW6432%\\x\\y.exe",
        [
            (
                "error: %PROGRAMW6432% contains a space, and without quotes it is two words: the program isn't "
                "found. Quote the path, and all commands together in another pair of quotes: cmd /c "
                '""%PROGRAMW6432%\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c %CommonProgramFiles%\\y.exe",
        [
            (
                "error: %CommonProgramFiles% contains a space, and without quotes it is two words: the program isn't "
                "found. Quote the path, and all commands together in another pair of quotes: cmd /c "
                '""%CommonProgramFiles%\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c %CommonProgramFiles(x86)%\\y.exe",
        [
            (
                "error: %CommonProgramFiles(x86)% contains a space, and without quotes it is two words: the program "
                "isn't found. Quote the path, and all commands together in another pair of quotes: cmd /c "
                '""%CommonProgramFiles(x86)%\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c mkdir %ProgramFiles%\\x",
        [
            (
                "error: %ProgramFiles% contains a space, and without quotes it is two words: mkdir receives the "
                "wrong arguments. Quote the path, and all commands together in another pair of quotes: cmd /c "
                '""%ProgramFiles%\\…" …".'
            ),
        ],
    ),
    (
        'cmd /c ""%ProgramFiles%\\x\\y.exe" -a"',
        [],
    ),
    (
        "cmd /c cd %ProgramFiles%\\x",
        [],
    ),
    (
        "cmd /c set X=%ProgramFiles%\\x",
        [],
    ),
    (
        "cmd /c echo C:\\Program Files",
        [],
    ),
    (
        "cmd /c pushd C:\\Program Files\\x",
        [],
    ),
    (
        "cmd /c C:\\My Tools\\y.exe /s",
        [
            (
                "error: a path with spaces isn't quoted, so cmd doesn't find the program C:\\My. Quote the path: cmd "
                '/c ""C:\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c C:\\My Own Tools\\y.bat",
        [
            (
                "error: a path with spaces isn't quoted, so cmd doesn't find the program C:\\My. Quote the path: cmd "
                '/c ""C:\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c C:\\a\\b C:\\c\\d.exe",
        [],
    ),
    (
        "cmd /c C:\\a\\b /x c\\d.exe",
        [],
    ),
    (
        "cmd /c C:\\a\\b.exe c\\d.exe",
        [],
    ),
    (
        "cmd /c C:\\a\\b one two three four c\\d.exe",
        [],
    ),
    (
        "cmd /c copy a.txt C:\\Program Files\\x",
        [
            (
                "error: C:\\Program Files\\x contains a space, and without quotes, copy receives it as two "
                'arguments. Quote the path: cmd /c ""C:\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c dir C:\\Documents and Settings",
        [
            (
                "error: C:\\Documents and contains a space, and without quotes, dir receives it as two arguments. "
                'Quote the path: cmd /c ""C:\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c dir D:\\x\\Program Files",
        [
            (
                "error: D:\\x\\Program Files contains a space, and without quotes, dir receives it as two arguments. "
                'Quote the path: cmd /c ""C:\\…" …".'
            ),
        ],
    ),
    (
        "cmd /c dir C:\\Program Filesystem",
        [],
    ),
    (
        'powershell -Command "C:\\Program Files\\x\\y.exe /s"',
        [
            (
                "error: C:\\Program Files\\x\\y.exe contains a space, and without quotes, the program C:\\Program "
                "isn't found. Quote the path: & 'C:\\…' …."
            ),
        ],
    ),
    (
        'powershell -Command "C:\\My Tools\\y.exe /s"',
        [
            (
                "error: a path with spaces isn't quoted, so PowerShell doesn't find the program C:\\My. Quote the "
                "path: & 'C:\\…' …."
            ),
        ],
    ),
    (
        "powershell -Command \"& 'C:\\Program Files\\x\\y.exe' /s\"",
        [],
    ),
    (
        "powershell -Command \"'C:\\Program Files\\x\\y.exe' /s\"",
        [
            (
                "error: PowerShell treats a path in quotes as a string, not as a program, so the arguments after it "
                "are a syntax error. Write & before the path: & 'C:\\…\\setup.exe' /quiet."
            ),
        ],
    ),
    (
        "powershell -Command \"'C:\\x\\y.exe' -s\"",
        [
            (
                "error: PowerShell treats a path in quotes as a string, not as a program, so the arguments after it "
                "are a syntax error. Write & before the path: & 'C:\\…\\setup.exe' /quiet."
            ),
        ],
    ),
    (
        "powershell -Command \"'C:\\x\\y.exe'\"",
        [],
    ),
    (
        "powershell -Command \"'C:\\x\\y.exe' -replace 'a','b'\"",
        [],
    ),
    (
        "powershell -Command \"'C:\\x\\y.exe' | Out-File a\"",
        [],
    ),
    (
        'powershell -Command "$env:ProgramFiles\\x\\y.exe /s"',
        [
            (
                "error: PowerShell treats $env:ProgramFiles\\x\\y.exe at the beginning of a command as an "
                "expression, not as a program, and reports a syntax error. Write & and quotes: & "
                '"$env:ProgramFiles\\x\\y.exe".'
            ),
        ],
    ),
    (
        'powershell -Command "${env:ProgramFiles(x86)}\\x\\y.exe"',
        [
            (
                "error: PowerShell treats ${env:ProgramFiles(x86)}\\x\\y.exe at the beginning of a command as an "
                "expression, not as a program, and reports a syntax error. Write & and quotes: & "
                '"${env:ProgramFiles(x86)}\\x\\y.exe".'
            ),
        ],
    ),
    (
        'powershell -Command "& $env:ProgramFiles\\x\\y.exe /s"',
        [],
    ),
    (
        'powershell -Command "$env:ProgramFiles"',
        [],
    ),
    (
        "powershell -Command \". 'C:\\x\\y.ps1'\"",
        [],
    ),
    (
        "C:\\Program Files\\x\\y.exe /s",
        [],
    ),
    (
        "powershell -File C:\\Program Files\\x.ps1",
        [],
    ),
    (
        'cmd /c "a.exe && C:\\Program Files\\x\\y.exe && C:\\Program Files\\x\\z.exe"',
        [
            (
                "error: C:\\Program Files\\x\\y.exe contains a space, and without quotes, the program C:\\Program "
                'isn\'t found. Quote the path: cmd /c ""C:\\…" …".'
            ),
        ],
    ),
]
"""Unquoted paths with spaces."""


@pytest.mark.parametrize(("command_line", "expected"), UNQUOTED)
def test_unquoted(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM134") == expected


FOREIGN: list[tuple[str, list[str]]] = [
    (
        'powershell -Command "Copy-Item a %AZ_BATCH_NODE_SHARED_DIR%"',
        [
            "error: PowerShell doesn't expand %AZ_BATCH_NODE_SHARED_DIR%. Use $env:AZ_BATCH_NODE_SHARED_DIR.",
        ],
    ),
    (
        'powershell -Command "Copy-Item a %TEMP%\\x > %TMP%\\y"',
        [
            "error: PowerShell doesn't expand %TEMP%. Use $env:TEMP.",
        ],
    ),
    (
        "powershell -Command \"$x = '%PATH%'; a %USERPROFILE% %APPDATA%\"",
        [
            "error: PowerShell doesn't expand %PATH%. Use $env:PATH.",
        ],
    ),
    (
        'powershell -Command "a %localappdata%"',
        [
            "error: PowerShell doesn't expand %localappdata%. Use $env:localappdata.",
        ],
    ),
    (
        'powershell -Command "a %ProgramData% %ProgramFiles%"',
        [
            "error: PowerShell doesn't expand %ProgramData%. Use $env:ProgramData.",
        ],
    ),
    (
        'powershell -Command "a %SystemRoot%"',
        [
            "error: PowerShell doesn't expand %SystemRoot%. Use $env:SystemRoot.",
        ],
    ),
    (
        'powershell -Command "a %SystemDrive%"',
        [
            "error: PowerShell doesn't expand %SystemDrive%. Use $env:SystemDrive.",
        ],
    ),
    (
        'powershell -Command "a %WINDIR%"',
        [
            "error: PowerShell doesn't expand %WINDIR%. Use $env:WINDIR.",
        ],
    ),
    (
        'powershell -Command "a %COMPUTERNAME%"',
        [
            "error: PowerShell doesn't expand %COMPUTERNAME%. Use $env:COMPUTERNAME.",
        ],
    ),
    (
        'powershell -Command "a %USERNAME%"',
        [
            "error: PowerShell doesn't expand %USERNAME%. Use $env:USERNAME.",
        ],
    ),
    (
        'powershell -Command "a %HOMEPATH%"',
        [
            "error: PowerShell doesn't expand %HOMEPATH%. Use $env:HOMEPATH.",
        ],
    ),
    (
        'powershell -Command "a %CD%"',
        [
            "error: PowerShell doesn't expand %CD%. Use $env:CD.",
        ],
    ),
    (
        'powershell -Command "a %ALLUSERSPROFILE%"',
        [
            "error: PowerShell doesn't expand %ALLUSERSPROFILE%. Use $env:ALLUSERSPROFILE.",
        ],
    ),
    (
        'powershell -Command "a %OTHER%"',
        [],
    ),
    (
        'powershell -Command "cmd /c echo %PATH%"',
        [],
    ),
    (
        'powershell -Command "schtasks /create /tr %SystemRoot%\\x"',
        [],
    ),
    (
        'powershell -Command "setx A %PATH%"',
        [],
    ),
    (
        "powershell -Command \"[Environment]::ExpandEnvironmentVariables('%TEMP%')\"",
        [],
    ),
    (
        "powershell -Command \"New-ItemProperty -Path HKLM:\\a -Name b -Value '%TEMP%' -PropertyType ExpandString\"",
        [],
    ),
    (
        'powershell -Command "dir | % { $_ }"',
        [],
    ),
    (
        "powershell -Command \"dir | % { cmd /c 'echo %PATH%' }\"",
        [],
    ),
    (
        'cmd /c "copy /y a $env:AZ_BATCH_NODE_SHARED_DIR"',
        [
            "error: cmd doesn't expand $env:AZ_BATCH_NODE_SHARED_DIR. Use %AZ_BATCH_NODE_SHARED_DIR%.",
        ],
    ),
    (
        'cmd /c "a.exe ${env:TEMP}"',
        [
            "error: cmd doesn't expand ${env:TEMP}. Use %TEMP%.",
        ],
    ),
    (
        'cmd /c "a.exe > $ENV:TEMP\\x"',
        [
            "error: cmd doesn't expand $ENV:TEMP. Use %TEMP%.",
        ],
    ),
    (
        'cmd /c powershell -Command "a $env:TEMP"',
        [],
    ),
    (
        'cmd /c pwsh -c "a $env:TEMP"',
        [],
    ),
    (
        "cmd /c echo $env:TEMP",
        [],
    ),
    (
        'cmd /c "a %TEMP%"',
        [],
    ),
    (
        'powershell -Command "a $env:TEMP"',
        [],
    ),
    (
        "a.exe $env:TEMP",
        [],
    ),
]
"""Variables in another shell's syntax."""


@pytest.mark.parametrize(("command_line", "expected"), FOREIGN)
def test_foreign(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM135") == expected


ALIASES: list[tuple[str, list[str]]] = [
    (
        'powershell -Command "curl -L -o x.zip https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, curl means Invoke-WebRequest, which doesn't know -L. Use curl.exe, or "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'powershell -Command "curl.exe -L -o x.zip https://a.b/c"',
        [],
    ),
    (
        'powershell -Command "wget https://a.b/c -OutFile x"',
        [],
    ),
    (
        'powershell -Command "wget -q https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, wget means Invoke-WebRequest, which doesn't know -q. Use "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'powershell -Command "wget -O x https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, wget means Invoke-WebRequest, which doesn't know -O. Use "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'powershell -Command "curl --fail https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, curl means Invoke-WebRequest, which doesn't know --fail. Use "
                "curl.exe, or Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        "powershell -Command \"curl -H 'A: b' https://a.b/c\"",
        [
            (
                "error: in Windows PowerShell, curl means Invoke-WebRequest, which doesn't know -H. Use curl.exe, or "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'powershell -Command "curl -s https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, curl means Invoke-WebRequest, which doesn't know -s. Use curl.exe, or "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'powershell -Command "curl https://a.b/c -UseB -OutF x -ea Stop"',
        [],
    ),
    (
        'powershell -Command "curl -ErrorAction:Stop https://a.b/c"',
        [],
    ),
    (
        'powershell -Command "curl -Uri https://a.b/c -Method Get -TimeoutSec 5"',
        [],
    ),
    (
        'powershell -Command "curl -1 -- https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, curl means Invoke-WebRequest, which doesn't know --. Use curl.exe, or "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'pwsh -Command "curl -L https://a.b/c"',
        [],
    ),
    (
        "cmd /c curl -L https://a.b/c",
        [],
    ),
    (
        'cmd /c powershell -Command "curl -k https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, curl means Invoke-WebRequest, which doesn't know -k. Use curl.exe, or "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'powershell -Command "Invoke-WebRequest -L https://a.b/c"',
        [],
    ),
    (
        'powershell -Command "wget -nv https://a.b/c; wget -q https://a.b/c"',
        [
            (
                "error: in Windows PowerShell, wget means Invoke-WebRequest, which doesn't know -nv. Use "
                "Invoke-WebRequest -UseBasicParsing -Uri … -OutFile …."
            ),
        ],
    ),
    (
        'powershell -Command "rm -rf a"',
        [
            ("error: in Windows PowerShell, rm means Remove-Item, which doesn't know -rf. Use Remove-Item -Recurse -Force …."),
        ],
    ),
    (
        'powershell -Command "rm -fr a; rm -r b"',
        [
            ("error: in Windows PowerShell, rm means Remove-Item, which doesn't know -fr. Use Remove-Item -Recurse -Force …."),
        ],
    ),
    (
        'powershell -Command "rm -r a -Force"',
        [],
    ),
    (
        'powershell -Command "cp -av a b"',
        [
            ("error: in Windows PowerShell, cp means Copy-Item, which doesn't know -av. Use Copy-Item -Recurse -Force …."),
        ],
    ),
    (
        'powershell -Command "mv -f a b"',
        [
            "error: in Windows PowerShell, mv means Move-Item, which doesn't know -f. Use Move-Item -Force ….",
        ],
    ),
    (
        'powershell -Command "ls -la"',
        [
            "error: in Windows PowerShell, ls means Get-ChildItem, which doesn't know -la. Use Get-ChildItem ….",
        ],
    ),
    (
        'powershell -Command "ls -lah; ls -ltr"',
        [
            "error: in Windows PowerShell, ls means Get-ChildItem, which doesn't know -lah. Use Get-ChildItem ….",
        ],
    ),
    (
        'powershell -Command "ls a"',
        [],
    ),
    (
        'pwsh -Command "rm -rf a"',
        [],
    ),
    (
        'powershell -Command "Remove-Item -rf a"',
        [],
    ),
    (
        "cmd /c rm -rf a",
        [],
    ),
]
"""curl and wget in PowerShell."""


@pytest.mark.parametrize(("command_line", "expected"), ALIASES)
def test_aliases(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM137") == expected


SEMICOLONS: list[tuple[str, list[str]]] = [
    (
        'cmd /c "a.exe; b.exe"',
        [
            (
                "error: cmd doesn't separate commands with a semicolon, so a.exe receives what follows as arguments. "
                "Use && or & between commands."
            ),
        ],
    ),
    (
        'cmd /c "a.exe ; b.exe"',
        [
            (
                "error: cmd doesn't separate commands with a semicolon, so a.exe receives what follows as arguments. "
                "Use && or & between commands."
            ),
        ],
    ),
    (
        'cmd /c "a.exe x;  .\\b.exe"',
        [
            (
                "error: cmd doesn't separate commands with a semicolon, so a.exe receives what follows as arguments. "
                "Use && or & between commands."
            ),
        ],
    ),
    (
        'cmd /c "a.exe; %TEMP%\\b.exe"',
        [
            (
                "error: cmd doesn't separate commands with a semicolon, so a.exe receives what follows as arguments. "
                "Use && or & between commands."
            ),
        ],
    ),
    (
        'cmd /c "a.exe x;y"',
        [],
    ),
    (
        'cmd /c "a.exe; "',
        [],
    ),
    (
        'cmd /c "a.exe "x; y""',
        [],
    ),
    (
        'cmd /c "set A=x; y"',
        [],
    ),
    (
        'cmd /c "path x; y"',
        [],
    ),
    (
        'cmd /c "echo x; y"',
        [],
    ),
    (
        'cmd /c "powershell -Command a; b"',
        [],
    ),
    (
        "cmd /c \"bash -c 'a; b'\"",
        [],
    ),
    (
        'cmd /c "a.exe & b.exe x; c.exe & d.exe; e"',
        [
            (
                "error: cmd doesn't separate commands with a semicolon, so b.exe receives what follows as arguments. "
                "Use && or & between commands."
            ),
        ],
    ),
    (
        "a.exe; b.exe",
        [],
    ),
    (
        'powershell -Command "a; b"',
        [],
    ),
    (
        'cmd /c "rem a; b"',
        [],
    ),
    (
        'cmd /c "for %i in (a; b) do c"',
        [],
    ),
]
"""Semicolons in cmd."""


@pytest.mark.parametrize(("command_line", "expected"), SEMICOLONS)
def test_semicolons(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM138") == expected


SLASHES: list[tuple[str, list[str]]] = [
    (
        "cmd /c ./setup.bat",
        [
            (
                "error: cmd reads a slash after . as the beginning of an option, so it looks for a program named . "
                "and doesn't find it. Use backslashes: .\\setup.bat."
            ),
        ],
    ),
    (
        "cmd /c ../x",
        [
            (
                "error: cmd reads a slash after .. as the beginning of an option, so it looks for a program named .. "
                "and doesn't find it. Use backslashes: ..\\x."
            ),
        ],
    ),
    (
        "cmd /c tools/setup.exe",
        [
            (
                "error: cmd reads a slash after tools as the beginning of an option, so it looks for a program named "
                "tools and doesn't find it. Use backslashes: tools\\setup.exe."
            ),
        ],
    ),
    (
        "cmd /c tools/a/setup.BAT x",
        [
            (
                "error: cmd reads a slash after tools as the beginning of an option, so it looks for a program named "
                "tools and doesn't find it. Use backslashes: tools\\a\\setup.BAT."
            ),
        ],
    ),
    (
        "cmd /c a/b.cmd",
        [
            (
                "error: cmd reads a slash after a as the beginning of an option, so it looks for a program named a "
                "and doesn't find it. Use backslashes: a\\b.cmd."
            ),
        ],
    ),
    (
        "cmd /c a/b.com",
        [
            (
                "error: cmd reads a slash after a as the beginning of an option, so it looks for a program named a "
                "and doesn't find it. Use backslashes: a\\b.com."
            ),
        ],
    ),
    (
        "cmd /c a/b",
        [],
    ),
    (
        "cmd /c ipconfig/all",
        [],
    ),
    (
        "cmd /c dir/b",
        [],
    ),
    (
        'cmd /c ""tools/setup.exe" x"',
        [],
    ),
    (
        "cmd /c C:/x/y.exe",
        [],
    ),
    (
        "cmd /c %A%/y.exe",
        [],
    ),
    (
        "cmd /c a.exe x/y.exe",
        [],
    ),
    (
        'cmd /c "a.exe & ./b.bat & ./c.bat"',
        [
            (
                "error: cmd reads a slash after . as the beginning of an option, so it looks for a program named . "
                "and doesn't find it. Use backslashes: .\\b.bat."
            ),
        ],
    ),
    (
        "./setup.bat",
        [],
    ),
    (
        "powershell ./setup.ps1",
        [],
    ),
    (
        "cmd /c tools\\setup.exe",
        [],
    ),
]
"""Paths of programs with slashes in cmd."""


@pytest.mark.parametrize(("command_line", "expected"), SLASHES)
def test_slashes(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM139") == expected


CURRENT: list[tuple[str, list[str]]] = [
    (
        "powershell setup.ps1",
        [
            "note: PowerShell looks for setup.ps1 only in PATH, not in the current directory. Use .\\setup.ps1.",
        ],
    ),
    (
        "powershell -ExecutionPolicy Bypass setup.ps1 -x",
        [
            "note: PowerShell looks for setup.ps1 only in PATH, not in the current directory. Use .\\setup.ps1.",
        ],
    ),
    (
        'powershell -Command "install.ps1; start.ps1"',
        [
            ("note: PowerShell looks for install.ps1 only in PATH, not in the current directory. Use .\\install.ps1."),
        ],
    ),
    (
        'powershell -Command "& setup.ps1"',
        [
            "note: PowerShell looks for setup.ps1 only in PATH, not in the current directory. Use .\\setup.ps1.",
        ],
    ),
    (
        "powershell tool.ps1",
        [],
    ),
    (
        "powershell npm.ps1",
        [],
    ),
    (
        "powershell .\\setup.ps1",
        [],
    ),
    (
        "powershell -File setup.ps1",
        [],
    ),
    (
        "powershell setup.exe",
        [],
    ),
    (
        "pwsh -Command setup.ps1",
        [
            "note: PowerShell looks for setup.ps1 only in PATH, not in the current directory. Use .\\setup.ps1.",
        ],
    ),
    (
        "cmd /c setup.ps1",
        [],
    ),
    (
        'powershell "Start-Process setup.exe"',
        [],
    ),
    (
        'powershell "x; deploy-node.ps1"',
        [
            ("note: PowerShell looks for deploy-node.ps1 only in PATH, not in the current directory. Use .\\deploy-node.ps1."),
        ],
    ),
    (
        "powershell bootstrap.ps1",
        [
            ("note: PowerShell looks for bootstrap.ps1 only in PATH, not in the current directory. Use .\\bootstrap.ps1."),
        ],
    ),
    (
        "powershell prepare.ps1",
        [
            ("note: PowerShell looks for prepare.ps1 only in PATH, not in the current directory. Use .\\prepare.ps1."),
        ],
    ),
    (
        "powershell init.ps1",
        [
            "note: PowerShell looks for init.ps1 only in PATH, not in the current directory. Use .\\init.ps1.",
        ],
    ),
    (
        "powershell config.ps1",
        [
            "note: PowerShell looks for config.ps1 only in PATH, not in the current directory. Use .\\config.ps1.",
        ],
    ),
    (
        "powershell provision.ps1",
        [
            ("note: PowerShell looks for provision.ps1 only in PATH, not in the current directory. Use .\\provision.ps1."),
        ],
    ),
    (
        "powershell set-up.ps1",
        [
            "note: PowerShell looks for set-up.ps1 only in PATH, not in the current directory. Use .\\set-up.ps1.",
        ],
    ),
]
"""Programs of the working directory in PowerShell."""


@pytest.mark.parametrize(("command_line", "expected"), CURRENT)
def test_current(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM140") == expected


DRIVES: list[tuple[str, list[str]]] = [
    (
        'cmd /c "cd C:\\tools && a.exe"',
        [
            (
                "warning: cd doesn't change the drive without /d: where the task's directory is on another drive "
                "than C:\\tools, the commands after it run in the old directory. Use cd /d C:\\tools."
            ),
        ],
    ),
    (
        'cmd /c "chdir d:/x & a.exe"',
        [
            (
                "warning: cd doesn't change the drive without /d: where the task's directory is on another drive "
                "than d:/x, the commands after it run in the old directory. Use cd /d d:/x."
            ),
        ],
    ),
    (
        'cmd /c "cd D: & a.exe"',
        [
            (
                "warning: cd doesn't change the drive without /d: where the task's directory is on another drive "
                "than D:, the commands after it run in the old directory. Use cd /d D:."
            ),
        ],
    ),
    (
        'cmd /c "cd /d C:\\tools && a.exe"',
        [],
    ),
    (
        'cmd /c "cd tools && a.exe"',
        [],
    ),
    (
        'cmd /c "cd C:\\tools"',
        [],
    ),
    (
        'cmd /c "cd %TEMP% && a.exe"',
        [],
    ),
    (
        'cmd /c "pushd C:\\x && a.exe"',
        [],
    ),
    (
        'cmd /c "cd C:\\a & cd C:\\b & a.exe"',
        [
            (
                "warning: cd doesn't change the drive without /d: where the task's directory is on another drive "
                "than C:\\a, the commands after it run in the old directory. Use cd /d C:\\a."
            ),
        ],
    ),
    (
        'powershell "cd C:\\x; a.exe"',
        [],
    ),
    (
        'cmd /c "cd && a.exe"',
        [],
    ),
]
"""Changes of the directory in cmd."""


@pytest.mark.parametrize(("command_line", "expected"), DRIVES)
def test_drives(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM141") == expected


@pytest.mark.parametrize(
    ("command_line", "fix"),
    [
        ("cmd /c \"tool.exe --a it's --b 'c d'\"", 'Use double quotes: cmd /c "tool.exe --a it\'s --b "c d"".'),
        ("tool.exe --a it's --b 'c d'", 'Use double quotes: tool.exe --a it\'s --b "c d".'),
        ("tool.exe 'a b' 'c d'", 'Use double quotes: tool.exe "a b" "c d".'),
        ("tool.exe \"x 'y' z\" 'c d'", 'Use double quotes: tool.exe "x \'y\' z" "c d".'),
    ],
)
def test_only_quotes_are_replaced(command_line: str, fix: str) -> None:
    (finding,) = said(command_line, "BM130")
    who = "cmd" if command_line.startswith("cmd") else "Windows"
    assert finding == (
        f"warning: {who} doesn't know single quotes, so tool.exe receives the words between them as separate arguments. {fix}"
    )


def test_a_command_line_for_a_script_of_powershell() -> None:
    line = "powershell -Command \"& .\\mount.ps1 -command 'copy a %WinDir%\\b /Y'\""
    assert said(line, "BM135") == []
    assert said(line.replace("'", ""), "BM135") == ["error: PowerShell doesn't expand %WinDir%. Use $env:WinDir."]
    assert said(line.replace("mount.ps1", "mount.exe"), "BM135") != []
