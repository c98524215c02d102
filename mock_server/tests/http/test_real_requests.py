"""Requests of real programs that differ from the document are served with a note, and rejected in strict mode."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
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
    "create_managed_user": (
        "POST",
        "/managed_users",
        {"name": "New", "notification_email": "new@example.com"},
        False,
        True,
    ),
    "update_managed_user": ("PUT", "/managed_users/512044", {}, True, False),
    "list_jobs": ("GET", f"{_HERE}/recipes/9001/jobs", {}, "true", "false"),
    "deploy_project": ("POST", f"{_HERE}/projects/523200/deploy", {}, "test", "prod"),
    "deploy_project_build": ("POST", f"{_HERE}/project_builds/3907/deploy", {}, "test", "prod"),
    "disconnect_connection": ("POST", f"{_HERE}/connections/7103/disconnect", {}, True, False),
    "list_properties": ("GET", f"{_HERE}/properties", {"project_id": "523200"}, "ADMIN", ""),
    "create_folder": ("POST", f"{_HERE}/folders", {}, "Older", "Newer"),
    "add_lookup_table_row": ("POST", f"{_HERE}/lookup_tables/4101/rows", {}, {"code": "NZ"}, {"code": "PT"}),
    "update_lookup_table_row": ("PUT", f"{_HERE}/lookup_tables/4101/rows/8801", {}, {"code": "NZ"}, {"code": "PT"}),
    "batch_delete_lookup_tables": ("POST", f"{_HERE}/lookup_tables/batch_delete", {}, [4101], [4101]),
}
# Fields of a body that an edition has in the query, by `x-also-in-query`.
IN_QUERY = tuple(
    OlderName(operation_id, name, name, "", new_in="body")
    for operation_id, name in (
        ("deploy_project", "environment_type"),
        ("deploy_project_build", "environment_type"),
        ("disconnect_connection", "force"),
    )
)
CODE = json.dumps({"number": 0, "provider": "clock", "name": "scheduled_event", "keyword": "trigger", "block": []})


@pytest.fixture(scope="module")
def strict() -> Iterator[httpx2.Client]:
    """Return a client of a server in strict mode."""
    with (
        MockServer(strict=True) as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer strict"}) as client,
    ):
        yield client


def reasons(response: httpx2.Response) -> list[dict[str, str]]:
    """Return the reasons of a response."""
    found: list[dict[str, str]] = json.loads(response.headers.get("X-Mock-Reason", "[]"))
    return found


def texts(response: httpx2.Response) -> str:
    """Return the texts of the reasons of a response, joined."""
    return " ".join(reason["text"] for reason in reasons(response))


@given(st.lists(st.integers(1, 3), min_size=4, max_size=4))
@settings(max_examples=25)
def test_empty_segments_are_dropped_with_a_note(server: MockServer, slashes: list[int]) -> None:
    """Any number of slashes is served like one, and the note names the path that was served."""
    names = ["api", "managed_users", "512044", "recipes"]
    path = "".join("/" * count + name for count, name in zip(slashes, names, strict=True))
    response = httpx2.get(server.root_url + path, headers={"Authorization": "Bearer slashes"})
    assert response.status_code == 200
    assert ("served as /api/managed_users/512044/recipes" in texts(response)) == (slashes != [1, 1, 1, 1])


def test_the_note_names_the_path_that_was_served(client: httpx2.Client) -> None:
    """Empty segments at the end are dropped too, so the request is one of the object before them."""
    response = client.get(f"{client.base_url!s}/managed_users/512044///")
    assert (response.status_code, response.json()["id"]) == (200, 512044)
    assert reasons(response)[0]["text"].endswith("served as /api/managed_users/512044")


def test_strict_mode_rejects_empty_segments(strict: httpx2.Client) -> None:
    """Strict mode returns 404 for an empty segment of a path, with the reason."""
    response = strict.get(f"{strict.base_url!s}/managed_users//512044")
    assert (response.status_code, reasons(response)[0]["keyword"]) == (404, "emptySegment")


@pytest.mark.parametrize("path", ["/managed_users", "/managed_users/512044", "/managed_users/7", "/integrations/all"])
def test_head_has_the_status_and_headers_of_get(client: httpx2.Client, path: str) -> None:
    """HEAD is served wherever GET is, without a body."""
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_form_is_read_with_a_note(client: httpx2.Client, strict: httpx2.Client, northwind: str) -> None:
    """The simple fields of a form are read with a note, converted to the types of the document."""
    form = {"name": "C", "provider": "jira", "folder_id": "5512", "shell_connection": "true"}
    response = client.post(f"{northwind}/connections", data=form)
    assert (response.json()["name"], response.json()["folder_id"]) == ("C", 5512)
    assert "form" in texts(response)
    recipe = client.post(f"{northwind}/recipes", data={"recipe[name]": "R", "recipe[code]": CODE}).json()
    assert client.get(f"{northwind}/recipes/{recipe['id']}").json()["name"] == "R"
    assert strict.post(f"{northwind}/connections", data=form).status_code == 400
    broken = client.post(f"{northwind}/connections", content=b"\xff", headers={"Content-Type": "text/plain"})
    assert broken.status_code == 400


def test_hints_are_given_only_where_nothing_was_found(client: httpx2.Client, northwind: str) -> None:
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
    client: httpx2.Client, strict: httpx2.Client, northwind: str, sent: str, noted: bool
) -> None:
    """Booleans in a query have the values that the API takes; others that clients send are read with a note."""
    response = client.get(f"{northwind}/recipes", params={"running": sent})
    wanted = [9001] if sent.lower() in {"true", "1", "yes"} else [9002, 9001]
    assert [recipe["id"] for recipe in response.json()["result"]] == wanted
    assert bool(reasons(response)) is noted
    assert strict.get(f"{northwind}/recipes", params={"running": sent}).status_code == (400 if noted else 200)


def send_names(client: httpx2.Client, row: OlderName, *, old: Any = None, new: Any = None) -> httpx2.Response:
    """Send the old name, the new one or both, each with its value where the row has it."""
    method, path, extra, _value, _other = OLDER_NAME_CALLS[row.operation_id]
    parts: dict[str, dict[str, Any]] = {"query": {}, "body": {}}
    parts["query" if method == "GET" else "body"] |= extra
    if old is not None:
        parts[row.old_in][row.old] = old
    if new is not None:
        parts[row.new_in][row.new] = new
    return client.request(method, path, params=parts["query"], json=parts["body"] or None)


@pytest.mark.parametrize(
    "row", [*OLDER_NAMES, *IN_QUERY], ids=lambda row: f"{row.operation_id}-{row.old}-in-{row.old_in}"
)
def test_each_older_name_is_served(
    open_client: Callable[..., httpx2.Client], strict: httpx2.Client, row: OlderName
) -> None:
    """An older name of a parameter has the effect of the new one, with a note; with both, the new one counts."""
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
    # A field that is not required is ignored by a strict mock, as in any body.
    rejected = send_names(strict, row, old=value)
    assert rejected.status_code == 400 or rejected.json()[row.new] is not value


def without_times(value: Any) -> Any:
    """Return a result without the times of its creation and change."""
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key not in {"created_at", "updated_at"}}
    return [without_times(item) for item in value] if isinstance(value, list) else value


def test_the_operations_of_older_names_exist(document: Document) -> None:
    """Each older name belongs to an operation of the document, and has a call."""
    declared = {each["operationId"]: json.dumps(each) for _path, _method, each in operations_of(document.content)}
    assert {row.operation_id for row in (*OLDER_NAMES, *IN_QUERY)} == OLDER_NAME_CALLS.keys()
    assert OLDER_NAME_CALLS.keys() <= declared.keys()


@given(number=st.sampled_from([5512, 5513]), as_text=st.booleans())
@settings(max_examples=10)
def test_ids_in_bodies_are_numbers_or_text(server: MockServer, number: int, as_text: bool) -> None:
    """An id in a body may have the other type, number or string, and is served with a note."""
    wanted = str(number) if as_text else number
    with httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer ids"}) as client:
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
    client: httpx2.Client, strict: httpx2.Client, path: str, wrapper: str, name: str
) -> None:
    """The note about a disputed number quotes the 400 that was recorded, and strict mode returns it."""
    value = 5512 if name == "folder_id" else 523200
    fields = {"name": "N", "code": CODE, name: value} if wrapper else {"name": "N", name: value}
    body = {wrapper: fields} if wrapper else fields
    error = f"Invalid parameter '{name}' value {value}: Must be a String"
    response = client.post(path, json=body)
    assert (response.status_code, error in texts(response)) == (200, True)
    rejected = strict.post(path, json=body)
    assert (rejected.status_code, rejected.json()) == (400, {"message": error})
    fields[name] = str(value)
    assert strict.post(path, json={wrapper: fields} if wrapper else fields).status_code == 200


@pytest.mark.parametrize(
    ("value", "shown"),
    [([5512], "[5512]"), (None, "nil"), (True, "true"), ({"id": [None, "é"]}, '{"id"=>[nil, "é"]}'), (5.5, "5.5")],
)
def test_a_400_names_the_parameter(client: httpx2.Client, northwind: str, value: object, shown: str) -> None:
    """The message of a 400 has the wording of the real API, which shows values as Ruby does."""
    response = client.post(f"{northwind}/recipes", json={"name": "R", "code": CODE, "folder_id": value})
    message = f"Invalid parameter 'folder_id' value {shown}: Must be a String"
    assert (response.status_code, response.json()) == (400, {"message": message})


def test_a_400_names_a_missing_parameter_where_the_real_api_names_parameters(
    client: httpx2.Client, northwind: str
) -> None:
    """A 400 names a missing parameter where the real API does; other operations return the documented message."""
    missing = client.post(f"{northwind}/api_collections", json={"version": "1.0"})
    assert (missing.status_code, missing.json()) == (400, {"message": "Missing parameter name"})
    documented = client.post(f"{northwind}/folders", json={"parent_id": "5512"})
    assert (documented.status_code, documented.json()) == (400, {"message": "Bad request"})


def test_a_rejection_names_only_what_is_wrong(client: httpx2.Client, northwind: str) -> None:
    """A field that is served does not cause a rejection; the note about it follows the reasons."""
    body = {"name": ["R"], "code": CODE, "folder_id": 5512}
    response = client.post(f"{northwind}/recipes", json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert reasons(response)[0]["pointer"] == "/body/recipe/name"
    assert [reason["pointer"] for reason in reasons(response) if reason["keyword"] == "type"] == [
        "/body/recipe/name",
        "/body/recipe/folder_id",
    ]
    assert "was read as text" in texts(response)


def test_strict_mode_takes_flat_bodies(strict: httpx2.Client, northwind: str) -> None:
    """Strict mode accepts bodies without wrapper, which the vendor's own client sends, and reports wrong types."""
    made = strict.post(f"{northwind}/recipes", json={"name": "R", "code": CODE})
    assert made.json()["success"] is True
    wrong = strict.put(f"{northwind}/recipes/{made.json()['id']}", json={"name": "S", "folder_id": 5512})
    assert (wrong.status_code, wrong.json()["message"][:29]) == (400, "Invalid parameter 'folder_id'")
    assert [reason["pointer"] for reason in reasons(wrong) if reason["keyword"] != "required"] != []


