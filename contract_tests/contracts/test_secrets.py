"""Secrets are masked wherever people read them: models, the command, the mock's journal and recordings of its proxy.

The secret fields are those that the document marks with `x-secret`. For other fields, client and mock decide by the
same list of names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded import models
from workato_embedded._runtime.masks import masked
from workato_embedded_mock import MockServer
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secrets import Secrets

from contract_tests.contracts.secret_fields import FIELDS, OPERATIONS, SecretField, fields_of, filled
from contract_tests.support.command_line import run, words_of
from contract_tests.support.documented_calls import arguments
from contract_tests.support.validator import DOCUMENT, documented_example, parameters_of, success_status

WITH_SECRETS = sorted({field.operation_id for field in FIELDS})
MODELS = [name for name in DOCUMENT["components"]["schemas"] if hasattr(models, name)]
NAMES = DOCUMENT["x-secret-names"]
REDACTED = "REDACTED"


def success(operation_id: str) -> tuple[int, Any]:
    """Return the documented response of success of an operation, with its secret fields filled."""
    operation = OPERATIONS[operation_id]
    status = success_status(operation)
    return status, filled(documented_example(operation, status), fields_of(operation_id, str(status)))


def request_of(operation_id: str) -> tuple[str, str, Any]:
    """Return method, path and body of the documented request of an operation, with its secret fields filled."""
    operation = OPERATIONS[operation_id]
    path = operation["path"]
    for parameter in parameters_of(operation):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return operation["method"], path, None
    return operation["method"], path, filled(content["application/json"]["example"], fields_of(operation_id, "request"))


class DocumentedApi(BaseHTTPRequestHandler):
    """An API that returns the documented responses with secrets in them."""

    def respond(self) -> None:
        """Return the response of the operation with this method and path."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wanted = (self.command, self.path.removeprefix("/api").partition("?")[0])
        (operation_id,) = [name for name in WITH_SECRETS if request_of(name)[:2] == wanted]
        status, body = success(operation_id)
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = respond  # noqa: N815 - the names that the base class calls

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        """Log nothing."""


