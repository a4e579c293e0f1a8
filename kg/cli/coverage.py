"""``standoff coverage``: what of the articles no claim accounts for."""

from typing import Final

import click

from kg.cli.messages import say
from kg.corpus import load_corpus
from kg.coverage import Coverage, measure_coverage
from kg.paths import project_data

NOT_CONFORMING: Final = 3


@click.command("coverage")
@click.option("--details", is_flag=True, help="Tell also what claims leave out of their sentences.")
@click.pass_context
def command(ctx: click.Context, *, details: bool) -> None:
    """Print each sentence with neither a claim nor a reason for having none; 3 if there is one."""
    data = project_data()
    found = measure_coverage(load_corpus(data.entities, data.links, data.articles))
    for article in found:
        for sentence in article.uncovered:
            click.echo(f"{article.article}/{sentence}")
        say(_summary(article))
        if details:
            _say_details(article)
    if not all(article.complete for article in found):
        ctx.exit(NOT_CONFORMING)


def _summary(article: Coverage) -> str:
    return (
        f"{article.article}: {len(article.uncovered)} of {article.sentences} sentences uncovered; "
        f"claims rest on {article.evidence_share:.0%} of the text; "
        f"{article.mentions_per_sentence:.1f} mentions a sentence"
    )


def _say_details(article: Coverage) -> None:
    for left in article.leftovers:
        say(f"  {left.sentence}: code points {left.start}-{left.end} are no claim's evidence")
    if article.without_mention:
        say(f"  without a mention: {', '.join(article.without_mention)}")