@pytest.mark.parametrize("provider", ["gmail", "rest", "netsuite", "acme_erp_connector_77_1690000000"])
def test_any_connector_is_taken(client: httpx2.Client, strict: httpx2.Client, northwind: str, provider: str) -> None:
    """An unknown connector is accepted with a note, and its picklists are empty; strict mode rejects it."""
    sent = {"name": "C", "provider": provider, "input": {"user": "a"}}
    response = client.post(f"{northwind}/connections", json=sent)
    assert (response.json()["provider"], response.json()["authorization_status"]) == (provider, "success")
    assert "does not know the connector" in texts(response)
    path = f"{northwind}/connections/{response.json()['id']}/pick_list"
    listed = client.post(path, json={"pick_list_name": "any"})
    assert (listed.json(), bool(reasons(listed))) == ({"result": []}, True)
    without_input = client.post(f"{northwind}/connections", json={"provider": provider}).json()["id"]
    listed = client.post(f"{northwind}/connections/{without_input}/pick_list", json={"pick_list_name": "any"})
    assert (listed.json(), bool(reasons(listed))) == ({"result": []}, True)
    assert client.get("/integrations", params={"applications": provider}).json() == {"items": []}
    assert strict.post(f"{northwind}/connections", json=sent).status_code == 400


def test_parameters_follow_the_code(client: httpx2.Client, northwind: str) -> None:
    """The parameters of a recipe and their schema are those of its first step; ids of connections may be strings."""
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
def test_every_response_has_the_same_id_in_two_headers(client: httpx2.Client, server: MockServer, path: str) -> None:
    """Every response has a request id in two headers: the id that was sent, or a new one."""
    url = f"{server.root_url}/_mock/health" if "_mock" in path else path
    headers = client.get(url).headers
    assert headers["X-Request-Id"] == headers["X-Correlation-Id"] != client.get(url).headers["X-Request-Id"]
    assert len(headers["X-Request-Id"]) == 32
    for name in ("X-Request-Id", "X-Correlation-Id"):
        headers = client.get(url, headers={name: "mine-1"}).headers
        assert headers["X-Request-Id"] == headers["X-Correlation-Id"] == "mine-1"


