"""The command ``check``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ..documents.diagnostics import UNREADABLE
from ..rules.finding import Severity
from .formats import FORMATS, is_silent, statistics, statistics_as_json, sum_of, text_with
from .group import examples, refuse
from .options import (
    FILES,
    RULES,
    color_option,
    require_type,
    size_option,
    type_option,
    version_option,
)
from .output import say, wants_color, wants_links, write, write_file
from .parameters import given as parameters_given
from .parameters import parameter_options
from .selecting import chosen, words
from .summary import Summary

if TYPE_CHECKING:
    from .fix_files import Fixer

_SEVERITIES = [severity.value for severity in Severity]


def _options(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Apply several decorators, the first one outermost."""

    def decorate(function: Any) -> Any:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


_which_rules = _options(
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        type=RULES,
        help="Report only these review rules, by id or prefix: BM103,BM2.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULES",
        type=RULES,
        help="Don't report these rules, by id or prefix: BM302,BM8.",
    ),
    click.option(
        "--severity",
        type=click.Choice(_SEVERITIES),
        help="The lowest severity that is reported and counted.  [default: warning]",
    ),
)

_settings = _options(
    click.option(
        "--config", metavar="FILE", type=FILES, help="The configuration file for all files, instead of the nearest one."
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Skip these in directories: 'old', 'pools/*.json'."),
)

_output = _options(
    click.option(
        "--format",
        "form",
        type=click.Choice(list(FORMATS)),
        default="text",
        show_default=True,
        help="text for people; json, sarif, github and junit for programs.",
    ),
    click.option("--output-file", "-o", metavar="FILE", type=FILES, help="Write the result to a file."),
    click.option("--statistics", is_flag=True, help="Print how often each rule was reported, as text or JSON."),
    click.option("--quiet", "-q", is_flag=True, help="Print only the diagnostics, without the summary."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something is reported."),
)

_changes = _options(
    click.option("--fix", is_flag=True, help="Change the files where only one fix is possible."),
    click.option("--diff", is_flag=True, help="Show what --fix would change as a diff, and change nothing."),
    click.option("--baseline", metavar="FILE", type=FILES, help="Don't report what this file lists."),
    click.option("--write-baseline", metavar="FILE", type=FILES, help="List in a file what is wrong now, for --baseline."),
)


@click.command(
    short_help="Report what is wrong in files, and where.",
    epilog=examples(
        "batchmodels check pool.yaml",
        "batchmodels check --ignore BM302,BM8 pools",
        "batchmodels check --severity note - < pool.json",
        "batchmodels check --fix pools/*.yaml",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILES)
@_which_rules
@_settings
@_output
@_changes
@click.option(
    "--allow-empty", is_flag=True, help="Accept files and directories with nothing to check; otherwise they give exit status 2."
)
@parameter_options
@version_option
@type_option
@size_option
@color_option
def check(**given: Any) -> None:
    """Report what is wrong in files, where, and what to do about it.

    A file is JSON or YAML: a start task, a pool, a job, a task or a node as the Batch service or the Azure CLI accepts it, a
    list of these, a template of ARM or of the Batch CLI extension, or a plan of Terraform; .tf files are read, too. - is
    standard input. In a directory, the files that are about Azure Batch are checked, and those that can't be parsed are
    reported. What the service refuses is always reported; --select and --ignore choose the rules of the review.

    Settings are read from the nearest batchmodels.toml, or pyproject.toml with [tool.batchmodels]; options override them. Its
    keys are select and ignore (lists of rules), severity, api-version, exclude (a list of patterns), and three tables:
    per-file-ignores = {"tests/**" = ["BM3"]}, types = {"tasks/*.json" = "StartTask"}, parameters = {poolId = "encoders"}.

    --fix and --diff concern only what has one possible fix, and the exit status counts the rest, too. The output of --diff
    can be applied as a patch where nothing in it is masked.

    A run ends with the counts of what was checked; notes report what was not, and why.

    Exit status: 0 if nothing is reported, 1 if something is, 2 if a file can't be read or contains nothing to check, or if no
    template has a parameter that -p names.
    """
    require_type(given["type_name"])
    chosen(given["select"], given["ignore"])  # which refuses unknown rules
    _require_fitting(given)
    sys.exit(_Check(given).run())


def _require_fitting(given: dict[str, Any]) -> None:
    """Refuse options that exclude each other.

    Raises:
        click.UsageError: Some do.
    """
    for one, other in (("config", "isolated"), ("fix", "diff"), ("diff", "write_baseline"), ("diff", "statistics")):
        if given[one] and given[other]:
            raise click.UsageError(f"--{one} and --{other.replace('_', '-')} can't be used together.")
    if given["statistics"] and given["form"] not in {"text", "json"}:
        raise click.UsageError("--statistics prints text or JSON; use --format text or --format json.")
    if given["fix"] and "-" in given["files"]:
        raise click.UsageError("--fix can't change the standard input; use --diff to see what it would change.")


class _Check:
    """One call of the command, with its options."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._is_text = given["form"] == "text"
        self._is_mistaken = False

    def run(self) -> int:
        """Check the files and print the result. Returns the exit status."""
        from ..documents.configuration import ConfigurationError  # noqa: PLC0415  # because it goes with that
        from .baseline import BaselineError  # noqa: PLC0415  # because not every command needs it

        try:
            status = self._run()
        except (BaselineError, ConfigurationError) as error:
            refuse(str(error))
        return 2 if self._is_mistaken else status

    def _run(self) -> int:
        from .baseline import Baseline, write_baseline  # noqa: PLC0415  # because not every command needs it
        from .check_run import Options, Run  # noqa: PLC0415  # because it goes with that
        from .fix_files import Fixer  # noqa: PLC0415  # because it goes with that

        given = self._given
        baseline = Baseline(given["baseline"]) if given["baseline"] else None
        targets, empty = self._targets()
        fixer = Fixer(writes=given["fix"]) if given["fix"] or given["diff"] else None
        options = Options(
            select=tuple(words(given["select"])),
            ignore=tuple(words(given["ignore"])),
            severity=Severity(given["severity"]) if given["severity"] else None,
            api_version=given["api_version"],
            type_name=given["type_name"],
            max_size=given["max_size"],
            excerpts=self._is_text,
            parameters=parameters_given(given["parameter_files"], given["parameters"], given["max_size"]),
            allow_empty=given["allow_empty"],
        )
        run = Run(targets, options, fixer.change if fixer else None)
        outcome = run.result()
        for mistake in run.counts.parameters.mistakes(options.parameters):
            self._is_mistaken = True
            say(mistake)
        found = [*outcome.shown, *(self._without_files(name, where) for name, where in empty)]
        if given["write_baseline"]:
            return self._baseline_written(found, write_baseline(given["write_baseline"], found))
        filtered = baseline.filter(found, outcome.files) if baseline else None
        summary = Summary(
            files=tuple(outcome.files),
            diagnostics=tuple(filtered.new if filtered else found),
            hidden=outcome.hidden,
            skipped=outcome.skipped,
            fixed=fixer.count if fixer else 0,
            in_baseline=filtered.known if filtered else 0,
            stale=filtered.stale if filtered else 0,
            counts=run.counts,
            allow_empty=given["allow_empty"],
            notes_count=given["severity"] == Severity.note.value,
        )
        if given["diff"] and fixer:
            return self._print_differences(fixer, summary)
        return self._print(summary)

    def _targets(self) -> tuple[list[Any], list[tuple[str, str]]]:
        """The files, and the directories and patterns that have no files."""
        from ..documents.configuration import Configuration, read_configuration  # noqa: PLC0415  # because not every command needs it
        from .files import Finder  # noqa: PLC0415  # because it goes with that

        given = self._given
        configuration = None
        if given["config"]:
            configuration = read_configuration(Path(given["config"]))
        elif given["isolated"]:
            configuration = Configuration()
        finder = Finder(configuration, given["exclude"])
        targets = finder.targets(given["files"])
        return targets, [(name, "in this directory" if Path(name).is_dir() else "by this pattern") for name in finder.empty]

    def _without_files(self, name: str, where: str) -> Any:
        from ..documents.checking import without_content  # noqa: PLC0415  # because not every command needs it

        message = f"expected files to check, found none {where}"
        return without_content(name, message, allow_empty=self._given["allow_empty"])

    def _baseline_written(self, found: list[Any], count: int) -> int:
        unread = [each for each in found if each.rule == UNREADABLE]
        for each in unread:
            say(f"{each.file}: {each.message}")
        if not self._given["quiet"]:
            write(f"{self._given['write_baseline']}: {count} diagnostics written.")
        return 2 if unread else 0

    def _print_differences(self, fixer: Fixer, summary: Summary) -> int:
        self._write("\n".join(fixer.differences))
        self._say_unreadable(summary)
        if not self._given["quiet"]:
            self._say_what_remains(fixer, summary)
        if summary.is_unreadable:
            return 2
        return 1 if (fixer.differences or summary.status) and not self._given["exit_zero"] else 0

    def _say_what_remains(self, fixer: Fixer, summary: Summary) -> None:
        count = sum(each.rule != UNREADABLE and not is_silent(each, summary) for each in summary.diagnostics)
        if fixer.hidden:
            say("note: lines with *** or … aren't shown as they are, so this can't be applied as a patch; use --fix instead.")
        if count:
            one = count == 1
            left = f"{count} diagnostic{'' if one else 's'} {'has' if one else 'have'} no certain fix"
            nothing = "" if fixer.differences else "nothing to fix: "
            say(f"{nothing}{left}; without --diff, {'it is' if one else 'they are'} shown.")

    def _print(self, summary: Summary) -> int:
        given = self._given
        if given["statistics"]:
            text = statistics(summary) if self._is_text else statistics_as_json(summary)
        elif self._is_text:
            links = not given["output_file"] and wants_links(wants_color(given["color"]))
            text = text_with(links=links, quiet=given["quiet"])(summary)
        else:
            text = FORMATS[given["form"]](summary)
        self._write(text)
        if not self._is_text:
            self._say_unreadable(summary)
        elif given["output_file"] and not given["quiet"]:
            write(sum_of(summary), color=wants_color(given["color"]))
        return summary.status if not given["exit_zero"] or summary.is_unreadable else 0

    def _say_unreadable(self, summary: Summary) -> None:
        for diagnostic in summary.diagnostics:
            if diagnostic.rule == UNREADABLE:
                say(f"{diagnostic.file}: {diagnostic.message}")

    def _write(self, text: str) -> None:
        commands = self._given["form"] == "github"
        file = self._given["output_file"]
        if not file:
            write(text, color=wants_color(self._given["color"]), commands=commands)
            return
        try:
            write_file(file, text, commands=commands)
        except (OSError, ValueError) as error:
            _unwritable(file, error)


def _unwritable(file: str, error: Exception) -> NoReturn:
    refuse(f"{file}: it can't be written: {getattr(error, 'strerror', None) or error}")
