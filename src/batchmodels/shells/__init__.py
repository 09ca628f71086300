"""Command lines and scripts of POSIX shells, cmd and PowerShell, parsed."""
