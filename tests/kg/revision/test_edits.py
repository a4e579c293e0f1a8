import pyoxigraph as ox
import pytest

from kg.errors import RevisionError
from kg.revision.edits import Document, Update, graph_name
from kg.revision.update_text import executable_update

G, H = "http://e.example/g", "http://e.example/h"


def store() -> ox.Store:
    made = ox.Store()
    text = f"<a:d> <a:p> 1 . <{G}> {{ <a:g> <a:p> 1 }} <{H}> {{ <a:h> <a:p> 1 }}"
    made.bulk_extend(ox.parse(text, ox.RdfFormat.TRIG))
    return made


def subjects(made: ox.Store, graph: str) -> set[str]:
    found = made.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    return {quad.subject.value for quad in found}


COPY = "INSERT { GRAPH <a:new> { ?s ?p ?o } } WHERE "


@pytest.mark.parametrize(
    ("text", "using", "named", "expected"),
    [
        (COPY + "{ ?s ?p ?o }", (), (), {"a:d"}),
        (COPY + "{ ?s ?p ?o }", (G,), (), {"a:g"}),
        (COPY + "{ ?s ?p ?o }", (G, H), (), {"a:g", "a:h"}),
        (COPY + "{ ?s ?p ?o }", (), (G,), set()),
        (COPY + "{ GRAPH ?g { ?s ?p ?o } }", (), (H,), {"a:h"}),
        (COPY + "{ GRAPH ?g { ?s ?p ?o } }", (H,), (), set()),
        (COPY + "{ GRAPH ?g { ?s ?p ?o } }", (G,), (H,), {"a:h"}),
        (COPY + "{ { SELECT * WHERE { ?s ?p ?o } } }", (G,), (), {"a:g"}),
        ("# WHERE {\n" + COPY + '{ ?s ?p ?o FILTER(STR(?s) != "WHERE {") }', (G,), (), {"a:g"}),
        (COPY + "{ ?s ?p ?o FILTER(1<2 && 3>2) }", (G,), (), {"a:g"}),
        ("PREFIX where: <a:> " + COPY + "{ ?s where:p ?o . ?s ?p ?o }", (G,), (), {"a:g"}),
        (COPY + "{ ?s ?p ?o } ; " + COPY + "{ GRAPH ?g { ?s ?p ?o } }", (G,), (H,), {"a:g", "a:h"}),
        (
            f"INSERT DATA {{ GRAPH <a:new> {{ <a:x> <a:p> 1 }} }} ; {COPY} {{ ?s ?p ?o }}",
            (G,),
            (),
            {"a:x", "a:g"},
        ),
    ],
)
def test_the_dataset_of_the_request_is_that_of_every_where(
    text: str, using: tuple[str, ...], named: tuple[str, ...], expected: set[str]
):
    made = store()

    Update(text, None, using, named).apply(made)

    assert subjects(made, "a:new") == expected


def test_delete_where_asks_the_dataset_and_deletes_what_it_says():
    made = store()
    text = f"DELETE WHERE {{ # all {{ of it\n GRAPH <{G}> {{ ?s ?p ?o }} }}"

    Update(text, None, (), (H,)).apply(made)
    assert subjects(made, G) == {"a:g"}
    Update(text, None, (), (G,)).apply(made)
    assert subjects(made, G) == set()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (f"INSERT {{ ?s ?p ?o }} USING <{G}> WHERE {{ ?s ?p ?o }}", "USING"),
        (f"INSERT {{ ?s ?p ?o }} using named <{G}> WHERE {{ ?s ?p ?o }}", "USING"),
        (f"WITH <{G}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "WITH"),
    ],
)
def test_a_dataset_in_both_request_and_update_is_an_error(text: str, word: str):
    with pytest.raises(RevisionError, match=f"the update has {word}, and the request") as caught:
        Update(text, None, (G,)).apply(store())
    assert caught.value.reason == "malformed"


def test_words_in_names_strings_and_comments_are_no_dataset():
    text = '# USING\nPREFIX with: <a:> INSERT { ?using with:p "USING" } WHERE { ?using ?p ?o }'
    made = store()

    Update(text, None, (G,)).apply(made)

    assert ox.Quad(ox.NamedNode("a:g"), ox.NamedNode("a:p"), ox.Literal("USING")) in made


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "load silent <file:///etc/hostname> INTO GRAPH <a:g>",
        "INSERT DATA { <a:s> <a:p> 1 } ; LOAD <http://127.0.0.1:9/>",
        "PREFIX load: <http://127.0.0.1:9/> LOAD load:x",
        "INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o FILTER EXISTS { service silent ?s { ?s ?p ?o } } }",
        "INSERT { ?s ?p 1 } WHERE { { SELECT ?s { SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } } } }",
        "PREFIX service: <a:> INSERT { ?s ?p 1 } WHERE { ?s ?p trueSERVICE service:x { ?s ?p 1 } }",
    ],
)
def test_what_would_fetch_data_is_refused_before_anything_runs(text: str):
    made = store()

    with pytest.raises(
        RevisionError, match=r"(LOAD|SERVICE) is not allowed in an update"
    ) as caught:
        Update(text).apply(made)

    assert caught.value.reason == "refused"
    assert set(made) == set(store())


def test_the_same_words_as_names_and_in_strings_are_no_matter():
    text = (
        "PREFIX service: <a:> PREFIX load: <a:> # SERVICE\n"
        "INSERT { service:x load:y 'LOAD <a:b>' } WHERE { ?service ?LOAD ?o }"
    )

    assert executable_update(text, base=None, using=(), using_named=()) == text


@pytest.mark.parametrize(
    ("update", "message"),
    [
        (Update("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", None, ("x",)), "'x' is no absolute IRI"),
        (Update("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", "x"), "the base is no absolute IRI"),
        (Update("INSERT DATA { <s> <p> <o> }"), "this is not a SPARQL update: error at 1:20"),
        (Update("INSERT { ?s ?p"), "this is not a SPARQL update"),
    ],
)
def test_what_is_malformed_is_said(update: Update, message: str):
    with pytest.raises(RevisionError, match=message) as caught:
        update.apply(store())
    assert caught.value.reason == "malformed"


def test_a_graph_is_named_by_an_iri_or_is_the_default_graph():
    assert graph_name(None) == ox.DefaultGraph()
    assert graph_name("a:g") == ox.NamedNode("a:g")
    assert Document(b"", "text/turtle").base is None
