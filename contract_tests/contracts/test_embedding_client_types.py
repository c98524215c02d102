"""The client script of the mock fits the types that are served with it, and these fit the messages of the pages."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from contract_tests.support.node import needs_node, npm_run

EMBEDDING = files("workato_embedded_mock").joinpath("embedding")
TYPES = {"any": "unknown"}


@needs_node
def test_the_client_script_fits_its_types() -> None:
    """`tsc --strict` accepts the script against its declarations, and a page that uses each of them right and wrong."""
    done = npm_run("embedding-client")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_have_the_messages_of_the_pages() -> None:
    """The declarations have the payload of each message that a page posts, and of the one that it understands."""
    declarations = EMBEDDING.joinpath("static/embedding-client.d.ts").read_text("utf-8")
    described = json.loads(EMBEDDING.joinpath("messages.json").read_text("utf-8"))["types"]
    incoming = {name: message for name, message in described.items() if message["direction"] == "from the frame"}
    block = re.search(r"interface Payloads \{(.*?)^  \}", declarations, re.MULTILINE | re.DOTALL)
    assert block is not None
    declared = dict(re.findall(r"^    (\w+): (.*);$", block[1], re.MULTILINE))
    assert declared == {name: payload_type(message["fields"]) for name, message in incoming.items()}
    (outgoing,) = described.keys() - incoming.keys()
    payload = payload_type(described[outgoing]["fields"])
    assert f'type OutgoingMessage = {{ type: "{outgoing}"; payload: {payload} }};' in declarations


def payload_type(fields: list[dict[str, str]]) -> str:
    """Return the TypeScript type of the fields of a message."""
    members = [
        f"{field['name']}{'' if field['required'] else '?'}: {TYPES.get(field['type'], field['type'])}"
        for field in fields
    ]
    return f"{{ {'; '.join(members)} }}" if members else "undefined"
