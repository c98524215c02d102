"""Packages with odd content are imported as far as possible, and never fail the server."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock import MockServer

from contract_tests.scenarios.real_world.package_files import Generated, packages, zipped

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2**65) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "zip_name"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def odd_client() -> Iterator[httpx2.Client]:
    """Yield a client of a server on which exports and imports end at once."""
    with (
        MockServer(transitions="immediate") as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer odd-packages"}) as client,
    ):
        yield client


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each value in JSON, from the outside to the inside."""
    yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*path, key))


def replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return JSON with another value at a path."""
    if not path:
        return value
    changed = copy.copy(node)
    changed[path[0]] = replaced(node[path[0]], path[1:], value)
    return changed


def import_and_export(client: httpx2.Client, files: dict[str, Any]) -> None:
    """Import a package into a new customer, twice, and export it; nothing may be an error of the server."""
    made = client.post("/managed_users", json={"name": "Odd", "notification_email": "ops@example.com"}).json()
    path = f"/managed_users/{made['id']}"
    folder = client.post(f"{path}/folders", json={"name": "Odd"}).json()["id"]
    for _ in range(2):
        ended = client.post(f"{path}/imports", params={"folder_id": folder}, content=zipped(files))
        assert ended.status_code == 200, ended.text
        assert ended.json()["status"] == "completed", ended.text
        assert client.get(f"{path}/imports/{ended.json()['id']}").status_code == 200
    for recipe in client.get(f"{path}/recipes").json()["result"]:
        assert client.put(f"{path}/recipes/{recipe['id']}/start").status_code == 200
        client.put(f"{path}/recipes/{recipe['id']}/stop")
    manifest = {"name": "All", "folder_id": folder, "auto_generate_assets": True}
    made = client.post("/export_manifests", json={"export_manifest": manifest}).json()["result"]
    export = client.post(f"{path}/exports/{made['id']}")
    assert export.json()["result"]["status"] == "completed", export.text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packages(), st.data(), VALUES)
def test_any_value_may_be_odd(odd_client: httpx2.Client, package: Generated, data: st.DataObject, value: Any) -> None:
    """Any value of any asset may be replaced by another one: the import is completed, and can be exported."""
    files = package.assets
    name = data.draw(st.sampled_from(sorted(path for path in files if path.endswith(".json"))))
    place = data.draw(st.sampled_from(list(places(files[name]))))
    import_and_export(odd_client, {**files, name: replaced(files[name], place, value)})


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b",", b",\r\n"),
        lambda data: data.decode().encode("utf-16"),
        lambda _: b"",
        lambda data: data[:-1],
        lambda _: b"\0" * 100,
    ],
    ids=["byte order mark", "CRLF", "UTF-16", "empty", "truncated", "zeros"],
)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packages(), st.data())
def test_any_file_may_have_odd_bytes(
    odd_client: httpx2.Client, change: Callable[[bytes], bytes], package: Generated, data: st.DataObject
) -> None:
    """A file that is not plain JSON is read or kept, and the others are imported."""
    files = package.assets
    name = data.draw(st.sampled_from(sorted(path for path in files if path.endswith(".json"))))
    import_and_export(odd_client, {**files, name: change(json.dumps(files[name]).encode())})
