"""A sample of all mutants is caught, each at its thing, by a rule that says what to do."""

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from rdflib import SH, Graph

from kg.base import BASE
from kg.paths import project_data
from tests.mutation.campaign import (
    Outcome,
    coding_mutants,
    coding_reader,
    generator,
    graph_mutants,
    judge_coding,
    judge_graph,
    place,
    unlisted,
)
from tests.mutation.judging import MAX_BATCH, Judge, batches
from tests.mutation.legitimate import Entry, Legitimate, legitimate
from tests.mutation.mutant import Mutant, Verdict
from tests.mutation.quad_faults import QUAD_FAULTS, drop
from tests.mutation.said_faults import SAID_FAULTS
from tests.mutation.sound import Sound, sound_data
from tests.mutation.table import survivors, table
from tests.mutation.thing_faults import THING_FAULTS

SEED = 1
BATCHES = 2
CODING_SAMPLE = 20
ALONE = 5
CORPUS = Path(__file__).parents[1] / "kg" / "corpus"
MENDS = re.compile(
    r"(?:^|[;:,] (?:and |or )?|\bor )"
    "(?:add|change|choose|code|complete|compute|correct|cut|declare|find|give|keep|leave|link|list"
    "|cover|make|mend|name|put|refer|say|shorten|split|take|turn|type|use|write)\\b"
)


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    """Keep rdflib from telling of every ill-formed literal that a mutant has."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def sound() -> Sound:
    return sound_data(project_data())


@pytest.fixture(scope="module")
def judge(sound: Sound) -> Judge:
    return Judge(sound, project_data().shapes)


@pytest.fixture(scope="module")
def mutants(sound: Sound) -> list[Mutant]:
    return graph_mutants(sound, SEED, 1)


@pytest.fixture(scope="module")
def outcome(judge: Judge, mutants: list[Mutant], sound: Sound) -> Outcome:
    """Judge a few full batches of those mutants that are not listed."""
    few = islice(batches(sound, unlisted(mutants, legitimate())), BATCHES)
    return judge_graph(judge, [mutant for batch in few for mutant in batch.mutants], legitimate())


def test_mutants_of_every_kind_are_made(sound: Sound, mutants: list[Mutant]) -> None:
    kinds = {
        (mutant.operator, mutant.predicate)
        for faults in (*THING_FAULTS, *SAID_FAULTS)
        for mutant in faults(sound, generator(SEED, faults.__name__))
    }

    assert kinds <= {(mutant.operator, mutant.predicate) for mutant in mutants}


def test_a_sample_of_the_mutants_of_the_graph_is_caught(outcome: Outcome) -> None:
    assert len(outcome.verdicts) == BATCHES * MAX_BATCH
    assert survivors(outcome) == ""


def test_what_catches_a_mutant_says_what_to_do(outcome: Outcome) -> None:
    catches = {catch for verdict in outcome.verdicts for catch in verdict.catches}

    assert catches
    assert sorted(c for c in catches if not c.rule or not MENDS.search(c.message)) == []


def test_every_message_of_a_shape_says_what_to_do() -> None:
    shapes = Graph()
    for file in sorted(project_data().shapes.glob("*.ttl")):
        shapes.parse(file, format="turtle")
    messages = sorted(map(str, shapes.objects(None, SH.message)))

    assert [message for message in messages if not MENDS.search(message)] == []


def test_a_sample_of_the_mutants_of_the_coding_is_caught(
    judge: Judge, sound: Sound, tmp_path: Path
) -> None:
    made = generator(SEED).sample(coding_mutants(project_data(), SEED, 1), CODING_SAMPLE)
    unlisted_ones = [m for m in made if legitimate().entry(m.operator, m.field, text=False) is None]
    reader = coding_reader(project_data(), tmp_path, sound, {})
    outcome = judge_coding(judge, reader, unlisted_ones, legitimate())

    assert survivors(outcome) == ""
    assert {catch.by for verdict in outcome.verdicts for catch in verdict.catches} >= {"coding"}


# --- the judge -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> Sound:
    """Give the invented corpus, which is judged in no time."""
    folders = {name: CORPUS / name for name in ("entities", "links", "articles")}
    return sound_data(replace(project_data(), **folders))


def test_a_mutant_gets_the_same_verdict_in_a_batch_as_alone(small: Sound) -> None:
    judge = Judge(small, project_data().shapes)
    some = generator(SEED).sample(graph_mutants(small, SEED, 1), ALONE)
    together = judge.judge(some)

    assert [(v.mutant, bool(v.catches)) for v in together] == [
        (mutant, bool(judge.alone(mutant).catches)) for mutant in some
    ]


def test_a_mutant_lives_where_the_shape_that_catches_it_is_gone(
    small: Sound, tmp_path: Path
) -> None:
    shapes = tmp_path / "shapes"
    shutil.copytree(project_data().shapes, shapes)
    text = (shapes / "claims.ttl").read_text(encoding="utf-8")
    start, end = text.index("shape:Claim-speechAct\n"), text.index("shape:Claim-certainty\n")
    (shapes / "claims.ttl").write_text(text[:start] + text[end:], encoding="utf-8")
    [quad] = small.values(f"{BASE}id/claim/harbour-talks/c01", f"{BASE}ontology#speechAct")
    mutant = drop(small, quad, generator(SEED))
    assert mutant is not None

    whole = judge_graph(Judge(small, project_data().shapes), [mutant], legitimate())
    broken = judge_graph(Judge(small, shapes), [mutant], legitimate(), reasoner=False)

    assert {catch.rule for v in whole.verdicts for catch in v.catches} == {"shape:Claim-speechAct"}
    assert survivors(broken).startswith("SURVIVED drop @ stand:speechAct\n")
    assert broken.rate() == 0.0


def test_every_operator_makes_mutants(mutants: list[Mutant], sound: Sound) -> None:
    made = {mutant.operator for mutant in mutants}
    for faults in (*THING_FAULTS, *SAID_FAULTS):
        first = next(faults(sound, generator(SEED, faults.__name__)))
        assert first.operator in made, faults.__name__
    for fault in QUAD_FAULTS:
        found = (fault(sound, quad, generator(SEED)) for quad in sound.quads)
        assert next(filter(None, found)).operator in made, fault.__name__


# --- the list of those that may live ---------------------------------------------------------


def test_every_entry_has_a_reason_and_names_what_it_is_for() -> None:
    for entry in legitimate().entries:
        assert len(entry.reason.split()) > 8
        assert all(entry.mutants.values())


def test_an_entry_that_no_survivor_needs_is_told() -> None:
    listed = Legitimate(
        (
            Entry("a reason", {"drop": frozenset({"stand:cue", "skos:note"})}),
            Entry("only the text tells", {"drop": frozenset({"oa:end"})}, without_text=True),
        )
    )

    assert listed.unused([("drop", "skos:note")], text=True) == [("drop", "stand:cue")]
    assert listed.unused([("drop", "skos:note")], text=False) == [
        ("drop", "oa:end"),
        ("drop", "stand:cue"),
    ]
    assert listed.entry("drop", "oa:end", text=True) is None


def test_a_survivor_stands_in_the_table_and_is_told_with_what_was_done() -> None:
    lone = Mutant("drop", f"{BASE}ontology#cue", (f"{BASE}id/claim/a/c1",))
    listed = Mutant("drop", f"{BASE}ontology#note", (f"{BASE}id/claim/a/c2",))
    outcome = Outcome("graph", text=False, verdicts=[Verdict(lone, ()), Verdict(listed, ())])
    outcome.lived[listed] = Entry("a reason", {"drop": frozenset({"stand:note"})})

    assert place(lone) == "stand:cue"
    assert survivors(outcome).startswith("SURVIVED drop @ stand:cue\n")
    assert "| drop | 2 |  |  |  |  | 1 | 1 |" in table(outcome)
