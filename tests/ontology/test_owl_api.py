"""The OWL API's process: its end, and what it prints, are ordinary errors."""

from pathlib import Path

import pytest

from kg.errors import StandoffError
from kg.ontology.owl_api import OwlApi, robot_jar


def test_a_jar_that_is_none_is_an_error_that_says_what_java_said(tmp_path: Path) -> None:
    jar = tmp_path / "robot.jar"
    jar.write_bytes(b"no jar")
    broken = OwlApi(jar)

    with pytest.raises(StandoffError, match="the process that runs the OWL API ended") as caught:
        broken.ask("triples", file="x", text="", catalogue={})
    assert "org.semanticweb.owlapi" in caught.value.cause


def test_a_process_that_was_ended_is_an_error_and_the_next_question_starts_another(
    api: OwlApi, tmp_path: Path
) -> None:
    jar = robot_jar()
    assert jar is not None
    other = OwlApi(jar)
    file = tmp_path / "x.ofn"
    file.write_text("Ontology(<urn:x:o>)", encoding="utf-8")
    question = {"file": str(file), "text": "Ontology(", "catalogue": {}}
    expected = "<urn:x:o> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

    process = other._started()
    process.kill()
    process.wait()
    with pytest.raises(StandoffError, match="ended"):
        other.ask("triples", **question)
    assert expected in other.ask("triples", **question)
    other.close()
    assert other._process is None
