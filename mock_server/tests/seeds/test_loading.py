"""A namespace starts with the objects of the seed, and an invalid seed is rejected."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import Document, load_fixtures
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.loading import load_seed

HEADERS = {"Authorization": "Bearer seeds"}


def load(document: Document, path: Path) -> object:
    """Read and check a seed as a server does when it starts."""
    return load_seed(read_seed(str(path)), SchemaCompiler(document.content))


def fixtures() -> Any:
    """Return a copy of the published fixtures."""
    return copy.deepcopy(load_fixtures()[1])


def test_the_default_seed_equals_the_fixtures(client: httpx2.Client) -> None:
    """With the default seed each object of the fixtures is returned unchanged."""
    published = fixtures()
    for entry in published["ManagedUser"].values():
        assert client.get(f"/managed_users/{entry['value']['id']}").json() == entry["value"]
    for entry in published["Member"].values():
        path = f"/managed_users/{entry['in']['managed_user_id']}/members/{entry['value']['id']}"
        assert client.get(path).json() == entry["value"]
    for schema, path in (("Connection", "connections"), ("LookupTable", "lookup_tables")):
        listed = client.get(f"/managed_users/512044/{path}").json()["result"]
        assert listed == [entry["value"] for entry in published[schema].values()]
    for entry in published["LookupTableRow"].values():
        path = f"/managed_users/512044/lookup_tables/4101/rows/{entry['value']['id']}"
        assert client.get(path).json() == {"result": entry["value"]}
    for entry in published["PropertyMap"].values():
        query = {"prefix": "", **{name: entry["in"][name] for name in entry["in"] if name == "project_id"}}
        response = client.get(f"/managed_users/{entry['in']['managed_user_id']}/properties", params=query)
        assert response.json() == {"result": entry["value"]}


def test_an_empty_seed_has_no_objects_and_distinct_ids() -> None:
    """With an empty seed the first ids of customers and members are in different ranges."""
    with MockServer(seed="empty") as server, httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        assert client.get("/managed_users").json() == {"result": [], "count": 0, "page": 1, "per_page": 100}
        assert client.get("/managed_users/usage").json() == {"result": {}}
        user = client.post("/managed_users", json={"name": "a", "notification_email": "b"}).json()["id"]
        member = client.post(f"/managed_users/{user}/members", json={"name": "a"}).json()["id"]
        assert (user, member) == (500001, 700001)


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".yml"])
def test_a_seed_file_may_be_yaml_or_json(tmp_path: Path, suffix: str) -> None:
    """A seed may have objects of a few schemas only, and unquoted times are text."""
    published = fixtures()
    seed = {"ManagedUser": {"contoso": published["ManagedUser"]["contoso"]}}
    path = tmp_path / f"seed{suffix}"
    path.write_text(json.dumps(seed) if suffix == ".json" else re.sub(r"'(\d{4}-.*)'", r"\1", yaml.safe_dump(seed)))
    with MockServer(seed=str(path)) as server:
        listed = httpx2.get(f"{server.url}/managed_users", headers=HEADERS).json()["result"]
    assert [user["external_id"] for user in listed] == ["acme/42"]
    assert listed[0]["created_at"] == "2023-11-01T08:00:00.000-07:00"


def _set(*steps: Any) -> Any:
    """Return a function that changes a value of the fixtures; the last step is the new value."""

    def change(content: Any) -> None:
        *way, name, value = steps
        for step in way:
            content = content[step]
        content[name] = value

    return change


@pytest.mark.parametrize(
    ("change", "pointer", "sentence"),
    [
        (_set("ManagedUser", "northwind", "value", "name", 5), "/ManagedUser/northwind/value/name", "not of type"),
        (_set("ManagedUser", "northwind", "value", {}), "/ManagedUser/northwind/value/id", "required"),
        (_set("ManagedUser", "northwind", "in", {"a": 1}), "/ManagedUser/northwind/in/a", "unknown name; allowed"),
        (_set("ManagedUser", "northwind", 5), "/ManagedUser/northwind", "must be a mapping"),
        (_set("ManagedUser", "northwind", {}), "/ManagedUser/northwind", "must have `value`"),
        (_set("ManagedUser", "northwind", "extra", 1), "/ManagedUser/northwind", "nothing else"),
        (_set("ManagedUser", "contoso", "value", "id", 512044), "/ManagedUser/contoso/value/id", "has the id 512044"),
        (
            _set("ManagedUser", "contoso", "value", "external_id", "cust-0042"),
            "/ManagedUser/contoso/value/external_id",
            "another customer",
        ),
        (_set("Member", "sam", "in", {}), "/Member/sam/in", "managed_user_id is missing"),
        (
            _set("Member", "sam", "in", "managed_user_id", 7),
            "/Member/sam/in/managed_user_id",
            "no object with the id 7",
        ),
        (_set("Member", "sam", "in", "managed_user_id", []), "/Member/sam/in/managed_user_id", "no object with the id"),
        (_set("Member", "dana", "value", "id", 771203), "/Member/dana/value/id", "has the id 771203"),
        (_set("Connection", "jira", "in", "runtime", "yes"), "/Connection/jira/in/runtime", "true"),
        (
            _set("LookupTable", "country_codes", "value", "schema", "{}"),
            "/LookupTable/country_codes/value/schema",
            "a JSON array",
        ),
        (
            _set("LookupTable", "country_codes", "value", "schema", '[{"label": "a", "name": "col11"}]'),
            "/LookupTable/country_codes/value/schema",
            "col1 to col10",
        ),
        (
            _set("LookupTable", "country_codes", "value", "project_id", "x"),
            "/LookupTable/country_codes/value/project_id",
            "digits",
        ),
        (
            _set("LookupTableRow", "thailand", "value", "data", {"nothing": "x"}),
            "/LookupTableRow/thailand/value/data/nothing",
            "no column",
        ),
        (
            _set("LookupTableRow", "thailand", "in", "managed_user_id", 512101),
            "/LookupTableRow/thailand/in/lookup_table_id",
            "another customer",
        ),
        (
            _set("PropertyMap", "northwind_order_to_cash", "in", "managed_user_id", 512101),
            "/PropertyMap/northwind_order_to_cash/in/project_id",
            "another customer",
        ),
        (
            _set("PropertyMap", "northwind_order_to_cash", "in", "project_id", 0),
            "/PropertyMap/northwind_order_to_cash/in/project_id",
            "positive",
        ),
        (
            _set("PropertyMap", "again", {"in": {"managed_user_id": 512044}, "value": {"crm_sync.batch_size": "1"}}),
            "/PropertyMap/again/value/crm_sync.batch_size",
            "defined twice",
        ),
        (_set("Unknown", {}), "/Unknown", "the document has no schema Unknown"),
        (_set("a/b", {}), "/a~1b", "the document has no schema a/b"),
        (_set("Member", []), "/Member", "must be a mapping"),
    ],
)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_an_invalid_seed_is_rejected_with_file_line_and_pointer(
    tmp_path: Path, document: Document, change: Any, pointer: str, sentence: str, suffix: str
) -> None:
    """A seed with an object that does not match its schema, or that refers to an unknown object, is rejected."""
    content = fixtures()
    change(content)
    path = tmp_path / f"seed{suffix}"
    path.write_text(json.dumps(content, indent=1) if suffix == ".json" else yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(StartError) as caught:
        load(document, path)
    message = str(caught.value)
    assert f"is invalid at {pointer}: " in message
    assert sentence in message
    line = int(message.split(f"{path}:")[1].split(" ")[0])
    key = pointer.rsplit("/", 1)[1].replace("~1", "/")
    around = path.read_text().splitlines()[max(line - 2, 0) : line]
    assert any(key in text for text in around) or key in {"id", "in", "a"}


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("missing.yaml", None, "cannot be read: No such file"),
        ("seed.yaml", b"a: [", "does not parse"),
        ("seed.yaml", b"\xff", "is not UTF-8"),
        ("seed.json", b"{", "does not parse: not JSON"),
        ("seed.yaml", b"a: &x [*x]", "does not parse"),
        ("seed.yaml", b'a: "\\0"', "NUL"),
        ("seed.yaml", b"a: .nan", "does not parse"),
        ("seed.yaml", b"a: !!python/object:os.system {}", "does not parse"),
        ("seed.yaml", b"a: !!set {b}", "does not parse"),
        ("seed.yaml", b"", "must be a mapping"),
        ("seed.yaml", b"- a", "must be a mapping"),
    ],
)
def test_a_file_that_is_not_a_seed_is_rejected(
    tmp_path: Path, document: Document, name: str, data: bytes | None, sentence: str
) -> None:
    """A file that is not a seed is rejected in one sentence with its name."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(StartError, match=sentence) as caught:
        load(document, path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
