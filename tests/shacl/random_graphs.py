"""Small graphs and shapes made at random, to find where two engines differ.

Values are such as both engines take in the same sense; what they take differently is among the
traps, each by itself.
"""

from typing import Final

from hypothesis import strategies as st

_IRIS: Final = ("x:a", "x:b", "x:c", "x:d")
_BLANK: Final = ("_:e", "_:f")
_LITERALS: Final = (
    "1", "2", "2.5", '"a"', '"b"', '"ab"', '"a"@en', '"b"@en', '"a"@de-at',
    '"2017-06-15"^^xsd:date', '"2018-06-15"^^xsd:date', '"2017-06-15T00:00:00Z"^^xsd:dateTime',
    '"2017-06-15T09:00:00+09:00"^^xsd:dateTime',
)  # fmt: skip
_PREDICATES: Final = ("x:p", "x:q", "x:r")
_CLASSES: Final = ("x:C", "x:D", "x:E")

_subjects = st.sampled_from((*_IRIS, *_BLANK))
_predicates = st.sampled_from(_PREDICATES)
_values = st.sampled_from((*_IRIS, *_BLANK, *_LITERALS))
_classes = st.sampled_from(_CLASSES)
_numbers = st.sampled_from(("1", "2", "2.5", "3"))
_triples = st.one_of(
    st.builds("{} x:{} {} .".format, _subjects, st.sampled_from(("m", "n")), _numbers),
    st.builds("{} {} {} .".format, _subjects, _predicates, _values),
    st.builds("{} a {} .".format, _subjects, _classes),
)
_paths = st.recursive(
    _predicates,
    lambda inner: st.one_of(
        st.builds("[ sh:inversePath {} ]".format, inner),
        st.builds("( {} {} )".format, inner, inner),
        st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner),
        st.builds("[ sh:{} {} ]".format, st.sampled_from(("zeroOrMorePath", "oneOrMorePath",
                                                          "zeroOrOnePath")), inner),
    ),
    max_leaves=3,
)  # fmt: skip
_counts = st.integers(0, 3)
_lists = st.lists(st.sampled_from((*_IRIS, *_LITERALS)), min_size=1, max_size=3, unique=True)
_inner = st.sampled_from(("x:Inner1", "x:Inner2"))

_ANYWHERE: Final = (
    st.builds("sh:class {}".format, _classes),
    st.builds("sh:datatype {}".format,
              st.sampled_from(("xsd:string", "xsd:integer", "xsd:date", "rdf:langString"))),
    st.builds("sh:nodeKind sh:{}".format,
              st.sampled_from(("IRI", "Literal", "BlankNode", "BlankNodeOrIRI",
                               "BlankNodeOrLiteral", "IRIOrLiteral"))),
    st.builds("sh:minLength {}".format, st.integers(1, 3)),
    st.builds("sh:maxLength {}".format, st.integers(1, 20)),
    st.builds("sh:pattern {}".format, st.sampled_from(('"a"', '"^a$"', '"^[ab]+$"', '"b{1,2}"'))),
    st.builds("sh:languageIn ( {} )".format, st.sampled_from(('"en"', '"de"', '"en" "de"'))),
    st.builds("sh:equals {}".format, _predicates),
    st.builds("sh:disjoint {}".format, _predicates),
    st.builds("sh:hasValue {}".format, st.sampled_from((*_IRIS, *_LITERALS))),
    st.builds("sh:in ( {} )".format, _lists.map(" ".join)),
    st.builds("sh:{} {}".format,
              st.sampled_from(("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")),
              st.sampled_from(("1", "2"))),
    st.builds("sh:not {}".format, _inner),
    st.builds("sh:node {}".format, _inner),
    st.builds("sh:{} ( x:Inner1 x:Inner2 )".format, st.sampled_from(("and", "or", "xone"))),
    st.builds("sh:property x:Property".format),
)  # fmt: skip
_ON_PROPERTIES: Final = (
    st.builds("sh:minCount {}".format, _counts),
    st.builds("sh:maxCount {}".format, _counts),
    st.just("sh:uniqueLang true"),
    st.builds("sh:{} x:m".format, st.sampled_from(("lessThan", "lessThanOrEquals"))),
    st.builds(
        "sh:qualifiedValueShape {} ; sh:qualified{} {}".format,
        _inner, st.sampled_from(("MinCount", "MaxCount")), _counts,
    ),
)  # fmt: skip
_CLOSED: Final = st.just("sh:closed true ; sh:ignoredProperties ( rdf:type x:q )")
_TARGETS: Final = st.one_of(
    st.builds("sh:targetClass {}".format, _classes),
    st.builds("sh:targetNode {}".format, st.sampled_from((*_IRIS, "1"))),
    st.builds("sh:targetSubjectsOf {}".format, _predicates),
    st.builds("sh:targetObjectsOf {}".format, _predicates),
)


def _constraints(*kinds: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    by_parameter = st.lists(st.one_of(*kinds), min_size=1, max_size=3, unique_by=_parameter)
    return by_parameter.map(" ; ".join)


def _parameter(constraint: str) -> str:
    """Return what may stand but once in a shape."""
    return constraint.split()[0]


data = st.lists(_triples, max_size=14).map("\n".join).map("x:D rdfs:subClassOf x:C .\n{}".format)
_simple = [kind for place, kind in enumerate(_ANYWHERE) if place < 12]
_inner_shapes = st.builds(
    "x:Inner1 a sh:NodeShape ; {} .\nx:Inner2 a sh:NodeShape ; {} .\n"
    "x:Property a sh:PropertyShape ; sh:path {} ; {} .".format,
    _constraints(*_simple),
    _constraints(*_simple),
    _paths,
    _constraints(*_simple, *_ON_PROPERTIES[:2]),
)
_outer_shapes = st.one_of(
    st.builds("x:S a sh:NodeShape ; {} ; {} .".format, _TARGETS, _constraints(*_ANYWHERE, _CLOSED)),
    st.builds(
        "x:S a sh:PropertyShape ; {} ; sh:path {} ; {} .".format,
        _TARGETS, _paths, _constraints(*_ANYWHERE, *_ON_PROPERTIES[:3], _ON_PROPERTIES[4]),
    ),
    st.builds(
        "x:S a sh:PropertyShape ; {} ; sh:path x:n ; {} .".format,
        _TARGETS, _constraints(*_ON_PROPERTIES[:4]),
    ),
)  # fmt: skip
shapes = st.builds("{}\n{}".format, _inner_shapes, _outer_shapes)
