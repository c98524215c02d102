"""Prints which distributions the mock imports, as JSON: when it starts, for requests, and for its features.

A program of its own for a new environment: `python installed_imports.py FILE`. The file has the requests to send, and
the modules that the code of the mock names.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any


def main() -> None:
    """Use the mock, and print the distributions whose modules are loaded after each step."""
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    steps = {}
    from workato_embedded_mock import MockServer

    with MockServer() as server:
        steps["start"] = set(sys.modules)
        _send(server.url, given["requests"])
        steps["requests"] = set(sys.modules)
    for module in given["modules"]:
        # Some are optional.
        with suppress(ImportError):
            import_module(module)
    steps["features"] = set(sys.modules)
    owners = packages_distributions()
    found = {
        step: sorted({owner for module in modules for owner in owners.get(module.partition(".")[0], ())})
        for step, modules in steps.items()
    }
    sys.stdout.write(json.dumps(found))


def _send(url: str, requests: list[tuple[str, str, Any]]) -> None:
    import httpx2

    with httpx2.Client(base_url=url, headers={"Authorization": "Bearer bench"}) as client:
        for method, path, body in requests:
            client.request(method, path.removeprefix("/"), json=body)


if __name__ == "__main__":
    main()