@pytest.mark.parametrize(
    ("method", "path", "status", "sent"),
    [
        ("PATCH", "/api/managed_users", 405, {}),
        ("POST", "/api/managed_users", 400, {"content": b"a" * (10 * 2**20 + 1)}),
        ("DELETE", "/_mock/health", 405, {}),
        ("GET", "/_mock/nowhere", 404, {}),
        ("GET", "/nowhere", 404, {}),
        ("HEAD", "/api/managed_users", 200, {}),
    ],
)
def test_every_rejection_has_the_id_that_was_sent(
    client: httpx2.Client, server: MockServer, method: str, path: str, status: int, sent: dict[str, Any]
) -> None:
    """Rejections have the request id that was sent, also those of the control plane, wrong methods and large bodies."""
    response = client.request(method, server.root_url + path, headers={"X-Correlation-Id": "mine-2"}, **sent)
    assert response.status_code == status
    assert response.headers["X-Request-Id"] == response.headers["X-Correlation-Id"] == "mine-2"


@pytest.mark.parametrize(
    "rule", [{"status": 503}, {"status": 500}, {"kind": "malformed", "phase": "after"}, {"status": 401}], ids=str
)
def test_the_response_of_a_fault_has_the_id_that_was_sent(
    client: httpx2.Client, server: MockServer, rule: dict[str, Any]
) -> None:
    """A response that a fault replaces still has both headers with the request id."""
    rules = [{"operation_id": "list_managed_users", "times": 1, **rule}]
    client.put(f"{server.root_url}/_mock/faults", json={"rules": rules}).raise_for_status()
    response = client.get("/managed_users", headers={"X-Request-Id": "mine-3"})
    assert response.headers["X-Request-Id"] == response.headers["X-Correlation-Id"] == "mine-3"


