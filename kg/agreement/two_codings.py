"""Two codings of one text."""

from pathlib import Path

from kg.article_folder import read_coding
from kg.coded_article import CodedArticle
from kg.errors import InputError


def read_two_codings(first: Path, second: Path) -> tuple[CodedArticle, CodedArticle]:
    """Read two codings of the same text.

    Raises:
        InputError: one of them cannot be read, or they are of different texts.

    """
    one, other = read_coding(first), read_coding(second)
    if one.meta.sha256 != other.meta.sha256:
        raise InputError(
            "the two are codings of different texts",
            where=other.meta_file.where("sha256"),
            cause=f"{other.meta.sha256} here, {one.meta.sha256} in {one.meta_file.where('sha256')}",
            fix="compare two codings of one text; offsets mean nothing in another",
        )
    return one, other
