"""The readers that are fuzzed: each takes bytes and returns, or raises its own error for input that it rejects."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
from hypothesis import strategies as st
from workato_embedded_mock.app import create_app
from workato_embedded_mock.settings import Settings
from workato_embedded_mock.testing.transports import MockTransport

from contract_tests.support.validator import ROOT
from contract_tests.tools.fuzzing.readers.mutations import damaged, hostile_json
from generator.bundle import Bundle, bundle
from generator.drift import find
from generator.findings import GeneratorError
from generator.observe import observe, report
from generator.vendor_index import read_index

_CODE = {
    "number": 0,
    "keyword": "trigger",
    "provider": "clock",
    "name": "scheduled_event",
    "parameters_schema": "[]",
    "block": [
        {
            "number": 1,
            "keyword": "action",
            "provider": "jira",
            "name": "create_issue",
            "input": {"flow_id": {"zip_name": "a.recipe.json", "name": "A", "folder": ""}},
        }
    ],
}
_ACCOUNT = {"zip_name": "Shared/jira.connection.json", "name": "Jira", "folder": "Shared"}
_CONFIG = [{"keyword": "application", "provider": "jira", "skip_validation": False, "account_id": _ACCOUNT}]
_COLUMNS = [{"label": "code", "name": "col1", "type": "string"}]
# A package: its JSON files by name.
PACKAGE: dict[str, Any] = {
    "a.recipe.json": {"name": "A", "description": None, "version": 1, "code": _CODE, "config": _CONFIG},
    "Shared/jira.connection.json": {"name": "Jira", "provider": "jira", "root_folder": False},
    "c.custom_adapter.json": {"title": "C", "description": None, "version_no": 3},
    "codes.lookup_table.json": {"name": "codes", "schema": json.dumps(_COLUMNS), "data": "code\n1\n"},
}
_EXPORTERS = ROOT / "generator/tests/observe/exporters"
_CUSTOMER = "/managed_users/Ereaders"
_NEW = {"name": "Readers", "notification_email": "readers@example.com", "external_id": "readers"}


@dataclass(frozen=True)
class Target:
    """A reader.

    Attributes:
        inputs: What is read.
        read: Reads it; input that is rejected with the error of the reader raises nothing.
    """

    inputs: st.SearchStrategy[bytes]
    read: Callable[[bytes], None]


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _plain_package() -> dict[str, bytes]:
    return {name: json.dumps(content).encode() for name, content in PACKAGE.items()}


def _packages() -> st.SearchStrategy[bytes]:
    """Return a strategy of packages whose zip file is damaged, or whose files are."""
    plain = _plain_package()
    names = st.sampled_from(sorted(plain))

    def replaced(name: str) -> st.SearchStrategy[bytes]:
        contents = hostile_json([PACKAGE[name]]) | damaged([plain[name]])
        return contents.map(lambda content: _zipped({**plain, name: content}))

    return names.flatmap(replaced) | damaged([_zipped(plain)])


def _pages() -> st.SearchStrategy[bytes]:
    """Return a strategy of damaged pages in the three formats."""
    rows = [(row["method"], row["path_in_index"]) for row in read_index(ROOT / "spec")][:8]
    lines = "".join(f"| {method} | {path} | Does one thing. |\n" for method, path in rows)
    table = f"# Index\n\n| Type | Resource | Description |\n|---|---|---|\n{lines}\nLast updated: 11/20/2023"
    fields = "## Query parameters\n\n| Name | Type | Description |\n|---|---|---|\n| page | integer | x |\n"
    cells = "".join(f'<tr><td>{method}<td rowspan="1"><a href="#x">{path}</a><td>A' for method, path in rows)
    page = f"<html><body><h2>Index</h2><table><tr><th>Type<th>Resource<th>Description{cells}</table>"
    front = f"---\nlast_updated: 2023-11-20\n---\n{table}"
    texts = [table, page, front, f"{table}\n\n# Tags\n\nGET /api/managed_users\n\n{fields}"]
    return damaged([text.encode() for text in texts])


def _recordings() -> st.SearchStrategy[bytes]:
    """Return a strategy of damaged recordings of several exporters."""
    texts = [path.read_bytes() for path in sorted(_EXPORTERS.glob("*.har"))]
    return hostile_json([json.loads(text) for text in texts]) | damaged(texts)


@cache
def _spec() -> Bundle:
    return bundle(ROOT / "spec")


def _with_file(read: Callable[[Path], object], data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(GeneratorError):
        path = Path(folder, "input")
        path.write_bytes(data)
        # What is printed must be text that can be written.
        str(read(path)).encode()


def _read_page(data: bytes) -> None:
    _with_file(lambda path: find(_spec(), [path], partial=True), data)


def _read_recording(data: bytes) -> None:
    _with_file(lambda path: report(_spec(), observe(_spec(), path), every_field=True), data)


@cache
def _client() -> httpx2.Client:
    """Return a client of an app in this process."""
    app = create_app(Settings(seed="empty", transitions="immediate", journal=10))
    headers = {"Authorization": "Bearer readers"}
    return httpx2.Client(base_url="http://workato.mock/api", headers=headers, transport=MockTransport(app))


def _import_package(data: bytes) -> None:
    """Import a package; what was imported must be listed, exported and kept in a state that can be imported."""
    client, control = _client(), "http://workato.mock/_mock"
    client.post(f"{control}/reset").raise_for_status()
    client.post("/managed_users", json=_NEW).raise_for_status()
    query = {"folder_id": client.post(f"{_CUSTOMER}/folders", json={"name": "Imported"}).json()["id"]}
    imported = client.post(f"{_CUSTOMER}/imports", params=query, content=data)
    assert imported.status_code in (200, 400), imported.text
    for kind in ("recipes", "connections", "lookup_tables"):
        assert client.get(f"{_CUSTOMER}/{kind}").status_code == 200
    assert client.get(f"{control}/journal").status_code == 200
    state = client.get(f"{control}/state").raise_for_status().content
    assert client.put(f"{control}/state", content=state).status_code == 200


def targets() -> dict[str, Target]:
    """Return the readers by name."""
    return {
        "packages": Target(_packages(), _import_package),
        "pages": Target(_pages(), _read_page),
        "recordings": Target(_recordings(), _read_recording),
    }
