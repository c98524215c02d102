"""What users do with each extra, and the sentence that they read without it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

# The extras whose libraries another one brings. Those of `embedding` are among what the library mcp requires.
_IMPLIED = {"console": {"mock"}, "mcp": {"cli", "embedding"}, "postgres": {"mock"}}

POSTGRESQL = "postgresql+psycopg://me@127.0.0.1:1/none"

# Prints the status and the sentence of a page of the mock.
OPEN_PAGE = """
import re, sys, urllib.error, urllib.request
from workato_embedded_mock import MockServer
with MockServer() as server:
    try:
        page = urllib.request.urlopen(f"{server.root_url}{sys.argv[1]}")
    except urllib.error.HTTPError as error:
        page = error
    found = re.search("<p>(.*)</p>", page.read().decode())
    print(page.status, found and found[1])
"""

# Reads the document of the installed client, and an object from a stub.
USE_STUB = (
    "import json, workato_embedded as w; from workato_embedded.testing import Stub;"
    "document = json.loads(w.spec_path().read_bytes());"
    "print(document['info']['version'] == w.SPEC_VERSION, Stub().client().managed_users.get(7).id > 0)"
)

SIGN = (
    "from workato_embedded.embedding import generate_key, sign;"
    "print(len(sign(7, key=generate_key().private_key, vendor_id='vnd1').split('.')))"
)

# A test for each fixture, and one that asks for a client.
TESTS = """
def test_in_process(workato_mock):
    assert workato_mock.http().get("/managed_users").status_code == 200

def test_with_a_port(workato_mock_server):
    assert workato_mock_server.http().get("/managed_users").status_code == 200

def test_client(workato_mock):
    assert workato_mock.client.managed_users.get("Ecust-0042").name
"""


@dataclass(frozen=True)
class Use:
    """Something that users do with an installed distribution.

    Attributes:
        name: What it is.
        words: Its command line.
        extra: The extra that it needs; empty if it needs none.
        library: A pattern of the libraries that it misses without the extra.
        works: A pattern of what it prints with the extra.
        needs: An extra without which it does not exist.
        stdin: What it reads from standard input.
    """

    name: str
    words: Sequence[str]
    extra: str
    library: str
    works: str
    needs: str = ""
    stdin: str = ""

    def exists(self, extras: set[str]) -> bool:
        """Return whether it exists in an install with extras."""
        return self.needs in extras | {""}

    def variables(self, base_url: str, token: str) -> dict[str, str]:
        """Return the environment variables of its command line, for a mock that runs."""
        # No test uses the keyring of the person who runs it.
        keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        return {**keyring, "WORKATO_EMBEDDED_BASE_URL": base_url, "WORKATO_EMBEDDED_API_TOKEN": token}

    def printed(self, done: subprocess.CompletedProcess[str], extras: set[str]) -> bool:
        """Return whether it printed what it should in an install with extras."""
        text = done.stdout + done.stderr
        if self.extra in extras | {""}:
            return re.search(self.works, text) is not None and "is missing" not in text
        hint = rf"(^|\W)({self.library}) is missing: pip install 'workato-embedded\[{self.extra}\]'"
        # A program of the user ends with the exception, whose text is the sentence.
        return re.search(hint, text) is not None and (self.words[0] == "python" or text.count("\n") == 1)


_COMMAND = "workato-embedded"
# A profile whose token is in the keyring.
_PROFILE = ("login", "--no-check", "--with-token", "--token-storage", "keyring")

USES = (
    Use("the client", ("python", "-c", USE_STUB), "", "", r"^True True\n$"),
    Use("the command", (_COMMAND, "managed-users", "get", "Ecust-0042"), "cli", "click|rich", r"Ecust-0042|cust-0042"),
    Use("--jq", (_COMMAND, "managed-users", "list", "--jq", ".[0].id"), "jq", "jq", r"^\d+\n$", "cli"),
    Use("the keyring", (_COMMAND, *_PROFILE), "keyring", "keyring", r"none that works", "cli", "a-token"),
    Use("the MCP server", (_COMMAND, "mcp"), "mcp", "mcp|pydantic|jsonschema", r"^$", "cli"),
    Use("signing", ("python", "-c", SIGN), "embedding", "cryptography|jwt", r"^3\n$"),
    Use("the mock", ("workato-mock", "operations"), "mock", "", r"operations, 0 without a rule", "mock"),
    Use("the console", ("python", "-c", OPEN_PAGE, "/_mock/console/"), "console", "a2wsgi", r"^200 ", "mock"),
    Use("direct links", ("python", "-c", OPEN_PAGE, "/direct_link"), "embedding", "jwt", r"^4\d\d ", "mock"),
    Use(
        "PostgreSQL",
        ("workato-mock", "serve", "--port", "0", "--database", POSTGRESQL),
        "postgres",
        "psycopg",
        r"^Error: ",
        "mock",
    ),
)


def provided(extras: str) -> set[str]:
    """Return the extras that an install with the named ones has, such as `cli,jq`."""
    named = set(filter(None, extras.split(",")))
    return named.union(*(_IMPLIED.get(extra, ()) for extra in named))
