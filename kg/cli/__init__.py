"""The command line, ``standoff``: results on stdout, messages on stderr.

Exit codes: 0 done; 2 wrong usage or input; 3 the data does not conform; 1 a tool of ours failed;
130 interrupted; 141 whoever read our output went away.
"""

import difflib
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

import click

from kg import __version__
from kg.cli.messages import say
from kg.errors import StandoffError

COMMANDS: Final[Mapping[str, str]] = {
    "build": "Build, check and publish a version.",
    "validate": "Check the coding, or any RDF files, against the shapes.",
    "query": "Ask a question of queries/, or a query of your own.",
    "reason": "Infer what follows from RDF files and an ontology.",
    "explain": "Say where a statement is asserted, or how it follows.",
    "consistency": "Ask a reasoner whether all of it can be true.",
    "article": "Make the coding of an article, step by step.",
    "review": "Decide on a draft's candidates in the browser.",
    "coverage": "List sentences with neither a claim nor a reason for none.",
    "evaluate": "Score the candidates found in a coded article's text.",
    "agreement": "Compare two codings: Krippendorff's alpha, by unit.",
    "export": "Write the coding of an article for another tool.",
    "import": "Take a coding back from another tool.",
    "versions": "List the published versions.",
    "rollback": "Make an earlier version current again.",
    "schema": "Write the JSON Schemas of the coding files.",
    "ontology": "Check, format and compare the ontology.",
    "serve": "Serve the current version, or any RDF files.",
}
"""What each does, in a line: importing them all to ask takes seconds."""

INPUT_FAULT: Final = 2
INTERRUPTED: Final = 130
OUTPUT_CLOSED: Final = 141


class LazyCommands(click.Group):
    """Commands, each in the module of its name, imported when it is used.

    The libraries behind them take half a second to import, which a plain query does not need.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's
        """List the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 -- click's
        cmd_name: str,
    ) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"kg.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"kg.cli.{cmd_name}.command is not a command")
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 -- click's
        formatter: click.HelpFormatter,
    ) -> None:
        """Write what each command does."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name, or say which one was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.command(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="standoff", message="%(prog)s %(version)s")
def standoff() -> None:
    """Build, check, ask and serve a graph of who claims what, each claim pinned to its words."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    if sys.stdout is None:  # closed by whoever started us
        sys.exit(OUTPUT_CLOSED)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a fault of the user's is one message."""
    try:
        # Not standoff.main(), which ends the process with 1 where a reader went away.
        with standoff.make_context("standoff", list(arguments)) as context:
            standoff.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except StandoffError as error:
        say(f"error: {error}")
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes stdout once more as it ends, and would complain on stderr.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OUTPUT_CLOSED
    except OSError as error:
        # Of a link or a rename the second name is the one to be written.
        place = error.filename2 or error.filename or "the disk"
        say(f"error: {place}: {error.strerror or error}")
        return INPUT_FAULT
    return 0
