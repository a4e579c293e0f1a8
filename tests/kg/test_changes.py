from pathlib import Path

import pyoxigraph as ox
from small_version import BASE, publish_small

from kg.changes import Changes, changes
from kg.ingest import ingest
from kg.revision.edits import Document, PutGraph, Update
from kg.revision.own import revise_unchecked

STAND = f"{BASE}ontology#"
ARTICLE = f"{BASE}graph/article/a"
CLAIMS = 'id:claim\\/a\\/c{0} a stand:Claim ; rdfs:label "{1}" .'


def labelled(*claims: tuple[int, str]) -> str:
    return "\n".join(CLAIMS.format(number, label) for number, label in claims)


def test_claims_are_added_withdrawn_and_changed(tmp_path: Path):
    old = publish_small(tmp_path, labelled((2, "two"), (3, "three"), (4, "four")))
    new = publish_small(tmp_path, labelled((2, "two"), (3, "drei"), (5, "five")))

    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    three = f"{BASE}id/claim/a/c3"
    assert changes(old, new, [three]) == Changes(
        added={ARTICLE: 3},
        removed={ARTICLE: 3},
        claims_added=(f"{BASE}id/claim/a/c5",),
        claims_withdrawn=(f"{BASE}id/claim/a/c4",),
        claims_changed=(three,),
        mentioned_added=(f'<{three}> {label} "drei" <{ARTICLE}> .',),
        mentioned_removed=(f'<{three}> {label} "three" <{ARTICLE}> .',),
    )


def test_a_mention_inside_a_triple_term_counts(tmp_path: Path):
    old = publish_small(tmp_path)
    edited = old.path / "standoff.nq"
    lines = edited.read_bytes().splitlines(keepends=True)
    new = publish_small(tmp_path, labelled((2, "two")))
    edited.write_bytes(b"".join(line for line in lines if b"<<(" not in line))

    found = changes(old, new, [f"{BASE}id/actor/two"])

    assert len(found.mentioned_added) == 1
    assert f"<<( <{BASE}id/actor/two> <{STAND}threatens>" in found.mentioned_added[0]


def test_the_same_version_has_no_changes(tmp_path: Path):
    version = publish_small(tmp_path, labelled((2, "two")))

    assert changes(version, version, [ARTICLE]) == Changes({}, {}, (), (), (), (), ())


def test_versions_without_dumps_are_compared_by_their_stores(tmp_path: Path):
    stand = "https://w3id.org/standoff/ontology#"
    old = ingest([], tmp_path)
    text = f"<a:c> a <{stand}Claim> ; <a:p> 1 .".encode()
    new = revise_unchecked(tmp_path, PutGraph("a:g", (Document(text, "text/turtle"),))).version
    newer = revise_unchecked(tmp_path, Update("INSERT DATA { <a:c> <a:p> 2 }")).version

    assert changes(old, new) == Changes({"a:g": 2}, {}, ("a:c",), (), (), (), ())
    assert changes(new, newer, ["a:p"]) == Changes(
        {"": 1},
        {},
        (),
        (),
        ("a:c",),
        ('<a:c> <a:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .',),
        (),
    )
    assert changes(newer, old).removed == {"": 1, "a:g": 2}
    assert len(ox.Store.read_only(str(newer.path / "store"))) == 3
