"""Requests of real programs that differ from the document are served with a note, and rejected in strict mode."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workato_embedded_mock import MockServer
from workato_embedded_mock.openapi.document import Document, operations_of
from workato_embedded_mock.openapi.older_names import OLDER_NAMES, OlderName

_HERE = "/managed_users/512044"
# How to send the names of each operation: method, path, other parameters, a value, and another value.
OLDER_NAME_CALLS: dict[str, tuple[str, str, dict[str, str], Any, Any]] = {
    "list_recipes": ("GET", f"{_HERE}/recipes", {}, "true", "false"),
    "list_jobs": ("GET", f"{_HERE}/recipes/9001/jobs", {}, "true", "false"),
    "list_properties": ("GET", f"{_HERE}/properties", {"project_id": "523200"}, "ADMIN", ""),
    "create_folder": ("POST", f"{_HERE}/folders", {}, "Older", "Newer"),
    "add_lookup_table_row": ("POST", f"{_HERE}/lookup_tables/4101/rows", {}, {"code": "NZ"}, {"code": "PT"}),
    "update_lookup_table_row": ("PUT", f"{_HERE}/lookup_tables/4101/rows/8801", {}, {"code": "NZ"}, {"code": "PT"}),
    "batch_delete_lookup_tables": ("POST", f"{_HERE}/lookup_tables/batch_delete", {}, [4101], [4101]),
}
CODE = json.dumps({"number": 0, "provider": "clock", "name": "scheduled_event", "keyword": "trigger", "block": []})
# Objects that can be read and written: how they are read, and where they are written.
OBJECTS = [
    ("/managed_users/512044", "/managed_users/512044"),
    ("/managed_users/512044/members/771203", "/managed_users/512044/members/771203"),
    ("/managed_users/512044/connections#7101", "/managed_users/512044/connections/7101"),
    ("/managed_users/512044/recipes/9002", "/managed_users/512044/recipes/9002"),
]


@pytest.fixture(scope="module")
def strict() -> Iterator[httpx.Client]:
    """Return a client of a server in strict mode."""
    with (
        MockServer(strict=True) as server,
        httpx.Client(base_url=server.url, headers={"Authorization": "Bearer strict"}) as client,
    ):
        yield client


def reasons(response: httpx.Response) -> list[dict[str, str]]:
    """Return the reasons of a response."""
    found: list[dict[str, str]] = json.loads(response.headers.get("X-Mock-Reason", "[]"))
    return found


def texts(response: httpx.Response) -> str:
    """Return the texts of the reasons of a response, joined."""
    return " ".join(reason["text"] for reason in reasons(response))


@given(st.lists(st.integers(1, 3), min_size=4, max_size=4))
@settings(max_examples=25)
def test_empty_segments_are_dropped_with_a_note(server: MockServer, slashes: list[int]) -> None:
    """Any number of slashes is served like one, and the note names the path that was served."""
    names = ["api", "managed_users", "512044", "recipes"]
    path = "".join("/" * count + name for count, name in zip(slashes, names, strict=True))
    response = httpx.get(server.root_url + path, headers={"Authorization": "Bearer slashes"})
    assert response.status_code == 200
    assert ("served as /api/managed_users/512044/recipes" in texts(response)) == (slashes != [1, 1, 1, 1])


def test_strict_mode_rejects_empty_segments(strict: httpx.Client) -> None:
    """The response is a 404 with the reason."""
    response = strict.get(f"{strict.base_url!s}/managed_users//512044")
    assert (response.status_code, reasons(response)[0]["keyword"]) == (404, "emptySegment")


@pytest.mark.parametrize("path", ["/managed_users", "/managed_users/512044", "/managed_users/7", "/integrations/all"])
def test_head_has_the_status_and_headers_of_get(client: httpx.Client, path: str) -> None:
    """HEAD is served wherever GET is, without a body."""
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_form_is_read_with_a_note(client: httpx.Client, strict: httpx.Client, northwind: str) -> None:
    """The simple fields of a form are read, converted to the types of the document."""
    form = {"name": "C", "provider": "jira", "folder_id": "5512", "shell_connection": "true"}
    response = client.post(f"{northwind}/connections", data=form)
    assert (response.json()["name"], response.json()["folder_id"]) == ("C", 5512)
    assert "form" in texts(response)
    recipe = client.post(f"{northwind}/recipes", data={"recipe[name]": "R", "recipe[code]": CODE}).json()
    assert client.get(f"{northwind}/recipes/{recipe['id']}").json()["name"] == "R"
    assert strict.post(f"{northwind}/connections", data=form).status_code == 400
    broken = client.post(f"{northwind}/connections", content=b"\xff", headers={"Content-Type": "text/plain"})
    assert broken.status_code == 400


def test_hints_are_given_only_where_nothing_was_found(client: httpx.Client, northwind: str) -> None:
    """A rejected request of a path that exists does not name another path."""
    response = client.get(f"{northwind}/recipes", params={"stop_cause": "boredom"})
    assert (response.status_code, "meant is" in texts(response)) == (400, False)
    unknown = client.get("/managed_users/7/recipes")
    assert (unknown.status_code, "meant is" in texts(unknown)) == (404, False)


@pytest.mark.parametrize(
    ("sent", "noted"),
    [("true", False), ("1", False), ("True", True), ("yes", True), ("false", False), ("0", False), ("no", True)],
)
def test_booleans_in_queries(
    client: httpx.Client, strict: httpx.Client, northwind: str, sent: str, noted: bool
) -> None:
    """The values that the API takes are read; others that clients send are noted."""
    response = client.get(f"{northwind}/recipes", params={"running": sent})
    wanted = [9001] if sent.lower() in {"true", "1", "yes"} else [9002, 9001]
    assert [recipe["id"] for recipe in response.json()["result"]] == wanted
    assert bool(reasons(response)) is noted
    assert strict.get(f"{northwind}/recipes", params={"running": sent}).status_code == (400 if noted else 200)


def send_names(client: httpx.Client, row: OlderName, *, old: Any = None, new: Any = None) -> httpx.Response:
    """Send the old name, the new one or both, each with its value where the row has it."""
    method, path, extra, _value, _other = OLDER_NAME_CALLS[row.operation_id]
    parts: dict[str, dict[str, Any]] = {"query": dict(extra), "body": {}}
    if old is not None:
        parts[row.old_in][row.old] = old
    if new is not None:
        parts[row.new_in][row.new] = new
    return client.request(method, path, params=parts["query"], json=parts["body"] or None)


@pytest.mark.parametrize("row", OLDER_NAMES, ids=lambda row: f"{row.operation_id}-{row.old}-in-{row.old_in}")
def test_each_older_name_is_served(
    open_client: Callable[..., httpx.Client], strict: httpx.Client, row: OlderName
) -> None:
    """The older name has the effect of the new one, with a note; with both, the new one counts."""
    *_, value, other = OLDER_NAME_CALLS[row.operation_id]

    def result(ways: str, **sent: Any) -> tuple[Any, str]:
        response = send_names(open_client(f"{row.operation_id}-{row.old}-{row.old_in}-{ways}"), row, **sent)
        assert response.status_code == 200, response.headers
        return without_times(response.json()), texts(response)

    by_old, note = result("old", old=value)
    by_new, without_note = result("new", new=value)
    assert (by_old, without_note) == (by_new, "")
    assert f"older name of {row.new}" in note or f"{row.new} belongs into the body" in note
    both, note = result("both", old=value, new=other)
    assert both == result("other", new=other)[0]
    assert f"{row.new} was sent" in note
    assert send_names(strict, row, old=value).status_code == 400


def without_times(value: Any) -> Any:
    """Return a result without the times of its creation and change."""
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key not in {"created_at", "updated_at"}}
    return [without_times(item) for item in value] if isinstance(value, list) else value


def test_the_operations_of_older_names_exist(document: Document) -> None:
    """Each row names an operation and a parameter or field of the document."""
    declared = {each["operationId"]: json.dumps(each) for _path, _method, each in operations_of(document.content)}
    assert {row.operation_id for row in OLDER_NAMES} == OLDER_NAME_CALLS.keys()
    assert OLDER_NAME_CALLS.keys() <= declared.keys()


@given(number=st.sampled_from([5512, 5513]), as_text=st.booleans())
@settings(max_examples=10)
def test_ids_in_bodies_are_numbers_or_text(server: MockServer, number: int, as_text: bool) -> None:
    """An id of the other type is served with a note."""
    wanted = str(number) if as_text else number
    with httpx.Client(base_url=server.url, headers={"Authorization": "Bearer ids"}) as client:
        here = "/managed_users/512044"
        made = {
            "folders": {"name": "F", "parent_id": wanted},
            "connections": {"provider": "jira", "folder_id": wanted},
            "roles/2202/copy": {"name": "A", "folder_ids": [wanted]},
            "recipes": {"recipe": {"code": CODE, "folder_id": wanted}},
        }
        for path, body in made.items():
            response = client.post(f"{here}/{path}", json=body)
            assert response.status_code == 200, response.text
            assert ("was read as" in texts(response)) is (as_text is (path == "connections"))
        assert client.post(f"{here}/lookup_tables/batch_delete", json={"ids": ["4101"]}).status_code == 200
        client.post(f"{server.root_url}/_mock/reset")


@pytest.mark.parametrize(
    ("path", "wrapper", "name"),
    [
        ("/managed_users/512044/recipes", "recipe", "folder_id"),
        ("/managed_users/512044/api_collections", "", "project_id"),
    ],
)
def test_a_disputed_number_is_served_with_the_real_error(
    client: httpx.Client, strict: httpx.Client, path: str, wrapper: str, name: str
) -> None:
    """The note quotes the 400 that was recorded, and strict mode returns it."""
    value = 5512 if name == "folder_id" else 523200
    fields = {"name": "N", "code": CODE, name: value} if wrapper else {"name": "N", name: value}
    body = {wrapper: fields} if wrapper else fields
    error = f"Invalid parameter '{name}' value {value}: Must be a String"
    response = client.post(path, json=body)
    assert (response.status_code, error in texts(response)) == (200, True)
    rejected = strict.post(path, json=body)
    assert (rejected.status_code, rejected.json()) == (400, {"message": error})
    assert strict.post(path, json={wrapper: {**fields, name: str(value)}} if wrapper else {**fields, name: str(value)})


@pytest.mark.parametrize("wrapper", [None, "object"])
@pytest.mark.parametrize(("read", "write"), OBJECTS, ids=[write for _read, write in OBJECTS])
def test_an_object_that_was_read_can_be_sent_back(
    client: httpx.Client, read: str, write: str, wrapper: str | None
) -> None:
    """The object stays the same, and one note names the fields that are read-only."""
    found = _read(client, read)
    wrapper = wrapper and ("recipe" if "/recipes/" in write else "object")
    response = client.put(write, json={wrapper: found} if wrapper else found)
    assert response.status_code == 200, response.headers
    assert response.json().get("success") is not False
    assert len([reason for reason in reasons(response) if "read-only fields" in reason["text"]]) == 1
    changing = {"updated_at", "version_no", "authorized_at"}
    now = _read(client, read)
    assert {key: now[key] for key in found if key not in changing} == {
        key: found[key] for key in found if key not in changing
    }


def _read(client: httpx.Client, path: str) -> Any:
    """Return an object, alone or by its id in a list."""
    path, _, wanted = path.partition("#")
    body = client.get(path).json()
    body = body.get("result", body)
    return next(item for item in body if str(item["id"]) == wanted) if wanted else body


def test_strict_mode_takes_flat_bodies(strict: httpx.Client, northwind: str) -> None:
    """The vendor's own client sends them; a wrong type in one is named as such."""
    made = strict.post(f"{northwind}/recipes", json={"name": "R", "code": CODE})
    assert made.json()["success"] is True
    wrong = strict.put(f"{northwind}/recipes/{made.json()['id']}", json={"name": "S", "folder_id": 5512})
    assert (wrong.status_code, wrong.json()["message"][:29]) == (400, "Invalid parameter 'folder_id'")
    assert [reason["pointer"] for reason in reasons(wrong) if reason["keyword"] != "required"] != []


