"""A coding read with the article.yaml beside it, which says of which text it is."""

from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from kg.coded_article import CodedArticle
from kg.errors import Fault, InputError, input_error
from kg.layout import layout_faults
from kg.located_yaml import shown
from kg.model.article import ArticleFile
from kg.model.coding import CodingFile
from kg.model.reading import nearest, read_coded

_ARTICLE_FILE: Final = TypeAdapter(ArticleFile)
_CODING_FILE: Final = TypeAdapter(CodingFile)


def read_coding(path: Path) -> CodedArticle:
    """Read a coding file, or the coding.yaml of a folder, with the article.yaml beside it.

    Raises:
        InputError: a file cannot be read or does not follow its schema, or a passage or
            a proposition that a claim names is not there.

    """
    coding = path / "coding.yaml" if path.is_dir() else path
    meta = coding.parent / "article.yaml"
    if coding.is_file() and not meta.is_file():
        raise InputError(
            "there is no article.yaml beside the coding",
            where=shown(coding),
            fix="put the article.yaml of its text there: it has the text's digest and sentences",
        )
    article = CodedArticle(read_coded(meta, _ARTICLE_FILE), read_coded(coding, _CODING_FILE))
    faults = [*layout_faults(article), *_dangling(article)]
    if faults:
        raise input_error(shown(coding), faults)
    return article


def _dangling(article: CodedArticle) -> list[Fault]:
    propositions = [proposition.id for proposition in article.coding.propositions]
    return [
        Fault(
            article.coding_file.where("claims", number, key),
            f"there is no {kind} {name!r}",
            fix=nearest(name, known),
        )
        for number, claim in enumerate(article.coding.claims)
        for key, kind, names, known in (
            ("evidence", "passage", claim.evidence, list(article.passages)),
            ("proposition", "proposition", (claim.proposition,), propositions),
        )
        for name in names
        if name not in known
    ]
