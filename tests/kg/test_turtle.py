import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.turtle import canonical_turtle, sorted_nquads, sorted_trig, sorted_turtle

P = ox.NamedNode("http://x/p")
PREFIXES = {"x": "http://x/", "a": "http://a/"}

names = st.sampled_from([ox.NamedNode(f"http://x/{name}") for name in "abc"])
literals = st.one_of(
    st.text(max_size=8).map(ox.Literal),
    st.text(max_size=3).map(lambda text: ox.Literal(text, language="ja")),
    st.integers().map(ox.Literal),
)
terms = st.one_of(names, literals)
triples = st.builds(
    ox.Triple, names, names, st.one_of(terms, st.builds(ox.Triple, names, names, terms))
)


def test_turtle_is_sorted_and_its_prefixes_too():
    first = ox.Triple(ox.NamedNode("http://x/a"), P, ox.Literal("2"))
    second = ox.Triple(ox.NamedNode("http://x/b"), P, ox.Literal("é\n"))

    assert sorted_turtle([second, first], PREFIXES).decode() == (
        '@prefix a: <http://a/> .\n@prefix x: <http://x/> .\nx:a x:p "2" .\nx:b x:p "é\\n" .\n'
    )


def test_prefixes_stand_in_the_order_of_their_names():
    """The library has them in an order of its own, which may be another one on another machine."""
    spaces = {name: f"http://{name}/" for name in ("wd", "damage-cause", "rdf", "id", "polarity")}
    header = [f"@prefix {name}: <{spaces[name]}> ." for name in sorted(spaces)]

    quad = ox.Quad(P, P, P)

    for written in (sorted_turtle([quad.triple], spaces), sorted_trig([quad], spaces)):
        assert written.decode().splitlines() == [*header, f"{P} {P} {P} ."]


@given(st.lists(triples))
def test_turtle_reads_back_as_the_same_triples(found: list[ox.Triple]):
    data = sorted_turtle(found, PREFIXES)

    assert {quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)} == set(found)
    assert sorted_turtle(reversed(found), PREFIXES) == data


@given(st.lists(st.builds(ox.Quad, names, names, terms, names)))
def test_trig_and_n_quads_read_back_as_the_same_quads(found: list[ox.Quad]):
    trig, nquads = sorted_trig(found, PREFIXES), sorted_nquads(found)

    assert set(ox.parse(trig, ox.RdfFormat.TRIG)) == set(found)
    assert set(ox.parse(nquads, ox.RdfFormat.N_QUADS)) == set(found)
    assert nquads.splitlines() == sorted(nquads.splitlines())
    assert sorted_trig(reversed(found), PREFIXES) == trig


def test_blank_nodes_get_the_same_names_whatever_they_were_called():
    def ring(*nodes: str) -> list[ox.Triple]:
        pairs = zip(nodes, [*nodes[1:], nodes[0]], strict=True)
        return [ox.Triple(ox.BlankNode(a), P, ox.BlankNode(b)) for a, b in pairs] + [
            ox.Triple(ox.BlankNode(nodes[0]), P, ox.Literal("here"))
        ]

    assert canonical_turtle(ring("a", "b", "c"), {}) == canonical_turtle(ring("z", "q", "m"), {})
