"""The formats of other tools, by name: how each is written, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.coded_article import CodedArticle
from kg.errors import InputError
from kg.interchange.brat import read_brat, write_brat
from kg.interchange.dna import read_dna, write_dna
from kg.interchange.exported import Exported
from kg.interchange.inception import read_inception, write_inception
from kg.interchange.records import Record, records_of
from kg.interchange.webanno import read_webanno, write_webanno
from kg.located_yaml import shown
from kg.spans import digest, read_text


@dataclass(frozen=True)
class Given:
    """What was read from a tool's file: the records, and the text they stand in."""

    records: tuple[Record, ...]
    text: str


@dataclass(frozen=True)
class Format:
    """How a format is written and read."""

    title: str
    write: Callable[[CodedArticle, str, Path | None], Exported]
    read: Callable[[Path, str, Path | None], Given]


def export(
    article: CodedArticle, text_file: Path, name: str, *, empty: Path | None = None
) -> Exported:
    """Make the files of a format; `empty` is the user's own file where one has to be filled.

    Raises:
        InputError: the text is not the article's, or the format cannot hold it.

    """
    text = read_text(text_file)
    if digest(text) != article.meta.sha256:
        raise InputError(
            f"the text (sha256 {digest(text)}) is not that of {article.slug}",
            where=shown(text_file),
            fix="give the text as it was coded, unconverted",
        )
    return FORMATS[name].write(article, text, empty)


def _write_brat(article: CodedArticle, text: str, _empty: Path | None) -> Exported:
    return write_brat(article.slug, records_of(article), text)


def _read_brat(file: Path, _sha256: str, text_file: Path | None) -> Given:
    text = read_text(text_file or file.with_suffix(".txt"))
    return Given(read_brat(read_text(file), text, shown(file)), text)


def _write_inception(article: CodedArticle, text: str, _empty: Path | None) -> Exported:
    sentences = [(part.start, part.end) for part in article.meta.sentences]
    return write_inception(article.slug, records_of(article), text, sentences)


def _read_inception(file: Path, _sha256: str, _text_file: Path | None) -> Given:
    return Given(*read_inception(file))


def _write_webanno(article: CodedArticle, text: str, _empty: Path | None) -> Exported:
    sentences = [(part.start, part.end) for part in article.meta.sentences]
    return write_webanno(article.slug, records_of(article), text, sentences)


def _read_webanno(file: Path, _sha256: str, text_file: Path | None) -> Given:
    if text_file is None:
        raise InputError(
            "webanno leaves out what lies between sentences", fix="add --text with the text"
        )
    text = read_text(text_file)
    return Given(read_webanno(read_text(file), text, shown(file)), text)


def _write_dna(article: CodedArticle, text: str, empty: Path | None) -> Exported:
    return write_dna(article.meta, records_of(article), text, empty)


def _read_dna(file: Path, sha256: str, _text_file: Path | None) -> Given:
    return Given(*read_dna(file, sha256))


FORMATS: Final = {
    "brat": Format("brat stand-off (.txt, .ann)", _write_brat, _read_brat),
    "inception": Format("UIMA CAS XMI (.xmi, TypeSystem.xml)", _write_inception, _read_inception),
    "webanno": Format("WebAnno TSV 3.3 (.tsv)", _write_webanno, _read_webanno),
    "dna": Format("Discourse Network Analyzer 3 (.dna)", _write_dna, _read_dna),
}
