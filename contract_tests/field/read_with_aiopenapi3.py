"""Call operations with aiopenapi3, in its own environment: `python read_with_aiopenapi3.py TOKEN DOCUMENT CALLS`.

The document names the server. CALLS is a file with the arguments of each call by operationId. The error of each, or
null, is printed as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import httpx2
import yarl
from aiopenapi3 import OpenAPI
from aiopenapi3.loader import FileSystemLoader


def main(token: str, document: str, calls: str) -> None:
    """Make the calls and print the results."""
    path = Path(document)
    loader = FileSystemLoader(path.parent)
    api = OpenAPI.load_file(path.as_uri(), yarl.URL(path.name), loader=loader, session_factory=httpx2.Client)
    api.authenticate(bearerAuth=token)
    given: dict[str, dict[str, Any]] = json.loads(Path(calls).read_text("utf-8"))
    sys.stdout.write(json.dumps({name: error(api, name, arguments) for name, arguments in given.items()}))


def error(api: Any, name: str, arguments: dict[str, Any]) -> str | None:
    """Call one operation; return its error, or None."""
    try:
        getattr(api._, name)(**arguments)
    except Exception as failure:
        return f"{type(failure).__name__}: {failure}"
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
