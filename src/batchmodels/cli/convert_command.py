"""The command ``convert``."""

from __future__ import annotations

import sys
from typing import Any

import click

from .. import API_VERSIONS, ARM_API_VERSIONS
from ..models.versions import full_version
from .group import examples, refuse
from .options import FILES, needed_bytes, require_type, shown_name, size_option, type_option
from .output import write, write_file
from .parameters import given, parameter_options

_FORMS = ("arm", "data", "bicep", "python", "azure-batch-14", "azure-batch-15")

_MEANT = {
    **dict.fromkeys(("batch", "json", "rest", "service", "yaml", "yml"), "For the Batch service's JSON, write data"),
    **dict.fromkeys(("arm-json", "arm-template", "template"), "For ARM's JSON, write arm"),
    **dict.fromkeys(("batchmodels", "py"), "For Python code with batchmodels, write python"),
    **dict.fromkeys(
        ("azure-batch", "azure.batch", "azurebatch", "sdk"),
        "Write azure-batch-14 or azure-batch-15, by the version",
    ),
    **dict.fromkeys(("azurerm", "hcl", "terraform", "tf"), "Terraform's form can be read, but isn't written"),
}
"""What to write for other names of forms."""


class _Form(click.Choice[str]):
    """A form that is written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = _MEANT.get(value.lower()) if isinstance(value, str) else None
        if known is not None:
            self.fail(f"{value!r} is not one of {', '.join(map(repr, self.choices))}. {known}.", param, ctx)
        return super().convert(value, param, ctx)


@click.command(
    short_help="Write pools as ARM, Bicep, the Batch service's JSON or Python.",
    epilog=examples(
        "batchmodels convert pool.json --to arm",
        "batchmodels convert template.json --to data -p size=Standard_D2s_v3",
        "batchmodels convert pool.yaml --to bicep -o pool.bicep",
        "batchmodels convert pool.json --to python --reveal-secrets",
    ),
)
@click.argument("file", metavar="FILE", type=FILES)
@click.option(
    "--to",
    required=True,
    type=_Form(_FORMS),
    help="The form to write: ARM's resource as JSON (arm), the Batch service's JSON (data), Bicep (bicep), or Python code with "
    "batchmodels (python), azure-batch 14 or azure-batch 15.",
)
@click.option(
    "--account",
    metavar="RESOURCE_ID",
    help="The Batch account, /subscriptions/…/batchAccounts/NAME: for ARM, the name of a pool and the ids of applications and "
    "certificates need it; Bicep has its name as the default of a parameter. A template's resourceId() is evaluated with it.",
)
@click.option("--name", help="The id of the pool, or its name in ARM, where the file has several. Otherwise all are converted.")
@click.option(
    "--api-version",
    metavar="VERSION",
    help="The API version of the form; what it lacks is refused. For arm and bicep "
    f"{ARM_API_VERSIONS[0]} to {ARM_API_VERSIONS[-1]}, for data those of the Batch service, for example {API_VERSIONS[-1]}.",
)
@click.option("--output-file", "-o", metavar="FILE", type=FILES, help="Write into this file instead of the standard output.")
@click.option(
    "--reveal-secrets",
    is_flag=True,
    help="Write secrets too. Otherwise JSON has *** in their place, Bicep has secure parameters, and Python code reads "
    "environment variables.",
)
@parameter_options
@type_option
@size_option
def convert(
    file: str,
    to: str,
    account: str | None,
    name: str | None,
    api_version: str | None,
    output_file: str | None,
    reveal_secrets: bool,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
    type_name: str | None,
    max_size: int,
) -> None:
    """Convert the pools and start tasks in a file to another form; jobs and tasks too, but ARM has none.

    FILE is what `batchmodels check` takes: JSON, YAML, an ARM template, a pool that ARM or the Batch service has answered,
    Terraform. Bicep and Python code are written, but not read; `bicep build` makes an ARM template of Bicep. Give a template's
    parameters with -p or --parameters.

    Of an answer, the result creates the same resource, without what only the service sets. The secrets that an answer lacks
    become secure parameters, environment variables or ***.

    What the other form can't express is left out, and each such member is a note on the standard error, with its place. The
    exit status is 0 with such notes too; 1 if the file has something that can't be sent or is known only at deployment, a
    duplicate key, or a value of a parameter that the template doesn't allow; 2 if it can't be read, if the form has no such
    model, or if no template has a parameter that -p names. With 1 and 2 nothing is written.
    """
    from .converting import convert as convert_text  # noqa: PLC0415  # because not every command needs it

    require_type(type_name)
    values = given(parameter_files, parameters, max_size, placed=True)
    try:
        result = convert_text(
            shown_name(file),
            needed_bytes(file, max_size),
            to,
            account=account,
            name=name,
            api_version=full_version(api_version) if api_version and to not in {"arm", "bicep"} else api_version,
            reveal_secrets=reveal_secrets,
            type_name=type_name,
            parameters=values,
        )
    except ValueError as error:  # of an option
        refuse(f"{error}.")
    if isinstance(result, int):
        sys.exit(result)
    if output_file is None:
        write(result.rstrip("\n"))
    else:
        try:
            write_file(output_file, result.rstrip("\n"))
        except (OSError, ValueError) as error:
            refuse(f"{output_file}: it can't be written: {getattr(error, 'strerror', None) or error}")