def test_responses_of_the_proxy_have_ids(open_proxy: Any, server: MockServer) -> None:
    """The proxy forwards the request id of the API, and its own responses have one too."""
    client, _app = open_proxy(server.root_url)
    root = str(client.base_url).removesuffix("/api/")
    for path in ("/api/managed_users", "/nowhere", "/_mock/proxy", "/api/../api/managed_users"):
        headers = client.get(root + path, headers={"X-Correlation-Id": "mine-4"}).headers
        assert headers["X-Request-Id"] == headers["X-Correlation-Id"] == "mine-4"
        assert len(client.get(root + path).headers["X-Request-Id"]) == 32


def test_the_proxy_serves_head(open_proxy: Any, server: MockServer) -> None:
    """A HEAD request through the proxy has the headers of the GET, no body and no finding."""
    client, app = open_proxy(server.root_url)
    head, get = client.head("managed_users/512044"), client.get("managed_users/512044")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert [each["findings"] for each in app.summary.as_json()["operations"]] == [[]]


def test_an_unreadable_filter_in_a_body_of_a_get_is_no_undocumented_400(northwind: str) -> None:
    """The list of connections documents no 400 in 2023, so a filter that matches nothing gives an empty list."""
    headers = {"Authorization": "Bearer filters"}
    with MockServer(as_of="2023-11-20") as server, httpx2.Client(base_url=server.url, headers=headers) as client:
        for value in (0.0, [1], {"a": 1}):
            response = client.request("GET", f"{northwind}/connections", json={"folder_id": value})
            assert (response.status_code, response.json()) == (200, {"result": []})


