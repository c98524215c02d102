"""The requests of an account in the console: list, filters, one request, code that sends it again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest
from workato_embedded import APIStatusError
from workato_embedded_mock import MockServer, WorkatoMock

LIST = "accounts/1/requests/"
USER = {"name": "New", "notification_email": "new@example.com"}


def listed(page: Any) -> list[str]:
    """Return the requests of a list, each as its method, its target and its operation."""
    return [" ".join(row.select_one("td:nth-of-type(2)").get_text(" ").split()) for row in page.soup.select("tbody tr")]


def send(mock: WorkatoMock, *targets: str) -> None:
    """Send requests such as `GET /managed_users`."""
    with mock.http() as http:
        for target in targets:
            method, path = target.split(" ")
            http.request(method, path)


def test_requests_are_listed_with_status_operation_and_reason(mock: WorkatoMock, browser: Any) -> None:
    """The list has the latest request first, each with method, path, operation, status, and its reason in words."""
    send(mock, "GET /managed_users?per_page=5", "GET /managed_users/7", "GET /nothing")
    page = browser.open(LIST)
    rows = listed(page)
    assert rows[0].startswith("GET /api/nothing no operation")
    assert rows[1].startswith("GET /api/managed_users/7 get_managed_user /path/managed_user_id: no customer has")
    assert rows[2] == "GET /api/managed_users?per_page=5 list_managed_users"
    assert [cell.get_text(strip=True) for cell in page.soup.select("tbody .badge")] == ["404", "404", "200"]


def test_long_lists_have_pages(mock: WorkatoMock, browser: Any) -> None:
    """A page has 50 requests and a link to older ones; the pages together have each request once."""
    send(mock, *(f"GET /managed_users/{number}" for number in range(120)))
    page, found = browser.open(LIST), []
    while True:
        found += listed(page)
        if not page.soup.select("a[rel=next]"):
            break
        page = browser.click(page, "Next page")
    assert [row.split(" ")[1] for row in found] == [f"/api/managed_users/{number}" for number in reversed(range(120))]
    assert listed(browser.click(page, "First page"))[0].startswith("GET /api/managed_users/119 ")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"operation_id": "get_managed_user"}, ["GET /api/managed_users/7", "GET /api/managed_users/512044"]),
        ({"status_class": "4"}, ["POST /api/managed_users", "GET /api/managed_users/7"]),
        ({"method": "POST"}, ["POST /api/managed_users"]),
        ({"text": "PER_page"}, ["GET /api/managed_users?per_page=5"]),
        ({"rejected": "yes"}, ["POST /api/managed_users", "GET /api/managed_users/7"]),
        ({"text": "100%"}, []),
    ],
)
def test_filters_find_requests(mock: WorkatoMock, browser: Any, fields: dict[str, str], expected: list[str]) -> None:
    """The form filters by operation, class of the status, method, text in path or query, and outcome."""
    send(
        mock,
        "GET /managed_users?per_page=5",
        "GET /managed_users/512044",
        "GET /managed_users/7",
        "POST /managed_users",
    )
    page = browser.submit(browser.open(LIST), "Filter requests", **fields)
    assert [" ".join(row.split(" ")[:2]) for row in listed(page)] == expected
    assert ("No request matches these filters." in page.text) == (not expected)


@pytest.mark.parametrize(
    "query", ["before=x", "status_class=9", "wrote=%00/1", "text=%00", "operation_id=%00", "method=%00"]
)
def test_odd_filters_are_no_fault(mock: WorkatoMock, browser: Any, query: str) -> None:
    """A list with odd query parameters is a page, and so is what its script loads."""
    send(mock, "GET /managed_users")
    assert browser.open(f"{LIST}?{query}").status == 200
    assert browser.open(f"{LIST}newer?{query}").status < 500


def test_newer_requests_are_those_after_the_latest_of_the_page(mock: WorkatoMock, browser: Any) -> None:
    """What the script of a list loads has the requests since then; it is empty without any."""
    send(mock, "GET /managed_users/1", "GET /managed_users/2")
    poll = browser.open(LIST).soup.select_one("tbody[hx-get]")["hx-get"]
    assert browser.open(poll).status == 204
    send(mock, "GET /managed_users/3")
    page = browser.open(poll)
    assert [row.split(" ")[1] for row in listed(page)] == ["/api/managed_users/3"]
    poll = page.soup.select_one("tbody[hx-get]")["hx-get"]
    assert browser.open(poll).status == 204
    mock.journal.clear()
    send(mock, "GET /managed_users/4")
    assert browser.open(poll).response.headers["hx-refresh"] == "true"


def test_the_button_clears_the_journal_as_the_control_plane_does(mock: WorkatoMock, browser: Any) -> None:
    """The button has the effect of `DELETE /_mock/journal`: no entries, and ids begin again."""
    send(mock, "GET /managed_users", "GET /managed_users")
    page = browser.submit(browser.open(LIST), "Clear the journal")
    assert page.messages == ["The journal is empty."]
    assert "The journal has no requests yet." in page.text
    send(mock, "GET /managed_users")
    by_button = [entry["id"] for entry in mock.journal.entries()]
    mock.journal.clear()
    send(mock, "GET /managed_users")
    assert [entry["id"] for entry in mock.journal.entries()] == by_button == [1]


def test_the_list_can_be_downloaded_as_a_har(mock: WorkatoMock, browser: Any) -> None:
    """The HAR has the requests that match the filters, without secrets."""
    with mock.http() as http:
        http.get("/managed_users?x=1")
        http.post(
            "/managed_users/512044/connections",
            json={"name": "J", "provider": "jira", "input": {"api_key": "hush-hush"}},
        )
        http.post("/managed_users", json=USER)
    page = browser.submit(browser.open(LIST), "Filter requests", method="POST")
    har = browser.click(page, "Download as HAR").response
    assert har.headers["content-disposition"] == 'attachment; filename="account-1.har"'
    assert "hush-hush" not in har.text
    assert mock.token not in har.text
    log = har.json()["log"]
    assert [entry["_operationId"] for entry in log["entries"]] == ["create_connection", "create_managed_user"]
    assert json.loads(log["entries"][1]["request"]["postData"]["text"]) == USER
    assert log["entries"][1]["response"]["status"] == 200


def test_a_text_with_json_that_cannot_be_stored_is_shown(mock: WorkatoMock, browser: Any) -> None:
    """Lists, requests, code, HAR and objects show a text whose JSON has half of a surrogate pair."""
    with mock.http() as http:
        user = {**USER, "name": r'{"a": "\ud800\u0000", "b": NaN, "password": "hush-hush"}'}
        made = http.post("/managed_users", json=user).json()
    shown = browser.open(f"{LIST}1")
    assert r"\ud800" in shown.text or "\ufffd" in shown.text
    har = browser.click(browser.open(LIST), "Download as HAR").response
    assert [entry["_operationId"] for entry in har.json()["log"]["entries"]] == ["create_managed_user"]
    of_object = browser.open(f"accounts/1/state/managed_users/{made['id']}")
    assert (shown.status, of_object.status) == (200, 200)
    assert "hush" not in shown.response.text + har.text + of_object.response.text


def test_violations_are_marked_where_they_are(mock: WorkatoMock, browser: Any) -> None:
    """A reason is at its line of the body, its query parameter or its part of the path; so are unknown fields."""
    with mock.http() as http:
        http.post("/managed_users?dry_run=1", json={"name": 5, "colour": {"a": [1]}})
    page = browser.click(browser.open(LIST), "POST /api/managed_users?dry_run=1")
    marked = {line.get_text().split("\n")[0].strip(): line for line in page.soup.select(".line.marked")}
    assert "bad" in marked['"name": 5,']["class"]
    assert "notification_email" in marked["{"].get_text()
    assert (
        "the document of the API does not have it" in marked['"colour": {']["class"] or marked['"colour": {'].get_text()
    )
    query = next(row for row in page.soup.select("tr.marked") if "dry_run" in row.get_text())
    assert "does not have it" in query.get_text()


def test_a_path_parameter_is_marked(mock: WorkatoMock, browser: Any) -> None:
    """The page of a request to an unknown customer marks the path parameter, with its decoded value."""
    send(mock, "GET /managed_users/Eacme%2F7")
    page = browser.open(f"{LIST}1/")
    row = page.soup.select_one("tr.marked.bad")
    assert "managed_user_id Eacme/7" in " ".join(row.get_text(" ").split())


def test_a_request_shows_fault_and_written_objects(mock: WorkatoMock, browser: Any) -> None:
    """The page names the rule of the fault that hit the request, and the objects that it wrote."""
    mock.faults.add("create_managed_user", phase="after", status=503)
    with mock.http() as http:
        http.post("/managed_users", json=USER)
    page = browser.open(f"{LIST}1/")
    assert "A fault rule hit this request." in page.text
    assert "created managed_users/5" in page.text


def test_a_request_and_the_object_that_it_wrote_lead_to_each_other(mock: WorkatoMock, browser: Any) -> None:
    """The page of a request links to the object that it created, and to the other requests that wrote the object."""
    with mock.http() as http:
        customer = http.post("/managed_users", json=USER).json()["id"]
        http.put(f"/managed_users/{customer}", json={"name": "Newer"})
        http.put("/managed_users/512044", json={"name": "Other"})
    page = browser.open(f"{LIST}1/")
    assert "Newer" in browser.click(page, f"managed_users/{customer}").text
    rows = listed(browser.click(page, "its requests"))
    assert [row.split(" ")[0] for row in rows] == ["PUT", "POST"]


def test_an_unknown_request_is_a_page_with_404(mock: WorkatoMock, browser: Any) -> None:
    """The page of a request that the journal does not have is an error page that names it."""
    send(mock, "GET /managed_users")
    for number in (2, 10**30):
        page = browser.open(f"{LIST}{number}/")
        assert page.status == 404
        assert f"the journal has no request {number}" in page.text


def test_a_request_can_be_repeated(mock: WorkatoMock, browser: Any) -> None:
    """The button sends the same request with the token of the account, and leads to the new entry."""
    with mock.http() as http:
        http.post("/managed_users?tag=a&tag=b", json=USER, headers={"X-Note": "kept"})
    page = browser.submit(browser.open(f"{LIST}1/"), "Repeat")
    assert (page.path, page.messages) == ("/_mock/console/accounts/1/requests/2/", ["This is request 1, sent again."])
    first, second = mock.journal.entries()
    assert second["status"] == 200
    assert second["query_string"] == first["query_string"] == "tag=a&tag=b"
    assert second["request"]["body"] == USER
    assert second["request"]["headers"]["x-note"] == "kept"
    assert first["response"]["body"]["id"] != second["response"]["body"]["id"]


def test_a_file_cannot_be_repeated(mock: WorkatoMock, browser: Any) -> None:
    """A request whose body is not in the journal has no button, and a form without it is rejected with a reason."""
    with mock.http() as http:
        http.post(
            "/managed_users/512044/imports?folder_id=1", content=b"zip", headers={"Content-Type": "application/zip"}
        )
        http.get("/managed_users")
    assert "only the length of the body" in browser.open(f"{LIST}1/").text
    form = browser.open(f"{LIST}2/").form("Repeat")
    form["action"] = str(form["action"]).replace("/2/", "/1/")
    rejected = browser.client.post(
        str(form["action"]), data={"csrf_token": form.select_one("[name=csrf_token]")["value"]}
    )
    assert "only the length of this body" in rejected.text


def test_a_truncated_request_cannot_be_repeated(mock: WorkatoMock, browser: Any) -> None:
    """A request whose body is only partly in the journal is shown with its size and hash, and has no button."""
    with mock.http() as http:
        sent = http.post("/managed_users", json={**USER, "note": "x" * 70_000}).request.content
    page = browser.open(f"{LIST}1/").text
    assert f"the beginning of a body of {len(sent)} bytes with the SHA-256" in page
    assert "only the beginning of the body" in page
    assert "--data-binary @" in page


def test_requests_without_a_token_have_a_journal(mock_server: MockServer, mock: WorkatoMock, browser: Any) -> None:
    """Requests without a token are listed from the first page on, and can be opened, repeated and cleared."""
    assert mock.token
    httpx2.get(f"{mock_server.url}/managed_users")
    page = browser.open()
    number = next(
        row.a.get_text() for row in page.soup.select("tbody tr") if "requests without a token" in row.get_text()
    )
    page = browser.open(f"accounts/{number}/requests/")
    page = browser.click(page, "GET /api/managed_users")
    assert "/header/authorization" in page.text
    page = browser.submit(page, "Repeat")
    assert page.messages == ["This is request 1, sent again."]
    page = browser.submit(browser.open(f"accounts/{number}/requests/"), "Clear the journal")
    assert page.messages == ["The journal is empty."]


CASES: list[tuple[str, str, Any]] = [
    ("GET", "/managed_users?page=2&per_page=1", None),
    ("POST", "/managed_users", {**USER, "name": 'O\'Neil "$HOME" `x` ü\n'}),
    ("POST", "/managed_users", {"name": 5, "colour": "blue"}),
    ("POST", "/managed_users", {**USER, "colour": "blue"}),
    ("GET", "/managed_users/Ecust-0042", None),
    ("GET", "/managed_users/Eacme%2F7", None),
    ("GET", "/managed_users/512044/lookup_tables/4101/lookup?by[code]=DE&dry=1", None),
    ("POST", "/managed_users/512044/recipes", {"recipe": {"name": "R", "code": json.dumps({"keyword": "x" * 200})}}),
    ("POST", "/managed_users/512044/recipes", {"name": "R"}),
    ("GET", "/managed_users/512044/recipes?running=true", None),
    ("DELETE", "/managed_users/512044/recipes/9001", None),
    ("PUT", "/managed_users/512044/recipes/9001/start", None),
    ("GET", "/nothing/here?a=1&a=2", None),
]


def keys(entry: Any) -> Any:
    """Return what must be the same in a repeated request."""
    query = sorted(parse_qsl(entry["query_string"], keep_blank_values=True))
    return [entry["method"], entry["path"], query, entry["status"], entry["request"]["body"]]


def code_of(mock: WorkatoMock, browser: Any, method: str, path: str, body: Any) -> dict[str, str]:
    """Send a request, and return the code that its page shows: `code-1` for curl, `code-2` Python, `code-3` pytest."""
    with mock.http() as http:
        http.request(method, path, **({} if body is None else {"json": body}))
    page = browser.open(f"{LIST}{mock.journal.entries()[-1]['id']}/")
    assert mock.token not in page.response.text
    return {code["id"]: code.get_text() for code in page.soup.select("code[id^=code-]")}


@pytest.mark.parametrize(("method", "path", "body"), CASES)
def test_the_code_of_a_request_sends_the_same_request(
    mock: WorkatoMock, browser: Any, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: Any
) -> None:
    """The code in curl and Python runs as it is, and sends what was sent."""
    mock.snapshot("before")
    codes = code_of(mock, browser, method, path, body)
    monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", mock.token)
    mock.restore("before")
    subprocess.run(["bash", "-ec", codes["code-1"]], check=True, capture_output=True)
    mock.restore("before")
    # The client raises an error for an error response.
    with suppress(APIStatusError, httpx2.HTTPStatusError):
        exec(codes["code-2"], {"__name__": "__main__"})
    sent = mock.journal.entries()
    assert [keys(entry) for entry in sent] == [keys(sent[0])] * 3, codes["code-2"]


def test_the_tests_of_requests_pass(mock: WorkatoMock, browser: Any, tmp_path: Path) -> None:
    """The code for pytest is a test that passes as it is."""
    for number, case in enumerate(CASES):
        (tmp_path / f"test_{number}.py").write_text(code_of(mock, browser, *case)["code-3"])
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", "-c", os.devnull, "--rootdir", str(tmp_path)]
    command = [sys.executable, "-m", "pytest", *options, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert f"{len(CASES)} passed" in done.stdout


def test_three_clicks_lead_to_the_reason_of_a_rejected_request(mock: WorkatoMock, browser: Any) -> None:
    """From the first page on, the reason of a rejected request is three clicks away."""
    send(mock, "GET /managed_users/7", "GET /managed_users")
    page = browser.click(browser.open(), "1")
    page = browser.click(page, "Rejected requests")
    page = browser.click(page, "GET /api/managed_users/7")
    assert "no customer has the id 7" in page.text
