"""The option ``--base``; apart from the other ones, which commands without the vocabulary have."""

import click

from kg.vocab import BASE

base = click.option("--base", default=BASE, show_default=True, help="What our IRIs begin with.")
