"""What the command line says to a person: on stderr, so that stdout holds results alone."""

import click


def say(message: str) -> None:
    """Write a message to stderr."""
    click.echo(message, err=True)
