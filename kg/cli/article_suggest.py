"""``standoff article suggest``: a language model's suggestions, beside those of rules."""

import os
from pathlib import Path
from typing import Final

import click

from kg.cli.article_reshaping import text_option
from kg.cli.article_review import drafts_option
from kg.cli.messages import say
from kg.extraction.draft_text import draft_text
from kg.extraction.language_model import RECORD, LanguageModel
from kg.extraction.suggestions import suggest as suggest_

KEY: Final = "STANDOFF_MODEL_KEY"


@click.command("suggest")
@click.argument("slug")
@click.option(
    "--endpoint",
    required=True,
    metavar="URL",
    help="An address with OpenAI's chat completions, such as http://127.0.0.1:8000/v1.",
)
@click.option("--model", "name", required=True, help="The model's name, as the server has it.")
@text_option
@drafts_option
def suggest(slug: str, endpoint: str, name: str, text: Path, drafts: Path) -> None:
    """Ask a language model for candidates of a draft; they are proposed, and name it.

    The text is sent to the endpoint, and nowhere else; a key is taken from $STANDOFF_MODEL_KEY.
    What the model answers is kept in .answers.jsonl of the draft, so that nothing is asked twice.
    """
    folder = drafts / slug
    words = draft_text(folder, text)
    model = LanguageModel(endpoint, name, folder / RECORD, os.environ.get(KEY, ""))
    say(f"sending the text of {slug} to {endpoint}")
    found = suggest_(folder, words, model)
    say(
        f"{found.added} candidates added, proposed by the language model {name};"
        f" {found.there} were there, {found.unusable} not usable"
        f" ({found.asked} questions asked, the others answered from {folder / RECORD})"
    )
