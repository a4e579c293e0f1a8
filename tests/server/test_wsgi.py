import os
import subprocess
import sys
from pathlib import Path

CODE = """
import threading
from werkzeug.test import Client
from server.nudge import PATH
from server.wsgi import app

client = Client(app)
nudged, alive, unknown = client.get(PATH), client.get("/livez"), client.get("/sparql?query=ASK{}")
print(nudged.status_code, len(nudged.text), alive.json, unknown.status_code)
print("nudge" in {thread.name for thread in threading.enumerate()})
"""


def test_the_application_is_nudged_and_its_pages_come_behind_what_answers_queries(tmp_path: Path):
    environment = {**os.environ, "STANDOFF_BUILD": str(tmp_path), "STANDOFF_TEXT": ""}
    run = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True
    )

    assert run.stdout == "200 32 {'status': 'alive'} 503\nTrue\n"
    assert "every page answers 503 until then" in run.stderr