@pytest.mark.parametrize("provider", ["gmail", "rest", "netsuite", "acme_erp_connector_77_1690000000"])
def test_any_connector_is_taken(client: httpx.Client, strict: httpx.Client, northwind: str, provider: str) -> None:
    """An unknown connector is noted, its picklists are empty, and strict mode rejects it."""
    sent = {"name": "C", "provider": provider, "input": {"user": "a"}}
    response = client.post(f"{northwind}/connections", json=sent)
    assert (response.json()["provider"], response.json()["authorization_status"]) == (provider, "success")
    assert "does not know the connector" in texts(response)
    path = f"{northwind}/connections/{response.json()['id']}/pick_list"
    listed = client.post(path, json={"pick_list_name": "any"})
    assert (listed.json(), bool(reasons(listed))) == ({"result": []}, True)
    assert client.get("/integrations", params={"applications": provider}).json() == {"items": []}
    assert strict.post(f"{northwind}/connections", json=sent).status_code == 400


def test_parameters_follow_the_code(client: httpx.Client, northwind: str) -> None:
    """The first step has the parameters and their schema; ids of connections may be text."""
    schema = [{"name": "channel", "type": "string", "label": "Channel"}]
    code = {**json.loads(CODE), "param": {"channel": "C1"}, "parameters_schema": json.dumps(schema)}
    config = json.dumps([{"keyword": "application", "name": "jira", "provider": "jira", "account_id": "7101"}])
    sent = {"name": "R", "code": json.dumps(code), "config": config}
    made = client.post(f"{northwind}/recipes", json={"recipe": sent}).json()["id"]
    found = client.get(f"{northwind}/recipes/{made}").json()
    assert (found["parameters"], found["parameters_schema"]) == ({"channel": "C1"}, schema)
    assert found["config"][0]["account_id"] == 7101
    client.put(f"{northwind}/recipes/{made}", json={"recipe": {"code": CODE}})
    found = client.get(f"{northwind}/recipes/{made}").json()
    assert (found["parameters"], found["parameters_schema"]) == ({}, [])


