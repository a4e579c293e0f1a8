"""The process that holds the JVM: a JSON question a line on stdin, an answer a line on stdout."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import jpype

from kg.ontology.owl_api import jvm
from kg.ontology.owl_api.examination import examine, reason
from kg.ontology.reading import TURTLE, detect

Answer = Any


def triples(*, file: str, text: str, catalogue: Mapping[str, str]) -> Answer:
    """Turn a file in any syntax into N-Triples."""
    made = jvm.manager(catalogue)
    ontology = jvm.load(made, file, detect(text))
    return jvm.saved(made, ontology, "N-Triples")


def save(*, file: str, syntaxes: Sequence[str], catalogue: Mapping[str, str]) -> Answer:
    """Open a Turtle file and save it in each syntax, as Protégé does."""
    made = jvm.manager(catalogue)
    ontology = jvm.load(made, file, TURTLE)
    return {syntax: jvm.saved(made, ontology, syntax) for syntax in syntaxes}


OPERATIONS: Final[Mapping[str, Callable[..., Answer]]] = {
    "triples": triples,
    "save": save,
    "examine": examine,
    "reason": reason,
}


def refusals() -> tuple[Any, ...]:
    """Return the Java exceptions that speak of the file; any other is a fault of this process."""
    return jvm.owl("model.OWLException"), jvm.java("java.lang.RuntimeException")


def refusal(error: Any, question: Mapping[str, Any]) -> dict[str, str]:
    """Say what the OWL API did not accept, and where."""
    line = 0
    inner = [error]
    if hasattr(error, "getExceptions"):
        inner += list(error.getExceptions().values())
    for each in inner:
        if hasattr(each, "getLineNumber"):
            line = max(line, int(each.getLineNumber()))
    file = str(question.get("shown") or question.get("file", ""))
    text = str(inner[-1].getMessage() or error.toString())
    return {
        "message": "the OWL API, with which Protégé opens it, cannot read this file",
        "where": f"{file}:{line}" if line > 0 else file,
        "cause": " ".join(text.split())[:400],
        "fix": "mend it there, or save it anew from Protégé",
    }


def main() -> None:
    """Answer questions until stdin ends."""
    # Answers keep the stdout that we were given; what Java prints there goes to stderr.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    jvm.start(sys.argv[1])
    for line in sys.stdin:
        question = json.loads(line)
        operation = OPERATIONS[question.pop("operation")]
        shown = question.pop("shown", None)
        try:
            answer = {"answer": operation(**question)}
        except jpype.JException as error:
            if not isinstance(error, refusals()):
                raise
            answer = {"refused": refusal(error, {**question, "shown": shown})}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
