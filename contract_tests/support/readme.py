"""Runs the Python examples of a README against the mock. Imports nothing else, so that any environment can run it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from workato_embedded_mock import MockServer


def snippets(readme: str) -> list[str]:
    """Return the Python examples of a README: the client, the client of a mock, and a test."""
    found = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert len(found) == 3
    return found


def run_snippets(readme: str) -> None:
    """Run the examples of the client, and define the test."""
    client, client_of_mock, test = snippets(readme)
    with MockServer() as server:
        names: dict[str, Any] = {}
        with patch.dict(os.environ, WORKATO_EMBEDDED_BASE_URL=server.url, WORKATO_EMBEDDED_API_TOKEN="readme"):
            exec(client, names)
        assert names["error" if "error" in names else "customer"]
        exec(client_of_mock.replace("http://127.0.0.1:8765", server.url), names)
        names["client"].close()
    exec(test, names)


if __name__ == "__main__":
    run_snippets(Path(sys.argv[1]).read_text("utf-8"))
