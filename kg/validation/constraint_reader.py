"""The constraints of a shape, read from its parameters."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from kg.validation.focus_constraints import (
    Closed,
    Count,
    HasValue,
    OfProperty,
    Paired,
    QualifiedCount,
    UniqueLanguage,
)
from kg.validation.patterns import compile_pattern
from kg.validation.property_paths import Path
from kg.validation.queries import Query, with_path
from kg.validation.shape import Constraint
from kg.validation.shapes_graph import ShapesGraph, UnreadableError
from kg.validation.terms import (
    OWL,
    SH,
    XSD,
    iri,
    is_blank,
    is_iri,
    is_literal,
    literal,
    plain,
    sh,
)
from kg.validation.value_constraints import (
    TermTest,
    ValueConstraint,
    among,
    compares,
    conforms_to,
    has_datatype,
    in_language,
    node_kind,
    of_class,
    of_term,
    text_length,
)

Reader = Callable[["_Place", str], Constraint | None]
_BOOLEANS: Final = {
    f'"{text}"^^{iri(f"{XSD}boolean")}': text == "true" for text in ("true", "false")
}
_OPERATORS: Final = {
    "minExclusive": ">",
    "minInclusive": ">=",
    "maxExclusive": "<",
    "maxInclusive": "<=",
}


class _Place:
    """A shape whose parameters are read."""

    def __init__(self, graph: ShapesGraph, node: str, path: Path | None) -> None:
        self.graph = graph
        self.node = node
        self.path = path

    def one(self, name: str) -> str | None:
        """Return the value of a parameter that is there once at most."""
        values = self.graph.values(self.node, sh(name))
        if len(values) > 1:
            raise UnreadableError(f"sh:{name} is there more than once")
        return values[0] if values else None


def read_constraints(graph: ShapesGraph, node: str, path: Path | None) -> Iterator[Constraint]:
    """Yield the constraints of a shape.

    Raises `UnreadableError` where a parameter is not as SHACL has it.
    """
    place = _Place(graph, node, path)
    for parameter, reader in PARAMETERS.items():
        values = graph.values(node, parameter)
        name = parameter.removeprefix(f"<{SH}")[:-1]
        if len(values) > 1 and name in _ONCE:
            raise UnreadableError(f"sh:{name} is there more than once")
        if values and path is None and name in _ON_PROPERTIES:
            raise UnreadableError(f"sh:{name} is for property shapes")
        for value in values:
            constraint = reader(place, value)
            if constraint is not None:
                yield constraint


def _component(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"


def _says(name: str, value: str) -> str:
    return f"sh:{name} {plain(value)}"


def _class(_place: _Place, value: str) -> Constraint:
    return ValueConstraint(
        _component("class"), _says("class", _node("class", value)), of_class(value)
    )


def _datatype(_place: _Place, value: str) -> Constraint:
    return _of_term("datatype", _iri("datatype", value), has_datatype(value))


def _node_kind(_place: _Place, value: str) -> Constraint:
    kind = plain(value).removeprefix(SH)
    test = node_kind(kind)
    if test is None:
        raise UnreadableError("sh:nodeKind is one of six")
    return _of_term("nodeKind", value, test)


def _range(name: str) -> Reader:
    def read(_place: _Place, value: str) -> Constraint:
        if not is_literal(value):
            raise UnreadableError(f"sh:{name} is a literal")
        return _of_term(name, value, compares(_OPERATORS[name], value))

    return read


def _length(name: str) -> Reader:
    def read(_place: _Place, value: str) -> Constraint:
        bound = _integer(name, value)
        test = text_length(bound, None) if name == "minLength" else text_length(0, bound)
        return _of_term(name, value, test)

    return read


def _count(name: str) -> Reader:
    def read(_place: _Place, value: str) -> Constraint:
        bound = _integer(name, value)
        says = _says(name, value)
        if name == "minCount":
            return Count(_component(name), says, least=bound)
        return Count(_component(name), says, most=bound)

    return read


def _pattern(place: _Place, value: str) -> Constraint:
    flags = place.one("flags")
    found = compile_pattern(_text("pattern", value), _text("flags", flags) if flags else "")

    def test(term: str) -> bool:
        return not is_blank(term) and found.search(plain(term)) is not None

    return _of_term("pattern", value, test)


def _language_in(place: _Place, value: str) -> Constraint:
    ranges = tuple(_text("languageIn", item) for item in place.graph.items(value))
    return ValueConstraint(
        _component("languageIn"), f"sh:languageIn {' '.join(ranges)}", of_term(in_language(ranges))
    )


def _unique_language(_place: _Place, value: str) -> Constraint | None:
    # SHACL names the literal `true`; "1", the same value, asks for nothing.
    return UniqueLanguage() if _BOOLEANS.get(value) else None


def _in(place: _Place, value: str) -> Constraint:
    items = tuple(place.graph.items(value))
    return ValueConstraint(_component("in"), f"sh:in {' '.join(map(plain, items))}", among(items))


def _has_value(_place: _Place, value: str) -> Constraint:
    return HasValue(value, _says("hasValue", value))


def _pair(name: str) -> Reader:
    def read(_place: _Place, value: str) -> Constraint:
        return Paired(name, _iri(name, value), _says(name, value))

    return read


def _shapes(name: str, least: int, most: int | None) -> Reader:
    def read(place: _Place, value: str) -> Constraint:
        single = name in ("node", "not")
        shapes = (_node(name, value),) if single else tuple(place.graph.items(value))
        for shape in shapes:
            _node(name, shape)
        lowest = len(shapes) if least < 0 else least
        test = conforms_to(*shapes, least=lowest, most=len(shapes) if most is None else most)
        says = f"sh:{name} {' '.join(plain(shape) for shape in shapes if is_iri(shape))}"
        return ValueConstraint(_component(name), says.rstrip(), test, shapes)

    return read


def _property(place: _Place, value: str) -> Constraint:
    return OfProperty(_node("property", value), of_node=place.path is None)


def _qualified(name: str) -> Reader:
    def read(place: _Place, value: str) -> Constraint:
        bound = _integer(name, value)
        qualified = place.one("qualifiedValueShape")
        if qualified is None:
            raise UnreadableError(f"sh:{name} counts what conforms to sh:qualifiedValueShape")
        disjoint = place.one("qualifiedValueShapesDisjoint")
        apart = disjoint is not None and _boolean("qualifiedValueShapesDisjoint", disjoint)
        siblings = _siblings(place, qualified) if apart else ()
        least, most = (bound, None) if name == "qualifiedMinCount" else (0, bound)
        component = f"Qualified{name.removeprefix('qualified')}ConstraintComponent"
        return QualifiedCount(component, _says(name, value), qualified, siblings, least, most)

    return read


def _siblings(place: _Place, qualified: str) -> tuple[str, ...]:
    graph, found = place.graph, set[str]()
    for parent in graph.subjects():
        children = graph.values(parent, sh("property"))
        if place.node in children:
            for child in children:
                found.update(graph.values(child, sh("qualifiedValueShape")))
    return tuple(sorted(found - {qualified}))


def _closed(place: _Place, value: str) -> Constraint | None:
    if not _boolean("closed", value):
        return None
    graph = place.graph
    ignored = place.one("ignoredProperties")
    known = set(graph.items(ignored)) if ignored else set()
    for child in graph.values(place.node, sh("property")):
        known.update(filter(is_iri, graph.values(child, sh("path"))))
    return Closed(frozenset(known))


def _sparql(place: _Place, value: str) -> Constraint | None:
    graph = place.graph
    about = graph.about(value)
    known = {sh(name) for name in ("select", "prefixes", "message", "deactivated")}
    unknown = [name for name in about if name.startswith(f"<{SH}") and name not in known]
    selects = about.get(sh("select"), [])
    messages = about.get(sh("message"), [])
    if unknown or len(selects) != 1 or not all(map(is_literal, messages)):
        raise UnreadableError("its sh:sparql is no SPARQL constraint with one sh:select")
    if any(_boolean("deactivated", found) for found in about.get(sh("deactivated"), ())):
        return None
    select = _text("select", selects[0])
    if place.path is not None:
        select = with_path(select, place.path)
    own = graph.values(place.node, sh("message"))
    query = Query(
        node=value,
        shape=place.node,
        select=select,
        prefixes=tuple(sorted(_prefixes(graph, value))),
        messages=tuple(dict.fromkeys((*messages, *own))),
        of_node=place.path is None,
    )
    reason = query.refused()
    if reason:
        raise UnreadableError(reason)
    return query


def _prefixes(graph: ShapesGraph, node: str) -> Iterator[tuple[str, str]]:
    ahead, seen = [*graph.values(node, sh("prefixes"))], set()
    while ahead:
        place = ahead.pop()
        if place in seen:
            continue
        seen.add(place)
        ahead += graph.values(place, iri(f"{OWL}imports"))
        for declaration in graph.values(place, sh("declare")):
            for prefix in graph.values(declaration, sh("prefix")):
                for namespace in graph.values(declaration, sh("namespace")):
                    yield plain(prefix), plain(namespace)


def _of_term(name: str, value: str, test: TermTest) -> Constraint:
    return ValueConstraint(_component(name), _says(name, value), of_term(test))


def _integer(name: str, value: str) -> int:
    text, datatype, _ = literal(value) if is_literal(value) else ("", "", "")
    if not datatype.startswith(XSD) or not re.fullmatch(r"[0-9]{1,9}", text):
        raise UnreadableError(f"sh:{name} is an integer")
    return int(text)


def _boolean(name: str, value: str) -> bool:
    if value not in _BOOLEANS:
        raise UnreadableError(f"sh:{name} is true or false")
    return _BOOLEANS[value]


def _text(name: str, value: str) -> str:
    if not is_literal(value):
        raise UnreadableError(f"sh:{name} is a text")
    return literal(value)[0]


def _iri(name: str, value: str) -> str:
    if not is_iri(value):
        raise UnreadableError(f"sh:{name} is an IRI")
    return value


def _node(name: str, value: str) -> str:
    if is_literal(value):
        raise UnreadableError(f"sh:{name} is no literal")
    return value


_ONCE: Final = frozenset(
    (
        "datatype",
        "nodeKind",
        "minCount",
        "maxCount",
        "minLength",
        "maxLength",
        "pattern",
        "languageIn",
        "uniqueLang",
        "in",
        "closed",
        "minExclusive",
        "minInclusive",
        "maxExclusive",
        "maxInclusive",
        "qualifiedMinCount",
        "qualifiedMaxCount",
    )
)
_ON_PROPERTIES: Final = frozenset(
    (
        "minCount",
        "maxCount",
        "uniqueLang",
        "lessThan",
        "lessThanOrEquals",
        "qualifiedMinCount",
        "qualifiedMaxCount",
    )
)
PARAMETERS: Final[dict[str, Reader]] = {
    sh("class"): _class,
    sh("datatype"): _datatype,
    sh("nodeKind"): _node_kind,
    **{sh(name): _count(name) for name in ("minCount", "maxCount")},
    **{sh(name): _range(name) for name in _OPERATORS},
    **{sh(name): _length(name) for name in ("minLength", "maxLength")},
    sh("pattern"): _pattern,
    sh("languageIn"): _language_in,
    sh("uniqueLang"): _unique_language,
    **{sh(name): _pair(name) for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals")},
    sh("not"): _shapes("not", 0, 0),
    sh("and"): _shapes("and", -1, None),
    sh("or"): _shapes("or", 1, None),
    sh("xone"): _shapes("xone", 1, 1),
    sh("node"): _shapes("node", 1, 1),
    sh("property"): _property,
    **{sh(name): _qualified(name) for name in ("qualifiedMinCount", "qualifiedMaxCount")},
    sh("closed"): _closed,
    sh("hasValue"): _has_value,
    sh("in"): _in,
    sh("sparql"): _sparql,
}
"""What makes a constraint, by parameter."""
TOGETHER: Final = frozenset(
    map(sh, ("flags", "ignoredProperties", "qualifiedValueShape", "qualifiedValueShapesDisjoint"))
)
"""Parameters that only stand beside one of those."""
