"""A server or an account can have the API as it was on a day: operations, fields, limits and authentication."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, Settings, create_app
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import Document, ids_of, resolved
from workato_embedded_mock.openapi.editions import EditionError, Editions

NORTHWIND = "/managed_users/512044"
CUSTOMER = {"name": "New", "notification_email": "new@example.com"}
ENDED = "list_api_clients is gone since 2026-07-01; use list_api_clients_v2"
OLDER_KEYS = {"x-user-token": "key", "x-user-email": "ops@example.com", "authorization": ""}

# Serves an account of the shared server as of a day, and returns a client of it.
AsOf = Callable[[str], httpx2.Client]


def reasons(response: httpx2.Response) -> list[str]:
    """Return the texts of `X-Mock-Reason`."""
    return [each["text"] for each in json.loads(response.headers.get("x-mock-reason", "[]"))]


def declared_parameters(content: dict[str, Any], item: dict[str, Any]) -> list[Any]:
    """Return the parameters of a GET without references."""
    return [resolved(content, each) for each in (*item.get("parameters", ()), *item["get"].get("parameters", ()))]


def since(day: str, edition: str) -> str:
    """Return what a reason says of a part that an edition does not have yet."""
    return f"is part of the API since {day}; this account has the edition of {edition}"


@pytest.fixture
def control(client: httpx2.Client, server: MockServer) -> Iterator[httpx2.Client]:
    """Return a client of the control plane for the account of the test."""
    headers = {"Authorization": client.headers["Authorization"]}
    with httpx2.Client(base_url=server.root_url, headers=headers) as opened:
        yield opened


@pytest.fixture
def as_of(client: httpx2.Client, control: httpx2.Client) -> AsOf:
    """Return a function that gives the account of the test the API of a day."""

    def serve(day: str) -> httpx2.Client:
        assert control.put("/_mock/edition", json={"as_of": day}).status_code == 200
        return client

    return serve


def test_a_younger_operation_is_an_unknown_path(as_of: AsOf) -> None:
    """An operation that is younger than the edition is an unknown path; the first reason says since when it exists."""
    response = as_of("2024-06-30").get(f"{NORTHWIND}/project_roles")
    assert (response.status_code, response.json()) == (404, {"message": "API not found"})
    reason, nearest = reasons(response)
    assert reason == f"list_project_roles {since('2025-06-01', '2024-04-01')}"
    assert nearest.startswith("no operation has this path")
    assert as_of("2025-06-01").get(f"{NORTHWIND}/project_roles").status_code == 200


def test_a_younger_method_of_an_older_path_is_a_wrong_method(as_of: AsOf) -> None:
    """A younger method gets the 405 of any wrong method, and the first reason says since when it exists."""
    client = as_of("2024-01-01")
    folder = client.get(f"{NORTHWIND}/folders").json()["result"][0]["id"]
    responses = [client.request(method, f"{NORTHWIND}/folders/{folder}") for method in ("PUT", "PATCH", "OPTIONS")]
    for response in responses:
        assert (response.status_code, response.json()) == (405, {"message": "Method not allowed"})
        assert response.headers["allow"] == "DELETE"
        assert reasons(response)[-1].startswith("this path has DELETE")
    assert reasons(responses[0])[0] == f"update_folder {since('2025-06-01', '2024-01-01')}"
    assert as_of("2025-06-01").request("OPTIONS", f"{NORTHWIND}/folders/{folder}").headers["allow"] == "DELETE, PUT"


def test_an_error_suggests_only_operations_of_the_edition(as_of: AsOf) -> None:
    """The nearest operation that the reason of an unknown path names is part of the edition."""
    path = f"{NORTHWIND}/project_rolse"
    assert "/project_roles" in reasons(as_of("2025-06-01").get(path))[0]
    assert "/project_roles" not in reasons(as_of("2024-06-30").get(path))[0]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer some-account"}])
def test_the_edition_of_a_server_holds_for_unknown_callers(headers: dict[str, str]) -> None:
    """On a server with an edition, paths and methods of later editions do not exist, with or without a token."""
    with MockServer(as_of="2024-01-01") as server, httpx2.Client(base_url=server.url, headers=headers) as caller:
        assert caller.get(f"{NORTHWIND}/project_roles").status_code == 404
        assert caller.put(f"{NORTHWIND}/folders/1").headers["allow"] == "DELETE"
        assert caller.patch(f"{NORTHWIND}/folders/1").headers["allow"] == "DELETE"
        assert caller.get("/managed_users").status_code == (200 if headers else 401)


def test_an_ended_operation_is_an_unknown_path(as_of: AsOf) -> None:
    """An operation that has ended is an unknown path, and the reason names the date and the successor."""
    response = as_of("2026-08-01").get(f"{NORTHWIND}/api_clients")
    assert (response.status_code, response.json()) == (404, {"message": "API not found"})
    assert reasons(response)[0] == f"{ENDED}; this account has the edition of 2026-07-01"


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        (f"{NORTHWIND}/api_clients?per_page=x", 400, "not an integer of 64 bits"),
        ("/managed_users/999/api_clients", 404, "999"),
    ],
)
def test_errors_of_ended_operations_have_the_note(client: httpx2.Client, path: str, status: int, error: str) -> None:
    """Without an edition, an error of an operation that has ended has its own reason, and the note of successes."""
    response = client.get(path)
    assert response.status_code == status
    own, note = reasons(response)
    assert (error in own, note) == (True, ENDED)
    assert reasons(client.get(f"{NORTHWIND}/api_clients")) == [ENDED]


def test_an_unknown_caller_of_an_ended_operation_gets_the_note(server: MockServer) -> None:
    """A 401 of an operation that has ended has the reason of the 401, and the note of successes."""
    response = httpx2.get(f"{server.url}{NORTHWIND}/api_clients")
    assert response.status_code == 401
    own, note = reasons(response)
    assert ("Authorization is missing" in own, note) == (True, ENDED)


@pytest.mark.parametrize(
    "sent", ["updated_after=2025-01-01T00:00:00Z", "exclude_code=true", "includes[]=tags", "includes=tags"]
)
def test_younger_parameters_are_ignored_with_their_date(as_of: AsOf, sent: str) -> None:
    """A parameter that the edition does not have changes nothing, and the reason names it, its day and the edition."""
    plain = as_of("2023-11-20").get(f"{NORTHWIND}/recipes")
    response = as_of("2023-11-20").get(f"{NORTHWIND}/recipes?{sent}")
    name = sent.partition("=")[0]
    assert (response.status_code, response.content) == (200, plain.content)
    assert reasons(response) in (
        [f"ignored: the parameter {name} {since(day, '2023-11-20')}"] for day in ("2025-06-01", "2026-01-01")
    )
    assert not any("since" in reason for reason in reasons(as_of("2026-01-01").get(f"{NORTHWIND}/recipes?{sent}")))


def test_unknown_parameters_have_no_date(as_of: AsOf) -> None:
    """A parameter of no edition gets the usual reason."""
    response = as_of("2023-11-20").get(f"{NORTHWIND}/recipes?colour=red")
    assert reasons(response) == ["the document does not define this query parameter"]


def test_a_strict_server_rejects_what_is_younger() -> None:
    """With `--strict`, a younger parameter or field is an error with the same words."""
    headers = {"Authorization": "Bearer strict"}
    with (
        MockServer(as_of="2023-11-20", strict=True) as server,
        httpx2.Client(base_url=server.url, headers=headers) as client,
    ):
        query = client.get(f"{NORTHWIND}/recipes?exclude_code=true")
        body = client.post("/managed_users", json={**CUSTOMER, "full_embedding": True})
    words = since("2025-06-01", "2023-11-20")
    assert (query.status_code, reasons(query)) == (400, [f"the parameter exclude_code {words}"])
    assert (body.status_code, reasons(body)) == (400, [f"the field full_embedding {words}"])


def test_younger_values_are_rejected_with_their_date(as_of: AsOf) -> None:
    """A value that the edition does not have is rejected, and the reason names it, its day and the edition."""
    body = {"name": "Sign-in", "api_client_id": 3501, "api_collection_ids": [3301], "auth_type": "oidc"}
    path = f"{NORTHWIND}/api_access_profiles"
    response = as_of("2023-11-20").post(path, json=body)
    assert response.status_code == 400
    assert reasons(response) == [f"the value oidc of auth_type {since('2024-04-01', '2023-11-20')}"]
    never = as_of("2023-11-20").post(path, json={**body, "auth_type": "magic"})
    assert (never.status_code, "since" in reasons(never)[0]) == (400, False)


def test_younger_fields_are_not_shown(as_of: AsOf) -> None:
    """A response has only the fields of the edition."""
    path = f"{NORTHWIND}/folders"
    before, after = (as_of(day).get(path).json()["result"] for day in ("2023-12-24", "2026-01-01"))
    assert all("is_project" in folder for folder in after)
    assert [{key: folder[key] for key in folder.keys() & before[0].keys()} for folder in after] == before
    assert all("is_project" not in folder and "project_id" not in folder for folder in before)


def test_younger_fields_of_a_body_are_ignored_with_a_reason(as_of: AsOf) -> None:
    """A field that the edition does not have changes nothing, and the reason names it."""
    body = {"name": "Salesforce", "provider": "salesforce", "shell_connection": True, "input": {"a": "b"}}
    response = as_of("2023-11-20").post(f"{NORTHWIND}/connections", json=body)
    assert response.status_code == 200
    item = json.loads(response.headers["x-mock-reason"])[0]
    assert (item["pointer"], item["keyword"]) == ("/body/shell_connection", "since")
    assert item["text"] == f"ignored: the field shell_connection {since('2025-06-01', '2023-11-20')}"


def test_an_unchanged_operation_is_served_in_every_edition(as_of: AsOf) -> None:
    """An operation that did not change gives the same response in every edition."""
    path = f"{NORTHWIND}/roles"
    assert as_of("2023-11-20").get(path).content == as_of("2026-11-29").get(path).content


def test_documented_limits_apply_from_their_day(as_of: AsOf, control: httpx2.Client) -> None:
    """The documented limits are not counted in an edition that did not have them."""
    control.put("/_mock/limits", json={"rate_limits": "documented"})
    for day, counted in (("2025-10-06", {}), ("2025-10-07", {"list_roles": 1})):
        as_of(day).get(f"{NORTHWIND}/roles")
        assert control.get("/_mock/limits").json()["counted"] == counted


@pytest.mark.parametrize(("day", "status"), [("2025-10-13", 200), ("2025-10-14", 401)])
def test_the_older_keys_are_accepted_until_their_day(
    control: httpx2.Client, server: MockServer, day: str, status: int
) -> None:
    """The older API keys authenticate a caller until the edition in which they ended."""
    token = f"older-{day}"
    control.put("/_mock/edition", json={"as_of": day}, headers={"X-Mock-Namespace": token})
    response = httpx2.get(f"{server.url}/managed_users", headers={**OLDER_KEYS, "x-user-token": token})
    assert response.status_code == status
    assert bool(reasons(response)) is (status == 401)


def test_without_an_edition_the_older_keys_are_noted(server: MockServer) -> None:
    """Everything that is known is served without a day, so the older keys work, with a note that they have ended."""
    response = httpx2.get(f"{server.url}/managed_users", headers={**OLDER_KEYS, "x-user-token": "older-without-a-day"})
    assert (response.status_code, reasons(response)) == (200, ["API keys have ended; send a bearer token"])


def test_the_edition_is_that_of_one_account(as_of: AsOf, server: MockServer) -> None:
    """Another account of the server has everything that is known."""
    assert as_of("2023-11-20").get(f"{NORTHWIND}/project_roles").status_code == 404
    other = httpx2.get(f"{server.url}{NORTHWIND}/project_roles", headers={"Authorization": "Bearer another-account"})
    assert other.status_code == 200


def test_the_control_plane_returns_the_edition(control: httpx2.Client) -> None:
    """The control plane returns the day and the edition that held on it, until the edition is deleted."""
    edition = {"date": "2025-10-07", "exact": True, "title": "Rate limits of each endpoint apply"}
    assert control.get("/_mock/edition").json() == {"as_of": None, "edition": None}
    served = {"as_of": "2025-10-09", "edition": edition}
    assert control.put("/_mock/edition", json={"as_of": "2025-10-09"}).json() == served
    assert control.get("/_mock/edition").json() == served
    assert control.delete("/_mock/edition").json() == {"as_of": None, "edition": None}
    control.put("/_mock/edition", json={"as_of": "2025-10-09"})
    control.post("/_mock/reset")
    assert control.get("/_mock/edition").json() == {"as_of": None, "edition": None}


@pytest.mark.parametrize(
    "day",
    [
        "2023-11-19",
        "yesterday",
        "2024-02-30",
        "",
        "20240630",
        "2024-W26-7",
        "2024-6-30",
        " 2024-06-30",
        "\N{FULLWIDTH DIGIT TWO}024-06-30",
    ],
)
def test_a_day_without_an_edition_is_rejected(control: httpx2.Client, day: str) -> None:
    """A text that is not a day, or a day before the first edition, is rejected with what is expected."""
    response = control.put("/_mock/edition", json={"as_of": day})
    assert response.status_code == 400
    assert "expected a d" in response.json()["message"]


def test_a_server_can_have_an_edition() -> None:
    """All accounts of a server have its edition, and an account may have another."""
    with MockServer(as_of="2024-02-01") as server:
        headers = {"Authorization": "Bearer one"}
        assert httpx2.get(f"{server.url}{NORTHWIND}/project_roles", headers=headers).status_code == 404
        httpx2.put(f"{server.root_url}/_mock/edition", json={"as_of": "2026-01-01"}, headers=headers)
        assert httpx2.get(f"{server.url}{NORTHWIND}/project_roles", headers=headers).status_code == 200


def test_an_invalid_day_of_a_server_is_an_error_at_the_start() -> None:
    """A server whose day has no edition does not start."""
    with pytest.raises(StartError, match="no edition is known for 2020-01-01: expected a day from 2023-11-20 on"):
        create_app(Settings(as_of="2020-01-01"))
    with pytest.raises(StartError, match="invalid day '20240630': expected a day as YYYY-MM-DD, such as 2024-06-30"):
        MockServer(as_of="20240630").start()


@pytest.mark.parametrize(("day", "size"), [("2025-05-31", 10), ("2025-06-01", 12)])
def test_the_default_page_size_follows_the_day(as_of: AsOf, day: str, size: int) -> None:
    """A page of recipes has 10 of them by default until the middle of 2025, and 100 since then."""
    client = as_of(day)
    code = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": []}
    body = {"recipe": {"name": "One more", "code": json.dumps(code), "folder_id": "5512"}}
    present = len(client.get(f"{NORTHWIND}/recipes?per_page=100").json()["result"])
    for _ in range(12 - present):
        assert client.post(f"{NORTHWIND}/recipes", json=body).status_code == 200
    assert len(client.get(f"{NORTHWIND}/recipes").json()["result"]) == size
    assert len(client.get(f"{NORTHWIND}/recipes?per_page=11").json()["result"]) == 11


@pytest.mark.parametrize(("day", "status"), [("2024-03-31", 400), ("2024-04-01", 200)])
def test_required_fields_follow_the_day(as_of: AsOf, day: str, status: int) -> None:
    """An invitation needs `role_name` as long as `env_roles` does not exist."""
    body = {"name": "Lou", "email": "lou@example.com", "env_roles": [{"environment_type": "dev", "name": "Operator"}]}
    response = as_of(day).post(f"{NORTHWIND}/member_invitations", json=body)
    assert response.status_code == status
    pointers = {item["pointer"] for item in json.loads(response.headers.get("x-mock-reason", "[]"))}
    assert ("/body/role_name" in pointers) is (status == 400)


@pytest.mark.parametrize(
    ("path", "body", "since_day"),
    [
        ("properties", {"properties": {"long": "x" * 1025}}, "2025-06-01"),
        ("folders", {"name": "a/b"}, "2025-06-01"),
        ("lookup_tables", {"lookup_table": {"name": "Empty", "schema": []}}, "2026-01-01"),
    ],
)
def test_limits_of_size_and_form_follow_the_day(as_of: AsOf, path: str, body: dict[str, Any], since_day: str) -> None:
    """A value that later editions reject for its size or form is accepted before."""
    before = (date.fromisoformat(since_day) - timedelta(days=1)).isoformat()
    statuses = [as_of(day).post(f"{NORTHWIND}/{path}", json=body).status_code for day in (before, since_day)]
    assert statuses == [200, 400]


def test_requests_have_only_statuses_of_their_edition(as_of: AsOf, document: Document) -> None:
    """An invalid request gets a status that the edition documents, whichever parameters have a type."""
    for day in ("2023-11-20", "2025-06-01", "2026-07-01"):
        client, content = as_of(day), Editions(document).content(Editions(document).on(day))
        for path, item in content["paths"].items():
            if "get" not in item or "{" in path.replace("{managed_user_id}", ""):
                continue
            names = [each["name"] for each in declared_parameters(content, item) if each["in"] == "query"]
            for name in names:
                url = path.replace("{managed_user_id}", "512044")
                response = client.get(url, params={name: "\u2028"})
                assert str(response.status_code) in item["get"]["responses"], (day, path, name, response.headers)


def test_each_edition_has_the_operations_of_its_day(document: Document) -> None:
    """An operation is in the document of an edition if it began by then and had not ended."""
    editions = Editions(document)
    declared = [each for item in document.content["paths"].values() for each in item.values() if "operationId" in each]
    for day in ("2023-11-20", "2024-06-30", "2025-06-01", "2026-06-30", "2026-07-01"):
        edition = editions.on(day)
        expected = {
            each["operationId"]
            for each in declared
            if each.get("x-since", "") <= edition.date < each.get("x-until", "9999")
        }
        assert ids_of(editions.content(edition)) == expected


def test_another_document_has_no_editions(document: Document) -> None:
    """The editions are those of the published document; for a changed one, a day is an error."""
    changed = Document(document.content, "0" * 64, document.path)
    with pytest.raises(EditionError, match="are not known"):
        Editions(changed).on("2024-01-01")
