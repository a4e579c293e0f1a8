"""The review page for a WSGI server, configured by the environment: see ``standoff review``."""

import os
from pathlib import Path

from server.review.app import create_review_app

app = create_review_app(
    Path(os.environ["STANDOFF_REVIEW_DRAFT"]),
    Path(os.environ["STANDOFF_REVIEW_TEXT"]),
    token=os.environ["STANDOFF_REVIEW_TOKEN"],
    port=int(os.environ["STANDOFF_REVIEW_PORT"]),
)
