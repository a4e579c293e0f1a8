"""UIMA CAS XMI for INCEpTION: SLUG.xmi and TypeSystem.xml, by dkpro-cassis.

The library counts offsets in UTF-16 units in the file, as Java does, and gives us code points. A
claim stands on the first passage of its evidence; the field ``evidence`` names all of them.
"""

import re
from pathlib import Path
from typing import Any, Final

from kg.errors import Fault, InputError, input_error
from kg.extra import from_extra
from kg.interchange.exported import Exported
from kg.interchange.records import PLACED, SECTIONS, TYPES, Record, fields_of
from kg.located_yaml import shown

PACKAGE: Final = "standoff"
SENTENCE: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_RESERVED: Final = {"class": "class_"}
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""


def feature(name: str) -> str:
    """Return the name of a field as a feature: an identifier of Java."""
    return _RESERVED.get(name, name.replace(".", "_"))


def write_inception(
    slug: str, records: tuple[Record, ...], text: str, sentences: list[tuple[int, int]]
) -> Exported:
    """Return the XMI and its type system; they hold the whole coding.

    Raises:
        InputError: the text or a field has a character that XML cannot hold.

    """
    _check_characters(text, records)
    cassis = from_extra("cassis", "interchange")
    types = _type_system(cassis)
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    mark = types.get_type(SENTENCE)
    cas.add_all([mark(begin=start, end=end) for start, end in sentences])
    for record in records:
        values: dict[str, str | int] = {
            feature(name): value for name, value in record.fields.items()
        }
        if record.spans:
            start, end = record.spans[0]
            values |= {"begin": start, "end": end}
        cas.add(types.get_type(f"{PACKAGE}.{TYPES[record.section]}")(**values))
    return Exported(
        {
            f"{slug}.xmi": cas.to_xmi(pretty_print=True).encode(),
            "TypeSystem.xml": types.to_xml().encode(),
        },
        (),
    )


def read_inception(file: Path) -> tuple[tuple[Record, ...], str]:
    """Read an XMI file, with our types or the TypeSystem.xml beside it; return also its text.

    Raises:
        InputError: it is no CAS, it has no text, or an annotation of ours is out of it.

    """
    cassis = from_extra("cassis", "interchange")
    beside = file.with_name("TypeSystem.xml")
    try:
        if beside.is_file():
            with beside.open("rb") as stream:
                types = cassis.load_typesystem(stream)
        else:
            types = _type_system(cassis)
        with file.open("rb") as stream:
            cas = cassis.load_cas_from_xmi(stream, typesystem=types, lenient=True)
        text = cas.sofa_string
    except Exception as error:  # the library raises whatever its parts do
        raise InputError(
            "this is not a UIMA CAS in XMI",
            where=shown(file),
            cause=str(error) or type(error).__name__,
            fix="export it as UIMA CAS XMI (XML 1.0), with its TypeSystem.xml beside it",
        ) from error
    if not text:
        raise InputError("the CAS has no text", where=shown(file), fix="export it with its text")
    return _records(cas, text, shown(file), file.read_text(encoding="utf-8")), text


def _records(cas: Any, text: str, file: str, source: str) -> tuple[Record, ...]:
    names = {feature(name): name for section in TYPES for name in fields_of(section)}
    found, faults = [], []
    lines = _lines_of_ids(source)
    ours = [fs for fs in cas.select_all_fs() if fs.type.name.startswith(f"{PACKAGE}.")]
    for fs in sorted(ours, key=lambda fs: fs.xmiID):
        where = f"{file}:{lines.get(fs.xmiID, 1)}"
        section = SECTIONS.get(fs.type.name.removeprefix(f"{PACKAGE}."))
        if section is None:
            faults.append(Fault(where, f"the type {fs.type.name} is none of ours", fix="remove it"))
            continue
        values = {
            names[item.name]: str(value)
            for item in fs.type.all_features
            if item.name in names and (value := getattr(fs, item.name, None))
        }
        spans: tuple[tuple[int, int], ...] = ()
        if section in PLACED:
            spans = ((fs.begin, fs.end),)
            if not 0 <= fs.begin < fs.end <= len(text):
                message = f"the span {fs.begin}-{fs.end} is not in the text"
                faults.append(Fault(where, message, fix="correct begin and end"))
                continue
        found.append(Record(section, spans, values, where))
    if faults:
        raise input_error(file, faults)
    return tuple(found)


def _lines_of_ids(source: str) -> dict[int, int]:
    return {
        int(found[1]): number
        for number, line in enumerate(source.split("\n"), 1)
        for found in re.finditer(r'xmi:id="([0-9]+)"', line)
    }


def _type_system(cassis: Any) -> Any:
    types = cassis.TypeSystem()
    types.create_type(name=SENTENCE, supertypeName="uima.tcas.Annotation")
    for section, name in TYPES.items():
        parent = "uima.tcas.Annotation" if section in PLACED else "uima.cas.AnnotationBase"
        created = types.create_type(name=f"{PACKAGE}.{name}", supertypeName=parent)
        for item in fields_of(section):
            types.create_feature(
                domainType=created, name=feature(item), rangeType="uima.cas.String"
            )
    return types


def _check_characters(text: str, records: tuple[Record, ...]) -> None:
    for what, value in [
        ("the text", text),
        *((f"{name} of a {r.section}", v) for r in records for name, v in r.fields.items()),
    ]:
        odd = _NOT_XML.search(value)
        if odd:
            raise InputError(
                f"{what} has the character U+{ord(odd[0]):04X} at {odd.start()},"
                " which XML cannot hold",
                fix="use another format, such as brat",
            )