@pytest.mark.parametrize("path", ["/managed_users", "/nowhere", "/managed_users/7", "/../_mock/health"])
def test_every_response_has_the_same_id_in_two_headers(client: httpx.Client, server: MockServer, path: str) -> None:
    """An id that was sent is returned; otherwise it is new."""
    url = f"{server.root_url}/_mock/health" if "_mock" in path else path
    headers = client.get(url).headers
    assert headers["X-Request-Id"] == headers["X-Correlation-Id"] != client.get(url).headers["X-Request-Id"]
    assert len(headers["X-Request-Id"]) == 32
    for name in ("X-Request-Id", "X-Correlation-Id"):
        headers = client.get(url, headers={name: "mine-1"}).headers
        assert headers["X-Request-Id"] == headers["X-Correlation-Id"] == "mine-1"


def test_an_unreadable_filter_in_a_body_of_a_get_is_no_undocumented_400(client: httpx.Client, northwind: str) -> None:
    """The list of connections documents no 400, so a value that matches nothing gives an empty list."""
    for value in (0.0, [1], {"a": 1}):
        response = client.request("GET", f"{northwind}/connections", json={"folder_id": value})
        assert (response.status_code, response.json()) == (200, {"result": []})


# Each tolerated deviation as the proxy sees it: method, path, keyword arguments.
DEVIATIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/api//managed_users", {}),
    ("GET", "//api/managed_users", {}),
    ("GET", "/api/managed_users/512044/recipes?running=yes", {}),
    ("GET", "/api/managed_users/512044/recipes?active=true", {}),
    ("POST", "/api/managed_users/512044/folders", {"json": {"name": "F", "parent_id": 5512}}),
    ("POST", "/api/managed_users/512044/recipes", {"json": {"name": "R", "code": CODE}}),
    ("POST", "/api/managed_users/512044/recipes", {"json": {"recipe": {"code": CODE, "folder_id": 5512}}}),
    ("POST", "/api/managed_users/512044/connections", {"data": {"provider": "jira"}}),
    ("PUT", "/api/managed_users/512044/recipes/9002", {"json": {"recipe": {"config": []}}}),
]


@pytest.mark.parametrize(("method", "path", "sent"), DEVIATIONS, ids=[quote(path) for _m, path, _s in DEVIATIONS])
def test_the_proxy_reports_each_deviation(
    open_proxy: Any, server: MockServer, method: str, path: str, sent: dict[str, Any]
) -> None:
    """The request is served by the API, and its deviation is among the findings."""
    client, app = open_proxy(server.root_url)
    root = str(client.base_url).removesuffix("/api/")
    response = client.request(method, root + path, **sent)
    assert response.status_code == 200, response.text
    assert reasons(response) != []
    assert app.summary.as_json() != {}