@pytest.mark.parametrize("query", ["adapter_names_any[]=jira", "adapter_names_any%5B%5D=jira&adapter_names_any[]=jira"])
def test_a_filter_as_a_list_filters(client: httpx2.Client, strict: httpx2.Client, query: str) -> None:
    """A text filter that is sent as a list filters like its values with commas between them, with a note."""
    plain = client.get(f"{_HERE}/recipes?adapter_names_any=jira").json()
    response = client.get(f"{_HERE}/recipes?{query}")
    assert plain != client.get(f"{_HERE}/recipes").json()
    assert (response.json(), "read as adapter_names_any" in response.headers["X-Mock-Reason"]) == (plain, True)
    assert strict.get(f"{_HERE}/recipes?{query}").status_code == 400


def test_a_form_may_have_a_list(client: httpx2.Client) -> None:
    """Each `name[]` of a form is an item of a list."""
    sent = "name=Copied&folder_ids[]=5512&folder_ids%5B%5D=5513"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = client.post(f"{_HERE}/roles/2202/copy", content=sent, headers=headers)
    assert response.status_code == 200
    found = [role for role in client.get(f"{_HERE}/roles").json() if role["name"] == "Copied"]
    assert [[str(folder_id) for folder_id in role["folder_ids"]] for role in found] == [["5512", "5513"]]


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("application/x-www-form-urlencoded", b"name=%ff%fe"),
        ("application/x-www-form-urlencoded", b"name=a&name[b]=c"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\na\r\n--x--"),
    ],
)
def test_a_form_that_cannot_be_read_is_named_as_the_cause(client: httpx2.Client, kind: str, sent: bytes) -> None:
    """The reason of a rejected form says that the operation takes JSON."""
    response = client.post(f"{_HERE}/folders", content=sent, headers={"Content-Type": kind})
    assert response.status_code == 400
    assert [each["pointer"] for each in json.loads(response.headers["X-Mock-Reason"])] == ["/header/content-type"]


@pytest.mark.parametrize("path", ["//_mock/health", "/_mock//health", "//_mock//health"])
def test_the_control_plane_drops_empty_segments(server: MockServer, client: httpx2.Client, path: str) -> None:
    """Empty segments of a path of the control plane are dropped as in the API."""
    assert client.get(f"{server.root_url}{path}").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("config", "cause"),
    [
        ("[", "not JSON"),
        ("{}", "expected a list"),
        ("[1]", "line 0: expected an object"),
        ('[{"provider": "clock"}, {}]', "line 1: provider must be the key of a connector"),
        ('[{"provider": "jira", "skip_validation": "no"}]', "line 0: skip_validation must be a boolean"),
        ('[{"provider": "jira", "account_id": "abc"}]', "line 0: account_id must be the id of a connection"),
        ('[{"provider": "jira", "account_id": true}]', "line 0: account_id must be the id of a connection"),
    ],
)
def test_the_reason_of_an_invalid_config_names_line_and_field(client: httpx2.Client, config: str, cause: str) -> None:
    """A config that is rejected has a reason with its line and field, next to the documented error."""
    response = client.post(f"{_HERE}/recipes", json={"recipe": {"name": "R", "code": CODE, "config": config}})
    assert response.json() == {"success": False, "errors": {"config": ["is invalid"]}}
    assert cause in response.headers["X-Mock-Reason"]
