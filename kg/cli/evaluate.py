"""``standoff evaluate``: how good the rules' candidates are, held against a reviewed coding."""

from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.figures import form, print_figures
from kg.cli.messages import say
from kg.cli.recognising import ner
from kg.cli.table import print_unbroken
from kg.corpus import load_corpus
from kg.errors import InputError
from kg.evaluation.comparison import Evaluation, evaluate
from kg.evaluation.scores import Measure, Score
from kg.extraction.extraction import Extractor
from kg.extraction.recogniser import recogniser
from kg.model.reading import nearest
from kg.paths import project_data
from kg.spans import read_texts, verify_texts


@click.command("evaluate")
@click.argument("slug")
@click.option(
    "--text",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="The article's text, or a folder of texts (<slug>/text.txt).",
)
@form
@ner
@click.option("--details", is_flag=True, help="List what was missed, with its cause.")
def command(slug: str, text: Path, form: str, *, recognises: bool, details: bool) -> None:
    """Find candidates in a coded article's text and score them by its coding.

    The names of all entities are known to the rules, those of this article too; for an article
    that nobody has coded expect less.
    """
    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles)
    article = next((each for each in corpus.articles if each.slug == slug), None)
    if article is None:
        known = [each.slug for each in corpus.articles]
        raise InputError(f"there is no coded article {slug!r}", fix=nearest(slug, known))
    texts = read_texts(text, corpus)
    if slug not in texts:
        raise InputError(
            f"the text of {slug} is not there", where=str(text), fix=f"put it at {slug}/text.txt"
        )
    verify_texts(corpus, {slug: texts[slug]})
    extractor = Extractor(each.entity for each in corpus.entities.defined)
    suggest = [recogniser()] if recognises else []
    found = extractor.extract(texts[slug], article.meta.published.edtf, *suggest)
    evaluation = evaluate(article, texts[slug], found)
    _print(evaluation, form)
    if details:
        for miss in evaluation.misses:
            say(f"{miss.what}: {miss.words!r} at {miss.start}-{miss.end}: {miss.cause}")


def _print(evaluation: Evaluation, form: str) -> None:
    names = ("what", "right", "found", "coded", "precision", "recall", "F1")
    rows = [_row(score, plain=False) for score in evaluation.scores]
    plain = [_row(score, plain=True) for score in evaluation.scores]
    print_figures(form, names, rows, asdict(evaluation), plain=plain, as_table=print_unbroken)
    if form == "table":
        say("in brackets: 95 % of 1,000 resamples of the sentences")


def _row(score: Score, *, plain: bool) -> tuple[str, ...]:
    found = str(score.counts.found) if score.counts.found else ""
    figures = (_shown(each, plain=plain) for each in (score.precision, score.recall, score.f1))
    return (score.what, str(score.counts.right), found, str(score.counts.gold), *figures)


def _shown(measure: Measure | None, *, plain: bool) -> str:
    if measure is None:
        return ""
    if plain:
        return f"{measure.value:.4f}"
    return f"{measure.value:.2f} [{measure.low:.2f}, {measure.high:.2f}]"
