"""Options that several commands share."""

from pathlib import Path
from typing import Final

import click

from kg.base import BASE
from kg.errors import InputError
from kg.paths import default_build_root, project_data

BUILD_ROOT_DEFAULT: Final = "$STANDOFF_BUILD, else ./build"

text = click.option(
    "--text",
    type=click.Path(exists=True, path_type=Path),
    help="Check every passage against this text, or folder of texts (<slug>/text.txt).",
)
skip_hermit = click.option(
    "--skip-hermit", is_flag=True, help="Don't ask HermiT for contradictions (saves seconds)."
)
engine = click.option(
    "--engine",
    type=click.Choice(["fast", "reference", "both"]),
    default="fast",
    show_default=True,
    help="What holds data to shapes: the fast engine, pyshacl, or both, which have to agree.",
)
base = click.option("--base", default=BASE, show_default=True, help="What our IRIs begin with.")
output = click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_build_root,
    show_default=BUILD_ROOT_DEFAULT,
    help="Publish in this folder.",
)
build_root = click.option(
    "--build",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_build_root,
    show_default=BUILD_ROOT_DEFAULT,
    help="Read what is published in this folder.",
)


def article_folder(article: str) -> Path:
    """Return the folder of an article: one of the project's by its slug, or one by its path.

    Raises:
        InputError: there is no such article.

    """
    for folder in (project_data().articles / article, Path(article)):
        if (folder / "article.yaml").is_file():
            return folder
    slugs = sorted(path.name for path in project_data().articles.glob("*") if path.is_dir())
    raise InputError(
        f"there is no article {article!r}",
        fix=f"name one of {', '.join(slugs)}, or a folder with an article.yaml",
    )