@pytest.fixture(scope="module")
def api_url() -> Iterator[str]:
    """Run the documented API, and yield its base URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), DocumentedApi) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/api"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def recording(api_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what a proxy recorded of one request of each operation with secrets."""
    path = tmp_path_factory.mktemp("proxy") / "recording.har"
    # The package may only be on the path of this process.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "workato_embedded_mock", "proxy", "--port", "0", "--to", api_url]
    with subprocess.Popen(
        [*command, "--record", str(path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            base_url = process.stdout.readline().split()[-1]
            with httpx2.Client(base_url=base_url, headers={"Authorization": "Bearer a-token"}) as http:
                for operation_id in WITH_SECRETS:
                    method, path_, body = request_of(operation_id)
                    http.request(method, path_, json=body).raise_for_status()
        finally:
            process.terminate()
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def journal() -> str:
    """Return the mock's journal of one request of each operation with secrets."""
    with (
        MockServer() as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer a-token"}) as http,
    ):
        for operation_id in WITH_SECRETS:
            method, path, body = request_of(operation_id)
            http.request(method, path, json=body)
        return http.get(f"{server.root_url}/_mock/journal").text


def test_each_mark_of_the_document_is_checked() -> None:
    """Each property and each schema with `x-secret` belongs to a request or a response that the tests below check."""
    schemas = DOCUMENT["components"]["schemas"]
    marked = {
        name
        for schema in schemas.values()
        for name, inner in schema.get("properties", {}).items()
        if inner.get("x-secret") is True
    }
    assert {field.path[-1] for field in FIELDS if not field.is_map} == marked
    assert any(schema.get("x-secret") for schema in schemas.values())
    assert any(field.is_map for field in FIELDS)


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_a_recording_of_the_proxy_has_no_secret(field: SecretField, recording: str) -> None:
    """A recording has the request and the response, but not the value of a secret field."""
    operations = [entry["_operationId"] for entry in json.loads(recording)["log"]["entries"]]
    assert field.operation_id in operations
    assert field.value not in recording


@pytest.mark.parametrize("field", [field for field in FIELDS if field.part == "request"], ids=str)
def test_the_journal_has_no_secret_of_a_request(field: SecretField, journal: str) -> None:
    """The journal has the request, but not the value of a secret field, even if the response repeats it."""
    assert field.operation_id in {entry["operation_id"] for entry in json.loads(journal)["entries"]}
    assert field.value not in journal


@pytest.mark.parametrize("auth_type", ["token", "oauth2"])
def test_the_journal_has_no_secret_that_the_mock_generates(auth_type: str, http: httpx2.Client) -> None:
    """The mock returns the credentials of a new access profile, and hides them in its journal."""
    customer = "/managed_users/512044/api_access_profiles"
    body = {"name": "New", "api_client_id": 3501, "api_collection_ids": [3301], "auth_type": auth_type}
    created = http.post(customer, json=body).raise_for_status().json()
    secrets = [created[name] for name in ("secret", "oauth_client_secret") if created.get(name)]
    text = http.get(f"{str(http.base_url).removesuffix('/api/')}/_mock/journal").text
    assert secrets
    assert "create_api_access_profile" in text
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize("name", MODELS)
def test_the_repr_of_a_model_has_no_secret(name: str) -> None:
    """A `repr` hides the secret properties of a model and shows the others; the attributes have the values."""
    properties = DOCUMENT["components"]["schemas"][name].get("properties", {})
    secret = {key: f"canary-{key}" for key, inner in properties.items() if inner.get("x-secret") is True}
    shown = {
        key: f"plain-{key}" for key, inner in properties.items() if key not in secret and inner.get("type") == "string"
    }
    model = getattr(models, name).from_dict({**secret, **shown})
    assert [value for value in secret.values() if value in repr(model)] == []
    assert [value for value in shown.values() if value not in repr(model)] == []
    assert model.to_dict() == {**secret, **shown}


@pytest.mark.parametrize("form", ["table", "csv"])
@pytest.mark.parametrize("operation_id", WITH_SECRETS)
def test_the_command_prints_no_secret(operation_id: str, form: str, api_url: str, tmp_path: Path) -> None:
    """Tables, CSV and the log hide the secrets of requests and responses; `--show-secrets` shows those of responses."""
    operation = OPERATIONS[operation_id]
    body = request_of(operation_id)[2]
    words = words_of(operation_id, {**arguments(operation), **(body or {})}, tmp_path)
    environment = {
        "WORKATO_EMBEDDED_API_TOKEN": "a-token",
        "WORKATO_EMBEDDED_BASE_URL": api_url,
        "WORKATO_EMBEDDED_LOG": "debug",
    }
    hidden = run(*words, "-o", form, **environment)
    shown = run(*words, "-o", form, "--show-secrets", **environment)
    assert (hidden.exit_code, shown.exit_code) == (0, 0), hidden.output
    fields = [field for field in FIELDS if field.operation_id == operation_id]
    assert [field.value for field in fields if field.value in hidden.output] == []
    assert [str(field) for field in fields if field.part != "request" and field.value not in shown.output] == []


WORDS = st.sampled_from(["my", "old", "user", "crm", "http", "x", "primary"])
STYLES = st.sampled_from(["{}_{}", "{}-{}", "{} {}", "{}.{}", "{}{}"])


@st.composite
def names_of(draw: st.DrawFn, words: list[str]) -> str:
    """Draw a name whose last word is one of some words, in any common style."""
    first, last, style = draw(WORDS), draw(st.sampled_from(words)), draw(STYLES)
    return style.format(first, last.capitalize() if style == "{}{}" else last)


def both_masks(value: Any) -> tuple[Any, Any]:
    """Return a JSON value of unknown fields as the client and as the mock mask it."""
    return masked(value, REDACTED), Redactor(Secrets(DOCUMENT)).fields(value)


@given(name=names_of([*NAMES["parts"], *NAMES["endings"]]), depth=st.integers(0, 3))
def test_unknown_fields_with_a_suggestive_name_are_secret(name: str, depth: int) -> None:
    """Client and mock mask a string below a suggestive name, at any depth."""
    value: Any = {name: "a-value"}
    for _ in range(depth):
        value = {"items": [value]}
    assert all("a-value" not in json.dumps(shown) for shown in both_masks(value)), name
    assert "a-value" not in repr(models.Connection.from_dict({"extra": value}))


@given(name=names_of(NAMES["exceptions"]), part=st.sampled_from(NAMES["parts"]))
def test_unknown_fields_that_describe_a_secret_are_shown(name: str, part: str) -> None:
    """Client and mock show the type, the status or the count of a secret, and no container is masked itself."""
    value = {f"{part}_{name}": "a-value", f"{part}s": 3, f"has_{part}": True, f"{part}_list": [], f"{part}_map": {}}
    assert both_masks(value) == (value, value)


JSON_NAMES = names_of([*NAMES["parts"], *NAMES["endings"], *NAMES["exceptions"], "value", "name", "key", "items"])
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.text("abc ", max_size=5) | st.sampled_from(["password", "color"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(JSON_NAMES | st.sampled_from(["name", "value"]), inner),
    max_leaves=8,
)


@given(JSON_VALUES)
def test_client_and_mock_mask_the_same_values(value: Any) -> None:
    """Client and mock mask any value equally, although each implements the rules of spec/README.md itself."""
    of_client, of_mock = both_masks(value)
    assert of_client == of_mock
