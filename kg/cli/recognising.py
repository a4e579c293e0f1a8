"""The option to let spaCy suggest names; apart from the others, since its import is slow."""

import click

from kg.extraction.recogniser import is_installed, recogniser


def _recognises(_ctx: click.Context, _parameter: click.Parameter, value: bool | None) -> bool:
    if value:
        recogniser()  # tells that it is not installed before any work is done
    return is_installed() if value is None else value


ner = click.option(
    "--ner/--no-ner",
    "recognises",
    default=None,
    callback=_recognises,
    help="Let spaCy suggest names beside the rules; by default where it is installed.",
)
