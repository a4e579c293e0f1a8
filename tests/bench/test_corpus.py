"""The generated corpus has the shape of the project's graph, and depends on its seed alone."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from bench.corpus import corpus, parse_size, plan
from bench.corpus_version import publish_corpus
from bench.profile import Profile, read_profile
from kg.published import NQUADS, Version, current_version, damaged_files, open_store

TRIPLES = 60_000
BASE = "https://w3id.org/standoff/"
GRAPHS = {"ontology", "entities", "links", "article", "facts", "inferred"}
RARE = 12


@pytest.fixture(scope="module")
def profile(project_root: Path, project_version: Version) -> Profile:
    return read_profile(project_root)


@pytest.fixture(scope="module")
def version(profile: Profile, tmp_path_factory: pytest.TempPathFactory) -> Version:
    root = tmp_path_factory.mktemp("corpus")
    publish_corpus(profile, root, triples=TRIPLES, seed=1)
    return current_version(root)


def nquads(profile: Profile, *, seed: int, triples: int = TRIPLES) -> bytes:
    return b"".join(lines for _, lines in corpus(profile, triples=triples, seed=seed))


def shape(quads: Iterable[ox.Quad]) -> Counter[tuple[str, ...]]:
    """Count statements by graph, kind of subject, property, and kind of object."""
    return Counter(
        (graph(quad), kind(quad.subject), quad.predicate.value, kind(quad.object))
        for quad in quads
        if graph(quad) in GRAPHS
    )


def graph(quad: ox.Quad) -> str:
    return str(quad.graph_name)[1:-1].removeprefix(f"{BASE}graph/").partition("/")[0]


def kind(term: object) -> str:
    if isinstance(term, ox.Triple):
        return "triple term"
    if isinstance(term, ox.Literal):
        return term.language or term.datatype.value
    if isinstance(term, ox.NamedNode) and term.value.startswith(f"{BASE}id/"):
        name = term.value.removeprefix(f"{BASE}id/").partition("/")[0]
        return name + (" selector" if term.value.endswith("/selector") else "")
    if isinstance(term, ox.NamedNode) and not term.value.startswith((BASE, "http://www.w3.org/")):
        return "elsewhere"
    return str(term)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(profile: Profile) -> None:
    first, again, other = (nquads(profile, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_the_size_is_what_was_asked_for(profile: Profile) -> None:
    sizes = [nquads(profile, seed=1, triples=triples).count(b"\n") for triples in (60_000, 100_000)]

    assert sizes == [
        pytest.approx(60_000, rel=0.01),
        pytest.approx(100_000, rel=0.01),
    ]


def test_a_size_too_small_for_one_article_is_refused_with_the_least_there_is(
    profile: Profile,
) -> None:
    with pytest.raises(ValueError, match=r"has at least [\d,]+ triples, not 5,000"):
        plan(profile, triples=5_000, seed=1)


def test_every_kind_of_statement_stands_in_the_proportion_of_the_project_s_graph(
    profile: Profile, project_version: Version, version: Version
) -> None:
    model = shape(ox.parse(path=str(project_version.path / NQUADS)))
    made = shape(ox.parse(path=str(version.path / NQUADS)))
    times = plan(profile, triples=TRIPLES, seed=1).total / profile.articles
    fixed = shape(profile.fixed)
    # What an article has once and what is rare is off by one round of the deck.
    off = {
        key: (made[key], wanted)
        for key in model | made
        if abs(made[key] - (wanted := fixed[key] + times * (model[key] - fixed[key])))
        > max(RARE, 0.05 * wanted)
    }

    assert off == {}


def test_a_reified_triple_is_that_of_the_claim_s_proposition(version: Version) -> None:
    store = open_store(version)
    claims = store.query(f"""
        PREFIX stand: <{BASE}ontology#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT (COUNT(*) AS ?all) (SUM(IF(BOUND(?same), 1, 0)) AS ?held) {{
          GRAPH ?g {{ ?claim rdf:reifies ?content }}
          OPTIONAL {{
            ?claim stand:hasProposition ?same . ?same stand:propositionSubject ?s ;
              stand:propositionPredicate ?p ; stand:propositionObject ?o
            FILTER(?content = TRIPLE(?s, ?p, ?o)) }} }}""")
    assert isinstance(claims, ox.QuerySolutions)
    (row,) = [tuple(int(term.value) for term in row) for row in claims]

    assert row[0] > 0
    assert row[0] == row[1]


def test_every_subject_that_is_pointed_to_exists(version: Version) -> None:
    dangling = open_store(version).query(f"""
        SELECT DISTINCT ?o {{
          ?s ?p ?o FILTER(STRSTARTS(STR(?o), "{BASE}id/")) FILTER NOT EXISTS {{ ?o ?q ?r }} }}""")
    assert isinstance(dangling, ox.QuerySolutions)

    assert [str(row["o"]) for row in dangling] == []


def test_the_version_is_whole_and_its_store_has_the_union_without_triple_terms(
    version: Version,
) -> None:
    quads = list(ox.parse(path=str(version.path / NQUADS)))
    # Through a store, which takes an xsd:nonNegativeInteger for an xsd:integer.
    union = ox.Store()
    union.extend(ox.Quad(*q.triple) for q in quads if not isinstance(q.object, ox.Triple))
    store = ox.Store.read_only(str(version.path / "store"))

    assert damaged_files(version) == ()
    assert set(store.quads_for_pattern(None, None, None, ox.DefaultGraph())) == set(union)
    assert len(store) == version.manifest["store_quads"] == len(quads) + len(union)
    assert version.manifest["triples"] == len({quad.triple for quad in quads})


def test_the_manifest_says_what_that_of_the_model_says_where_the_corpus_is_no_other(
    version: Version, project_version: Version
) -> None:
    own, model = version.manifest, project_version.manifest
    differing = {key for key in own.keys() | model.keys() if own.get(key) != model.get(key)}

    assert differing == {"id", "graphs", "triples", "store_quads", "articles", "files"}
    assert own["files"].keys() == model["files"].keys()
    assert own["articles"].keys() == {
        name.removeprefix("article/") for name in own["graphs"] if name.startswith("article/")
    }


@pytest.mark.parametrize(
    ("text", "size"), [("100k", 100_000), ("1M", 1_000_000), ("250000", 250_000)]
)
def test_sizes_may_be_written_short(text: str, size: int) -> None:
    assert parse_size(text) == size
